"""What all copies of a merge show together: what gateways put into mails, and which documents are scans."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from threadparse.merge.align import differences
from threadparse.merge.compared_words import cut_words, is_slip
from threadparse.merge.misreadings import MIN_PASSAGE_WORDS, are_misread
from threadparse.merge.records import Record, Spool, hash_of

__all__ = ["MAILS", "Habits", "is_own", "learn_habits", "wordings_of"]

_STRETCH_WORDS = 4  # words by which an added text is known again
_MAX_MISREAD_STRETCHES = 4  # one of so many stretches that is not misread tells an added text
_SEVERAL_SENDERS = -1
#: Formats in which no text is recognised from a picture.
MAILS = frozenset(("eml", "mbox", "msg"))
_SLIP_WEIGHT = 3  # of a word that a scan surely misread: one makes a scan, of other differences it takes three
_COPIES_PER_MISREADING = 100  # scanned occurrences, of which one has a word misread as in another
_MIN_TIMES_SEEN = 3  # occurrences with a word that makes it one; misread words are seldom the same

#: Hash of a stretch of words → hash of the person in whose messages it was added; those of all, and those surely added.
_Owners = tuple[dict[int, int], dict[int, int]]


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
        if misread and len(keys) >= MIN_PASSAGE_WORDS:
            return sum(known) * _MAX_MISREAD_STRETCHES >= len(known)
        return bool(known) and known[0] and known[-1] and sum(known) * 10 >= len(known) * 9

    def knows(self, word: str) -> bool:
        """Tell whether a word stands in so many occurrences that it is one."""
        return self.seen(word) >= self.known

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
    owners: _Owners = {}, {}
    slips: Counter[int] = Counter()
    for cluster in clusters:
        wordings = wordings_of(cluster)
        if len(wordings) == 1:
            continue
        for record, *_ in wordings:  # a banner that is misread elsewhere is known again by these
            copy = spool.copy(record)
            _note_added(owners, cut_words(copy.body[: copy.start]).keys, hash_of(record.sender), record, record)
        for others in wordings[1:]:
            _compare(spool, wordings[0][0], others, owners, slips)
    added, surely_added = ({at for at, owner in known.items() if owner == _SEVERAL_SENDERS} for known in owners)
    scanned = _scanned(spool, clusters, slips)
    known = max(_MIN_TIMES_SEEN, sum(record.source in scanned for record in spool.records) // _COPIES_PER_MISREADING)
    return Habits(added, surely_added, scanned, spool.seen, known)


def _compare(spool: Spool, first: Record, others: Sequence[Record], owners: _Owners, slips: Counter[int]) -> None:
    """Note what two wordings of a message differ in: words that one lacks, and words that one of them misread."""
    words, other_words = (spool.copy(record).words.keys for record in (first, others[0]))
    for one, other in _pairs(words, other_words):
        if not one or not other:
            both = (first, others[0]) if one else (others[0], first)
            _note_added(owners, one or other, hash_of(first.sender), *both)
        elif are_misread(one, other):
            seen, seen_other = (min(map(spool.seen, keys)) for keys in (one, other))
            weight = _SLIP_WEIGHT if min(seen, seen_other) <= 1 and is_slip("".join(one), "".join(other)) else 1
            if seen <= seen_other:
                slips[first.source] += weight
            if seen_other <= seen:
                slips.update({record.source: weight for record in others})


def _scanned(spool: Spool, clusters: Sequence[Sequence[Record]], slips: Mapping[int, int]) -> set[int]:
    """Return the documents with misread words, and those beside which most that have copies elsewhere were scanned."""
    scanned = {
        source for source, count in slips.items() if count >= _SLIP_WEIGHT and spool.sources[source].format not in MAILS
    }
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


def _note_added(owners: _Owners, keys: Sequence[str], number: int, having: Record, lacking: Record) -> None:
    """Note that words stand in one copy of a message and not in another; what a quotation lacks may be cut off."""
    if len(keys) < 3 or (is_own(having) and not is_own(lacking)):
        return
    for known in owners if is_own(lacking) else owners[:1]:
        for value in _stretches(keys):
            if known.setdefault(value, number) != number:
                known[value] = _SEVERAL_SENDERS


def is_own(record: Record) -> bool:
    """Tell whether a copy is a document's own message, which nothing quotes."""
    return record.outermost or record.attached


def wordings_of(cluster: Sequence[Record]) -> list[list[Record]]:
    """Return the copies by their wording, that of most copies first."""
    groups: defaultdict[int, list[Record]] = defaultdict(list)
    for record in cluster:
        groups[record.content].append(record)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0].number))
