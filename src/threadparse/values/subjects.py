"""Base subjects (RFC 5256 §2.1), with the reply and forward prefixes of every locale."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from threadparse.locales.folding import INVISIBLE
from threadparse.locales.subject_prefixes import prefix_stem, subject_prefixes
from threadparse.values.redactions import is_redacted

__all__ = ["base_subject", "subject_action"]

Action = Literal["reply", "forward"]

_LONGEST_PREFIX = 40
_COLON = re.compile("[:：]")
_BLOB = re.compile(r"\[[^\[\]]*\]")
_BLANKS = " \t\r\n\u00a0\u3000" + "".join(map(chr, INVISIBLE))


class _Stripped(NamedTuple):
    base: str
    first: Action | None


def base_subject(subject: str) -> str:
    """Take reply and forward prefixes, list tags and "(fwd)" off a subject.

    Args:
        subject: As written.

    Returns:
        The base subject after RFC 5256 §2.1, white space folded, case kept. A bracket that is a redaction mark stays,
        though the RFC would take it for a list tag.
    """
    return _strip(subject).base


def subject_action(subject: str) -> Action | None:
    """Say what the first prefix of a subject says was done.

    Args:
        subject: As written.

    Returns:
        ``reply``, ``forward``, or None for a subject without a prefix.
    """
    return _strip(subject).first


def _strip(subject: str) -> _Stripped:
    text = " ".join(subject.split())
    first: Action | None = None
    trailer: Action | None = None
    while True:
        text, fell = _trailer(text)
        trailer = trailer or ("forward" if fell else None)
        while True:
            rest, action = _leader(text)
            if action is None:
                rest, action = _blob(text)
            if rest == text:
                break
            text, first = rest, first or action
        # Step 6 of the RFC: "[Fwd: Minutes]".
        if not (text.startswith("[") and text.endswith("]")):
            break
        rest, action = _leader(text[1:-1])
        if action is None:
            break
        text, first = rest, first or action
    return _Stripped(text, first or trailer)


def _trailer(text: str) -> tuple[str, bool]:
    """The text without "(fwd)" at its end (subj-trailer), and whether one stood there."""
    fell = False
    while text.endswith(")"):
        head, opening, word = text[:-1].rpartition("(")
        if not opening or word.strip().casefold() not in subject_prefixes()["trailers"]:
            break
        text, fell = head.rstrip(_BLANKS), True
    return text.strip(_BLANKS), fell


def _leader(text: str) -> tuple[str, Action | None]:
    """The text without one prefix and its colon (subj-refwd), and what the prefix says."""
    colon = _COLON.search(text, 0, _LONGEST_PREFIX)
    if colon is None:
        return text, None
    action = _action(text[: colon.start()])
    return (text[colon.end() :].lstrip(_BLANKS + ":："), action) if action else (text, None)


def _action(prefix: str) -> Action | None:
    stem = prefix_stem(prefix)
    prefixes: dict[str, Action] = subject_prefixes()["prefixes"]
    # OCR reads "FW" as "FVV".
    return prefixes.get(stem) or prefixes.get(stem.replace("vv", "w"))


def _blob(text: str) -> tuple[str, Action | None]:
    """The text without one list tag (subj-blob), if something is left; Korean clients write the prefix so: "[RE]"."""
    blob = _BLOB.match(text)
    if blob is None:
        return text, None
    rest = text[blob.end() :].lstrip(_BLANKS)
    if not rest or is_redacted(blob[0]):
        return text, None
    return rest, _action(blob[0][1:-1])
