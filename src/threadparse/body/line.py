"""What a line looks like, whatever its language: a name, a rule, contact details, a fragment or a sentence."""

from __future__ import annotations

import re
from typing import Literal

from threadparse.locales.folding import compiled_for, fold
from threadparse.locales.phrases import find_words, phrasebook, words
from threadparse.values.redactions import is_redacted

__all__ = [
    "AROUND_DEVICE",
    "Line",
    "bare_name",
    "has_digit",
    "has_web_address",
    "is_attachment",
    "is_contact",
    "is_dust",
    "is_fragment",
    "is_name",
    "is_postscript",
    "is_rule",
    "may_end_in_file",
    "may_name_files",
]

# Patterns that most mail does not ask for are texts, compiled with the first line that may match.
#: "<<file.doc>>" and "<< OLE Object: … >>" (Outlook), as many as stand in a row.
_ANGLED = r"(?:<<[^<>]{1,200}>>[\s?;,]*)+"
#: "(See attached file: x.doc)" (Notes), "[image: x]" (Gmail), "[cid:x]" (Outlook), as many as stand in a row.
_BRACKETED = r"(?:(?:\([^()]{1,200}\)|\[[^\[\]]{1,200}\])[\s?;,]*)+"
_LABEL = r"[(\[]([^:：()\[\]]{2,40})[:：]"
_LISTED_FILE = r"-\s+[^\\/:*?\"<>|]{1,120}\.[A-Za-z][A-Za-z0-9]{1,4}"
_LABELLED_FILE = r"([^:：]{2,30})[:：]\s*\S.{0,150}\.[A-Za-z][A-Za-z0-9]{1,4}\)?"
_FILE_END = re.compile(r"\.[a-z][a-z0-9]{1,4}\)?$", re.MULTILINE)
#: What may stand behind the words of an advertisement.
AROUND_DEVICE = ".!])*_ "
_FIRST_WORD = r"\**([^\s:：,)]{1,14})\**([:：,)–-]?)"


def may_name_files(folded: str) -> bool:
    """Tell whether a line of a text may end in the name of a file; too often yes, never too seldom."""
    return _FILE_END.search(folded) is not None


def may_end_in_file(text: str) -> bool:
    """Tell whether a line may be a label and the name of a file; too often yes, never too seldom.

    Args:
        text: The line, without outer white space.
    """
    return "." in text[-7:-2]


def is_attachment(text: str) -> bool:
    """Tell whether a line only says that a file was attached.

    Args:
        text: The line, without outer white space.
    """
    if len(text) > 400:
        return False
    if text.startswith("<<"):
        return re.fullmatch(_ANGLED, text) is not None
    if text.startswith(("(", "[")):
        label = compiled_for(text, _LABEL).match(text)
        return label is not None and _names_attachment(label.group(1)) and re.fullmatch(_BRACKETED, text) is not None
    if not may_end_in_file(text):
        return False
    if re.fullmatch(_LISTED_FILE, text):
        return True
    label = compiled_for(text, _LABELLED_FILE).fullmatch(text)
    return label is not None and _names_attachment(label.group(1))


def _names_attachment(label: str) -> bool:
    parts = words(label)
    return bool(parts) and (" ".join(parts) in phrasebook().attachment or parts[-1] in phrasebook().attachment)


def is_postscript(text: str) -> bool:
    """Tell whether a line begins with the mark of a postscript ("PS:", "P.S.", "追伸").

    Args:
        text: The line, without outer white space.
    """
    match = compiled_for(text, _FIRST_WORD).match(text)
    if match is None:
        return False
    mark, behind = match.groups()
    if not (behind or mark[-1] == "." or mark.isupper() or not mark.isascii()):
        return False
    return " ".join(words(mark)) in phrasebook().postscript


