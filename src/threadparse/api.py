"""The functions that users of the library call: parse a text, read a file."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO

from threadparse import document as parsed
from threadparse.errors import InputError
from threadparse.options import ParseOptions
from threadparse.pipeline import finish_together, parse_steps
from threadparse.readers.base import Item, Text
from threadparse.readers.text import from_string

if TYPE_CHECKING:
    from threadparse.model import Document

__all__ = ["document_of", "documents_of", "parse", "read"]

_DEFAULTS = ParseOptions()
_LARGE = 32 * 1024  # characters; for less the collector costs nothing


def parse(text: str | bytes, *, options: ParseOptions | None = None, path: str = "") -> Document:
    """Take a text, or the bytes of a file that holds one document, apart into its messages.

    Args:
        text: Any text, in which lone surrogates, which are no characters, become U+FFFD; or bytes of any format that
            ``read`` knows.
        options: How to parse; the defaults are right for most mail.
        path: What to call the text in ``Document.source``.

    Returns:
        The document. Its offsets are in characters of ``Document.text``; what was guessed is in its ``notes``.

    Raises:
        LimitError: The text is longer than ``options.max_characters``; a ``str`` raises nothing else.
        InputError: The bytes cannot be read, or hold more than one document: ``read`` gives them all.
    """
    options = options or _DEFAULTS
    if isinstance(text, str):
        return _model(from_string(text, path, options), options)
    from threadparse.readers.files import read_stream  # no text in memory needs the readers of files

    documents = list(_documents(read_stream(BytesIO(text), path, options), options, None))
    if len(documents) != 1:
        raise InputError(path, f"{len(documents)} documents in these bytes; read() gives them one by one")
    return documents[0]


def read(
    source: str | os.PathLike[str] | BinaryIO,
    *,
    options: ParseOptions | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> Iterator[Document]:
    """Read the documents of one file. It is opened, and its format found, when this is called; the rest as you go.

    Args:
        source: A file's path, or a stream of bytes, which is read to its end and called ``-``.
        options: How to parse; the defaults are right for most mail.
        on_error: Called with the error of each part that cannot be read, such as a damaged file in an archive, where it
            stands. Without it, the first such error is raised behind the last document, so that none is lost.

    Returns:
        The documents in their order: one for a text file, many for an archive.

    Raises:
        InputError: The file cannot be opened or read, is too long, or its format is not known; or a part of it, see
            ``on_error``.
    """
    from threadparse.readers.files import read_file, read_stream

    options = options or _DEFAULTS
    if isinstance(source, str | os.PathLike):
        texts = read_file(os.fspath(source), options)
    else:
        texts = read_stream(source, "-", options)
    first = list(islice(texts, 1))
    return _documents(chain(first, texts), options, on_error)


def _documents(
    items: Iterable[Item], options: ParseOptions, on_error: Callable[[InputError], None] | None
) -> Iterator[Document]:
    """Return the documents of a source; errors in the place of parts go to a function, or are raised at the end."""
    errors: list[InputError] = []
    for item in items:
        if isinstance(item, Text):
            yield _model(item, options)
        elif isinstance(item, InputError):
            (on_error or errors.append)(item)
    if errors:
        if len(errors) > 1:
            errors[0].add_note(f"{len(errors) - 1} more parts of the file could not be read")
        raise errors[0]


def _model(text: Text, options: ParseOptions) -> Document:
    """Return the document as users of the library get it; the command line needs no pydantic, and starts without."""
    from threadparse.model import Document

    with _undisturbed(len(text.characters)):
        return Document.consume(text.characters, document_of(text, options))


def document_of(text: Text, options: ParseOptions) -> parsed.Document:
    """Parse what a reader yielded, and keep the reader's notes.

    Args:
        text: Characters and facts.
        options: How to parse.

    Returns:
        The document, the reader's notes first.
    """
    return documents_of([text], options)[0]


def documents_of(texts: Sequence[Text], options: ParseOptions) -> list[parsed.Document]:
    """Parse short texts together.

    Args:
        texts: What readers yielded.
        options: How to parse.

    Returns:
        The document of each, as ``document_of`` has it.
    """
    parses = [parse_steps(text.characters, text.source, options, text.attachments) for text in texts]
    with _undisturbed(sum(len(text.characters) for text in texts)):
        documents = finish_together(parses)
    for text, document in zip(texts, documents, strict=True):
        document.notes[:0] = text.notes
        if any(note.code == "pdf.covered-text" for note in text.notes):
            from threadparse.releases.collect import count_covered

            count_covered(document)
    return documents


@contextmanager
def _undisturbed(characters: int) -> Iterator[None]:
    """Keep the garbage collector from looking, again and again, at all that the parse of a large text has made so far.

    There is nothing for it: a parse makes no cycles. For a long chain that is a fifth of the time.
    """
    pause = characters > _LARGE and gc.isenabled()
    if pause:
        gc.disable()
    try:
        yield
    finally:
        if pause:
            gc.enable()
