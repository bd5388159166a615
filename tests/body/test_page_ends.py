"""A paragraph that a page end broke in two is one in the body; the zones stay as the source has them."""

from __future__ import annotations

import pytest

from threadparse.api import parse
from threadparse.body.page_ends import join_broken_paragraphs

LONG = "The harbour office asked whether the divers could look at the chain of the"


def test_the_rest_of_a_sentence_behind_a_page_end_follows_on() -> None:
    assert join_broken_paragraphs(["Please ask the", "", "\fdivers.", "", "Ida"], markdown=False) == [
        "Please ask the",
        "\fdivers.",
        "",
        "Ida",
    ]


def test_markdown_has_lost_the_page_end_and_its_paragraph_is_one_line() -> None:
    assert join_broken_paragraphs([LONG, "", "mole before May."], markdown=True) == [f"{LONG} mole before May."]


def test_a_rule_between_two_pages_of_markdown_is_a_page_end() -> None:
    assert join_broken_paragraphs(["Ask the", "", "---", "", "divers."], markdown=True) == ["Ask the divers."]
    for above, below in (("Ask.", "divers"), ("Ask the", "Divers")):
        assert join_broken_paragraphs([above, "", "---", "", below], markdown=True) == [above, "", "---", "", below]


@pytest.mark.parametrize(
    "lines",
    [
        ["Please ask.", "", "\fdivers are there"],  # a sentence ends
        ["Please ask the", "", "\fDivers"],  # a sentence begins
        ["Please ask the", "", "divers"],  # no page end
        ["Hello,", "", "please ask"],
    ],
)
def test_other_blank_lines_stay(lines: list[str]) -> None:
    assert join_broken_paragraphs(lines, markdown=False) == lines


@pytest.mark.parametrize("lines", [["Kind regards", "", "ida"], [f"{LONG}:", "", "mole"], [LONG, "", "- mole"]])
def test_markdown_keeps_short_lines_and_lists(lines: list[str]) -> None:
    assert join_broken_paragraphs(lines, markdown=True) == lines


def test_the_source_keeps_its_zones() -> None:
    text = f"From: Ida <ida@mole.example>\nSent: 3 May 2021 10:00\nTo: Per\nSubject: Chain\n\n{LONG}\n\n\fmole.\n"
    (message,) = parse(text).threads[0].messages
    assert message.body == f"{LONG}\nmole."
    zones = sorted((zone.start, zone.end) for zone in message.zones)
    assert "".join(text[start:end] for start, end in zones) == text


def test_a_running_head_between_the_parts_changes_nothing() -> None:
    pages = [
        f"RELEASED UNDER FOI\n\n{words}\n\nPage {number} of 3\n"
        for number, words in enumerate(
            [
                "From: Ida <ida@mole.example>\nSent: 3 May 2021 10:00\nTo: Per\nSubject: Chain\n\nPlease ask the",
                "divers of the",
                "mole.",
            ],
            1,
        )
    ]
    (message,) = parse("\f".join(pages)).threads[0].messages
    assert message.body == "Please ask the\ndivers of the\nmole."


def test_a_form_feed_within_a_line_ends_it() -> None:
    (message,) = parse("Dear Ann,\n\nMarta Oliveira\fCoastal Survey \f\fTel. 5\n\f\nBye").messages
    assert message.body == "Dear Ann,\n\nMarta Oliveira\nCoastal Survey\nTel. 5\n\nBye"