#: Longer lines are running text.
MAX_FRAGMENT_CHARS = 70
#: So many words make no sentence yet.
_FEW_WORDS = 5
#: But a postal address or a title may fill a line.
MAX_ADDRESS_CHARS = 100
_RULE = r"[-_=*~#+─━—–.][-_=*~#+─━—–. ]{3,}"
_PHONE = r"(?<![\w./-])[+(]{0,2}\d[\d ().+/xX\u00a0–-]{5,24}\d(?!\w)"
_SHORT_PHONE = r"(?i)\b(?:x|ext\.? ?)\d{3,6}\b|\b\d{3}[-.]\d{4}\b"
_COLUMNS = "   "
_WEB = r"(?i)[\w.+-]@[\w-]|https?:|www\."
_DIGIT = re.compile(r"\d")
_DATE = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{1,2}:\d{2}"
#: Undecoded quoted-printable (RFC 2045 §6.7) stands where blanks stood.
_DUST = r"[^\w█■]*(?:=[0-9A-F]{2}[^\w█■]*)*"
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
        start: Its first letters or figures, see ``phrases.line_starts``.
        worded: Whether it begins with a letter or a figure: no rule, separator or mark does.
        rule: Whether it is nothing but a drawn rule of four characters or more.
        marked: Whether it may say by itself what it is: as a postscript, an advertisement or a file does.
        leave: Whether it is a closing phrase, see ``closing.find_closings``.
    """

    __slots__ = ("_words", "after_blank", "folded", "index", "leave", "marked", "rule", "start", "text", "worded")

    def __init__(self, index: int, text: str, after_blank: bool, folded: str, start: str, marked: bool) -> None:
        self.index = index
        self.text = text
        self.after_blank = after_blank
        self.start = start
        self.worded = text[0].isalnum()
        self.rule = not self.worded and is_rule(text)
        self.marked = marked or not self.worded
        self.folded = folded
        self.leave: Literal["", "perhaps", "surely"] = ""
        self._words: list[str] | None = None

    @property
    def words(self) -> list[str]:
        """Its folded words; of a long line only the first ones matter."""
        if self._words is None:
            self._words = find_words(self.folded if len(self.text) <= MAX_ADDRESS_CHARS else fold(self.text[:200]))
        return self._words


def bare_name(text: str) -> str:
    """Return a text without the marks that people set around their name."""
    return text.strip(_NAME_MARKS)


def is_rule(text: str) -> bool:
    """Tell whether a text is nothing but a drawn rule of four characters or more."""
    return compiled_for(text, _RULE).fullmatch(text) is not None and len(set(text)) <= 3


def is_dust(line: Line) -> bool:
    """Tell whether a line has no word in it: lone marks, undecoded blanks ("=20")."""
    return not line.worded and len(line.text) <= MAX_FRAGMENT_CHARS and re.fullmatch(_DUST, line.text) is not None


def is_name(text: str, most: int = 4) -> bool:
    """Tell whether a line may be a name: few words with capitals or in a script without case, no digits; or a mark.

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
    """Tell whether a word begins with a capital, or is short and in a script without case."""
    first = word.lstrip("'’‘(\"-")[:1]
    if first.isupper() or first.istitle():
        return True
    return first.isalpha() and not first.islower() and len(word) <= 12


def has_web_address(text: str) -> bool:
    """Tell whether a line holds an address of the web or of a mailbox."""
    folded = text.lower()
    return ("@" in folded or "http" in folded or "www." in folded) and re.search(_WEB, text) is not None


def has_digit(text: str) -> bool:
    """Tell whether a text has a digit in any script, raised ones included."""
    return _DIGIT.search(text) is not None if text.isascii() else any(map(str.isdigit, text))


def is_contact(line: Line) -> bool:
    """Tell whether a short line holds contact details: a telephone number, an address, or a labelled one."""
    text = line.text
    if len(text) > 120:
        return False
    if has_web_address(text):
        return len(line.words) <= 9 or (len(line.words) <= 14 and text.count("|") > 1)
    if not has_digit(text) or not (parts := line.words):
        return False
    if len(parts) <= 10 and parts[0] in phrasebook().contact:
        return True
    match = compiled_for(text, _PHONE).search(text) or re.search(_SHORT_PHONE, text)
    if match is None or _COLUMNS in match[0]:  # a row of a table of figures
        return False
    return not re.search(_DATE, match[0]) and len(parts) <= 9


def _is_capitalised(text: str) -> bool:
    """Tell whether nearly all longer words begin with a capital or a figure, as in titles and postal addresses."""
    longer = _LONGER_WORD.findall(text)
    return len(longer) - sum(map(str.islower, longer)) >= 0.8 * len(longer)


def is_fragment(line: Line) -> bool:
    """Tell whether a line is no sentence: short, begins with a capital or figure, no full stop behind it."""
    text = line.text
    if len(text) > MAX_ADDRESS_CHARS or text[0].islower():
        return False
    if (capitalised := len(text) > MAX_FRAGMENT_CHARS) and not _is_capitalised(text):
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
