"""The tokens of an address field (RFC 5322 §3.4 as clients write it), each with its place in the value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice

from threadparse.locales.folding import compiled_for

__all__ = ["Tokens", "has_domain", "pairs", "tokenise"]

_SPACE = re.compile(r"\s+")
_FOR_QUOTED, _FOR_REST = "\udc00", "\udc01"  # stand for a quoted string for a moment: no text has a lone surrogate
_WORD = rf'[^\s<>()\[\],;:@"“”„{_FOR_QUOTED}{_FOR_REST}]+'
_DOMAIN = r'@[^\s<>()\[\],;:@"“”„.]*\.'
_TOKEN = rf"{_SPACE.pattern}|{_WORD}|(?s:.)"
_HELD_TOKEN = rf"{_FOR_QUOTED}{_FOR_REST}*|{_TOKEN}"
_OPENING = r'["“„](?![;,])'
#: Angle brackets that a quoted string has: around words, or as signs between blanks ("Docks <North>", "A > B").
_ANGLES = r'<[^"“”„\\<>@]{1,40}>|(?<=\s)[<>](?=\s[^"“”„\\<>@]{1,40}["“”])'
_INSIDE = rf'(?>(?s:[^"“”„\\<>]|\\.|{_ANGLES})*)'
_UNIT = r"(?s:[^\\]|\\.)"
_CLOSING = ('"', "“", "”")
_MAX_QUOTED_CHARS = 200  # characters, an escape being one
_QUOTED = rf'["“„](?![;,])(?>(?:[^"“”„\\<>]|{_ANGLES}){{0,{_MAX_QUOTED_CHARS}}})["“”]'
_ESCAPED = r"(?s:\\(.))"
_IN_PAIR = r"[^<>\[\]();]*+"
_BRACKET = re.compile(rf"<{_IN_PAIR}>|\[{_IN_PAIR}\]|\({_IN_PAIR}\)|[<>\[\]();]")
_CLOSES = {">": "<", "]": "[", ")": "("}
_DEEPEST = 6
_WIDEST = 40  # tokens between brackets; more is a bracket that was never closed


@dataclass(slots=True, repr=False)
class Tokens:
    """The tokens of a value, without loss; a field may have a million, so there is no object for each.

    Attributes:
        text: The cleaned value.
        kinds: One character a token: a blank for white space, ``w`` for a word, ``q`` for a quoted string, or the mark
            itself (one of ``<>()[],;:@`` or a stray quote).
        bounds: Where each token begins, and where the last one ends.
    """

    text: str
    kinds: str
    bounds: list[int]

    def says(self, index: int) -> str:
        """Return a token as written; a quoted string without its quotes and escapes (RFC 5322 §3.2.4)."""
        written = self.text[self.bounds[index] : self.bounds[index + 1]]
        if self.kinds[index] != "q":
            return written
        return re.sub(_ESCAPED, r"\1", written[1:-1]) if "\\" in written else written[1:-1]


def has_domain(text: str) -> bool:
    """Tell whether any at sign stands before a domain with a dot, as that of an addr-spec has one.

    Args:
        text: What ``clean`` gave.
    """
    return compiled_for(text, _DOMAIN).search(text) is not None


def tokenise(text: str, at: int = 0) -> Tokens:
    """Split a cleaned value into tokens.

    Args:
        text: What ``clean`` gave.
        at: Where the first token begins; what stands before has no quotation mark and is not read.
    """
    return _split_at_once(text, at) if '"' in text and "\\" not in text else _split_by_strings(text, at)


def _split_at_once(text: str, at: int) -> Tokens:
    """Return the tokens of a text without escapes, however many quoted strings there are."""
    quoted = compiled_for(text, _QUOTED)
    held = quoted.sub(lambda match: _FOR_QUOTED.ljust(len(match[0]), _FOR_REST), text[at:])
    shown = _SPACE.sub(" ", compiled_for(held, _WORD).sub("w", held.replace(_FOR_REST, "")))
    lengths = map(len, compiled_for(held, _HELD_TOKEN if _FOR_QUOTED in held else _TOKEN).findall(held))
    return Tokens(text, shown.replace(_FOR_QUOTED, "q"), list(accumulate(lengths, initial=at)))


def _split_by_strings(text: str, at: int) -> Tokens:
    """Return the same for any text; whether a mark opens a string takes a closer look where there are escapes."""
    kinds: list[str] = []
    bounds = [at]
    for start, end in (*_quoted(text, at), (len(text), len(text))):
        if at < start:
            plain = text[at:start]
            kinds.append(_SPACE.sub(" ", compiled_for(plain, _WORD).sub("w", plain)))
            lengths = map(len, compiled_for(plain, _TOKEN).findall(plain))
            bounds += islice(accumulate(lengths, initial=at), 1, None)
        if start < end:
            kinds.append("q")
            bounds.append(end)
        at = end
    return Tokens(text, "".join(kinds), bounds)


def _quoted(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield the quoted strings of a value, in a few looks at each stretch, however many marks do not close."""
    opens = compiled_for(text, _OPENING).search
    while (opening := opens(text, at)) is not None:
        start, at = opening.span()
        inside = re.compile(_INSIDE).match(text, at)
        end = inside.end() if inside else at
        if not text.startswith(_CLOSING, end):
            at = end  # no mark within an escape before here is closed, either
            continue
        units = re.compile(_UNIT).findall(text, at, end) if end - at > _MAX_QUOTED_CHARS else []
        if len(units) > _MAX_QUOTED_CHARS:
            at = end - sum(map(len, units[-_MAX_QUOTED_CHARS:])) - 1  # the first place from where it is near enough
            continue
        at = end + 1
        yield start, at


def pairs(tokens: Tokens) -> dict[int, int]:
    """Return opening bracket → closing bracket, as indexes of tokens; one without its partner is left out.

    Args:
        tokens: What ``tokenise`` gave. A semicolon closes nothing, so no pair reaches over one.
    """
    found: dict[int, int] = {}
    opened: list[int] = []
    kinds = tokens.kinds
    if not any(mark in kinds for mark in _CLOSES):
        return found
    for bracket in _BRACKET.finditer(kinds):
        index, behind = bracket.span()
        kind = kinds[index]
        if behind - index > 1:
            if behind - index <= _WIDEST + 1:
                found[index] = behind - 1
            del opened[:-_DEEPEST]
        elif kind == ";":
            opened.clear()
        elif kind not in _CLOSES:
            opened.append(index)
            del opened[: -_DEEPEST - 1]
        else:
            for depth in range(len(opened) - 1, -1, -1):
                if kinds[opened[depth]] == _CLOSES[kind]:
                    if index - opened[depth] <= _WIDEST:
                        found[opened[depth]] = index
                    del opened[depth:]
                    break
    return found
