"""PDFium in processes of its own: pages in their order, and what a process that ends costs."""

from __future__ import annotations

import re
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


def test_all_pages_together_have_a_limit_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(PdfProcess(paper("\f".join(PAGES)))) as file:
        (worker,) = file._workers
        pages = file.pages()
        assert next(pages).characters == PAGES[0]
        monkeypatch.setattr(worker, "_seconds", -1.0)
        assert [page.state for page in pages] == ["unreadable"] * (len(PAGES) - 1)
        assert file.picture(1) == b""


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
