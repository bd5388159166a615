"""Redaction marks: whether a value was blacked out, and what is legible beside a mark.

Words are in ``locales/redactions.json``, exemption codes in ``locales/exemptions.json``. A value is a mark when all its
words belong to the language of marks ("Name redacted under s.40(2)") and one of them says that something was taken out.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from threadparse.locales.exemption_signs import exemption_signs
from threadparse.locales.exemptions import Exemption, as_meant, exemptions
from threadparse.locales.folding import fold, fold_letters, letter_runs, outline, words_among
from threadparse.locales.redaction_words import (
    BESIDE,
    FILLER,
    GENERIC,
    REDACTED,
    TAKEN_OUT,
    THING,
    Vocabulary,
    vocabulary,
)

__all__ = [
    "Word",
    "begins_with_exemption",
    "blank_margins",
    "find_words",
    "has_mark_beside",
    "is_exemption",
    "is_redacted",
    "is_released_in_full",
    "may_be_marked",
    "strip_redactions",
]

_MAX_MARK_CHARS = 160
_OPEN, _CLOSE = "[({<", "])}>"
_FORMS = str.maketrans("［］（）｛｝＜＞＠’", "[](){}<>@'")
_GAP = re.compile(r"[ \t\u00a0]{3,}")
#: What a scan leaves of "&lt;jane@x.example&gt;" where the address is blacked out: "&It;            igt;".
_TORN_BRACKETS = r"(?m)(?<!\S)(\S{1,6})[ \t]{8,}+(?:\S{0,2}gt;?|>)[ \t]*$"  # as text: most mail has none
_BARE_X = 3
_MOST_WORDS_BESIDE = 3  # in the bracket of a word for a redaction
_DIGIT = re.compile(r"\d")
_CROSSES = re.compile(r"\bx+\b")
_SHORT_BRACKET = re.compile(r"\(\w{1,3}\)")
_THREE_CROSSES = r"[xX](?:[ .]?[xX]){2}"
_TWO_CROSSES = re.compile(r"[xX][ .]?[xX]")
_WORD = re.compile(r"[^\W\d_]+")


class _MarkToken(NamedTuple):
    sense: str | None
    start: int
    end: int
    text: str
    code: bool


def is_redacted(text: str, *, mailbox: bool = False) -> bool:
    """Tell whether a whole value is a redaction mark.

    Args:
        text: The value; white space around it does not count.
        mailbox: The value is a whole mailbox: words that could be an office ("Officer", "DPA", "NR") count bare too.

    Returns:
        True for "Redacted", "[name redacted]", "XXXXX", "█████", "(b)(6), (b)(7)(C)", "s.40(2)", "Golygwyd" and the
        like; False for an empty value.
    """
    text = text.strip()
    return 0 < len(text) <= _MAX_MARK_CHARS and _is_mark(text, mailbox)


@lru_cache(maxsize=128)
def _is_mark(text: str, mailbox: bool) -> bool:
    """``is_redacted`` for a value that is neither empty nor long; a header's value is asked about again and again."""
    text = text if text.isascii() else text.translate(_FORMS)
    framed = text[0] in _OPEN and text[-1] in _CLOSE
    if framed and not text[1:-1].strip(" .…*-_"):
        return True
    if " <" in text and not text.strip("*_<> @"):
        return True  # "***** <*****@*****>": name and address
    bare = text.lstrip("\"'")
    first = _WORD.match(bare)
    if first and not _TWO_CROSSES.match(bare) and fold(first[0]) not in vocabulary().phrases and not _codes(text):
        return False  # most values are names; this is the short way
    tokens = _known(text)
    if tokens is None:
        return framed and _is_annotated(text)
    return _says(tokens, framed=framed, generic=framed or mailbox)


