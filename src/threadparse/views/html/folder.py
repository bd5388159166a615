"""A folder of pages: one for each document, and an index of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from threadparse.document import Document
from threadparse.views.entries import counted, thread_facts
from threadparse.views.html.elements import Markup, element
from threadparse.views.html.page import page, plain_page

__all__ = ["INDEX", "folder_of_pages"]

#: The name of the index; no page is called so.
INDEX = "index.html"
_UNSAFE = re.compile(r"[^\w.-]+", re.ASCII)
_MAX_STEM_CHARS = 100


def folder_of_pages(
    documents: Iterable[tuple[str, Document]], *, version: str, with_source: bool = True
) -> Iterator[tuple[str, str]]:
    """Write documents as pages.

    Args:
        documents: Texts and their documents.
        version: That of threadparse.
        with_source: Whether the texts stand on the pages.

    Returns:
        Pairs of a file name and a page; the index comes last. Nothing if there are no documents.
    """
    taken = {INDEX}
    rows: list[Markup] = []
    for text, document in documents:
        name = _file_name(document.source.path, taken)
        yield name, page([(text, document)], version=version, with_source=with_source)
        rows.append(_row(name, document))
    if rows:
        title = f"E-mail threads in {counted(len(rows), 'document')}"
        columns = ("Document", "Threads", "Messages", "Notes")
        head = element("tr", *(element("th", words, scope="col") for words in columns))
        table = element("table", element("thead", head), element("tbody", *rows))
        yield (
            INDEX,
            plain_page(title, element("h1", title), element("main", table, class_="index folder"), version=version),
        )


def _file_name(path: str, taken: set[str]) -> str:
    """Return a name for a page that is a file name everywhere and that no other page has."""
    stem = _UNSAFE.sub("_", PurePath(path).name)[:_MAX_STEM_CHARS].strip("._") or "document"
    name, count = f"{stem}.html", 1
    while name.lower() in taken:
        count += 1
        name = f"{stem}-{count}.html"
    taken.add(name.lower())
    return name


def _row(name: str, document: Document) -> Markup:
    """Return the row of a document: its name, its threads, how many messages and from when to when, its notes."""
    subjects = [element("div", element("bdi", thread.subject or "(no subject)")) for thread in document.threads]
    return element(
        "tr",
        element("td", element("a", element("bdi", PurePath(document.source.path).name or name), href=name)),
        element("td", *subjects),
        element("td", " · ".join(thread_facts(document.messages, "–"))),
        element("td", str(len(document.notes)), class_="num"),
    )
