"""Threads of a merge on disk, and what a merge holds in memory beside them."""

from __future__ import annotations

import gc
import tempfile
import tracemalloc
from collections.abc import Iterator

import pytest

import threadparse
from tests.merge.exchange import LETTER, messages, own, quoted
from threadparse.errors import OutputError
from threadparse.merge.merged import MergedMessage, MergedThread
from threadparse.merge.stored_threads import StoredThreads

WORDS = ("the", "tide", "is", "out", "and", "boats", "lie", "on", "sand", "before", "an", "old", "harbour", "wall")


def thread(number: int) -> MergedThread:
    return MergedThread(str(number), f"Tide {number}", ["p1"], [MergedMessage(id=f"m{number}", body="Low.\n")])


def test_threads_are_read_back_as_they_were_in_any_order() -> None:
    stored = StoredThreads(map(thread, range(5)))
    assert len(stored) == 5
    assert list(stored) == [thread(number) for number in range(5)]
    assert stored[-1] == thread(4)
    assert stored[1:3] == [thread(1), thread(2)]
    with pytest.raises(IndexError):
        stored[5]


def test_each_reading_gives_new_objects() -> None:
    stored = StoredThreads([thread(1)])
    stored[0].messages.clear()
    assert stored[0] == thread(1)


def test_a_folder_without_room_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: open("/dev/full", "w+b"))  # noqa: SIM115
    with pytest.raises(OutputError, match="make room, or set TMPDIR"):
        StoredThreads(thread(number) for number in range(10_000))


def exchanges(count: int) -> Iterator[threadparse.Document]:
    """Return letters, and answers that quote them, each of another day."""
    for number in range(count):
        year, day = divmod(number, 27)
        words = f"{LETTER}\n{' '.join(WORDS[number % 14 :])} {number}"
        letter = own(words, sent=f"{day + 1} March {1980 + year} 09:05")
        answer = quoted(words, when=f"{day + 1:02}/03/{1980 + year} 09:05")
        yield threadparse.parse(letter, path=f"{number}/own.txt")
        yield threadparse.parse(
            answer.replace("13 March 2019", f"{day + 2} March {1980 + year}"), path=f"{number}/answer.txt"
        )


def peak(count: int) -> int:
    """Return how many bytes a merge of so many exchanges has at most, without what parsing them keeps in its caches."""
    documents = [*exchanges(count)]
    gc.collect()
    tracemalloc.start()
    assert len(messages(threadparse.merge(documents))) == 2 * count
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


@pytest.mark.slow
def test_a_copy_more_takes_a_fixed_piece_of_memory() -> None:
    peak(1)  # loads what a process loads once
    few, many = peak(100), peak(250)
    assert (many - few) / (3 * 150) < 4 * 1024
