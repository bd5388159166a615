"""Weigh release, classification and file stamps: is a stretch of a line made of stamp phrases only, and how surely?"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain, repeat
from typing import NamedTuple

from threadparse.lines.caches import cached_if_short
from threadparse.locales.exemptions import exemptions
from threadparse.locales.folding import compiled_for
from threadparse.locales.furniture import Knowledge, Phrase, fold, fold_alike, knowledge

__all__ = [
    "STRONG",
    "ends_in_number",
    "find_no_prose",
    "is_bates",
    "is_bates_row",
    "is_code",
    "is_first_half",
    "is_margin",
    "is_prose",
    "is_second_half",
    "last_cell",
    "may_be_page",
    "split_cells",
    "stamp_weight",
    "weigh_alike",
    "with_like_serials",
]

STRONG = 4
_WEIGHTS = {"strong": STRONG, "medium": 2, "weak": 1, "rider": 0}
# Columns of a page are set apart by at least this much white space in the text of a PDF.
_CELL = re.compile(r"\S+(?:[ \xa0]{1,2}\S+)*")
_DIGIT = re.compile(r"\d")
#: Longer than any number in a code, and no number of a page ("Page 000101"). As text: most mail has no stamps.
_SERIAL = r"[0-9](?<![ #\d].)[0-9]{5,}"
_APART = "   "
_BETWEEN_CELLS = (_APART, " - ", " – ", " — ", " | ", " · ")
_BEHIND_NUMBER = "-–—])|*_"
#: What a page number may have beside its words.
_IN_PAGE_NUMBER = "0123456789 .:/#[(" + _BEHIND_NUMBER
#: What a row of prose may have before its first word: no bracket, which may be a code's, and no emphasis.
_BEFORE_WORD = r"[\"'“”‘’•>–—-]{0,3} ?"
_OPENING = rf"{_BEFORE_WORD}([^\W_]+(?:['’./_-]+[^\W_]+)*)"
_EMPHASIS = "*_# "
# As texts: most mail has no furniture.
_FIRST_LETTERS = rf"\n{_BEFORE_WORD}([^\W_]*)"
_MAX_WORD_CHARS = 30  # of a word that is kept; texts repeat the short ones
_MAX_BARE_CHARS = 16  # of a row that is a number
_MAX_STAMP_CHARS = 240  # characters; no stamp is longer, and a body's line may be
_LEAST_ALIKE = 10  # letters; shorter words are not compared leniently
_ALIKE_END = 4  # letters that such words then share at one of their ends
_BESIDE = 40  # characters of a cell beside a long legend
_BESIDE_BODY = 60  # characters of what stands in the margin
_SPECKS = "•·.,:;'`~*-"  # what scanners make of dirt at the edge of a page
_MAX_CODES_CHARS = 40
_MIN_LEGIBLE_WORDS = 4  # of a long stamp that are legible
_MIN_BEHIND_AGENCY = 3  # stamps in one cell with it
_SANDWICH = 6  # words unknown to us between known ones: the agency's name


class _StampToken(NamedTuple):
    kind: str
    raw: str


def split_cells(text: str) -> list[str]:
    """Split a line where its columns are set apart.

    Args:
        text: A line.

    Returns:
        The cells, none of them empty.
    """
    if _APART not in text and text.isprintable():
        return [text.strip()] if text and not text.isspace() else []
    return _CELL.findall(text.replace("\t", "    ").replace("\f", "    "))


def find_no_prose(texts: Sequence[str], together: str, parted: Sequence[int]) -> list[int]:
    """Find the rows that have emphasis around them, or are no prose by their first words; most are.

    Args:
        texts: Rows without outer white space, none of them empty.
        together: The same in one text, each behind a line end.
        parted: The numbers of those in which white space may set cells apart.

    Returns:
        The numbers of those that a close reading has to decide about, in order.
    """
    words = compiled_for(together, _FIRST_LETTERS).findall(together)
    asked = _no_words_of_prose(set(words))
    capitals = {word for word in asked if len(word) > 1 and word.isupper()}
    found = {
        number
        for number, (text, word) in enumerate(zip(texts, words, strict=False))
        if word in asked and ((word in capitals and text.startswith(f"{word} ")) or not _begins_as_prose(text))
    }
    found.update(
        number
        for number, text in enumerate(texts)
        if text[-1] in _EMPHASIS
        or (text[-1].isdecimal() and number not in found and may_be_page(text) and last_cell(text) != text)
    )
    found.update(number for number in parted if number not in found and not is_prose(texts[number]))
    return sorted(found)


def _no_words_of_prose(words: set[str]) -> set[str]:
    """Return those of some words, or what is none (""), that may begin what a close reading has to decide about."""
    known, each = _free_beginnings(), list(words)
    folded = fold_alike("\n".join(each)).split("\n")
    return {
        word
        for word, likeness in zip(each, folded, strict=False)
        if likeness in known or word.isupper() or not word.isalpha()
    }


@cache
def _free_beginnings() -> frozenset[str]:
    """Return the words that need not stand in capitals to begin a stamp, a page number or a code, folded."""
    return knowledge().free_firsts.union(map(fold, exemptions().margin_words))


def is_prose(text: str) -> bool:
    """Tell from its first word that a row is no stamp, number or margin; most rows are not.

    Args:
        text: A row without outer white space, not empty.

    Returns:
        True where a close reading would find nothing; False where it has to decide.
    """
    if text[-1] in _EMPHASIS or not text.isprintable():
        return False
    first, _, cells = text.partition(_APART)
    if ends_in_number(text) and may_be_page(text) and last_cell(text) != text:
        return False
    return _begins_as_prose(first) and (_is_no_agency(first) or not any(map(_may_be_legend, cells.split(_APART))))


def last_cell(text: str) -> str:
    """Return what stands behind the last wide gap of a row, or the last dash or bar between blanks; else the row.

    Args:
        text: A row without outer white space.
    """
    return text[max(text.rfind(mark) + len(mark) if mark in text else 0 for mark in _BETWEEN_CELLS) :]


def may_be_page(text: str) -> bool:
    """Tell from the words before its last numbers whether a row may end in a page number in words.

    Args:
        text: A row or one of its cells.
    """
    words = text.rstrip(_IN_PAGE_NUMBER)
    pages, totals, ends = knowledge().words_before_numbers
    if words[-1:].casefold() not in ends:
        return False
    before, _, word = words.rpartition(" ")
    word = word[-_MAX_WORD_CHARS:].lstrip(_IN_PAGE_NUMBER).casefold()
    if word in totals:  # "3 of 7"
        word = before.rstrip(_IN_PAGE_NUMBER).rpartition(" ")[2][-_MAX_WORD_CHARS:].lstrip(_IN_PAGE_NUMBER).casefold()
    return word in pages or _DIGIT.search(word) is not None  # "page3of7"


def _begins_as_prose(text: str) -> bool:
    """Tell whether a cell begins with a word that begins no stamp, code, Bates or page number."""
    match = compiled_for(text, _OPENING).match(text)
    if match is None:
        return False
    word = match[1]
    if not _may_begin_stamp(word):
        return True
    if not word.isupper() and not _begins_freely(word) and (word[0].isalpha() or len(text) > _MAX_BARE_CHARS):
        return exemptions().margin_code_end(text, match.start(1)) is None
    end = match.end()
    return len(word) == 1 and word.isupper() and text[end : end + 1] == " " and text[end + 1 : end + 2].islower()


@cached_if_short(maxsize=512, longest=_MAX_WORD_CHARS)
def _may_begin_stamp(word: str) -> bool:
    """Tell whether a stamp, code, Bates or page number may begin with a word, or with what is none ("")."""
    return word.isupper() or _begins_freely(word) or _may_begin_code(word)


@cached_if_short(maxsize=512, longest=_MAX_WORD_CHARS)
def _may_begin_code(word: str) -> bool:
    """Tell whether an exemption code may begin with a word or a mark."""
    return exemptions().may_begin_margin_code(word)


def _begins_freely(word: str) -> bool:
    """Tell whether a stamp phrase that need not stand in capitals begins with a word."""
    return fold(word) in knowledge().free_firsts


@cached_if_short(maxsize=512, longest=_MAX_WORD_CHARS)
def _begins_phrase(word: str) -> bool:
    """Tell whether a stamp phrase begins with a word as it is written."""
    return _begins_freely(word) or (word.isupper() and fold(word) in knowledge().firsts)


def _has_figure(word: str) -> bool:
    return any(map(str.isdigit, word))


def ends_in_number(text: str) -> bool:
    """Tell whether a text ends as page numbers and Bates numbers do; too often yes, never too seldom.

    Args:
        text: One cell of a line, not empty.
    """
    return text[-1].isdecimal() or text[-1] in _BEHIND_NUMBER


@cache
def _bates() -> re.Pattern[str]:
    """Match a Bates number; most mail has no line that may be one."""
    # A producer's prefix in capitals and a serial number of fixed width: "STATE-SCB0045378", "ACME-007783",
    # "ABC_000123". The EPA counts pages behind it ("ED_002061_00041877-00001"), the FBI by the docket:
    # "FBI(18-cv-1766)-214", others by the request: "01268-EPA-1904", "2019-ICLI-00019 1187", "20180621-0012194".
    return re.compile(
        r"[A-Z][A-Z0-9&]{0,14}(?:[-_. ][A-Z0-9]{1,14}){0,3}?(?:[-_. ]|  )?\d{5,10}(?:-\d{5})?"
        r"|[A-Z]{2,8} ?\(\d{2}-?[a-z]{2}-?\d{2,6}\)-\d{1,6}"
        r"|\d{4,5}-[A-Z]{2,8}-\d{4,8}(?: \d{1,6})?|20\d{6}-\d{7}"
        r"|[A-Z]{2,8}(?:\.\d{3,5}){2,4}(?:_\d{1,4})?"  # Ringtail and Nuix: "NBX.0012.0004.0031_0001"
        r"|\d{2,4}-\d{3,6}-[A-Z]{1,3}_\d{5,6}"
    )


def is_bates(text: str) -> bool:
    """Tell whether a text looks like a Bates number: a producer's prefix and a serial number of fixed width.

    Args:
        text: One cell of a line.

    Returns:
        True for "STATE-SCB0045378" or "ACME-007783".
    """
    return len(text) <= 48 and text[-1].isdecimal() and _bates().fullmatch(text) is not None


def is_bates_row(text: str) -> bool:
    """Tell whether a row is Bates numbers and nothing else.

    Args:
        text: A line without outer white space, not empty.
    """
    if _APART not in text and text.isprintable():
        return is_bates(text)
    return text[-1].isdecimal() and all(map(is_bates, split_cells(text)))


def stamp_weight(text: str) -> int | None:
    """Weigh a line that consists of stamp phrases.

    Args:
        text: A line without outer white space.

    Returns:
        None if it is no stamp. Else: ``STRONG`` or more if no person writes such a line, 1 to 3 if it takes other
        stamps or a page end near by to tell, 0 if it only goes along with the stamps above it.
    """
    return weigh_alike(with_like_serials(text))


def with_like_serials(text: str) -> str:
    """Return texts with zeros as serial numbers: a stamp with another number says the same, and need not be read again.

    Args:
        text: Any number of lines.
    """
    return re.sub(_SERIAL, _zeros, text)


def _goes_on(text: str) -> bool:
    """Tell whether codes go on below ("RELEASE IN PART B1,")."""
    return text[-2:-1].isdecimal() or text[-2:-1] == ")"


def _zeros(serial: re.Match[str]) -> str:
    """Return as many zeros."""
    return "0" * len(serial[0])


def weigh_alike(text: str) -> int | None:
    """Weigh a line whose serial numbers are made alike, see ``stamp_weight``.

    Args:
        text: A line without outer white space, from ``with_like_serials``.
    """
    if len(text) > _MAX_STAMP_CHARS or text[-1:] in ("?", "!") or (text[-1:] == "," and not _goes_on(text)):
        return None
    if "//" in text and text.isupper():
        text = text.partition("//")[0].rstrip()  # a banner with its caveats: "SECRET//NOFORN" (32 CFR 2001.24)
    cells = [cell for cell in split_cells(text) if cell.strip(_SPECKS)]
    if len(cells) < 2:
        return _cell_weight(cells[0]) if cells else None
    weights: list[int | None] = []
    for cell in cells[:-1]:
        weight = _cell_weight(cell)
        if weight is None and _is_no_agency(cell):
            return None
        weights.append(weight)
    weight = _cell_weight(cells[-1])
    weights.append(0 if weight is None and is_second_half(cells[-1]) else weight)
    known = [weight for weight in weights if weight is not None]
    if len(known) == len(weights):
        return sum(known)
    unknown = [cell for cell, weight in zip(cells, weights, strict=True) if weight is None]
    return STRONG if known and _are_beside_legend(unknown, cells) else None


def _are_beside_legend(unknown: list[str], cells: list[str]) -> bool:
    """Tell whether cells are the agency's name beside a long legend: a short stamp may stand in a body's margin."""
    know = knowledge()
    folded = ([fold(token.raw) for token in _tokens(cell).all()] for cell in cells)
    return any(map(_is_legend, cells, folded, repeat(know))) and not any(map(_is_no_agency, unknown))


def _is_no_agency(cell: str) -> bool:
    """Tell whether a cell beside a long legend cannot be the agency's name."""
    return ":" in cell or len(cell) > _BESIDE


