"""Rows of data in one test: each is checked, and the test fails with all that are wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import pytest

__all__ = ["check_rows", "each_row", "sampled"]

Check = Callable[..., None]


def check_rows(check: Check, rows: Iterable[Any]) -> None:
    """Check all rows, and report each that is wrong: a test of its own for each would cost more than its check.

    Args:
        check: What raises for a wrong row.
        rows: The argument of each call, or a tuple of its arguments.

    Raises:
        AssertionError: If a row is wrong, or if there is none.
    """
    listed = list(rows)
    assert listed, "no rows"
    wrong = []
    for row in listed:
        try:
            check(*(row if isinstance(row, tuple) else (row,)))
        except Exception as error:  # a row that cannot be read at all is reported beside the others
            wrong.append(f"{row}\n{type(error).__name__}: {error}")
    assert not wrong, "\n\n".join([f"{len(wrong)} of {len(listed)} rows are wrong:", *wrong])


def each_row(rows: Iterable[Any]) -> Callable[[Check], Callable[[], None]]:
    """Make one test of a check of a row.

    Args:
        rows: What ``check_rows`` takes.
    """
    listed = list(rows)

    def of_all(check: Check) -> Callable[[], None]:
        @wraps(check)
        def test() -> None:
            check_rows(check, listed)

        del test.__wrapped__  # pytest would ask it for fixtures
        return test

    return of_all


def sampled(step: int) -> pytest.MarkDecorator:
    """Give a test the argument ``step``: every nth row among the quick tests, and each row among the slow ones.

    Args:
        step: The distance between two rows of the sample. It should have no divisor in common with the length of
            what repeats in the rows, so that the sample has some of all.
    """
    every = [pytest.param(step, id="sample"), pytest.param(1, id="all", marks=pytest.mark.slow)]
    return pytest.mark.parametrize("step", every)
