"""Where one recipient of an address list ends and the next begins.

RFC 5322 §3.4 separates with commas, Outlook with semicolons and writes "Roe, Jane"; Lotus Notes writes paths
("Jane Roe/LON/ECT@ECT") with commas. So semicolons go first, a comma ends a complete mailbox, and commas between
bare names are judged from the whole list.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from threadparse.lines.caches import cached_if_short
from threadparse.locales.folding import fold, fold_word, has_ideographs
from threadparse.locales.mailbox_words import mailbox_words
from threadparse.values.addresses.tokens import Tokens, has_domain, pairs, tokenise
from threadparse.values.redactions import is_redacted

__all__ = ["separators", "split_list"]

_NAMING = ("w", "q")  # kinds of tokens that a name has
_MARK = re.compile("[;,:]")
_MARK_OR_AT = re.compile("[;,:@]")
_AWAY = r"[^<>()\[\];,:@]{0,39}+"  # tokens of no account; more than that no pair of brackets has
_HIDING = rf"<(?!{_AWAY}>)|\[(?!{_AWAY}\])|\((?!{_AWAY}\))"
_MARK_OR_BRACKET = re.compile(rf"{_MARK_OR_AT.pattern}|{_HIDING}")
_BLANK = re.compile(" ")
_WIDE = re.compile(r"\n|\s{8}")  # without one of these no white space separates
_HOLE = re.compile(r",[ \t]{16,}(?=\S|\Z)")
_COLUMN = 8  # blanks between two names of a page's layout, where the separator was lost
_SHORT_LINE = 48  # a client folds long lines; a short line ends where the writer ended it


def separators(tokens: Tokens) -> dict[int, str]:
    """Find the separators outside brackets.

    Args:
        tokens: The tokens of a list.

    Returns:
        Index of a token → ";", ",", " " (white space that separates) or ":" (behind the name of a group).
    """
    kinds = tokens.kinds
    closing = pairs(tokens) if re.search(_HIDING, kinds) else {}
    marks = _MARK_OR_BRACKET if closing else _MARK_OR_AT if has_domain(tokens.text) else _MARK
    search = _ListScan(tokens)
    closed = -1  # token index of the last bracket that closes
    for mark in marks.finditer(kinds):
        index = mark.start()
        if index <= closed:
            continue
        if index in closing:
            closed = closing[index]
            search.bracket(index, closed)
        elif kinds[index] == ";":
            search.semicolon(index)
        elif kinds[index] == ",":
            search.comma(index)
        elif kinds[index] == ":":
            search.colon(index)
        elif kinds[index] == "@":
            search.at_sign(index)
    return search.found | _columns(tokens, search.found) | _holes(tokens, search.found)


def _holes(tokens: Tokens, found: dict[int, str]) -> dict[int, str]:
    """Return the commas behind which a hole in the line shows that something was taken out."""
    if _HOLE.search(tokens.text) is None:
        return {}
    bounds = tokens.bounds
    commas = (index for index, mark in found.items() if mark == "," and tokens.kinds.startswith(" ", index + 1))
    return {index: " " for index in commas if _HOLE.match(tokens.text, bounds[index], bounds[index + 2])}


class _ListScan:
    """What was seen of a list, mark by mark.

    Attributes:
        found: The separators.
    """

    __slots__ = ("_address", "_comma", "_end", "_group", "_tokens", "found")

    def __init__(self, tokens: Tokens) -> None:
        self.found: dict[int, str] = {}
        self._tokens = tokens
        self._comma = self._address = False  # whether there was one since the last semicolon
        self._group = -1  # token index of a colon that may end the name of a group (RFC 5322 §3.4)
        self._end = -1  # token index behind the last complete address with a bracket or a dotted domain

    def bracket(self, index: int, closing: int) -> None:
        """Read a pair of brackets."""
        kinds = self._tokens.kinds
        if kinds.find("@", index, closing) >= 0:
            begins = self._end >= 0 and kinds[index] == "<" and _starts(self._tokens, self._end, index)
            self._take_address(closing + 1, begins=begins)

    def semicolon(self, index: int) -> None:
        """Read a semicolon, which always separates."""
        self.found[index] = ";"
        self._comma = self._address = False
        self._end = self._group = -1

    def comma(self, index: int) -> None:
        """Read a comma."""
        self.found[index] = ","
        self._comma, self._end = True, -1

    def colon(self, index: int) -> None:
        """Read a colon: the end of a group's name, or a semicolon misread."""
        if not self._tokens.kinds.startswith(" ", index + 1):
            return
        if self._address and (self._end != index or self._tokens.kinds[index - 1] != ">"):
            return
        if self._comma or self._address:
            self.found[index] = ";"  # OCR reads a colon for a semicolon
            self._comma = False
        elif not mailbox_words().addressed.match(self._tokens.text, self._tokens.bounds[index - 1]):
            self._group = index

    def at_sign(self, index: int) -> None:
        """Read an at sign: that of an address if a dotted domain follows."""
        kinds, bounds = self._tokens.kinds, self._tokens.bounds
        if not index or kinds[index - 1] not in _NAMING or not kinds.startswith("w", index + 1):
            return
        if self._tokens.text.find(".", bounds[index + 1], bounds[index + 2]) >= 0:
            self._take_address(index + 2, begins=self._end >= 0 and self._end == index - 2)

    def _take_address(self, end: int, *, begins: bool) -> None:
        """Note an address, and whether a mailbox begins behind the one before it."""
        if begins:
            self.found[self._end] = " "
        if self._group >= 0:
            self.found[self._group] = ":"
        self._end, self._group, self._address = end, -1, True


