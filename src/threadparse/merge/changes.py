"""Changes: the fullest text of a message out of its copies, and where each copy departs from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from threadparse.merge.align import differences
from threadparse.merge.compared_words import MASK, Words, cut_words
from threadparse.merge.departures import beside_mask, departures, shared_mark
from threadparse.merge.habits import Habits, is_own, wordings_of
from threadparse.merge.lineage import Lineage, Support
from threadparse.merge.merged import Change
from threadparse.merge.misreadings import are_misread, is_misread_link
from threadparse.merge.records import Copy, Record, Spool

__all__ = ["body_changes", "merged_body", "ranked"]

_MAX_WORDINGS = 12  # of one message, whose readings are put to the vote
_MAX_LINK_CHARS = 200  # beside a stretch, on each side
_MAX_ITEM_DIGITS = 2  # of a number that counts paragraphs
_WORDLESS = re.compile(r"(?:[^\w\n]|_)*")


def ranked(spool: Spool, cluster: Sequence[Record], habits: Habits, lineage: Lineage) -> list[Record]:
    """Return the copies of a message, the best first.

    Best: read from no picture, not redacted, not cut, outermost, of the reading that most witnesses share, longest.

    Args:
        spool: Where the copies are.
        cluster: The copies.
        habits: What all copies show.
        lineage: Which copies come out of which.
    """
    wordings = wordings_of(cluster)
    against = _votes_against(spool, wordings, habits, lineage)
    firsts = [group[0] for group in wordings] if len(wordings) > 1 else []  # of one wording nothing need be read
    rare = {record.content: _rare_words(spool, record) for record in firsts}
    own = {record.content: habits.count_own(spool.copy(record).words.keys) for record in firsts}
    most = sorted(own.get(record.content, 0) for record in cluster)[len(cluster) // 2]

    def rank(record: Record) -> tuple[int, ...]:
        cut = own.get(record.content, 0) < most - max(3, most // 20)
        return (
            record.source in habits.scanned and rare.get(record.content, 0) > 0,
            record.masked,
            cut,
            not is_own(record),
            rare.get(record.content, 0),
            record.content not in against,
            *against.get(record.content, Support(0, 0, 0)),
            record.depth,
            -record.words,
            record.number,
        )

    return sorted(cluster, key=rank)


def _rare_words(spool: Spool, record: Record) -> int:
    """Return how many words of a copy stand nowhere else: misread ones, above all."""
    return sum(spool.seen(key) == 1 for key in spool.copy(record).words.keys if key.isalpha())


def _votes_against(
    spool: Spool, wordings: Sequence[Sequence[Record]], habits: Habits, lineage: Lineage
) -> dict[int, Support]:
    """Return, for each wording that is compared, what supports other words in places where it has its own."""
    compared = wordings[:_MAX_WORDINGS]
    votes = lineage.support(compared) if len(compared) > 1 else []
    against = {group[0].content: Support(0, 0, 0) for group in compared}
    for place, group in enumerate(compared):
        keys = spool.copy(group[0]).words.keys
        for at, other in enumerate(compared[:place]):
            kinds = departures(keys, spool.copy(other[0]).words.keys, scanned=False, habits=habits)
            altered = sum(kind == "altered" for kind, _ in kinds)
            for one, support in ((group, votes[at]), (other, votes[place])):
                against[one[0].content] = against[one[0].content].plus(support, times=altered)
    return against


def merged_body(group: Sequence[Record], copies: Sequence[Copy], habits: Habits) -> str:
    """Return the fullest text of a message.

    Args:
        group: The records of its copies, the best first.
        copies: These.
        habits: What all copies show.

    Returns:
        The words of the first copy, without what a gateway put in, with what it hides or lacks put in from the others.
    """
    body = copies[0].body[copies[0].start :].strip("\n")
    words = cut_words(body)
    done = {tuple(words.keys)}
    for record, copy in zip(group[1:], copies[1:], strict=True):
        if (wording := tuple(copy.words.keys)) in done:
            continue
        done.add(wording)
        edits = list(_edits(body, words, copy, habits, own=is_own(record)))
        for start, end, text in reversed(edits):
            body = body[:start] + text + body[end:]
        if edits:
            body = body.strip("\n")
            words = cut_words(body)
    return body


def _edits(body: str, words: Words, copy: Copy, habits: Habits, *, own: bool) -> Iterator[tuple[int, int, str]]:
    """Return what to put where in a body, after the comparison with another copy, or the ``own`` document of a mail."""
    keys, spans = words
    for a, b, c, d in differences(keys, copy.words.keys):
        one, other = keys[a:b], copy.words.keys[c:d]
        mark = None if one else shared_mark((a, b, c, d), keys, copy.words.keys)
        if one and not other and habits.is_added(one, misread=a == 0, surely=not own):
            start, end = _whole_lines(body, spans[a][0], spans[b - 1][1])
            if body[:start].endswith("\n\n") or not start:  # nobody puts words into a paragraph on the way
                yield start, end, ""
        elif other and MASK in one and MASK not in other:
            before, after = beside_mask(one, other)
            if set(one[before : len(one) - after]) <= {MASK}:
                first, last = copy.words.spans[c + before], copy.words.spans[d - 1 - after]
                yield spans[a + before][0], spans[b - 1 - after][1], copy.body[first[0] : last[1]]
        elif mark is not None and not habits.is_added(other):
            if mark < c:
                at, start, end = spans[a - 1][1], copy.words.spans[c - 1][1], copy.words.spans[d - 1][1]
            else:
                at, start, end = spans[a][0], copy.words.spans[c][0], copy.words.spans[d][0]
            yield at, at, copy.body[start:end]
        elif b == len(keys) and _goes_on(one, other) and not habits.is_added(other[b - a :]):
            end = c + b - a  # the words before that are the last of the body, maybe misread
            start = copy.words.spans[end - 1][1] if end else copy.start
            yield (spans[-1][1] if spans else 0), len(body), copy.body[start:]


def _goes_on(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether the last words of a text, maybe misread, have more behind them in another copy."""
    return len(one) < len(other) and (not one or are_misread(one, other[: len(one)]))


