"""Each rule changes a chain of the test data: what no chain needs would not be missed, and goes."""

from __future__ import annotations

import pytest

from tests.accuracy.rules import SWITCHES, chains, changed, parsed

TEXTS = chains([])


@pytest.fixture(scope="module")
def whole() -> dict[str, str]:
    """What all rules give of the chains."""
    return parsed(TEXTS)


@pytest.mark.parametrize("name", SWITCHES)
def test_a_chain_needs_the_rule(name: str, whole: dict[str, str]) -> None:
    assert changed(name, TEXTS, whole)
