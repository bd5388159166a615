"""Lines that a mark gives away wherever they stand: attached files and postscripts."""

from __future__ import annotations

import re
from functools import cache

from threadparse.locales.alternation import alternation
from threadparse.locales.phrases import phrasebook, words

__all__ = ["is_attachment", "is_postscript", "may_be_postscript", "may_end_in_file"]

#: "<<file.doc>>" and "<< OLE Object: … >>" (Outlook), as many as stand in a row.
_ANGLED = re.compile(r"(?:<<[^<>]{1,200}>>[\s?;,]*)+")
#: "(See attached file: x.doc)" (Notes), "[image: x]" (Gmail), "[cid:x]" (Outlook), as many as stand in a row.
_BRACKETED = re.compile(r"(?:(?:\([^()]{1,200}\)|\[[^\[\]]{1,200}\])[\s?;,]*)+")
_LABEL = re.compile(r"[(\[]([^:：()\[\]]{2,40})[:：]")
_LISTED_FILE = re.compile(r"-\s+[^\\/:*?\"<>|]{1,120}\.[A-Za-z][A-Za-z0-9]{1,4}")
_LABELLED_FILE = re.compile(r"([^:：]{2,30})[:：]\s*\S.{0,150}\.[A-Za-z][A-Za-z0-9]{1,4}\)?")
_FIRST_WORD = re.compile(r"\**([^\s:：,)]{1,14})\**([:：,)–-]?)")


def may_end_in_file(text: str) -> bool:
    """Whether a line may be a label and the name of a file: a cheap look.

    Args:
        text: The line, without outer white space.
    """
    return "." in text[-7:-2]


def may_be_postscript(folded: str) -> bool:
    """Whether a line may begin with the mark of a postscript: a cheap look.

    Args:
        folded: The beginning of the line, folded.
    """
    return _postscripts().match(folded) is not None


@cache
def _postscripts() -> re.Pattern[str]:
    """The marks, whatever stands before them, and between the words of those that have several."""
    marks = phrasebook().postscript
    single = alternation(mark for mark in marks if " " not in mark)
    several = "|".join(
        rf"{re.escape(first)}[\W_]" for first in sorted({mark.split()[0] for mark in marks if " " in mark})
    )
    return re.compile(rf"(?:[^\w\s]|_)*(?:{single}|{several})")


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
