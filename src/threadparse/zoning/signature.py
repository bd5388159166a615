"""The signature: what stands under the name, or behind the separator of RFC 3676 §4.3, or was added by a telephone."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from threadparse.locales.folding import fold
from threadparse.locales.phrases import phrasebook
from threadparse.zoning.closing import Writer, is_signed, takes_leave
from threadparse.zoning.shape import Line, has_web_address, is_contact, is_fragment, is_name, is_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["find_promotion", "find_separator", "is_advertisement", "start_of_block", "start_of_tail"]

_SEPARATORS = frozenset(("--", "\u2014", "- -", "--=20", "-- =20"))
_LONGEST_SIGNATURE = 15
_LONGEST_PROMOTION = 6
_LONGEST_ADVERTISEMENT = 140


def find_separator(lines: Sequence[Line]) -> int | None:
    """Find the signature separator (RFC 3676 §4.3): two dashes and a blank, which many programs strip.

    Args:
        lines: The last lines that are not blank.

    Returns:
        The place of the last separator with little enough below it; None if there is none.
    """
    for place in range(len(lines) - 1, max(-1, len(lines) - _LONGEST_SIGNATURE - 2), -1):
        if lines[place].text in _SEPARATORS:
            return place
    return None


def find_promotion(lines: Sequence[Line]) -> int | None:
    """Find what a mail provider added: a rule, and a few lines with a web address under it.

    Args:
        lines: The last lines that are not blank.

    Returns:
        The place of the rule; None if there is none.
    """
    for place in range(len(lines) - 2, max(-1, len(lines) - _LONGEST_PROMOTION - 2), -1):
        if is_rule(lines[place].text):
            below = lines[place + 1 :]
            return place if any(has_web_address(line.text) for line in below) else None
    return None


def is_advertisement(line: Line) -> bool:
    """Whether a telephone or a mail program added this line ("Sent from my iPhone")."""
    if len(line.text) > _LONGEST_ADVERTISEMENT or len(line.words) > 16:
        return False
    text = fold(line.text).lstrip("[*_( ")
    if text.startswith(_advertisements()):
        return True
    if len(line.words) > 7:
        return False
    text = text.rstrip(".!])*_ ")
    return any(text.startswith(before) and text.endswith(behind) for before, behind in _enclosing())


@cache
def _advertisements() -> tuple[str, ...]:
    """What stands before the name of the device, where nothing stands behind it."""
    return tuple(before for before, behind in phrasebook().mobile if before and not behind)


@cache
def _enclosing() -> tuple[tuple[str, str], ...]:
    """What stands before (or nothing) and behind the name of the device."""
    return tuple((before, behind) for before, behind in phrasebook().mobile if behind)


def start_of_tail(lines: Sequence[Line], writer: Writer) -> int:
    """Where the fragments begin that may be closing and signature: the last lines without a sentence among them.

    Args:
        lines: The last lines that are not blank.
        writer: The sender.
    """
    start = len(lines)
    while start > 0:
        line = lines[start - 1]
        if not (
            takes_leave(line) or is_signed(line, writer) or is_contact(line) or is_fragment(line) or is_rule(line.text)
        ):
            break
        start -= 1
    return start


def start_of_block(lines: Sequence[Line], writer: Writer) -> int | None:
    """Where a signature without a closing phrase begins: at the name above contact details.

    Args:
        lines: The tail, as ``start_of_tail`` found it.
        writer: The sender.
    """
    contacts = [place for place, line in enumerate(lines) if is_contact(line)]
    if not contacts:
        return None
    for place in range(contacts[0]):
        if writer.signs(lines[place]):
            return place
    start = contacts[0]
    while start > 0 and not lines[start].after_blank and not is_rule(lines[start].text):
        start -= 1
    if start > 0 and not is_name(lines[start]) and is_name(lines[start - 1]):
        start -= 1
    ruled = is_rule(lines[start].text)
    named = is_name(lines[start + 1] if ruled and start + 1 < len(lines) else lines[start])
    return start if named and len(lines) - start <= _LONGEST_SIGNATURE else None
