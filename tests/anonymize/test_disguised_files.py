"""Files in disguise: taken apart in the same way, and without the words that they had."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from tests.accuracy.gate import CORPORA
from tests.fixtures import CHAINS, CLIENTS

from threadparse.anonymize.disguise import Disguise
from threadparse.anonymize.disguised_files import anonymize
from threadparse.anonymize.kept_words import is_kept
from threadparse.anonymize.mail_bytes import disguise_html
from threadparse.api import document_of
from threadparse.errors import UnsupportedFormatError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text
from threadparse.readers.files import read_stream
from threadparse.readers.hypertext.walker import begins_quoted_mail

_WORD = re.compile(r"[^\W\d_]{4,}")
KEY = b"for tests"
MAILS_AND_PAGES = sorted(path for path in CLIENTS.iterdir() if path.suffix in (".eml", ".html", ".txt"))


def _is_of_a_table(word: str) -> bool:
    """Tell whether a word is one of our tables, or two of them without a blank ("PMSubject")."""
    return is_kept(word) or any(is_kept(word[:at]) and is_kept(word[at:]) for at in range(2, len(word) - 3))


def texts(data: bytes, name: str) -> list[Text]:
    """The texts of a file."""
    return [item for item in read_stream(io.BytesIO(data), name, ParseOptions()) if isinstance(item, Text)]


def words(data: bytes) -> set[str]:
    """The words of four letters or more that no table of ours has, nor a date of a header."""
    found = set()
    for text in texts(data, "x"):
        dates = " ".join(each.date_raw or "" for each in document_of(text, ParseOptions()).messages).casefold()
        found |= {
            word.casefold()
            for word in _WORD.findall(
                text.characters.replace("\\n", " ").replace("\u00c3\u00a9", "é")
            )  # a label, misread
            if not _is_of_a_table(word) and word.casefold() not in dates and word.casefold().strip("x")
        }
    return found


def test_there_are_mails_and_pages_to_disguise() -> None:
    assert len(MAILS_AND_PAGES) >= 15


def test_chains_are_taken_apart_in_the_same_way() -> None:
    failed = [
        path.name for path in CHAINS if anonymize(path.read_bytes(), path.name, ParseOptions(), key=KEY).differences
    ]
    assert len(CHAINS) >= 40
    assert len(failed) <= 1, failed


@pytest.mark.parametrize("path", CHAINS, ids=lambda path: path.name)
def test_no_word_is_left(path: Path) -> None:
    data = path.read_bytes()
    made = anonymize(data, path.name, ParseOptions(), key=KEY)
    assert len(made.data.decode()) == len(data.decode("utf-8-sig"))
    assert not words(data) & words(made.data)


def test_a_word_becomes_the_same_everywhere_and_another_with_another_key() -> None:
    chain = b"From: Ottilie Quarrel <ottilie.quarrel@quarrel.example>\nTo: Bo\nSubject: Ottilie\n\nOttilie, OTTILIE.\n"
    made = anonymize(chain, "x", ParseOptions(), key=KEY).data.decode()
    name, surname = made.split()[1:3]
    assert made.count(name) == 3
    assert name.lower() + "." + surname.lower() + "@" + surname.lower() in made
    assert name.upper() in made
    assert anonymize(chain, "x", ParseOptions(), key=b"another").data.decode() != made
    assert anonymize(chain, "x", ParseOptions()).data != anonymize(chain, "x", ParseOptions()).data


def test_numbers_go_and_dates_stay() -> None:
    head = b"From: Ann\nSent: 3 May 2024 10:00\nTo: Bo\nSubject: x\n\n"
    chain = head + b"Call 020 7946 0958 on 14 May at 09:30, ref 48151623.\n"
    made = anonymize(chain, "x", ParseOptions(), key=KEY).data.decode()
    assert "3 May 2024 10:00" in made
    assert "14 May" in made
    assert "09:30" in made
    assert not re.search("7946|0958|48151623", made)


@pytest.mark.parametrize("path", MAILS_AND_PAGES, ids=lambda path: path.name)
def test_mails_and_pages_keep_their_form(path: Path) -> None:
    data = path.read_bytes()
    made = anonymize(data, path.name, ParseOptions(), key=KEY)
    assert made.differences == []
    assert not words(data) & words(made.data)
    assert [text.source.format for text in texts(made.data, "x")] == [text.source.format for text in texts(data, "x")]


def test_attachments_are_emptied_and_other_fields_left_out() -> None:
    mail = (
        b"From: Ann <ann@lee.example>\nTo: =?utf-8?q?Zo=C3=AB?= <zoe@b.example>\nDate: Fri, 3 May 2024 10:00:00 +0100\n"
        b"Subject: Plans\nX-Originating-IP: 192.0.2.7\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        b'--b\nContent-Type: text/plain\n\nOttilie.\n--b\nContent-Type: application/pdf; name="ledger.pdf"\n'
        b"Content-Transfer-Encoding: base64\n\nc2VjcmV0\n--b--\n"
    )
    made = anonymize(mail, "x.eml", ParseOptions(), key=KEY)
    assert made.differences == []
    assert not re.search(rb"192\.0|ledger|c2VjcmV0|Ottilie|lee\.example|Zo=C3", made.data)
    assert b"Date: Fri, 3 May 2024 10:00:00 +0100" in made.data


def test_what_a_page_does_not_show_goes_too() -> None:
    page = (
        b'<html><!-- draft by Ottilie --><body title=Quarrel><p class="MsoNormal" data-by="Wisteria">'
        b"From: Ann &lt;a@b.example&gt;</p>"
        b"<p>To: <bo.lindqvist@quarrel.example></p><p>Subject: Plans</p><p>Good.</p></body></html>"
    )
    made = anonymize(page, "x.html", ParseOptions(), key=KEY)
    assert not re.search(rb"Ottilie|Quarrel|quarrel|Wisteria|lindqvist", made.data)
    assert b'class="MsoNormal"' in made.data
    assert made.differences == []


def test_names_in_classes_styles_and_brackets_go() -> None:
    page = (
        b"<html><style>.ottilie {display:none} p {font-family:Quarrel}</style><body>"
        b'<p class="ottilie MsoNormal" style="margin:0; background:url(wisteria48151623)" data-lindqvist=1>Unseen</p>'
        b"<div id=divRplyFwdMsg Roester><p>From: Jane <Jane Roester></p><p>To: <b Roester></p></div>"
        b"<p>Subject: Plans</p><p>Good. <Ottilie Quarrel></p></body></html>"
    )
    made = disguise_html(page.decode(), Disguise(KEY, [page.decode()]).text)
    assert not re.search("(?i)ottilie|quarrel|wisteria|48151623|lindqvist|roester|jane", made)
    assert re.search(r'<style>\.(\w+) {display:none}.*<p class="\1 MsoNormal" style="margin:0; ', made)
    assert "<div id=divRplyFwdMsg " in made


@pytest.mark.parametrize(
    "name",
    [
        "gmail_quote",
        "gmail_attr",
        "moz-cite-prefix",
        "moz-forward-container",
        "moz-email-headers-table",
        "divRplyFwdMsg",
        "appendonsend",
        "OLK_SRC_BODY_SECTION",
        "yahoo_quoted",
        "yahooQTDCollapse",
        "yqt123",
        "protonmail_quote",
        "tutanota_quote",
        "zmail_extra",
        "ms-outlook-mobile-reference-message",
        "mail-editor-reference-message-container",
        "reply-intro",
        "AOLMsgPart",
        "WM_QUOTE",
    ],
)
def test_what_begins_a_quoted_mail_still_does(name: str) -> None:
    tag = f'<div id="{name}">'
    assert begins_quoted_mail({"id": name})
    assert disguise_html(tag, Disguise(KEY, [tag]).text) == tag


def test_dates_of_all_scripts_and_labels_in_the_wrong_encoding_stay() -> None:
    stamp = "Ann Lee <a@b.example> 於 2022年11月30日 週三 晚上11:26寫道：\n> Hi\n"
    head = "De : Port <p@q.example>\nEnvoy\u00c3\u00a9 : 20 de març 2021 10:02 GMT+3\nTo: Bo\nSubject: x\n\nGood.\n\n"
    made = anonymize((head + stamp).encode(), "x", ParseOptions(), key=KEY).data.decode()
    for kept in ("2022年11月30日", "晚上11:26", "Envoy\u00c3\u00a9 :", "20 de març 2021 10:02 GMT+3"):
        assert kept in made


@pytest.mark.slow
@pytest.mark.skipif(not CORPORA.is_dir(), reason="no corpora (CONTRIBUTING.md, Accuracy)")
def test_ninety_eight_of_a_hundred_chains_of_the_corpora_are_taken_apart_in_the_same_way() -> None:
    count = failed = 0
    for path in sorted(CORPORA.glob("*.jsonl")):
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for record in records[:: max(1, len(records) // 60)]:
            name = {"eml": "x.eml", "html": "x.html"}.get(record["format"], "x.txt")
            made = anonymize(record["text"].encode("utf-8", "replace"), name, ParseOptions(), key=KEY)
            count += 1
            failed += bool(made.differences)
    assert count >= 300
    assert count - failed >= 0.98 * count


def test_a_mailbox_is_taken_apart_mail_by_mail() -> None:
    mail = (
        b"From a@b Thu Jan  1 00:00:00 1970\nFrom: Ottilie <o@q.example>\nTo: b@q.example\nSubject: Quay\n\nFlood.\n\n"
    )
    made = anonymize(mail * 3, "x.mbox", ParseOptions(), key=KEY)
    assert (made.messages, made.differences) == (3, [])
    assert b"Ottilie" not in made.data


def test_other_formats_are_refused() -> None:
    with pytest.raises(UnsupportedFormatError):
        anonymize(b"{\\rtf1 Ottilie}", "x.rtf", ParseOptions())
