"""The properties of an Outlook message, a recipient or an attachment, read from its storage ([MS-OXMSG] §2.1, §2.4)."""

from __future__ import annotations

import codecs
import struct
from datetime import UTC, datetime

from threadparse.readers.outlook.storage import TABLE, AnyStorage
from threadparse.readers.plain_text import clean

__all__ = ["FLAGS", "MESSAGE", "NESTED", "PART", "WITHIN_HTML", "Properties"]

#: Length of the head of the table ([MS-OXMSG] §2.4.1): of a file, of an embedded message, of a recipient or attachment.
MESSAGE, NESTED, PART = 32, 24, 8
#: PidTagAttachFlags ([MS-OXCMSG] §2.2.2.18), and the flag of a file that the HTML shows.
FLAGS, WITHIN_HTML = 0x3714, 4

_UNICODE, _STRING8, _BINARY = "001F", "001E", "0102"  # property types ([MS-OXCDATA] §2.11.1)
_INTERNET_CODE_PAGE, _MESSAGE_CODE_PAGE, _LOCALE = 0x3FDE, 0x3FFD, 0x3FF1
_WESTERN, _UTF16 = 1252, 1200
# The Windows code page of each language ([MS-LCID]: the low ten bits of a locale), where it is not the western one.
_LANGUAGE_PAGES = {
    **dict.fromkeys((0x05, 0x0E, 0x15, 0x18, 0x1A, 0x1B, 0x1C, 0x24), 1250),  # Czech, Hungarian, Polish, Romanian, …
    **dict.fromkeys((0x02, 0x19, 0x22, 0x23, 0x2F, 0x3F, 0x40, 0x44, 0x50), 1251),  # Bulgarian, Russian, Ukrainian, …
    **dict.fromkeys((0x25, 0x26, 0x27), 1257),  # Estonian, Latvian, Lithuanian
    **dict.fromkeys((0x01, 0x20, 0x29), 1256),  # Arabic, Urdu, Persian
    **dict.fromkeys((0x1F, 0x2C, 0x43), 1254),  # Turkish, Azerbaijani, Uzbek
    0x08: 1253,
    0x0D: 1255,
    0x2A: 1258,
    0x1E: 874,
    0x11: 932,
    0x04: 936,
    0x12: 949,
}
# Locales whose script is not the one of their language: Chinese of Taiwan, Hong Kong, Macau; Serbian and Bosnian in
# Cyrillic; Azerbaijani and Uzbek in Cyrillic.
_LOCALE_PAGES = {
    **dict.fromkeys((0x0404, 0x0C04, 0x1404), 950),
    **dict.fromkeys((0x0C1A, 0x1C1A, 0x201A, 0x281A, 0x301A, 0x082C, 0x0843), 1251),
}
# Code pages that Python knows by another name than cpN, and those that mean less than writers put in.
_CODE_PAGES = {
    65001: "utf-8",
    1200: "utf-16-le",
    20127: "cp1252",
    28591: "cp1252",
    20866: "koi8-r",
    21866: "koi8-u",
    936: "gb18030",
    54936: "gb18030",
    51932: "euc_jp",
    51949: "euc_kr",
    50220: "iso2022_jp",
    50221: "iso2022_jp",
    50222: "iso2022_jp",
    52936: "hz",
    **{28590 + part: f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 13, 15)},
    38598: "iso8859-8",
}


class Properties:
    """The values of one storage.

    Args:
        storage: The storage.
        head: Length of the head of its table: ``MESSAGE``, ``NESTED`` or ``PART``.
        inherited: The code page of the message that it belongs to.
    """

    def __init__(self, storage: AnyStorage, head: int, inherited: int | None = None) -> None:
        self.storage = storage
        self._fixed = _fixed((storage.read(TABLE) or b"")[head:])
        self.code_page = self._string_code_page() or inherited

    def _string_code_page(self) -> int | None:
        """Return the code page of the 8-bit strings: the declared one, else the locale's, else the internet body's."""
        declared = self.number(_MESSAGE_CODE_PAGE)
        if declared and declared != _UTF16:  # strings of two bytes have a type of their own
            return declared
        locale, internet = self.number(_LOCALE), self.number(_INTERNET_CODE_PAGE)
        if not locale:
            return internet
        page = _LOCALE_PAGES.get(locale & 0xFFFF) or _LANGUAGE_PAGES.get(locale & 0x3FF, _WESTERN)
        return internet or page if page == _WESTERN else page

    def text(self, pid: int) -> str | None:
        """Return a string; None if there is none.

        Args:
            pid: The property ([MS-OXPROPS]).

        Returns:
            The string, clean; 8-bit strings are read in the message's code page, and odd bytes cost one character each.
        """
        raw = self.storage.read(_name(pid, _STRING8))
        if raw is not None:
            internet = self.number(_INTERNET_CODE_PAGE) if pid == 0x1000 else None
            value: str | None = _decode(raw, internet or self.code_page)
        else:
            raw = self.storage.read(_name(pid, _UNICODE))
            value = None if raw is None else raw.decode("utf-16-le", "replace")
        return None if value is None else clean(value.rstrip("\0"))

    def binary(self, pid: int) -> bytes | None:
        """Return a string of bytes; None if there is none."""
        return self.storage.read(_name(pid, _BINARY))

    def markup(self, pid: int) -> str | None:
        """Return a text that is bytes in the code page of the internet message, or a string; None if there is none."""
        raw = self.binary(pid)
        if raw is None:
            return self.text(pid)
        return clean(_decode(raw, self.number(_INTERNET_CODE_PAGE) or self.code_page))

    def number(self, pid: int) -> int | None:
        """Return a number; None if there is none."""
        value = self._fixed.get((pid, 0x0003))
        return None if value is None else value & 0xFFFFFFFF

    def time(self, pid: int) -> datetime | None:
        """Return a time in UTC; None if there is none, or one of those that stand for none (1601, 4501)."""
        value = self._fixed.get((pid, 0x0040))
        if value is None:
            return None
        seconds = value // 10_000_000 - 11_644_473_600  # from 1601 to 1970
        if not -4_102_444_800 < seconds < 32_503_680_000:  # the years 1840 to 3000
            return None
        return datetime.fromtimestamp(seconds, UTC)


def _fixed(table: bytes) -> dict[tuple[int, int], int]:
    """Return a table's values of fixed length: (property, type) → the 8 bytes as a number ([MS-OXMSG] §2.4.2.1)."""
    whole = len(table) - len(table) % 16
    return {(pid, kind): value for kind, pid, _, value in struct.iter_unpack("<HHIQ", table[:whole])}


def _name(pid: int, kind: str) -> str:
    return f"__substg1.0_{pid:04X}{kind}"


def _decode(raw: bytes, code_page: int | None) -> str:
    """Bytes of a code page; of none, an unknown one or UTF-8, UTF-8 if they are that, else Windows-1252."""
    encoding = _CODE_PAGES.get(code_page or 0, f"cp{code_page}")
    try:
        known = codecs.lookup(encoding).name != "utf-8"
    except LookupError:
        known = False
    if not known:
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            encoding = f"cp{_WESTERN}"
    return raw.decode(encoding, "replace")
