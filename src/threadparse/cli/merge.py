"""``threadparse merge``: one timeline out of many documents."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

import click

from threadparse.cli.console import console_options, no_pager_option
from threadparse.cli.export_forms import check_target, written_beside
from threadparse.cli.inputs import Inputs, paths_argument
from threadparse.cli.merge_forms import FOLDERS, FORMS, REPORTS, merged_files, merged_layout, merged_pieces
from threadparse.cli.reading import jobs_option, reading_options
from threadparse.cli.selecting import selection_options
from threadparse.cli.stderr import say
from threadparse.cli.time_limit import timeout_option

if TYPE_CHECKING:
    from rich.console import Console

    from threadparse.document import Document
    from threadparse.errors import InputError
    from threadparse.merge.merged import Merged
    from threadparse.merge.merging import OnProgress
    from threadparse.merge.records import Spool
    from threadparse.options import ParseOptions
    from threadparse.views.selection import Selection

__all__ = ["merge"]

_MANY_FILES = 32  # so many and more are worth the start of other processes
_EPILOG = """\b
Examples:
  threadparse merge exports/
  threadparse merge --to json -o merged.json bob.mbox anna/ release.pdf
  threadparse merge --tree --since 2024-03 exports/
  threadparse merge --report altered exports/
  threadparse merge --to html -o merged.html exports/
  threadparse batch exports/ -o out && threadparse merge out
