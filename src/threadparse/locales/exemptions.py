"""The exemption codes of access and secrecy laws (``exemptions.json``): found in a text, with their laws."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from itertools import accumulate, chain
from typing import Any, Literal, NamedTuple

from threadparse.locales.exemption_signs import squeezed
from threadparse.locales.folding import compiled_for, fold, letter_runs, outline, words_among
from threadparse.locales.lexicon import load_table

__all__ = [
    "Exemption",
    "Exemptions",
    "How",
    "as_meant",
    "begins_meaning",
    "compile_exemptions",
    "exemptions",
    "goes_on",
]

#: How a printed form counts as a code, see ``notation`` of the file; "" wherever a mark may stand.
How = Literal["", "alone", "cited", "bracket", "named"]

#: Behind a blank a bracket of several letters is a Roman number, or it is none of the code's ("Art. 4(1)(b) (ENV)").
_BRACKET = r"(?:\([0-9A-Za-z]{1,4}\)| \((?:\d{1,3}[A-Za-z]?|[IVXivx]{1,4}|[A-Za-z])\))"
_PLACEHOLDERS = {
    "c": rf"(?-i:\d{{1,3}}[A-Za-z]{{0,2}}{_BRACKET}{{0,4}})",  # sets that ignore case take long to compile
    "b": r"\d",
    "d": r"\d{3,5}",
    "e": r"\d{3}",
    "x": r"(?-i:[A-Za-z]{1,2})",
}
#: A section number without a word before it has a bracket at least.
_BARE_SECTION = rf"(?-i:\d{{1,3}}[A-Za-z]{{0,2}}{_BRACKET}{{1,4}})"
_MAX_KEPT_CHARS = 80
_MAX_OPENING_CHARS = 40  # of the words before a number
_MAX_FORM_CHARS = 80  # of those, and of the number with all that belongs to it
#: What must not stand before and behind a code.
_IN_TEXT, _IN_MARGIN = ("", r"(?!\w|\.\d)"), (r"(?<![\w(])", r"(?![\w(])")
#: How a form begins: the words before its number for look-up, its place in the list of forms, the pattern of the words.
_Opening = tuple[str, int, str]
#: What the printed forms of one kind share: what stands in and behind the number, the code, how it is written.
_FormKey = tuple[str, str, str]
#: What may stand between the words of a law's name, a line end or its short name; its year may stand in brackets.
_APART = r",?[\s>|]{1,120}(?:\([A-Za-z]{2,6}\)[\s>|]{1,120})?"
_APART_FROM_YEAR = rf"{_APART}\(?"
_BEFORE_CODE = frozenset("/–-")  # between a detail and the code behind it
_BEFORE_CATEGORY = frozenset("-–")  # between a code and the number of a category
_MAX_INITIALS = 3  # of a privilege
_MEANING = r"(?:[ \t]*[-–—:=|][ \t]*|[ \xa0]{3,}|\t+)[^\W\d_]{2}"  # behind a code; as text: few documents have one
_PART = re.compile(r"\{(\w)\}")
_DIGIT = re.compile(r"\d")
_LETTERS = r"[^\W\d_]+"


class Exemption(NamedTuple):
    """A code as it stands in a text.

    Attributes:
        start: Where it begins.
        end: Where it ends, its detail not counted.
        code: The law's own numbering, lower case, no blanks.
        laws: The laws that write so and have such a code; all that write so, if none has it.
        how: How its form counts.
        detail: What stands with it ("CIA PERS/ORG", "DP", a category number), else None.
        beyond: Where the detail ends; ``end`` without one.
        writers: All laws that write so.
    """

    start: int
    end: int
    code: str
    laws: tuple[str, ...]
    how: How
    detail: str | None
    beyond: int
    writers: tuple[str, ...] = ()

    def moved(self, by: int) -> "Exemption":
        """Return the code as it stands in a longer text.

        Args:
            by: Where the text in which it was found begins in that one.
        """
        return Exemption(self.start + by, self.end + by, *self[2:6], self.beyond + by, self.writers)

    def word(self, text: str) -> str:
        """Return the word with which the code begins in its text ("Section")."""
        return text[self.start : self.end].partition(" ")[0]


class Exemptions:
    """The codes of ``exemptions.json``, compiled when first needed.

    Args:
        table: What ``compile_exemptions`` made of the file.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self._table = table
        self.laws: dict[str, dict[str, Any]] = table["laws"]
        self.stamps: dict[str, Literal["full", "part", "denied"]] = table["stamps"]
        self.released: list[str] = table["released"]
        self._forms: list[dict[str, Any]] = table["forms"]
        self._openings: dict[str, list[_Opening]] = table["openings"]
        self._worded: list[_Opening] = table["worded"]

    @cached_property
    def _start(self) -> str:
        """Matches where a code may begin: a number goes on neither in front ("2.105(b)(4)") nor behind."""
        return rf"[{self._table['firsts']}](?<![\w§].)(?<!\w\..)"

    @cached_property
    def _up_to_figure(self) -> str:
        """Matches what stands before the first figure where a code may begin."""
        return rf"(?=[{self._table['firsts']}])\D{{0,{_MAX_OPENING_CHARS}}}+(?=\d)"

    def _numbered_at(self, text: str, at: int, openings: dict[str, list[_Opening]]) -> list[_Opening]:
        """Return the forms of codes by what stands at a place before the next figure; those with that figure first."""
        found = compiled_for(text, self._up_to_figure).match(text, at)
        if found is None:
            return []
        words = squeezed(found[0])
        return openings.get(words + text[found.end()], []) + openings.get(words, [])

    def _match(
        self, openings: Iterable[_Opening], text: str, at: int, guards: tuple[str, str]
    ) -> tuple[re.Match[str], str, dict[str, Any]] | None:
        """Match the first form that fits at a place: its number, the words before that, and the form.

        The words and the number have a pattern each: that of the number is costly to compile, and many forms share it;
        it waits until what stands between its parts is there.
        """
        begins = squeezed(text[at : at + _MAX_FORM_CHARS])
        for words, number, pattern in openings:
            form = self._forms[number]
            if not begins.startswith(words) or not all(part in begins for part in form["between"]):
                continue
            opening = _compiled(guards[0] + pattern, re.IGNORECASE).match(text, at)
            if opening and (match := _compiled(form["tail"] + guards[1], re.IGNORECASE).match(text, opening.end())):
                return match, words, form
        return None

    def _find_forms(self, text: str) -> Iterator[tuple[int, re.Match[str], str, dict[str, Any]]]:
        """Find what has the form of a code: where it begins, its number, the words before that, and the form."""
        at, starts = 0, compiled_for(text, self._start)
        while start := starts.search(text, at):
            openings = (*self._numbered_at(text, start.start(), self._openings), *self._worded)
            found = self._match(openings, text, start.start(), _IN_TEXT)
            if found:
                yield start.start(), *found
            at = found[0].end() if found else start.end()

    @cached_property
    def _further(self) -> re.Pattern[str]:
        """Matches the next number of a list of sections; behind it the list goes on, or a bracket or the text ends."""
        join = rf"(?:[ \xa0]?[,;&]|[ \xa0](?:{'|'.join(self._table['joins'])})(?!\w))"
        return re.compile(rf"{join}[ \xa0]?({_PLACEHOLDERS['c']})(?=[ \xa0]?(?:[\])}}>\r\n]|$)|{join})", re.IGNORECASE)

    @cached_property
    def _detail_words(self) -> list[str]:
        """The words that may stand with codes, the longest first."""
        words = {word for law in self.laws.values() for word in _details(law)}
        return sorted(words, key=lambda word: (-len(word), word))

    @cached_property
    def _begin_details(self) -> set[str]:
        """The characters with which what stands with a code begins."""
        return {*"-–/", *(word[0] for word in self._detail_words)}

    @cached_property
    def _detail(self) -> re.Pattern[str]:
        number = r" ?[-–] ?(?P<number>\d{1,2}(?:, ?\d{1,2})*)(?!\w)"  # of a category, or of several: "b6 -1,4"
        return re.compile(
            rf"[ ,]{{0,2}}(?:[-–/] )?(?P<word>{'|'.join(map(re.escape, self._detail_words))})(?!\w)|{number}"
        )

    def detail_start(self, text: str, code: Exemption) -> int:
        """Return where the detail begins that stands before a code ("Deliberative Process / Ex. 5"), else its start.

        Args:
            text: The text in which the code was found.
            code: The code.
        """
        lead = text[max(0, code.start - _MAX_OPENING_CHARS) : code.start]
        if lead.rstrip()[-1:] not in _BEFORE_CODE:
            return code.start
        words = lead.rstrip("".join(_BEFORE_CODE) + " ")
        known = {word for law in code.laws for word in _details(self.laws[law]) if words.endswith(word)}
        longest = max(map(len, known), default=0)
        at = len(words) - longest
        return code.start - len(lead) + at if longest and not words[at - 1 : at].isalnum() else code.start

    @cached_property
    def detail_openings(self) -> frozenset[str]:
        """The first words of details of several words, which may go on in the row below."""
        return frozenset(
            {word.partition(" ")[0] for law in self.laws.values() for word in _details(law) if " " in word}
        )

    @cached_property
    def _margin_openings(self) -> dict[str, list[_Opening]]:
        """The forms of codes that may stand in a margin, each with words before its number."""
        forms = self._forms
        kept = {
            words: [row for row in rows if row[0] and forms[row[1]]["margin"]] for words, rows in self._openings.items()
        }
        return {words: rows for words, rows in kept.items() if rows}

    @cached_property
    def _margin_beginnings(self) -> frozenset[str]:
        """All beginnings of what stands before the number of a code that may stand in a margin, for look-up.

        An empty one is there for the full stop of ".4(B)".
        """
        rows = chain.from_iterable(self._margin_openings.values())
        return frozenset(chain.from_iterable(accumulate(words, initial="") for words, _, _ in rows))

    @property
    def margin_words(self) -> Iterator[str]:
        """The words, folded, with which a code begins that may stand in a margin; none that has a figure."""
        return filter(str.isalpha, self._margin_beginnings)

    def may_begin_margin_code(self, word: str) -> bool:
        """Tell whether a code that may stand in a margin may begin with a word, or another character.

        Args:
            word: The word, of any case.
        """
        return _DIGIT.search(word) is not None or squeezed(word) in self._margin_beginnings

    def margin_code_end(self, text: str, at: int) -> int | None:
        """Return where a code ends that stands at a place and may stand in a margin; None if none stands there.

        The number of a category belongs to it ("b7C -1"), the words of a detail do not.

        Args:
            text: A line.
            at: Where the code is to begin, behind no word and no opening bracket.
        """
        openings = self._numbered_at(text, at, self._margin_openings)
        found = self._match(openings, text, at, _IN_MARGIN) if openings else None
        if found is None:
            return None
        end = found[0].end()
        behind = self._detail.match(text, end) if text[end : end + 2].lstrip()[:1] in _BEFORE_CATEGORY else None
        return behind.end() if behind and behind["number"] else end

    @cached_property
    def page(self) -> re.Pattern[str]:
        """Matches what stands in the place of pages that were withheld, from its beginning."""
        return re.compile("|".join(self._table["pages"]))

    @cached_property
    def joins(self) -> frozenset[str]:
        """The words between the numbers of a list, folded."""
        return frozenset(map(fold, self._table["joins"]))

    @cached_property
    def page_words(self) -> frozenset[str]:
        """The words that stand in the place of withheld pages, folded; a sheet may say so in two languages."""
        return frozenset(self._table["page_words"])

    @cached_property
    def cites(self) -> dict[str, frozenset[str]]:
        """The words ``before`` a code, and before and ``after_section``, that cite the law and black nothing out."""
        return {side: frozenset(map(str.casefold, words)) for side, words in self._table["cites"].items()}

    def find(self, text: str) -> tuple[Exemption, ...]:
        """Find the codes in a text; a page repeats its rows.

        Args:
            text: A line, or a few.

        Returns:
            The codes in order, none inside another.
        """
        return _find(self, text) if len(text) <= _MAX_KEPT_CHARS else self._read(text)

    def _read(self, text: str) -> tuple[Exemption, ...]:
        text = as_meant(text)
        found: list[Exemption] = []
        for start, match, words, form in self._find_forms(text):
            if found and start < found[-1].beyond:
                continue  # a list that the code before it begins has it, or it is its detail
            written = text[start : match.end()]
            if len(written) <= _MAX_INITIALS and written.isalpha() and not written.isupper():
                continue  # "Nr. 3" is no NR
            laws = tuple(form["laws"][words])
            code = form["code"].format_map(match.groupdict()).lower().replace(" ", "")
            ahead = text[match.end() : match.end() + 3].lstrip(" ,")[:1]
            detail = self._detail.match(text, match.end()) if ahead in self._begin_details else None
            found.append(
                Exemption(
                    start,
                    match.end(),
                    code,
                    tuple(law for law in laws if self.knows(law, code)) or laws,
                    form["how"],
                    (detail["word"] or detail["number"]) if detail else None,
                    detail.end() if detail else match.end(),
                    laws,
                )
            )
            if form["code"] == "{c}":
                found += self._listed(text, found[-1], laws)
        return tuple(found)

    def _listed(self, text: str, code: Exemption, laws: tuple[str, ...]) -> Iterator[Exemption]:
        """Find the numbers that follow a section in a list ("s.40(2), 43"), as far as one of its laws has them."""
        while match := self._further.match(text, code.end):
            number = match[1].lower().replace(" ", "")
            known = tuple(law for law in laws if self.knows(law, number))
            if not known:
                break
            code = code._replace(start=match.start(1), end=match.end(), code=number, laws=known, beyond=match.end())
            yield code

    def knows(self, law: str, code: str) -> bool:
        """Tell whether a law has a code, one that it is a part of, or a part of it.

        Args:
            law: The law.
            code: The code.
        """
        return _knows(self, law, code)

    def _listed_part(self, law: str, code: str) -> str:
        """Return a code, or the longest that it is a part of, as the table has it for a law; "" if it has none."""
        codes = self.laws[law]["codes"]
        while code and code not in codes:
            code = code[: code.rfind("(")] if code.endswith(")") else code.rpartition(".")[0]
        return code

    def is_personal(self, laws: tuple[str, ...], code: str) -> bool:
        """Tell whether a code, or one that it is a part of, stands for personal data by one of its laws.

        Args:
            laws: The laws that the code may be of.
            code: The code.
        """
        return _is_personal(self, laws, code)

    def meaning(self, law: str | None, code: str) -> tuple[str, bool] | None:
        """Say what a code means.

        Args:
            law: The law; None where it is not known.
            code: The code.

        Returns:
            The meaning and whether its source was seen; None where the table has none.
        """
        if law is None or not (code := self._listed_part(law, code)):
            return None
        entry = self.laws[law]
        return entry["codes"][code], entry["seen"] is True or code in entry["seen"]

    @cached_property
    def short_names(self) -> frozenset[str]:
        """The names of laws that are one word ("FOIA", "offl"), folded."""
        return frozenset(fold(name) for name in self._table["context"] if name.isalpha())

    @cached_property
    def long_names(self) -> tuple[str, ...]:
        """The names of laws that are several words ("Public Officers Law")."""
        return tuple(name for name in self._table["context"] if " " in name)

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """The names of laws, by the longest word that an outline has of each."""
        names: dict[str, list[str]] = {}
        for name in self._table["context"]:
            names.setdefault(max(letter_runs(outline(name)), key=len, default=""), []).append(name)
        return names

    @cached_property
    def _name_words(self) -> frozenset[str]:
        return frozenset(self._names)

    def named_laws(self, text: str) -> frozenset[str]:
        """Return the laws that the words of a text name.

        Args:
            text: Any text; of two names that overlap the longer one counts. Only names all of whose words it has are
                looked for.
        """
        words = words_among(outline(text), self._name_words)
        names = [
            name
            for word in ("", *words)
            for name in self._names.get(word, ())
            if all(part in text for part in name.split(" "))
        ]
        if not names:
            return frozenset()
        names.sort(key=lambda name: (-len(name), name))
        pattern = rf"(?:{'|'.join(map(_name_pattern, names))})(?!\w)"  # of all names it would take long to compile
        found = {names[match.lastindex - 1] for match in re.finditer(pattern, text) if match.lastindex}
        return frozenset(law for name in found for law in self._table["context"][name])


