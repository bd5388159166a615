"""Drafts: segments with their values read and their lines named, before ids, order and models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from threadparse.headers.page import Page
from threadparse.options import DateOrder
from threadparse.segment import Segment
from threadparse.threads.fields import Values, read_values, recognise
from threadparse.threads.quotes import repeated_lines
from threadparse.values.date_order import decide_order
from threadparse.values.date_value import Precision
from threadparse.values.dates import iso
from threadparse.values.subjects import Action, read_subject
from threadparse.zoning.body import zone_lines

if TYPE_CHECKING:
    from threadparse.zoning.letter import Letter

__all__ = ["Draft", "draft_messages"]


@dataclass(slots=True)
class Draft:
    """One message on its way.

    Attributes:
        segment: Where it stands in the text.
        values: Its header fields.
        own: Indices of the lines of its own words, blank ones among them.
        kinds: The zone kind of each of these.
        repeated: Indices of its lines that repeat older words.
        body: Its own words.
        date: ISO date, as the chain decided it.
        precision: Of the date.
        order: How day and month were told apart: ``sure``, ``weekday``, ``chain``, ``shape``, ``option``, ``guess``.
        letter: Its head, if it is a letter.
        base_subject: Its subject without prefixes; None where there is none.
        said: What the first prefix of the subject says that was done.
    """

    segment: Segment
    values: Values
    own: Sequence[int] = ()
    kinds: Sequence[str] = ()
    repeated: Sequence[int] = ()
    body: str = ""
    date: str | None = None
    precision: Precision | None = None
    order: str = "sure"
    letter: Letter | None = None
    base_subject: str | None = None
    said: Action | None = None


def draft_messages(
    page: Page, segments: list[Segment], carried: Values | None, *, markdown: bool, prefer: DateOrder
) -> list[Draft]:
    """Read the segments.

    Args:
        page: The page.
        segments: Its segments in source order.
        carried: The values of the first segment, where an e-mail carries the text.
        markdown: The carrier is markdown.
        prefer: How to read a date that the chain leaves open.
    """
    repeated = repeated_lines(page, segments)
    drafts = []
    for segment in segments:
        values = read_values(segment.header, markdown=markdown)
        if carried is not None and segment is segments[0]:
            values = carried
        elif carried is not None:
            recognise(values, carried)
        drafts.append(_draft(page, Draft(segment, values), repeated, markdown=markdown))
    for draft, decision in zip(drafts, decide_order([d.values.date for d in drafts], prefer), strict=True):
        if decision.value is not None:
            draft.date, draft.precision = iso(decision.value)
            draft.order = decision.reason
    return drafts


def _draft(page: Page, draft: Draft, repeated: set[int], *, markdown: bool) -> Draft:
    segment, values = draft.segment, draft.values
    bare = segment.header is None and values.sender is None
    own = segment.lines
    if repeated:
        own = [at for at in segment.lines if at not in repeated]
        draft.repeated = [at for at in segment.lines if at in repeated]
    contents = page.contents if len(own) == len(page) else [page.contents[at] for at in own]
    texts = list(map(str.rstrip, contents))
    kinds = zone_lines(
        texts,
        sender_name=values.sender.name if values.sender else None,
        recipient_names=[to.name for to in values.to if to.name],
        letter=bare,
    )
    draft.own, draft.kinds = own, kinds
    draft.body = _body(texts, markdown=markdown)
    if bare:
        from threadparse.zoning.letter import read_letter

        draft.letter = letter = read_letter(texts, kinds)
        if letter is not None:
            values.date, values.date_raw, values.subject = letter.date, letter.date.raw, letter.subject
    if values.subject is not None:
        draft.base_subject, draft.said = read_subject(values.subject)
    return draft


def _body(texts: Sequence[str], *, markdown: bool) -> str:
    """The own words of a message as one text: outer blank lines and the margin of the printed page are trimmed."""
    begin, end = 0, len(texts)
    while begin < end and not texts[begin].strip():
        begin += 1
    while end > begin and not texts[end - 1].strip():
        end -= 1
    shown = texts[begin:end]
    body = "\n".join(shown)
    if "\f" in body:
        body = body.replace("\f", "")
        shown = body.split("\n")
    if all(line[:1].isspace() or not line for line in shown):
        margin = min((len(line) - len(line.lstrip()) for line in shown if line.strip()), default=0)
        body = "\n".join(line[margin:] for line in shown)
    if not markdown:
        return body
    from threadparse.syntax.markup import plain

    return plain(body).rstrip()
