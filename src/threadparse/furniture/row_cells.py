"""Cut a row into its cells, and look at the number that it ends in: a page's, or a Bates number."""

import re
from functools import cache

from threadparse.locales.furniture import knowledge

__all__ = ["DIGIT", "GAP", "ends_in_number", "is_bates", "is_bates_row", "last_cell", "may_be_page", "split_cells"]

#: Columns of a page are set apart by at least this much white space in the text of a PDF.
GAP = "   "
DIGIT = re.compile(r"\d")
_CELL = re.compile(r"\S+(?:[ \xa0]{1,2}\S+)*")
_BETWEEN_CELLS = (GAP, " - ", " – ", " — ", " | ", " · ")
_BEHIND_NUMBER = "-–—])|*_"
#: What a page number may have beside its words.
_IN_PAGE_NUMBER = "0123456789 .:/#[(" + _BEHIND_NUMBER
_MAX_WORD_CHARS = 30


def split_cells(text: str) -> list[str]:
    """Split a line where its columns are set apart.

    Args:
        text: A line.

    Returns:
        The cells, none of them empty.
    """
    if GAP not in text and text.isprintable():
        return [text.strip()] if text and not text.isspace() else []
    return _CELL.findall(text.replace("\t", "    ").replace("\f", "    "))


def last_cell(text: str) -> str:
    """Return what stands behind the last wide gap of a row, or the last dash or bar between blanks; else the row.

    Args:
        text: A row without outer white space.
    """
    return text[max(text.rfind(mark) + len(mark) if mark in text else 0 for mark in _BETWEEN_CELLS) :]


def ends_in_number(text: str) -> bool:
    """Tell whether a text ends as page numbers and Bates numbers do; too often yes, never too seldom.

    Args:
        text: One cell of a line, not empty.
    """
    return text[-1].isdecimal() or text[-1] in _BEHIND_NUMBER


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
    return word in pages or DIGIT.search(word) is not None  # "page3of7"


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
    if GAP not in text and text.isprintable():
        return is_bates(text)
    return text[-1].isdecimal() and all(map(is_bates, split_cells(text)))
