"""S/MIME files (.p7m, RFC 8551): the mail in signed data; encrypted data is named. No signature is verified."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from threadparse.errors import InputError, UnsupportedFormatError
from threadparse.options import ParseOptions
from threadparse.readers.base import AnyReader, Item, read_all
from threadparse.readers.mime.signed import signed_content

__all__ = ["SealedReader"]

#: The object identifiers of PKCS #7 data, 1.2.840.113549.1.7 (RFC 2315 §14), but for their last number.
_PKCS7 = bytes.fromhex("06092a864886f70d0107")
_WITHIN_BYTES = 24
_SIGNED = 2
_MIME_VERSION = b"MIME-Version: 1.0\r\n"  # the first field of a whole mail; what is signed is only a part


class SealedReader:
    """The reader of S/MIME files.

    Args:
        choice: What reads what is signed in them.
    """

    SUFFIXES = frozenset({".p7m"})

    def __init__(self, choice: AnyReader) -> None:
        self._choice = choice

    def accepts(self, head: bytes) -> bool:
        """Tell whether a source is a CMS structure in DER or BER (RFC 5652 §3).

        Args:
            head: How the source begins.
        """
        return head[:1] == b"\x30" and _PKCS7 in head[:_WITHIN_BYTES]

    def texts(self, stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Item]:
        """Return the texts of what is signed.

        Args:
            stream: The file at its beginning.
            path: The file as the user named it.
            options: The limits.

        Returns:
            What the reader of the signed content gives.

        Raises:
            InputError: It is damaged, or holds a signature alone.
            UnsupportedFormatError: It is encrypted.
        """
        data = read_all(stream, path, options)
        at = data.find(_PKCS7, 0, _WITHIN_BYTES) + len(_PKCS7)
        if data[at : at + 1] != bytes([_SIGNED]):
            words = "this S/MIME file is encrypted or sealed; decrypt it with its owner's key and give the mail"
            raise UnsupportedFormatError(path, words)
        content = signed_content(data)
        if not content:
            raise InputError(path, "there is no mail in this S/MIME file: it holds a signature alone, or is damaged")
        if content[:8].lower() == b"content-":
            content = _MIME_VERSION + content
        yield from self._choice.texts(io.BytesIO(content), path, options)
