"""The page as a whole: head, account of the threads, notes, source. No script, no request, no mark-up from mail."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain

from threadparse.document import Document, Note
from threadparse.views.entries import Entry, counted, thread_facts
from threadparse.views.html.cards import message_cards, note_words
from threadparse.views.html.chart import chart, chart_rules
from threadparse.views.html.elements import Child, Markup, css_string, element, joined, separated
from threadparse.views.html.material import DocumentPart, StandingCopy, ThreadPart, copies_by_part, material
from threadparse.views.html.source_column import source_column
from threadparse.views.html.tables import index_of_messages, table_of_people
from threadparse.views.places import left_out

__all__ = ["page", "page_of_parts", "plain_page"]

#: Browsers lay out a page of more only where it is looked at.
_BIG_MESSAGES, _BIG_CHARS = 120, 200_000
_LONG_SUBJECT = 90
_MAX_LEFT_OUT = 24
_MAX_COVERED = 3
#: Printed pages: so many messages and characters of source fill one.
_CHARS_A_SHEET = 5_500
_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)


def page(documents: Sequence[tuple[str, Document]], *, version: str, with_source: bool = True) -> str:
    """Write documents as one page.

    Args:
        documents: Texts and their documents, one at least.
        version: That of threadparse, which the page names.
        with_source: Whether the texts stand on the page.

    Returns:
        The page, the same for the same documents, whenever and wherever it is made.
    """
    parts, threads = material(documents, with_source=with_source)
    kind = "E-mail thread" if len(threads) == 1 else counted(len(threads), "e-mail thread")
    names = element("bdi", parts[0].name) if len(parts) == 1 else counted(len(parts), "file")
    return page_of_parts(parts, threads, joined([f"{kind} in ", names]), version=version)


def page_of_parts(
    parts: Sequence[DocumentPart],
    threads: Sequence[ThreadPart],
    kicker: Markup,
    *,
    version: str,
    links: Sequence[Markup] = (),
    title: str = "",
    remark: str = "",
    notes: Sequence[Note] = (),
) -> str:
    """Write documents and threads that are numbered already as one page.

    Args:
        parts: The documents, one at least.
        threads: Their threads, or those of a merge of them.
        kicker: What the page is about, in a line above its title.
        version: That of threadparse, which the page names.
        links: What the page leads to beside its notes and source.
        title: What it is called if it has several threads; empty for the names of the documents.
        remark: What its account of how it was made says beside all that such accounts say.
        notes: Notes on the threads, beside those on the documents.
    """
    copies = copies_by_part(threads)
    source = source_column(parts, copies)
    noted = [*_notes(notes, threads), *chain.from_iterable(_notes_on(part, copies.get(part, ())) for part in parts)]
    title = _title(parts, threads, title)
    style = Markup(_style(parts, threads, title))
    account = element(
        "div",
        _header(
            parts,
            threads,
            title,
            kicker,
            [*links, *([element("a", counted(len(noted), "note"), href="#notes")] if noted else [])],
            _about(parts, version, remark, has_source=source is not None),
        ),
        element("main", *map(_thread, threads), _nothing(threads), id="messages", tabindex=-1),
        *_back_matter(parts, noted),
        class_="account",
    )
    big = sum(len(thread.entries) for thread in threads) > _BIG_MESSAGES or _characters(parts) > _BIG_CHARS
    paged = any(part.places.page(0) is not None for part in parts)
    classes = " ".join(
        ["page", *(["big"] if big else []), *(["paged"] if paged else []), *([] if source else ["alone"])]
    )
    body = element(
        "body",
        element("a", "Skip to the messages", class_="skip", href="#messages"),
        element("div", account, source, class_=classes),
    )
    return f"<!DOCTYPE html>\n{element('html', _head(title, style, version), body, lang='en')}\n"


def plain_page(title: str, *content: Child, version: str) -> str:
    """Write a page that has nothing but what is given, with the same head and style.

    Args:
        title: Its title.
        content: What stands on it.
        version: That of threadparse.
    """
    style = Markup(_sheet("page.css"))
    body = element("body", element("div", element("div", *content, class_="account"), class_="page alone"))
    return f"<!DOCTYPE html>\n{element('html', _head(title, style, version), body, lang='en')}\n"


def _characters(parts: Sequence[DocumentPart]) -> int:
    """Return the length of all texts."""
    return sum(len(part.text) for part in parts)


def _title(parts: Sequence[DocumentPart], threads: Sequence[ThreadPart], title: str) -> str:
    """Return the subject of the only thread, else the title that is given, else the file's name."""
    if len(threads) == 1:
        return threads[0].thread.subject or "(no subject)"
    if title:
        return title
    return parts[0].name if len(parts) == 1 else f"{parts[0].name} and {counted(len(parts) - 1, 'more file')}"


