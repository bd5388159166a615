"""Match one line against the attribution patterns: what is left beside its date and its person must be fixed words.

The line's beginning and end are looked up in the table of all patterns; only where some pattern fits are dates looked
for. Its date is elastic: clock words and zones that the date scanner did not take in belong to it, and a preposition
that the scanner took in ("den 11/12/2025") can be a fixed word.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from threadparse.headers.attribution_dates import (
    DateRun,
    begins_with_particles,
    date_runs,
    partial_runs,
    redacted_runs,
    unfilled_runs,
)
from threadparse.lines.charsets import undo_misreading
from threadparse.locales.attribution_table import Skeleton, attribution_table, may_be_unfilled, unfilled
from threadparse.locales.folding import INVISIBLE, LOOSE, compiled_for
from threadparse.locales.letterheads import letterhead_words
from threadparse.locales.mailbox_words import mailbox_words
from threadparse.values.dates.prefilter import has_no_date_at_ends
from threadparse.values.dates.read import DateValue, parse_date, scan_dates
from threadparse.values.redactions import is_redacted

__all__ = [
    "Attribution",
    "FoldedLine",
    "fitting_skeletons",
    "fold_line",
    "inside_word",
    "is_account",
    "is_citation",
    "is_suffix",
    "match_attribution",
    "without_addresses",
]

# Outlook Express names the message behind the verb: "wrote in message news:abc@host...".
_MESSAGE_ID = r"\s(?:news:)?<?[^\s<>@]{1,200}@[^\s<>@]{1,200}>?\s?\.{3}$"
# Yahoo Groups names the group before the person: "--- In quay@groups.example, Jane Roe <jane@...> wrote:".
_GROUP = r"\A--- In [^\s@,]{1,100}@[^\s@,]{1,100}, "
# The Bat names the message behind the date: '[Quoting Jane, on 3 May, in "Tides"]'.
_SUBJECT = r'"[^"]{1,200}"\]$'
_MAX_BARE_CHARS = 80  # characters: room for a date and a name


class FoldedLine(NamedTuple):
    """Hold a line and its folded form, of equal length character by character.

    Attributes:
        text: The line in NFC, blanks single, nothing invisible.
        folded: The same, folded.
        begin: Where the first word begins.
        end: Where the last word ends.
    """

    text: str
    folded: str
    begin: int
    end: int

    def inner(self, skeleton: Skeleton) -> tuple[int, int]:
        """Return what stands between the prefix and the suffix; marks at an end without fixed words belong to it."""
        return (
            self.begin + len(skeleton.prefix) if skeleton.prefix else 0,
            self.end - len(skeleton.suffix) if skeleton.suffix else len(self.text),
        )


def fold_line(text: str) -> FoldedLine | None:
    """Make a candidate ready: single blanks, no citation, and its folded form.

    Args:
        text: Its lines, joined.

    Returns:
        The line; None if it has no word.
    """
    if not text.isascii():
        text = undo_misreading(text).translate(INVISIBLE)
    if "=?" in text:
        from threadparse.values.encoded_words import decode_words

        text = decode_words(text, quote=True)
    text = " ".join(text.split())
    if "<" in text and _may_cite(text):
        text = _without_citation(text)
    if text.endswith("..."):
        text = re.sub(_MESSAGE_ID, "", text)
    elif text.startswith("--- In "):
        text = re.sub(_GROUP, "--- ", text)
    elif text.startswith("[") and text.endswith('"]'):
        text = re.sub(_SUBJECT, "]", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    folded = _fold_each(text).replace(_LOST_LETTER, "?")
    end = len(folded.rstrip(LOOSE))
    begin = len(folded) - len(folded.lstrip(LOOSE))
    return FoldedLine(text, folded, begin, end) if begin < end else None


def is_citation(text: str) -> bool:
    """Tell whether a line only cites the message that is answered: "In article <…>,", with the person on the next.

    Args:
        text: The line.
    """
    return _may_cite(text) and re.fullmatch(letterhead_words().cited, text.strip()) is not None


def _may_cite(text: str) -> bool:
    """Tell whether a word that goes with an id stands before a bracket; before most of them stands a name."""
    last = letterhead_words().cited_last
    words = (part[-_MAX_BARE_CHARS:].split() for part in text.split("<")[:-1])
    return any(before[-1].lower() in last for before in words if before)


def is_suffix(text: str) -> bool:
    """Tell whether a text is the fixed words with which some pattern ends, and nothing else.

    Args:
        text: The text.
    """
    return _fold_each(" ".join(text.split())).strip(LOOSE) in attribution_table().suffixes


def _without_citation(text: str) -> str:
    """Return a line without the id of the message that it cites: "In message <…>, Jane Roe writes:"."""
    cited = re.search(letterhead_words().cited, text)
    if cited is None:
        return text
    if not any(map(str.isalpha, text[cited.end() :])):  # Outlook Express cites so as well, with dots behind
        return f"{text[: cited.start()].rstrip()}:" if text.endswith(":") else text
    return f"{text[: cited.start()]} {text[cited.end() :]}".strip("> ")


def _fold_each(text: str) -> str:
    """Fold without changing the length; a character that would become several stays as its first one."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    if len(folded) == len(text):
        return folded
    return "".join(unicodedata.normalize("NFKC", letter).casefold()[:1] or letter for letter in text)


