"""Split lines where a header is glued to other words; undo entities and literal line ends around headers.

Yahoo and some phones put no line end before their separator, or behind it. Such a line is cut in two; no character is
added.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import chain, islice, pairwise

from threadparse.headers.glued_prints import cut_printed_headers
from threadparse.headers.header import RECIPIENT_FIELDS
from threadparse.headers.labels import Label, label_columns, read_label
from threadparse.headers.layouts import ends_of_rows, is_whole_header, read_html_tables
from threadparse.headers.separators import read_separator
from threadparse.lines.lines import Lines, compact
from threadparse.locales.folding import compiled_for
from threadparse.values.dates.read import parse_date, scan_dates

__all__ = ["split_glued"]

_DASHES = re.compile(r"(?<=[^\s\-*_=~>|])[ \xa0]?(-{3,})(?= ?[^\W\d_])")
_BEHIND = r"[^<>:\r\n]{0,40}+(?:(?<=\d):\d[^<>:\r\n]{0,40}+){0,2}:(?:[ \xa0]{1,8}(?=[^\s>])|[ \xa0]{0,8}$)"
_BEHIND_ANGLE, _BEHIND_ROUND = re.compile(">" + _BEHIND, re.MULTILINE), r"(?m)\)" + _BEHIND
_TAG = re.compile("<(?:br|BR|/)")
_MARK_BEHIND = re.compile(r":[ \xa0]{0,8}(?=>[ \xa0]?[^\s>])")
_MAX_TRIES, _MAX_JOINED_LINES = 3, 400
_DRAWN = r"(?<=\S )(?:-{2,}|_{5,}|={5,})"
_MIN_FIELDS, _MIN_INDENT = 3, 8
_MAX_CAPTION_CHARS = 80
_MAX_WORDS_BEFORE_DATE = 4
_MAX_LINE_CHARS = 2_000
_SENTENCE_END = r"(?:[!?…]|(?<=[^\W\d_]{5})\.) (?=[^\W\d_])"  # "Prof." ends none


# Most mail has none of what these match: they are compiled on first use.
@cache
def _literal_end() -> re.Pattern[str]:
    """Match a line end that was written as letters, or as a tag of HTML."""
    return re.compile(r"(?:\\{1,2}r)?\\{1,2}n|(?i:<br ?/?>)")


@cache
def _marks() -> re.Pattern[str]:
    """Match quote marks."""
    return re.compile(r"(?:> ?)+")


@cache
def _joined_marks() -> re.Pattern[str]:
    """Match quote marks in the midst of a line."""
    return re.compile(r"(?<=\S) (?:> ?)+(?=\S)")


@cache
def _escaped_address() -> re.Pattern[str]:
    """Match an address in escaped brackets."""
    return re.compile(r"(?i)&(?:lt|#60|#x3c);[^\s&<>@]{1,80}@[^\s&<>@]{1,80}&(?:gt|#62|#x3e);")


@cache
def _escaped_marks() -> re.Pattern[str]:
    """Match escaped quote marks that open a line."""
    return re.compile(r"(?i)[ \t]{0,40}(?:&(?:gt|#62|#x3e); ?){1,40}")


_REFERENCES = ("&gt;", "&lt;", "&amp;", "&nbsp;", "&#")
_MIN_ESCAPED_LINES = 2
_TAG_AT_END, _MIN_ENDS = r"(?i)<br ?/?> ?\Z", 3

#: Where a line is cut: the column at which its first part ends, and that at which the next begins.
Cut = tuple[int, int]


def split_glued(lines: Lines) -> Lines:
    """Cut the lines in which a header follows other words, or words a header.

    Args:
        lines: The lines of a text.

    Returns:
        The lines, those that were cut as two or more; the same object where there is none.
    """
    text = lines.text  # of which one character is looked for many times as fast as two
    tagged = "<" in text and _TAG.search(text) is not None
    broken = tagged and ("<br" in text or "<BR" in text)
    if broken or ("\\" in text and "\\n" in text):
        lines = _split_literal_ends(lines)
    if ">" in text and " > " in text:
        lines = _split_joined_marks(lines)
    cuts = _find_cuts(lines)
    lines = _cut_lines(lines, cuts) if cuts else lines
    if tagged and "</tr>" in text and "<t" in text:
        lines = read_html_tables(_part_rows(lines))
    lines = _drop_tags_at_ends(lines) if broken else lines
    debris = ("&" in text and any(sign in text for sign in _REFERENCES)) or (tagged and "</" in text)
    return _read_html_debris(lines) if debris else lines


def _read_html_debris(lines: Lines) -> Lines:
    """Return the lines with fields, and quote marks where there are no others, free of what an export left of HTML."""
    from html import unescape

    from threadparse.lines.markup import without_tags

    marks = [_escaped_marks().match(content) if "&" in content else None for content in lines.contents]
    addressed = _escaped_address().search(lines.text) is not None
    escaped = addressed or (not lines.quoted and len(marks) - marks.count(None) >= _MIN_ESCAPED_LINES)
    whole = addressed and not any("<" in content for content in lines.contents)
    contents, depths = lines.contents.copy(), list(lines.depths)
    for at, (content, found) in enumerate(zip(lines.contents, marks, strict=True)):
        if found is not None and escaped:
            contents[at] = unescape(content[found.end() :])
            depths[at] += found[0].count(";")
        elif "&" in content or "</" in content:
            bare = unescape(without_tags(content))
            if (whole and "&" in content) or read_label(bare) is not None:
                contents[at] = bare
    highest = max(depths)
    return replace(lines, contents=contents, depths=compact(depths, highest), quoted=highest > 0)


def _drop_tags_at_ends(lines: Lines) -> Lines:
    """Return the lines without the tags that end them, if most of those that show something end so."""
    tag = re.compile(_TAG_AT_END)
    ends = [tag.search(content) if content[-1:] in "> " else None for content in lines.contents]
    shown = len(lines) - sum(map(str.isspace, lines.contents)) - lines.contents.count("")
    tags = len(ends) - ends.count(None)
    if tags < _MIN_ENDS or tags * 2 <= shown:
        return lines
    contents = [
        content[: end.start()].rstrip() if end else content for content, end in zip(lines.contents, ends, strict=True)
    ]
    return replace(lines, contents=contents)


def _part_rows(lines: Lines) -> Lines:
    """Cut the lines that hold all rows of an HTML table that is a header behind each of them."""
    cuts: dict[int, list[Cut]] = {}
    for at, content in enumerate(lines.contents):
        if "</tr>" in content and (ends := ends_of_rows(content)):
            cuts[at] = [(end, end) for end in ends]
    return _cut_lines(lines, cuts) if cuts else lines


def _split_literal_ends(lines: Lines) -> Lines:
    """Cut the lines that hold a header, and what stands for line ends: a backslash and an "n", or a tag."""
    from threadparse.lines.markup import without_tags  # with its patterns, for the few texts that need them

    cuts: dict[int, list[Cut]] = {}
    for at, content in enumerate(lines.contents):
        ends = list(_literal_end().finditer(content)) if "\\n" in content or "<" in content else []
        parts = list(map(without_tags, _literal_end().split(content))) if len(ends) >= _MIN_FIELDS - 1 else []
        if any(":" in part and _is_attribution(part) for part in parts) or is_whole_header(map(read_label, parts)):
            cuts[at] = [end.span() for end in ends]
    return _cut_lines(lines, cuts, literal=True) if cuts else lines


def _split_joined_marks(lines: Lines) -> Lines:
    """Cut the lines in which a converter joined quoted ones with their marks, where an attribution is among them."""
    cuts: dict[int, list[Cut]] = {}
    for at, content in enumerate(lines.contents):
        if "@" not in content or " > " not in content:
            continue
        marks = map(re.Match.start, _joined_marks().finditer(content))
        begins = [begin for begin in marks if not _in_brackets(content, begin)]
        parts = [content[begin:end].lstrip("> ") for begin, end in pairwise([0, *begins, len(content)])]
        wholes = chain(parts, map(" ".join, pairwise(parts))) if 0 < len(begins) < _MAX_JOINED_LINES else ()
        if any(":" in whole and _is_attribution(whole) for whole in wholes):
            cuts[at] = [(begin, begin + 1) for begin in begins]
    return _cut_lines(lines, cuts, marked=True) if cuts else lines


def _in_brackets(content: str, at: int) -> bool:
    """Tell whether a bracket that opened before a column has not closed there."""
    return content.rfind("<", 0, at) > content.rfind(">", 0, at)


def _find_cuts(lines: Lines) -> dict[int, list[Cut]]:
    """Return line index → where a line is to be cut; a few searches tell that most texts have no such line."""
    text = lines.text
    cuts: dict[int, list[Cut]] = {}
    if "-" in text and "---" in text:
        cuts.update(_cuts_by(_cut_at_dashes, lines.contents, "---"))
    addressed = "@" in text
    if addressed and (_BEHIND_ANGLE.search(text) is not None or re.search(_BEHIND_ROUND, text) is not None):
        cuts.update(_cuts_by(_cut_round_attribution, lines.contents, "@", ":"))
    if addressed and _MARK_BEHIND.search(text) is not None:
        cuts.update(_cuts_by(_cut_at_mark, lines.contents, "@", ">"))
    contents = lines.contents
    for at, behind in pairwise([*(at for at, content in enumerate(contents) if ":" in content), -1]):
        content = contents[at]
        found = _cut_at_fields(content) if content.count(":") >= _MIN_FIELDS else []
        if not found and behind == at + 1 and read_label(content) is None:
            found = _cut_above_fields(content, contents[behind])
        if not found and "@" in content:
            found = cut_printed_headers(content)
        if found and content.lstrip()[:2] != "--":
            cuts[at] = found
    return cuts


def _cuts_by(find: Callable[[str], list[Cut]], contents: list[str], rarest: str, *marks: str) -> dict[int, list[Cut]]:
    """Return line index → cuts for the lines that have all marks and in which something is found."""
    rare = [at for at, content in enumerate(contents) if rarest in content]
    places = (at for at in rare if all(mark in contents[at] for mark in marks))
    return {at: cuts for at in places if len(contents[at]) <= _MAX_LINE_CHARS and (cuts := find(contents[at]))}


def _cut_lines(lines: Lines, cuts: dict[int, list[Cut]], *, literal: bool = False, marked: bool = False) -> Lines:
    """Return the lines with those in ``cuts`` in parts.

    Behind literal line ends parts may have marks beside those of their line, in marked ones they have all their own.
    """
    starts, contents, depths = lines.starts[:0], list[str](), list[int]()
    for at, content in enumerate(lines.contents):
        begin, own = 0, lines.depths[at]
        offset = lines.end(at) - len(content) if at in cuts else 0
        for end, behind in [*cuts.get(at, ()), (len(content), 0)]:
            part, depth = content[begin:end], own
            if literal:
                part = part.replace(":\\t", ":\t", 1)
            if begin and (literal or marked) and (marks := _marks().match(part)) is not None:
                part, depth = part[marks.end() :], (0 if marked else own) + marks[0].count(">")
            elif begin and part[:1] == ">":  # the words below have marks as well, or lost them
                part, depth = part[1:].lstrip(" \xa0"), max(lines.depths[at : at + 2])
            starts.append(offset + begin if begin else lines.starts[at])
            contents.append(part)
            depths.append(depth)
            begin = behind
    highest = max(depths, default=0)
    return Lines(lines.text, starts, contents, compact(depths, highest), lines.quoted or highest > 0)


def _cut_at_fields(content: str) -> list[Cut]:
    """Cut where whole headers begin behind other words: "Thanks. From: … Sent: … To: … Subject: … From: … Sent: …"."""
    label = read_label(content)
    if (label and label.fields[0] != "from") or content[:_MIN_INDENT].isspace() or len(content) > _MAX_LINE_CHARS:
        return []
    columns = label_columns(content)
    senders = [place for place, (_, fields, _) in enumerate(columns) if fields[0] == "from"]
    if not senders or columns[0][0] < columns[senders[0]][0]:
        return []
    cuts: list[Cut] = []
    begin = 0
    for place, end in pairwise([*senders, len(columns)]):
        labels = (Label(fields, value.strip(), "") for _, fields, value in columns[place:end])
        if not is_whole_header(labels) or _is_enumeration([value for _, _, value in columns[place : end - 1]]):
            break
        at = columns[place][0]
        if any(map(str.isalnum, content[:at])):
            above = content[begin:at].rstrip()
            drawn = re.search(_DRAWN, above)
            separated = drawn is not None and read_separator(above[drawn.start() :]) is not None
            cuts += [(begin + drawn.start(),) * 2, (at, at)] if drawn and separated else [(at, at)]
        begin = at
    return cuts


def _is_enumeration(values: list[str]) -> bool:
    """Tell whether commas part the fields on a line: a sentence that says what a mail's header has."""
    return all(value.rstrip().endswith(",") for value in values)


