"""Name each line of one message's own words: greeting, body, closing, signature, disclaimer, attachments, P.S."""

from __future__ import annotations

from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from threadparse.body.closing import SenderName, end_of_closing, find_closings, is_signed, telling_lines
from threadparse.body.disclaimer import find_banner, find_disclaimer
from threadparse.body.greeting import find_greeting
from threadparse.body.line import (
    AROUND_DEVICE,
    MAX_ADDRESS_CHARS,
    Line,
    is_attachment,
    is_dust,
    is_name,
    is_postscript,
    may_end_in_file,
    may_name_files,
)
from threadparse.body.signature import (
    begins_signature,
    end_of_block,
    find_list_footer,
    find_promotion,
    find_separator,
    is_advertisement,
    start_of_block,
    start_of_tail,
)
from threadparse.locales.phrases import fold_lines, line_starts, phrasebook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["BodyKind", "zone_lines"]

BodyKind = Literal["body", "greeting", "closing", "signature", "disclaimer", "attachments", "ps"]

#: Greetings stand among the first lines, closings and signatures among the last: what lies between is not read.
_HEAD = 12
#: A letter has its address block and date above the greeting.
_HEAD_OF_LETTER = 30
#: In a mail a greeting is one of the first lines that are not blank.
_REACH = 3
_TAIL = 60
#: Words of a closing line without a name under it ("Thanks for your help").
_SHORT_FAREWELL = 5
_SENTENCE_END = (".", "!", "?", ")", "。", "！", "？")
_MARKED = attrgetter("marked")


def zone_lines(
    lines: Sequence[str],
    *,
    sender_name: str | None = None,
    recipient_names: Sequence[str] = (),
    letter: bool = False,
) -> Mapping[int, BodyKind]:
    """Name the kind of each line of a message.

    Args:
        lines: The message's own lines in order, without quote marks and line ends, blank lines kept.
        sender_name: Who wrote it, if known: a last line with their name is closing or signature.
        recipient_names: Whom it is for, as far as known: a first line with their name is a greeting.
        letter: The text is a letter, whose greeting may stand below an address block.

    Returns:
        The kinds of the lines that are not ``body``, by their places; a blank line has none of its own.
    """
    if not any(map(str.strip, lines)):
        return {}
    return _MessageLines(lines, SenderName(sender_name), recipient_names, letter).zone()


