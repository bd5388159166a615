"""The tree of pages of a PDF, cut to some pages: these are read, and a tree that cannot be told stays whole."""

from __future__ import annotations

from collections.abc import Mapping

from tests.rows import each_row
from threadparse.readers.pdf_pdfium import PdfiumFile
from threadparse.readers.pdf_tree import cut_tree

LEAVES = {
    number: b"/Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents %d 0 R/Resources<</Font<</F 5 0 R>>>>"
    % (number + 10)
    for number in range(10, 16)
}
FLAT = {2: b"/Type/Pages/Count 6/Kids[10 0 R 11 0 R 12 0 R\n13 0 R 14 0 R 15 0 R]"}
NESTED = {
    2: b"/Type/Pages/Kids [ 3 0 R 4 0 R ] /Count 6",
    3: b"/Type/Pages/Count 4/Kids[10 0 R 11 0 R 12 0 R 13 0 R]/Parent 2 0 R",
    4: b"/Type/Pages/Count 2/Kids[14 0 R 15 0 R]/Parent 2 0 R",
}
FIELDS = {30: b"/FT/Tx/Kids[31 0 R 32 0 R]", 31: b"/T(a)", 32: b"/T(b)"}


def written(tree: Mapping[int, bytes], behind: bytes = b"") -> bytes:
    """Write a file of six pages, each with its number."""
    pages = [f"BT /F 9 Tf 9 50 Td (page {number}) Tj ET".encode() for number in range(6)]
    objects = {1: b"/Type/Catalog/Pages 2 0 R", 5: b"/Type/Font/Subtype/Type1/BaseFont/Helvetica"} | LEAVES | dict(tree)
    body = b"".join(b"%d 0 obj\n<<%s>>\nendobj\n" % row for row in objects.items())
    body += b"".join(
        b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(page), page)
        for number, page in enumerate(pages, 20)
    )
    return b"%PDF-1.4\n" + body + behind + b"trailer<</Root 1 0 R>>\n"


def read(data: bytes) -> list[str]:
    file = PdfiumFile(data)
    return [file.page(index).characters for index in range(file.count)]


@each_row(
    [
        (FLAT, range(2, 4)),
        (FLAT, range(1, 6, 2)),
        (FLAT, range(5, 6)),
        (NESTED, range(2, 5)),
        (NESTED, range(4, 6)),
        (NESTED | FIELDS, range(1, 6, 2)),
    ]
)
def test_the_pages_that_are_kept_are_read(tree: Mapping[int, bytes], kept: range) -> None:
    data = written(tree)
    cut = cut_tree(data, kept, 6)
    assert len(cut) == len(data)
    assert read(cut) == [f"page {index}" for index in kept]


@each_row(
    [
        (FLAT, b"2 0 obj<</Type/Pages/Count 1/Kids[12 0 R]>>endobj\n", 6),  # of two versions
        (FLAT, b"", 7),  # not this tree
        ({2: FLAT[2].replace(b"/Kids", b"/K#69ds")}, b"", 6),  # not found, as if it were packed
        ({2: FLAT[2].replace(b"12 0 R", b"2 0 R")}, b"", 6),  # in itself
        (FLAT, b"/Kids[1 0 R]", 6),  # in no object
    ]
)
def test_a_tree_that_cannot_be_told_stays_whole(tree: Mapping[int, bytes], behind: bytes, count: int) -> None:
    data = written(tree, behind)
    assert cut_tree(data, range(2), count) is data
