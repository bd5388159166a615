"""Looks that spare the token reader work never say anything else than it would."""

from __future__ import annotations

import re
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from threadparse.values.addresses import lists as address_lists
from threadparse.values.addresses import lists as address_separators
from threadparse.values.addresses import mailbox as address_parts
from threadparse.values.addresses import tokens as address_tokens
from threadparse.values.addresses.cleaning import clean
from threadparse.values.addresses.lists import split_list
from threadparse.values.addresses.mailbox import take_apart
from threadparse.values.addresses.tokens import Tokens
from threadparse.values.redactions import strip_redactions

PIECES = [
    *"()<>[],;:@\"'/. \n“”©",
    *(
        "Ann",
        "Roe",
        "<Ann>",
        "(Ann)",
        "[Ann]",
        "<(Ann)>",
        "Ann Roe <Ann Roe>",
        "<\uff08Ann\uff09>",
        "(\uff08Ann)",
        "' '",
    ),
    *("ann@x.org", "<ann@x.org>", "ann@x", "@x", "(a.b)", "(mailto:", "[mailto:ann@x.org]", "mailto:", "Internet :"),
    *("***@***.***", "***@***.***>"),
    *("HDR22x.com", "/O=X", '"Roe, Ann"', "Ann/LON/ECT@ECT", "on behalf of", "        ", "x" * 41),
]
MAILBOXES = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.lists(
    st.sampled_from(PIECES), max_size=9
).map(" ".join)


@given(MAILBOXES)
def test_what_is_plain_at_the_start_of_a_mailbox_is_of_its_name(text: str) -> None:
    with (
        patch.object(address_parts, "_plain_name", lambda _: 0),
        patch.object(address_parts, "_EVENT_BUT_ADDRESS", address_parts._EVENT),
        patch.object(address_parts, "_NO_ADDRESS", re.compile("(?!)")),
    ):
        wanted = take_apart(text)
    assert take_apart(text) == wanted


@given(MAILBOXES)
def test_an_address_is_never_empty(text: str) -> None:
    assert "" not in take_apart(text)
    assert "" not in take_apart(clean(text)[0])


def judged(tokens: Tokens, ranges: list[tuple[int, int]], *, joined: bool) -> list[tuple[int, int]]:
    """Each piece looked at closely, be it alone or not."""
    chunks = [address_lists._chunk(tokens, first, end) for first, end in ranges]
    return address_lists._judge([chunk for chunk in chunks if not chunk.facts.empty], joined=joined)


@given(MAILBOXES)
def test_what_has_no_separator_is_one_mailbox(text: str) -> None:
    text = clean(text)[0]
    with (
        patch.object(address_lists, "_PARTS", re.compile("")),
        patch.object(address_lists, "_between", judged),
        patch.object(address_separators, "has_domain", lambda _: True),
        patch.object(address_separators, "_HIDING", ""),
    ):
        wanted = split_list(text)
    assert split_list(text) == wanted


@given(
    MAILBOXES
    | st.text('"“”„,; aé<>@', max_size=40)
    | st.integers(198, 202).map(lambda length: '"' + "x" * length + '"')
)
def test_quoted_strings_without_escapes_are_found_at_once(text: str) -> None:
    text = text.replace("\\", "")
    assert address_tokens._split_at_once(text, 0) == address_tokens._split_by_strings(text, 0)


def test_short_crosses_in_brackets_are_a_mark() -> None:
    assert strip_redactions("Ann (xx)") == ("Ann", True)
    assert strip_redactions("Ann [x.x] (b)") == ("Ann   (b)", True)
    assert strip_redactions("Ann (b)(6)") == ("Ann", True)
    assert strip_redactions("Ann (Bo) 7") == ("Ann (Bo) 7", False)