class _MessageLines:
    """The lines of one message while they are being named: each step takes lines out of ``self.rest``."""

    def __init__(self, lines: Sequence[str], sender: SenderName, recipients: Sequence[str], letter: bool) -> None:
        self._sender = sender
        self._recipients = recipients
        self._letter = letter
        self._kinds: dict[int, BodyKind] = {}
        size = _HEAD_OF_LETTER if letter else _HEAD
        read = _read(lines, size)
        self.rest = read[-_TAIL:]
        self._head = read[:size]
        self._has_more = len(read) > size

    def zone(self) -> dict[int, BodyKind]:
        """Run the steps, those with the surest marks first."""
        self._zone_head()
        self._zone_marks()
        self._zone_end()
        self._zone_tail()
        self._zone_early_endings()
        return self._kinds

    def _take(self, start: int, end: int, kind: BodyKind) -> None:
        """Give ``rest[start:end]`` a kind and take it out."""
        for line in self.rest[start:end]:
            self._kinds[line.index] = kind
        del self.rest[start:end]

    def _zone_head(self) -> None:
        banner = find_banner(self._head)
        for line in self._head[:banner]:
            self._kinds[line.index] = "disclaimer"
        head = self._head[banner:]
        reach = len(head) if self._letter else _REACH
        place = find_greeting(head, self._recipients, reach=reach, has_more=self._has_more)
        if place is not None:
            self._kinds[head[place].index] = "greeting"
        if self._kinds:
            self.rest = [line for line in self.rest if line.index not in self._kinds]

    def _zone_marks(self) -> None:
        """Take out lines that say by themselves what they are, and the dust that would hide the shape of the rest."""
        place = find_list_footer(self.rest)
        if place is not None:
            self._take(place, len(self.rest), "body")
        if not any(map(_MARKED, self.rest)):
            return
        rest = []
        in_postscript = False
        for line in self.rest:
            kind = _kind_by_mark(line) if line.marked else None
            in_postscript = kind == "ps" or (in_postscript and kind is None and not line.after_blank)
            if in_postscript:
                self._kinds[line.index] = "ps"
            elif kind is not None:
                self._kinds[line.index] = kind
            elif line.worded or not is_dust(line) or line.rule or line.text[:2] == "--":
                rest.append(line)
        self.rest = rest

    def _zone_end(self) -> None:
        """Take out what a machine set under the message: notices, advertisements, what follows a separator."""
        place = find_disclaimer(self.rest)
        if place is not None:
            self._take(place, len(self.rest), "disclaimer")
        place = find_promotion(self.rest)
        if place is not None:
            self._take(place, len(self.rest), "signature")
        place = find_separator(self.rest)
        if place is not None:
            leaves = [line.leave == "surely" for line in self.rest[place + 1 :]]
            if not any(leaves):
                self._take(place, len(self.rest), "signature")
            elif leaves[0]:
                self._take(place, place + 1, "closing")

    def _zone_tail(self) -> None:
        """Find the closing and the signature that the sender set among the last lines."""
        start = start_of_tail(self.rest, self._sender)
        tail = self.rest[start:]
        for place, line in enumerate(tail):
            if line.leave == "surely" or (line.leave and self._ends_words(start + place)):
                self._zone_closing(start + place)
                return
        block = start_of_block(tail, self._sender)
        if block is not None:
            self._take(start + block, len(self.rest), "signature")
        elif tail and (self._sender.signs(tail[-1]) or self._ends_in_name()):
            self._take(len(self.rest) - 1, len(self.rest), "closing")

    def _ends_in_name(self) -> bool:
        """Tell whether the last line is a short name below a gap or the end of a sentence."""
        last = self.rest[-1]
        if len(self.rest) < 2 or not is_name(last.text, 2) or self._has_signed():
            return False
        if last.text.endswith("!") and len(last.words) > 1:
            return False  # a wish: "Gute Reise!"
        return last.after_blank or self.rest[-2].text.endswith(_SENTENCE_END)

    def _has_signed(self) -> bool:
        """Tell whether the sender took leave further up, with a name below: what ends the message is no second one."""
        return any(
            line.leave == "surely" and below is not self.rest[-1] and is_name(below.text)
            for line, below in pairwise(self.rest)
        )

    def _zone_early_endings(self) -> None:
        """Find closings and signatures that are sure by the name in them although more of the message follows."""
        for place in range(len(self.rest) - 2, -1, -1):
            if self.rest[place].leave == "surely":
                self._zone_early_closing(place)
            elif self._sender.signs(self.rest[place]):
                end = end_of_block(self.rest, place + 1)
                if end > place + 1:
                    self._take(place, end, "signature")

    def _zone_early_closing(self, place: int) -> None:
        """Take a closing phrase with the name under it, if it is the sender's or a gap follows."""
        end = end_of_closing(self.rest, place, self._sender)
        name = self.rest[end - 1]
        ruled = end < len(self.rest) and self.rest[end].rule
        if name.leave:
            if ruled and (block := end_of_block(self.rest, end + 1)) > end + 1:  # "Thanks,", a rule, name and telephone
                self._take(end, block, "signature")
                self._take(place, end, "closing")
            return
        block = end_of_block(self.rest, end)
        ends = end == len(self.rest) or self.rest[end].after_blank or ruled
        if ends or block > end or self._sender.signs(name):
            self._take(end, block, "signature")
            self._take(place, end, "closing")

    def _ends_words(self, place: int) -> bool:
        """Tell whether what may be a closing phrase ends the words above it: it is short, or a name follows."""
        if place == 0:  # "Thanks for that." is all that was written
            return False
        below = self.rest[place + 1 :]
        if below:
            return len(below) == 1 and is_signed(below[0], self._sender)
        return len(self.rest[place].words) <= _SHORT_FAREWELL

    def _zone_closing(self, start: int) -> None:
        """Name the closing that begins at ``start``, and the signature below it."""
        end = end_of_closing(self.rest, start, self._sender)
        below = self.rest[end:]
        if below and end - start > 1 and begins_signature(self.rest[end - 1], below[0]):
            end -= 1
        if len(below) < 2 or not below[0].rule or is_name(below[1].text):  # else another text is appended
            self._take(end, len(self.rest), "signature")
        self._take(start, end, "closing")


def _read(lines: Sequence[str], size: int) -> list[Line]:
    """Return the first lines that are not blank, so many of them, and the last ones."""
    texts = list(map(str.strip, lines))
    shown = [index for index, text in enumerate(texts) if text]
    if len(shown) > size + _TAIL:
        shown[size:-_TAIL] = ()
    beginnings = [texts[index] for index in shown]
    if max(map(len, beginnings)) > MAX_ADDRESS_CHARS:
        beginnings = [text[:MAX_ADDRESS_CHARS] for text in beginnings]
    folded = fold_lines(beginnings)
    starts = line_starts(folded)
    marked = map(phrasebook().marked.__contains__, starts)
    read = [
        Line(index, texts[index], index == 0 or not texts[index - 1], beginning, start, mark)
        for index, beginning, start, mark in zip(shown, folded, starts, marked, strict=True)
    ]
    if may_name_files("\n".join(folded)):
        for line in read:
            line.marked = line.marked or may_end_in_file(line.text)
    telling = telling_lines(read)
    find_closings(telling)
    for line in telling:
        line.marked = line.marked or line.folded.rstrip(AROUND_DEVICE).endswith(phrasebook().mobile_ends)
    return read


def _kind_by_mark(line: Line) -> BodyKind | None:
    """Return the kind of a line that a mark gives away by itself."""
    if is_attachment(line.text):
        return "attachments"
    if line.worded or line.start in phrasebook().marked:
        if is_advertisement(line):
            return "signature"
        if is_postscript(line.text):
            return "ps"
    return None
