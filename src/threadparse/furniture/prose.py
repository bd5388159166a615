"""Tell by their first words which rows are prose, and no stamps, numbers or codes: most rows are."""

from collections.abc import Sequence
from functools import cache

from threadparse.furniture.row_cells import GAP, ends_in_number, last_cell, may_be_page
from threadparse.lines.caches import cached_if_short
from threadparse.locales.exemptions import exemptions
from threadparse.locales.folding import compiled_for
from threadparse.locales.furniture import fold, fold_alike, knowledge

__all__ = [
    "MIN_LEGIBLE_WORDS",
    "begins_as_prose",
    "begins_freely",
    "begins_phrase",
    "find_no_prose",
    "is_no_agency",
    "is_prose",
    "may_begin_code",
]

MIN_LEGIBLE_WORDS = 4  # of a long stamp that are legible
#: What a row of prose may have before its first word: no bracket, which may be a code's, and no emphasis.
_BEFORE_WORD = r"[\"'“”‘’•>–—-]{0,3} ?"
# As texts: most mail has no furniture.
_OPENING = rf"{_BEFORE_WORD}([^\W_]+(?:['’./_-]+[^\W_]+)*)"
_FIRST_LETTERS = rf"\n{_BEFORE_WORD}([^\W_]*)"
_EMPHASIS = "*_# "
_MAX_WORD_CHARS = 30  # of a word that is kept; texts repeat the short ones
_MAX_BARE_CHARS = 16  # of a row that is a number
_BESIDE = 40  # characters of a cell beside a long legend


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
        if word in asked and ((word in capitals and text.startswith(f"{word} ")) or not begins_as_prose(text))
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
    first, _, cells = text.partition(GAP)
    if ends_in_number(text) and may_be_page(text) and last_cell(text) != text:
        return False
    return begins_as_prose(first) and (is_no_agency(first) or not any(map(_may_be_legend, cells.split(GAP))))


def is_no_agency(cell: str) -> bool:
    """Tell whether a cell beside a long legend cannot be the agency's name."""
    return ":" in cell or len(cell) > _BESIDE


def _may_be_legend(cell: str) -> bool:
    """Tell whether a cell is in capitals and has as many words as a long stamp."""
    return cell.isupper() and len(knowledge().words(cell)) >= MIN_LEGIBLE_WORDS


def begins_as_prose(text: str) -> bool:
    """Tell whether a cell begins with a word that begins no stamp, code, Bates or page number."""
    match = compiled_for(text, _OPENING).match(text)
    if match is None:
        return False
    word = match[1]
    if not _may_begin_stamp(word):
        return True
    if not word.isupper() and not begins_freely(word) and (word[0].isalpha() or len(text) > _MAX_BARE_CHARS):
        return exemptions().margin_code_end(text, match.start(1)) is None
    end = match.end()
    return len(word) == 1 and word.isupper() and text[end : end + 1] == " " and text[end + 1 : end + 2].islower()


@cached_if_short(maxsize=512, longest=_MAX_WORD_CHARS)
def _may_begin_stamp(word: str) -> bool:
    """Tell whether a stamp, code, Bates or page number may begin with a word, or with what is none ("")."""
    return word.isupper() or begins_freely(word) or may_begin_code(word)


@cached_if_short(maxsize=512, longest=_MAX_WORD_CHARS)
def may_begin_code(word: str) -> bool:
    """Tell whether an exemption code may begin with a word or a mark."""
    return exemptions().may_begin_margin_code(word)


def begins_freely(word: str) -> bool:
    """Tell whether a stamp phrase that need not stand in capitals begins with a word."""
    return fold(word) in knowledge().free_firsts


@cached_if_short(maxsize=512, longest=_MAX_WORD_CHARS)
def begins_phrase(word: str) -> bool:
    """Tell whether a stamp phrase begins with a word as it is written."""
    return begins_freely(word) or (word.isupper() and fold(word) in knowledge().firsts)
