"""The page, the list and the mailbox of a merge."""

from __future__ import annotations

import mailbox
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import threadparse
from tests.conftest import Run
from tests.merge.exchange import LETTER, own, parsed, quoted
from tests.views.html.checker import PageReader, faults
from threadparse.document import Note
from threadparse.merge.merged_page import merged_page
from threadparse.merge.merging import merge_documents
from threadparse.merge.shown_threads import first_places, short_names

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


def page_of(**texts: str) -> str:
    """Return the page of documents, each by the name of its text."""
    return pages(list(texts.values()), parsed(**texts))


def pages(texts: list[str], documents: list[Any]) -> str:
    """Return the page of documents."""
    pairs = list(zip(texts, documents, strict=True))
    return merged_page(merge_documents(pairs), pairs, version="1")


def chain(words: str) -> str:
    """Return an answer above what it answers."""
    return ANSWER + ASKED.format(words=words)


def words_of(page: str) -> str:
    """Return all words of a page."""
    return " ".join(PageReader(page).words.split())


def test_short_words_are_marked_in_their_place_alone() -> None:
    words = "Room 420 is free. Please order 420 planks, and 4203 nails, for the footbridge at the mill by Whitsun."
    page = page_of(a=chain(words), b=chain(words.replace("order 420", "order 470")))
    assert len(re.findall("<span class=altered>4[27]0</span><small class=letter>a</small> planks", page)) == 1
    assert page.count("class=letter") == 1
    assert "Room 420 is" in page


def test_marks_go_on_over_folded_lines_and_paragraphs() -> None:
    words = "The first of all the planks came late.\n\nThe second one came in time, and so did the nails."
    hidden = words.replace("came late.\n\nThe second", "[redacted]")
    page = page_of(a=chain(words), b=chain(hidden))
    shown = re.findall("<span class=revealed>(.*?)</span>(<small)?", page)
    assert shown == [("came late.", ""), ("The second", "<small")] or shown == [
        ("came late", ""),
        ("The second", "<small"),
    ]
    assert "revealed: “came late" in words_of(page)
    assert "is blacked out in b.txt, line 13, and legible in a.txt, line 8." in words_of(page)


def test_only_where_no_copy_tells_none_is_said_to_tell() -> None:
    changed = LETTER.replace("4,200", "4,700")
    assert "No copy says which is right." in words_of(page_of(a=quoted(), b=quoted(changed)))
    said = words_of(page_of(a=quoted(changed), b=own()))
    assert "altered: “4,700” for “4,200” in a.txt, line 16. The message itself has “4,200”: b.txt, line 1." in said
    assert "No copy says" not in said


def test_what_the_message_itself_has_is_said_where_a_quotation_stands_for_it() -> None:
    hidden = LETTER.replace("4,200", "4,700").replace("the door of the shed", "[redacted]")
    said = words_of(page_of(a=quoted(), b=own(hidden)))
    assert "altered: “4,700” for “4,200” in b.txt, line 8. The message itself has “4,700”: b.txt, line 1." in said
    assert "No copy says" not in said


def test_what_is_known_of_a_missing_message_without_an_id_is_said_in_words() -> None:
    page = page_of(a=ANSWER)
    assert faults(page, None, 2) == []
    said = "Not in these documents. Answered by message 2, whose subject is “RE: Planks”; sent before "
    assert f"{said}Sat 4 May 2024, 09:00." in words_of(page)


def test_words_that_several_copies_have_alike_are_named_once_the_marked_ones_first() -> None:
    banner = "[EXTERNAL EMAIL] Exercise caution."
    changed = quoted(f"{banner}\n\n{LETTER.replace('4,200', '4,700').replace('before', 'long before')}")
    page = page_of(a=own(), b=changed, c=changed.replace("REPLY", "x"), d=changed.replace("begin as", "start as"))
    said = words_of(page)
    assert said.count("a · altered: “4,700” for “4,200” in ") == 1
    assert "“4,700” for “4,200” in b.txt, line 18; c.txt, line 18; d.txt, line 18. The message itself" in said
    assert "d.txt, line 18. The message itself has nothing there: a.txt, line 1." in said
    assert said.count(f"added: “{banner}” in ") == 1
    assert said.index("a · altered") < said.index("altered: “long” is inserted in b.txt") < said.index("added: ")


