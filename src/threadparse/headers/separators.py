"""Find separators: "-----Original Message-----", "Forwarded by … on …", "Begin forwarded message:", underscores."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from threadparse.headers.header import Field, Header
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.headers.rule import Rule
from threadparse.lines.lines import FURNITURE, JOINED
from threadparse.locales.folding import INVISIBLE, compiled_for, squeeze
from threadparse.locales.letterheads import letterhead_words
from threadparse.locales.lexicon import separators
from threadparse.values.dates.read import scan_dates

__all__ = [
    "FENCES",
    "LoneSeparator",
    "Separator",
    "counts_mails",
    "is_caption",
    "is_heading",
    "is_set_aside",
    "read_separator",
    "separators_above",
    "set_captions_aside",
    "split_inline",
]

FENCES = ("```", "~~~")  # of code, in markdown (CommonMark §4.5)
_DECORATION = "-_=*>#~<>[]━─—–‐‑―+|"
_RULE = r"[ \t\xa0\ufeff]*([-_=*~─━═—–])(?:\1|[ \t]){2,}\s*$"
_DRAWN = r"([-=_])\1{2,}[ \t]*[^\W_][^\n]{0,60}?[ \t]*\1{3,}"
#: KMail's, in whatever language: ten dashes and two blanks on either side.
_KMAIL = r"\s*-{10} {2}[^\W_][^\n]{0,60}? {2}-{10}\s*"
_INLINE = re.compile(r"\s*(-{2,}[^-\n]{3,80}-{2,})[ \t\xa0]*(?=[^\s-])")
# RFC 4155, the address as Pipermail writes it too; as text, few texts have any.
_DIVIDER = (
    r"From \S+(?: at \S+)? {1,2}[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d(?::\d\d)? (?:\S{1,5} )?"
    r"[12]\d{3}(?: [+-]\d{4})?"
)
#: What Notes has in its banner in any language: the path of who forwarded, and when.
_NOTES_BANNER = (
    r" [^\W\d_]+/[^\W\d_][^/]{0,40}(?:/[^\W\d_]\S{0,40})? .{0,12}\d{1,4}[./-]\d{1,2}[./-]\d{1,4} .{0,12}\d\d[:.]\d\d"
)
_MAX_SEPARATOR_CHARS = 240
# Notes leaves blank lines below its banner; a mere rule must stand close to be a separator.
_MAX_BLANKS, _MAX_BLANKS_BELOW_RULE = 6, 1


class Separator(NamedTuple):
    """Hold what a separator line says.

    Attributes:
        kind: ``original``, ``forwarded``, ``end`` (of a forwarded message) or ``rule`` (a mere line).
        between: The text that stands in the separator, such as a name and a date, or an empty string.
    """

    kind: Literal["original", "forwarded", "end", "rule"]
    between: str


def read_separator(content: str) -> Separator | None:
    """Read a line as a separator.

    Args:
        content: A line, or a banner of two lines joined, without quote marks.

    Returns:
        What it says, or None if it is no separator.
    """
    return None if len(content) > _MAX_SEPARATOR_CHARS else _read(content)


@lru_cache(maxsize=64)
def _read(content: str) -> Separator | None:
    """Read a line that is not too long; the same separators come again and again, so the last ones are kept."""
    if "&" in content:
        from html import unescape

        content = unescape(content)  # QQ Mail leaves "--&nbsp;原始邮件&nbsp;--"
    stripped = content.strip(" \t\xa0\ufeff\r\f*_" if content.lstrip()[:1] in "*_" else " \t\xa0\ufeff\r\f")
    if compiled_for(content, _RULE).match(content):
        return Separator("rule", "")
    core = stripped.strip(_DECORATION + " \t\xa0")
    if not core or (not core[0].isalnum() and core[0] not in "\"'“„«<"):
        return None
    bare = content.strip()
    dashed = bare[:1] in _DECORATION or bare[-1:] in _DECORATION
    words = squeeze(core)
    table = separators()
    if dashed or " " in words or words in table["bare"]:
        kind = table["plain"].get(words)
        if kind is not None:
            return Separator(kind, "")
    if bare[:2] not in ("--", "==", "**", "__"):
        return None
    core = " ".join(core.translate(INVISIBLE).split()).rstrip(" :")
    found = _around(core, words, table["around"])
    if found is None and bare[:2] == bare[-2:] == "--" and re.search(_NOTES_BANNER, core):
        return Separator("forwarded", "")
    return found


def _around(core: str, words: str, table: dict[str, list[list[str]]]) -> Separator | None:
    """Read a separator with a name or a date between its words: the one with the most words fits best."""
    fitting = [
        (before, behind, kind)
        for before, behind, kind in (*table[""], *table.get(words[:1], ()))
        if words.startswith(before) and words.endswith(behind) and len(words) > len(before) + len(behind) + 1
    ]
    if not fitting:
        return None
    before, behind, kind = max(fitting, key=lambda row: len(row[0]) + len(row[1]))
    between = core[len(before) : len(core) - len(behind)] if behind else core[len(before) :]
    return Separator(kind, between.strip(" \t:,-"))


def split_inline(content: str) -> tuple[Separator, int] | None:
    """Read a separator with the first field behind it on the same line, as Yahoo's plain text has it.

    Returns:
        The separator and the column at which the rest of the line begins, or None.
    """
    match = _INLINE.match(content)
    if match is None:
        return None
    separator = read_separator(match[1])
    return None if separator is None or separator.kind == "rule" else (separator, match.end())


def separators_above(lines: LabelledLines, first: int, stop: int) -> Iterator[tuple[int, Separator]]:
    """Find the separators that stand directly above a header block, no more of them than are asked for.

    Args:
        lines: The lines of the text.
        first: First line of the block.
        stop: Lowest line that may belong to it.

    Yields:
        The line at which a separator begins, and the separator; the lowest first. A mere rule can only be the lowest.
    """
    found = False
    depth = lines.depths[first]
    while True:
        at = lines.above(first, stop, blanks=_MAX_BLANKS)
        if at is not None and lines.contents[at].strip().isdecimal():
            at = _above_page_number(lines, at, first, stop)
        if at is None or abs(lines.depths[at] - depth) > 1:
            return
        separator, begin = _ending_at(lines, at, stop)
        if separator is None and re.fullmatch(_KMAIL, lines.contents[at]):
            separator = Separator("forwarded", "")
        if separator is None and not found:
            separator, begin = _banner_above_letterhead(lines, at, stop)
        if separator is None and not found and at == first - 1 and _is_drawn(lines.contents[at]):
            separator = Separator("rule", "")  # whatever its words say, it belongs to what it stands on
        if separator is None or separator.kind == "end":
            return
        if separator.kind == "rule" and (found or not _is_near(lines, at, first)):
            return
        yield begin, separator
        found, first = True, begin


def _above_page_number(lines: LabelledLines, at: int, first: int, stop: int) -> int:
    """Return the line above a number at the foot of a page: a page ends there, or words of a separator end above."""
    above = lines.above(at, stop, blanks=_MAX_BLANKS)
    if above is None or lines.contents[first][:1] == "\f":
        return at if above is None else above
    separator = read_separator(lines.contents[above])
    return at if separator is None or separator.kind == "rule" else above


def _is_drawn(content: str) -> bool:
    """Tell whether a line is words between dashes, and no caption of a bundle, or parts the mails of a mailbox file."""
    if content[:5] == "From ":
        return re.fullmatch(_DIVIDER, content.rstrip()) is not None
    return re.fullmatch(_DRAWN, content.strip()) is not None and not is_caption(content)


def _is_near(lines: LabelledLines, rule: int, first: int) -> bool:
    """Tell whether a rule stands close above a block, or nothing but the end of a page between them."""
    return lines.above(first, rule, blanks=_MAX_BLANKS_BELOW_RULE) is not None or any(lines.furniture[rule + 1 : first])


def _banner_above_letterhead(lines: LabelledLines, at: int, stop: int) -> tuple[Separator | None, int]:
    """Return the banner above a letterhead: Notes prints the sender's company between "Forwarded by" and "From:"."""
    line = lines.contents[at].strip()
    if len(line) > 60 or line[-1:] in ",:;!?" or not line[:1].isalpha():
        return None, at
    above = lines.above(at, stop, blanks=_MAX_BLANKS)
    if above is None:
        return None, at
    separator, begin = _ending_at(lines, above, stop)
    return (separator, begin) if separator is not None and separator.between else (None, at)