@lru_cache(maxsize=256)
def _cell_weight(cell: str) -> int | None:
    """Weigh one cell; None if any part of it is no stamp. Pages repeat their cells, if not as far apart."""
    if _begins_as_prose(cell):
        return None
    know = knowledge()
    if ends_in_number(cell) and (is_bates(cell) or (may_be_page(cell) and know.page_number(cell))):
        return 0
    first = _tokens(cell).get(0)
    if first is None or (first.kind == "word" and not first.raw.isupper() and not _begins_freely(first.raw)):
        return None
    words = know.words(fold_alike(cell))
    openings = sum(map(know.firsts.__contains__, words))
    if not openings and _DIGIT.search(cell) is None:  # no phrase begins in it, and no code stands in it
        return STRONG if _is_legend(cell, words, know) else _misread(cell)
    return _phrases_weight(cell, openings, know) if _may_be_stamp(cell, first, openings, know) else None


def _phrases_weight(cell: str, openings: int, know: Knowledge) -> int | None:
    """Weigh the phrases and codes of a cell, so many of whose words may begin phrases."""
    tokens = _tokens(cell)
    capitals, margin = cell.isupper(), is_first_half(cell) or is_margin(cell)
    if capitals and _is_legend(cell, [fold(token.raw) for token in tokens.all()], know):
        return STRONG
    # an agency's name stands beside several stamps
    most = _SANDWICH if openings >= _MIN_BEHIND_AGENCY or capitals or margin else 0
    weight = position = phrases = unknown = 0
    while unknown <= most and (token := tokens.get(position)) is not None:
        strength, length = _longest(tokens, position, know)
        weight += _WEIGHTS.get(strength, 0)
        phrases += bool(strength)
        unknown += not strength and (token.kind != "code" or not phrases)
        position += length
    if phrases == 0:
        return 0 if margin else _misread(cell)
    known = unknown == 0 or is_margin(cell) or (unknown <= _SANDWICH and phrases >= _MIN_BEHIND_AGENCY)
    return weight if known else None


