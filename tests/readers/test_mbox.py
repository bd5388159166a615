"""Mailboxes: cut at envelope lines, unescaped, streamed, and no mail lost for another."""

from __future__ import annotations

import io
import tracemalloc
from typing import BinaryIO, cast

import pytest

from threadparse import LimitError, ParseOptions
from threadparse.readers.base import Text
from threadparse.readers.mbox import accepts, mails, texts

LINE = b"From ann@x.org Mon May  4 10:00:00 2020\n"


def mail(number: int, body: str = "Hi\n") -> bytes:
    return LINE + f"From: Ann <ann@x.org>\nMessage-ID: <{number}@x.org>\nSubject: {number}\n\n{body}\n".encode()


def read(data: bytes, options: ParseOptions | None = None) -> list[Text]:
    found = list(texts(io.BytesIO(data), "in.mbox", options or ParseOptions()))
    return [text for text in found if isinstance(text, Text)]


@pytest.mark.parametrize(
    "line",
    [
        b"From ann@x.org Mon May  4 10:00:00 2020\n",
        b"From - Mon May 04 10:00:00 2020\r\n",
        b"From 1664212345678901234@xxx Mon May 04 10:00:00 +0000 2020\n",
        b"From MAILER-DAEMON Mon May  4 10:00:00 2020\n",
        b"From ann at x.org  Mon May  4 10:00:00 2020\n",
        b'From "ann lee"@x.org Mon May  4 10:00 EDT 2020\n',
        b"From ann@x.org Mon, 04 May 2020 10:00:00 +0100\n",
    ],
)
def test_envelope_lines_of_all_writers_are_known(line: bytes) -> None:
    data = line + mail(1)[len(LINE) :]
    assert accepts(data)
    assert [text.characters for text in read(data + data)] == ["Hi", "Hi"]


@pytest.mark.parametrize(
    "head", [b"From Monday on\nwe: close\n", LINE + b"no field", b"From: Ann\n", b"x" + LINE, LINE]
)
def test_what_is_no_mailbox_is_not_taken(head: bytes) -> None:
    assert not accepts(head)


def test_mails_are_named_by_their_number() -> None:
    found = read(mail(1) + mail(2))
    assert [text.source.path for text in found] == ["in.mbox#1", "in.mbox#2"]
    assert [text.source.format for text in found] == ["mbox", "mbox"]
    assert [text.source.envelope and text.source.envelope.message_id for text in found] == ["<1@x.org>", "<2@x.org>"]


def test_quoted_lines_are_unescaped() -> None:
    (text,) = read(mail(1, ">From the start\n>>From below\n> From: Ann\n"))
    assert text.characters == "From the start\n>From below\n> From: Ann"


def test_prose_that_begins_with_from_divides_no_mail() -> None:
    body = "From Monday on:\n\nFrom ann@x.org Mon May  4 10:00:00 2020\nI read nothing.\n\nFrom here\n"
    assert len(read(mail(1, body) + mail(2))) == 2


def test_an_envelope_line_on_the_edge_of_a_chunk_is_seen() -> None:
    head = len(mail(1, ""))
    for size in range((1 << 20) - head - 60, (1 << 20) - head + 10, 7):
        assert len(list(mails(io.BytesIO(mail(1, "x" * size) + mail(2) + mail(3)), 1 << 30))) == 3


def test_a_mail_that_is_too_long_loses_no_other() -> None:
    data = mail(1) + mail(2, "y" * 3_000_000) + mail(3) + mail(4, "z" * 9_000)
    found = list(texts(io.BytesIO(data), "in.mbox", ParseOptions(max_characters=1_000)))
    assert [item.source.path for item in found if isinstance(item, Text)] == ["in.mbox#1", "in.mbox#3"]
    errors = [str(item) for item in found if isinstance(item, LimitError)]
    assert [error.split(": ", 2)[:2] for error in errors] == [["in.mbox#2", "too long"], ["in.mbox#4", "too long"]]


class Endless(io.RawIOBase):
    """A mailbox of so many mails, made while it is read."""

    def __init__(self, count: int) -> None:
        self.left, self.rest = count, b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Fill the buffer with mails."""
        while self.left and len(self.rest) < len(buffer):
            block = min(self.left, 200)
            self.rest += b"".join(mail(self.left - number, "Some words\n" * 200) for number in range(block))
            self.left -= block
        size = min(len(buffer), len(self.rest))
        buffer[:size], self.rest = self.rest[:size], self.rest[size:]
        return size


def peak(count: int) -> int:
    tracemalloc.start()
    found = len(
        [
            None
            for _ in texts(
                cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, Endless(count)))), "in.mbox", ParseOptions()
            )
        ]
    )
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == count
    return used


@pytest.mark.slow
def test_memory_does_not_grow_with_the_mailbox() -> None:
    peak(100)
    assert peak(3_000) < 1.2 * peak(1_500)
