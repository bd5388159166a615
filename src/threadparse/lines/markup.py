"""Markup of the carrier: markdown emphasis, links and superscripts resolved to plain text."""

from __future__ import annotations

import re

__all__ = ["plain", "without_tags"]

_LINK = r"!?\[([^\[\]\n]{0,400})\]\(\s*<?([^()\s<>]{0,800}(?:\([^()\s]{0,80}\)[^()\s<>]{0,80})?)>?[ \t]?\)"
_AUTOLINK = r"(?<![^\s(])<(https?://[^<>\s]{1,800}|mailto:[^<>\s]{1,300})>"
_TAG = re.compile(r"</?(?:su[pb]|b|i|u|em|strong|br|span|div|p)\s*/?>", re.IGNORECASE)
_STRONG = r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]{1,400})(?<=[^\s*])\1(?![\w*])"
_UNDER = r"(?<![\w_])(_{1,2})(?=[^\s_])([^_\n]{1,400})(?<=[^\s_])\1(?![\w_])"
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+", re.MULTILINE)
_ESCAPE = r"\\([!-/:-@\[-`{-~])"  # CommonMark §2.4: any punctuation of ASCII, as Pandoc escapes apostrophes
# A plane of private use (Unicode §23.5) that no mail uses holds the escaped marks meanwhile.
_HIDDEN = 0xF0000
_SHOWN = "[\U000f0020-\U000f007f]"
_HARD_BREAK = re.compile(r"(?:(?<! ) {2,}|\\)$", re.MULTILINE)


def plain(text: str) -> str:
    """Resolve markdown and the HTML that converters leave in it; words, lists and tables stay as they are.

    Args:
        text: Markdown (CommonMark 0.31 §6: emphasis, links, hard breaks), any number of lines.

    Returns:
        The text without mark-up; a link gives its text.
    """
    escaped = "\\" in text
    if escaped:  # what is escaped is no mark-up: it is put out of sight until the rest is resolved
        text = re.sub(_ESCAPE, lambda match: chr(_HIDDEN + ord(match[1])), text)
    if "](" in text:
        text = re.sub(_LINK, r"\1", text)
    if "<" in text:
        text = re.sub(_AUTOLINK, r"\1", without_tags(text))
    if "*" in text:
        text = re.sub(_STRONG, r"\2", text)
    if "_" in text:
        text = re.sub(_UNDER, r"\2", text)
    if "#" in text:
        text = _HEADING.sub("", text)
    text = _HARD_BREAK.sub("", text)
    return re.sub(_SHOWN, lambda match: chr(ord(match[0]) - _HIDDEN), text) if escaped else text


def without_tags(text: str) -> str:
    """Return a text without the HTML that converters leave in it: emphasis, line ends, paragraphs.

    Args:
        text: Any text.
    """
    return _TAG.sub("", text)
