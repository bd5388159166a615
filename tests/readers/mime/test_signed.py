"""Opaque signed S/MIME: the words inside are read, in DER and in BER; encrypted mail says so."""

from __future__ import annotations

import base64

import pytest
from tests.readable import in_source_order
from tests.readers.outlook import attachment, compound_file, outlook_message
from tests.readers.reading import read_text

from threadparse.api import document_of
from threadparse.options import ParseOptions
from threadparse.readers.base import Text
from threadparse.readers.mime.signed import signed_content

SIGNED, ENVELOPED, DATA = (bytes.fromhex(f"06092a864886f70d0107{kind}") for kind in ("02", "03", "01"))
INNER = (
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe crane is booked.\r\n\r\n"
    b"From: Ivo Lund <ivo@lund.example>\r\nSent: 3 May 2021 08:15\r\nTo: Ada Moss\r\nSubject: Crane\r\n"
    b"\r\nWhich day?\r\n"
)


def element(tag: int, content: bytes) -> bytes:
    """An element of definite length."""
    size = len(content).to_bytes(3, "big")
    return bytes([tag, 0x83]) + size + content


def endless(tag: int, content: bytes) -> bytes:
    """An element of indefinite length."""
    return bytes([tag, 0x80]) + content + b"\0\0"


def signed_der(content: bytes | None) -> bytes:
    carried = b"" if content is None else element(0xA0, element(4, content))
    body = b"\2\1\1" + element(0x31, element(0x30, DATA)) + element(0x30, DATA + carried) + element(0x31, b"")
    return element(0x30, SIGNED + element(0xA0, element(0x30, body)))


def signed_ber(content: bytes) -> bytes:
    pieces = element(4, content[:40]) + endless(0x24, element(4, content[40:50])) + element(4, content[50:])
    carried = endless(0xA0, endless(0x24, pieces))
    body = b"\2\1\1" + endless(0x31, endless(0x30, DATA)) + endless(0x30, DATA + carried) + endless(0x31, b"")
    return endless(0x30, SIGNED + endless(0xA0, endless(0x30, body)))


def mail(structure: bytes, kind: str = "application/pkcs7-mime", name: str = "smime.p7m") -> Text:
    head = (
        "From: Ada Moss <ada@moss.example>\r\nTo: Ivo Lund <ivo@lund.example>\r\nSubject: RE: Crane\r\n"
        "Date: Tue, 4 May 2021 09:00:00 +0200\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: {kind}; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    )
    return read_text(head.encode() + base64.encodebytes(structure), "mail.eml")


@pytest.mark.parametrize("structure", [signed_der(INNER), signed_ber(INNER)], ids=["der", "ber"])
@pytest.mark.parametrize("kind", ["application/pkcs7-mime", "application/x-pkcs7-mime", "application/octet-stream"])
def test_signed_words_are_read(structure: bytes, kind: str) -> None:
    document = document_of(mail(structure, kind), ParseOptions())
    carried, older = in_source_order(document.messages)
    assert (carried.body, carried.date) == ("The crane is booked.", "2021-05-04T09:00:00+02:00")
    assert (older.body, older.subject) == ("Which day?", "Crane")
    assert not document.notes


def test_a_mail_signed_with_its_header_is_one_mail() -> None:
    inner = b"From: Ada Moss <ada@moss.example>\r\nSubject: RE: Crane\r\n\r\nThe crane is booked.\r\n"
    wrapped = mail(signed_der(b"Content-Type: message/rfc822; forwarded=no\r\n\r\n" + inner))
    assert [message.body for message in document_of(wrapped, ParseOptions()).messages] == ["The crane is booked."]
    sent_on = mail(signed_der(b"Content-Type: message/rfc822; forwarded=yes\r\n\r\n" + inner))
    assert [message.body for message in in_source_order(document_of(sent_on, ParseOptions()).messages)] == [
        "",
        "The crane is booked.",
    ]


def test_a_mail_signed_twice_is_opened_twice() -> None:
    inner = b"Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    assert "The crane is booked." in mail(signed_der(inner + base64.encodebytes(signed_der(INNER)))).characters


def test_encrypted_mail_says_so_and_stays_a_file() -> None:
    text = mail(element(0x30, ENVELOPED + element(0xA0, b"")), "application/pkcs7-mime; smime-type=enveloped-data")
    assert [note.code for note in text.notes] == ["mail.encrypted", "text.empty"]
    assert [attachment.name for attachment in text.attachments] == ["smime.p7m"]


def test_certificates_alone_are_not_encrypted() -> None:
    text = mail(signed_der(None), "application/pkcs7-mime; smime-type=certs-only", "smime.p7c")
    assert [note.code for note in text.notes] == ["text.empty"]


@pytest.mark.parametrize("whole", [signed_der(INNER), signed_ber(INNER)], ids=["der", "ber"])
def test_a_structure_that_was_cut_costs_no_more_than_itself(whole: bytes) -> None:
    for end in range(len(whole)):
        signed_content(whole[:end])
    assert signed_content(b"\x30\x84\xff\xff\xff\xff" + whole) is None
    assert signed_content(b"\x30\x80" * 50_000) is None


def outlook(data: bytes, kind: str, body: str = "") -> Text:
    """An Outlook message as Outlook keeps signed and encrypted mail: all of it is one attachment."""
    tree = outlook_message(
        texts={0x1000: body, 0x0037: "RE: Crane", 0x0042: "Ada Moss"}, attachments=[attachment("smime.p7m", data, kind)]
    )
    return read_text(compound_file(tree), "mail.msg")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (signed_der(INNER), "application/pkcs7-mime"),
        (signed_ber(INNER), ""),
        (
            b"Content-Type: multipart/signed; boundary=cut\r\n\r\n--cut\r\n" + INNER + b"\r\n--cut--\r\n",
            "multipart/signed",
        ),
    ],
)
def test_signed_outlook_messages_are_read(data: bytes, kind: str) -> None:
    text = outlook(data, kind)
    assert text.characters.startswith("The crane is booked.\n")
    assert text.attachments == ()
    assert text.notes == ()


def test_encrypted_outlook_messages_say_so() -> None:
    text = outlook(element(0x30, ENVELOPED + element(0xA0, b"")), "application/pkcs7-mime")
    assert [note.code for note in text.notes] == ["mail.encrypted", "text.empty"]
    assert [one.name for one in text.attachments] == ["smime.p7m"]


def test_words_that_outlook_kept_beside_the_signature_are_not_read_twice() -> None:
    assert outlook(signed_der(INNER), "application/pkcs7-mime", "The crane is booked.").characters.count("crane") == 1


def test_signatures_within_messages_within_mails_have_an_end() -> None:
    data = signed_der(INNER)
    for _ in range(400):
        tree = outlook_message(texts={0x0037: "Deep"}, attachments=[attachment("smime.p7m", data)])
        head = b'Content-Type: application/vnd.ms-outlook; name="a.msg"\r\nContent-Transfer-Encoding: binary\r\n\r\n'
        data = signed_der(head + compound_file(tree))
        if len(data) > 1_000_000:
            break
    assert "mail.outlook" not in [note.code for note in outlook(data, "").notes]
