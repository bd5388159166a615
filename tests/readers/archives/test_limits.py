"""The limits of archives hold over the whole source, and are counted while it is unpacked."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile

import pytest
from tests.readers.reading import read_items

from threadparse.errors import LimitError
from threadparse.options import ParseOptions
from threadparse.readers.base import Item, Text

MIB = 1 << 20


def items(data: bytes, options: ParseOptions) -> list[Item]:
    return read_items(data, "release", options)


def overlapping(count: int, size: int) -> bytes:
    """A ZIP archive whose entries all stand for the same packed bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"tide " * (size // 5))
    data = target.getvalue()
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[start:end]
    tail = bytearray(data[end:])
    struct.pack_into("<HHLL", tail, 8, count, count, len(entry) * count, start)
    return data[:start] + entry * count + bytes(tail)


def test_members_that_share_their_bytes_are_counted_each() -> None:
    found = items(overlapping(40, 900_000), ParseOptions())
    assert sum(item.source.characters for item in found if isinstance(item, Text)) <= 2 * MIB
    refused = str(next(item for item in found if not isinstance(item, Text)))
    assert (
        "unpacked-ratio" in refused or "Overlapped entries" in refused
    )  # which some builds of Python refuse themselves


def test_a_compressed_file_is_refused_while_it_unpacks() -> None:
    with pytest.raises(LimitError, match="times its size"):
        items(gzip.compress(b"\n" * (16 * MIB)), ParseOptions())


def test_what_unpacks_to_little_does_no_harm() -> None:
    (item,) = items(gzip.compress(b"tide " * 200_000), ParseOptions())
    assert isinstance(item, Text)


def test_the_bytes_of_all_members_count_together() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(10):
            archive.writestr(f"{number}.txt", b"tide " * 1000)
    found = items(target.getvalue(), ParseOptions(max_unpacked_bytes=20_000))
    assert [isinstance(item, Text) for item in found] == [True] * 4 + [False] * 6