def _cut_above_fields(content: str, below: str) -> list[Cut]:
    """Cut a line that begins with no label where a sender stands and another field below: a date, or people.

    "Annex 3 From: …"
    """
    label = read_label(below)
    if label is None:
        return []
    dated = label.fields[0] == "date"
    if not dated and not (label.fields[0] in RECIPIENT_FIELDS and "@" in content and "@" in label.value):
        return []
    at, fields, _ = next(iter(label_columns(content[:_MAX_CAPTION_CHARS])), (0, ("",), ""))
    found = fields[0] == "from" and content[at - 1 : at].isspace() and any(map(str.isalnum, content[:at]))
    return [(at, at)] if found and (not dated or parse_date(label.value) is not None) else []


def _cut_round_attribution(content: str) -> list[Cut]:
    """Cut round each attribution with an address that other words follow on the line, or go before."""
    cuts: list[int] = []
    for behind in islice(re.finditer("[>)]" + _BEHIND, content), _MAX_TRIES):
        begin = _beginning(content, behind.end(), cuts[-1] if cuts else 0)
        if begin is None:
            continue
        cuts += (begin, behind.end())
    return [(at, at) for at in dict.fromkeys(cuts) if 0 < at < len(content.rstrip(" \xa0-"))]


def _beginning(content: str, end: int, first: int) -> int | None:
    """Return the column, a first one or a later, at which the attribution begins that ends at a column, or None."""
    text = content[:end].rstrip()
    date = next((date for date in reversed(scan_dates(text)) if date.hour is not None), None)
    ends = compiled_for(text, _SENTENCE_END)
    sentence = list(ends.finditer(text[first : date.start if date is not None else 0]))
    begin = first + sentence[-1].end() if sentence else first
    if _is_attribution(text[begin:].strip()):
        return begin
    if date is None:
        return None
    begins = [
        at
        for at in range(begin, date.start + 1)
        if not text[at].isspace() and (at == begin or text[at - 1].isspace() or _meets_capital(text, at))
    ]
    for begin in begins[-_MAX_WORDS_BEFORE_DATE:]:
        if "." in text[begin : date.start]:
            continue  # "Yes, do. On Mon, 3 Mar": "do." is a weekday elsewhere
        if _is_attribution(text[begin:]):  # one in small letters goes on a sentence
            return None if text[begin].islower() and begin < date.start else begin
    return None


