"""The search for places is linear: twice the text takes about twice the time, however hostile it is."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

import threadparse

HEADER = "From: Ada\nSent: 3 May 2021 10:00\nTo: Bo\nSubject: Weir\n\n"
SHAPES: dict[str, Callable[[int], str]] = {
    "marks on one line": lambda count: HEADER + "[Redacted] " * count,
    "codes on one line": lambda count: HEADER + "(b)(6) and " * count,
    "margins without words": lambda count: f"RELEASE IN PART B5\n\n{HEADER}" + f"{' ' * 80}B5\n" * count,
    "one list of mailboxes": lambda count: "From: Ada\nSent: 3 May 2021\nTo: " + "Redacted; " * count + "\n\nHi\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SHAPES)
def test_places_are_found_in_linear_time(name: str) -> None:
    seconds = []
    for count in (1_000, 4_000):
        text = SHAPES[name](count)
        begin = time.process_time()
        threadparse.parse(text)
        seconds.append(time.process_time() - begin)
    assert seconds[1] < 9 * seconds[0]  # four times the text; a square would be sixteen
