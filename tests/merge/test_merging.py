"""The merge of small exchanges."""

from __future__ import annotations

import random
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import threadparse
from tests.merge.exchange import LETTER, REPLY, messages, occurrences, own, parsed, quoted
from threadparse.merge.merged import Merged
from threadparse.views.json import on_one_line


def kinds(merged: Merged) -> list[tuple[str, str, str, str]]:
    """Return all changes of bodies: kind, path, merged words, words here."""
    return [
        (change.kind, occurrence.path, change.merged, change.here)
        for _, occurrence in occurrences(merged)
        for change in occurrence.changes
        if change.field == "body"
    ]


def test_a_message_stands_once_with_all_its_places() -> None:
    merged = threadparse.merge(parsed(own=own(), reply=quoted(), again=own()))
    assert len(merged.threads) == 1
    letter, reply = messages(merged)
    assert (letter.body, reply.body) == (LETTER, REPLY)
    assert [occurrence.path for occurrence in letter.occurrences] == ["again.txt", "own.txt", "reply.txt"]
    assert [occurrence.role for occurrence in letter.occurrences] == ["outermost", "outermost", "quoted"]
    assert letter.missing is None
    assert reply.in_reply_to == letter.id
    assert kinds(merged) == []


def test_a_message_known_from_quotations_only_is_missing() -> None:
    letter, reply = messages(threadparse.merge(parsed(reply=quoted())))
    assert (letter.missing, reply.missing) == ("quoted", None)


@pytest.mark.parametrize(
    ("was", "here"),
    [("4,200", "4,700"), ("not ", ""), ("", "never "), ("spring tides are", "autumn gales were"), ("behind the", "")],
)
def test_an_altered_copy_shows(was: str, here: str) -> None:
    place = LETTER.index(was) if was else LETTER.index("begin")
    other = LETTER[:place] + here + LETTER[place + len(was) :]
    changes = kinds(threadparse.merge(parsed(own=own(), reply=quoted(other))))
    assert {kind for kind, *_ in changes} == {"altered"}
    assert {path for _, path, *_ in changes} == {"reply.txt"}
    assert [merged for *_, merged, _ in changes if merged] == [word for word in was.split() if word] or "behind" in was
    assert [words for *_, words in changes if words] == here.split()


@pytest.mark.parametrize("mark", ["████", "[Redacted]", "XXXXX", "(b)(6)", "■■■■"])
def test_one_copy_reveals_what_another_hides(mark: str) -> None:
    merged = threadparse.merge(parsed(own=own(LETTER.replace("The key hangs behind the door", mark)), reply=quoted()))
    assert messages(merged)[0].body == LETTER
    assert kinds(merged) == [("redacted", "own.txt", "The key hangs behind the door", mark)]


def test_a_hidden_sender_is_revealed() -> None:
    merged = threadparse.merge(parsed(own=own(sender="█████"), reply=quoted()))
    letter = messages(merged)[0]
    assert letter.sender is not None
    assert letter.sender.address == "ada.lund@slip.example"
    (change,) = [change for _, occurrence in occurrences(merged) for change in occurrence.changes]
    assert (change.kind, change.field, change.here) == ("redacted", "sender", "█████")
    assert change.span is not None
    assert own(sender="█████")[slice(*change.span)] == "█████"


def test_words_that_are_left_out_at_the_end_are_cut() -> None:
    short = LETTER.partition("\n\nThe key")[0]
    merged = threadparse.merge(parsed(own=own(), reply=quoted(short)))
    ((kind, path, words, here),) = kinds(merged)
    assert (kind, path, here) == ("cut", "reply.txt", "")
    assert words.startswith("The key hangs")
    assert words.endswith("Ada Lund")


def test_banners_of_two_gateways_are_added_and_no_words_of_the_message() -> None:
    warnings = [
        "CAUTION: This email originated from outside of the organisation. Do not click links or open attachments.",
        "ACHTUNG: Diese E-Mail kommt von extern. Bitte keine Links oder Anhänge öffnen.",
    ]
    one, two = (f"{warning}\n\n{LETTER}" for warning in warnings)
    merged = threadparse.merge(parsed(own=own(one), reply=quoted(two)))
    assert messages(merged)[0].body == LETTER
    assert kinds(merged) == [("added", "own.txt", "", warnings[0]), ("added", "reply.txt", "", warnings[1])]


def test_a_mail_that_is_nothing_but_a_disclaimer_keeps_it() -> None:
    warning = "CAUTION: This email originated from outside of the organisation. Do not click links or open attachments."
    merged = threadparse.merge(parsed(own=own(warning)))
    assert (messages(merged)[0].body, kinds(merged)) == (warning, [])


