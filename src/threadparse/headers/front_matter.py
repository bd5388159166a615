"""Tell what a release prints above its first mail, and nobody wrote: titles, schedules, keys, columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, islice

from threadparse.headers.filed_papers import are_filed, ends_with_name, is_plain, names_body
from threadparse.headers.separators import is_set_aside
from threadparse.locales.exemption_signs import exemption_signs
from threadparse.locales.exemptions import begins_meaning, exemptions
from threadparse.locales.folding import fold
from threadparse.locales.letterheads import letterhead_words
from threadparse.locales.phrases import Openings, leading_words, phrasebook, words
from threadparse.locales.redaction_words import vocabulary

__all__ = ["is_front_matter"]

_MAX_COLUMN_ROWS = 2  # and of what may be somebody's answer
_MAX_SMALL_CHARS = 3  # of a word that has no capital in a title, too
_COLUMNS = "      "  # between what stands side by side on a printed page
_MAX_ROWS, _MAX_ROWS_TO_TITLE, _MAX_NUMBERED_ROWS = 80, 8, 4
_MAX_TITLE_CHARS = 120
_MAX_LAW_CHARS = 24  # in which the short name of a law begins a title
_MIN_CELLS, _AROUND_CELLS = 3, " \t|"
_BETWEEN_CELLS = r"[ \xa0]{2,}|\t|\|"  # as text: few rows are asked
_LETTERS = r"[^\W\d_]+"
_ROW_OF_LINKS = r"\s*(?:#?\[[^\[\]]{1,40}\][\s|*-]{0,4}){2,40}|\s*(?:#?\[\d{1,3}\](?=\S)[^\[\]]{1,40}){2,40}"
_BETWEEN_TITLES = r" [-–—] |\("  # "VTR 4471 – Annex 1 (emails)"; as text
_MIN_KEYED, _MAX_CODE_CHARS = 2, 12
_MIN_PROPERTIES = 2
_MIN_FIGURES, _MIN_MIXED = 7, 3  # of a number that stands alone
_PADDING = "00"  # before a page's number, which nobody answers with
_MAX_CALLED_WORDS = 3
_MAX_NUMBER_WORDS, _MAX_NUMBER_CHARS = 4, 40
_AROUND_TITLE = " *#_|[(-–—"
_SENTENCE_ENDS = (".", "!", "?", ",")
_NUMBER = "0123456789 #-–./"  # and what it is written with


def is_front_matter(rows: Sequence[str], *, paged: bool) -> bool:
    """Tell whether rows are what a release prints before its papers: titles, numbers, a schedule, a key to its codes.

    They may all be properties of a records system. Below the title of a release there may be sentences, but no letter.
    Below a mere number there are other short rows, and those of a table. Columns are a file's number and a stamp,
    perhaps below the agency's name in capitals, or a table on a page of its own.

    Args:
        rows: All rows above the first header that show something.
        paged: The header begins another page.
    """
    if _are_columns(rows, paged=paged) or all(map(_is_row_of_links, rows)):
        return True
    if len(rows) > 1 and is_set_aside(rows[0]) and all(map(_names_papers, rows[1:])):
        return True
    if len(rows) > _MAX_ROWS or _may_be_note(rows):
        return False
    if _are_properties(rows):
        return True
    titled = any(map(_is_title, rows[:_MAX_ROWS_TO_TITLE])) or _are_numbers(rows) or _are_keyed(rows)
    return titled and not any(map(_is_phrase_of_letter, rows))


def _are_columns(rows: Sequence[str], *, paged: bool) -> bool:
    """Tell whether rows are few and in columns, perhaps below words in capitals, or most are on a page of their own."""
    columns = [row for row in rows if _COLUMNS in row.strip()]
    if columns and len(rows) <= _MAX_COLUMN_ROWS and all(row in columns or row.isupper() for row in rows):
        return True
    return paged and len(columns) * 2 > len(rows)


def _may_be_note(rows: Sequence[str]) -> bool:
    """Tell whether few rows may be what somebody wrote; nobody answers with a body's name first."""
    if len(rows) > _MAX_COLUMN_ROWS or (names_body(rows[0]) and any(map(_is_called, rows[1:]))):
        return False
    return any(map(_may_be_answer, rows)) or ends_with_name(rows)


