"""Dates as scans print them: glued, split and misread, read only as far as nothing in the field contradicts them."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest

from threadparse import Document, parse
from threadparse.locales.lexicon import load_table
from threadparse.values.dates.read import _ABROAD, _ODD_PERIOD, _ODD_PERIOD_ABROAD
from threadparse.values.dates.tokens import mend_names, read_tokens

#: The field, the date, and the codes of notes on it.
FIELDS = [
    ("Sunday, AprI110, 2011 06:48 AM", "2011-04-10T06:48", []),
    ("Saturday, April Z 2011 4:04 PM", "2011-04-02T16:04", []),
    ("Monday Se tember 27, 2010 12:51 PM", "2010-09-27T12:51", []),
    ("Thursday, De cember 13, 2012 11:12 AM", "2012-12-13T11:12", []),
    ("Saturday, September 15, 2912 06:41 PM", "2012-09-15T18:41", []),
    ("Wed, May 13, 2009 10:24 prn", "2009-05-13T22:24", []),
    ("Fri, Oct 8, 2010 4:37 p.", "2010-10-08T16:37", []),
    ("Wednesday, August 8, 2012 6:51 M", "2012-08-08", ["date.partial"]),
    ("Thursday 2g October 2009 17:46", "2009-10-29T17:46", []),
    ("Mon Oct 3| 16:20:04 2011", "2011-10-31T16:20:04", []),
    ("Thursday 20 January 2011 |0:55", "2011-01-20T10:55", []),
    ("Tue Jun 1S 17:38:34 2010", "2010-06-15T17:38:34", []),
    ("Fri, Jan 9, 2009 1U:27 am", "2009-01-09T10:27", []),
    ("Mon Jan 1g 01:42:56 2009", "2009-01-19T01:42:56", []),
    ("Wecl, Aug 1, 20 12 5:24 am", None, ["date.unreadable"]),
    ("Thursday 1 9 March 2009 12:09", "2009-03", ["date.partial"]),
    ("Sun, Ma  14, 2010 10:32 pm", None, ["date.unreadable"]),
    ("Sun, 11 .ct 2009 06:24:18 +0000", None, ["date.unreadable"]),
    ("Fi, 13 Aug 2012 15:21:28 +0000", "2012-08-13T15:21:28+00:00", ["date.weekday"]),
    ("Den 24. nov. 2025 kl. 10.00", "2025-11-24T10:00", []),
]


@pytest.mark.parametrize("unit", [row["text"] for row in load_table("misreadings")["behind_figures"]])
def test_debris_before_each_unit_is_looked_for(unit: str) -> None:
    assert unit.isascii() or unit in _ABROAD
    pattern = _ODD_PERIOD if unit.isascii() else _ODD_PERIOD_ABROAD
    assert re.search(pattern, f"2020?{unit}") is not None
    assert re.search(pattern, f"2020 {unit}") is None


@pytest.mark.parametrize(("written", "date", "codes"), FIELDS, ids=[row[0] for row in FIELDS])
def test_a_field_gives_what_nothing_in_it_contradicts(written: str, date: str | None, codes: list[str]) -> None:
    document = _with_date(written)
    assert document.messages[0].date == date
    assert [note.code for note in document.notes if note.code.startswith("date.")] == codes


def test_a_mended_name_leaves_the_line_as_it_is_written() -> None:
    """The tokens of a line are kept for the next step, which knows nothing of slips."""
    tokens = read_tokens("3 Novenber 2021")
    mended = mend_names(tokens)
    assert mended is not None
    assert [[token.key for token in text.tokens] for text in (tokens, mended)] == [
        ["3", "novenber", "2021"],
        ["3", "november", "2021"],
    ]


def test_what_a_scan_does_to_dates_is_never_a_wrong_date_in_silence() -> None:
    chance = random.Random(20)
    results: Counter[str] = Counter()
    for _ in range(600):
        moment = datetime(2009, 1, 1) + timedelta(seconds=chance.randrange(4 * 365 * 86_400))
        written, precision = chance.choice(WRITERS)(moment)
        for _ in range(chance.choice((1, 1, 1, 2))):
            written = chance.choice(SLIPS)(written, chance)
        document = _with_date(written)
        noted = any(note.code.startswith("date.") for note in document.notes)
        date, true = document.messages[0].date, moment.isoformat(timespec=precision)
        results["right" if date == true else "noted" if noted else f"in silence: {written} is no {date}"] += 1
    assert results["right"] + results["noted"] == 600, results
    assert results["right"] >= 390  # two in three


def _with_date(written: str) -> Document:
    return parse(f"From: Mona Rill <mona@rill.example>\nSent: {written}\nTo: Bo Fenn\nSubject: Buoys\n\nThey float.\n")


def _outlook(moment: datetime) -> tuple[str, str]:
    return f"{moment:%A, %B} {moment.day}, {moment:%Y %I:%M %p}", "minutes"


def _c_library(moment: datetime) -> tuple[str, str]:
    return f"{moment:%a %b %d %H:%M:%S %Y}", "seconds"


def _day_first(moment: datetime) -> tuple[str, str]:
    return f"{moment:%A} {moment.day} {moment:%B %Y %H:%M}", "minutes"


def _short(moment: datetime) -> tuple[str, str]:
    return f"{moment:%a, %b} {moment.day}, {moment:%Y} {moment.hour % 12 or 12}:{moment:%M %p}", "minutes"


WRITERS = [_outlook, _c_library, _day_first, _short]
LOOKS: dict[str, Sequence[str]] = {
    "0": "OoUQ", "1": "Iil|", "2": "Z", "5": "S", "6": "b", "8": "B", "9": "g",
    "m": ["rn", "nn"], "n": ["ii", "r"], "u": ["ti", "ii"], "e": "co", "b": "ho", "r": "nt", "c": "eo", "t": "lf",
    "y": "v", "o": "ce0", "S": "5", "i": "l1j", "a": "so", "d": ["cl"], "h": "b", "p": "n", "v": "y", "l": "I1",
}  # fmt: skip


def _replaced(written: str, chance: random.Random, may: Callable[[int], bool], by: Callable[[str], str]) -> str:
    places = [at for at in range(len(written)) if may(at)]
    if not places:
        return written
    at = chance.choice(places)
    return written[:at] + by(written[at]) + written[at + 1 :]


def _misread(written: str, chance: random.Random) -> str:
    return _replaced(written, chance, lambda at: written[at] in LOOKS, lambda letter: chance.choice(LOOKS[letter]))


def _lost(written: str, chance: random.Random) -> str:
    return _replaced(written, chance, lambda at: written[at].isalpha(), lambda _: chance.choice(("", " ", ".")))


def _glued(written: str, chance: random.Random) -> str:
    return _replaced(written, chance, lambda at: written[at] == " ", lambda _: "")


def _split(written: str, chance: random.Random) -> str:
    return _replaced(written, chance, lambda at: written[at : at + 2].isalnum(), lambda letter: f"{letter} ")


def _mark(written: str, chance: random.Random) -> str:
    return _replaced(written, chance, lambda at: written[at] in ",:", lambda _: chance.choice((".", ";", " ", "", "-")))


SLIPS = [_misread, _misread, _misread, _lost, _glued, _split, _mark]
