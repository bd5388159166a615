"""Captions: "Document 14", "## Annex B", the owner of a printed mailbox; set above a header, and nobody's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from threadparse.headers.header import Header
from threadparse.headers.page import FURNITURE, Page
from threadparse.headers.separator import read_separator
from threadparse.locales.folding import squeeze
from threadparse.locales.letterheads import letterhead_words

__all__ = ["is_conversation_head", "is_heading", "is_set_aside", "set_captions_aside"]

_CAPTION = re.compile(
    r"[#*_\s]*([^\W\d_][^\W\d_ -]*(?:[ -][^\W\d_]+)?) *(?:no\.?|nr\.?|#|:)? *"
    r"(?:\d{1,4}[a-z]?|[A-Z])(?: ?(?:of|/) ?\d{1,4})?[\s.:*_]*"
)
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+\S")
_COUNT = re.compile(r"\s*\d{1,4} ([^\W\d_]+)\s*")
_SURNAME_FIRST = re.compile(r"[^\W\d][^,;:@]{0,40}, ?[^\W\d][^,;:@]{0,40}")
_COLUMNS = re.compile(r":[*_]{0,2}(?: {4}|\t)[ \t]*\S")
_LONGEST = 60
_MOST_LINES = 6
_GAP = 4


def is_heading(content: str) -> bool:
    """Whether a line is a heading of markdown (CommonMark 0.31 §4.2).

    Args:
        content: A line without its quote marks.
    """
    return _HEADING.match(content) is not None


def is_conversation_head(shown: Sequence[str]) -> bool:
    """Whether the lines above the first header are what Gmail prints there: the account, the subject, "3 messages".

    Args:
        shown: These lines, without blank ones.
    """
    count = _COUNT.fullmatch(shown[-1]) if len(shown) <= _MOST_LINES else None
    return count is not None and squeeze(count[1]) in letterhead_words().counted


def set_captions_aside(page: Page, headers: Sequence[Header]) -> None:
    """Mark the captions above headers as furniture, so that they do not end the message above.

    Args:
        page: The page; its flags are changed.
        headers: Its headers.
    """
    stop = 0
    for header in headers:
        for at in _above(page, header, stop):
            page.furniture[at] = FURNITURE
        stop = header.last + 1


def _above(page: Page, header: Header, stop: int) -> Iterator[int]:
    """The lines of the captions above a header, and of the rules around them."""
    rules: list[int] = []
    captioned = False
    at = page.above(header.first, stop, blanks=_GAP)
    while at is not None:
        content = page.contents[at]
        apart = at == stop or page.blank(at - 1)
        if apart and (_is_caption(content) or _is_owner(page, header, content)):
            captioned = True
            yield at
        elif _is_rule(content):
            rules.append(at)
        else:
            break
        at = page.above(at, stop, blanks=_GAP)
    if captioned:
        yield from rules


def _is_owner(page: Page, header: Header, content: str) -> bool:
    """Whether a line is the name that Outlook prints above a mail: the mailbox's, one of those in the columns below."""
    name = content.strip(" \t*#_")
    if not _SURNAME_FIRST.fullmatch(name) or not _COLUMNS.search(page.contents[header.first]):
        return False
    people = [header.value("from") or "", *(header.value("to") or "").split(";")]
    return any(squeeze(name) == squeeze(person) for person in people)


def is_set_aside(content: str) -> bool:
    """Whether a line may have been set aside as a caption or a rule around one.

    Args:
        content: A line without its quote marks.
    """
    return _is_caption(content) or _is_rule(content)


def _is_rule(content: str) -> bool:
    separator = read_separator(content)
    return separator is not None and separator.kind == "rule"


def _is_caption(content: str) -> bool:
    """Whether a line is a word for a paper of a bundle with its number or letter, and nothing else."""
    if len(content.strip()) > _LONGEST or not (content.rstrip(" .:*_")[-1:].isalnum()):
        return False
    match = _CAPTION.fullmatch(content)
    return match is not None and squeeze(match[1]) in letterhead_words().captions