def _starts(tokens: Tokens, start: int, end: int) -> bool:
    """Tell whether a name stands between two addresses without a separator, and no "on behalf of"."""
    if tokens.kinds[start] != " " or not any(tokens.kinds.find(kind, start, end) >= 0 for kind in _NAMING):
        return False
    return mailbox_words().find_behalf(tokens.text[tokens.bounds[start] : tokens.bounds[end]]) is None


def _columns(tokens: Tokens, found: dict[int, str]) -> dict[int, str]:
    """Return the white space that separates: wide gaps, line ends beside them; without other marks, short lines."""
    if _WIDE.search(tokens.text) is None:
        return {}
    kinds, bounds = tokens.kinds, tokens.bounds
    gaps: list[int] = []
    breaks: list[int] = []
    accounts: list[int] = []  # between two of them, as a name has no blank beside an underscore
    line = 0
    for space in _BLANK.finditer(kinds, 0, len(kinds) - 1):
        index = space.start()
        start, end = bounds[index], bounds[index + 1]
        broken = tokens.text.find("\n", start, end) >= 0
        if index and index - 1 not in found and kinds[index + 1] in _NAMING:
            if not broken and end - start >= _COLUMN and not _within_brackets(kinds, index):
                gaps.append(index)
            elif "_" in tokens.says(index - 1) and "_" in tokens.says(index + 1):
                accounts.append(index)
            elif broken and (gaps or start - line <= _SHORT_LINE):
                breaks.append(index)
        if broken:
            line = end
    if not gaps and (found or any(mark in kinds for mark in "@<[")):
        return dict.fromkeys(accounts, " ")
    edges = [0, *sorted(gaps + breaks + accounts), len(kinds)]
    if not gaps and any(kinds.count("w", start, end) < 2 for start, end in pairwise(edges)):
        return {}
    return dict.fromkeys(gaps + breaks + accounts, " ")


def _within_brackets(kinds: str, index: int) -> bool:
    """Tell whether the next mark behind a token closes a bracket that opened before it, or was blacked out."""
    mark = _CLOSING.search(kinds, index)
    return mark is not None and mark[0] == ">"


_SHOWN = (",", ";", ":")
_BRACKET = re.compile(r"[<\[]")
_CLOSING = re.compile("[<>;,]")
_PARTS = re.compile(r"[;,:@\n]|\s{8}")  # without one of these there is nothing that could separate
#: "J", "J.", "J.-P.", "JJ"; to OCR "3", ".1", ")".
_INITIALS = re.compile(r"\.?[\w)\]][.*]?|(?:[^\W\d_]\.-?){2,3}|[A-Z]{2}")
_DASHES = ("-", "\N{EN DASH}")
_PATH = re.compile(r"[^\s/]/[^\s/]")  # Lotus Notes: Jane Roe/LON/ECT
_MAX_KEPT_CHARS = 80  # between two separators
_PARENTHESIS = re.compile(r"\([^()]*\)")
Piece = tuple[int, int]


