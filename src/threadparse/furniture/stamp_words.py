"""Read the words and codes of one cell of a row: phrases of stamps, codes of margins, halves of a stamp."""

from functools import lru_cache
from typing import NamedTuple

from threadparse.furniture.prose import may_begin_code
from threadparse.locales.exemptions import exemptions
from threadparse.locales.furniture import Knowledge, Phrase, fold, knowledge

__all__ = [
    "STRONG",
    "WEIGHTS",
    "StampToken",
    "is_code",
    "is_first_half",
    "is_margin",
    "is_second_half",
    "longest_phrase",
    "read_cell",
]

STRONG = 4
WEIGHTS = {"strong": STRONG, "medium": 2, "weak": 1, "rider": 0}
_BESIDE_BODY = 60  # characters of what stands in the margin
_MAX_CODES_CHARS = 40


class StampToken(NamedTuple):
    """A word of a cell, or a code.

    Attributes:
        kind: "word" or "code".
        raw: As it is written.
    """

    kind: str
    raw: str


class _CellReader:
    """The words and codes of a cell, read as far as they are asked for; punctuation does not count.

    Args:
        cell: One cell of a line.
    """

    __slots__ = ("_cell", "_end", "_known")

    def __init__(self, cell: str) -> None:
        self._cell = cell
        self._known: list[StampToken] = []
        self._end = 0

    def get(self, place: int) -> StampToken | None:
        """Return one of them; None behind the last."""
        known = self._known
        while len(known) <= place:
            match = knowledge().token(self._cell, self._end)
            if match is None:
                return None
            word, self._end = match[0], match.end()
            if may_begin_code(word) and (end := exemptions().margin_code_end(self._cell, match.start())) is not None:
                known.append(StampToken("code", self._cell[match.start() : end]))
                self._end = end
            elif match.lastgroup:
                known.append(StampToken("word", word))
        return known[place]

    def all(self) -> list[StampToken]:
        """Return all of them."""
        while self.get(len(self._known)) is not None:
            pass
        return self._known


@lru_cache(maxsize=64)
def read_cell(cell: str) -> _CellReader:
    """Return the words and codes of a cell; several questions are asked about one."""
    return _CellReader(cell)


def longest_phrase(tokens: _CellReader, position: int, know: Knowledge) -> tuple[str, int]:
    """Return the strength and the number of tokens of the longest phrase that begins here; ("", 1) if none does."""
    token = tokens.get(position)
    first = fold(token.raw) if token else ""
    best = ("", 1)
    if first not in know.firsts:
        return best
    for strength in WEIGHTS:
        for phrase in know.phrases[strength].get(first, ()):
            length = _length(tokens, position, phrase)
            if length > best[1] or (length and not best[0]):
                best = (strength, length)
    return best


def _length(tokens: _CellReader, position: int, phrase: Phrase) -> int:
    """Count how many tokens a phrase takes here; 0 if it does not stand here."""
    for place, wanted in enumerate(phrase, position):
        if wanted == "…":
            return len(tokens.all()) - position
        if (token := tokens.get(place)) is None or not _fits(token, wanted):
            return 0
    return len(phrase)


def _fits(token: StampToken, wanted: str) -> bool:
    """Tell whether a token is the word that a phrase wants."""
    if wanted == "§":
        return token.kind == "code"
    if wanted == "#":
        return any(map(str.isdigit, token.raw))
    if wanted.isupper() and not token.raw.isupper():
        return False
    return fold(token.raw) == fold(wanted)


def is_margin(text: str) -> bool:
    """Tell whether a text is what stands in the margin of a released page: codes, exemptions, release marks.

    Args:
        text: One cell of a line.

    Returns:
        True for "B6", "B5,B6", "s.40(2)", "RELEASE IN PART", "B3 CIA PERS/ORG".
    """
    if len(text) > _BESIDE_BODY:
        return False
    know = knowledge()
    tokens = read_cell(text)
    position = 0
    while (token := tokens.get(position)) is not None:
        length = 1
        if token.kind == "word":
            phrases = know.phrases["margin"].get(fold(token.raw), [])
            length = max((_length(tokens, position, phrase) for phrase in phrases), default=0)
        if length == 0:
            return False
        position += length
    return position > 0


def is_code(text: str) -> bool:
    """Tell whether a text is redaction codes only.

    Args:
        text: One cell of a line.

    Returns:
        True for "B6", "B5,B6" and "s.40(2)".
    """
    if len(text) > _MAX_CODES_CHARS or (first := read_cell(text).get(0)) is None or first.kind != "code":
        return False
    return all(token.kind == "code" for token in read_cell(text).all())


def is_first_half(text: str) -> bool:
    """Tell whether a text is the first half of a stamp that goes on below ("RELEASE IN").

    Args:
        text: One cell of a line.

    Returns:
        True if the stamp is not complete.
    """
    return len(text) <= _BESIDE_BODY and _is_whole(text, "opens")


def is_second_half(text: str) -> bool:
    """Tell whether a text is the second half of a stamp ("FULL", "PART").

    Args:
        text: One cell of a line.

    Returns:
        True if it may stand below what ``is_first_half`` knows.
    """
    return len(text) <= _BESIDE_BODY and _is_whole(text, "continues")


@lru_cache(maxsize=64)
def _is_whole(text: str, strength: str) -> bool:
    tokens = read_cell(text)
    first = tokens.get(0)
    phrases = knowledge().phrases[strength].get(fold(first.raw), []) if first else []
    return any(_length(tokens, 0, phrase) == len(tokens.all()) for phrase in phrases)
