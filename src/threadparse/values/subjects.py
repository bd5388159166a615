"""Base subjects (RFC 5256 §2.1), with the reply and forward prefixes of every locale."""

import re
from typing import Literal, NamedTuple

from threadparse.lines.caches import cached_if_short
from threadparse.locales.folding import INVISIBLE, fold_blanks
from threadparse.locales.subject_prefixes import prefix_stem, subject_prefixes
from threadparse.values.redactions import is_redacted

__all__ = ["Action", "Subject", "base_subject", "former_subject", "quoted_subject", "read_subject", "subject_action"]

Action = Literal["reply", "forward"]

_MAX_PREFIX_CHARS = 40
_MAX_KEPT_CHARS = 200
_COLON = re.compile("[:：]")
_FORMER = re.compile(r"\(was:", re.IGNORECASE)  # RFC 5256 leaves it, people write it: RFC 1855 and netiquette
_BRACKET = re.compile("[()]")
_BLOB = re.compile(r"\[[^\[\]]*\]")
_BLANKS = " \t\r\n\u00a0\u3000" + "".join(map(chr, INVISIBLE))


class Subject(NamedTuple):
    """A subject without what mail programs put around it.

    Attributes:
        base: The base subject, see ``base_subject``.
        actions: What each of its prefixes says was done, the last put first; of more than two of the same two.
    """

    base: str
    actions: tuple[Action, ...]

    @property
    def action(self) -> Action | None:
        """What its first prefix says, see ``subject_action``."""
        return self.actions[0] if self.actions else None


def read_subject(subject: str) -> Subject:
    """Take a subject apart, once for all that is asked of it."""
    return _strip(subject)


def former_subject(subject: str) -> str | None:
    """Return what a thread was called before somebody gave it another name: "New (was: Old)".

    Args:
        subject: A base subject.

    Returns:
        The former base subject; None if none is named.
    """
    open_brackets: list[int] = []
    start = -1  # of the bracket that ends the subject
    for bracket in _BRACKET.finditer(subject):
        if bracket[0] == "(":
            open_brackets.append(bracket.start())
        else:
            start = open_brackets.pop() if open_brackets else -1
    former = _FORMER.match(subject, start) if start >= 0 and subject.endswith(")") else None
    return base_subject(subject[former.end() : -1]) if former else None


def quoted_subject(subject: Subject) -> Subject:
    """Return what the subject of a message says of the one that it quotes, whose own subject is not known.

    An answer puts its prefix before the subject that it answers; a program may leave away "Re:" before "Re:", so the
    quoted message may have one prefix more.

    Args:
        subject: The subject of the message that quotes.
    """
    former = None if subject.actions else former_subject(subject.base)
    return read_subject(former) if former else Subject(subject.base, subject.actions[1:])


def base_subject(subject: str) -> str:
    """Take reply and forward prefixes, list tags and "(fwd)" off a subject.

    Args:
        subject: As written.

    Returns:
        The base subject after RFC 5256 §2.1, white space folded, case kept. A bracket that is a redaction mark stays,
        though the RFC would take it for a list tag.
    """
    return read_subject(subject).base


def subject_action(subject: str) -> Action | None:
    """Say what the first prefix of a subject says was done.

    Args:
        subject: As written.

    Returns:
        ``reply``, ``forward``, or None for a subject without a prefix.
    """
    return read_subject(subject).action


@cached_if_short(maxsize=128, longest=_MAX_KEPT_CHARS)  # the messages of a thread share a subject
def _strip(subject: str) -> Subject:
    text = fold_blanks(subject).strip(_BLANKS)
    start, end = 0, len(text)
    actions: list[Action] = []
    trailer: list[Action] = []
    while True:
        fell = _trailer(text, start, end)
        if fell != end:
            end, trailer = fell, ["forward"]
        while True:
            begin, action = _leader(text, start, end)
            if action is None:
                begin, action = _blob(text, start, end)
            if begin == start:
                break
            actions += [action] if action else []
            start = _last_repeated(text, text[start:begin], begin, end)
        # Step 6 of the RFC: "[Fwd: Minutes]".
        if text[start : start + 1] != "[" or text[end - 1 : end] != "]":
            break
        begin, action = _leader(text, start + 1, end - 1)
        if action is None:
            break
        start, end = begin, end - 1
        actions.append(action)
    return Subject(text[start:end].strip(_BLANKS), (*actions, *trailer))


def _last_repeated(text: str, prefix: str, start: int, end: int) -> int:
    """Return where the last of the same prefixes begins, which is left to be read."""
    again = prefix * 2
    while text.startswith(again, start, end):
        run = again
        while text.startswith(run, start, end):
            start += len(run) - len(prefix)
            run += run
    return start


def _trailer(text: str, start: int, end: int) -> int:
    """Return the end of the text without "(fwd)" behind it (subj-trailer)."""
    if not text.endswith(")", start, end):
        return end
    for trailer in subject_prefixes()["trailers"]:
        while end > start and text[max(start, end - len(trailer) - 2) : end].casefold() == f"({trailer})":
            end = _before_blanks(text, start, end - len(trailer) - 2)
    return end


def _leader(text: str, start: int, end: int) -> tuple[int, Action | None]:
    """Return where the text goes on behind one prefix and its colon (subj-refwd), and what the prefix says."""
    colon = _COLON.search(text, start, min(end, start + _MAX_PREFIX_CHARS))
    action = _action(text[start : colon.start()]) if colon else None
    return (_behind_blanks(text, colon.end(), end), action) if colon and action else (start, None)


def _action(prefix: str) -> Action | None:
    stem = prefix_stem(prefix)
    prefixes: dict[str, Action] = subject_prefixes()["prefixes"]
    # OCR reads "FW" as "FVV".
    return prefixes.get(stem) or prefixes.get(stem.replace("vv", "w"))


def _blob(text: str, start: int, end: int) -> tuple[int, Action | None]:
    """Return the same behind one list tag (subj-blob); Korean clients write the prefix so: "[RE]"."""
    blob = _BLOB.match(text, start, end)
    begin = _behind_blanks(text, blob.end(), end) if blob else end
    if blob is None or begin == end or is_redacted(blob[0][1:-1]):
        return start, None
    return begin, _action(blob[0][1 : _MAX_PREFIX_CHARS + 1].rstrip("]"))


def _behind_blanks(text: str, start: int, end: int) -> int:
    """Return the first offset behind blanks and doubled colons ("Yan:: x", as Thunderbird's Turkish prints)."""
    while start < end and (text[start] in _BLANKS or text[start] in ":："):
        start += 1
    return start


def _before_blanks(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in _BLANKS:
        end -= 1
    return end
