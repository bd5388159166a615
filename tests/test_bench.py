"""The benchmark runs, and what it measures is mail: figures that cannot be repeated are worth nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import child, made, report
from bench.__main__ import SECTIONS
from bench.corpora import fixtures, load
from bench.parsers import OURS
from threadparse import parse

ROOT = Path(__file__).parents[1]


def bench(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("section", "row"),
    [
        ("speed", "| a chain of 20 messages (1 document, 6 KB) | 20 · "),
        ("growth", "| a long chain | "),
        ("memory", "| plain text | "),
        ("mailbox", "| `mailbox` and `email`: fields and bodies as strings | 1 | "),
        ("start-up", "| `threadparse --version` | "),
    ],
)
def test_every_section_gives_its_table(section: str, row: str) -> None:
    result = bench("--quick", "--no-peers", "--only", section)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(f"## {section}\n")
    assert row in result.stdout


def test_what_hangs_is_stopped_and_what_fails_is_told() -> None:
    with pytest.raises(TimeoutError, match="over -4 s"):  # what imports may take is given on top
        child.in_child(sum, range(10**12), seconds=-4)
    with pytest.raises(child.ChildError, match="ValueError"):
        child.in_child(int, "x", seconds=60)
    with pytest.raises(child.ChildError, match="died"):
        child.in_child(os._exit, 3, seconds=60)
    assert child.in_child(divmod, 7, 2, seconds=60) == (3, 1)


def test_real_mail_is_read_from_folders_and_from_gold_files(tmp_path: Path) -> None:
    (tmp_path / "mail" / "old").mkdir(parents=True)
    (tmp_path / "mail" / "a.txt").write_text("From: Ann\n")
    (tmp_path / "mail" / "old" / "b.md").write_text("Hello.")
    (tmp_path / "mail" / "c.png").write_text("no text")
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"text": "One."}\n{"text": "Two.", "format": "text"}\n{"text": "<p>", "format": "html"}\n')
    assert load(tmp_path / "mail").texts == ["From: Ann\n", "Hello."]
    assert load(gold).texts == ["One.", "Two."]


def test_a_folder_without_mail_is_refused(tmp_path: Path) -> None:
    result = bench("--corpus", tmp_path)
    assert result.returncode == 1
    assert "holds no .txt or .md files" in result.stderr


def test_quick_figures_are_not_written() -> None:
    assert bench("--quick", "--write").returncode == 2


def test_variations_of_a_mail_have_its_messages() -> None:
    texts = fixtures(8).texts
    for one, other in zip(texts, texts[-len(texts) // 8 :], strict=False):
        assert one != other
        assert len(parse(one).messages) == len(parse(other).messages)


def test_made_texts_hold_as_many_messages_as_they_say() -> None:
    count = OURS.load()
    assert count(made.chain(50)) == 50
    assert count(made.quotes(40)) == 41
    assert count(made.prose(10_000)) == 1


@pytest.mark.parametrize("section", SECTIONS)
def test_the_page_has_a_place_for_every_section(section: str) -> None:
    page = report.PAGE.read_text(encoding="utf-8")
    new = report.replace(page, section, "figures")
    old = report.place(page, section)
    assert new == f"{page[: old.start()]}{old[1]}figures\n{old[2]}{page[old.end() :]}"
    assert old[1] == f"<!-- bench {section} -->\n"


def test_a_page_without_the_place_is_refused() -> None:
    with pytest.raises(ValueError, match="<!-- bench speed -->"):
        report.replace("# Performance\n", "speed", "figures")
