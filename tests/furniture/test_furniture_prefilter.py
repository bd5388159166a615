"""The prefilters of furniture: they may let through too much, and never too little."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from tests.rows import each_row

from threadparse.furniture.furniture_prefilter import may_have_furniture
from threadparse.furniture.margins import has_code
from threadparse.furniture.prose import is_prose
from threadparse.furniture.row_cells import may_be_page
from threadparse.furniture.rows import Rows
from threadparse.furniture.stamps import stamp_weight
from threadparse.locales.furniture import knowledge

PHRASES = [
    " ".join(phrase).replace("#", "C06").replace("§", "B6").replace("…", "the House")
    for strength in ("strong", "medium", "weak")
    for group in knowledge().phrases[strength].values()
    for phrase in group
]
CODES = [
    "B6",
    "(b)(6)",
    "b(7)(C)",
    "(j)(2)",
    "1.4(B)",
    "s.40(2)",
    "section 40",
    "Sections 3",
    "r12(5)(d)",
    "Article 4(1)(b)",
]
BEHIND = ["", ".", " 3", "   B6", " of the harbour"]


@pytest.mark.parametrize("before", ["", "  ", "**", "- ", "U.S. DEPARTMENT OF STATE ", *(f"{code} " for code in CODES)])
@pytest.mark.parametrize(
    "spell", [str, str.upper, str.capitalize, lambda text: text.replace("l", "1").replace("O", "0")]
)
def test_no_stamp_is_let_go_of(before: str, spell: Callable[[str], str]) -> None:
    lines = [before + spell(phrase) for phrase in PHRASES]
    weighed = [line for line in lines if stamp_weight(line.strip("*- "))]
    assert [line for line in weighed if knowledge().beginning.search(f"\nwords\n\n{line}\n") is None] == []


@each_row(product([str, str.upper, str.capitalize], ["", "(", "**", *(f"{code} " for code in CODES)], BEHIND))
def test_no_row_that_says_something_is_prose(spell: Callable[[str], str], before: str, behind: str) -> None:
    rows = [f"{before}{spell(words)}{behind}" for words in [*PHRASES, *CODES, "page 3", "ACME-007783"]]
    assert [row for row in rows if is_prose(row) and Rows([row]).says != Rows([f"* {row}"]).says] == []


@each_row(product([str, str.upper, str.capitalize], ["", "• ", '"', *(f"{code} " for code in CODES)], BEHIND))
def test_first_letters_turn_no_telling_row_away(spell: Callable[[str], str], before: str, behind: str) -> None:
    rows = [f"{before}{spell(words)}{behind}" for words in [*PHRASES, *CODES, "page 3", "ACME-007783"]]
    assert [row for row in rows if Rows([row]).says != Rows([f"* {row}"]).says] == []


def test_what_is_no_page_number_is_not_matched_as_one() -> None:
    assert [cell for cell in ("on 3 March 2014", "Case No. 3", "Page 3", "S. 3") if may_be_page(cell)] == ["Page 3"]


@pytest.mark.parametrize(
    "row",
    ["The tide is late again, and the report is due on Monday.", "I hope the tide is late.", "Sent:          Monday"],
)
def test_most_rows_are_prose(row: str) -> None:
    assert is_prose(row)


def test_a_stamp_weighs_the_same_with_another_serial_number() -> None:
    stamps = [f"UNCLASSIFIED U.S. Department of State Case No. F-1 Doc No. C{number}" for number in ("05739639", "1")]
    assert stamp_weight(stamps[0]) == stamp_weight(stamps[1]) == stamp_weight(stamps[0].replace("9", "4"))


@pytest.mark.parametrize("mark", ["<!-- Page 3 -->", "<!--pagebreak-->", "----- end of page=3 -----", "{3}" + "-" * 48])
def test_no_mark_between_pages_is_let_go_of(mark: str) -> None:
    assert knowledge().mark.fullmatch(mark)
    assert knowledge().marked(f"words\n{mark}\n")


@pytest.mark.parametrize("code", [*CODES, "RELEASE IN PART", "RELEASE IN", "ACME-00012"])
@pytest.mark.parametrize("gap", ["   ", " " * 30, "\t"])
def test_no_code_in_a_margin_is_let_go_of(gap: str, code: str) -> None:
    words = "Words of the mail, and then some more of these words"
    assert has_code(f"{words}{gap}{code}")
    assert not has_code(f"{words[:12]}{gap}{code}")


@pytest.mark.parametrize(
    "lines",
    [
        ["The report is due in full on Monday.", "CALL ME"],
        ["I know the case no one else would take.", "B is for boat."],
        ["He was released in May.", "From the harbour:     2"],
        ["Approved for release.", "Words of the mail, and then some more of these words    Bob"],
    ],
)
def test_a_hint_without_a_stamp_is_nothing(lines: list[str]) -> None:
    assert knowledge().hinted("\n".join(lines).casefold())
    assert not may_have_furniture(lines)
    assert may_have_furniture([*lines, "", "RELEASED IN PART"])
    assert may_have_furniture(
        [*lines, "", "Department of Ships     RELEASED UNDER THE FREEDOM OF INFORMATION ACT 1982"]
    )
