"""Labels: the short ways to one find what the long way finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadparse.headers import labels
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.headers.labels import glued_labels
from threadparse.lines.lines import cut_lines

PIECES = (
    "Ann",
    "To:",
    "to: ",
    "Subject:",
    "CETBetreff: ",
    "Sent by",
    "  ",
    " ",
    "/ ",
    "x-",
    "**",
    "Réf :",
    "a",
    "é",
    "9:05 AM",
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_labels_are_looked_for_where_their_letters_are(value: str) -> None:
    found = glued_labels(value)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(labels, "_may_begin", lambda text: range(len(text)))
        assert glued_labels(value) == found
    assert glued_labels(value, fewest=2) in (found, [])


def test_a_line_that_comes_again_is_read_once() -> None:
    labels = LabelledLines.of(cut_lines("To: Bob\nTo: Ann\n" * 9)).labels
    assert len({id(label) for label in labels.values()}) == 2
