"""The fast way to a plain mailbox never says anything else than the token reader: it only says it sooner."""

from __future__ import annotations

import json
from itertools import product
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures import FIXTURES, table
from tests.rows import check_rows, sampled

from threadparse.locales.mailbox_words import mailbox_words
from threadparse.values.addresses import read as addresses
from threadparse.values.addresses.read import (
    Address,
    parse_addresses,
    parse_mailbox,
    read_plain_list,
    read_plain_mailbox,
)

ADDRESSES: dict[str, list[dict[str, Any]]] = table("addresses")
REDACTIONS = (FIXTURES / "tables" / "redactions.json").read_text(encoding="utf-8")
PLAIN = [
    "Roe, Jane",
    "Roe,Jane",
    "Jane Roe",
    "Jane M. O'Roe-Bee",
    "jane@x.org",
    "<jane.roe7@mail.x-y.org>",
    "b6@x.org",
    "Jane Roe <j@x.org>",
    "Jane\nRoe < j@x.org >",
    '"Roe, Jane" <j@x.org>',
    '"Roe, Jane (E-mail)" <j@acme.org>',
    "\"'Jane Roe (private)'\" <j@acme.org>",
    "Jane Roe (E-mail)\n<j@acme.org>",
    "Jörg Roe <j@x.org>",
    "'jane@x.org'",
    "\"'j@x.org'\" <j@x.org>",
    '"j@x.org" <j@x.org>',
    "j@x.org [mailto:j@x.org]",
    "Jane Roe (E-mail)",
    "Roe, Jane (E-mail 2)",
    "Roe, Jane (Legal)",
    "Jane Roe/LON/ECT@ECT",
    "Jane Roe/Enron Communications@Enron\nCommunications",
    "Jane Roe/ET&S/Enron@ENRON@LON",
    "Jane Roe@ECT",
    "Jane Roe/LON/ECT",
    "Jane\nRoe/LON/ECT",
    "Roe, Jane [mailto:j@x.org]",
    "'j@x.org' <j@x.org>",
    "Roe, Jane <roej@x.org>",
    "van Roe,\nJane M. <j.roe@x.org>",
    "Lee, Roe, Jane <janeroe@x.org>",
    "Roe, Jane, Dr. <roej@x.org>",
    "Roe, Jane <j@x.org>",
    "Jane Roe, Bob <jane.roe@x.org>",
    "Art <b6@x.org>",
    "Jane Roe namens Bob Bee",
    "Jane Roe on behalf of Bob",
    "Officer",
    "redacted <j@x.org>",
    "name@x.org",
    "x x",
    "X. Roe",
    "Jr.",
]


def agrees(value: str) -> None:
    """Hold what the fast way says of a value against the token reader."""
    listed, single = parse_addresses(value), parse_mailbox(value)
    with (
        patch.object(addresses, "read_plain_list", lambda _: None),
        patch.object(addresses, "read_plain_mailbox", lambda _: None),
    ):
        assert listed == parse_addresses(value), value
        assert single == parse_mailbox(value), value


@pytest.mark.parametrize("separator", [", ", ",", ",\n", "; ", ";\n", " ", "\n", ";;", "   "])
@sampled(7)
def test_plain_lists_are_read_as_by_the_tokens(separator: str, step: int) -> None:
    pairs = [f"{one}{separator}{other}" for one, other in product(PLAIN, PLAIN)][::step]
    check_rows(agrees, [*pairs, *(f"{pair}{separator}" for pair in pairs)])


@sampled(7)
def test_the_table_is_read_as_by_the_tokens(step: int) -> None:
    values = [row["value"] for rows in ADDRESSES.values() for row in rows]
    beside = [text for value in values for plain in PLAIN for text in (f"{value}; {plain}", f"{plain}, {value}")]
    check_rows(agrees, [*values, *beside[::step]])


def test_no_word_of_a_mark_is_plain() -> None:
    for text in _strings(json.loads(REDACTIONS)):
        agrees(text)
        agrees(f"Jane {text}")
        agrees(f"{text} <j@x.org>, Bob Bee/LON@ECT")
        agrees(f"\"'Jane ({text.lower()})'\" <j@acme.org>")
        agrees(f"Roe, Jane ({text.capitalize()}); Bob Bee")
        agrees(f"{text}; Bob Bee")


def test_no_phrase_between_two_people_is_plain() -> None:
    for words in mailbox_words().telling:
        assert read_plain_mailbox(f"Jane {words} Bob") is None


def test_the_frequent_mailboxes_are_plain() -> None:
    assert read_plain_list("Roe, Jane; Bee, Bob M.; k@acme.org") is not None
    assert read_plain_list("\"'Roe, Jane (E-mail)'\" <j@acme.org>; Bob (home) <b@acme.org>") is not None
    assert read_plain_list("'j@acme.org'; \"'b@acme.org'\" <b@acme.org>; Bee, Bob (Legal)") is not None
    assert read_plain_list("Roe, Jane <roej@acme.org>; 'b@acme.org' <b@acme.org>") is not None
    assert read_plain_mailbox("j@acme.org [mailto:j@acme.org]") is not None
    assert read_plain_list("Jane Roe/LON/ECT@ECT, Bob\nBee/HOU/ECT@ECT, <k@acme.org>") is not None
    assert parse_addresses('"Roe, Jane" <j@acme.org>') == [
        Address("Roe, Jane", "j@acme.org", redacted=False, raw='"Roe, Jane" <j@acme.org>')
    ]


_ODD = [*" ,;:<>[]()\"'@/.&\n", "   ", "xxx", "XX", "B6", "Jr", "Ph.D.", "von", "smtp:", "+3 more"]
_PIECES = st.sampled_from([*PLAIN, *_ODD])


@given(st.lists(_PIECES, max_size=8).map("".join))
def test_odd_values_are_read_as_by_the_tokens(value: str) -> None:
    agrees(value)


def _strings(data: object) -> list[str]:
    if isinstance(data, str):
        return [data]
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else []
    return [text for part in parts for text in _strings(part)]