def _may_be_stamp(cell: str, first: _StampToken, openings: int, know: Knowledge) -> bool:
    """Tell from its first word, and how many of its words may begin stamps, whether a cell may be one."""
    if first.kind == "code" or cell.isupper() or _begins_phrase(first.raw):
        return True
    # "I am", "FYI, the …": only with several stamps behind it is such a word an agency
    if openings < _MIN_BEHIND_AGENCY:
        return False
    return sum(map(_begins_phrase, know.words(cell))) >= _MIN_BEHIND_AGENCY


def _misread(cell: str) -> int | None:
    """Weigh a marking of one long word in which one stretch is misread ("UNCLASS FIED"); return None for all else."""
    letters = "".join(filter(str.isalpha, cell)) if cell.isupper() else ""
    if not _LEAST_ALIKE <= len(letters) <= 2 * _LEAST_ALIKE:
        return None
    return _WEIGHTS["weak"] if any(map(_alike, repeat(letters), _long_markings())) else None


@cache
def _long_markings() -> list[str]:
    """Return the weak stamps of one long word."""
    phrases = chain.from_iterable(knowledge().phrases["weak"].values())
    return [phrase[0] for phrase in phrases if len(phrase) == 1 and len(phrase[0]) >= _LEAST_ALIKE]


def _alike(one: str, two: str) -> bool:
    """Tell whether two words differ in one stretch only, at most a fifth of the longer."""
    if one[:_ALIKE_END] != two[:_ALIKE_END] and one[-_ALIKE_END:] != two[-_ALIKE_END:]:
        return False
    longer, shorter = max(len(one), len(two)), min(len(one), len(two))
    before = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), shorter)
    backward = zip(reversed(one), reversed(two), strict=False)
    after = next((at for at, (a, b) in enumerate(backward) if a != b), shorter)
    return (longer - min(before + after, shorter)) * 5 <= longer


