"""Zones are cut by stretches of lines; each line lies in the zone that it would have by itself."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from threadparse.document import Message
from threadparse.headers.header import Header
from threadparse.lines.lines import FURNITURE, cut_lines
from threadparse.messages.partition import NO_MESSAGE, LineNames
from threadparse.segments import Segment, as_slice

#: A line, and what is done with it: the message and the kind of its words, furniture, or nothing.
ROW = st.tuples(
    st.sampled_from(["", "words", "> words", ">> words", ">", "  "]),
    st.sampled_from([*[(owner, kind) for owner in (0, 1) for kind in ("body", "closing", "quote-context")], None]),
)
Name = tuple[int, str, int]


@example([("words", (0, "closing")), ("", (0, "body")), ("words", (0, "body")), ("words", (1, "body"))], 0, set())
@example([("words", (0, "body")), ("words", (0, "quote-context")), ("words", (0, "body"))], 3, {1})
@given(st.lists(ROW, min_size=1, max_size=14), st.integers(0, 4), st.sets(st.integers(0, 3)))
def test_each_line_lies_in_the_zone_of_its_name(
    rows: list[tuple[str, tuple[int, str] | None]], size: int, aside: set[int]
) -> None:
    lines = cut_lines("\n".join([*(row for row, _ in rows[:2]), *["To: Ann"] * size, *(row for row, _ in rows[2:])]))
    names = [*(name for _, name in rows[:2]), *[None] * size, *(name for _, name in rows[2:])]
    first = len(rows[:2])
    furniture = {first + at for at in aside} | {at for at, name in enumerate(names) if name is None and at < first}
    furniture = {at for at in furniture if at < len(lines.contents)}
    for at in furniture:
        lines.furniture[at] = FURNITURE
    header = Header("block", first, first + size - 1, 0, {}) if size else None
    expected: list[Name | None] = [None] * len(lines)
    for at in range(first, first + size):
        expected[at] = (0, "header", 0)
    drawn = LineNames(lines, 2)
    for owner in (0, 1):
        of = [at for at, name in enumerate(names) if name and name[0] == owner and not lines.furniture[at]]
        own = [at for at in of if (names[at] or (0, ""))[1] != "quote-context"]
        again = [at for at in of if at not in own]
        kinds = {
            place: "closing" for place, at in enumerate(own) if names[at] == (owner, "closing") and not lines.blank(at)
        }
        segment = Segment(header if not owner else None, 0, None, own)
        drawn.add(owner, segment, own, kinds, again)
        for place, at in enumerate(own):
            expected[at] = (owner, kinds.get(place, "body"), lines.depths[at])
        for at in again:
            expected[at] = (owner, "quote-context", lines.depths[at])
    messages = [Message(id="", source_index=at, action="original", sender=None, body="") for at in (0, 1)]
    cut = [(NO_MESSAGE, zone) for zone in drawn.give_zones(messages, ())]
    cut += [(message.source_index, zone) for message in messages for zone in message.zones]
    name: Name = (NO_MESSAGE, "preamble", 0)
    for at, wanted in enumerate(expected):
        if lines.furniture[at] == FURNITURE:
            name = (NO_MESSAGE, "furniture", 0)
        elif wanted is not None and (wanted[1] == "header" or not lines.blank(at)):
            name = wanted
        elif wanted is None and header is not None and at < first and not lines.blank(at):
            name = (NO_MESSAGE, "preamble", lines.depths[at])
        if lines.starts[at] < len(lines.text):
            owner, zone = next(pair for pair in cut if pair[1].start <= lines.starts[at] < pair[1].end)
            assert (owner, zone.kind, zone.depth) == name, at


def test_lines_that_stand_together_are_a_slice() -> None:
    assert as_slice([3, 4, 5]) == slice(3, 6)
    assert as_slice(range(2)) == slice(0, 2)
    assert as_slice([3, 5]) is None
    assert list(range(9))[as_slice([]) or slice(9)] == []
