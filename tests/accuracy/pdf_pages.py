"""Measure PDF: pages a second by PDFium and by pypdf, and the memory that a bundle takes.

    python -m tests.accuracy.pdf_pages [PAGES]

The bundle is the chain of 20 mails of the tests, printed again and again. Both libraries read it in one run. Of this
process and PDFium's it prints the memory that each takes after a tenth and half of the pages, and at the end.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from tests.accuracy.scans import CHAIN, wrapped
from tests.readers.printed import paper
from threadparse.readers.pdf_page import PageText
from threadparse.readers.pdf_process import PdfProcess
from threadparse.readers.pdf_pypdf import PypdfFile

__all__ = ["bundle"]

PAGES = 2_000
LINES = 54  # of a page


def bundle(pages: int) -> bytes:
    """Print a PDF of so many pages."""
    lines = wrapped(CHAIN.read_text(encoding="utf-8")).split("\n")
    return paper("\n".join(lines[at % len(lines)] for at in range(LINES * pages)), per_page=LINES)


def _taken(process: str) -> float:
    """Return the memory in MB that a process takes, with those it began; 0 where the system does not say."""
    folder = Path(f"/proc/{process}")
    try:
        status = (folder / "status").read_text(encoding="ascii")
        begun = (folder / "task" / process / "children").read_text(encoding="ascii") if process != "self" else ""
    except OSError:
        return 0.0
    # What was loaded before the fork is counted with the parent alone.
    own = "VmRSS:" if process == "self" else "RssAnon:"
    return int(status.partition(own)[2].split()[0]) / 1_000 + sum(map(_taken, begun.split()))


def _watched(file: PdfProcess) -> Iterator[PageText]:
    """Yield the pages, and print on the way what they take."""
    for number, page in enumerate(file.pages(), 1):
        yield page
        if number in (file.count // 10, file.count // 2, file.count):
            processes = ["self", *(str(worker._process.pid) for worker in file._workers)]
            taken = " + ".join(f"{_taken(process):.0f}" for process in processes)
            print(f"after {number:,} pages: {taken} MB (this process, PDFium's)")


def _rate(pages: Iterable[PageText], count: int) -> tuple[float, int]:
    """Read all pages; return pages a second, and how many characters they have."""
    began = time.perf_counter()
    length = sum(len(page.characters) for page in pages)
    return count / (time.perf_counter() - began), length


def main() -> None:
    """Print what was measured."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    data = bundle(count)
    began = time.perf_counter()
    with closing(PdfProcess(data)) as file:
        rate, length = _rate(_watched(file), count)
    opened = count / (time.perf_counter() - began)
    old, old_length = _rate(PypdfFile(data).pages(), count)
    print(f"PDFium: {opened:,.0f} pages a second ({rate:,.0f} without its start), {length:,} characters")
    print(f"pypdf: {old:,.0f} pages a second, {old_length:,} characters; PDFium is {opened / old:.1f} times as fast")


if __name__ == "__main__":
    main()
