"""Tell whether what stands above the first header is a message, or what nobody wrote as one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from threadparse.headers.front_matter import is_front_matter
from threadparse.headers.header import Header
from threadparse.headers.separators import FENCES, counts_mails, is_heading, is_set_aside, read_separator
from threadparse.lines.lines import FURNITURE, Lines
from threadparse.locales.folding import fold
from threadparse.locales.letterheads import letterhead_words
from threadparse.values.redactions import is_redacted

__all__ = ["asks_for_reply_above", "is_preamble"]

_MIN_PAPER_FIGURES = 3  # of a paper's number; with fewer, people answer
_MAX_WORDS_OF_DIRT = 3
_MAX_MARKER_CHARS = 200
_PICTURE = r"\s*!\[[^\]\n]{0,200}\]\([^()\s]{1,400}\)\s*"
_SPECKS = frozenset(" \t\f.,:;'`\"^~*|°•·‘’“”")  # what recognition makes of dirt


def is_preamble(lines: Lines, above: Sequence[int], first: Header) -> bool:
    """Tell whether nobody wrote what belongs to no header as a message: it stays in the text as ``preamble``.

    So is code around the mail, and what a help desk puts above its history.

    Args:
        lines: The lines of the text.
        above: Indices of the lines of the outermost message, which has no header.
        first: The first header.
    """
    own = [at for at in above if _shows_words(lines.contents[at])]
    shown = [lines.contents[at] for at in own]
    if shown and (all(line.lstrip()[:3] in FENCES for line in shown) or all(map(asks_for_reply_above, shown))):
        return True
    if shown and own[-1] < first.first and _is_heading_of_mails(lines, shown, range(own[-1] + 1, first.first)):
        return True
    is_above = not above or above[-1] < first.first
    return is_above and (_is_number_of_paper(shown, first) or _is_recognised_from_dirt(lines, shown, first.first))


def _is_number_of_paper(shown: list[str], first: Header) -> bool:
    """Tell whether a number is all that shows above a mail whose sender is blacked out: that of a released paper."""
    if len(shown) != 1 or not shown[0].strip().isdecimal() or len(shown[0].strip()) < _MIN_PAPER_FIGURES:
        return False
    return is_redacted(first.value("from") or "", mailbox=True)


def _is_heading_of_mails(lines: Lines, shown: list[str], between: range) -> bool:
    """Tell whether what shows above a header heads a bundle, a digest or the log of a bug, or is specks of dirt.

    Args:
        lines: The lines of the text.
        shown: Those with words.
        between: The places of the lines from there to the header.
    """
    if _SPECKS.issuperset("".join(shown)) or all(map(is_heading, shown)):
        return True
    paged = any("\f" in content for content in lines.contents[between.start : between.stop + 1])
    return is_front_matter(shown, paged=paged) or any(map(counts_mails, lines.contents[between.start : between.stop]))


def _is_recognised_from_dirt(lines: Lines, shown: list[str], first: int) -> bool:
    """Tell whether a line of a word or two above the first header of a printed page is nobody's.

    Release stamps above show that the page is printed, and then its first message has its header. A scanner makes words
    of handwriting and of the bars that hide an address.
    """
    above = [lines.contents[at] for at in range(first) if lines.furniture[at] == FURNITURE]
    if not above or len(shown) > 1 or (shown and all(map(is_set_aside, above))):
        return False
    if shown and shown[0].rstrip()[-1:] in ".!?" and read_separator(lines.contents[first]) is not None:
        return False  # an answer above a rule
    return len(" ".join(shown).split()) <= _MAX_WORDS_OF_DIRT


def _shows_words(content: str) -> bool:
    """Tell whether a line shows more than a picture of markdown, as converters make one of a page."""
    return bool(content.strip()) and not ("](" in content and re.fullmatch(_PICTURE, content))


def asks_for_reply_above(content: str) -> bool:
    """Tell whether a line between marks asks that one answers above it.

    Args:
        content: A line without its quote marks.
    """
    line = content.strip()
    if not line or len(line) > _MAX_MARKER_CHARS or line[0].isalnum() or line[-1].isalnum():
        return False
    folded = fold(line)
    return any(words in folded for words in letterhead_words().reply_markers)
