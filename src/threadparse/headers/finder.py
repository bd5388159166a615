"""Find all headers of a text, from top to bottom, none overlapping another: the rules in their order."""

from __future__ import annotations

from threadparse.headers.archive_pages import ArchivePage
from threadparse.headers.attribution_rules import AttributionLine, SenderAboveQuotation
from threadparse.headers.bare_names import BareName
from threadparse.headers.block_rules import LabelledRun, LoneLabels, TwoColumns
from threadparse.headers.dated_names import NameAboveDate
from threadparse.headers.header import Header
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.headers.print_heads import take_print_heads
from threadparse.headers.rule import Rule, Search
from threadparse.headers.separators import LoneSeparator, set_captions_aside
from threadparse.lines.lines import Lines
from threadparse.values.dates.read import parse_date
from threadparse.values.dates.value import ZONE_STEP

__all__ = ["RULES", "find_headers"]


#: The forms of headers in the order in which a text is searched for them; a line belongs to the first that takes it.
RULES: tuple[type[Rule], ...] = (
    ArchivePage,
    TwoColumns,
    LoneLabels,
    LabelledRun,
    NameAboveDate,
    AttributionLine,
    SenderAboveQuotation,
    BareName,
    LoneSeparator,
)


def find_headers(lines: Lines, *, max_lines: int = 400) -> Search:
    """Find where messages begin.

    Args:
        lines: The lines of the text; captions above headers are set aside in them as furniture.
        max_lines: Longest header block, in lines.

    Returns:
        The search: its headers in the order of their lines, and what has labels and is no header.
    """
    search = Search(LabelledLines.of(lines), max_lines)
    for rule in RULES:
        search.run(rule)
    search.headers = join_attributions(search.lines, search.headers)
    set_captions_aside(search.lines, search.headers)
    take_print_heads(search.lines, search.headers)
    return search


def join_attributions(lines: LabelledLines, headers: list[Header]) -> list[Header]:
    """Join an attribution with the block right below it that tells the same (old Yahoo, Lotus Notes)."""
    joined: list[Header] = []
    for header in headers:
        above = joined[-1] if joined else None
        if (
            above is not None
            and above.kind == "attribution"
            and header.kind == "block"
            and header.depth in (above.depth, above.depth + 1)
            and all(lines.blank(line) for line in range(above.last + 1, header.first))
            and _agree(above, header)
        ):
            header.first = above.first
            header.fields = {**above.fields, **header.fields}
            header.reasons = (*header.reasons, f"{above.rule} above")
            joined[-1] = header
        else:
            joined.append(header)
    return joined


def _agree(attribution: Header, block: Header) -> bool:
    """Tell whether an attribution and a block name the same sender, and may name the same moment."""
    one, other = attribution.value("from"), block.value("from")
    if one is None or other is None:
        return True
    words = set(one.casefold().replace("<", " ").split()) & set(other.casefold().replace("<", " ").split())
    return bool(words) and _may_be_one_moment(attribution.value("date"), block.value("date"))


def _may_be_one_moment(one: str | None, other: str | None) -> bool:
    """Tell whether two dates may be one moment: the clocks of two time zones are quarters of an hour apart."""
    minutes = [read.minute for read in map(parse_date, (one or "", other or "")) if read and read.minute is not None]
    return len(minutes) < 2 or (minutes[0] - minutes[1]) % ZONE_STEP == 0
