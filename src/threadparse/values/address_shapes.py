"""The commonest plain mailboxes, read by one pattern each: the fast way past the token reader.

Plain is what holds letters only where a name stands, one blank at a time, and no word that could be of a redaction or
of "on behalf of". Everything else is the token reader's.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from threadparse.locales.mailboxes import mailbox_words
from threadparse.values.redactions import is_exemption, may_be_marked

__all__ = ["Plain", "read_plain_list", "read_plain_mailbox"]

_BLANK = r"(?: |\n ?)"
_LETTERS = "[A-Za-zÀ-ÖØ-öø-ÿ]+"
_WORD = rf"{_LETTERS}(?:['-]{_LETTERS})*\.?"
_NAME = rf"{_WORD}(?:{_BLANK}{_WORD}){{0,5}}"
_COMMAS = rf"{_NAME}(?:,{_BLANK}?{_NAME}){{0,2}}"  # "Roe, Jane", "Roe, Jane, Dr."
_SPEC = r"[A-Za-z0-9](?:[A-Za-z0-9_.+-]*[A-Za-z0-9])?@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]+"
# Lotus Notes "Jane Roe/LON/ECT@ECT", "Jane Roe@ECT@LON", "Jane Roe/LON/ECT"; an ampersand before a capital begins no
# HTML reference.
_UNIT = r"(?:[A-Za-z_-]|&(?=[A-Z]))+"
_UNITS = rf"{_UNIT}(?:{_BLANK}{_UNIT}){{0,4}}"
_COMPLETE = (
    rf"(?P<spec><{_SPEC}>|{_SPEC})"
    rf'|(?:(?P<name>{_NAME})|"(?P<quoted>{_COMMAS})"){_BLANK}< ?(?P<address>{_SPEC}) ?>'
    rf"|(?P<notes>(?=[A-Z]){_NAME})(?:/{_UNITS})*(?:@{_UNITS})+"
    rf"|(?P<path>{_WORD} {_NAME})(?:/{_UNIT}){{2,}}"
)
_END = r"[ \n]{0,2}"
_MAILBOX = re.compile(
    rf"{_END}(?P<all>{_COMPLETE}"
    rf"|(?P<bare>{_COMMAS})(?:{_BLANK}(?:(?P<bracketed>< ?{_SPEC} ?>)|\[mailto:(?P<scheme>{_SPEC})\]))?)"
    rf"{_END}(?P<separator>[,;]|\Z)"
)


class Plain(NamedTuple):
    """A plain mailbox.

    Attributes:
        name: Display name.
        address: The addr-spec.
        raw: As written, white space folded.
    """

    name: str | None
    address: str | None
    raw: str


def read_plain_list(value: str) -> list[Plain] | None:
    """Read a list of recipients all of whom are plain.

    Args:
        value: The value of a To, Cc or Bcc field.

    Returns:
        The mailboxes; None if anything is odd: the token reader decides then.
    """
    joined = ";" in value
    if not joined and "@" not in value and "\n" in value:
        return None  # the end of a line may separate
    found = []
    at = 0
    while at < len(value):
        match = _MAILBOX.match(value, at)
        if match is None or match["bracketed"] or match["scheme"] or match["separator"] == ("," if joined else ";"):
            return None
        if match["bare"] and not joined and not _is_one_name(match, value):
            return None
        mailbox = _plain(match)
        if mailbox.address is not None and is_exemption(mailbox.raw):
            return None  # "b6@x.org" begins like an exemption code
        found.append(mailbox)
        at = match.end()
    return None if _may_be_odd(value) else found


def read_plain_mailbox(value: str) -> Plain | None:
    """Read the mailbox of a From field if it is plain.

    Args:
        value: The value.

    Returns:
        The mailbox; None if anything is odd: the token reader decides then.
    """
    match = _MAILBOX.fullmatch(value)
    if match is None or match["separator"] or _may_be_odd(value) or is_exemption(value):
        return None
    return _plain(match)


def _is_one_name(match: re.Match[str], value: str) -> bool:
    """Whether a bare name is all of a value: "Jane Roe", "Roe, Jane"; commas between several need judgement."""
    surname, comma, rest = match["bare"].partition(",")
    one = not comma or (" " not in surname and "," not in rest)
    return one and not match["separator"] and match.span("all") == (0, len(value))


def _plain(match: re.Match[str]) -> Plain:
    name = match["bare"] or match["name"] or match["quoted"] or match["notes"] or match["path"]
    address = match["spec"] or match["address"] or match["bracketed"] or match["scheme"]
    return Plain(
        " ".join(name.split()) if name else None, address and address.strip("<> "), " ".join(match["all"].split())
    )


def _may_be_odd(value: str) -> bool:
    """Whether a word of a plain text could be of a redaction or stand between a sender and someone else."""
    return may_be_marked(value, besides=mailbox_words().telling)
