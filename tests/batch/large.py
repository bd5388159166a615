"""What large sources take: many small files by ``batch``, one large mailbox and one large table by ``export``.

Run ``python -m tests.batch.large [--files 50000] [--gigabytes 1] [--rows 500000]``; it prints time and the largest
memory of each run, and of runs over a tenth, so that one sees whether memory grows with the source.
"""

from __future__ import annotations

import argparse
import base64
import csv
import gzip
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

__all__ = ["mail"]

_WORDS = [
    *("the", "gas", "pipeline", "desk", "will", "need", "revised", "numbers", "for", "march", "delivery", "because"),
    *("credit", "limits", "changed", "after", "our", "call", "with", "legal", "about", "contract", "terms", "please"),
    *("forward", "this", "schedule", "to", "houston", "trading", "before", "friday", "morning", "and", "confirm"),
]
_PEOPLE = ("ann.roe", "bob.lee", "carl.moor", "dana.pike", "eve.holt", "finn.stahl")


def mail(number: int, words: int) -> str:
    """A mail in the shape of Enron's: a header with its folders, an answer, and the chain below it.

    Args:
        number: Its number; no two mails are the same.
        words: How many words its chain has.
    """
    chance = random.Random(number)
    sender, to = chance.sample(_PEOPLE, 2)
    lines = ["" if n % 9 == 8 else " ".join(chance.choices(_WORDS, k=12)) for n in range(max(words // 12, 2))]
    half = len(lines) // 2
    return (
        f"Message-ID: <{number}.{chance.randrange(10**9)}.JavaMail.mail@alder.example>\n"
        f"Date: Mon, {number % 28 + 1} May 2001 0{number % 10}:{number % 60:02}:00 -0700 (PDT)\n"
        f"From: {sender}@alder.example\nTo: {to}@alder.example\nSubject: RE: Deal {number % 997}\n"
        "Mime-Version: 1.0\nContent-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 7bit\n"
        f"X-From: {sender}\nX-To: {to}\nX-Folder: \\{sender}\\Sent\nX-Origin: {sender}\nX-FileName: {sender}.nsf\n\n"
        + "\n".join(lines[:half])
        + f"\n\n -----Original Message-----\nFrom: \t{to}\nSent:\tMay {number % 27 + 1}, 2001 9:{number % 60:02} AM\n"
        f"To:\t{sender}\nSubject:\tDeal {number % 997}\n\n" + "\n".join(lines[half:]) + "\n"
    )


def _many(folder: Path, count: int) -> Path:
    """Write a Maildir of numbered mails without ending."""
    for number in range(count):
        path = folder / _PEOPLE[number % 6] / f"_sent_mail{number // 3000}" / f"{number}."
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(mail(number, 150), encoding="ascii")
    return folder


def _mailbox(path: Path, size: int) -> Path:
    """Write a compressed mailbox of so many bytes, most of which are attachments, as of other mailboxes."""
    parts = 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="part"\n'
    plain = "Mime-Version: 1.0\nContent-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 7bit\n"
    file = 'Content-Type: application/pdf; name="deal.pdf"\nContent-Transfer-Encoding: base64\n\n'
    with gzip.open(path, "wb", compresslevel=1) as target:
        number = done = 0
        while done < size:
            fields, _, body = mail(number, 150).replace(plain, parts).partition("\n\n")
            content = base64.encodebytes(random.Random(number).randbytes(100_000)).decode()
            words = f"{fields}\n\n--part\n\n{body}\n--part\n{file}{content}\n--part--\n"
            done += target.write(f"From a@b.example Mon May  3 10:00:00 2021\n{words}\n".encode())
            number += 1
    return path


def _table(path: Path, rows: int) -> Path:
    """Write a table of mails."""
    with path.open("w", newline="", encoding="ascii") as target:
        writer = csv.writer(target)
        writer.writerow(["file", "message"])
        writer.writerows((f"ann/{number}.", mail(number, 60)) for number in range(rows))
    return path


def _run(arguments: list[str]) -> tuple[float, int]:
    """Run the command line; return seconds by the clock and the largest memory of a process in MiB."""
    begun = time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", "threadparse", *arguments], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{arguments} failed")
    return time.monotonic() - begun, used.ru_maxrss >> 10


def _measured(given: argparse.Namespace, home: Path) -> Iterator[str]:
    """Yield a line for each run."""
    for part in (10, 1) if given.files else ():
        count = given.files // part
        seconds, memory = _run(["batch", str(_many(home / f"in{part}", count)), "-o", str(home / f"out{part}"), "-q"])
        errors = (home / f"out{part}" / "errors.jsonl").stat().st_size
        yield f"batch, {count:,} files: {seconds:.0f} s, {memory} MiB, errors.jsonl {errors} bytes"
    for part in (10, 1) if given.gigabytes else ():
        size = given.gigabytes * (1 << 30) // part
        path = _mailbox(home / f"{part}.mbox.gz", size)
        seconds, memory = _run(["export", "--to", "jsonl", str(path)])
        yield f"export, mailbox of {size >> 20:,} MiB, compressed: {seconds:.0f} s, {memory} MiB"
        path.unlink()
    for part in (10, 1) if given.rows else ():
        path = _table(home / f"{part}.csv", given.rows // part)
        seconds, memory = _run(["export", "--to", "jsonl", str(path)])
        yield f"export, {given.rows // part:,} rows in {path.stat().st_size >> 20:,} MiB: {seconds:.0f} s, {memory} MiB"
        path.unlink()


def main() -> None:
    """Measure, and print a line for each run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=50_000)
    parser.add_argument("--gigabytes", type=int, default=1)
    parser.add_argument("--rows", type=int, default=500_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        for line in _measured(given, Path(home)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
