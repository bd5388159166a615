"""PDFium in processes of its own, so that a page that crashes it or never ends costs that page alone.

Requests and answers are lines of JSON; the bytes that belong to one follow it, ``bytes`` says how many.
"""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import repeat
from typing import IO, Any

from threadparse.readers.isolated import limit_memory, start_module
from threadparse.readers.pdf_page import LockedError, PageText

__all__ = ["PdfProcess"]

_SECONDS = 15.0  # for opening a file, and for each page
_FILE_SECONDS, _SECONDS_A_BYTE = 30.0, 1e-4  # for all pages, which may share one content; more for a large file
_MEMORY = 2 << 30  # bytes that a process may take beside the file, where the system can hold it to that
_SHARED_PAGES = 100  # from so many pages on, two processes share them
_SHARED_BYTES = 100_000_000  # a larger file holds pictures, and each process has it of its own

_SAID_COUNT = re.compile(rb"/Count\s+(\d{1,9})\b")  # of the tree of pages (ISO 32000-1 §7.7.3), if it is not packed


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
        self._process = start_module(__name__, subprocess.PIPE)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def pages(self, indexes: range, covered: bool) -> Iterator[PageText]:
        """Read some pages; the process is ahead of what is asked for by as much as the pipe holds."""
        while indexes and self._seconds > 0:
            try:
                self._ask({"pages": [indexes.start, indexes.stop, indexes.step], "covered": covered})
                while indexes and self._seconds > 0:
                    answer, _ = self._answer()
                    indexes = indexes[1:]
                    yield PageText(*answer["page"])
            except (EOFError, OSError):
                indexes = indexes[1:]
                yield PageText("", "unreadable")
                if not self._reopen():
                    break
        yield from repeat(PageText("", "unreadable"), len(indexes))

    def bytes_of(self, request: dict[str, Any]) -> bytes:
        """Ask for a picture or the file without its encryption; empty if that fails."""
        if self._seconds < 0:
            return b""
        try:
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
        try:
            self._ask({"password": self._password}, self._data)
            answer, _ = self._answer()
        except (EOFError, OSError):
            raise ValueError("PDFium fails on it, or takes too long") from None
        if answer.get("locked"):
            raise LockedError
        if "damaged" in answer:
            raise ValueError(answer["damaged"])
        count: int = answer["count"]
        return count

    def _reopen(self) -> bool:
        """Begin again behind a page that ended the process; tell whether the file opens as it did before."""
        self.close()
        self._process = start_module(__name__, subprocess.PIPE)
        try:
            self.open()
        except ValueError:
            return False
        return True

    def _ask(self, request: dict[str, Any], payload: bytes = b"") -> None:
        assert self._process.stdin is not None
        _send(self._process.stdin, request, payload)

    def _answer(self) -> tuple[dict[str, Any], bytes]:
        assert self._process.stdout is not None
        began = time.monotonic()
        try:
            return _receive(self._process.stdout)
        finally:
            self._seconds -= time.monotonic() - began


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


def _serve() -> None:
    """Answer requests until there are no more."""
    from threadparse.readers.pdf_pdfium import PdfiumFile

    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    request, data = _receive(requests)
    limit_memory(_MEMORY + 2 * len(data))
    try:
        with _time_limit():
            file = PdfiumFile(data, request["password"])
    except LockedError:
        _send(answers, {"locked": True})
        return
    except ValueError as error:
        _send(answers, {"damaged": str(error)})
        return
    _send(answers, {"count": file.count})
    while True:
        request, _ = _receive(requests)
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


@contextlib.contextmanager
def _time_limit() -> Iterator[None]:
    """End this process if what runs inside takes too long, be it in the library."""
    import faulthandler

    faulthandler.dump_traceback_later(_SECONDS, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


if __name__ == "__main__":
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        _serve()
