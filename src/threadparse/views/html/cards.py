"""Messages as cards: when, who, to whom, the place in the source, and the words."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from threadparse.document import Attachment, Mailbox, Message, Note, Redaction
from threadparse.views.dates import MessageDate, day_and_clock
from threadparse.views.entries import Entry, counted
from threadparse.views.html.elements import Child, Markup, element, joined, text
from threadparse.views.html.material import SOLID_BAR, ThreadPart
from threadparse.views.zoned import ZonedLine, join_folded

__all__ = ["message_cards", "note_words"]

_HOUR, _DAY = 3600, 86400
#: A gap of at least so many seconds is drawn higher.
_GAP_STEPS = (6 * _HOUR, 2 * _DAY, 10 * _DAY, 45 * _DAY)
_MAX_RECIPIENTS = 8
_MAX_LINES = 150
#: Mails are folded at some 70 columns; blocks that are narrower were not.
_FOLDED_AT = 64
# A card of at most so much is not torn between two sheets of paper.
_SHORT_CHARS, _SHORT_LINES = 900, 14
_COLUMNS = re.compile(r"\S(?: {3,}|\t+)\S")
_BULLET = re.compile(r" *(?:[-*•–·o] |\(?\d{1,3}[.)] |\(?[a-z][.)] )")


def message_cards(thread: ThreadPart) -> Markup:
    """Return the list of a thread's messages."""
    above: MessageDate | None = None
    items: list[Child] = []
    for entry in thread.entries:
        items.append(_item(thread, entry, above))
        above = entry.when
    return element("ol", *items, class_="messages")


def _item(thread: ThreadPart, entry: Entry, above: MessageDate | None) -> Markup:
    """Return a message with the gap above it."""
    message, person = entry.message, thread.person(entry.message.sender)
    missing = thread.known_from(message) == "missing"
    places, marks = thread.redactions(message), _Marks(thread, message)
    short = len(message.body) < _SHORT_CHARS and len(entry.lines) <= _SHORT_LINES
    ends = (entry.number == 1 and " first") or ""
    ends += " last" if entry.number == len(thread.entries) else ""
    subject = element(
        "p",
        element("span", "Subject ", class_="soft"),
        element("b", element("bdi", marks.shown(message.subject or "(none)"))),
        class_="subject",
    )
    card = element(
        "article",
        element(
            "header",
            element("div", _who(thread, entry), _meta(thread, entry, places), subject if entry.new_subject else None),
        ),
        element(
            "div",
            element(
                "div",
                *([] if missing else _body(entry, marks)),
                *_attached(message.attachments),
                *map(_warning, thread.notes(message)),
                thread.remarks(message),
            ),
            class_="body",
        ),
        id=thread.anchor(entry.number),
        class_=" ".join(filter(None, ["card", person.colour if person else "", thread.known_from(message)])),
    )
    gap = element("p", entry.gap, class_=f"gap g{_gap_step(above, entry.when)}") if entry.number > 1 else None
    return element("li", gap, card, class_=f"item{ends}{' short' if short else ''} {thread.classes(entry)}".rstrip())


def _gap_step(above: MessageDate | None, below: MessageDate | None) -> int:
    """Return how high a gap is drawn, from 0 to 4."""
    if above is None or below is None:
        return 0
    seconds = (below.value.replace(tzinfo=None) - above.value.replace(tzinfo=None)).total_seconds()
    return sum(abs(seconds) >= step for step in _GAP_STEPS)


def _who(thread: ThreadPart, entry: Entry) -> Markup:
    """Return number, date and sender as a heading, and the recipients."""
    message = entry.message
    number = element("a", thread.label(entry.number), class_="no", href=f"#{thread.anchor(entry.number)}")
    missing = thread.known_from(message) == "missing"
    sender = element("span", thread.sender_words(message), class_="none")
    if message.sender is not None:
        sender = element("span", thread.named(message.sender), class_="from")
    head = element(
        "h3", element("span", number, _when(entry), class_="when"), element("span", " · ", class_="sep"), sender
    )
    to: list[Child] = [element("span", " → ", class_="arrow", role="img", aria_label="to")]
    if message.to:
        to += _recipients(thread, message.to)
    elif not (missing or message.cc or message.bcc):
        to.append(element("span", "no recipient named", class_="none"))
    else:
        to = []
    copies = [
        element("div", f"{label} ", *_recipients(thread, mailboxes), class_="cc soft")
        for label, mailboxes in (("cc", message.cc), ("bcc", message.bcc))
        if mailboxes
    ]
    return element("div", head, *to, *copies, class_="who")


