"""What a sentence says of the mark in it: instructions and policies speak of marks, where nothing was taken out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from threadparse.locales.folding import fold
from threadparse.locales.redaction_words import REDACTED, TAKEN_OUT, vocabulary
from threadparse.releases.bracket_marks import BRACKET
from threadparse.releases.marked_text import DOUBLE_QUOTES, LETTERS, TAKEN, Mark, MarkedText, word_before
from threadparse.values.redactions import find_words

__all__ = ["judge_marks"]

_CERTAIN = 2  # signs that a mark is spoken of
_MAX_SENTENCE_CHARS = 160  # before a mark that it speaks of


def judge_marks(text: MarkedText, above: str, marks: Iterable[Mark]) -> Iterator[Mark]:
    """Return marks with what their sentences say of them.

    Behind a mark that is spoken of, a sentence speaks of further ones ("such as (b)(6) or [Redacted]").

    Args:
        text: The text that they stand in.
        above: The line above, in which the first sentence may begin.
        marks: The marks, in order.
    """
    sentences = _Sentences(text, above)
    spoken: Mark | None = None
    for mark in marks:
        judged = sentences.judge(mark)
        if spoken is not None and not judged.mentioned and ". " not in text.text[spoken.end : mark.start]:
            judged = judged._replace(firm=False, mentioned=spoken.mentioned)
        spoken = judged if judged.mentioned else None
        yield judged


class _Sentences:
    """The sentences of a text, and of the line above."""

    def __init__(self, text: MarkedText, above: str) -> None:
        self._text = text
        self._written = f"{above} {text.text}"
        self._shift = len(above) + 1

    @cached_property
    def _stems(self) -> list[int]:
        """Where words stand that say what marks are to be put where."""
        stems = vocabulary().mention_stems
        return [match.start() for match in LETTERS.finditer(self._written) if fold(match[0]).startswith(stems)]

    @cached_property
    def _sayings(self) -> list[int]:
        """Where words stand outside brackets that say that something was taken out."""
        words = find_words(BRACKET.sub(lambda bracket: " " * len(bracket[0]), self._written))
        return [word.start for word in words if word.sense in (REDACTED, TAKEN_OUT)]

    def judge(self, mark: Mark) -> Mark:
        """Return a mark with what its sentence says of it."""
        written, known = self._written, vocabulary()
        start, end = mark.start + self._shift, mark.end + self._shift
        before, behind = written[max(0, start - _MAX_SENTENCE_CHARS) : start], written[end : end + _MAX_SENTENCE_CHARS]
        around = before.rstrip(" \xa0")[-1:], behind.lstrip(" \xa0.,;:")[:1]
        quoted = all(char and char in DOUBLE_QUOTES for char in around)
        lead = before.rstrip(" ,:")
        cited = word_before(lead, len(lead)) in known.mention_before or fold(lead).endswith(known.mention_abbreviations)
        ends = written.find(". ", end)
        besides = (written.rfind(". ", 0, start) + 1, start), (end, ends if ends >= 0 else len(written))
        replaced = any(_has_between(self._stems, *part) for part in besides)
        assigned = before[-1:] == "=" and before[-2:-1].isalnum()  # what a program prints: "token=████"
        signs = quoted + cited + replaced + 2 * assigned
        if signs == 1 and any(_has_between(self._sayings, *part) for part in besides):
            signs += 1  # "Where words were withheld, we put [Redacted]"
        if signs:
            blank = not mark.codes and not self._says_taken_out(mark)  # "insert [name]": to be filled in
            return mark._replace(firm=False, mentioned="certain" if blank or signs >= _CERTAIN else "perhaps")
        return mark._replace(firm=mark.firm and not self._is_editorial(mark))

    def _says_taken_out(self, mark: Mark) -> bool:
        """Tell whether a mark says that something was taken out, be it with words, bars or crosses."""
        return mark.form != "word" or not self._text.senses(mark.start, mark.end).isdisjoint(TAKEN)

    def _is_editorial(self, mark: Mark) -> bool:
        """Tell whether editors and programs, too, write so for what they took out ("[omitted]")."""
        words = [word for word in self._text.words if mark.start <= word.start < mark.end and word.sense in TAKEN]
        written = {fold(self._text.text[word.start : word.end]) for word in words}
        return bool(words) and not mark.codes and written <= vocabulary().editorial


def _has_between(offsets: Sequence[int], start: int, end: int) -> bool:
    """Tell whether one of some offsets, which are in order, lies in a stretch."""
    at = bisect_left(offsets, start)
    return at < len(offsets) and offsets[at] < end
