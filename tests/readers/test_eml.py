"""Mails: envelopes, charsets, parts, attached mails, and all that is broken in them."""

from __future__ import annotations

import base64
import io
from email.message import EmailMessage
from typing import Any

import pytest

from tests.fixtures import table
from tests.readable import in_source_order
from tests.readers.mails import mail, read
from tests.readers.reading import codes
from threadparse import LimitError, ParseOptions
from threadparse import read as read_documents
from threadparse.api import document_of
from threadparse.document import Envelope
from threadparse.readers.base import Text


def envelope(text: Text) -> Envelope:
    assert text.source.envelope is not None
    return text.source.envelope


def built(subject: str, sender: str, date: str, body: str) -> EmailMessage:
    """A mail made by the standard library."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Date"] = sender, "Bob <bob@x.org>", subject, date
    message["Message-ID"] = "<1@x.org>"
    message.set_content(body)
    return message


@pytest.mark.parametrize(
    ("field", "name", "address"),
    [
        ("=?utf-8?q?Roe=2C_Jane?= <jane@x.org>", "Roe, Jane", "jane@x.org"),
        ('"Roe, Jane" <jane@x.org>', "Roe, Jane", "jane@x.org"),
        ("=?utf-8?B?w4E=?=\n =?utf-8?B?bm4=?= <a@x.org>", "Ánn", "a@x.org"),
        ("=?utf-8?Q?=C3?= =?utf-8?Q?=81nn?= <a@x.org>", "Ánn", "a@x.org"),
        ("=?windows-1252*en?Q?Zo=EB?= <z@x.org>", "Zoë", "z@x.org"),
        ("=?foo-8?Q?Zo=C3=AB?= <z@x.org>", "Zoë", "z@x.org"),
        ("=?utf-8?B?w4Fub?= <a@x.org>", "Án", "a@x.org"),
        ("=?utf-8?Q?Is this you??= <a@x.org>", "Is this you?", "a@x.org"),
        ("Zoë <z@x.org>", "Zoë", "z@x.org"),
        ("xxx <xxx@gmail.com>", "xxx", "xxx@gmail.com"),
        ("ann@x.org (Ann Lee)", "Ann Lee", "ann@x.org"),
        ("<ann@x.org>", None, "ann@x.org"),
        ("Ann Lee <ann@x.org>, Bob <bob@x.org>", "Ann Lee", "ann@x.org"),
    ],
)
def test_senders_are_decoded(field: str, name: str | None, address: str) -> None:
    sender = envelope(read(mail("", "Hi", header=f"From: {field}\nMIME-Version: 1.0\nSubject: x\n"))).sender
    assert sender is not None
    assert (sender.name, sender.address) == (name, address)


@pytest.mark.parametrize(
    ("date", "iso"),
    [
        ("Mon, 2 Apr 2012 09:57:58 -0400 (EDT)", "2012-04-02T09:57:58-04:00"),
        ("2 Apr 2012 09:57 +0000", "2012-04-02T09:57+00:00"),
        ("Mon, 2 Apr 2012 09:57:58 EST", "2012-04-02T09:57:58-05:00"),
        ("Mon, 2 Apr 2012 09:57:58 GMT", "2012-04-02T09:57:58+00:00"),
        ("2012-04-02T09:57:58Z", "2012-04-02T09:57:58+00:00"),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_keep_their_offset(date: str, iso: str | None) -> None:
    assert envelope(read(mail("", "Hi", header=f"From: a@x.org\nMIME-Version: 1.0\nDate: {date}\n"))).date == iso


@pytest.mark.parametrize(
    ("charset", "data", "characters", "noted"),
    [
        ("iso-8859-1", b"caf\xe9 \x93yes\x94", "café “yes”", False),
        ("us-ascii", b"caf\xe9", "café", True),
        ("us-ascii", "café".encode(), "café", True),
        ("utf-8", b"caf\xe9", "café", True),
        ("iso-8859-1", "café".encode(), "café", True),
        ("gb2312", "步行桥".encode("gb18030"), "步行桥", False),
        ("ks_c_5601-1987", "다리".encode("cp949"), "다리", False),
        ("iso-8859-8-i", "גשר".encode("iso8859-8"), "גשר", False),
        ("iso-2022-jp", "歩道橋".encode("iso2022_jp"), "歩道橋", False),
        ("unknown-8bit", "café".encode(), "café", True),
        ("foo-8", b"caf\xe9", "café", True),
        ("base64", b"plain", "plain", False),
        ("utf-16", "café".encode("utf-16"), "café", False),
        ("windows-1251", "мост".encode("cp1251"), "мост", False),
        ("x-mac-roman", b"caf\x8e", "café", False),
        ("", b"caf\xe9", "café", True),
    ],
)
def test_charsets_are_read_as_declared_unless_they_lie(charset: str, data: bytes, characters: str, noted: bool) -> None:
    text = read(mail(f"Content-Type: text/plain; charset={charset}", "", "") + data)
    assert (text.characters, bool(codes(text))) == (characters, noted)


PLAIN = "From: a@x.org\nSubject: x\nMIME-Version: 1.0\n"


def broken() -> list[Any]:
    """The table of broken mails: further header fields and body, and what is to be read."""
    cases = table("broken-mail")
    return [pytest.param(case["lines"], case["characters"], id=case["what"]) for case in cases]


MIXED = "Content-Type: multipart/mixed; boundary=b"


@pytest.mark.parametrize(("lines", "characters"), broken())
def test_broken_mail_is_read(lines: list[str], characters: str) -> None:
    for newline in ("\n", "\r\n"):
        text = read(mail(*lines, header=PLAIN).replace(b"\n", newline.encode()))
        assert text.characters == characters
        assert text.source.format == "eml"


def test_a_byte_order_mark_costs_no_header() -> None:
    text = read(b"\xef\xbb\xbf" + mail("", "Hi"))
    assert (text.characters, envelope(text).subject) == ("Hi", "Bridge")


def test_apples_emlx_is_a_mail_between_two_things() -> None:
    inner = mail("", "Hi")
    assert read(b"%d\n" % len(inner) + inner + b"<?xml version='1.0'?><plist></plist>").characters == "Hi"


def test_no_header_is_no_mail() -> None:
    assert read(b"\n\n").source.format == "text"


ALTERNATIVE = 'Content-Type: multipart/alternative; boundary="b"'


def alternative(plain: str, html: str) -> bytes:
    return mail(
        ALTERNATIVE,
        "",
        "--b",
        "Content-Type: text/plain",
        "",
        plain,
        "--b",
        "Content-Type: text/html",
        "",
        html,
        "--b--",
    )


LONG = "".join(f"<p>Paragraph {number} of a long newsletter.</p>" for number in range(20))


@pytest.mark.parametrize(
    ("plain", "html", "begins"),
    [
        ("Plain words", "<p>Rich words", "Plain words"),
        ("", "<p>Rich words", "Rich words"),
        ("Your client cannot show HTML.", LONG, "Paragraph 0"),
        ("Yes\n\nOn Monday Ann wrote:\n    No", "Yes<blockquote type=cite>No</blockquote>", "Yes\n\n> No"),
        ("Yes\n> No", "Yes!<blockquote type=cite>No</blockquote>", "Yes\n> No"),
    ],
)
def test_the_alternative_with_more_structure_is_taken(plain: str, html: str, begins: str) -> None:
    assert read(alternative(plain, html)).characters.startswith(begins)


def test_flowed_text_is_joined_and_its_stuffing_taken_off() -> None:
    flowed = ["Long lines are ", "broken here.", " From the start", ">> deep ", ">> words", "> less", "-- ", "Ann"]
    text = read(mail("Content-Type: text/plain; format=flowed", "", *flowed))
    assert text.characters == "Long lines are broken here.\nFrom the start\n>> deep words\n> less\n-- \nAnn"
    text = read(mail('Content-Type: text/plain; format="Flowed"; delsp=yes', "", "foot ", "bridge"))
    assert text.characters == "footbridge"


def test_flowed_header_lines_stay_apart() -> None:
    lines = ["From: Ann ", "Sent: 3 May 2020 10:00 ", "Subject: x"]
    assert read(mail("Content-Type: text/plain; format=flowed", "", *lines)).characters.count("\n") == 2


def test_attachments_are_listed_by_name_type_and_size() -> None:
    message = built("x", "Ann <ann@x.org>", "Mon, 4 May 2020 10:00:00 +0100", "See below.")
    message.add_attachment(b"1234", maintype="application", subtype="pdf", filename="Plän.pdf")
    message.add_attachment("a,b\n", subtype="csv", filename="C:\\tmp\\table.csv")
    message.add_attachment(b"12", maintype="image", subtype="png")
    text = read(message.as_bytes())
    assert text.characters == "See below."
    found = [(attachment.name, attachment.content_type, attachment.size) for attachment in text.attachments]
    assert found == [("Plän.pdf", "application/pdf", 4), ("table.csv", "text/csv", 4), ("unnamed", "image/png", 2)]


def test_names_of_files_in_pieces_are_joined() -> None:
    field = "Content-Disposition: attachment; filename*0*=utf-8''Pl%C3%A4; filename*1=ne.pdf"
    text = read(mail(MIXED, "", "--b", "Content-Type: application/pdf", field, "", "x", "--b--"))
    assert text.attachments[0].name == "Pläne.pdf"


def test_attached_mails_are_messages_of_the_same_thread() -> None:
    outer = built("Three mails", "Ann <ann@x.org>", "Tue, 5 May 2020 10:00:00 +0100", "Please see below.")
    chain = "First.\n\nFrom: Dee <dee@y.org>\nSent: 3 May 2020 09:00\nTo: Cid\nSubject: Bridge\n\nOldest.\n"
    first = built("Bridge", "Cid <cid@y.org>", "Mon, 4 May 2020 10:00:00 +0100", chain)
    first.add_attachment(b"1", maintype="application", subtype="pdf", filename="plan; v2.pdf")
    outer.add_attachment(first)
    outer.add_attachment(built("Library", "Eve <eve@z.org>", "Sat, 9 May 2020 10:00:00 +0100", "Second."))
    (document,) = read_documents(io.BytesIO(outer.as_bytes()))
    (thread,) = document.threads
    names = {message.id: message.sender and message.sender.name for message in thread.messages}
    found = [(names[m.id], m.body, m.in_reply_to and names[m.in_reply_to], m.date) for m in thread.messages]
    assert found == [
        ("Dee", "Oldest.", None, "2020-05-03T09:00"),
        ("Cid", "First.", "Dee", "2020-05-04T10:00:00+01:00"),
        ("Ann", "Please see below.", "Cid", "2020-05-05T10:00:00+01:00"),
        ("Eve", "Second.", None, "2020-05-09T10:00:00+01:00"),
    ]
    assert [attachment.name for attachment in thread.messages[1].attachments] == ["plan, v2.pdf"]
    assert thread.messages[2].action == "forward"
    (text,) = {read(outer.as_bytes()).characters}
    begin, end = thread.messages[3].header_span or (0, 0)
    assert text[begin:end].startswith("---------- Forwarded message ----------\nFrom: Eve <eve@z.org>")


@pytest.mark.parametrize(
    ("name", "inner", "messages", "files"),
    [
        ("old.eml", "From: Cleo <cleo@x.org>\nMessage-ID: <0@x.org>\n\nThe original.", 2, []),
        ("old.eml", "Only words: no mail.", 1, ["old.eml"]),
        ("old.bin", "From: Cleo <cleo@x.org>\nMessage-ID: <0@x.org>\n\nThe original.", 1, ["old.bin"]),
    ],
    ids=["a mail", "no mail in spite of its name", "another file"],
)
@pytest.mark.parametrize("encoding", ["7bit", "base64"])
def test_a_mail_attached_as_a_file_of_no_kind_is_a_message_too(
    name: str, inner: str, messages: int, files: list[str], encoding: str
) -> None:
    body = base64.b64encode(inner.encode()).decode() if encoding == "base64" else inner
    part = ["Content-Type: application/octet-stream", f"Content-Transfer-Encoding: {encoding}"]
    disposition = f'Content-Disposition: attachment; filename="{name}"'
    text = read(mail("Content-Type: multipart/mixed; boundary=b", "", "--b", *part, disposition, "", body, "--b--"))
    assert len(document_of(text, ParseOptions()).messages) == messages
    assert [file.name for file in text.attachments] == files


def test_a_report_says_what_the_server_said() -> None:
    report = [
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "",
        "--b", "", "Your mail was not delivered.",
        "--b", "Content-Type: message/delivery-status", "", "Final-Recipient: rfc822; bob@y.org", "Status: 5.1.1",
        "--b", "Content-Type: text/rfc822-headers", "", "From: Ann <ann@x.org>", "Date: Mon, 4 May 2020 10:00:00 +0100",
        "Subject: Bridge", "--b--",
    ]  # fmt: skip
    text = read(mail(*report))
    assert "Status: 5.1.1" in text.characters
    assert "Forwarded message ----------\nFrom: Ann <ann@x.org>\n" in text.characters


def test_an_invitation_without_words_says_what_and_when() -> None:
    calendar = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:Site visit\\, bridge", "DTSTART;TZID=x:20200504T100000"]
    calendar += ["DTEND:20200504T110000Z", "DESCRIPTION:Bring", "  boots\\nand hats", "END:VEVENT", "END:VCALENDAR"]
    text = read(mail("Content-Type: text/calendar; method=REQUEST; name=invite.ics", "", *calendar))
    assert text.characters == "Site visit, bridge\n2020-05-04 10:00 – 2020-05-04 11:00 UTC\n\nBring boots\nand hats"
    assert [attachment.name for attachment in text.attachments] == ["invite.ics"]


def part(kind: str) -> list[str]:
    return ["--b", f"Content-Type: {kind}", "", "x"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["Content-Type: application/pkcs7-mime; name=smime.p7m", "", "x"], "mail.encrypted"),
        (["Content-Type: multipart/encrypted; boundary=b", "", *part("application/x"), "--b--"], "mail.encrypted"),
        ([MIXED, "", *part("text/plain"), *part("application/ms-tnef; name=winmail.dat"), "--b--"], "mail.tnef"),
        ([MIXED, "", *part("text/plain"), *part("application/vnd.ms-outlook; name=x"), "--b--"], "mail.outlook"),
        ([MIXED, "", *part("text/plain"), *part("application/octet-stream; name=old.MSG"), "--b--"], "mail.outlook"),
        (["Content-Type: multipart/mixed", "", "--q", "Content-Type: text/plain", "", "Hi", "--q--"], "mail.boundary"),
        ([MIXED, "", "Hi", *part("image/png"), "--b--"], "mail.boundary"),
        (["Content-Type: text/html", "", "<p>Hi<span style='display:none'>preheader"], "html.hidden"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_or_is_left_out_is_noted(lines: list[str], code: str) -> None:
    assert code in codes(read(mail(*lines)))


def test_a_signed_mail_is_read() -> None:
    lines = ["Content-Type: multipart/signed; boundary=b", "", "--b", "", "Hi", "--b"]
    text = read(mail(*lines, "Content-Type: application/pgp-signature; name=signature.asc", "", "x", "--b--"))
    assert (text.characters, [attachment.name for attachment in text.attachments]) == ("Hi", ["signature.asc"])


def nested(depth: int) -> bytes:
    return mail(*(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}" for n in range(depth)), "", "Hi")


def test_limits_are_errors_that_name_their_option() -> None:
    assert read(nested(50)).characters == "Hi"
    with pytest.raises(LimitError, match=r"ParseOptions\.max_mail_nesting"):
        read(nested(51))
    with pytest.raises(LimitError, match=r"ParseOptions\.max_mail_nesting"):
        read(nested(20_000))
    many = mail(MIXED, "", *(["--b", "", "x"] * 30))
    with pytest.raises(LimitError, match=r"ParseOptions\.max_mail_parts"):
        read(many, ParseOptions(max_mail_parts=30))
    assert read(many, ParseOptions(max_mail_parts=31)).characters.count("x") == 30
    with pytest.raises(LimitError, match=r"ParseOptions\.max_characters"):
        read(mail("", "x" * 100), ParseOptions(max_characters=60))


def test_a_mail_in_base64_is_no_more_than_its_text() -> None:
    words = base64.b64encode(b"word " * 20_000).decode()
    assert read(mail("Content-Transfer-Encoding: base64", "", words)).source.characters == 100_000


def test_header_fields_can_be_very_many() -> None:
    recipients = ",\n ".join(f"Person {number} <p{number}@x.org>" for number in range(5_000))
    assert len(envelope(read(mail(f"To: {recipients}", "", "Hi"))).to) == 5_000


@pytest.mark.parametrize(
    ("written", "name", "address", "redacted"),
    [
        ("xxx <xxx@gmail.example>", "xxx", "xxx@gmail.example", False),
        ("xxx@x.example", None, "xxx@x.example", False),
        ("Redacted <redacted@x.example>", None, None, True),
        ('"Redacted s.40(2)" <ann@x.example>', None, "ann@x.example", True),
        ("[redacted]", None, None, True),
        ("(b)(6) <XXXX@x.example>", None, None, True),
    ],
)
def test_the_own_header_is_taken_at_its_word(
    written: str, name: str | None, address: str | None, redacted: bool
) -> None:
    sender = envelope(read(mail("", "Hi", header=f"From: {written}\nMessage-ID: <1@x.org>\nSubject: Bridge\n"))).sender
    assert sender is not None
    assert (sender.name, sender.address, sender.redacted) == (name, address, redacted)


def test_a_header_quoted_in_the_body_may_be_blacked_out() -> None:
    quoted = "From: xxx@x.example [mailto:xxx@x.example]\nSent: 4 May 2020 09:00\nTo: Ann Lee\nSubject: Bridge\n\nOpen."
    older, newer = document_of(read(mail("", f"Thanks.\n\n{quoted}\n")), ParseOptions()).messages
    assert (newer.body, older.body) == ("Thanks.", "Open.")
    assert older.sender is not None
    assert (older.sender.address, older.sender.redacted) == (None, True)


@pytest.mark.parametrize(
    "fields",
    ["Subject: Keel\nTo: ivo@lund.example\n", "To: Ivo Lund\nSubject: Keel\n", "Subject: Keel\nTo: Ivo\nX-A: b\n"],
)
def test_an_attached_mail_without_sender_and_date_is_a_message(fields: str) -> None:
    attached = (
        "From: Ada <ada@moss.example>\nTo: ivo@lund.example\nSubject: fw\nDate: Tue, 4 May 2021 09:00:00 +0200\n"
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=cut\n\n"
        f"--cut\nContent-Type: text/plain\n\nHave a look.\n--cut\nContent-Type: message/rfc822\n\n"
        f"{fields}\nIt leaks.\n--cut--\n"
    )
    document = document_of(read(attached.encode()), ParseOptions())
    carried, older = in_source_order(document.messages)
    assert (carried.body, older.body, older.subject, older.sender) == ("Have a look.", "It leaks.", "Keel", None)


JOURNAL = [
    "X-MS-Journal-Report:",
    "Content-Type: multipart/mixed; boundary=b",
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    "Sender: ann@alder.example",
    "Message-Id: <1@alder.example>",
    "To: bob@quay.example",
    "Bcc: carl@quay.example",
    "",
    "--b",
    "Content-Type: message/rfc822",
    "",
    "From: Ann Roe <ann@alder.example>",
    "To: Bob Lee <bob@quay.example>",
    "Message-ID: <1@alder.example>",
    "Subject: Tides",
    "",
    "High water at nine.",
    "--b--",
]


def test_a_journal_report_gives_the_mail_that_it_reports() -> None:
    text = read(mail(*JOURNAL))
    assert text.characters.strip() == "High water at nine."
    assert text.source.envelope is not None
    assert (text.source.envelope.message_id, text.source.envelope.subject) == ("<1@alder.example>", "Tides")
    (note,) = text.notes
    assert note.code == "mail.journal"
    assert "carl@quay.example" in note.text
    assert "Out of a report" not in read(mail(*JOURNAL[:11])).characters


def test_a_journal_report_in_two_wordings_gives_the_mail_too() -> None:
    report = base64.b64encode(b"Sender: ann@alder.example\r\nBcc: carl@quay.example\r\n").decode()
    wordings = ["Content-Type: multipart/alternative; boundary=c", ""]
    for kind in ("plain", "html"):
        wordings += ["--c", f"Content-Type: text/{kind}", "Content-Transfer-Encoding: base64", "", report]
    text = read(mail(*JOURNAL[:4], *wordings, "--c--", *JOURNAL[11:]))
    assert text.characters.strip() == "High water at nine."
    (note,) = text.notes
    assert note.text.endswith("recipients: carl@quay.example.")


@pytest.mark.parametrize(
    "head", ["From: Saved by Grace <grace@x.org>\nMIME-Version: 1.0\n", "From: Saved by Grace\nMessage-ID: <1@x.org>\n"]
)
def test_a_sender_of_an_odd_name_is_no_saved_page(head: str) -> None:
    sender = envelope(read(mail("", "Hi", header=f"{head}Subject: x\n"))).sender
    assert sender is not None
    assert sender.name == "Saved by Grace"


def test_the_files_of_an_attached_mail_without_words_are_listed() -> None:
    inner = [
        "--b",
        "Content-Type: message/rfc822",
        "",
        "Content-Type: application/pdf; name=plan.pdf",
        "",
        "x",
        "--b--",
    ]
    text = read(mail(MIXED, "", "--b", "", "See below.", *inner))
    assert "Attachments: plan.pdf" in text.characters


def test_a_saved_page_is_its_words_and_not_what_it_is_drawn_with() -> None:
    parts = [
        "--b",
        "Content-Type: text/html",
        "",
        "<p>High water at nine.</p>",
        "--b",
        "Content-Type: text/css",
        "",
        "p {}",
    ]
    head = "From: <Saved by Blink>\nSubject: Tides\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n"
    text = read(mail("", *parts, "--b--", header=head))
    assert (text.characters.strip(), text.source.envelope) == ("High water at nine.", None)


def test_a_boundary_that_is_indented_is_no_word() -> None:
    parts = [
        "Content-Type: multipart/mixed; boundary=bound",
        "",
        " --bound",
        "Content-Type: text/plain",
        "",
        "--bound",
        "",
        "",
    ]
    assert "bound" not in read(mail(*parts, "--bound--")).characters


def test_a_header_without_a_charset_is_in_that_of_the_body() -> None:
    sender, subject = "Ира Лис <ira@lis.example>", "Паром"
    head = f"From: {sender}\nSubject: {subject}\nContent-Type: text/plain; charset=koi8-r\n\nХодит.\n"
    for charset in ("koi8-r", "utf-8"):
        found = envelope(read(head.encode(charset)))
        assert (found.subject, found.sender and found.sender.name) == (subject, "Ира Лис")
