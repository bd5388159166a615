"""Exemption codes beside legible words: those that stand for words, and those that a sentence cites."""

from __future__ import annotations

import re
from collections.abc import Iterator

from threadparse.locales.exemption_signs import exemption_signs
from threadparse.locales.exemptions import Exemption, exemptions
from threadparse.locales.folding import compiled_for, fold
from threadparse.locales.phrases import phrasebook
from threadparse.releases.marked_text import DOUBLE_QUOTES, LETTERS, SENTENCE_ENDS, Mark, MarkedText

__all__ = ["inline_codes"]

_ABBREVIATION = r"(?<!\w)([^\W\d_]{2,4})\.[\s(]{0,3}$"  # right before a code; as text: few codes ask
_NUMBER_JOINED = r"([^\W\d_]{2,20})\.? (?:§ ?)?\d[\w.()]{0,20},? [^\W\d_]{1,4} $"  # right before a code; as text
_RANGE = r"[-–/]\d"  # behind a section number: "s. 16-12"; as text
_APART = "   "
_MAX_JOIN_CHARS = 20  # between two codes of one list
_MAX_WORDS_BEHIND_NAME = 3
_MAX_SENTENCE_CHARS = 160  # before a code that it speaks of


def inline_codes(text: MarkedText) -> Iterator[Mark]:
    """Return the marks that codes are which stand beside legible words."""
    cited: Exemption | None = None
    for code in text.codes:
        if (
            code.how == "cited"
            or (code.how == "named" and (text.value or not _is_cell(text, code)))
            or (not text.value and _is_cited(text, code, cited))
        ):
            cited = code
        elif code.how in ("alone", "named"):
            if _is_cell(text, code) or text.is_addressed(code):
                yield Mark(text.begins[code.start], code.beyond, "code", (code,), firm=text.value)
        elif (code.how != "bracket" or code.code.count("(") > 1) and (
            (_is_listed(code) and not (text.value and _is_local_part(text, code)))
            or (text.value and not code.code.isdigit())
        ):
            yield Mark(code.start, code.beyond, "code", (code,), firm=text.value or text.is_addressed(code))


def _is_listed(code: Exemption) -> bool:
    """Tell whether one of the laws that write so has a code: prose cites many others ("Art. 6 GDPR")."""
    return any(exemptions().knows(law, code.code) for law in code.laws)


def _is_local_part(text: MarkedText, code: Exemption) -> bool:
    """Tell whether a section without brackets is all that stands before an "@" ("Region 10 <r10@…>")."""
    return code.code.isdigit() and text.text[code.end : code.end + 1] == "@"


def _is_cell(text: MarkedText, code: Exemption) -> bool:
    """Tell whether a code is set apart from the words before it, as a sentence is, and nothing legible follows."""
    before = text.text[: text.begins[code.start]]
    ends = before[-2:-1] in SENTENCE_ENDS and before[-6:-2].isalpha()  # abbreviations are shorter ("No. B6")
    if not before.endswith(_APART) and (text.value or not ends):
        return False
    behind = text.text[code.beyond :]
    if text.value:
        return not behind.strip() or behind.startswith(_APART)
    return not text.is_legible_behind(code)


def _is_cited(text: MarkedText, code: Exemption, cited: Exemption | None) -> bool:
    """Tell whether a code is one of a sentence about the law, by the words around it or by the one cited before."""
    if _is_sentence_of_law(text, code):
        return False
    if cited is not None and _joins(between := text.text[cited.beyond : code.start]):
        return not any(char in ".:!?\n" for char in between)
    before, after = _word_before(text, code), text.word_behind(code.beyond)
    if _is_cited_by(text, code, before, after) or _is_told_of(text, code):
        return True
    named = _names_law(text, code) if before or after else _is_behind_name(text, code)
    if named and not text.is_addressed(code):
        return True  # who speaks of the law says which; a censor among legible words leaves the number alone
    is_section = text.text[code.start].isalpha() or "§" in text.text[code.start : code.end]
    return is_section and _is_cited_section(text, code, before, after)  # others are cited more seldom


def _joins(between: str) -> bool:
    """Tell whether what stands between two codes makes a list of them."""
    known = exemptions().joins.union(exemption_signs().law_words)
    return len(between) <= _MAX_JOIN_CHARS and known.issuperset(map(fold, LETTERS.findall(between)))


