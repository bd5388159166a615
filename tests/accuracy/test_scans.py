"""A printed chain that was scanned is read as the text is, or the words that differ are said to be unsure."""

from __future__ import annotations

import pytest

from tests.accuracy.scans import CHAIN, LEAST, LEAST_BODIES, measure
from threadparse.readers.ocr import tesseract


@pytest.mark.slow
@pytest.mark.skipif(tesseract() is None, reason="Tesseract is not installed")
@pytest.mark.parametrize("painting", LEAST)
def test_the_messages_of_a_scan_are_those_of_the_text(painting: str) -> None:
    outcome = measure(CHAIN.read_text(encoding="utf-8"), painting)
    assert outcome.messages[0] == outcome.messages[1]
    assert outcome.right >= LEAST[painting]
    assert outcome.bodies >= LEAST_BODIES
    assert [row for row in outcome.wrong if not row[-1]] == []
