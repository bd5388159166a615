"""Find page furniture: running heads and feet, page and Bates numbers, release stamps, redaction codes."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from threadparse.furniture.browser_prints import find_browser_prints, may_be_browser_print, may_have_feet
from threadparse.furniture.classification import find_classification, may_have_classification
from threadparse.furniture.margins import find_margins, has_code, may_have_cells, may_have_margins
from threadparse.furniture.rows import (
    GAP,
    Rows,
    Says,
    bare_number,
    cut_pages,
    page_number,
    without_emphasis,
)
from threadparse.furniture.running_heads import find_edges, has_label, is_field
from threadparse.furniture.stamps import STRONG, is_bates, is_code, is_prose, last_cell, stamp_weight
from threadparse.locales.exemptions import exemptions
from threadparse.locales.furniture import knowledge

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["CENTRED", "find_furniture", "may_have_furniture"]

#: Columns; a number this far in is in mid page.
CENTRED = 24
_BEHIND_NUMBER = "-–—])|*_ \t"
_NUMBER_ENDS = frozenset("0123456789" + _BEHIND_NUMBER)  # how a line with a page number can end; most lines do not
_AROUND_NUMBER = " \t\xa0*_#"
_NO_NUMBER = _BEHIND_NUMBER + _AROUND_NUMBER
_MAX_NUMBER_LINE_CHARS = 120  # characters of a page number's line, the white space before it included
_MIN_NUMBERS = 2  # that may count pages; one alone does not count
_PAGE_BEHIND_SERIAL = r"\d{5}-\d{5}$"  # the EPA's "ED_002061_00041877-00001"
_BLOCK_LINES = 500  # lines
_WORD = r"[^\W_]+"
_MIN_LONG_STAMP = 3  # what a stamp weighs at least whose pieces are looked for
_MIN_SHARED_WORDS, _MIN_SHARED_BELOW = 6, 3  # words that a piece has in common with it; the same on its second row
_MAX_PIECE_CHARS = 160
_MIN_SERIAL_CHARS = 4  # of a number of fixed width
_MAX_BLANKS_AT_END = 40  # lines
_MAX_OPENING_ROWS = 6  # of stamps above the first header
_MAX_LINES_HINTED_FIRST = 100  # lines of a text that is asked for its hints first


def may_have_furniture(lines: Sequence[str]) -> bool:
    """Tell quickly whether a text may have page furniture at all; most have none.

    Without form feeds and page numbers it takes two things: a hint that the text was released or converted, and a line
    that may be set aside for it. Hints are words of letters, too, and lines in capitals stand in many a mail.

    Args:
        lines: The lines of the whole text without line ends.

    Returns:
        False if there surely is no page furniture.
    """
    return _shows_furniture(lines) or _opens_with_stamp(lines) or _ends_in_serial(lines)


def _shows_furniture(lines: Sequence[str]) -> bool:
    """Tell whether lines have a form feed, what counts pages, or a hint and a line that may be set aside for it."""
    numbers = 0
    begun = divided = hinted = False
    for block, text in _blocks(lines):
        if "\f" in text or may_have_classification(text) or may_be_browser_print(text):
            return True
        numbers += _count_numbers(block)
        if numbers >= _MIN_NUMBERS:
            return True
        if may_have_cells(text):
            divided = True
            hinted = hinted or may_have_margins(text)
        if len(lines) <= _MAX_LINES_HINTED_FIRST and not (hinted := hinted or knowledge().hinted(text.casefold())):
            return False  # before the pattern of beginnings, which takes a while to make, is asked for
        begun = begun or knowledge().marked(text) or any(_beginnings(text))
    if not (begun or divided) or not (hinted or any(knowledge().hinted(text.casefold()) for _, text in _blocks(lines))):
        return False
    return _has_rows_to_set_aside(lines, begun=begun, divided=divided)


def _has_rows_to_set_aside(lines: Sequence[str], *, begun: bool, divided: bool) -> bool:
    """Tell whether a line has a cell set apart that may be furniture, or a row begins as one that may be set aside."""
    return (divided and any(map(_is_set_apart, lines))) or (
        begun and any(_may_be_set_aside(text) for _, text in _blocks(lines))
    )


def _opens_with_stamp(lines: Sequence[str]) -> bool:
    """Tell whether the first line with words is a marking in capitals, or a Bates number."""
    first = next((text for line in lines[:_MAX_OPENING_ROWS] if (text := line.strip())), "")
    if not 0 < len(first) <= _MAX_AGENCY_CHARS or not first[0].isupper():
        return False
    return is_bates(first) or (first.isupper() and ":" not in first and bool(stamp_weight(first)))


def _ends_in_serial(lines: Sequence[str]) -> bool:
    """Tell whether the last line with words is a serial number, or ends in one that is set apart."""
    text = next((text for line in lines[: -_MAX_BLANKS_AT_END - 1 : -1] if (text := line.strip())), "")
    return text[-1:].isdecimal() and (is_bates(text) or _is_padded(text) or _closes(text))


def _blocks(lines: Sequence[str]) -> Iterator[tuple[Sequence[str], str]]:
    """Return the lines by blocks, and as a text with line ends around each; folding takes many times what it folds."""
    for begin in range(0, len(lines), _BLOCK_LINES):
        block = lines[begin : begin + _BLOCK_LINES]
        yield block, "\n".join(["", *block, ""])


def _is_set_apart(line: str) -> bool:
    """Tell whether a line has a stamp or a code in one of its cells."""
    text = line.strip()
    return text != "" and may_have_cells(line) and (has_code(line) or bool(stamp_weight(without_emphasis(text))))


def _may_be_set_aside(text: str) -> bool:
    """Tell whether any of some lines is a stamp, or a converter's mark."""
    return knowledge().marked(text) or any(
        stamp_weight(without_emphasis(text[text.rindex("\n", 0, at) + 1 : text.index("\n", at)].strip()))
        for at in _beginnings(text)
    )