def fitting_skeletons(line: FoldedLine, *, dated: bool) -> list[Skeleton]:
    """Return the skeletons whose prefix and suffix the line has, and whose middle it has in it; the longest first.

    Args:
        line: The line.
        dated: Whether it may hold a date; else only skeletons of a person alone are looked for. Without any words, a
            date must stand at one end of a line that is short, or has an address.
    """
    table = attribution_table()
    folded, begin, end = line.folded, line.begin, line.end
    openings = [folded[begin : begin + size] for size in table.prefix_lengths.get(folded[begin], ())]
    sizes = (size for size in table.suffix_lengths.get(folded[end - 1], ()) if begin + size <= end)
    # The fixed words at both ends are whole words, and not "on" in "once".
    prefixes = [part for part in openings if part in table.by_ends and not inside_word(folded, begin + len(part))]
    suffixes = [part for size in sizes if (part := folded[end - size : end]) in table.suffixes]
    glued = {part for part in suffixes if inside_word(folded, end - len(part))}
    found = [
        row
        for row in _around((*prefixes, ""), (*suffixes, ""))
        if (dated or row.order == "P")
        and row.middle in folded
        and (row.glued or row.suffix not in glued)
        and begin + len(row.prefix) + len(row.suffix) <= end
    ]
    if not dated:
        return found
    inside = _fitting_inside(line)
    if inside:
        found = sorted(found + inside, key=_length)
    short = len(line.text) <= _MAX_BARE_CHARS or "@" in line.text
    return found + table.inner[""] if short and not has_no_date_at_ends(line.text) else found


@lru_cache(maxsize=64)  # the attributions of most mail begin and end alike
def _around(prefixes: tuple[str, ...], suffixes: tuple[str, ...]) -> list[Skeleton]:
    """Return the skeletons with one of the words at each end, those with the most words first."""
    table = attribution_table()
    pairs = ((prefix, suffix) for prefix in prefixes for suffix in suffixes if suffix in table.by_ends[prefix])
    return sorted((row for pair in pairs for row in table.between(*pair)), key=_length)


def _fitting_inside(line: FoldedLine) -> list[Skeleton]:
    """Return the skeletons without words at their ends whose middle is a word of the line, the longest first."""
    table = attribution_table()
    spaced = f"{line.folded} {line.folded.replace(',', ' ')}" if "," in line.folded else line.folded
    words = table.inner.keys() & set(spaced.split(" ")) - {""}  # a comma may stand behind the verb
    found = [row for word in words for row in table.inner[word] if f" {row.middle} " in spaced]
    if not line.folded.isascii():
        found += (row for row in table.inner_beyond if row.middle in line.folded)
    return sorted(found, key=lambda row: (-len(row.middle), row))


def inside_word(folded: str, at: int) -> bool:
    """Tell whether a cut lies between two ASCII letters; other scripts join words without blanks.

    Args:
        folded: The folded text.
        at: Where it is cut.
    """
    around = folded[max(0, at - 1) : at + 1]
    return len(around) > 1 and around.isalpha() and around.isascii()


