"""The readers in the order in which they are asked, and the choice of one by what a source begins with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

from threadparse.options import ParseOptions
from threadparse.readers import (
    calendar_file,
    docx,
    eml,
    html,
    image,
    mbox,
    olm_mails,
    page_source,
    pdf,
    refused,
    rtf,
    text,
    tnef,
)
from threadparse.readers.archives.archive_reader import ArchiveReader
from threadparse.readers.base import HEAD_BYTES, Item, Reader
from threadparse.readers.msg import OutlookReader
from threadparse.readers.pst import DataFileReader
from threadparse.readers.smime import SealedReader
from threadparse.readers.tables import load_files
from threadparse.readers.tables.table_reader import TableReader

__all__ = ["SUFFIXES", "Registry", "reads", "refuses", "texts"]


class Registry:
    """All readers.

    Attributes:
        readers: The first that accepts a source reads it; text takes whatever is left.
        suffixes: Endings of the files that are picked up in a folder.
    """

    def __init__(self) -> None:
        self._tables = TableReader(self)
        holders = (OutlookReader(self), DataFileReader(self), SealedReader(self), ArchiveReader(self), self._tables)
        self.readers: tuple[Reader, ...] = (
            pdf,
            docx,
            rtf,
            load_files,
            calendar_file,
            olm_mails,
            tnef,
            *holders,
            image,
            refused,
            mbox,
            eml,
            page_source,
            html,
            text,
        )
        self.suffixes = frozenset().union(*(reader.SUFFIXES for reader in self.readers))

    def texts(self, stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Item]:
        """Read a source with the first reader that knows it.

        Args:
            stream: The source at its beginning; it can seek.
            path: The source as the user named it.
            options: The limits.

        Returns:
            The texts of the source, and errors in the place of parts that cannot be read.

        Raises:
            InputError: The source cannot be read, or no reader knows it.
        """
        head = stream.read(HEAD_BYTES)
        stream.seek(0)
        reader = self._reader_of(head)
        if reader is text and options.column is not None:  # a table whose cells do not show that they are mails
            reader = self._tables
        yield from reader.texts(stream, path, options)

    def reads(self, head: bytes, name: str, size: int) -> bool:
        """Tell whether a file of a folder or an archive is read, or named because it may hold mail that is not read.

        An export holds more than mail: pictures, scripts, tables. Many stores number their mails.

        Args:
            head: How the file begins.
            name: Its name, which decides where the content is only known to be text.
            size: Its bytes.
        """
        suffix = os.path.splitext(name.rpartition("/")[2])[1].lower()
        if suffix in self.suffixes or (suffix and not suffix.strip(".0123456789")):
            return True
        reader: object = self._reader_of(head)
        if reader is refused or reader is image:
            return refused.may_hold_mail(head, size)
        return reader is not text

    def refuses(self, head: bytes) -> bool:
        """Tell whether a source is in a format that no reader reads.

        Args:
            head: How it begins.
        """
        reader: object = self._reader_of(head)
        return reader is refused

    def _reader_of(self, head: bytes) -> Reader:
        return next(reader for reader in self.readers if reader.accepts(head))


_REGISTRY = Registry()
SUFFIXES = _REGISTRY.suffixes
reads = _REGISTRY.reads
refuses = _REGISTRY.refuses
texts = _REGISTRY.texts
