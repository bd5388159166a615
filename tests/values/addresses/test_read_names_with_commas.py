"""Commas within names: what another field of the header, or another header of the chain, tells of them."""

from __future__ import annotations

from threadparse import parse
from threadparse.values.addresses.read import names_with_commas, parse_addresses


def _names(value: str, *, joined: bool = False, senders: tuple[str | None, ...] = ()) -> list[str | None]:
    found = parse_addresses(value, joined=joined, names=lambda: names_with_commas(senders))
    return [mailbox.name for mailbox in found]


def test_a_comma_is_within_the_name_where_another_list_has_semicolons() -> None:
    assert _names("Soler Vidal, Ana María", joined=True) == ["Soler Vidal, Ana María"]
    assert _names("Mona Rill, Bo Fenn, Ole Berg", joined=True) == ["Mona Rill", "Bo Fenn", "Ole Berg"]


def test_a_sender_shows_a_name_whole() -> None:
    senders = ("Board of Quays, Locks, Weirs <board@x.example>", None, "Mona Rill")
    assert _names("Bo Fenn, Board of Quays,\n Locks, Weirs, Ole Berg", senders=senders) == [
        "Bo Fenn",
        "Board of Quays, Locks, Weirs",
        "Ole Berg",
    ]
    assert _names("Board of Quays, Locks, Weirs") != ["Board of Quays, Locks, Weirs"]


def test_senders_without_commas_show_nothing() -> None:
    assert names_with_commas(["Mona Rill", "", None]) == frozenset()


def test_a_list_with_semicolons_shows_the_names_between_them() -> None:
    names = names_with_commas([], ["Bo Fenn; Soler Vidal, Ana María <ana@x.example>", "Mona Rill, Ole Berg", None])
    found = parse_addresses("Bo Fenn, Soler Vidal, Ana María, Ole Berg", names=lambda: names)
    assert [mailbox.name for mailbox in found] == ["Bo Fenn", "Soler Vidal, Ana María", "Ole Berg"]
    found = parse_addresses("Soler Vidal, Ana María <ana@x.example>, Ole Berg", names=lambda: names)
    assert [mailbox.name for mailbox in found] == ["Soler Vidal, Ana María", "Ole Berg"]


def test_a_sender_with_a_comma_does_not_join_two_full_names() -> None:
    message = parse(
        "From: Rill, Mona\nSent: 3 June 2021 09:15\nTo: Bo Fenn, Ole Berg\nSubject: Locks\n\nOpen?"
    ).messages[0]
    assert [mailbox.name for mailbox in message.to] == ["Bo Fenn", "Ole Berg"]
