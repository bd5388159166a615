"""What a releasing body printed on mail and must not be in it: ``python -m tests.accuracy.releases [FOLDER…] [-v]``.

Counts over the release documents of the gold corpora (``THREADPARSE_CORPORA``): stamps in bodies, dates and subjects;
header lines at the beginning of a body; subjects cut short, whose rest begins the body and stands whole in another
message of the chain. Without corpora it says so.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.accuracy.gate import CORPORA
from threadparse import Document, Message, parse

__all__ = ["Fault", "faults", "main"]

FOLDERS = ("foia-clinton-296", "foia-clinton-random-400")
#: Stamps and the pieces into which a line's reader cuts them; a code only where it ends a line.
_STAMP = re.compile(
    r"(?:UNCLASSIFIED|CONFIDENTIAL) {2,}U\.? ?S\. Dep|Case No\. ?F|Doc No\. ?C0\d|CLASSIFIED BY|Classified by "
    r"|1\.4\([A-H]\)|Declassify on|RELEASED? IN (?:FULL|PART)|SUBJECT TO AGREEMENT ON SENSITIVE|NO FOIA WAIVER"
    r"|(?:^| {2,}|, ?)B(?:[1-9]|7\([A-F]\))(?: {2,}\d+| INA)?$"
)
_LABELLED = re.compile(r"(?:From|Sent|Date|To|Cc|Subject): ")
_PREFIXES = re.compile(r"(?:(?:re|fw|fwd): *)+", re.IGNORECASE)


class Fault(NamedTuple):
    """Something of the release in a message: its kind, the file and the words."""

    kind: str
    file: str
    words: str


def faults(name: str, document: Document) -> Iterator[Fault]:
    """Yield what stands at the wrong place in a document."""
    for message in document.messages:
        raw_date = message.date_raw or ""
        for field, value in (("body", message.body), ("subject", message.subject or ""), ("date", raw_date)):
            for line in value.split("\n"):
                if _STAMP.search(line.rstrip()):
                    yield Fault(f"stamp in {field}", name, line.strip())
        first = message.body.lstrip().split("\n", 1)[0]
        if message.header_span and _LABELLED.match(first):
            yield Fault("header line in body", name, first)
        if message.subject and _rest_elsewhere(message, first, document):
            yield Fault("subject cut short", name, f"{message.subject} | {first}")


def _rest_elsewhere(message: Message, first: str, document: Document) -> bool:
    """Tell whether another message has the subject with the body's first line behind it."""
    whole = _squeezed(f"{message.subject} {first}")
    return whole != _squeezed(message.subject or "") and any(
        other is not message and other.subject and _squeezed(other.subject).startswith(whole)
        for other in document.messages
    )


def _squeezed(subject: str) -> str:
    return re.sub(r"\W+", "", _PREFIXES.sub("", subject)).casefold()


def main(arguments: list[str] | None = None) -> int:
    """Count and print; 1 if anything was found."""
    parser = argparse.ArgumentParser(description="Count what a releasing body printed and that is in messages.")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true", help="print each")
    options = parser.parse_args(arguments)
    folders = options.folders or [folder for folder in (CORPORA / name for name in FOLDERS) if folder.is_dir()]
    if not folders:
        print("releases: skipped, there are no corpora")
        return 0
    paths = sorted(path for folder in folders for path in folder.rglob("*.txt"))
    found = [
        fault
        for path in paths
        for fault in faults(path.name, parse(path.read_text(encoding="utf-8", errors="replace")))
    ]
    for kind in sorted({fault.kind for fault in found}):
        of_kind = [fault for fault in found if fault.kind == kind]
        print(f"{kind}: {len(of_kind)} in {len({fault.file for fault in of_kind})} documents")
        for fault in of_kind if options.verbose else []:
            print(f"    {fault.file}: {fault.words}")
    print(f"releases: {len(found)} faults in {len(paths)} documents")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
