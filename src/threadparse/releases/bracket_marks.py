"""Brackets that are marks: they say that something was taken out, or hold exemption codes and little else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from threadparse.document import RedactionForm
from threadparse.locales.exemption_signs import exemption_signs
from threadparse.locales.exemptions import Exemption, exemptions
from threadparse.locales.folding import fold
from threadparse.locales.redaction_words import BESIDE, FILLER, GENERIC, REDACTED, TAKEN_OUT, THING, vocabulary
from threadparse.releases.marked_text import LETTERS, TAKEN, Mark, MarkedText
from threadparse.values.redactions import is_redacted

__all__ = ["BRACKET", "bracket_marks"]

BRACKET = re.compile(r"\[[^\[\]]{1,200}\]|\{[^{}]{1,200}\}|<[^<>]{1,200}>|\((?:[^()]|\([^()]{0,20}\)){1,120}\)")
_GAUGE = r"\s?\d{1,3}\s?%"  # as text: most mail does not ask for it
_PLACEHOLDERS = " .…●•"  # what stands in brackets for words that an author left out, or that are to be filled in
#: Words beside a code or a word for a redaction that may stand in one bracket with it.
_MOST_BESIDE_CODE, _MOST_BESIDE_WORD = 8, 6


def bracket_marks(text: MarkedText) -> Iterator[Mark]:
    """Return the brackets that are marks."""
    taken = {at for code in text.codes for at in range(code.start, code.end)}
    for bracket in BRACKET.finditer(text.text):
        mark = None if bracket.start() in taken else _mark(text, *bracket.span())
        if mark is not None:
            yield mark


def _mark(text: MarkedText, start: int, end: int) -> Mark | None:
    """Return the mark that a bracket is."""
    if text.text[start] == "(" and text.text[start + 1] in "[{" and text.text[end - 2] in "]}":
        start, end = start + 1, end - 1  # what stands in it is the mark
    codes = tuple(code for code in text.codes if start < code.start < end)
    senses = text.senses(start, end)
    if text.text[start] in "(<":
        return _round(text, start, end, codes, senses)
    if codes and not senses & TAKEN and text.text[start - 1 : start].isalnum():
        return None  # an index: "rows[22(1)]"
    if codes and (mark := _with_codes(text, start, end, codes, senses)) is not None:
        return mark
    return _of_words(text, start, end, codes, senses)


def _round(text: MarkedText, start: int, end: int, codes: tuple[Exemption, ...], senses: set[str]) -> Mark | None:
    """Return the mark that a round bracket is, or one of "<" and ">"; people put much else in one."""
    legible = text.count_legible(start, end)
    taken_out = TAKEN_OUT in senses and is_redacted(text.text[start:end])
    known = (REDACTED in senses or taken_out) and not legible
    coded = codes and senses & TAKEN and legible <= _MOST_BESIDE_WORD
    return Mark(start, end, _form(text, codes, senses), codes) if known or coded else None


def _with_codes(text: MarkedText, start: int, end: int, codes: tuple[Exemption, ...], senses: set[str]) -> Mark | None:
    """Return the mark that a square bracket with codes is, if it says little else."""
    taken, legible = bool(senses & TAKEN), text.count_legible(start, end)
    if legible > _MOST_BESIDE_CODE or not (taken or any(code.how != "cited" for code in codes)):
        return None
    if not taken and _cites(text, codes):
        return None
    named = set(LETTERS.findall(fold(text.text[start : codes[0].start]))) - exemption_signs().law_words
    form: RedactionForm = "word" if named else "code"  # "[Commercially sensitive, s.36(1)]"
    firm = taken or (not legible and any(code.how == "" for code in codes))
    return Mark(start, end, _form(text, codes, senses) if taken else form, codes, firm=firm)


def _cites(text: MarkedText, codes: tuple[Exemption, ...]) -> bool:
    """Tell whether the words of a bracket cite its codes ("[see s.40(2)]", "[S. 40(3) repealed in 2018]")."""
    cites, before, after = exemptions().cites, text.word_before(codes[0].start), text.word_behind(codes[-1].beyond)
    return before in cites["before_bracket"] or after in cites["after_bracket"]


def _of_words(text: MarkedText, start: int, end: int, codes: tuple[Exemption, ...], senses: set[str]) -> Mark | None:
    """Return the mark that a square bracket is by its words."""
    written = text.text[start:end]
    if not written[1:-1].strip(_PLACEHOLDERS) or (BESIDE in senses and re.match(_GAUGE, text.text[end:])):
        return None
    if not codes and vocabulary().programs.intersection(map(str.casefold, LETTERS.findall(written))):
        return None
    legible = text.count_legible(start, end)
    most = _MOST_BESIDE_WORD if REDACTED in senses else _MOST_BESIDE_WORD // 2
    if senses & TAKEN and legible <= most:
        named = bool(senses & {THING, GENERIC}) and _ends_taken_out(text, end - 1)  # "[company name removed]"
        firm = bool(codes) or TAKEN_OUT not in senses or not legible or named
        return Mark(start, end, _form(text, codes, senses), codes, firm=firm)
    if "=" not in written and is_redacted(written):
        form: RedactionForm = "code" if codes and not senses & {GENERIC, THING} else "word"
        return Mark(start, end, form, codes, firm=not codes and any(map(str.isdigit, written)))
    return None


def _ends_taken_out(text: MarkedText, end: int) -> bool:
    """Tell whether words end with one that says that something was taken out ("[company name removed]")."""
    last = max((word for word in text.words if word.end <= end and word.sense != FILLER), default=None)
    return last is not None and last.sense in TAKEN and not text.count_legible(last.end, end)


def _form(text: MarkedText, codes: tuple[Exemption, ...], senses: set[str]) -> RedactionForm:
    """Return the form of a bracket; words for what was there count beside no code."""
    return text.form(senses & (TAKEN if codes else {*TAKEN, THING, GENERIC}))
