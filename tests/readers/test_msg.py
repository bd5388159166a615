"""Outlook messages: envelope, bodies of three kinds, attachments, messages in messages."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from compressed_rtf import compress

from tests.readable import in_source_order
from tests.readers.outlook import (
    CC,
    Tree,
    attached_message,
    attachment,
    compound_file,
    outlook_message,
    recipient,
)
from tests.readers.printed import rich_text
from tests.readers.reading import read_text
from threadparse.api import document_of
from threadparse.document import Envelope
from threadparse.errors import InputError, LimitError, UnsupportedFormatError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text

BODY, SUBJECT, AUTHOR, AUTHOR_ADDRESS, AUTHOR_SMTP = 0x1000, 0x37, 0x42, 0x65, 0x5D02
SENDER, SENDER_SMTP, HEADERS, SUBMITTED, RTF, CODE_PAGE = 0x0C1A, 0x5D01, 0x7D, 0x39, 0x1009, 0x3FFD
NOON = datetime(2023, 4, 12, 12, 0, 5, tzinfo=UTC)


def read(tree: Tree, options: ParseOptions | None = None) -> Text:
    return read_text(compound_file(tree), "mail.msg", options)


def envelope(tree: Tree) -> Envelope:
    found = read(tree).source.envelope
    assert found is not None
    return found


def plain(words: str = "Hello") -> Tree:
    return outlook_message(texts={BODY: words, SUBJECT: "Pump 4", AUTHOR: "Ann"}, times={SUBMITTED: NOON})


def test_the_envelope_is_the_outermost_message() -> None:
    tree = outlook_message(
        texts={
            BODY: "See below.\r\n\r\nFrom: Bob <bob@b.example>\r\nSent: 11 April 2023 10:00\r\nTo: Ann\r\n"
            "Subject: Pump 4\r\n\r\nIt failed.\r\n",
            SUBJECT: "RE: Pump 4",
            AUTHOR: "Ann Lee",
            AUTHOR_SMTP: "ann@a.example",
            0x1035: "<2@a.example>",
            0x1042: "<1@b.example>",
            0x1039: "<0@b.example> <1@b.example>",
        },
        times={SUBMITTED: NOON},
        recipients=[recipient("Bob", "bob@b.example"), recipient("Cem", "cem@c.example", CC)],
        attachments=[attachment("plan.pdf", b"%PDF" * 2000, "application/pdf"), attachment("a.txt", b"a")],
    )
    text = read(tree)
    document = document_of(text, ParseOptions())
    carried, older = in_source_order(document.messages)
    assert (carried.date, carried.subject) == ("2023-04-12T12:00:05+00:00", "RE: Pump 4")
    assert (carried.body, carried.header_span, carried.action) == ("See below.", None, "reply-all")
    assert carried.sender is not None
    assert (carried.sender.name, carried.sender.address) == ("Ann Lee", "ann@a.example")
    assert [box.address for box in (*carried.to, *carried.cc)] == ["bob@b.example", "cem@c.example"]
    assert [(one.name, one.content_type, one.size) for one in carried.attachments] == [
        ("plan.pdf", "application/pdf", 8000),
        ("a.txt", None, 1),
    ]
    assert (older.date, older.body, carried.in_reply_to) == ("2023-04-11T10:00", "It failed.", older.id)
    head = document.source.envelope
    assert head is not None
    assert (head.message_id, head.in_reply_to) == ("<2@a.example>", "<1@b.example>")
    assert head.references == ["<0@b.example>", "<1@b.example>"]


def test_an_exchange_name_is_no_address() -> None:
    ann = {AUTHOR: "Ann", AUTHOR_ADDRESS: "/O=EX/OU=G/CN=ANN"}
    sender = envelope(outlook_message(texts={BODY: "Hi", **ann})).sender
    assert sender is not None
    assert (sender.name, sender.address) == ("Ann", None)
    for more in ({SENDER: "Ann", SENDER_SMTP: "ann@a.example"}, {HEADERS: "From: Ann <ann@a.example>\r\n"}):
        sender = envelope(outlook_message(texts={BODY: "Hi", **ann, **more})).sender
        assert sender is not None
        assert (sender.name, sender.address) == ("Ann", "ann@a.example")


def test_the_internet_header_says_the_senders_own_time() -> None:
    header = "Date: Wed, 12 Apr 2023 14:00:05 +0200\r\nMessage-ID: <2@a.example>\r\n"
    found = envelope(outlook_message(texts={BODY: "Hi", HEADERS: header}, times={SUBMITTED: NOON}))
    assert (found.date, found.message_id) == ("Wed, 12 Apr 2023 14:00:05 +0200", "<2@a.example>")


def test_encoded_words_of_the_internet_header_are_read_in_any_charset() -> None:
    header = "Subject: =?foo-8?Q?Zo=C3=AB?=\r\nFrom: =?utf-8?Q?Roe=2C_Jane?= <jane@a.example>\r\n"
    found = envelope(outlook_message(texts={BODY: "Hi", HEADERS: header}))
    assert found.subject == "Zoë"
    assert found.sender is not None
    assert (found.sender.name, found.sender.address) == ("Roe, Jane", "jane@a.example")


@pytest.mark.parametrize("year", [1601, 4501])
def test_a_draft_has_no_date(year: int) -> None:
    tree = outlook_message(texts={BODY: "Hi", SUBJECT: "S"}, times={SUBMITTED: datetime(year, 1, 1, tzinfo=UTC)})
    assert envelope(tree).date is None


@pytest.mark.parametrize(
    ("code_page", "encoding", "words"),
    [
        (1252, "cp1252", "Café – “bill”"),
        (1251, "cp1251", "Привет"),
        (936, "gbk", "安全"),
        (950, "cp950", "安全"),
        (65001, "utf-8", "Tîm"),
        (0, "cp1252", "Zoë’s"),
        (99999, "utf-8", "Zoë"),
    ],
)
def test_eight_bit_strings_are_read_in_their_code_page(code_page: int, encoding: str, words: str) -> None:
    texts: dict[int, str | bytes] = {BODY: words.encode(encoding), SUBJECT: words.encode(encoding) + b"\0"}
    text = read(outlook_message(texts=texts, numbers={CODE_PAGE: code_page} if code_page else {}))
    assert text.characters.strip() == words
    assert text.source.envelope is not None
    assert text.source.envelope.subject == words


def test_half_a_character_does_no_harm() -> None:
    tree = plain()
    tree["__substg1.0_1000001F"] = "Hello".encode("utf-16-le") + b"\x00\xd8!"
    assert read(tree).characters.startswith("Hello")


def test_rich_text_is_the_last_resort() -> None:
    words = "Dear Zoë,\n\nSee {this} & that.\n"
    packed = compress(rich_text(words))
    assert read(outlook_message(texts={SUBJECT: "S"}, binaries={RTF: packed})).characters == words
    assert read(outlook_message(texts={SUBJECT: "S", BODY: "Plain"}, binaries={RTF: packed})).characters == "Plain\n"
    damaged = read(outlook_message(texts={SUBJECT: "S"}, binaries={RTF: packed[:40]}))
    assert [note.code for note in damaged.notes] == ["msg.body-unreadable", "text.empty"]


def test_attached_messages_are_messages_of_the_thread() -> None:
    chain = "FYI\n\nFrom: Dee <dee@d.example>\nSent: 10 April 2023 09:00\nTo: Cem\nSubject: Leak\n\nIt leaks.\n"
    inner = outlook_message(
        texts={BODY: chain, SUBJECT: "FW: Leak", AUTHOR: "Lee; Cem", AUTHOR_SMTP: "cem@c.example"},
        times={SUBMITTED: datetime(2023, 4, 11, 9, 0, tzinfo=UTC)},
        recipients=[recipient("Ann", "ann@a.example")],
        attachments=[attachment("leak.jpg", b"x")],
        nested=True,
    )
    ansi = outlook_message(texts={BODY: b"Caf\xe9 is open.", SUBJECT: b"Lunch", AUTHOR: b"Eve"}, nested=True)
    tree = outlook_message(
        texts={BODY: "Two mails.", SUBJECT: "Mails", AUTHOR: "Ann"},
        times={SUBMITTED: NOON},
        attachments=[attached_message(inner), attached_message(ansi)],
    )
    document = document_of(read(tree), ParseOptions())
    messages = in_source_order(document.messages)
    assert [(one.subject, one.date, one.body) for one in messages] == [
        ("Mails", "2023-04-12T12:00:05+00:00", "Two mails."),
        ("FW: Leak", "2023-04-11T09:00:00+00:00", "FYI"),
        ("Leak", "2023-04-10T09:00", "It leaks."),
        ("Lunch", None, "Café is open."),
    ]
    cem = messages[1].sender
    assert cem is not None
    assert (cem.name, cem.address) == ("Lee; Cem", "cem@c.example")
    assert [one.name for one in messages[1].attachments] == ["leak.jpg"]
    assert messages[1].in_reply_to == messages[2].id
    assert messages[2].in_reply_to is None


def damaged(tree: Tree, stream: str) -> bytes:
    """A file in which a stream begins where the file has long ended ([MS-CFB] §2.6.1)."""
    data = bytearray(compound_file(tree))
    entry = bytes(data).index(stream.encode("utf-16-le"))
    data[entry + 116 : entry + 120] = (0x00FFFFFF).to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        ("__substg1.0_0037001F", "the subject (0x0037)"),
        ("__substg1.0_1000001F", "the plain body (0x1000)"),
        ("__substg1.0_0042001F", "the author's name (0x0042)"),
        ("__properties_version1.0", "the table of dates and numbers"),
    ],
)
@pytest.mark.parametrize("size", [3, 3_000])
def test_a_damaged_property_is_missing_and_named(stream: str, words: str, size: int) -> None:
    tree = outlook_message(
        texts={BODY: "word " * size, SUBJECT: "Pump " * size, AUTHOR: "Ann" * size}, times={SUBMITTED: NOON}
    )
    text = read_text(damaged(tree, stream), "mail.msg")
    (note,) = [note for note in text.notes if note.code != "text.empty"]
    assert (note.code, note.severity) == ("msg.property-unreadable", "warning")
    assert words in note.text
    assert note in document_of(text, ParseOptions()).notes


@pytest.mark.parametrize(
    ("offset", "odd", "why"),
    [(0x1E, b"\xff\xff", ""), (0x30, b"\xfe" * 4, " (OLE directory index out of range)")],
    ids=["Python fails on a size", "the library says what is wrong"],
)
def test_a_damaged_file_is_said_in_words_for_people(offset: int, odd: bytes, why: str) -> None:
    data = bytearray(compound_file(plain()))
    data[offset : offset + len(odd)] = odd
    with pytest.raises(InputError) as raised:
        read_text(bytes(data), "mail.msg")
    advice = "open it in Outlook and save it anew, or as plain text"
    assert str(raised.value) == f"mail.msg: this Outlook message is damaged{why}; {advice}"


def test_a_sound_message_has_no_notes() -> None:
    assert read(plain()).notes == ()


def test_an_attached_msg_file_is_a_message_too() -> None:
    tree = outlook_message(texts={BODY: "Outer"}, attachments=[attachment("in.msg", compound_file(plain("Inner")))])
    document = document_of(read(tree), ParseOptions())
    assert [message.body for message in document.messages] == ["Inner", "Outer"]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("in.msg", b"\xd0\xcf\x11\xe0", "this Outlook message is damaged"),
        ("in.msg", compound_file({"WordDocument": b"x" * 5000}), "this is an old Office file"),
        ("in.eml", b"\x01\x02" * 99, "binary data, not text"),
    ],
)
def test_an_attached_mail_that_cannot_be_read_stays_a_file_and_is_noted(name: str, data: bytes, why: str) -> None:
    text = read(outlook_message(texts={BODY: "Outer", SUBJECT: "S"}, attachments=[attachment(name, data)]))
    assert [one.name for one in text.attachments] == [name]
    (note,) = text.notes
    assert (note.code, note.severity) == ("msg.attachment-unreadable", "warning")
    assert note.text.startswith(f"'{name}' is attached and was not read, so its messages are missing: {why}")


def test_an_attached_text_is_a_file_and_nothing_is_noted() -> None:
    text = read(outlook_message(texts={BODY: "Outer"}, attachments=[attachment("in.eml", b"Only words.")]))
    assert ([one.name for one in text.attachments], text.notes) == (["in.eml"], ())


def test_limits_are_named() -> None:
    tree = plain("Innermost")
    for _ in range(4):
        inner = {**tree, "__properties_version1.0": bytes(24)}
        tree = outlook_message(texts={BODY: "x"}, attachments=[attached_message(inner)])
    with pytest.raises(LimitError, match=r"ParseOptions\.max_nesting"):
        read(tree, ParseOptions(max_nesting=4))
    assert "Innermost" in read(tree, ParseOptions(max_nesting=5)).characters
    many = outlook_message(texts={BODY: "x"}, attachments=[attachment("a", b"a"), attachment("b", b"b")])
    with pytest.raises(LimitError, match=r"ParseOptions\.max_attachments"):
        read(many, ParseOptions(max_attachments=1))


def test_an_old_office_file_is_named() -> None:
    with pytest.raises(UnsupportedFormatError, match="old Office file"):
        read_text(compound_file({"WordDocument": b"x" * 5000}), "letter.doc")


def test_an_outlook_message_that_says_nothing_has_no_envelope() -> None:
    assert read(outlook_message(texts={BODY: "Hi"})).source.envelope is None


@pytest.mark.parametrize("kind", ["bytes", "text"])
def test_html_is_read_as_html_and_what_it_hides_is_noted(kind: str) -> None:
    words = "<div>Zoë’s</div><div style='display:none'>preheader</div><blockquote type=cite>Older</blockquote>"
    texts: dict[int, str | bytes] = {SUBJECT: "S"} if kind == "bytes" else {SUBJECT: "S", 0x1013: words}
    tree = outlook_message(texts=texts, numbers={0x3FDE: 1252})
    if kind == "bytes":
        tree["__substg1.0_10130102"] = words.encode("cp1252")
    text = read(tree)
    assert text.characters == "Zoë’s\n\n> Older\n"
    assert [note.code for note in text.notes] == ["html.hidden"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("xxx", ("xxx", "xxx@x.example", False)),
        ("Redacted", (None, None, True)),
    ],
)
def test_the_own_header_is_taken_at_its_word(name: str, expected: tuple[str | None, str | None, bool]) -> None:
    sender = envelope(outlook_message(texts={BODY: "Hi", AUTHOR: name, AUTHOR_SMTP: "xxx@x.example"})).sender
    assert sender is not None
    assert (sender.name, sender.address, sender.redacted) == expected


def carried(data: bytes, name: str = "pump.msg") -> bytes:
    """A mail with a file attached."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Bob <bob@b.example>", "Cy <cy@c.example>", "Fw: Pump 4"
    mail["Date"] = "Thu, 13 Apr 2023 08:00:00 +0000"
    mail.set_content("See attached.")
    mail.add_attachment(data, maintype="application", subtype="vnd.ms-outlook", filename=name)
    return mail.as_bytes()