_ADDRESS = r"[<(\[＜]?\s*(?:<?mailto:)?[^\s<>()\[\]＜＞]+@[^\s<>()\[\]＜＞]+(?:\s*[>\])＞]){0,3}"
_FULL_ADDRESS = r"[^\s<>@]+@[^\s<>@]+\.[^\W\d]{2,}"
# What a release leaves of an address it blacked out, of its bracket perhaps a half: "<", "<1", '" " < >'.
_BLANKED = r'["“” ]*<.?\s*>?'
_NAME_BEHIND = r"\A\s?\([^\W\d_][^()@<>]{0,60}\)"  # "jane@x.org (Jane Roe)": RFC 822 §3.4.3
_NAME_STOPS = re.compile(r"[!?;:]|(?<!\b\w)\. [a-z]")  # not the dot of "J. van Dam"
_MAX_INITIAL_CHARS = 2
_TRIM = " \t,;:.،，、；：﹕∶៖՝·–—-−*_|~=/"
_RULE = "---"
# In the place of a name, perhaps of its address too; three are emphasis.
_BLACKED_OUT = r"(?<=[^\s:>*_] )(?:\*{4,}|_{4,})(?: <(?:\*{4,}|_{4,})>)?(?=[\s:,])"
_DIGIT = re.compile(r"\d")
_NO_NAME = r"#|\]: |=\Z"  # "Comment #3 from", a program in a log (RFC 3164 §4.1.3), "to=<jane@x.org>"
_AT_ADDRESS = r" at (?=[^\s@<>]+@[^\s@<>]+\Z)"  # Entourage: "Jane Roe at jane@x.org"
_OPEN, _CLOSE = "([{", ")]}"
_LOST_LETTER = "\ufffd"
_MAX_PERSON_WORDS, _MAX_PRONOUN_CHARS = 8, 10


def without_addresses(text: str) -> str:
    """Return a text without the addresses in it and their brackets.

    Args:
        text: What stands for a person.
    """
    return compiled_for(text, _ADDRESS).sub("", text)


class Attribution(NamedTuple):
    """An attribution line as read.

    Attributes:
        sender: Name and address as written; None where the pattern has none.
        date: The date run, or None.
        sure: It names a date or an address, and has words of its own; otherwise a quotation must follow.
        words: How many characters of it are fixed words of a pattern.
        ended: The pattern ends with a colon or a like mark.
    """

    sender: str | None
    date: DateValue | None
    sure: bool
    words: int
    ended: bool


@lru_cache(maxsize=1024)  # a chain repeats its attributions, and the lines of each are tried in several ways
def match_attribution(text: str) -> Attribution | None:
    """Read a line as an attribution.

    Args:
        text: The lines of a candidate, joined.

    Returns:
        What it says, or None if no pattern of any client fits.
    """
    hidden = re.search(_BLACKED_OUT, text) if "****" in text or "____" in text else None
    if hidden is None:
        return _match(text)
    bar = "\u2588" * len(hidden[0])  # stars and underscores are no words for the patterns, a bar is
    found = _match(text.replace(hidden[0], bar, 1))
    return found._replace(sender=found.sender.replace(bar, hidden[0])) if found is not None and found.sender else found


def _match(text: str) -> Attribution | None:
    """Return what a candidate says, every name in it standing in words or bars."""
    line = fold_line(text)
    if line is None:
        return None
    gaps = unfilled_runs(line.text) if may_be_unfilled(line.folded) else []
    found = _match_folded(line, gaps)
    return _without_unfilled(found) if gaps and found is not None else found


