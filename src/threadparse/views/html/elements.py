"""Elements of HTML and SVG: whatever is no ``Markup`` is text and gets escaped, so that mail never becomes mark-up."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

__all__ = ["Child", "Markup", "css_string", "element", "joined", "separated", "source_text", "text"]

# C0 and C1 controls, overrides of the writing direction, separators of lines and paragraphs, lone surrogates.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# In the source, marks that cannot be seen too.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\xad\ufeff\ud800-\udfff]"
)
_SPECIAL = re.compile("[&<>]")
_BARE = re.compile(r"[\w#.%-]+", re.ASCII)
_VOID = frozenset({"meta", "br", "col"})
_SHAPES = frozenset({"line", "rect", "circle"})


class Markup(str):
    """Text that is mark-up already; only this module makes it."""

    __slots__ = ()


#: What stands in an element: mark-up, text to escape, or nothing.
Child = Markup | str | None


def text(words: str) -> Markup:
    """Escape text; control characters, which could change how the words around them read, become boxed codes.

    Args:
        words: Any text.
    """
    if _SPECIAL.search(words):
        words = html.escape(words, quote=False)
    if not words.isprintable():
        words = _CONTROL.sub(_boxed, words)
    return Markup(words)


def source_text(words: str) -> Markup:
    """Escape a line of the source; what cannot be seen becomes a boxed code, too.

    Args:
        words: The line, without line end.
    """
    if _SPECIAL.search(words):
        words = html.escape(words, quote=False)
    if not words.isprintable():
        words = _UNSEEN.sub(_boxed, words)
    return Markup(words)


def _boxed(match: re.Match[str]) -> str:
    """Return a control character as its code."""
    return f"<span class=ctl>{_code(match)}</span>"


def _code(match: re.Match[str]) -> str:
    """Return the number of a character, such as ``U+202E``."""
    return f"U+{ord(match.group()):04X}"


def element(name: str, /, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """Make an element.

    Args:
        name: Its tag.
        children: What stands in it; plain strings are escaped.
        attributes: A ``_`` at the end of a name is left out (``class_``), others become ``-``; None and False leave the
            attribute out, True gives it without a value.
    """
    head = name
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        key = key.rstrip("_").replace("_", "-")
        head += f" {key}" if value is True else f" {key}={_value(str(value))}"
    if name in _VOID:
        return Markup(f"<{head}>")
    if name in _SHAPES:
        return Markup(f"<{head} />")
    return Markup(f"<{head}>{joined(children)}</{name}>")


def _value(value: str) -> str:
    """Return a value of an attribute, in quotes wherever it could need them."""
    if _BARE.fullmatch(value):
        return value
    return f'"{_CONTROL.sub(_code, html.escape(value))}"'


def joined(children: Iterable[Child]) -> Markup:
    """Put mark-up and text behind one another.

    Args:
        children: Plain strings are escaped.
    """
    return Markup(
        "".join(child if isinstance(child, Markup) else text(child) for child in children if child is not None)
    )


def separated(children: Iterable[Child], between: str) -> list[Child]:
    """Put something between children; nothing where there is none of them.

    Args:
        children: None is left out.
        between: What to put there.
    """
    pieces: list[Child] = []
    for child in children:
        if child is not None:
            pieces += [between, child] if pieces else [child]
    return pieces


def css_string(words: str) -> str:
    r"""Write text as a string of a style sheet, all but letters, digits, blank, ``.``, ``,`` and ``-`` as ``\hex``.

    Args:
        words: Any text.
    """
    safe = "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in " .,-") else f"\\{ord(letter):x} "
        for letter in words
        if not 0xD800 <= ord(letter) < 0xE000 and letter != "\0"
    )
    return f'"{safe}"'
