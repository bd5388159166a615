"""A folder of pages to look at, a page a document, and their index.

A page shows the text of its document, which the rows do not have: so the files that were parsed are read once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from threadparse import __version__
from threadparse.api import document_of
from threadparse.batch.journal import Done
from threadparse.batch.sources import Origin
from threadparse.batch.store import Store
from threadparse.document import Document
from threadparse.errors import InputError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text
from threadparse.releases.laws import FolderLaws
from threadparse.views.html.folder import folder_of_pages

__all__ = ["write_pages"]

_FOLDER = "pages"


def write_pages(store: Store, origin: Origin, options: ParseOptions, results: Iterable[Done], laws: FolderLaws) -> None:
    """Write the pages, and delete those of an earlier run whose documents are gone.

    Args:
        store: Where to write.
        origin: Where the files are.
        options: How to parse.
        results: All files, in order; those of which no document was read are left out.
        laws: What decides the laws that documents leave open.
    """
    written = set()
    for name, page in folder_of_pages(_documents(origin, options, results, laws), version=__version__):
        store.put(f"{_FOLDER}/{name}", [page.encode()])
        written.add(f"{_FOLDER}/{name}")
    for name in store.names(_FOLDER):
        if name not in written:
            store.delete(name)


def _documents(
    origin: Origin, options: ParseOptions, results: Iterable[Done], laws: FolderLaws
) -> Iterator[tuple[str, Document]]:
    """Return the documents with their texts; what cannot be read is in the errors already."""
    files = (done.file for done in results if done.counts.documents)
    for _, items in origin.each(files, options):
        try:
            for item in items:
                if isinstance(item, Text):
                    document = document_of(item, options)
                    laws.settle(document)
                    yield item.characters, document
        except InputError:
            continue
