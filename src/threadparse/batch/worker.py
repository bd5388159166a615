"""A worker process: parse the given files one after the other and report each as it is done."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import pickle
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from ctypes import c_long
from dataclasses import dataclass
from functools import partial
from itertools import chain
from multiprocessing.connection import Connection

from threadparse.api import document_of, documents_of
from threadparse.batch.codec import Packer
from threadparse.batch.outcome import Counts, ErrorCode, File, Outcome
from threadparse.batch.sources import Origin
from threadparse.document import Document
from threadparse.errors import InputError, LimitError, UnsupportedFormatError
from threadparse.options import ParseOptions
from threadparse.readers.base import Item, PassedOver, Text
from threadparse.readers.isolated import limit_memory

__all__ = ["Task", "heard", "outcomes", "serve"]

# Characters that are parsed together; what is not a text counts as so many.
_MOST_TOGETHER = 128 << 10
_PART_CHARACTERS = 2 << 10

_Part = Item | Exception


def outcomes(
    files: Iterable[File],
    origin: Origin,
    options: ParseOptions,
    beat: Callable[[], None] = lambda: None,
    *,
    singly: bool = False,
) -> Iterator[Outcome]:
    """Read and parse files; short ones are parsed together, which takes less time.

    It depends on nothing but its arguments, so it may run anywhere and any number of times with the same result.

    Args:
        files: The files.
        origin: Where they are.
        options: How to parse.
        beat: Called after each document, so that whoever watches knows that the work goes on.
        singly: One after the other all the same.

    Returns:
        The outcomes, in the order of the files. A file that cannot be read gives an outcome too, with its error.
    """
    parse = partial(document_of, options=options)
    short: list[tuple[File, list[_Part]]] = []
    characters = 0
    for file, items in origin.each(files, options):
        parts = _parts(items, beat)
        begun, size = ([], _MOST_TOGETHER) if singly else _begin(parts)
        characters += size
        if size < _MOST_TOGETHER:
            short.append((file, begun))
            if characters < _MOST_TOGETHER:
                continue
        yield from _outcomes_together(short, options)
        short, characters = [], 0
        if size >= _MOST_TOGETHER:
            yield _outcome(file, chain(begun, parts), parse)
    yield from _outcomes_together(short, options)


def _parts(items: Iterator[Item], beat: Callable[[], None]) -> Iterator[_Part]:
    """Return what a reader yields, and at the end what it raises."""
    try:
        for item in items:
            yield item
            if isinstance(item, Text):
                beat()
    except Exception as error:  # a fault of ours in one file must not lose the others
        yield error


def _begin(parts: Iterator[_Part]) -> tuple[list[_Part], int]:
    """Read a file as far as it may be parsed with others; if its characters are as many, there may be more of it."""
    read: list[_Part] = []
    characters = 0
    for part in parts:
        read.append(part)
        characters += len(part.characters) if isinstance(part, Text) else _PART_CHARACTERS
        if characters >= _MOST_TOGETHER:
            break
    return read, characters


def _outcomes_together(group: list[tuple[File, list[_Part]]], options: ParseOptions) -> Iterator[Outcome]:
    """Parse files that were read; if that fails, one by one, so that a fault costs the document that has it."""
    texts = [part for _, parts in group for part in parts if isinstance(part, Text)]
    documents: Iterator[Document]
    try:
        documents = iter(documents_of(texts, options))
    except Exception:
        documents = map(partial(document_of, options=options), texts)  # goes on behind an error
    for file, parts in group:
        yield _outcome(file, parts, lambda _: next(documents))


def _outcome(file: File, parts: Iterable[_Part], parse: Callable[[Text], Document]) -> Outcome:
    """Return what comes of the parts of a file."""
    packer = Packer(file)
    for part in parts:
        if isinstance(part, Text):
            try:
                packer.document(parse(part), part.characters)
            except Exception as error:
                _tell(packer, error)
            else:
                _doubts(packer, part)
        elif isinstance(part, Exception):
            _tell(packer, part)
        elif isinstance(part, PassedOver):
            packer.passed_over(part.kinds)
    return packer.outcome()


def _tell(packer: Packer, error: Exception) -> None:
    """Add an error with what to do about it."""
    if isinstance(error, InputError):
        packer.error(_code(error), error.reason, path=error.path)
    elif isinstance(error, MemoryError):
        packer.error("memory", "needs more memory than there is, or than --memory allows; raise that, or split it")
    else:
        packer.error("fault", f"threadparse failed on it ({_words(error)}); this is a fault of threadparse, report it")


def _doubts(packer: Packer, text: Text) -> None:
    """Add a line for each part of a document that was not read, and one for what else its reader had doubts about."""
    unread = text.unread()
    codes = {note.code for note in unread}
    for note in unread:
        packer.error(note.code, note.text, path=text.source.path)
    doubts = [note for note in text.notes if note.severity == "warning" and note.code not in codes]
    if doubts:
        words = " ".join(note.text for note in doubts)
        packer.error(doubts[0].code, words, path=text.source.path, severity="warning")


def _code(error: InputError) -> ErrorCode:
    """Return the stable code of an error."""
    if isinstance(error, UnsupportedFormatError):
        return "unsupported"
    return "limit" if isinstance(error, LimitError) else "unreadable"


def _words(error: Exception) -> str:
    """Return an unexpected error in one short line that does not depend on where it happened."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


