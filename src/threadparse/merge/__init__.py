"""One timeline out of many documents: candidates, verify, clusters, align, changes, replies, inclusive, people.

The package carries the name of the function that users call: ``threadparse.merge(documents)``, so it can be called.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadparse.merge.merged import Merged
    from threadparse.model import Document


__all__ = ["merge"]


def merge(documents: Iterable[Document]) -> Merged:
    """Merge documents into one timeline.

    Args:
        documents: As ``parse`` and ``read`` give them, with their texts; each is used and forgotten, so they may come
            from a generator. Their order makes no difference.

    Returns:
        Sources, threads, participants and notes, see ``docs/merge.md``.
    """
    from threadparse.merge.merging import merge_documents

    return merge_documents((document.text, document) for document in documents)


class _Callable(ModuleType):
    """The package, which can be called as the function of its name that ``threadparse`` exports."""

    __call__ = staticmethod(merge)


sys.modules[__name__].__class__ = _Callable
globals()["merge"] = sys.modules[__name__]  # so that the name means the package, whichever way it was come by