def test_notes_are_those_of_the_document_in_which_a_message_stands_and_of_the_merge() -> None:
    texts = [chain(WORDS), chain(WORDS.replace("4200", "4700")), own()]
    documents: list[Any] = [threadparse.parse(text, path=f"{number}.txt") for number, text in enumerate(texts)]
    letter = documents[2].messages[0]
    documents[2].notes.append(Note("date.odd", "warning", "An odd date.", None, letter.id))
    page = pages(texts, documents)
    assert faults(page, None, 3) == []
    words = words_of(page)
    assert words.count("An odd date. date.odd") == 2  # in the card, and among the notes
    assert words.count("merge.reading-open") == 2
    assert ">2 notes</a>" in page
    anchor = f"m-{letter.id}"
    assert re.search(rf"date\.odd</code> <a href=\"?#{anchor}\"?>message 2\.1</a>", page)


def test_documents_of_one_path_are_told_apart() -> None:
    texts = [chain(WORDS), chain(WORDS), own()]
    page = pages(texts, [threadparse.parse(text) for text in texts])
    assert faults(page, None, 3) == []
    words = words_of(page)
    assert "Put together from 2 documents" in words
    assert "standard input, line" in words
    assert "standard input (2), line" in words


def test_names_do_not_depend_on_the_folder_one_is_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    paths = ["in/a/x.txt", "./in/b/x.txt", "-", "/home/ann/y.txt", "/home/ann/z/y.txt"]
    expected = ["a/x.txt", "b/x.txt", "standard input", "y.txt", "z/y.txt"]
    assert [short_names(paths)[path] for path in paths] == expected
    monkeypatch.chdir(tmp_path)
    assert short_names(paths) == dict(zip(paths, expected, strict=True))
    assert short_names(["y.txt", "/home/ann/y.txt"]) == {"y.txt": "y.txt (2)", "/home/ann/y.txt": "y.txt"}
    assert short_names(["", "- (2)"]) == {"": "standard input", "- (2)": "standard input (2)"}


def test_messages_of_the_same_words_to_different_people_have_ids_of_their_own() -> None:
    letters = [
        own().replace("Tobias Quill <t.quill@regatta.example>", person)
        for person in ("Ann Lee <ann@lee.example>", "Bo Ek <bo@ek.example>")
    ]
    documents = parsed(a=letters[0], b=letters[1])
    merged = merge_documents(list(zip(letters, documents, strict=True)))
    ids = [message.id for thread in merged.threads for message in thread.messages]
    assert len(ids) == len(set(ids)) == 2
    assert {document.messages[0].id for document in documents} & set(ids)
    cards = re.findall("<article id=m-([0-9a-f]+) .*?</article>", pages(letters, documents), re.DOTALL)
    assert set(cards) == set(ids)
    assert set(first_places(merged).values()) == {"a.txt:1", "b.txt:1"}


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
    assert re.search(
        r"a · altered: “4700” for “4200” in b/chain.txt|a · altered: “4200” for “4700” in a/chain.txt", words
    )
    assert "</span><small class=letter>a</small>" in page
    assert "and 1 more place" in words
    assert re.findall(r"<li id=d\d-L(\d+) class=differs>", page) == ["13"]
    assert str(tmp_path) not in page


def test_a_blacked_out_sender_has_a_row_that_says_so() -> None:
    page = page_of(a=ANSWER.replace("Bo Ek <bo@ek.example>", "[redacted]", 1) + ASKED.format(words=WORDS))
    assert "<span class=none>redacted</span>" in page
    assert "no sender named" not in page


def test_a_missing_message_is_a_dashed_card(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(ANSWERED)
    page = run("merge", "--to", "html", "a.eml").stdout.decode()
    shown = PageReader(page)
    assert faults(page, None, shown.elements["article"]) == []
    assert shown.elements["article"] == 2
    assert "card missing" in page
    for words in ("(no words of its own)", "no sender named", "no recipient named", "first message"):
        assert words not in shown.words
    assert "sender not known" in shown.words
    said = "Not in these documents. Answered by message 2, which gives its Message-ID as <1@lee.example>; sent before "
    assert f"{said}Sat 4 May 2024, 09:00:00 +01:00." in words_of(page)
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
    "options", [["--list", "--to", "json"], ["--tree", "--report", "altered"], ["--since", "2024", "--to", "json"]]
)
def test_forms_of_a_merge_exclude_one_another(run: Run, tmp_path: Path, options: list[str]) -> None:
    written(tmp_path / "in")
    assert run("merge", *options, "in").returncode == 2
