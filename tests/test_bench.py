"""The benchmark runs, and what it measures is mail: figures that cannot be repeated are worth nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import child, made, report
from bench.__main__ import SECTIONS
from bench.accuracy import fixture_chains, scored
from bench.answers import Found, found_by
from bench.corpora import fixtures, load
from bench.locale_chains import Chain, Written, locale_chains
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
        ("accuracy", "| made, English (8 chains, "),
        ("mail", "| fixtures, varied ("),
        ("speed", "| a chain of 20 messages (1 document, 6 KB) | 20 · "),
        ("growth", "| a long chain | "),
        ("memory", "| plain text | "),
        ("mailbox", "| `mailbox` and `email`: fields and bodies as strings | 1 | "),
        ("start-up", "| `threadparse --version` | "),
    ],
)
def test_every_section_gives_its_table(section: str, row: str) -> None:
    result = bench("--quick", "--no-peers", section)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(f"## {section}\n")
    assert row in result.stdout


@pytest.mark.slow
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


@pytest.mark.slow
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


def test_chains_of_the_locales_are_the_same_each_time_and_say_where_their_messages_begin() -> None:
    chains = locale_chains(lambda language: language in ("cy", "de", "fa"))
    assert chains == locale_chains(lambda language: language in ("cy", "de", "fa"))
    assert chains != locale_chains(lambda language: language in ("cy", "de", "fa"), seed=1)
    for chain in chains:
        lines = [line.lstrip("> ") for line in chain.text.split("\n")]
        for message in chain.messages:
            begin, end = message.lines
            assert lines[end].rstrip() == message.body.split("\n")[0].rstrip()
            assert message.sender is None or message.sender[0] in " ".join(lines[begin:end])


def test_the_chains_of_the_tests_are_read_as_they_should_be() -> None:
    chains = fixture_chains()
    counts = scored(chains, found_by("threadparse", [chain.text for chain in chains]))
    assert counts["whole"] == counts["documents"] > 30


@pytest.mark.parametrize(
    ("found", "right"),
    [
        (Found("On 4 May Ann wrote:", "Ann", "4 May 2021 at 9:07", "Tide?"), "split sender date body whole"),
        (Found("Tide?", "Bob <ann@x.example>", "4 May 2021", "> Tide?\n"), "split sender body"),
        (Found(2, "Bob", "2021-05-04T09:07:00+02:00", "Tide? No."), "split date"),
        (Found("Never", "Ann", "2021-05-04T09:07", "Tide?"), ""),
    ],
)
def test_an_answer_is_right_by_place_words_and_numbers(found: Found, right: str) -> None:
    written = [
        Written((0, 0), None, None, "High."),
        Written((2, 3), ("Ann", "ann@x.example"), "2021-05-04T09:07", "Tide?"),
    ]
    chain = Chain("High.\n\nOn 4 May Ann wrote:\n> Tide?\n\n\n", written)
    counts = scored([chain], [[Found(0, body="High."), found]])
    fields = [f"{name} right" for name in ("sender", "date")]
    assert [counts[key] for key in ("split", *fields, "body right", "whole")] == [
        "split" in right,
        "sender" in right,
        "date" in right,
        1 + ("body" in right),
        "whole" in right,
    ]


@pytest.mark.parametrize("section", SECTIONS)
def test_the_page_has_a_place_for_every_section(section: str) -> None:
    page = report.page_of(section).read_text(encoding="utf-8")
    new = report.replace(page, section, "figures")
    old = report.place(page, section)
    assert new == f"{page[: old.start()]}{old[1]}figures\n{old[2]}{page[old.end() :]}"
    assert old[1] == f"<!-- bench {section} -->\n"


def test_a_page_without_the_place_is_refused() -> None:
    with pytest.raises(ValueError, match="<!-- bench speed -->"):
        report.replace("# Performance\n", "speed", "figures")
