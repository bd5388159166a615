"""Find the marks that stand for blacked-out words in a line or a value: words, codes, crosses, bars."""

import re
from collections.abc import Iterator, Sequence, Set

from threadparse.locales.exemption_signs import exemption_signs
from threadparse.locales.exemptions import Exemption, exemptions, goes_on
from threadparse.locales.folding import compiled_for, fold
from threadparse.locales.redaction_words import BESIDE, REDACTED, TAKEN_OUT, THING, vocabulary
from threadparse.releases.bracket_marks import bracket_marks
from threadparse.releases.inline_codes import inline_codes
from threadparse.releases.marked_text import BAR, CROSSES, DOUBLE_QUOTES, SENTENCE_ENDS, TAKEN, Mark, MarkedText
from threadparse.releases.mentions import judge_marks
from threadparse.values.redactions import Word, is_redacted

__all__ = ["find_marks", "find_value_marks"]

_LAST_FIGURES, _JOINED_FIGURES = r"[ -]\d", r"-\d"  # of a number that its owner masks ("XXXX XXXX 1234"); as texts
_DOMAIN = re.compile(r"[ ]?@[\w-]+\.[\w.-]+>?$")
_SERIAL = r"[-–/]\d{3}"  # behind a section number: "EIR 22-118"; as text
_IN_FILE_NAME = r"[_.-]?\w"  # behind a word; as text
_ENUMERATOR = r"\(?\d{1,3}[.)]\s"  # of a row of a list; as text
_OPENING = "[({<"
_QUOTES = f"{DOUBLE_QUOTES}‘’'"
_MAX_WHOLE_CHARS = 160
_MAX_PIECE_CHARS = 2000
_MAX_JOIN_CHARS = 20  # between a word and its code


