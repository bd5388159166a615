"""Changes: the fullest text of a message out of its copies, and where each copy departs from it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from zlib import crc32

from threadparse.locales.calendar import calendar_words
from threadparse.merge.align import Difference, differences
from threadparse.merge.compared_words import MASK, Words, cut_words, is_negation, is_slip, skeleton
from threadparse.merge.lineage import Lineage, Support
from threadparse.merge.merged import Change, ChangeKind
from threadparse.merge.records import Copy, Record, Spool, hash_of

__all__ = ["MAILS", "Habits", "body_changes", "learn_habits", "merged_body", "ranked"]

_STRETCH_WORDS = 4  # words by which an added text is known again
_MIN_RARE_RATIO = 0.6  # how alike a word that stands nowhere else is to the one that it is a misreading of
_MAX_JOINED_WORDS = 2  # words that text recognition joins or divides
_MIN_TIMES_RARER = 8  # times that a word is more frequent than a misreading of it
_MIN_MISREAD_RATIO = 0.5  # how alike two words are of which one is a misreading
_MAX_OTHER_RATIO = 0.4  # how alike two words are at most of which neither is a misreading, where letters are misread
_MAX_MISREAD_STRETCHES = 4  # one of so many stretches that is not misread tells an added text
_MIN_MORE_LETTERS = 4
_MIN_MISSING_PER_UNKNOWN = 3  # words that are left out, for each that stands in few other places
_MIN_LETTERS_PER_SHARED = 2.5, 4  # of a word in the place of another, of one that stands in few other places
_LONG_WORD = 7  # letters
_MIN_LETTERS_PER_SHARED_OF_LONG = 2.2  # of a long word in the place of one that begins with another letter
_MIN_CHANGED_OF_WORD = 0.75  # of the letters of a word, to make another one of it that stands elsewhere, too
_FEW_LETTERS = 4
_MIN_PASSAGE_WORDS = 12  # words that no noise leaves out
_SEVERAL_SENDERS = -1
#: Formats in which no text is recognised from a picture.
MAILS = frozenset(("eml", "mbox", "msg"))
_MAX_WORDINGS = 12  # of one message, whose readings are put to the vote
_COPIES_PER_MISREADING = 100  # scanned occurrences, of which one has a word misread as in another
_MIN_TIMES_SEEN = 3  # occurrences with a word that makes it one; misread words are seldom the same
_MIN_TELLING_LETTERS = 3  # letters of a word that can be told from noise
_NUMBER = re.compile(r"\d[\d.,:/]*")
_NO_DIGIT = re.compile(r"\D")
_LINK = re.compile(r"\w\+\w+\+\w")  # a part of one: words with blanks written as "+"
_LINK_NUMBER = re.compile(r"\d{2,}")
_MAX_LINK_CHARS = 200  # beside a stretch, on each side
_NEAR_END = 0.1  # words behind a stretch that is left out, for each of its own, that still count as the end
_NEAR_END_OF_PASSAGE = 0.4  # the same for a passage: a gateway's footer may stand below what is cut off
_MAX_ITEM_DIGITS = 2  # of a number that counts paragraphs
_MIN_CUT_WORDS = 4  # words


@dataclass(slots=True)
class Habits:
    """What all copies together show.

    Attributes:
        added: Hashes of stretches of words that gateways and lists put into messages of several people.
        surely_added: Those that mails of several people lack; what only quotations lack may be cut off.
        scanned: The documents whose text was recognised from a picture, letters misread.
        seen: In how many occurrences a word stands.
        known: In how many it must stand to be a word: the more scans there are, the oftener a word is misread alike.
    """

    added: set[int]
    surely_added: set[int]
    scanned: set[int]
    seen: Callable[[str], int]
    known: int

    def is_added(self, keys: Sequence[str], *, misread: bool = False, surely: bool = False) -> bool:
        """Tell whether words are put into the messages of several people, even if some are ``misread`` here."""
        added = self.surely_added if surely else self.added
        known = [value in added for value in _stretches(keys)]
        if misread and len(keys) >= _MIN_PASSAGE_WORDS:
            return sum(known) * _MAX_MISREAD_STRETCHES >= len(known)
        return bool(known) and known[0] and known[-1] and sum(known) * 10 >= len(known) * 9

    def count_own(self, keys: Sequence[str]) -> int:
        """Count the words that are not put into the messages of several people; a misread one counts as own."""
        own, end = len(keys), 0
        for at, value in enumerate(_stretches(keys)):
            if value in self.added:
                own -= min(at + _STRETCH_WORDS, len(keys)) - max(at, end)
                end = min(at + _STRETCH_WORDS, len(keys))
        return own


def _stretches(keys: Sequence[str]) -> Iterator[int]:
    """Return the hashes of all stretches of some words; of few words that of all."""
    for at in range(max(len(keys) - _STRETCH_WORDS, 0) + 1):
        yield crc32("\x1f".join(keys[at : at + _STRETCH_WORDS]).encode("utf-8", "surrogatepass"))


def learn_habits(spool: Spool, clusters: Sequence[Sequence[Record]]) -> Habits:
    """Compare all copies once, to see what is put into many messages, and which documents are scans.

    Args:
        spool: Where the copies are.
        clusters: The copies of each message.
    """
    owners: tuple[dict[int, int], dict[int, int]] = {}, {}
    slips: Counter[int] = Counter()
    for cluster in clusters:
        wordings = _wordings(cluster)
        if len(wordings) == 1:
            continue
        for record, *_ in wordings:  # a banner that is misread elsewhere is known again by these
            copy = spool.copy(record)
            _note_added(owners, cut_words(copy.body[: copy.start]).keys, hash_of(record.sender), record, record)
        (first, *_), *rest = wordings
        keys = spool.copy(first).words.keys
        for others in rest:
            for one, other in _pairs(keys, spool.copy(others[0]).words.keys):
                if not one or not other:
                    both = (first, others[0]) if one else (others[0], first)
                    _note_added(owners, one or other, hash_of(cluster[0].sender), *both)
                elif _misread_words(one, other):
                    seen, seen_other = (min(map(spool.seen, words)) for words in (one, other))
                    slip = min(seen, seen_other) <= 1 and is_slip("".join(one), "".join(other))
                    weight = 3 if slip else 1
                    if seen <= seen_other:
                        slips[first.source] += weight
                    if seen_other <= seen:
                        slips.update({record.source: weight for record in others})
    added, surely_added = ({at for at, owner in known.items() if owner == _SEVERAL_SENDERS} for known in owners)
    scanned = _scanned(spool, clusters, slips)
    known = max(_MIN_TIMES_SEEN, sum(record.source in scanned for record in spool.records) // _COPIES_PER_MISREADING)
    return Habits(added, surely_added, scanned, spool.seen, known)


def _scanned(spool: Spool, clusters: Sequence[Sequence[Record]], slips: Mapping[int, int]) -> set[int]:
    """Return the documents with misread words, and those beside which most that have copies elsewhere were scanned."""
    scanned = {source for source, count in slips.items() if count >= 3 and spool.sources[source].format not in MAILS}
    compared = {record.source for cluster in clusters if len(cluster) > 1 for record in cluster}
    folders: defaultdict[str, list[int]] = defaultdict(list)
    for number, source in enumerate(spool.sources):
        if source.format not in MAILS:
            folders[source.path.rpartition("/")[0]].append(number)
    for numbers in folders.values():
        known = compared.intersection(numbers)
        if len(scanned & known) * 2 > len(known):
            scanned.update(numbers)
    return scanned


def _pairs(keys: Sequence[str], others: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Return the words in which two copies differ."""
    for a, b, c, d in differences(keys, others):
        if b - a == d - c:
            yield from ((keys[a + at : a + at + 1], others[c + at : c + at + 1]) for at in range(b - a))
        else:
            yield keys[a:b], others[c:d]


