"""Transfer debris: quoted-printable (RFC 2045 §6.7) that somebody's export left undecoded in the text."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from threadparse.lines.lines import JOINED, Lines

__all__ = ["is_quoted_printable", "join_soft_breaks", "undo_soft_breaks"]

# All patterns are texts, compiled with the first text that has such marks; each begins with a character that is rare.
_MARK = r"=(?:[\r\n]|20|09)"
_ESCAPED_BLANK = r"(?m)=(?:20|09)(?=\r?$|[ \t=]|[A-Z])"
# A sign that is no soft break is encoded as "=3D": two at the end of a line are a drawn rule or code.
_SOFT_BREAK = r"(?m)=(?<=[^\r\n]{69}[^=\r\n]=)(?<![^\r\n]{77}=)\r?$"
_CUT_ADDRESS = r"<[^<>\s]{1,80}=\r?\n[^<>\s]{1,80}>"
#: Letters in UTF-8 prove themselves; one alone is read as Windows-1252, as odd bytes are everywhere.
_LETTER = "[C-F][0-9A-F](?:=[89AB][0-9A-F]){1,3}"
_LETTERS = f"{_LETTER}(?:={_LETTER}){{0,199}}"
_ESCAPED_LETTERS, _ESCAPED = f"={_LETTERS}", f"=(?:20|09|3D|0D|{_LETTERS}|[C-F][0-9A-F])"
_LETTERS_OR_WORD = rf"=\?[\w-]{{1,40}}\?[Qq]\?[^?\s]{{0,80}}\?=|={_LETTERS}"  # in an encoded word they are no left-over
_ESCAPED_MARK, _NO_ESCAPE = "=[2-7][0-9A-F]", r"(?m)=(?![0-9A-F]{2}|\r?$)"
_TELLING = "=E2=80=AF"  # Gmail and Apple Mail print this blank before "PM"
_ENOUGH = 2


def is_quoted_printable(text: str) -> bool:
    """Tell whether a text shows the marks of undecoded quoted-printable more than once."""
    if "=" not in text:  # most texts, and one character is looked for much faster than two
        return False
    if _TELLING in text:
        return True
    if re.search(_MARK, text) is None:
        letters = (match for match in re.finditer(_LETTERS_OR_WORD, text) if not match[0].startswith("=?"))
        return sum(1 for _ in islice(letters, _ENOUGH)) >= _ENOUGH
    if re.search(_CUT_ADDRESS, text):
        return True
    marks = 0
    for pattern in (_SOFT_BREAK, _ESCAPED_BLANK):
        for _ in re.finditer(pattern, text):
            marks += 1
            if marks >= _ENOUGH:
                return True
    return marks > 0 and re.search(_ESCAPED_LETTERS, text) is not None


def join_soft_breaks(lines: Lines) -> Lines:
    """Decode what is left of quoted-printable in a text, and join the lines that it had cut.

    Args:
        lines: The lines of a text.

    Returns:
        The lines, those without words of their own any more flagged ``JOINED``; the same object where nothing was cut.
    """
    if not is_quoted_printable(lines.text):
        return lines
    contents, joined = undo_soft_breaks(lines.contents, whole=re.search(_NO_ESCAPE, lines.text) is None)
    furniture = lines.furniture.copy()
    for at in joined:
        furniture[at] = JOINED
    return replace(lines, contents=contents, furniture=furniture)


def _unescaped(match: re.Match[str]) -> str:
    """Return the characters that escapes stand for; nothing for a line end."""
    octets = bytes.fromhex(match[0].replace("=", ""))
    try:
        return octets.decode().strip("\r")
    except UnicodeError:
        return octets.decode("cp1252", "replace")


def undo_soft_breaks(contents: list[str], *, whole: bool = False) -> tuple[list[str], list[int]]:
    """Decode blanks and join the lines that were cut.

    White space, "=", letters in UTF-8 and soft line breaks are decoded: other escapes would need the charset.

    Args:
        contents: The lines.
        whole: Each "=" of the text is one of an escape or a break, so that marks in ASCII are decoded too.

    Returns:
        The lines decoded, and the indices of those whose words went to the line above and which are now empty.
    """
    escaped = re.compile(rf"{_ESCAPED}|{_ESCAPED_MARK}" if whole else _ESCAPED)
    decoded = [escaped.sub(_unescaped, line) if "=" in line else line for line in contents]
    joined: list[int] = []
    pieces: dict[int, list[str]] = {}
    head = None
    for at, line in enumerate(decoded):
        bare = contents[at].rstrip("\r")
        cut = bare[-1:] == "=" and bare[-2:] != "==" and not ("=?" in bare and bare.endswith("?="))
        words = line.rstrip("\r").removesuffix("=") if cut else line
        if head is None:
            decoded[at] = words
        else:
            pieces[head].append(words)
            decoded[at] = ""
            joined.append(at)
        if cut and head is None:
            head = at
            pieces[head] = [words]
        elif not cut:
            head = None
    for at, parts in pieces.items():
        decoded[at] = "".join(parts)
    return decoded, joined
