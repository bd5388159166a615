"""Whose line it is (``segments.json``): each line with the message that owns it, ``-`` for headers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fixtures import table
from threadparse.headers.finder import find_headers
from threadparse.options import ParseOptions
from threadparse.pipeline import read_lines
from threadparse.segments import cut_segments

CASES = table("segments")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_each_line_belongs_to_the_one_who_wrote_it(case: dict[str, Any], end: str) -> None:
    words = [line.partition("|")[2] or line for line in case["lines"]]
    lines = read_lines(end.join(words), ParseOptions())[0]
    segments = cut_segments(lines, find_headers(lines).headers)
    owners = {line: str(number) for number, segment in enumerate(segments) for line in segment.lines}
    found = [f"{owners.get(at, '-')}|{line}" if line.strip("> ") else line for at, line in enumerate(words)]
    assert found == case["lines"]