def _is_annotated(text: str) -> bool:
    """Tell whether a bracket says that something was taken out, and a few words more ("[sladda, § 26 femte ledd]")."""
    tokens = _tokens(text, all_known=False) or []
    unknown = sum(token.sense is None for token in tokens)
    senses = {token.sense for token in tokens}
    told = REDACTED in senses or (TAKEN_OUT in senses and any(token.code for token in tokens))
    return (
        told and unknown <= _MOST_WORDS_BESIDE and not any(char in _OPEN for char in _SHORT_BRACKET.sub("", text[1:]))
    )


def may_be_marked(text: str, *, besides: frozenset[str]) -> bool:
    """Tell whether a mailbox without digits and round brackets could be a mark or hold one.

    Args:
        text: The text of one or more mailboxes.
        besides: Folded words that count as well.

    Returns:
        False only if ``is_redacted`` and ``strip_redactions`` surely find nothing, and none of the words stands in it.
    """
    folded = fold_letters(text)
    words = letter_runs(folded) if folded.isascii() else _WORD.findall(folded)
    found = not vocabulary().telling.isdisjoint(words) or not besides.isdisjoint(words)
    return found or ("x" in folded and _CROSSES.search(folded) is not None)


def is_exemption(text: str) -> bool:
    """Tell whether a value is exemption codes and nothing else, as "(b)(6)" or "s.40(2)"."""
    # No code is without a digit.
    return 0 < len(text) <= _MAX_MARK_CHARS and _DIGIT.search(text) is not None and _is_coded(text.strip())


def begins_with_exemption(text: str) -> bool:
    """Tell whether a value begins with an exemption code that is more than a number ("5.1.2.e (DGMI)", "§ 13")."""
    codes = _codes(text[:_MAX_MARK_CHARS]) if text[:1].isdigit() or text[:1] in ("(", "§") else ()
    return bool(codes) and codes[0].start == 0 and not text[: codes[0].end].replace(".", "").isdigit()


@lru_cache(maxsize=256)
def _is_coded(text: str) -> bool:
    """``is_exemption`` for a value with a digit; a page repeats few codes, often."""
    tokens = _known(text)
    if not tokens:
        return False
    return any(token.code for token in tokens) and all(token.code or token.sense == FILLER for token in tokens)


def strip_redactions(text: str, *, legible: bool = False) -> tuple[str, bool]:
    """Take away the marks that stand in or beside a legible value.

    Args:
        text: A value such as "Jane Roe [redacted]", "█████ <jane@x.org>" or "Jane Roe <j@x>          B6".
        legible: It is known that the whole value is no mark.

    Returns:
        The rest of the value, white space at the ends stripped, and whether a mark was found. The rest is empty if
        all of the value was a mark.
    """
    if not legible and is_redacted(text):
        return "", True
    text, found = blank_margins(text)
    spans = _marks(text.translate(_FORMS)) if _hinted(text) else []
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += (text[at:start], " ")
        at = end
    return "".join([*parts, text[at:]]).strip(), found or bool(spans)


class Word(NamedTuple):
    """A word, or a mark without words, that belongs to the language of redaction marks.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        sense: What it says, see ``locales.redactions``.
    """

    start: int
    end: int
    sense: str


def find_words(text: str) -> list[Word]:
    """Find what belongs to the language of marks in a text, be it a mark or not; codes are not among it.

    Args:
        text: A line, or a few.
    """
    tokens = _tokens(text.translate(_FORMS), all_known=False) or []
    return [Word(token.start, token.end, token.sense) for token in tokens if token.sense and not token.code]


def blank_margins(text: str) -> tuple[str, bool]:
    """Overwrite with blanks the codes and stamps that stand in the right margin, so that no offset moves.

    Args:
        text: A value, its lines as the layout has them; a margin is whatever follows a gap of three blanks.

    Returns:
        The text, as long as before, and whether one of the marks was an exemption code or a word for a redaction
        (a stamp such as "RELEASE IN PART" says nothing about this value).
    """
    if not _GAP.search(text):
        return text, False
    plain = re.sub(_TORN_BRACKETS, _blanked, text) if "gt" in text or ">" in text else text
    found = plain != text
    lines = plain.split("\n")
    for index, line in enumerate(lines):
        if index and _GAP.match(line) and is_exemption(line) and lines[index - 1].strip()[-1:] not in (";", ",", ""):
            lines[index], found = " " * len(line), True  # a code beside a line end that the layout moved down
            continue
        end, marked = _margin(line)
        found = found or marked
        lines[index] = line[:end].ljust(len(line))
    return "\n".join(lines), found