def _is_phrase_of_letter(row: str) -> bool:
    """Tell whether a row begins as a greeting or a closing does."""
    if len(row) > _MAX_TITLE_CHARS:
        return False
    spoken, book = words(row), phrasebook()
    return bool(leading_words(spoken, book.greeting) or leading_words(spoken, book.closing))


def _is_row_of_links(row: str) -> bool:
    """Tell whether a row is links side by side: in brackets, behind their numbers (lynx), or known, between bars."""
    if row.count("|") > 1:
        cells = (f"{fold(cell).strip()}:" for cell in row.split("|"))
        return any(cell.startswith(letterhead_words().archive_links) for cell in cells)
    return row.count("]") > 1 and re.fullmatch(_ROW_OF_LINKS, row) is not None


def _may_be_answer(row: str) -> bool:
    """Tell whether a row goes on behind its number in small letters, as in "FOI 2023/14 - can you take this".

    What ends with a number, a letter or a bracket ("FOI request 1183 – Appendix B") does not, nor does a key, nor what
    is called as papers are or says what was done with a paper ("Record 7 - part granted").
    """
    spoken = [part for part in re.split(_BETWEEN_TITLES, row) if any(map(_is_small, part.split()))]
    if not spoken:
        return False
    last = row.split()[-1]
    if last[-1] == ")" or len(last) == 1 or _ends_in_number(row) or vocabulary().heads_key(row):
        return False
    named = (_ends_in_number, _heads_papers, _says_status, _names_papers, names_body)
    return any(not any(tells(part) for tells in named) for part in spoken)


def _is_small(word: str) -> bool:
    """Tell whether a word has no capital that has one in a title."""
    return word[0].islower() and len(word) > _MAX_SMALL_CHARS


def _ends_in_number(part: str) -> bool:
    """Tell whether the last word of a row, or of a part of one, has a figure."""
    return any(map(str.isdigit, part[part.rstrip().rfind(" ") + 1 :]))


def _says_status(part: str) -> bool:
    """Tell whether a part of a row ends with what a release says of a paper ("released in part")."""
    return fold(part).rstrip(" .)").endswith(vocabulary().statuses)


def _heads_papers(part: str) -> bool:
    """Tell whether a row, or a part of one, begins with what a release calls its papers, or says of itself."""
    return _titles().open(fold(part).strip(_AROUND_TITLE))


@cache
def _titles() -> Openings:
    return Openings((*letterhead_words().front_titles, *exemption_signs().released))


@cache
def _titles_with_laws() -> Openings:
    return Openings((*_titles(), *exemption_signs().long_names))


def _names_papers(row: str) -> bool:
    """Tell whether a row is what a bundle calls papers below a caption: "Emails between the Council and Roe Ltd"."""
    first = row.strip(_AROUND_TITLE).partition(" ")[0]
    known = first[:1].isupper() and fold(first) in letterhead_words().papers
    return known and len(row) <= _MAX_TITLE_CHARS and row.rstrip()[-1] not in _SENTENCE_ENDS


def _is_title(row: str) -> bool:
    """Tell whether a row names a law of access, or what holds released papers, at its beginning."""
    if len(row) > _MAX_TITLE_CHARS or row.rstrip()[-1] in _SENTENCE_ENDS:
        return False
    title = fold(row).strip(_AROUND_TITLE)
    if _titles_with_laws().open(title) or vocabulary().heads_key(row):
        return True
    body, *names = re.split(_BETWEEN_TITLES, row)  # "Village of Alder - Responsive records"
    if any(map(_heads_papers, names)) and _is_name(body):
        return True
    named = row.isupper() or _is_name(row.rstrip(_NUMBER))  # "Alder County Public Records Request 19-204"
    if named and any(opening in title for opening in letterhead_words().front_titles):
        return True
    if not any(map(str.isdigit, title)):
        return False
    number = next(at for at, word in enumerate(title.split()) if any(map(str.isdigit, word)))
    return bool(exemptions().named_laws(row if number <= 1 else row.lstrip()[:_MAX_LAW_CHARS]))  # "Request 17/4 (FOIA)"


