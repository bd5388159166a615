"""Texts made for the purpose, the same in every run: no two lines are equal where mail would not repeat them."""

from __future__ import annotations

import random
import textwrap
from datetime import datetime, timedelta

from bench.shapes import PIECES, PROMISED, RUNS, VALUES, fill, within_field, within_line

__all__ = ["HOSTILE", "SHAPES", "WARM_UP", "chain", "person", "prose", "quotes", "sentence", "shape", "words"]

_FIRST_NAMES = (
    "Ann Bob Cleo Dev Eira Finn Greta Hugo Ines Joan Kenji Lucia Miriam Noor Owen Petra Rhys Sunil Tilda Vera"
)
_LAST_NAMES = (
    "Alder Birch Cedar Dogwood Elm Fir Gorse Hazel Ivy Juniper Larch Maple Nettle Oak Poplar Quince Rowan Sorrel"
)
_WORDS = (
    "tide harbour the boats come late again nobody knows why please look from to on and at we shall a see ramp "
    "is closed since school asked for of light bridge key under mat crane was never signed by us meeting about "
    "budget next week with council answer that this they will not before letter received your thank you all date "
    "sent subject draft page review figures been has have it in as be are weight limit plank contract opened"
)

#: The shapes whose growth the tests hold.
SHAPES = [*PROMISED, *PIECES, *VALUES, *RUNS]
#: Those that the other parsers are known to be slow on.
HOSTILE = ["one endless line", "on … at … without end", "on … at …, a line each", "lines of quote marks"]


def prose(size: int, seed: int = 0) -> str:
    """Plain text without any structure: sentences in paragraphs, folded at 72 characters.

    Args:
        size: How many characters.
        seed: Another seed gives another text.

    Returns:
        The text.
    """
    dice = random.Random(seed)
    paragraphs: list[str] = []
    length = 0
    while length < size:
        paragraphs.append(textwrap.fill(" ".join(sentence(dice) for _ in range(dice.randint(1, 6))), 72) + "\n\n")
        length += len(paragraphs[-1])
    return "".join(paragraphs)[:size]


def chain(messages: int, seed: int = 0) -> str:
    """A chain, newest first, with the header blocks, separators and attribution lines of three clients by turns.

    Args:
        messages: How many messages.
        seed: Another seed gives other people, dates and words.

    Returns:
        The text.
    """
    dice = random.Random(seed)
    moment = datetime(2024, 3, 14, 9, 5)
    parts: list[str] = []
    for number in range(messages):
        moment -= timedelta(minutes=dice.randint(20, 3000))
        sender, to = _mailbox(dice), _mailbox(dice)
        subject = f"RE: {words(dice, 4)}"
        block = f"From: {sender}\nSent: {moment:%A, %d %B %Y %H:%M}\nTo: {to}\nSubject: {subject}\n\n"
        shapes = (
            block,
            f"-----Original Message-----\n{block}",
            f"On {moment:%a, %b %d, %Y at %I:%M %p} {sender} wrote:\n\n",
        )
        parts += (shapes[number % 3], _body(dice))
    return "".join(parts)


def quotes(depth: int, seed: int = 0) -> str:
    """A conversation in which each reply quotes all before it.

    Args:
        depth: How deep the oldest message is quoted.
        seed: Another seed gives other people, dates and words.

    Returns:
        The text.
    """
    dice = random.Random(seed)
    moment = datetime(2024, 3, 14, 9, 5)
    lines: list[str] = []
    for level in range(depth + 1):
        moment -= timedelta(minutes=dice.randint(20, 3000))
        marks = ">" * level + " " if level else ""
        lines += [f"{marks}{line}".rstrip() for line in _body(dice).split("\n")[:-1]]
        if level < depth:
            lines += [f"{marks}On {moment:%a, %b %d, %Y at %I:%M %p} {_mailbox(dice)} wrote:", marks.rstrip()]
    return "\n".join(lines) + "\n"


def shape(name: str, size: int) -> str:
    """A text of a shape whose growth the tests hold.

    Args:
        name: A name out of ``SHAPES``.
        size: How many characters, but for the few that stand around it.

    Returns:
        The text.
    """
    if name in VALUES:
        return within_field(*VALUES[name], size)
    if name in RUNS:
        return within_line(*RUNS[name], size)
    return fill((PROMISED | PIECES)[name], size)


def person(dice: random.Random) -> tuple[str, str]:
    """Return a name and an address."""
    first, last = _one(dice, _FIRST_NAMES), _one(dice, _LAST_NAMES)
    return f"{first} {last}", f"{first.lower()}.{last.lower()}{dice.randint(1, 999)}@{last.lower()}.example"


def words(dice: random.Random, count: int) -> str:
    """Return words in small letters."""
    return " ".join(dice.choices(_WORDS.split(), k=count))


def sentence(dice: random.Random) -> str:
    """Return a sentence; a number in it makes it unlike any other."""
    return f"{words(dice, dice.randint(4, 16)).capitalize()}, {dice.randint(2, 999)} {words(dice, 3)}."


def _mailbox(dice: random.Random) -> str:
    return "{} <{}>".format(*person(dice))


def _one(dice: random.Random, names: str) -> str:
    return dice.choice(names.split())


def _body(dice: random.Random) -> str:
    paragraphs = [textwrap.fill(sentence(dice), 72) for _ in range(dice.randint(1, 3))]
    return (
        "\n\n".join([f"Dear {_one(dice, _FIRST_NAMES)},", *paragraphs, f"Kind regards,\n{_one(dice, _FIRST_NAMES)}"])
        + "\n\n"
    )


#: A text for the first call, which loads tables and compiles patterns.
WARM_UP = chain(6, seed=-1) + quotes(3, seed=-1)
