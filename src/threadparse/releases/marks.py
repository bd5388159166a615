"""Find the marks that stand for blacked-out words in a line: words, codes, crosses, bars."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from functools import cached_property
from typing import Literal, NamedTuple

from threadparse.document import RedactionForm
from threadparse.locales.exemption_signs import exemption_signs
from threadparse.locales.exemptions import Exemption, exemptions
from threadparse.locales.folding import fold
from threadparse.locales.phrases import leading_words, phrasebook, words
from threadparse.locales.redaction_words import BESIDE, FILLER, GENERIC, REDACTED, TAKEN_OUT, THING, vocabulary
from threadparse.values.redactions import Word, find_words, is_redacted

__all__ = ["Mark", "find_marks", "find_value_marks"]

_BRACKET = re.compile(r"\[[^\[\]]{1,200}\]|\{[^{}]{1,200}\}|<[^<>]{1,200}>|\((?:[^()]|\([^()]{0,20}\)){1,120}\)")
#: Not what a rating ("■■■□□") or a gauge ("[████    ] 60 %") draws.
_BAR = re.compile(r"([█■▇▆▓▒⬛◼◾▮▰])\1+(?!\1|[□▢▯☐░▱])(?![\s|\]]{0,40}\d{1,3}\s?%)")
#: Not what stands for a number that is to be given ("case XX-XXXX").
_CROSSES = re.compile(r"(?<![\w/])(?<!\w-)(?!\w\w-\w+(?![\w-]))[xX](?:[ .-]?[xX]){3,}(?![\w/])")
_LAST_FIGURES, _JOINED_FIGURES = r"[ -]\d", r"-\d"  # of a number that its owner masks ("XXXX XXXX 1234"); as texts
_GAUGE = r"\s?\d{1,3}\s?%"  # as text: most mail does not ask for it
_PLACEHOLDERS = " .…●•"  # what stands in brackets for words that an author left out, or that are to be filled in
_CERTAIN = 2  # signs that a mark is spoken of
_DOMAIN = re.compile(r"[ ]?@[\w-]+\.[\w.-]+>?$")
_LETTERS = re.compile(r"[^\W\d_]+")
_LAW_NAME = re.compile(r"\s([^\W\d_a-z]{3,})(?![^\W\d_])")
_NEAREST_WORD = re.compile(r"([^\W\d_]+)[\s\"'“”‘’(]{0,3}$"), re.compile(r"[\s\"'“”‘’)]{0,3}([^\W\d_]+)")
_ABBREVIATION = r"(?<!\w)([^\W\d_]{2,4})\.[\s(]{0,3}$"  # right before a code; as text: few codes ask
_NUMBER_JOINED = r"([^\W\d_]{2,20})\.? (?:§ ?)?\d[\w.()]{0,20},? [^\W\d_]{1,4} $"  # right before a code; as text
_RANGE, _SERIAL = r"[-–/]\d", r"[-–/]\d{3}"  # behind a section number: "s. 16-12", "EIR 22-118"; as texts
_IN_FILE_NAME = r"[_.-]?\w"  # behind a word; as text
_ENUMERATOR = r"\(?\d{1,3}[.)]\s"  # of a row of a list; as text
_OPENING = "[({<"
_SENTENCE_ENDS = (".", "!", "?")
_DOUBLE_QUOTES = '"“”„«»`'
_QUOTES = f"{_DOUBLE_QUOTES}‘’'"
#: Words beside a code or a word for a redaction that may stand in one bracket with it.
_MOST_BESIDE_CODE, _MOST_BESIDE_WORD = 8, 6
_MAX_WHOLE_CHARS = 160
_MAX_PIECE_CHARS = 2000
_MAX_JOIN_CHARS = 20  # between two codes of one list
_MAX_WORDS_BEHIND_NAME = 3
_MAX_SENTENCE_CHARS = 160  # before a code that it speaks of
_MAX_LABEL_WORDS = 3
_MAX_LEAD_CHARS = 40  # of a greeting or a label before a code


class Mark(NamedTuple):
    """A mark in a text.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        form: What stands for the words.
        codes: The codes in or beside it.
        firm: It is a mark whatever stands elsewhere. Others count where a firm one proves that words were taken out.
        mentioned: The text speaks of it, as an example of marks; if ``certain``, nothing was taken out here.
    """

    start: int
    end: int
    form: RedactionForm
    codes: tuple[Exemption, ...] = ()
    firm: bool = True
    mentioned: Literal["", "perhaps", "certain"] = ""


def find_marks(line: str, above: str = "", people: Set[str] = frozenset()) -> list[Mark]:
    """Find the marks in a line of running text.

    Args:
        line: One line, or two where a bracket goes on below.
        above: The line above, in which its sentence may begin.
        people: Codes that stand for people elsewhere in the text.
    """
    marks: list[Mark] = []
    for start, end in _pieces(line, 0, len(line)):
        piece = _MarkedText(line[start:end], people=people, above=above)
        marks += (_moved(mark, start) for mark in piece.judged_marks())
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
        found = _merged(value[start:end], _MarkedText(value[start:end], value=True).marks(), listed=False)
        if found:  # of one mailbox, with what is legible between
            codes = tuple(code for mark in found for code in mark.codes)
            marks.append(_moved(found[0]._replace(end=found[-1].end, codes=codes, firm=True), start))
    return _merged(value, marks, listed=True, single=single)


def _moved(mark: Mark, by: int) -> Mark:
    """Return a mark further on, its codes with it."""
    return mark._replace(start=mark.start + by, end=mark.end + by, codes=tuple(code.moved(by) for code in mark.codes))


def _split_list(value: str, codes: Sequence[Exemption]) -> Iterator[tuple[int, int]]:
    """Split an address list at its commas and semicolons outside brackets and the details of codes ("b6 -1,4")."""
    details = {at for code in codes for at in range(code.end, code.beyond)}
    depth = start = 0
    for at, char in enumerate(value):
        if at in details:
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
    if listed:  # "(b)(6); (b)(7)(C)" is one person, "s22; s47F" are two
        both = before.form == mark.form == "code"
        return both and (";" not in between.replace("；", ";") or text[mark.start] == "(")
    if mark.form == "code":
        return not (text[mark.start] in "[{" and between[:1] in _SENTENCE_ENDS)
    return not any(char in ",，;；.:!?\n" for char in between)


def _has_part(words: str) -> bool:
    """Tell whether only a part of some words can be a mark: a bracket within, or what a label names."""
    if words.find("[") > 0 or -1 < words.find("]") < len(words) - 1:
        return True
    label, colon, value = words.partition(":")  # "Mobile: redacted"
    return bool(colon) and label.replace(" ", "").isalpha() and value.strip(" \t*.").isalpha()


def _is_listed(code: Exemption) -> bool:
    """Tell whether one of the laws that write so has a code: prose cites many others ("Art. 6 GDPR")."""
    return any(exemptions().knows(law, code.code) for law in code.laws)


def _word_before(text: str, at: int) -> str:
    """Return the word right before a place, folded; empty where another mark stands there."""
    match = _NEAREST_WORD[0].search(text, max(0, at - 40), at)
    return match[1].casefold() if match else ""


def _has_between(offsets: Sequence[int], start: int, end: int) -> bool:
    """Tell whether one of some offsets, which are in order, lies in a stretch."""
    at = bisect_left(offsets, start)
    return at < len(offsets) and offsets[at] < end


#: Senses of words that say that something was taken out.
_TAKEN = frozenset({REDACTED, TAKEN_OUT, BESIDE})


class _MarkedText:
    """A stretch of text whose marks are looked for.

    Args:
        text: The text.
        value: It is a mailbox.
        people: Codes that stand for people elsewhere.
        above: The line above, in which the first sentence may begin.
    """

    def __init__(self, text: str, *, value: bool = False, people: Set[str] = frozenset(), above: str = "") -> None:
        self._text = text
        self._above = above
        self._value = value
        self._people = people
        codes = exemptions().find(text)
        self._begins = {code.start: exemptions().detail_start(text, code) for code in codes}
        said = [range(begin, start) for start, begin in self._begins.items() if begin < start]
        self._codes = tuple(code for code in codes if not any(code.start in words for words in said))
        self._coded = [self._begins[code.start] for code in self._codes]
        self._words = [word for word in find_words(text) if not self._is_of_code(word.start)]
        self._worded = [word.start for word in self._words]

    def _is_of_code(self, at: int) -> bool:
        """Tell whether a place is within a code or its detail."""
        before = bisect_right(self._coded, at)
        return before > 0 and at < self._codes[before - 1].beyond

    def _is_of_word(self, at: int) -> bool:
        """Tell whether a place is within a word of the language of marks."""
        before = bisect_right(self._worded, at)
        return before > 0 and at < self._words[before - 1].end

    def marks(self) -> list[Mark]:
        """Return all marks, the widest first."""
        if (whole := self._whole()) is not None:
            return [whole]
        marks = [mark for match in _BRACKET.finditer(self._text) if (mark := self._bracket(*match.span()))]
        marks += self._bars()
        free = [word for word in self._words if not any(mark.start <= word.start < mark.end for mark in marks)]
        marks += self._bare_words(free)
        marks += self._inline_codes()
        return marks

    def judged_marks(self) -> Iterator[Mark]:
        """Return all marks with what their sentences say of them.

        Behind a mark that is spoken of, a sentence speaks of further ones ("such as (b)(6) or [Redacted]").
        """
        spoken: Mark | None = None
        for mark in _merged(self._text, self.marks(), listed=False):
            judged = self._judged(mark)
            if spoken is not None and not judged.mentioned and ". " not in self._text[spoken.end : mark.start]:
                judged = judged._replace(firm=False, mentioned=spoken.mentioned)
            spoken = judged if judged.mentioned else None
            yield judged

    @cached_property
    def _told(self) -> str:
        """The line above and the text, in which sentences are looked for."""
        return f"{self._above} {self._text}"

    @cached_property
    def _stems(self) -> list[int]:
        """Where words stand, in what is told, that say what marks are to be put where."""
        stems = vocabulary().mention_stems
        return [match.start() for match in _LETTERS.finditer(self._told) if fold(match[0]).startswith(stems)]

    @cached_property
    def _sayings(self) -> list[int]:
        """Where words stand, in what is told but outside brackets, that say that something was taken out."""
        words = find_words(_BRACKET.sub(lambda bracket: " " * len(bracket[0]), self._told))
        return [word.start for word in words if word.sense in (REDACTED, TAKEN_OUT)]

    def _judged(self, mark: Mark) -> Mark:
        """Return a mark with what its sentence says of it: instructions and policies speak of marks."""
        told, known = self._told, vocabulary()
        shift = len(told) - len(self._text)
        start, end = mark.start + shift, mark.end + shift
        before, behind = told[max(0, start - _MAX_SENTENCE_CHARS) : start], told[end : end + _MAX_SENTENCE_CHARS]
        around = before.rstrip(" \xa0")[-1:], behind.lstrip(" \xa0.,;:")[:1]
        quoted = all(char and char in _DOUBLE_QUOTES for char in around)
        lead = before.rstrip(" ,:")
        cited = _word_before(lead, len(lead)) in known.mention_before or fold(lead).endswith(
            known.mention_abbreviations
        )
        ends = told.find(". ", end)
        besides = (told.rfind(". ", 0, start) + 1, start), (end, ends if ends >= 0 else len(told))  # of its sentence
        replaced = any(_has_between(self._stems, *part) for part in besides)
        signs = quoted + cited + replaced + 2 * self._is_assigned(before)
        if signs == 1 and any(_has_between(self._sayings, *part) for part in besides):
            signs += 1  # "Where words were withheld, we put [Redacted]"
        if signs:
            blank = not mark.codes and not self._says_taken_out(mark)  # "insert [name]": to be filled in
            return mark._replace(firm=False, mentioned="certain" if blank or signs >= _CERTAIN else "perhaps")
        return mark._replace(firm=mark.firm and not self._is_editorial(mark))

    @staticmethod
    def _is_assigned(before: str) -> bool:
        """Tell whether a mark is the value of what a program prints ("token=████")."""
        return before[-1:] == "=" and before[-2:-1].isalnum()

    def _says_taken_out(self, mark: Mark) -> bool:
        """Tell whether a mark says that something was taken out, be it with words, bars or crosses."""
        within = {word.sense for word in self._words if mark.start <= word.start < mark.end}
        return mark.form != "word" or not within.isdisjoint(_TAKEN)

    def _is_editorial(self, mark: Mark) -> bool:
        """Tell whether editors and programs, too, write so for what they took out ("[omitted]")."""
        words = [word for word in self._words if mark.start <= word.start < mark.end and word.sense in _TAKEN]
        written = {fold(self._text[word.start : word.end]) for word in words}
        return bool(words) and not mark.codes and written <= vocabulary().editorial

    def _whole(self) -> Mark | None:
        """Return the mark that the text is as a whole."""
        words = self._text.strip()
        if not 0 < len(words) <= _MAX_WHOLE_CHARS:
            return None
        start = self._text.index(words)
        end = start + len(words)
        if self._legible(start, end) or _has_part(words):
            return None
        senses = {word.sense for word in self._words}
        if self._codes and not senses & {REDACTED, TAKEN_OUT, BESIDE}:
            return self._whole_code(start, end)
        if self._value and (domain := _DOMAIN.search(words)) is not None:
            end = start + domain.start()  # it is legible, whatever stands before it
        if REDACTED in senses or (self._codes and senses & {TAKEN_OUT, BESIDE}):
            heading = bool(self._codes) and re.match(_ENUMERATOR, words) is not None
            return Mark(start, end, self._form(senses), self._codes, firm=not heading)
        if self._value and is_redacted(words, mailbox=True):
            return Mark(start, end, self._form(senses))
        if TAKEN_OUT in senses and is_redacted(words):
            return Mark(start, end, "word", firm=words[0] in "[{(")
        return Mark(start, end, "crosses") if _CROSSES.fullmatch(words) else None

    def _whole_code(self, start: int, end: int) -> Mark | None:
        """Return the mark that a text of codes is; a heading ("Section 12") cites a law."""
        if any(code.how == "cited" and not (self._value and code.code[0].isdigit()) for code in self._codes):
            return None
        if any(code.code[0].isdigit() and re.match(_SERIAL, self._text[code.end :]) for code in self._codes):
            return None
        if self._value and (domain := _DOMAIN.search(self._text.rstrip())) is not None:
            end = domain.start()
        if not self._value and self._words_beside() - exemption_signs().law_words:
            return None
        if self._text[start] not in _OPENING:
            start, end = self._begins[self._codes[0].start], self._law_end(self._codes[-1].beyond)
        listed = re.match(_ENUMERATOR, self._text) is not None  # "1. Woo 5.1.2.e" may be a heading
        firm = self._value or (not listed and all(code.how == "" or self._is_explained(code) for code in self._codes))
        return Mark(start, max(end, *(code.beyond for code in self._codes), 0), "code", self._codes, firm)

    def _is_explained(self, code: Exemption) -> bool:
        """Tell whether words beside a code say what it protects ("Ex. 5 Deliberative Process")."""
        return self._begins[code.start] < code.start or any(map(str.islower, code.detail or ""))

    def _words_beside(self) -> set[str]:
        """Return the words beside the codes and their details, folded."""
        return {fold(match[0]) for match in _LETTERS.finditer(self._text) if not self._is_of_code(match.start())}

    def _form(self, senses: set[str]) -> RedactionForm:
        """Return the form of a mark by what its words say."""
        if BESIDE in senses and not senses & {REDACTED, TAKEN_OUT}:
            return "bar" if _BAR.search(self._text) or not _CROSSES.search(self._text) else "crosses"
        return "word" if senses & {REDACTED, TAKEN_OUT, GENERIC, THING} else "code"

    def _legible(self, start: int, end: int) -> int:
        """Count the words of a stretch that belong neither to a code nor to the language of marks."""
        starts = [match.start() for match in _LETTERS.finditer(self._text, start, end)]
        return sum(not self._is_of_code(at) and not self._is_of_word(at) for at in starts)

    def _bracket(self, start: int, end: int) -> Mark | None:
        """Return the mark that a bracket is."""
        if any(code.start <= start < code.end for code in self._codes):
            return None
        if self._text[start] == "(" and self._text[start + 1] in "[{" and self._text[end - 2] in "]}":
            start, end = start + 1, end - 1  # what stands in it is the mark
        codes = tuple(code for code in self._codes if start < code.start < end)
        senses = {word.sense for word in self._words if start <= word.start < end}
        if self._text[start] in "(<":
            return self._round_bracket(start, end, codes, senses)
        if codes and not senses & _TAKEN and self._text[start - 1 : start].isalnum():
            return None  # an index: "rows[22(1)]"
        if codes and (mark := self._bracket_with_codes(start, end, codes, senses)) is not None:
            return mark
        return self._bracket_of_words(start, end, codes, senses)

    def _round_bracket(self, start: int, end: int, codes: tuple[Exemption, ...], senses: set[str]) -> Mark | None:
        """Return the mark that a round bracket is, or one of "<" and ">"; people put much else in one."""
        legible = self._legible(start, end)
        taken_out = TAKEN_OUT in senses and is_redacted(self._text[start:end])
        known = (REDACTED in senses or taken_out) and not legible
        coded = codes and senses & _TAKEN and legible <= _MOST_BESIDE_WORD
        return Mark(start, end, self._bracket_form(codes, senses), codes) if known or coded else None

    def _bracket_with_codes(self, start: int, end: int, codes: tuple[Exemption, ...], senses: set[str]) -> Mark | None:
        """Return the mark that a square bracket with codes is, if it says little else."""
        taken, legible = bool(senses & _TAKEN), self._legible(start, end)
        if legible > _MOST_BESIDE_CODE or not (taken or any(code.how != "cited" for code in codes)):
            return None
        if not taken and self._is_cited_within(codes):
            return None
        named = set(_LETTERS.findall(fold(self._text[start : codes[0].start]))) - exemption_signs().law_words
        form: RedactionForm = "word" if named else "code"  # "[Commercially sensitive, s.36(1)]"
        firm = taken or (not legible and any(code.how == "" for code in codes))
        return Mark(start, end, self._bracket_form(codes, senses) if taken else form, codes, firm=firm)

    def _is_cited_within(self, codes: Sequence[Exemption]) -> bool:
        """Tell whether the words of a bracket cite its codes ("[see s.40(2)]", "[S. 40(3) repealed in 2018]")."""
        before, after = self._neighbour(codes[0].start, -1), self._neighbour(codes[-1].beyond, 1)
        return before in exemptions().cites["before_bracket"] or after in exemptions().cites["after_bracket"]

    def _bracket_of_words(self, start: int, end: int, codes: tuple[Exemption, ...], senses: set[str]) -> Mark | None:
        """Return the mark that a square bracket is by its words."""
        text = self._text[start:end]
        if not text[1:-1].strip(_PLACEHOLDERS) or (BESIDE in senses and re.match(_GAUGE, self._text[end:])):
            return None
        if not codes and vocabulary().programs.intersection(map(str.casefold, _LETTERS.findall(text))):
            return None
        legible = self._legible(start, end)
        most = _MOST_BESIDE_WORD if REDACTED in senses else _MOST_BESIDE_WORD // 2
        if senses & _TAKEN and legible <= most:
            named = bool(senses & {THING, GENERIC}) and self._ends_taken_out(end - 1)  # "[company name removed]"
            firm = bool(codes) or TAKEN_OUT not in senses or not legible or named
            return Mark(start, end, self._bracket_form(codes, senses), codes, firm=firm)
        if "=" not in text and is_redacted(text):
            form: RedactionForm = "code" if codes and not senses & {GENERIC, THING} else "word"
            return Mark(start, end, form, codes, firm=not codes and any(map(str.isdigit, text)))
        return None

    def _ends_taken_out(self, end: int) -> bool:
        """Tell whether words end with one that says that something was taken out ("[company name removed]")."""
        last = max((word for word in self._words if word.end <= end and word.sense != FILLER), default=None)
        return last is not None and last.sense in _TAKEN and not self._legible(last.end, end)

    def _bracket_form(self, codes: tuple[Exemption, ...], senses: set[str]) -> RedactionForm:
        """Return the form of a bracket; words for what was there count beside no code."""
        return self._form(senses & (_TAKEN if codes else {*_TAKEN, THING, GENERIC}))

    def _bars(self) -> Iterator[Mark]:
        """Return the bars of block characters, and the crosses."""
        for match in _BAR.finditer(self._text):
            yield Mark(*match.span(), "bar")
        for match in _CROSSES.finditer(self._text):
            masked = re.match(_LAST_FIGURES if " " in match[0] else _JOINED_FIGURES, self._text[match.end() :])
            if not masked:
                yield Mark(*match.span(), "crosses", firm=self._value)

    def _bare_words(self, words: list[Word]) -> Iterator[Mark]:
        """Return the words for a redaction that stand for words without a bracket."""
        text = self._text
        for word in words:
            written = text[word.start : word.end]
            if word.sense == TAKEN_OUT and text[word.start].isupper():
                yield from self._taken_out(word)
            if word.sense != REDACTED or not self._stands_out(word):
                continue
            codes = [
                code for code in self._codes if code.start >= word.end and self._is_law_between(word.end, code.start)
            ]
            coded = bool(codes) and codes[0].how != "cited"
            if self._is_cited(word.start, word.end, written) and not (coded and written.isupper()):
                continue
            if coded:
                yield Mark(word.start, self._law_end(codes[0].beyond), "word", (codes[0],))
            else:
                yield Mark(word.start, word.end, "word", firm=self._value)

    def _is_law_between(self, start: int, end: int) -> bool:
        """Tell whether the name of a law, or nothing, stands between a word and its code ("REDACTED POL 87(2)(b)")."""
        between = self._text[start:end].strip(" -–—:,")
        return not between or (len(between) <= _MAX_JOIN_CHARS and fold(between) in exemptions().short_names)

    def _taken_out(self, word: Word) -> Iterator[Mark]:
        """Return the mark that a word with other senses begins: a sentence, or behind a greeting one with a code."""
        if self._is_sentence(word):
            yield Mark(word.start, word.end, "word", firm=False)
        elif self._codes and self._has_lead(word.start):
            rest = self._text[word.start :].partition("\n")[0].rstrip(" ,.;\r")
            whole = _MarkedText(rest)._whole()
            if whole is not None and whole.codes:
                yield _moved(whole, word.start)

    def _is_sentence(self, word: Word) -> bool:
        """Tell whether words with a capital stand between full stops, as a censor's do ("… it. Out of scope")."""
        before, behind = self._text[: word.start].rstrip(" "), self._text[word.end :].lstrip(" ")
        stands = before.endswith(_SENTENCE_ENDS) and behind[:1] in ("", ".", "\n", "\r")
        return stands and " " in self._text[word.start : word.end]

    def _stands_out(self, word: Word) -> bool:
        """Tell whether a word has a capital, or is all of the value behind a colon ("Mobile: redacted")."""
        text = self._text
        if text[word.start - 1 : word.start] == "_" or re.match(_IN_FILE_NAME, text[word.end :]):
            return False
        before, behind = text[: word.start].rstrip(" \t*"), text[word.end :].lstrip(" \t*.")
        return text[word.start].isupper() or (before[-1:] == ":" and behind[:1] in ("", "\n", "\r", "|", ";"))

    def _law_end(self, end: int) -> int:
        """Return the end of a code with the short name of its law ("s.14(1) MFIPPA")."""
        name = _LAW_NAME.match(self._text, end)
        return name.end() if name is not None and fold(name[1]) in exemption_signs().law_words else end

    def _is_cited(self, start: int, end: int, written: str) -> bool:
        """Tell whether a bare word is one of a sentence: in quotes, behind "been", before "version"."""
        before, after = self._text[start - 1 : start], self._text[end : end + 1]
        if before and before in _QUOTES and after and after in _QUOTES:
            return True
        known = vocabulary()
        if self._neighbour(start, -1) in known.prose_before:
            return True
        behind = _NEAREST_WORD[1].match(self._text, end)
        if behind is None or written.isupper():
            return False
        things = (word for word in self._words if word.start == behind.start(1))  # "Redacted names are in bold"
        return behind[1].casefold() in known.prose_after or any(word.sense == THING for word in things)

    def _neighbour(self, at: int, step: int) -> str:
        """Return the word right before (-1) or behind (1) a place, folded; empty where another mark stands there."""
        if step < 0:
            return _word_before(self._text, at)
        match = _NEAREST_WORD[1].match(self._text, at)
        return match[1].casefold() if match else ""

    def _inline_codes(self) -> Iterator[Mark]:
        """Return the marks that codes are which stand beside legible words."""
        cited: Exemption | None = None
        for code in self._codes:
            if (
                code.how == "cited"
                or (code.how == "named" and (self._value or not self._is_cell(code)))
                or (not self._value and self._is_cited_code(code, cited))
            ):
                cited = code
            elif code.how in ("alone", "named"):
                if self._is_cell(code) or self._is_addressed(code):
                    yield Mark(self._begins[code.start], code.beyond, "code", (code,), firm=self._value)
            elif (code.how != "bracket" or code.code.count("(") > 1) and (
                (_is_listed(code) and not (self._value and self._is_local_part(code)))
                or (self._value and not code.code.isdigit())
            ):
                yield Mark(code.start, code.beyond, "code", (code,), firm=self._value or self._is_addressed(code))

    def _is_local_part(self, code: Exemption) -> bool:
        """Tell whether a section without brackets is all that stands before an "@" ("Region 10 <r10@…>")."""
        return code.code.isdigit() and self._text[code.end : code.end + 1] == "@"

    def _is_cited_code(self, code: Exemption, cited: Exemption | None) -> bool:
        """Tell whether a code is one of a sentence about the law, by the words around it or by the one cited before."""
        known, text = exemptions(), self._text
        if self._is_sentence_of_law(code):
            return False
        if cited is not None:
            between = text[cited.beyond : code.start]
            if len(between) <= _MAX_JOIN_CHARS and known.joins.union(exemption_signs().law_words).issuperset(
                map(fold, _LETTERS.findall(between))
            ):
                return not any(char in ".:!?\n" for char in between)
        before, after = self._neighbour(code.start, -1), self._neighbour(code.beyond, 1)
        if before in known.joins and (number := re.search(_NUMBER_JOINED, text[: code.start])):
            before = number[1].casefold()  # "28 CFR 16.4 and (b)(7)(A)"
        if not before and (short := re.search(_ABBREVIATION, text[max(0, code.start - _MAX_JOIN_CHARS) : code.start])):
            before = short[1].casefold()
        given = before in known.cites["looked_at"] and after in known.cites["origin"]  # "See (b)(5) per DEA"
        labelled = code.code in self._people and before in phrasebook().contact  # "Cell s. 14(1)"
        if (
            (before in known.cites["before"] and not (given or labelled))
            or after in known.cites["after"]
            or self._is_told_of(code)
        ):
            return True
        named = self._names_law(code) if before or after else self._is_behind_name(code)
        if named and not self._is_addressed(code):
            return True  # who speaks of the law says which; a censor among legible words leaves the number alone
        is_section = text[code.start].isalpha() or "§" in text[code.start : code.end]  # others are cited more seldom
        return is_section and self._is_cited_section(code, before, after)

    def _is_cited_section(self, code: Exemption, before: str, after: str) -> bool:
        """Tell whether a sentence cites a section by the words before and after it, which stand for words else."""
        known, text = exemptions(), self._text
        around = text[code.start - 1 : code.start], text[code.beyond : code.beyond + 1]
        if all(char and char in _DOUBLE_QUOTES for char in around):
            return True
        besides = frozenset[str]()
        if self._people and not self._says_of_law(code):
            besides = known.cites["beside_people" if code.code in self._people else "beside_words"]
        return before in known.cites["before_section"] - besides or after in known.cites["after_section"] - besides

    def _says_of_law(self, code: Exemption) -> bool:
        """Tell whether the sentence of a code goes on with what is said of provisions ("should read")."""
        behind = self._text[code.beyond : code.beyond + _MAX_SENTENCE_CHARS].partition(". ")[0]
        return not exemptions().cites["of_law"].isdisjoint(_LETTERS.findall(fold(behind)))

    def _is_sentence_of_law(self, code: Exemption) -> bool:
        """Tell whether the name of a law and a code are a sentence of their own ("… it. Privacy Act (j)(2)")."""
        lead = self._text[max(0, code.start - _MAX_LEAD_CHARS) : code.start].rstrip()
        if not lead.endswith(exemptions().long_names):
            return False
        name = max((name for name in exemptions().long_names if lead.endswith(name)), key=len)
        before = lead.removesuffix(name).rstrip(" \xa0")
        return before.endswith((*_SENTENCE_ENDS, ";")) and not self._goes_on_legibly(code)

    def _is_told_of(self, code: Exemption) -> bool:
        """Tell whether a sentence that speaks of exemptions lists a code, or a bracket, a link or a number holds it."""
        text, start = self._text, code.start
        above = max(text.rfind(". ", 0, start), text.rfind("\n", 0, start), start - _MAX_SENTENCE_CHARS)
        sentence = text[above + 1 : start]
        if not exemptions().cites["in_sentence"].isdisjoint(_LETTERS.findall(fold(sentence))):
            return True
        if "://" in sentence.rpartition(" ")[2]:
            return True
        numbered = code.code[0].isdigit() and code.code not in self._people
        if numbered and re.match(_RANGE, text[code.end :]):
            return True
        if numbered and _LETTERS.search(text, code.beyond) and exemptions().named_laws(sentence):
            return True
        return "§" in text[start : code.end] and sentence.endswith("(") and text[code.beyond : code.beyond + 1] == ")"

    def _names_law(self, code: Exemption) -> bool:
        """Tell whether the name of a law stands right before a code, or a short one in it or right behind it."""
        lead = " ".join(self._text[max(0, code.start - _MAX_LEAD_CHARS) : code.start].split())
        if lead.endswith(exemptions().long_names):
            return True
        behind = _LAW_NAME.match(self._text, code.beyond)
        written = self._text[code.start : behind.end() if behind else code.beyond]
        words = {self._neighbour(code.start, -1), *_LETTERS.findall(fold(written))}
        return not exemptions().short_names.isdisjoint(words)

    def _is_behind_name(self, code: Exemption) -> bool:
        """Tell whether the short name of a law stands before a code, and a comma ("FOIA (as amended), s.40")."""
        lead = self._text[max(0, code.start - _MAX_LEAD_CHARS) : code.start].rstrip()
        near = _LETTERS.findall(fold(lead))[-_MAX_WORDS_BEHIND_NAME:] if lead.endswith(",") else ()
        return not exemptions().short_names.isdisjoint(near)

    def _is_cell(self, code: Exemption) -> bool:
        """Tell whether a code is set apart from the words before it, as a sentence is, and nothing legible follows."""
        before = self._text[: self._begins[code.start]]
        ends = before[-2:-1] in _SENTENCE_ENDS and before[-6:-2].isalpha()  # abbreviations are shorter ("No. B6")
        if not before.endswith("   ") and (self._value or not ends):
            return False
        behind = self._text[code.beyond :]
        if self._value:
            return not behind.strip() or behind.startswith("   ")
        return not self._goes_on_legibly(code)

    def _goes_on_legibly(self, code: Exemption) -> bool:
        """Tell whether anything legible but codes follows a code."""
        behind = self._text[code.beyond :]
        return any(char.isalnum() and not self._is_of_code(at) for at, char in enumerate(behind, code.beyond))

    def _is_addressed(self, code: Exemption) -> bool:
        """Tell whether a code stands for a name or a number in a greeting, a closing or behind a label ("Tel: s22")."""
        behind = self._text[code.beyond : code.beyond + 2]
        return not behind.strip(" ,.;|/\r\n") and self._has_lead(self._begins[code.start])

    def _has_lead(self, at: int) -> bool:
        """Tell whether a greeting, a closing or a label, and nothing else, stands before a place in its line."""
        line = self._text[self._text.rfind("\n", 0, at) + 1 : at]
        if not line.strip() or len(line) > _MAX_LEAD_CHARS:
            return False
        lead, book = words(line), phrasebook()
        if line.rstrip()[-1] == ":":
            return 0 < len(lead) <= _MAX_LABEL_WORDS and lead[-1] in book.contact  # "My cell: Ex. 6"
        return 0 < len(lead) == max(leading_words(lead, book.greeting), leading_words(lead, book.closing))
