"""Mails that read back to the messages that they are."""

from __future__ import annotations

import email
import io
import mailbox
from contextlib import closing
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from tests.fixtures import VARIED
from tests.views.documents import document, footbridge, message, thread_of
from threadparse.api import document_of
from threadparse.document import Document, Mailbox, Message
from threadparse.options import ParseOptions
from threadparse.readers.base import Text
from threadparse.readers.files import read_stream
from threadparse.views.mails import mail_files, mailbox_of_mails


def read_back(mails: str, name: str) -> list[Message]:
    """Read a mailbox or a mail; each mail holds one message."""
    texts = read_stream(io.BytesIO(mails.encode("ascii")), name, ParseOptions())
    documents = [document_of(item, ParseOptions()) for item in texts if isinstance(item, Text)]
    assert all(len(each.messages) == 1 for each in documents)
    return [each.messages[0] for each in documents]


def known(box: Mailbox | None) -> tuple[str | None, str | None, bool] | None:
    """What is known of a mailbox."""
    return None if box is None else (box.name, box.address, box.redacted)


def values(message: Message) -> tuple[object, ...]:
    """What a message says, wherever it stands."""
    boxes = [known(message.sender), *([known(box) for box in field] for field in (message.to, message.cc))]
    return (message.id, *boxes, message.subject, message.body, message.date, message.date_precision)


@pytest.mark.parametrize("path", VARIED, ids=lambda path: path.name)
def test_a_mailbox_and_its_mails_read_back_to_the_same_messages(path: Path) -> None:
    (text,) = read_stream(io.BytesIO(path.read_bytes()), path.name, ParseOptions())
    assert isinstance(text, Text)
    pair = text.characters, document_of(text, ParseOptions())
    written = list(map(values, {each.id: each for each in pair[1].messages}.values()))
    assert list(map(values, read_back("".join(mailbox_of_mails([pair])), "back.mbox"))) == written
    files = [read_back(content, name) for name, content in mail_files([pair])]
    assert [values(message) for messages in files for message in messages] == written


def mails_of(*documents: Document) -> list[email.message.Message]:
    """The mails as the standard library reads them."""
    pairs = [("", each) for each in documents]
    return [email.message_from_string(content) for _, content in mail_files(pairs)]


def test_a_field_of_threadparse_does_not_change_the_date_of_a_mail() -> None:
    mail = "From: a@b.example\nDate: Fri, 3 May 2024 10:00:00 +0100\nX-Threadparse-Date: {}\nMessage-ID: <1@b>\n\nHi.\n"
    for written, read in {
        "2024-05-03T10:00": "2024-05-03T10:00",
        "2024-05-03": "2024-05-03",
        "2023-05-03T10:00": "2024-05-03T10:00:00+01:00",
        "May": "2024-05-03T10:00:00+01:00",
    }.items():
        assert read_back(mail.format(written), "a.eml")[0].date == read


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
