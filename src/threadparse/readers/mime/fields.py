"""Header fields above the first blank line (RFC 5322 §2.2), and values with parameters (RFC 2045, RFC 2231)."""

from __future__ import annotations

import re
from typing import NamedTuple

from threadparse.readers.charsets import decode_declared
from threadparse.readers.mime.words import header_text

__all__ = ["Fields", "Typed", "read_fields", "typed"]

_PARAMETER = re.compile(r";\s*([^\s=;\"]{1,80})\s*=\s*(\"(?:[^\"\\]|\\.)*\"|[^;\"]*)", re.DOTALL)
_VALUE = re.compile(r"\s*[^\s;]*")
_CONTINUED = re.compile(r"(.+?)\*(\d{1,3})?(\*)?$")
_MAX_PARAMETERS = 500


class Typed(NamedTuple):
    """A value with parameters: Content-Type or Content-Disposition.

    Attributes:
        value: The value, lower case, without parameters.
        parameters: The parameters by lower-case name, decoded.
    """

    value: str
    parameters: dict[str, str]


def typed(raw: bytes | None) -> Typed:
    """Read a field with parameters.

    Args:
        raw: The field's raw value, or None.

    Returns:
        Its value and parameters; RFC 2231 continuations are joined, and RFC 2047 words, which are not allowed there but
        common, decoded.
    """
    if raw is None:
        return Typed("", {})
    text = decode_declared(raw, None).characters.replace("\r", "").replace("\n", "")
    value = _VALUE.match(text)[0]  # type: ignore[index]  # it matches the empty string too
    text = ";" + text[len(value) :].lstrip(" \t;")  # a mark forgotten: "text/plain charset=utf-8"
    value = value.strip().lower()
    if text == ";":
        return Typed(value, {})
    found: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for number, match in enumerate(_PARAMETER.finditer(text)):
        if number >= _MAX_PARAMETERS:
            break
        name, written = match[1].lower(), match[2]
        plain = re.sub(r"\\(.)", r"\1", written[1:-1]) if written.startswith('"') else written.strip()
        continued = _CONTINUED.match(name)
        if continued is None:
            found.setdefault(name, plain)
        else:
            encoded = continued[3] is not None or not continued[2]
            pieces.setdefault(continued[1], {})[int(continued[2] or 0)] = (plain, encoded)
    for name, texts in found.items():
        found[name] = header_text(texts.encode()) if "=?" in texts else texts
    found.update((name, _extended(parts)) for name, parts in pieces.items())
    return Typed(value, found)


def _extended(parts: dict[int, tuple[str, bool]]) -> str:
    """The value of an RFC 2231 parameter: charset'language'percent-encoded, in pieces."""
    from urllib.parse import unquote_to_bytes  # few mails need it

    ordered = [parts[number] for number in sorted(parts)]
    charset = None
    first, encoded = ordered[0]
    if encoded and first.count("'") >= 2:
        charset, _, rest = first.split("'", 2)
        ordered[0] = (rest, True)
    data = b"".join(unquote_to_bytes(text) if percent else text.encode() for text, percent in ordered)
    return decode_declared(data, charset).characters


_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:[ \t]*([^\r\n]*(?:(?:\r\n|\n|\r)[ \t][^\r\n]*)*)(?:\r\n|\n|\r|\Z)")
_BLANK = re.compile(rb"[ \t]*(?:\r\n|\n|\r|\Z)")
# What stands above the first field of some mails: an mbox envelope line (quoted or not), a byte order mark.
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
        """The raw value of the first field of a name (lower case); None if there is none."""
        return self._first.get(name)

    def all_raw(self, name: str) -> list[bytes]:
        """The raw values of all fields of a name."""
        return [value for known, value in self.items if known == name]

    def text(self, name: str) -> str | None:
        """The decoded text of a field; None if there is none."""
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
    while (match := _FIELD.match(data, at)) is not None and match.end() > at:
        items.append((match[1].decode("ascii").lower(), match[2]))
        at = match.end()
        if at >= len(data):
            return Fields(items), at
    blank = _BLANK.match(data, at)
    return Fields(items), blank.end() if blank else at
