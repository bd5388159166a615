"""``batch --to html``: a page a document, and an index."""

from __future__ import annotations

from pathlib import Path

from tests.batch.folders import many, run_local
from tests.views.html.checker import PageReader, faults


def test_each_document_has_a_page_and_the_index_leads_to_it(tmp_path: Path, footbridge: Path) -> None:
    folder = many(tmp_path / "in", 3)
    (folder / "bridge.txt").write_bytes(footbridge.read_bytes())
    (folder / "odd.eml").write_bytes(b"\x00\x01\x02" * 900)
    report = run_local(folder, tmp_path / "out", forms=("jsonl", "html"))
    assert "pages/" in report.written
    pages = tmp_path / "out" / "pages"
    page = (pages / "bridge.txt.html").read_text(encoding="utf-8")
    assert faults(page, footbridge.read_text(encoding="utf-8"), 4) == []
    links = PageReader((pages / "index.html").read_text(encoding="utf-8")).links
    assert sorted([*links, "index.html"]) == sorted(path.name for path in pages.iterdir())


def test_pages_of_files_that_are_gone_go_too(tmp_path: Path, footbridge: Path) -> None:
    folder = many(tmp_path / "in", 1)
    (folder / "bridge.txt").write_bytes(footbridge.read_bytes())
    run_local(folder, tmp_path / "out", forms=("html",))
    (folder / "bridge.txt").unlink()
    run_local(folder, tmp_path / "out", forms=("html",))
    assert not (tmp_path / "out" / "pages" / "bridge.txt.html").exists()
