"""Which files of a folder are meant: patterns, hidden ones, links that go round, folders that are closed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from threadparse.batch.outcome import File, Trouble
from threadparse.batch.sources import FileChoice, LocalOrigin, PassedFile, UrlOrigin

FILES = ("a.txt", "b.eml", "c.jpg", "notes", ".hid.txt", ".git/d.txt", "sub/e.txt", "sub/deep/f.eml", "sub-2/g.txt")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text("Hello")
    return tmp_path / "in"


def listed(folder: Path, choice: FileChoice, without: str = "/nowhere") -> list[str]:
    found = LocalOrigin(str(folder)).listing(choice, without)
    return [item.path for item in found if isinstance(item, File)]


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        (FileChoice(), "a.txt b.eml sub/deep/f.eml sub/e.txt sub-2/g.txt"),
        (FileChoice(globs=("*.eml",)), "b.eml sub/deep/f.eml"),
        (FileChoice(globs=("notes", "*.jpg")), "c.jpg notes"),
        (FileChoice(globs=("sub/*",)), "sub/deep/f.eml sub/e.txt"),
        (FileChoice(excludes=("deep", "*-2")), "a.txt b.eml sub/e.txt"),
        (FileChoice(excludes=("sub/deep", "a.*")), "b.eml sub/e.txt sub-2/g.txt"),
        (FileChoice(hidden=True), ".git/d.txt .hid.txt a.txt b.eml sub/deep/f.eml sub/e.txt sub-2/g.txt"),
    ],
)
def test_patterns_choose(folder: Path, choice: FileChoice, names: str) -> None:
    assert sorted(listed(folder, choice)) == sorted(names.split())
    url = UrlOrigin(f"local://{folder}")
    pytest.importorskip("fsspec", reason="needs threadparse[ray]")
    assert sorted(item.path for item in url.listing(choice, "") if isinstance(item, File)) == sorted(names.split())


def test_what_is_passed_over_is_counted(folder: Path) -> None:
    found = LocalOrigin(str(folder)).listing(FileChoice(), "/nowhere")
    assert [item.ending for item in found if isinstance(item, PassedFile)] == [".txt", ".jpg", ""]


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_links_that_go_round_end(folder: Path) -> None:
    (folder / "sub" / "round").symlink_to(folder)
    (folder / "sub" / "link.txt").symlink_to(folder / "a.txt")
    (folder / "sub" / "aside").symlink_to(folder / "sub-2")
    (folder / "broken.txt").symlink_to(folder / "missing")
    assert "sub/link.txt" not in listed(folder, FileChoice())
    found = listed(folder, FileChoice(links=True))
    assert {"sub/link.txt", "sub/aside/g.txt"} <= {*found}
    assert not [path for path in found if "round" in path or "broken" in path]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may look everywhere")
def test_a_closed_folder_is_a_trouble_with_its_place(folder: Path) -> None:
    (folder / "sub").chmod(0)
    try:
        found = [*LocalOrigin(str(folder)).listing(FileChoice(), "/nowhere")]
    finally:
        (folder / "sub").chmod(0o700)
    assert [item.path for item in found if isinstance(item, Trouble)] == ["sub"]
    assert len([item for item in found if isinstance(item, File)]) == 3


def test_a_trouble_of_the_system_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(path: str) -> object:
        if path.endswith("deep"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", closed)
    found = [*LocalOrigin(str(folder)).listing(FileChoice(), "/nowhere")]
    (trouble,) = (item for item in found if isinstance(item, Trouble))
    assert (trouble.path, "may not be read" in trouble.reason) == ("sub/deep", True)
    assert "sub/e.txt" in [item.path for item in found if isinstance(item, File)]