class _CellReader:
    """The words and codes of a cell, read as far as they are asked for; punctuation does not count.

    Args:
        cell: One cell of a line.
    """

    __slots__ = ("_cell", "_end", "_known")

    def __init__(self, cell: str) -> None:
        self._cell = cell
        self._known: list[_StampToken] = []
        self._end = 0

    def get(self, place: int) -> _StampToken | None:
        """Return one of them; None behind the last."""
        known = self._known
        while len(known) <= place:
            match = knowledge().token(self._cell, self._end)
            if match is None:
                return None
            word, self._end = match[0], match.end()
            if _may_begin_code(word) and (end := exemptions().margin_code_end(self._cell, match.start())) is not None:
                known.append(_StampToken("code", self._cell[match.start() : end]))
                self._end = end
            elif match.lastgroup:
                known.append(_StampToken("word", word))
        return known[place]

    def all(self) -> list[_StampToken]:
        """Return all of them."""
        while self.get(len(self._known)) is not None:
            pass
        return self._known


@lru_cache(maxsize=64)
def _tokens(cell: str) -> _CellReader:
    """Return the words and codes of a cell; several questions are asked about one."""
    return _CellReader(cell)


def _longest(tokens: _CellReader, position: int, know: Knowledge) -> tuple[str, int]:
    """Return the strength and the number of tokens of the longest phrase that begins here; ("", 1) if none does."""
    token = tokens.get(position)
    first = fold(token.raw) if token else ""
    best = ("", 1)
    if first not in know.firsts:
        return best
    for strength in _WEIGHTS:
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


