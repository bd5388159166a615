"""Verify: whether two occurrences are copies of one message, and how sure that is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache
from math import inf
from typing import NamedTuple

from threadparse.locales.folding import squeeze
from threadparse.merge.align import differences, overlap
from threadparse.merge.compared_words import MASK, is_slip, likeness, skeleton
from threadparse.merge.records import PersonKey, Record, Spool, Time
from threadparse.values.dates.value import FARTHEST_ZONE, ZONE_STEP

__all__ = ["Agreement", "Bond", "Verifier", "agree_in_time", "people_differ"]

_FARTHEST_WEST = 12 * 60  # minutes that a clock may be behind UTC
_DAY = 24 * 60
_WIDEST_APART = FARTHEST_ZONE + _FARTHEST_WEST  # minutes between the clocks of two time zones
_MIN_NAME_RATIO = 0.5  # how alike two spellings of one name are at least, one of them misread
_MIN_NAME_LETTERS = 3  # of a name that is surely another; an "H" is printed "1-1"
_MIN_SUBJECT_RATIO = 0.7  # how alike two subjects of one message are
_SAME_ID = 9.0  # how sure two mails of one Message-ID are; what is compared in words is less
_LEAST_READ_SHARE = 0.6  # of the words that two copies must share; the others may be misread
_MIN_WORD_RATIO = 0.6  # how alike two readings of one word are
_SURE_SHARE = 0.9  # of the words of the shorter copy
_MAX_WORDS_BEFORE_NAME = 2  # of a greeting
_MAX_NAME_WORDS = 4


class Agreement(IntEnum):
    """How far two copies agree in one respect."""

    CONFLICT = 0
    UNKNOWN = 1
    WEAK = 2
    STRONG = 3


class Bond(NamedTuple):
    """Two occurrences that are copies of one message; the surer, the greater."""

    rank: tuple[float, ...]
    one: Record
    other: Record

    @property
    def is_sure(self) -> bool:
        """Tell whether time, sender and nearly all words agree."""
        return self.rank[:2] == (Agreement.STRONG, Agreement.STRONG) and self.rank[3] >= _SURE_SHARE

    @property
    def is_same_mail(self) -> bool:
        """Tell whether Message-ID and words are the same, whatever else the headers say."""
        return self.rank == (_SAME_ID, 1.0)


class Floor(NamedTuple):
    """What two copies must share: part of the words of the shorter one, and how many words it must have."""

    share: float
    words: int


#: By how well time and sender agree.
_FLOORS = {
    (Agreement.STRONG, Agreement.STRONG): Floor(0.45, 1),
    (Agreement.STRONG, Agreement.WEAK): Floor(0.6, 3),
    (Agreement.STRONG, Agreement.UNKNOWN): Floor(0.55, 2),
    (Agreement.WEAK, Agreement.STRONG): Floor(0.6, 2),
    (Agreement.WEAK, Agreement.WEAK): Floor(0.7, 4),
    (Agreement.WEAK, Agreement.UNKNOWN): Floor(0.7, 4),
    (Agreement.UNKNOWN, Agreement.STRONG): Floor(0.8, 5),
    (Agreement.UNKNOWN, Agreement.WEAK): Floor(0.85, 8),
    (Agreement.UNKNOWN, Agreement.UNKNOWN): Floor(0.85, 8),
}


class Verifier:
    """Compares occurrences.

    Args:
        spool: Where they are.
    """

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        for record in spool.records:
            for person in (record.sender, *record.recipients):
                if person.name and person.address:
                    self._names[person.address].add(person.name)
        self._bags = lru_cache(maxsize=4096)(self._bag)

    def _bag(self, number: int) -> Counter[str]:
        """Return the words of an occurrence, without redaction marks."""
        bag = Counter(self._spool.copy(self._spool.records[number]).words.keys)
        bag.pop(MASK, None)
        return bag

    def bond(self, one: Record, other: Record) -> Bond | None:
        """Compare two occurrences.

        Args:
            one: An occurrence.
            other: Another one, of another document.

        Returns:
            The bond between them; None if they are no copies of one message, or nothing shows it.
        """
        if one.message_id and other.message_id:
            same_words = float(one.content == other.content)
            return Bond((_SAME_ID, same_words), one, other) if one.message_id == other.message_id else None
        time = agree_in_time(one.time, other.time)
        sender = self.same_person(one.sender, other.sender)
        if not (time and sender) or self.contradict(one, other):
            return None
        quoted = self._agree_in_quoted(one, other)
        if quoted is Agreement.CONFLICT and time is not Agreement.STRONG:
            return None
        if sender is Agreement.UNKNOWN and time is quoted is Agreement.STRONG:
            sender = Agreement.WEAK
        floor = _FLOORS[time, sender]
        least = floor.share if _same_subject(one.subject, other.subject) else _least_under_other_subject(floor, time)
        share = self._share(one, other, in_order=time is Agreement.UNKNOWN)
        if _LEAST_READ_SHARE * least <= share < least:
            share = max(share, self._share_but_for_slips(one, other))
        words = min(one.words, other.words)
        if words < floor.words or share < least:
            alike = self._is_same_text(one, other, time, sender, quoted)
        else:
            alike = time is Agreement.STRONG or self._is_whole(one, other, share)
        together = not set(one.recipients).isdisjoint(other.recipients)
        if not alike or (share < 1 and not together and self._greets_another(one, other)):
            return None
        beside = float(together) + float(one.subject == other.subject is not None)
        return Bond((time, sender, beside, share, float(words)), one, other)

    def _is_same_text(self, one: Record, other: Record, time: Agreement, sender: Agreement, quoted: Agreement) -> bool:
        """Tell whether two short copies have the same words, or none, but for what a gateway put in.

        One word may be misread if both stand above the same message. Of none there, the sender need not be known.
        """
        if not _same_subject(one.subject, other.subject) or time is Agreement.UNKNOWN:
            return False
        words, others = self._spool.own_words(one), self._spool.own_words(other)
        if sender is Agreement.UNKNOWN and (words or quoted is not Agreement.STRONG):
            return False
        if words != others:
            return sender is quoted is Agreement.STRONG and _is_one_slip(words, others)
        if quoted is Agreement.STRONG or time is Agreement.STRONG:
            return True
        return sender is Agreement.STRONG and (bool(words) or one.subject == other.subject is not None)

    def _agree_in_quoted(self, one: Record, other: Record) -> Agreement:
        """Compare when the messages below two copies were sent."""
        times = [self._spool.records[record.answers].time if record.answers >= 0 else None for record in (one, other)]
        return agree_in_time(times[0], times[1])

    def contradict(self, one: Record, other: Record) -> bool:
        """Tell whether two copies cannot be of one message, by those who got it or who quote it."""
        return (
            people_differ(one, other)
            or (not one.recipients and self._is_stranger(one.quoter, other))
            or (not other.recipients and self._is_stranger(other.quoter, one))
        )

    def _is_stranger(self, quoter: PersonKey, record: Record) -> bool:
        """Tell whether somebody quotes a message who, by the header of another copy, neither sent nor got it."""
        if not record.all_recipients or not any(quoter):
            return False
        return not any(self.same_person(quoter, person) for person in (record.sender, *record.recipients))

    def _share(self, one: Record, other: Record, *, in_order: bool) -> float:
        """Return which part of the words of the shorter copy the other has; if asked, in the same order."""
        if one.content == other.content:
            return 1.0
        words = max(min(one.words, other.words), 1)
        share = overlap(self._bags(one.number), self._bags(other.number)) / words
        if not in_order or share < _FLOORS[Agreement.UNKNOWN, Agreement.STRONG].share:
            return share
        keys, others = (self._spool.copy(record).words.keys for record in (one, other))
        differing = sum(b - a for a, b, _, _ in differences(keys, others))
        return min(share, (len(keys) - differing) / words)

    def _share_but_for_slips(self, one: Record, other: Record) -> float:
        """Return which part of the words of the shorter copy the other has in the same order, letters maybe misread."""
        keys, others = (self._spool.copy(record).words.keys for record in (one, other))
        same = len(keys)
        for a, b, c, d in differences(keys, others):
            same -= b - a
            if b - a == d - c:
                same += sum(map(_is_misread_word, keys[a:b], others[c:d]))
        return same / max(min(one.words, other.words), 1)

    def _is_whole(self, one: Record, other: Record, share: float) -> bool:
        """Tell whether two copies have about the same length, or the shorter is a part of the longer as it stands."""
        short, long = sorted((one, other), key=lambda record: record.words)
        if short.words * 2 >= long.words or (short.words >= 6 and share > 0.9):
            return True
        return short.words * 2 >= len(self._spool.own_words(long))  # without the footers of gateways

    def _greets_another(self, one: Record, other: Record) -> bool:
        """Tell whether the greetings of two texts name two people; a misreading is none.

        One text that was sent to two people, each greeted by name, is two messages.
        """
        copies = self._spool.copy(one), self._spool.copy(other)
        keys, others = (copy.words.keys for copy in copies)
        a, b, c, d = next(iter(differences(keys, others)), (0, 0, 0, 0))
        if a != c or not 0 < a <= _MAX_WORDS_BEFORE_NAME:
            return False
        names = []
        for copy, first, last in zip(copies, (a, c), (b, d), strict=True):
            words = copy.words.keys[first:last]
            if not 0 < len(words) <= _MAX_NAME_WORDS or MASK in words:
                return False
            if copy.body[copy.words.spans[last - 1][1] :][:1] not in (",", ":", "!", "\n", "\uff0c"):
                return False
            names.append("".join(words))
        mine, theirs = names
        return likeness(mine, theirs) < _MIN_NAME_RATIO

    def same_person(self, one: PersonKey, other: PersonKey) -> Agreement:
        """Compare two senders."""
        if not any(one) or not any(other):
            return Agreement.UNKNOWN
        if one.address and one.address == other.address:
            return Agreement.STRONG
        if one.address and other.address:
            named = bool(one.name and other.name) and _alike_names(one.name, other.name)
            return Agreement.WEAK if named or _misread(one.address, other.address) else Agreement.CONFLICT
        if one.name and other.name:
            if one.name == other.name:
                return Agreement.STRONG
            if _alike_names(one.name, other.name):
                return Agreement.WEAK
        if one.address and other.name:
            return self._is_named(one.address, other.name)
        if other.address and one.name:
            return self._is_named(other.address, one.name)
        return Agreement.CONFLICT

    def _is_named(self, address: str, name: str) -> Agreement:
        """Tell whether an address is that of somebody of a name."""
        names = self._names.get(address, set())
        if name in names:
            return Agreement.STRONG
        if any(_alike_names(name, known) for known in names):
            return Agreement.WEAK
        local = squeeze(address.partition("@")[0])
        words = [squeeze(word) for word in name.split()]
        if any(len(word) > 2 and word in local for word in words):
            return Agreement.WEAK
        return Agreement.CONFLICT if names else Agreement.UNKNOWN


def _least_under_other_subject(floor: Floor, time: Agreement) -> float:
    """Return what part of their words two copies must share whose subjects differ; none is enough without a date."""
    return inf if time is Agreement.UNKNOWN else max(floor.share, 0.8)


def _is_misread_word(one: str, other: str) -> bool:
    """Tell whether a word may be another one with letters misread; no number is."""
    if any(letter.isdecimal() for letter in skeleton(one) + skeleton(other)):
        return False
    return likeness(one, other) >= _MIN_WORD_RATIO


def _is_one_slip(words: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether words differ in one of them only, by a letter that was misread."""
    differing = [pair for pair in zip(words, others, strict=False) if pair[0] != pair[1]]
    return len(words) == len(others) and len(differing) == 1 and is_slip(*differing[0])


