"""The command: ``python -m bench``."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click

from bench import accuracy, corpora, growth, mailbox, memory, report, speed, startup
from bench.child import ChildError
from bench.parsers import PEERS, Parser
from bench.plan import Plan

__all__ = ["main"]

#: Name and measurement, in the order of the page.
SECTIONS: dict[str, Callable[[Plan], str]] = {
    "accuracy": accuracy.measure,
    "mail": speed.measure_mail,
    "speed": speed.measure,
    "growth": growth.measure,
    "memory": memory.measure,
    "mailbox": mailbox.measure,
    "start-up": startup.measure,
}


@click.command()
@click.option(
    "--corpus",
    "folders",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="Real mail to measure too: a folder of .txt and .md files, or JSON Lines with the field “text”. Repeatable.",
)
@click.option(
    "--quick", is_flag=True, help="Measure as little as shows that everything works; the figures mean nothing."
)
@click.option("--peers/--no-peers", default=True, help="Measure the other parsers, those that are installed.")
@click.argument("names", nargs=-1, metavar="[SECTION]...", type=click.Choice(list(SECTIONS)))
@click.option("--seed", default=0, show_default=True, help="Another gives other chains to measure accuracy on.")
@click.option("--write", is_flag=True, help="Put the tables into their pages under docs/ too.")
def main(folders: tuple[Path, ...], quick: bool, peers: bool, names: tuple[str, ...], seed: int, write: bool) -> None:
    """Measure threadparse beside other parsers, and print tables in Markdown.

    Without a SECTION, all of them.
    Texts are the fixtures of the tests in many variations, those of --corpus, and texts made for the purpose.
    """
    if write and quick:
        raise click.UsageError("--quick figures mean nothing: leave out --quick to --write")
    chosen = [name for name in SECTIONS if name in names or not names]
    try:
        mail = [corpora.fixtures(2 if quick else 20), *map(corpora.load, folders)]
        if write:  # find out now what would fail after an hour
            for name in chosen:
                report.place(report.page_of(name).read_text(encoding="utf-8"), name)
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    plan = Plan(mail, _installed() if peers else [], lambda doing: click.echo(doing, err=True), quick, seed)
    failed = False
    for name in chosen:
        try:
            figures = SECTIONS[name](plan)
        except (ChildError, TimeoutError, subprocess.CalledProcessError) as error:
            click.echo(f"{name} could not be measured: {error}", err=True)
            failed = True
            continue
        click.echo(f"## {name}\n\n{figures}")
        if write:  # at once: what is measured is kept, whatever comes next
            page = report.page_of(name)
            page.write_text(report.replace(page.read_text(encoding="utf-8"), name, figures), encoding="utf-8")
    sys.exit(failed)


def _installed() -> list[Parser]:
    """The peers that can be measured; of the others it is said."""
    for missing in sorted({peer.distribution for peer in PEERS if peer.version is None}):
        click.echo(f"{missing} is not installed: pip install -r bench/requirements.txt", err=True)
    return [peer for peer in PEERS if peer.version]


if __name__ == "__main__":
    main()
