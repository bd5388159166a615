"""Outlook messages (.msg, [MS-OXMSG]): envelope, body, attachments, and the messages attached to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from threadparse.errors import UnsupportedFormatError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text, read_all
from threadparse.readers.extras import failures_in_words
from threadparse.readers.made import made_text

__all__ = ["SUFFIXES", "accepts", "read", "texts"]

SUFFIXES = frozenset({".msg"})

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB] §2.2


def accepts(head: bytes) -> bool:
    """Whether a source is a compound file; an Outlook message or an old Office file.

    Args:
        head: How the source begins.
    """
    return head.startswith(_MAGIC[:4])


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Text]:
    """The one text of an Outlook message.

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
    yield from read(read_all(stream, path, options), path, options)


def read(data: bytes, path: str, options: ParseOptions, depth: int = 1) -> Iterator[Text]:
    """The one text of an Outlook message that may be attached to another.

    Args:
        data: The file.
        path: What to call it.
        options: As for ``texts``.
        depth: 1 for a message that is attached to none.

    Returns:
        As ``texts``.

    Raises:
        InputError: As ``texts``.
    """
    from threadparse.readers.msg_damage import damage_notes
    from threadparse.readers.msg_message import read_message
    from threadparse.readers.msg_properties import MESSAGE, Properties
    from threadparse.readers.msg_storage import TABLE, root_storage

    kind, advice = "an Outlook message or an old Office file", "open it in Outlook and save it anew, or as plain text"
    with failures_in_words(path, kind, "msg", damaged="Outlook message", advice=advice):
        root = root_storage(data)
    if (
        root.size(TABLE) is None
        and root.size("__substg1.0_1000001F") is None
        and root.size("__substg1.0_0037001F") is None
    ):
        words = "this is an old Office file (.doc, .xls, .ppt) or none at all, which is not read; save it as plain text"
        raise UnsupportedFormatError(path, words)
    message = read_message(Properties(root, MESSAGE), path, options, depth)
    yield made_text(
        message.characters,
        "msg",
        data,
        path,
        options,
        envelope=message.envelope,
        attachments=message.attachments,
        notes=[*message.notes, *damage_notes(root.damaged)],
    )