def _name_pattern(name: str) -> str:
    """Return a group for a law's name; its first letter, looked for fast, goes before what must not stand there."""
    first, *others = name.split(" ")
    words = [(_APART_FROM_YEAR if word.isdigit() else _APART) + re.escape(word) for word in others]
    return rf"({first[0]}(?<!\w{first[0]}){re.escape(first[1:])}{''.join(words)})"


def as_meant(text: str) -> str:
    """Return a text as codes are looked for in it, no offset moved.

    Args:
        text: Any text; word processors write "s. 40" with a no-break blank, scans show "(b){6)".
    """
    return text.replace("\xa0", " ").replace("{", "(").replace("}", ")")


def goes_on(code: str, written: str) -> bool:
    """Tell whether a code goes on with another one before a semicolon.

    What a law numbers with letters stands for one person with the others ("(b)(6); (b)(7)(C)", "b6 -1; b7C -1"),
    sections stand for one each ("s22; s47F").

    Args:
        code: The code in the law's own numbering.
        written: The same as it stands in the list.
    """
    return written[:1] == "(" or (code[:1].isalpha() and code[:1] == written[:1].lower())


def begins_meaning(behind: str) -> bool:
    """Tell whether a code's meaning follows it, set apart by a dash, a bar or a gap, as in a key ("B6 - privacy").

    Args:
        behind: What stands behind the code in its row.
    """
    return re.match(_MEANING, behind) is not None