def _when(entry: Entry) -> Markup:
    """Return the day in bold and the clock, or that there is none."""
    if entry.when is None:
        written = entry.message.date_raw
        clock = element("span", f"written “{written}”", class_="clock") if written else None
        return element("span", element("b", "no date"), " " if clock else None, clock, class_="undate")
    day, time = day_and_clock(entry.when)
    return element(
        "time", element("b", day), " ", element("span", time, class_="clock"), datetime=entry.message.date or ""
    )


def _recipients(thread: ThreadPart, mailboxes: list[Mailbox]) -> list[Child]:
    """Return recipients; of many the first, and the rest to unfold."""
    if len(mailboxes) <= _MAX_RECIPIENTS + 1:
        return thread.names(mailboxes)
    rest = mailboxes[_MAX_RECIPIENTS:]
    fold = element(
        "details", element("summary", f"and {len(rest)} more"), element("p", *thread.names(rest)), class_="fold"
    )
    return [*thread.names(mailboxes[:_MAX_RECIPIENTS]), " ", fold]


_ACTIONS = {"reply": "↳ reply to ", "reply-all": "↳ reply to all of ", "forward": "⇢ forward of "}


def _meta(thread: ThreadPart, entry: Entry, places: list[Redaction]) -> Markup:
    """Return what the message answers, how its sender is written, what is blacked out, and its place."""
    message = entry.message
    does: Markup | None
    if entry.answers is not None:
        link = element("a", f"message {thread.label(entry.answers)}", href=f"#{thread.anchor(entry.answers)}")
        does = element("span", _ACTIONS.get(message.action, _ACTIONS["reply"]), link)
    elif thread.known_from(message) == "missing":
        does = None
    elif message.action == "original":
        does = element("span", "first message" if entry.number == 1 else "answers no message here")
    else:
        does = element("span", f"{message.action}; answers no message here")
    written = thread.written_as(message.sender)
    shown_as = element("span", "as ", element("bdi", written)) if written else None
    bates = f"{message.cite.bates}, " if message.cite.bates else None
    found = thread.place(message)
    place = element("span", bates, found, class_="place") if found else None
    return element("div", does, shown_as, _blacked_out(thread, message, places), place, class_="meta")


def _blacked_out(thread: ThreadPart, message: Message, places: list[Redaction]) -> Markup | None:
    """Return how many places of a message are blacked out, and the codes that the release gives for it."""
    if not places:
        return None
    codes = sorted({code.as_written for place in places for code in place.codes})
    words = f"{counted(len(places), 'place')} blacked out" + (f": {', '.join(codes)}" if codes else "")
    return element("span", thread.part_of(message).link(places[0].span[0], words))


class _Marks:
    """What is marked in a message: bars among its words, and stretches of its body that copies do not share.

    Lines that a mail client folded are joined, which changes blanks only. So places in the body are counted in its
    other characters, and its words have to be asked for in their order.

    Args:
        thread: The thread.
        message: The message.
    """

    def __init__(self, thread: ThreadPart, message: Message) -> None:
        self._bars = thread.bars(message)
        longest_first = sorted(self._bars, key=lambda mark: (-len(mark), mark))
        # Whole words, so that "with" is not found in "without"; a mark such as [X] may touch a word.
        ends = [
            rf"\b{re.escape(mark)}\b" if mark[0].isalnum() and mark[-1].isalnum() else re.escape(mark)
            for mark in longest_first
        ]
        self._pattern = re.compile("|".join(ends)) if ends else None
        self._stretches: deque[tuple[int, int, str, str]] = deque()
        self._passed = position = count = 0
        for start, end, style, letter in thread.marks(message):
            first = count + _letters(message.body[position:start])
            position, count = end, first + _letters(message.body[start:end])
            self._stretches.append((first, count, style, letter))

    def of_body(self, words: str) -> Markup:
        """Return the next words of the body, marked."""
        if not self._stretches:
            return self.shown(words)
        places = [place for place, letter in enumerate(words) if not letter.isspace()]
        above, self._passed = self._passed, self._passed + len(places)
        pieces: list[Child] = []
        position = 0
        while self._stretches and self._stretches[0][0] < self._passed:
            first, last, style, letter = self._stretches[0]
            begin = places[max(first - above, 0)]
            end = places[min(last, self._passed) - above - 1] + 1
            pieces += [self.shown(words[position:begin]), element("span", words[begin:end], class_=style)]
            position = end
            if last > self._passed:  # it goes on in the next paragraph
                break
            pieces.append(element("small", letter, class_="letter"))
            self._stretches.popleft()
        return joined([*pieces, self.shown(words[position:])])

    def shown(self, words: str) -> Markup:
        """Return words with bars among them."""
        if self._pattern is None:
            return text(words)
        pieces: list[Child] = []
        position = 0
        for match in self._pattern.finditer(words):
            style = self._bars[match[0]]
            spoken = {"role": "img", "aria_label": "blacked out"} if style == SOLID_BAR else {}
            pieces += [words[position : match.start()], element("span", match[0], class_=style, **spoken)]
            position = match.end()
        return joined([*pieces, words[position:]])


