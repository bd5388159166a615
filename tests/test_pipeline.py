"""Whole chains as clients write them: a text, and beside it what a user should read off it."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures import CHAINS
from tests.readable import readable
from tests.rows import each_row
from threadparse import parse
from threadparse.model import Document, Zone

CARRIERS: dict[str, Callable[[str], str]] = {
    "lf": lambda text: text,
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "double-spaced": lambda text: text.replace("\n", "\n\n"),
    "blanks at line ends": lambda text: text.replace("\n", " \n"),
    "indented": lambda text: "".join(f"    {line}\n" for line in text.removesuffix("\n").split("\n")),
    "quoted": lambda text: "".join(f"> {line}\n" for line in text.removesuffix("\n").split("\n")),
}


def expected(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return found


def cases() -> list[Any]:
    """Each chain in each carrier; what is known to be wrong says why."""
    return [
        pytest.param(
            path,
            carrier,
            id=f"{path.stem}-{carrier}",
            marks=[pytest.mark.xfail(reason=reason)]
            if (reason := expected(path).get("known", {}).get(carrier))
            else [],
        )
        for path in CHAINS
        for carrier in CARRIERS
    ]


@pytest.mark.parametrize(("path", "carrier"), cases())
def test_the_messages_are_those_that_people_wrote(path: Path, carrier: str) -> None:
    text = CARRIERS[carrier](path.read_text(encoding="utf-8"))
    truth = expected(path)
    assert as_json(readable(parse(text), text)) == as_json({"threads": truth["threads"], "notes": truth["notes"]})


@each_row(product(CHAINS, CARRIERS))
def test_no_character_is_lost(path: Path, carrier: str) -> None:
    text = CARRIERS[carrier](path.read_text(encoding="utf-8"))
    assert "".join(text[zone.start : zone.end] for zone in all_zones(parse(text))) == text


@each_row(CHAINS)
def test_a_message_has_one_id_however_it_is_carried(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    ids = [message.id for message in parse(text).messages]
    assert len(set(ids)) == len(ids)
    for carrier in CARRIERS.keys() - expected(path).get("known", {}):
        assert [message.id for message in parse(CARRIERS[carrier](text)).messages] == ids


def as_json(value: dict[str, Any]) -> str:
    """Text with a line for each value, so that a failure shows the lines that differ."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def all_zones(document: Document) -> list[Zone]:
    zones = [*document.zones, *(zone for message in document.messages for zone in message.zones)]
    return sorted(zones, key=lambda zone: zone.start)
