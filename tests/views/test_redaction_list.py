"""What the check of bars says of several documents."""

from __future__ import annotations

import pytest

from threadparse.document import Note
from threadparse.views.redaction_list import check_lines
from threadparse.views.redaction_log import Logged


def logged(*codes: str) -> list[Logged]:
    """Return documents, each with one note or, if its code is empty, none."""
    return [
        Logged(f"{number}.pdf", [], [], [Note(code, "warning", "Words.", None)] if code else [], {})
        for number, code in enumerate(codes, 1)
    ]


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ([], "Nothing was checked."),
        (["pdf.covered-unchecked"], "Nothing was checked."),
        (["", ""], "No words lie under a bar in 2 documents."),
        (["", "pdf.covered-unchecked", "pdf.scanned"], "No words lie under a bar in 2 documents."),
        (["", "pdf.covered-text"], "Words lie under bars in 1 of 2 documents and can be copied out of the file."),
        (["pdf.covered-read"] * 2, "Words lie under bars in 2 of 2 documents and can be copied out of these files."),
    ],
)
def test_the_check_says_in_how_many_documents_words_lie_under_bars(codes: list[str], said: str) -> None:
    lines = list(check_lines(logged(*codes)))
    assert said in lines
    assert sum("bar" in line or "checked." in line for line in lines) == 1