def _ending_at(lines: LabelledLines, at: int, stop: int) -> tuple[Separator | None, int]:
    """Return the separator that ends at a line; Notes wraps "Forwarded by … on DATE ---" over up to three lines."""
    separator = read_separator(lines.contents[at])
    if (separator is not None and separator.kind != "rule") or not lines.contents[at].rstrip().endswith("--"):
        return separator, at
    begin = at
    while begin > stop and at - begin < 2 and (lines.furniture[begin - 1] == JOINED or not lines.blank(begin - 1)):
        begin -= 1
        if lines.contents[begin].lstrip().startswith("--"):
            joined = read_separator(" ".join(lines.contents[line].strip() for line in range(begin, at + 1)))
            if joined is not None and joined.kind != "rule":
                return joined, begin
    return separator, at


_BEFORE_SEPARATOR = " \t\xa0*"


class LoneSeparator(Rule):
    """A separator with words of its own and no block below: a message begins, its sender and date unknown."""

    name = "lone separator"

    def places(self) -> Sequence[int]:
        """Return the lines that begin with two marks of a separator."""
        contents = self.lines.contents
        return [at for at in self.lines.marked if contents[at].lstrip(_BEFORE_SEPARATOR)[:2] in ("--", "==", "__")]

    def read(self, at: int) -> Header | None:
        """Read the separator on a line, unless a header stands below."""
        separator = read_separator(self.lines.contents[at])
        if separator is None or separator.kind not in ("original", "forwarded"):
            return None
        below, following = self.lines.below(at), self.search.following
        if below is None or (following is not None and following.first <= below):
            return None
        header = Header("separator", at, at, self.lines.depths[at], forwarded=separator.kind == "forwarded")
        header.reasons = ("words of a separator",)
        label = self.lines.labels.get(below)  # one field is no block, but belongs to its separator
        if label is not None and label.value and (below + 1 >= len(self.lines) or self.lines.blank(below + 1)):
            header.fields = {label.fields[0]: Field(label.fields[0], label.value, below)}
            header.last, header.reasons = below, (*header.reasons, "a field")
        elif "@" in separator.between:
            header.fields = _people_between(separator.between, at)
        return header


