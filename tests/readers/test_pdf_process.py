"""PDFium in processes of its own: pages in their order, and what a process that ends costs."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.readers.printed import paper
from threadparse.readers import pdf_process
from threadparse.readers.pdf_process import PdfProcess

PAGES = [f"page {number}" for number in range(1, 8)]


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[PdfProcess]:
    """A small file that is read as a large one, by two processes."""
    monkeypatch.setattr(pdf_process, "_SHARED_PAGES", 2)
    with closing(PdfProcess(paper("\f".join(PAGES)))) as file:
        assert len(file._workers) == 2
        yield file


def test_two_processes_give_the_pages_in_their_order(shared: PdfProcess) -> None:
    assert [page.characters for page in shared.pages()] == PAGES


def test_a_process_that_ends_costs_one_page(shared: PdfProcess) -> None:
    worker = shared._workers[1]
    worker._process.kill()
    worker._process.wait()
    assert [page.characters for page in shared.pages()] == [PAGES[0], "", *PAGES[2:]]


def test_a_file_that_opens_no_second_time_costs_its_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: pdf_process._Worker) -> int:
        raise ValueError("it takes too long")

    with closing(PdfProcess(paper("\f".join(PAGES)))) as file:
        (worker,) = file._workers
        monkeypatch.setattr(pdf_process._Worker, "open", fail)
        pages = file.pages()
        assert next(pages).characters == PAGES[0]
        worker._process.kill()
        worker._process.wait()
        assert file.picture(1) == b""
        assert file.picture(1) == b""
        assert [page.state for page in file.pages()] == ["unreadable"] * len(PAGES)


def test_pages_that_nobody_reads_are_no_answer_to_what_is_asked_next() -> None:
    with closing(PdfProcess(paper("\f".join(PAGES)))) as file:
        assert next(file.pages()).characters == PAGES[0]
        assert file.picture(1)[:2] in {b"II", b"MM"}
        assert next(file.pages()).characters == PAGES[0]
        assert [page.characters for page in file.pages()] == PAGES


def test_all_pages_together_have_a_limit_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(PdfProcess(paper("\f".join(PAGES)))) as file:
        (worker,) = file._workers
        pages = file.pages()
        assert next(pages).characters == PAGES[0]
        monkeypatch.setattr(worker, "_seconds", -1.0)
        assert [page.state for page in pages] == ["unreadable"] * (len(PAGES) - 1)
        assert file.picture(1) == b""


def test_more_pages_than_one_process_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_process, "_PROCESS_PAGES", 3)
    with closing(PdfProcess(paper("\f".join(PAGES)))) as file:
        (worker,) = file._workers
        parts = [(page.characters, worker._part) for page in file.pages()]
        assert parts == list(zip(PAGES, [range(0)] * 3 + [range(3, 6)] * 3 + [range(6, 7)], strict=True))
        assert file.picture(0) == file.picture(0) != b""
        assert [page.characters for page in file.pages()] == PAGES


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each file has a process of its own")
def test_a_process_goes_on_with_the_next_file_unless_it_is_busy() -> None:
    pdf_process.end_idle()
    with closing(PdfProcess(paper(PAGES[0], password="opens"), "opens")) as file:
        first = file._workers[0]._process
        assert [page.characters for page in file.pages()] == PAGES[:1]
    with pytest.raises(ValueError, match="not a PDF"):
        PdfProcess(b"%PDF-1.4 and no more")
    with closing(PdfProcess(paper("\f".join(PAGES)))) as file:
        assert file._workers[0]._process is first
        assert next(file.pages()).characters == PAGES[0]
    assert first.poll() is not None  # six pages were asked for and not taken
    assert not pdf_process._idle


def test_one_that_has_ended_is_not_used() -> None:
    PdfProcess(paper(PAGES[0])).close()
    for process in pdf_process._idle:
        process.kill()
        process.wait()
    with closing(PdfProcess(paper(PAGES[0]))) as file:
        assert [page.characters for page in file.pages()] == PAGES[:1]


@pytest.mark.slow
def test_what_a_file_says_of_its_pages_need_not_be_true(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(PdfProcess(paper(PAGES[0]) + b"\n% /Count 500\n")) as file:
        assert len(file._workers) == 2
        assert [page.characters for page in file.pages()] == PAGES[:1]
    monkeypatch.setattr(pdf_process, "_SHARED_PAGES", 2)
    monkeypatch.setattr(pdf_process, "_SAID_COUNT", re.compile(b"(no such word)"))
    with closing(PdfProcess(paper("\f".join(PAGES)))) as file:
        assert len(file._workers) == 2
        assert [page.characters for page in file.pages()] == PAGES
