"""Elements by what they do to the text: line ends, margins, cells, or no text at all (HTML Living Standard §15.3)."""

from __future__ import annotations

__all__ = ["BLOCKS", "CELLS", "MARGINS", "TABLE", "UNSHOWN", "VOID"]

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
