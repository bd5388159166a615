"""Lines that a mark gives away wherever they stand: attached files and postscripts."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from threadparse.locales.phrases import Openings, phrasebook, words

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["AROUND_DEVICE", "find_telling", "is_attachment", "is_postscript", "may_end_in_file"]

#: "<<file.doc>>" and "<< OLE Object: … >>" (Outlook), as many as stand in a row.
_ANGLED = re.compile(r"(?:<<[^<>]{1,200}>>[\s?;,]*)+")
#: "(See attached file: x.doc)" (Notes), "[image: x]" (Gmail), "[cid:x]" (Outlook), as many as stand in a row.
_BRACKETED = re.compile(r"(?:(?:\([^()]{1,200}\)|\[[^\[\]]{1,200}\])[\s?;,]*)+")
_LABEL = re.compile(r"[(\[]([^:：()\[\]]{2,40})[:：]")
_LISTED_FILE = re.compile(r"-\s+[^\\/:*?\"<>|]{1,120}\.[A-Za-z][A-Za-z0-9]{1,4}")
_LABELLED_FILE = re.compile(r"([^:：]{2,30})[:：]\s*\S.{0,150}\.[A-Za-z][A-Za-z0-9]{1,4}\)?")
#: What may stand behind the words of an advertisement.
AROUND_DEVICE = ".!])*_ "
_WORD = re.compile(r"[^\W_]")
_FIRST_WORD = re.compile(r"\**([^\s:：,)]{1,14})\**([:：,)–-]?)")


def may_end_in_file(text: str) -> bool:
    """Whether a line may be a label and the name of a file: a cheap look.

    Args:
        text: The line, without outer white space.
    """
    return "." in text[-7:-2]


def find_telling(folded: Sequence[str]) -> list[bool]:
    """Whether the beginning or end of each line may give it away: one look that spares most lines all the closer ones.

    Args:
        folded: The beginnings of the lines, folded.

    Returns:
        False for a line that is surely no postscript, no advertisement, no warning, and no first line of a notice or of
        the note of a mailing list.
    """
    beginnings, signs, letters, ends = _telling()
    openings = beginnings.by_head
    telling = []
    for line in folded:
        text = line
        if not line[:1].isalnum() and (word := _WORD.search(line)) is not None:
            text = line[word.start() :]
        telling.append(
            ((known := openings.get(text[:2])) is not None and text.startswith(known))
            or text[:1] in signs
            or (text[:1] in letters and not text[1:2].isalnum())
            or line.rstrip(AROUND_DEVICE)[-2:] in ends
            or "[" in line
        )
    return telling


@cache
def _telling() -> tuple[Openings, frozenset[str], frozenset[str], frozenset[str]]:
    """What may stand at the beginning, by its length and kind, and the last two characters of the ends.

    Beginnings of two characters or more, those of one sign, and the first letters of marks such as "p.s.".
    """
    book = phrasebook()
    marks = {mark.partition(" ")[0] for mark in book.postscript}  # between its words stand points or dashes
    devices = [before for before, behind in book.mobile if before]
    others = [*devices, *book.disclaimer_start, *book.list_footer, *book.banner]
    words = {text[word.start() :] for text in others if (word := _WORD.search(text))}
    signs, letters = ({text for text in group if len(text) == 1} for group in (words, marks))
    ends = frozenset(behind[-2:] for before, behind in book.mobile if not before)
    return Openings((words - signs) | (marks - letters)), frozenset(signs), frozenset(letters), ends


def is_attachment(text: str) -> bool:
    """Whether a line only says that a file was attached.

    Args:
        text: The line, without outer white space.
    """
    if len(text) > 400:
        return False
    if text.startswith("<<"):
        return _ANGLED.fullmatch(text) is not None
    if text.startswith(("(", "[")):
        label = _LABEL.match(text)
        return label is not None and _names_attachment(label.group(1)) and _BRACKETED.fullmatch(text) is not None
    if _LISTED_FILE.fullmatch(text):
        return True
    label = _LABELLED_FILE.fullmatch(text)
    return label is not None and _names_attachment(label.group(1))


def _names_attachment(label: str) -> bool:
    parts = words(label)
    return bool(parts) and (" ".join(parts) in phrasebook().attachment or parts[-1] in phrasebook().attachment)


def is_postscript(text: str) -> bool:
    """Whether a line begins with the mark of a postscript ("PS:", "P.S.", "追伸").

    Args:
        text: The line, without outer white space.
    """
    match = _FIRST_WORD.match(text)
    if match is None:
        return False
    mark, behind = match.groups()
    if not (behind or mark[-1] == "." or mark.isupper() or not mark.isascii()):
        return False
    return " ".join(words(mark)) in phrasebook().postscript
