"""The tokens of an address field (RFC 5322 §3.4 as clients write it), each with its place in the value."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Token", "clean", "pairs", "tokenise"]

# Marks that separate: their full-width forms do the same (IMEs of Chinese and Japanese). Round brackets stay, as parts
# of names.
_FORMS = str.maketrans("＜＞‹›〈〉［］；，、＠：\u00a0\u202f\u3000", "<><><>[];,,@:   ")
# HTML character references of exported views, markdown escapes, blanks and soft line breaks of quoted-printable that
# nobody decoded (RFC 2045 §6.7), and marks that show nothing. Zero-width joiners stay: Persian names need them.
_REFERENCES = {
    "lt": "<",
    "It": "<",
    "gt": ">",
    "quot": '"',
    "amp": "&",
    "apos": "'",
    "nbsp": " ",
    "#39": "'",
    "#039": "'",
}
_CODED = re.compile(
    r"&(?P<reference>lt|It|gt|quot|amp|apos|nbsp|#0?39);"
    r"|\\(?P<escaped>[_*<>\[\]()@.#~`|-])"
    r"|(?P<blank>=(?:09|20)(?=\s|=|$)|(?<![^\s=])=(?:09|20))"
    r"|=\r?\n|[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r'|(?P<quoted>["“„](?![;,])(?:[^"“”„\\<>]|\\.){0,200}+["“”])'
    r'|(?P<word>[^\s<>()\[\],;:@"“”„]+)'
    r"|(?P<mark>.)",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CLOSES = {">": "<", "]": "[", ")": "("}
_DEEPEST = 6
_WIDEST = 40  # tokens between brackets; more is a bracket that was never closed


class Token(NamedTuple):
    """A token.

    Attributes:
        kind: ``space``, ``quoted``, ``word``, or the mark itself (one of ``<>()[],;:@`` or a stray quote).
        start: Offset in the cleaned value.
        end: Offset behind it.
        text: As written; a quoted string without its quotes and escapes (RFC 5322 §3.2.4).
    """

    kind: str
    start: int
    end: int
    text: str


def clean(value: str) -> tuple[str, list[int] | None]:
    """Resolve references, escapes and full-width marks, and take out marks that show nothing.

    Args:
        value: A field value.

    Returns:
        The cleaned text, and for each of its characters (and its end) the offset in ``value``; None if no offset moved.
    """
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for match in _CODED.finditer(value):
        plain = match["escaped"] or ("" if match["reference"] is None else _REFERENCES[match["reference"]])
        if match["blank"]:
            plain = " "
        parts += (value[at : match.start()], plain)
        places += range(at, match.start())
        places += [match.start()] * len(plain)
        at = match.end()
    if not parts:
        return value.translate(_FORMS), None
    parts.append(value[at:])
    places += range(at, len(value) + 1)
    return "".join(parts).translate(_FORMS), places


def tokenise(text: str) -> list[Token]:
    """Split a cleaned value into tokens, without loss.

    Args:
        text: What ``clean`` gave.
    """
    tokens = []
    end = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        content = match[0]
        if kind == "mark":
            kind = content
        elif kind == "quoted":
            content = content[1:-1]
            if "\\" in content:
                content = _ESCAPED.sub(r"\1", content)
        start, end = end, match.end()
        tokens.append(Token(kind, start, end, content))
    return tokens


def pairs(tokens: list[Token]) -> dict[int, int]:
    """Opening bracket → closing bracket, as indexes of tokens; a bracket without its partner is left out.

    Args:
        tokens: What ``tokenise`` gave. A semicolon closes nothing, so no pair reaches over one.
    """
    found: dict[int, int] = {}
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.kind in ("<", "[", "("):
            opened = [*opened[-_DEEPEST:], index]
        elif token.kind == ";":
            opened = []
        elif token.kind in _CLOSES:
            for depth in range(len(opened) - 1, -1, -1):
                if tokens[opened[depth]].kind == _CLOSES[token.kind]:
                    if index - opened[depth] <= _WIDEST:
                        found[opened[depth]] = index
                    opened = opened[:depth]
                    break
    return found
