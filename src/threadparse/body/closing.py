"""The closing: the phrase that takes leave ("Kind regards,"), and the sender's own name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from threadparse.body.line import Line, bare_name, is_name
from threadparse.locales.folding import letter_runs
from threadparse.locales.phrases import Openings, Phrasebook, leading_words, phrasebook, unspaced, words

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["SenderName", "end_of_closing", "find_closings", "is_signed", "telling_lines"]

_MAX_CLOSING_CHARS = 60
_MAX_CLOSING_WORDS = 6
#: Words that may follow a phrase where a name stands under it ("Thanks for all your kind help").
_MAX_WORDS_BEHIND = 5


class SenderName:
    """The sender of a message, as a line at its end may name them: in full, by one name, or by initials."""

    def __init__(self, name: str | None) -> None:
        self._words = words(name or "")
        self._initials = "".join([word[0] for word in self._words])

    def signs(self, line: Line) -> bool:
        """Tell whether a line is the sender's name, a part of it, or their initials."""
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


def telling_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of which a word may tell what they are: most messages have a few short ones that start so.

    Args:
        lines: Lines of a message that are not blank.
    """
    short = [line for line in lines if len(line.text) <= _MAX_CLOSING_CHARS]
    text = " ".join([line.folded for line in short])
    if text.isascii() and phrasebook().telling.isdisjoint(letter_runs(text)):
        starts = phrasebook().closing.starts
        return [line for line in short if line.start in starts]
    return short


def find_closings(lines: Sequence[Line]) -> None:
    """Tell each line whether it is a closing phrase.

    Its ``leave`` is ``surely`` if the line is nothing else, ``perhaps`` if a few words more follow ("Thanks for your
    help"), which makes it a closing only where the words of the message end.

    Args:
        lines: Short lines of a message that are not blank.
    """
    book = phrasebook()
    for line in lines:
        if line.words:
            line.leave = _closing_strength(line.text, line.words, book)


def _closing_strength(text: str, parts: Sequence[str], book: Phrasebook) -> Literal["", "perhaps", "surely"]:
    if text[-1] in "?？":
        return ""
    if not text.isascii() and len(text) <= 30 and _unspaced_closings().open(bare_name(text)):
        return "surely"
    count = leading_words(parts, book.closing)
    if count == len(parts):
        return "surely"
    if len(parts) <= _MAX_CLOSING_WORDS and not book.closing_word.isdisjoint(parts):
        return "surely"
    return "perhaps" if count and len(parts) - count <= _MAX_WORDS_BEHIND else ""


@cache
def _unspaced_closings() -> Openings:
    return Openings(unspaced(phrasebook().closing.known))


def is_signed(line: Line, sender: SenderName) -> bool:
    """Tell whether a line under a closing phrase is a name, with or without a dash before it."""
    return sender.signs(line) or (len(line.text) <= 20 and len(line.words) == 1) or is_name(line.text)


def end_of_closing(lines: Sequence[Line], start: int, sender: SenderName) -> int:
    """Return where the closing ends that begins at ``start``: behind the phrases, and behind the name under them.

    Args:
        lines: The last lines of a message.
        start: Place of the closing phrase.
        sender: The sender.
    """
    end = start + 1
    while end < len(lines) and lines[end].leave and end - start < 3:
        end += 1
    if end < len(lines) and is_signed(lines[end], sender):
        end += 1
    return end