def _head(title: str, style: Markup, version: str) -> Markup:
    """Return the head: the policy lets nothing through but the one style, known by its hash."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    names = {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "referrer": "no-referrer",
        "format-detection": "telephone=no, date=no, address=no, email=no",
        "generator": f"threadparse {version}",
    }
    return element(
        "head",
        element("meta", charset="utf-8"),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        *(element("meta", name=name, content=content) for name, content in names.items()),
        element("title", title),
        element("style", style),
    )


@cache
def _sheet(name: str) -> str:
    """Return a style sheet of this package without its comments."""
    from importlib.resources import files

    return _COMMENT.sub("", (files(__package__) / name).read_text(encoding="utf-8"))


def _style(parts: Sequence[DocumentPart], threads: Sequence[ThreadPart], title: str) -> str:
    """Return the one style: that of the screen, that of paper, and what shows one person's messages alone."""
    running = {
        "TITLE": title,
        "FILE": ", ".join(part.name for part in parts[:3]),
        "FOOT": f"SHA-256 {parts[0].document.source.sha256[:24]}…" if len(parts) == 1 else f"{len(parts)} documents",
    }
    sheet = _sheet("page.css") + _sheet("print.css")
    for name, words in running.items():
        sheet = sheet.replace(f"var({name})", css_string(words))
    return "\n".join([sheet, *filter(None, map(chart_rules, threads))])


def _header(
    parts: Sequence[DocumentPart],
    threads: Sequence[ThreadPart],
    title: str,
    kicker: Markup,
    more: Sequence[Markup],
    about: Markup,
) -> Markup:
    """Return what the page is about, the threads if there are several, and how it was made."""
    has_source = any(part.has_source for part in parts)
    facts = _facts(threads)
    links = [
        *more,
        element("a", _source_words(parts), class_="tosource", href="#source") if has_source else None,
    ]
    nav = element("nav", *links, class_="jump", aria_label="Parts of this page") if any(links) else None
    return element(
        "header",
        element("p", kicker, class_="kicker"),
        element("h1", element("bdi", title), class_="long" if len(title) > _LONG_SUBJECT else None),
        element("p", _dotted(facts), class_="facts"),
        _covered(parts),
        nav,
        _list_of_threads(threads),
        about,
    )


def _source_words(parts: Sequence[DocumentPart]) -> str:
    """Return what the source column holds."""
    shown = sum(part.has_source for part in parts)
    return "Source text" if shown == 1 else f"Source text of {counted(shown, 'document')}"


def _covered(parts: Sequence[DocumentPart]) -> Markup | None:
    """Warn whoever hands the page on that it shows what the bars of a PDF were to hide."""
    names = [part.name for part in parts if any(note.code == "pdf.covered-read" for note in part.document.notes)]
    if not names:
        return None
    where = element("bdi", ", ".join(names[:_MAX_COVERED])), f" and {counted(len(names) - _MAX_COVERED, 'more file')}"
    return element(
        "p",
        element("b", "!"),
        " This page shows words that lie under black bars in ",
        *where[: 1 + (len(names) > _MAX_COVERED)],
        ". It was made with --covered: do not hand it on by mistake.",
        class_="warn",
    )


def _dotted(facts: Sequence[str]) -> str:
    """Return facts with dots between them, none of which begins a line."""
    return "\u00a0· ".join(facts)


def _facts(threads: Sequence[ThreadPart]) -> list[str]:
    """Return how many messages, people, from when to when; blacked-out people are not counted."""
    facts = thread_facts([message for thread in threads for message in thread.thread.messages], "–")
    if len(threads) != 1:
        return facts
    participants = threads[0].thread.participants
    legible = sum(not person.redacted for person in participants)
    words = [f"{legible:,} {'person' if legible == 1 else 'people'}"] if legible else []
    words += ["redacted ones"] if legible < len(participants) else []
    return [facts[0], *([" and ".join(words)] if words else []), *facts[1:]]


def _list_of_threads(threads: Sequence[ThreadPart]) -> Markup | None:
    """Return the threads of a bundle with what is in them."""
    if len(threads) < 2:
        return None
    rows = [
        element(
            "li",
            element("a", f"{thread.number} ", element("bdi", _subject(thread)), href=f"#s{thread.number}"),
            element("span", _dotted(thread_facts(thread.thread.messages, "–")), class_="soft"),
        )
        for thread in threads
    ]
    return element("ol", *rows, class_="threads")


def _subject(thread: ThreadPart) -> str:
    """Return what a thread is called."""
    return thread.thread.subject or "(no subject)"


