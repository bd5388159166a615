"""The tables of a thread: its index and its people."""

from __future__ import annotations

from threadparse.views.dates import date_words
from threadparse.views.entries import Entry, counted, first_words
from threadparse.views.html.elements import Child, Markup, element
from threadparse.views.html.material import Person, ThreadPart

__all__ = ["index_of_messages", "table_of_people"]

#: Up to so many messages the index is open, and its rows have two lines.
_FEW = 16
_MAX_TO = 3


def index_of_messages(thread: ThreadPart) -> Markup:
    """Return a row a message: number, date, sender, how it begins, its line."""
    few = len(thread.entries) <= _FEW
    columns = (
        ("No.", "cno num"),
        ("When", "cwhen"),
        ("From", "cfrom"),
        ("To", "cto to"),
        ("Begins", "cbegins"),
        ("Page", "cline num pp"),
        ("Line", "cline num"),
    )
    head = element("tr", *(element("th", words, scope="col", class_=name) for words, name in columns))
    table = element(
        "table", element("thead", head), element("tbody", *(_row(thread, entry) for entry in thread.entries))
    )
    summary = element("summary", f"Index of {counted(len(thread.entries), 'message')}")
    return element("details", summary, table, class_="index few" if few else "index", open=few)


def _row(thread: ThreadPart, entry: Entry) -> Markup:
    """Return the row of a message."""
    message = entry.message
    part, spans = thread.part_of(message), thread.spans(message)
    places = part.places
    number = element("a", thread.label(entry.number), href=f"#{thread.anchor(entry.number)}")
    sender: Child = element("span", thread.sender_words(message), class_="none")
    if message.sender is not None:
        sender = thread.named(message.sender)
    to: list[Child] = ["—"]
    if message.to:
        to = thread.names(message.to[:_MAX_TO])
        to += [f" and {len(message.to) - _MAX_TO} more"] if len(message.to) > _MAX_TO else []
    page = places.page(spans[0][0]) if spans else None
    return element(
        "tr",
        element("td", number, class_="num ino"),
        element("td", "no date" if entry.when is None else date_words(entry.when), class_="when"),
        element("td", sender, class_="from"),
        element("td", *to, class_="to"),
        element("td", element("div", first_words(entry.lines), class_="one"), class_="begins"),
        element("td", "" if page is None else str(page), class_="num pp"),
        element("td", part.link(spans[0][0], str(places.line(spans[0][0]))) if spans else "", class_="num line"),
        class_=thread.classes(entry) or None,
    )


def table_of_people(thread: ThreadPart) -> Markup | None:
    """Return a row a person: name, all addresses, how many messages sent and received; None if nobody is named."""
    if not thread.people:
        return None
    columns = (("Name", ""), ("Addresses", ""), ("Sent", "num crec"), ("Received", "num crec"))
    head = element("tr", *(element("th", words, scope="col", class_=name or None) for words, name in columns))
    rows = [_person(person) for person in thread.people]
    return element(
        "details",
        element("summary", "People and addresses"),
        element("table", element("thead", head), element("tbody", *rows)),
        class_="people index",
    )


def _person(person: Person) -> Markup:
    """Return the row of a person."""
    participant = person.participant
    return element(
        "tr",
        element("td", person.named),
        element("td", element("bdi", ", ".join(participant.addresses)) if participant.addresses else ""),
        element("td", str(participant.sent), class_="num"),
        element("td", str(participant.received), class_="num"),
    )