def _people_between(between: str, at: int) -> dict[str, Field]:
    """Return the fields of the person, with an address, and of the date behind him that a separator names."""
    dates = scan_dates(between)
    start = dates[0].start if dates else len(between)
    fields = {"from": Field("from", between[:start].strip(), at)}
    if dates:
        fields["date"] = Field("date", between[start:].strip(), at)
    return fields


# Most mail has no caption, and compiling these patterns takes longer than reading it.
#: A word with a number or a letter: "Annex B", "Document No. 14 of 20".
_CAPTION = (
    r"[#*_\s]*([^\W\d_][^\W\d_ -]*(?:[ -](?!n[or]\b)[^\W\d_]+)?)\.? *(?:n[or°º]\.?|[№#:])? *"
    r"(?:(?:[A-Z][-.]?)?\d{1,4}[a-z]?|[A-Z])(?: ?(?:of|/) ?\d{1,4})?"
    r"(?:[\s,.:*_–—-]+[^\W\d_]{1,10}\.? ?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?)?[\s.:*_–—-]*"  # "Exhibit C, p. 4"
)


@cache
def _heading_pattern() -> re.Pattern[str]:
    """Match the start of a heading of markdown, or a line that opens or closes code."""
    return re.compile(r" {0,3}(?:#{1,6}[ \t]+\S|(?:```|~~~)[a-z]{0,16}\s*\Z)")


