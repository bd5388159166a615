"""Count margin codes plainly, and compare with what is found: ``python -m tests.accuracy.count_codes [FOLDER…]``.

The plain count knows nothing of the parser: it takes the last cell of each line, at least three blanks and fifty
columns in, if it is made of codes as the US State Department prints them, and leaves out what stands in a stamp. The
script fails if the two differ by more than five per cent, or if a document released in full has a place.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import threadparse
from tests.accuracy.gate import CORPORA

__all__ = ["main", "plain_count"]

CODE = r"(?:B[1-9](?:\([A-F]\))?|1\.4 ?\([A-H]\))"
CELL = re.compile(rf"   +({CODE}(?:[ ,]+(?:CIA )?(?:PERS/ORG|INA|{CODE}))*(?: CIA)?)\s*$")
STAMP = re.compile(r"RELEASE(?:D)? IN|DEN(?:IED|Y) IN|\bPART\b")
COLUMN, BELOW, MOST = 50, 2, 0.05


def plain_count(text: str) -> int:
    """The codes in the margins of a text."""
    count, stamped = 0, -BELOW - 1
    for number, line in enumerate(text.replace("\f", "\n").split("\n")):
        match = CELL.search(line)
        if STAMP.search(line):
            stamped = number
        elif match and match.start(1) >= COLUMN and (number - stamped > BELOW or line[: match.start()].strip()):
            count += len(re.findall(CODE, match[1]))
    return count


def texts(folders: list[Path]) -> Iterator[tuple[str, str]]:
    """The texts of some folders, with their names."""
    for folder in folders:
        for path in sorted(folder.rglob("*.txt")):
            yield path.name, path.read_text(encoding="utf-8", errors="replace")


def main(argv: list[str] | None = None) -> int:
    """Compare; 0 if the counts agree, or if there is nothing to count."""
    parser = argparse.ArgumentParser(description="Compare a plain count of margin codes with the redactions found.")
    parser.add_argument(
        "folders", nargs="*", type=Path, help="folders of texts  [default: the releases of the corpora]"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="name the documents that differ")
    options = parser.parse_args(argv)
    plain = found = full = 0
    for name, text in texts(options.folders or sorted(CORPORA.glob("foia-*-[0-9]*"))):
        document = threadparse.parse(text)
        released = document.source.release
        if released is not None and released.status == "full":
            full += bool(document.redactions)
            continue
        here = plain_count(text)
        there = sum(len(place.codes) for place in document.redactions if place.form == "blank")
        plain, found = plain + here, found + there
        if options.verbose and here != there:
            print(f"{name}: {here} counted, {there} found")
    print(f"{plain:,} codes counted in margins, {found:,} found; documents released in full with a place: {full}")
    return int(full > 0 or abs(found - plain) > MOST * plain)


if __name__ == "__main__":
    sys.exit(main())
