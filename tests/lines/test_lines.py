"""Lines: where each begins, whatever ends it, and the marks before its words."""

from __future__ import annotations

import re
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from threadparse.lines.lines import cut_lines, strip_marks

TEXTS = st.lists(st.sampled_from(["late", "> ", ">", " ", "\f", "\xa0", "\x85", "\n", "\r", "\r\n"])).map("".join)


@given(TEXTS | st.lists(st.sampled_from(["late", "> a", "", "\f"])).map("\r\n".join))
def test_lines_end_at_line_feeds_and_carriage_returns_only(text: str) -> None:
    lines = cut_lines(text)
    wanted = re.split("\r\n|\r|\n", text)
    assert list(lines.raws()) == wanted == [lines.raw(at) for at in range(len(wanted))]
    assert list(lines.starts) == [0, *(match.end() for match in re.finditer("\r\n|\r|\n", text))]
    assert all(raw.endswith(content) for raw, content in zip(wanted, lines.contents, strict=True))


def test_no_more_marks_come_off_than_were_asked_for() -> None:
    for marks, depth in product([">", "> ", ">\xa0", "\f>", "\t> "], range(4)):
        assert strip_marks(marks * 3 + "late", depth) == marks * (3 - depth) + "late"
    assert strip_marks("late > again", 2) == "late > again"