def test_a_message_attached_to_a_mail_is_one_of_its_thread() -> None:
    inner = outlook_message(texts={BODY: "It failed.", SUBJECT: "Pump 4", AUTHOR: "Dee"}, times={SUBMITTED: NOON})
    outer = outlook_message(
        texts={BODY: "Hello", SUBJECT: "Pump 4", AUTHOR: "Ann"},
        times={SUBMITTED: NOON},
        attachments=[attached_message(inner), attachment("plan.pdf", b"%PDF")],
    )
    text = read_text(carried(compound_file(outer)), "mail.eml")
    messages = document_of(text, ParseOptions()).messages
    found = {(message.sender.name if message.sender else None, message.body) for message in messages}
    assert found == {("Bob", "See attached."), ("Ann", "Hello"), ("Dee", "It failed.")}
    assert [one.name for message in messages for one in message.attachments] == ["plan.pdf"]
    assert text.attachments == ()


@pytest.mark.parametrize("data", [b"no message", b"\xd0\xcf\x11\xe0 cut off", compound_file({"a": b"an old file"})])
def test_one_that_cannot_be_read_stays_a_file_with_a_note(data: bytes) -> None:
    text = read_text(carried(data), "mail.eml")
    assert (text.characters, [one.name for one in text.attachments]) == ("See attached.", ["pump.msg"])
    (note,) = text.notes
    assert note.code == "mail.outlook"
    assert note.text.startswith("'pump.msg' is attached and was not read, so its messages are missing: ")


