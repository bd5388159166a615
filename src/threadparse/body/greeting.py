"""The greeting: the line at the top of a message that says hello or names whom it is for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from threadparse.body.line import Line, bare_name, is_name
from threadparse.locales.phrases import Openings, leading_words, phrasebook, unspaced, words

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["find_greeting"]

_MAX_GREETING_CHARS = 70
_MAX_HONOURED_CHARS = 40
_MAX_GREETING_WORDS = 7
_MAX_NAMES = 4
_MIN_RUNNING_TEXT_CHARS = 45
_CALLING = (",", ":", "!", "-", "–", "—", "，", "：", "！", "、", "،", ";")
_DASHES = ("-", "–", "—")


def find_greeting(lines: Sequence[Line], recipient_names: Sequence[str], *, reach: int, has_more: bool) -> int | None:
    """Find the greeting.

    Args:
        lines: The first lines of the message that are not blank.
        recipient_names: Names of those it is for, as far as known.
        reach: How many of the lines a greeting phrase may be in; a mere name must be the first.
        has_more: Whether more lines follow than these.

    Returns:
        The place in ``lines`` of the greeting; None if the message begins without one.
    """
    for place, line in enumerate(lines[:reach]):
        alone = place + 1 == len(lines) and not has_more
        if is_greeting(line) and (place == 0 or not (alone or line.leave == "surely" or _thanks(line))):
            return place
    if len(lines) > 1 and lines[0].leave != "surely":
        return 0 if calls_by_name(lines[0], lines[1], recipient_names) else None
    return None


def _thanks(line: Line) -> bool:
    """Tell whether a line begins with thanks."""
    return line.words[0] in phrasebook().thanks_word


def is_greeting(line: Line) -> bool:
    """Tell whether a line begins with a greeting phrase and holds little more than names behind it."""
    text, book = line.text, phrasebook()
    begun = line.start in book.greeting.starts
    if len(text) > (_MAX_GREETING_CHARS if begun else _MAX_HONOURED_CHARS) or not (parts := line.words):
        return False
    count = leading_words(parts, book.greeting) if begun else 0
    honoured = parts[-1] in book.honorific and len(parts) <= 4
    if not count and not honoured and text.isascii():
        return False
    if ": " in text[2:-1] or text.endswith(("?", "？")):  # a label and its value; a question
        return False
    if honoured or (not text.isascii() and _unspaced_greeting(text)):
        return True
    rest = parts[count:]
    if not count or len(rest) > _MAX_GREETING_WORDS:
        return False
    if not rest:
        return parts[0] not in book.thanks_word
    if parts[0] in book.thanks_word:  # "Thanks Bob," greets, "Thanks," and "Thanks for this" do not
        return len(rest) == 1 and is_name(text.split()[-1]) and not text.endswith((".", "!"))
    if text.endswith(_CALLING):
        return True
    if text.endswith((".", "。")):
        return len(rest) <= 2
    return leading_words(rest, book.addressees) == len(rest) or len(rest) <= 3


def _unspaced_greeting(text: str) -> bool:
    """Greetings in scripts without blanks: a phrase at the start, or a name with an honorific behind it."""
    if len(text) > _MAX_HONOURED_CHARS:
        return False
    bare = bare_name(text).rstrip("，。！：、")
    return _openers().open(bare) or (len(bare) <= 16 and bare.endswith(_honorifics()))


@cache
def _openers() -> Openings:
    return Openings(unspaced(phrasebook().greeting.known))


@cache
def _honorifics() -> tuple[str, ...]:
    return (*unspaced(phrasebook().honorific), *sorted(phrasebook().honorific_sign))


def calls_by_name(line: Line, below: Line, recipient_names: Sequence[str]) -> bool:
    """Tell whether a line is nothing but the name of a recipient or a group ("Elena,", "All:", "Jan, Shawn").

    Args:
        line: The first line of a message.
        below: The next line that is not blank.
        recipient_names: Names of those it is for.
    """
    if len(line.text) > _MAX_GREETING_CHARS or not line.words:
        return False
    if leading_words(line.words, phrasebook().addressees) == len(line.words):
        return line.text.endswith(_CALLING) or below.after_blank
    divided = line.text.replace("/", ",").replace("&", ",").split(",")
    parts = [bare for part in divided if (bare := part.strip())]
    if len(parts) > _MAX_NAMES or not all(is_name(part, 3) for part in parts):
        return False
    own = frozenset(line.words)
    if not all(own.isdisjoint(words(name)) for name in recipient_names):
        return True
    if line.text.endswith(_CALLING):
        return len(line.words) <= (2 if line.text.endswith(_DASHES) else 5)
    # a first name above running text
    return len(below.text) > _MIN_RUNNING_TEXT_CHARS and all(part.istitle() and part.isalpha() for part in parts)
