"""The whole way of a text to a Document: lines, furniture, headers, segments, messages, threads, notes."""

from __future__ import annotations

from array import array
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

from threadparse.document import Attachment, Document, Source
from threadparse.furniture.set_aside import Margin, set_furniture_aside
from threadparse.headers.finder import find_headers
from threadparse.headers.glued_lines import split_glued
from threadparse.headers.layouts import read_layouts
from threadparse.lines.lines import Lines, cut_lines, drop_double_spacing, read_other_marks
from threadparse.lines.overhangs import restore_depths
from threadparse.lines.soft_breaks import join_soft_breaks
from threadparse.messages.partition import LineNames
from threadparse.messages.read import ReadMessage, ReadText, consume_segments
from threadparse.messages.values import carried_values
from threadparse.options import ParseOptions
from threadparse.releases.citations import Citations, bates_notes
from threadparse.releases.hints import find_hints, may_be_stamped
from threadparse.releases.release_stamps import furniture_cells
from threadparse.segments import Segment, cut_segments
from threadparse.threads.assemble import assemble_threads
from threadparse.threads.notes import make_notes, order_notes

if TYPE_CHECKING:
    from threadparse.releases.collect import Found

__all__ = ["Steps", "finish_together", "parse_steps", "parse_text", "read_lines"]

#: A parse that stops after each step, and returns its document.
Steps = Generator[None, None, Document]


def parse_steps(text: str, source: Source, options: ParseOptions, attachments: Sequence[Attachment] = ()) -> Steps:
    """Take a text apart, step by step.

    Args:
        text: The decoded text, without lone surrogates.
        source: Where it came from; its format decides whether markdown is resolved, and its envelope, if it has one, is
            the header of the outermost message.
        options: How to parse.
        attachments: The files that came with the carrying e-mail.

    Returns:
        The parse, for ``finish_together``. Odd text never raises; what was guessed is in the notes of the document.
    """
    hints = None if may_be_stamped(text) else find_hints(text)
    hinted = hints is None or bool(hints.offsets)
    yield
    items, read = yield from _read_messages(text, source, options, attachments, keep_fields=hinted)
    given = source.numbers.ends if source.numbers and source.format == "load-file" else None
    cells = furniture_cells(text, read.zones)
    citations = Citations(text, read.starts, cells, source.pages, given)
    source.page_index = citations.pages
    found: Found | None = None
    if hinted or any(box.redacted for message in read.messages for box in message.people):
        from threadparse.releases.collect import find_redactions

        found = find_redactions(read, cells, source, hints)
    yield
    threads = assemble_threads(items)
    notes = make_notes(text, items, read.zones) + order_notes(threads) + bates_notes(citations.pages)
    for message in read.messages:
        message.cite = citations.cite_message(message)
    document = Document(source=source, threads=threads, zones=read.zones, notes=notes)
    if found is not None:
        found.complete(document, read.messages, citations)
    return document


def finish_together(parses: Sequence[Steps]) -> list[Document]:
    """Take each step of all parses before the next step: many short texts need less time than one by one.

    Args:
        parses: None of them begun; all have the same number of steps.

    Returns:
        Their documents, in order.
    """
    documents: list[Document] = []
    while len(documents) < len(parses):
        for parse in parses:
            try:
                next(parse)
            except StopIteration as end:
                documents.append(end.value)
    return documents


def parse_text(text: str, source: Source, options: ParseOptions, attachments: Sequence[Attachment] = ()) -> Document:
    """Take a text apart.

    Args:
        text: See ``parse_steps``.
        source: See ``parse_steps``.
        options: See ``parse_steps``.
        attachments: See ``parse_steps``.

    Returns:
        The document.
    """
    return finish_together([parse_steps(text, source, options, attachments)])[0]


def _read_messages(
    text: str, source: Source, options: ParseOptions, attachments: Sequence[Attachment], *, keep_fields: bool
) -> Generator[None, None, tuple[list[ReadMessage], ReadText]]:
    """All steps that need the lines of the text.

    Returns:
        What was read of each message, and the text; its fields if they are to be kept: a long chain has many.
    """
    lines, margins, starts = read_lines(text, options)
    yield
    carried = carried_values(source.envelope, attachments) if source.envelope else None
    headers = find_headers(lines, max_lines=options.max_header_lines).headers
    yield
    segments = cut_segments(lines, headers, carried=carried is not None)
    fields = _field_lines(lines, segments) if keep_fields else []
    yield
    names = LineNames(lines, len(segments))
    markdown = source.format == "markdown"
    items = consume_segments(lines, segments, names, carried, markdown=markdown, prefer=options.date_order)
    messages = [item.message for item in items]
    return items, ReadText(text, starts, messages, names.give_zones(messages, margins), fields)


def read_lines(text: str, options: ParseOptions) -> tuple[Lines, list[Margin], array[int]]:
    """Cut a text into lines, and set aside what the printer and the censor added to them.

    Args:
        text: The decoded text.
        options: How to parse.

    Returns:
        The lines as the rules for headers see them; the margins that were set aside; where the lines of the text begin.
    """
    lines = cut_lines(text, max_depth=options.max_quote_depth)
    starts = lines.starts
    lines = read_layouts(read_other_marks(drop_double_spacing(lines)))
    lines, margins = set_furniture_aside(split_glued(lines))
    return restore_depths(join_soft_breaks(lines)), margins, starts


def _field_lines(lines: Lines, segments: Sequence[Segment]) -> list[dict[str, int]]:
    """Return where the line of each header field begins, for each segment."""
    starts = lines.starts
    return [
        {field.name: starts[field.line] for field in segment.header.fields.values()} if segment.header else {}
        for segment in segments
    ]