def _beginnings(text: str) -> Iterator[int]:
    """Return where lines begin as stamps do: a place in each."""
    for match in knowledge().beginning.finditer(text):
        at = match.end()
        if not match["capital"] or text[at - 1 : at + 2].isupper():  # beyond ASCII, a pattern cannot tell capitals
            yield at


def _count_numbers(lines: Sequence[str]) -> int:
    """Count the lines that may be numbers that count pages, up to two; one with a total, or in mid page, is enough."""
    numbers = 0
    for line in lines:
        if line[-1:] not in _NUMBER_ENDS or len(line) > _MAX_NUMBER_LINE_CHARS:
            continue
        if not line.rstrip(_NO_NUMBER)[-1:].isdecimal() or not line[-6:].rstrip(_BEHIND_NUMBER):
            continue
        words = line.strip(_AROUND_NUMBER)
        count, alone = page_number(words), bare_number(words) or is_bates(words)
        if not (count or alone) or is_prose(words):
            continue
        numbers += 1
        far_in = len(line) - len(line.lstrip() if alone else last_cell(words)) >= CENTRED
        if numbers == _MIN_NUMBERS or (count and count[1]) or far_in or re.search(_PAGE_BEHIND_SERIAL, words):
            return _MIN_NUMBERS
    return numbers


Part = tuple[int, int, int]

_MAX_AGENCY_CHARS = 60  # characters; an agency's name is not longer
_MIN_FAR_RIGHT = 48  # columns before a number right below words, which is a page number if others count on from it
_FURTHER_IN = 16  # columns that separate it from the text around it: no column of numbers


