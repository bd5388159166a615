"""What fuzzing found stays mended, and a minute of it finds nothing new (``tests/fuzz.py``)."""

from __future__ import annotations

import random

import pytest

from tests.fuzz import crash_of, kept, mutated, seeds

KEPT = list(kept())


@pytest.mark.parametrize(("form", "data"), KEPT, ids=[f"{form}-{number}" for number, (form, _) in enumerate(KEPT)])
def test_what_crashed_once_is_read_or_said(form: str, data: bytes) -> None:
    assert crash_of(form, data) is None


@pytest.mark.slow
def test_sound_files_of_all_formats_changed_by_their_structure() -> None:
    chance, known = random.Random(5), seeds()
    cheap = [form for form in known if form not in ("pdf", "tnef", "7z")]
    for _ in range(6_000):
        form = chance.choice(cheap)
        data = mutated(chance.choice(known[form]), chance, chance.choice(known[form]))
        assert crash_of(form, data) is None, (form, data)
