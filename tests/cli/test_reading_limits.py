"""``--limit``: each limit can be set, passing it costs that file alone, and the error says how to raise it."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.readers.mails import mail
from tests.readers.outlook import attached_message, attachment, compound_file, outlook_message
from tests.readers.printed import drawn, paper, word_file, zip_archive
from threadparse.cli.main import main
from threadparse.options import ParseOptions

DOCS = Path(__file__).parents[2] / "docs" / "limits.md"
BODY = 0x1000
NESTED = {**outlook_message(texts={BODY: "Inner"}, nested=True)}
PARTS = ["Content-Type: multipart/mixed; boundary=b", "", "--b", "", "One", "--b", "", "Two", "--b--"]

#: Limit, a value that the file passes, one that it does not, the file's name and bytes.
PASSED = [
    ("characters", "9", "1k", "long.txt", b"word " * 20),
    ("characters", "30", "1k", "long.html", b"<p>" + b"word " * 20),
    ("characters", "30", "1k", "long.eml", mail("", "word " * 20)),
    ("characters", "30", "20KiB", "long.msg", compound_file(outlook_message(texts={BODY: "word " * 20}))),
    ("characters", "30", "20kB", "long.pdf", paper("word " * 20)),
    ("characters", "30", "3_000_000", "long.docx", word_file("word " * 20)),
    ("characters", "9", "1k", "long.zip", zip_archive({"1.txt": b"word " * 20})),
    ("pages", "2", "3", "three.pdf", paper("One\fTwo\fThree")),
    ("content-bytes", "2k", "1M", "bomb.pdf", drawn(b"0 0 m 9 9 l S\n" * 9_000)),
    ("nesting", "1", "2", "two.msg", compound_file(outlook_message(texts={}, attachments=[attached_message(NESTED)]))),
    ("nesting", "1", "2", "two.zip", zip_archive({"in.zip": zip_archive({"1.txt": b"One"})})),
    (
        "attachments",
        "1",
        "2",
        "two.msg",
        compound_file(outlook_message(texts={}, attachments=[attachment("a", b"")] * 2)),
    ),
    ("members", "1", "2", "two.zip", zip_archive({"1.txt": b"One", "2.txt": b"Two"})),
    ("unpacked-bytes", "2k", "3,000", "large.zip", zip_archive({"1.txt": b"word " * 500})),
    ("unpacked-ratio", "50", "5k", "bomb.zip", zip_archive({"1.txt": b"word " * 500_000})),
    ("text-ratio", "10", "300", "deep.html", b"<html>" + b"<blockquote>" * 150 + b"x<br>" * 8_000),
    ("mail-parts", "2", "3", "parts.eml", mail(*PARTS)),
    (
        "mail-nesting",
        "1",
        "2",
        "deep.eml",
        mail(*PARTS[:3], "Content-Type: multipart/mixed; boundary=c", "", "--c", "", "x"),
    ),
]
#: Limits that are no error: what is beyond counts as something else.
LENIENT = {"header-lines", "quote-depth"}


def export(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["export", "--to", "jsonl", *arguments])


@pytest.mark.parametrize(
    ("name", "low", "high", "file", "data"), PASSED, ids=[f"{case[0]}-{case[3]}" for case in PASSED]
)
def test_a_file_over_a_limit_is_one_line_that_says_how_to_raise_it(
    name: str, low: str, high: str, file: str, data: bytes, tmp_path: Path
) -> None:
    (tmp_path / file).write_bytes(data)
    (tmp_path / "good.txt").write_text("Hello")
    paths = [str(tmp_path / "good.txt"), str(tmp_path / file)]
    over = export("--limit", f"{name}={low}", *paths)
    assert over.exit_code == 1
    assert over.stdout.count("\n") == 1
    (line,) = over.stderr.splitlines()
    assert line.startswith(f"threadparse: {tmp_path / file}")
    assert f"--limit {name}=N (ParseOptions.max_{name.replace('-', '_')} in Python)" in line
    within = export("--limit", f"{name}={high}", *paths)
    assert (within.exit_code, within.stderr) == (0, "")


def test_every_limit_is_tried() -> None:
    limits = [field.name for field in fields(ParseOptions) if field.name.startswith("max_")]
    named = {name.removeprefix("max_").replace("_", "-") for name in limits}
    assert named == {case[0] for case in PASSED} | LENIENT


def test_lenient_limits_cost_no_file(tmp_path: Path) -> None:
    (tmp_path / "deep.txt").write_text(">" * 9 + " Hello\n")
    found = export("--limit", "quote-depth=3", "--limit", "header_lines=2", str(tmp_path / "deep.txt"))
    assert (found.exit_code, found.stderr) == (0, "")
    assert '"depth": 3' in found.stdout or '"depth":3' in found.stdout


@pytest.mark.parametrize("command", ["show", "export"])
def test_help_lists_all_with_their_defaults(command: str) -> None:
    found = CliRunner().invoke(main, [command, "--limit", "help"])
    assert found.exit_code == 0
    rows = [re.split(" {2,}", line.strip()) for line in found.stdout.splitlines()[1:]]
    table = re.findall(r"^\| `(.+?)` \| (.+?) \| (.+?) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert [tuple(row) for row in rows] == table
    assert len(rows) == sum(field.name.startswith("max_") for field in fields(ParseOptions))


@pytest.mark.parametrize(
    "value",
    ["pages", "pags=3", "pages=", "pages=0", "pages=-1", "pages=many", "pages=1.5", "pages=1e3", "date_order=1"],
)
def test_what_is_no_limit_is_wrong_usage(value: str) -> None:
    found = export("--limit", value, "-")
    assert (found.exit_code, found.stdout) == (2, "")
    assert f"Invalid value for '--limit': '{value}'" in found.stderr
