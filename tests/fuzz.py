"""Structure-aware fuzzing of all readers: sound files of every format, changed where their structure is.

A crash is whatever is no error in words: an exception of another kind, more memory or output than promised, more time
than a file of its size may take. Run ``python -m tests.fuzz --seconds 60`` or ``--executions 200000``; a crash is kept
in ``tests/fixtures/fuzz/`` under the format and the checksum of its bytes, where ``tests/test_fuzz.py`` replays it.
"""

from __future__ import annotations

import argparse
import base64
import io
import random
import resource
import struct
import sys
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.fixtures import CHAINS, FIXTURES
from tests.readers.archives.test_formats import PACKERS
from tests.readers.outlook import attached_message, attachment, compound_file, outlook_message, recipient
from tests.readers.printed import paper, rich_text, word_file, zip_archive
from tests.readers.tables.test_load_files import ROWS, load_file
from tests.readers.tables.test_table_reader import MAIL, as_csv, as_parquet, as_xlsx
from tests.readers.test_calendar_file import EVENT, calendar
from tests.readers.test_olm_mails import FIELDS as OLM_FIELDS
from tests.readers.test_olm_mails import HTML as OLM_BODY
from tests.readers.test_olm_mails import PLAN as OLM_FILES
from tests.readers.test_olm_mails import xml as olm_xml
from tests.readers.test_page_source import page_of
from tests.readers.test_registry_formats import carried, ics_escaped
from tests.readers.test_smime import signed
from tests.readers.test_tnef import PACKED
from threadparse.api import document_of
from threadparse.document import Document, Zone
from threadparse.errors import InputError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text
from threadparse.readers.registry import texts
from threadparse.readers.text import from_string

__all__ = ["CORPUS", "crash_of", "kept", "mutated", "seeds"]

CORPUS = FIXTURES / "fuzz"
#: Promised: twenty times the input and 64 MiB; of the text as well, as nothing may grow out of a small file.
_TIMES, _ROOM = 20, 64 << 20
#: Processor seconds that a file of a few kilobytes may take, other processes' work left out.
_MAX_SECONDS = 20.0
_OPTIONS = ParseOptions(ocr="never", max_unpacked_bytes=32 << 20, max_members=200)
#: Formats that need a process for each file: tried now and then.
_SLOW = {"pdf": 60, "tnef": 60, "7z": 20, "xlsx": 8, "parquet": 4, "docx": 4}
_OFFICE = ("docx", "xlsx")
_MAX_BYTES = 200_000
_TELL_EVERY = 10_000
# What formats are made of: lengths, counts and marks of all kinds.
_NUMBERS = [
    *(n.to_bytes(size, order) for n in (0, 1, 127, 128, 255) for size in (1, 2, 4) for order in ("little", "big")),
    *(b"\xff\xff", b"\xff\xff\xff\xff", b"\x00\x00\x00\x80", b"\x7f\xff\xff\xff"),
    *(b"-1", b"0", b"99999999999", b"1e9", b"31/02/2020 25:61"),
]
_TOKENS = [
    *(b"\n", b"\r\n", b"\r", b"\0", b"\x0c", b"\t", b",", b'"', b"'", b"{", b"}", b"[", b"&#", b"&#x110000;"),
    *(
        b">",
        b"> > >",
        b"From: ",
        b"From ",
        b"\nSubject:",
        b"Date: ",
        b"-----Original Message-----\n",
        b"_" * 32 + b"\n",
    ),
    *(b"Am 1. Januar 2024 schrieb A1:\n", b"=", b"=?utf-8?Q?", b"?=", b"=3D", b"--b\n", b"charset=utf-7", b"\\ud800"),
    *(b"Content-Type: multipart/mixed; boundary=b\n\n", b"Content-Transfer-Encoding: base64\n", b"BEGIN:VEVENT\n"),
    *(b"<blockquote>", b"</", b"<table><tr><td>", b"<!--", b"]]>", b"\\'", b"\\u-1 ", b"{\\*", b"\\bin9"),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\x14\xfe", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\xcc\x81" * 40),
    *(
        b"PK\x03\x04",
        b"PK\x01\x02",
        b"PK\x05\x06",
        b"ustar",
        b"\x1f\x8b\x08",
        b"endobj",
        b"stream",
        b"<<",
        b">>",
        b"/Kids",
    ),
]


