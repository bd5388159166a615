"""People in words: who sent a message to whom, and who takes part in a thread."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

from threadparse.parsed import Mailbox, Participant
from threadparse.views.sheet import Sheet

__all__ = ["counts_words", "mailbox_text", "participant_texts", "recipients_text", "styles_of"]

_PALETTE = ("cyan", "green", "magenta", "yellow", "blue", "bright_cyan", "bright_green", "bright_magenta")
_REDACTED = "bold red"


def styles_of(participants: list[Participant]) -> dict[str, str]:
    """A colour for each participant, the same in every place.

    Args:
        participants: Those of a thread.

    Returns:
        Style by participant id; redacted ones share one.
    """
    legible = [person.id for person in participants if not person.redacted]
    styles = {person: _PALETTE[index % len(_PALETTE)] for index, person in enumerate(legible)}
    return styles | {person.id: _REDACTED for person in participants if person.redacted}


def mailbox_text(mailbox: Mailbox, sheet: Sheet, style: str) -> Text:
    """A mailbox in one word or two: its name, else its address; what is blacked out is marked, not by colour alone.

    Args:
        mailbox: The mailbox.
        sheet: What the marks are drawn with.
        style: The participant's style.

    Returns:
        The text.
    """
    label = mailbox.name or mailbox.address or ("" if mailbox.redacted else mailbox.raw)
    if not label:
        words, style = (sheet.glyphs.redacted, _REDACTED) if mailbox.redacted else ("(blank)", "dim")
        return sheet.text((words, style))
    if mailbox.redacted:
        return sheet.text((label, style), " ", (sheet.glyphs.redacted, _REDACTED))
    return sheet.text((label, style))


def recipients_text(mailboxes: list[Mailbox], sheet: Sheet, styles: dict[str, str], room: int) -> Text:
    """Recipients with commas between (semicolons if names have commas); those that do not fit are counted.

    Args:
        mailboxes: The recipients.
        sheet: What the marks are drawn with.
        styles: Style by participant id.
        room: Columns that the names may take; one is named in any case.

    Returns:
        The text, such as ``Ann Lee, Bo Ek +12 more``.
    """
    text = Text()
    names = [mailbox_text(mailbox, sheet, styles.get(mailbox.participant or "", "")) for mailbox in mailboxes]
    comma = "; " if any("," in name.plain for name in names) else ", "  # "Lee, Ann; Ek, Bo"
    for index, name in enumerate(names):
        left = len(names) - index
        tail = cell_len(f" +{left} more") if left > 1 else 0
        if index and text.cell_len + 2 + name.cell_len + tail > room:
            return text.append_text(sheet.text((f" +{left} more", "dim")))
        if index:
            text.append(comma)
        text.append_text(name)
    return text


def participant_texts(person: Participant, sheet: Sheet, style: str) -> tuple[Text, Text]:
    """A participant's name and all addresses.

    Args:
        person: The participant.
        sheet: What the marks are drawn with.
        style: The participant's style.

    Returns:
        Two texts to stand behind each other, such as ``Ann Lee`` and `` <ann@lee.org>``; the second may be empty.
    """
    listed = ", ".join(person.addresses)
    name = person.name or listed
    marked = (sheet.glyphs.redacted, _REDACTED)
    if not name:
        return sheet.text(marked if person.redacted else ("(blank)", "dim")), sheet.text()
    first = sheet.text((name, style), *((" ", marked) if person.redacted else ()))
    return first, sheet.text((f" <{listed}>", "dim") if person.name and listed else "")


def counts_words(person: Participant, between: str) -> str:
    """How many messages a participant sent and received.

    Args:
        person: The participant.
        between: What to write between the two.

    Returns:
        The words, such as ``2 sent · 1 received``; what is none is not said.
    """
    counts = ((person.sent, "sent"), (person.received, "received"))
    return f" {between} ".join(f"{count} {verb}" for count, verb in counts if count)
