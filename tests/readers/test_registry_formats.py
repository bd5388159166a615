"""The same chain through every format gives the same messages as from text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fixtures import CHAINS
from tests.readers.outlook import compound_file, outlook_message
from tests.readers.printed import paper, rich_text, word_file, zip_archive
from tests.readers.reading import read_text
from threadparse.api import document_of, parse
from threadparse.model import Document
from threadparse.options import ParseOptions

TEXTS = [path for path in CHAINS if path.suffix == ".txt"]
PRINTABLE = str.maketrans({"\t": "    "})
FORMATS: dict[str, Callable[[str], bytes]] = {
    "pdf": lambda text: paper(text),
    "pdf-courier": lambda text: paper(text, font="Courier"),
    "docx": word_file,
    "rtf": rich_text,
    "msg": lambda text: compound_file(outlook_message(texts={0x1000: text.replace("\n", "\r\n")})),
    "zip": lambda text: zip_archive({"chain.txt": text.encode()}),
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_messages_are_those_of_the_text(path: Path, form: str) -> None:
    text = path.read_text(encoding="utf-8").translate(PRINTABLE)
    if form.startswith("pdf") and not _is_in_fonts(text):
        pytest.skip("the fonts that every viewer has lack some of its letters")
    read = read_text(FORMATS[form](text), f"chain.{form}")
    assert messages(Document.of(document_of(read, ParseOptions()))) == messages(parse(text))


def _is_in_fonts(text: str) -> bool:
    return bool(text.encode("cp1252", "ignore").decode("cp1252") == text)


def messages(document: Document) -> list[tuple[str | None, str | None, str | None, str]]:
    """Sender, date, subject and body; on paper, white space has no length."""
    return [
        (
            message.sender.raw if message.sender else None,
            message.date,
            message.subject,
            "\n".join(" ".join(line.split()) for line in message.body.split("\n")),
        )
        for message in sorted(document.messages, key=lambda message: message.source_index)
    ]
