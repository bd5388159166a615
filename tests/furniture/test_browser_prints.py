"""Heads and feet of pages that a browser printed are nobody's words."""

from __future__ import annotations

import pytest

from threadparse.api import parse
from threadparse.furniture.browser_prints import find_browser_prints, may_be_browser_print

MAIL = (
    "From: Ida Lund <ida@mole.example>\nSent: 12 March 2024 09:05\nTo: Per Ravn <per@mole.example>\nSubject: Lamp\n\n"
)
CHROME = ("12/03/2024, 10:31     Mail - Ida Lund - Outlook", "https://mail.mole.example/print/7     {}/2")
FIREFOX = ("Mail - Ida Lund      https://mail.mole.example/print/7", "{} of 2          12/03/2024, 10:31")


@pytest.mark.parametrize(("head", "foot"), [CHROME, FIREFOX])
def test_they_are_furniture_at_each_page_end(head: str, foot: str) -> None:
    text = f"{head}\n\n{MAIL}The lamp on the mole\n\n{foot.format(1)}\n{head}\n\nis dark.\n\n{foot.format(2)}\n"
    document = parse(text)
    (message,) = document.threads[0].messages
    assert message.body.split() == ["The", "lamp", "on", "the", "mole", "is", "dark."]
    assert [text[zone.start : zone.end].strip() for zone in document.zones if zone.kind == "furniture"] != []


@pytest.mark.parametrize(
    "text",
    [
        "12/03/2024, 10:31     Mail - Ida Lund - Outlook",
        "See https://mole.example/lamp and answer",
        "https://mole.example/lamp 3/2",
        "Two of 3 lamps at https://mole.example are dark",
    ],
)
def test_without_a_foot_nothing_is_a_print(text: str) -> None:
    assert not may_be_browser_print(text)
    assert find_browser_prints([text, "Hello"]) == set()


@pytest.mark.parametrize("address", ["about:blank", "https://mail.mole.example/print/7"])
def test_a_converter_sets_the_halves_on_rows_of_their_own(address: str) -> None:
    rows = ["Mail - Ida Lund - Outlook", "12/03/2024, 10:31", "The lamp is dark.", address, "1/1"]
    assert may_be_browser_print("\n\n".join(rows))
    assert find_browser_prints(rows) == {0, 1, 3, 4}


def test_below_a_head_without_a_title_are_somebody_s_words() -> None:
    head, foot = "12/03/2024, 10:31", "https://mail.mole.example/print/7     {}/2"
    rows = [head, "From: Ida Lund", "The lamp", foot.format(1), head, "is dark", foot.format(2)]
    assert find_browser_prints(rows) == {0, 3, 4, 6}
    assert find_browser_prints([head, "Lamp", "It is", foot.format(1), head, "Lamp", "dark", foot.format(2)]) == {
        *(0, 1, 3),
        *(4, 5, 7),
    }


def test_a_date_in_the_midst_of_a_page_is_no_head() -> None:
    rows = ["The pump failed.", "12/03/2024, 10:31", "It ran again.", "https://mole.example/log 1/1"]
    assert find_browser_prints(rows) == {3}
