"""Chains made from the locale data, with what is true of them: each client in each language that it is known in."""

from __future__ import annotations

import json
import random
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import threadparse
from bench import made

__all__ = ["Chain", "Written", "locale_chains"]

_LOCALES = Path(threadparse.__file__).parent / "locales"

#: What stands in a header block, in the order of the client; of those not named here, in that of Outlook.
_ORDERS = {
    "gmail": ("from", "date", "subject", "to"),
    "apple-mail": ("from", "subject", "date", "to"),
    "thunderbird": ("subject", "date", "from", "to"),
    "": ("from", "date", "to", "subject"),
}
#: CLDR formats of a client's date and time; of those not named here, the medium ones.
_FORMATS = {"outlook": "full", "kmail": "long", "k9": "long", "sogo": "long", "thunderbird": "short"}
#: The zero of numbering systems that are not Latin (CLDR).
_ZEROS = {"arab": "٠", "arabext": "۰", "beng": "০", "deva": "०", "mymr": "၀"}
_FIELD = re.compile(r"'([^']*)'|([A-Za-z])\2*")
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Written:
    """What is true of a message.

    Attributes:
        lines: The first line that belongs to it, its separator or header, and the first of its body.
        sender: Name and address as they are printed, the address empty where none is; None where no header is.
        date: ``YYYY-MM-DDTHH:MM`` as printed, whatever the offset; None where no header is.
        body: Its words; quote marks and white space do not count.
    """

    lines: tuple[int, int]
    sender: tuple[str, str] | None
    date: str | None
    body: str


@dataclass(frozen=True)
class Chain:
    """A text and its messages from top to bottom."""

    text: str
    messages: list[Written]


@dataclass(frozen=True)
class _Client:
    """How a client introduces a message that it quotes: a block of labels, or an attribution line."""

    name: str
    calendar: dict[str, Any]
    labels: dict[str, str]
    separator: str = ""
    attribution: str = ""

    def date(self, moment: datetime) -> tuple[str, str]:
        """Return day and time of day as printed."""
        style = _FORMATS.get(self.name, "medium")
        day = _printed(self.calendar["date_formats"][style], moment, self.calendar)
        return day, _printed(self.calendar["time_formats"]["short"], moment, self.calendar)


def locale_chains(languages: Callable[[str], bool], seed: int = 0) -> list[Chain]:
    """Make a chain for each client in each language.

    Args:
        languages: Which languages, by the codes of the locale files.
        seed: Another seed gives other people, dates, words and noise.

    Returns:
        The chains, those of a language in a row; one message in four is written by the client of an English reader.
    """
    english = list(_clients("en"))
    chains = []
    for path in sorted((_LOCALES / "data").glob("*.json")):
        if not languages(path.stem):
            continue
        for number, client in enumerate(_clients(path.stem)):
            dice = random.Random(f"{seed} {path.stem} {number}")
            chains.append(_chain(dice, path.stem, client, english))
    return chains


def _clients(language: str) -> Iterator[_Client]:
    """Yield the clients whose labels or attribution the language has whole, and whose dates can be printed."""
    record = json.loads((_LOCALES / "data" / f"{language}.json").read_text(encoding="utf-8"))
    calendar = record.get("calendar")
    if calendar is None or "G" in "".join(calendar["date_formats"].values()):  # years of another era
        return
    labels: dict[str, dict[str, str]] = {}
    for field, rows in record.get("labels", {}).items():
        for row in rows:
            for client in row["clients"]:
                labels.setdefault(client, {}).setdefault("date" if field == "sent" else field, row["text"])
    separators = {
        client: row["text"]
        for kind in ("forwarded", "original")
        for row in record.get("separators", {}).get(kind, [])
        for client in row["clients"]
        if "{" not in row["text"]
    }
    for client, found in sorted(labels.items()):
        if found.keys() >= set(_ORDERS[""]) and client != "other":
            yield _Client(client, calendar, found, separator=separators.get(client, ""))
    for row in record.get("attributions", []):
        slots = set(_SLOT.findall(row["pattern"]))
        if "date" in slots and slots & {"name", "from"} and slots <= {"date", "time", "name", "from", "address"}:
            yield _Client(row["client"], calendar, {}, attribution=row["pattern"])


def _printed(pattern: str, moment: datetime, calendar: dict[str, Any]) -> str:
    """Return a date or a time in a CLDR format."""
    months, days = calendar["months"][moment.month - 1], calendar["days"][moment.weekday()]
    values: dict[str, tuple[str, ...]] = {
        "y": (str(moment.year), f"{moment:%y}", str(moment.year)),
        "M": (str(moment.month), f"{moment:%m}", months[-1], months[0]),
        "d": (str(moment.day), f"{moment:%d}"),
        "E": (days[-1], days[-1], days[-1], days[0]),
        "H": (str(moment.hour), f"{moment:%H}"),
        "h": (str(moment.hour % 12 or 12), f"{moment:%I}"),
        "m": (f"{moment:%M}",),
        "a": (calendar["day_periods"][f"{'ap'[moment.hour > 11]}m"][0],),
    }

    def value(found: re.Match[str]) -> str:
        if found[2] is None:
            return found[1]
        letter = {"L": "M", "c": "E", "B": "a", "K": "h"}.get(found[2], found[2])
        return values[letter][min(len(found[0]), len(values[letter])) - 1]

    zero = _ZEROS.get(calendar.get("numbering_system", ""), "0")
    return _FIELD.sub(value, pattern).translate({48 + digit: ord(zero) + digit for digit in range(10)})


