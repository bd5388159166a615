"""Writes Outlook messages for the tests: a compound file ([MS-CFB]) of streams named by property ([MS-OXMSG])."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

Tree: TypeAlias = "dict[str, bytes | Tree]"

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
TO, CC = 1, 2


def outlook_message(
    *,
    texts: dict[int, str | bytes],
    numbers: dict[int, int] | None = None,
    times: dict[int, datetime] | None = None,
    binaries: dict[int, bytes] | None = None,
    recipients: Sequence[Tree] = (),
    attachments: Sequence[Tree] = (),
    nested: bool = False,
) -> Tree:
    """The storage of a message.

    Args:
        texts: Property → text; bytes are a string of 8 bits (ANSI), str one of Unicode.
        numbers: Property → number.
        times: Property → time in UTC.
        binaries: Property → bytes.
        recipients: Made by ``recipient``.
        attachments: Made by ``attachment`` or ``attached_message``.
        nested: It will be attached to another, so that the head of its table is shorter.
    """
    tree = part({0x001A: "IPM.Note", **texts}, numbers or {}, times or {}, binaries or {}, head=24 if nested else 32)
    tree.update({f"__recip_version1.0_#{number:08X}": one for number, one in enumerate(recipients)})
    tree.update({f"__attach_version1.0_#{number:08X}": one for number, one in enumerate(attachments)})
    return tree


def recipient(name: str, address: str, kind: int = TO) -> Tree:
    """A recipient; an address with "@" is SMTP, another one is Exchange's."""
    return part({0x3001: name, 0x39FE if "@" in address else 0x3003: address}, {0x0C15: kind})


def attachment(name: str, data: bytes, mime: str = "") -> Tree:
    """A file."""
    return part({0x3707: name, **({0x370E: mime} if mime else {})}, {0x3705: 1}, binaries={0x3701: data})


def attached_message(message: Tree) -> Tree:
    """A message made with ``nested=True``."""
    return {**part({0x3001: "A message"}, {0x3705: 5}), "__substg1.0_3701000D": message}


def part(
    texts: dict[int, str | bytes],
    numbers: dict[int, int],
    times: dict[int, datetime] | None = None,
    binaries: dict[int, bytes] | None = None,
    head: int = 8,
) -> Tree:
    """A storage with its table of properties."""
    tree: Tree = {}
    rows = []
    for pid, text in texts.items():
        kind, data = (0x1E, text) if isinstance(text, bytes) else (0x1F, text.encode("utf-16-le"))
        tree[f"__substg1.0_{pid:04X}{kind:04X}"] = data
        rows.append((kind, pid, len(data)))
    for pid, data in (binaries or {}).items():
        tree[f"__substg1.0_{pid:04X}0102"] = data
        rows.append((0x0102, pid, len(data)))
    rows += [(0x0003, pid, number) for pid, number in numbers.items()]
    rows += [(0x0040, pid, _file_time(time)) for pid, time in (times or {}).items()]
    table = b"".join(struct.pack("<HHIQ", kind, pid, 6, value) for kind, pid, value in rows)
    tree["__properties_version1.0"] = bytes(head) + table
    return tree


def _file_time(time: datetime) -> int:
    return int((time - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000


def compound_file(tree: Tree) -> bytes:
    """The bytes of a compound file with these storages and streams."""
    return _Writer(tree).bytes()


@dataclass
class _Entry:
    """One entry of the directory ([MS-CFB] §2.6.1)."""

    name: str
    kind: int
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = 0
    size: int = 0

    def bytes(self) -> bytes:
        """Its 128 bytes."""
        name = self.name.encode("utf-16-le")
        head = struct.pack("<64sHBBIII", name, len(name) + 2, self.kind, 1, self.left, self.right, self.child)
        return head + bytearray(36) + struct.pack("<IQ", self.start, self.size)


class _Writer:
    """Lays out sectors: streams, the stream of small streams, directory, tables."""

    def __init__(self, tree: Tree) -> None:
        self.sectors: list[bytes] = []
        self.fat: list[int] = []
        self.mini = b""
        self.mini_fat: list[int] = []
        self.entries = [_Entry("Root Entry", 5)]
        self.entries[0].child = self._children(tree)

    def _children(self, tree: Tree) -> int:
        """Write the entries of a storage; returns the root of their search tree ([MS-CFB] §2.6.4)."""
        numbers = []
        for name in sorted(tree, key=lambda name: (len(name), name.upper())):
            value = tree[name]
            numbers.append(len(self.entries))
            if isinstance(value, bytes):
                self.entries.append(_Entry(name, 2, start=self._stream(value), size=len(value)))
            else:
                entry = _Entry(name, 1)
                self.entries.append(entry)
                entry.child = self._children(value)
        return self._balanced(numbers)

    def _balanced(self, numbers: list[int]) -> int:
        if not numbers:
            return _NONE
        middle = len(numbers) // 2
        entry = self.entries[numbers[middle]]
        entry.left, entry.right = self._balanced(numbers[:middle]), self._balanced(numbers[middle + 1 :])
        return numbers[middle]

    def _stream(self, data: bytes) -> int:
        """Write a stream where its size says; returns its first sector."""
        if len(data) >= _CUTOFF:
            return self._chain(data)
        if not data:
            return _END
        first = len(self.mini_fat)
        count = -(-len(data) // _MINI)
        self.mini += data.ljust(count * _MINI, b"\0")
        self.mini_fat += [*range(first + 1, first + count), _END]
        return first

    def _chain(self, data: bytes) -> int:
        if not data:
            return _END
        first = len(self.sectors)
        count = -(-len(data) // _SECTOR)
        padded = data.ljust(count * _SECTOR, b"\0")
        self.sectors += [padded[at : at + _SECTOR] for at in range(0, len(padded), _SECTOR)]
        self.fat += [*range(first + 1, first + count), _END]
        return first

    def bytes(self) -> bytes:
        """Header and sectors; files of more than 109 table sectors (7 MB) are not needed here."""
        self.entries[0].start, self.entries[0].size = self._chain(self.mini), len(self.mini)
        mini_fat = self._chain(b"".join(struct.pack("<I", at) for at in self.mini_fat))
        directory = self._chain(b"".join(entry.bytes() for entry in self.entries))
        tables = 1
        while tables * 128 < len(self.fat) + tables:
            tables += 1
        first = len(self.sectors)
        self.fat += [_FAT] * tables
        padded = self.fat + [_FREE] * (tables * 128 - len(self.fat))
        fat = struct.pack(f"<{len(padded)}I", *padded)
        magic, minis = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", -(-len(self.mini_fat) // 128)
        header = struct.pack("<8s16xHHHHH6x", magic, 0x3E, 3, 0xFFFE, 9, 6)
        header += struct.pack("<9I", 0, tables, directory, 0, _CUTOFF, mini_fat, minis, _END, 0)
        places = [*range(first, first + tables)] + [_FREE] * (109 - tables)
        return header + struct.pack("<109I", *places) + b"".join(self.sectors) + fat
