"""Outlook for Mac archives: each mail of their XML files is read with its envelope; nothing in them is passed over."""

from __future__ import annotations

import io

import pytest

from tests.readers.printed import zip_archive
from tests.readers.reading import read_text
from threadparse.api import document_of
from threadparse.errors import InputError
from threadparse.options import ParseOptions
from threadparse.readers.base import PassedOver, Text
from threadparse.readers.registry import texts

OPTIONS = ParseOptions()
ANN = '<emailAddress OPFContactEmailAddressAddress="ann@a.example" OPFContactEmailAddressName="Ann Lee"/>'
BOB = '<emailAddress OPFContactEmailAddressAddress="bob@b.example" OPFContactEmailAddressName="Hall, Bob"/>'
FIELDS = (
    f"<OPFMessageCopyFromAddresses>{ANN}</OPFMessageCopyFromAddresses>"
    f"<OPFMessageCopyToAddresses>{BOB}</OPFMessageCopyToAddresses>"
    "<OPFMessageCopySentTime>2021-05-03T11:00:00</OPFMessageCopySentTime>"
    "<OPFMessageCopySubject>RE: Pump &amp; valve</OPFMessageCopySubject>"
    "<OPFMessageCopyMessageID>&lt;1@a.example&gt;</OPFMessageCopyMessageID>"
)
QUOTED = "From: Bob Hall\nSent: 3 May 2021 10:00\nTo: Ann Lee\nSubject: Pump &amp; valve\n\nIs it on?\n"
BODY = f"<OPFMessageCopyBody>Yes.\n\n{QUOTED}</OPFMessageCopyBody>"
HTML = "<OPFMessageCopyHTMLBody>&lt;p&gt;Yes, &lt;b&gt;it&lt;/b&gt; is.&lt;/p&gt;</OPFMessageCopyHTMLBody>"
PLAN = (
    "<OPFMessageCopyAttachmentList>"
    '<messageAttachment OPFAttachmentName="plan.png" OPFAttachmentContentType="image/png" '
    'OPFAttachmentContentFileSize="812"/></OPFMessageCopyAttachmentList>'
)


def xml(*mails: str, space: str = "") -> bytes:
    """A file of mails."""
    inside = "".join(f"<email>{mail}</email>" for mail in mails)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<emails{space}>{inside}</emails>'.encode()


@pytest.mark.parametrize("space", ["", ' xmlns="http://schemas.example/outlook"'])
def test_a_mail_of_an_archive_has_its_envelope_chain_and_files(space: str) -> None:
    inbox = "Accounts/ann/com.microsoft.__Messages/Inbox"
    archive = zip_archive(
        {f"{inbox}/message_00001.xml": xml(FIELDS + BODY + PLAN, space=space), "Categories.xml": b"<categories/>"}
    )
    text, rest = texts(io.BytesIO(archive), "ann.olm", OPTIONS)
    assert isinstance(text, Text)
    assert (text.source.path, text.source.format) == (f"ann.olm/{inbox}/message_00001.xml", "olm")
    first, second = document_of(text, OPTIONS).messages
    assert (first.body, first.date) == ("Is it on?", "2021-05-03T10:00")
    assert (second.body, second.date, second.subject) == ("Yes.", "2021-05-03T11:00:00", "RE: Pump & valve")
    assert second.sender is not None
    assert second.sender.address == "ann@a.example"
    assert [person.name for person in second.to] == ["Hall, Bob"]
    assert [(file.name, file.size) for file in second.attachments] == [("plan.png", 812)]
    assert rest == PassedOver("ann.olm", {".xml": 1})


def test_html_is_read_where_there_is_any() -> None:
    assert read_text(xml(FIELDS + BODY + HTML), "a.xml").characters.strip() == "Yes, it is."
    in_its_place = HTML.replace("HTMLBody", "Body").replace("&lt;p", "&lt;html&gt;&lt;body&gt;&lt;p")
    assert read_text(xml(FIELDS + in_its_place), "a.xml").characters.strip() == "Yes, it is."


def test_controls_that_outlook_leaves_cost_nothing_else() -> None:
    odd = BODY.replace("Yes.", "Yes\x0c, &#x1;in&#00031; May&#33;")
    assert read_text(xml(FIELDS + odd), "a.xml").characters.split()[:4] == ["Yes", ",", "in", "May!"]


def test_of_several_mails_in_a_file_each_is_one() -> None:
    found = list(texts(io.BytesIO(xml(FIELDS + BODY, FIELDS + HTML)), "a.xml", OPTIONS))
    assert [item.source.path for item in found if isinstance(item, Text)] == ["a.xml#1", "a.xml#2"]


@pytest.mark.parametrize(
    "data",
    [
        xml(FIELDS + BODY)[:-9],
        xml(FIELDS + "<b>"),
        xml("").replace(b"<emails>", b"<emails><!-- OPFMessageCopy -->"),
        xml(FIELDS).replace(b"<emails>", b'<!DOCTYPE emails [<!ENTITY a "aaaa">]><emails>'),
    ],
)
def test_damage_and_document_types_are_errors_in_words(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^a\.xml: this mail of an Outlook for Mac archive is damaged"):
        list(texts(io.BytesIO(data), "a.xml", OPTIONS))


def test_other_xml_and_text_about_it_are_text() -> None:
    for data in (
        b"<?xml version='1.0'?><emails><email/></emails>",
        b"The OPFMessageCopyBody of <email> is text.",
    ):
        assert read_text(data, "a.txt").source.format != "olm"
