"""What tells where exemption codes may stand, of ``exemptions.json``: asked of every mail, when most have no code."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from threadparse.locales.folding import compiled_for, fold, rows_with
from threadparse.locales.lexicon import load_table

__all__ = ["ExemptionSigns", "compile_exemption_signs", "exemption_signs", "squeezed"]

#: A sign and its pattern.
_Rows = list[tuple[str, str]]

_MAX_SIGN_CHARS = 9  # of a hint, its figure not counted
_MAX_BETWEEN_CHARS = 2 * _MAX_SIGN_CHARS  # that are kept between two figures
_MAX_HINT_CHARS = 100  # that the pattern of a hint takes


class ExemptionSigns:
    """The signs of codes, by what is known of a text before they are looked for.

    Args:
        table: What ``compile_exemption_signs`` made of the file.

    Attributes:
        words: The words by which it is known that a code may stand in a text, as an outline has them.
        law_words: The words of the names of laws, folded: they may stand in a mark, beside its code.
        page_signs: Words of an outline one of which all words on withheld pages have.
        stamp_words: The words with which the stamps of whole documents begin.
        released: How a row begins that says of itself that it heads a release, folded.
        long_names: The names of laws that are several words, folded.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self._marks: dict[str, _Rows] = table["marks"]
        self._words: dict[str, _Rows] = table["words"]
        self._figures: dict[str, dict[str, _Rows]] = table["figures"]
        self.words = frozenset(self._words)
        self.law_words = frozenset[str](table["law_words"])
        self.page_signs: list[str] = table["page_signs"]
        self.stamp_words: tuple[str, ...] = tuple(table["stamp_words"])
        self.released: tuple[str, ...] = tuple(table["released"])
        self.long_names: tuple[str, ...] = tuple(table["long_names"])

    def hints(self, text: str, lines: str, words: set[str]) -> Iterator[int]:
        """Find quickly where codes may stand; too often, never too seldom.

        Args:
            text: Any text.
            lines: Its outline.
            words: Which of ``words`` stand in that.

        Returns:
            An offset within each code, in no order.
        """
        for whole, sign, pattern in self._asked(text, lines, words):
            for start, end in rows_with(whole, (sign,)):
                stretch = text[start : end + _MAX_HINT_CHARS]
                for match in compiled_for(stretch, pattern).finditer(text, start, start + len(stretch)):
                    if match.start() < end:
                        yield match.start()

    def _asked(self, text: str, lines: str, words: set[str]) -> Iterator[tuple[str, str, str]]:
        """Return the hints whose signs may stand in a text: where these are looked for, the sign, and the pattern."""
        for mark, rows in self._marks.items():
            if mark in text:
                yield from ((text, *row) for row in rows)
        for word in self._words.keys() & words:
            yield from ((lines, *row) for row in self._words[word])
        # what stands between two figures, once each, is far shorter than the text
        between = {
            piece if len(piece) <= _MAX_BETWEEN_CHARS else f"{piece[:_MAX_SIGN_CHARS]}\n{piece[-_MAX_SIGN_CHARS:]}"
            for piece in set(lines.split("0"))
        }
        numbers = f"0{'0'.join(between)}0"
        without_optional = squeezed(numbers)
        for key, parts in self._figures.items():
            if key in without_optional:
                yield from ((lines, *row) for part, rows in parts.items() if part in numbers for row in rows)


@cache
def exemption_signs() -> ExemptionSigns:
    """Return the signs; the same object each time."""
    return ExemptionSigns(load_table("built/exemption_signs"))


def compile_exemption_signs(table: dict[str, Any]) -> dict[str, Any]:
    """Sort the hints by what tells whether they are asked: a mark in the text, a whole word, what touches a figure.

    Args:
        table: The object of ``exemptions.json``.

    Returns:
        Signs and patterns by ``marks``, by ``words``, and by ``figures``: by what stands beside one, and that by the
        same squeezed, as "s 0", "s. 0" and "s.0" are turned away together. Words, see ``ExemptionSigns``.
    """
    marks: dict[str, _Rows] = {}
    words: dict[str, _Rows] = {}
    figures: dict[str, dict[str, _Rows]] = {}
    for sign, pattern in ((sign, pattern) for signs, pattern in table["hints"] for sign in signs):
        if sign.isascii() and "0" in sign:
            # what stands between two figures is known, but not in its order
            part = sign[: sign.find("0", 1) + 1] or sign
            rows = figures.setdefault(squeezed(part), {}).setdefault(part, [])
        elif sign.isascii() and (found := re.findall("[a-z]+", sign)):
            rows = words.setdefault(found[-1], [])
        else:
            rows = marks.setdefault(sign if sign.isascii() else max(sign), [])
        rows.append((sign, pattern))
    names = sorted({name for law in table["laws"].values() for name in law["context"]}.union(table["other_acts"]))
    return {
        "marks": marks,
        "words": words,
        "figures": figures,
        "law_words": sorted({word for name in names for word in re.findall(r"[^\W\d_]+", fold(name))}),
        "page_signs": sorted({max(form.split(), key=len) for form in _shortest(list(map(str.lower, table["pages"])))}),
        "stamp_words": _shortest(dict.fromkeys(stamp.split()[0] for stamp in table["stamps"])),
        "released": list(map(fold, table["released"])),
        "long_names": [fold(name) for name in names if " " in name],
    }


def _shortest(beginnings: Collection[str]) -> list[str]:
    """Return what begins others, in order: who looks for it need not look for those."""
    return [word for word in beginnings if not any(word != other and word.startswith(other) for other in beginnings)]


def squeezed(before: str) -> str:
    """Return the words before a number for look-up: blanks, full stops and commas are optional."""
    for optional in " \xa0.,":
        before = before.replace(optional, "")  # many times faster than a table for them
    return before.casefold()
