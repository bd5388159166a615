"""Header fields above the first blank line (RFC 5322 §2.2)."""

from __future__ import annotations

import re

from threadparse.lines.charsets import decode_declared
from threadparse.values.encoded_words import header_text

__all__ = ["Fields", "read_fields"]

_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:[ \t]*([^\r\n]*(?:(?:\r\n|\n|\r)[ \t][^\r\n]*)*)(?:\r\n|\n|\r|\Z)")
_BLANK = re.compile(rb"[ \t]*(?:\r\n|\n|\r|\Z)")
_REST_OF_ADDRESS = re.compile(rb"([^\s<>:]{1,255}>[^\r\n]*)(?:\r\n|\n|\r|\Z)")  # behind a fold whose blank is lost
# What stands above the first field of some mails: an mbox envelope line (quoted or not), a byte order mark.
_CHARSET = rb"(?i)\bcharset[ \t]*=[ \t]*\"?([a-z0-9][\w.:-]{0,39})"
_ENVELOPE_LINE = re.compile(rb">?From [^\r\n]*(?:\r\n|\n|\r)")


class Fields:
    """The header fields of a mail or of a part, in order.

    Attributes:
        items: Folded name and raw value of each field.
    """

    __slots__ = ("_first", "items")

    def __init__(self, items: list[tuple[str, bytes]]) -> None:
        self.items = items
        self._first: dict[str, bytes] = {}
        for name, value in items:
            self._first.setdefault(name, value)

    def raw(self, name: str) -> bytes | None:
        """Return the raw value of the first field of a name (lower case); None if there is none."""
        return self._first.get(name)

    def all_raw(self, name: str) -> list[bytes]:
        """Return the raw values of all fields of a name."""
        return [value for known, value in self.items if known == name]

    def text(self, name: str) -> str | None:
        """Return the decoded text of a field; None if there is none."""
        raw = self._first.get(name)
        return None if raw is None else header_text(raw)


def read_fields(data: bytes) -> tuple[Fields, int]:
    """Read the header at the start of a mail or of a part.

    Args:
        data: The mail or part.

    Returns:
        The fields, and the offset at which the body begins: behind the blank line, or at the first line that can be
        no field, where the blank line is missing.
    """
    at = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    while (envelope := _ENVELOPE_LINE.match(data, at)) is not None:
        at = envelope.end()
    items: list[tuple[str, bytes]] = []
    while at < len(data):
        if (match := _FIELD.match(data, at)) is not None:
            items.append((match[1].decode("ascii").lower(), match[2]))
        elif items and (value := items[-1][1]).rfind(b"<") > value.rfind(b">"):
            match = _REST_OF_ADDRESS.match(data, at)
            items[-1] = (items[-1][0], value + match[1]) if match is not None else items[-1]
        if match is None:
            break
        at = match.end()
    blank = _BLANK.match(data, at)
    if not data[:at].isascii() and (declared := re.search(_CHARSET, data)) is not None:
        items = [(name, _in_utf8(value, declared[1].decode())) for name, value in items]
    return Fields(items), blank.end() if blank else at


def _in_utf8(value: bytes, charset: str) -> bytes:
    """Return a value whose bytes are in no charset of their own in UTF-8: mailers wrote them in that of the body."""
    return value if value.isascii() else decode_declared(value, charset).characters.encode()
