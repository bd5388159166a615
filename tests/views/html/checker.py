"""What must hold for every page: nothing but known mark-up, links that arrive, the source line by line."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser

__all__ = ["PageReader", "faults"]

_ELEMENTS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "a",
        "div",
        "header",
        "h1",
        "h2",
        "h3",
        "p",
        "bdi",
        "span",
        "nav",
        "details",
        "summary",
        "code",
        "main",
        "section",
        "figure",
        "ul",
        "ol",
        "li",
        "small",
        "svg",
        "g",
        "line",
        "rect",
        "circle",
        "text",
        "figcaption",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "time",
        "b",
        "article",
        "pre",
        "blockquote",
    ]
)
_ATTRIBUTES = frozenset(
    [
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "href",
        "id",
        "class",
        "aria-label",
        "aria-labelledby",
        "aria-hidden",
        "role",
        "tabindex",
        "scope",
        "start",
        "datetime",
        "open",
        "height",
        "width",
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "cx",
        "cy",
        "r",
    ]
)
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\xad\ufeff]"
)


class PageReader(HTMLParser):
    """A page as a browser reads it.

    Attributes:
        elements: How many there are of each.
        unknown: Elements and attributes that no page should have.
        ids: All ids.
        links: All targets of links.
        lines: The lines of the source.
        words: All text outside the style and the source.
    """

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: Counter[str] = Counter()
        self.unknown: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.lines: list[str] = []
        self.words = ""
        self._in_source = self._in_line = self._in_style = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count an element and note its attributes."""
        self.elements[tag] += 1
        values = dict(attrs)
        self.unknown += [tag] if tag not in _ELEMENTS else []
        self.unknown += [f"{tag} {name}" for name in values if name not in _ATTRIBUTES]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name == "href"]
        self._in_source = self._in_source or values.get("id") == "source"
        self._in_style = tag == "style"
        if self._in_source and tag == "li":
            self._in_line = True
            if values.get("class") != "c":
                self.lines.append("")
        elif tag != "span":
            self._in_line = False

    def handle_endtag(self, tag: str) -> None:
        """Note where the style ends."""
        self._in_style = self._in_style and tag != "style"

    def handle_data(self, data: str) -> None:
        """Keep text."""
        if self._in_line:
            self.lines[-1] += data
        elif not self._in_style:
            self.words += data


def faults(page: str, text: str | None, messages: int) -> list[str]:
    """What is wrong with a page.

    Args:
        page: The page.
        text: The only text that it shows as its source; None if it has none or several.
        messages: How many messages it is to show.

    Returns:
        One line a fault.
    """
    read = PageReader(page)
    found = [f"unknown: {name}" for name in read.unknown]
    found += [f"leads away: {link}" for link in read.links if not link.startswith("#")]
    found += [f"leads nowhere: {link}" for link in read.links if link[1:] not in set(read.ids)]
    found += [f"twice: {name}" for name, count in Counter(read.ids).items() if count > 1]
    found += [] if read.elements["article"] == messages else [f"{read.elements['article']} cards"]
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    found += [] if page.count(f'"{policy}"') == 1 else ["the policy is another one"]
    found += [f"style has {word}" for word in ("url(", "@import") if word in style]
    if text is not None:
        found += _lines_that_differ(read.lines, text)
    return found


def _lines_that_differ(shown: list[str], text: str) -> list[str]:
    """Say where the source on the page is not the text."""
    lines = re.split(r"\r\n|\n|\r", text)
    if lines[-1] == "":
        lines.pop()
    wanted = [_UNSEEN.sub(lambda match: f"U+{ord(match[0]):04X}", line.replace("\f", "")) for line in lines]
    if len(shown) != len(wanted):
        return [f"{len(shown)} lines of {len(wanted)}"]
    return [
        f"line {at}: {is_} for {to_be}"
        for at, (is_, to_be) in enumerate(zip(shown, wanted, strict=True), 1)
        if is_ != to_be
    ]
