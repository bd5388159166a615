"""What a client prints in the place of a value that it failed to fill in (``unfilled.json``)."""

from __future__ import annotations

import re
from functools import cache

from threadparse.locales.tables import load_table

__all__ = ["may_be_unfilled", "unfilled"]


@cache
def unfilled() -> re.Pattern[str]:
    """Matches one value or variable as a whole, with the brackets of an address; the same pattern each time."""
    table = load_table("unfilled")
    values = "|".join(re.escape(value) for value in table["values"])
    return re.compile(rf"<?(?:(?<!\w)(?:{values})(?!\w)|{'|'.join(table['variables'])})>?", re.IGNORECASE)


def may_be_unfilled(folded: str) -> bool:
    """Whether a text may hold one of them; most texts hold none, and this is quick to say so.

    Args:
        folded: The text in small letters.
    """
    return any(map(folded.__contains__, _hints()))


@cache
def _hints() -> tuple[str, ...]:
    table = load_table("unfilled")
    return (*table["hints"], *(value.lower() for value in table["values"]))
