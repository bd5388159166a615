"""Time grows with the text and no faster, whatever the text is made of: nobody can stop a batch with one file."""

from __future__ import annotations

import pytest

from bench.shapes import BODY, HEADER, PIECES, PROMISED, PROSE, RUNS, VALUES, WROTE, fill, within_field, within_line
from tests.growth import KIB, grows_linearly, processor_seconds
from threadparse import parse

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True, scope="module")
def _warm() -> None:
    """Tables are loaded once, by the first text."""
    parse(HEADER + BODY + WROTE + "> 3 May 2021")


@pytest.mark.parametrize("piece", PROMISED.values(), ids=PROMISED)
def test_a_mebibyte_takes_eighteen_times_as_long_as_64_kibibytes(piece: str) -> None:
    assert grows_linearly(parse, lambda size: fill(piece, size), size=64 * KIB, limit=18)


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_no_shape_of_text_takes_more_than_its_share(piece: str) -> None:
    def make(size: int) -> str:
        return fill(piece, size)

    assert grows_linearly(parse, make)


@pytest.mark.parametrize(("field", "piece"), VALUES.values(), ids=VALUES)
def test_no_value_of_a_field_takes_more_than_its_share(field: str, piece: str) -> None:
    def make(size: int) -> str:
        return within_field(field, piece, size)

    assert grows_linearly(parse, make)


@pytest.mark.parametrize(("before", "run", "behind"), RUNS.values(), ids=RUNS)
def test_no_run_within_a_line_takes_more_than_its_share(before: str, run: str, behind: str) -> None:
    def make(size: int) -> str:
        return within_line(before, run, behind, size)

    assert grows_linearly(parse, make)


@pytest.mark.parametrize(
    ("line", "limit"),
    [
        ("Am 1. Januar 2024 schrieb A1:", 10),
        ("Am {day}. Januar {year} schrieb A{at}:", 40),
        ("On {day} May {year}, Jane Roe{at} wrote:", 40),
        ("El {day}/5/{year}, Jane Roe{at} escribió:", 40),
        ("Item {at} of {year} was sent to Jane Roe:", 40),
    ],
)
def test_lines_like_an_attribution_that_nothing_confirms_cost_little(line: str, limit: int) -> None:
    text = "\n".join(line.format(at=at, day=at % 28 + 1, year=2000 + at % 24) for at in range(500))
    prose = processor_seconds(parse, fill(PROSE, len(text)), 3)
    assert any(processor_seconds(parse, text, 2) <= limit * prose for _ in range(3))


@pytest.mark.parametrize("piece", (PROMISED | PIECES).values(), ids=[*PROMISED, *PIECES])
def test_no_shape_of_text_costs_a_hundred_times_what_prose_does(piece: str) -> None:
    prose = processor_seconds(parse, fill(PROSE, 16 * KIB), 3)
    assert any(processor_seconds(parse, fill(piece, 16 * KIB), 2) <= 100 * prose for _ in range(3))
