"""The PATHs of a command: files, folders and standard input, each read or reported."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from threadparse.cli.reading import reading_options
from threadparse.cli.stderr import kinds_words, say
from threadparse.cli.time_limit import timeout_option, within

if TYPE_CHECKING:
    from threadparse.document import Document
    from threadparse.errors import InputError
    from threadparse.options import ParseOptions
    from threadparse.readers.base import Item, Text, Underway

__all__ = ["Inputs", "inputs_options", "paths_argument"]

_MAX_ERRORS_SHOWN = 20  # of one file: an archive may have 100,000 damaged parts
Command = TypeVar("Command", bound=Callable[..., object])
Made = TypeVar("Made")


def paths_argument(command: Command) -> Command:
    """Give a command the argument PATH... of all reading commands; it comes to it as ``paths``."""
    return click.argument(
        "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(allow_dash=True), callback=_checked
    )(command)


def inputs_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command PATH... and the options on reading, which come to it as ``inputs``; one that failed is status 1.

    Args:
        command: The function of the command.

    Returns:
        The function for click.
    """

    @paths_argument
    @timeout_option
    @reading_options
    @wraps(command)
    def with_inputs(
        *arguments: Any, paths: tuple[str, ...], timeout: float | None, options: ParseOptions, **others: Any
    ) -> None:
        inputs = Inputs(paths, options, timeout)
        command(*arguments, inputs=inputs, **others)
        if inputs.failed:
            click.get_current_context().exit(1)

    return with_inputs


