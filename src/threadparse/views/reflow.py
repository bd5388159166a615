"""Lines that a mail client or a page had folded, joined again where the terminal is narrower than they are.

Otherwise each of them would wrap into a long and a short line. Only what is shown changes, never the body itself.
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from rich.cells import cell_len

from threadparse.views.zoned import ZonedLine

__all__ = ["reflow"]

# Narrower text is a list, an address or a signature.
_LEAST_WIDTH = 50
# Longer lines were not folded: each is a paragraph.
_FOLDED = 130
_ENDS = (".", "!", "?", ":", ";", ".”", "!”", "?”", '."', '!"', '?"')
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
        shown += _join(block, width, measure) if width > max(measure, _LEAST_WIDTH) else block
    while shown and not shown[-1].words.strip():
        shown.pop()
    return shown


def _join(block: list[ZonedLine], width: int, measure: int) -> list[ZonedLine]:
    """Put lines behind the ones above that they go on from."""
    joined = [block[0]]
    for above, line in pairwise(block):
        if _goes_on(above.words, line.words, width, measure):
            joined[-1] = ZonedLine(f"{joined[-1].words.rstrip()} {line.words.lstrip()}", line.kind)
        else:
            joined.append(line)
    return joined


def _goes_on(above: str, below: str, width: int, measure: int) -> bool:
    """Whether a line goes on from the one above: its first word had no room there, or a sentence runs over."""
    if _OPENS.match(below) or cell_len(above) > _FOLDED:
        return False
    first = below.split(None, 1)[0]
    if cell_len(above) + 1 + cell_len(first) > width:
        return True
    if above.rstrip().endswith(_ENDS):
        return False
    return first[0].islower() or cell_len(above) > measure
