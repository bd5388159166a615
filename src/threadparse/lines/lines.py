"""Lines of a text: where each begins and ends, its quote depth, and its content without the quote marks.

Lines end at CR LF, LF or CR only. ``str.splitlines`` also cuts at form feeds, U+0085 and U+2028, and then offsets no
longer agree with other tools (a form feed is a page break inside PDF text, not a line end).
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate, chain, pairwise, repeat
from operator import add, sub

from threadparse.lines.caches import cached_if_short

__all__ = [
    "FURNITURE",
    "JOINED",
    "Lines",
    "compact",
    "cut_lines",
    "drop_double_spacing",
    "read_other_marks",
    "strip_marks",
]

# Patterns that most mail does not ask for are texts, compiled with the first line that may match.
_LINE_END = r"(\r\n?|\n)"
# RFC 3676 §4.5: quote marks open a line; clients put blanks before, between and after them,
# and the text of a page begins behind a form feed.
_MARKS = re.compile(r"[ \t\xa0\f]{0,40}>[> \t\xa0]*")
#: The first mark of a line has nothing but blanks before it; the bracket that closes an address has a letter.
_FIRST_MARK = re.compile(r">(?<![^ \t\xa0\f\r\n]>)")
#: What a scan makes of ">>", in a text with other quote marks.
_LIGATURES = r"\A[> \t\xa0]{0,40}»[>» \t\xa0]{0,40}"
#: Marks stand within so many columns; longer runs of them are not kept in memory.
_WITHIN, _MAX_CACHED_CHARS = 41, 100
_BEFORE_WORDS = "> \t\xa0\f"
_ONE_MARK = r"[ \t\xa0\f]*>[ \xa0]?"
# Groupwise writes an attribution between such marks: ">>> Jane Roe <jane@x.org> 1/1/2001 1:00 PM >>>".
# Later ones cite the message: ">>> On 1/1/2001 at 1:00 PM, in message <461CFB5E.3A1:102:33>, Jane Roe wrote:".
# Further marks before it quote it.
# Its name may be wrapped behind the id; or the id stands at the end, on a line of its own:
# ">>> Jane Roe <jane@x.org> schrieb am 01.01.2001 um 13:00 in Nachricht" and "<461CFB5E.3A1:102:33>:".
_GROUPWISE = (
    r"\f?((?:> ?){0,40}?)>>> ?[^>\s]"
    r"(?:[^\r\n]* >>>|[^\r\n<]*<[^<>\s]{3,120}>, [^\r\n]{1,200}:"
    r"|[^\r\n<]*\d[^\r\n<]*<[^<>\s]{3,120}>, [^\r\n<@:]{2,80}"
    r"|[^\r\n<]*<[^<>\s]{3,120}> [^\r\n<>]{1,80}\d\d[:.]\d\d(?: [^\W\d_]{1,16}){1,3})\s*$"
)
# Supercite (GNU Emacs) opens one so: `>>>>> "JR" == Jane Roe <jane@x.org> writes:`; what stands before are quote marks.
_SUPERCITE = r'\f?((?:> ?){0,40}?)>>>>> ?"[^"\r\n]{1,12}" == '
#: Python's interpreter asks so, and what is typed there begins like this; the answer stands on the next line.
_PROMPT, _PROMPT_MARKS = ">>> ", 3
_TYPED = r"(?:import|from) [\w.]+(?: (?:import|as) |\s*\Z)|[A-Za-z_][\w.]*(?:[(\[]| ?[-+*/]?= )|\d+ [-+*/%] \d"

#: A line that is page furniture as a whole.
FURNITURE = 1
#: A line whose words a soft line break of quoted-printable had cut from the line above, where they now stand.
JOINED = 2


@dataclass(slots=True, eq=False, repr=False)
class Lines:
    """A text cut into lines; all lists have one entry a line.

    Attributes:
        text: The whole text.
        starts: Offset of each line's first character.
        contents: Each line without line end, quote marks and page furniture.
        depths: Number of quote marks before each line's content.
        quoted: Whether any line has quote marks.
        furniture: ``FURNITURE``, ``JOINED``, or 0 for a line with words of its own.
    """

    text: str
    starts: array[int]
    contents: list[str]
    depths: array[int]
    quoted: bool
    furniture: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        if not self.furniture:
            self.furniture = bytearray(len(self.contents))

    def __len__(self) -> int:
        return len(self.contents)

    def raw(self, index: int) -> str:
        """Return a line as it stands in the text, without its line end."""
        below = index + 1
        return self.text[self.starts[index] : self.starts[below] if below < len(self.starts) else None].rstrip("\r\n")

    def raws(self) -> Iterator[str]:
        """All lines as they stand in the text, without their line ends."""
        text = self.text
        return (text[start:end].rstrip("\r\n") for start, end in pairwise(chain(self.starts, (len(text),))))

    def end(self, index: int) -> int:
        """Offset behind a line's last character, its line end not counted."""
        return self.starts[index] + len(self.raw(index))

    def blank(self, index: int) -> bool:
        """Tell whether a line shows nothing, or nothing but page furniture."""
        return bool(self.furniture[index]) or not self.contents[index].strip()

    def only(self, kept: Sequence[int], contents: Sequence[str]) -> Lines:
        """Return some of the lines, none of them furniture; each reaches to the next that is kept.

        Args:
            kept: Their indices, in order.
            contents: The contents of all lines.
        """
        starts, depths = (array(row.typecode, map(row.__getitem__, kept)) for row in (self.starts, self.depths))
        return Lines(self.text, starts, list(map(contents.__getitem__, kept)), depths, self.quoted)

    def above(self, index: int, stop: int, blanks: int) -> int | None:
        """Return the nearest line above that is not blank.

        Args:
            index: Line to start from.
            stop: Lowest index to look at.
            blanks: How many blank lines may stand between; page furniture is not counted.

        Returns:
            Its index, or None.
        """
        contents, furniture = self.contents, self.furniture
        for at in range(index - 1, stop - 1, -1):
            if furniture[at]:
                continue
            content = contents[at]
            if content and not content.isspace():
                return at
            if not blanks:
                return None
            blanks -= 1
        return None

    def below(self, index: int) -> int | None:
        """Return the nearest line below that is not blank, or None."""
        contents, furniture = self.contents, self.furniture
        for at in range(index + 1, len(contents)):
            if not furniture[at] and contents[at].strip():
                return at
        return None