def _chain(dice: random.Random, language: str, client: _Client, english: list[_Client]) -> Chain:
    """Make one chain, newest first: each message quotes those below it as its client does."""
    moment = datetime(2024, 3, 28, 9, 5) - timedelta(minutes=dice.randint(0, 1_000_000))
    people = [made.person(dice) for _ in range(3)]
    subject = made.words(dice, 4)
    lines: list[str] = []
    messages: list[Written] = []
    for _ in range(dice.randint(1, 4)):  # from the oldest
        moment += timedelta(minutes=dice.randint(20, 3000))
        sender, to = dice.sample(people, 2)
        writer = client if not messages or dice.random() < 0.75 else dice.choice(english)
        header, printed = _header(writer, moment, sender, to, subject)
        body = _body(dice, language, sender[0], to[0])
        header, body = _noisy(dice, header), _noisy(dice, body, doubled=True)
        marked = bool(writer.attribution)
        below = [*body, *lines]
        if marked:
            below = [f"> {line}".rstrip() if line[:1] != ">" else f">{line}" for line in below]
        begin = len(header) + 1
        messages = [_moved(message, begin + len(body)) for message in messages]
        messages.insert(0, Written((0, begin), printed, f"{moment:%Y-%m-%dT%H:%M}", "\n".join(body)))
        lines = [*header, "", *below]
    top = _body(dice, language, people[0][0], people[1][0])
    messages = [Written((0, 0), None, None, "\n".join(top)), *(_moved(message, len(top)) for message in messages)]
    return Chain("\n".join([*top, *lines]) + "\n", messages)


def _moved(message: Written, by: int) -> Written:
    return replace(message, lines=(message.lines[0] + by, message.lines[1] + by))


def _header(
    client: _Client, moment: datetime, sender: tuple[str, str], to: tuple[str, str], subject: str
) -> tuple[list[str], tuple[str, str]]:
    """Return the lines that introduce a message, and its sender as far as they name him."""
    day, clock = client.date(moment)
    shown = f"{sender[0]} <{sender[1]}>"
    if not client.attribution:
        glue = client.calendar["datetime_glue"][_FORMATS.get(client.name, "medium")]
        values = {
            "from": shown,
            "date": glue.replace("{1}", day).replace("{0}", clock).replace("'", ""),
            "to": f"{to[0]} <{to[1]}>",
            "subject": f"Re: {subject}",
        }
        order = _ORDERS.get(client.name, _ORDERS[""])
        block = [f"{client.labels[field]}: {values[field]}" for field in order]
        return ([client.separator, *block] if client.separator else block), sender
    words = {"name": sender[0], "address": sender[1], "from": shown, "date": day, "time": clock}
    if "{time}" not in client.attribution:
        words["date"] = f"{day} {clock}"
    line = _SLOT.sub(lambda found: words[found[1]], client.attribution)
    return line.split("\n"), (sender[0], sender[1] if sender[1] in line else "")


def _body(dice: random.Random, language: str, sender: str, to: str) -> list[str]:
    """Return a greeting and a closing of the language, as far as it has any, around sentences; a blank line ends it."""
    path = _LOCALES / "phrases" / f"{language}.json"
    phrases = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    parts = [textwrap.fill(made.sentence(dice), 72) for _ in range(dice.randint(1, 3))]
    if phrases.get("greeting") and dice.random() < 0.7:
        parts.insert(0, f"{dice.choice(phrases['greeting']).capitalize()} {to.split()[0]},")
    if phrases.get("closing") and dice.random() < 0.7:
        parts.append(f"{dice.choice(phrases['closing']).capitalize()},\n{sender.split()[0]}")
    return [*"\n\n".join(parts).split("\n"), ""]


def _noisy(dice: random.Random, lines: list[str], *, doubled: bool = False) -> list[str]:
    """Return lines as clients and converters leave them."""
    if dice.random() < 0.15:
        lines = [line + "  " for line in lines]
    if doubled and dice.random() < 0.15:
        lines = [each for line in lines for each in (line, "")]
    if not doubled and len(lines) == 1 and dice.random() < 0.5:  # an attribution, folded as plain text is
        lines = textwrap.wrap(lines[0], 76, break_long_words=False, break_on_hyphens=False)
    if not doubled and dice.random() < 0.1:
        lines = [line.replace(": ", ":\N{NO-BREAK SPACE}", 1) for line in lines]
    return lines