def find_furniture(lines: Sequence[str]) -> tuple[list[int], list[tuple[int, int, int]]]:
    """Find what belongs to the page and not to a message.

    In doubt a line is a person's words: furniture is only what stamps, page ends or repetition prove.

    Args:
        lines: The lines of the whole text without line ends; a form feed may stand anywhere in a line.

    Returns:
        Indices of the lines that are furniture as a whole, and ``(line index, start column, end column)`` of furniture
        inside lines that are otherwise text; columns in characters. Both ascending.
    """
    if not may_have_furniture(lines):
        return [], []
    rows = Rows(lines)
    pages = cut_pages(rows)
    found = {page.cut for page in pages if page.cut is not None}
    if len(pages) > 1 or rows.paged:
        found |= find_edges(rows, pages)
    found |= _lone_numbers(rows)
    found |= _counting_rows(rows)
    found |= _opening_stamps(rows)
    found |= _stamp_groups(rows)
    found |= _pieces(rows, found)
    found |= _markings_alone(rows, found)
    found |= _numbers_of_papers(rows)
    found |= _rows_beside(rows, found)
    found |= find_browser_prints(rows.texts) if may_have_feet(rows.text) else set()
    whole, parts = find_margins(rows, found)
    whole |= _beside_serials(rows, parts)
    whole |= _closing_row(rows, marked=bool(found or whole or parts))
    for number, start, end in find_classification(rows):
        if start == rows.start(number) and end == rows.end(number):
            whole.add(number)
        else:
            parts = [part for part in parts if part[0] != number or part[1] >= end or part[2] <= start]
            parts.append((number, start, end))
    return _by_line(rows, found | whole, parts)


def _opening_stamps(rows: Rows) -> set[int]:
    """Return the stamps and Bates numbers at the top of a text, right above a header, and the same at its end."""
    for number in range(min(len(rows), _MAX_OPENING_ROWS + 1)):
        says = rows.says[number]
        if not says.weight and not says.bates_row:
            opening = range(number) if is_field(rows, number) else range(0)
            words = {rows.plains[row] for row in opening}
            last = next((row for row in range(len(rows) - 1, number, -1) if rows.plains[row] not in words), number)
            return {*opening, *range(last + 1, len(rows))}
    return set()


def _lone_numbers(rows: Rows) -> set[int]:
    """Page numbers between blank lines, "Page 3 of 7" or a number in mid page, with Bates numbers that touch them."""
    found: set[int] = set()
    group: list[int] = []
    proof = False
    for number in rows.telling:
        if group and group[-1] + 1 != number:
            group, proof = [], False
        says = rows.says[number]
        count = says.numbered
        centred = _is_centred(rows, number)
        counted = bool(count and count[1] and count[0] <= count[1])
        if counted and rows.plains[number][:1].isalpha() and last_cell(rows.plains[number]) == rows.plains[number]:
            found.add(number)  # "Page 3 of 7" alone on a line is nobody's, wherever it stands
        if not (count or centred or says.bates) or not (rows.apart[number] or group):
            group, proof = [], False
            continue
        group.append(number)
        proof |= centred or counted
        if rows.apart[number + 1]:
            found |= set(group) if proof else set()
            group, proof = [], False
    return found


def _counting_rows(rows: Rows) -> set[int]:
    """Return the rows that say the same beside a page number which counts on, or are such a number far to the right."""
    groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number in rows.telling:
        says = rows.says[number]
        if says.numbered and (cell := last_cell(text := rows.plains[number])) != text:
            groups[" ".join(text.removesuffix(cell).split())].append((number, says.numbered[0]))
        elif says.bare and rows.indent(number) >= _MIN_FAR_RIGHT and rows.apart[number + 1]:
            groups[f"{rows.end(number)}"].append((number, says.bare[0]))
    counting = (group for group in groups.values() if len(group) > 1 and _counts_on(group))
    return {number for group in counting for number, _ in group}


def _counts_on(group: list[tuple[int, int]]) -> bool:
    """Tell whether each number is one more than the one before."""
    return all(below == above + 1 for (_, above), (_, below) in pairwise(group))


