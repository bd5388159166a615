"""Real mail: the texts of a folder or of a gold file, or the fixtures of this repository in many variations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["TESTS", "Corpus", "fixtures", "load"]

TESTS = Path(__file__).parents[1] / "tests"
SUFFIXES = {".txt", ".md"}

#: Minutes, and the ends of what stands before an address's @ and before its domain.
_TIME = re.compile(r"\b(\d{1,2}:)([0-5]\d)\b")
_ADDRESS = re.compile(r"(?<=\w)(?=@|\.example)")
#: The last name before an address.
_PERSON = re.compile(r"\b([A-Z][a-z]+)(?= (?:\[mailto:|&lt;|<|\[)[\w.'-]+@)")
#: A line that ends in words, which no header and no closing does: a sentence or a subject.
_SENTENCE = re.compile(r"^(.*\w [a-z]{3,})(?=[.?!]?$)", re.MULTILINE)


@dataclass(frozen=True)
class Corpus:
    """Texts that are measured together.

    Attributes:
        name: What they are called in the tables.
        texts: Each a document.
    """

    name: str
    texts: list[str]

    @property
    def size(self) -> int:
        """Bytes of all texts in UTF-8."""
        return sum(len(text.encode(errors="replace")) for text in self.texts)

    def __str__(self) -> str:
        documents = f"{len(self.texts):,} documents" if len(self.texts) > 1 else "1 document"
        size = f"{self.size / 1e6:.1f} MB" if self.size >= 1e5 else f"{self.size / 1e3:.0f} KB"
        return f"{self.name} ({documents}, {size})"


def load(path: Path) -> Corpus:
    """Read a corpus.

    Args:
        path: A folder, whose ``.txt`` and ``.md`` files in all subfolders are read, one such file, or a file of JSON
            Lines, whose records of the format ``text`` are, each by its field ``text``.

    Returns:
        The corpus, named as the file or folder.

    Raises:
        ValueError: There is no text in it.
    """
    try:
        texts = [text for text in _texts(path) if text.strip()]
    except json.JSONDecodeError as error:
        raise ValueError(f"{path} is no JSON Lines: {error}") from error
    if not texts:
        raise ValueError(f"{path} holds no .txt or .md files, and no JSON Lines with the field “text”")
    return Corpus(path.resolve().stem, texts)


def fixtures(copies: int) -> Corpus:
    """The mails among the fixtures of the tests, each in many variations.

    Args:
        copies: How many variations of each.

    Returns:
        The corpus.
    """
    paths = [path for folder in ("chains", "clients") for path in _files(TESTS / "fixtures" / folder)]
    originals = [path.read_text(encoding="utf-8") for path in paths]
    return Corpus("fixtures, varied", [_varied(text, copy) for copy in range(copies) for text in originals])


def _varied(text: str, number: int) -> str:
    """The same mail with other times, addresses, names and words: nothing that was kept of one helps with the next."""
    letters = _letters(number)
    text = _TIME.sub(lambda found: f"{found[1]}{(int(found[2]) + 7 * number) % 60:02}", text)
    text = _PERSON.sub(lambda found: found[1] + letters, text)
    text = _ADDRESS.sub(letters, text)
    return _SENTENCE.sub(lambda found: f"{found[1]} {letters}", text)


def _letters(number: int) -> str:
    """A made-up ending, another for each number."""
    consonants, vowels = "bdgklmnprst", "aeiou"
    ending = ""
    while number or not ending:
        number, rest = divmod(number, len(consonants) * len(vowels))
        ending += consonants[rest // len(vowels)] + vowels[rest % len(vowels)]
    return ending


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)


def _texts(path: Path) -> Iterator[str]:
    if path.suffix == ".jsonl":
        yield from _records(path.read_text(encoding="utf-8").split("\n"))
    else:
        for file in _files(path) if path.is_dir() else [path]:
            yield file.read_bytes().decode(errors="replace")


def _records(lines: Iterable[str]) -> Iterator[str]:
    for line in filter(str.strip, lines):
        record = json.loads(line)
        if isinstance(record, dict) and record.get("format", "text") == "text":
            yield str(record.get("text", ""))
