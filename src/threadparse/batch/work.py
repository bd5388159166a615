"""The function that every engine calls: files in, what came of each out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from threadparse.api import document_of
from threadparse.batch.blocks import Packer
from threadparse.batch.origin import Origin
from threadparse.batch.outcome import ErrorCode, File, Outcome
from threadparse.errors import InputError, LimitError, UnsupportedFormatError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text

__all__ = ["outcomes"]


def outcomes(
    files: Iterable[File], origin: Origin, options: ParseOptions, beat: Callable[[], None] = lambda: None
) -> Iterator[Outcome]:
    """Read and parse files, one after the other.

    It depends on nothing but its arguments, so it may run anywhere and any number of times with the same result.

    Args:
        files: The files.
        origin: Where they are.
        options: How to parse.
        beat: Called after each document, so that whoever watches knows that the work goes on.

    Returns:
        The outcomes, in the order of the files. A file that cannot be read gives an outcome too, with its error.
    """
    for file, items in origin.each(files, options):
        packer = Packer(file)
        try:
            for item in items:
                if isinstance(item, InputError):
                    packer.error(_code(item), item.reason, path=item.path)
                elif isinstance(item, Text):
                    packer.document(document_of(item, options))
                    _doubts(packer, item)
                    beat()
        except InputError as error:
            packer.error(_code(error), error.reason, path=error.path)
        except MemoryError:
            packer.error("memory", "needs more memory than there is, or than --memory allows; raise that, or split it")
        except Exception as error:  # a fault of ours in one file must not lose the others
            packer.error(
                "fault", f"threadparse failed on it ({_words(error)}); this is a fault of threadparse, report it"
            )
        yield packer.outcome()


def _doubts(packer: Packer, text: Text) -> None:
    """One line for a document about whose words its reader had doubts; the notes have the details."""
    doubts = [note for note in text.notes if note.severity == "warning"]
    if doubts:
        words = " ".join(note.text for note in doubts)
        packer.error(doubts[0].code, words, path=text.source.path, severity="warning")


def _code(error: InputError) -> ErrorCode:
    """The stable code of an error."""
    if isinstance(error, UnsupportedFormatError):
        return "unsupported"
    return "limit" if isinstance(error, LimitError) else "unreadable"


def _words(error: Exception) -> str:
    """An unexpected error in one short line that does not depend on where it happened."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]