def seeds() -> dict[str, list[bytes]]:
    """Sound files of every format, small ones, and the corpus that was kept."""
    chain = "Yes.\n\nFrom: Ann <ann@a.example>\nSent: 3 May 2021 10:00\nTo: Bob\nSubject: Pump\n\nIs it?\n"
    message = outlook_message(
        texts={0x1000: chain, 0x37: "RE: Pump", 0x42: "Bob", 0x1013: b"<p>Yes</p>"},
        recipients=[recipient("Ann", "ann@a.example")],
        attachments=[
            attachment("a.bin", b"x" * 99),
            attached_message(outlook_message(texts={0x1000: "In"}, nested=True)),
            attachment("b.eml", carried(chain), "message/rfc822"),
            attachment("smime.p7m", signed(carried(chain)), "application/pkcs7-mime"),
        ],
    )
    # The stored Rich Text is uncompressed ([MS-OXRTFCP] §2.1.3.1.6).
    written = rich_text(chain)
    sizes = struct.pack("<II4sI", len(written) + 12, len(written), b"MELA", 0)
    others = [
        outlook_message(texts={0x37: "Pump"}, binaries=body)
        for body in ({0x1009: sizes + written}, {0x1013: b"<p>Yes"})
    ]
    rows = [{"file": str(number), "message": MAIL.format(number, number)} for number in range(2)]
    within = f"--b\nContent-Type: message/rfc822\n\n{carried(chain).decode()}\n"
    parts = f"--b\n\n{chain}\n{within}--b\nContent-Type: text/html\n\n<p>{chain}\n--b--"
    found = {
        "txt": [path.read_bytes() for path in CHAINS],
        "html": [
            *(path.read_bytes() for path in sorted((FIXTURES / "clients").glob("*.html"))),
            page_of(from_string(chain, "a.txt", _OPTIONS)).encode(),
        ],
        "eml": [
            *(path.read_bytes() for path in sorted((FIXTURES / "clients").glob("*.eml"))),
            *(carried(chain), carried(parts, "multipart/mixed; boundary=b"), carried("<blockquote>x", "text/html")),
            b"X-MS-Journal-Report:\n" + _of_parts("mixed", "Bcc: Eve <eve@a.example>\n", b""),
            *(_of_parts(kind, chain, compound_file(message)) for kind in ("mixed", "alternative", "report", "signed")),
        ],
        "mbox": [(b"From a@b.example Mon May  3 10:00:00 2021\n" + carried(chain) + b"\n") * 2],
        "pdf": [paper(chain)],
        "docx": [word_file(chain), word_file("Yes.\f" + chain)],
        "rtf": [rich_text(chain)],
        "msg": [compound_file(message), *map(compound_file, others)],
        "tnef": [PACKED],
        "p7m": [signed(carried(chain))],
        "ics": [calendar(EVENT, f"BEGIN:VEVENT\nDESCRIPTION:{ics_escaped(chain)}\nEND:VEVENT").getvalue()],
        "olm": [olm_xml(OLM_FIELDS + OLM_BODY + OLM_FILES, OLM_FIELDS)],
        "dat": [load_file(ROWS), load_file(ROWS, "cp1252")],
        "csv": [as_csv(rows)],
        "jsonl": [b'{"message": "From: a@b.example\\nSubject: x\\nMessage-ID: <1@b>\\n\\nHi"}\n' * 2],
        "xlsx": [as_xlsx(rows)],
        "parquet": [as_parquet(rows)],
        **{kind: [pack({"a.txt": chain.encode(), "b.eml": carried(chain)})] for kind, pack in PACKERS.items()},
    }
    for form, data in kept():
        found.setdefault(form, []).append(data)
    return found


def _of_parts(kind: str, chain: str, message: bytes) -> bytes:
    """A mail with a part of each sort that is read in its own way."""
    encoded = "Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(message).decode()
    parts = [
        f"Content-Type: text/plain; format=flowed; delsp=yes\n\n> {chain[:20]} \n> more\n\n{chain}",
        "Content-Type: text/enriched\n\n<bold>Yes</bold>, <<at nine>\n",
        "Content-Type: text/html\n\n" + f"<p>Yes.</p><blockquote>{chain}</blockquote>" * 3,
        "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Pump\nEND:VEVENT\n",
        "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; bob@a.example\nStatus: 5.1.1\n",
        "Content-Type: text/rfc822-headers\n\nFrom: Ann <ann@a.example>\nSubject: =?utf-8?Q?Pump?=\n",
        "Content-Type: application/vnd.ms-outlook; name*0*=utf-8''a%20; name*1=b.msg\n" + encoded,
        "Content-Type: application/pkcs7-mime; smime-type=signed-data\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(signed(carried(chain))).decode(),
        "Content-Type: message/external-body; access-type=URL\n\nContent-Type: image/png\n",
        "Content-Type: text/plain; name=a.txt\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n#0V%T\n`\nend\n",
    ]
    body = "".join(f"--b\n{part}\n" for part in parts)
    return carried(f"{body}--b--\n", f"multipart/{kind}; boundary=b; report-type=delivery-status; protocol=a/b")


def kept() -> Iterator[tuple[str, bytes]]:
    """The reproducers of crashes that were mended: the format and the bytes."""
    for path in sorted(CORPUS.glob("*.b64")):
        yield path.name.partition("-")[0], base64.b64decode(path.read_bytes())


