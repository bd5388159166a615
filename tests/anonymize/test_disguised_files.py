"""Files in disguise: taken apart in the same way, and without the words that they had."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from tests.fixtures import CHAINS, CLIENTS

from threadparse.anonymize.disguised_files import anonymize
from threadparse.anonymize.kept_words import is_kept
from threadparse.api import document_of
from threadparse.errors import UnsupportedFormatError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text
from threadparse.readers.files import read_stream

_WORD = re.compile(r"[^\W\d_]{4,}")
KEY = b"for tests"


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
            for word in _WORD.findall(text.characters.replace("\\n", " "))
            if not _is_of_a_table(word) and word.casefold() not in dates and word.casefold().strip("x")
        }
    return found


def test_chains_are_taken_apart_in_the_same_way() -> None:
    failed = [
        path.name for path in CHAINS if anonymize(path.read_bytes(), path.name, ParseOptions(), key=KEY).differences
    ]
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


@pytest.mark.parametrize(
    "path",
    sorted(path for path in CLIENTS.iterdir() if path.suffix in (".eml", ".html", ".txt")),
    ids=lambda path: path.name,
)
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
