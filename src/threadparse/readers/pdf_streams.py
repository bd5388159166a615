"""What the streams of a PDF unpack to, counted before any library unpacks them.

It is found in the bytes of the file, so that nothing of it has to be understood: every stream (the contents of pages,
forms, fonts, lists of objects) and every filter that is no picture's, also several in a row (ISO 32000-1 §7.4.2 to
§7.4.5). Pictures are held by the time and memory of a page alone (``pdf_process``).
"""

from __future__ import annotations

import math
import re
import zlib
from base64 import a85decode
from binascii import unhexlify
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import NamedTuple

from threadparse.errors import LimitError
from threadparse.options import ParseOptions

__all__ = ["check_streams"]

_BEGIN = re.compile(rb"stream\r?\n")
_END = b"endstream"
_MAX_DICTIONARY_BYTES = 4096
_NAME = re.compile(rb"/[^\s/<>\[\]()]+")
_FILTERS = re.compile(rb"/Filter\s*(?:\[([^\]]*)\]|(/[^\s/<>\[\]()]+)|\d+\s+\d+\s+R)")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # a character of a name (§7.3.5)
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
_WIDENS_LATE = re.compile(rb"/EarlyChange\s+0")  # the codes of LZW (§7.4.4.3)
# What is unpacked where it is asked for only: pictures and attached files.
_NO_CONTENT = re.compile(rb"/Subtype\s*/Image\b|/Type\s*/EmbeddedFile\b")
_PIECE_BYTES = 1 << 16
_CLEAR, _STOP, _MAX_CODES = 256, 257, 4096  # of LZW
_RUNS_END = 128

_Pieces = Iterable[bytes]


class _Filter(NamedTuple):
    """A way to pack bytes: how many it makes of one at most, and what unpacks pieces."""

    ratio: float
    unpack: Callable[[_Pieces], _Pieces]


class _TooLargeError(Exception):
    """What a filter unpacks passes the limit."""


def check_streams(data: bytes, path: str, options: ParseOptions) -> None:
    """Check what each stream of a PDF unpacks to that is no picture.

    Args:
        data: The file, not encrypted.
        path: What to call it.
        options: ``max_content_bytes`` is the limit.

    Raises:
        LimitError: One passes it.
    """
    limit = options.max_content_bytes
    for packed, filters in _streams(data):
        if len(packed) * math.prod(each.ratio for each in filters) > limit:
            try:
                _unpack(packed, filters, limit)
            except _TooLargeError:
                words = f"a content stream of this PDF unpacks to more than {limit:,} bytes"
                raise LimitError(path, words, "max_content_bytes", "if you trust it,") from None


def _streams(data: bytes) -> Iterator[tuple[memoryview, list[_Filter]]]:
    """Yield the bytes of each stream that may be content, and its filters."""
    view, at = memoryview(data), 0
    while begin := _BEGIN.search(data, at):
        dictionary = data[max(at, begin.start() - _MAX_DICTIONARY_BYTES) : begin.start()].rpartition(b"obj")[2]
        if b"#" in dictionary:
            dictionary = _ESCAPED.sub(lambda escape: bytes.fromhex(escape[1].decode()), dictionary)
        start = begin.end()
        length = _LENGTH.search(dictionary)
        stop = start + int(length[1]) if length else -1
        if not data[stop : stop + 16].lstrip().startswith(_END) or stop < start:
            stop = data.find(_END, start)
            stop = len(data) if stop < 0 else stop
        at = stop + len(_END)
        named = _FILTERS.search(dictionary)
        if named and not _NO_CONTENT.search(dictionary):
            # What is named elsewhere is the usual one.
            names = _NAME.findall(named[1] or named[2] or b"/FlateDecode")
            filters = [_CONTENT_FILTERS[name] for name in names if name in _CONTENT_FILTERS]
            late = _WIDENS_LATE.search(dictionary)
            yield view[start:stop], [_LATE_LZW if late and each is _LZW else each for each in filters]


def _unpack(packed: memoryview, filters: list[_Filter], limit: int) -> None:
    """Count what each filter makes of a stream, piece by piece."""
    pieces: _Pieces = (bytes(packed[at : at + _PIECE_BYTES]) for at in range(0, len(packed), _PIECE_BYTES))
    for each in filters:
        pieces = _limited(each.unpack(pieces), limit)
    for _ in pieces:
        pass


def _limited(pieces: _Pieces, limit: int) -> Iterator[bytes]:
    """Yield pieces as long as they are no more bytes than the limit."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise _TooLargeError
        yield piece


def _inflated(pieces: _Pieces) -> Iterator[bytes]:
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


def _from_codes(pieces: _Pieces, early: int = 1) -> Iterator[bytes]:
    """Yield what the codes of LZW stand for; they grow by a bit when so many codes early the table is full."""
    table = [bytes((byte,)) for byte in range(256)] + [b"", b""]
    bits, count, width, last = 0, 0, 9, b""
    for byte in chain.from_iterable(pieces):
        bits, count = bits << 8 | byte, count + 8
        if count < width:
            continue
        count -= width
        code = bits >> count
        bits &= (1 << count) - 1
        if code == _CLEAR:
            del table[_STOP + 1 :]
            width, last = 9, b""
            continue
        if code == _STOP or code > len(table) or (code == len(table) and not last):
            return
        entry = table[code] if code < len(table) else last + last[:1]
        yield entry
        if last and len(table) < _MAX_CODES:
            table.append(last + entry[:1])
            width = min((len(table) + early).bit_length(), 12)
        last = entry


def _from_runs(pieces: _Pieces) -> Iterator[bytes]:
    """Yield the bytes of runs, each a count with bytes to copy or with one to repeat."""
    source = chain.from_iterable(pieces)
    for count in source:
        if count == _RUNS_END:
            return
        yield bytes(islice(source, count + 1)) if count < _RUNS_END else bytes(islice(source, 1)) * (257 - count)


def _from_letters(pieces: _Pieces, decode: Callable[[bytes], bytes]) -> Iterator[bytes]:
    """Yield the bytes that letters stand for."""
    try:
        yield decode(b"".join(b"".join(pieces).split()).partition(b"~>")[0].rstrip(b">"))
    except ValueError:
        return


_FLATE = _Filter(1032, _inflated)  # zlib.net, "Maximum Compression Factor"
_LZW = _Filter(_MAX_CODES * 8 / 12, _from_codes)
_LATE_LZW = _LZW._replace(unpack=partial(_from_codes, early=0))
_RUNS = _Filter(64, _from_runs)
_BASE85 = _Filter(4, partial(_from_letters, decode=a85decode))  # a "z" is four bytes
_HEXADECIMAL = _Filter(1, partial(_from_letters, decode=unhexlify))

#: The filters of content, by both of their names.
_CONTENT_FILTERS = {
    b"/FlateDecode": _FLATE,
    b"/Fl": _FLATE,
    b"/LZWDecode": _LZW,
    b"/LZW": _LZW,
    b"/RunLengthDecode": _RUNS,
    b"/RL": _RUNS,
    b"/ASCII85Decode": _BASE85,
    b"/A85": _BASE85,
    b"/ASCIIHexDecode": _HEXADECIMAL,
    b"/AHx": _HEXADECIMAL,
}
