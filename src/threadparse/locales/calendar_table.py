"""Making ``built/calendar.json``, the calendar words of all locales in one table, from the locale files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from threadparse.locales.calendar import PERIODS, is_name, is_of_clock
from threadparse.locales.folding import fold_word
from threadparse.locales.lexicon import load_table

__all__ = ["compile_calendar"]

_Add = Callable[[str, str, str], None]
#: What counts in every language (``clock.json``), and its sense.
_OF_ALL = {"after_clock": "A", "after_date": "C", "ordinals": "O", "zones": "Z"}
_INTERNATIONAL = 60  # a form in more locales than this counts only where it begins like the locale's own name
_PART = re.compile(r"[^\W_]+(?:[^\s!-/:-@\[-`{-~’‘ʼ،]|[^\W_])*")
# What an attribution has between its date and its time, as long as it is no clause.
_JOINT = re.compile(r"\{date\}([^{}]{1,14})\{time\}")
_CLOCK_FIELDS = {"H": "h", "h": "h", "m": "n", "s": "s"}
_FIELD = re.compile(r"((?:'[^']*'|[^A-Za-z'])+)|([A-Za-z]+)")


def compile_calendar(records: list[dict[str, object]]) -> dict[str, object]:
    """Make the look-up table from the locale files.

    Args:
        records: The objects of ``data/<locale>.json``; those without ``calendar`` are passed over.

    Returns:
        ``locales`` (their codes), ``words`` (folded word to packed senses: kind, value, locales as two base-36 digits
        each), ``name_parts`` and ``other_parts`` (the words of phrases that name a month or day, and of all others),
        ``times`` (the words of a clock, sorted, so that those with a beginning stand together), ``heads`` (first part
        of every phrase to its longest number of parts), ``dotted`` (locales with a dot behind day or year),
        ``zone_ends`` (folded words that end the full name of a zone) and ``look_alikes`` (letters that a scan takes for
        others, as they stand in ``clock.json``).
    """
    senses: dict[tuple[str, str], set[str]] = {}
    widespread = _widespread(records)

    def add(form: str, sense: str, locale: str) -> None:
        for key in _keys(form):
            senses.setdefault((key, sense), set()).add(locale)

    for record in records:
        calendar = record.get("calendar")
        locale = str(record.get("locale"))
        if isinstance(calendar, dict):
            _add_locale(calendar, record.get("attributions") or [], locale, widespread, add)
    clock = load_table("clock")
    units = [(f"U{unit}", words) for unit, words in clock["units"].items()]
    for sense, forms in [*((sense, clock[kind]) for kind, sense in _OF_ALL.items()), *units]:
        for form in forms:
            add(form, sense, "")
    add("t", "F", "")  # ISO 8601 §4.3.2: date "T" time
    locales = sorted({code for where in senses.values() for code in where} - {""})
    found: dict[str, list[str]] = {}
    heads: dict[str, int] = {}
    for (key, sense), where in sorted(senses.items()):
        codes = sorted(where - {""})
        ids = "" if sense[0] in "AOZU" else "".join(_base36(locales.index(code)) for code in codes)
        found.setdefault(key, []).append(f"{sense:3}{ids}")
        parts = key.split(" ")
        if len(parts) > 1:
            heads[parts[0]] = max(heads.get(parts[0], 1), len(parts))
    words = {key: "|".join(packed) for key, packed in found.items()}
    of_names = _parts(key for key, packed in words.items() if is_name(packed))
    return {
        "locales": locales,
        "words": words,
        "heads": heads,
        "name_parts": sorted(of_names),
        "other_parts": sorted(_parts(words) - of_names),
        "times": sorted(key for key, packed in words.items() if is_of_clock(packed)),
        "dotted": {letter: _dotted(records, letter) for letter in "dy"},
        "zone_ends": sorted(map(fold_word, clock["zone_ends"])),
        "look_alikes": clock["look_alikes"],
    }


def _parts(keys: Iterable[str]) -> set[str]:
    """Return the words of those keys that are phrases: "de março" has two, "m03" has one."""
    return set(re.findall(r"[^\W\d_]+", "\n".join(key for key in keys if not key.isalpha())))


def _widespread(records: list[dict[str, object]]) -> set[str]:
    """Return the names that too many locales list: the collection gave some names of one language to nearly all."""
    seen: Counter[str] = Counter()
    for record in records:
        calendar = record.get("calendar")
        if isinstance(calendar, dict):
            seen.update({form for lists in (calendar["months"], calendar["days"]) for forms in lists for form in forms})
    return {form for form, count in seen.items() if count > _INTERNATIONAL}


def _add_locale(calendar: dict[str, Any], attributions: Any, locale: str, widespread: set[str], add: _Add) -> None:
    for kind, first, lists in (("M", 1, calendar["months"]), ("D", 0, calendar["days"])):
        _add_names(calendar, _Names(kind, first, lists), widespread, locale, add)
    _add_words(calendar, _add_periods(calendar, locale, add), locale, add)
    _add_patterns(calendar, locale, add)
    for row in attributions:
        _add_attribution(str(row.get("pattern", "")), locale, add)


class _Names(NamedTuple):
    """The names of the months or of the weekdays: the kind of the sense, the number of the first, the forms of each."""

    kind: str
    first: int
    lists: list[list[str]]


def _add_names(calendar: dict[str, Any], names: _Names, widespread: set[str], locale: str, add: _Add) -> None:
    """Add the names that are the locale's own, and its abbreviations as far as they begin one name only."""
    own = [
        [fold_word(form) for form in forms if form not in widespread] or [fold_word(forms[0])] for forms in names.lists
    ]
    for number, forms in enumerate(names.lists):
        for form in forms:
            native = form not in widespread or own[number][0].startswith(fold_word(form)[:3]) or form == forms[0]
            if native and not (names.kind == "M" and form[0].isdigit()):
                add(form, f"{names.kind}{number + names.first}", locale)
    for form in calendar.get("abbreviations_seen_in_mail", []):
        short = fold_word(form).strip(".")
        meant = {number for number, forms in enumerate(own) if any(name.startswith(short) for name in forms)}
        if len(meant) == 1:
            add(form, f"{names.kind}{meant.pop() + names.first}", locale)


