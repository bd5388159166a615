"""Time grows with the text and no faster, whatever the text is made of: nobody can stop a batch with one file."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

from bench.shapes import BODY, HEADER, PIECES, PROMISED, PROSE, RUNS, VALUES, WROTE, fill, within_field, within_line
from threadparse import parse

KIB = 1024


def seconds(text: str, repeats: int) -> float:
    """Processor time of a parse, the best of a few, without the garbage collector (as ``timeit`` measures)."""
    best = float("inf")
    for _ in range(repeats):
        gc.collect()
        gc.disable()
        begun = time.process_time()
        parse(text)
        best = min(best, time.process_time() - begun)
        gc.enable()
    return best


def grows_linearly(make: Callable[[int], str], size: int, *, limit: float) -> bool:
    """Whether sixteen times the text takes at most ``limit`` times as long, in one of three trials.

    A tenth of a second is allowed to the other work on the machine.
    """
    return any(seconds(make(16 * size), 1) <= limit * seconds(make(size), 2) + 0.1 for _ in range(3))


def telling_size(make: Callable[[int], str]) -> int:
    """A size whose time can be measured; none needs more than the 64 KiB of the promise."""
    size = KIB
    while size < 64 * KIB and seconds(make(size), 1) < 0.02:
        size *= 2
    return size


@pytest.fixture(autouse=True, scope="module")
def _warm() -> None:
    """Tables are loaded once, by the first text."""
    parse(HEADER + BODY + WROTE + "> 3 May 2021")


@pytest.mark.parametrize("piece", PROMISED.values(), ids=PROMISED)
def test_a_mebibyte_takes_eighteen_times_as_long_as_64_kibibytes(piece: str) -> None:
    assert grows_linearly(lambda size: fill(piece, size), 64 * KIB, limit=18)


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_no_shape_of_text_takes_more_than_its_share(piece: str) -> None:
    def make(size: int) -> str:
        return fill(piece, size)

    assert grows_linearly(make, telling_size(make), limit=24)


@pytest.mark.parametrize(("field", "piece"), VALUES.values(), ids=VALUES)
def test_no_value_of_a_field_takes_more_than_its_share(field: str, piece: str) -> None:
    def make(size: int) -> str:
        return within_field(field, piece, size)

    assert grows_linearly(make, telling_size(make), limit=24)


@pytest.mark.parametrize(("before", "run", "behind"), RUNS.values(), ids=RUNS)
def test_no_run_within_a_line_takes_more_than_its_share(before: str, run: str, behind: str) -> None:
    def make(size: int) -> str:
        return within_line(before, run, behind, size)

    assert grows_linearly(make, telling_size(make), limit=24)


@pytest.mark.parametrize("piece", (PROMISED | PIECES).values(), ids=[*PROMISED, *PIECES])
def test_no_shape_of_text_costs_a_hundred_times_what_prose_does(piece: str) -> None:
    prose = seconds(fill(PROSE, 16 * KIB), 3)
    assert any(seconds(fill(piece, 16 * KIB), 2) <= 100 * prose for _ in range(3))
