"""The table of exemption codes: what it says of its sources holds together, and printed forms give the codes meant."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from tests.rows import each_row

import threadparse
from threadparse.locales.exemption_signs import exemption_signs
from threadparse.locales.exemptions import exemptions
from threadparse.locales.folding import outline, words_among

LAWS: dict[str, dict[str, Any]] = json.loads(
    Path(threadparse.__file__).with_name("locales").joinpath("exemptions.json").read_text(encoding="utf-8")
)["laws"]


@each_row(LAWS)
def test_only_what_a_source_confirms_counts_as_checked(law: str) -> None:
    entry = LAWS[law]
    seen = [code for codes in entry.get("seen", {}).values() for code in codes]
    assert set(seen) <= entry["codes"].keys()
    assert len(seen) == len(set(seen))
    if entry["checked"] == "recalled":
        assert not seen
    if entry["checked"] == "seen in part":
        assert set(seen) != entry["codes"].keys()
    checked = {code for code in entry["codes"] if exemptions().meaning(law, code) == (entry["codes"][code], True)}
    assert checked == (set(entry["codes"]) if entry["checked"] == "seen" else set(seen))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("[geschwärzt, § 9 Abs. 1 UIG]", ["9(1)"]),
        ("[Name geschwärzt, § 5 IFG]", ["5"]),
        ("hoofdstuk 5.1. 5.1.2.i", ["5.1.2.i"]),
        ("40 C.F.R. 2.105(b)(4)", []),
        ("[Redacted s.40(2), 43 and 44]", ["40(2)", "43", "44"]),
        ("[Redacted under s.40, 3 May 2021]", ["40"]),
        ("sections 21(1)(a), 23\nof the Act", ["21(1)(a)", "23"]),
    ],
)
def test_printed_forms(text: str, codes: list[str]) -> None:
    assert [found.code for found in exemptions().find(text)] == codes


def written_codes(law: str) -> Iterator[str]:
    """Each printed form of a law with its codes, but those that count beside a word for a redaction alone."""
    sections = [code for code in LAWS[law]["codes"] if re.fullmatch(r"\d+[a-z]*(\(\w+\))*", code)]
    values = {"c": sections, "x": ["a", "g"], "n": ["1", "7"], "m": ["2"], "d": ["552", "7927"], "e": ["700"]}
    for form, code, *how in LAWS[law]["written"]:
        if how == ["cited"] and not code.format_map(dict.fromkeys("bcdenmklx", "1"))[0].isdigit():
            continue
        names = sorted(set(re.findall(r"\{(\w)\}", form)))
        for row in product(*(values.get(name, ["1"]) for name in names)):
            text = form.format_map(dict(zip(names, row, strict=True)))
            yield from (text, text[0].upper() + text[1:], text.upper())


@each_row(LAWS)
def test_each_printed_form_has_a_hint(law: str) -> None:
    for written in written_codes(law):
        text = f"Call [{written}] today."
        codes, words = exemptions().find(text), words_among(outline(text), exemption_signs().words)
        hints = list(exemption_signs().hints(text, outline(text), words))
        assert not codes or any(codes[0].start <= at < codes[-1].end for at in hints), written


@pytest.mark.parametrize(
    "text",
    [
        "We run 6.5.1 and 5.5.2653.",
        "$5.1 billion",
        "at run$201(Scheduler.java)",
        "plan.doc)(See attached file",
        "in the U.S 800 523",
        "its 2002 plan, this 12.5",
        "Section 3.4 and section 2002",
        "H.R. 10,500",
    ],
)
def test_what_is_a_number_of_something_else_has_no_hint(text: str) -> None:
    """A mail with a hint is read for redactions, which takes longer than all else in a short one."""
    words = words_among(outline(text), exemption_signs().words)
    assert not list(exemption_signs().hints(text, outline(text), words))


@each_row(LAWS)
def test_each_code_of_a_margin_begins_with_a_word_that_may_begin_one(law: str) -> None:
    known = exemptions()
    in_margins = [code for code in written_codes(law) if known.margin_code_end(code, 0)]
    assert [code for code in in_margins if not known.may_begin_margin_code(re.findall(r"\w+|\S", code)[0])] == []


@each_row(product(LAWS, [" ", "\xa0", ""]))
def test_each_printed_form_is_found_with_other_blanks(law: str, blank: str) -> None:
    forms = [written.replace(" ", blank) for written in written_codes(law)]
    missed = [form for form in forms if not exemptions().find(f"Call [{form}] today.")]
    assert all(form[0].isdecimal() for form in missed)  # a section number without its word or a bracket is any number


def test_the_longest_name_of_a_law_counts() -> None:
    assert exemptions().named_laws("under the EI(S)Rs") == {"scot-eir"}
    for name in ("FREEDOM OF INFORMATION ACT 2000", "Freedom of Information (FOI) Act, 2000", "FOI Act (2000)"):
        assert exemptions().named_laws(f"{name} - disclosure") == {"uk-foia"}
    assert exemptions().named_laws("the AFOIA, in FOISA words") == {"scot-foisa"}


def test_of_many_forms_only_those_whose_words_stand_in_the_text_are_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []

    def compile_and_tell(pattern: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(pattern)
        return re.compile(pattern, flags)

    monkeypatch.setattr("threadparse.locales.exemptions._compiled", compile_and_tell)
    assert [found.code for found in exemptions().find("Withheld under § 11 Abs. 2 BremIFG, all of it.")] == ["11(2)"]
    assert not [pattern for pattern in compiled if "satz" in pattern or "Berlin" in pattern]
