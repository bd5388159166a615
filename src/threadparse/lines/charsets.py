"""Bytes to characters: byte order marks, UTF-16 without one, declared charsets, and what to do where they are wrong."""

import codecs
import re
from typing import NamedTuple

__all__ = ["Decoded", "decode", "decode_declared", "undo_misreading", "utf16_by_zeros", "without_surrogates"]


def utf16_by_zeros(head: bytes) -> str | None:
    """Tell which UTF-16 a text without a byte order mark is in.

    Args:
        head: How the source begins, from an even offset.

    Returns:
        ``utf-16-le`` or ``utf-16-be`` if nearly all of many zero bytes stand on one side of the pairs, as blanks and
        Latin letters have them; else None.
    """
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if not even + odd or max(even, odd) * 10 < len(head) or max(even, odd) < 8 * min(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


# Longest first: the mark of UTF-32-LE begins with that of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Windows-1252 with its five unassigned bytes as the C1 controls, as the WHATWG encoding standard has it.
_WINDOWS = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}
_SURROGATE = "[\ud800-\udfff]"
_HEAD = 8192
_UTF8, _WINDOWS_NAME = "utf-8", "windows-1252"
# Labels that Python does not know or reads more narrowly than mail clients do: WHATWG Encoding Standard §4.2, and the
# names that mailers write for "I do not know" (RFC 1428 §3, Outlook, Exchange).
_LABELS = {
    **dict.fromkeys(("us-ascii", "ascii", "ansi_x3.4-1968", "iso-ir-6", "us"), ""),
    **dict.fromkeys(
        ("unknown-8bit", "x-unknown", "unknown", "default", "binary", "8bit", "default_charset", "none"), ""
    ),
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "iso_8859-1", "iso88591", "latin1", "latin-1", "l1"), _WINDOWS_NAME),
    **dict.fromkeys(("windows-1252", "cp1252", "x-cp1252", "ansi", "x-ansi", "iso-8859-1-windows"), _WINDOWS_NAME),
    **dict.fromkeys(("utf8", "unicode-1-1-utf-8", "x-utf-8", "utf-8n", "unicode", "utf-8-mac"), _UTF8),
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk", "chinese", "csgb2312", "iso-ir-58"), "gb18030"),
    **dict.fromkeys(("ks_c_5601-1987", "euc-kr", "ks_c_5601-1989", "ksc5601", "korean", "iso-ir-149"), "cp949"),
    **dict.fromkeys(("shift_jis", "shift-jis", "x-sjis", "sjis", "ms_kanji", "windows-31j", "ms932"), "cp932"),
    **dict.fromkeys(("big5", "big5-hkscs", "cn-big5", "x-x-big5", "csbig5"), "big5hkscs"),
    **dict.fromkeys(("iso-8859-9", "latin5", "l5", "iso8859-9"), "cp1254"),
    **dict.fromkeys(("tis-620", "iso-8859-11", "windows-874", "dos-874"), "cp874"),
    **dict.fromkeys(("iso-8859-8-i", "iso-8859-8-e", "logical", "visual"), "iso8859-8"),
    **dict.fromkeys(("iso-8859-6-i", "iso-8859-6-e"), "iso8859-6"),
    **dict.fromkeys(("x-euc-jp", "euc-jp"), "euc_jp"),
    **dict.fromkeys(("macintosh", "x-mac-roman", "mac"), "mac-roman"),
    **dict.fromkeys(("x-mac-cyrillic", "x-mac-ukrainian"), "mac-cyrillic"),
    **dict.fromkeys(("koi", "koi8", "koi8_r", "cskoi8r"), "koi8-r"),
    **dict.fromkeys(("koi8-ru",), "koi8-u"),
    **dict.fromkeys(("iso-2022-jp-ms", "csiso2022jp"), "iso2022_jp_ext"),
}
# Codecs of Python that are no charsets of text, and slow or strange ones.
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_NAME = r"(?a)[A-Za-z0-9][\w.:-]{0,39}"


class Decoded(NamedTuple):
    """Characters, and what was guessed to get them.

    Attributes:
        characters: The text, without byte order mark and without lone surrogates.
        guess: What was guessed, in words; None if nothing was.
        place: Offset of the first character that was guessed, if it is known.
    """

    characters: str
    guess: str | None = None
    place: int | None = None