def _are_numbers(rows: Sequence[str]) -> bool:
    """Tell whether rows are the number of a request or a case, a few others as short, and those of a table."""
    plain = [row for row in rows if len(re.split(_BETWEEN_CELLS, row.strip(_AROUND_CELLS))) < _MIN_CELLS]
    short = all(len(row) <= _MAX_TITLE_CHARS and row.rstrip()[-1] not in _SENTENCE_ENDS for row in plain)
    if not short or len(plain) > _MAX_NUMBERED_ROWS:
        return False
    first = rows[0]
    if _is_lone_number(first) or _is_called(first):
        return True
    named = _is_name(first) or names_body(first)
    return (named and any(map(_is_called, rows[1:2]))) or are_filed(rows)


def _is_name(row: str) -> bool:
    """Tell whether a row is words with capitals, as the name of a body is that stands above its number."""
    named = [word for word in row.split() if len(word) > _MAX_SMALL_CHARS or word.isupper()]
    return len(named) > 1 and all(word[0].isupper() for word in named) and is_plain(row)


def _are_properties(rows: Sequence[str]) -> bool:
    """Tell whether rows are properties, as a records system prints them, and most of them known ones.

    A word may stand above them.
    """
    if len(rows) > _MIN_PROPERTIES and len(rows[0].split()) == 1 and not _is_property(rows[0]):
        rows = rows[1:]
    if not all(map(_is_property, rows)):
        return False
    names = (fold(row.partition(":")[0]).strip(_AROUND_TITLE) for row in rows)
    known = sum(map(letterhead_words().properties.__contains__, names))
    return known >= _MIN_PROPERTIES and known * 2 > len(rows)


def _is_property(row: str) -> bool:
    """Tell whether a row is a few words, a colon, and a value that ends no sentence."""
    name, colon, value = row.partition(":")
    return colon != "" and len(name) <= _MAX_NUMBER_CHARS and value.rstrip()[-1:] not in _SENTENCE_ENDS


def _are_keyed(rows: Sequence[str]) -> bool:
    """Tell whether half of the rows, two at least, begin with an exemption code and say what it means."""
    fewest = max(_MIN_KEYED, (len(rows) + 1) // 2)
    begun = [words for row in rows if any(map(str.isdigit, (words := row.strip(_AROUND_CELLS))[:_MAX_CODE_CHARS]))]
    return len(begun) >= fewest and sum(map(_is_keyed, begun)) >= fewest


def _is_keyed(row: str) -> bool:
    """Tell whether a row begins with an exemption code and says what it means."""
    codes = exemptions().find(row)
    return bool(codes) and codes[0].start == 0 and begins_meaning(row[codes[0].beyond :])


def _is_lone_number(row: str) -> bool:
    """Tell whether a row is a long number that is no telephone's, a page's, or one of capitals and figures alone.

    "FD-302 (Rev. 5-8-10)" is one, and "00117"; "PO4471 OK" is an answer.
    """
    parts = row.split()
    if len(parts) > _MAX_NUMBER_WORDS or len(row.strip()) > _MAX_NUMBER_CHARS:
        return False
    figures = sum(map(str.isdigit, parts[0]))
    if figures >= _MIN_MIXED and parts[0].isupper() and not any(part.isalpha() for part in parts):
        return True
    if len(parts) > 1 or not parts[0][0].isalnum():
        return False
    if figures < _MIN_FIGURES:
        return parts[0].isdecimal() and parts[0].startswith(_PADDING)
    return any(char.isalpha() or char == "/" for char in row)


def _is_called(row: str) -> bool:
    """Tell whether a row is the number of a request, a case, a form or a paper behind what it is called."""
    if any(map(str.isalnum, row)) and any(map(is_set_aside, re.split(_BETWEEN_TITLES, row))):  # no rule of a table
        return True
    paper, *number = row.split()[:2]  # "Anlage 4 zum Bescheid vom 8. Mai"
    if fold(paper) in letterhead_words().captions and any(map(str.isdigit, "".join(number))):
        return True
    if not any(map(str.isdigit, row)):
        return False
    called = islice(re.finditer(_LETTERS, fold(row).removeprefix("re:")), _MAX_CALLED_WORDS)
    known = letterhead_words().front_numbered
    return not known.isdisjoint(map(" ".join, accumulate([word[0]] for word in called)))
