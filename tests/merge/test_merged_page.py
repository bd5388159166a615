"""The page, the list and the mailbox of a merge."""

from __future__ import annotations

import mailbox
import re
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.views.html.checker import PageReader, faults

ASKED = (
    "From: Ann Lee <ann@lee.example>\nSent: 3 May 2024 10:00\nTo: Bo Ek <bo@ek.example>\nSubject: Planks\n\n{words}\n"
)
WORDS = "Please order 4200 planks for the footbridge at the mill, to be there before Whitsun."
ANSWER = (
    "From: Bo Ek <bo@ek.example>\nSent: 4 May 2024 09:00\nTo: Ann Lee <ann@lee.example>\nSubject: RE: Planks\n\n"
    "They are ordered and will come by boat on the nineteenth, weather permitting.\n\n"
)
ANSWERED = (
    b"From: Bo Ek <bo@ek.example>\nTo: Ann Lee <ann@lee.example>\nSubject: Re: Planks\nMessage-ID: <2@ek.example>\n"
    b"In-Reply-To: <1@lee.example>\nDate: Sat, 4 May 2024 09:00:00 +0100\n\nThey are ordered.\n"
)


def written(folder: Path) -> None:
    """Write two releases of one conversation, of which one has another number."""
    for name, words in (("a", WORDS), ("b", WORDS.replace("4200", "4700"))):
        (folder / name).mkdir(parents=True)
        (folder / name / "chain.txt").write_text(ANSWER + ASKED.format(words=words))


def test_a_merge_is_one_page_that_says_what_copies_do_not_share(run: Run, tmp_path: Path) -> None:
    written(tmp_path / "in")
    result = run("merge", "--to", "html", "in")
    assert (result.returncode, result.stderr) == (0, b"")
    page = result.stdout.decode()
    assert faults(page, None, 2) == []
    words = " ".join(PageReader(page).words.split())
    assert "Put together from 2 documents" in words
    assert "1 altered" in words
    assert "a · altered: “4700” in b/chain.txt" in words or "a · altered: “4200” in a/chain.txt" in words
    assert "</span><small class=letter>a</small>" in page
    assert "and 1 more place" in words
    assert re.findall(r"<li id=d\d-L(\d+) class=differs>", page) == ["13"]
    assert str(tmp_path) not in page


def test_a_missing_message_is_a_dashed_card(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(ANSWERED)
    page = run("merge", "--to", "html", "a.eml").stdout.decode()
    shown = PageReader(page)
    assert faults(page, None, shown.elements["article"]) == []
    assert shown.elements["article"] == 2
    assert "card missing" in page
    assert "(no words of its own)" not in shown.words
    assert "Not in these documents. Known because of message 2" in " ".join(shown.words.split())
    assert "<span class=none>not known</span>" in page  # its row in the chart, with a dashed disc
    assert re.search(r'<a [^>]*class="pr missing"[^>]*><title>Message 1, no date', page)


def test_misread_words_are_counted_and_not_marked(run: Run, tmp_path: Path) -> None:
    for name, words in (("a", WORDS), ("b", WORDS.replace("mill", "rnill"))):
        (tmp_path / f"{name}.txt").write_text(ANSWER + ASKED.format(words=words))
    page = run("merge", "--to", "html", "a.txt", "b.txt").stdout.decode()
    words = " ".join(PageReader(page).words.split())
    assert "1 misread word in copies, not marked." in words
    assert "class=letter" not in page
    assert "altered" not in words


def test_a_merge_is_a_mailbox_with_each_message_once(run: Run, tmp_path: Path) -> None:
    written(tmp_path / "in")
    assert run("merge", "--to", "mbox", "-o", "out.mbox", "in").returncode == 0
    with closing(mailbox.mbox(tmp_path / "out.mbox")) as box:
        mails = list(box)
    assert [mail["Subject"] for mail in mails] == ["Planks", "RE: Planks"]
    assert mails[1]["In-Reply-To"] == mails[0]["Message-ID"]


def test_a_merge_is_a_list_or_a_tree_with_the_document_of_each_message(run: Run, tmp_path: Path) -> None:
    written(tmp_path / "in")
    result = run("merge", "--list", "in")
    assert (result.returncode, result.stderr) == (0, b"")
    subject, first, second = result.stdout.decode().splitlines()
    assert subject == "Planks"
    assert re.fullmatch(r"1 2024-05-03 10:00 . Ann Lee +Please order 4.00 .*[ab]/chain\.txt:8", first)
    assert re.fullmatch(r"2 2024-05-04 09:00 . Bo Ek +They are .*[ab]/chain\.txt:1", second)
    found = run("merge", "--tree", "--from", "lee", "--width", "60", "in").stdout.decode().splitlines()
    assert len(found) == 2
    assert max(map(len, found)) <= 60
    assert b"no message is as you asked for" in run("merge", "--tree", "--from", "nobody", "in").stderr


def test_a_list_of_a_merge_has_what_is_missing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(ANSWERED)
    assert run("merge", "--list", "a.eml").stdout.decode().splitlines()[1].endswith("missing")


@pytest.mark.parametrize(
    "options", [["--list", "--to", "json"], ["--tree", "--report", "altered"], ["--since", "2024"]]
)
def test_forms_of_a_merge_exclude_one_another(run: Run, tmp_path: Path, options: list[str]) -> None:
    written(tmp_path / "in")
    assert run("merge", *options, "in").returncode == 2