class _Facts(NamedTuple):
    """What kind of mailbox a text between two separators can be.

    Attributes:
        complete: It holds an address, a Notes path, a quoted name or a redaction: the comma behind it separates.
        words: The words of its name.
        local: What stands before the at sign of its address, folded.
        ideographs: Chinese, Japanese or Korean: one word is a full name.
        surname: Can be a surname alone: one word, one with particles ("von der Heide"), or capitals.
        given: Can be given names alone: one word, or one with initials.
        title: Nothing but titles that belong to the name before ("Ph.D.").
        placed: Behind a dash the name goes on with a place or a firm ("Jane - Leeds").
        empty: Nothing but marks: what stands between two separators and says nothing.
    """

    complete: bool
    words: list[str]
    local: str
    ideographs: bool
    surname: bool
    given: bool
    title: bool
    placed: bool = False
    empty: bool = False


_NONE = _Facts(
    complete=False, words=[], local="", ideographs=False, surname=False, given=False, title=False, empty=True
)


class _Chunk(NamedTuple):
    """What stands between two separators.

    Attributes:
        start: Offset of its first visible character.
        end: Offset behind its last one.
        facts: What its text says.
    """

    start: int
    end: int
    facts: _Facts


def _facts(tokens: Tokens, first: int, end: int) -> _Facts:
    """Return the facts of a text that neither begins nor ends with white space: these tokens."""
    kinds = tokens.kinds
    text = tokens.text[tokens.bounds[first] : tokens.bounds[end]]
    shown = kinds[first:end].replace(" ", "")
    complete = (
        "@" in shown
        or shown[-1] == ">"
        or shown == "q"
        or (" " in text.partition("/")[0].strip() and _PATH.search(text) is not None)
        or is_redacted(text)
    )
    if not complete and not _shows(text):
        return _NONE
    words, local = _words(tokens, first, end)
    ideographs = has_ideographs(text)
    person = words[: next((at for at, word in enumerate(words) if at and word in _DASHES), len(words))]
    return _Facts(
        complete=complete,
        words=words,
        local=fold_word(local),
        ideographs=ideographs,
        surname=not ideographs and _is_surname(person),
        given=not ideographs and bool(words) and all(_INITIALS.fullmatch(word) for word in person[1:]),
        title=bool(words) and all(fold(word).replace(".", "") in mailbox_words().titles for word in words),
        placed=len(person) < len(words),
    )


def _words(tokens: Tokens, first: int, end: int) -> tuple[list[str], str]:
    """Return the words of the name that tokens spell, and what stands before the at sign of the address."""
    kept = [index for index in range(first, end) if tokens.kinds[index] != " "]
    shown = "".join([tokens.kinds[index] for index in kept])
    at = max(shown.find("@"), 0)
    local = tokens.says(kept[at - 1]) if at else ""
    bracket = next((mark.start() for mark in _BRACKET.finditer(shown)), len(shown))
    name = kept[: min(bracket, at - 1)] if at else kept[:bracket]
    words = _PARENTHESIS.sub(" ", " ".join(map(tokens.says, name))).split()
    if name and "/" in local:
        words.append(local.partition("/")[0])  # the last word of the name stands before the Notes path
    return words, local


@cached_if_short(maxsize=128, longest=_MAX_KEPT_CHARS)
def _facts_of(text: str) -> _Facts:
    """Return the facts of such a text; lists repeat the names of few people."""
    tokens = tokenise(text)
    return _facts(tokens, 0, len(tokens.kinds))


def _is_surname(words: list[str]) -> bool:
    """Tell whether words can be a surname alone."""
    if not 1 <= len(words) <= 4:
        return False
    joined = "".join(words)
    return len(words) == 1 or words[0][0].islower() or (joined.isupper() and len(joined) > len(words) * 2)


