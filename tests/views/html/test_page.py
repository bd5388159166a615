"""The page: whole, safe, the same every time."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.fixtures import CHAINS
from tests.views.documents import document, footbridge, message, thread_of
from tests.views.html.checker import PageReader, faults

from threadparse.api import document_of
from threadparse.document import Attachment, Document, Mailbox, Note, Participant, Thread, Zone
from threadparse.options import ParseOptions
from threadparse.readers.text import from_string
from threadparse.views.html.page import page


def parsed(text: str, path: str = "chain.txt") -> Document:
    """Parse a text as the command line does."""
    return document_of(from_string(text, path, ParseOptions()), ParseOptions())


def page_of(*documents: tuple[str, Document], with_source: bool = True) -> str:
    return page(documents, version="1.2.3", with_source=with_source)


def long_chain(messages: int, people: int = 3) -> str:
    """A chain of many messages between some people, newest first."""
    names = ["Ann Lee <ann@lee.example>", "Bo Ek <bo@ek.example>", "Cyd Roe <cyd@roe.example>"][:people]
    pieces = []
    for number in range(messages, 0, -1):
        day, hour = divmod(number * 7, 24)
        date = f"{day % 28 + 1:02}/{day // 28 % 12 + 1:02}/{2010 + day // 336} {hour:02}:{number % 60:02}"
        words = "\n".join(f"Remark {number} about the roof of the hall, line {line}." for line in range(6))
        pieces.append(
            f"From: {names[number % people]}\nSent: {date}\nTo: {names[(number + 1) % people]}\n"
            f"Subject: {'RE: ' if number > 1 else ''}Roof\n\nDear all,\n\n{words}\n\nKind regards,\nA. N.\n\n"
        )
    return "".join(pieces)


@pytest.mark.parametrize("path", CHAINS, ids=lambda path: path.name)
def test_every_chain_has_a_page_without_fault(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    chain = parsed(text, path.name)
    assert faults(page_of((text, chain)), text, len(chain.messages)) == []


def test_the_page_says_who_wrote_to_whom_when_and_where() -> None:
    chain, text = footbridge()
    shown = PageReader(page_of((text, chain)))
    for words in (
        "4 messages\u00a0· 2 people and redacted ones\u00a0· Sun 10 Mar – Thu 14 Mar 2024 (4 days)",
        "Index of 4 messages",
        "10 Mar 2024 Sun 19:30",
        "↳ reply to message 3",
        "⇢ forward of message 1",
        "Parish Clerk → redacted",
    ):
        assert words in shown.words
    first = chain.threads[0].messages[0].zones[0].start
    assert f"#L{text.count(chr(10), 0, first) + 1}" in shown.links


def test_every_word_of_every_body_is_on_its_card() -> None:
    for path in CHAINS:
        text = path.read_text(encoding="utf-8")
        chain = parsed(text, path.name)
        cards = re.findall(r"<article.*?</article>", page_of((text, chain)), re.DOTALL)
        for each, card in zip(chain.messages, cards, strict=True):
            words = "".join(PageReader(card).words.split())
            assert all("".join(line.split()) in words for line in each.body.split("\n"))


PROBES = (
    '"><script>alert(1)</script>',
    "</title></style><svg onload=alert(1)>",
    "javascript:alert(1)",
    "<base href=//evil.example>",
    '<meta http-equiv=refresh content="0;url=//evil.example">',
    "]]>",
    "{{7*7}}",
    r"\22 ;} * {background:url(//evil.example)}",
    "' onmouseover='alert(1)",
    "a\u202eb\x00c\x1bd\ud800e",
)


def probed(probe: str) -> tuple[str, Document]:
    """A document with a probe in every place that mail fills."""
    text = f"{probe}\n{probe}\n".replace("\ud800", "\ufffd")
    mailbox = Mailbox(name=probe, address=probe, raw=probe, participant="p1")
    shown = message(
        probe,
        body=f"{probe}\n\n{probe}   {probe}\n{probe}   {probe}",
        sender=mailbox,
        to=[mailbox] * 12,
        subject=probe,
        date=None,
        date_raw=probe,
        attachments=[Attachment(name=probe, size=3)],
        zones=[Zone(kind="body", start=0, end=len(text))],
    )
    people = [Participant(id="p1", name=probe, addresses=[probe], sent=1, received=1)]
    chain = document(text, [Thread(id="t", subject=probe, participants=people, messages=[shown])])
    chain.source.path = probe
    chain.notes.append(Note(code="a.b", severity="warning", text=probe, span=(0, 1), message=probe))
    return text, chain


@pytest.mark.parametrize("probe", PROBES)
def test_mail_never_becomes_mark_up_style_or_link(probe: str) -> None:
    text, chain = probed(probe)
    shown = page_of((text, chain))
    assert faults(shown, text, 1) == []
    assert shown.partition("<body>")[0].count("<title>") == 1
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)


def test_the_checker_sees_a_page_without_escaping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "escape", lambda words, **_: words)
    text, chain = probed('<script src="//evil.example">')
    assert len(faults(page_of((text, chain)), text, 1)) > 3


def test_two_messages_with_one_id_have_two_cards() -> None:
    shown = page_of(("", document("", [thread_of(message("ab"), message("ab"))])))
    assert {"m-ab", "m-ab-2"} <= set(PageReader(shown).ids)


def test_several_documents_are_one_page() -> None:
    text = long_chain(3)
    pair = text, parsed(text)
    shown = page_of(pair, pair)
    assert faults(shown, None, 6) == []
    read = PageReader(shown)
    assert {"L1", "d1-L1", "d2-L1"} & set(read.ids) == {"d1-L1", "d2-L1"}
    assert "2.3" in read.words


def test_the_source_can_be_left_out() -> None:
    text = long_chain(2)
    shown = page_of((text, parsed(text)), with_source=False)
    assert faults(shown, None, 2) == []
    assert PageReader(shown).lines == []
    assert "threadparse text prints it with the same line numbers" in PageReader(shown).words


def test_a_page_without_messages_says_so() -> None:
    assert "No message found." in PageReader(page_of(("", document("", [])))).words


def test_long_bodies_and_disclaimers_are_folded_and_say_how_much() -> None:
    text = "\n\n".join(f"Line {number}." for number in range(200))
    chain = document(text, [thread_of(message(body=text, zones=[Zone(kind="body", start=0, end=len(text))]))])
    assert "and 50 more lines" in PageReader(page_of((text, chain))).words
    chain.messages[0].zones[0].kind = "disclaimer"
    assert "Disclaimer, 300 words" in PageReader(page_of((text, chain))).words


def test_blacked_out_places_are_bars_and_counted() -> None:
    head = "From: Redacted\nSent: 3 May 2024 10:00\nTo: Bo\nSubject: Stall\n\n"
    text = head + "Dear [REDACTED], ask \u2588\u2588\u2588\u2588.\n"
    shown = page_of((text, parsed(text)))
    assert "<span class=bar>[REDACTED]</span>" in shown
    assert '<span class="bar solid" role=img aria-label="blacked out">\u2588\u2588\u2588\u2588</span>' in shown
    assert "3 places blacked out" in PageReader(shown).words


def test_words_from_under_black_bars_are_a_warning_in_the_head() -> None:
    text = long_chain(2)
    chain = parsed(text, "folder/draft.pdf")
    warning = "This page shows words that lie under black bars in draft.pdf."
    assert warning not in PageReader(page_of((text, chain))).words
    chain.notes.append(Note(code="pdf.covered-read", severity="warning", text="Page 1: 5 characters …", span=(0, 1)))
    shown = PageReader(page_of((text, chain))).words
    assert shown.index(warning) < shown.index("How this page was made")


def test_many_recipients_are_counted() -> None:
    people = [Mailbox(name=f"Person {number}") for number in range(30)]
    shown = PageReader(page_of(("", document("", [thread_of(message(to=people))]))))
    assert "and 22 more" in shown.words
    assert "Person 29" in shown.words


@pytest.mark.skipif(shutil.which("w3m") is None, reason="no w3m: install it with the system's packages")
def test_a_browser_without_style_tells_it_in_order(tmp_path: Path) -> None:
    chain, text = footbridge()
    (tmp_path / "page.html").write_text(page_of((text, chain)), encoding="utf-8")
    command = ["w3m", "-dump", "-cols", "100", "-I", "UTF-8", "-O", "UTF-8", "page.html"]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout.decode()
    card = shown[shown.index("no recipient named") if "no recipient named" in shown else shown.rindex("13 Mar 2024") :]
    places = [card.index(words) for words in ("13 Mar 2024", "Highways Enquiries", "redacted", "Two planks failed")]
    assert places == sorted(places)


def test_five_thousand_messages_have_at_most_three_and_a_half_kilobytes_each() -> None:
    text = long_chain(500)
    chain = parsed(text)
    assert len(chain.messages) == 500
    assert len(page_of((text, chain)).encode()) <= 500 * 3500


def test_the_page_is_the_same_whenever_and_wherever_it_is_made(run: Run, tmp_path: Path) -> None:
    (tmp_path / "chain.txt").write_text(long_chain(20))
    first = run("export", "chain.txt", "--to", "html").stdout
    elsewhere = tmp_path / "a" / "b"
    elsewhere.mkdir(parents=True)
    again = subprocess.run(
        [sys.executable, "-m", "threadparse", "export", tmp_path / "chain.txt", "--to", "html"],
        capture_output=True,
        cwd=elsewhere,
        env={**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "cy_GB.UTF-8", "PYTHONHASHSEED": "7"},
        check=True,
    ).stdout
    assert first == again
    assert str(tmp_path).encode() not in first
    assert b"<script" not in first
