"""Import what all workers share, once, in the process that they are forked from."""

from __future__ import annotations

import gc
import sys
from types import TracebackType

from threadparse.api import document_of
from threadparse.batch import worker
from threadparse.options import ParseOptions
from threadparse.readers.text import from_string

__all__ = ["worker"]

_TEXT = (
    "Yes.\n\nFrom: Ann <a@b.example>\nSent: 3 May 2021 10:00\nTo: Bob\nSubject: Pump\n\n"
    "Hello,\n\nIs it? [Redacted s.40(2)]\n\nAnn\n"
)


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Show an error, but not that who asked for a worker was ended before it said what for."""
    if kind is not EOFError:
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _report
# The first text builds the tables of words; no worker has to do it again.
document_of(from_string(_TEXT, "", ParseOptions()), ParseOptions())
# What is there now stays as it is, so that collecting garbage copies none of it into each worker.
gc.freeze()
