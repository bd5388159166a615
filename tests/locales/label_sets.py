"""The label sets of the locale files: what a client prints together, so that every label occurs."""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.locales.renderer import NAMES, RECORDS, header_date

__all__ = ["FIELDS", "LOCALES", "LabelSet", "label_sets", "render_block"]

#: Field of the header → the keys of the locale files that name it.
FIELDS = {"from": ("from",), "date": ("sent", "date"), "to": ("to",), "cc": ("cc",), "subject": ("subject",)}
LOCALES = [locale for locale, record in RECORDS.items() if "labels" in record]
_ENGLISH = {"from": "From", "date": "Sent", "to": "To", "cc": "Cc", "subject": "Subject"}


class LabelSet(NamedTuple):
    """What a client calls the fields.

    Attributes:
        client: The client.
        labels: Field → label, without its colon.
    """

    client: str
    labels: dict[str, str]


def label_sets(locale: str) -> list[LabelSet]:
    """The sets of a locale: one a client, and further ones until each of its labels was used.

    A field that the client does not name has a label of another client, or the English one.
    """
    rows = {field: _rows(RECORDS[locale]["labels"], keys) for field, keys in FIELDS.items()}
    sets: list[LabelSet] = []
    for client in sorted({client for found in rows.values() for row in found for client in row["clients"]}):
        own = {field: [row["text"] for row in found if client in row["clients"]] for field, found in rows.items()}
        for turn in range(max(len(texts) for texts in own.values())):
            labels = {field: _take(own[field], rows[field], turn) or _ENGLISH[field] for field in FIELDS}
            if all(labels != other.labels for other in sets):
                sets.append(LabelSet(client, labels))
    return sets


def _rows(labels: dict[str, Any], keys: tuple[str, ...]) -> list[dict[str, Any]]:
    return [row for key in keys for row in labels.get(key, [])]


def _take(own: list[str], others: list[dict[str, Any]], turn: int) -> str | None:
    if own:
        return own[min(turn, len(own) - 1)]
    return str(others[0]["text"]) if others else None


def render_block(locale: str, labels: dict[str, str], style: str = "{}: {}") -> str:
    """A header block with the labels, and a date in the locale's own words.

    Args:
        locale: The locale.
        labels: Field → label; fields are printed in this order.
        style: How label and value stand together.
    """
    values = {
        "from": NAMES["plain"].mailbox,
        "date": header_date(locale),
        "to": "Bob Poe <bob@example.org>; Ann Lee <ann@example.org>",
        "cc": "Tom Day <tom@example.org>",
        "bcc": "Kim Fox <kim@example.org>",
        "reply_to": "Jane Roe <reply@example.org>",
        "attachments": "plan.pdf",
        "importance": "High",
        "subject": "Footbridge",
    }
    return "\n".join(style.format(label, values[field]) for field, label in labels.items())
