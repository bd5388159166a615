"""What each parser finds in a text, in one shape; each is used as its documentation says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

__all__ = ["FINDERS", "Found", "found_by"]

#: Takes a text apart.
Find = Callable[[str], "list[Found]"]


@dataclass(frozen=True)
class Found:
    """A message as a parser gives it.

    Attributes:
        start: What the message begins with, its header or else its body; or the number of the line.
        sender: Its sender as text; None if the parser gives none.
        date: Its date, ISO 8601 or as printed; None if the parser gives none.
        body: Its body; None if the parser gives none.
    """

    start: str | int
    sender: str | None = None
    date: str | None = None
    body: str | None = None


def found_by(parser: str, texts: list[str]) -> list[list[Found]]:
    """Take texts apart, in this process.

    Args:
        parser: A name out of ``FINDERS``.
        texts: The texts.

    Returns:
        For each text its messages from top to bottom.
    """
    find = FINDERS[parser][0]()
    return [find(text) for text in texts]


def _threadparse() -> Find:
    from threadparse import parse

    def find(text: str) -> list[Found]:
        found = []
        for message in sorted(parse(text).messages, key=lambda message: message.source_index):
            if message.header_span is None and not message.body:  # nothing stands above the first header
                continue
            person = message.sender
            sender = f"{person.name or ''} <{person.address or ''}>" if person else None
            start = text.count("\n", 0, message.header_span[0]) if message.header_span else 0
            found.append(Found(start, sender, message.date, message.body))
        return found

    return find


def _mail_parser_reply(*, every_language: bool = False) -> Find:
    """Its header blocks are text. A reply without a body is a separator that it took for one: it is not counted."""
    from mailparser_reply import EmailReplyParser
    from mailparser_reply.constants import MAIL_LANGUAGES

    parser = EmailReplyParser(languages=list(MAIL_LANGUAGES) if every_language else ["en"])

    def find(text: str) -> list[Found]:
        replies = [reply for reply in parser.read(text=text).replies if reply.full_body]
        return [Found(reply.content, reply.headers, reply.headers, reply.full_body) for reply in replies]

    return find


def _quotequail() -> Find:
    """Each level has the words above the header, its fields, and what stands below."""
    import quotequail

    def levels(text: str) -> Iterator[Found]:
        header: tuple[str | None, str | None] = (None, None)
        while (level := quotequail.unwrap(text)) is not None and len(level.get("text", "")) < len(text):
            above = level.get("text_top", "")
            if above or any(header):
                yield Found(above, *header, above)
            header = level.get("from", ""), level.get("date", "")
            text = level.get("text", "")
        if text.strip():
            yield Found(text, *header, text)

    return lambda text: list(levels(text))


def _email_reply_parser() -> Find:
    """A message begins at each fragment that is a header or a quotation; a header's body is the fragment below."""
    from email_reply_parser import EmailReplyParser

    def find(text: str) -> list[Found]:
        found: list[Found] = []
        for fragment in EmailReplyParser.read(text).fragments:
            if not fragment.content:
                continue
            if not found or fragment.headers or fragment.quoted:
                found.append(Found(fragment.content, body="" if fragment.headers else fragment.content))
            else:
                last = found.pop()
                found.append(Found(last.start, body=f"{last.body}\n{fragment.content}"))
        return found

    return find


def _talon() -> Find:
    """It marks the lines that split a chain, and gives neither fields nor bodies."""
    import sys

    from talon import quotations

    quotations.MAX_LINES_COUNT = sys.maxsize

    def find(text: str) -> list[Found]:
        marks = quotations.split_emails(text)
        starts = [at for at, mark in enumerate(marks) if mark == "s" and marks[at - 1 : at] != "s"]
        return [Found(at) for at in ([] if starts[:1] == [0] else [0]) + starts]

    return find


#: By the names of ``bench.parsers``: how each is loaded, and what it gives beside the place.
FINDERS: dict[str, tuple[Callable[[], Find], tuple[str, ...]]] = {
    "threadparse": (_threadparse, ("sender", "date", "body")),
    "mail-parser-reply": (_mail_parser_reply, ("sender", "date", "body")),
    "the same, all languages": (partial(_mail_parser_reply, every_language=True), ("sender", "date", "body")),
    "quotequail": (_quotequail, ("sender", "date", "body")),
    "email-reply-parser": (_email_reply_parser, ("body",)),
    "talon": (_talon, ()),
}