def decode(data: bytes) -> Decoded:
    """Decode bytes that nobody declared anything about.

    By the byte order mark, else strict UTF-8, else UTF-16 by its zero bytes, else UTF-8 with its odd bytes as
    Windows-1252: that is right for pure Windows-1252 and for files that mix both.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding)
    if (guessed := utf16_by_zeros(data[:_HEAD])) is not None:
        return Decoded(data.decode(guessed, "replace"), f"No byte order mark; read as {guessed.upper()}.")
    return _decode_utf8(data)


def decode_declared(data: bytes, declared: str | None) -> Decoded:
    """Decode bytes whose charset a header declares, rightly or not.

    Args:
        data: The bytes.
        declared: The charset's name as written, or None.

    Returns:
        The text as declared where the bytes allow it. UTF-8 wins over a one-byte charset wherever the bytes beyond
        ASCII are valid UTF-8, which they practically never are by chance.
    """
    if declared is None and data.isascii() and b"\x1b" not in data:
        return Decoded(data.decode("ascii"))  # nearly every header field
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data)
    encoding = _encoding(declared)
    if data.isascii() and b"\x1b" not in data and not _is_wide(encoding):
        return Decoded(data.decode("ascii"))
    if not encoding:
        return _decode_undeclared(data, declared)
    if encoding == _UTF8:
        return _decode_utf8(data)
    if not _is_wide(encoding) and _valid_utf8(data):
        return Decoded(data.decode(), f"Declared as {declared}, but the bytes are UTF-8; read as that.")
    if encoding == _WINDOWS_NAME:
        return Decoded(_as_western(data))
    try:
        return Decoded(without_surrogates(data.decode(encoding)))
    except UnicodeDecodeError as error:
        words = f"Declared as {declared}, but not all of it is: {error.reason}."
        return Decoded(without_surrogates(data.decode(encoding, "replace")), words)
    except UnicodeError:
        return _decode_utf8(data)


def without_surrogates(characters: str) -> str:
    """Return a text without lone surrogates, which are no characters: each becomes U+FFFD, so that offsets stay."""
    return re.sub(_SURROGATE, "\ufffd", characters) if not characters.isascii() else characters


def _encoding(declared: str | None) -> str:
    """Python's name of a declared charset; an empty string for ASCII and for what is no charset."""
    if declared is None:
        return ""
    name = declared.strip(" \t\"'<>").partition("*")[0].lower()
    if name in _LABELS:
        return _LABELS[name]
    if not re.fullmatch(_NAME, name):
        return ""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    # Codecs from bytes to bytes ("base64", "zip") are no charsets; CPython marks them so.
    if info.name in _NO_CHARSETS or not getattr(info, "_is_text_encoding", True):
        return ""
    return _LABELS.get(info.name, info.name)


def _is_wide(encoding: str) -> bool:
    """Tell whether ASCII bytes are not ASCII characters in an encoding."""
    return encoding.startswith(("utf-16", "utf-32", "utf-7", "hz", "iso2022"))


def _valid_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _as_western(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("ascii", "threadparse.windows")


def undo_misreading(text: str) -> str:
    """Return a text whose UTF-8 was read as Windows-1252 ("Ã©") as it was before; any other as it is.

    Args:
        text: A line or a value; in it, what does not break may have become a blank ("Ã" and a blank for "à").
    """
    try:
        return text.encode("cp1252", "threadparse.bytes").replace(b"\xc3 ", b"\xc3\xa0").decode()
    except UnicodeError:
        return text


def _decode_undeclared(data: bytes, declared: str | None) -> Decoded:
    """Bytes beyond ASCII where none, ASCII or an unknown charset is declared."""
    if b"\x1b$" in data and data.isascii():  # ISO-2022-JP of old mailers that did not say so
        return Decoded(data.decode("iso2022_jp_ext", "replace"), "No charset declared; read as ISO-2022-JP.")
    found = _decode_utf8(data)
    if declared and found.guess is None and not data.isascii():
        return found._replace(guess=f"Declared as {declared}, but the bytes are UTF-8; read as that.")
    return found


def _decode_utf8(data: bytes) -> Decoded:
    """UTF-8 in which every byte that breaks its rules is Windows-1252: right for pure and for mixed files."""
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        first = len(data[: error.start].decode("utf-8"))
    odd = len(data) - len(data.decode("utf-8", "ignore").encode("utf-8"))
    which = "1 byte is not UTF-8 and was" if odd == 1 else f"{odd:,} bytes are not UTF-8 and were"
    words = (
        f"{which} read as Windows-1252; "
        "if letters look wrong, say what they are in with --encoding (ParseOptions.encoding in Python)."
    )
    return Decoded(data.decode("utf-8", "threadparse.windows"), words, first)


def _decode_marked(data: bytes, encoding: str) -> Decoded:
    """Decode what a byte order mark announces; what breaks its rules becomes U+FFFD, with a note."""
    if encoding == "utf-8":
        return _decode_utf8(data)
    try:
        return Decoded(data.decode(encoding))
    except UnicodeDecodeError as error:
        return Decoded(data.decode(encoding, "replace"), f"Not all of it is {encoding.upper()}: {error.reason}.")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Return the error handler ``threadparse.windows``: odd bytes become their Windows-1252 characters."""
    assert isinstance(error, UnicodeDecodeError)
    return "".join(_WINDOWS[byte] for byte in error.object[error.start : error.end]), error.end


def _as_bytes(error: UnicodeError) -> tuple[bytes, int]:
    """Return the error handler ``threadparse.bytes``: what Windows-1252 lacks was left as the byte that it was."""
    assert isinstance(error, UnicodeEncodeError)
    return error.object[error.start : error.end].encode("latin-1"), error.end


codecs.register_error("threadparse.windows", _as_windows)
codecs.register_error("threadparse.bytes", _as_bytes)
