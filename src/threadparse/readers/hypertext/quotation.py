"""How clients mark the mail that they quote: names of elements, lines above it, bars beside it."""

from __future__ import annotations

import re

from threadparse.readers.hypertext.styles import is_indent

__all__ = ["begins_quoted_mail", "has_line_above", "is_quote"]

# Classes and ids at which clients begin the quoted mail; those of inner mails have "x_" before them in Outlook.
_BEGINS = re.compile(
    r"(?:^|[\s_-])(?:gmail_(?:quote|attr|extra)|moz-(?:cite-prefix|forward-container|email-headers-table)|divRplyFwdMsg|"
    r"appendonsend|OLK_SRC_BODY_SECTION|yahoo_quoted|yahooQTDCollapse|yqt\d|protonmail_quote|tutanota_quote|zmail_extra|"
    r"ms-outlook-mobile-reference-message|mail-editor-reference-message-container|reply-intro|AOLMsgPart|WM_QUOTE)",
    re.IGNORECASE,
)
# Outlook: a line above the header block; and the bar of "include and indent original message text".
_LINE_ABOVE = re.compile(r"border-top(?:-style)?\s*:\s*[^;]*solid", re.IGNORECASE)
_OUTLOOK_BAR = re.compile(r"border\s*:\s*none\s*;\s*border-left\s*:\s*solid[^;]*1\.5pt\s*;\s*padding", re.IGNORECASE)


def begins_quoted_mail(given: dict[str, str]) -> bool:
    """Whether an element, by its class or id, begins the quoted mail or the line that announces it.

    Args:
        given: Its attributes.
    """
    return _BEGINS.search(f"{given.get('class', '')} {given.get('id', '')}") is not None


def has_line_above(style: str) -> bool:
    """Whether a line is drawn above a block, as Outlook draws it above the header of the mail below."""
    return _LINE_ABOVE.search(style) is not None


def is_quote(name: str, given: dict[str, str], style: str) -> bool:
    """Whether an element quotes an older mail.

    Args:
        name: Its tag.
        given: Its attributes.
        style: Its style attribute.
    """
    if name != "blockquote":
        return name == "div" and _OUTLOOK_BAR.search(style) is not None
    marked = given.get("type", "").lower() == "cite" or "cite" in given or "quote" in given.get("class", "").lower()
    return marked or not is_indent(style)
