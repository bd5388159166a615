"""Tags and text of HTML, cut in linear time whatever is open, unclosed or nested; what each element does to a line.

``html.parser`` of the standard library searches the rest of the document again for each unclosed comment or tag (before
Python 3.11.14, 3.12.12 and 3.13.6: a minute for 60 kB of ``<a ``), and ``html.unescape`` raises on numbers of thousands
of digits. Here each search that failed once is not tried again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["BLOCKS", "CELLS", "MARGINS", "TABLE", "UNSHOWN", "VOID", "Tag", "attributes", "cut_tags", "unescape"]

#: Elements without content and end tag (§13.1.2).
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
#: Elements that stand on lines of their own.
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
#: Blocks with a blank line above and below, unless a style says otherwise.
MARGINS = frozenset(["blockquote", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "ul"])
#: Cells of tables.
CELLS = frozenset(["td", "th"])
#: Elements whose end tags reach through open cells.
TABLE = frozenset(["body", "caption", "html", "table", "tbody", "td", "tfoot", "th", "thead", "tr"])
#: Elements whose text is not shown.
UNSHOWN = frozenset(
    ["datalist", "head", "noscript", "object", "script", "select", "style", "svg", "template", "textarea", "title"]
)


_NAME = re.compile(r"</?([A-Za-z][^\s/>\x00]{0,200})")
_ENDS_OR_QUOTES = re.compile(r"[>\"']")
_VALUE_OPENS = re.compile(r"=\s*\Z")
_ATTRIBUTE = re.compile(r"([^\s=>\"'/]{1,100})(?:\s*=\s*(\"[^\"]*\"?|'[^']*'?|[^\s>]*))?")
# HTML Living Standard §13.1.2: elements whose content is no mark-up.
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "noembed", "noframes", "iframe"})
# Addresses that a client did not escape: "<jane@x.org>", "<mailto:jane@x.org>", "<https://x.org/a>".
_ADDRESS = re.compile(
    r"<(?:mailto:)?[^\s<>\"'=]{1,200}@[^\s<>\"'=]{1,200}>|<(?:https?|ftp)://?[^\s<>\"']{1,2000}>", re.I
)
_LONG_NUMBER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9A-Fa-f]{7,});?")


class Tag(NamedTuple):
    """One piece of HTML.

    Attributes:
        kind: ``text``, ``open``, ``close``, or ``raw`` for the content of a style element.
        name: The tag's name in lower case; empty for text.
        source: Text as written, or the tag from ``<`` to ``>``.
    """

    kind: str
    name: str
    source: str


def unescape(text: str) -> str:
    """Resolve character references; a number that no character has becomes U+FFFD."""
    if "&" not in text:
        return text
    from html import unescape as resolve

    return resolve(_LONG_NUMBER.sub("\ufffd", text))


def attributes(source: str) -> dict[str, str]:
    """Return the attributes of a start tag by lower-case name; the first of a name counts, as in browsers."""
    found: dict[str, str] = {}
    name = _NAME.match(source)
    for match in _ATTRIBUTE.finditer(source, name.end() if name else 1):
        value = match[2] or ""
        if value[:1] in ("'", '"'):
            value = value[1:].removesuffix(value[0])
        found.setdefault(match[1].lower(), unescape(value))
    return found


def cut_tags(source: str) -> Iterator[Tag]:
    """Cut HTML into its pieces, in order; comments, declarations and scripts are left out.

    Args:
        source: HTML as people's clients write it.
    """
    return _TagCutter(source).run()


class _TagCutter:
    """One walk over the source, with what was searched for and is not there."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.absent: set[str] = set()
        self.plain_quotes = False  # a quote that never closes: from here on tags end at the next ">"

    def run(self) -> Iterator[Tag]:
        source, at, shown = self.source, 0, 0
        while (at := source.find("<", at)) >= 0:
            end = self._skipped(at)
            name = None if end else _NAME.match(source, at)
            if name is not None:
                address = _ADDRESS.match(source, at)
                end = -1 if address else self._tag_end(name.end())
                if address:
                    at = address.end()
                    continue
            if end is None or end < 0 or (end == 0 and name is None):
                at += 1
                continue
            if shown < at:
                yield Tag("text", "", source[shown:at])
            shown = at = end
            if name is not None:
                tag = Tag(
                    "close" if source[name.start() + 1] == "/" else "open", name[1].lower(), source[name.start() : end]
                )
                yield tag
                if tag.kind == "open" and tag.name in _RAW:
                    shown = at = self._raw_end(tag.name, end)
                    if tag.name == "style":
                        yield Tag("raw", "style", source[end:at])
        if shown < len(source):
            yield Tag("text", "", source[shown:])

    def _find(self, what: str, at: int) -> int:
        """Where something stands from here on; -1 if nowhere, and then it is not looked for again."""
        if what in self.absent:
            return -1
        found = self.source.find(what, at)
        if found < 0:
            self.absent.add(what)
        return found

    def _skipped(self, at: int) -> int:
        """Behind a comment, a declaration or a processing instruction; 0 if there is none."""
        if self.source.startswith("<!--", at):
            end = self._find("-->", at + 2)  # "<!-->" is a whole comment
            if end >= 0:
                return end + 3
            return len(self.source)  # HTML Living Standard §13.2.5.48: the rest is comment
        if self.source.startswith("<![CDATA[", at):
            end = self._find("]]>", at)
            return end + 3 if end >= 0 else 0
        if self.source[at + 1 : at + 2] in ("!", "?"):
            end = self._find(">", at)
            return end + 1
        return 0

    def _tag_end(self, at: int) -> int:
        """Behind the ">" that ends a tag; one inside a quoted value does not."""
        if self._find(">", at) < 0:
            return -1
        begin = at
        while not self.plain_quotes and (found := _ENDS_OR_QUOTES.search(self.source, at)) is not None:
            mark = found[0]
            if mark == ">":
                return found.end()
            at = found.end()
            if _VALUE_OPENS.search(self.source[max(begin, at - 9) : at - 1]):
                closing = self._find(mark, at)
                if closing < 0:
                    break
                at = closing + 1
        self.plain_quotes = self.plain_quotes or _ENDS_OR_QUOTES.search(self.source, at) is None
        return self.source.find(">", begin) + 1

    def _raw_end(self, name: str, at: int) -> int:
        """Where the content of an element without mark-up ends: at its end tag, or at once if there is none."""
        key = f"</{name}"
        if key in self.absent:
            return at
        found = re.compile(re.escape(key), re.IGNORECASE).search(self.source, at)
        if found is None:
            self.absent.add(key)
            return at
        return found.start()
