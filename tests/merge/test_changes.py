"""What is a change, and of which kind."""

from __future__ import annotations

import pytest

import threadparse
from tests.merge.exchange import LETTER, REPLY, messages, occurrences, own, parsed, quoted
from tests.rows import each_row

BANNER = "CAUTION: This mail was sent from outside the yacht club. Open no files that you did not ask for."
SCAN = (
    LETTER.replace("repair", "repa1r").replace("hangs", "hargs").replace("begin", "beqin").replace("behind", "behlnd")
)


def kinds(**texts: str) -> list[tuple[str, str, str]]:
    """Return the changes of bodies in a merge of some texts: kind, merged words, words here."""
    merged = threadparse.merge(parsed(**texts))
    return [
        (change.kind, change.merged, change.here)
        for _, occurrence in occurrences(merged)
        for change in occurrence.changes
        if change.field == "body"
    ]


def test_letters_that_text_recognition_confuses_are_misread() -> None:
    assert {kind for kind, *_ in kinds(one=own(), two=own(), scan=quoted(SCAN))} == {"misread"}


def test_digits_are_never_misread() -> None:
    changes = kinds(one=own(), two=own(), scan=quoted(SCAN.replace("4,200", "4,280")))
    assert ("altered", "4,200", "4,280") in changes


@pytest.mark.parametrize(
    "other",
    [
        LETTER.replace(" ", "\n"),
        LETTER.replace("'", "\u2019").upper(),
        LETTER.replace("costs", "costs\u00a0"),
        LETTER.replace(".", "!"),
    ],
)
def test_typography_case_and_wraps_are_no_change(other: str) -> None:
    assert kinds(one=own(), two=own(other)) == []


def test_a_rewritten_link_is_no_change() -> None:
    link = "https://slip.example/tides"
    safe = (
        "https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fslip.example%2Ftides&data=05%7C01&reserved=0"
    )
    assert kinds(one=own(f"{LETTER}\n\n{link}"), two=own(f"{LETTER}\n\n{safe}")) == []


def test_a_gateway_s_banner_is_added_and_leaves_the_merged_body() -> None:
    other = own("The mooring list is full, so the new boats wait until May.", sender="Ida Moe <ida.moe@slip.example>")
    texts = {
        "plain": own(),
        "marked": own(f"{BANNER}\n\n{LETTER}"),
        "other": other,
        "other-marked": other.replace("The mooring", f"{BANNER}\n\nThe mooring"),
    }
    merged = threadparse.merge(parsed(**texts))
    assert all(BANNER not in message.body for message in messages(merged))
    assert {kind for kind, *_ in kinds(**texts)} == {"added"}


FOOTER = "This mail was scanned at the harbour gate for things that bite, and nothing that bites was found in it."


def test_a_footer_of_another_system_makes_the_sent_mail_no_cut_one() -> None:
    """What a quotation leaves out is altered there; it never gives the body because it is longer in all."""
    short = LETTER.replace("of the boathouse ", "")
    other = "The mooring list is full, so the new boats wait until May."
    texts = {
        "sent": own(),
        "forwarded": quoted(f"{short}\n\n{FOOTER}"),
        "other": own(other, sender="Ida Moe <ida.moe@slip.example>"),
        "other-marked": own(f"{other}\n\n{FOOTER}", sender="Ida Moe <ida.moe@slip.example>"),
    }
    assert ("altered", "of the boathouse", "") in kinds(**texts)


def test_what_quotations_of_several_people_cut_off_is_their_own_words() -> None:
    notice = "The words of this letter are meant for the man it names, and for no other who may find it on the quay."
    texts = {}
    for day, name in enumerate(("Ada", "Ben", "Cleo"), 3):
        body = LETTER.replace("Ada Lund", f"{name} Lund")
        sender = f"{name} Lund <{name.lower()}@slip.example>"
        texts[f"{name}-sent"] = own(f"{body}\n\n{notice}", sender, f"{day} March 2019 09:05")
        for number, words in enumerate((body, f"{body}\n\n{notice}")):  # that some quotations have it shows nothing
            quotation = quoted(words, sender, f"{day:02}/03/2019 09:05")
            texts[f"{name}-quoted-{number}"] = quotation.replace("11:40", f"11:4{number}")
    merged = [message for message in messages(threadparse.merge(parsed(**texts))) if "boathouse" in message.body]
    assert [notice in message.body for message in merged] == [True] * 3