@lru_cache(maxsize=256)
def _find(known: Exemptions, text: str) -> tuple[Exemption, ...]:
    return known._read(text)


@lru_cache(maxsize=1024)
def _knows(known: Exemptions, law: str, code: str) -> bool:
    """``Exemptions.knows``; a release repeats few codes, often."""
    opening = f"{code}("
    return bool(known._listed_part(law, code)) or any(listed.startswith(opening) for listed in known.laws[law]["codes"])


@lru_cache(maxsize=256)
def _is_personal(known: Exemptions, laws: tuple[str, ...], code: str) -> bool:
    """``Exemptions.is_personal``; a release repeats few codes, often."""
    return any(code.startswith(personal) for law in laws for personal in known.laws[law]["personal"])


@cache
def exemptions() -> Exemptions:
    """Return the codes; the same object each time."""
    return Exemptions(load_table("built/exemptions"))


def compile_exemptions(table: dict[str, Any]) -> dict[str, Any]:
    """Compile the table: the patterns of all printed forms, and what is known of each law.

    Args:
        table: The object of ``exemptions.json``.
    """
    kept = ("name", "cite", "codes", "details", "personal")
    ordered = sorted(_forms(table["laws"]).items(), key=_by_length)
    openings: dict[str, list[_Opening]] = {}
    worded: list[_Opening] = []
    firsts: set[str] = set()
    for number, ((behind, _, _), befores) in enumerate(ordered):
        for before in sorted(befores, key=lambda before: (-len(before), before)):
            firsts.add(_first(before or behind))
            words = squeezed(before)
            figure = _DIGIT.search(words)
            rows = openings.setdefault(words[: figure.end()] if figure else words, []) if behind or figure else worded
            rows.append((words, number, _literal(before)))
    return {
        "forms": [_compile_form(*key, laws) for key, laws in ordered],
        "openings": openings,
        "worded": worded,
        "firsts": "".join(map(_set_of, sorted(firsts))),
        "laws": {
            law: {name: entry[name] for name in kept if name in entry} | {"seen": _seen(entry)}
            for law, entry in table["laws"].items()
        },
        "context": _context(table),
        "cites": table["cites"],
        "stamps": table["stamps"],
        "joins": table["joins"],
        "released": table["released"],
        "pages": _page_patterns(table["pages"]),
        "page_words": sorted(
            {fold(word) for form in table["pages"] for word in re.findall(_LETTERS, _PART.sub("", form))}
        ),
    }