@pytest.mark.parametrize(("levels", "nesting", "read"), [(6, 8, True), (12, 8, False), (2, 3, True), (2, 2, False)])
def test_messages_and_mails_within_one_another_are_read_up_to_the_limit(levels: int, nesting: int, read: bool) -> None:
    data = compound_file(plain("innermost"))
    for _ in range(levels):
        mail = attachment("mail.eml", carried(data), "message/rfc822")
        data = compound_file(outlook_message(texts={BODY: "Hello", SUBJECT: "Pump 4"}, attachments=[mail]))
    text = read_text(carried(data), "mail.eml", ParseOptions(max_nesting=nesting))
    broken_off = any("is not opened; save it and read it too" in note.text for note in text.notes)
    assert ("innermost" in text.characters, broken_off) == (read, not read)


LOCALE, INTERNET_CODE_PAGE, FLAGS, DELIVERED = 0x3FF1, 0x3FDE, 0x0E07, 0x0E06


@pytest.mark.parametrize(
    ("words", "encoding", "numbers"),
    [
        ("Привет из порта", "cp1251", {LOCALE: 0x0419}),
        ("Łódź czeka", "cp1250", {LOCALE: 0x0415}),
        ("Η αντλία έφτασε", "cp1253", {LOCALE: 0x0408}),
        ("水泵已经修好", "gb18030", {LOCALE: 0x0804}),
        ("水泵已經修好", "big5", {LOCALE: 0x0404}),
        ("Пумпа ради", "cp1251", {LOCALE: 0x0C1A}),
        ("Привет", "cp1251", {LOCALE: 0x0409, INTERNET_CODE_PAGE: 1251}),
        ("Łódź", "cp1250", {LOCALE: 0x0419, CODE_PAGE: 1250}),
        ("Grüße", "cp1252", {LOCALE: 0x0407, INTERNET_CODE_PAGE: 65001}),
        ("Grüße", "utf-8", {LOCALE: 0x0407, INTERNET_CODE_PAGE: 65001}),
        ("Grüße", "cp1252", {CODE_PAGE: 1200}),
    ],
)
def test_strings_of_8_bits_are_in_the_code_page_of_the_locale(
    words: str, encoding: str, numbers: dict[int, int]
) -> None:
    tree = outlook_message(
        texts={BODY: "Body", SUBJECT: words.encode(encoding), AUTHOR: "Ann"}, numbers=numbers, times={SUBMITTED: NOON}
    )
    assert envelope(tree).subject == words


def test_a_draft_has_no_date_and_says_so() -> None:
    texts: dict[int, str | bytes] = {BODY: "Not yet", SUBJECT: "Pump 4", AUTHOR: "Ann"}
    text = read(outlook_message(texts=texts, numbers={FLAGS: 0x9}, times={DELIVERED: NOON}))
    assert text.source.envelope is not None
    assert text.source.envelope.date is None
    assert [note.code for note in text.notes] == ["msg.draft"]
    sent = read(outlook_message(texts=texts, numbers={FLAGS: 0x9}, times={SUBMITTED: NOON}))
    assert sent.source.envelope is not None
    assert sent.source.envelope.date == "2023-04-12T12:00:05+00:00"
    assert not sent.notes
