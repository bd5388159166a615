"""Options that say which messages are shown, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import re

    from threadparse.views.selection import Selection

__all__ = ["selection_options"]


def _date(_context: click.Context, _parameter: click.Parameter, date: str | None) -> str:
    """Return a date as messages have it, cut after its precision."""
    from threadparse.views.dates import read_iso_date

    wanted = (date or "").replace(" ", "T")
    if date is not None and (len(wanted) not in (4, 7, 10, 16) or read_iso_date(wanted) is None):
        raise click.BadParameter(f"{date!r} is no date; write 2025, 2025-01, 2025-01-31 or 2025-01-31T16:22.")
    return wanted


def _pattern(_context: click.Context, _parameter: click.Parameter, pattern: str | None) -> re.Pattern[str] | None:
    """Return a pattern, which finds small letters in place of capitals too unless it has capitals."""
    import re

    if pattern is None:
        return None
    try:
        return re.compile(pattern, re.IGNORECASE if pattern == pattern.lower() else 0)
    except re.error as error:
        raise click.BadParameter(f"{pattern!r} is no pattern: {error}.") from error


def _numbers(_context: click.Context, _parameter: click.Parameter, numbers: tuple[str, ...]) -> frozenset[str]:
    """Return the numbers of messages."""
    for number in numbers:
        if not all(part.isascii() and part.isdecimal() for part in number.split(".", 1)):
            raise click.BadParameter(f"{number!r} is no number of a message, such as 3, or 2.3 in thread 2.")
    return frozenset(numbers)


_OPTIONS = (
    click.option("--from", "senders", metavar="WORDS", multiple=True, help="From whom: a part of the name or address."),
    click.option("--recipient", "recipients", metavar="WORDS", multiple=True, help="To whom, copies included."),
    click.option("--since", metavar="DATE", callback=_date, help="Not older, as 2025, 2025-01, 2025-01-31."),
    click.option("--until", metavar="DATE", callback=_date, help="Not newer; a day counts whole."),
    click.option("--grep", "pattern", metavar="PATTERN", callback=_pattern, help="With a match in body or subject."),
    click.option(
        "--only", "numbers", metavar="N", multiple=True, callback=_numbers, help="Message N; 2.3 in thread 2."
    ),
    click.option("--newest-first", is_flag=True, help="Begin with the newest message."),
)


def selection_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options; what they say comes to it as ``selection``, a function that makes a ``Selection``.

    Args:
        command: The function of the command.

    Returns:
        The function for click.
    """

    @wraps(command)
    def with_selection(
        *arguments: Any,
        senders: tuple[str, ...],
        recipients: tuple[str, ...],
        since: str,
        until: str,
        pattern: re.Pattern[str] | None,
        numbers: frozenset[str],
        newest_first: bool,
        **others: Any,
    ) -> None:
        def selection() -> Selection:
            from threadparse.views.selection import Selection

            return Selection(senders, recipients, since, until, pattern, numbers, newest_first)

        command(*arguments, selection=selection, **others)

    for option in reversed(_OPTIONS):
        with_selection = option(with_selection)
    return with_selection