def test_of_many_wordings_one_that_was_not_compared_is_not_the_best() -> None:
    numbers = [f"{number},200" for number in range(11, 26)]
    texts = {f"copy{number[:2]}": quoted(LETTER.replace("4,200", number)) for number in numbers}
    merged = threadparse.merge(parsed(**texts, own1=quoted(), own2=quoted().replace("REPLY", "x")))
    assert messages(merged)[0].body == LETTER


def test_a_message_that_came_attached_is_nobodys_quotation(tmp_path: Path) -> None:
    inner, outer = EmailMessage(), EmailMessage()
    inner["From"], inner["To"], inner["Subject"] = (
        "Ada Lund <ada@slip.example>",
        "Tobias <tq@regatta.example>",
        "Boathouse",
    )
    inner["Date"] = "Tue, 12 Mar 2019 09:05:00 +0000"
    inner.set_content(LETTER)
    outer["From"], outer["To"], outer["Subject"] = "Tobias <tq@regatta.example>", "Vera <v@x.example>", "Fwd: Boathouse"
    outer["Date"] = "Wed, 13 Mar 2019 09:05:00 +0000"
    outer.set_content("See what she wants now.\n")
    outer.add_attachment(inner)
    (tmp_path / "outer.eml").write_bytes(outer.as_bytes())
    merged = threadparse.merge(threadparse.read(tmp_path / "outer.eml"))
    assert [(occurrence.role, message.missing) for message, occurrence in occurrences(merged)] == [
        ("attached", None),
        ("outermost", None),
    ]


def test_a_mail_that_is_forwarded_inline_did_not_come_attached(tmp_path: Path) -> None:
    inline = (
        "---------- Forwarded message ----------\nFrom: {}\nDate: {}\nSubject: Keys\nTo: Vera <v@x.example>\n\n{}\n"
    )
    inner, outer = EmailMessage(), EmailMessage()
    inner["From"], inner["To"], inner["Subject"] = "Ada <ada@slip.example>", "Tobias <tq@regatta.example>", "Fwd: Keys"
    inner["Date"] = "Tue, 12 Mar 2019 09:05:00 +0000"
    gmail = inline.format("Otto <otto@slip.example>", "Sun, Mar 10, 2019 at 8:00 AM", "The key hangs behind the door.")
    inner.set_content(f"Here is what Otto wrote.\n\n{gmail}")
    outer["From"], outer["To"], outer["Subject"] = "Tobias <tq@regatta.example>", "Vera <v@x.example>", "Fwd: Boathouse"
    outer["Date"] = "Wed, 13 Mar 2019 09:05:00 +0000"
    raw = inline.format("Pim <pim@slip.example>", "Mon, 11 Mar 2019 10:00:00 +0000", "The roof leaks above the oars.")
    outer.set_content(f"See below.\n\n{raw}")
    outer.add_attachment(inner)
    (tmp_path / "outer.eml").write_bytes(outer.as_bytes())
    merged = threadparse.merge(threadparse.read(tmp_path / "outer.eml"))
    roles = {
        message.body.split()[0] + message.body.split()[-1]: occurrence.role
        for message, occurrence in occurrences(merged)
    }
    assert roles == {"Thedoor.": "quoted", "Theoars.": "quoted", "Herewrote.": "attached", "Seebelow.": "outermost"}


def test_of_two_mails_that_are_forwarded_below_one_another_none_came_by_itself() -> None:
    block = "---------- Forwarded message ----------\nFrom: {}\nDate: {}\nSubject: Keys\nTo: Vera <v@x.example>\n\n{}\n"
    text = "\n".join(
        (
            "From: Vera <v@x.example>\nTo: Board <board@x.example>",
            "Date: Wed, 13 Mar 2019 09:05:00 +0000\nSubject: Fwd: Keys\n\nBoth below.\n",
            block.format("Otto <otto@slip.example>", "Sun, Mar 10, 2019 at 8:00 AM", "The key hangs behind the door."),
            block.format("Pim <pim@slip.example>", "Mon, Mar 11, 2019 at 9:00 AM", "The roof leaks above the oars."),
        )
    )
    merged = threadparse.merge([threadparse.parse(text)])
    assert {
        message.body.split()[-1]: (occurrence.role, message.missing) for message, occurrence in occurrences(merged)
    } == {"door.": ("quoted", "quoted"), "oars.": ("quoted", "quoted"), "below.": ("outermost", None)}


