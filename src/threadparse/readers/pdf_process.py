"""PDFium in processes of its own, so that a page that crashes it or never ends costs that page alone.

A process has one file. Where the system can fork, it is the child of one that has loaded PDFium and forks again for the
next file or the next pages. Requests and answers are lines of JSON; the bytes that belong to one follow it, ``bytes``
says how many.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import repeat
from typing import IO, TYPE_CHECKING, Any

from threadparse.readers.isolated import limit_memory, start_module
from threadparse.readers.pdf_page import LockedError, PageText

if TYPE_CHECKING:
    from threadparse.readers.pdf_pdfium import PdfiumFile

__all__ = ["PdfProcess", "end_idle"]

_SECONDS = 15.0  # for opening a file, and for each page
_FILE_SECONDS, _SECONDS_A_BYTE = 30.0, 1e-4  # for all pages, which may share one content; more for a large file
_MEMORY = 2 << 30  # bytes that a process may take beside the file, where the system can hold it to that
_SHARED_PAGES = 100  # from so many pages on, two processes share them
_SHARED_BYTES = 100_000_000  # a larger file holds pictures, and each process has it of its own
_PROCESS_PAGES = 500  # PDFium keeps 4 kB of each page: so many are read in one process
_MAX_IDLE = 2
# Read before the first fork, so that no child looks for fonts.
_SAMPLE = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R
/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj
4 0 obj<</Length 36>>stream
BT /F 9 Tf 9 50 Td (From: Ann) Tj ET
endstream endobj
trailer<</Root 1 0 R>>
"""
_DIE_WITH_PARENT = 1, 9  # prctl(2): PR_SET_PDEATHSIG, SIGKILL

_SAID_COUNT = re.compile(rb"/Count\s+(\d{1,9})\b")  # of the tree of pages (ISO 32000-1 §7.7.3), if it is not packed

#: Processes that wait for a file.
_idle: list[subprocess.Popen[bytes]] = []
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)


@atexit.register
def end_idle() -> None:
    """End the processes that wait for a file."""
    while _idle:
        _idle.pop().communicate()


