"""Measure recognition: chains printed, painted at 200 dots an inch, clean and noisy, and read again.

    python -m tests.accuracy.scans [FILE…] [-v]

Without files: the chain of 20 mails of the tests, and the chains in ``seeds/`` beside the corpora. Noise is a page put
in askew, specks, and JPEG, and more of it makes a dirty page. Each sender, date, recipient and subject is compared with
what the text itself gives; of the wrong ones it is counted how many have a word under ``ocr.unsure``. Times are those
of processors, beside what Tesseract takes alone for the same pictures.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import re
import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import threadparse
from tests.accuracy.gate import CORPORA
from tests.fixtures import FIXTURES
from tests.readable import in_source_order
from tests.readers.printed import paper
from threadparse.model import Document, Message
from threadparse.readers.ocr import DPI, tesseract
from threadparse.readers.pdf_process import PdfProcess, end_idle

__all__ = ["CHAIN", "LEAST", "LEAST_BODIES", "Outcome", "as_pdf", "facts_of", "measure", "scan", "wrapped"]

CHAIN = FIXTURES / "chains" / "east-wall.txt"
WIDTH = 95  # characters of a printed line
LEAST = {"clean": 1.0, "noisy": 0.95, "dirty": 0.85}  # of the facts
LEAST_BODIES = 0.98
ANGLE = 0.6  # degrees
SPECKS = {"noisy": 300, "dirty": 600}  # on a page, of one or two dots
JPEG_QUALITY = {"noisy": 50, "dirty": 35}


class Fact(NamedTuple):
    """What a header says: the field, its value for comparison, and how it was written."""

    field: str
    value: object
    raw: str


@dataclass
class Outcome:
    """Count what was right.

    Attributes:
        facts: Right and all, by field.
        wrong: Field, what the text says, what was recognised, and whether a word of it is said to be unsure.
        matched: Characters of bodies that were recognised.
        characters: All characters of bodies.
        messages: How many messages were found, and how many there are.
        seconds: Of processors, for reading the scan.
        alone: Of processors, for Tesseract alone.
    """

    facts: dict[str, tuple[int, int]] = field(default_factory=dict)
    wrong: list[tuple[str, str, str, bool]] = field(default_factory=list)
    matched: int = 0
    characters: int = 0
    messages: tuple[int, int] = (0, 0)
    seconds: float = 0.0
    alone: float = 0.0

    @property
    def right(self) -> float:
        """Share of the facts that are right."""
        return sum(right for right, _ in self.facts.values()) / max(1, sum(total for _, total in self.facts.values()))

    @property
    def bodies(self) -> float:
        """Share of the characters of bodies that are right."""
        return self.matched / max(1, self.characters)


def painted(page: Image.Image, painting: str, chance: random.Random) -> Image.Image:
    """Leave a page clean, or turn it a little, throw specks on it and save it as JPEG."""
    if painting not in SPECKS:
        return page
    page = page.rotate(chance.choice((-ANGLE, ANGLE)), resample=Image.Resampling.BICUBIC, fillcolor=255)
    for _ in range(SPECKS[painting]):
        side = chance.randint(1, 2)
        corner = (chance.randrange(page.width - side), chance.randrange(page.height - side))
        page.paste(chance.choice((0, 60, 255)), (*corner, corner[0] + side, corner[1] + side))
    stream = io.BytesIO()
    page.save(stream, "JPEG", quality=JPEG_QUALITY[painting])
    return Image.open(stream)


def scan(text: str, painting: str) -> list[Image.Image]:
    """Print a text and scan it.

    Args:
        text: The lines.
        painting: One of ``LEAST``.

    Returns:
        A picture of each page.
    """
    file = PdfProcess(paper(wrapped(text)))
    try:
        pages = [Image.open(io.BytesIO(file.picture(index))) for index in range(file.count)]
    finally:
        file.close()
    chance = random.Random(DPI)
    return [painted(page, painting, chance) for page in pages]


def as_pdf(pages: Sequence[Image.Image]) -> bytes:
    """Make a PDF whose pages hold nothing but a picture, as scanners do."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for page in pages:
        canvas.drawImage(ImageReader(page), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def as_tiff(pages: Sequence[Image.Image]) -> bytes:
    """Make one file that Tesseract reads by itself."""
    stream = io.BytesIO()
    pages[0].save(stream, "TIFF", save_all=True, append_images=pages[1:], dpi=(DPI, DPI), compression="tiff_lzw")
    return stream.getvalue()


def wrapped(text: str, width: int = WIDTH) -> str:
    """Break long lines as they are printed."""
    wrap = textwrap.TextWrapper(width, break_long_words=False, break_on_hyphens=False).wrap
    lines = (wrap(line) or [""] for line in text.split("\n"))
    return "\n".join(part for parts in lines for part in parts)


def measure(text: str, painting: str, *, markdown: bool = False, rounds: int = 1) -> Outcome:
    """Scan a text, read the scan and compare it with the text.

    Args:
        text: A chain.
        painting: One of ``LEAST``.
        markdown: Whether the text is markdown; its marks are not printed.
        rounds: How often times are taken; the least counts.
    """
    truth = threadparse.parse(text, path="chain.md" if markdown else "chain.txt")
    pages = scan(_shown(text) if markdown else text, painting)
    outcome = Outcome()
    scanned, alone, program = as_pdf(pages), as_tiff(pages), tesseract()
    assert program is not None
    reading, recognizing = [], []
    for _ in range(rounds):
        began = processor_seconds()
        (found,) = threadparse.read(io.BytesIO(scanned))
        end_idle()
        reading.append(processor_seconds() - began)
        began = processor_seconds()
        list(program.recognize([alone], "eng"))
        recognizing.append(processor_seconds() - began)
    outcome.seconds, outcome.alone = min(reading), min(recognizing)
    compare(truth, found, outcome)
    return outcome


def _shown(markdown: str) -> str:
    """Return a text as its markdown is shown: without emphasis, links and superscripts."""
    return re.sub(r"\*\*|</?sup>", "", re.sub(r"\[([^\]\n]*)\]\([^)\n]*\)", r"\1", markdown))


def processor_seconds() -> float:
    """Return what this process and those that it waited for took of the processors."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def compare(truth: Document, found: Document, outcome: Outcome) -> None:
    """Count what two documents have in common, message by message in the order of the source."""
    wanted, got = in_source_order(truth.messages), in_source_order(found.messages)
    outcome.messages = (len(got), len(wanted))
    for message, other in pairs(wanted, got):
        facts, others = list(facts_of(message)), list(facts_of(other)) if other else []
        unsure = unsure_words(found, other)
        for fact in facts:
            right, total = outcome.facts.get(fact.field, (0, 0))
            equal = any(fact[:2] == seen[:2] for seen in others)
            outcome.facts[fact.field] = (right + equal, total + 1)
            if not equal:
                instead = " | ".join(seen.raw for seen in others if seen.field == fact.field)
                outcome.wrong.append((fact.field, fact.raw, instead, any(word in instead for word in unsure)))
        one, two = (" ".join((part.body if part else "").split()) for part in (message, other))
        blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
        outcome.matched += sum(block.size for block in blocks)
        outcome.characters += len(one)


def pairs(wanted: Sequence[Message], got: Sequence[Message]) -> Iterator[tuple[Message, Message | None]]:
    """Put each message beside its like; where their numbers differ, beside the one whose body begins alike."""
    if len(wanted) == len(got):
        yield from zip(wanted, got, strict=True)
        return
    for message in wanted:
        ratios = [(SequenceMatcher(None, message.body[:80], other.body[:80]).ratio(), other) for other in got]
        best = max(ratios, key=lambda row: row[0], default=(0.0, None))
        yield message, best[1] if best[0] > 0.5 else None


def unsure_words(document: Document, message: Message | None) -> list[str]:
    """Return the words of a header that recognition was not sure of, without the marks around them."""
    if message is None or message.header_span is None:
        return []
    begin, end = message.header_span
    notes = [note for note in document.notes if note.code == "ocr.unsure" and note.span and begin <= note.span[0] < end]
    words = [document.text[slice(*note.span)].strip("<>()\"';:,.") for note in notes if note.span]
    return [word for word in words if any(map(str.isalnum, word))]


def facts_of(message: Message) -> Iterator[Fact]:
    """Yield what is compared of a header: sender, date, each recipient, subject."""
    if message.sender:
        yield Fact("sender", (message.sender.name, message.sender.address), message.sender.raw)
    if message.date:
        yield Fact("date", message.date, message.date_raw or "")
    for person in (*message.to, *message.cc):
        yield Fact("recipient", (person.name, person.address), person.raw)
    if message.subject:
        yield Fact("subject", " ".join(message.subject.split()), message.subject)


def main() -> int:
    """Print what was measured; the exit status is 1 if it is less than it should be."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("files", nargs="*", type=Path, metavar="FILE", help="chains as text or markdown")
    options.add_argument("-v", action="store_true", dest="verbose", help="print each wrong value")
    given = options.parse_args()
    if tesseract() is None:
        print("scans skipped: Tesseract is not there (pip install 'threadparse[ocr]')")
        return 0
    short = False
    for path in given.files or [CHAIN, *sorted((CORPORA.parent / "seeds").glob("*thread*.md"))]:
        for painting in LEAST:
            outcome = measure(path.read_text(encoding="utf-8"), painting, markdown=path.suffix == ".md", rounds=3)
            silent = sum(not said for *_, said in outcome.wrong)
            short = short or silent > 0 or outcome.right < LEAST[painting] or outcome.bodies < LEAST_BODIES
            fields = ", ".join(f"{name} {right}/{total}" for name, (right, total) in outcome.facts.items())
            print(f"{path.stem}, {painting}: {outcome.messages[0]} of {outcome.messages[1]} messages; {fields}")
            print(
                f"  facts {outcome.right:.2%} ({len(outcome.wrong)} wrong, {silent} of them not unsure), "
                f"bodies {outcome.bodies:.2%}, {outcome.seconds / max(outcome.alone, 1e-6):.2f} x of Tesseract alone"
            )
            if given.verbose:
                for name, wanted, got, said in outcome.wrong:
                    print(f"    {name}: {wanted!r} read as {got!r}{'' if said else ', not unsure'}")
    return short


if __name__ == "__main__":
    sys.exit(main())