def _blanked(match: re.Match[str]) -> str:
    """Return blanks for a match; a word of letters before the hole is no bracket, and stays."""
    first = match[1] if match[1].isalpha() else ""
    return first.ljust(len(match[0]))


def _margin(line: str) -> tuple[int, bool]:
    """Return where the margin of a line begins, and whether a mark stands in it."""
    marked = False
    end = len(line)
    first = end - len(line.lstrip())
    for gap in reversed([gap for gap in _GAP.finditer(line) if gap.start() > first]):
        cell = line[gap.end() : end].strip(" \t\u00a0\r")
        stamp = next((s for s in vocabulary().stamps if fold(cell[: len(s)]) == s), None)
        mark = cell[len(stamp) :].strip() if stamp else cell
        if mark and not is_redacted(mark):
            break
        marked = marked or bool(mark and not stamp)
        end = gap.start()
    return end, marked


def has_mark_beside(line: str) -> bool:
    """Tell whether a mark or an exemption code stands in a line, apart from the words before it.

    Args:
        line: A line as it is printed.
    """
    cells = _GAP.split(f"{line.strip()}   ")[1:]
    return any(is_redacted(cell) or is_exemption(cell) for cell in map(str.strip, cells))


def is_released_in_full(text: str) -> bool:
    """Tell whether the stamps of a document say that nothing was taken out of it.

    Args:
        text: The whole text.
    """
    known = vocabulary()
    if not any(word in text for word in known.full_words):  # of most texts the pattern would ask every place
        return False
    return {stamp.lastgroup for stamp in known.released.finditer(text)} == {"full"}


def _hinted(text: str) -> bool:
    """Tell whether a look for marks pays: most values hold none."""
    known = vocabulary()
    if re.search(_THREE_CROSSES, text) or known.has_block(text):
        return True
    if not known.redacted.isdisjoint(_WORD.findall(fold(text))):
        return True
    # What is short and in brackets is crosses, or part of a code.
    return _SHORT_BRACKET.search(text) is not None and (_TWO_CROSSES.search(text) is not None or bool(_codes(text)))


def _marks(text: str) -> list[tuple[int, int]]:
    """Return the spans of the marks in a text that is not one itself."""
    tokens = _tokens(text, all_known=False) or []
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.text in _OPEN and token.text:
            opened.append(index)
        elif opened and token.text and token.text in _CLOSE:
            start = opened.pop()
            inside = tokens[start + 1 : index] if index - start < _MAX_MARK_CHARS // 4 else []
            if inside and all(t.sense for t in inside) and _says(inside, framed=True, generic=False):
                while spans and spans[-1][0] >= tokens[start].start:
                    spans.pop()
                spans.append((tokens[start].start, token.end))
                opened.clear()
        elif _bare(text, token) and not (spans and spans[-1][1] >= token.end):
            spans.append((token.start, token.end))
    return spans


def _bare(text: str, token: _MarkToken) -> bool:
    """Tell whether a token is a mark without brackets: it stands alone between blanks, brackets or separators."""
    if token.sense not in (REDACTED, BESIDE):
        return False
    before, after = text[token.start - 1 : token.start], text[token.end : token.end + 1]
    return (not before or before in " \t\n\u00a0<>[]();,'\"") and (not after or after in " \t\n\u00a0<>[]();,'\"")


