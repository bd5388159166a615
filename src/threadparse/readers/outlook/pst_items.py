"""Print the messages of an Outlook data file, read by libpff from standard input; run in a process of its own.

Each line is a message as the storages and streams that an Outlook message file would have ([MS-OXMSG]): the properties
of [MS-PST] are the same, so that one mapping serves both.
"""

from __future__ import annotations

import base64
import json
import struct
import sys
from collections.abc import Iterator
from typing import Any

from threadparse.readers.base import HEAD_BYTES
from threadparse.readers.isolated import limit_and_open_input
from threadparse.readers.outlook.properties import NESTED, PART
from threadparse.readers.outlook.storage import TABLE

__all__ = ["item_of", "items"]

_FIXED = {
    0x0002: 2,
    0x0003: 4,
    0x000B: 1,
    0x0014: 8,
    0x0040: 8,
}  # property types ([MS-OXCDATA] §2.11.1) and their bytes
_SUBJECT, _CONTENT = 0x0037, 0x3701
_MAX_CONTENT_BYTES = 64 * 1024 * 1024  # of an attached file; a longer one is only listed
_READ = (".eml", ".msg", ".p7m")  # attached files whose words are read
_CLASS = 0x001A
#: Classes of messages ([MS-OXOMSG], [MS-OXCMAIL]): mails, posts, invitations, reports of servers.
_MAILS = ("IPM.NOTE", "IPM.POST", "IPM.SCHEDULE", "IPM.OUTLOOK.RECALL", "REPORT")
_NAMES = (0x3707, 0x3704, 0x3001)
#: What the library raises on damage.
_DAMAGE = (OSError, ValueError, RuntimeError, AttributeError, MemoryError)
_MAX_CAUSE_CHARS = 200

Item = dict[str, Any]


def items(file: Any) -> Iterator[Item]:
    """Read the messages of an open file.

    Args:
        file: Of libpff, or with its interface.

    Returns:
        For each item ``folder``, ``number``, and ``item`` for a message, ``kind`` for anything else, ``error`` for one
        that is damaged; for a folder that is damaged the number is 0.
    """
    todo = [("", file.get_root_folder())]
    seen = set()
    while todo:
        path, folder = todo.pop()
        below = []
        try:
            identifier = folder.get_identifier()
            if identifier is not None and identifier in seen:  # a folder within itself
                continue
            seen.add(identifier)
            for number in range(folder.get_number_of_sub_messages()):
                try:
                    yield {"folder": path, "number": number + 1, **_read(folder.get_sub_message(number))}
                except _DAMAGE as error:
                    yield {"folder": path, "number": number + 1, "error": str(error)[:_MAX_CAUSE_CHARS]}
            for number in range(folder.get_number_of_sub_folders()):
                inner = folder.get_sub_folder(number)
                below.append((f"{path}/{inner.get_name() or 'unnamed'}".strip("/"), inner))
        except _DAMAGE as error:  # what was found in it before is read
            yield {"folder": path, "number": 0, "error": str(error)[:_MAX_CAUSE_CHARS]}
        todo += reversed(below)


def _read(found: Any) -> Item:
    """Return a message; of a contact, a task or the like only its class."""
    properties = _properties(found.get_record_set(0), NESTED)
    kind = _text(properties, _CLASS) or "IPM"
    if not kind.upper().startswith(_MAILS):
        return {"kind": kind}
    return {"item": item_of(found)}


def item_of(message: Any) -> Item:
    """Return a message as storages and streams.

    Args:
        message: Of libpff, or with its interface.
    """
    item = _properties(message.get_record_set(0), NESTED)
    recipients = message.get_recipients() if hasattr(message, "get_recipients") else message.recipients
    for number in range(recipients.get_number_of_record_sets() if recipients else 0):
        item["storages"].append(
            [f"__recip_version1.0_#{number:08X}", _properties(recipients.get_record_set(number), PART)]
        )
    for number in range(message.get_number_of_attachments()):
        item["storages"].append([f"__attach_version1.0_#{number:08X}", _attachment(message.get_attachment(number))])
    return item


def _attachment(attachment: Any) -> Item:
    """Return an attachment: its properties, the message in it, or its bytes where its words are read."""
    item = _properties(attachment.get_record_set(0), PART, without=_CONTENT)
    inner = [attachment.get_sub_item(at) for at in range(attachment.get_number_of_sub_items())]
    embedded = next((part for part in inner if hasattr(part, "get_number_of_attachments")), None)
    if embedded is not None:
        item["storages"].append(["__substg1.0_3701000D", item_of(embedded)])
        return item
    size = attachment.get_size()
    content = f"__substg1.0_{_CONTENT:04X}0102"
    item["sizes"] = {content: size}
    names = [_text(item, pid) for pid in _NAMES]
    if size <= _MAX_CONTENT_BYTES and any(name.lower().endswith(_READ) for name in names):
        item["streams"][content] = _coded(attachment.read_buffer(size))
    elif size:
        item["heads"] = {content: _coded(attachment.read_buffer(min(size, HEAD_BYTES)))}
    return item


def _text(item: Item, pid: int) -> str:
    """Return a property that is a string."""
    raw = item["streams"].get(f"__substg1.0_{pid:04X}001F", "")
    return base64.b64decode(raw).decode("utf-16-le", "replace").rstrip("\0")


def _properties(record_set: Any, head: int, without: int = 0) -> Item:
    """Return a set of properties: those of fixed length as the table, each other one as a stream."""
    streams: dict[str, str] = {}
    table = bytearray(head)
    for number in range(record_set.get_number_of_entries()):
        entry = record_set.get_entry(number)
        pid, kind, data = entry.get_entry_type(), entry.get_value_type(), entry.get_data() or b""
        if pid is None or kind is None or pid == without:
            continue
        if kind in _FIXED:
            table += struct.pack("<HHI8s", kind, pid, 0, data[:8].ljust(8, b"\0"))
        else:
            if pid == _SUBJECT and data[:2] == b"\x01\x00":  # [MS-PST] §2.5.3.1.1.1: the length of its prefix
                data = data[4:]
            streams[f"__substg1.0_{pid:04X}{kind:04X}"] = _coded(data)
    streams[TABLE] = _coded(bytes(table))
    return {"streams": streams, "storages": []}


def _coded(data: bytes) -> str:
    """Return bytes as JSON can hold them."""
    return base64.b64encode(data).decode("ascii")


def main() -> None:
    """Read the file on standard input and print its messages."""
    import pypff

    file = pypff.file()
    file.open_file_object(limit_and_open_input())
    for item in items(file):
        sys.stdout.write(json.dumps(item) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