def test_a_banner_that_was_misread_leaves_the_merged_body() -> None:
    other = "The mooring list is full, so the new boats wait until May."
    texts = {
        "plain": own(),
        "scan": own(f"{BANNER.replace('CAUTION', 'CAUT1ON').replace('mail was', 'moil was')}\n\n{LETTER}"),
        "other": own(other, sender="Ida Moe <ida.moe@slip.example>"),
        "other-marked": own(f"{BANNER}\n\n{other}", sender="Ida Moe <ida.moe@slip.example>").replace("wait", "sit"),
        "third": own(f"{BANNER}\n\nThe slip is dry until noon.", sender="Cy Orr <cy.orr@slip.example>"),
        "third-again": own("The slip is wet until noon.", sender="Cy Orr <cy.orr@slip.example>"),
    }
    assert all("yacht club" not in message.body for message in messages(threadparse.merge(parsed(**texts))))


def test_a_link_whose_scheme_was_misread_is_misread() -> None:
    one, two = (f"{LETTER}\n\n{scheme}://slip.example/tides" for scheme in ("https", "hftps"))
    assert {kind for kind, *_ in kinds(one=own(one), two=own(one), scan=quoted(two))} == {"misread"}


@each_row(
    [("<https://slip.example/t>", "<htfps://slip.example/t>"), ("<mailto:a@slip.example>", "<rnailto:a@slip.example>")]
)
def test_the_target_of_a_link_is_no_word_though_its_scheme_was_misread(link: str, misread: str) -> None:
    one, two = (f"{LETTER}\n\nThe tides{target}" for target in (link, misread))
    assert kinds(one=own(one), two=own(one), scan=quoted(two)) == []


def test_a_word_misread_where_a_copy_is_cut_off_is_not_altered() -> None:
    cut = LETTER.partition(" of the shed")[0].replace("door", "dcor")
    changes = kinds(one=own(), two=own(), scan=quoted(cut))
    assert [(kind, here) for kind, _, here in changes] == [("misread", "dcor"), ("cut", "")]


def test_what_the_best_copy_lacks_at_its_end_comes_from_another() -> None:
    short = LETTER.partition("\n\nKind regards")[0]
    merged = threadparse.merge(parsed(one=own(short), two=quoted(LETTER)))
    assert messages(merged)[0].body.endswith("Ada Lund")


@pytest.mark.parametrize(
    "mark",
    ["█████", "▮▮▮▮", "[name redacted]", "Redacted", "XXXXX", "(b)(6)", "<name>", "*****", "________", "[redacted}"],
)
def test_whatever_stands_for_words_they_are_revealed(mark: str) -> None:
    hidden = LETTER.replace("4,200 pounds", mark)
    assert kinds(one=own(), two=own(hidden)) == [("redacted", "4,200 pounds", mark)]


@pytest.mark.parametrize("word", ["a (b) c", "● tide", "* * *", "________________________________", "withheld"])
def test_what_only_looks_like_a_mark_hides_nothing(word: str) -> None:
    more = LETTER.replace("4,200", f"{word}\n\n4,200")
    assert "redacted" not in {kind for kind, *_ in kinds(one=own(more), two=own())}


def test_a_text_that_one_copy_prints_twice_is_cut_from_the_others() -> None:
    long = "\n\n".join(
        f"Paragraph {number}: the boat number {number * 7} lies at berth {number * 13}." for number in range(40)
    )
    twice = own(f"{long}\n\n{long.replace('boat', 'bcat')}")
    assert {kind for kind, *_ in kinds(one=twice, two=own(long))} == {"cut"}


def test_a_number_that_counts_a_paragraph_is_no_wording() -> None:
    one, two = (LETTER.replace("The key", f"{number}. The key") for number in (3, 4))
    assert kinds(one=own(one), two=own(two)) == []


def test_a_word_beside_a_mark_that_was_misread_is_not_revealed() -> None:
    hidden = LETTER.replace("costs 4,200", "cosfs [redacted]")
    changes = kinds(one=own(), two=own(hidden))
    assert ("redacted", "4,200", "[redacted]") in changes
    assert {kind for kind, *_ in changes} <= {"redacted", "misread"}


def test_words_that_one_copy_shows_beside_a_mark_of_both_are_revealed() -> None:
    hidden = [LETTER.replace(words, "[redacted]") for words in ("costs 4,200", "of the boathouse")]
    merged = threadparse.merge(parsed(one=own(hidden[0]), two=own(hidden[1])))
    assert "The repair of the boathouse [redacted] costs 4,200 pounds" in messages(merged)[0].body
    changes = [(change.kind, change.merged) for _, place in occurrences(merged) for change in place.changes]
    assert sorted(changes) == [("redacted", "costs 4,200"), ("redacted", "of the boathouse")]


def test_the_body_shows_what_the_best_copy_hides_beside_misread_words() -> None:
    hidden, misread = (
        LETTER.replace("4,200", "[redacted]"),
        LETTER.replace("repair", "repa1r").replace("costs", "cosfs"),
    )
    (message,) = messages(threadparse.merge(parsed(one=own(hidden), two=own(misread))))
    assert "[redacted]" not in message.body


