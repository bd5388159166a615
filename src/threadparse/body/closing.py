"""The closing: the phrase that takes leave ("Kind regards,"), and the writer's own name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from threadparse.body.line import Line, bare_name, is_name
from threadparse.locales.phrases import Openings, leading_words, phrasebook, unspaced, words

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Writer", "end_of_closing", "is_signed", "takes_leave"]

_LONGEST = 60
_MOST_WORDS = 6
#: Words that may follow a phrase where a name stands under it ("Thanks for all your kind help").
_MOST_MORE = 5


class Writer:
    """The sender of a message, as a line at its end may name them: in full, by one name, or by initials."""

    def __init__(self, name: str | None) -> None:
        self._words = words(name or "")
        self._initials = "".join([word[0] for word in self._words])

    def signs(self, line: Line) -> bool:
        """Whether a line is the sender's name, a part of it, or their initials."""
        first = line.folded[:1]
        if (first not in self._initials and first.isalnum()) or not self._words or not 0 < len(line.words) <= 5:
            return False
        own = [word.replace(".", "") for word in line.words]
        if len(own) == 1 and 2 <= len(own[0]) <= 4 and sorted(own[0]) == sorted(self._initials):
            return True
        return all(self._known(word) for word in own)

    def _known(self, word: str) -> bool:
        if len(word) == 1:
            return word in self._initials
        return any(word == own or (len(word) > 2 and own.startswith(word)) for own in self._words)


def takes_leave(line: Line) -> Literal["", "perhaps", "surely"]:
    """Whether a line is a closing phrase.

    Returns:
        ``surely`` if the line is nothing else, ``perhaps`` if a few words more follow ("Thanks for your help"), which
        makes it a closing only where the words of the message end.
    """
    if line.leave is None:
        line.leave = _leave(line)
    return line.leave


def _leave(line: Line) -> Literal["", "perhaps", "surely"]:
    text = line.text
    if len(text) > _LONGEST or text[-1] in "?？" or not (parts := line.words):
        return ""
    book = phrasebook()
    if not text.isascii() and len(text) <= 30 and _unspaced_closings().open(bare_name(line.text)):
        return "surely"
    count = leading_words(parts, book.closing)
    if count == len(parts):
        return "surely"
    if len(parts) <= _MOST_WORDS and not book.closing_word.isdisjoint(parts):
        return "surely"
    return "perhaps" if count and len(parts) - count <= _MOST_MORE else ""


@cache
def _unspaced_closings() -> Openings:
    return Openings(unspaced(phrasebook().closing))


def is_signed(line: Line, writer: Writer) -> bool:
    """Whether a line under a closing phrase is a name, with or without a dash before it."""
    return writer.signs(line) or (len(line.text) <= 20 and len(line.words) == 1) or is_name(line.text)


def end_of_closing(lines: Sequence[Line], start: int, writer: Writer) -> int:
    """Where the closing ends that begins at ``start``: behind the phrases, and behind the name under them.

    Args:
        lines: The last lines of a message.
        start: Place of the closing phrase.
        writer: The sender.
    """
    end = start + 1
    while end < len(lines) and takes_leave(lines[end]) and end - start < 3:
        end += 1
    if end < len(lines) and is_signed(lines[end], writer):
        end += 1
    return end
