"""HTML to text: the one function that readers call."""

from __future__ import annotations

import re
from typing import NamedTuple

from threadparse.document import Note
from threadparse.errors import LimitError
from threadparse.options import ParseOptions

__all__ = ["Converted", "convert", "declared_charset"]

_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEAD = 4096
_SNIPPET = 60
_SMALL_CHARS = 1 << 20  # a text that is no longer does no harm, whatever its ratio


class Converted(NamedTuple):
    """The text of an HTML document.

    Attributes:
        characters: The text.
        notes: What was left out.
    """

    characters: str
    notes: list[Note]


def convert(source: str, path: str, options: ParseOptions) -> Converted:
    r"""Take the text out of HTML; nothing is fetched, and nothing is run.

    Args:
        source: HTML as clients write it: a document or a fragment, well-formed or not.
        path: What to call it in an error.
        options: ``max_characters`` and ``max_text_ratio`` limit the text, ``max_quote_depth`` its quote marks.

    Returns:
        The text, lines ending with "\n", with "> " marks where mail is quoted.

    Raises:
        LimitError: The text is longer than allowed.
    """
    from threadparse.readers.hypertext.walker import Walker

    walker = Walker(options.max_quote_depth)
    walker.run(source)
    size = walker.flow.size()
    if size > options.max_characters:
        words = f"too long: its text has over {options.max_characters:,} characters"
        raise LimitError(path, words, "max_characters")
    if size > max(_SMALL_CHARS, options.max_text_ratio * len(source)):
        words = f"its quote marks make its text over {options.max_text_ratio:,} times as long as its HTML"
        raise LimitError(path, words, "max_text_ratio", "if you trust it,")
    notes = []
    if walker.hidden_characters:
        shown = " ".join(walker.hidden)
        snippet = shown[:_SNIPPET] + ("…" if len(shown) > _SNIPPET else "")
        words = (
            f"{walker.hidden_characters:,} characters that the mail hides from its readers were left out: {snippet!r}."
        )
        notes.append(Note(code="html.hidden", severity="info", text=words))
    return Converted(walker.flow.finish(), notes)


def declared_charset(data: bytes) -> str | None:
    """Return the charset that a document names in its head (HTML Living Standard §13.2.3.2), or None."""
    found = _CHARSET.search(data, 0, _HEAD)
    return found[1].decode("ascii", "replace") if found else None