def _match_folded(line: FoldedLine, gaps: list[DateRun]) -> Attribution | None:
    """Return what the first pattern says that fits: round a whole date, else round part of one, else without any."""
    digits = _DIGIT.search(line.text) is not None
    hidden = redacted_runs(line.text) if "[" in line.text or "\u2588" in line.text else []
    skeletons = fitting_skeletons(line, dated=digits or bool(gaps or hidden))
    if not skeletons:
        return None
    dates = digits and any("D" in row.order for row in skeletons)
    runs = date_runs(line.text) if dates else []
    if dates and not runs and skeletons[0].prefix:
        runs = date_runs(_without_prefix(line, skeletons[0]))
    found = _first_dated(runs or gaps, line, skeletons)
    if found is not None or runs:
        return found
    if digits or "," in line.text:
        rows = skeletons if dates else fitting_skeletons(line, dated=True)
        found = _first_dated(partial_runs(line.text), line, [row for row in rows if "P" in row.order != "P"])
    return found or _match_undated(line, skeletons, hidden)


def _match_undated(line: FoldedLine, skeletons: list[Skeleton], hidden: list[DateRun]) -> Attribution | None:
    """Return what the first pattern of a person alone says, or one round a mark that stands for the date."""
    persons = (_without_date(line, skeleton) for skeleton in skeletons if skeleton.order == "P")
    found = next((person for person in persons if person is not None), None)
    if hidden and (found is None or (found.sender and not is_redacted(found.sender))):
        return _first_dated(hidden, line, [row for row in skeletons if _begins_with_date(row)]) or found
    return found


def _first_dated(runs: list[DateRun], line: FoldedLine, skeletons: list[Skeleton]) -> Attribution | None:
    """Return the first pattern that fits round one of the dates."""
    tried = (_with_date(line, run, skeleton) for run in runs for skeleton in skeletons)
    return next((found for found in tried if found is not None), None)


def _begins_with_date(skeleton: Skeleton) -> bool:
    """Tell whether a pattern has words before its date, and the person behind it: a mark there stands for the date."""
    return skeleton.order == "DP" and skeleton.prefix != ""


def _length(skeleton: Skeleton) -> int:
    """Sort the skeletons with the most words to the top."""
    return -skeleton.length


def _without_unfilled(found: Attribution) -> Attribution:
    """Return an attribution without what its client failed to fill in, which names nobody."""
    sender, gaps = unfilled().subn("", found.sender or "")
    return found._replace(sender=(sender.strip(_TRIM + "<>()") if gaps else sender) or None)


def _without_prefix(line: FoldedLine, skeleton: Skeleton) -> str:
    """Return the line with blanks for its prefix, which may be glued to the date ("ב-1 בינו׳ 2020")."""
    opening, _ = line.inner(skeleton)
    rest = line.text[opening:].lstrip(LOOSE)
    return " " * (len(line.text) - len(rest)) + rest


def _with_date(line: FoldedLine, run: DateRun, skeleton: Skeleton) -> Attribution | None:
    """Try a pattern that holds a date: date then person, person then date, date alone."""
    opening, closing = line.inner(skeleton)
    if run.date is None and not skeleton.length:
        return None
    if skeleton.clock:
        apart = _clock_apart(line, run, skeleton, closing)
        if apart is None:
            return None
        run, closing = apart
    if skeleton.order == "D":
        return _date_alone(line, run, skeleton, opening, closing)
    persons = _persons_behind if skeleton.order == "DP" else _persons_before
    person = next((found for found in persons(line, run, skeleton, opening, closing) if found is not None), None)
    return _person_and_date(person, run, skeleton) if person is not None else None


def _date_alone(line: FoldedLine, run: DateRun, skeleton: Skeleton, opening: int, closing: int) -> Attribution | None:
    """Try a pattern that holds a date and no person."""
    if not (run.opens_at(line.text, opening) and run.closes_at(line.text, closing)):
        return None
    framed = bool(skeleton.prefix and skeleton.suffix)  # "23.04.2019 tarihinde:" opens a list as well
    return _dated(None, run, skeleton, sure=framed and skeleton.telling and run.date is not None)


def _persons_behind(
    line: FoldedLine, run: DateRun, skeleton: Skeleton, opening: int, closing: int
) -> Iterator[str | None]:
    """Yield the person behind the date for each place where the date may end."""
    if skeleton.order == "DP" and run.opens_at(line.text, opening):
        for end in run.ends if skeleton.middle else (run.clock_end,):
            yield _behind(line, end, closing, skeleton)


