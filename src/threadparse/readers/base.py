"""What a reader is, and what it yields: decoded characters with the facts about their source."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, Protocol

from threadparse.document import Attachment, Note, Source
from threadparse.errors import InputError, LimitError
from threadparse.lines.charsets import decode, decode_declared
from threadparse.options import ParseOptions

__all__ = [
    "HEAD_BYTES",
    "AnyReader",
    "Item",
    "PassedOver",
    "Reader",
    "Text",
    "Underway",
    "check_length",
    "decode_source",
    "printable_path",
    "read_all",
]

HEAD_BYTES = 8192  # enough for every signature and for telling text from binary


#: Codes of notes that say that something was not read, which are failures to whoever reads many files.
_UNREAD = frozenset(
    [
        "attachment.unread",
        "mail.encrypted",
        "mail.outlook",
        "mail.tnef",
        "msg.attachment-unreadable",
        "msg.body-unreadable",
        "msg.property-unreadable",
        "pdf.page-unreadable",
    ]
)


class Text(NamedTuple):
    """One decoded text, ready to be parsed.

    Attributes:
        characters: The text; all offsets count its characters. It holds no lone surrogates.
        source: Where it came from; ``source.envelope`` is the carrying e-mail's own header, if there is one.
        notes: What the reader guessed on the way.
        attachments: The files that came with the carrying e-mail.
    """

    characters: str
    source: Source
    notes: tuple[Note, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    def unread(self) -> list[Note]:
        """Return the notes on parts of the source, files attached to it among them, that could not be read."""
        return [note for note in self.notes if note.code in _UNREAD]


class PassedOver(NamedTuple):
    """Files of an archive that hold no mail.

    Attributes:
        path: The archive.
        kinds: How many, by ending (empty for none).
    """

    path: str
    kinds: dict[str, int]


class Underway(NamedTuple):
    """How far the reading of a long file is.

    Attributes:
        path: The file.
        done: Pages that are done; 0 before the first.
        pages: How many there are.
        seconds: How long all of them take to recognise, about; 0 where nothing is recognised.
    """

    path: str
    done: int
    pages: int
    seconds: float


#: What a source holds: texts, in the place of a part that cannot be read its error, what was passed over, progress.
Item = Text | InputError | PassedOver | Underway


class Reader(Protocol):
    """One input format; a module with these names is a reader.

    A new format is a new module in this package, named in ``registry.Registry``. Heavy imports belong inside ``texts``.
    A format that holds files of others is a class that is made with the ``AnyReader``, as that of archives.
    """

    @property
    def SUFFIXES(self) -> frozenset[str]:  # noqa: N802 - a constant of the reader's module
        """Endings, lower case with dot, of the files that are picked up in a folder."""

    def accepts(self, head: bytes) -> bool:
        """Tell whether a source that begins with ``head`` (at most ``HEAD_BYTES`` bytes) is of this format."""

    def texts(self, stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Item]:
        """Return the texts of a source, in their order; a part that cannot be read costs that part.

        Args:
            stream: The source at its beginning; it can seek.
            path: The source as the user named it.
            options: The limits.

        Raises:
            InputError: The source as a whole cannot be read.
        """


class AnyReader(Protocol):
    """All readers together, as the registry gives them to a reader of files that hold files."""

    def reads(self, head: bytes, name: str, size: int) -> bool:
        """Tell whether a file is read or named, by its content, and by its name where that is only known to be text."""

    def texts(self, stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Item]:
        """Return the texts of a source, by the reader that knows it; see ``Reader.texts``."""


def read_all(stream: BinaryIO, path: str, options: ParseOptions) -> bytes:
    """All bytes of a stream that can hold at most the allowed number of characters.

    Args:
        stream: Where to read from.
        path: The source as the user named it.
        options: ``max_characters`` is the limit.

    Returns:
        The bytes.

    Raises:
        LimitError: There are more bytes than the longest allowed text can have (4 for each character).
    """
    limit = 4 * options.max_characters
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise _too_long(path, f"more than {limit:,} bytes", options)
    return data


def decode_source(data: bytes, declared: str | None, *, placed: bool = False) -> tuple[str, list[Note]]:
    """Decode the bytes of a source or of a part of one.

    Args:
        data: The bytes.
        declared: The charset that it or the user declares; None for none.
        placed: The characters stay as they are, so that a note can point at the first that was guessed.

    Returns:
        The characters, and a note if their encoding had to be guessed.
    """
    unknown = declared is None and b"\x1b$" not in data  # the escape of ISO-2022-JP
    characters, guess, place = decode(data) if unknown else decode_declared(data, declared)
    span = (place, place + 1) if placed and place is not None else None
    notes = [] if guess is None else [Note(code="encoding.guessed", severity="warning", text=guess, span=span)]
    return characters, notes


def check_length(characters: str | int, path: str, options: ParseOptions) -> None:
    """Refuse a text that is too long.

    Args:
        characters: The decoded text, or its length.
        path: The source as the user named it.
        options: ``max_characters`` is the limit.

    Raises:
        LimitError: The text is longer than the limit.
    """
    length = characters if isinstance(characters, int) else len(characters)
    if length > options.max_characters:
        raise _too_long(path, f"{length:,} characters", options)


def _too_long(path: str, size: str, options: ParseOptions) -> LimitError:
    words = f"too long: {size}, where {options.max_characters:,} characters are allowed"
    return LimitError(path, words, "max_characters", "split it, or")


def printable_path(path: str) -> str:
    r"""Return a path that can be written as UTF-8: bytes of a file name that are no text become ``\xNN``.

    Args:
        path: A path as the system gives it.

    Returns:
        The same path wherever its name is text.
    """
    if path.isprintable():
        return path
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