def _forms(laws: dict[str, Any]) -> dict[_FormKey, dict[str, list[str]]]:
    """Return the printed forms by what they share, and for each what stands before that: the laws that print it so."""
    forms: dict[_FormKey, dict[str, list[str]]] = {}
    for law, entry in laws.items():
        for form, code, *how in entry["written"]:
            before, brace, behind = form.partition("{")
            key = (brace + behind, code, how[0] if how else "")
            forms.setdefault(key, {}).setdefault(before, []).append(law)
    return forms


def _context(table: dict[str, Any]) -> dict[str, list[str]]:
    """Return the laws that each word of the context names; those of other acts name none."""
    context: dict[str, list[str]] = {}
    for law, entry in table["laws"].items():
        for word in entry["context"]:
            context.setdefault(word, []).append(law)
    context.update({name: [] for name in table["other_acts"]})
    context.update({name.upper(): laws for name, laws in context.items() if " " in name})  # in a title
    return context


def _seen(law: dict[str, Any]) -> bool | list[str]:
    """Return whose meanings were looked up in a source: all codes of a law (True), or which."""
    if law["checked"] == "seen":
        return True
    return [code for codes in law.get("seen", {}).values() for code in codes]


@cache
def _compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(pattern, flags)


def _first(form: str) -> str:
    """Return the character that a form begins with, in lower case; "0" for all figures."""
    return "0" if form[0] == "{" or form[0].isdecimal() else form[0].lower()