def _persons_before(
    line: FoldedLine, run: DateRun, skeleton: Skeleton, opening: int, closing: int
) -> Iterator[str | None]:
    """Yield the person before the date for each place where the date may begin."""
    if skeleton.order == "PD" and run.closes_at(line.text, closing):
        for start in run.starts:
            yield _before(line, opening, start, skeleton)


def _clock_apart(line: FoldedLine, run: DateRun, skeleton: Skeleton, closing: int) -> tuple[DateRun, int] | None:
    """Return the run with a time that has words of its own, and where those begin ("hett Jane Klock 16.48")."""
    if run.date is None:
        return None
    at = line.folded.rfind(f" {skeleton.clock} ", run.date.end, closing)
    time = line.text[at + len(skeleton.clock) + 2 : closing]
    date = parse_date(f"{run.date.raw} {time}") if at >= 0 else None
    return (replace(run, date=date), at) if date is not None and date.hour is not None else None


def _behind(line: FoldedLine, start: int, stop: int, skeleton: Skeleton) -> str | None:
    """Return the person behind the date and the middle words."""
    start = _skip(line.text, start, LOOSE if skeleton.middle else _TRIM + ")]")
    if start > stop or not line.folded.startswith(skeleton.middle, start):
        return None
    if skeleton.middle and begins_with_particles(line.text, start):
        return None  # "van" is of the name, not "{date} van {address}"
    begin = start + len(skeleton.middle)
    if skeleton.middle and not skeleton.glued and inside_word(line.folded, begin):
        return None
    return _person(line.text[begin:stop]) if begin <= stop else None


def _before(line: FoldedLine, start: int, stop: int, skeleton: Skeleton) -> str | None:
    """Return the person before the middle words and the date."""
    stop = start + len(line.text[start:stop].rstrip(LOOSE))
    opened = line.text.count("(", start, stop) > line.text.count(")", start, stop)
    if opened and not skeleton.middle and line.text.startswith(")", stop):
        stop += 1  # "Jane Roe (Help Desk), 3 May"
    if not line.folded[start:stop].endswith(skeleton.middle):
        return None
    end = stop - len(skeleton.middle)
    if skeleton.middle and not skeleton.glued and inside_word(line.folded, end):
        return None
    return _person(line.text[start:end])


def _skip(text: str, at: int, marks: str) -> int:
    return at + len(text[at:]) - len(text[at:].lstrip(marks))


def _person_and_date(person: str, run: DateRun, skeleton: Skeleton) -> Attribution | None:
    """Return an attribution of a date and a person; one without words needs a time, and an address or a quotation."""
    if skeleton.length:
        if not person and not (skeleton.suffix or skeleton.middle):
            return None
        told = run.date is not None and (skeleton.telling or not person)
        return _dated(person, run, skeleton, sure="@" in person or told)
    particles = mailbox_words().particles
    named = is_redacted(person) or all(not word[0].islower() or word in particles for word in person.split())
    named = named or is_account(person)
    addressed = bool(re.search(_FULL_ADDRESS, person))
    if not person or not (addressed or (named and run.timed)):
        return None
    return _dated(person, run, skeleton, sure=addressed and run.timed)


def is_account(text: str) -> bool:
    """Tell whether a text is one word with a figure or a line in it, as people name their accounts: "jane_roe".

    Args:
        text: What stands where a name is looked for.
    """
    return not text.isalpha() and text.replace("-", "_").isidentifier()


def _dated(person: str | None, run: DateRun, skeleton: Skeleton, *, sure: bool) -> Attribution | None:
    if not skeleton.length and not person and not run.timed:
        return None
    return Attribution(person, run.date, sure, skeleton.length, skeleton.ended)


def _without_date(line: FoldedLine, skeleton: Skeleton) -> Attribution | None:
    """Try a pattern that holds only a person; a verb must be there, and an address or a quotation."""
    if not skeleton.length:
        return None
    opening, closing = line.inner(skeleton)
    person = _person(_without_phrase(line.text[opening:closing]))
    if not person or ("@" not in person and scan_dates(person)):
        return None
    if _is_blank_frame(_fold_each(person), skeleton.suffix):
        return Attribution(None, None, False, skeleton.length, skeleton.ended)
    parts = person.split()
    if len(parts) > 1 and "@" not in person and parts[0].lower() in letterhead_words().comparing:
        return None
    if not skeleton.ended and "@" not in person and len(parts) > 1 and any(part[0].islower() for part in parts):
        return None  # "as Jane wrote", without a colon, is a sentence that a quotation goes on with
    ruled = line.text.startswith(_RULE) and line.text.endswith(_RULE)  # "-----Jane Roe wrote: -----"
    addressed = compiled_for(person, _ADDRESS).search(person) is not None
    return Attribution(person, None, ruled or addressed, skeleton.length, skeleton.ended)


