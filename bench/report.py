"""Tables in Markdown, and their places in the pages under docs/."""

from __future__ import annotations

import datetime
import platform
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.parsers import Parser

__all__ = ["conditions", "figure", "page_of", "place", "replace", "table"]

_DOCS = Path(__file__).parents[1] / "docs"


def page_of(section: str) -> Path:
    """Return the page that holds the figures of a section."""
    return _DOCS / ("accuracy.md" if section == "accuracy" else "performance.md")


def figure(value: float) -> str:
    """A number with as many places as tell something: ``0.043``, ``1.27``, ``38``, ``12,400``."""
    if value >= 20:
        return f"{value:,.0f}"
    return f"{value:.2g}" if value < 1 else f"{value:.3g}"


def conditions(parsers: Iterable[Parser]) -> str:
    """When and with what was measured.

    Args:
        parsers: What was measured.

    Returns:
        A line above the tables.
    """
    versions = ", ".join(dict.fromkeys(f"{parser.distribution} {parser.version}" for parser in parsers))
    system = (
        f"{platform.python_implementation()} {platform.python_version()} on {platform.system()} {platform.machine()}"
    )
    today = datetime.datetime.now(datetime.UTC)
    return f"{today.day} {today:%B %Y}, {system}: {versions}.\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table.

    Args:
        head: The names of its columns; all but the first hold figures.
        rows: Its rows.

    Returns:
        Markdown.
    """
    ruler = ["---", *["---:"] * (len(head) - 1)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in [head, ruler, *rows])


def place(page: str, section: str) -> re.Match[str]:
    """Where the page holds the figures of a section: between two comments that name it.

    Args:
        page: The page.
        section: The section.

    Returns:
        The match of what stands between, and the comments around it as its groups.

    Raises:
        ValueError: The page has no such place, or more than one.
    """
    begin, end = re.escape(f"<!-- bench {section} -->\n"), re.escape(f"<!-- end {section} -->\n")
    found = list(re.finditer(f"({begin}).*?({end})", page, re.DOTALL))
    if len(found) != 1:
        raise ValueError(
            f"{page_of(section).name} must hold “<!-- bench {section} -->” and “<!-- end {section} -->” once"
        )
    return found[0]


def replace(page: str, section: str, figures: str) -> str:
    """The page with new figures in a section.

    Args:
        page: The page.
        section: The section.
        figures: Markdown.

    Returns:
        The new page.

    Raises:
        ValueError: The page has no such section.
    """
    found = place(page, section)
    return f"{page[: found.start()]}{found[1]}{figures.strip()}\n{found[2]}{page[found.end() :]}"