@cache
def _surname_first_pattern() -> re.Pattern[str]:
    """Match "Roe, Jane"."""
    return re.compile(r"[^\W\d][^,;:@]{0,40}, ?[^\W\d][^,;:@]{0,40}")


@cache
def _column_pattern() -> re.Pattern[str]:
    """Match a colon with the value in a column of its own behind it."""
    return re.compile(r":[*_]{0,2}(?: {4}|\t)[ \t]*\S")


#: debbugs captions a message so: "Message #10 received at 12345@bugs.example (full text, mbox, reply):".
_RECEIVED = r"([^\W\d_]{3,16}) #\d{1,4}(?: [^\W\d_]{1,12}){1,4} [^\s@()]{1,64}@[^\s@()]{1,200} \([^()]{1,60}\):\s*"
_BEFORE_TITLE = r":| [–—-] "
_ENUMERATOR = r"\s*\(?(?:\d{1,3}|[ivx]{1,5}|[a-z])\)\s*"
_COUNTED = r"([^\W\d_]{3,16}): 1\s*"  # Mailman captions the first mail of a digest so, below a rule
_DIGEST_RULE, _STARS = "-" * 30, "*" * 16  # below each mail of a Mailman digest; below its end
_FRAME = "==="  # around the caption of each mail in what a program exports
_NUMBERED_HEADING = r" {0,3}#{1,6}[ \t]+[*_]{0,2}(?:[A-Z]{1,3}[-. ]?)?\d{1,3}(?:\.\d{1,3}){0,3}[.:]?[*_]{0,2}\s*"
_MAX_CAPTION_CHARS, _MAX_INDENT_CHARS = 60, 120
_MAX_BLANKS_BELOW_CAPTION = 4


def is_heading(content: str) -> bool:
    """Tell whether a line is a heading of markdown, or opens or closes code (CommonMark 0.31 §4.2, §4.5).

    Args:
        content: A line without its quote marks.
    """
    return ("#" in content or "```" in content or "~~~" in content) and _heading_pattern().match(content) is not None


def set_captions_aside(lines: LabelledLines, headers: Sequence[Header]) -> None:
    """Mark the captions above headers as furniture, so that they do not end the message above.

    Args:
        lines: The lines of the text; its flags are changed.
        headers: Its headers.
    """
    stop = 0
    for place, header in enumerate(headers, 1):
        for at in _caption_lines(lines, header, stop, f"{place}."):
            lines.furniture[at] = FURNITURE
        stop = header.last + 1
    _set_last_rules_aside(lines, headers, stop)
    if headers and _DIGEST_RULE in lines.text and _STARS in lines.text:
        _set_ends_of_digests_aside(lines)


def _set_last_rules_aside(lines: LabelledLines, headers: Sequence[Header], stop: int) -> None:
    """Set the rules below the last mail aside if such stand above each, as in the log of a list or in a digest."""
    last = lines.above(len(lines), stop, blanks=len(lines)) if headers else None
    if last is None or not _is_rule(lines.contents[last]):
        return
    rule = lines.contents[last].strip()
    firsts = {header.first for header in headers}
    if any(lines.contents[at].strip() == rule and (at in firsts or lines.furniture[at]) for at in range(stop)):
        while last is not None and lines.contents[last].strip() == rule:
            lines.furniture[last] = FURNITURE
            last = lines.above(last, stop, blanks=_MAX_BLANKS)


def _set_ends_of_digests_aside(lines: LabelledLines) -> None:
    """Set aside what Mailman writes below the last mail of a digest: a rule, the list's foot, and its end, underlined.

    The foot has a rule and a subject of its own, or stands below the first rule.
    """
    contents = lines.contents
    rules = [at for at in lines.marked if contents[at].strip() == _DIGEST_RULE]
    for end in (at for at, content in enumerate(contents) if at and content[: len(_STARS)] == _STARS):
        title, underline = contents[end - 1].strip(), contents[end].strip()
        above = bisect(rules, end)
        if len(title) != len(underline) or underline.strip("*") or not above:
            continue
        below = lines.below(rules[above - 2]) if above > 1 else None
        footed = below is not None and below in lines.labels and lines.labels[below].fields[0] == "subject"
        for at in range(rules[above - 1 - footed], end + 1):
            lines.furniture[at] = FURNITURE


