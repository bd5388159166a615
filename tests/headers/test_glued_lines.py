"""Headers glued to words: the quotation that begins behind "wrote:" on the same line is somebody's message."""

from __future__ import annotations

import pytest

from threadparse import parse

ATTRIBUTION = "On Wed, Jan 4, 2023 12:34 AM, Bob Roe <bob@b.example> wrote:"


@pytest.mark.parametrize(
    ("source", "older", "newer"),
    [
        pytest.param(f"new\n\n{ATTRIBUTION}> old\n> older\n", "old\nolder", "new", id="mark"),
        pytest.param(f"new\n\n{ATTRIBUTION} > old\n> older\n\nmore\n", "old\nolder", "new\n\nmore", id="blank, mark"),
        pytest.param(f"new\n\n{ATTRIBUTION}> old\nolder\n", "old\nolder", "new", id="the marks below were lost"),
        pytest.param(f"new\n\n> {ATTRIBUTION}> old\n>> older\n", "old\nolder", "new", id="one level deep"),
        pytest.param(f"new\n\n{ATTRIBUTION}   old\nolder\n", "old\nolder", "new", id="Yahoo's blanks"),
    ],
)
def test_words_behind_an_attribution_are_the_older_message(source: str, older: str, newer: str) -> None:
    bodies = {message.sender.name if message.sender else None: message.body for message in parse(source).messages}
    assert bodies == {None: newer, "Bob Roe": older}


@pytest.mark.parametrize(
    "source",
    [
        "See bob@b.example, note:> the sign means greater.\n",
        "Write to <bob@b.example>: > 5 items need two people, on 4 Jan 2023.\n",
        "On Wed, Jan 4, 2023 12:34 AM, the office wrote:> old\n",
    ],
)
def test_a_mark_behind_other_words_cuts_nothing(source: str) -> None:
    assert [message.body for message in parse(source).messages] == [source.strip()]
