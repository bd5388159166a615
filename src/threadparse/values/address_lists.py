"""Where one recipient of an address list ends and the next begins.

RFC 5322 §3.4 separates with commas, Outlook with semicolons and writes "Roe, Jane"; Lotus Notes writes paths
("Jane Roe/LON/ECT@ECT") with commas. So semicolons go first, a comma ends a complete mailbox, and commas between
bare names are judged from the whole list.
"""

from __future__ import annotations

import re
from itertools import pairwise

from threadparse.locales.calendar import fold_word
from threadparse.locales.folding import fold
from threadparse.locales.mailboxes import mailbox_words
from threadparse.locales.scripts import has_ideographs
from threadparse.values.address_tokens import Token, pairs, tokenise
from threadparse.values.redactions import is_redacted

__all__ = ["split_list"]

_COLUMN = 8  # blanks between two names of a page's layout, where the separator was lost
_SHORT_LINE = 48  # a client folds long lines; a short line ends where the writer ended it
_INITIALS = re.compile(r"\w\.?|(?:[^\W\d_]\.-?){2,3}|[A-Z]{2}")  # "J", "J.", "J.-P.", "JJ"; OCR makes digits of them
_PATH = re.compile(r"[^\s/]/[^\s/]")  # Lotus Notes: Jane Roe/LON/ECT
_PARENTHESIS = re.compile(r"\([^()]*\)")
Piece = tuple[int, int]


class _Chunk:
    """What stands between two separators: its place, and what kind of mailbox it can be.

    Attributes:
        start: Offset of its first visible character.
        end: Offset behind its last one.
        text: Its text.
        complete: It holds an address, a Notes path, a quoted name or a redaction: the comma behind it separates.
        words: The words of its name.
    """

    __slots__ = ("complete", "end", "local", "start", "text", "words")

    def __init__(self, text: str, tokens: list[Token]) -> None:
        kept = [token for token in tokens if token.kind != "space"]
        self.start, self.end = kept[0].start, kept[-1].end
        self.text = text[self.start : self.end]
        self.complete = (
            any(token.kind == "@" for token in kept)
            or kept[-1].kind == ">"
            or (len(kept) == 1 and kept[0].kind == "quoted")
            or (" " in self.text.partition("/")[0].strip() and _PATH.search(self.text) is not None)
            or is_redacted(self.text)
        )
        at = next((i for i, token in enumerate(kept) if token.kind == "@"), 0)
        bracket = next((i for i, token in enumerate(kept) if token.kind in ("<", "[")), len(kept))
        name = kept[: min(bracket, at - 1)] if at else kept[:bracket]
        self.words = _PARENTHESIS.sub(" ", " ".join(token.text for token in name)).split()
        self.local = fold_word(kept[at - 1].text) if at else ""

    @property
    def ideographs(self) -> bool:
        """Chinese, Japanese or Korean: one word is a full name."""
        return has_ideographs(self.text)

    @property
    def surname(self) -> bool:
        """Can be a surname alone: one word, one with particles ("von der Heide"), or capitals."""
        if self.ideographs or not 1 <= len(self.words) <= 4:
            return False
        joined = "".join(self.words)
        return (
            len(self.words) == 1
            or self.words[0][0].islower()
            or (joined.isupper() and len(joined) > len(self.words) * 2)
        )

    @property
    def given(self) -> bool:
        """Can be given names alone: one word, or one with initials."""
        if self.ideographs or not self.words:
            return False
        return len(self.words) == 1 or all(_INITIALS.fullmatch(word) for word in self.words[1:])

    @property
    def title(self) -> bool:
        """Nothing but titles that belong to the name before ("Ph.D.")."""
        titles = mailbox_words().titles
        return bool(self.words) and all(fold(word).replace(".", "") in titles for word in self.words)


def split_list(text: str) -> list[Piece]:
    r"""Find the mailboxes of a list.

    Args:
        text: A value as ``clean`` gives it, its folded lines joined with "\n".

    Returns:
        (start, end) of each mailbox, in characters of ``text``, without the separators. An empty place between two
        separators is no mailbox.
    """
    tokens = tokenise(text)
    marks = _separators(text, tokens)
    semicolons = ";" in marks.values()
    pieces: list[Piece] = []
    chunks: list[_Chunk] = []
    first = 0
    for index in range(len(tokens) + 1):
        mark = ";" if index == len(tokens) else marks.get(index)
        if mark is None:
            continue
        if any(token.kind != "space" for token in tokens[first:index]):
            chunk = _Chunk(text, tokens[first:index])
            if chunk.complete or any(letter.isalnum() for letter in chunk.text):
                chunks.append(chunk)
        if mark == ":":
            chunks = []  # the name of a group, not of a mailbox
        elif mark != ",":
            pieces += _judge(chunks, joined=semicolons)
            chunks = []
        first = index if index < len(tokens) and tokens[index].kind not in (",", ";", ":") else index + 1
    return pieces


