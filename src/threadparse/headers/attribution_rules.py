"""The rules for lines above a quotation: attributions, and a From field alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from threadparse.headers.attributions import candidate_lines, quoted_below, read_attribution
from threadparse.headers.header import Field, Header
from threadparse.headers.rule import Rule
from threadparse.headers.separators import read_separator, separators_above

__all__ = ["AttributionLine", "SenderAboveQuotation"]


class AttributionLine(Rule):
    """Who wrote when, "On DATE, NAME wrote:", in the words of some client and language, wrapped anywhere."""

    name = "attribution line"

    def places(self) -> Sequence[int]:
        """Return the lines that may end an attribution."""
        return candidate_lines(self.lines)

    def read(self, at: int) -> Header | None:
        """Read the attribution that ends at a line."""
        header = read_attribution(self.lines, at, self.search.stop)
        if header is not None:
            header.reasons = tuple(self._evidence(header, at))
            self._take_separator(header)
        return header

    def _evidence(self, header: Header, at: int) -> Iterable[str]:
        """Yield what an attribution says, and what stands below it."""
        yield "words of a client"
        if "date" in header.fields:
            yield "date"
        if "@" in (header.value("from") or ""):
            yield "address"
        if quoted_below(self.lines, at):
            yield "quotation below"

    def _take_separator(self, header: Header) -> None:
        """Take in the separator that stands directly above: Proton Mail prints both."""
        lines, stop = self.lines, self.search.stop
        above = lines.above(header.first, stop, blanks=1)
        if above is None or read_separator(lines.contents[above]) is None:
            return
        found = list(separators_above(lines, header.first, stop))
        if any(separator.kind != "rule" for _, separator in found):
            header.first = found[-1][0]
            header.forwarded = any(separator.kind == "forwarded" for _, separator in found)
            header.reasons += ("separator above",)


class SenderAboveQuotation(Rule):
    """A From field with an address, no other field beside it, and the quoted words right below."""

    name = "sender above a quotation"

    def places(self) -> Sequence[int]:
        """Return the From fields with an address, in a text with quotations."""
        if not self.lines.quoted:
            return ()
        labels = self.lines.labels
        return [at for at in sorted(labels) if "from" in labels[at].fields and "@" in labels[at].value]

    def read(self, at: int) -> Header | None:
        """Read the field on a line."""
        lines, below = self.lines, at + 1
        if below >= len(lines) or lines.depths[below] <= lines.depths[at] or lines.blank(below):
            return None
        fields = {"from": Field("from", lines.labels[at].value, at)}
        return Header("attribution", at, at, lines.depths[at], fields, reasons=("address", "quotation below"))
