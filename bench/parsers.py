"""The parsers that are measured, each used as its documentation says, and asked for the whole chain."""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

__all__ = ["BASELINE", "MAIL_PARSER_REPLY", "OURS", "PEERS", "Count", "Parser"]

#: Takes a text apart; how many messages were found in it.
Count = Callable[[str], int]


@dataclass(frozen=True)
class Parser:
    """A way to take a text apart.

    Attributes:
        name: What it is called in the tables.
        distribution: What it comes from.
        load: Imports it, which only the process that measures it does.
        counts: Whether it finds messages.
    """

    name: str
    distribution: str
    load: Callable[[], Count]
    counts: bool = True

    @property
    def version(self) -> str | None:
        """The version that is installed; None if it is not."""
        try:
            return importlib.metadata.version(self.distribution)
        except importlib.metadata.PackageNotFoundError:
            return None


def _threadparse() -> Count:
    """Every field of every message."""
    from threadparse import parse

    return lambda text: len(parse(text).messages)


def _mail_parser_reply(*, every_language: bool = False) -> Count:
    """``read`` gives all replies; their bodies are cut out when asked for."""
    from mailparser_reply import EmailReplyParser
    from mailparser_reply.constants import MAIL_LANGUAGES

    parser = EmailReplyParser(languages=list(MAIL_LANGUAGES) if every_language else ["en"])
    return lambda text: sum(bool(reply.full_body) for reply in parser.read(text=text).replies)


def _quotequail() -> Count:
    """``unwrap`` takes off one level, with its headers; the rest of the chain is in its ``text``."""
    import quotequail

    def count(text: str) -> int:
        found = 0
        while (level := quotequail.unwrap(text)) is not None:
            found += "text_top" in level
            inner = level.get("text", "")
            if len(inner) >= len(text):  # nothing was taken off, nor ever will be
                break
            text = inner
        return found + bool(text.strip())

    return count


def _email_reply_parser() -> Count:
    """It knows fragments, not messages: each header or quotation is counted, and what stands above the first."""
    from email_reply_parser import EmailReplyParser

    def count(text: str) -> int:
        fragments = [fragment for fragment in EmailReplyParser.read(text).fragments if fragment.content]
        starts = [bool(fragment.headers or fragment.quoted) for fragment in fragments]
        return sum(starts) + (not starts[0] if starts else 0)

    return count


def _talon() -> Count:
    """``split_emails`` marks the lines that split a chain. Its limit of 1,000 lines is lifted, so that it reads all."""
    from talon import quotations

    quotations.MAX_LINES_COUNT = sys.maxsize
    splitters = re.compile("s+")

    def count(text: str) -> int:
        marks = quotations.split_emails(text).replace("e", "")
        return len(splitters.findall(marks)) + (marks[:1] not in ("", "s"))

    return count


def _baseline() -> Count:
    """The least that a parser of lines can do: cut them, and look into each for a colon."""

    def count(text: str) -> int:
        found = 0
        for line in text.splitlines():
            if ":" in line[:60]:
                found += 1
        return found

    return count


OURS = Parser("threadparse", "threadparse", _threadparse)
MAIL_PARSER_REPLY = Parser("mail-parser-reply", "mail-parser-reply", _mail_parser_reply)
PEERS = (
    MAIL_PARSER_REPLY,
    Parser("the same, all languages", "mail-parser-reply", partial(_mail_parser_reply, every_language=True)),
    Parser("quotequail", "quotequail", _quotequail),
    Parser("email-reply-parser", "email-reply-parser", _email_reply_parser),
    Parser("talon", "talon", _talon),
)
BASELINE = Parser("lines", "threadparse", _baseline, counts=False)
