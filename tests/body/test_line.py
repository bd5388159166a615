"""The prefilters of a line's marks: they may let through too much, and never too little."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadparse.body.line import find_marked, is_attachment, may_end_in_file
from threadparse.locales.folding import fold
from threadparse.locales.phrases import phrasebook

BOOK = phrasebook()
POSTSCRIPTS = [text for mark in BOOK.postscript for text in (mark, f"**{mark}:**", mark.replace(" ", "/"))]
TELLING = {
    "a warning": [text for banner in BOOK.banner for text in (banner, f"** {banner}")],
    "a notice": [text for start in BOOK.disclaimer_start for text in (start, f"> “{start}")],
    "a list's note": [text for footer in BOOK.list_footer for text in (footer, f"_{footer}")],
    "an advertisement": [
        text for before, behind in BOOK.mobile for text in (f"{before} x {behind}", f"({before}x{behind}.)")
    ],
    "a postscript": [mark for mark in POSTSCRIPTS if " " not in mark],
}


@pytest.mark.parametrize("lines", TELLING.values(), ids=TELLING)
def test_no_line_that_tells_is_let_go_of(lines: list[str]) -> None:
    missed = [line for line in lines if find_marked([fold(line)]) != [True]]
    assert missed == []
    assert find_marked([fold(line) for line in lines]) == [True] * len(lines)


def test_most_lines_tell_nothing() -> None:
    assert find_marked(["the tide is late again,", "ann", "kind regards,"]) == [False, False, False]


@given(st.from_regex(r"[a-z]{2,8}: ?[a-z .]{1,20}\.[A-Za-z][A-Za-z0-9]{1,4}\)?", fullmatch=True))
def test_no_labelled_file_is_let_go_of(text: str) -> None:
    assert may_end_in_file(text) or not is_attachment(text)