def agree_in_time(one: Time | None, other: Time | None) -> Agreement:
    """Compare two times, as clocks of two zones may show the same moment.

    Args:
        one: A time, or None.
        other: Another one.
    """
    if one is None or other is None:
        return Agreement.UNKNOWN
    apart = other.minute - one.minute
    if one.day or other.day:
        return Agreement.WEAK if abs(apart) <= 2 * 24 * 60 else Agreement.CONFLICT
    if one.exact and other.exact:
        return Agreement.STRONG if abs(apart) <= 1 else Agreement.CONFLICT
    if apart == 0 or (one.wall == other.wall and one.exact != other.exact):
        return Agreement.STRONG
    if abs(apart) == 1:
        return Agreement.WEAK  # the clocks of sender and recipient
    if apart % ZONE_STEP or apart % _DAY == 0:
        return Agreement.CONFLICT  # what is sent anew each day is no matter of clocks
    if one.exact or other.exact:
        zone = apart if one.exact else -apart
        return Agreement.WEAK if -_FARTHEST_WEST <= zone <= FARTHEST_ZONE else Agreement.CONFLICT
    return Agreement.WEAK if abs(apart) <= _WIDEST_APART else Agreement.CONFLICT


def people_differ(one: Record, other: Record) -> bool:
    """Tell whether two copies name recipients, all of them, and nobody in common."""
    if not (one.all_recipients and other.all_recipients):
        return False
    return not any(_may_be_one(mine, theirs) for mine in one.recipients for theirs in other.recipients)


