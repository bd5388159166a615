"""Join paragraphs that a page end broke in two, where the sentence plainly runs on."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["join_broken_paragraphs"]

_MIN_LINE_CHARS = 60  # of a paragraph on one line that the end of a page may have cut; a shorter one may be a heading
_MAX_BLANKS = 6  # lines between the two parts
_PAGE_RULE = re.compile(r"-{3,}")  # what some converters put between two pages


def join_broken_paragraphs(lines: Sequence[str], *, markdown: bool) -> Sequence[str]:
    """Take out the blank lines in the midst of a sentence.

    They stand at a page end (a form feed), or in markdown, whose converters lose that mark, behind any long line,
    or write a rule there.

    Args:
        lines: The own lines of a message, without white space at their ends.
        markdown: Whether a paragraph is one line; then its parts become one.

    Returns:
        The lines, most of them as they were.
    """
    joined: list[str] = []
    blanks = 0
    page_end = False
    for line in lines:
        page_end = page_end or "\f" in line
        words = line.strip("\f \t")
        ruled = markdown and _PAGE_RULE.fullmatch(words) is not None
        page_end = page_end or ruled
        if not words or ruled:
            blanks += 1
            joined.append(line)
            continue
        above = joined[-1 - blanks] if len(joined) > blanks else ""
        marked = page_end or (markdown and len(above) >= _MIN_LINE_CHARS)
        if 0 < blanks <= _MAX_BLANKS and marked and _runs_on(above, words):
            del joined[len(joined) - blanks :]
            if markdown:
                joined[-1] = f"{above} {words}"
            else:
                joined.append(line)
        else:
            joined.append(line)
        blanks, page_end = 0, False
    return joined


def _runs_on(above: str, below: str) -> bool:
    """Tell whether a sentence that ends nowhere above goes on below."""
    return below[0].islower() and (above[-1:].isalpha() or above[-1:] == ",") and not above.lstrip().startswith(">")
