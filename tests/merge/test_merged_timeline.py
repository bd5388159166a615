"""The timeline of a merge: what is missing, what differs in which copy, and how lines are joined around it."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

import threadparse
from tests.merge.exchange import LETTER, own, parsed, quoted
from tests.rows import each_row
from threadparse.merge.merged_timeline import MergedTimeline
from threadparse.merge.shown_threads import as_document
from threadparse.views.selection import EVERYTHING, Selection


def drawn(selection: Selection = EVERYTHING, width: int = 60, **texts: str) -> str:
    """Merge some texts; return what a terminal shows."""
    merged = threadparse.merge(parsed(**texts))
    console = Console(file=StringIO(), width=width, color_system=None)
    console.print(MergedTimeline(merged, as_document(merged, with_implied=True), selection))
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def test_missing_messages_are_gaps_with_numbers() -> None:
    shown = drawn(reply=quoted().partition("On 12/03")[0])
    assert "1 ┊ - - a message is missing - -\n" in shown
    assert "2 ● Wed 13 Mar 2019, 11:40  ↳ reply to 1\n" in shown
    shown = drawn(reply=quoted())
    assert "1 ┊ Tue 12 Mar 2019, 09:05                       only quoted\n" in shown


def test_words_that_differ_are_marked_where_lines_were_joined() -> None:
    folded = LETTER.replace("before the spring", "before the\nspring")
    other = LETTER.replace("begin before the spring", "[redacted]").replace("4,200", "4,700")
    shown = drawn(own=own(folded), reply=quoted(other))
    assert (
        "The repair of the boathouse costs [4,200] pounds. We can\n  │ not [begin before the spring] tides are over."
        in shown
    )
    assert "  │     has 4,700 for 4,200\n  │     hides begin before the spring\n" in shown


@each_row(
    [
        (Selection(senders=("quill",)), ("2 ●",), ("1 ●", "hold everything")),
        (Selection(pattern=None, newest_first=True), ("1 day 2 h earlier", "hold everything"), ()),
        (Selection(numbers=frozenset(["1"])), ("1 ●", "has 4,700 for 4,200"), ("2 ●",)),
    ]
)
def test_messages_are_chosen_as_in_other_timelines(
    selection: Selection, there: tuple[str, ...], not_there: tuple[str, ...]
) -> None:
    shown = drawn(selection, own=own(), reply=quoted(LETTER.replace("4,200", "4,700")))
    assert [words for words in there if words not in shown] == []
    assert [words for words in not_there if words in shown] == []


def test_what_no_copy_decides_is_noted_with_its_message() -> None:
    shown = drawn(width=100, one=quoted(), two=quoted(LETTER.replace("4,200", "4,700")))
    assert "message 1: As many copies have one reading as another" in shown
