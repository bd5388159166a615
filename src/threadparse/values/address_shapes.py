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
_LETTERS = "[A-Za-zÀ-ÖØ-öø-ɏ]+"
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
#: A list separated by commas: an address, a quoted name or a Notes path says where each of its mailboxes ends.
_COMMA_LIST = re.compile(rf"{_END}(?P<all>{_COMPLETE}){_END}(?:,|\Z)")
#: A list separated by semicolons: there commas belong to the names.
_SEMICOLON_LIST = re.compile(rf"{_END}(?P<all>{_COMPLETE}|(?P<bare>{_COMMAS})){_END}(?:;|\Z)")
#: One name and nothing else.
_ONE_NAME = re.compile(rf"(?P<all>(?P<bare>(?:{_WORD},{_BLANK}?)?{_NAME}))\Z")
_BRACKETED = rf"< ?(?P<behind>{_SPEC}) ?>|\[mailto:(?P<scheme>{_SPEC})\]"
_MAILBOX = re.compile(rf"(?P<all>{_COMPLETE}|(?P<bare>{_COMMAS})(?:{_BLANK}(?:{_BRACKETED}))?)\Z")


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
    pattern = _SEMICOLON_LIST if ";" in value else _COMMA_LIST if "@" in value else _ONE_NAME
    if pattern is _ONE_NAME and "\n" in value:
        return None
    found = []
    at = 0
    while at < len(value):
        match = pattern.match(value, at)
        if match is None:
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
    match = _MAILBOX.match(value)
    return None if match is None or _may_be_odd(value) else _plain(match)


def _plain(match: re.Match[str]) -> Plain:
    found = match.groupdict()
    name = found.get("bare") or found.get("name") or found.get("quoted") or found.get("notes") or found.get("path")
    address = found.get("spec") or found.get("address") or found.get("behind") or found.get("scheme")
    return Plain(
        " ".join(name.split()) if name else None, address and address.strip("<>"), " ".join(found["all"].split())
    )


def _may_be_odd(value: str) -> bool:
    """Whether a word of a plain text could be of a redaction or stand between a sender and someone else."""
    return may_be_marked(value, besides=mailbox_words().telling)
