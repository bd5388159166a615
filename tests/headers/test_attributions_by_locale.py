"""Every attribution pattern of every locale is found, and its sender and date are read; running text is none."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import pytest
from tests.locales.renderer import NAMES, RECORDS, Person, attribution
from tests.readable import in_source_order
from tests.rows import check_rows, sampled

from threadparse import parse

Row = dict[str, Any]

OUTER = "Thank you, that is fine.\nWe go on Monday.\n"
OLDER = "A first line of older words.\nAnd one more of them.\n"
QUOTED = "> A first line of older words.\n> And one more of them.\n"
#: Clients that leave the older words without marks.
UNMARKED = ("groupwise", "yahoo", "zimbra", "lotus")
#: No client folds a line before this column, nor leaves a longer rest.
FIRST_FOLD, LONGEST_REST = 20, 76

#: Own words in the language of the row, where it has no words itself: in English a heading looks the same.
WORDS = {"uk": "Дякую, усе гаразд.\nПродовжимо в понеділок.\n"}
#: A header block rather than a line.
BLOCKS = [
    (locale, row) for locale, r in RECORDS.items() for row in r.get("attributions", []) if "{to}" in row["pattern"]
]


#: Locale → the rows that are one line or two.
ROWS: dict[str, list[Row]] = {
    locale: lines
    for locale, record in RECORDS.items()
    if (lines := [row for row in record.get("attributions", []) if "{to}" not in row["pattern"]])
}
EVERY_LOCALE = pytest.mark.parametrize("locale", ROWS)
#: The same without those of Groupwise, which has marks of its own (>>>).
UNLIKE_QUOTES: dict[str, list[Row]] = {
    locale: unlike for locale, rows in ROWS.items() if (unlike := [row for row in rows if row["client"] != "groupwise"])
}


def own_words(locale: str, row: Row) -> str:
    """What the author of the outer message wrote above a row."""
    return WORDS[locale] if row["pattern"] == "{name}:" else OUTER


def check(text: str, row: Row, person: Person, wanted: str | None, *, own: str = OUTER, count: int = 2) -> None:
    """The last message of a text has the attribution's sender and date, and the older words alone."""
    found = in_source_order(parse(text).messages)
    assert len(found) == count, text
    outer, last = found[-2:]
    assert (outer.body, last.body) == (own.strip(), OLDER.strip()), text
    named, addressed = (re.search(rf"\{{({part}|from)\}}", row["pattern"]) for part in ("name", "address"))
    if person is NAMES["redacted"]:
        assert not (named or addressed) or (last.sender and last.sender.redacted), text
    else:
        assert not named or (last.sender and last.sender.name == person.name), text
        assert not addressed or (last.sender and last.sender.address == person.address), text
    if wanted:
        assert (last.date or "")[: len(wanted)] == wanted, text


@EVERY_LOCALE
@sampled(5)
def test_it_is_found_above_quoted_lines(locale: str, step: int) -> None:
    def found(row: Row, name: str, blank: str) -> None:
        text, wanted = attribution(row, locale, NAMES[name])
        own = own_words(locale, row)
        check(f"{own}\n{text}\n{blank}{QUOTED}", row, NAMES[name], wanted, own=own)

    check_rows(found, list(product(ROWS[locale], NAMES, ["", "\n"]))[::step])


def test_it_is_found_above_unmarked_lines_where_the_client_leaves_them_so() -> None:
    def found(locale: str, row: Row) -> None:
        text, wanted = attribution(row, locale, NAMES["plain"])
        check(f"{OUTER}\n{text}\n\n{OLDER}", row, NAMES["plain"], wanted)

    rows = [(locale, row) for locale, lines in ROWS.items() for row in lines]
    check_rows(found, [case for case in rows if any(mark in case[1]["client"] for mark in UNMARKED)])


def folds(text: str) -> list[str]:
    """A line broken at a blank, at up to three places where a client may fold it."""
    blanks = [match.start() for match in re.finditer(" ", text)]
    blanks = [at for at in blanks if at >= FIRST_FOLD and len(text) - at < LONGEST_REST]
    chosen = sorted({blanks[0], blanks[len(blanks) // 2], blanks[-1]}) if blanks else []
    return [f"{text[:at]}\n{text[at + 1 :]}" for at in chosen]


@pytest.mark.parametrize("locale", UNLIKE_QUOTES)
def test_it_is_found_when_the_client_folded_it(locale: str) -> None:
    """The rest of Groupwise's line would begin or end with its own >>>."""

    def found(row: Row) -> None:
        text, wanted = attribution(row, locale, NAMES["plain"])
        for folded in folds(text):
            check(f"{OUTER}\n{folded}\n{QUOTED}", row, NAMES["plain"], wanted)

    check_rows(found, UNLIKE_QUOTES[locale])


@pytest.mark.parametrize("locale", UNLIKE_QUOTES)
def test_it_is_found_one_level_deeper(locale: str) -> None:
    """Groupwise's marks cannot be told from quote marks below another one."""

    def found(row: Row) -> None:
        text, wanted = attribution(row, locale, NAMES["plain"])
        own = own_words(locale, row)
        quoted = "".join(f"> {line}\n" for line in f"{own}\n{text}\n{QUOTED}".splitlines())
        above = "Seen.\n\nOn Wed, Apr 30, 2025 at 1:00 PM, Bob Poe <bob@example.org> wrote:\n\n"
        check(above + quoted, row, NAMES["plain"], wanted, own=own, count=3)

    check_rows(found, UNLIKE_QUOTES[locale])


@pytest.mark.parametrize(("locale", "row"), BLOCKS, ids=[row["client"] for _, row in BLOCKS])
def test_a_pattern_of_several_fields_is_read_as_a_header_block(locale: str, row: Row) -> None:
    text, wanted = attribution(row, locale, NAMES["plain"])
    outer, last = in_source_order(parse(f"{OUTER}\n{text}\n\n{OLDER}").messages)
    assert (outer.body, last.body) == (OUTER.strip(), OLDER.strip())
    assert last.sender is not None
    assert (last.sender.address, last.subject, last.date) == (NAMES["plain"].address, "Footbridge", wanted)
    assert [mailbox.address for mailbox in last.to] == ["bob@example.org"]


@pytest.mark.parametrize("name", ["Eve Blanc", "Noon Khan", "Del Rey", "April Jones", "Jan Wit", "Mai Lan"])
@pytest.mark.parametrize(
    "pattern",
    [
        "On 5 May 2020 at 10:00, {} wrote:",
        "On Tue, May 5, 2020 at 10:00 AM, {} wrote:",
        "Le 05/05/2020 10:00, {} a écrit :",
        "In message <5EB1.1@x.example>, {} writes:",
    ],
)
def test_a_first_name_stays_though_some_clock_or_calendar_has_the_word(pattern: str, name: str) -> None:
    older = in_source_order(parse(f"{OUTER}\n{pattern.format(name)}\n{QUOTED}").messages)[1]
    assert older.sender is not None
    assert older.sender.name == name


def test_no_pattern_is_left_out() -> None:
    rows = sum(map(len, ROWS.values()))
    assert rows + len(BLOCKS) == sum(len(record.get("attributions", [])) for record in RECORDS.values()) > 1130
