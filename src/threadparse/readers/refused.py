"""Formats that are recognised but not read: the error names the format and says what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from threadparse.errors import UnsupportedFormatError
from threadparse.lines.charsets import utf16_by_zeros
from threadparse.options import ParseOptions
from threadparse.readers.base import HEAD_BYTES, Text

__all__ = ["IMAGE", "SUFFIXES", "accepts", "may_hold_mail", "named", "texts"]

SUFFIXES: frozenset[str] = frozenset()
IMAGE = "an image"

_OCR = "run it through text recognition (OCR) and give the text"
#: How they begin. libmagic 5.44 calls a made sample of each the same; those that it does not know (.nsf, .dbx, JBIG2,
#: forensic images that are no EVF) stand so in published lists of signatures and in open readers of these formats.
_SIGNATURES = (
    (
        rb"Rar!|\x28\xb5\x2f\xfd|\x1f\x9d|LZIP|\x04\x22\x4d\x18|MSCF\x00|..-lh[0-7d]-|\x60\xea.[\x00-\x0a][\x1e-\x30]"
        rb"|SIT!|StuffIt |.{7}\*\*ACE\*\*|xar!",
        "a compressed file",
        "unpack it first",
    ),
    (rb"\x1a\x00\x00\x04\x00\x00", "a Notes database (.nsf)", "export its mails from Notes, as .eml or .mbox"),
    (
        rb"\xcf\xad\x12\xfe",
        "a mail folder of Outlook Express (.dbx)",
        "import it in a mail program and export .eml files",
    ),
    (
        rb".{4}\xef\xcd\xab\x89",
        "an Exchange or Windows Mail database",
        "export its mailboxes as .pst files, or its mails",
    ),
    (
        rb"EVF\x09\x0d\x0a|LVF\x09\x0d\x0a|(?:EVF2|LEF2)\x0d\x0a\x81|ADSEGMENTEDFILE",
        "a forensic image",
        "mount it, or extract its files first",
    ),
    (
        rb"\x89PNG|\xff\xd8\xff|GIF8|II[*+]\x00|MM\x00[*+]|RIFF.{4}WEBP|BM.{4}\x00{4}.{2}\x00\x00|AT&TFORM"
        rb"|.{4}ftyp(?:hei|mif1|avif)|\x00\x00\x00\x0cjP |\x97JB2",
        IMAGE,
        _OCR,
    ),
)
_ONE = re.compile(b"|".join(b"(%s)" % signature for signature, _, _ in _SIGNATURES), re.DOTALL)
_IMAGE = len(_SIGNATURES)  # the last group
_LEAST_SCAN_BYTES = 20_000  # smaller images are logos and icons
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
# Control bytes that no text has: neither white space, backspace, escape nor the old end-of-file mark.
_CONTROLS = bytes({*range(32)} - {8, 9, 10, 11, 12, 13, 26, 27})


def accepts(head: bytes) -> bool:
    """Tell whether a source is in a format that is not read.

    Args:
        head: How the source begins.

    Returns:
        True for a known signature, and for bytes that are no text.
    """
    return _ONE.match(head) is not None or _is_binary(head)


def may_hold_mail(head: bytes, size: int) -> bool:
    """Tell whether a file that is not read may hold mail: a store, an archive, a scan; no small picture and no program.

    Args:
        head: How it begins.
        size: Its bytes.
    """
    match = _ONE.match(head)
    return match is not None and (match.lastindex != _IMAGE or size >= _LEAST_SCAN_BYTES)


def named(head: bytes) -> tuple[str, str]:
    """Return what a file is that is not read, and what to do with it; empty if that is not known.

    Args:
        head: How it begins.
    """
    match = _ONE.match(head)
    return _SIGNATURES[match.lastindex - 1][1:] if match and match.lastindex else ("", "")


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Text]:  # noqa: ARG001
    """Refuse the source.

    Args:
        stream: The source at its beginning.
        path: The source as the user named it.
        options: Not used.

    Raises:
        UnsupportedFormatError: Always; it names the format and the way out.
    """
    name, advice = named(stream.read(HEAD_BYTES))
    if not name:
        raise UnsupportedFormatError(path, "binary data, not text; give the text of the e-mails")
    raise UnsupportedFormatError(path, f"this is {name}, which is not read; {advice}")


def _is_binary(head: bytes) -> bool:
    """Tell whether control bytes are many, unless they are the zero bytes of UTF-16 or UTF-32."""
    if head.startswith(_WIDE_MARKS) or utf16_by_zeros(head) is not None:
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls * 20 > len(head)
