"""Address fields in the strict form that mailers write: read at once, and as they stand.

Nobody types x over the addresses in the header of a mail file: there ``xxx@gmail.com`` is an address, where
``parse_addresses``, which is made for printed and released mail, would see a redaction. A header quoted in the body is
another matter, as people do so before they pass a chain on, and nothing in it tells the two apart. What is not in the
strict form, and a name that says in words that it was taken out, goes to ``parse_addresses``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from threadparse.document import Mailbox
from threadparse.values.addresses.read import parse_addresses
from threadparse.values.redactions import is_redacted

__all__ = ["is_taken_out", "read_mailboxes"]

# RFC 5322 §3.4: a name of plain words, or quoted, before an address in angle brackets; or the address alone.
_NAME = r"[^\W\d_][\w.'’ /，；＠-]{0,120}?"
_STRICT = re.compile(
    rf"\s*(?:(?:\"([^\W\d_][^\"\\<>@\[\]()]{{0,120}})\"|({_NAME}))\s*<([^\s<>@,;:()\"\[\]]+@[\w.-]+)>"
    r"|<?([^\s<>@,;:()\"\[\]]+@[\w.-]+)>?)\s*(?:,|$)"
)
_PLACEHOLDER = re.compile(r"[xX .]+")
_PERSON = re.compile(r"[^\W\d_]")


def read_mailboxes(text: str) -> list[Mailbox]:
    """Read an address field of a mail's own header.

    Args:
        text: Its decoded value on one line.

    Returns:
        The mailboxes in order.
    """
    found: list[Mailbox] = []
    at = 0
    while at < len(text) and (match := _STRICT.match(text, at)) is not None:
        name, address = match[1] or match[2], match[3] or match[4]
        if name and is_taken_out(name):
            break
        written = match[0].strip(" ,")
        if name and (name == address or not _PERSON.match(name)):
            name = None
        found.append(Mailbox(name=name.strip() if name else None, address=address, redacted=False, raw=written))
        at = match.end()
    if at >= len(text):
        return found
    return [Mailbox.of(address) for address in parse_addresses(text)]


@lru_cache(maxsize=4096)  # a mailbox file has the same few people thousands of times
def is_taken_out(name: str) -> bool:
    """Tell whether a name in a mail's own header says that the name was taken out; x alone says nothing there.

    Args:
        name: A display name.
    """
    return is_redacted(name, mailbox=True) and _PLACEHOLDER.fullmatch(name) is None
