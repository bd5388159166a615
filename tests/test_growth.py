"""Time grows with the text and no faster, whatever the text is made of: nobody can stop a batch with one file."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

from threadparse import parse

KIB = 1024
HEADER = (
    "From: Ann Alder <ann@alder.example>\nSent: 6 May 2021 09:00\nTo: Bob <bob@birch.example>\nSubject: RE: Tides\n\n"
)
BODY = "Dear Bob,\n\nthe tide is late again, nobody knows why.\n\nKind regards,\nAnn\n\n"
WROTE = "On Thu, Mar 14, 2024 at 9:05 AM Ann Alder <ann@alder.example> wrote:\n"

#: Repeated as often as fits. The first four are the shapes that the promise names.
PROMISED = {
    "a long chain": HEADER + BODY,
    "quotes 40 deep": "".join(f"{'>' * depth} {WROTE}{'>' * depth}> late again\n" for depth in range(40)),
    "one endless line": "the tide is late again ",
    "lines of quote marks": ">\n",
}
PIECES = {
    "quote marks": ">",
    "quote marks, 40 a line": ">" * 40 + "\n",
    "quotes that come and go": ">> late\n> again\nlate\n",
    "on … at … without end": " on Thursday at 9 ",
    "on … at …, a line each": "On Thu, Mar 14, 2024 at 9:05 AM Ann\n",
    "attributions": WROTE,
    "verbs of attributions": "Ann wrote:\n",
    "verbs on one line": " wrote:",
    "labels": "From:\n",
    "labels of all fields": "From:\nTo:\nSubject:\nDate:\n",
    "labels on one line": "From: To: Sent: ",
    "labels with words": "To: Ann Alder\n",
    "labels with addresses": "From: Ann <ann@alder.example>\n",
    "fields of no client": "Alpha: beta\n",
    "colons": ":",
    "colons, one a line": ":\n",
    "separators": "-----Original Message-----\n",
    "banners": "-------- Forwarded by Ann Alder on 03/05/2001 08:12 AM --------\n",
    "wrapped banners": "-------- Forwarded by Ann Alder\non 03/05/2001 08:12 AM --------\n",
    "rules": "_" * 32 + "\n",
    "dashes": "-",
    "dashes, two a line": "--\n",
    "round brackets": "(",
    "square brackets": "[",
    "angles": "<",
    "links": "[x](",
    "stars": "*a ",
    "bold labels": "**From:** x\n",
    "entities": "&lt;",
    "digits": "1234567890",
    "dates": "12/03/2021\n",
    "times": "10:10 ",
    "date words": "Monday March May Thursday ",
    "blank lines": "\n",
    "carriage returns": "\r",
    "tabs": "\t",
    "soft line ends": "x" * 72 + "=\n",
    "no-break spaces": "\xa0",
    "form feeds": "\f\n",
    "bidi marks": "\u200f",
    "page stamps": "UNCLASSIFIED Case No. F-2014-1 Doc No. C05 Date: 06/30/2015\n",
    "margin codes": "From:" + " " * 60 + "B6\n",
    "greetings": "Dear Ann,\n",
    "closings": "Kind regards,\n",
    "signature separators": "-- \n",
    "black squares": "█",
    "redactions": "From: [REDACTED]\n",
    "Notes leads": "Ann Alder\n03/04/2001 06:45 PM\nTo: Bob\ncc: \nSubject: x\n\n",
    "Chinese": "的",
}
#: Repeated inside one field of a header.
VALUES = {
    "To: commas": ("To", "Ann, "),
    "To: folded addresses": ("To", "Ann Alder <ann@alder.example>;\n"),
    "To: quotation marks": ("To", '"'),
    "To: angles": ("To", "<"),
    "Subject: prefixes": ("Subject", "Re: "),
    "Subject: tags": ("Subject", "[a] "),
    "Date: words": ("Date", "3 May "),
}
#: What stands before a run, the run, and what stands behind it: an ending that fails makes a pattern try again.
RUNS = {
    "dashes in a quotation": ("hello\n> ", "-", "x"),
    "blanks within a letter": ("3 May 2020\n", " ", "x\nDear Bob,\n"),
    "blanks between words of a letter": ("3 May 2020\n\nx", " ", "x\n\nDear Bob,\n"),
    "dots behind an address": ("From: Ann <ann@alder.example>\nTo: x@", ".", "a\nSubject: x\n"),
    "addresses without an end": ("From: Ann <ann@alder.example>\nTo: x\n", "a@", " a\nSubject: x\n"),
    "colons of a label": ("From: Ann <ann@alder.example>\nSubject", " ", "x: y\n"),
    "stars before a label": ("hello\n", "*", " From: x\n"),
    "brackets of a zone": ("Date: 3 May 2020 10:00 ", "(", "x\n"),
}


def fill(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def within_field(field: str, piece: str, size: int) -> str:
    return f"From: Ann <ann@alder.example>\n{field}: {fill(piece, size)}\nCc: Bob\n\nHello.\n"


def within_line(before: str, run: str, behind: str, size: int) -> str:
    return before + fill(run, size) + behind


def seconds(text: str, repeats: int) -> float:
    """Processor time of a parse, the best of a few, without the garbage collector (as ``timeit`` measures)."""
    best = float("inf")
    for _ in range(repeats):
        gc.collect()
        gc.disable()
        begun = time.process_time()
        parse(text)
        best = min(best, time.process_time() - begun)
        gc.enable()
    return best


def grows_linearly(make: Callable[[int], str], size: int, *, limit: float) -> bool:
    """Whether sixteen times the text takes at most ``limit`` times as long, in one of three trials.

    A tenth of a second is allowed to the other work on the machine.
    """
    return any(seconds(make(16 * size), 1) <= limit * seconds(make(size), 2) + 0.1 for _ in range(3))


def telling_size(make: Callable[[int], str]) -> int:
    """A size whose time can be measured; none needs more than the 64 KiB of the promise."""
    size = KIB
    while size < 64 * KIB and seconds(make(size), 1) < 0.02:
        size *= 2
    return size


@pytest.fixture(autouse=True, scope="module")
def _warm() -> None:
    """Tables are loaded once, by the first text."""
    parse(HEADER + BODY + WROTE + "> 3 May 2021")


@pytest.mark.parametrize("piece", PROMISED.values(), ids=PROMISED)
def test_a_mebibyte_takes_eighteen_times_as_long_as_64_kibibytes(piece: str) -> None:
    assert grows_linearly(lambda size: fill(piece, size), 64 * KIB, limit=18)


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_no_shape_of_text_takes_more_than_its_share(piece: str) -> None:
    def make(size: int) -> str:
        return fill(piece, size)

    assert grows_linearly(make, telling_size(make), limit=24)


@pytest.mark.parametrize(("field", "piece"), VALUES.values(), ids=VALUES)
def test_no_value_of_a_field_takes_more_than_its_share(field: str, piece: str) -> None:
    def make(size: int) -> str:
        return within_field(field, piece, size)

    assert grows_linearly(make, telling_size(make), limit=24)


@pytest.mark.parametrize(("before", "run", "behind"), RUNS.values(), ids=RUNS)
def test_no_run_within_a_line_takes_more_than_its_share(before: str, run: str, behind: str) -> None:
    def make(size: int) -> str:
        return within_line(before, run, behind, size)

    assert grows_linearly(make, telling_size(make), limit=24)
