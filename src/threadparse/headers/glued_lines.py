"""Lines in which a header was glued to somebody's words: "Thanks!--- On Wed, Apr 4, …, Jane wrote:".

Yahoo and some phones put no line end before their separator, or behind it. Such a line is cut in two; no character is
added.
"""

from __future__ import annotations

import re

from threadparse.headers.separators import read_separator
from threadparse.lines.lines import Lines

__all__ = ["split_glued"]

_DASHES = re.compile(r"(?<=[^\s\-*_=~>|])-{3,}(?= ?[^\W\d_])")
_WORDS_BEHIND = re.compile(r">[^<>:\r\n]{0,40}:[ \xa0]{2,8}(?=[^\s>])")
_MARK_BEHIND = re.compile(r":[ \xa0]{0,8}(?=>[ \xa0]?[^\s>])")
_MOST_CUTS = 3
_LONGEST = 2_000


def split_glued(lines: Lines) -> Lines:
    """Cut the lines in which a separator or an attribution between dashes follows other words, or words an attribution.

    Args:
        lines: The lines of a text.

    Returns:
        The lines, those that were cut as two; the same object where there is none.
    """
    cuts: dict[int, int] = {}
    if "-" in lines.text and "---" in lines.text:
        cuts = {at: cut for at, content in enumerate(lines.contents) if "---" in content and (cut := _cut(content))}
    if ">" in lines.text and ":  " in lines.text and _WORDS_BEHIND.search(lines.text) is not None:
        places = [at for at, content in enumerate(lines.contents) if ":  " in content and ">" in content]
        cuts.update({at: cut for at in places if (cut := _cut_behind(lines.contents[at]))})
    if "@" in lines.text and _MARK_BEHIND.search(lines.text) is not None:
        places = [at for at, content in enumerate(lines.contents) if ">" in content and "@" in content]
        cuts.update({at: cut for at in places if (cut := _cut_at_mark(lines.contents[at]))})
    if not cuts:
        return lines
    starts, contents, depths = lines.starts[:0], [], lines.depths[:0]
    for at, content in enumerate(lines.contents):
        start = lines.starts[at]
        if at in cuts:
            behind = content[cuts[at] :]
            starts.append(start)
            contents.append(content[: cuts[at]])
            depths.append(lines.depths[at])
            start, content = lines.end(at) - len(behind), behind
        depth = lines.depths[at]
        if at in cuts and content[:1] == ">":  # the words below have marks as well, or lost them
            content, depth = content[1:].lstrip(" \xa0"), max(lines.depths[at : at + 2])
        starts.append(start)
        contents.append(content)
        depths.append(depth)
    return Lines(lines.text, starts, contents, depths, lines.quoted)


def _cut(content: str) -> int | None:
    """The column at which a header begins behind other words, or None."""
    if len(content) > _LONGEST:
        return None
    for count, dashes in enumerate(_DASHES.finditer(content)):
        if count == _MOST_CUTS:
            return None
        rest = content[dashes.start() :]
        separator = read_separator(rest)
        if separator is not None and separator.kind in ("original", "forwarded"):
            return dashes.start()
        if rest.rstrip()[-1:] in ":-" and _is_attribution(rest):
            return dashes.start()
    return None


def _cut_behind(content: str) -> int | None:
    """The column at which words begin behind an attribution with an address, or None; Yahoo puts blanks between."""
    match = _WORDS_BEHIND.search(content) if len(content) <= _LONGEST else None
    return match.end() if match is not None and _is_attribution(content[: match.end()].strip()) else None


def _cut_at_mark(content: str) -> int | None:
    """The column of the quote mark behind an attribution with an address ("wrote:> Hello"), or None."""
    match = _MARK_BEHIND.search(content) if len(content) <= _LONGEST else None
    return match.end() if match is not None and _is_attribution(content[: match.end()].strip()) else None


def _is_attribution(text: str) -> bool:
    """Whether a text surely is an attribution, with a date."""
    from threadparse.headers.attribution_patterns import match_attribution

    found = match_attribution(text)
    return found is not None and found.sure and found.date is not None