def _add_periods(calendar: dict[str, Any], locale: str, add: _Add) -> set[str]:
    """Add the day periods and return their folded forms."""
    periods = set()
    for name, forms in calendar.get("day_periods", {}).items():
        for form in forms:
            # Narrow Latin forms ("a", "p", "d") are too short to tell from a word.
            if len(form.strip(".")) > 1 or not form.isascii():
                add(form, f"P{PERIODS.index(_period_class(name))}", locale)
                periods.add(fold_word(form))
    return periods


def _add_words(calendar: dict[str, Any], periods: set[str], locale: str, add: _Add) -> None:
    """Add the words between the parts of a date; those of one letter and a dot ("г.") also close one."""
    for form in calendar.get("words", []):
        if fold_word(form) not in periods:
            add(form, "F", locale)
        if len(form) == 2 and form[0].isalpha() and form[1] == ".":
            add(form, "C", locale)


def _add_attribution(pattern: str, locale: str, add: _Add) -> None:
    """Add the words before the date of an attribution line, and between its date and its time."""
    lead = re.search(r"(\S+)\s*\{date\}", pattern)
    if lead and "{" not in lead[1]:
        add(lead[1], "L", locale)
    joint = _JOINT.search(pattern)
    for word in joint[1].split() if joint else ():
        add(word, "F", locale)


def _add_patterns(calendar: dict[str, Any], locale: str, add: _Add) -> None:
    """Take the literal words of the CLDR patterns as glue, as units, and as words that close a date."""
    glue = [pattern.replace("{1}", " ").replace("{0}", " ") for pattern in calendar.get("datetime_glue", {}).values()]
    for pattern in [*calendar.get("date_formats", {}).values(), *calendar.get("time_formats", {}).values(), *glue]:
        parts = [(text.replace("'", ""), letters) for text, letters in _FIELD.findall(pattern)]
        for at, (literal, letters) in enumerate(parts):
            before = parts[at - 1] if at else ("", "")
            after = parts[at + 1] if at + 1 < len(parts) else ("", "")
            words = re.findall(_PART, literal)
            for word in words:
                add(word, "F", locale)
            if words and before[1][:1] in _CLOCK_FIELDS:
                add(words[0], f"U{_CLOCK_FIELDS[before[1][0]]}", locale)
            if len(words) == 1 and (after == ("", "") or literal.endswith(".") or after[0].startswith(".")):
                add(words[0], "C", locale)
            if letters.startswith("MMM"):
                _add_glued_months(calendar, before[0], after[0], locale, add)


def _add_glued_months(calendar: dict[str, Any], before: str, after: str, locale: str, add: _Add) -> None:
    """Letters glued to the month in the pattern make a form of its name (Hebrew ב, Basque -ren)."""
    head = "" if before[-1:].isspace() else before.rpartition(" ")[2]
    tail = "" if after[:1].isspace() else after.partition(" ")[0]
    head, tail = head if head.isalpha() else "", tail if tail.isalpha() else ""
    for number, forms in enumerate(calendar["months"] if head or tail else [], 1):
        for form in forms:
            add(f"{head}{form}{tail}", f"M{number}", locale)


def _dotted(records: list[dict[str, object]], letter: str) -> list[str]:
    """Return the locales that write a dot behind the day or year before a word ("23. listopada 2019.")."""
    dotted = []
    for record in records:
        calendar = record.get("calendar")
        if isinstance(calendar, dict) and re.search(rf"{letter}\.", calendar["date_formats"]["long"]):
            dotted.append(str(record["locale"]))
    return dotted


def _keys(form: str) -> set[str]:
    """Return the look-up keys of a form: dots and apostrophes join, blanks part; "a. m." may lose its blank too."""
    text = fold_word(form)
    spaced = " ".join("".join(re.findall(r"[^\s!-/:-@\[-`{-~’‘ʼ،]+", part)) for part in text.split())
    keys = {spaced} if spaced.strip() else set()
    if ". " in text.replace("\u202f", " ").replace("\u00a0", " "):
        keys.add(spaced.replace(" ", ""))
    return keys


def _period_class(name: str) -> str:
    if name in PERIODS:
        return name
    if name.startswith("morning"):
        return "am"
    return "pm" if name.startswith("afternoon") else name.rstrip("12")


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return digits[number // 36] + digits[number % 36]