def _note_added(
    owners: Sequence[dict[int, int]], keys: Sequence[str], number: int, having: Record, lacking: Record
) -> None:
    """Note that words stand in one copy of a message and not in another; what a quotation lacks may be cut off."""
    if len(keys) < 3 or (_is_own(having) and not _is_own(lacking)):
        return
    for known in owners if _is_own(lacking) else owners[:1]:
        for value in _stretches(keys):
            if known.setdefault(value, number) != number:
                known[value] = _SEVERAL_SENDERS


def _is_own(record: Record) -> bool:
    """Tell whether a copy is a document's own message, which nothing quotes."""
    return record.outermost or record.attached


def _wordings(cluster: Sequence[Record]) -> list[list[Record]]:
    """Return the copies by their wording, that of most copies first."""
    groups: defaultdict[int, list[Record]] = defaultdict(list)
    for record in cluster:
        groups[record.content].append(record)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0].number))


def ranked(spool: Spool, cluster: Sequence[Record], habits: Habits, lineage: Lineage) -> list[Record]:
    """Return the copies of a message, the best first.

    Best: read from no picture, not redacted, not cut, outermost, of the reading that most witnesses share, longest.

    Args:
        spool: Where the copies are.
        cluster: The copies.
        habits: What all copies show.
        lineage: Which copies come out of which.
    """
    wordings = _wordings(cluster)
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
            not _is_own(record),
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
            kinds = _kinds(keys, spool.copy(other[0]).words.keys, scanned=False, habits=habits)
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
        edits = list(_edits(body, words, copy, habits, own=_is_own(record)))
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
        if one and not other and habits.is_added(one, misread=a == 0, surely=not own):
            start, end = _whole_lines(body, spans[a][0], spans[b - 1][1])
            if body[:start].endswith("\n\n") or not start:  # nobody puts words into a paragraph on the way
                yield start, end, ""
        elif other and MASK in one and MASK not in other:
            before, after = _beside_mask(one, other)
            if all(key == MASK for key in one[before : len(one) - after]):
                first, last = copy.words.spans[c + before], copy.words.spans[d - 1 - after]
                yield spans[a + before][0], spans[b - 1 - after][1], copy.body[first[0] : last[1]]
        elif (
            not one
            and (mark := _shared_mark((a, b, c, d), keys, copy.words.keys)) is not None
            and not habits.is_added(other)
        ):
            if mark < c:
                at, start, end = spans[a - 1][1], copy.words.spans[c - 1][1], copy.words.spans[d - 1][1]
            else:
                at, start, end = spans[a][0], copy.words.spans[c][0], copy.words.spans[d][0]
            yield at, at, copy.body[start:end]
        elif b == len(keys) and _goes_on(one, other) and not habits.is_added(other[b - a :]):
            end = c + b - a  # the words before that are the last of the body, maybe misread
            start = copy.words.spans[end - 1][1] if end else copy.start
            yield (spans[-1][1] if spans else 0), len(body), copy.body[start:]


