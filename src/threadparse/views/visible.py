"""Text made safe for a terminal: control characters become visible, marks and letters fit its encoding."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

__all__ = ["Glyphs", "fits", "glyphs_for", "visible", "visible_line"]


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

# C0 and C1 controls, line and paragraph separators, overrides of the writing direction, lone surrogates; what has no
# look of its own (Unicode's Default_Ignorable_Code_Point: zero-width blanks, fillers, variation selectors, tags …), and
# the blank of braille.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff"
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Joiners stay between letters of the scripts that they shape, Arabic to Mongolian.
_JOINED = re.compile("(?<=[\u0600-\u1fff])[\u200c\u200d](?=[\u0600-\u1fff])")
_BLANKS = frozenset("\u2028\u2029\u2800\u3164\uffa0")
# No script stacks more marks on a letter; Hebrew and Tibetan have the most.
_MAX_MARKS = 8
_MAYBE_STACK = re.compile(rf"[^\w\s\x00-\x7f]{{{_MAX_MARKS + 1},}}")
_FOLDED = {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "•": "*", "\xa0": " ", "→": "->"}


def glyphs_for(encoding: str) -> Glyphs:
    """Return the marks that an encoding can show.

    Args:
        encoding: Name of the terminal's encoding.

    Returns:
        The full set, or one of plain ASCII.
    """
    return _UNICODE if fits("".join(_UNICODE), encoding) else _ASCII


def fits(text: str, encoding: str) -> bool:
    """Tell whether an encoding can show all of a text.

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
    r"""Return a text that does nothing to a terminal but show characters.

    Args:
        text: Any text; line feeds stay, tabs become blanks.
        encoding: What the terminal can show; other letters become the nearest ones, or ``?``.

    Returns:
        The text with control characters as their pictures (``␛``) or codes (``\u202e``), without invisible characters,
        and with no more marks on a letter than a script has.
    """
    if text.isascii() and text.isprintable():
        return text
    if "\t" in text:
        text = text.expandtabs(4)
    if _UNSAFE.search(text):
        text = _UNSAFE.sub(_picture, text)
    if not text.isascii():
        text = _MAYBE_STACK.sub(_few_marks, text)
    if fits(text, encoding):
        return text
    return "".join(character if fits(character, encoding) else _nearest(character, encoding) for character in text)


def visible_line(text: str, encoding: str = "utf-8") -> str:
    """Return the same on one line, for names and messages: a line end in them forges no line.

    Args:
        text: Any text.
        encoding: What the terminal can show.

    Returns:
        The text with ``␊`` for each line feed.
    """
    return visible(text, encoding).replace("\n", "␊" if fits("␊", encoding) else "\\n")


def _picture(match: re.Match[str]) -> str:
    """Return a visible stand-in for one unsafe character."""
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
    if _JOINED.match(match.string, match.start()):
        return character
    return " " if character in _BLANKS else ""


def _few_marks(match: re.Match[str]) -> str:
    """Return the same characters without the marks that pile up over and under other lines."""
    kept, marks = [], 0
    for character in match.group():
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= _MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def _nearest(character: str, encoding: str) -> str:
    """Return the nearest that an encoding has for a character it lacks."""
    folded = _FOLDED.get(character) or "".join(
        part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part)
    )
    return folded if folded and fits(folded, encoding) else "?"
