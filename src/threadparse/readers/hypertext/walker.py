"""From HTML to text with the quotation structure of the clients; one pass with a stack of open elements.

Quotations: ``<blockquote>`` (Apple ``type=cite``, Gmail ``gmail_quote``, Thunderbird ``cite``, plain in Yandex) becomes
"> " marks, one a depth; a mere indentation does not. Outlook, Yahoo and Zimbra set a header block or a rule above the
older mail instead, and so does the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from threadparse.readers.hypertext.flow import Flow, TableRow
from threadparse.readers.hypertext.styles import Look, StyleSheet, is_indent, look_of
from threadparse.readers.hypertext.tags import (
    BLOCKS,
    CELLS,
    MARGINS,
    TABLE,
    UNSHOWN,
    VOID,
    Tag,
    attributes,
    cut_tags,
    unescape,
)

__all__ = ["Walker", "begins_quoted_mail", "has_line_above", "is_quote"]

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
    """Tell whether an element, by its class or id, begins the quoted mail or the line that announces it."""
    return _BEGINS.search(f"{given.get('class', '')} {given.get('id', '')}") is not None


def has_line_above(style: str) -> bool:
    """Tell whether a line is drawn above a block, as Outlook draws it above the header of the mail below."""
    return _LINE_ABOVE.search(style) is not None


def is_quote(name: str, given: dict[str, str], style: str) -> bool:
    """Tell whether an element quotes an older mail.

    Args:
        name: Its tag.
        given: Its attributes.
        style: Its style attribute.
    """
    if name != "blockquote":
        return name == "div" and _OUTLOOK_BAR.search(style) is not None
    marked = given.get("type", "").lower() == "cite" or "cite" in given or "quote" in given.get("class", "").lower()
    return marked or not is_indent(style)


_ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")
_WEB = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_PLAIN_LOOK = Look()
_SNIPPET = 200


@dataclass(slots=True)
class _Open:
    """An open element, and what its end undoes."""

    name: str
    begin: int
    block: bool
    hidden: bool
    zero: bool
    quote: bool = False
    pre: bool = False
    flat: bool = False
    row: TableRow | None = None
    items: int | None = None


class Walker:
    """The walk over one document.

    Attributes:
        flow: The lines that it makes.
        hidden: The words that are not shown, as far as the first hundred or so.
        hidden_characters: How many characters they are.
    """

    def __init__(self, max_depth: int) -> None:
        self.flow = Flow(max_depth)
        self.hidden: list[str] = []
        self.hidden_characters = 0
        self._sheet = StyleSheet()
        self._open: list[_Open] = []
        self._by_name: dict[str, list[int]] = {}
        self._blocks: list[int] = []
        self._cells: list[int] = []
        self._rows: list[TableRow] = []
        self._lists: list[_Open] = []
        self._hidden = 0
        self._unshown = 0
        self._zero = False
        self._pre = 0
        self._link: tuple[str, list[str]] | None = None

    def run(self, source: str) -> None:
        """Walk over a document, from its first character to its last."""
        for tag in cut_tags(source):
            if tag.kind == "text":
                self._words(unescape(tag.source))
            elif tag.kind == "raw":
                self._sheet.add(tag.source)
            elif tag.kind == "close":
                self._close(tag.name)
            elif tag.name in VOID:
                self._void(tag)
            else:
                self._begin(tag)
        self._pop_to(0)

    def _words(self, text: str) -> None:
        if self._unshown:
            return
        if self._hidden or self._zero:
            shown = " ".join(text.replace("\u200c", "").replace("\xa0", " ").replace("\u034f", "").split())
            if shown:
                if self.hidden_characters < _SNIPPET:
                    self.hidden.append(shown)
                self.hidden_characters += len(shown)
            return
        self.flow.add(text, pre=self._pre > 0)
        if self._link is not None:
            self._link[1].append(text)

    def _void(self, tag: Tag) -> None:
        if self._hidden or self._unshown:
            return
        if tag.name == "br":
            self.flow.line_break()
        elif tag.name == "hr":
            self.flow.rule()
        elif tag.name == "img":
            given = attributes(tag.source)
            words = " ".join(given.get("alt", "").split())
            if words and not self._look("img", given).hidden and given.get("width") not in ("0", "1"):
                self._words(f"[{words}]")

    def _begin(self, tag: Tag) -> None:
        name = tag.name
        given = attributes(tag.source) if len(tag.source) > len(name) + 2 else {}
        block = name in BLOCKS
        self._imply_ends(name, block)
        look = self._look(name, given) if given or self._sheet.rules else _PLAIN_LOOK
        opened = _Open(name, self.flow.place(), block, hidden=look.hidden or "hidden" in given, zero=self._zero)
        self._hidden += opened.hidden
        self._zero = look.zero if look.zero is not None else self._zero
        self._unshown += name in UNSHOWN
        opened.pre = look.pre or name == "pre"
        self._pre += opened.pre
        if not (self._hidden or self._zero or self._unshown):
            if given and begins_quoted_mail(given):
                self.flow.margin()
            if block:
                self._begin_block(opened, given, look)
        if name == "a":
            self._end_link()
            self._link = (given.get("href", "").strip(), [])
        self._push(opened)

    def _begin_block(self, opened: _Open, given: dict[str, str], look: Look) -> None:
        """Return the line ends, margins, marks and cells of a block that begins."""
        name, style = opened.name, given.get("style", "")
        opened.flat = (
            look.flat or given.get("class", "").lower().startswith("mso") or name not in MARGINS or bool(self._lists)
        )
        if not opened.flat or has_line_above(style):
            self.flow.margin()
        else:
            self.flow.end_line()
        opened.quote = is_quote(name, given, style)
        self.flow.depth += opened.quote
        if name in ("ul", "ol"):
            opened.items = 0
            self._lists.append(opened)
        elif name == "li":
            self.flow.marker = self._marker()
        elif name == "tr":
            self.flow.open_row()
            opened.row = TableRow()
            self._rows.append(opened.row)
        elif name in CELLS and self._rows:
            self.flow.open_cell(self._rows[-1])
        opened.begin = self.flow.place()

    def _marker(self) -> str:
        """Return the mark before a list item, set in by its level."""
        if not self._lists:
            return "- "
        inner = self._lists[-1]
        inner.items = (inner.items or 0) + 1
        mark = f"{inner.items}. " if inner.name == "ol" else "- "
        return "  " * min(len(self._lists) - 1, 20) + mark

    def _look(self, name: str, given: dict[str, str]) -> Look:
        """Return what the style sheet and the element itself say; the element has the last word on its font."""
        own = look_of(given["style"]) if "style" in given else _PLAIN_LOOK
        ruled = self._sheet.looks(name, given.get("class", "").lower().split(), given.get("id", "").lower())
        if not ruled:
            return own
        looks = [*ruled, own]
        return Look(
            hidden=any(look.hidden for look in looks),
            zero=next((look.zero for look in reversed(looks) if look.zero is not None), None),
            flat=any(look.flat for look in looks),
            pre=any(look.pre for look in looks),
        )

    def _imply_ends(self, name: str, block: bool) -> None:
        """Close what the new element closes (HTML Living Standard §13.1.2.4: optional tags)."""
        if name == "body":  # whatever is left open of the head
            self._close("head")
        if name == "li":
            self._close_within("li", ("ul", "ol"))
        elif name in CELLS:
            self._close_within("td", ("table",))
            self._close_within("th", ("table",))
        elif name == "tr":
            self._close_within("tr", ("table",))
        if block:
            self._close_within("p", ("td", "th", "blockquote"))

    def _close_within(self, name: str, bounds: tuple[str, ...]) -> None:
        at = self._last(name)
        if at >= 0 and all(at > self._last(bound) for bound in bounds):
            self._pop_to(at)

    def _last(self, name: str) -> int:
        places = self._by_name.get(name)
        return places[-1] if places else -1

    def _push(self, opened: _Open) -> None:
        at = len(self._open)
        self._open.append(opened)
        self._by_name.setdefault(opened.name, []).append(at)
        if opened.block:
            self._blocks.append(at)
        if opened.name in CELLS:
            self._cells.append(at)

    def _close(self, name: str) -> None:
        """End the innermost open element of a name, if the end tag can mean it; what is open inside ends too."""
        at = self._last(name)
        if name == "p" and at < 0 and not self._hidden:
            self.flow.margin()
        bound = self._blocks if name not in BLOCKS else self._cells if name not in TABLE else []
        if at >= 0 and (not bound or at >= bound[-1]):
            self._pop_to(at)

    def _pop_to(self, at: int) -> None:
        while len(self._open) > at:
            opened = self._open.pop()
            self._by_name[opened.name].pop()
            if opened.block:
                self._blocks.pop()
            if opened.name in CELLS:
                self._cells.pop()
            self._end(opened)

    def _end(self, opened: _Open) -> None:
        """Undo what an element did."""
        if opened.name == "a":
            self._end_link()
        if opened.block and not (self._hidden or self._zero or self._unshown):
            self.flow.close_block(opened.begin)
            if not opened.flat:
                self.flow.margin()
            if opened.row is not None:
                self.flow.close_row(opened.row)
            self.flow.depth -= opened.quote
        if opened.row is not None:
            self._rows.pop()
        if opened.items is not None:
            self._lists.pop()
        if opened.name == "li":
            self.flow.marker = ""
        self._hidden -= opened.hidden
        self._unshown -= opened.name in UNSHOWN
        self._pre -= opened.pre
        self._zero = opened.zero

    def _end_link(self) -> None:
        """Show where a link leads, unless its words say so."""
        if self._link is None:
            return
        target, texts = self._link
        self._link = None
        words = " ".join("".join(texts).split())
        if not words:
            return
        if target.lower().startswith("mailto:"):
            address = unquote(target[7:].partition("?")[0]).strip()
            if _ADDRESS.fullmatch(address) and not _ADDRESS.search(words):
                self.flow.pending = f" <{address}>"
        elif _WEB.match(target) and _bare(target) != _bare(words) and len(target) <= 2_000:
            self.flow.add(f" <{target}>", pre=True)


def _bare(address: str) -> str:
    """Return a web address as people compare them: no scheme, no "www.", no slash or mark at its end."""
    return _WEB.sub("", address).lower().removeprefix("www.").rstrip("/.,;:)>]")
