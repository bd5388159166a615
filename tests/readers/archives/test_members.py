"""ZIP archives: each file by its content, a bad one costs itself, nothing is written."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.readers.outlook import compound_file, outlook_message
from tests.readers.printed import paper, rich_text, word_file, zip_archive
from tests.readers.reading import read_items

from threadparse import InputError, LimitError, ParseOptions, read
from threadparse.readers.base import Item, PassedOver, Text


def items(data: bytes, options: ParseOptions | None = None) -> list[Item]:
    return read_items(data, "export.zip", options)


def paths(found: list[Item]) -> list[str]:
    return [item.source.path for item in found if isinstance(item, Text)]


def errors(found: list[Item]) -> list[str]:
    return [str(item) for item in found if isinstance(item, InputError)]


def test_each_file_is_read_by_its_content() -> None:
    members = {
        "inbox/1.msg": compound_file(outlook_message(texts={0x1000: "one"})),
        "inbox/2.dat": paper("two"),
        "inbox/3.txt": rich_text("three"),
        "inbox/4": word_file("four"),
        "inbox/5.": b"five",
        "more.zip": zip_archive({"6.txt": b"six"}),
    }
    found = items(zip_archive(members))
    assert [item.characters.strip() for item in found if isinstance(item, Text)] == [
        "one", "two", "three", "four", "five", "six",
    ]  # fmt: skip
    assert paths(found) == [*(f"export.zip/{name}" for name in list(members)[:5]), "export.zip/more.zip/6.txt"]


def test_what_holds_no_mail_is_passed_over() -> None:
    members = {
        "a.txt": b"Hello",
        "logo.png": b"\x89PNG\r\n\x1a\n",
        "style.css": b"p { color: red }",
        "__MACOSX/a.txt": b"x",
        ".DS_Store": b"\0\0",
        "folder/": b"",
    }
    found = items(zip_archive(members))
    assert paths(found) == ["export.zip/a.txt"]
    assert found[1:] == [PassedOver("export.zip", {".png": 1, ".css": 1, ".txt": 1, "": 1})]


def test_a_bad_file_costs_that_file() -> None:
    data = bytearray(
        zip_archive([("1.txt", b"one " * 99), ("2.txt", b"two " * 99), ("3.pdf", b"%PDF-"), ("4.txt", b"4")])
    )
    at = data.index(b"2.txt") + 5
    data[at : at + 4] = b"\xff\xff\xff\xff"
    found = items(bytes(data))
    assert paths(found) == ["export.zip/1.txt", "export.zip/4.txt"]
    assert [error.split(": ")[0] for error in errors(found)] == ["export.zip/2.txt", "export.zip/3.pdf"]


def test_the_library_yields_all_before_it_raises(tmp_path: Path) -> None:
    file = tmp_path / "export.zip"
    file.write_bytes(zip_archive({"1.pdf": b"%PDF-", "2.txt": b"two", "3.pdf": b"%PDF-"}))
    documents = read(file)
    assert next(documents).source.path == f"{file}/2.txt"
    with pytest.raises(InputError, match=r"1\.pdf: this PDF is damaged") as raised:
        next(documents)
    assert raised.value.__notes__ == ["1 more parts of the file could not be read"]
    noted: list[InputError] = []
    assert len(list(read(file, on_error=noted.append))) == 1
    assert [os.path.basename(error.path) for error in noted] == ["1.pdf", "3.pdf"]


def test_the_command_line_reports_bad_files_and_goes_on(run: Run, tmp_path: Path) -> None:
    members = {"1.pdf": b"%PDF-", "2.txt": b"two", "3.png": b"\x89PNG\r\n", "4.txt": b"four"}
    (tmp_path / "export.zip").write_bytes(zip_archive(members))
    result = run("export", "--to", "jsonl", "export.zip")
    assert (result.returncode, result.stdout.count(b"\n")) == (1, 2)
    first, second = result.stderr.decode().splitlines()
    assert first.startswith("threadparse: export.zip/1.pdf: this PDF is damaged")
    assert second == "threadparse: export.zip: passed over files of other kinds: 1 .png"
    shown = run("show", "export.zip").stdout.decode()
    assert [line.split()[1] for line in shown.split("\n") if line.startswith("── ")] == [
        "export.zip/2.txt",
        "export.zip/4.txt",
    ]


def test_unsafe_names_are_only_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = ["../../evil.txt", "/abs.txt", "C:\\evil.txt", "a\x1b.txt"]
    assert len(paths(items(zip_archive([(name, b"Hello") for name in names])))) == len(names)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (ParseOptions(max_members=2), "max_members"),
        (ParseOptions(max_unpacked_bytes=10), "max_unpacked_bytes"),
        (ParseOptions(max_nesting=1), "max_nesting"),
        (ParseOptions(max_characters=5), "max_characters"),
    ],
)
def test_each_limit_is_named(options: ParseOptions, name: str) -> None:
    inner = zip_archive({"3.txt": b"three " * 5})
    data = zip_archive({"1.txt": b"one " * 9, "2.zip": inner})
    found = errors(items(data, options))
    assert found
    assert all(f"ParseOptions.{name}" in error for error in found)


def test_a_bomb_is_not_unpacked() -> None:
    found = items(zip_archive({"1.txt": b"one", "bomb.txt": bytes(5_000_000)}))
    assert paths(found) == ["export.zip/1.txt"]
    assert [isinstance(item, LimitError) for item in found] == [False, True]
    assert "ParseOptions.max_unpacked_ratio" in str(found[1])


def test_an_encrypted_file_is_named() -> None:
    data = bytearray(zip_archive({"1.txt": b"one"}))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.start_dir
    data[6] |= 1  # the flag in the file's own header, and in the directory (APPNOTE.TXT §4.4.4)
    data[start + 8] |= 1
    (error,) = errors(items(bytes(data)))
    assert "export.zip/1.txt: is encrypted" in error


def test_an_empty_archive_has_no_texts() -> None:
    assert items(zip_archive({})) == []
