"""Pages that ``export --to html`` wrote: the source texts that stand on them, as they were."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from threadparse.errors import InputError, LimitError
from threadparse.options import ParseOptions
from threadparse.readers.base import Item, read_all
from threadparse.readers.text import from_string

__all__ = ["SUFFIXES", "accepts", "texts"]

SUFFIXES = frozenset[str]()  # that of HTML files
_GENERATOR = b'<meta name=generator content="threadparse '
_SECTION = "<section class=source id=source "
_TAG = r"<(/?[a-z0-9]+)(| [^<>]*)>([^<]*)"  # compiled when there is a page
_CODE = r"U\+([0-9A-F]{4})"


def accepts(head: bytes) -> bool:
    """Tell whether a source is a page of threadparse."""
    return head.startswith(b"<!DOCTYPE html>\n<html lang=en>") and _GENERATOR in head


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Item]:
    """Return the texts of the documents on a page.

    Args:
        stream: The file at its beginning.
        path: The file as the user named it.
        options: The limits.

    Returns:
        A text for each document whose source stands on the page, called ``page.html/name``; all line ends are LF. An
        error in the place of one that is longer than allowed.

    Raises:
        InputError: The page was written without its source.
        LimitError: The file is longer than allowed.
    """
    page = read_all(stream, path, options).decode("utf-8", "replace")
    start = page.find(_SECTION)
    if start < 0:
        raise InputError(path, "this page has no source; export it again, without --no-source")
    for name, characters in _sources(page, start):
        try:
            yield from_string(characters, f"{path}/{name}", options)
        except LimitError as error:
            yield error


def _sources(page: str, start: int) -> Iterator[tuple[str, str]]:
    """Return the names of the documents of a page and their texts."""
    from html import unescape  # with its pattern, when there is a page

    name, pieces = "", list[str]()
    in_line, page_end = False, ""
    for match in re.compile(_TAG).finditer(page, start):
        tag, attributes, words = match.groups()
        if tag == "bdi":
            if pieces:
                yield name, "".join([*pieces, "\n"])
            name, pieces = unescape(words), []
        elif tag == "li":
            if "class=c" not in attributes and pieces:
                pieces.append("\n")
            pieces += [page_end, unescape(words)]
            in_line, page_end = True, ""
        elif in_line and tag in ("span", "/span"):
            code = re.fullmatch(_CODE, words) if tag == "span" else None
            pieces.append(chr(int(code[1], 16)) if code else unescape(words))
        else:
            in_line = False
            page_end = "\f" if tag == "p" and "class=pg" in attributes else page_end
    if pieces:
        yield name, "".join([*pieces, "\n"])
