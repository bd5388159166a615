"""What separates the recipients of an address list: marks, the ends of lines, gaps, or an address that is complete."""

from __future__ import annotations

import re
from itertools import pairwise

from threadparse.locales.mailboxes import mailbox_words
from threadparse.values.address_tokens import Tokens, has_domain, pairs

__all__ = ["separators"]

_NAMING = ("w", "q")  # kinds of tokens that a name has
_MARK = re.compile("[;,:]")
_MARK_OR_AT = re.compile("[;,:@]")
_AWAY = r"[^<>()\[\];,:@]{0,39}+"  # tokens of no account; more than that no pair of brackets has
_HIDING = rf"<(?!{_AWAY}>)|\[(?!{_AWAY}\])|\((?!{_AWAY}\))"
_MARK_OR_BRACKET = re.compile(rf"{_MARK_OR_AT.pattern}|{_HIDING}")
_BLANK = re.compile(" ")
_WIDE = re.compile(r"\n|\s{8}")  # without one of these no white space separates
_COLUMN = 8  # blanks between two names of a page's layout, where the separator was lost
_SHORT_LINE = 48  # a client folds long lines; a short line ends where the writer ended it


def separators(tokens: Tokens) -> dict[int, str]:
    """Find the separators outside brackets.

    Args:
        tokens: The tokens of a list.

    Returns:
        Index of a token → ";", ",", " " (white space that separates) or ":" (behind the name of a group).
    """
    text, kinds, bounds = tokens.text, tokens.kinds, tokens.bounds
    closing = pairs(tokens) if re.search(_HIDING, kinds) else {}
    telling = _MARK_OR_BRACKET if closing else _MARK_OR_AT if has_domain(text) else _MARK
    found: dict[int, str] = {}
    comma = address = False
    group = -1  # token index of a colon that may end the name of a group (RFC 5322 §3.4)
    behind = -1  # token index behind the last complete address with a bracket or a dotted domain
    closed = -1  # token index of the last bracket that closes
    for mark in telling.finditer(kinds):
        index = mark.start()
        if index <= closed:
            continue
        kind = kinds[index]
        if index in closing:
            closed = closing[index]
            if kinds.find("@", index, closed) >= 0:
                if behind >= 0 and kind == "<" and _starts(tokens, behind, index):
                    found[behind] = " "
                if group >= 0:
                    found[group] = ":"
                behind, group, address = closed + 1, -1, True
        elif kind == ";":
            found[index] = ";"
            comma = address = False
            behind = group = -1
        elif kind == ",":
            found[index] = ","
            comma, behind = True, -1
        elif kind == ":" and not address and kinds.startswith(" ", index + 1):
            if comma:
                found[index] = ";"  # OCR reads a colon for a semicolon
                comma = False
            elif not mailbox_words().addressed.match(text, bounds[index - 1]):
                group = index
        elif kind == "@" and kinds.startswith("w", index + 1):
            dotted = text.find(".", bounds[index + 1], bounds[index + 2]) >= 0
            if dotted and index and kinds[index - 1] in _NAMING:
                if behind >= 0 and behind == index - 2:
                    found[behind] = " "
                if group >= 0:
                    found[group] = ":"
                behind, group, address = index + 2, -1, True
    return found | _columns(tokens, found)


def _starts(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a name stands between two addresses without a separator, and no "on behalf of"."""
    if tokens.kinds[start] != " " or not any(tokens.kinds.find(kind, start, end) >= 0 for kind in _NAMING):
        return False
    return mailbox_words().on_behalf_of.search(tokens.text, tokens.bounds[start], tokens.bounds[end]) is None


def _columns(tokens: Tokens, found: dict[int, str]) -> dict[int, str]:
    """White space that separates: wide gaps and the line ends beside them; without any other mark, short lines too."""
    if _WIDE.search(tokens.text) is None:
        return {}
    kinds, bounds = tokens.kinds, tokens.bounds
    gaps: list[int] = []
    breaks: list[int] = []
    line = 0
    for space in _BLANK.finditer(kinds, 0, len(kinds) - 1):
        index = space.start()
        start, end = bounds[index], bounds[index + 1]
        broken = tokens.text.find("\n", start, end) >= 0
        if index and index - 1 not in found and kinds[index + 1] in _NAMING:
            if not broken and end - start >= _COLUMN:
                gaps.append(index)
            elif broken and (gaps or start - line <= _SHORT_LINE):
                breaks.append(index)
        if broken:
            line = end
    if not gaps and (found or any(mark in kinds for mark in "@<[")):
        return {}
    edges = [0, *sorted(gaps + breaks), len(kinds)]
    if not gaps and any(kinds.count("w", start, end) < 2 for start, end in pairwise(edges)):
        return {}
    return dict.fromkeys(gaps + breaks, " ")