def find_marks(line: str, above: str = "", people: Set[str] = frozenset()) -> list[Mark]:
    """Find the marks in a line of running text.

    Args:
        line: One line, or two where a bracket goes on below.
        above: The line above, in which its sentence may begin.
        people: Codes that stand for people elsewhere in the text, and the words with which they begin.
    """
    marks: list[Mark] = []
    for start, end in _pieces(line, 0, len(line)):
        text = MarkedText(line[start:end], people=people)
        found = _merged(text.text, _marks(text), listed=False)
        marks += (mark.moved(start) for mark in judge_marks(text, above, found))
        above = ""
    return _merged(line, marks, listed=False)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch where it is very long, at a blank: what a mark is asked about grows faster than its line."""
    while end - start > _MAX_PIECE_CHARS:
        blank = text.rfind(" ", start + _MAX_PIECE_CHARS // 2, start + _MAX_PIECE_CHARS)
        cut = blank if blank > 0 else start + _MAX_PIECE_CHARS
        yield start, cut
        start = cut
    yield start, end


def find_value_marks(value: str, *, single: bool = False) -> list[Mark]:
    """Find the marks in the value of an address field; each mailbox has one at most.

    Args:
        value: The value, its lines as the layout has them.
        single: It is one mailbox, as a sender is.
    """
    marks: list[Mark] = []
    for start, end in (
        piece for part in _split_list(value, exemptions().find(value)) for piece in _pieces(value, *part)
    ):
        found = _merged(value[start:end], _marks(MarkedText(value[start:end], value=True)), listed=False)
        if found:  # of one mailbox, with what is legible between
            codes = tuple(code for mark in found for code in mark.codes)
            marks.append(found[0]._replace(end=found[-1].end, codes=codes, firm=True).moved(start))
    return _merged(value, marks, listed=True, single=single)


def _split_list(value: str, codes: Sequence[Exemption]) -> Iterator[tuple[int, int]]:
    """Split an address list at its commas and semicolons outside brackets and codes ("§ 30, nr. 1", "b6 -1,4")."""
    coded = {at for code in codes for at in range(code.start, code.beyond)}
    depth = start = 0
    for at, char in enumerate(value):
        if at in coded:
            continue
        depth += (char in "[({<") - (char in "])}>")
        if char in ";；" or (char in ",，" and depth <= 0):
            yield start, at
            start, depth = at + 1, 0
    yield start, len(value)


def _merged(text: str, marks: Sequence[Mark], *, listed: bool, single: bool = False) -> list[Mark]:
    """Join marks with nothing legible between: one place was blacked out."""
    merged: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        before = merged[-1] if merged else None
        if before is not None and mark.start < before.end:
            continue
        between = text[before.end : mark.start] if before is not None else ""
        if before is not None and (
            (single and not any(map(str.isalnum, between))) or _belongs(before, between, mark, text=text, listed=listed)
        ):
            form = before.form if before.form != "code" else mark.form
            known = {code.code for code in before.codes}
            codes = before.codes + tuple(code for code in mark.codes if code.code not in known)
            mentioned = before.mentioned and mark.mentioned
            firm = before.firm or mark.firm
            end = mark.end + (between.endswith("(") and text[mark.end : mark.end + 1] == ")")
            merged[-1] = before._replace(end=end, form=form, codes=codes, firm=firm, mentioned=mentioned)
        else:
            merged.append(mark)
    return merged


def _belongs(before: Mark, between: str, mark: Mark, *, text: str, listed: bool) -> bool:
    """Tell whether a mark goes on with the one before it."""
    if any(map(str.isalnum, between)) or between.count("\n") > 1:
        return False
    if {code.code for code in before.codes} & {code.code for code in mark.codes}:
        return False
    if listed:
        both = before.form == mark.form == "code"
        return both and (";" not in between.replace("；", ";") or goes_on(mark.codes[0].code, text[mark.start :][:1]))
    if mark.form == "code":
        return not (text[mark.start] in "[{" and between[:1] in SENTENCE_ENDS)
    return not any(char in ",，;；.:!?\n" for char in between)


def _has_part(words: str) -> bool:
    """Tell whether only a part of some words can be a mark: a bracket within, or what a label names."""
    if words.find("[") > 0 or -1 < words.find("]") < len(words) - 1:
        return True
    label, colon, value = words.partition(":")  # "Mobile: redacted"
    return bool(colon) and label.replace(" ", "").isalpha() and value.strip(" \t*.").isalpha()


def _marks(text: MarkedText) -> list[Mark]:
    """Return all marks of a text, the widest first."""
    if (whole := _whole(text)) is not None:
        return [whole]
    marks = [*bracket_marks(text), *_bars(text)]
    taken = bytearray(len(text.text))
    for mark in marks:
        taken[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
    free = [word for word in text.words if not taken[word.start]]
    return [*marks, *_bare_words(text, free), *inline_codes(text)]


def _whole(text: MarkedText) -> Mark | None:
    """Return the mark that a text is as a whole."""
    words = text.text.strip()
    if not 0 < len(words) <= _MAX_WHOLE_CHARS:
        return None
    start = text.text.index(words)
    end = start + len(words)
    if text.count_legible(start, end) or _has_part(words):
        return None
    senses = {word.sense for word in text.words}
    if text.codes and not senses & TAKEN:
        return _whole_code(text, start, end)
    if text.value and (domain := _DOMAIN.search(words)) is not None:
        end = start + domain.start()  # it is legible, whatever stands before it
    if REDACTED in senses or (text.codes and senses & {TAKEN_OUT, BESIDE}):
        heading = bool(text.codes) and re.match(_ENUMERATOR, words) is not None
        return Mark(start, end, text.form(senses), text.codes, firm=not heading)
    if text.value and is_redacted(words, mailbox=True):
        return Mark(start, end, text.form(senses))
    if TAKEN_OUT in senses and is_redacted(words):
        return Mark(start, end, "word", firm=words[0] in "[{(")
    return Mark(start, end, "crosses") if CROSSES.fullmatch(words) else None


def _whole_code(text: MarkedText, start: int, end: int) -> Mark | None:
    """Return the mark that a text of codes is; a heading ("Section 12") cites a law."""
    if any(code.how == "cited" and not _stands_alone(text, code) for code in text.codes):
        return None
    if any(
        code.code[0].isdigit() and compiled_for(text.text, _SERIAL).match(text.text, code.end) for code in text.codes
    ):
        return None
    if text.value and (domain := _DOMAIN.search(text.text.rstrip())) is not None:
        end = domain.start()
    if not text.value and text.words_beside() - exemption_signs().law_words:
        return None
    if text.text[start] not in _OPENING:
        start, end = text.begins[text.codes[0].start], text.law_end(text.codes[-1].beyond)
    listed = re.match(_ENUMERATOR, text.text) is not None  # "1. Woo 5.1.2.e" may be a heading
    firm = text.value or (not listed and all(code.how == "" or _is_explained(text, code) for code in text.codes))
    return Mark(start, max(end, *(code.beyond for code in text.codes), 0), "code", text.codes, firm)


def _stands_alone(text: MarkedText, code: Exemption) -> bool:
    """Tell whether a code that prose would cite stands for a mailbox, or is written as those that do elsewhere."""
    if text.value:
        return code.code[0].isdigit() or text.text[code.start].isalpha()  # "Exemption 6", but no "(a)(6)"
    return not text.people.isdisjoint((code.code, code.word(text.text)))


def _is_explained(text: MarkedText, code: Exemption) -> bool:
    """Tell whether words beside a code say what it protects ("Ex. 5 Deliberative Process")."""
    return text.begins[code.start] < code.start or any(map(str.islower, code.detail or ""))


def _bars(text: MarkedText) -> Iterator[Mark]:
    """Return the bars of block characters, and the crosses."""
    for match in re.finditer(BAR, text.text) if vocabulary().has_block(text.text) else ():
        yield Mark(*match.span(), "bar")
    for match in CROSSES.finditer(text.text):
        masked = re.match(_LAST_FIGURES if " " in match[0] else _JOINED_FIGURES, text.text[match.end() :])
        if not masked:
            yield Mark(*match.span(), "crosses", firm=text.value)


def _bare_words(text: MarkedText, words: list[Word]) -> Iterator[Mark]:
    """Return the words for a redaction that stand for words without a bracket."""
    for word in words:
        if word.sense == TAKEN_OUT and text.text[word.start].isupper():
            yield from _taken_out(text, word)
        if word.sense != REDACTED or not _stands_out(text.text, word):
            continue
        behind = (code for code in text.codes if code.start >= word.end)
        code = next((code for code in behind if _is_law_between(text.text[word.end : code.start])), None)
        coded = code is not None and code.how != "cited"
        if _is_told(text, word) and not (coded and text.text[word.start : word.end].isupper()):
            continue
        if code is not None and coded:
            yield Mark(word.start, text.law_end(code.beyond), "word", (code,))
        else:
            yield Mark(word.start, word.end, "word", firm=text.value)


def _is_law_between(between: str) -> bool:
    """Tell whether the name of a law, or nothing, stands between a word and its code ("REDACTED POL 87(2)(b)")."""
    between = between.strip(" -–—:,")
    return not between or (len(between) <= _MAX_JOIN_CHARS and fold(between) in exemptions().short_names)


def _taken_out(text: MarkedText, word: Word) -> Iterator[Mark]:
    """Return the mark that a word with other senses begins: a sentence, or one with a code in or behind a greeting."""
    code = next((code for code in text.codes if code.start >= word.end), None)
    if _is_sentence(text.text, word):
        yield Mark(word.start, word.end, "word", firm=False)
    elif code and text.text[word.end : code.start].rstrip() == ":" and text.is_legible_behind(code):
        yield Mark(word.start, text.law_end(code.beyond), "word", (code,))  # "Exempt: section 40(2)"
    elif text.codes and text.has_lead(word.start):
        whole = _whole(MarkedText(text.text[word.start :].partition("\n")[0].rstrip(" ,.;\r")))
        if whole is not None and whole.codes:
            yield whole.moved(word.start)


def _is_sentence(text: str, word: Word) -> bool:
    """Tell whether words with a capital stand between full stops, as a censor's do ("… it. Out of scope")."""
    before, behind = text[: word.start].rstrip(" "), text[word.end :].lstrip(" ")
    stands = before.endswith(SENTENCE_ENDS) and behind[:1] in ("", ".", "\n", "\r")
    return stands and " " in text[word.start : word.end]


def _stands_out(text: str, word: Word) -> bool:
    """Tell whether a word has a capital, or is all of the value behind a colon ("Mobile: redacted")."""
    if text[word.start - 1 : word.start] == "_" or re.match(_IN_FILE_NAME, text[word.end :]):
        return False
    before, behind = text[: word.start].rstrip(" \t*"), text[word.end :].lstrip(" \t*.")
    return text[word.start].isupper() or (before[-1:] == ":" and behind[:1] in ("", "\n", "\r", "|", ";"))


def _is_told(text: MarkedText, word: Word) -> bool:
    """Tell whether a bare word is one of a sentence: in quotes, behind "been", before "version"."""
    before, after = text.text[word.start - 1 : word.start], text.text[word.end : word.end + 1]
    if before and before in _QUOTES and after and after in _QUOTES:
        return True
    known = vocabulary()
    if text.word_before(word.start) in known.prose_before:
        return True
    behind = text.next_word(word.end)
    if behind is None or text.text[word.start : word.end].isupper():
        return False
    things = (other for other in text.words if other.start == behind.start(1))  # "Redacted names are in bold"
    return behind[1].casefold() in known.prose_after or any(other.sense == THING for other in things)
