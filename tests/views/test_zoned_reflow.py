"""Folded prose is joined; what only looks like it is left alone."""

from __future__ import annotations

from threadparse.views.zoned import ZonedLine, reflow

PROSE = [
    "The footbridge at Mill Lane was fenced off this afternoon, and there",
    "is no sign that says why, nor does anybody at the council pick up",
    "the phone.",
]


def shown(lines: list[str], measure: int) -> list[str]:
    """The words of the reflown lines."""
    return [line.words for line in reflow([ZonedLine(line, "body") for line in lines], measure)]


def test_folded_prose_is_joined_where_it_does_not_fit() -> None:
    assert shown(PROSE, 60) == [" ".join(PROSE)]
    assert shown(PROSE, 80) == PROSE


def test_twice_folded_prose_is_joined() -> None:
    lines = [
        "The footbridge at Mill Lane was fenced off this afternoon, and there is no sign that",
        "says why, nor does",
        "anybody at the council pick up the phone, or answer letters and mails about what has",
        "Harrowdale to offer. It is",
        "a shame.",
        "Ann",
    ]
    assert shown(lines, 76) == [" ".join(lines[:5]), "Ann"]


def test_paragraphs_of_one_long_line_stay_apart() -> None:
    lines = ["word " * 40 + "end", "Another " + "word " * 30 + "end", "Word " * 35]
    assert shown(lines, 76) == lines


def test_short_lines_lists_and_fields_stay() -> None:
    lines = [*PROSE, "Yours", "Ann Lee", "", "- " + "one " * 20, "- two", "Phone: " + "1" * 60, "Fax: 2"]
    assert shown(lines, 60) == [" ".join(PROSE), *lines[3:]]


def test_indented_lines_join_without_their_indent() -> None:
    assert shown([f"     {line}" for line in PROSE], 60) == ["     " + " ".join(PROSE)]


def test_blank_lines_are_one_at_most() -> None:
    assert shown(["", "a", "", "  ", "", "b", ""], 60) == ["a", "", "b"]
    assert shown([], 60) == []


def test_zones_are_not_mixed() -> None:
    lines = [ZonedLine(PROSE[0], "body"), ZonedLine(PROSE[1], "signature")]
    assert reflow(lines, 60) == lines
