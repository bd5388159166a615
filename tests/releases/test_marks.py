"""The marks that stand for blacked-out words: the search for them is linear, however hostile the text."""

from __future__ import annotations

import pytest

from tests.growth import grows_linearly, repeated
from threadparse.releases.marks import find_marks, find_value_marks


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["[Redacted] ", "(b)(6) and ", "[ redacted ", "x x x "])
def test_a_long_line_takes_linear_time(piece: str) -> None:
    assert grows_linearly(find_marks, repeated(piece), size=4_096)


@pytest.mark.slow
def test_a_long_list_of_mailboxes_takes_linear_time() -> None:
    assert grows_linearly(find_value_marks, repeated("Redacted; "), size=4_096)
