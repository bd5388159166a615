"""Lines of a body find their zones."""

from __future__ import annotations

from tests.views.documents import footbridge, message
from threadparse.document import Zone, ZoneKind
from threadparse.views.places import Places
from threadparse.views.zoned import zoned_lines


def test_a_signature_is_known_by_its_zone() -> None:
    document, text = footbridge()
    lines = zoned_lines(document.threads[0].messages[2], text)
    assert lines[0] == ("Dear Redacted,", "body")
    assert lines[-1] == ("Harrowdale County Council", "signature")


def test_the_lines_are_those_of_the_body() -> None:
    document, text = footbridge()
    for each in document.messages:
        assert "\n".join(line.words for line in zoned_lines(each, text)) == each.body


def test_without_the_source_the_kinds_are_told_by_the_body() -> None:
    document, text = footbridge()
    one, two, _, four = document.messages
    for each in (one, two, four):
        lines, told = ([line for line in zoned_lines(each, source) if line.words] for source in (text, None))
        assert told == lines


def test_older_words_stand_above_the_answer_to_them() -> None:
    text = "> Is it **open**?\n> And when?\nYes.\n> Is it safe?\nNo.\n"
    cuts = [0, text.index("Yes"), text.index("> Is it safe"), text.index("No."), len(text)]
    kinds: list[ZoneKind] = ["quote-context", "body"] * 2
    zones = [Zone(kind=kinds[i], start=cuts[i], end=cuts[i + 1]) for i in range(4)]
    lines = zoned_lines(message(body="Yes.\nNo.", zones=zones), text)
    assert [line for line in lines if line.words] == [
        ("Is it **open**?", "quote-context"),
        ("And when?", "quote-context"),
        ("Yes.", "body"),
        ("Is it safe?", "quote-context"),
        ("No.", "body"),
    ]


def test_a_line_whose_letters_differ_from_the_source_has_its_own_kind() -> None:
    text = "Hi,\nopen until the 12<sup>th</sup> of May.\nRegards\n"
    cuts = [0, 4, text.index("Regards"), len(text)]
    kinds: list[ZoneKind] = ["greeting", "body", "closing"]
    zones = [Zone(kind=kinds[i], start=cuts[i], end=cuts[i + 1]) for i in range(3)]
    shown = message(body="Hi,\nopen until the 12th of May.\nRegards", zones=zones)
    assert [line.kind for line in zoned_lines(shown, text)] == ["greeting", "body", "closing"]
    shown.body = "Hi,\n…\nRegards"  # a line without letters goes with the one above
    assert [line.kind for line in zoned_lines(shown, text)] == ["greeting", "greeting", "closing"]


def test_places_count_lines_as_editors_do_and_pages_where_there_are_any() -> None:
    assert Places("a\r\nb\rc\nd").words(7) == "line 4"
    assert Places("a\nb\fc").words(4) == "page 2, line 2"
    assert Places("a\n\fb").words(2) == "page 2, line 2"  # a message that opens a page begins with the form feed
    assert Places("a\nb\n\f").words(2) == "line 2"
    assert Places("a\nb\nc").numbers(0, 4) == "1-2"
    assert Places("a\nb\nc").numbers(2, 4) == "2"
