"""What the content streams of a PDF unpack to, counted before any library unpacks them.

It is found in the bytes of the file, so that nothing of it has to be understood: streams that are deflated (ISO 32000-1
§7.4.4), once or several times, also within the two ways to write bytes as letters. What other filters unpack to and
what is encrypted is held by the time and memory of a page alone (``pdf_process``).
"""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from binascii import unhexlify
from collections.abc import Callable, Iterable, Iterator

from threadparse.errors import LimitError
from threadparse.options import ParseOptions

__all__ = ["check_streams"]

_BEGIN = re.compile(rb"stream\r?\n")
_END = b"endstream"
_MAX_DICTIONARY_BYTES = 4096
_FILTERS = re.compile(rb"/Filter\s*(?:\[([^\]]*)\]|(/\w+))")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
# What is unpacked where it is asked for only: pictures and attached files.
_NO_CONTENT = re.compile(rb"/Subtype\s*/Image\b|/Type\s*/EmbeddedFile\b")
_INFLATE = (b"/FlateDecode", b"/Fl")
_MAX_RATIO = 1032  # bytes for each that is deflated (zlib.net, "Maximum Compression Factor")
_PIECE_BYTES = 1 << 16


def check_streams(data: bytes, path: str, options: ParseOptions) -> None:
    """Check what each stream of a PDF unpacks to that is no picture.

    Args:
        data: The file.
        path: What to call it.
        options: ``max_content_bytes`` is the limit.

    Raises:
        LimitError: One passes it.
    """
    limit = options.max_content_bytes
    for packed, filters in _streams(data):
        inflating = sum(name in _INFLATE for name in filters)
        if inflating > 1 or len(packed) * _MAX_RATIO > limit:
            size = 0
            for piece in _unpacked(packed, filters):
                size += len(piece)
                if size > limit:
                    words = f"a content stream of this PDF unpacks to more than {limit:,} bytes"
                    raise LimitError(path, words, "max_content_bytes", "if you trust it,")


def _streams(data: bytes) -> Iterator[tuple[memoryview, list[bytes]]]:
    """Yield the bytes of each stream that may be content, and the names of its filters."""
    view, at = memoryview(data), 0
    while begin := _BEGIN.search(data, at):
        dictionary = data[max(at, begin.start() - _MAX_DICTIONARY_BYTES) : begin.start()].rpartition(b"obj")[2]
        start = begin.end()
        length = _LENGTH.search(dictionary)
        stop = start + int(length[1]) if length else -1
        if not data[stop : stop + 16].lstrip().startswith(_END) or stop < start:
            stop = data.find(_END, start)
            stop = len(data) if stop < 0 else stop
        at = stop + len(_END)
        named = _FILTERS.search(dictionary)
        if named and not _NO_CONTENT.search(dictionary):
            yield view[start:stop], re.findall(rb"/\w+", named[1] or named[2])


def _unpacked(packed: memoryview, filters: list[bytes]) -> Iterable[bytes]:
    """Yield what the filters that are known make of a stream, piece by piece."""
    pieces: Iterable[bytes] = (bytes(packed[at : at + _PIECE_BYTES]) for at in range(0, len(packed), _PIECE_BYTES))
    for name in filters:
        if name in _INFLATE:
            pieces = _inflated(pieces)
        elif name in _LETTERS:
            pieces = _from_letters(pieces, _LETTERS[name])
        else:
            break
    return pieces


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what pieces inflate to; damage ends it, as it ends what a library reads."""
    inflater = zlib.decompressobj()
    try:
        for piece in pieces:
            rest = piece
            while rest and not inflater.eof:
                yield inflater.decompress(rest, _PIECE_BYTES)
                rest = inflater.unconsumed_tail
    except zlib.error:
        return


def _from_letters(pieces: Iterable[bytes], decode: Callable[[bytes], bytes]) -> Iterator[bytes]:
    """Yield the bytes that letters stand for."""
    try:
        yield decode(b"".join(b"".join(pieces).split()).partition(b"~>")[0].rstrip(b">"))
    except ValueError:
        return


_LETTERS: dict[bytes, Callable[[bytes], bytes]] = {
    b"/ASCII85Decode": a85decode,
    b"/A85": a85decode,
    b"/ASCIIHexDecode": unhexlify,
    b"/AHx": unhexlify,
}
