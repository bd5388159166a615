"""The whole way of a text to a Document: lines, furniture, headers, segments, messages, threads, notes."""

from __future__ import annotations

from collections.abc import Sequence

from threadparse.document import Attachment, Document, Source, Zone
from threadparse.furniture.set_aside import set_furniture_aside
from threadparse.headers.finder import find_headers
from threadparse.headers.glued_lines import split_glued
from threadparse.lines.lines import cut_lines, read_other_marks
from threadparse.lines.soft_breaks import join_soft_breaks
from threadparse.messages.partition import LineNames
from threadparse.messages.read import ReadMessage, consume_segments
from threadparse.messages.values import carried_values
from threadparse.options import ParseOptions
from threadparse.segments import cut_segments
from threadparse.threads.assemble import assemble_threads
from threadparse.threads.notes import make_notes, order_notes

__all__ = ["parse_text"]


def parse_text(text: str, source: Source, options: ParseOptions, attachments: Sequence[Attachment] = ()) -> Document:
    """Take a text apart.

    Args:
        text: The decoded text, without lone surrogates.
        source: Where it came from; its format decides whether markdown is resolved, and its envelope, if it has one, is
            the header of the outermost message.
        options: How to parse.
        attachments: The files that came with the carrying e-mail.

    Returns:
        The document. Odd text never raises; what was guessed is in its notes.
    """
    messages, zones = _read_messages(text, source, options, attachments)
    threads = assemble_threads(messages)
    notes = make_notes(text, messages, zones) + order_notes(threads)
    return Document(source=source, threads=threads, zones=zones, notes=notes)


def _read_messages(
    text: str, source: Source, options: ParseOptions, attachments: Sequence[Attachment]
) -> tuple[list[ReadMessage], list[Zone]]:
    """All steps that need the lines of the text: its messages in source order, and the zones that belong to none."""
    lines = split_glued(read_other_marks(cut_lines(text, max_depth=options.max_quote_depth)))
    lines, margins = set_furniture_aside(lines)
    lines = join_soft_breaks(lines)
    carried = carried_values(source.envelope, attachments) if source.envelope else None
    segments = cut_segments(lines, find_headers(lines, max_lines=options.max_header_lines), carried=carried is not None)
    names = LineNames(lines, len(segments))
    markdown = source.format == "markdown"
    messages = consume_segments(lines, segments, names, carried, markdown=markdown, prefer=options.date_order)
    return messages, names.give_zones([read.message for read in messages], margins)
