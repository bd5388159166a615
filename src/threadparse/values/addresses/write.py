"""Mailboxes in the syntax of RFC 5322, whatever stands in them."""

from __future__ import annotations

import re

__all__ = ["is_addr_spec", "phrase", "rfc5322_mailbox"]

_ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?: [\w!#$%&'*+/=?^`{|}~-]+)*")
_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"]{1,64}@[^\s@<>()\[\]\\,;:\"]{1,255}")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def is_addr_spec(address: str | None) -> bool:
    """Tell whether an address can stand in a header as it is.

    Args:
        address: The address; None for none.
    """
    return address is not None and _ADDRESS.fullmatch(address) is not None


def phrase(words: str) -> str:
    """Write words as a phrase, in quotes if they need them; control characters, which could end a header, are blanks.

    Args:
        words: Any words.
    """
    words = " ".join(_CONTROL.sub(" ", words).split())
    if _ATOMS.fullmatch(words):
        return words
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def rfc5322_mailbox(name: str | None, address: str | None, *, redacted: bool = False) -> str:
    """Write a mailbox.

    Args:
        name: The display name.
        address: The address; one that is no addr-spec becomes part of the name.
        redacted: Whether something of it is blacked out.

    Returns:
        ``Ann Lee <ann@lee.example>``; without an address an empty group (RFC 6854), such as ``Ann Lee:;``, which mail
        programs show by its name. Empty if nothing is known.
    """
    named = name or ""
    if redacted:
        named = f"{named} [redacted]" if named else "redacted"
    if address is not None and is_addr_spec(address):
        return f"{phrase(named)} <{address}>" if named else address
    named = " ".join(filter(None, [named, address]))
    return f"{phrase(named)}:;" if named else ""
