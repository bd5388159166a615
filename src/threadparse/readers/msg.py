"""Outlook messages and templates (.msg, .oft, [MS-OXMSG]): envelope, body, files, and the messages attached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from threadparse.options import ParseOptions
from threadparse.readers.base import AnyReader, Text, read_all

__all__ = ["OutlookReader"]

_MAGIC = b"\xd0\xcf\x11\xe0"  # [MS-CFB] §2.2, the first half


class OutlookReader:
    """The reader of Outlook messages.

    Args:
        choice: What reads the mails attached to them in other formats.
    """

    SUFFIXES = frozenset({".msg", ".oft"})

    def __init__(self, choice: AnyReader) -> None:
        self._choice = choice

    def accepts(self, head: bytes) -> bool:
        """Tell whether a source is a compound file; an Outlook message or an old Office file.

        Args:
            head: How the source begins.
        """
        return head.startswith(_MAGIC)

    def texts(self, stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Text]:
        """Return the one text of an Outlook message.

        Args:
            stream: The file at its beginning.
            path: The file as the user named it.
            options: ``max_nesting``, ``max_attachments`` and ``max_characters`` are the limits.

        Returns:
            One text with its envelope; attached messages stand below the body, each from a separator to its end.

        Raises:
            InputError: The file is damaged, no message, or passes a limit.
            UnsupportedFormatError: It is an old Office file, or olefile is not installed.
        """
        from threadparse.readers.outlook.message import MessageReader

        reader = MessageReader(path, options, self._choice, self.accepts)
        yield reader.text(read_all(stream, path, options))
