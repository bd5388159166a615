"""The list and the tree."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from tests.fixtures import CHAINS
from tests.views.documents import message
from threadparse.api import document_of
from threadparse.options import ParseOptions
from threadparse.readers.text import from_string
from threadparse.views.entries import Entry
from threadparse.views.listing import Listing, branches
from threadparse.views.selection import Selection


def drawn(answers: list[int | None], *, newest_first: bool = False) -> list[str]:
    """Draw the tree of messages that answer one another."""
    chain = [
        Entry(message(f"m{number}"), number, None, "", answered, new_subject=False, lines=[])
        for number, answered in enumerate(answers, 1)
    ]
    return branches(chain[::-1] if newest_first else chain, "●")


@pytest.mark.parametrize(
    ("answers", "tree"),
    [
        ([None, 1, 2, 3], ["●", "●", "●", "●"]),
        ([None, 1, 1, 1], ["●", "├─●", "├─●", "●"]),
        ([None, 1, 1, 2, 3], ["●", "├─●", "● │", "│ ●", "●"]),
        ([None, None, 1, 2], ["●", "│ ●", "● │", "  ●"]),
        ([None, 1, 2, 1, 3, 1], ["●", "├─●", "│ ●", "├─┼─●", "│ ●", "●"]),
    ],
)
def test_a_straight_chain_stays_flat_and_siblings_branch(answers: list[int | None], tree: list[str]) -> None:
    assert drawn(answers) == tree
    assert drawn(answers, newest_first=True) == tree[::-1]


def test_beyond_six_columns_they_are_counted() -> None:
    rows = drawn([None, *[1] * 9, 2, 3, 4, 5, 6, 7, 8, 9])
    assert all(len(row) <= 16 for row in rows)
    assert any("+2" in row for row in rows)


@pytest.mark.parametrize("tree", [False, True])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(tree: bool, width: int) -> None:
    for path in CHAINS:
        text = from_string(path.read_text(encoding="utf-8"), path.name, ParseOptions())
        console = Console(file=io.StringIO(), width=width, highlight=False)
        found = document_of(text, ParseOptions())
        console.print(Listing(found, text.characters, Selection(), tree=tree, titled=True))
        assert isinstance(console.file, io.StringIO)
        lines = console.file.getvalue().split("\n")
        assert max(map(cell_len, lines)) <= width, path.name
        assert sum(line[:1].isdecimal() or line[:2].strip().isdecimal() for line in lines) >= len(found.messages)


def test_letters_from_right_to_left_do_not_move_the_line_number() -> None:
    hebrew = "\u05e9\u05dc\u05d5\u05dd"
    mail = f"From: {hebrew} <a@b.example>\nTo: Bo\nSubject: x\n\n{hebrew}\n"
    text = from_string(mail, "a.txt", ParseOptions())
    console = Console(file=io.StringIO(), width=80, highlight=False)
    console.print(Listing(document_of(text, ParseOptions()), text.characters, Selection(), tree=False, titled=False))
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().count("\u200e") == 2
