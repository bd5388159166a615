"""Calendar files: an event is a message of its organizer, with the chain that its description quotes."""

from __future__ import annotations

import hashlib
import io
from types import SimpleNamespace
from typing import Any

import pytest

import threadparse
from tests.growth import grows_linearly, repeated
from tests.readers.mails import mail, read
from threadparse.options import ParseOptions
from threadparse.readers.calendar_file import texts
from threadparse.readers.mime.bodies import calendar_events

EVENT = "\r\n".join(
    [
        "BEGIN:VEVENT",
        "ORGANIZER;CN=Ann Roe:mailto:ann@alder.example",
        'ATTENDEE;ROLE=REQ-PARTICIPANT;CN="Lee, Bob: tides":MAILTO:bob@quay.example',
        "ATTENDEE:mailto:carl@quay.example",
        "DTSTAMP:20210503T100000Z",
        "DTSTART;TZID=London:20210504T090000",
        "SUMMARY:Tides\\, again",
        "DESCRIPTION:See below.\\n\\n-----Original Message-----\\nFrom: Bob <bob@quay.example>\\nSent: 2 May",
        "  2021 09:00\\nTo: Ann\\nSubject: Tides\\n\\nWhen?\\n",
        "END:VEVENT",
    ]
)


def calendar(*events: str) -> io.BytesIO:
    return io.BytesIO("\r\n".join(["BEGIN:VCALENDAR", "METHOD:REQUEST", *events, "END:VCALENDAR", ""]).encode())


def test_an_invitation_and_its_chain() -> None:
    (document,) = threadparse.read(calendar(EVENT))
    older, invitation = document.messages
    assert document.source.format == "ics"
    assert invitation.sender is not None
    assert (invitation.sender.name, invitation.sender.address) == ("Ann Roe", "ann@alder.example")
    assert [box.address for box in invitation.to] == ["bob@quay.example", "carl@quay.example"]
    assert (invitation.date, invitation.subject) == ("2021-05-03T10:00+00:00", "Tides, again")
    assert invitation.body == "Tides, again\n2021-05-04 09:00\n\nSee below."
    assert (older.date, older.body) == ("2021-05-02T09:00", "When?")


def test_each_event_is_a_source() -> None:
    found = list(threadparse.read(calendar(EVENT, EVENT.replace("Tides", "Ebb"))))
    assert [document.source.path[-2:] for document in found] == ["#1", "#2"]
    assert found[1].messages[-1].subject == "Ebb, again"


def test_what_an_alarm_says_is_not_what_the_event_says() -> None:
    alarm = ["BEGIN:VALARM", "SUMMARY:Ring", "DESCRIPTION:Reminder", "ATTENDEE:mailto:bell@quay.example"]
    lines = EVENT.split("\r\n")
    for end in (["END:VALARM"], []):
        (document,) = threadparse.read(calendar("\r\n".join([lines[0], *alarm, *end, *lines[1:]])))
        found = document.messages[-1]
        assert (found.subject, len(found.to)) == (("Tides, again", 2) if end else (None, 0))


def test_a_task_and_a_journal_entry_are_read() -> None:
    task = "BEGIN:VTODO\r\nSUMMARY:Oil the lamp\r\nDUE:20210506T080000Z\r\nEND:VTODO"
    entry = "BEGIN:VJOURNAL\r\nSUMMARY:Fog\r\nDESCRIPTION:All day.\r\nEND:VJOURNAL"
    found = [document.messages[0].body for document in threadparse.read(calendar(task, entry))]
    assert found == ["Oil the lamp\n2021-05-06 08:00 UTC", "Fog\n\nAll day."]


def test_a_quote_that_is_never_closed_costs_no_line() -> None:
    (document,) = threadparse.read(calendar(EVENT.replace('tides":MAILTO', "tides:MAILTO")))
    assert [box.address for box in document.messages[-1].to][-1:] == ["carl@quay.example"]
    (document,) = threadparse.read(calendar(EVENT.replace("SUMMARY:", 'SUMMARY;ALTREP="cid:')))
    assert document.messages[-1].subject == "Tides, again"


def test_the_encoding_is_that_of_the_options_and_a_guess_is_noted() -> None:
    data = calendar(EVENT.replace("Tides", "Приливы")).getvalue().decode().encode("cp1251")
    document = threadparse.parse(data, options=ParseOptions(encoding="windows-1251"))
    assert document.messages[-1].subject == "Приливы, again"
    document = threadparse.parse(data)
    assert "encoding.guessed" in [note.code for note in document.notes]


def test_many_events_are_hashed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[int] = []

    def counted(data: bytes) -> Any:
        hashed.append(len(data))
        return hashlib.sha256(data)

    monkeypatch.setattr("threadparse.readers.built_text.hashlib", SimpleNamespace(sha256=counted))
    stream = calendar(*[EVENT] * 200)
    found = list(texts(stream, "a.ics", ParseOptions()))
    assert len({text.source.sha256 for text in found}) == 1
    assert sum(hashed) < 2 * len(stream.getvalue())


def test_what_is_damaged_is_still_a_text() -> None:
    data = calendar(EVENT).getvalue()
    for at in range(0, len(data), 5):
        list(threadparse.read(io.BytesIO(data[:at])))
        list(threadparse.read(io.BytesIO(data[:at] + b"\xff\n:" + data[at:])))


@pytest.mark.slow
def test_hostile_lines_take_linear_time() -> None:
    for piece in ('";:', "ATTENDEE:a\n", 'A;CN="":', "BEGIN:VEVENT\n", " \n"):
        assert grows_linearly(calendar_events, repeated(piece)), piece
    opened = repeated("ATTENDEE;CN=a:b\n")
    assert grows_linearly(calendar_events, lambda size: "BEGIN:VEVENT\n" + opened(size))


def test_a_part_of_a_mail_reads_as_before() -> None:
    lines = calendar(EVENT).getvalue().decode().split("\r\n")
    assert read(mail("Content-Type: text/calendar", "", *lines)).characters.startswith("Tides, again\n2021-05-04 09:00")
    lines[-2:-2] = EVENT.replace("Tides", "Ebb").split("\r\n")
    assert "Ebb, again" in read(mail("Content-Type: text/calendar", "", *lines)).characters