def _may_be_one(one: PersonKey, other: PersonKey) -> bool:
    """Tell whether two recipients may be one person, some letters of whom were misread."""
    if "@" in one.address and "@" in other.address:
        mine, theirs = ("".join(filter(str.isalnum, person.address)) for person in (one, other))
        return mine == theirs or _misread(one.address, other.address)
    if one.name and other.name:
        short = any(sum(map(str.isalpha, name)) < _MIN_NAME_LETTERS for name in (one.name, other.name))
        return short or one.name == other.name or _alike_names(one.name, other.name)
    return True


@lru_cache(maxsize=16384)
def _misread(one: str, other: str) -> bool:
    """Tell whether two addresses differ in a letter or two, as text recognition does, and in no digit."""
    if abs(len(one) - len(other)) > 2:
        return False
    left = right = 0
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal":
            left, right = left + b - a, right + d - c
            if any(letter.isdigit() for letter in one[a:b]) and any(letter.isdigit() for letter in other[c:d]):
                return False
            if not (b - a and d - c):
                return False
    return max(left, right) <= max(2, len(one) // 10)


@lru_cache(maxsize=16384)
def _alike_names(one: str, other: str) -> bool:
    """Tell whether two names may be one: all words of one in the other, or letters misread."""
    words, others = _plain_words(one), _plain_words(other)
    if words and others and (words <= others or others <= words):
        return True
    return likeness(one, other) >= _MIN_NAME_RATIO


def _plain_words(name: str) -> set[str]:
    return {word for word in (squeeze(word) for word in name.split()) if len(word) > 1}


@lru_cache(maxsize=16384)
def _same_subject(one: str | None, other: str | None) -> bool:
    """Tell whether two base subjects may be one."""
    if not one or not other or one == other or one in other or other in one:
        return True
    return likeness(one, other) >= _MIN_SUBJECT_RATIO


def members_agree(one: Iterable[Time], other: Sequence[Time]) -> bool:
    """Tell whether no two times of two groups contradict each other."""
    return all(agree_in_time(a, b) for a in one for b in other)