def _is_centred(rows: Rows, number: int) -> bool:
    """Tell whether a lone number stands where no text stands: far in, its neighbours far out or stamps."""
    says = rows.says[number]
    if not (says.bare or says.bates) or (indent := rows.indent(number)) < CENTRED or not rows.apart[number + 1]:
        return False
    neighbours = [other for other in (number - 1, number + 1) if 0 <= other < len(rows)]
    return bool(neighbours) and all(
        rows.indent(other) + _FURTHER_IN <= indent or rows.says[other].bates for other in neighbours
    )


def _stamp_groups(rows: Rows) -> set[int]:
    """Return the runs of stamp rows, no blank line between, that together cannot be a person's words."""
    found: set[int] = set()
    group: list[int] = []
    for number in rows.telling:
        weight = rows.says[number].weight
        if weight is None:
            continue
        if group and group[-1] + 2 == number and not rows.apart[number - 1] and _is_sandwiched(rows, number - 1):
            group.append(number - 1)
        if group and group[-1] + 1 == number and not rows.apart[number]:
            group.append(number)
        else:
            found |= _proven(rows, group)
            group = [number] if weight else []
    return found | _proven(rows, group)


def _proven(rows: Rows, group: list[int]) -> set[int]:
    """Return the rows of a group that is heavy enough; a date at its end may be a header's if another field follows.

    Codes at its end belong to the stamps above them.
    """
    weights = [rows.says[number].weight or 0 for number in group]
    if sum(weights) < STRONG:
        return set()
    below = group[-1] + 1
    if not rows.apart[group[-1] + 1] and is_field(rows, below):
        while not weights[-1] and not is_code(rows.plains[group[len(weights) - 1]]):
            weights.pop()
    return set(group[: len(weights)])


def _markings_alone(rows: Rows, found: set[int]) -> set[int]:
    """Return the stamps between blank lines that say what others of the text do, as a marking above a mail's words.

    A page number may touch them. So are the codes between two rows of a stamp, as on the slip sheet of a page that is
    withheld.
    """
    markings = {rows.plains[at] for at in found if rows.says[at].weight}
    alone: set[int] = set()
    group: list[int] = []
    for at in rows.telling if markings else ():
        if rows.apart[at] or group[-1:] != [at - 1]:
            group = []
        if (group or rows.apart[at]) and (rows.plains[at] in markings or _is_number(rows.says[at])):
            group.append(at)
            if rows.apart[at + 1] and not markings.isdisjoint(rows.plains[row] for row in group):
                alone.update(group)
    stamps = sorted(found | alone)
    return alone | {at + 1 for at, below in pairwise(stamps) if below == at + 2 and is_code(rows.plains[at + 1])}


def _is_number(says: Says) -> bool:
    """Tell whether a row is a number that may count pages."""
    return says.bare is not None or says.numbered is not None


def _numbers_of_papers(rows: Rows) -> set[int]:
    """Return the serial numbers between blank lines that rise from paper to paper, if the text ends in one of them.

    One alone is such a number only if it counts the paper's pages, too.
    """
    alone = [at for at in rows.telling if _is_serial(rows, at) and rows.apart[at + 1]]
    alone = [at for at in alone if rows.apart[at] or rows.indent(at) >= _MIN_FAR_RIGHT]
    texts = [rows.plains[at] for at in alone]
    of_one_form = len(set(map(len, texts))) == 1 and texts == sorted(set(texts))
    if not of_one_form or alone[-1] != len(rows) - 1:
        return set()
    return set(alone) if len(alone) > 1 or re.search(_PAGE_BEHIND_SERIAL, texts[0]) else set()


def _is_serial(rows: Rows, number: int) -> bool:
    """Tell whether a row is a Bates number, or one of fixed width that begins with a nought."""
    return rows.says[number].bates or _is_padded(rows.plains[number])


