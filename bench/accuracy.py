"""How right the parsers are, on chains whose truth is known."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from typing import Any

from bench.answers import FINDERS, Found, found_by
from bench.child import in_child
from bench.corpora import TESTS
from bench.locale_chains import Chain, Written, locale_chains
from bench.parsers import OURS
from bench.plan import Plan
from bench.report import conditions, table

__all__ = ["fixture_chains", "measure", "scored"]

_MARKS = re.compile(r"(?m)^[ \t]*(?:>[ \t]?)+")
_FIELDS = ("sender", "date", "body")


def measure(plan: Plan) -> str:
    """Measure, and tell in a table for each kind of chains.

    Args:
        plan: What to measure.

    Returns:
        Markdown.
    """
    few = 8 if plan.quick else None
    kinds = {
        "made, English": locale_chains(lambda language: language == "en", plan.seed)[:few],
        "made, all other languages": locale_chains(lambda language: language != "en", plan.seed)[:few],
        "the tests' chains": fixture_chains()[:few],
    }
    parsers = [OURS, *plan.peers]
    parts = [conditions(parsers)]
    for kind, chains in kinds.items():
        rows = []
        for parser in parsers:
            plan.say(f"accuracy: {kind}, {parser.name}")
            try:
                texts = [chain.text for chain in chains]
                answers = in_child(found_by, parser.name, texts, seconds=plan.seconds * 30)
            except TimeoutError:
                rows.append([parser.name, *["too slow"] * 6])
                continue
            rows.append([parser.name, *_cells(scored(chains, answers), FINDERS[parser.name][1])])
        messages = sum(len(chain.messages) for chain in chains)
        head = [f"{kind} ({len(chains):,} chains, {messages:,} messages)", "boundary F1", "all boundaries right"]
        parts.append(table([*head, *_FIELDS, "wholly right"], rows))
    return "\n".join(parts)


def fixture_chains() -> list[Chain]:
    """Return the chains of the tests and what to read off them; not those with two messages on a line."""
    chains = []
    for path in sorted((TESTS / "fixtures" / "chains").glob("*.json")):
        text = next(path.with_suffix(ending) for ending in (".txt", ".md") if path.with_suffix(ending).exists())
        record = json.loads(path.read_text(encoding="utf-8"))
        rows = sorted((row for thread in record["threads"] for row in thread["messages"]), key=lambda row: row["place"])
        whole = text.read_text(encoding="utf-8")
        messages = _read_off(whole.split("\n"), [row for row in rows if row["header"] or any(row["body"])])
        if len({message.lines[0] for message in messages}) == len(messages):
            chains.append(Chain(whole, messages))
    return chains


def _read_off(lines: list[str], rows: list[dict[str, Any]]) -> list[Written]:
    """Return the messages of a fixture, whose headers are found again from above."""
    squeezed = [_squeezed(line) for line in lines]
    found, at = [], 0
    for row in rows:
        begin, end = at, at
        if row["header"]:
            first, last = map(_squeezed, (row["header"][0], row["header"][-1]))
            begin = next((place for place in range(at, len(lines)) if first in squeezed[place]), max(0, at - 1))
            end = next((place for place in range(begin, len(lines)) if last in squeezed[place]), begin) + 1
        shown = (row["sender"] or "").removesuffix("[redacted]").strip()
        name, _, address = shown.partition("<")
        sender = (name.strip(), address.rstrip(">")) if shown else None
        found.append(Written((begin, end), sender, row["date"] and row["date"][:16], "\n".join(row["body"])))
        at = end
    return found


def scored(chains: list[Chain], answers: list[list[Found]]) -> Counter[str]:
    """Count what is right.

    A boundary is right if a message is begun anywhere from its separator to the first line of its body; a text as
    sender or date, if it holds the name or address, or the numbers of the day and time; a body, word
    for word. A document is wholly right if every boundary and all that the parser was asked for is.

    Args:
        chains: What was to be found.
        answers: What was found in each.

    Returns:
        How many of each there are, and how many are right.
    """
    counts: Counter[str] = Counter()
    for chain, found in zip(chains, answers, strict=True):
        _count(chain, found, counts)
    return counts


def _count(chain: Chain, found: list[Found], counts: Counter[str]) -> None:
    lines = [_squeezed(line) for line in chain.text.split("\n")]
    starts = [message.lines[0] for message in chain.messages]
    matched: dict[int, Found] = {}
    extra = 0
    for place, answer in zip(_places(lines, found), found, strict=True):
        index = bisect_right(starts, place) - 1
        begin, end = chain.messages[index].lines
        while end < len(lines) - 1 and not lines[end]:
            end += 1
        if index in matched or not begin <= place <= end:
            extra += 1
        else:
            matched[index] = answer
    headed = [index for index, message in enumerate(chain.messages) if message.sender or message.date or index]
    right = sum(index in matched for index in headed)
    counts.update(documents=1, right=right, extra=extra, headed=len(headed))
    whole = len(matched) == len(chain.messages) and not extra
    counts["split"] += whole
    for index, message in enumerate(chain.messages):
        for field in _FIELDS:
            if field != "body" and getattr(message, field) is None:
                continue
            good = index in matched and _is_right(field, message, matched[index])
            counts[f"{field} asked"] += 1
            counts[f"{field} right"] += good
            whole = whole and good
    counts["whole"] += whole


def _places(lines: list[str], found: list[Found]) -> list[int]:
    """Return the line on which each message begins: the first below the one before that begins as it does."""
    places: list[int] = []
    at = 0
    for answer in found:
        if isinstance(answer.start, int):
            at = answer.start
        else:
            first = next((line for line in map(_squeezed, answer.start.split("\n")) if line), "")
            at = next((place for place in range(at, len(lines)) if first and first in lines[place]), len(lines) - 1)
        places.append(at)
    return places


def _is_right(field: str, message: Written, answer: Found) -> bool:
    given = getattr(answer, field)
    if given is None:
        return False
    if field == "body":
        return _squeezed(given) == _squeezed(message.body)
    if field == "sender":
        assert message.sender is not None
        return any(part and part.casefold() in given.casefold() for part in message.sender)
    assert message.date is not None
    return bool(given[:16] == message.date or _holds(given, message.date))


def _holds(printed: str, date: str) -> bool:
    """Tell whether a text has the numbers of year, day and minute: months may be words, and hours go to 12."""
    numbers = {int(number) for number in re.findall(r"\d+", printed)}
    year, _, day, _, minute = (int(number) for number in re.findall(r"\d+", f"{date}T00:00"[:16]))
    return bool({year, year % 100} & numbers) and {day, minute} <= numbers


def _squeezed(text: str) -> str:
    return " ".join(_MARKS.sub("", text).split())


def _cells(counts: Counter[str], gives: tuple[str, ...]) -> list[str]:
    """Return the figures in percent, a dash for what a parser does not give."""
    f1 = _percent(2 * counts["right"], counts["right"] + counts["extra"] + counts["headed"])
    fields = [
        _percent(counts[f"{field} right"], counts[f"{field} asked"]) if field in gives else "–" for field in _FIELDS
    ]
    whole = _percent(counts["whole"], counts["documents"]) if set(gives) == set(_FIELDS) else "–"
    return [f1, _percent(counts["split"], counts["documents"]), *fields, whole]


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"
