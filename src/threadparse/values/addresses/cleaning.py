"""What carriers leave in an address field: references, escapes, full-width marks, marks that show nothing."""

from __future__ import annotations

import re

from threadparse.locales.folding import INVISIBLE

__all__ = ["clean"]

# Marks that separate: their full-width forms do the same (IMEs of Chinese and Japanese). Round brackets stay, as parts
# of names.
_FORMS = str.maketrans("＜＞‹›〈〉［］；，、＠：\u00a0\u202f\u3000", "<><><>[];,,@:   ")
# HTML character references of exported views, markdown escapes, blanks and soft line breaks of quoted-printable that
# nobody decoded (RFC 2045 §6.7), and marks that show nothing. Zero-width joiners stay: Persian names need them.
_REFERENCES = {
    "lt": "<",
    "It": "<",
    "gt": ">",
    "quot": '"',
    "amp": "&",
    "apos": "'",
    "nbsp": " ",
    "#39": "'",
    "#039": "'",
}
_CODED = (  # as text: most values have none
    r"&(?P<reference>lt|It|gt|quot|amp|apos|nbsp|#0?39);"
    r"|\\(?P<escaped>[_*<>\[\]()@.#~`|-])"
    r"|(?P<blank>=(?:09|20)(?=\s|=|$)|(?<![^\s=])=(?:09|20))"
    # What a scan or a converter made of an address: "jane©x.org", "<[1]jane@x.org>" with a list of links below, the
    # field of a word processor, and the "at" of list archives.
    r"|(?P<sign>(?<=\w)[©®](?=[\w-]{1,63}\.\w)|(?<=\w)\s[©®]\s?(?=(?:[\w-]{1,63}\.){1,8}[a-z]{2,}\s{0,4}(?:[>;,]|\Z)))"
    r"|(?<![^\s<(\[:])\[\d{1,3}\](?=(?:mailto:)?[\w.+-]{1,64}@\w|\[)|(?:\A|(?<=[,;]\s))\[\d{1,3}\](?=[^\W\d_])"
    r"|\bHYPERLINK\s{1,4}\"[^\"\n]{0,200}\"\s{0,8}|(?i:\[/?(?:email|url)(?:=[^\]\n]{0,200})?\])"
    r"|(?:(?<=[<(])|(?<=mailto:)|(?<=[;,]\s)|\A)(?P<local>[\w.+-]{1,64})\sat\s"
    r"(?=(?:[\w-]{1,63}\.){1,8}[a-z]{2,}\s{0,4}(?:[<>(),;]|\Z))"
    r"|(?P<hidden>[\w.+-]{1,64}\s\(\)\s[\w-]{1,63}(?:\s!\s[\w-]{1,63}){1,8})"  # MARC: "jane () x ! org"
    r"|(?<=\w-)\n(?=[\w.+-]{1,64}@\w)"  # an address that was folded at its hyphen
    r"|=\r?\n|[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_SIGNS = frozenset(map(chr, (0xA9, 0xAE, *INVISIBLE)))
_MAYBE_CODED = re.compile(r"[&\\=]|-\n|\[[\d/]|HYPERLINK|\sat\s|\s\(\)\s")


def clean(value: str) -> tuple[str, list[int] | None]:
    """Resolve references, escapes and full-width marks, and take out marks that show nothing.

    Args:
        value: A field value.

    Returns:
        The cleaned text, and for each of its characters (and its end) the offset in ``value``; None if no offset moved.
    """
    if _MAYBE_CODED.search(value) is None and (value.isascii() or _SIGNS.isdisjoint(value)):
        return value.translate(_FORMS) if not value.isascii() else value, None
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for match in re.finditer(_CODED, value):
        plain = match["escaped"] or ("" if match["reference"] is None else _REFERENCES[match["reference"]])
        if match["blank"]:
            plain = " "
        elif match["sign"]:
            plain = "@"
        elif match["local"]:
            plain = f"{match['local']}@"
        elif match["hidden"]:
            plain = match["hidden"].replace(" () ", "@").replace(" ! ", ".")
        parts += (value[at : match.start()], plain)
        places += range(at, match.start())
        places += [match.start()] * len(plain)
        at = match.end()
    if not parts:
        return value.translate(_FORMS), None
    parts.append(value[at:])
    places += range(at, len(value) + 1)
    return "".join(parts).translate(_FORMS), places