def _set_of(first: str) -> str:
    """Return the characters that ``_first`` makes one, for a set."""
    return r"\d" if first == "0" else re.escape(first) + first.upper()


def _by_length(form: tuple[_FormKey, dict[str, list[str]]]) -> tuple[int, int, int, int, _FormKey]:
    """Return what to sort forms by: of two that fit, the one with more in it is the one that is meant."""
    (behind, code, how), laws = form
    return (
        -min(sum(char.isdigit() for char in before) for before in laws),
        -len(_PART.findall(behind)) - 2 * (behind.count("(") + behind.count(".")),
        -len(behind),
        -max(map(len, laws)),
        (behind, code, how),
    )


def _compile_form(behind: str, code: str, how: str, laws: dict[str, list[str]]) -> dict[str, Any]:
    """Compile forms that differ in the words before the number alone."""
    tail, at = "", 0
    between = {"("} if how == "bracket" else set(map(squeezed, _PART.split(behind)[::2]))
    for match in _PART.finditer(behind):
        pattern = _BARE_SECTION if how == "bracket" else _PLACEHOLDERS.get(match[1], r"\d{1,2}")
        tail += f"{_literal(behind[at : match.start()], inside=at > 0)}(?P<{match[1]}>{pattern})"
        at = match.end()
    by_before: dict[str, list[str]] = {}
    for before, names in laws.items():
        known = by_before.setdefault(squeezed(before), [])
        known += (name for name in names if name not in known)
    return {
        "how": how,
        "code": code,
        "margin": bool(behind) and how in ("", "alone", "cited"),
        "tail": tail + _literal(behind[at:], inside=at > 0),
        "between": sorted(between - {""}),
        "laws": by_before,
    }


