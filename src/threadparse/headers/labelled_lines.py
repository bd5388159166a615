"""Lines as the rules for headers see them: with the field label that opens a line, found once."""

from __future__ import annotations

from dataclasses import dataclass, field

from threadparse.headers.labels import Label, label_beginnings, read_label
from threadparse.lines.lines import Lines
from threadparse.locales.folding import COLONS, END_COLONS

__all__ = ["BEHIND_ENDS", "ENDS", "LabelledLines"]

_OTHERS = frozenset(COLONS) - {":"}
#: What may stand before a label without a colon, or begins a separator.
_BEFORE_WORDS = frozenset(" \t\xa0\f*-=_")
#: What ends an attribution, and what may stand behind it.
ENDS, BEHIND_ENDS = frozenset(END_COLONS + ">-]"), " \t\xa0\u202f*_\u200e\u200f\u202c\u2069"
_LAST = ENDS.union(BEHIND_ENDS)


@dataclass(slots=True, eq=False, repr=False)
class LabelledLines(Lines):
    """The lines of a text and the labels on them.

    The rules ask few lines: they are found once for all rules, in order.

    Attributes:
        labels: Line index → the field label that opens the line, for the lines that have one.
        colons: The lines that have an ASCII colon.
        addressed: The lines that have an ASCII "@".
        marked: The lines that begin with a blank, or a mark of a separator or of emphasis.
        lettered: The lines that begin with the first two letters of a label of people.
        ended: The lines that end with a mark that ends an attribution, or with what may stand behind it.
        beyond: Line index → the line above those that name further people, see ``lotus_notes``.
    """

    labels: dict[int, Label] = field(default_factory=dict)
    colons: list[int] = field(default_factory=list)
    addressed: list[int] = field(default_factory=list)
    marked: list[int] = field(default_factory=list)
    lettered: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    beyond: dict[int, int | None] = field(default_factory=dict, init=False)
    _known_pause: tuple[int, int] = field(default=(0, 0), init=False)

    @classmethod
    def of(cls, lines: Lines) -> LabelledLines:
        """Read the labels of a text.

        Most lines of mail have no colon near their start and cost one test.

        Args:
            lines: The lines, page furniture set aside; the lists are shared, not copied.
        """
        contents, flags = lines.contents, lines.furniture
        labelled = cls(lines.text, lines.starts, contents, lines.depths, lines.quoted, flags)
        labelled._find_places()
        labels, places = labelled.labels, labelled.colons
        if not lines.text.isascii():
            places = [
                at
                for at, content in enumerate(contents)
                if ":" in content or not (content.isascii() or _OTHERS.isdisjoint(content))
            ]
        for index in places:
            label = None if flags[index] else read_label(contents[index])
            if label is not None:
                labels[index] = label
        return labelled

    def _find_places(self) -> None:
        """Find the lines that rules ask about."""
        colons, addressed, marked, lettered, ended = self.colons, self.addressed, self.marked, self.lettered, self.ended
        beginnings = label_beginnings()
        for at, content in enumerate(self.contents):
            if not content:
                continue
            if ":" in content:
                colons.append(at)
            if "@" in content:
                addressed.append(at)
            first = content[0]
            if first in _BEFORE_WORDS:
                marked.append(at)
            elif first in beginnings and content[:2] in beginnings:
                lettered.append(at)
            if content[-1] in _LAST:
                ended.append(at)

    def pause(self, index: int) -> int:
        """Return the nearest line below that opens with a label or is blank; page furniture is passed over.

        Args:
            index: Line to start from.

        Returns:
            Its index, or the number of lines. It is kept, for the next lines are asked about, too.
        """
        begin, end = self._known_pause
        if begin <= index < end:
            return end
        contents, furniture, labels = self.contents, self.furniture, self.labels
        at, last = index + 1, len(contents)
        while at < last and (furniture[at] or (at not in labels and contents[at].strip())):
            at = end if begin < at < end else at + 1
        self._known_pause = (index, at)
        return at
