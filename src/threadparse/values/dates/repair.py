"""Mend what encodings and character recognition did to a date; imported only for a text that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from threadparse.lines.charsets import undo_misreading
from threadparse.locales.calendar import calendar_words
from threadparse.locales.folding import fold_word
from threadparse.locales.lexicon import load_table
from threadparse.values.dates.tokens import nearest_name

__all__ = ["blank_debris", "mended_values"]

_TABLE = load_table("misreadings")
_LETTERS = str.maketrans(_TABLE["letters"])
_FIGURES = str.maketrans({letter: figure for figure, letters in _TABLE["figures"].items() for letter in letters})
_LIKE = "".join(map(chr, _FIGURES))
# Four patterns as text: what mends a date does not look for debris, and hardly a mail has any.
_BLANKS = "|".join(row["pattern"] for row in _TABLE["before_period"])
_BEFORE_PERIOD = rf"(?<=\d)(?:{_BLANKS}){{1,10}}(?=(?:[AaPp]\.?\s{{0,10}}[Mm]|[πμ]\.?\s?μ)\b(?![\w.-]*@))"
_IN_PERIOD = rf"(?<=[^a-z][AaPpπμ]\.)(?:{_BLANKS}){{1,10}}(?=[Mmμ]\b)"  # Spanish "p.\u00a0m."
_BEHIND_PERIOD = rf"(?<=오[전후]|[上下]午|午[前後])(?:{_BLANKS}){{1,10}}(?=\d{{1,2}}[:시時点])"
_UNITS = "|".join(row["text"] for row in _TABLE["behind_figures"])
_NO_LETTERS = rf"(?:(?![^\W\d_\u00c0-\u00ff])(?:{_BLANKS})){{1,10}}"  # but those that bytes become
_BEFORE_UNIT = rf"(?<=\d){_NO_LETTERS}(?=(?:{_UNITS})(?![a-zа-я]))"  # "18 h 42", "2020 г."
_BEHIND_UNIT = rf"(?<=\sh){_NO_LETTERS}(?=\d\d(?!\d))"
# A period of the day in another language ("e pasdites"), which the calendar has to know.
_BEFORE_WORD = rf"(?<=:\d\d)(?:{_BLANKS}){{1,10}}(?=([^\W\d_]+)(?: ([^\W\d_]+))?)"
_YEAR = rf"(?=[{_LIKE} ]{{0,3}}\d)[\d{_LIKE} ]{{4}}"  # however misread: without one the rest is in vain
_CLOCK = r"\d{4}.*\d[:.]\d\d|\d[:.]\d\d.*\d{4}"  # a year and a time
_QUOTED = r"(?:=[0-9A-F]{2})+"  # RFC 2045 §6.7
_LOST_LETTER = r"(?<=[^\W\d_])[?\ufffd]{1,2}(?=[^\W\d_])"
# What leaves one reading only.
_SPACED_TIME = r"(?<![\d:;])(\d{1,2}) ?[:;] ?(\d\d)(?: ?([:;]) ?(\d\d))?(?!\d)"
_COMMA_IN_TIME = r"(?<![\d,])(\d{1,2}),(?=\d\d ?[AaPp]\.?[Mm])"
_LOST_COLON = r"(?<=\d{4} )(\d{1,2}) (?=\d\d ?[AaPp]\.?[Mm])"
_GLUED_TIME = r"(?<!\d)((?:19|20)\d\d)(?=\d{1,2}:\d\d(?!\d))"
_GLUED_WORDS = r"(?<=[a-z])(?=[A-Z][a-z]{2})"
_NOUGHT = r"(?<!\w)0(?=[a-z]{2})"  # "0ctober"
_GLUED_DAY = r"(?<!\w)(?<!\d )[A-Z][A-Za-z|]{2,8}[\d|]{1,4}(?!\w| \d{1,2}(?:,| \d{4}))"
_LETTERED = "".join(_TABLE["letters"])
_FIGURE_IN_NAME = rf"(?<!\w)(?=\w?[a-z]*[{_LETTERED}])(?=\w{{0,2}}[a-z])[A-Z{_LETTERED}][a-z{_LETTERED}]{{2,8}}(?!\w)"
_SPLIT_NAME = r"(?<!\w)([^\W\d_]{1,8})[ .]{1,2}([a-z]{1,8})(?!\w)"
_PERIOD = rf"(?<=\d) ?([AaPp])(?: [Mm]|{'|'.join(_TABLE['m'])}|\.?\Z)(?!\w)"
# What the weekday has to prove: letters read for figures, numbers in two pieces, and the end of "Oct 01 14:45:38 2010"
# with blanks lost or in the place of colons.
_MISREAD = (
    rf"(?<![^\W\d_])(?=[{_LIKE}]{{0,3}}\d)[\d{_LIKE}]{{1,4}}(?!\w)|(?<=[a-z][ .])[{_LIKE}]{{1,2}}(?=,? \d{{4}})"
    rf"|(?<!\w)[{_LIKE}]{{1,2}}(?=:[\d{_LIKE}]{{2}}(?!\w))"
)
_SPLIT_NUMBERS = (
    r"(?<= )(?:[12] (?=\d{3}\b)|(?:19|20) (?=\d\d\b)|(?:19|20)\d (?=\d\b))"  # a year before a time or the end
    r"(?=\d{1,3}(?:,? \d{1,2}:\d\d|\W*\Z))"
    r"|(?<=\d )[012] (?=\d:\d\d)"  # an hour
    r"|(?<=:)[0-5] (?=\d(?!\d))"  # a minute or second
    r"|(?<=[a-z][ .])[0-3] (?=\d(?:,| \d))"  # a day
)
_MARK_IN_TIME = (
    r"(?<!\d)(\d{1,2})(?:[-', ](\d\d)(?= ?[AaPp][Mm])|[-',](\d\d)(?=:\d\d(?!\d)))"
    r"|(?<=[^\d]\d\d:)(\d\d)[-',](\d\d)(?!\d)"
)
_CENTURY = r"(?<=[ ,])(?:1[0-8]|2[1-9])(\d\d)(?=,? \d{1,2}:|\W*\Z)"  # of which there is no mail
_TORN_END = r"(?<!\d)(\d{1,2}) ?(\d\d)[:;. ]?(\d\d)[:;. ]?(\d\d) ?((?:19|20)\d\d)\W*$"


def blank_debris(text: str) -> str:
    """Put blanks for what stands between a figure and AM, PM or a unit; the text stays as long as it is."""
    text = re.sub(_BEHIND_UNIT, _blanks, re.sub(_BEFORE_UNIT, _blanks, text))
    text = re.sub(_BEFORE_PERIOD, _blanks, re.sub(_IN_PERIOD, _blanks, text))
    text = re.sub(_BEFORE_WORD, _blanks_before_period, text)
    return text if text.isascii() else re.sub(_BEHIND_PERIOD, _blanks, text)


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _blanks_before_period(match: re.Match[str]) -> str:
    """Return blanks for what stands before the name of a period of the day."""
    words = [fold_word(word) for word in match.groups() if word]
    names = (calendar_words().get(" ".join(words[:size])) for size in (2, 1))
    return _blanks(match) if any(found is not None and found.periods for found in names) else match[0]


def mended_values(text: str) -> Iterator[tuple[str, bool]]:
    """Mend a header value that could be a date with year and time, in two steps.

    Args:
        text: The value.

    Yields:
        The value as mended, and whether only the named weekday can prove it. The first step parts and joins what has
        one reading only; it may leave the value as it is.
    """
    decoded = _decoded(text)
    if not re.search(_YEAR, decoded):
        return  # what looked like figures was an encoding
    mended = re.sub(_SPACED_TIME, _joined_time, re.sub(_COMMA_IN_TIME, r"\1:", re.sub(_NOUGHT, "O", decoded)))
    mended = re.sub(_GLUED_WORDS, " ", re.sub(_GLUED_TIME, r"\1 ", re.sub(_LOST_COLON, r"\1:", mended)))
    mended = re.sub(_FIGURE_IN_NAME, _lettered_name, re.sub(_GLUED_DAY, _parted_day, re.sub(_PERIOD, r" \1m", mended)))
    mended = re.sub(_SPLIT_NAME, _joined_name, mended)
    if re.search(_CLOCK, mended):
        yield mended, False
    guessed = re.sub(_FIGURE_IN_NAME, lambda match: match[0].translate(_LETTERS), mended)
    guessed = re.sub(_MISREAD, lambda match: match[0].translate(_FIGURES), guessed)
    guessed = re.sub(_CENTURY, r"20\1", re.sub(_SPLIT_NUMBERS, lambda match: match[0][:-1], guessed))
    guessed = re.sub(_MARK_IN_TIME, _marked_time, re.sub(_SPACED_TIME, _joined_time, guessed))
    guessed = re.sub(_TORN_END, r"\1 \2:\3:\4 \5", guessed)
    if re.search(_CLOCK, guessed):
        yield guessed, True


def _decoded(text: str) -> str:
    """Decode what a carrier left encoded or decoded wrongly ("M=E4rz", "aoÃ»t"), and put "x" for lost letters."""
    if "&" in text:
        from html import unescape

        text = unescape(text)
    if "=" in text:
        text = re.sub(_QUOTED, _unquoted, text)
    return re.sub(_LOST_LETTER, "x", text if text.isascii() else undo_misreading(text))


def _unquoted(match: re.Match[str]) -> str:
    data = bytes.fromhex(match[0].replace("=", ""))
    try:
        return data.decode()
    except UnicodeError:
        return data.decode("cp1252", "replace")


def _joined_time(match: re.Match[str]) -> str:
    second = f":{match[4]}" if match[3] else ""
    return f"{match[1]}:{match[2]}{second}"


def _marked_time(match: re.Match[str]) -> str:
    return ":".join(filter(None, match.groups()))


def _joined_name(match: re.Match[str]) -> str:
    """Join the pieces of a name of a month or weekday ("Se tember")."""
    whole = match[1] + match[2]
    apart = fold_word(match[1]) in calendar_words() and fold_word(match[2]) in calendar_words()
    named = not apart and (fold_word(whole) in calendar_words() or nearest_name(fold_word(whole)) is not None)
    return whole if named else match[0]


def _lettered_name(match: re.Match[str]) -> str:
    """Put letters for the figures in the name of a month or weekday ("Apri1", "Ju1y")."""
    name = match[0].translate(_LETTERS)
    return name if fold_word(name) in calendar_words() else match[0]


def _parted_day(match: re.Match[str]) -> str:
    """Part a day from the month that it is glued to, though a letter of the month was read as a figure ("AprI110")."""
    written = match[0]
    for at in range(len(written) - 1, max(2, len(written) - 3), -1):
        word = calendar_words().get(written[:at].casefold().translate(_LETTERS))
        day = written[at:].translate(_FIGURES)
        if word and word.months and day.isdecimal() and 0 < int(day) < 32:
            return f"{written[:at].casefold().translate(_LETTERS)} {day}"
    return written
