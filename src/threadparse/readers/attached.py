"""Files attached to a message that may hold mail themselves and are listed, not read: a note names each."""

from __future__ import annotations

from threadparse.document import Note
from threadparse.readers import image, mbox, pst, refused
from threadparse.readers.archives.archive_reader import kind_of
from threadparse.readers.mime import detect

__all__ = ["unread_note"]

_WAY = "save it from the message and give it to threadparse too"
#: First names in ZIP archives that are documents: ECMA-376, part 2; OpenDocument 1.3, part 2, §3.3 (EPUB has the same).
_DOCUMENTS = (b"[Content_Types].xml", b"mimetypeapplication/")


def unread_note(name: str, head: bytes, size: int, *, inline: bool = False) -> Note | None:
    """Name an attached file that may hold mail: a mail, a mail store, an archive, an image that is no logo.

    Args:
        name: Its name.
        head: How it begins, ``HEAD_BYTES`` if it has as many.
        size: Its bytes.
        inline: Whether it stands within the words of the message, as pictures do.

    Returns:
        A note; None for what holds no mail, and for documents, which are listed alone.
    """
    kind, way = _read_kind(head), _WAY
    if kind is None and refused.may_hold_mail(head, size):
        kind, advice = refused.named(head)
        if inline and kind == refused.IMAGE:
            return None
        way = _WAY if image.accepts(head) else advice
    if kind is None:
        return None
    words = f"{name!r} is attached and was not read, though it may hold messages: it is {kind}; {way}."
    return Note(code="attachment.unread", severity="warning", text=words)


def _read_kind(head: bytes) -> str | None:
    """Return what holds mails that threadparse reads from a file of its own."""
    if kind_of(head) is not None:
        return None if any(mark in head for mark in _DOCUMENTS) else "an archive or a compressed file"
    if head.startswith(pst.MAGIC):
        return "an Outlook data file"
    if mbox.accepts(head):
        return "a mailbox"
    return "a mail" if detect.accepts(head) else None
