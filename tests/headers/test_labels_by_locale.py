"""Every label of every locale, in the sets that clients print, makes a header block whose fields are read."""

from __future__ import annotations

from functools import partial
from itertools import product

import pytest
from tests.locales.label_sets import FIELDS, LOCALES, LabelSet, label_sets, render_block
from tests.locales.renderer import MOMENT, RECORDS
from tests.readable import in_source_order
from tests.rows import check_rows, sampled

import threadparse
from threadparse.model import Message

STYLES = {
    "colon": "{}: {}",
    "blank": "{} : {}",
    "no-break space": "{}\u00a0: {}",
    "two no-break spaces": "{}\u00a0\u00a0: {}",
    "full width": "{}：{}",
    "bold label and colon": "**{}:** {}",
    "bold label": "*{}*: {}",
    "right to left marks": "\u200f{}:\u200f \u202b{}\u202c",
}
#: Labels that a broken translation prints for another field: (locale, label) → field that it names everywhere else.
MISNAMED = {("id", "Lampiran"): "attachments", ("zh-CN", "收件人"): "to"}
#: Fields that may stand in a block besides the five.
FURTHER = ("bcc", "reply_to", "attachments", "importance")


def is_well_named(locale: str, found: LabelSet) -> bool:
    """Tell whether the labels of sender and copies name these."""
    return not any((locale, found.labels[field]) in MISNAMED for field in ("from", "cc"))


EVERY_LOCALE = pytest.mark.parametrize("locale", LOCALES)


def older(block: str) -> Message:
    """The message below a block that stands under a line of the outer author."""
    text = f"Thank you, that is fine.\n\n{block}\n\nA first line of older words.\n"
    found = in_source_order(threadparse.parse(text).messages)
    assert len(found) == 2, text
    outer, last = found
    assert (outer.body, last.body) == ("Thank you, that is fine.", "A first line of older words."), text
    return last


def fields(message: Message) -> dict[str, object]:
    """The five fields as read."""
    return {
        "from": message.sender and message.sender.address,
        "date": message.date,
        "to": [mailbox.address for mailbox in message.to],
        "cc": [mailbox.address for mailbox in message.cc],
        "subject": message.subject,
    }


TRUTH = {
    "from": "jane.roe@example.org",
    "date": MOMENT.isoformat(timespec="minutes"),
    "to": ["bob@example.org", "ann@example.org"],
    "cc": ["tom@example.org"],
    "subject": "Footbridge",
}


@EVERY_LOCALE
@sampled(3)
def test_a_block_in_the_labels_of_each_client_is_read(locale: str, step: int) -> None:
    def is_read(found: LabelSet, style: str) -> None:
        block = render_block(locale, found.labels, STYLES[style])
        if found.labels["from"] == "Author":  # cc:Mail's; without its separator it is a book's
            block = f"____ Reply Separator ____\n{block}"
        assert fields(older(block)) == TRUTH, block

    check_rows(is_read, list(product(filter(partial(is_well_named, locale), label_sets(locale)), STYLES))[::step])


@EVERY_LOCALE
def test_further_fields_leave_the_block_whole(locale: str) -> None:
    labels = next(found.labels for found in label_sets(locale))
    for field in FURTHER:
        for row in RECORDS[locale]["labels"].get(field, []):
            block = render_block(locale, {**labels, field: row["text"]})
            assert (block, fields(older(block))) == (block, TRUTH)


@EVERY_LOCALE
def test_the_fields_may_stand_in_any_order(locale: str) -> None:
    labels = next(found.labels for found in label_sets(locale))
    for order in (("subject", "from", "date", "to", "cc"), ("date", "from", "to", "cc", "subject")):
        block = render_block(locale, {field: labels[field] for field in order})
        assert (block, fields(older(block))) == (block, TRUTH)


def test_every_label_is_used() -> None:
    for locale in LOCALES:
        used = {(field, label) for _, labels in label_sets(locale) for field, label in labels.items()}
        rows = {
            (field, row["text"])
            for field, keys in FIELDS.items()
            for key in keys
            for row in RECORDS[locale]["labels"].get(key, [])
        }
        assert rows <= used


@pytest.mark.parametrize(
    "labels",
    [
        ("Oddi wrth / From", "Anfonwyd / Sent", "At / To", "Copi / Cc", "Pwnc / Subject"),
        ("From / Oddi wrth", "Sent / Anfonwyd", "To / At", "Cc / Copi", "Subject / Pwnc"),
        ("De / From", "Envoyé / Sent", "À / To", "Cc", "Objet / Subject"),
        ("From/De", "Sent/Envoyé", "To/À", "Cc/Cc", "Subject/Objet"),
        ("Von | From", "Gesendet | Sent", "An | To", "Cc | Cc", "Betreff | Subject"),
    ],
)
def test_bilingual_labels_are_read(labels: tuple[str, ...]) -> None:
    assert fields(older(render_block("en-GB", dict(zip(FIELDS, labels, strict=True))))) == TRUTH


def test_a_slash_within_a_sentence_makes_no_label() -> None:
    text = "Ana je napisao/la: vidimo se.\nHe or she wrote to/from: nobody.\n"
    assert len(threadparse.parse(text).threads[0].messages) == 1