@pytest.mark.parametrize(("word", "other"), [("the", "Northgate"), ("spring", "Whitstable"), ("door", "paddling")])
def test_a_long_word_unlike_the_one_in_its_place_is_not_misread_in_a_scan(word: str, other: str) -> None:
    changes = kinds(one=own(), two=own(), scan=quoted(SCAN.replace(f" {word} ", f" {other} ", 1)))
    assert ("altered", word, other) in changes


def test_a_long_negation_is_misread_as_what_is_no_word() -> None:
    letter = LETTER.replace("We can not begin before", "We can never begin without")
    changes = kinds(one=own(letter), two=own(letter), scan=quoted(letter.replace("without", "witbouf")))
    assert {kind for kind, *_ in changes} == {"misread"}
    assert ("altered", "never", "ever") in kinds(one=own(letter), two=own(letter.replace("never", "ever")))


def test_words_within_a_paragraph_are_put_in_by_no_gateway() -> None:
    more = ", which nobody has asked for so far"
    letters = {
        f"{name}{at}": own(body, f"{name} <{name}@slip.example>", f"{day} March 2019 09:05")
        for day, name in enumerate(("Ada", "Ben", "Cleo"), 3)
        for at, body in enumerate((LETTER, LETTER.replace(" 4,200 pounds", f" 4,200 pounds{more}")))
    }
    merged = messages(threadparse.merge(parsed(**letters)))
    assert len(merged) == 3
    assert all(more in message.body for message in merged)


def test_a_link_that_recognition_tore_is_misread_but_for_its_digits() -> None:
    link = "slip.example/moorings?utm source=The+Tides+of+Spring+and+the+Quay&utm medium=email"
    torn = link.replace("of+Spring+and+the", "off").replace("=email", "=einail")
    changes = kinds(one=own(f"{LETTER}\n\n{link}\n\nMore below."), two=quoted(f"{LETTER}\n\n{torn}\n\nMore below."))
    assert {kind for kind, *_ in changes} == {"misread"}
    numbered = link.replace("Tides", "Tide+4711"), link.replace("Tides", "Tide+4717")
    one, two = (f"{LETTER}\n\n{words}\n\nMore below." for words in numbered)
    assert kinds(one=own(one), two=quoted(two)) == [("altered", "4711", "4717")]


def test_a_body_is_completed_behind_its_last_word_though_that_is_misread() -> None:
    short = LETTER.replace("\n\nKind regards\nAda Lund", "")
    merged = threadparse.merge(parsed(best=own(short), cut=own(short), scan=quoted(LETTER.replace("shed", "sbed"))))
    assert merged.threads[0].messages[0].body.endswith("shed.\n\nKind regards\nAda Lund")


@each_row(
    [
        ("spring", "Friday", "altered"),
        ("door", "lotion", "altered"),
        ("spring", "sprirg", "misread"),
        ("spring", "halite", "misread"),
    ]
)
def test_on_a_scan_another_word_is_altered_if_it_is_known(was: str, here: str, kind: str) -> None:
    letter = f"{LETTER}\n\nPS: The lotion is for the deck."
    scan = quoted(f"{SCAN.replace(was, here)}\n\nPS: The lotion is for the deck.")
    assert (kind, was, here) in kinds(one=own(letter), two=own(letter), three=own(letter), scan=scan)


def test_a_word_of_an_address_that_headers_show_is_misread_though_scans_have_it_twice() -> None:
    sender = "Ada Lund <ada.lund@harbour.example>"
    letter, other = (f"{body}\nada.lund@harbour.example" for body in (LETTER, REPLY))
    texts = {
        f"note{day}": own(f"The tide of day {day} was high.", sender, f"{day} April 2019 09:05") for day in range(1, 8)
    }
    scans = {
        "scan": own(letter.replace("harbour", "harbonr"), sender),
        "last": own(other.replace("harbour", "harbonr"), sent="9 May 2019 09:05"),
    }
    assert kinds(one=own(letter, sender), two=own(letter, sender), **texts, **scans) == [
        ("misread", "harbour", "harbonr")
    ]


def test_a_scanned_mail_in_which_no_word_is_misread_is_better_than_an_altered_quotation() -> None:
    altered = "\n".join(f"> {line}".rstrip() for line in REPLY.replace("fifth", "first").split("\n"))
    later = (
        "From: Ada Lund <ada.lund@slip.example>\nSent: 14 March 2019 08:10\nTo: Vera Holm <vera@slip.example>\n"
        "Subject: Fwd: Boathouse\n\nThe first or the fifth?\n\n"
        f"On 13/03/2019 11:40, Tobias Quill <t.quill@regatta.example> wrote:\n\n{altered}\n"
    )
    merged = threadparse.merge(parsed(one=own(), two=own(), scan=quoted(SCAN), later=later))
    (reply,) = (message for message in messages(merged) if "regatta is" in message.body)
    assert "the fifth of June" in reply.body