def split_list(text: str, *, joined: bool = False) -> list[Piece]:
    r"""Find the mailboxes of a list.

    Args:
        text: A value as ``clean`` gives it, its folded lines joined with "\n".
        joined: Another list of the same header has semicolons, so that a single comma is one within a name.

    Returns:
        (start, end) of each mailbox, in characters of ``text``, without the separators. An empty place between two
        separators is no mailbox.
    """
    if _PARTS.search(text) is None and _shows(text):
        return [(len(text) - len(text.lstrip()), len(text.rstrip()))]
    tokens = tokenise(text)
    kinds = tokens.kinds
    marks = separators(tokens)
    semicolons = ";" in marks.values() or (joined and list(marks.values()) == [","])
    pieces: list[Piece] = []
    ranges: list[Piece] = []  # the tokens between commas
    first = 0
    for index in (*sorted(marks), len(kinds)):
        mark = marks.get(index, ";")
        visible = _visible(kinds, first, index)
        if visible is not None:
            ranges.append(visible)
        if mark == ":":
            ranges = []  # the name of a group, not of a mailbox
        elif mark != ",":
            pieces += _between(tokens, ranges, joined=semicolons)
            ranges = []
        first = index + 1 if kinds.startswith(_SHOWN, index) else index
    return pieces


def _shows(text: str) -> bool:
    """Tell whether a text has a letter or a figure; what has none may be a redaction, or say nothing."""
    return any(map(str.isalnum, text))


def _visible(kinds: str, first: int, end: int) -> Piece | None:
    """Tokens without the white space around them; None if that is all."""
    if first < end and kinds[first] == " ":
        first += 1
    if first < end and kinds[end - 1] == " ":
        end -= 1
    return (first, end) if first < end else None


def _between(tokens: Tokens, ranges: list[Piece], *, joined: bool) -> list[Piece]:
    """Return the mailboxes between two semicolons; what stands alone there is one, whatever it is."""
    if len(ranges) == 1:
        start, end = (tokens.bounds[index] for index in ranges[0])
        if _shows(tokens.text[start:end]):
            return [(start, end)]
    chunks = [_chunk(tokens, first, end) for first, end in ranges]
    return _judge([chunk for chunk in chunks if not chunk.facts.empty], joined=joined)


def _chunk(tokens: Tokens, first: int, end: int) -> _Chunk:
    """Return what these tokens are."""
    start, stop = tokens.bounds[first], tokens.bounds[end]
    return _Chunk(start, stop, _facts_of(tokens.text[start:stop]))


def _judge(chunks: list[_Chunk], *, joined: bool) -> list[Piece]:
    """Return the mailboxes among chunks separated by commas.

    Args:
        chunks: The chunks between two semicolons.
        joined: The list has semicolons, so commas between bare names do not separate.
    """
    pieces: list[Piece] = []
    run: list[_Chunk] = []
    for chunk in chunks:
        if not chunk.facts.complete:
            run.append(chunk)
            continue
        run.append(chunk)
        begin = _begin_of_name(run, joined=joined)
        pieces += _names(run[:begin], joined=joined)
        pieces.append((run[begin].start, chunk.end))
        run = []
    if run and pieces and all(chunk.facts.title for chunk in run):
        pieces[-1] = (pieces[-1][0], run[-1].end)
        return pieces
    return pieces + _names(run, joined=joined)


def _begin_of_name(run: list[_Chunk], *, joined: bool) -> int:
    """Return where the name of the last chunk begins: "Roe, Jane, PhD <j@x>", "Roe, Jane - Leeds, UK <j@x>"."""
    begin = last = len(run) - 1
    while begin and _goes_on(run[begin - 1], run[begin]):
        begin -= 1
    if not begin:
        return 0
    if begin < last:
        led = _is_pair(run[begin - 1], run[begin])
    else:
        led = _surname_of(run[-2], run[-1], joined=joined) or _are_ideographs(run[:-1], run[-1])
    return begin - led


def _goes_on(before: _Chunk, chunk: _Chunk) -> bool:
    """Tell whether a name goes on: with a title, or capitals behind one or behind a place ("MD, FACS", "Leeds, UK")."""
    behind = before.facts.title or before.facts.placed
    return chunk.facts.title or (behind and bool(chunk.facts.words) and all(map(str.isupper, chunk.facts.words)))


