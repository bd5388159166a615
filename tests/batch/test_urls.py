"""Folders by URL: what fsspec opens is read and written like a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.batch.folders import many, results, rows, run_local
from threadparse.batch.engine import LocalEngine
from threadparse.batch.outcome import File
from threadparse.batch.run import Report, Settings, run
from threadparse.batch.sources import FileChoice, UrlOrigin
from threadparse.batch.store import UrlStore, store_of
from threadparse.batch.urls import file_system
from threadparse.errors import InputError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text

fsspec = pytest.importorskip("fsspec", reason="needs threadparse[ray]")


def run_by_url(folder: str, out: str, **settings: Any) -> Report:
    return run(Settings(folder, out, **settings), LocalEngine(1))


def test_a_url_in_and_out_gives_the_same_tables(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", 20)
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7\n")
    run_local(folder, tmp_path / "plain")
    place = f"local://{tmp_path}"  # a URL that fsspec opens, though it is a folder
    report = run_by_url(f"{place}/in", f"{place}/out", forms=("jsonl", "sqlite"))
    assert (report.parsed, report.counts.errors) == (21, 1)
    assert results(tmp_path / "out") == results(tmp_path / "plain")
    assert (tmp_path / "out" / "threadparse.sqlite").stat().st_size
    (folder / "bad.pdf").unlink()
    assert run_by_url(f"{place}/in", f"{place}/out").parsed == 0
    assert rows(tmp_path / "out", "errors") == []


def test_a_file_url_is_a_folder_of_this_machine(tmp_path: Path) -> None:
    many(tmp_path / "in", 2)
    run_by_url((tmp_path / "in").as_uri(), (tmp_path / "out").as_uri())
    assert len(rows(tmp_path / "out", "documents")) == 2


def test_a_store_of_objects_takes_and_gives_files(tmp_path: Path) -> None:
    store = store_of("memory://bucket/out")
    assert isinstance(store, UrlStore)
    assert store.is_empty()
    store.put(".threadparse/parts/b", [b"one", b"two"])
    store.put(".threadparse/parts/a", [b""])
    assert store.is_empty()
    assert store.names(".threadparse/parts") == [".threadparse/parts/a", ".threadparse/parts/b"]
    (tmp_path / "table").write_bytes(b"table")
    store.take(str(tmp_path / "table"), "messages.jsonl")
    assert not (tmp_path / "table").exists()
    assert not store.is_empty()
    with store.open(".threadparse/parts/b") as stream:
        stream.seek(3)
        assert stream.read() == b"two"
    store.delete(".threadparse/parts/b")
    store.delete(".threadparse/parts/b")
    assert store.names(".threadparse/parts") == [".threadparse/parts/a"]
    assert store.names("nothing") == []
    file_system("memory://bucket")[0].rm("/bucket", recursive=True)


def test_files_are_fetched_ahead_in_order_and_a_missing_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threadparse.batch.sources._SMALL", 100)
    system, root = file_system("memory://mail")
    for number in range(40):
        system.pipe_file(f"{root}/{number:02}.txt", b"word " * (number + 1))
    origin = UrlOrigin("memory://mail")
    files = sorted(item for item in origin.listing(FileChoice(), "") if isinstance(item, File))
    system.rm_file(f"{root}/07.txt")
    found = []
    for file, items in origin.each(files, ParseOptions()):
        if file.path == "07.txt":
            with pytest.raises(InputError, match=r"07\.txt: "):
                list(items)
        else:
            found += [item.source.path for item in items if isinstance(item, Text)]
    assert found == [f"{number:02}.txt" for number in range(40) if number != 7]
    system.rm(root, recursive=True)


@pytest.mark.parametrize(
    ("url", "missing", "words"),
    [
        ("s3://bucket/mail", "s3fs", "-m pip install 's3fs'"),
        ("gs://bucket/mail", "gcsfs", "-m pip install 'gcsfs'"),
        ("xyz://bucket/mail", "", "no URL that fsspec knows"),
        ("memory://x", "fsspec.core", r"-m pip install 'threadparse\[ray\]'"),
    ],
)
def test_what_is_missing_is_named_with_its_line(
    url: str, missing: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if missing:
        monkeypatch.setitem(sys.modules, missing, None)  # as good as not installed
    with pytest.raises(InputError, match=words):
        file_system(url)


def test_a_url_that_is_no_folder_is_said() -> None:
    with pytest.raises(InputError, match="no such folder; check the URL"):
        run_by_url("memory://nothing/here", "memory://out")
