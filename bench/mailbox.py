"""How fast a mailbox is read, beside the standard library, and in how much memory."""

from __future__ import annotations

import email
import mailbox
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from bench import made
from bench.child import in_child
from bench.memory import peak
from bench.parsers import OURS
from bench.plan import Plan
from bench.report import conditions, figure, table
from threadparse import ParseOptions, read
from threadparse.readers.base import Text
from threadparse.readers.files import read_file

__all__ = ["measure", "seconds_and_growth"]

_MAILS, _FEW, _MANY = 1_000, 100, 100_000


def measure(plan: Plan) -> str:
    """Measure, and tell in two tables.

    Args:
        plan: What to measure.

    Returns:
        Markdown.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "made.mbox")
        _write(path, plan.scaled(_MAILS))
        rounds = []
        for _ in range(plan.rounds):
            plan.say("mailbox: speed")
            rounds.append([in_child(seconds_and_growth, name, str(path), seconds=600)[0] for name in _WAYS])
        rows = [
            [name, *(figure(statistics.median(times[at] / times[base] for times in rounds)) for base in (0, 1))]
            for at, name in enumerate(_WAYS)
        ]
        head = ["a mailbox of 1,000 mails", "times the first", "times the second"]
        speed = table(head, rows)
        rows = []
        for mails in (_FEW, plan.scaled(_MANY)):
            plan.say(f"mailbox: memory, {mails:,} mails")
            _write(path, mails)
            grown = [in_child(seconds_and_growth, name, str(path), seconds=3600)[1] for name in list(_WAYS)[2:]]
            rows.append([f"{mails:,}", figure(path.stat().st_size / 1e6), *(figure(bytes_ / 1e6) for bytes_ in grown)])
        memory = table(["mails", "megabytes", "megabytes taken by reading", "by reading and parsing"], rows)
    return "\n".join([conditions([OURS]), speed, memory])


def seconds_and_growth(way: str, path: str) -> tuple[float, int]:
    """What it takes to read a mailbox. To be called in a new process.

    Args:
        way: One of those that are compared.
        path: The mailbox.

    Returns:
        Seconds of processor time, and bytes by which the process grows at most.
    """
    count = _WAYS[way]
    with tempfile.TemporaryDirectory() as folder:
        warm = Path(folder, "warm.mbox")
        _write(warm, 5)
        count(str(warm))
    before, begun = peak(), time.thread_time()
    if not count(path):
        raise ValueError("no mail was read")
    return time.thread_time() - begun, peak() - before


def _standard(path: str) -> int:
    """The four fields and the bodies of all mails, each as a string."""
    mails = 0
    for mail in mailbox.mbox(path, create=False):
        _ = [mail[name] for name in ("From", "To", "Date", "Subject")]
        for part in mail.walk():
            if not part.is_multipart():
                data = cast(bytes, part.get_payload(decode=True))
                data.decode(part.get_content_charset() or "utf-8", "replace")
        mails += 1
    return mails


def _standard_fields(path: str) -> int:
    """The same with names, addresses and dates taken apart, by the policy that does so."""
    mails = 0
    box = mailbox.mbox(path, _modern, create=False)
    for mail in cast(list[EmailMessage], box):
        _ = [mail[name].addresses for name in ("From", "To")], mail["Date"].datetime, str(mail["Subject"])
        body = mail.get_body(("html", "plain"))
        mails += body is not None and bool(body.get_content())
    return mails


def _modern(stream: Any) -> Any:
    return email.message_from_binary_file(stream, policy=policy.default)


def _texts(path: str) -> int:
    return sum(isinstance(item, Text) for item in read_file(path, ParseOptions()))


def _documents(path: str) -> int:
    return sum(1 for _ in read(path))


_WAYS: dict[str, Callable[[str], int]] = {
    "`mailbox` and `email`: fields and bodies as strings": _standard,
    "the same with `policy.default`: addresses and dates taken apart": _standard_fields,
    "threadparse's reader: fields, bodies and attachments": _texts,
    "`threadparse.read`: the same, and the messages of each chain": _documents,
}


def _write(path: Path, mails: int) -> None:
    """Write a mailbox: replies above what they answer, every third with the same in HTML."""
    dice = random.Random(mails)
    with path.open("w", encoding="utf-8") as stream:
        for number in range(mails):
            text = re.sub("^From ", ">From ", made.chain(1 + dice.randrange(3), seed=number % 500), flags=re.MULTILINE)
            head = (
                f"From ann@alder.example Mon Mar  4 09:05:{number % 60:02} 2024\n"
                f"From: Ann Alder <ann{number}@alder.example>\nTo: Bob Birch <bob@birch.example>, cleo@cedar.example\n"
                f"Date: Mon, 04 Mar 2024 09:05:{number % 60:02} +0000\nSubject: Re: tide table {number}\n"
                f"Message-ID: <{number}@alder.example>\nMIME-Version: 1.0\n"
            )
            plain = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n\n"
            stream.write(head + (_alternatives(text, plain) if number % 3 == 0 else plain))


def _alternatives(text: str, plain: str) -> str:
    """A body as plain text and as HTML."""
    shown = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>\n")
    html = f"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n<div>{shown}</div>\n"
    return f'Content-Type: multipart/alternative; boundary="b"\n\n--b\n{plain}--b\n{html}\n--b--\n\n'
