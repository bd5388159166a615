"""What a line looks like, whatever its language: a name, a rule, contact details, a fragment or a sentence."""

from __future__ import annotations

import re
from typing import Literal

from threadparse.locales.folding import fold
from threadparse.locales.phrases import find_words, phrasebook
from threadparse.values.redactions import is_redacted

__all__ = ["Line", "bare_name", "has_digit", "has_web_address", "is_contact", "is_dust", "is_fragment", "is_name"]

#: Longer lines are running text.
LONGEST_FRAGMENT = 70
#: So many words make no sentence yet.
_FEW_WORDS = 5
#: But a postal address or a title may fill a line.
LONGEST_ADDRESS = 100
_RULE = re.compile(r"[-_=*~#+\u2500-\u2501\u2014\u2013.][-_=*~#+\u2500-\u2501\u2014\u2013. ]{3,}")
_PHONE = re.compile(r"(?<![\w./-])[+(]{0,2}\d[\d ().+/xX\u00a0–-]{5,24}\d(?!\w)")
_SHORT_PHONE = re.compile(r"\b(?:x|ext\.? ?)\d{3,6}\b|\b\d{3}[-.]\d{4}\b", re.IGNORECASE)
_WEB = re.compile(r"[\w.+-]@[\w-]|https?:|www\.", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_DATE = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{1,2}:\d{2}")
#: Undecoded quoted-printable (RFC 2045 §6.7) stands where blanks stood.
_DUST = re.compile(r"[^\w█■]*(?:=[0-9A-F]{2}[^\w█■]*)*")
#: The first letter or figure of a word of four characters or more.
_LONGER_WORD = re.compile(r"(?<!\S)[(\"']*([^\W_])\S{3}")
_NAME_MARKS = " \t,.;:!-–—~*_/\\|<>[]()\"'\u200b"
_SENTENCE_END = (".", "?", "!", ":", ";", "。", "？", "！", ",")


class Line:
    """One line of a message, read once: many steps ask about the same line.

    Attributes:
        index: Its place among the lines of the message.
        text: Its text, which has no white space around it.
        folded: The beginning of its text, folded.
        after_blank: Whether a blank line (or nothing) stands above it.
        worded: Whether it begins with a letter or a figure: no rule, separator or mark does.
        rule: Whether it is nothing but a drawn rule of four characters or more.
        telling: Whether its beginning or end may give it away, see ``marks.find_telling``.
        leave: What ``closing.takes_leave`` said of it; None until it was asked.
    """

    __slots__ = ("_words", "after_blank", "folded", "index", "leave", "rule", "telling", "text", "worded")

    def __init__(self, index: int, text: str, after_blank: bool, folded: str, telling: bool) -> None:
        self.index = index
        self.text = text
        self.after_blank = after_blank
        self.worded = text[0].isalnum()
        self.rule = not self.worded and _is_rule(text)
        self.telling = telling
        self.folded = folded
        self.leave: Literal["", "perhaps", "surely"] | None = None
        self._words: list[str] | None = None

    @property
    def words(self) -> list[str]:
        """Its folded words; of a long line only the first ones matter."""
        if self._words is None:
            self._words = find_words(self.folded if len(self.text) <= LONGEST_ADDRESS else fold(self.text[:200]))
        return self._words


def bare_name(text: str) -> str:
    """A text without the marks that people set around their name."""
    return text.strip(_NAME_MARKS)


def _is_rule(text: str) -> bool:
    return _RULE.fullmatch(text) is not None and len(set(text)) <= 3


def is_dust(line: Line) -> bool:
    """Whether a line has no word in it: lone marks, undecoded blanks ("=20")."""
    return not line.worded and len(line.text) <= LONGEST_FRAGMENT and _DUST.fullmatch(line.text) is not None


def is_name(text: str, most: int = 4) -> bool:
    """Whether a line may be a name: few words, each with a capital or in a script without case, no digits; or a mark.

    Args:
        text: The line, without outer white space.
        most: How many words a name may have.
    """
    bare = bare_name(text)
    if not bare or len(bare) > 40:
        return False
    return _spells_name(text, bare, most) or is_redacted(bare) or (bare != text and is_redacted(text))


def _spells_name(text: str, bare: str, most: int) -> bool:
    parts = bare.replace(".", " ").split()
    if not 0 < len(parts) <= most or has_digit(bare):
        return False
    if text.endswith(("?", "。", "？")) or not bare.replace(".", "")[0].isalpha():
        return False
    return _capital(parts[0]) and _capital(parts[-1]) and all(_capital(part) for part in parts[1:-1] if len(part) > 3)


def _capital(word: str) -> bool:
    """Whether a word begins with a capital, or is short and in a script without case."""
    first = word.lstrip("'’‘(\"-")[:1]
    if first.isupper() or first.istitle():
        return True
    return first.isalpha() and not first.islower() and len(word) <= 12


def has_web_address(text: str) -> bool:
    """Whether a line holds an address of the web or of a mailbox."""
    folded = text.lower()
    return ("@" in folded or "http" in folded or "www." in folded) and _WEB.search(text) is not None


def has_digit(text: str) -> bool:
    """Whether a text has a digit in any script, raised ones included."""
    return _DIGIT.search(text) is not None if text.isascii() else any(map(str.isdigit, text))


def is_contact(line: Line) -> bool:
    """Whether a short line holds contact details: a telephone number, an address, or a label of one with its value."""
    text = line.text
    if len(text) > 120:
        return False
    if has_web_address(text):
        return len(line.words) <= 9 or (len(line.words) <= 14 and text.count("|") > 1)
    if not has_digit(text) or not (parts := line.words):
        return False
    if len(parts) <= 10 and parts[0] in phrasebook().contact:
        return True
    match = _PHONE.search(text) or _SHORT_PHONE.search(text)
    return match is not None and not _DATE.search(match.group()) and len(parts) <= 9


def _is_capitalised(text: str) -> bool:
    """Whether nearly all longer words begin with a capital or a figure, as in titles and postal addresses."""
    longer = _LONGER_WORD.findall(text)
    return len(longer) - sum(map(str.islower, longer)) >= 0.8 * len(longer)


def is_fragment(line: Line) -> bool:
    """Whether a line is no sentence: short, begins with a capital or figure, no full stop behind it."""
    text = line.text
    if len(text) > LONGEST_ADDRESS or text[0].islower():
        return False
    if (capitalised := len(text) > LONGEST_FRAGMENT) and not _is_capitalised(text):
        return False
    if not (parts := line.words):
        return False
    if text[0] in "-•·>" and len(parts) > 4:
        return False
    if text.endswith(_SENTENCE_END):
        short = len(parts) <= 4 or len(text.rsplit(None, 1)[-1]) <= 5
        if not (short and text.endswith((".", ","))):
            return False
    if not capitalised and len(parts) > _FEW_WORDS and not _is_capitalised(text):
        return False
    return len(max(parts, key=len)) > 1
