"""Word files (.docx): paragraphs and tables in their order, by python-docx."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from threadparse.errors import InputError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text, check_length, read_all
from threadparse.readers.built_text import made_text
from threadparse.readers.extras import missing
from threadparse.readers.plain_text import clean

__all__ = ["SUFFIXES", "accepts", "texts"]

SUFFIXES = frozenset({".docx"})

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Elements around paragraphs and runs that change nothing about their text (ECMA-376, part 1, §17).
_TRANSPARENT = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
# Old and deleted text, properties (where "tab" is a tab stop), and what stands there twice for old programs.
_LEFT_OUT = frozenset({"del", "moveFrom", "pPr", "rPr", "sdtPr", "Fallback", "instrText", "delText", "rt"})
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_DAMAGED = "this Word file is damaged; open it in a word processor and save it anew, or save it as plain text"


def accepts(head: bytes) -> bool:
    """Tell whether a source is a Word file: a ZIP archive whose first names are those of one (ECMA-376, part 2).

    Args:
        head: How the source begins.
    """
    return head.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in head[:256] and b"word/" in head


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Text]:
    """Return the one text of a Word file.

    Args:
        stream: The file at its beginning.
        path: The file as the user named it.
        options: The limits of what is packed, and ``max_characters``.

    Returns:
        One text: a line for each paragraph and each row of a table, cells parted by tabs; headers and footers, which
        belong to the page, are left out.

    Raises:
        InputError: The file is damaged or passes a limit.
        UnsupportedFormatError: python-docx is not installed.
    """
    data = read_all(stream, path, options)
    try:
        _check(data, path, options)
        body = _body(data, path)
    except (InputError, MemoryError):
        raise
    except Exception as error:  # zipfile, lxml and python-docx meet damage in many ways
        raise InputError(path, _DAMAGED) from error
    lines = []
    length = 0
    for line in _lines(body):
        lines.append(line)
        length += len(line) + 1
        check_length(length, path, options)
    yield made_text("".join(f"{line}\n" for line in lines), "docx", data, path, options)


def _body(data: bytes, path: str) -> Any:
    """Return the body element of the document."""
    try:
        from docx import Document
    except ImportError as error:
        raise missing(path, "a Word file", "docx") from error
    return Document(io.BytesIO(data)).element.body


def _check(data: bytes, path: str, options: ParseOptions) -> None:
    """Hold the limits before the library unpacks all; what it parses may be as long as a text."""
    import zipfile

    from threadparse.readers.archives.limits import check_archive

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        check_archive(archive, path, options)
        parsed = sum(member.file_size for member in archive.infolist() if member.filename.endswith((".xml", ".rels")))
    check_length(parsed, path, options)


def _lines(container: Any) -> Iterator[str]:
    """Return the lines of a body, a cell or a text box.

    python-docx's own ``text`` and ``iter_inner_content`` pass over content controls, tracked insertions and fields.
    """
    for child in container:
        kind = _kind(child)
        if kind == "p":
            boxes: list[Any] = []
            yield from clean("".join(_words(child, boxes))).rstrip().split("\n")
            for box in boxes:
                yield from _lines(box)
        elif kind == "tbl":
            for row in child.iter(f"{_W}tr"):
                if next(row.iterancestors(f"{_W}tbl")) is child:
                    yield from _row(row)
        elif kind in _TRANSPARENT:
            yield from _lines(child)


def _row(row: Any) -> Iterator[str]:
    """Return a row as a line, cells parted by tabs; a cell alone, which often holds a whole mail, as paragraphs."""
    cells = [list(_lines(cell)) for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row]
    if len(cells) == 1:
        yield from cells[0]
    else:
        yield "\t".join(" ".join(filter(None, (line.strip() for line in cell))) for cell in cells).rstrip()


def _words(element: Any, boxes: list[Any]) -> Iterator[str]:
    """Return the words of a paragraph in their order; text boxes in it are kept for later."""
    for child in element:
        kind = _kind(child)
        if kind == "t":
            yield child.text or ""
        elif kind in _SIGNS:
            yield "\f" if child.get(f"{_W}type") == "page" else _SIGNS[kind]
        elif kind == "txbxContent":
            boxes.append(child)
        elif kind not in _LEFT_OUT:
            yield from _words(child, boxes)


def _kind(element: Any) -> str:
    """Return the name of an element without its namespace; empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
