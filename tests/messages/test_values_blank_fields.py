"""An address field in which nothing stands is blank, and blacked out only where the text says so."""

from __future__ import annotations

import pytest

import threadparse

BELOW = "From: Nia Moss <nia@slate.example>\nSent: 4 March 2019 08:30\nTo:{to}\nSubject: Lamps\n\nWhere are they?\n"
HIDDEN = "From: Redacted\nSent: 5 March 2019 09:10\nTo: Redacted\nSubject: RE: Lamps\n\nIn the loft.\n\n"


def _recipients(text: str) -> list[bool]:
    """Whether each recipient of the oldest message is blacked out."""
    return [mailbox.redacted for mailbox in threadparse.parse(text).threads[0].messages[0].to]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(BELOW.format(to=""), [], id="blank"),
        pytest.param(BELOW.format(to=" " * 60 + "B6"), [True], id="code beside it"),
        pytest.param(BELOW.format(to="\n" + " " * 60 + "B6"), [True], id="code in the margin below"),
        pytest.param(HIDDEN + BELOW.format(to=""), [True], id="the field is blacked out above"),
        pytest.param(HIDDEN.replace("To: Redacted", "To: Bo") + BELOW.format(to=""), [], id="another field is"),
        pytest.param("RELEASE IN FULL\n\n" + HIDDEN + BELOW.format(to=""), [], id="released in full"),
        pytest.param("RELEASE IN PART B6\n\n" + HIDDEN + BELOW.format(to=""), [True], id="released in part"),
    ],
)
def test_a_blank_recipient(text: str, expected: list[bool]) -> None:
    assert _recipients(text) == expected


def test_a_blank_sender_is_null() -> None:
    text = "From:\nSent: 4 March 2019 08:30\nTo: Nia Moss\nSubject: Lamps\n\nWhere are they?\n"
    assert threadparse.parse(text).threads[0].messages[0].sender is None
