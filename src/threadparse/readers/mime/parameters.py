"""Values with parameters (RFC 2045 §5.1, continued and encoded as RFC 2231 has them); loaded for mails alone."""

from __future__ import annotations

import re
from typing import NamedTuple

from threadparse.lines.charsets import decode_declared
from threadparse.values.encoded_words import header_text

__all__ = ["Typed", "typed"]

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
    """Return the value of an RFC 2231 parameter: charset'language'percent-encoded, in pieces."""
    from urllib.parse import unquote_to_bytes  # few mails need it

    ordered = [parts[number] for number in sorted(parts)]
    charset = None
    first, encoded = ordered[0]
    if encoded and first.count("'") >= 2:
        charset, _, rest = first.split("'", 2)
        ordered[0] = (rest, True)
    data = b"".join(unquote_to_bytes(text) if percent else text.encode() for text, percent in ordered)
    return decode_declared(data, charset).characters