def cut_lines(text: str, *, max_depth: int = 200) -> Lines:
    """Cut a text into lines and read their quote marks.

    Args:
        text: Any text.
        max_depth: Deeper quote depths count as this deep.

    Returns:
        The lines; an empty text has one empty line, and a text that ends with a line end has an empty last line.
    """
    line_end = _one_end(text)
    if line_end is None:
        parts = re.split(_LINE_END, text)
        contents = parts[::2]
        starts = compact(accumulate(map(len, parts), initial=0), len(text))[:-1:2]
    else:
        contents = text.split(line_end)
        # a line starts behind the characters of all lines above it and their ends; an array is made faster of a list
        lengths = map(add, map(len, contents), repeat(len(line_end)))
        starts = compact([*accumulate(lengths, initial=0)], len(text) + len(line_end))[:-1]
    depths = compact((0,), min(max_depth, len(text)) + 1) * len(contents)  # marks other than ">" may add one
    if ">" not in text or _FIRST_MARK.search(text) is None:
        return Lines(text, starts, contents, depths, quoted=False)
    contents = _part_ligatures(contents) if "»" in text else contents
    for index, raw in enumerate(contents):
        if ">" in raw and ">" in raw[:_WITHIN]:
            words = raw.lstrip(_BEFORE_WORDS)
            prefix = raw[: len(raw) - len(words)]
            depth, end = _marks(prefix)
            if words[:1] == '"' and (opening := re.match(_SUPERCITE, raw)) is not None:
                depth, end = opening[1].count(">"), opening.end()
            elif depth > 2 and ">>>" in prefix and (opening := re.match(_GROUPWISE, raw)) is not None:
                depth, end = opening[1].count(">"), opening.end(1)
            elif depth > 1 and raw.rstrip()[-2:] == "<<":
                continue
            elif depth == 1 and words[:5] == "From " and _is_stuffed(contents, depths, index):
                depth = 0
            if end:
                depths[index] = depth if depth < max_depth else max_depth
                contents[index] = words if end == len(prefix) else raw[end:]
    _unquote_prompts(text, starts, contents, depths)
    return Lines(text, starts, contents, depths, quoted=any(depths))


def _unquote_prompts(text: str, starts: Sequence[int], contents: list[str], depths: array[int]) -> None:
    """Give back their marks to lines that an interpreter printed: nothing around them is quoted more shallowly."""
    at = 0 if _PROMPT in text else len(depths)
    while at < len(depths):
        first, depth = at, depths[at]
        at += 1
        while at < len(depths) and depths[at] == depth:
            at += 1
        outer = depth - _PROMPT_MARKS
        around = {*depths[max(first - 1, 0) : first], *depths[at : at + 1]}
        if outer < 0 or around - {outer} or not re.match(_TYPED, contents[first]):
            continue
        for line in range(first, at):
            if text.endswith(_PROMPT, starts[line], text.find(contents[line], starts[line])):
                contents[line] = _PROMPT + contents[line]
                depths[line] = outer