"""


@click.command(epilog=_EPILOG, short_help="Make one timeline out of many documents.")
@paths_argument
@click.option(
    "--to",
    "form",
    type=click.Choice(list(FORMS)),
    help="; ".join(f"{form}: {what}" for form, what in FORMS.items()) + ".  [default: a timeline to read]",
)
@click.option(
    "--report",
    type=click.Choice(list(REPORTS)),
    help="One line for each finding, its fields separated by tabs. "
    + "; ".join(f"{report}: {fields}" for report, fields in REPORTS.items())
    + ".",
)
@click.option("--list", "listing", flag_value="list", help="One line a message, with the document that it stands in.")
@click.option("--tree", "listing", flag_value="tree", help="The same, with who answers whom as a tree.")
@selection_options
@no_pager_option
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write to FILE, whole or not at all, instead of standard output; csv and parquet: to FOLDER/.",
)
@jobs_option
@console_options
@timeout_option
@reading_options
@click.pass_context
def merge(
    ctx: click.Context,
    paths: tuple[str, ...],
    form: str | None,
    report: str | None,
    listing: str | None,
    selection: Callable[[], Selection],
    no_pager: bool,
    output: str | None,
    jobs: int,
    width: int | None,
    color: str,
    timeout: float | None,
    options: ParseOptions,
) -> None:
    """Merge the documents of many exports into one timeline, in which each message stands once.

    It says where each message stands, which copies depart from it (altered, redacted, cut), which messages are missing,
    and which documents together hold everything. PATH is a file, a folder, the results of `batch` (nothing is parsed
    again) or - for standard input.
    """
    chosen = selection()
    _check_forms(form, report, listing, output, chosen)
    from threadparse.cli.output import write_file, write_folder
    from threadparse.errors import ThreadparseError

    read = _MergeInputs(paths, options, jobs, timeout)
    try:
        if form in FOLDERS:
            write_folder(output or "", merged_files(form, read.merged), read.inputs, together=True)
        elif form is not None or report is not None:
            pieces = _pieces(read, form, report)
            write_file(output, pieces, read.inputs, beside=written_beside(form, output, merged_layout))
        else:
            from threadparse.cli.pager import paged_console

            merged = read.merged()
            with paged_console(not no_pager, width, color) as (console, _):
                _show(merged, chosen, console, listing)
    except ThreadparseError as error:
        say(str(error))
        ctx.exit(1)
    if read.failed:
        ctx.exit(1)


def _check_forms(
    form: str | None, report: str | None, listing: str | None, output: str | None, chosen: Selection
) -> None:
    """Refuse options that do not go together."""
    if sum(each is not None for each in (form, report, listing)) > 1:
        raise click.UsageError("--to, --report, --list and --tree are forms of the output; give one of them.")
    if (form or report) and (chosen.leaves_out or chosen.newest_first):
        raise click.UsageError("options that choose messages are for the timeline, --list and --tree.")
    if output is not None and form is None and report is None:
        raise click.UsageError("-o is for --to and --report.")
    if form is not None:
        check_target(form, output, FOLDERS)


def _pieces(read: _MergeInputs, form: str | None, report: str | None) -> Iterator[str | bytes]:
    """Return the output in pieces; nothing is read before the first is asked for."""
    if form == "html":
        yield read.page()
    elif form is not None:
        yield from merged_pieces(form, read.merged())
    else:
        from threadparse.merge.reports import report_lines

        yield from report_lines(read.merged(), cast("str", report))


def _show(merged: Merged, selection: Selection, console: Console, listing: str | None) -> None:
    """Print the timeline, or a line a message."""
    from threadparse.merge.shown_threads import as_document, first_places

    document = as_document(merged, with_implied=True)
    if selection.leaves_out and merged.threads and not selection.choose(document, None):
        say("no message is as you asked for")
    elif listing is None:
        from threadparse.merge.merged_timeline import MergedTimeline

        console.print(MergedTimeline(merged, document, selection))
    elif merged.threads:
        from threadparse.views.listing import Listing

        tree = listing == "tree"
        console.print(Listing(document, None, selection, tree=tree, titled=False, places=first_places(merged)))


def _each_once(paths: Iterable[str]) -> list[str]:
    """Return paths, of several spellings of one the shortest."""
    spellings: dict[str, str] = {}
    for path in sorted(set(paths), key=lambda path: (-len(path), path)):
        spellings["-" if path == "-" else os.path.abspath(path)] = path
    return sorted(spellings.values())


class _MergeInputs:
    """Reads the PATHs: of a batch what it recorded, of others what they hold."""

    def __init__(self, paths: tuple[str, ...], options: ParseOptions, jobs: int, timeout: float | None) -> None:
        from threadparse.batch.recorded_rows import is_batch

        self._batches = [path for path in _each_once(paths) if is_batch(path)]
        others = tuple(path for path in _each_once(paths) if path not in self._batches)
        self._others = Inputs(others, options, timeout) if others else None
        self._options = options
        self._jobs = jobs
        self._timeout = timeout
        self._damaged = 0

    @property
    def inputs(self) -> list[str]:
        """The files that must not be overwritten."""
        return self._others.files() if self._others else []

    @property
    def failed(self) -> int:
        """How much could not be read."""
        return self._damaged + (self._others.failed if self._others else 0)

    def merged(self, kept: list[tuple[str, Document]] | None = None) -> Merged:
        """Read and merge everything; what is parsed is added to ``kept``, texts and their documents, by one process."""
        from threadparse.batch.recorded_rows import spool_recorded
        from threadparse.merge.merging import merge_spool
        from threadparse.merge.records import Spool

        with Spool() as spool, self._progress() as on_progress:
            for number, path in enumerate(self._batches):
                on_progress("reading batches", number, len(self._batches))
                spool_recorded(spool, path, self._report)
            if self._others is not None:
                self._spool(spool, self._others, on_progress, kept)
            merged = merge_spool(spool, on_progress)
        if not merged.threads:
            say("no message found")
        return merged

    def _spool(
        self, spool: Spool, inputs: Inputs, on_progress: OnProgress, kept: list[tuple[str, Document]] | None
    ) -> None:
        """Parse the files, many of them in several processes."""
        files = _each_once(inputs.listed())
        named = [file for file in files if file != "-"]
        if kept is None and self._jobs > 1 and len(named) >= _MANY_FILES:
            from threadparse.batch.recorded_rows import spool_parsed

            def tell(done: int) -> None:
                on_progress("parsing", done, len(named))

            spool_parsed(
                spool,
                named,
                self._options,
                timeout=self._timeout,
                workers=self._jobs,
                report=inputs.report,
                on_done=tell,
            )
            files = [file for file in files if file == "-"]
        from functools import partial

        from threadparse.merge.message_places import message_places

        for number, file in enumerate(files):
            on_progress("parsing", number, len(files))
            for text, parsed in inputs.documents_of(file):
                spool.add(parsed, partial(message_places, text.characters))
                if kept is not None:
                    kept.append((text.characters, parsed))

    @contextmanager
    def _progress(self) -> Iterator[OnProgress]:
        """Show a bar on a terminal."""
        if not (sys.stderr and sys.stderr.isatty()):
            yield lambda *_: None
            return
        from threadparse.cli.progress import StepProgress

        with StepProgress() as progress:
            yield progress.show

    def page(self) -> str:
        """Merge the documents into a page, with their texts beside the messages; nothing if there are none."""
        if self._batches:
            raise click.UsageError(
                "--to html shows the documents themselves, which a batch does not keep; name their folder."
            )
        from threadparse import __version__
        from threadparse.merge.merged_page import merged_page

        documents: list[tuple[str, Document]] = []
        merged = self.merged(documents)
        return merged_page(merged, documents, version=__version__) if documents else ""

    def _report(self, error: InputError) -> None:
        self._damaged += 1
        say(str(error))