def _meets_capital(text: str, at: int) -> bool:
    """Tell whether a sentence or a word ends and a capital stands behind it, no blank between: "my iPhoneOn Mon"."""
    return text[at].isupper() and (text[at - 1] in ".!?" or text[at - 1].islower())


def _cut_at_dashes(content: str) -> list[Cut]:
    """Cut where a separator, or an attribution between dashes, begins behind other words."""
    for count, dashes in enumerate(_DASHES.finditer(content)):
        if count == _MAX_TRIES:
            break
        begin = dashes.start(1)
        rest = content[begin:]
        separator = read_separator(rest)
        separated = separator is not None and separator.kind in ("original", "forwarded")
        if separated or (rest.rstrip()[-1:] in ":-" and _is_attribution(rest)):
            return [(begin, begin)]
        closing = content.find(dashes[1], dashes.end())
        if closing > 0 and _is_attribution(content[begin : closing + len(dashes[1])]):
            return [(at, at) for at in (begin, closing + len(dashes[1]))]
    return []


def _cut_at_mark(content: str) -> list[Cut]:
    """Cut round an attribution with an address and a quote mark behind it ("wrote:> Hello")."""
    match = _MARK_BEHIND.search(content)
    begin = None if match is None else _beginning(content, match.end(), 0)
    return [(at, at) for at in (begin, match.end()) if at] if match is not None and begin is not None else []


def _is_attribution(text: str) -> bool:
    """Tell whether a text surely is an attribution, with a date."""
    from threadparse.headers.attribution_patterns import match_attribution

    found = match_attribution(text)
    return found is not None and found.sure and found.date is not None
