"""Errors keep what they say."""

from __future__ import annotations

import pickle

import pytest

from threadparse import InputError, LimitError


@pytest.mark.parametrize(
    "error", [InputError("a.txt", "is gone"), LimitError("a.pdf", "3 pages", "max_pages", "split it, or")]
)
def test_errors_cross_processes_whole(error: InputError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