class PdfProcess:
    """An open PDF.

    Args:
        data: The file.
        password: What opens it; empty for none.
        covered: Whether to read what lies under a bar, too.

    Attributes:
        count: How many pages it has.

    Raises:
        ImportError: PDFium is not installed.
        LockedError: The file needs a password, or another one.
        ValueError: It is damaged; the words say how.
    """

    sees_covers = True

    def __init__(self, data: bytes, password: str = "", *, covered: bool = False) -> None:
        if find_spec("pypdfium2_raw") is None:
            raise ImportError("pypdfium2_raw")
        self._covered = covered
        self._workers = [_Worker(data, password)]
        try:
            # Most files say how many pages they have: then both processes start at the same time.
            said = max(map(int, _SAID_COUNT.findall(data)), default=0)
            if _is_shared(said, data):
                self._workers.append(_Worker(data, password))
            self.count = self._workers[0].open()
            if len(self._workers) == 1 and _is_shared(self.count, data):
                self._workers.append(_Worker(data, password))
            for worker in self._workers[1:]:
                worker.open()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the processes."""
        for worker in self._workers:
            worker.close()

    def pages(self) -> Iterator[PageText]:
        """Read all pages, one by one; one on which PDFium fails, or that takes too long, is unreadable."""
        step = len(self._workers)
        streams = [worker.pages(range(at, self.count, step), self._covered) for at, worker in enumerate(self._workers)]
        for index in range(self.count):
            yield next(streams[index % step])

    def picture(self, index: int) -> bytes:
        """Paint a page as a grey TIFF image of 200 dots an inch, for recognition; empty if that fails."""
        return self._workers[0].bytes_of({"picture": index})

    def decrypted(self) -> bytes:
        """Return the file without its encryption; empty if it has none, or that fails."""
        return self._workers[0].bytes_of({"decrypted": True})


def _is_shared(pages: int, data: bytes) -> bool:
    """Tell whether two processes share the pages of a file."""
    return pages >= _SHARED_PAGES and len(data) <= _SHARED_BYTES


class _Worker:
    """One process, which has the file of its own.

    Args:
        data: The file.
        password: What opens it.
    """

    def __init__(self, data: bytes, password: str) -> None:
        self._data = data
        self._password = password
        self._seconds = _FILE_SECONDS + _SECONDS_A_BYTE * len(data)
        self._at_a_time = _PROCESS_PAGES if len(data) <= _SHARED_BYTES else sys.maxsize
        self._count = 0
        self._part = range(0)  # the pages that the process has, if it has not all
        self._start()

    def _start(self) -> None:
        self._process = _idle_process() or start_module(__name__, subprocess.PIPE)
        self._unanswered = 0

    def close(self) -> None:
        """Leave the process to the next file; end it if it is in the midst of something."""
        if not self._unanswered and len(_idle) < _MAX_IDLE:
            with contextlib.suppress(EOFError, OSError):
                self._ask({"end": True})
                answer, _ = self._answer()
                if answer["again"]:
                    _idle.append(self._process)
                    return
        self._process.kill()
        self._process.communicate()

    def pages(self, indexes: range, covered: bool) -> Iterator[PageText]:
        """Read some pages; the process is ahead of what is asked for by as much as the pipe holds."""
        self._start_over()
        while indexes and self._seconds > 0:
            part = indexes[: self._at_a_time]
            asked = range(len(part)) if self._part else part
            try:
                self._ask({"pages": [asked.start, asked.stop, asked.step], "covered": covered}, answers=len(part))
                while self._unanswered and self._seconds > 0:
                    answer, _ = self._answer()
                    indexes = indexes[1:]
                    yield PageText(*answer["page"])
            except (EOFError, OSError):
                indexes = indexes[1:]
                yield PageText("", "unreadable")
            if indexes and self._seconds > 0 and not self._reopen(indexes[: self._at_a_time]):
                break
        yield from repeat(PageText("", "unreadable"), len(indexes))

    def bytes_of(self, request: dict[str, Any]) -> bytes:
        """Ask for a picture or the file without its encryption; empty if that fails."""
        if self._seconds < 0:
            return b""
        try:
            self._start_over()
            self._ask(request)
            _, payload = self._answer()
        except (EOFError, OSError):
            self._reopen()
            return b""
        return payload

    def open(self) -> int:
        """Hand the file over.

        Returns:
            How many pages it has.
        """
        part = [self._part.start, self._part.stop, self._part.step]
        try:
            self._ask({"password": self._password, "part": part, "count": self._count}, self._data)
            answer, _ = self._answer()
        except (EOFError, OSError):
            raise ValueError("PDFium fails on it, or takes too long") from None
        if answer.get("locked"):
            raise LockedError
        if "damaged" in answer:
            raise ValueError(answer["damaged"])
        self._count = self._count or answer["count"]
        if answer["count"] != len(self._part):
            self._part = range(0)
        return self._count

    def _start_over(self) -> None:
        """Go on in a new process if this one has not all pages, or is in the midst of answers that nobody reads."""
        if self._part or self._unanswered:
            self._reopen()

    def _reopen(self, part: range = range(0)) -> bool:
        """Go on in a new process, with some pages or all; tell whether the file opens as it did before."""
        self.close()
        self._start()
        self._part = part
        try:
            self.open()
        except ValueError:
            return False
        return True

    def _ask(self, request: dict[str, Any], payload: bytes = b"", answers: int = 1) -> None:
        assert self._process.stdin is not None
        self._unanswered = answers
        _send(self._process.stdin, request, payload)

    def _answer(self) -> tuple[dict[str, Any], bytes]:
        assert self._process.stdout is not None
        began = time.monotonic()
        try:
            answer = _receive(self._process.stdout)
        finally:
            self._seconds -= time.monotonic() - began
        self._unanswered -= 1
        return answer


def _idle_process() -> subprocess.Popen[bytes] | None:
    """Take a process that waits for a file; None if there is none."""
    with contextlib.suppress(IndexError):
        while (process := _idle.pop()).poll() is not None:
            process.communicate()
        return process
    return None


def _send(stream: IO[bytes], message: dict[str, Any], payload: bytes = b"") -> None:
    stream.write(json.dumps(message | {"bytes": len(payload)}).encode() + b"\n")
    stream.write(payload)
    stream.flush()


def _receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    line = stream.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    message: dict[str, Any] = json.loads(line)
    return message, stream.read(message["bytes"])


def _serve_files() -> None:
    """Serve one file after the other, each by a process of its own; where the system cannot fork, one file."""
    import faulthandler  # noqa: F401 - the children have these

    from threadparse.readers import pdf_pdfium, pdf_tree  # noqa: F401

    pdf_pdfium.PdfiumFile(_SAMPLE).page(0)
    gc.freeze()
    forks = sys.platform == "linux"
    while forks:
        child = os.fork()
        if not child:
            ctypes.CDLL(None).prctl(*_DIE_WITH_PARENT)
            break
        if os.waitpid(child, 0)[1]:
            os._exit(1)
    _serve(forks)
    os._exit(0)


def _serve(again: bool) -> None:
    """Answer requests until the last, and say then whether there can be another file."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    request, data = _receive(requests)
    limit_memory(_MEMORY + 2 * len(data))
    file = None
    try:
        with _time_limit():
            file = _opened(request, data)
        _send(answers, {"count": file.count})
    except LockedError:
        _send(answers, {"locked": True})
    except ValueError as error:
        _send(answers, {"damaged": str(error)})
    del data  # the file has it, or a copy
    while "end" not in (request := _receive(requests)[0]):
        assert file is not None
        if "pages" not in request:
            with _time_limit():
                payload = file.picture(request["picture"]) if "picture" in request else file.decrypted()
            _send(answers, {}, payload)
            continue
        for index in range(*request["pages"]):
            try:
                with _time_limit():
                    page = file.page(index, covered=request["covered"])
            except ValueError:
                page = PageText("", "unreadable")
            _send(answers, {"page": list(page)})
    _send(answers, {"again": again})


def _opened(request: dict[str, Any], data: bytes) -> PdfiumFile:
    """Open a file, with some pages alone if they can be told."""
    from threadparse.readers.pdf_pdfium import PdfiumFile
    from threadparse.readers.pdf_tree import cut_tree

    part = range(*request["part"])
    if part and (cut := cut_tree(data, part, request["count"])) is not data:
        with contextlib.suppress(ValueError):
            file = PdfiumFile(cut, request["password"])
            if file.count == len(part):
                return file
            file.close()
    return PdfiumFile(data, request["password"])


@contextlib.contextmanager
def _time_limit() -> Iterator[None]:
    """End this process if what runs inside takes too long, be it in the library."""
    import faulthandler

    faulthandler.dump_traceback_later(_SECONDS, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


if __name__ == "__main__":
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        _serve_files()
    os._exit(1)  # asked for no end
