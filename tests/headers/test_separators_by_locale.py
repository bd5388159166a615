"""Every separator of every locale belongs to the header below it and says what was done; end lines close."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import product

import pytest
from tests.locales.label_sets import label_sets, render_block
from tests.locales.renderer import NAMES, RECORDS, header_date
from tests.readable import in_source_order
from tests.rows import check_rows, each_row

from threadparse import parse
from threadparse.headers.separators import read_separator
from threadparse.locales.folding import squeeze

ACTIONS = {"forwarded": "forward", "original": "reply"}


def rows(*kinds: str) -> dict[str, list[str]]:
    """Locale → its separators of some kinds, where it has any."""
    return {
        locale: texts
        for locale, record in RECORDS.items()
        if (texts := [row["text"] for kind in kinds for row in record.get("separators", {}).get(kind, [])])
    }


def meanings() -> dict[str, set[str]]:
    """Words of a separator → the actions that the clients of the world mean by them: some translate both alike."""
    found: dict[str, set[str]] = defaultdict(set)
    for record in RECORDS.values():
        for kind, action in ACTIONS.items():
            for row in record.get("separators", {}).get(kind, []):
                found[squeeze(row["text"])].add(action)
    return found


MEANINGS = meanings()


def filled(text: str, locale: str) -> str:
    """A separator with a name and a date in its places."""
    person = NAMES["plain"]
    values = {"from": person.mailbox, "name": person.name, "org": "Example", "date": header_date(locale)}
    return re.sub(r"\{([a-z]+)\}", lambda match: values[match[1]], text)


def block(locale: str) -> str:
    """A header block in the locale's first labels."""
    home = locale if "labels" in RECORDS[locale] else "en"
    return render_block(home, label_sets(home)[0].labels)


def has_words(separator: str) -> bool:
    """Tell whether a separator is more than a rule."""
    return re.search(r"\w", separator) is not None


@pytest.mark.parametrize("locale", rows("original", "forwarded"))
def test_it_opens_the_header_below(locale: str) -> None:
    """A mere rule stands directly above its block."""

    def opens(text: str, blank: str) -> None:
        line = filled(text, locale)
        document = f"Thank you, that is fine.\n\n{line}\n{blank}{block(locale)}\n\nA first line of older words.\n"
        outer, older = in_source_order(parse(document).messages)
        assert (outer.body, older.body) == ("Thank you, that is fine.", "A first line of older words."), document
        assert older.header_span is not None
        assert older.header_span[0] == document.index(line)
        assert older.sender is not None
        assert older.sender.address == NAMES["plain"].address
        assert outer.action in MEANINGS[squeeze(text)]

    texts = rows("original", "forwarded")[locale]
    check_rows(opens, [row for row in product(texts, ["", "\n"]) if not row[1] or has_words(row[0])])


@each_row((locale, text) for locale, texts in rows("end").items() for text in texts if has_words(text))
def test_an_end_line_closes_the_message(locale: str, text: str) -> None:
    """A mere rule (KMail) cannot be told from one in the letter."""
    line = filled(text, locale)
    document = (
        "Thank you, that is fine.\n\n-------- Forwarded Message --------\n"
        f"{block(locale)}\n\nA first line of older words.\n\n{line}\n\nWe go on Monday.\n"
    )
    outer, older = in_source_order(parse(document).messages)
    assert older.body == "A first line of older words.", document
    assert [words for words in outer.body.split("\n") if words] == ["Thank you, that is fine.", "We go on Monday."]


def test_the_kind_is_the_one_that_most_clients_mean() -> None:
    for line, kind in [
        ("-------- Neges Wreiddiol --------", "original"),
        ("---------- Original Message ----------", "original"),
        ("-------- Конец пересылаемого сообщения --------", "end"),
        ("----- Viesti lähettäjältä Jane Roe päättyy. -----", "end"),
        ("----- Viesti lähettäjältä Jane Roe -----", "original"),
        ("----- ข้อความที่ส่งต่อมาจาก Jane Roe -----", "forwarded"),
    ]:
        separator = read_separator(line)
        assert (line, separator and separator.kind) == (line, kind)


@pytest.mark.parametrize("line", ["- Original Message of love -", "Weitergeleitete Nachrichten lesen", "Message"])
def test_other_lines_are_no_separators(line: str) -> None:
    assert read_separator(line) is None


def test_no_separator_is_left_out() -> None:
    listed = sum(len(found) for record in RECORDS.values() for found in record.get("separators", {}).values())
    assert sum(map(len, rows("original", "forwarded", "end").values())) == listed > 1186