def _is_padded(text: str) -> bool:
    """Tell whether a text is a number of fixed width that begins with a nought."""
    return len(text) >= _MIN_SERIAL_CHARS and text[0] == "0" and bare_number(text) is not None


def _closes(text: str) -> bool:
    """Tell whether a row ends in a page number, or a serial one, behind a wide gap."""
    before, gap, cell = text.rpartition(GAP)
    count = gap and len(before) >= _MIN_FAR_RIGHT and (is_bates(cell) or _is_padded(cell) or page_number(cell))
    return bool(count)


def _closing_row(rows: Rows, *, marked: bool) -> set[int]:
    """Return the last row of a text, below a blank line, if nobody would end a message with it.

    It is a page number in mid page, ends in a number far to the right of words, or is a serial number in a text with
    other furniture or codes.
    """
    last = len(rows) - 1
    if last < 0 or not rows.apart[last]:
        return set()
    alone = rows.says[last].numbered is not None and rows.indent(last) >= CENTRED
    alone = alone or (_is_serial(rows, last) and (marked or any(map(_is_coded, rows.texts))))
    return {last} if alone or _closes(rows.texts[last]) else set()


def _is_coded(text: str) -> bool:
    """Tell whether a row has an exemption code that needs no company."""
    return any(not code.how for code in exemptions().find(text))


def _beside_serials(rows: Rows, parts: Sequence[Part]) -> set[int]:
    """Return the rows that say the same beside Bates numbers which rise, at the foot of pages."""
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, start, _ in sorted(parts):
        at = start - rows.start(number)
        before, cell = rows.texts[number][:at], rows.texts[number][at:]
        if (
            is_bates(cell)
            and (rows.apart[number] or rows.apart[number + 1])
            and any(map(str.isdigit, before))
            and not is_field(rows, number)
        ):
            groups[" ".join(before.split())].append((number, cell))
    rising = (group for group in groups.values() if len(group) > 1 and all(a < b for (_, a), (_, b) in pairwise(group)))
    return {number for group in rising for number, _ in group}


def _rows_beside(rows: Rows, found: set[int]) -> set[int]:
    """Return the rows that say the same and touch furniture, or the end of the text, wherever they stand.

    So do the number of a request below a stamp, and the day above a page number; two at least, and no mail's header.
    One number in mid page is enough.
    """
    above = {at - 1 for at in found if not rows.apart[at]}
    below = {at + 1 for at in found if not rows.apart[at + 1]}
    touching = (above | below) - found
    numbers = {at for at in touching if _is_beside_page_end(rows, at)}
    places: dict[str, list[int]] = {rows.plains[at]: [] for at in touching - numbers}
    for at, text in enumerate(rows.plains) if places else ():
        if text in places and at not in found:
            places[text].append(at)
    touching.add(len(rows) - 1)
    groups = [group for group in places.values() if len(group) > 1 and touching.issuperset(group)]
    return numbers.union(at for group in groups if not has_label(rows, group[0]) for at in group)


def _is_beside_page_end(rows: Rows, number: int) -> bool:
    """Tell whether a row is a number in mid page with a blank line on one side at least."""
    if rows.says[number].bare is None or rows.indent(number) < CENTRED:
        return False
    return bool(rows.apart[number] or rows.apart[number + 1])


def _pieces(rows: Rows, found: set[int]) -> set[int]:
    """Return rows that say what a long stamp of the text does, with letters lost or added, on one row or two."""
    stamps = {rows.plains[number] for number in found if (rows.says[number].weight or 0) >= _MIN_LONG_STAMP}
    worded = {stamp: words for stamp in stamps if len(words := _words(stamp)) >= _MIN_SHARED_WORDS}
    known = list(worded.values())
    if not known:
        return set()
    firsts = tuple({words[0] for words in known})
    whole = {stamp for stamp, words in worded.items() if not any(_goes_on(other, words) for other in known)}
    pieces: set[int] = set()
    for opening in [number for number, text in enumerate(rows.texts) if text.startswith(firsts)]:
        if opening in found and (rows.apart[opening + 1] or rows.plains[opening] in whole):
            continue
        number, least = opening, _MIN_SHARED_WORDS
        if rows.texts[number].split(None, 1)[0] not in firsts:
            continue
        while number not in found and number not in pieces and _is_piece(rows.texts[number], known, least):
            pieces.add(number)
            if rows.apart[number + 1]:
                break
            number, least = number + 1, _MIN_SHARED_BELOW
        pieces |= _rest_below(rows, opening, known)
    return pieces | _ends_alone(rows, found, worded)