def _literal(text: str, *, inside: bool = False) -> str:
    """Return a pattern of what stands between placeholders: blanks, full stops and commas are optional."""
    pattern = ""
    for at, char in enumerate(text):
        number = (inside and at == 0) or text[at - 1 : at].isdigit()
        if char == " ":
            pattern += r"[ \xa0]?"
        elif char == "." and number and (at + 1 == len(text) or text[at + 1].isdigit()):
            pattern += r" ?[.,] ?" if not inside else r"\."  # scans show "1 .4(B)" and "1,4(B)"
        elif char in ".,":
            pattern += re.escape(char) + "?" * (at > 0 or inside)
        elif char == "(":
            pattern += r" ?\(" if at or inside else r"\("
        else:
            pattern += re.escape(char)
    return pattern


def _page_patterns(forms: list[str]) -> list[str]:
    """Compile the words for withheld pages, those with one first letter together; their case is free."""
    found: dict[str, list[list[str]]] = {}
    for form in forms:
        first, *words = (
            _PART.sub(r"\\d{1,5}", re.escape(word).replace(r"\{", "{").replace(r"\}", "}"))
            for word in form.lower().split()
        )
        found.setdefault(first[0], []).append([first[1:], *words])
    # a set of first letters is found fast
    return [f"[{first.upper()}{first}](?i:{_alternatives(rows)})" for first, rows in found.items()]


def _alternatives(rows: list[list[str]]) -> str:
    """Compile rows of words with any white space between them: what some begin with once, the longest first."""
    behind: dict[str, list[list[str]]] = {}
    for first, *rest in rows:
        behind.setdefault(first, []).append(rest)
    found = []
    for first, rests in behind.items():
        longer = [rest for rest in rests if rest]
        more = rf"\s+{_alternatives(longer)}" if longer else ""
        found.append(f"{first}(?:{more})?" if longer and len(longer) < len(rests) else first + more)
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"


def _details(law: dict[str, Any]) -> list[str]:
    """Return the words that may stand with the codes of a law."""
    return [word for code, words in law.get("details", {}).items() if code != "*" for word in words]
