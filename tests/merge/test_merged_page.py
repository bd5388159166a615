"""The page and the mailbox of a merge."""

from __future__ import annotations

import mailbox
from contextlib import closing
from pathlib import Path

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
    assert str(tmp_path) not in page


def test_a_missing_message_is_a_dashed_card(run: Run, tmp_path: Path) -> None:
    mail = (
        b"From: Bo Ek <bo@ek.example>\nTo: Ann Lee <ann@lee.example>\nSubject: Re: Planks\nMessage-ID: <2@ek.example>\n"
        b"In-Reply-To: <1@lee.example>\nDate: Sat, 4 May 2024 09:00:00 +0100\n\nThey are ordered.\n"
    )
    (tmp_path / "a.eml").write_bytes(mail)
    page = run("merge", "--to", "html", "a.eml").stdout.decode()
    shown = PageReader(page)
    assert faults(page, None, shown.elements["article"]) == []
    assert shown.elements["article"] == 2
    assert "card missing" in page
    assert "(no words of its own)" not in shown.words
    assert "Not in these documents. Known because of message 2" in " ".join(shown.words.split())


def test_a_merge_is_a_mailbox_with_each_message_once(run: Run, tmp_path: Path) -> None:
    written(tmp_path / "in")
    assert run("merge", "--to", "mbox", "-o", "out.mbox", "in").returncode == 0
    with closing(mailbox.mbox(tmp_path / "out.mbox")) as box:
        mails = list(box)
    assert [mail["Subject"] for mail in mails] == ["Planks", "RE: Planks"]
    assert mails[1]["In-Reply-To"] == mails[0]["Message-ID"]
