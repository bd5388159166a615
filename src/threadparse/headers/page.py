"""Page: the lines as the header finders see them, without quote marks and page furniture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from threadparse.headers.labels import Label, read_label
from threadparse.lines.lines import Lines
from threadparse.locales.folding import COLONS

__all__ = ["FURNITURE", "JOINED", "Page"]

#: A line that is page furniture as a whole.
FURNITURE = 1
#: A line whose words a soft line break of quoted-printable had cut from the line above, where they now stand.
JOINED = 2


@dataclass(slots=True)
class Page:
    """Lines with what was found on them so far.

    Attributes:
        lines: The lines of the text.
        contents: Their contents, margin codes blanked out.
        furniture: One flag a line: ``FURNITURE``, ``JOINED``, or 0 for a line with words of its own.
        labels: Line index → the field label that opens the line, for the lines that have one.
        beyond: Line index → the line above those that name further people, see ``lead``.
    """

    lines: Lines
    contents: list[str]
    furniture: bytearray
    labels: dict[int, Label] = field(default_factory=dict)
    beyond: dict[int, int | None] = field(default_factory=dict, init=False, repr=False)
    _known_pause: tuple[int, int] = field(default=(0, 0), init=False, repr=False)

    @classmethod
    def open(cls, lines: Lines, contents: list[str], furniture: Iterable[int], joined: Iterable[int] = ()) -> Page:
        """Make a page and look for labels; most lines of mail have no colon near their start and cost one test."""
        flags = bytearray(len(contents))
        for index in furniture:
            flags[index] = FURNITURE
        for index in joined:
            flags[index] = JOINED
        page = cls(lines, contents, flags)
        labels = page.labels
        known: dict[str, Label | None] = {}  # a chain has the same fields again and again
        for colon in [mark for mark in COLONS if mark in lines.text]:
            for index, content in enumerate(contents):
                if colon in content and not flags[index] and index not in labels:
                    label = known[content] if content in known else known.setdefault(content, read_label(content))
                    if label is not None:
                        labels[index] = label
        return page

    def __len__(self) -> int:
        return len(self.contents)

    def blank(self, index: int) -> bool:
        """Whether a line shows nothing, or nothing but page furniture."""
        return bool(self.furniture[index]) or not self.contents[index].strip()

    def above(self, index: int, stop: int, blanks: int) -> int | None:
        """The nearest line above that is not blank.

        Args:
            index: Line to start from.
            stop: Lowest index to look at.
            blanks: How many blank lines may stand between; page furniture is not counted.

        Returns:
            Its index, or None.
        """
        contents, furniture = self.contents, self.furniture
        for at in range(index - 1, stop - 1, -1):
            if furniture[at]:
                continue
            content = contents[at]
            if content and not content.isspace():
                return at
            if not blanks:
                return None
            blanks -= 1
        return None

    def below(self, index: int) -> int | None:
        """The nearest line below that is not blank, or None."""
        contents, furniture = self.contents, self.furniture
        for at in range(index + 1, len(contents)):
            if not furniture[at] and contents[at].strip():
                return at
        return None

    def pause(self, index: int) -> int:
        """The nearest line below that opens with a label or is blank; page furniture is passed over.

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
