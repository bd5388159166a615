"""What stands above the first header of a print: the subject is that of the messages, the rest is nobody's."""

from __future__ import annotations

import pytest
from tests.readable import in_source_order

from threadparse.api import parse

LED = "Ida Lund <ida@mole.example>      Tue, Mar 12, 2024 at 9:05 AM\nTo: Per Ravn <per@mole.example>\n\nDark again.\n"
TABLE = "From\tIda Lund <ida@mole.example>\nTo\tPer Ravn <per@mole.example>\nDate\t2024-03-12 09:05\n\nDark again.\n"
LABELLED = "From: Ida Lund <ida@mole.example>\nDate: 12 March 2024 09:05\nTo: per@mole.example\n\nDark again.\n"
WRAPPED = (
    "Ida Lund, Keeper of the Lamp and of the Mole       Tue, Mar 12,\n<ida@mole.example>         2024 at 9:05 AM\n"
)
MIDDLE = "                              Tue, Mar 12, 2024\nIda Lund <ida@mole.example>\n              at 9:05 AM\n"
CUT = "Ida Lund <ida@mole-\n                              Tue, Mar 12, 2024 at 9:05\nof-the-harbour.example>      AM\n"
COLUMNS = "From:   Ida Lund\nSent:   12 March 2024 09:05\nTo:     Per Ravn\nSubject:   Lamp\n\nDark again.\n"
HEAD = "12/03/2024, 10:31     {}\n\n"
FOOT = "\nhttps://mail.mole.example/print/7   1/1\n"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (f"Lamp on the mole\n1 message\n\n{LED}", "Lamp on the mole"),
        (f"ida@mole.example\n\nLamp on the mole\n1 message\n{LED}", "Lamp on the mole"),
        (f"RE: Lamp\n\n{LED}", "RE: Lamp"),
        (f"Lamp on the mole\n\n{TABLE}", "Lamp on the mole"),
        (f"Outlook\n\nRE: Lamp\n\n{TABLE}", "RE: Lamp"),
        (f"Per Ravn\n\n{COLUMNS}", "Lamp"),
        (f"{HEAD.format('Mail - Ida Lund')}Lamp\n\n{LED}{FOOT}", "Lamp"),
        (f"{HEAD.format('Webmail :: Lamp')}Lamp\n\n{LABELLED}{FOOT}", "Lamp"),
    ],
    ids=[
        "counted",
        "below an account",
        "a reply",
        "above a table",
        "a reply above a table",
        "below the owner",
        "below a browser's head",
        "in a browser's head",
    ],
)
def test_the_line_above_is_the_subject(text: str, subject: str) -> None:
    (message,) = parse(text).messages
    assert (message.subject, message.body) == (subject, "Dark again.")


@pytest.mark.parametrize(
    "text",
    [
        f"Please see below.\n\n{TABLE}",
        f"FYI\n\n{LED}",
        f"Lamp\n\n{LABELLED}",
        f"Hello,\n\nLamp\n\n{TABLE}",
        "Per\n\n" + COLUMNS.replace("Subject:   Lamp\n", ""),
        f"Per Ravn\n\n{LABELLED}",
    ],
    ids=["a sentence", "no proof of a print", "labels", "words of somebody", "a first name", "no columns"],
)
def test_words_above_a_header_are_a_message(text: str) -> None:
    outer, inner = in_source_order(parse(text).messages)
    assert (outer.sender, inner.subject) == (None, None)


def test_messages_of_one_conversation_have_one_subject_and_those_they_quote_their_own() -> None:
    quoted = LABELLED.replace("To: per@mole.example", "To: per@mole.example\nSubject: Fuses")
    found = parse(f"Lamp\n3 messages\n\n{LED}\n{quoted}\n{LED.replace('9:05', '9:45')}").messages
    assert [message.subject for message in in_source_order(found)] == ["Lamp", "Fuses", "Lamp"]


@pytest.mark.parametrize(
    ("head", "sender"),
    [
        (WRAPPED, ("Ida Lund, Keeper of the Lamp and of the Mole", "ida@mole.example")),
        (MIDDLE, ("Ida Lund", "ida@mole.example")),
        (CUT, ("Ida Lund", "ida@mole-of-the-harbour.example")),
    ],
    ids=["name and date", "date alone, around the name", "address and date"],
)
def test_a_sender_and_a_date_may_be_wrapped_beside_one_another(head: str, sender: tuple[str, str]) -> None:
    above = "ida@mole.example\n\nLamp on the mole and\nboat of the harbour\n2 messages\n\n"
    text = f"{above}{LED}\n{head}To: Per Ravn\n\nLit.\n"
    first, second = in_source_order(parse(text).messages)
    assert (first.body, second.body) == ("Dark again.", "Lit.")
    assert second.sender is not None
    assert (second.sender.name, second.sender.address) == sender
    assert (second.date, second.subject) == ("2024-03-12T09:05", "Lamp on the mole and boat of the harbour")


def test_words_beside_a_date_without_an_address_are_no_sender() -> None:
    words = "The lamp was dark on      Tue, Mar 12,\nand all the next week     2024 at 9:05 AM\n"
    text = f"{LED}\n{words}To: Per Ravn\n\nLit.\n"
    assert len(parse(text).messages) == 1


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        ("1 attachments (48 KB)\nlamp.pdf;\n", ["lamp.pdf"]),
        ("\n\U0001f4ce 2 Anlagen (1,2 MB)\nlamp.pdf; mole.docx;\nboat.txt;\n", ["lamp.pdf", "mole.docx", "boat.txt"]),
        ("2 boats (48 KB)\nlamp.pdf;\n", []),
        ("2 attachments (48 KB)\nare missing.\n", []),
    ],
)
def test_files_that_outlook_on_the_web_lists_are_attachments(listed: str, names: list[str]) -> None:
    (message,) = parse(LED.replace("\n\n", f"\n{listed}\n", 1)).messages
    assert [attachment.name for attachment in message.attachments] == names
    assert message.body == ("Dark again." if names else f"{listed}\nDark again.")
