"""The count of what a release leaves in messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.accuracy.releases import faults, main
from threadparse import parse

_SUBJECT = "Weir at the upper end of the meadow"
_BELOW = f"From: Bo Birch\nSent: 4 May 2021 10:00\nTo: Ann Alder\nSubject: {_SUBJECT}\n\n"
_ABOVE = f"From: Ann Alder\nSent: 5 May 2021 10:00\nTo: Bo Birch\nSubject: Re: {_SUBJECT} is shut\n\n"


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("Thanks, Case No. 4 is closed.\n", []),
        ("Thanks.\n\nDeclassify on: 5/4/2031\n", ["stamp in body"]),
        ("Cc: Cleo\nThanks.\n", []),  # it is a line of the header
        ("is shut\n\nThanks.\n", ["subject cut short"]),
    ],
)
def test_what_is_left_of_a_release_is_counted(body: str, kinds: list[str]) -> None:
    document = parse(f"{_ABOVE}Open it.\n\n{_BELOW}{body}")
    assert [fault.kind for fault in faults("weir.txt", document)] == kinds


def test_folders_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "weir.txt").write_text(f"{_BELOW}Thanks.\n\nDeclassify on: 5/4/2031\n")
    assert main([str(tmp_path), "-v"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "stamp in body: 1 in 1 documents",
        "    weir.txt: Declassify on: 5/4/2031",
        "releases: 1 faults in 1 documents",
    ]
