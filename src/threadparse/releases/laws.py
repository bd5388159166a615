"""Decide which law an exemption code belongs to: by its form, then by the words of its document, else it stays open."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from threadparse.document import Note, Redaction
from threadparse.locales.exemptions import Exemption, exemptions

__all__ = ["law_of", "open_laws_note", "settle_laws"]


def law_of(code: Exemption, named: Collection[str]) -> str | None:
    """Return the law of a code.

    Args:
        code: The code, with the laws that write so.
        named: The laws that the words around it name.

    Returns:
        The only law that writes so, or the only one of them that is named; else None. It is never guessed.
    """
    if len(code.laws) == 1:
        return code.laws[0]
    fitting = [law for law in code.laws if law in named]
    return fitting[0] if len(fitting) == 1 else None


def open_laws_note(redactions: list[Redaction]) -> list[Note]:
    """Return a note on the codes whose law nothing decides, if there are any.

    Args:
        redactions: The places of a document.
    """
    codes = [code for place in redactions for code in place.codes if code.law is None]
    if not codes:
        return []
    written = ", ".join(dict.fromkeys(code.as_written for code in codes))
    text = f"Several laws number so, and no words of the document say which is meant: {written}."
    return [Note("redaction.law-open", "info", text, codes[0].span)]


def settle_laws(redactions: Sequence[Redaction], named: Collection[str]) -> bool:
    """Decide the laws that a document leaves open by what the other documents of its folder name.

    Args:
        redactions: Its places; changed in place.
        named: The laws that the words of all of them name.

    Returns:
        Whether none is open any more.
    """
    codes = [code for place in redactions for code in place.codes if code.law is None]
    for code in codes:
        found = exemptions().find(code.as_written)
        code.law = law_of(found[0], named) if found else None
    return all(code.law is not None for code in codes)
