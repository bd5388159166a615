"""The base class of header rules, and the search in which they take turns; their table is ``finder.py: RULES``."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from threadparse.headers.header import Header
from threadparse.headers.labelled_lines import LabelledLines

__all__ = ["Refusal", "Rule", "Search"]


class Refusal(NamedTuple):
    """Lines with labels that a rule read and did not believe to be a header.

    Attributes:
        first: Index of the first line.
        last: Index of the last line.
        rule: Name of the rule.
        reason: Why they are no header, in words for a person.
    """

    first: int
    last: int
    rule: str
    reason: str


class Rule(ABC):
    """One form that headers have; an object of it reads one text.

    A rule says at which lines its form may begin and reads it at each of them that no header holds yet.

    Args:
        search: The search of the text.
    """

    #: What ``explain`` calls it.
    name: ClassVar[str]

    def __init__(self, search: "Search") -> None:
        self.search = search
        self.lines = search.lines

    @abstractmethod
    def places(self) -> Sequence[int]:
        """Return the lines at which the form may begin (for an attribution: end), in order."""

    @abstractmethod
    def read(self, at: int) -> Header | None:
        """Read the header at a line; nothing above ``search.stop`` may belong to it.

        Args:
            at: Index of the line.

        Returns:
            The header, or None.
        """

    def refuse(self, first: int, last: int, reason: str) -> None:
        """Note why lines are no header.

        Args:
            first: Index of the first line.
            last: Index of the last line.
            reason: Why, in words for a person.
        """
        self.search.refused.append(Refusal(first, last, self.name, reason))


@dataclass(slots=True, eq=False, repr=False)
class Search:
    """The search of a text for headers: what was found and refused so far.

    Attributes:
        lines: The lines of the text.
        max_lines: Longest header block, in lines.
        headers: The headers found, in the order of their lines, none overlapping another.
        refused: What was read and is no header.
        stop: Lowest line that may belong to the header that is read; the one above is taken.
        above: The nearest header above that line.
        following: The nearest header below it, of those that other rules found.
    """

    lines: LabelledLines
    max_lines: int
    headers: list[Header] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    stop: int = 0
    above: Header | None = None
    following: Header | None = None

    def run(self, kind: type[Rule]) -> None:
        """Find the headers of one form.

        Args:
            kind: The rule.
        """
        rule = kind(self)
        places = rule.places()
        if not places:
            return
        found: list[Header] = []
        known = iter(self.headers)
        self.stop, self.above, self.following = 0, None, next(known, None)
        for at in places:
            while self.following is not None and self.following.first <= at:
                self.stop, self.above = max(self.stop, self.following.last + 1), self.following
                self.following = next(known, None)
            header = rule.read(at) if at >= self.stop else None
            if header is None or (self.following is not None and header.last >= self.following.first):
                continue
            header.rule = rule.name
            found.append(header)
            self.stop, self.above = header.last + 1, header
        if found:
            self.headers = sorted([*self.headers, *found], key=lambda header: header.first)
