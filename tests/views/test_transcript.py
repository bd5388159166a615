"""Transcripts in markdown."""

from __future__ import annotations

import pytest

from tests.views.documents import document, footbridge, message, thread_of
from threadparse.views.places import Places
from threadparse.views.transcript import transcript


def test_a_short_chain_is_told_in_order() -> None:
    chain, text = footbridge()
    lines = "".join(transcript([(text, chain)])).split("\n")
    assert lines[:10] == [
        "# Mill Lane footbridge",
        "",
        "4 messages · Sun 10 Mar – Thu 14 Mar 2024 (4 days) · chain.txt",
        "",
        "## 1. Parish Clerk (clerk@nether-harrow.example), Sun 10 Mar 2024, 19:30",
        "",
        r"To: \[redacted\]  ",
        "Lines 29–34",
        "",
        "The footbridge at Mill Lane was fenced off this afternoon. There is no sign that says why.",
    ]
    assert "Forward of message 1  " in lines


def test_the_lines_of_a_text_are_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    chain, text = footbridge()
    counted: list[str] = []

    class Counted(Places):
        def __init__(self, text: str) -> None:
            counted.append(text)
            super().__init__(text)

    monkeypatch.setattr("threadparse.views.transcript.Places", Counted)
    "".join(transcript([(text, chain)]))
    assert counted == [text]


def test_mail_is_no_mark_up() -> None:
    hostile = "# Not a heading\n<script>alert(1)</script>\n[a](http://b.example) *c* `d` _e_\n- an item\n1. first\n---"
    shown = "".join(transcript([("", document("", [thread_of(message(body=hostile))]))]))
    for line in (
        r"\# Not a heading",
        r"\<script\>alert(1)\</script\>",
        r"\[a\](http://b.example) \*c\* \`d\` \_e\_",
        "- an item",
        r"--\-",
    ):
        assert line in shown
