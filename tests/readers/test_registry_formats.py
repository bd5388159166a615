"""The same chain through every format gives the same messages as from text."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path

import pytest

from tests.fixtures import CHAINS
from tests.readable import in_source_order
from tests.readers.archives.test_formats import PACKERS, seven_zip
from tests.readers.mails import mail
from tests.readers.outlook import compound_file, outlook_message
from tests.readers.printed import paper, rich_text, word_file
from tests.readers.reading import read_text
from tests.readers.tables.test_table_reader import as_csv, as_parquet, as_xlsx
from tests.readers.test_eml import JOURNAL
from tests.readers.test_olm_mails import xml as olm_xml
from tests.readers.test_smime import signed
from tests.readers.test_tnef import PACKED, attribute
from tests.rows import check_rows, sampled
from threadparse.api import document_of, parse
from threadparse.model import Document
from threadparse.options import ParseOptions

HIGH_WATER = attribute(1, 0x0002800C, b"High water at nine.\0")


def packed(pack: Callable[[dict[str, bytes]], bytes], text: str) -> bytes:
    """An archive with the chain in it."""
    return pack({"chain.txt": text.encode()})


def carried(text: str, kind: str = "text/plain") -> bytes:
    """A mail of Zoe that carries a chain."""
    head = f"From: Zoe <zoe@carrier.example>\nMessage-ID: <z@carrier.example>\nContent-Type: {kind}; charset=utf-8\n\n"
    return (head + text).encode()


def ics_escaped(text: str) -> str:
    """A text as a value of iCalendar (RFC 5545 §3.3.11)."""
    for character in "\\;,":
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", "\\n")


TEXTS = [path for path in CHAINS if path.suffix == ".txt"]
#: A whole conversation, oldest message first: no mail is carried so, and its title stands above it.
PRINTS = {"outlook-web-print", "web-mail-copied"}
LETTERS = {"letter"}  # no message has a header
PRINTABLE = str.maketrans({"\t": "    "})
FORMATS: dict[str, Callable[[str], bytes]] = {
    "pdf": lambda text: paper(text),
    "pdf-courier": lambda text: paper(text, font="Courier"),
    "docx": word_file,
    "rtf": rich_text,
    "msg": lambda text: compound_file(outlook_message(texts={0x1000: text.replace("\n", "\r\n")})),
    "oft": lambda text: compound_file(outlook_message(texts={0x1000: text.replace("\n", "\r\n")})),
    **{kind: partial(packed, pack) for kind, pack in PACKERS.items() if kind != "7z"},
    "gz": lambda text: gzip.compress(text.encode()),
    "jsonl": lambda text: json.dumps({"number": 1, "words": text}).encode() + b"\n",
    "json": lambda text: json.dumps([{"number": 1, "words": text}]).encode(),
    "csv": lambda text: as_csv([{"number": "1", "words": text}]),
    "dat": lambda text: f"þDocIDþ\x14þExtracted Textþ\nþA1þ\x14þ{text.replace(chr(10), '®')}þ\n".encode(),
}
#: Mails that carry the chain: the outermost message is theirs.
CARRIERS: dict[str, Callable[[str], bytes]] = {
    "eml": carried,
    "mbox": lambda text: b"From a@b.example Mon May  3 10:00:00 2021\n" + carried(text.replace("\nFrom ", "\n>From ")),
    "emlx": lambda text: b"%d\n" % len(carried(text)) + carried(text) + b"<?xml version='1.0'?><plist></plist>\n",
    "p7m": lambda text: signed(carried(text)),
    "mht": lambda text: carried(f"<pre>{escape(text)}</pre>", "text/html"),
    "journal": lambda text: mail(*JOURNAL[:13], "", "") + carried(text) + b"\n--b--\n",
    "olm": lambda text: olm_xml(f"<OPFMessageCopyBody>{escape(text)}</OPFMessageCopyBody>"),
    "ics": lambda text: f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDESCRIPTION:{ics_escaped(text)}\nEND:VEVENT\n".encode(),
}
#: What needs a process or a library that takes its time: a few chains.
SLOW: dict[str, Callable[[str], bytes]] = {
    "7z": partial(packed, seven_zip),
    "xlsx": lambda text: as_xlsx([{"number": "1", "words": text}]),
    "parquet": lambda text: as_parquet([{"number": "1", "words": text}]),
    "tnef": lambda text: PACKED.replace(HIGH_WATER, attribute(1, 0x0002800C, text.encode("latin-1") + b"\0")),
}


@pytest.mark.parametrize("form", FORMATS)
@sampled(5)
def test_the_messages_are_those_of_the_text(form: str, step: int) -> None:
    """The fonts that every viewer has lack the letters of some chains: these are in no PDF."""

    def are_alike(path: Path) -> None:
        text = path.read_text(encoding="utf-8").translate(PRINTABLE)
        if not form.startswith("pdf") or _is_in_fonts(text):
            assert messages(read_back(FORMATS[form](text), form)) == messages(parse(text))

    check_rows(are_alike, TEXTS[[*FORMATS].index(form) % step :: step])  # other chains in each format


@pytest.mark.parametrize("form", CARRIERS)
def test_the_messages_in_a_mail_are_those_of_the_text(form: str) -> None:
    def are_alike(path: Path) -> None:
        text = path.read_text(encoding="utf-8").translate(PRINTABLE)
        if form == "olm" and "\f" in text:  # no character of XML
            return
        wanted = older(parse(f"Zoe\n\n{text}"))
        assert wanted
        assert older(read_back(CARRIERS[form](text), form)) == wanted

    check_rows(are_alike, [path for path in TEXTS if path.stem not in {*PRINTS, *LETTERS}])


@pytest.mark.slow
@pytest.mark.parametrize("form", SLOW)
@pytest.mark.parametrize("name", ["footbridge", "gmail-replies", "outlook-original-message"])
def test_what_takes_a_process_gives_them_too(name: str, form: str) -> None:
    text = (CHAINS[0].parent / f"{name}.txt").read_text(encoding="utf-8").encode("latin-1", "replace").decode("latin-1")
    found = read_back(SLOW[form](text), form)
    assert older(found) == older(parse(text))


def read_back(data: bytes, form: str) -> Document:
    """The one document of a file."""
    table = ParseOptions(column="words" if form in ("csv", "json", "jsonl", "xlsx", "parquet") else None)
    return Document.of(document_of(read_text(data, f"chain.{form}", table), ParseOptions()))


def _is_in_fonts(text: str) -> bool:
    return bool(text.encode("cp1252", "ignore").decode("cp1252") == text)


def older(document: Document) -> list[tuple[str | None, str | None, str | None, str]]:
    """The messages that have a header in the text."""
    ordered = in_source_order(document.messages)
    return [row for row, message in zip(messages(document), ordered, strict=True) if message.header_span is not None]


def messages(document: Document) -> list[tuple[str | None, str | None, str | None, str]]:
    """Sender, date, subject and body; on paper, white space has no length."""
    return [
        (
            message.sender.raw if message.sender else None,
            message.date,
            message.subject,
            "\n".join(" ".join(line.split()) for line in message.body.split("\n")),
        )
        for message in in_source_order(document.messages)
    ]
