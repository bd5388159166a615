"""What a header hides or has otherwise: people, subjects, dates, each with its place in the text."""

from __future__ import annotations

import threadparse
from tests.merge.exchange import LETTER, messages, occurrences, quoted
from tests.rows import each_row

ADA, TOBIAS = "Ada Lund <ada.lund@slip.example>", "Tobias Quill <t.quill@regatta.example>"
EVE, FAY = "Eve Dale <eve.dale@regatta.example>", "Fay Glen <fay.glen@regatta.example>"
SENT = "Tue, 12 Mar 2019 09:05:00 +0000"
FIELDS = {"From": ADA, "Date": SENT, "To": TOBIAS, "Cc": EVE, "Subject": "Boathouse", "Message-ID": "<1@slip.example>"}
PRINTED = {"From": ADA, "Sent": "12 March 2019 09:05", "To": TOBIAS, "Cc": EVE, "Subject": "Boathouse"}


def mail(fields: dict[str, str]) -> bytes:
    """Write the letter as a mail."""
    head = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f"{head}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{LETTER}\n".encode()


def printed(fields: dict[str, str]) -> str:
    """Write the letter below the header block of a print."""
    return "".join(f"{name}: {value}\n" for name, value in fields.items()) + f"\n{LETTER}\n"


def found(*copies: str | bytes) -> list[tuple[str | None, ...]]:
    """Merge some copies; return the changes of headers: kind, field, merged, here, and the words at its place."""
    documents = [threadparse.parse(copy, path=f"{number}") for number, copy in enumerate(copies)]
    rows: list[tuple[str | None, ...]] = []
    for _, occurrence in occurrences(threadparse.merge(documents)):
        text = copies[int(occurrence.path)]
        for change in occurrence.changes:
            if change.field != "body":
                there = None if change.span is None else str(text)[slice(*change.span)]
                rows.append((change.kind, change.field, change.merged, change.here, there))
    return rows


@each_row(
    [
        ({"From": "Cora Lake <cora.lake@slip.example>"}, "sender", ADA),
        ({"Cc": FAY}, "cc", EVE),
        ({"To": f"{TOBIAS}, {FAY}"}, "to", ""),
        ({"Subject": "Holidays in Wales"}, "subject", "Boathouse"),
        ({"From": "ada.lund@slip.example"}, "", ""),
        ({"Cc": "eve.dale@regatta.example"}, "", ""),
        ({"Date": "Tue, 12 Mar 2019 10:05:00 +0100"}, "", ""),
        ({"Subject": "AW: boathouse"}, "", ""),
        ({"To": f"{TOBIAS}, {EVE}", "Cc": "Ben Hill <ben.hill@slip.example>"}, "cc", ""),
    ]
)
def test_another_person_or_subject_is_altered_and_another_spelling_is_not(
    other: dict[str, str], field: str, merged: str
) -> None:
    here = next(iter(other.values()))
    changes = found(mail(FIELDS), mail(FIELDS | other))
    assert [change[:2] for change in changes] == ([("altered", field)] if field else [])
    if merged:
        assert changes[0][2:] == (merged, here, None)


@each_row(
    [
        ("From", "sender", ADA),
        ("Sent", "date", "2019-03-12T09:05:00+00:00"),
        ("To", "to", TOBIAS),
        ("Cc", "cc", EVE),
        ("Subject", "subject", "Boathouse"),
    ]
)
def test_what_a_print_blacks_out_is_revealed(name: str, field: str, merged: str) -> None:
    changes = found(mail(FIELDS), printed(PRINTED | {name: "[redacted]"}))
    assert changes == [("redacted", field, merged, "[redacted]", "[redacted]")]


def test_a_mail_of_the_same_id_and_words_is_the_same_with_another_date() -> None:
    other = FIELDS | {"Date": "Fri, 15 Mar 2019 11:47:00 +0000"}
    changes = found(mail(FIELDS), mail(other), mail(FIELDS), printed(PRINTED))
    assert changes == [("altered", "date", "2019-03-12T09:05:00+00:00", "2019-03-15T11:47:00+00:00", None)]
    copies = [threadparse.parse(copy) for copy in (mail(FIELDS), mail(other).replace(b"4,200", b"4,700"))]
    assert len(occurrences(threadparse.merge(copies))) == 2
    assert len(messages(threadparse.merge(copies))) == 2


def test_a_subject_of_a_print_is_altered_where_it_stands() -> None:
    changes = found(mail(FIELDS), printed(PRINTED | {"Subject": "Holidays in Wales"}))
    assert changes == [("altered", "subject", "Boathouse", "Holidays in Wales", "Holidays in Wales")]


def test_on_paper_an_address_that_is_misread_is_nobody_else() -> None:
    for misread in ("'eve daIe@regatta exarnple", "H <eve.da1eZregatta.exarnple>"):
        assert not found(mail(FIELDS), printed(PRINTED | {"Cc": misread}))
    assert [change[:2] for change in found(mail(FIELDS), printed(PRINTED | {"Cc": FAY}))] == [("altered", "cc")]


def test_what_is_wrapped_is_found_below_its_quote_marks() -> None:
    block = [
        "-----Original Message-----",
        f"From: {ADA}",
        "Sent: 12 March 2019 09:05",
        "To: Eve Dale; [name",
        "redacted]",
    ]
    lines = [*block, "Subject: Boathouse", "", *LETTER.split("\n")]
    text = quoted().partition("On 12")[0] + "".join(f"> {line}\n" for line in lines)
    changes = found(mail(FIELDS | {"To": f"{EVE}, {TOBIAS}"}), text)
    assert ("redacted", "to", TOBIAS, "[name\n> redacted]", "[name\n> redacted]") in changes


def test_a_document_is_kept_that_alone_shows_a_sender_or_has_another_one() -> None:
    other = "Cora Lake <cora.lake@slip.example>"
    short = printed(PRINTED).partition("The key")[0]
    sets: list[tuple[list[str | bytes], dict[str, list[str]]]] = [
        ([mail(FIELDS | {"From": "[redacted]"}), short], {"0": ["words"], "1": ["revealed"]}),
        ([mail(FIELDS), mail(FIELDS | {"From": other}), mail(FIELDS)], {"0": ["words"], "1": ["altered"], "2": []}),
    ]
    for copies, kinds in sets:
        documents = (threadparse.parse(copy, path=f"{number}") for number, copy in enumerate(copies))
        merged = threadparse.merge(documents)
        assert {source.path: [reason.kind for reason in source.reasons] for source in merged.sources} == kinds
