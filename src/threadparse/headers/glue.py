"""Lines in which a header was glued to the end of somebody's words: "Thanks!--- On Wed, Apr 4, …, Jane wrote:".

Yahoo and some phones put no line end before their separator. Such a line is cut in two; no character is added.
"""

from __future__ import annotations

import re
from array import array

from threadparse.headers.separator import read_separator
from threadparse.syntax.lines import Lines

__all__ = ["split_glued"]

_DASHES = re.compile(r"(?<=[^\s\-*_=~>|])-{3,}(?= ?[^\W\d_])")
_MOST_CUTS = 3
_LONGEST = 2_000


def split_glued(lines: Lines) -> Lines:
    """Cut the lines in which a separator or an attribution between dashes follows other words.

    Args:
        lines: The lines of a text.

    Returns:
        The lines, those that were cut as two; the same object where there is none.
    """
    if "-" not in lines.text or "---" not in lines.text:
        return lines
    cuts = {at: cut for at, content in enumerate(lines.contents) if "---" in content and (cut := _cut(content))}
    if not cuts:
        return lines
    starts, contents, depths = array("q"), [], []
    for at, content in enumerate(lines.contents):
        start = lines.starts[at]
        if at in cuts:
            behind = content[cuts[at] :]
            starts.append(start)
            contents.append(content[: cuts[at]])
            depths.append(lines.depths[at])
            start, content = lines.end(at) - len(behind), behind
        starts.append(start)
        contents.append(content)
        depths.append(lines.depths[at])
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


def _is_attribution(text: str) -> bool:
    """Whether a text surely is an attribution, with a date."""
    from threadparse.headers.attribution_match import match_attribution

    found = match_attribution(text)
    return found is not None and found.sure and found.date is not None
