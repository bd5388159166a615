"""The options that say how to read, which all reading commands share: --dayfirst, --encoding, --limit."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from threadparse.cli.limits import limit_option

if TYPE_CHECKING:
    from threadparse.options import DateOrder, ParseOptions

__all__ = ["reading_options"]

_OPTIONS = (
    click.option(
        "--dayfirst/--monthfirst",
        "day_first",
        default=None,
        help="How to read 03/04/2021 where the chain itself does not decide it.",
    ),
    click.option(
        "--encoding",
        metavar="NAME",
        help="What text is in that is no UTF-8 and does not say, such as koi8-r.  [default: windows-1252]",
    ),
    limit_option,
)


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options; what they say comes to it as ``options``, those of the parser.

    Args:
        command: The function of the command.

    Returns:
        The function for click.
    """

    @wraps(command)
    def with_options(
        *arguments: Any, day_first: bool | None, encoding: str | None, limits: dict[str, int], **others: Any
    ) -> None:
        command(*arguments, options=_parse_options(day_first, encoding, limits), **others)

    for option in reversed(_OPTIONS):
        with_options = option(with_options)
    return with_options


def _parse_options(day_first: bool | None, encoding: str | None, limits: dict[str, int]) -> ParseOptions:
    """The parser's options; one that makes no sense is wrong usage."""
    from threadparse.errors import OptionError
    from threadparse.options import ParseOptions

    order: DateOrder = "auto" if day_first is None else "day-first" if day_first else "month-first"
    try:
        return ParseOptions(date_order=order, encoding=encoding, **limits)
    except OptionError as error:
        raise click.UsageError(f"{error}.") from error
