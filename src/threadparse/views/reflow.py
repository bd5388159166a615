"""Lines that a mail client or a page had folded, joined again where the terminal is narrower than they are.

Otherwise each of them would wrap into a long and a short line. Only what is shown changes, never the body itself.
"""

from __future__ import annotations

import re
from itertools import groupby

from rich.cells import cell_len

from threadparse.views.zoned import ZonedLine

__all__ = ["reflow"]

# Narrower text is a list, an address or a signature.
_LEAST_WIDTH = 50
_OPENS = re.compile(r"\s*(?:[-*•–·o>]\s|\(?\w{1,3}[.)]\s|\w+:)")


def reflow(lines: list[ZonedLine], measure: int) -> list[ZonedLine]:
    """Join folded lines of prose that are wider than a measure; more than one blank line becomes one.

    Args:
        lines: The lines of a body.
        measure: Columns there are.

    Returns:
        The lines to show.
    """
    shown: list[ZonedLine] = []
    for (blank, kind), group in groupby(lines, lambda line: (not line.words.strip(), line.kind)):
        block = list(group)
        if blank:
            if shown and shown[-1].words.strip():
                shown.append(ZonedLine("", kind))
            continue
        width = max(cell_len(line.words) for line in block)
        shown += _join(block, width) if width > max(measure, _LEAST_WIDTH) else block
    while shown and not shown[-1].words.strip():
        shown.pop()
    return shown


def _join(block: list[ZonedLine], width: int) -> list[ZonedLine]:
    """Put a line behind the one above if its first word had no room there."""
    joined = [block[0]]
    room = width - cell_len(block[0].words)
    for line in block[1:]:
        words = line.words.lstrip()
        if cell_len(words.split(None, 1)[0]) >= room and not _OPENS.match(line.words):
            joined[-1] = ZonedLine(f"{joined[-1].words.rstrip()} {words}", line.kind)
        else:
            joined.append(line)
        room = width - cell_len(line.words)
    return joined