def test_the_same_text_to_two_people_is_two_messages() -> None:
    other = own().replace("Tobias Quill <t.quill@regatta.example>", "Vera Holm <vera@regatta.example>")
    assert len(messages(threadparse.merge(parsed(own=own(), other=other)))) == 2


@pytest.mark.parametrize(
    ("words", "sent", "count"),
    [
        ("Agreeb.", "13 March 2019 11:40", 1),  # one letter misread
        ("Agreeb.", "13 March 2019 12:40", 1),  # the same, by the clock of another zone
        ("Agreeb gladlv.", "13 March 2019 11:40", 2),
        ("Refused.", "13 March 2019 11:40", 2),
    ],
)
def test_one_misread_word_above_the_same_message_is_the_same_answer(words: str, sent: str, count: int) -> None:
    answer = "Agreed gladly." if " " in words else "Agreed."
    one = quoted().replace(REPLY, answer)
    other = quoted().replace(REPLY, words).replace("13 March 2019 11:40", sent)
    found = messages(threadparse.merge(parsed(one=one, other=other)))
    assert sum(message.body != LETTER for message in found) == count


def test_nothing_is_joined_by_short_words_alone() -> None:
    one = "From: Ada Lund <ada.lund@slip.example>\nTo: a@x.example\nSubject: Boathouse\n\nThanks!\n"
    merged = threadparse.merge(parsed(one=one, two=one.replace("Boathouse", "Shed")))
    assert len(messages(merged)) == 2


def test_one_document_holds_everything_of_a_copy() -> None:
    sources = threadparse.merge(parsed(own=own(), reply=quoted())).sources
    assert [(source.path, source.inclusive, source.held_by) for source in sources] == [
        ("own.txt", False, ["reply.txt"]),
        ("reply.txt", True, []),
    ]
    assert sources[1].reasons


def test_an_altered_wording_is_kept() -> None:
    altered = LETTER.replace("4,200", "4,700")
    sources = threadparse.merge(parsed(own=own(), reply=quoted(altered))).sources
    assert [source.inclusive for source in sources] == [True, True]
    assert "altered" in {reason.kind for reason in sources[1].reasons}


def test_a_reading_that_no_copy_decides_is_said_to_be_open() -> None:
    altered = quoted(LETTER.replace("4,200", "4,700"))
    merged = threadparse.merge(parsed(one=quoted(), two=altered))
    assert [(note.code, note.message) for note in merged.notes] == [("merge.reading-open", messages(merged)[0].id)]


def test_nothing_at_all_is_merged_into_nothing() -> None:
    merged = threadparse.merge([])
    assert (merged.sources, list(merged.threads), merged.participants) == ([], [], [])


WORDS = st.sampled_from(
    ["harbour", "quay", "4,200", "not", "█████", "[Redacted]", "the", "tide,", "\n", "\n\n", "naïve", "王", "XXXX"]
)
BODIES = st.lists(WORDS, min_size=1, max_size=30).map(" ".join)


@settings(max_examples=60)
@given(BODIES, BODIES, BODIES, st.randoms(use_true_random=False))
def test_changes_are_where_they_say_and_order_tells_nothing(
    one: str, two: str, three: str, chance: random.Random
) -> None:
    texts = {"one": own(LETTER + one), "two": quoted(LETTER + two), "three": quoted(three + LETTER)}
    documents = parsed(**texts)
    merged = threadparse.merge(documents)
    for message, occurrence in occurrences(merged):
        text = texts[occurrence.path.removesuffix(".txt")]
        for change in occurrence.changes:
            if change.field == "body":
                assert change.merged_span is not None
                assert message.body[slice(*change.merged_span)] == change.merged
            if change.span is not None:
                assert text[slice(*change.span)] == change.here
    for message in messages(merged):
        places = [(place.path, place.span or (0, 0)) for place in message.occurrences[1:]]
        assert places == sorted(places)
    chance.shuffle(documents)
    assert on_one_line(threadparse.merge(documents)) == on_one_line(merged)


def test_of_several_messages_in_a_document_each_that_nothing_quotes_is_its_own() -> None:
    below = own("The tender for the slipway is out.", "Ida Moe <ida.moe@slip.example>", "4 May 2027 08:10")
    merged = threadparse.merge(parsed(one=f"{own()}\n{below}"))
    one, two = sorted(messages(merged), key=lambda message: message.date or "")
    assert (one.missing, two.missing) == (None, None)
    assert two.occurrences[0].role == "outermost"