def _ends_alone(rows: Rows, found: set[int], stamps: dict[str, list[str]]) -> set[int]:
    """Return the rows between blank ones that say the beginning or the end of a stamp, the rest lost or misread."""
    known = list(stamps.values())
    ends = tuple({stamp.split()[-1] for stamp in stamps}), tuple({stamp.split()[0] for stamp in stamps})
    alone: set[int] = set()
    for number, text in enumerate(rows.texts):
        if number in found or not (text.endswith(ends[0]) or text.startswith(ends[1])):
            continue
        said = _words(text) if rows.apart[number] and rows.apart[number + 1] else []
        ended = any(said in (stamp[: len(said)], stamp[-len(said) :]) for stamp in known)
        if len(said) >= _MIN_SHARED_BELOW and (ended or _is_piece(text, known, _MIN_SHARED_WORDS)):
            alone.add(number)
    return alone


def _rest_below(rows: Rows, opening: int, stamps: list[list[str]]) -> set[int]:
    """Return the rows below that go on word for word with a stamp whose first words a row says; it belongs to them."""
    said = [] if rows.apart[opening + 1] else _words(rows.texts[opening])
    end = opening
    while not rows.apart[end + 1]:
        below = rows.texts[end + 1]
        longer = [stamp for stamp in stamps if _goes_on(stamp, said) and stamp[len(said)] in below]
        words = _words(below) if longer else []
        said += words
        if not words or not any(stamp[: len(said)] == said for stamp in longer):
            break
        end += 1
    return {*range(opening, end + 1)} if end > opening else set()


def _goes_on(stamp: list[str], said: list[str]) -> bool:
    """Tell whether a stamp says more behind some words."""
    return len(stamp) > len(said) and stamp[: len(said)] == said


def _is_piece(text: str, stamps: list[list[str]], least: int) -> bool:
    """Tell whether most words of a row, and so many at least, are those of one stamp."""
    if len(text) > _MAX_PIECE_CHARS:
        return False
    words = _words(text)
    shared = max(sum(word in stamp for word in words) for stamp in stamps)
    return shared * 5 >= len(words) * 4 and shared >= least


def _words(text: str) -> list[str]:
    """Return the runs of letters and figures of a row, in order."""
    return re.findall(_WORD, text)


def _is_sandwiched(rows: Rows, number: int) -> bool:
    """Tell whether a short row without a field stands between stamp rows: the agency's name."""
    text = rows.texts[number]
    if len(text) > _MAX_AGENCY_CHARS or ":" in text[:-1] or text[0] == ">" or rows.apart[number + 1]:
        return False
    return bool(rows.says[number + 1].weight)


def _by_line(
    rows: Rows, whole: set[int], parts: list[tuple[int, int, int]]
) -> tuple[list[int], list[tuple[int, int, int]]]:
    """Rows to lines: a line that holds other rows too gives parts."""
    taken = {number: rows.line(number) for number in whole}
    words = {
        rows.line(below)
        for below in rows.turns
        if (below in taken) != (below - 1 in taken) and rows.line(below) == rows.line(below - 1)
    }
    found = [(line, rows.start(number), rows.end(number)) for number, line in taken.items() if line in words]
    found += [(rows.line(number), start, end) for number, start, end in parts if number not in taken]
    return sorted({*taken.values()} - words), sorted(found)