# A message costs as much as a tenth of the parsing of a short mail, so a worker saves up what it has to say for so many
# seconds or bytes.
_TELL_EVERY = 0.05
_TELL_BYTES = 1 << 20
_BEAT_EVERY = 0.5
# A worker that hangs when its parent has died can be told nothing any more, so it ends by itself.
_GRACE = 3


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker needs to know.

    Attributes:
        origin: Where the files are.
        options: How to parse.
        timeout: Seconds that one document may take.
        memory: Most bytes of memory that the process may have; None for no limit.
    """

    origin: Origin
    options: ParseOptions
    timeout: float
    memory: int | None = None


def serve(connection: Connection, in_hand: c_long, task: Task) -> None:
    """Parse what comes until there is no more; the main function of a worker process.

    Args:
        connection: Gives lists of files, and whether they are read singly. Takes what came of them, some outcomes a
            message, in the order of the files; a message of none says that the worker is there, or still at work.
        in_hand: Shared with the parent, which sets it to -1 before each list: how many files of it are done, told or
            not yet told, once the list is taken up. So the parent knows, when the worker has died, on which file.
        task: What to do with them.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    if task.memory is not None:
        limit_memory(task.memory)
    with contextlib.suppress(EOFError, OSError):  # the parent is gone: so is the work
        teller = _Teller(connection, task.timeout)
        teller.tell()
        while True:
            files, singly = pickle.loads(connection.recv_bytes())
            in_hand.value = 0
            teller.begin()
            for outcome in outcomes(files, task.origin, task.options, teller.beat, singly=singly):
                in_hand.value += 1
                teller.add(outcome)
            teller.rest()


def heard(message: bytes, files: Iterable[File]) -> list[Outcome]:
    """Return the outcomes that a worker tells of.

    Args:
        message: What it said.
        files: Those that it has not told of yet, in order.
    """
    return [
        Outcome(file, Counts(*counts), block)
        for file, (counts, block) in zip(files, pickle.loads(message), strict=False)
    ]


class _Teller:
    """Tells the parent what is done, and that a file with many documents goes on; ends an orphan that hangs."""

    def __init__(self, connection: Connection, timeout: float) -> None:
        self._connection = connection
        self._timeout = timeout
        self._nowhere = open(os.devnull, "w")  # noqa: SIM115 - as long as the process
        self._untold: list[tuple[tuple[int, ...], bytes]] = []
        self._bytes = 0
        self._told = self._renewed = 0.0

    def begin(self) -> None:
        """Start to count the seconds."""
        self._told = time.monotonic()
        self._renew()

    def add(self, outcome: Outcome) -> None:
        """Tell of a file, now or soon."""
        self._untold.append((tuple(outcome.counts), outcome.block))
        self._bytes += len(outcome.block)
        if self._bytes > _TELL_BYTES or time.monotonic() > self._told + _TELL_EVERY:
            self.tell()

    def beat(self) -> None:
        """Tell, if nothing was told for a while, that the work goes on."""
        if time.monotonic() > self._told + _BEAT_EVERY:
            self.tell()

    def tell(self) -> None:
        """Tell all that was not told."""
        self._connection.send_bytes(pickle.dumps(self._untold))
        self._untold, self._bytes = [], 0
        self.begin()

    def rest(self) -> None:
        """Tell what was not told, and count no more: there is nothing to do."""
        if self._untold:
            self.tell()
        faulthandler.cancel_dump_traceback_later()
        self._renewed = 0.0

    def _renew(self) -> None:
        """Put the end of a hanging process off; seldom, as it starts a thread."""
        if self._told > self._renewed + self._timeout:
            self._renewed = self._told
            faulthandler.dump_traceback_later(self._timeout * _GRACE, exit=True, file=self._nowhere)