def _says(tokens: list[_MarkToken], *, framed: bool, generic: bool) -> bool:
    """Tell whether tokens that all belong to the language of marks add up to one."""
    senses = {token.sense for token in tokens}
    if senses & {REDACTED, BESIDE}:
        return True
    in_brackets = any(token.code and "(" in token.text for token in tokens)  # "9(2)(a)@x.org"
    if not in_brackets and any(token.text.startswith("@") and len(token.text) > 1 for token in tokens):
        return False  # "info@x.org", "deleted@x.org": an address, though its words could be of a mark
    if TAKEN_OUT in senses:
        return True
    words = [token for token in tokens if token.text[:1].isalnum()]
    if generic and GENERIC in senses and len(words) <= 2:
        return True
    # "[email address]", "[Person 1]": only square, curly and angle brackets around nothing but things.
    return framed and generic and THING in senses and len(words) <= 5


@lru_cache(maxsize=64)
def _known(text: str) -> list[_MarkToken] | None:
    """Return the tokens of a text that belong to the language of marks all; a value is asked about in several ways."""
    return _tokens(text, all_known=True)


def _tokens(text: str, *, all_known: bool) -> list[_MarkToken] | None:
    """Return the tokens of a text with their senses; None if ``all_known`` and one is no word of marks."""
    known = vocabulary()
    tokens: list[_MarkToken] = []
    at = 0
    for code in _codes(text):
        between = _words_between(text, at, code.start, known, all_known=all_known)
        if between is None:
            return None
        tokens += between
        tokens.append(_MarkToken(_sense_of_code(code), code.start, code.end, text[code.start : code.end], True))
        at = code.end
    rest = _words_between(text, at, len(text), known, all_known=all_known)
    return None if rest is None else tokens + rest


def _codes(text: str) -> tuple[Exemption, ...]:
    """Return the exemption codes of a text; those without figures count in a bracket alone, and are words here."""
    if _DIGIT.search(text) is None:
        return ()
    signs, plain = exemption_signs(), as_meant(text)
    lines = outline(plain)
    if next(signs.hints(plain, lines, words_among(lines, signs.words)), None) is None:
        return ()
    return tuple(code for code in exemptions().find(text) if _DIGIT.search(code.code))


def _words_between(text: str, start: int, end: int, known: Vocabulary, *, all_known: bool) -> list[_MarkToken] | None:
    """Return the tokens of a stretch without codes, as ``_tokens`` does."""
    tokens: list[_MarkToken] = []
    matches = list(known.tokens(text, start, end))
    index = 0
    while index < len(matches):
        match = matches[index]
        kind = match.lastgroup
        sense: str | None = FILLER
        used = 1
        if kind == "block":
            sense = BESIDE
        elif kind == "x":
            sense = BESIDE if len(match[0]) >= _BARE_X else TAKEN_OUT
        elif kind == "rule":
            sense = TAKEN_OUT if match.span() == (0, len(text)) else FILLER
        elif kind == "word":
            sense, used = _phrase(matches, index, known)
            if sense is None and fold(match[0]) in exemption_signs().law_words:
                sense = FILLER
        if sense is None and all_known:
            return None
        last = matches[index + used - 1]
        tokens.append(_MarkToken(sense, match.start(), last.end(), match[0], False))
        index += used
    return tokens


def _sense_of_code(code: Exemption) -> str:
    """Return the sense of a code: those that are surely one count beside a legible value."""
    if code.how == "named":
        return GENERIC
    sure = code.how in ("", "cited") and any(char.isalpha() or char == "(" for char in code.code)
    return BESIDE if sure else TAKEN_OUT


def _phrase(matches: list[re.Match[str]], index: int, known: Vocabulary) -> tuple[str | None, int]:
    """Return the sense of the longest phrase of marks that begins at a token, and how many tokens it takes."""
    for words, sense in known.phrases.get(fold(matches[index][0]), ()):
        at, word = index, 0
        while at < len(matches) and word < len(words):
            if matches[at].lastgroup == "word":
                if fold(matches[at][0]) != words[word]:
                    break
                word += 1
            elif matches[at][0] not in "'-/":
                break
            at += 1
        if word == len(words):
            return sense, at - index
    return None, 1
