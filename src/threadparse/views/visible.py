"""Text made safe for a terminal: control characters become visible, marks and letters fit its encoding."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

__all__ = ["Glyphs", "fits", "glyphs_for", "visible"]


class Glyphs(NamedTuple):
    """The marks that the timeline draws with; ``dot``, ``rail`` and ``gap`` are one column wide."""

    dot: str
    rail: str
    gap: str
    arrow: str
    reply: str
    forward: str
    rule: str
    dash: str
    between: str
    nobody: str
    bar: str
    warning: str
    info: str


_UNICODE = Glyphs("●", "│", "┊", "→", "↳", "⇢", "─", "–", "·", "—", "■", "!", "i")
_ASCII = Glyphs("*", "|", ":", "->", "+", ">", "-", "to", "|", "-", "#", "!", "i")

# C0 and C1 controls, line and paragraph separators, overrides of the writing direction, lone surrogates.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\xad\ufeff\ud800-\udfff]")
_FOLDED = {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "•": "*", "\xa0": " ", "→": "->"}


def glyphs_for(encoding: str) -> Glyphs:
    """The marks that an encoding can show.

    Args:
        encoding: Name of the terminal's encoding.

    Returns:
        The full set, or one of plain ASCII.
    """
    return _UNICODE if fits("".join(_UNICODE), encoding) else _ASCII


def fits(text: str, encoding: str) -> bool:
    """Whether an encoding can show all of a text.

    Args:
        text: Any text.
        encoding: Name of the terminal's encoding; an unknown one fits ASCII only.

    Returns:
        True if nothing of the text would have to be replaced.
    """
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    except LookupError:
        return text.isascii()
    return True


def visible(text: str, encoding: str = "utf-8") -> str:
    r"""A text that does nothing to a terminal but show characters.

    Args:
        text: Any text; line feeds stay, tabs become blanks.
        encoding: What the terminal can show; other letters become the nearest ones, or ``?``.

    Returns:
        The text with control characters as their pictures (``␛``) or codes (``\u202e``), without invisible marks.
    """
    if "\t" in text:
        text = text.expandtabs(4)
    if _UNSAFE.search(text):
        text = _UNSAFE.sub(_picture, text)
    if fits(text, encoding):
        return text
    return "".join(character if fits(character, encoding) else _nearest(character, encoding) for character in text)


def _picture(match: re.Match[str]) -> str:
    """A visible stand-in for one unsafe character."""
    character = match.group()
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if character == "\x7f":
        return "␡"
    if character in "\u202d\u202e" or code < 0xA0:  # overrides can make a name read as another one
        return f"\\u{code:04x}"
    if 0xD800 <= code < 0xE000:
        return "\ufffd"
    return " " if character in "\u2028\u2029" else ""


def _nearest(character: str, encoding: str) -> str:
    """The nearest that an encoding has for a character it lacks."""
    folded = _FOLDED.get(character) or "".join(
        part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part)
    )
    return folded if folded and fits(folded, encoding) else "?"
