"""The prefilters of a line's marks: they may let through too much, and never too little."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadparse.body.line import is_attachment, may_end_in_file, may_name_files
from threadparse.locales.folding import fold, letter_runs
from threadparse.locales.phrases import line_starts, phrasebook

BOOK = phrasebook()
POSTSCRIPTS = [text for mark in BOOK.postscript for text in (mark, f"**{mark}:**")]
TELLING = {
    "a greeting": (BOOK.greeting.starts, [text for known in BOOK.greeting.known for text in (known, f"*{known}*,")]),
    "a closing": (BOOK.closing.starts, [text for known in BOOK.closing.known for text in (known, f"- {known}, x")]),
    "a warning": (BOOK.banner.starts, [text for banner in BOOK.banner for text in (banner, f"** {banner}")]),
    "a notice": (
        BOOK.disclaimer_start.starts,
        [text for start in BOOK.disclaimer_start for text in (start, f"> “{start}")],
    ),
    "a list's note": (BOOK.list_footer.starts, [text for end in BOOK.list_footer for text in (end, f"_{end}")]),
    "an advertisement": (BOOK.marked, [f"({before} x {behind}" for before, behind in BOOK.mobile if before]),
    "a postscript": (BOOK.marked, [mark for mark in POSTSCRIPTS if " " not in mark]),
}


@pytest.mark.parametrize(("starts", "lines"), TELLING.values(), ids=TELLING)
def test_no_line_that_tells_is_let_go_of(starts: frozenset[str], lines: list[str]) -> None:
    found = line_starts([fold(line) for line in lines])
    assert [line for line, start in zip(lines, found, strict=True) if start not in starts] == []


def test_each_line_has_a_start() -> None:
    assert line_starts(["the tide", "-- ", "__ann", "*a-b*", "敬具", "été x", "", "e"]) == [
        *("the", "", "ann", "a", "敬", "été", "", "e")
    ]


def test_most_lines_tell_nothing() -> None:
    book = BOOK
    for line in ("the tide is late again,", "ann", "harbour office"):
        (start,) = line_starts([line])
        assert start not in book.marked | book.closing.starts | book.banner.starts


@pytest.mark.parametrize("end", [end for end in BOOK.mobile_ends if end.isascii()])
def test_an_advertisement_that_begins_with_the_device_tells(end: str) -> None:
    assert not BOOK.telling.isdisjoint(letter_runs(f"iphone {end}"))


@given(st.from_regex(r"[a-z]{2,8}: ?[a-z .]{1,20}\.[A-Za-z][A-Za-z0-9]{1,4}\)?", fullmatch=True))
def test_no_labelled_file_is_let_go_of(text: str) -> None:
    assert (may_end_in_file(text) and may_name_files(fold(text))) or not is_attachment(text)
