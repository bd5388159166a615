"""Mailboxes in the shapes that clients, exports and OCR leave, by table: ``tests/fixtures/tables/addresses.json``."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures import table
from tests.growth import grows_linearly, repeated
from tests.rows import each_row

from threadparse.values.addresses.read import Address, parse_addresses, parse_blind_copies, parse_mailbox

TABLE: dict[str, list[dict[str, Any]]] = table("addresses")
LISTS = [row for kind, rows in TABLE.items() for row in rows if kind != "senders"]
HOSTILE = [
    '"',
    "<",
    "[",
    "(",
    "a@",
    "@",
    "a,",
    "a: ",
    "x ",
    "[redacted] ",
    "on behalf of ",
    "on   ",
    "\n ",
    "\\",
    "&lt;",
    "B6    ",
]


def _row(mailbox: Address) -> dict[str, Any]:
    row: dict[str, Any] = {"name": mailbox.name, "address": mailbox.address}
    if mailbox.redacted:
        row["redacted"] = True
    return row


@each_row(LISTS)
def test_a_list_is_read_as_the_table_says(row: dict[str, Any]) -> None:
    assert [_row(mailbox) for mailbox in parse_addresses(row["value"])] == row["mailboxes"]


@each_row(TABLE["senders"])
def test_a_sender_is_read_as_the_table_says(row: dict[str, Any]) -> None:
    mailbox = parse_mailbox(row["value"])
    assert mailbox is not None
    assert [_row(mailbox)] == row["mailboxes"]


def test_a_single_mailbox_reads_the_same_in_a_list_and_as_a_sender() -> None:
    for value in ("Roe, Jane <j@x.org>", "'jane@x.org'", "Jane Roe/LON/ACME@ACME", "[redacted]"):
        assert [parse_mailbox(value)] == parse_addresses(value)


def test_an_empty_sender_is_nobody() -> None:
    assert parse_mailbox(" \n ") is None


def test_raw_is_what_stood_there() -> None:
    value = "Jane &lt;a\\_b@x.org&gt;;\n  [redacted]; Bee,\n Bob"
    assert [mailbox.raw for mailbox in parse_addresses(value)] == [
        "Jane &lt;a\\_b@x.org&gt;",
        "[redacted]",
        "Bee, Bob",
    ]


def test_blind_copies_in_the_cc_line_of_notes_are_read_apart() -> None:
    value = "Jane Roe/LON/ACME@ACME (bcc: Bob Bee/LON/ACME)"
    assert [mailbox.name for mailbox in parse_addresses(value)] == ["Jane Roe"]
    assert [mailbox.name for mailbox in parse_blind_copies(value)] == ["Bob Bee"]


def test_thousands_of_recipients_are_all_there() -> None:
    value = ",\n ".join(f'"Roe, Jane {i}" <j{i}@x.org>' for i in range(3000))
    mailboxes = parse_addresses(value)
    assert [mailbox.address for mailbox in mailboxes] == [f"j{i}@x.org" for i in range(3000)]
    assert mailboxes[7].name == "Roe, Jane 7"


@pytest.mark.slow
@pytest.mark.parametrize("unit", HOSTILE, ids=ascii)
def test_time_grows_with_the_length_and_no_faster(unit: str) -> None:
    def read(value: str) -> None:
        parse_addresses(value)
        parse_mailbox(value)

    assert grows_linearly(read, repeated(unit))


@given(st.text(max_size=200) | st.text(alphabet="ab@.,;:<>[]()'\"&lt;\\ \n=09／＜＞，/redacted", max_size=200))
def test_any_text_gives_mailboxes(text: str) -> None:
    for mailbox in [*parse_addresses(text), *filter(None, [parse_mailbox(text)])]:
        assert mailbox.name is None or mailbox.name.strip() == mailbox.name != ""
        assert mailbox.name or mailbox.address or mailbox.redacted
        assert mailbox.raw == " ".join(mailbox.raw.split())
