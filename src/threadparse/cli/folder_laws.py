"""Decide laws by folder where documents go by one at a time: those with an open law wait on the disk."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from threadparse.document import Document
from threadparse.locales.exemptions import exemptions
from threadparse.releases.laws import FolderLaws, open_codes

__all__ = ["settle_laws"]


def settle_laws(documents: Iterable[tuple[str, Document]]) -> Iterator[tuple[str, Document]]:
    """Decide the laws that documents leave open by the words of the other documents of their folders.

    Documents go by as they come until one leaves a law open. It and all behind it wait in a temporary file until the
    last one is read, so that their order stays and memory stays flat.

    Args:
        documents: Texts and their documents.

    Returns:
        The same pairs, in order.
    """
    laws, coming = FolderLaws(), iter(documents)
    first_two = list(islice(coming, 2))
    if len(first_two) < 2:
        yield from first_two  # no other document tells anything
        return
    coming = chain(first_two, coming)
    for text, document in coming:
        if open_codes(document.redactions):
            yield from _settled(laws, chain([(text, document)], coming))
            return
        laws.add(document.source.path, exemptions().named_laws(text))
        yield text, document


def _settled(laws: FolderLaws, documents: Iterable[tuple[str, Document]]) -> Iterator[tuple[str, Document]]:
    """Decide the laws of documents when all of them are read."""
    import tempfile  # and with it much that no other export needs

    count = 0
    with tempfile.TemporaryFile() as waiting:
        for text, document in documents:
            count += 1
            laws.add(document.source.path, exemptions().named_laws(text))
            pickle.dump((text, document), waiting)
        waiting.seek(0)
        for _ in range(count):
            text, document = pickle.load(waiting)
            laws.settle(document)
            yield text, document
