"""The body of an Outlook message: plain text, else HTML, else Rich Text ([MS-OXBBODY])."""

from __future__ import annotations

from threadparse.options import ParseOptions
from threadparse.parsed import Note
from threadparse.readers.extras import cause, in_brackets, missing
from threadparse.readers.hypertext.convert import convert
from threadparse.readers.outlook.properties import Properties

__all__ = ["read_body"]

_PLAIN, _HTML, _COMPRESSED_RTF = 0x1000, 0x1013, 0x1009  # [MS-OXPROPS]
_MOST_GROWTH = 9  # [MS-OXRTFCP]: two bytes stand for 17 at most


def read_body(properties: Properties, path: str, options: ParseOptions) -> tuple[str, list[Note]]:
    """Read the body of a message.

    Args:
        properties: Those of the message.
        path: The file as the user named it.
        options: The limits.

    Returns:
        The body, empty if there is none, and what was odd about it.

    Raises:
        LimitError: The text of its HTML is longer than allowed.
        UnsupportedFormatError: There is only Rich Text, and what reads it is not installed.
    """
    plain = properties.text(_PLAIN)
    if plain and plain.strip():
        return plain, []
    html = properties.markup(_HTML)
    if html and html.strip():
        converted = convert(html, path, options)
        if converted.characters:
            return converted.characters, converted.notes
    packed = properties.binary(_COMPRESSED_RTF)
    if not packed:
        return "", []
    try:
        return _from_rtf(packed, options), []
    except ImportError as error:
        raise missing(path, "an Outlook message in Rich Text", "msg") from error
    except ValueError as error:
        words = f"The message's only body is Rich Text that is damaged{in_brackets(str(error))}."
        return "", [Note(code="msg.body-unreadable", severity="warning", text=words)]


def _from_rtf(packed: bytes, options: ParseOptions) -> str:
    """The text of compressed Rich Text ([MS-OXRTFCP])."""
    from compressed_rtf import decompress

    from threadparse.readers.rtf_text import rtf_text

    if len(packed) * _MOST_GROWTH > 4 * options.max_characters:
        raise ValueError("it is too long")
    try:
        source = decompress(packed)
    except Exception as error:  # wrong checksums and lengths, as plain exceptions
        raise ValueError(cause(error)) from error
    return rtf_text(source)
