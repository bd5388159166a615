"""The rules for header blocks: fields in two columns, labels alone on their lines, and runs of labelled lines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from threadparse.headers.block_starts import begins_bare, read_misread_sender
from threadparse.headers.blocks import read_block
from threadparse.headers.completion import complete
from threadparse.headers.evidence import Verdict, is_cited, is_mapping, is_memo
from threadparse.headers.header import REPEATABLE_FIELDS, Block, Header
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.headers.labels import recipient_words, sender_words
from threadparse.headers.lotus_notes import above_subjects, read_columns, read_lone_labels
from threadparse.headers.rule import Rule, Search

__all__ = ["LabelledRun", "LoneLabels", "TwoColumns", "find_openings"]


class _BlockRule(Rule):
    """A form of header block."""

    def completed(self, block: Block | None) -> Header | None:
        """Return the header that a block is; if it is none, note why.

        Args:
            block: The block; None if there is none.
        """
        found = complete(self.lines, block, self.search.stop) if block is not None and block.fields else None
        if isinstance(found, Verdict) and block is not None:
            self.refuse(block.first, block.last, ", ".join(found.reasons))
        return found if isinstance(found, Header) else None


class TwoColumns(_BlockRule):
    """Sender and date in a column at the left, "To:", "cc:" and "Subject:" at the right (Lotus Notes 4 to 6)."""

    name = "two columns"

    def places(self) -> Sequence[int]:
        """Return the lines that begin far to the right and have a colon."""
        contents = self.lines.contents
        return [at for at in self.lines.colons if contents[at][:8].isspace()]

    def read(self, at: int) -> Header | None:
        """Read the header whose "To:" stands on a line."""
        return self.completed(read_columns(self.lines, at, self.search.stop))


class LoneLabels(_BlockRule):
    """Labels alone on their lines, "To", "cc", "Subject", below a name and a date (prints of Lotus Notes)."""

    name = "lone labels"

    def places(self) -> Sequence[int]:
        """Return the lines that are a To label and have a lone "Subject" below."""
        words, contents = recipient_words(), self.lines.contents
        alone = [at for at in (*self.lines.lettered, *self.lines.marked) if contents[at].strip() in words]
        return above_subjects(self.lines, sorted(alone)) if alone else ()

    def read(self, at: int) -> Header | None:
        """Read the header whose "To" stands alone on a line."""
        return self.completed(read_lone_labels(self.lines, at, self.search.stop))


class LabelledRun(_BlockRule):
    """A field a line, "From: … Sent: … To: … Subject: …", as nearly every client writes it.

    Args:
        search: The search of the text.
    """

    name = "labelled lines"

    def __init__(self, search: Search) -> None:
        super().__init__(search)
        #: The last line of a block that is no header.
        self._known = -1
        #: Fields that come again were read with two such blocks above this line, and begin no other.
        self._passed = 0

    def places(self) -> Sequence[int]:
        """Return the lines with a label, and those that may hide one."""
        return find_openings(self.lines)

    def read(self, at: int) -> Header | None:
        """Read the header that begins at a line."""
        lines = self.lines
        if (at < self._passed and _comes_again(lines, at)) or (at <= self._known and _is_one_of_many(lines, at)):
            return None
        if _is_spare(lines, at):
            self._passed = at if at <= self._known else self._passed
            self._known = at
            self.refuse(at, at, "one of many From lines below one another, without an address")
            return None
        block = read_block(lines, at, self.search.max_lines, self.search.stop)
        header = self.completed(block)
        if header is None and block is not None:
            self._pass_by(at, block)
        return header

    def _pass_by(self, at: int, block: Block) -> None:
        """Keep where a block that is no header ends, so that its lines are not read again and again."""
        if any(is_kind(self.lines, block) for is_kind in (is_memo, is_mapping, is_cited)):
            self.search.stop = block.last + 1
            return
        if at <= self._known:  # else what stands above the block may have told against it
            others = (field.line for field in block.fields.values() if not _comes_again(self.lines, field.line))
            self._passed = min(others, default=block.last + 1)
        self._known = block.last


_SENDER = ("from",)
_RECIPIENTS = frozenset({"to", "cc", "bcc"})


def _is_spare(lines: LabelledLines, at: int) -> bool:
    """Tell whether a line is one of many From fields below one another: without an address it is no header itself."""
    label, below = lines.labels.get(at), lines.labels.get(at + 1)
    if label is None or below is None or not label.fields == below.fields == _SENDER:
        return False
    value = label.value  # with a colon there may be a label behind the first
    return "@" not in value and ":" not in value and "：" not in value


def _is_one_of_many(lines: LabelledLines, at: int) -> bool:
    """Tell whether a line has the same label of recipients as the one above: the block above was read with it."""
    label, above = lines.labels.get(at), lines.labels.get(at - 1)
    return label is not None and above is not None and label.fields == above.fields and label.fields[0] in _RECIPIENTS


def _comes_again(lines: LabelledLines, at: int) -> bool:
    """Tell whether a line has a field of which a block may have several."""
    label = lines.labels.get(at)
    return label is not None and not REPEATABLE_FIELDS.isdisjoint(label.fields)


_BEFORE_LABEL = " \t*"
_INDENTS = frozenset(_BEFORE_LABEL)


def find_openings(lines: LabelledLines) -> list[int]:
    """Find the lines with a label, and those that may hold one that lost its colon or its place at the start.

    Args:
        lines: The lines of the text.

    Returns:
        Their indices in order.
    """
    contents = lines.contents
    found = set(lines.labels)
    beginnings, senders = _sender_beginnings(), sender_words()
    bare = [
        at
        for at in (*lines.lettered, *lines.marked)
        if at not in found
        and ((content := contents[at])[:2] in beginnings or content[0] in _INDENTS)
        and ((line := content.lstrip(_BEFORE_LABEL))[:2] in beginnings or "\t" in line)
        and (
            (cut := line.partition(" "))[0].rstrip("*") in senders
            or "\t" in cut[0]
            or (("  " in line or "\t" in line) and line.partition("  ")[0].partition("\t")[0] in senders)
        )
        and (cut[1] or "\t" in content)
    ]
    found.update(at for at in bare if begins_bare(lines, at))
    # Labels may stand behind the start of a line: glued, behind a separator, or in a column.
    found.update(
        at
        for at in lines.colons
        if at not in lines.labels
        and not lines.furniture[at]
        and (
            (content := contents[at])[:8].isspace()
            or content.count(":") > 3
            or content.lstrip()[:2] == "--"
            or read_misread_sender(lines, at)
        )
    )
    return sorted(found)


@cache
def _sender_beginnings() -> frozenset[str]:
    """Return the first two letters of the From labels."""
    return frozenset(word[:2] for word in sender_words())
