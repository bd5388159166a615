"""The signature: what stands under the name, or behind the separator of RFC 3676 §4.3, or was added by a telephone."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from threadparse.body.closing import SenderName, is_signed
from threadparse.body.line import AROUND_DEVICE, Line, has_web_address, is_contact, is_fragment, is_name
from threadparse.locales.phrases import Openings, phrasebook

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "begins_signature",
    "end_of_block",
    "find_list_footer",
    "find_promotion",
    "find_separator",
    "is_advertisement",
    "start_of_block",
    "start_of_tail",
]

_SEPARATORS = frozenset(("--", "\u2014", "- -", "--=20", "-- =20"))
_MAX_SIGNATURE_LINES = 15
_BEFORE_DEVICE = "*_( "
_MAX_PROMOTION_LINES = 6
_MAX_ADVERTISEMENT_CHARS = 140
_MAX_ADVERTISEMENT_WORDS = 16
_FEW_WORDS = 7


def find_separator(lines: Sequence[Line]) -> int | None:
    """Find the signature separator (RFC 3676 §4.3): two dashes and a blank, which many programs strip.

    Args:
        lines: The last lines that are not blank.

    Returns:
        The place of the last separator with little enough below it; None if there is none.
    """
    for place in range(len(lines) - 1, max(-1, len(lines) - _MAX_SIGNATURE_LINES - 2), -1):
        if not lines[place].worded and lines[place].text in _SEPARATORS:
            return place
    return None


def find_list_footer(lines: Sequence[Line]) -> int | None:
    """Find the note of a mailing list ("To unsubscribe …", "View this message in context: …") at the end.

    Args:
        lines: The last lines that are not blank.

    Returns:
        The place where it begins, its rule included; None if there is none.
    """
    footer = phrasebook().list_footer
    for place in range(max(0, len(lines) - _MAX_PROMOTION_LINES), len(lines)):
        line = lines[place]
        if line.start in footer.starts and footer.open(line.folded.lstrip("*_ ")):
            break
    else:
        return None
    for above in range(place - 1, max(-1, place - 4), -1):
        if lines[above].text in _SEPARATORS or lines[above].rule:
            return above
    return place


def find_promotion(lines: Sequence[Line]) -> int | None:
    """Find what a mail provider added (Yahoo, Hotmail): a line of underscores, under it a few words and a web address.

    Args:
        lines: The last lines that are not blank.

    Returns:
        The place of the rule; None if there is none.
    """
    for place in range(len(lines) - 2, max(-1, len(lines) - _MAX_PROMOTION_LINES - 2), -1):
        if lines[place].rule:
            below = lines[place + 1 :]
            promotes = "_" in lines[place].text and any(has_web_address(line.text) for line in below)
            return place if promotes else None
    return None


def is_advertisement(line: Line) -> bool:
    """Tell whether a telephone or a mail program added this line ("Sent from my iPhone")."""
    openings, enclosing = _advertisements()
    text = line.folded.replace("[", "")
    if openings.open(text.lstrip(_BEFORE_DEVICE)):
        return len(line.text) <= _MAX_ADVERTISEMENT_CHARS and len(line.words) <= _MAX_ADVERTISEMENT_WORDS
    text = text.rstrip(AROUND_DEVICE)
    if text[-2:] not in enclosing:
        return False
    text = text.lstrip(_BEFORE_DEVICE)
    fits = any(text.startswith(before) and text.endswith(behind) for before, behind in enclosing.get(text[-2:], ()))
    return fits and len(line.words) <= _FEW_WORDS


@cache
def _advertisements() -> tuple[Openings, dict[str, list[tuple[str, str]]]]:
    """Return what stands before the name of the device where nothing stands behind it.

    And what stands before (or nothing) and behind the name, by the last two characters.
    """
    enclosing: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for before, behind in phrasebook().mobile:
        if behind:
            enclosing[behind[-2:]].append((before, behind))
    return Openings(before for before, behind in phrasebook().mobile if before and not behind), dict(enclosing)


def start_of_tail(lines: Sequence[Line], sender: SenderName) -> int:
    """Return where the fragments begin that may be closing and signature: the last lines without a sentence among them.

    Args:
        lines: The last lines that are not blank.
        sender: The sender.
    """
    start = len(lines)
    while start > 0:
        line = lines[start - 1]
        if not (line.rule or line.leave or is_fragment(line) or is_contact(line) or is_signed(line, sender)):
            break
        start -= 1
    return start


def start_of_block(lines: Sequence[Line], sender: SenderName) -> int | None:
    """Return where a signature without a closing phrase begins: at the name above contact details.

    Args:
        lines: The tail, as ``start_of_tail`` found it.
        sender: The sender.

    Returns:
        A place in ``lines``, that of the rule above the name if there is one; None if no block of contact details
        with a name on top ends the message.
    """
    contacts = [place for place, line in enumerate(lines) if is_contact(line)]
    if not contacts:
        return None
    for place in range(contacts[-1], max(-1, len(lines) - _MAX_SIGNATURE_LINES - 1), -1):
        if _is_named_head(lines, place) or sender.signs(lines[place]):
            return _include_above(lines, place)
    return None


def _is_named_head(lines: Sequence[Line], place: int) -> bool:
    """Tell whether a paragraph begins here with a name, or with a nickname above a name."""
    if place > 0 and not lines[place].after_blank and not lines[place - 1].rule:
        return False
    nickname = len(lines[place].words) == 1 and place + 1 < len(lines) and is_name(lines[place + 1].text)
    return nickname or is_name(lines[place].text)


def _include_above(lines: Sequence[Line], place: int) -> int:
    """Return the place of the rule above a signature, or of the name that stands alone above what looked like one."""
    if place > 0 and (lines[place - 1].rule or (lines[place - 1].after_blank and is_name(lines[place - 1].text))):
        return place - 1
    return place


def begins_signature(name: Line, below: Line) -> bool:
    """Tell whether a name under a closing phrase belongs to the signature below it: a full name on top of a title.

    Args:
        name: The last line of a closing.
        below: The next line that is not blank.
    """
    if below.after_blank or below.rule or name.leave:
        return False
    return len(name.words) > 1 and not (is_contact(below) and not has_web_address(below.text))


def end_of_block(lines: Sequence[Line], start: int) -> int:
    """Return where the contact details end that stand directly under a name; ``start`` if there are none.

    Args:
        lines: The last lines that are not blank.
        start: The place under the name.
    """
    end = start
    while end < len(lines) and not lines[end].after_blank and (is_contact(lines[end]) or is_fragment(lines[end])):
        end += 1
    return end if any(is_contact(line) for line in lines[start:end]) else start
