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

# Patterns as text: most mail has none of this, and compiling them takes longer than reading it.
_CAPTION = (
    r"[#*_\s]*([^\W\d_][^\W\d_ -]*(?:[ -][^\W\d_]+)?) *(?:no\.?|nr\.?|#|:)? *"
    r"(?:\d{1,4}[a-z]?|[A-Z])(?: ?(?:of|/) ?\d{1,4})?[\s.:*_]*"
)
_HEADING = r" {0,3}#{1,6}[ \t]+\S"
_COUNT = r"\s*\d{1,4} ([^\W\d_]+)\s*"
_SURNAME_FIRST = r"[^\W\d][^,;:@]{0,40}, ?[^\W\d][^,;:@]{0,40}"
_COLUMNS = r":[*_]{0,2}(?: {4}|\t)[ \t]*\S"
_LONGEST, _INDENT = 60, 120
_MOST_LINES = 6
_GAP = 4


def is_heading(content: str) -> bool:
    """Whether a line is a heading of markdown (CommonMark 0.31 §4.2).

    Args:
        content: A line without its quote marks.
    """
    return "#" in content and re.match(_HEADING, content) is not None


def is_conversation_head(shown: Sequence[str]) -> bool:
    """Whether the lines above the first header are what Gmail prints there: the account, the subject, "3 messages".

    Args:
        shown: These lines, without blank ones.
    """
    count = re.fullmatch(_COUNT, shown[-1]) if len(shown) <= _MOST_LINES else None
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
    if (
        "," not in name
        or not re.fullmatch(_SURNAME_FIRST, name)
        or not re.search(_COLUMNS, page.contents[header.first])
    ):
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
    end = content.rstrip(" .:*_\t")
    if len(content) > _LONGEST + _INDENT or not (end[-2:-1].isspace() or end[-1:].isdigit() or end[-2:-1].isdigit()):
        return False
    match = re.fullmatch(_CAPTION, content)
    return match is not None and squeeze(match[1]) in letterhead_words().captions