def _about(parts: Sequence[DocumentPart], version: str, remark: str, *, has_source: bool) -> Markup:
    """Return what the page was made from, and what in it is whose."""
    facts: list[Child] = [f"By threadparse {version} from "]
    for index, part in enumerate(parts):
        source = part.document.source
        pages = "" if source.pages is None else f", {counted(source.pages, 'page')}"
        facts += [
            "; " if index else None,
            element("bdi", part.name),
            f" ({source.format}, {counted(source.characters, 'character')}{pages}, SHA-256 ",
            element("code", source.sha256),
            ")",
        ]
    reading = (
        "Dates, names and words are the source’s own. The split into messages, their order and who answers "
        "whom are the tool’s reading of it: check them against the source lines beside each message. Lines count as "
    )
    missing = (
        None
        if has_source
        else element(
            "p",
            "The source is not on this page; ",
            element("code", "threadparse text"),
            " prints it with the same line numbers.",
        )
    )
    sheets = round((1 + has_source) * _characters(parts) / _CHARS_A_SHEET)
    paper = element("p", f"Printed, this page has about {sheets:,} sheets.", class_="screen") if sheets > 99 else None
    return element(
        "details",
        element("summary", "How this page was made"),
        element("p", *facts, "."),
        element("p", reading, element("code", "threadparse text"), " prints them."),
        element("p", remark) if remark else None,
        missing,
        paper,
        class_="about",
    )


def _thread(thread: ThreadPart) -> Markup:
    """Return the section of a thread."""
    number = None if thread.alone else element("span", f"{thread.number} ", class_="soft")
    head = element(
        "h2",
        number,
        element("bdi", _subject(thread)),
        id=f"h{thread.number}",
        class_="unseen" if thread.alone else None,
    )
    facts = None if thread.alone else element("p", _dotted(_facts([thread])), class_="soft")
    all_again = element("a", "Show all", href=f"#c{thread.number}")
    return element(
        "section",
        head,
        facts,
        chart(thread),
        element(
            "p", "Only what the person chosen above sent or received is shown in full. ", all_again, class_="showall"
        ),
        index_of_messages(thread),
        table_of_people(thread),
        message_cards(thread),
        class_="thread",
        id=f"s{thread.number}",
        aria_labelledby=f"h{thread.number}",
    )


def _nothing(threads: Sequence[ThreadPart]) -> Markup | None:
    """Say that there is no message, if there is none."""
    return None if threads else element("p", "No message found.", class_="none")


def _back_matter(parts: Sequence[DocumentPart], notes: Sequence[Markup]) -> Iterator[Markup]:
    """Return the notes, and which lines stand in no message."""
    if notes:
        heading = element("h2", "Notes", id="notes-h")
        yield element("section", heading, element("ul", *notes), class_="back", id="notes", aria_labelledby="notes-h")
    rows = list(chain.from_iterable(_outside(part, several=len(parts) > 1) for part in parts))
    if rows:
        yield element(
            "section",
            element("h2", "In no message", id="rest-h"),
            element("ul", *rows),
            class_="back",
            aria_labelledby="rest-h",
        )


def _notes(notes: Iterable[Note], threads: Iterable[ThreadPart]) -> Iterator[Markup]:
    """Return notes on threads, each with the message that it is on."""
    links = {entry.message.id: _message_link(thread, entry) for thread in threads for entry in thread.entries}
    for note in notes:
        yield _note(note, [links.get(note.message or "")])


def _notes_on(part: DocumentPart, copies: Iterable[StandingCopy]) -> Iterator[Markup]:
    """Return what was guessed or odd in a document, each with its place."""
    links = {message.id: _message_link(thread, entry) for thread, entry, message in copies}
    for note in part.document.notes:
        line = None if note.span is None else part.link(note.span[0], part.places.words(note.span[0]))
        yield _note(note, [line, links.get(note.message or "")])


def _message_link(thread: ThreadPart, entry: Entry) -> Markup:
    """Return what leads to a message."""
    return element("a", f"message {thread.label(entry.number)}", href=f"#{thread.anchor(entry.number)}")


def _note(note: Note, places: Iterable[Markup | None]) -> Markup:
    """Return a note as an item of the list of notes."""
    named = separated(places, ", ")
    return element("li", note_words(note), " " if named else None, *named)


def _outside(part: DocumentPart, *, several: bool) -> Iterator[Markup]:
    """Return the lines of a document that stand in no message."""
    for words, spans in left_out(part.document, part.text):
        shown = (part.link(span[0], part.places.numbers(*span, "–")) for span in spans[:_MAX_LEFT_OUT])
        named = joined(separated(shown, ", "))
        more = f" and {len(spans) - _MAX_LEFT_OUT:,} more" if len(spans) > _MAX_LEFT_OUT else None
        file = element("bdi", f"{part.name}: ") if several else None
        noun = "lines " if len(spans) > 1 or "–" in named else "line "
        yield element("li", file, f"{words}: {noun}", named, more)
