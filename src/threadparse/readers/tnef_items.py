"""Print what a TNEF file holds ([MS-OXTNEF]), read by tnefparse from standard input; run in a process of its own."""

from __future__ import annotations

import codecs
import json
import struct
import sys
from binascii import b2a_base64
from typing import Any

from threadparse.readers.base import HEAD_BYTES
from threadparse.readers.isolated import limit_and_open_input
from threadparse.readers.outlook.properties import FLAGS, WITHIN_HTML

__all__ = ["contents"]


#: PidTagSubject, PidTagNormalizedSubject ([MS-OXPROPS]), attSubject ([MS-OXTNEF] §2.1.3.3.9), PidTagConversationTopic.
_SUBJECTS = (0x0037, 0x0E1D, 0x8004, 0x0070)
_HEAD_BYTES = 6  # the signature and the key
#: attOemCodepage ([MS-OXTNEF] §2.1.3.3.3), which holds until the file says another: without any, the library fails.
_WINDOWS_1252 = struct.pack("<BIIIIH", 1, 0x00069007, 8, 1252, 0, 0)


def contents(packed: Any) -> dict[str, Any]:
    """Return the words and the files of a TNEF file.

    Args:
        packed: Of tnefparse, or with its interface.

    Returns:
        ``subject``, ``plain``, ``html``, ``rtf``, each a string or None, and ``files``: a name, a size in bytes,
        the beginning in base 64, and whether it stands within the words, of each.
    """
    files = [
        [_text(file.long_filename()) or "unnamed", len(data), b2a_base64(data[:HEAD_BYTES]).decode(), _is_inline(file)]
        for file in packed.attachments
        for data in [file.data or b""]
    ]
    named = [item for item in (*packed.objects, *packed.mapiprops) if item.name in _SUBJECTS]
    found = {item.name: _text(item.data) for item in named}
    return {
        "subject": next(filter(None, map(found.get, _SUBJECTS)), None),
        "plain": _text(packed.body),
        "html": _text(packed.htmlbody),
        "rtf": _text(packed.rtfbody),
        "files": files,
    }


def _is_inline(file: Any) -> bool:
    """Tell whether a file is shown within the HTML of the message."""
    return any(
        item.name == FLAGS and isinstance(item.data, int) and item.data & WITHIN_HTML for item in file.mapi_attrs
    )


def _text(value: object) -> str | None:
    """Return a string, of bytes one letter each."""
    if isinstance(value, bytes):
        return value.decode("latin-1").rstrip("\0")
    return value.rstrip("\0") if isinstance(value, str) else None


def main() -> None:
    """Read the file on standard input and print its contents."""
    from tnefparse import TNEF

    codecs.register(lambda name: codecs.lookup("latin-1") if name.startswith("cp") else None)  # of an unknown code page
    data = limit_and_open_input().read()
    data = data[:_HEAD_BYTES] + _WINDOWS_1252 + data[_HEAD_BYTES:]
    sys.stdout.write(json.dumps(contents(TNEF(data, do_checksum=False))) + "\n")


if __name__ == "__main__":
    main()
