"""Letters: a text without e-mail header that has the form of a letter has a date and a subject line all the same."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from threadparse.body.line import has_digit
from threadparse.locales.folding import compiled_for, fold
from threadparse.locales.letterheads import letterhead_words
from threadparse.locales.lexicon import labels
from threadparse.values.dates.read import DateValue, parse_date

__all__ = ["Letter", "read_letter"]

_HEAD_LINES = 30
_MAX_DATE_CHARS, _MAX_LINE_CHARS = 60, 300
_SUBJECT_WITHIN = 4
_MAX_LINES_BELOW = 6  # of a closing: the name, the office, the day
_ENDS_OF_SENTENCE = ("?", "!", ":", ".", ",")
_FORMAL = frozenset({"greeting", "closing"})
_EMPHASIS = r"\s*(?:\*\*|__|#{1,6} )"
_MAY_HAVE_MARKUP = re.compile(r"[\\\]<*_#]")
#: The gap between a file's number and the date in the column beside it: "Vår ref.: 23/41      14. mars 2023".
_BEHIND_REFERENCE = r"(?<=\d)(?:\t|[ \xa0]{4})\s*(?=\S)"
_LABEL = r"[\s*_#]{0,40}([^:：\s*_#][^:：]{1,29})[:：]\s*(\S.*)"


class Letter(NamedTuple):
    """What the head of a letter says.

    Attributes:
        date: Its date.
        date_line: Index of the line that holds it.
        subject: Its subject line without mark-up, or None.
    """

    date: DateValue
    date_line: int
    subject: str | None


def read_letter(lines: Sequence[str], kinds: Mapping[int, str], *, followed: bool) -> Letter | None:
    """Read a letter's head, and the date at its end where the head has none.

    Args:
        lines: The lines of the message.
        kinds: The zone kinds of those that are not body, as ``zone_lines`` names them.
        followed: Another message or a quotation follows, so that a day below the words can be that of the other one.

    Returns:
        The letter. None where no line is a date alone above the salutation or below the closing; a day between them is
        one that the letter speaks of.
    """
    if _FORMAL.isdisjoint(kinds.values()):
        return None
    shown = [index for index, line in enumerate(lines[: _HEAD_LINES * 4]) if line and not line.isspace()][:_HEAD_LINES]
    greetings = [index for index in shown if kinds.get(index) == "greeting"]
    places = _places(lines, kinds, shown, greetings, followed=followed)
    dates = ((index, _date(lines[index])) for index in places)
    dated = next(((index, date) for index, date in dates if date is not None and date.hour is None), None)
    if dated is None:
        return None
    date_line, date = dated
    greeting = next((index for index in greetings if index > date_line), None)
    return Letter(date, date_line, _subject(lines, shown, date_line, greeting) if date_line in shown else None)


def _places(
    lines: Sequence[str], kinds: Mapping[int, str], shown: Sequence[int], greetings: Sequence[int], *, followed: bool
) -> Iterator[int]:
    """Yield the lines that can hold the date, those of the head first."""
    closings = sorted(index for index, kind in kinds.items() if kind == "closing")
    if greetings:
        yield from (index for index in shown if index < greetings[0])
    elif closings:
        yield from islice(_above_words(lines, shown, closings[0]), 1 if followed else None)
    if closings and not followed:
        below = [index for index in range(closings[-1] + 1, len(lines)) if lines[index].strip()]
        if not any(map(_is_sentence, map(lines.__getitem__, below))):
            yield from below[:_MAX_LINES_BELOW]


def _is_sentence(line: str) -> bool:
    """Tell whether a line ends a sentence: a day above it is no letter's."""
    return line.rstrip().endswith(_ENDS_OF_SENTENCE[:2]) or (line.rstrip()[-1:] == "." and len(line.split()) > 2)


def _above_words(lines: Sequence[str], shown: Sequence[int], closing: int) -> Iterator[int]:
    """Yield the lines above the first sentence of a letter without salutation, as far as words follow them."""
    head = [index for index in shown if index < closing]
    for index in head[:-1]:
        yield index
        if lines[index].rstrip().endswith(_ENDS_OF_SENTENCE):
            return


def _date(line: str) -> DateValue | None:
    """Return the date that a line holds and nothing else but its label."""
    if len(line) > _MAX_LINE_CHARS or not has_digit(line):
        return None
    beside = re.search(_BEHIND_REFERENCE, line)
    if beside is not None:
        line = line[beside.end() :]
    if len(line.strip()) > _MAX_DATE_CHARS and _MAY_HAVE_MARKUP.search(line) is None:
        return None
    text = _plain(line)
    if len(text) > _MAX_DATE_CHARS or not has_digit(text):
        return None
    match = compiled_for(text, _LABEL).match(text)
    if match is not None and "date" in labels().get(fold(match[1]), ()):
        text = match[2]
    return parse_date(text) or _date_behind_place(text)


def _plain(line: str) -> str:
    """Return a line without mark-up, and without the white space around it."""
    if _MAY_HAVE_MARKUP.search(line) is None:
        return line.strip()
    from threadparse.lines.markup import plain  # with its patterns, for the few letters that need them

    return plain(line).strip()


def _date_behind_place(text: str) -> DateValue | None:
    """Return the date behind the place where a letter was written: "Lübeck, den 14. März", "Lisboa, 14 de março"."""
    place, comma, rest = text.partition(", ")
    if not comma:
        words = text.split()
        know = letterhead_words()
        at = next((at for at, word in enumerate(words) if word in know.before_date), 0)
        at = at or int(words[0].endswith(know.place_endings))
        place, rest = " ".join(words[:at]), " ".join(words[at:])
    named = place.istitle() and not has_digit(place)
    return parse_date(rest) if named and not rest[:1].isupper() else None


def _subject(lines: Sequence[str], shown: Sequence[int], date_line: int, greeting: int | None) -> str | None:
    """Return the subject line: labelled ("Re:", "Subject:"), or emphasised, or in capitals, near the salutation."""
    near = [index for index in shown if index > date_line and (greeting is None or index <= greeting)]
    if greeting is not None:
        near += [index for index in shown if index > greeting][:_SUBJECT_WITHIN]
    near = [index for index in near if len(lines[index]) <= _MAX_LINE_CHARS]
    for index in near:
        match = compiled_for(lines[index], _LABEL).match(lines[index])
        if match is not None and "subject" in labels().get(fold(match[1].strip("*_# ")), ()):
            return _words(match[2])
    return next((_words(lines[index]) for index in near if index != greeting and _is_heading(lines, index)), None)


def _is_heading(lines: Sequence[str], index: int) -> bool:
    """Tell whether a line stands alone between blank lines and is emphasised or in capitals."""
    if any(line.strip() for line in (*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2])):
        return False
    line = lines[index].strip()
    words = _words(line)
    emphasised = bool(re.match(_EMPHASIS, line)) and words != line and _plain(line) == words
    return len(words) > 3 and (emphasised or words.isupper()) and not words.endswith(",")


def _words(line: str) -> str:
    """Return the words of a line without mark-up."""
    return " ".join(_plain(line).replace("**", "").split())
