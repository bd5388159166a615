"""Mails that read back to the messages that they are."""

from __future__ import annotations

import email
import io
import mailbox
from contextlib import closing
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from tests.fixtures import CHAINS
from tests.views.documents import document, footbridge, message, thread_of
from threadparse.api import document_of
from threadparse.document import Document, Mailbox, Message
from threadparse.options import ParseOptions
from threadparse.readers.base import Text
from threadparse.readers.files import read_stream
from threadparse.readers.text import from_string
from threadparse.views.mails import mail_files, mailbox_of_mails


def read_back(mails: str) -> list[Message]:
    """Read a mailbox; each mail holds one message."""
    texts = read_stream(io.BytesIO(mails.encode("ascii")), "back.mbox", ParseOptions())
    documents = [document_of(item, ParseOptions()) for item in texts if isinstance(item, Text)]
    assert all(len(each.messages) == 1 for each in documents)
    return [each.messages[0] for each in documents]


def known(box: Mailbox | None) -> tuple[str | None, str | None, bool] | None:
    """What is known of a mailbox."""
    return None if box is None else (box.name, box.address, box.redacted)


# The letter's reference line is its subject, and a mail without sender and date is read as a letter again.
@pytest.mark.parametrize(
    "path", [path for path in CHAINS if path.name != "letter-and-chain.md"], ids=lambda path: path.name
)
def test_a_mailbox_reads_back_to_the_same_messages(path: Path) -> None:
    text = from_string(path.read_text(encoding="utf-8"), path.name, ParseOptions())
    chain = document_of(text, ParseOptions())
    messages = list({each.id: each for each in chain.messages}.values())
    back = read_back("".join(mailbox_of_mails([(text.characters, chain)])))
    for written, read in zip(messages, back, strict=True):
        assert known(read.sender) == known(written.sender)
        assert list(map(known, read.to)) == list(map(known, written.to))
        assert list(map(known, read.cc)) == list(map(known, written.cc))
        assert (read.subject, read.body) == (written.subject, written.body)
        when = (written.date or "")[:16]
        assert (read.date or "")[: len(when)] == when or len(when) < 10


def mails_of(*documents: Document) -> list[email.message.Message]:
    """The mails as the standard library reads them."""
    pairs = [("", each) for each in documents]
    return [email.message_from_string(content) for _, content in mail_files(pairs)]


def test_mail_programs_see_the_thread() -> None:
    chain, _ = footbridge()
    mails = mails_of(chain)
    identities = [mail["Message-ID"] for mail in mails]
    assert [mail["In-Reply-To"] for mail in mails] == [None, *identities[:3]]
    assert [(mail["References"] or "").split() for mail in mails] == [identities[:count] for count in range(4)]
    assert parsedate_to_datetime(mails[0]["Date"]).isoformat() == "2024-03-10T19:30:00"


def test_each_message_stands_once() -> None:
    chain, _ = footbridge()
    assert len(mails_of(chain, chain)) == 4


def test_the_standard_library_reads_the_mailbox(tmp_path: Path) -> None:
    shown = message("m1", body="From here on\n>From there\nno more.\n\nFrom: nobody", sender=Mailbox(name="Zoë"))
    target = tmp_path / "a.mbox"
    target.write_text("".join(mailbox_of_mails([("", document("", [thread_of(shown, message("m2"))]))])))
    with closing(mailbox.mbox(target)) as box:
        first, _ = box
    payload = first.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().strip() == shown.body


@pytest.mark.parametrize(
    "hostile", ["a\r\nBcc: evil@x.example", "a\n\n<script>", "=?utf-8?q?a?=", '"\\', "x" * 3000, "é" * 900, "a\x00b"]
)
def test_no_field_ends_a_header(hostile: str) -> None:
    box = Mailbox(name=hostile, address=hostile, raw=hostile)
    (mail,) = mails_of(document("", [thread_of(message(hostile, subject=hostile, sender=box, to=[box] * 3))]))
    assert {name.lower() for name in mail.keys()} <= {  # noqa: SIM118 - a mail is no dict
        "message-id", "date", "from", "to", "subject", "x-threadparse-date", "mime-version", "content-type",
        "content-transfer-encoding",
    }  # fmt: skip
    assert mail.get_payload() == "Hello.\r\n"
    assert max(len(line) for line in mail.as_string().split("\n")) < 998 or len(hostile) == 3000


def test_what_is_blacked_out_stays_so() -> None:
    (mail,) = mails_of(document("", [thread_of(message(sender=Mailbox(redacted=True, raw="Redacted")))]))
    assert mail["From"] == "redacted:;"
