"""Outlook messages (.msg) that are attached to a mail, read as the reader of such files does."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from threadparse.errors import InputError, LimitError, UnsupportedFormatError
from threadparse.options import ParseOptions
from threadparse.readers.base import Item, Text, read_all
from threadparse.readers.mime.detect import accepts
from threadparse.readers.mime.part_tree import MimePart
from threadparse.readers.msg import OutlookReader

__all__ = ["is_outlook", "read_outlook"]

_KIND = "application/vnd.ms-outlook"


class _AttachedMails:
    """The reader of mails that are attached to such a message: each takes a level of ``max_nesting``."""

    def reads(self, head: bytes, name: str, size: int) -> bool:  # noqa: ARG002 - see AnyReader
        """See ``AnyReader``."""
        return accepts(head)

    def texts(self, stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Item]:
        """See ``AnyReader``."""
        from threadparse.readers.eml import mail_text  # which reads attached messages with this module

        if options.max_nesting == 1:
            yield InputError(path, "a mail so deep in messages and mails is not opened; save it and read it too")
            return
        deeper = replace(options, max_nesting=options.max_nesting - 1)
        yield mail_text(read_all(stream, path, options), path, "eml", deeper)


_READER = OutlookReader(_AttachedMails())


def is_outlook(part: MimePart) -> bool:
    """Tell whether a part is an Outlook message, by its type or its name.

    Args:
        part: A part without parts.
    """
    return part.content.value == _KIND or (part.name() or "").lower().endswith(".msg")


def read_outlook(part: MimePart, path: str, options: ParseOptions) -> Text | InputError:
    """Return the text of an attached Outlook message and of the messages in it.

    Args:
        part: The part.
        path: What to call it.
        options: ``max_nesting``, ``max_attachments`` and ``max_characters`` are the limits.

    Returns:
        The text, or why it cannot be read: it is damaged, no Outlook message, or a library is not installed.

    Raises:
        LimitError: It passes a limit.
    """
    data = part.decoded()
    if not _READER.accepts(data):
        return UnsupportedFormatError(path, "this is no Outlook message, whatever its name says")
    try:
        return next(_READER.texts(io.BytesIO(data), path, options))
    except LimitError:
        raise
    except InputError as error:
        return error