def _caption_lines(lines: LabelledLines, header: Header, stop: int, place: str) -> Iterator[int]:
    """Yield the lines of the captions above a header, its place in a list among them, and of the rules around them."""
    rules: list[int] = []
    captioned = False
    at = lines.above(header.first, stop, blanks=_MAX_BLANKS_BELOW_CAPTION)
    while at is not None:
        content = lines.contents[at]
        apart = at == stop or lines.blank(at - 1)
        if apart and (is_caption(content) or content.strip() == place or _is_owner(lines, header, content)):
            captioned = True
            yield at
        elif _is_rule(content):
            rules.append(at)
        else:
            break
        at = lines.above(at, stop, blanks=_MAX_BLANKS_BELOW_CAPTION)
    if captioned:
        yield from rules


def _is_owner(lines: LabelledLines, header: Header, content: str) -> bool:
    """Tell whether a line is the mailbox's name that Outlook prints above a mail: one of those in the columns."""
    name = content.strip(" \t*#_")
    if (
        "," not in name
        or not _surname_first_pattern().fullmatch(name)
        or not _column_pattern().search(lines.contents[header.first])
    ):
        return False
    people = [header.value("from") or "", *(header.value("to") or "").split(";")]
    return any(squeeze(name) == squeeze(person.partition("<")[0]) for person in people)


def is_set_aside(content: str) -> bool:
    """Tell whether a line may have been set aside as a caption or a rule around one.

    Args:
        content: A line without its quote marks.
    """
    return is_caption(content) or _is_rule(content)


def counts_mails(content: str) -> bool:
    """Tell whether a program captions mails so: the first one of a digest, one of a bug's log or of an export.

    Args:
        content: A line without its quote marks.
    """
    if _is_framed(content):
        return is_caption(content)
    return _is_captioned(_COUNTED, content) or ("@" in content and _is_captioned(_RECEIVED, content))


def _is_framed(content: str) -> bool:
    """Tell whether words stand between two rules on a line: "======== Message 1 of 3 ========"."""
    return content.startswith(_FRAME) and content.rstrip().endswith(_FRAME)


def _is_captioned(pattern: str, content: str) -> bool:
    """Tell whether a line is a caption of some form, and its word is known."""
    match = re.fullmatch(pattern, content) if len(content) <= _MAX_SEPARATOR_CHARS else None
    return match is not None and squeeze(match[1]) in letterhead_words().captions


def _is_rule(content: str) -> bool:
    """Tell whether a line is a mere rule."""
    separator = read_separator(content)
    return separator is not None and separator.kind == "rule"


def is_caption(content: str) -> bool:
    """Tell whether a line is a word for a paper of a bundle with its number or letter, or a number of a list alone.

    In bold, as a heading, a title may follow: "**Annex B: mails about the bridge**".

    Args:
        content: A line without its quote marks.
    """
    if _is_framed(content):
        content = content.strip(" =")
    if content.rstrip()[-1:] == ")" and re.fullmatch(_ENUMERATOR, content):
        return True
    if "#" in content[:4] and re.fullmatch(_NUMBERED_HEADING, content):
        return True
    if "@" in content:
        return _is_captioned(_RECEIVED, content)
    if content[:2] == "**" and content.rstrip()[-2:] == "**":
        content = compiled_for(content, _BEFORE_TITLE).split(content, maxsplit=1)[0]
    end = content.rstrip(" .:*_\t–—-")
    if len(content) > _MAX_CAPTION_CHARS + _MAX_INDENT_CHARS or not (
        end[-2:-1].isspace() or end[-1:].isdigit() or end[-2:-1].isdigit()
    ):
        return False
    match = compiled_for(content, _CAPTION).fullmatch(content)
    return match is not None and squeeze(match[1]) in letterhead_words().captions
