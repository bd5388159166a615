"""Time and memory of a merge of many copies: ``python -m bench.merging FOLDER [--times N]``.

Each document of the folder is taken N times, each time with other people and in another year, so that nothing of one
time is a copy of another. Parsing is not counted.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import threadparse
from threadparse.merge.merging import merge_spool
from threadparse.merge.message_places import message_places
from threadparse.merge.records import Spool
from threadparse.readers.files import walk
from threadparse.views.json import indented_pieces

__all__ = ["main"]

_YEARS = 12  # between two times; no two messages of one thread are as far apart
_ERAS = 26  # times, after which the years begin again, with other people
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def main(arguments: list[str] | None = None) -> int:
    """Merge, and print how long it took and how much memory the process had at most."""
    parser = argparse.ArgumentParser(description="Measure a merge of the documents of a folder, repeated.")
    parser.add_argument("folder")
    parser.add_argument("--times", type=int, default=1, metavar="N")
    options = parser.parse_args(arguments)
    with Spool() as spool:
        for text, document in _repeated(options.folder, options.times):
            spool.add(document, partial(message_places, text))
        print(f"{len(spool.sources)} documents, {len(spool.records)} copies: {_memory():.0f} MiB before the merge")
        cpu, clock = time.process_time(), time.perf_counter()
        merged = merge_spool(spool)
    messages = sum(len(thread.messages) for thread in merged.threads)
    characters = sum(map(len, indented_pieces(merged)))
    print(f"{messages} messages, {characters / 1e6:.0f} MB of JSON: {time.perf_counter() - clock:.0f} s, ", end="")
    print(f"{time.process_time() - cpu:.0f} s of one core, {_memory():.0f} MiB at most")
    return 0


def _repeated(folder: str, times: int) -> Iterator[tuple[str, Any]]:
    """Return the documents of a folder, each several times."""
    for file in walk(folder).files:
        for document in threadparse.read(file):
            path, sha256 = document.source.path, document.source.sha256
            for number in range(times):
                document.source.path, document.source.sha256 = f"{number}/{path}", f"{number:06}{sha256[6:]}"
                if number:
                    _change(document, number)
                yield document.text, document


def _change(document: Any, number: int) -> None:
    """Give a document, as it was for the time before, other ids, people and years."""
    envelope = document.source.envelope
    if envelope is not None:
        names = envelope.message_id, envelope.in_reply_to, *envelope.references
        envelope.message_id, envelope.in_reply_to, *envelope.references = (
            name and f"{number}.{name}" for name in names
        )
    for message in (message for thread in document.threads for message in thread.messages):
        if message.date and message.date[5:10] != "02-29":
            years = _YEARS if number % _ERAS else -_YEARS * (_ERAS - 1)
            message.date = f"{int(message.date[:4]) - years:04}{message.date[4:]}"
        for mailbox in filter(None, (message.sender, *message.to, *message.cc)):
            before, now = _word(number - 1), _word(number)
            if mailbox.address:
                mailbox.address = mailbox.address.removesuffix(f".{before}") + f".{now}"
            if mailbox.name:
                mailbox.name = mailbox.name.removesuffix(f" {before * 3}") + f" {now * 3}"


def _word(number: int) -> str:
    """Return a word of letters that no other number has."""
    return (
        _LETTERS[number]
        if number < len(_LETTERS)
        else _word(number // len(_LETTERS) - 1) + _word(number % len(_LETTERS))
    )


def _memory() -> float:
    """Return the most memory that the process had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)


if __name__ == "__main__":
    sys.exit(main())