def _part_ligatures(contents: list[str]) -> list[str]:
    """Return the lines with the quote marks of which a scan read two as one ("»") as two, if others are quoted."""
    if all(line[:1] != ">" for line in contents):
        return contents
    return [re.sub(_LIGATURES, lambda marks: marks[0].replace("»", ">>"), line) for line in contents]


def _is_stuffed(raws: Sequence[str], depths: Sequence[int], index: int) -> bool:
    """Tell whether a mailbox file put the mark before a line's "From " (RFC 4155).

    Its paragraph goes on below without a mark, and neither a quotation nor what announces one stands above it.
    """
    if raws[index][:2] != ">F" or index + 1 == len(raws) or (index and depths[index - 1]):
        return False
    above = next((raws[at] for at in range(index - 1, max(-1, index - 4), -1) if raws[at].strip()), "")
    below = raws[index + 1].lstrip()
    return below != "" and below[:1] != ">" and above.rstrip()[-1:] != ":"


def _one_end(text: str) -> str | None:
    """Return what ends all lines of a text; None where they end in several ways."""
    if "\r" not in text:
        return "\n"
    if "\n" not in text:
        return "\r"
    both = text.count("\r\n")
    return "\r\n" if text.count("\r") == both == text.count("\n") else None


_LIMITS = [256 ** array(code).itemsize for code in "BHI"]


def compact(numbers: Iterable[int], highest: int) -> array[int]:
    """Numbers in a row, each in as few bytes as the highest takes; there may be one for each line of a text.

    Args:
        numbers: The numbers, none below zero.
        highest: The highest that will ever be among them.
    """
    return array("BHIQ"[bisect(_LIMITS, highest)], numbers)


@cached_if_short(maxsize=64, longest=_MAX_CACHED_CHARS - 1)
def _marks(prefix: str) -> tuple[int, int]:
    """How many quote marks open a line, and where its words begin; a mail has few different openings.

    Of the blanks behind the last mark one belongs to it (RFC 3676 §4.5).

    Args:
        prefix: The marks and blanks at the start of a line.
    """
    marks = _MARKS.match(prefix)
    if marks is None:
        return 0, 0
    last = prefix.rindex(">", 0, marks.end()) + 1
    return prefix.count(">", 0, last), last + (prefix[last : last + 1] in (" ", "\xa0"))


# A text so spaced has this many lines at least; of 100, so many stand at least above a blank line of the text itself,
# and so many at most above an even number of blank lines.
_MIN_SPACED_LINES, _MIN_OWN_BLANKS, _MAX_ODD = 8, 5, 2


def drop_double_spacing(lines: Lines) -> Lines:
    """Drop the blank line that a converter put below each line of a text.

    Between two lines of such a text stands an odd number of blank lines: one, or three for one of its own.

    Args:
        lines: The lines of a text.

    Returns:
        The lines without those; the same object where the text is not so spaced.
    """
    blanks = lines.contents.count("")
    if (blanks + 1) * 100 < (len(lines) - blanks) * (100 - _MAX_ODD):
        return lines  # not one below each line
    shown = [at for at, content in enumerate(lines.contents) if content or lines.depths[at]]
    steps = Counter(map(sub, shown[1:], shown))
    odd = sum(count for step, count in steps.items() if step % 2)
    own_blanks = steps.total() - odd - steps[2]
    if (
        len(shown) < _MIN_SPACED_LINES
        or odd * 100 > len(shown) * _MAX_ODD
        or own_blanks * 100 < len(shown) * _MIN_OWN_BLANKS
    ):
        return lines
    kept = [*range(shown[0])]
    for line, below in pairwise([*shown, len(lines)]):
        kept += range(line, below, 2)
    return lines.only(kept, lines.contents)


def strip_marks(raw: str, depth: int) -> str:
    """Take at most ``depth`` quote marks off the start of a line.

    Args:
        raw: A line as it stands in the text.
        depth: How many marks to take off at most.

    Returns:
        The rest of the line, further marks included.
    """
    return _at_most(depth).sub("", raw, count=1)


@lru_cache(maxsize=16)
def _at_most(depth: int) -> re.Pattern[str]:
    """Return a pattern for the marks at the start of a line, and no more than so many."""
    return re.compile(rf"\A(?>(?:{_ONE_MARK}){{1,{depth}}})" if depth else r"\A")