def _checked(_context: click.Context, _argument: click.Parameter, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return the PATHs, with standard input among them once at most: a second time there is nothing left to read."""
    if paths.count("-") > 1:
        raise click.BadParameter("standard input (-) is given twice, but it can be read only once.")
    return paths


class Inputs:
    """The documents of all PATHs; one that cannot be read is reported and counted, and the rest goes on.

    Args:
        paths: As the user gave them: files, folders, ``-``.
        options: How to parse.
        timeout: Seconds that a file may take; None for no limit.

    Attributes:
        failed: How many inputs could not be read so far.
        several: Whether there may be more than one document.
    """

    def __init__(self, paths: tuple[str, ...], options: ParseOptions, timeout: float | None = None) -> None:
        self._paths = paths
        self._options = options
        self._timeout = timeout
        self.failed = 0
        self.several = len(paths) > 1 or os.path.isdir(paths[0])

    def documents(self) -> Iterator[tuple[Text, Document]]:
        """Read and parse, input by input.

        Returns:
            Pairs of a text and its document.
        """
        from threadparse.api import document_of

        return self.read(document_of)

    def settled_documents(self) -> Iterator[tuple[str, Document]]:
        """Read and parse, input by input; laws that a document leaves open are decided by the others of its folder.

        Returns:
            Pairs of the characters of a text and its document.
        """
        from threadparse.cli.folder_laws import settle_laws

        return settle_laws((text.characters, document) for text, document in self.documents())

    def texts(self) -> Iterator[Text]:
        """Read the texts alone, and parse none of them; errors are reported as for ``documents``."""
        return (text for text, _ in self.read(lambda *_: None))

    def read(self, made: Callable[[Text, ParseOptions], Made]) -> Iterator[tuple[Text, Made]]:
        """Read input by input, and make something of each text; errors are reported as for ``documents``.

        Args:
            made: Makes it.

        Returns:
            Pairs of a text and what was made of it.
        """
        for file in self.listed():
            yield from self._read_file(file, made)

    def documents_of(self, file: str) -> Iterator[tuple[Text, Document]]:
        """Read and parse one of the files that ``listed`` gave.

        Args:
            file: Its path.
        """
        from threadparse.api import document_of

        return self._read_file(file, document_of)

    def listed(self) -> Iterator[str]:
        """Return the files that all PATHs stand for; ``-`` is one. What cannot be looked into is reported."""
        for path in self._paths:
            yield from self._files(path)

    def files(self) -> list[str]:
        """Return the files that were named, without folders and ``-``."""
        return [path for path in self._paths if path != "-" and not os.path.isdir(path)]

    def _files(self, path: str) -> Iterator[str]:
        """Return the files that a PATH stands for."""
        if path == "-" or not os.path.isdir(path):
            yield path
            return
        from threadparse.readers.base import printable_path
        from threadparse.readers.files import walk
        from threadparse.readers.registry import SUFFIXES

        folder = walk(path)
        for error in folder.errors:
            self._report(str(error))
        if not (folder.files or folder.errors):
            endings = ", ".join(sorted(SUFFIXES))
            self._report(f"{printable_path(path)}: no file in this folder can be read ({endings})")
        yield from folder.files
        if folder.skipped:
            say(f"{printable_path(path)}: passed over files of other kinds: {kinds_words(folder.skipped)}")

    def _read_file(self, path: str, made: Callable[[Text, ParseOptions], Made]) -> Iterator[tuple[Text, Made]]:
        """Return the texts of one file, each with what is made of it; reports what goes wrong."""
        from threadparse.errors import InputError
        from threadparse.readers.base import PassedOver, Text, Underway, printable_path
        from threadparse.readers.files import read_file

        errors = 0
        passed_over: Counter[str] = Counter()
        try:
            options = self._options
            items = _standard_input(options) if path == "-" else read_file(path, options)
            pairs = ((item, made(item, options) if isinstance(item, Text) else None) for item in items)
            for item, result in within(self._timeout, printable_path(path), pairs):
                if isinstance(item, InputError):
                    errors += 1
                    self._report(str(item), shown=errors <= _MAX_ERRORS_SHOWN)
                elif isinstance(item, PassedOver):
                    passed_over.update(item.kinds)
                elif isinstance(item, Underway):
                    _say_how_far(item)
                else:
                    self.several = self.several or item.source.path != printable_path(path)
                    for note in item.unread():
                        errors += 1
                        self._report(f"{item.source.path}: {note.text}", shown=errors <= _MAX_ERRORS_SHOWN)
                    yield item, cast("Made", result)
        except InputError as error:
            self._report(str(error))
        except MemoryError:
            self._report(f"{printable_path(path)}: needs more memory than there is; split it")
        except Exception as error:
            # A fault of ours in one document must not lose the other ten thousand; `python -X dev` shows the place.
            if sys.flags.dev_mode:
                raise
            self._report(
                f"{printable_path(path)}: threadparse failed on it ({type(error).__name__}: {error}); "
                "this is a fault of threadparse, please report it"
            )

        self._say_rest(path, errors, passed_over)

    def report(self, path: str, errors: list[InputError], passed_over: Counter[str]) -> None:
        """Report and count what cannot be read of a file that was read elsewhere.

        Args:
            path: The file.
            errors: What is wrong with its parts.
            passed_over: How many files in it hold no mail, by ending.
        """
        for number, error in enumerate(errors):
            self._report(str(error), shown=number < _MAX_ERRORS_SHOWN)
        self._say_rest(path, len(errors), passed_over)

    def _say_rest(self, path: str, errors: int, passed_over: Counter[str]) -> None:
        """Say how many of the errors of a file were not shown, and what was passed over in it."""
        from threadparse.readers.base import printable_path

        if (rest := errors - _MAX_ERRORS_SHOWN) > 0:
            say(f"{printable_path(path)}: {rest:,} more parts cannot be read; `threadparse batch` lists all of them")
        if passed_over:
            say(f"{printable_path(path)}: passed over files of other kinds: {kinds_words(passed_over)}")

    def _report(self, message: str, *, shown: bool = True) -> None:
        self.failed += 1
        if shown:
            say(message)


_LONG_RECOGNITION = 10.0  # seconds, of which one is told before
_MINUTES_FROM = 120.0  # seconds


def _say_how_far(item: Underway) -> None:
    """Say how many pages are to be recognised, and on a terminal how many are done."""
    if item.done == 0 and item.seconds >= _LONG_RECOGNITION:
        time = f"{item.seconds:.0f} seconds" if item.seconds < _MINUTES_FROM else f"{item.seconds / 60:.0f} minutes"
        words = f"recognising the text of {item.pages:,} scanned pages, about {time}"
        say(f"{item.path}: {words}; --ocr never passes over them")
    elif sys.stderr.isatty():
        kind = "scanned pages" if item.seconds else "pages"
        click.echo(f"\r{item.done:,} of {item.pages:,} {kind}", err=True, nl=item.done == item.pages)


def _standard_input(options: ParseOptions) -> Iterator[Item]:
    """Return the texts on standard input, which the shell may have closed."""
    from threadparse.errors import InputError
    from threadparse.readers.files import read_stream

    if sys.stdin is None:
        raise InputError("-", "standard input is closed; give a file, or a text through a pipe")
    return read_stream(sys.stdin.buffer, "-", options)
