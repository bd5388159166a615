"""Flowed text (RFC 3676): soft line breaks undone, stuffed blanks taken off, quote marks kept."""

from __future__ import annotations

from threadparse.headers.labels import read_label

__all__ = ["unflow"]


def unflow(text: str, *, delsp: bool) -> str:
    r"""Join the lines that a client broke for transport.

    Args:
        text: The body of a part that is declared ``format=flowed``, lines ending with "\n".
        delsp: The part is declared ``delsp=yes`` (§4.2): the blank at a soft break is no part of the text.

    Returns:
        The text with one line for each paragraph, quoted ones with ``depth`` quote marks and a blank.
    """
    lines: list[str] = []
    depths: list[int] = []
    pieces: list[list[str]] = []
    open_depth = -1
    for raw in text.split("\n"):
        depth, words = _unquoted(raw)
        soft = words.endswith(" ") and words != "-- "  # §4.3: the line above a signature is never soft
        if open_depth == depth and words != "-- " and not (read_label(words) and read_label(pieces[-1][0])):
            pieces[-1].append(words)
        else:
            depths.append(depth)
            pieces.append([words])
        if soft and delsp:
            pieces[-1][-1] = words[:-1]
        open_depth = depth if soft else -1
    for depth, parts in zip(depths, pieces, strict=True):
        joined = "".join(parts)
        words = joined if joined == "-- " else joined.rstrip(" ")
        lines.append(f"{'>' * depth} {words}".rstrip(" ") if depth else words)
    return "\n".join(lines)


def _unquoted(raw: str) -> tuple[int, str]:
    """Quote depth of a line and its words without the stuffed blank (§4.4, §4.5)."""
    words = raw.lstrip(">")
    depth = len(raw) - len(words)
    if words[:1] == " " and (depth or words[1:2] != ">"):  # else a stuffed ">" of the text would become a quote mark
        words = words[1:]
    return depth, words