def _surname_of(chunk: _Chunk, following: _Chunk, *, joined: bool) -> bool:
    """Tell whether "Roe" and "Jane <j@x>" are one mailbox; the address often tells."""
    if chunk.facts.ideographs or not chunk.facts.words or not following.facts.words or len(chunk.facts.words) > 4:
        return False
    if any(part in following.facts.local for part in _plain_words(chunk.facts.words)):
        return True
    last = _plain_words(following.facts.words[-1:]) if len(following.facts.words) > 1 and not joined else []
    return not any(part in following.facts.local for part in last) and (chunk.facts.surname or following.facts.given)


def _are_ideographs(run: list[_Chunk], following: _Chunk) -> bool:
    """Tell whether "田中，一郎 <t@x>" is one mailbox: a list with addresses seldom has one without."""
    return len(run) == 1 and run[0].facts.ideographs and has_ideographs("".join(following.facts.words))


def _plain_words(words: list[str]) -> list[str]:
    """Return the longer words as an address would spell them: no accents, no marks."""
    spelled = (re.sub(r"[\W_]", "", fold_word(word)) for word in words)
    return [word for word in spelled if len(word) > 2]


def _names(run: list[_Chunk], *, joined: bool) -> list[Piece]:
    """Return the mailboxes among bare names: "Roe, Jane, Bee, Bob" is two, "Jane Roe, Bob Bee" too, "Roe, Jane" one."""
    if not run:
        return []
    if joined:
        pairs = _misread_pairs(run) if len(run) > 2 else []
        return pairs or [(run[0].start, run[-1].end)]
    heads: list[_Chunk] = []
    ends: list[int] = []
    for chunk in run:
        if heads and _goes_on(heads[-1], chunk):
            ends[-1] = chunk.end
        else:
            heads.append(chunk)
            ends.append(chunk.end)
    paired = _are_pairs(heads)
    singles = all(len(head.facts.words) == 1 for head in heads)
    pieces: list[Piece] = []
    index = 0
    while index < len(heads):
        last = index
        if index + 1 < len(heads) and (paired or (not singles and _is_pair(heads[index], heads[index + 1]))):
            last = index + 1
        pieces.append((heads[index].start, ends[last]))
        index = last + 1
    return pieces


def _misread_pairs(run: list[_Chunk]) -> list[Piece]:
    """Return the mailboxes in "Roe, Jane B., Bee, Bob" and "Roe, Jane B. Bee, Bob": a semicolon misread or lost.

    Args:
        run: Bare names between two semicolons, more than two.

    Returns:
        Nothing unless surnames and given names take turns.
    """
    heads = [run[0], *(part for chunk in run[1:-1] for part in _before_surname(chunk)), run[-1]]
    if len(heads) % 2 or any(head.facts.title for head in heads) or not _are_pairs(heads):
        return []
    if any(head.facts.placed for head in heads) and all(map(str.isupper, heads[-1].facts.words)):
        return []  # "Roe, Jane - Office, Ames, IA"
    return [(first.start, second.end) for first, second in zip(heads[::2], heads[1::2], strict=True)]


def _before_surname(chunk: _Chunk) -> list[_Chunk]:
    """Return "Jane B. Bee" as "Jane B." and "Bee", any other chunk as it is."""
    words = chunk.facts.words
    if len(words) < 3 or not _INITIALS.fullmatch(words[-2]) or not words[-1][:1].isupper():
        return [chunk]
    start = chunk.end - len(words[-1])
    return [
        _Chunk(chunk.start, start - 1, chunk.facts._replace(given=True, words=words[:-1])),
        _Chunk(start, chunk.end, chunk.facts._replace(surname=True, words=words[-1:])),
    ]


def _is_pair(first: _Chunk, second: _Chunk) -> bool:
    """Tell whether "Roe" and "Jane" can be one name."""
    return first.facts.surname and second.facts.given


def _are_pairs(heads: list[_Chunk]) -> bool:
    """Tell whether all bare names of a list are surnames and given names in turn."""
    if len(heads) == 2 and not any(head.facts.ideographs for head in heads):
        return heads[0].facts.surname or heads[1].facts.given
    firsts, seconds = heads[::2], heads[1::2]
    return (
        len(firsts) == len(seconds)
        and all(head.facts.given for head in seconds)
        and 2 * sum(head.facts.surname for head in firsts) >= len(firsts)
    )