def _shared_mark(place: Difference, keys: Sequence[str], others: Sequence[str]) -> int | None:
    """Return where a mark of both copies stands beside words that one of them has: that of the other may hide them."""
    a, b, c, d = place
    if a and c and keys[a - 1] == others[c - 1] == MASK:
        return c - 1
    return d if keys[b : b + 1] == others[d : d + 1] == [MASK] else None


def _goes_on(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether the last words of a text, maybe misread, have more behind them in another copy."""
    return len(one) < len(other) and (not one or _misread_words(one, other[: len(one)]))


_WORDLESS = re.compile(r"(?:[^\w\n]|_)*")


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
    for kind, (a, b, c, d) in _kinds(words.keys, copy.words.keys, scanned=scanned, printed=printed, habits=habits):
        start, end = _stretch(words.spans, a, b, len(body))
        place = _stretch(copy.words.spans, c, d, len(copy.body))
        if _is_item_number(body, start, end) and _is_item_number(copy.body, *place):
            continue
        if (
            kind == "altered"
            and printed
            and _is_misread_link(_with_link(body, start, end), _with_link(copy.body, *place))
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


def _is_misread_link(one: str, other: str) -> bool:
    """Tell whether words belong to a link, which recognition tears, and have the same numbers."""
    linked = _LINK.search(one) or _LINK.search(other)
    return linked is not None and _LINK_NUMBER.findall(one) == _LINK_NUMBER.findall(other)


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


def _kinds(
    keys: Sequence[str], others: Sequence[str], *, scanned: bool, habits: Habits, printed: bool = False
) -> Iterator[tuple[ChangeKind, Difference]]:
    """Return each difference with its kind; what is no change is left out."""
    found = list(_kinds_by_place(keys, others, scanned=scanned, habits=habits))
    words = [(keys[a:b], others[c:d]) for _, (a, b, c, d) in found]
    slips = [printed and _is_likely_slip(one, other, habits.seen) for one, other in words]
    scanned = scanned or any(slip and kind == "altered" for slip, (kind, _) in zip(slips, found, strict=True))
    moved = _moved(words) if printed else set()
    for (kind, place), (one, other), slip in zip(found, words, slips, strict=True):
        if tuple(one or other) in moved and not (one and other):
            continue  # a running head that stands on another page
        noise = slip or (scanned and not _is_telling(one, other, habits))
        yield ("misread" if kind == "altered" and noise else kind), place


def _moved(words: Sequence[tuple[Sequence[str], Sequence[str]]]) -> set[tuple[str, ...]]:
    """Return the words that both copies have, each in a place where the other has none."""
    lost = {tuple(one) for one, other in words if not other and len(one) > _MAX_JOINED_WORDS}
    return lost & {tuple(other) for one, other in words if not one}


def _is_likely_slip(one: Sequence[str], other: Sequence[str], seen: Callable[[str], int]) -> bool:
    """Tell whether words that stand nowhere else, or a stray letter, are a misreading of what is in their place."""
    words = [*one, *other]
    if len(words) <= 2 and all(word.isalpha() for word in words) and not any(map(is_negation, words)):
        left, right = "".join(one), "".join(other)
        letters = sum(mine != theirs for mine, theirs in zip(left, right, strict=False))
        if len(left) + len(right) < _MIN_TELLING_LETTERS or (
            len(left) == len(right) <= _MIN_TELLING_LETTERS and letters == 1
        ):
            return True
    if not one or not other or max(len(one), len(other)) > _MAX_JOINED_WORDS:
        return False
    if skeleton("".join(one)) == skeleton("".join(other)):
        return _misread_words(one, other)
    counts = sorted(map(seen, words))
    times = _MIN_TIMES_RARER // (2 if is_slip("".join(one), "".join(other)) else 1)
    rare = counts[0] <= 1 or counts[0] * times <= counts[-1]
    misread = _misread_words(one, other, unknown=counts[0] <= 1)
    return rare and misread and _ratio("".join(one), "".join(other)) >= _MIN_RARE_RATIO


def _is_telling(one: Sequence[str], other: Sequence[str], habits: Habits) -> bool:
    """Tell whether a difference of scans is more than noise: digits, a negation, words that stand elsewhere too."""
    words = [*one, *other]
    if len(one) == len(other) == 1 and all(map(_NUMBER.fullmatch, words)):
        left, right = (_NO_DIGIT.sub("", word) for word in words)
        return left != right and len(left) == len(right)
    unknown = sum(habits.seen(word) < habits.known and not _names_day(word) for word in words)
    if abs(len(one) - len(other)) >= _MIN_PASSAGE_WORDS:
        return min(len(one), len(other)) <= _MAX_JOINED_WORDS and unknown * 3 <= len(words)
    if _is_other_word(one, other, rare=bool(unknown)) or _is_turned_round(one, other, rare=bool(unknown)):
        return True
    plain = sum(len(word) >= _MIN_TELLING_LETTERS and word.isalpha() for word in words)
    if one and other:
        return not unknown and plain == len(words) and _ratio("".join(one), "".join(other)) <= _MAX_OTHER_RATIO
    return plain > 1 and unknown * _MIN_MISSING_PER_UNKNOWN <= len(words)


def _names_day(word: str) -> bool:
    """Tell whether a word is the name of a day or a month: one word that is known however few copies have it."""
    return len(word) > _FEW_LETTERS and calendar_words().may_name(word)


def _is_turned_round(one: Sequence[str], other: Sequence[str], *, rare: bool) -> bool:
    """Tell whether a negation was put in or taken out; a short word that stands nowhere else may be misread."""
    mine, theirs = ([word for word in words if is_negation(word)] for words in (one, other))
    if mine == theirs:
        return False
    long = all(len(word) > _MIN_TELLING_LETTERS for word in (*mine, *theirs))
    return not rare or (long and _ratio("".join(one), "".join(other)) < _MAX_OTHER_RATIO)


def _is_other_word(one: Sequence[str], other: Sequence[str], *, rare: bool) -> bool:
    """Tell whether a word is so unlike the one in its place that it was not misread.

    Misread words mostly keep their first letter; one that does may only be much longer.
    """
    if not len(one) == len(other) == 1 or not (one[0].isalpha() and other[0].isalpha()):
        return False
    short, long = sorted((one[0], other[0]), key=len)
    if not rare and len(short) >= _FEW_LETTERS < len(long) and _is_rewritten(skeleton(short), skeleton(long)):
        return True
    shared = _ratio(short, long) * (len(short) + len(long)) / 2
    if len(long) >= _LONG_WORD and skeleton(short)[:1] != skeleton(long)[:1]:
        return shared * _MIN_LETTERS_PER_SHARED_OF_LONG < len(long)
    return len(long) - len(short) >= _MIN_MORE_LETTERS and shared * _MIN_LETTERS_PER_SHARED[rare] < len(long)


def _is_rewritten(one: str, other: str) -> bool:
    """Tell whether nearly all letters must be changed to make one word of another, the first and the last, too."""
    if one[0] == other[0] or one[-1] == other[-1]:
        return False
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    changed = sum(max(b - a, d - c) for kind, a, b, c, d in steps if kind != "equal")
    return changed >= _MIN_CHANGED_OF_WORD * max(len(one), len(other))


def _kinds_by_place(
    keys: Sequence[str], others: Sequence[str], *, scanned: bool, habits: Habits
) -> Iterator[tuple[ChangeKind, Difference]]:
    """Return each difference with its kind, as if all words were read as they stand."""
    for a, b, c, d in _with_one_tail(differences(keys, others), len(keys), len(others)):
        one, other = keys[a:b], others[c:d]
        if one and MASK in other:
            if MASK not in one:
                yield from _masked((a, b, c, d), keys, others, scanned)
            continue
        if MASK in one or "".join(one) == "".join(other):
            continue
        near = _NEAR_END if b - a < _MIN_PASSAGE_WORDS else _NEAR_END_OF_PASSAGE
        edge = a == 0 or len(keys) - b <= near * (b - a)
        if not one:
            at_edge = c == 0 or len(others) - d <= _NEAR_END * (d - c)
            yield ("added" if at_edge or habits.is_added(other, misread=True) else "altered"), (a, b, c, d)
        elif not other:
            mark = None if edge else _shared_mark((a, b, c, d), keys, others)
            if mark is None:
                yield ("cut" if edge else "altered"), (a, b, c, d)
            else:
                yield "redacted", (a, b, mark, mark + 1)
        elif edge:
            yield from _replaced_at_edge((a, b, c, d), keys, others, scanned)
        else:
            yield from _replaced((a, b, c, d), keys, others, scanned)


def _replaced_at_edge(
    difference: Difference, keys: Sequence[str], others: Sequence[str], scanned: bool
) -> Iterator[tuple[ChangeKind, Difference]]:
    """Return the kinds of words in the place of others at an end of the text: it may be cut there, or go on."""
    a, b, c, d = difference
    same = min(b - a, d - c)  # words that have others in their place; the rest is beyond them
    beside = (keys[b - same : b], others[d - same : d]) if a == 0 else (keys[a : a + same], others[c : c + same])
    passage = max(b - a, d - c) >= _MIN_PASSAGE_WORDS and same < _MIN_CUT_WORDS
    if same >= _MIN_CUT_WORDS and not _alike(keys[a:b], others[c:d]):
        yield "cut", (a, b, c, c)
        yield "added", (b, b, c, d)
    elif b - a != d - c and (passage or _misread_words(*beside)):
        if a == 0:
            yield ("cut" if d - c == same else "added"), (a, b - same, c, d - same)
            yield from _replaced((b - same, b, d - same, d), keys, others, scanned)
        else:
            yield from _replaced((a, a + same, c, c + same), keys, others, scanned)
            yield ("cut" if d - c == same else "added"), (a + same, b, c + same, d)
    else:
        yield from _replaced(difference, keys, others, scanned)


def _with_one_tail(found: list[Difference], end: int, other_end: int) -> list[Difference]:
    """Return differences, those at the end as one if two texts end so differently that few words there are the same."""
    same = 0
    for place in range(len(found) - 1, 0, -1):
        a, _, c, _ = found[place - 1]
        same += found[place][0] - found[place - 1][1]
        same += end - found[-1][1] if place == len(found) - 1 else 0
        least = min(end - a, other_end - c)
        if least >= 2 * _MIN_CUT_WORDS and same * 10 <= least * 4:
            return [*found[: place - 1], (a, end, c, other_end)]
    return found


def _beside_mask(hiding: Sequence[str], showing: Sequence[str]) -> tuple[int, int]:
    """Return how many words before and behind a redaction mark have others, maybe misread, in their place."""
    before = after = 0
    while before < min(len(hiding), len(showing)) - 1 and hiding[before] != MASK:
        before += 1
    while after < min(len(hiding), len(showing)) - before - 1 and hiding[-1 - after] != MASK:
        after += 1
    return before, after


def _masked(
    difference: Difference, keys: Sequence[str], others: Sequence[str], scanned: bool
) -> Iterator[tuple[ChangeKind, Difference]]:
    """Return what a redaction mark stands for, and the words beside it that have others in their place."""
    a, b, c, d = difference
    before, after = _beside_mask(others[c:d], keys[a:b])
    yield from _replaced((a, a + before, c, c + before), keys, others, scanned)
    yield "redacted", (a + before, b - after, c + before, d - after)
    yield from _replaced((b - after, b, d - after, d), keys, others, scanned)


def _replaced(
    difference: Difference, keys: Sequence[str], others: Sequence[str], scanned: bool
) -> Iterator[tuple[ChangeKind, Difference]]:
    """Return the kinds of words that stand in the place of others."""
    a, b, c, d = difference
    shifted = sum(key in others[c:d] for key in keys[a:b]) * 2 > b - a
    if b - a == d - c and not shifted:
        for one, other in zip(range(a, b), range(c, d), strict=True):
            if keys[one] != others[other]:
                misread = scanned and _misread_words(keys[one : one + 1], others[other : other + 1])
                yield ("misread" if misread else "altered"), (one, one + 1, other, other + 1)
        return
    yield ("misread" if scanned and _misread_words(keys[a:b], others[c:d]) else "altered"), difference


def _misread_words(one: Sequence[str], other: Sequence[str], *, unknown: bool = False) -> bool:
    """Tell whether words differ in letters only as text recognition makes them, in no digit and no negation.

    A long word that is ``unknown`` elsewhere takes the place of a negation as one that was misread.
    """
    left, right = "".join(one), "".join(other)
    if skeleton(left) == skeleton(right):
        return not (left.isdigit() and right.isdigit())
    if _is_other_word(one, other, rare=True):
        return False
    spelled = unknown and min(len(left), len(right)) > _FEW_LETTERS
    if not spelled and list(filter(is_negation, one)) != list(filter(is_negation, other)):
        return False
    if _DIGITS.findall(left) and _DIGITS.findall(right) and _DIGITS.findall(left) != _DIGITS.findall(right):
        return False
    return _ratio(left, right) >= _MIN_MISREAD_RATIO


_DIGITS = re.compile(r"\d")


def _ratio(one: str, other: str) -> float:
    if len(one) * len(other) > 40_000:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    return _ratio("".join(one), "".join(other)) >= _MIN_MISREAD_RATIO
