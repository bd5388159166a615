"""Where one recipient of an address list ends and the next begins.

RFC 5322 §3.4 separates with commas, Outlook with semicolons and writes "Roe, Jane"; Lotus Notes writes paths
("Jane Roe/LON/ECT@ECT") with commas. So semicolons go first, a comma ends a complete mailbox, and commas between
bare names are judged from the whole list.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from threadparse.locales.folding import fold, fold_word
from threadparse.locales.mailboxes import mailbox_words
from threadparse.locales.scripts import has_ideographs
from threadparse.values.address_tokens import Token, pairs, tokenise
from threadparse.values.redactions import is_redacted

__all__ = ["split_list"]

_COLUMN = 8  # blanks between two names of a page's layout, where the separator was lost
_SHORT_LINE = 48  # a client folds long lines; a short line ends where the writer ended it
_INITIALS = re.compile(r"\w\.?|(?:[^\W\d_]\.-?){2,3}|[A-Z]{2}")  # "J", "J.", "J.-P.", "JJ"; OCR makes digits of them
_PATH = re.compile(r"[^\s/]/[^\s/]")  # Lotus Notes: Jane Roe/LON/ECT
_LONGEST_KEPT = 80  # characters between two separators; what is longer is read anew each time
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
    """

    complete: bool
    words: list[str]
    local: str
    ideographs: bool
    surname: bool
    given: bool
    title: bool


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


def _facts(text: str, tokens: list[Token]) -> _Facts:
    """The facts of a text that neither begins nor ends with white space."""
    kept = [token for token in tokens if token.kind != "space"]
    at = next((i for i, token in enumerate(kept) if token.kind == "@"), 0)
    bracket = next((i for i, token in enumerate(kept) if token.kind in ("<", "[")), len(kept))
    name = kept[: min(bracket, at - 1)] if at else kept[:bracket]
    words = _PARENTHESIS.sub(" ", " ".join(token.text for token in name)).split()
    ideographs = has_ideographs(text)
    return _Facts(
        complete=(
            any(token.kind == "@" for token in kept)
            or kept[-1].kind == ">"
            or (len(kept) == 1 and kept[0].kind == "quoted")
            or (" " in text.partition("/")[0].strip() and _PATH.search(text) is not None)
            or is_redacted(text)
        ),
        words=words,
        local=fold_word(kept[at - 1].text) if at else "",
        ideographs=ideographs,
        surname=not ideographs and _is_surname(words),
        given=not ideographs and bool(words) and all(_INITIALS.fullmatch(word) for word in words[1:]),
        title=bool(words) and all(fold(word).replace(".", "") in mailbox_words().titles for word in words),
    )


@lru_cache(maxsize=256)
def _facts_kept(text: str) -> _Facts:
    """The same, kept: lists repeat the names of few people."""
    return _facts(text, tokenise(text))


def _is_surname(words: list[str]) -> bool:
    """Whether words can be a surname alone."""
    if not 1 <= len(words) <= 4:
        return False
    joined = "".join(words)
    return len(words) == 1 or words[0][0].islower() or (joined.isupper() and len(joined) > len(words) * 2)


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
    for index in (*sorted(marks), len(tokens)):
        mark = marks.get(index, ";")
        chunk = _chunk(text, tokens, first, index)
        if chunk is not None:
            chunks.append(chunk)
        if mark == ":":
            chunks = []  # the name of a group, not of a mailbox
        elif mark != ",":
            pieces += _judge(chunks, joined=semicolons)
            chunks = []
        first = index if index < len(tokens) and tokens[index].kind not in (",", ";", ":") else index + 1
    return pieces


def _chunk(text: str, tokens: list[Token], first: int, end: int) -> _Chunk | None:
    """What the tokens between two separators are; None if they say nothing."""
    if first < end and tokens[first].kind == "space":
        first += 1
    if first < end and tokens[end - 1].kind == "space":
        end -= 1
    if first == end:
        return None
    start, stop = tokens[first].start, tokens[end - 1].end
    written = text[start:stop]
    facts = _facts_kept(written) if len(written) <= _LONGEST_KEPT else _facts(written, tokens[first:end])
    if not facts.complete and not any(letter.isalnum() for letter in written):
        return None
    return _Chunk(start, stop, facts)


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
        if not chunk.facts.complete:
            run.append(chunk)
            continue
        start = chunk.start
        if run and _surname_of(run[-1], chunk, joined=joined):
            start = run.pop().start
        pieces += _names(run, joined=joined)
        pieces.append((start, chunk.end))
        run = []
    if run and pieces and all(chunk.facts.title for chunk in run):
        pieces[-1] = (pieces[-1][0], run[-1].end)
        return pieces
    return pieces + _names(run, joined=joined)


def _surname_of(chunk: _Chunk, following: _Chunk, *, joined: bool) -> bool:
    """Whether "Roe" and "Jane <j@x>" are one mailbox; the address often tells."""
    if chunk.facts.ideographs or not chunk.facts.words or not following.facts.words or len(chunk.facts.words) > 4:
        return False
    if any(part in following.facts.local for part in _plain_words(chunk.facts.words)):
        return True
    last = _plain_words(following.facts.words[-1:]) if len(following.facts.words) > 1 and not joined else []
    return not any(part in following.facts.local for part in last) and (chunk.facts.surname or following.facts.given)


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
        if people and chunk.facts.title:
            people[-1].append(chunk)
        else:
            people.append([chunk])
    heads = [person[0] for person in people]
    if len(heads) == 2 and not any(head.facts.ideographs for head in heads):
        paired = heads[0].facts.surname or heads[1].facts.given
    else:
        firsts, seconds = heads[::2], heads[1::2]
        paired = (
            len(heads) % 2 == 0
            and all(head.facts.given for head in seconds)
            and 2 * sum(h.facts.surname for h in firsts) >= len(firsts)
        )
    singles = all(len(head.facts.words) == 1 for head in heads)
    pieces: list[Piece] = []
    index = 0
    while index < len(people):
        last = index
        if (
            index + 1 < len(people)
            and (paired or not singles)
            and (paired or (heads[index].facts.surname and heads[index + 1].facts.given))
        ):
            last = index + 1
        pieces.append((people[index][0].start, people[last][-1].end))
        index = last + 1
    return pieces
