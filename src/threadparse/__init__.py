"""Every message in a chain of correspondence, in order, each traced to its place in the source.

Two verbs do the work. ``parse`` takes a text or bytes and gives a ``Document``; ``read`` opens a file and gives one
``Document`` after the other:

    import threadparse

    for document in threadparse.read("release.pdf"):
        for message in document.messages:
            print(message.date, message.sender, message.subject)

``document.to_records()`` gives rows for pandas and polars. The names load on first use, so that importing the package
costs next to nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # that of typing, whose import takes longer than all before the command line heeds Ctrl-C
if TYPE_CHECKING:
    from threadparse.api import parse, read
    from threadparse.errors import (
        InputError,
        LimitError,
        OptionError,
        OutputError,
        ThreadparseError,
        UnsupportedFormatError,
    )
    from threadparse.merge import merge
    from threadparse.model import (
        Attachment,
        Cite,
        Document,
        DocumentNumbers,
        Envelope,
        ExemptionCode,
        Mailbox,
        Message,
        Note,
        PageEntry,
        Participant,
        Redaction,
        Release,
        Source,
        Thread,
        Zone,
    )
    from threadparse.options import ParseOptions

__version__ = "0.1.0"

__all__ = [
    "Attachment",
    "Cite",
    "Document",
    "DocumentNumbers",
    "Envelope",
    "ExemptionCode",
    "InputError",
    "LimitError",
    "Mailbox",
    "Message",
    "Note",
    "OptionError",
    "OutputError",
    "PageEntry",
    "ParseOptions",
    "Participant",
    "Redaction",
    "Release",
    "Source",
    "Thread",
    "ThreadparseError",
    "UnsupportedFormatError",
    "Zone",
    "__version__",
    "merge",
    "parse",
    "read",
]

_HOMES = {
    "threadparse.api": ("parse", "read"),
    "threadparse.errors": (
        "InputError",
        "LimitError",
        "OptionError",
        "OutputError",
        "ThreadparseError",
        "UnsupportedFormatError",
    ),
    "threadparse.merge": ("merge",),
    "threadparse.model": (
        "Attachment",
        "Cite",
        "Document",
        "DocumentNumbers",
        "Envelope",
        "ExemptionCode",
        "Mailbox",
        "Message",
        "Note",
        "PageEntry",
        "Participant",
        "Redaction",
        "Release",
        "Source",
        "Thread",
        "Zone",
    ),
    "threadparse.options": ("ParseOptions",),
}


def __getattr__(name: str) -> object:
    """Load a public name from its module on first use (PEP 562)."""
    from importlib import import_module

    for module, names in _HOMES.items():
        if name in names:
            value: object = getattr(import_module(module), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'threadparse' has no attribute {name!r}")


def __dir__() -> list[str]:
    """All public names, loaded or not."""
    return sorted({*globals(), *__all__})