def _fits(token: _StampToken, wanted: str) -> bool:
    """Tell whether a token is the word that a phrase wants."""
    if wanted == "§":
        return token.kind == "code"
    if wanted == "#":
        return _has_figure(token.raw)
    if wanted.isupper() and not token.raw.isupper():
        return False
    return fold(token.raw) == fold(wanted)


def _is_legend(cell: str, folded: Sequence[str], know: Knowledge) -> bool:
    """Tell whether a cell is a long stamp (five words or more), even if some of its words are misread."""
    if not cell.isupper() or len(folded) < _MIN_LEGIBLE_WORDS:
        return False
    words = set(folded)
    return any(len(words & wanted) * 4 >= len(wanted) * 3 and len(words) <= len(wanted) * 2 for wanted in know.legends)


def _may_be_legend(cell: str) -> bool:
    """Tell whether a cell is in capitals and has as many words as a long stamp."""
    return cell.isupper() and len(knowledge().words(cell)) >= _MIN_LEGIBLE_WORDS


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
    tokens = _tokens(text)
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
    if len(text) > _MAX_CODES_CHARS or (first := _tokens(text).get(0)) is None or first.kind != "code":
        return False
    return all(token.kind == "code" for token in _tokens(text).all())


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
    tokens = _tokens(text)
    first = tokens.get(0)
    phrases = knowledge().phrases[strength].get(fold(first.raw), []) if first else []
    return any(_length(tokens, 0, phrase) == len(tokens.all()) for phrase in phrases)
