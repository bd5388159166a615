"""What CSS says about an element that matters for its text: hidden, font of zero size, margin, border, quotation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = ["Look", "StyleSheet", "is_indent", "look_of"]

_ZERO = r"\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%|in|cm|mm)?"
_NONE = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    rf"|opacity{_ZERO}\s*(?:[;!]|$))"
)
_CLOSED = re.compile(rf"(?:^|[;\s])max-height{_ZERO}\s*(?:[;!]|$)")
_FONT = re.compile(r"(?:^|[;\s])font(?:-size)?\s*:\s*([^;]*)")
_FONT_ZERO = re.compile(r"(?:^|\s)(?:0(?:\.0+)?(?:px|pt|em|rem|%)?|1px)(?=$|[\s!/])")
_MARGIN = re.compile(r"(?:^|[;\s])margin(-top|-bottom)?\s*:\s*([^;!]*)")
_LENGTH_ZERO = re.compile(r"-?0*(?:\.0*)?(?:0001)?(?:px|pt|em|rem|%|in|cm|mm)?")
_BORDER_LEFT = re.compile(r"(?:^|[;\s])border-left(?:-width|-style)?\s*:\s*(?!none|0|medium none)[^;]*\w")
_NO_BORDER = re.compile(r"(?:^|[;\s])border(?:-left)?\s*:\s*(?:none|0|medium none)")
_INDENT = re.compile(r"(?:^|[;\s])margin(?:-left|-right)?\s*:")
_PRE = re.compile(r"(?:^|[;\s])white-space\s*:\s*(pre(?:-wrap|-line)?|break-spaces)")
_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?(?:([.#])([\w-]+))?")
_MAX_RULES = 5_000


@dataclass(slots=True)
class Look:
    """How an element looks, as far as its text is concerned.

    Attributes:
        hidden: It and all inside is not shown.
        zero: Its font has no size (True), has one again (False), or is that of its parent (None).
        flat: No margin above it.
        pre: Line ends count.
    """

    hidden: bool = False
    zero: bool | None = None
    flat: bool = False
    pre: bool = False


def look_of(style: str) -> Look:
    """Read a style attribute, or the declarations of a rule.

    Args:
        style: CSS declarations, as written.
    """
    style = style.lower()
    font = _FONT.search(style)
    closed = _CLOSED.search(style) is not None and "overflow" in style
    return Look(
        hidden=closed or _NONE.search(style) is not None,
        zero=_FONT_ZERO.search(font[1]) is not None if font else None,
        flat=_is_flat(style),
        pre=_PRE.search(style) is not None,
    )


def _is_flat(style: str) -> bool:
    """Tell whether an element has neither a margin above nor one below; Word writes ``.0001pt`` for none."""
    above = below = "1em"
    for match in _MARGIN.finditer(style):
        lengths = match[2].split() or ["1em"]
        if match[1] != "-bottom":
            above = lengths[0]
        if match[1] != "-top":
            below = lengths[2 if len(lengths) > 2 else 0]
    return _LENGTH_ZERO.fullmatch(above) is not None and _LENGTH_ZERO.fullmatch(below) is not None


def is_indent(style: str) -> bool:
    """Tell whether a blockquote's style says that it only moves its words to the right, as a client's button does."""
    style = style.lower()
    return _NO_BORDER.search(style) is not None and _INDENT.search(style) is not None and not _BORDER_LEFT.search(style)


@dataclass(slots=True)
class StyleSheet:
    """The rules of style elements that one class, id or tag name decides.

    Attributes:
        rules: Looks by selector: ``p``, ``.preheader``, ``#intro``, ``p.MsoNormal``.
    """

    rules: dict[str, Look] = field(default_factory=dict)

    def add(self, css: str) -> None:
        """Take in the content of a style element; rules for other media than the screen at hand do not count."""
        for prelude, declarations in _top_rules(css):
            look = look_of(declarations)
            if not (look.hidden or look.zero or look.flat or look.pre):
                continue
            for selector in prelude.lower().split(","):
                name = selector.strip()
                if name and _SELECTOR.fullmatch(name) and len(self.rules) < _MAX_RULES:
                    self.rules[name] = look

    def looks(self, tag: str, classes: list[str], identifier: str) -> list[Look]:
        """Return the looks that the rules give to an element."""
        if not self.rules:
            return []
        names = [tag, *(f"{before}.{name}" for name in classes[:20] for before in ("", tag))]
        names += [f"#{identifier}", f"{tag}#{identifier}"] if identifier else []
        return [self.rules[name] for name in names if name in self.rules]


def _top_rules(css: str) -> list[tuple[str, str]]:
    """Selectors and declarations of the rules outside of ``@media`` and the like."""
    css = re.sub(r"/\*.*?(?:\*/|\Z)|<!--|-->", " ", css, flags=re.DOTALL)
    rules: list[tuple[str, str]] = []
    depth, begin, opened, prelude = 0, 0, 0, ""
    for brace in re.finditer(r"[{}]", css):
        if brace[0] == "{":
            if depth == 0:
                prelude = css[begin : brace.start()].rpartition(";")[2].strip()
                opened = brace.end()
            depth += 1
            continue
        depth = max(depth - 1, 0)
        if depth == 0:
            if opened and not prelude.startswith("@"):
                rules.append((prelude, css[opened : brace.start()]))
            begin, opened = brace.end(), 0
    return rules
