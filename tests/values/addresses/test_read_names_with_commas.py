"""Commas within names: what another field of the header, or another header of the chain, tells of them."""

from __future__ import annotations

from threadparse.values.addresses.read import names_with_commas, parse_addresses


def _names(value: str, *, joined: bool = False, senders: tuple[str | None, ...] = ()) -> list[str | None]:
    return [mailbox.name for mailbox in parse_addresses(value, joined=joined, names=names_with_commas(senders))]


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
    assert names_with_commas(["Mona Rill", "", None]) is None