def _separators(text: str, tokens: list[Token]) -> dict[int, str]:
    """The separators outside brackets, by the index of their token.

    They are ";", ",", " " (white space that separates) and ":" (behind the name of a group).
    """
    closing = pairs(tokens)
    found: dict[int, str] = {}
    comma = address = False
    group = -1  # token index of a colon that may end the name of a group (RFC 5322 §3.4)
    behind = -1  # token index behind the last complete address with a bracket or a dotted domain
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if index in closing:
            if any(inner.kind == "@" for inner in tokens[index : closing[index]]):
                if behind >= 0 and token.kind == "<" and _starts(text, tokens, behind, index):
                    found[behind] = " "
                if group >= 0:
                    found[group] = ":"
                behind, group, address = closing[index] + 1, -1, True
            index = closing[index] + 1
            continue
        if token.kind == ";":
            found[index] = ";"
            comma = address = False
            behind = group = -1
        elif token.kind == ",":
            found[index] = ","
            comma, behind = True, -1
        elif token.kind == ":" and not address and tokens[index + 1 : index + 2] and tokens[index + 1].kind == "space":
            if comma:
                found[index] = ";"  # OCR reads a colon for a semicolon
                comma = False
            elif not mailbox_words().addressed.match(text, tokens[index - 1].start):
                group = index
        elif token.kind == "@":
            dotted = index + 1 < len(tokens) and tokens[index + 1].kind == "word" and "." in tokens[index + 1].text
            if dotted and index and tokens[index - 1].kind in ("word", "quoted"):
                if behind >= 0 and behind == index - 2:
                    found[behind] = " "
                if group >= 0:
                    found[group] = ":"
                behind, group, address = index + 2, -1, True
        index += 1
    return found | _columns(tokens, found)


def _starts(text: str, tokens: list[Token], start: int, end: int) -> bool:
    """Whether a name stands between two addresses without a separator, and no "on behalf of"."""
    if tokens[start].kind != "space" or not any(token.kind in ("word", "quoted") for token in tokens[start:end]):
        return False
    return mailbox_words().on_behalf_of.search(text, tokens[start].start, tokens[end].start) is None


def _columns(tokens: list[Token], found: dict[int, str]) -> dict[int, str]:
    """White space that separates: wide gaps and the line ends beside them; without any other mark, short lines too."""
    gaps: list[int] = []
    breaks: list[int] = []
    line = 0
    for index, token in enumerate(tokens[:-1]):
        if token.kind != "space":
            continue
        between = index > 0 and index - 1 not in found and tokens[index + 1].kind in ("word", "quoted", "'")
        if between and "\n" not in token.text and len(token.text) >= _COLUMN:
            gaps.append(index)
        elif between and "\n" in token.text and (gaps or token.start - line <= _SHORT_LINE):
            breaks.append(index)
        if "\n" in token.text:
            line = token.end
    if not gaps and (found or any(token.kind in ("@", "<", "[") for token in tokens)):
        return {}
    edges = [0, *sorted(gaps + breaks), len(tokens)]
    for start, end in pairwise(edges):
        if not gaps and sum(token.kind == "word" for token in tokens[start:end]) < 2:
            return {}
    return dict.fromkeys(gaps + breaks, " ")


def _judge(chunks: list[_Chunk], *, joined: bool) -> list[Piece]:
    """The mailboxes among chunks separated by commas.

    Args:
        chunks: The chunks between two semicolons.
        joined: The list has semicolons, so commas between bare names do not separate.
    """
    pieces: list[Piece] = []
    run: list[_Chunk] = []
    for chunk in chunks:
        if not chunk.complete:
            run.append(chunk)
            continue
        start = chunk.start
        if run and _surname_of(run[-1], chunk, joined=joined):
            start = run.pop().start
        pieces += _names(run, joined=joined)
        pieces.append((start, chunk.end))
        run = []
    if run and pieces and all(chunk.title for chunk in run):
        pieces[-1] = (pieces[-1][0], run[-1].end)
        return pieces
    return pieces + _names(run, joined=joined)


def _surname_of(chunk: _Chunk, following: _Chunk, *, joined: bool) -> bool:
    """Whether "Roe" and "Jane <j@x>" are one mailbox; the address often tells."""
    if chunk.ideographs or not chunk.words or not following.words or len(chunk.words) > 4:
        return False
    if any(part in following.local for part in _plain_words(chunk.words)):
        return True
    last = _plain_words(following.words[-1:]) if len(following.words) > 1 and not joined else []
    return not any(part in following.local for part in last) and (chunk.surname or following.given)


def _plain_words(words: list[str]) -> list[str]:
    """The longer words as an address would spell them: no accents, no marks."""
    spelled = (re.sub(r"[\W_]", "", fold_word(word)) for word in words)
    return [word for word in spelled if len(word) > 2]


def _names(run: list[_Chunk], *, joined: bool) -> list[Piece]:
    """The mailboxes among bare names: "Roe, Jane, Bee, Bob" is two, "Jane Roe, Bob Bee" too, "Roe, Jane" one."""
    if not run:
        return []
    if joined:
        return [(run[0].start, run[-1].end)]
    people: list[list[_Chunk]] = []
    for chunk in run:
        if people and chunk.title:
            people[-1].append(chunk)
        else:
            people.append([chunk])
    heads = [person[0] for person in people]
    if len(heads) == 2 and not any(head.ideographs for head in heads):
        paired = heads[0].surname or heads[1].given
    else:
        firsts, seconds = heads[::2], heads[1::2]
        paired = (
            len(heads) % 2 == 0
            and all(head.given for head in seconds)
            and 2 * sum(h.surname for h in firsts) >= len(firsts)
        )
    singles = all(len(head.words) == 1 for head in heads)
    pieces: list[Piece] = []
    index = 0
    while index < len(people):
        last = index
        if (
            index + 1 < len(people)
            and (paired or not singles)
            and (paired or (heads[index].surname and heads[index + 1].given))
        ):
            last = index + 1
        pieces.append((people[index][0].start, people[last][-1].end))
        index = last + 1
    return pieces
