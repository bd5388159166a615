"""Options and limits that all reading commands share: --dayfirst, --encoding, --limit, --jobs."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

if TYPE_CHECKING:
    from threadparse.options import DateOrder, ParseOptions

__all__ = ["jobs_option", "limit_option", "reading_options"]

Command = TypeVar("Command", bound=Callable[..., object])

_VALUE = re.compile(r"(\d[\d,_]{0,18})(?:([kmgt])(i?)b?)?", re.IGNORECASE | re.ASCII)
_UNITS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}


class _Limit(NamedTuple):
    """A limit as the user meets it."""

    field: str
    default: int
    meaning: str


def limit_option(command: Command) -> Command:
    """Give a command the option --limit; it comes to it as ``limits``, fields of ``ParseOptions``."""
    return click.option(
        "--limit",
        "limits",
        metavar="NAME=VALUE",
        multiple=True,
        is_eager=True,
        callback=_read,
        help="Set a limit, as in pages=500 or unpacked-bytes=2GiB; can be repeated. `--limit help` lists them.",
    )(command)


def jobs_option(command: Command) -> Command:
    """Give a command the option --jobs; it comes to it as ``jobs``, how many processes parse."""
    return click.option(
        "-j",
        "--jobs",
        type=click.IntRange(min=1),
        default=_cores,
        help="Processes that parse.  [default: the cores there are]",
    )(command)


def _cores() -> int:
    """Return the cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # a system that does not bind processes to cores
        return os.cpu_count() or 1


def _read(ctx: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, int]:
    """Read what was given as fields of ``ParseOptions``, or list what can be."""
    if not given:
        return {}
    known = _known()
    if "help" in given:
        click.echo(_listed(known))
        ctx.exit()
    limits = {}
    for item in given:
        name, equals, value = item.partition("=")
        limit = known.get(name.strip().lower().replace("_", "-"))
        if not equals or limit is None:
            raise click.BadParameter(f"{item!r} is not NAME=VALUE with one of the names {', '.join(known)}.")
        limits[limit.field] = _number(item, value.strip())
    return limits


def _number(item: str, value: str) -> int:
    """Return a number of 1 or more, perhaps with a unit."""
    match = _VALUE.fullmatch(value)
    number = int(re.sub(r"\D", "", match[1])) if match else 0
    if match is None or not number:
        words = "the value must be a number from 1, such as 500 or 20,000, or a size, such as 300MB or 2GiB."
        raise click.BadParameter(f"{item!r}: {words}")
    thousand = 1024 if match[3] else 1000
    for _ in range(_UNITS[(match[2] or "").lower()]):
        number *= thousand
    return number


def _known() -> dict[str, _Limit]:
    """Return the limits by their names."""
    from dataclasses import fields

    from threadparse.options import ParseOptions

    defaults = ParseOptions()
    return {
        field.name.removeprefix("max_").replace("_", "-"): _Limit(
            field.name, getattr(defaults, field.name), field.metadata["meaning"]
        )
        for field in fields(ParseOptions)
        if field.name.startswith("max_")
    }


def _listed(known: dict[str, _Limit]) -> str:
    """Return the limits as a table."""
    rows = [("NAME", "DEFAULT", "AT MOST SO MANY")]
    rows += [(name, f"{limit.default:,}", limit.meaning) for name, limit in known.items()]
    wide, wider = (max(len(row[column]) for row in rows) for column in (0, 1))
    return "\n".join(f"{name:{wide}}  {default:>{wider}}  {meaning}" for name, default, meaning in rows)


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
    click.option(
        "--column",
        metavar="NAME",
        help="The column of a table (CSV, JSON, Excel, Parquet) with the mails.  [default: where they plainly are]",
    ),
    click.option("--password", metavar="WORD", help="What opens encrypted PDFs."),
    click.option(
        "--ocr",
        type=click.Choice(["auto", "never", "always"]),
        default="auto",
        show_default=True,
        help="Recognise the text of images and scanned pages; auto: of pages that have none.",
    ),
    click.option(
        "--ocr-lang", metavar="CODES", default="eng", show_default=True, help="Its languages, such as eng+deu."
    ),
    click.option("--covered", is_flag=True, help="Read the words that lie under the bars of a PDF, too."),
    limit_option,
)
_AS_NAMED = (
    "encoding",
    "column",
    "password",
    "covered",
    "ocr",
    "ocr_lang",
)  # fields of ``ParseOptions`` that options are named after


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options; what they say comes to it as ``options``, those of the parser.

    Args:
        command: The function of the command.

    Returns:
        The function for click.
    """

    @wraps(command)
    def with_options(*arguments: Any, day_first: bool | None, limits: dict[str, int], **others: Any) -> None:
        given = {name: others.pop(name) for name in _AS_NAMED}
        command(*arguments, options=_parse_options(day_first, **given, **limits), **others)

    for option in reversed(_OPTIONS):
        with_options = option(with_options)
    return with_options


def _parse_options(day_first: bool | None, **others: Any) -> ParseOptions:
    """Return the parser's options; one that makes no sense is wrong usage."""
    from threadparse.errors import OptionError
    from threadparse.options import ParseOptions

    order: DateOrder = "auto" if day_first is None else "day-first" if day_first else "month-first"
    try:
        return ParseOptions(date_order=order, **others)
    except OptionError as error:
        raise click.UsageError(f"{error}.") from error