def _word_before(text: MarkedText, code: Exemption) -> str:
    """Return the word before a code, one that is abbreviated or belongs to a number before the code, too."""
    before, lead = text.word_before(code.start), text.text[: code.start]
    if before in exemptions().joins and (number := re.search(_NUMBER_JOINED, lead)):
        before = number[1].casefold()  # "28 CFR 16.4 and (b)(7)(A)"
    if not before and (short := re.search(_ABBREVIATION, lead[-_MAX_JOIN_CHARS:])):
        before = short[1].casefold()
    return before


def _is_cited_by(text: MarkedText, code: Exemption, before: str, after: str) -> bool:
    """Tell whether the word before or after a code cites it."""
    cites = exemptions().cites
    given = before in cites["looked_at"] and after in cites["origin"]  # "See (b)(5) per DEA"
    labelled = code.code in text.people and before in phrasebook().contact  # "Cell s. 14(1)"
    return (before in cites["before"] and not (given or labelled)) or after in cites["after"]


def _is_cited_section(text: MarkedText, code: Exemption, before: str, after: str) -> bool:
    """Tell whether a sentence cites a section by the words before and after it, which stand for words else."""
    cites = exemptions().cites
    around = text.text[code.start - 1 : code.start], text.text[code.beyond : code.beyond + 1]
    if all(char and char in DOUBLE_QUOTES for char in around):
        return True
    besides = owner = frozenset[str]()
    if _is_of_people_law(text, code) and not _says_of_law(text, code):
        besides, owner = cites["beside_people" if code.code in text.people else "beside_words"], cites["owner"]
    return before in cites["before_section"] - besides - owner or after in cites["after_section"] - besides


def _is_of_people_law(text: MarkedText, code: Exemption) -> bool:
    """Tell whether one law has a code and one that stands for people elsewhere."""
    knows = exemptions().knows
    return any(knows(law, code.code) and knows(law, other) for law in code.laws for other in text.people)


def _says_of_law(text: MarkedText, code: Exemption) -> bool:
    """Tell whether the sentence of a code says what is said of provisions ("should read", "pursuant to")."""
    before = text.text[max(0, code.start - _MAX_SENTENCE_CHARS) : code.start].rpartition(". ")[2]
    behind = text.text[code.beyond : code.beyond + _MAX_SENTENCE_CHARS].partition(". ")[0]
    return not exemptions().cites["of_law"].isdisjoint(LETTERS.findall(fold(f"{before} {behind}")))


def _is_sentence_of_law(text: MarkedText, code: Exemption) -> bool:
    """Tell whether the name of a law and a code are a sentence of their own ("… it. Privacy Act (j)(2)")."""
    lead = text.lead(code)
    if not lead.endswith(exemptions().long_names):
        return False
    name = max((name for name in exemptions().long_names if lead.endswith(name)), key=len)
    before = lead.removesuffix(name).rstrip(" \xa0")
    return before.endswith((*SENTENCE_ENDS, ";")) and not text.is_legible_behind(code)


def _is_told_of(text: MarkedText, code: Exemption) -> bool:
    """Tell whether a sentence that speaks of exemptions lists a code, or a bracket, a link or a number holds it."""
    words, start = text.text, code.start
    above = max(words.rfind(". ", 0, start), words.rfind("\n", 0, start), start - _MAX_SENTENCE_CHARS)
    sentence = words[above + 1 : start]
    if not exemptions().cites["in_sentence"].isdisjoint(LETTERS.findall(fold(sentence))):
        return True
    if "://" in sentence.rpartition(" ")[2]:
        return True
    numbered = code.code[0].isdigit() and code.code not in text.people
    if numbered and compiled_for(words, _RANGE).match(words, code.end):
        return True
    if numbered and LETTERS.search(words, code.beyond) and exemptions().named_laws(sentence):
        return True
    return "§" in words[start : code.end] and sentence.endswith("(") and words[code.beyond : code.beyond + 1] == ")"


def _names_law(text: MarkedText, code: Exemption) -> bool:
    """Tell whether the name of a law stands right before a code, or a short one in it or right behind it."""
    if " ".join(text.lead(code).split()).endswith(exemptions().long_names):
        return True
    behind = text.law_behind(code.beyond)
    written = text.text[code.start : behind.end() if behind else code.beyond]
    words = {text.word_before(code.start), *LETTERS.findall(fold(written))}
    return not exemptions().short_names.isdisjoint(words)


def _is_behind_name(text: MarkedText, code: Exemption) -> bool:
    """Tell whether the short name of a law stands before a code, and a comma ("FOIA (as amended), s.40")."""
    lead = text.lead(code)
    near = LETTERS.findall(fold(lead))[-_MAX_WORDS_BEHIND_NAME:] if lead.endswith(",") else ()
    return not exemptions().short_names.isdisjoint(near)