# Each pattern begins with one character, by which it is found fast; the slow one is asked where the one before it fits.
_COLON_APART = re.compile(r":(?<![^ \t>\n]:)(?:[> \t\n]|\Z)")
_BAR_OR_COLON = r"(?m)\n[ \t>]{0,80}[|:](?:>|[ \t]|$)"  # as text: few mails ask for it
_BEHIND_LETTER = re.compile(r">(?<=[^\W\d_]>)[> \t]")
_NAMED_QUOTE = r"\n[ \t>]{0,80}[^\W\d_]{1,8}>[> \t]"
# Supercite (GNU Emacs) puts the initials or the first name before the mark: RFC 3676 §4.5 calls such marks common.
_MARK = r"[ \t]{0,3}([|:](?:>|(?=[ \t]|$)))[ \t]?|[ \t]{0,8}([^\W\d_]{1,8})>(?:[> \t]|$)"
#: In a line above a bar or a colon: a day before or behind its year, a time or an address.
_TOLD = r"\b\d\d?\b[^\n]{1,20}\b[12]\d{3}\b|\b[12]\d{3}\b[^\n]{1,20}\b\d\d?\b|\d[:.]\d\d|@"
_LEAST_RUN = 3
_INITIALS = 2
_SUPERCITE_DEPTH = 5  # marks before its attribution, which quote nothing: ">>>>> On …, Jane Roe said:"


def read_other_marks(lines: Lines) -> Lines:
    """Count the other marks as quote marks.

    Args:
        lines: The lines of a text, their ">" marks read.

    Returns:
        The lines with one mark more on those of a run; the same object where there is none.
    """
    text = lines.text
    signs = [_BAR_OR_COLON] if "|" in text or _COLON_APART.search(text) else []
    signs += [_NAMED_QUOTE] if ">" in text and _BEHIND_LETTER.search(text) else []
    if not any(re.search(sign, f"\n{text}") for sign in signs):
        return lines
    marks = list(map(re.compile(_MARK).match, lines.contents))
    contents, depths = lines.contents, lines.depths
    found = False
    quoted: set[str | None] = set()  # the initials of those whose words stand in an earlier run
    start = 0
    while start < len(marks):
        end, first = _run(lines, marks, start), marks[start]
        enough = end - start >= _LEAST_RUN or (end > start and _is_attributed(lines, first, start))
        if first is not None and first[2] is not None:
            enough = enough or first[2] in quoted
            quoted.update([first[2]] if enough else ())
        if enough and not _is_table(lines, marks, start, end):
            if not found:
                contents, depths, found = contents.copy(), depths[:], True
            for at in range(start, end):
                match = marks[at]
                contents[at] = contents[at][match.end() :] if match else contents[at]
                depths[at] += 1
            above = lines.above(start, 0, blanks=1)
            if above is not None and lines.depths[above] == _SUPERCITE_DEPTH:
                depths[above] = lines.depths[start]
        start = max(end, start + 1)
    return replace(lines, contents=contents, depths=depths, quoted=True) if found else lines


def _is_attributed(lines: Lines, match: re.Match[str] | None, start: int) -> bool:
    """Tell whether a line with a colon stands above a newsreader's mark: a date too for The Bat's, the name itself."""
    above = lines.above(start, 0, blanks=1)
    if match is None or above is None:
        return False
    content = lines.contents[above].rstrip()
    initials = match[2] is not None and len(match[2]) == _INITIALS and match[2].isupper()
    named = match[2] is not None and match[2] in content.replace('"', " ").split()
    told = named or (initials and any(map(str.isdigit, content)))
    if match[1] is not None:  # with ">" behind it, as xrn and tin write it, it is a mark whatever stands above
        told = match[1][1:] == ">" or re.search(_TOLD, content) is not None
    return told and content.endswith((":", "："))


def _run(lines: Lines, marks: list[re.Match[str] | None], start: int) -> int:
    """Return the end of the run of one mark that begins at a line."""
    first = marks[start]
    if first is None:
        return start
    end = start
    while end < len(marks) and lines.depths[end] == lines.depths[start]:
        match = marks[end]
        if match is None or match[1] != first[1] or match[2] != first[2]:
            break
        end += 1
    return end


def _is_table(lines: Lines, marks: list[re.Match[str] | None], start: int, end: int) -> bool:
    """Tell whether the bars of a run are those of a table: one of its rows has more than the first."""
    match = marks[start]
    bars = match is not None and match[1] == "|"
    return bars and any(lines.contents[at].count("|") > 1 for at in range(start, end))