def _letters(words: str) -> int:
    """Return how many characters are no blanks."""
    return sum(map(len, words.split()))


class _Paragraph(NamedTuple):
    """A paragraph, the kind of its zone, and how much it is."""

    kind: str
    shown: Markup
    lines: int
    words: int


def _body(entry: Entry, marks: _Marks) -> Iterator[Markup]:
    """Return the words of a message; the rest of a very long one is folded."""
    paragraphs = list(_paragraphs(entry.lines, marks))
    if not paragraphs:
        yield element("p", "(no words of its own)", class_="none")
    total = shown = 0
    for paragraph in paragraphs:
        if total and total + paragraph.lines > _MAX_LINES:
            break
        total += paragraph.lines
        shown += 1
    yield from _groups(paragraphs[:shown])
    rest = paragraphs[shown:]
    if rest:
        lines = counted(sum(paragraph.lines for paragraph in rest), "more line")
        yield element("details", element("summary", f"and {lines}"), *_groups(rest), class_="rest")


def _groups(paragraphs: Sequence[_Paragraph]) -> Iterator[Markup]:
    """Put paragraphs of one kind together, as that kind looks."""
    for kind, group in groupby(paragraphs, lambda paragraph: paragraph.kind):
        block = list(group)
        shown = joined(paragraph.shown for paragraph in block)
        if kind == "disclaimer":
            words = counted(sum(paragraph.words for paragraph in block), "word")
            yield element("details", element("summary", f"Disclaimer, {words}"), shown, class_="fold")
        elif kind == "quote-context":
            yield element("blockquote", element("b", "quoted from an older message"), shown)
        elif kind in ("signature", "attachments"):
            yield element("div", shown, class_="signature")
        else:
            yield shown


def _paragraphs(lines: Sequence[ZonedLine], marks: _Marks) -> Iterator[_Paragraph]:
    """Return the paragraphs of a body: prose with its folded lines joined, list items, and blocks with columns."""
    for (blank, kind), group in groupby(lines, lambda line: (not line.words.strip(), line.kind)):
        if blank:
            continue
        block = list(group)
        shown = marks.shown if kind == "quote-context" else marks.of_body
        if sum(_COLUMNS.search(line.words) is not None for line in block) > 1:
            words = "\n".join(line.words for line in block)
            yield _Paragraph(kind, element("pre", shown(words), tabindex=0), len(block), len(words.split()))
            continue
        joined_lines = [line.words.strip() for line in join_folded(block, _FOLDED_AT)]
        for bullet, run in groupby(joined_lines, lambda line: _BULLET.match(line) is not None):
            for words in run if bullet else ["\n".join(run)]:
                paragraph = element("p", shown(words), class_="hang" if bullet else None)
                yield _Paragraph(kind, paragraph, words.count("\n") + 1, len(words.split()))


def _attached(attachments: Sequence[Attachment]) -> Iterator[Markup]:
    """Return the files that came with a message."""
    if attachments:
        files = [file.name if file.size is None else f"{file.name} ({file.size:,} bytes)" for file in attachments]
        yield element("p", "Attached: ", element("bdi", ", ".join(files)), class_="attach")


def _warning(note: Note) -> Markup:
    """Return a note on a message."""
    return element("p", note_words(note), class_="warn")


def note_words(note: Note) -> Markup:
    """Return a note with its mark and code."""
    mark = element("b", "!" if note.severity == "warning" else "i")
    return joined([mark, " ", note.text, " ", element("code", note.code)])