def _is_blank_frame(opening: str, closing: str) -> bool:
    """Tell whether these are the fixed words of one pattern, and date and person were taken out ("On , wrote:")."""
    table = attribution_table()
    endings = table.by_ends.get(opening, {})
    return closing in endings or ("" in endings and any(row.middle == closing for row in table.between(opening, "")))


def _person(text: str) -> str | None:
    """Return the name and address between fixed words; None if it can be no person.

    Empty where they were taken out, or a word stands there that names nobody.
    """
    text = _without_brackets(_trimmed(text))
    if not text.strip(LOOSE) or (compiled_for(text, _BLANKED).fullmatch(text) and not is_redacted(text)):
        return ""
    last = text[-_MAX_PRONOUN_CHARS:].split()[-1]
    if last.casefold() in letterhead_words().pronouns and (last == text or text[-len(last) - 2] in ".!?"):
        return "" if last == text else None  # "He wrote:"; "Fine. You wrote:"
    told = attribution_table().verbs.isdisjoint(text.split())  # else a pattern took its verb for a part of the name
    return text if told and _is_person(text) else None


def _trimmed(written: str) -> str:
    """Return what stands for a person without what an attribution sets around it."""
    text = written.strip(_TRIM).rstrip("([{").lstrip(")]}").strip(_TRIM)
    if " at " in text and text[-1:].isalpha():
        text = re.sub(_AT_ADDRESS, " ", text)
    if text and f"{text}." in written and len(text.split()[-1]) <= _MAX_INITIAL_CHARS:
        text += "."  # "Jane R.", "John Roe Jr."
    return _without_place(text) if text[:1] == "(" else text


def _without_brackets(text: str) -> str:
    """Return a text without brackets around it, or one at an end that has no other."""
    if text[:1] in _OPEN and text[-1:] in _CLOSE and not is_redacted(text):
        return text[1:-1]
    if text[:1] in _OPEN and not any(close in text for close in _CLOSE):
        return text[1:]
    return text[:-1] if text[-1:] in _CLOSE and not any(mark in text for mark in _OPEN) else text


def _without_phrase(text: str) -> str:
    """Return what stands behind words that are no name: "Dopo dura riflessione, Jane" (MesNews 1.08)."""
    phrase, comma, name = text.partition(",")
    words = phrase.split()
    return name if comma and len(words) > 2 and all(word.islower() for word in words[1:]) else text


def _without_place(text: str) -> str:
    """Return what stands behind the name of a zone: "(Europe/Berlin) - Jane Roe"."""
    place, closed, rest = text[1:].partition(")")
    area, slash, city = place.partition("/")
    named = closed and slash and area.isalpha() and city.replace("_", "").isalpha()
    return rest.lstrip(_TRIM) if named and rest.strip(_TRIM) else text


def _is_person(text: str) -> bool:
    """Tell whether a text between the words of an attribution can be a name, an address, or a redaction."""
    if len(text) > 200 or "://" in text:  # a link, or the address of a process in a log
        return False
    addresses = list(compiled_for(text, _ADDRESS).finditer(text))
    if addresses:
        behind = re.sub(_NAME_BEHIND, "", text[addresses[-1].end() :]).strip(LOOSE + "<>＞")
        before = text[: addresses[-1].start()]
        return not behind and re.search(_NO_NAME, before) is None and len(before.split()) <= _MAX_PERSON_WORDS + 2
    if is_redacted(text):
        return True
    return (
        len(text.split()) <= _MAX_PERSON_WORDS
        and not _NAME_STOPS.search(text)
        and any(letter.isalpha() for letter in text)
    )
