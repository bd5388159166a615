"""Whatever the bytes are: texts, or one clear error; and a library that is not installed is named with its line."""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Callable
from itertools import product

import pytest

from tests.readers.outlook import attached_message, attachment, compound_file, outlook_message, recipient
from tests.readers.printed import paper, rich_text, word_file, zip_archive
from tests.rows import check_rows, sampled
from threadparse.api import document_of
from threadparse.errors import InputError, UnsupportedFormatError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text
from threadparse.readers.registry import texts

CHAIN = "Yes.\n\nFrom: Ann <ann@a.example>\nSent: 3 May 2021 10:00\nTo: Bob\nSubject: Pump\n\nIs it?\n"
MESSAGE = outlook_message(
    texts={0x1000: CHAIN, 0x37: "RE: Pump", 0x42: "Bob"},
    recipients=[recipient("Ann", "ann@a.example")],
    attachments=[
        attachment("a.bin", b"x" * 5000),
        attached_message(outlook_message(texts={0x1000: "Inner"}, nested=True)),
    ],
)
SOUND = {
    "pdf": paper(CHAIN),
    "docx": word_file(CHAIN),
    "rtf": rich_text(CHAIN),
    "msg": compound_file(MESSAGE),
    "zip": zip_archive({"a.txt": CHAIN.encode(), "b.pdf": paper(CHAIN)}),
}


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 30)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def holed(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.randrange(600) :]


def doubled(data: bytes, chance: random.Random) -> bytes:
    at, other = chance.randrange(len(data)), chance.randrange(len(data))
    return data[:at] + data[other : other + 2000] + data[at:]


def beginning(data: bytes, chance: random.Random) -> bytes:
    return data[:512] + chance.randbytes(4000)


DAMAGE: tuple[Callable[[bytes, random.Random], bytes], ...] = (cut, flipped, holed, doubled, beginning)


def read_all(data: bytes, name: str) -> None:
    """Read and parse; a clear error is fine."""
    said = f"{name}: "
    try:
        for item in texts(io.BytesIO(data), name, ParseOptions()):
            if isinstance(item, Text):
                document_of(item, ParseOptions())
    except InputError as error:
        said = str(error)
    assert said.startswith(f"{name}: ")
    assert "\n" not in said


@pytest.mark.parametrize("form", SOUND)
@sampled(7)
def test_damage_is_read_or_said(form: str, step: int) -> None:
    def is_read_or_said(damage: Callable[[bytes, random.Random], bytes], seed: int) -> None:
        read_all(damage(SOUND[form], random.Random(f"{form}{seed}")), f"a.{form}")

    check_rows(is_read_or_said, list(product(DAMAGE, range(20)))[::step])


@pytest.mark.parametrize("length", [0, 1, 4, 5, 8, 30, 100, 600, 1536])
@pytest.mark.parametrize("form", SOUND)
def test_beginnings_are_read_or_said(form: str, length: int) -> None:
    read_all(SOUND[form][:length], f"a.{form}")
    read_all(SOUND[form][:length].ljust(2000, b"\0"), f"a.{form}")


@pytest.mark.parametrize("ending", ["txt", "pdf", "docx", "rtf", "msg", "zip", "eml", "exe", ""])
@pytest.mark.parametrize("form", SOUND)
def test_the_ending_does_not_matter(form: str, ending: str) -> None:
    found = [item for item in texts(io.BytesIO(SOUND[form]), f"a.{ending}", ParseOptions()) if isinstance(item, Text)]
    assert all("Is it?" in text.characters for text in found)
    assert found[0].source.format == ("text" if form == "zip" else form)


@pytest.mark.parametrize(
    ("content", "most"),
    [
        (b"q " * 20_000 + b"BT /F1 9 Tf (hi) Tj ET", 100),
        (b" ".join(b"BT /F1 9 Tf 1 0 0 1 %d 0 Tm (a) Tj ET" % (at * 10**6) for at in range(3000)), 100_000),
        (b"BT /F1 9 Tf 1 0 0 1 1e400 0 Tm (a) Tj ET BT /F1 1e-300 Tf (hi) Tj ET", 100),
    ],
)
def test_a_page_of_tricks_stays_small(content: bytes, most: int) -> None:
    form = b"BT /F1 10 Tf (x) Tj ET" + b" /Form Do" * 4
    (item,) = texts(io.BytesIO(tricky_page(content, form)), "a.pdf", ParseOptions(ocr="never"))
    assert isinstance(item, Text)
    assert len(item.characters) <= most


@pytest.mark.slow
def test_a_page_that_never_ends_costs_that_page() -> None:
    """A form that paints itself four times keeps PDFium busy for as long as one lets it."""
    form = b"BT /F1 10 Tf (x) Tj ET" + b" /Form Do" * 4
    with pytest.raises(InputError, match=r"a\.pdf: this PDF is damaged"):
        list(texts(io.BytesIO(tricky_page(b"/Form Do " * 10, form)), "a.pdf", ParseOptions()))


def tricky_page(content: bytes, form: bytes) -> bytes:
    """A PDF of one page whose form paints itself."""
    named = b"/Resources<</Font<</F1 5 0 R>>/XObject<</Form 6 0 R>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R" + named + b">>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]%s/Length %d>>stream\n%s\nendstream" % (named, len(form), form),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 7/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(data)
    return data + b"xref\n0 7\n" + table + end


@pytest.mark.parametrize(
    ("form", "library", "line"),
    [
        ("pdf", "pypdf,pypdfium2_raw", r"a PDF.*-m pip install 'threadparse\[pdf\]'"),
        ("docx", "docx", r"a Word file.*-m pip install 'threadparse\[docx\]'"),
        ("rtf", "striprtf.striprtf", r"Rich Text.*-m pip install 'threadparse\[rtf\]'"),
        ("msg", "olefile", r"Outlook message.*-m pip install 'threadparse\[msg\]'"),
    ],
)
def test_a_missing_library_is_named_with_its_line(
    form: str, library: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in library.split(","):
        monkeypatch.setitem(sys.modules, name, None)  # as good as not installed
    for name in [name for name in sys.modules if name.startswith("threadparse.readers.pdf_")]:
        monkeypatch.delitem(sys.modules, name)  # an earlier test may have imported it with its library
    with pytest.raises(UnsupportedFormatError, match=rf"^a\.{form}: .*{line}") as raised:
        list(texts(io.BytesIO(SOUND[form]), f"a.{form}", ParseOptions()))
    assert sys.executable in str(raised.value)  # not the pip of another environment