def _whole_lines(body: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch with the rest of its lines, and lines of dashes above it, if there is nothing else in them."""
    first = body.rfind("\n", 0, start) + 1
    last = body.find("\n", end)
    last = len(body) if last < 0 else last + 1
    if _WORDLESS.fullmatch(body, first, start):
        start = first
        while start:
            above = body.rfind("\n", 0, start - 1) + 1
            if not _WORDLESS.fullmatch(body, above, start - 1) or not body[above : start - 1].strip():
                break
            start = above
    if _WORDLESS.fullmatch(body, end, last - body[:last].endswith("\n")):
        end = last
        while body[end : end + 1] == "\n" and (start == 0 or body[start - 2 : start] == "\n\n"):
            end += 1
    return start, end


def body_changes(body: str, words: Words, copy: Copy, *, scanned: bool, printed: bool, habits: Habits) -> list[Change]:
    """Return where a copy departs from the merged body.

    Args:
        body: The merged body.
        words: Its words.
        copy: The copy.
        scanned: It, or the copy that gave the body, was read from a picture.
        printed: It, or the copy that gave the body, may have been: it is no mail file.
        habits: What all copies show.
    """
    changes = []
    if copy.start:
        here, span = copy.places.words(0, copy.start)
        changes.append(Change("added", "body", "", here, (0, 0), span))
    if words.keys == copy.words.keys:
        return changes
    places = copy.places
    for kind, (a, b, c, d) in departures(words.keys, copy.words.keys, scanned=scanned, printed=printed, habits=habits):
        start, end = _stretch(words.spans, a, b, len(body))
        place = _stretch(copy.words.spans, c, d, len(copy.body))
        if _is_item_number(body, start, end) and _is_item_number(copy.body, *place):
            continue
        if (
            kind == "altered"
            and printed
            and is_misread_link(_with_link(body, start, end), _with_link(copy.body, *place))
        ):
            kind = "misread"
        here, span = places.words(*place)
        changes.append(Change(kind, "body", body[start:end], here, (start, end), span))
    return changes


def _with_link(text: str, start: int, end: int) -> str:
    """Return a stretch with the rest of what stands beside it without a blank, as the parts of a link do."""
    before = re.search(r"\S*$", text[max(start - _MAX_LINK_CHARS, 0) : start])
    behind = re.match(r"\S*", text[end : end + _MAX_LINK_CHARS])
    return f"{before[0] if before else ''}{text[start:end]}{behind[0] if behind else ''}"


def _is_item_number(text: str, start: int, end: int) -> bool:
    """Tell whether a number counts a paragraph: it stands before its first word, and programs count anew."""
    above = text[:start].rstrip(" \t").endswith("\n\n") or not text[:start].strip()
    return (
        text[start:end].isdigit()
        and end - start <= _MAX_ITEM_DIGITS
        and above
        and text[end : end + 1] in (".", ")", " ")
    )


def _stretch(spans: Sequence[tuple[int, int]], first: int, last: int, end: int) -> tuple[int, int]:
    """Return the characters of some words; of none, the place where they would stand."""
    if first < last:
        return spans[first][0], spans[last - 1][1]
    at = spans[first - 1][1] if first else 0
    return min(at, end), min(at, end)