def mutated(data: bytes, chance: random.Random, other: bytes) -> bytes:
    """Change a file in a few places, as a length, a mark or a stretch."""
    changed = bytearray(data)
    for _ in range(1 << chance.randrange(4)):
        chance.choice(_WAYS)(changed, chance, other)
    return bytes(changed[:_MAX_BYTES])


def _mutated_within(data: bytes, chance: random.Random) -> bytes:
    """Change one of the files that an Office file is a ZIP archive of, so that more than its checksum is looked at."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name in members if name.endswith(".xml")])
    members[name] = mutated(members[name], chance, members[name])
    return zip_archive(members)


def _put(data: bytearray, chance: random.Random, _: bytes) -> None:
    at = chance.randrange(len(data) + 1)
    token = chance.choice(_TOKENS)
    data[at : at + chance.choice((0, len(token)))] = token * chance.choice((1, 1, 1, 2, 300))


def _number(data: bytearray, chance: random.Random, _: bytes) -> None:
    at, number = chance.randrange(len(data) + 1), chance.choice(_NUMBERS)
    data[at : at + len(number)] = number


def _bit(data: bytearray, chance: random.Random, _: bytes) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _stretch(data: bytearray, chance: random.Random, other: bytes) -> None:
    """Take out, double, or put in a stretch of this file or another one of its format."""
    at, size = chance.randrange(len(data) + 1), chance.choice((1, 4, 40, 600))
    start = chance.randrange(len(other) + 1)
    data[at : at + chance.choice((0, size))] = other[start : start + chance.choice((0, size))]


def _line(data: bytearray, chance: random.Random, _: bytes) -> None:
    """Move or repeat a line."""
    lines = bytes(data).split(b"\n")
    line = lines[chance.randrange(len(lines))]
    lines.insert(chance.randrange(len(lines) + 1), line)
    if chance.random() < 0.2:
        lines += [line] * chance.choice((3, 200))
    data[:] = b"\n".join(lines)


_WAYS: tuple[Callable[[bytearray, random.Random, bytes], None], ...] = (_put, _number, _bit, _stretch, _line)


def crash_of(form: str, data: bytes) -> str | None:
    """Read and parse a file; say what is wrong if it gives anything but texts and errors in words."""
    begun, held = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    size, name = 0, f"a.{form}"
    try:
        for item in texts(io.BytesIO(data), name, _OPTIONS):
            if isinstance(item, Text):
                size += len(item.characters)
                document = document_of(item, _OPTIONS)
                zones = sorted((zone.start, zone.end) for zone in _zones(document))
                if [start for start, _ in zones[1:]] != [end for _, end in zones[:-1]]:
                    return "its zones do not tile the text"
    except InputError as error:
        if not str(error).startswith(name):
            return f"an error that does not name the file: {error}"
    except Exception as error:  # whatever it is, it is what is looked for
        return f"{type(error).__name__}: {error}"
    if time.process_time() - begun > _MAX_SECONDS:
        return "it takes too long"
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) << 10
    if grown > _TIMES * len(data) + _ROOM:
        return f"it takes {grown >> 20} MiB"
    return f"it gives {size:,} characters" if size > _TIMES * len(data) + _ROOM else None


def _zones(document: Document) -> Iterator[Zone]:
    """All zones of a document."""
    yield from document.zones
    for message in document.messages:
        yield from message.zones


def main() -> None:
    """Fuzz for a time or a number of executions, and keep what crashes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--executions", type=int, default=sys.maxsize)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    chance, begun, done, crashes = random.Random(given.seed), time.monotonic(), Counter[str](), 0
    known = seeds()
    while time.monotonic() < begun + given.seconds and done.total() < given.executions:
        form = chance.choice(list(known))
        if form in _SLOW and chance.randrange(_SLOW[form]):
            continue
        chosen = chance.choice(known[form])
        if form in _OFFICE and chance.random() < 0.5:
            data = _mutated_within(chosen, chance)
        else:
            data = mutated(chosen, chance, chance.choice(known[form]))
        done[form] += 1
        if done.total() % _TELL_EVERY == 0:
            print(f"{done.total():,} executions, {time.process_time():.0f} s of the processor", flush=True)
        crash = crash_of(form, data)
        if crash is not None:
            crashes += 1
            CORPUS.mkdir(exist_ok=True)
            path = CORPUS / f"{form}-{zlib.crc32(data):08x}.b64"
            path.write_bytes(base64.encodebytes(data))
            print(f"{Path(path).name}: {crash}", flush=True)
    counts = ", ".join(f"{form} {count:,}" for form, count in done.most_common())
    print(f"{done.total():,} executions in {time.monotonic() - begun:.0f} s, {crashes} crashes ({counts})")
    sys.exit(crashes > 0)


if __name__ == "__main__":
    main()
