"""Decide which law an exemption code belongs to: by its form, then by the words of its document, then by its folder.

Where none of them decides, the law stays open: it is never guessed.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator

from threadparse.document import Document, Note, Redaction, Span
from threadparse.locales.exemptions import Exemption, exemptions

__all__ = ["LAW_OPEN", "FolderLaws", "OpenCode", "law_of", "laws_applied", "open_codes", "open_laws_note"]

#: The code of the note on codes whose law nothing decides.
LAW_OPEN = "redaction.law-open"
#: A code whose law is not known, as it is written, and where it stands.
OpenCode = tuple[str, Span]
_MAX_JOIN_CHARS = 5  # between two numbers of a list (" and ")
_MAX_STATEMENT_CHARS = 120  # of "Released under" with the law


def law_of(code: Exemption, *named: Collection[str]) -> str | None:
    """Return the law of a code.

    Args:
        code: The code, with the laws that write so.
        named: The laws that its mark names, its document, …: the first of them that names one decides.

    Returns:
        The only law that writes so and has the code, or the only one of them that is named; else None. It is never
        guessed: another law that is named and writes so may have codes that are not known here.
    """
    fitting = next(filter(None, ([law for law in code.laws if law in laws] for laws in named)), [])
    if fitting or len(code.laws) > 1:
        return fitting[0] if len(fitting) == 1 else None
    rivals = any(law in laws for law in code.writers for laws in named)
    return None if rivals else code.laws[0]


def laws_applied(text: str, named: Collection[str], codes: Collection[Exemption]) -> tuple[frozenset[str], ...]:
    """Return the laws by which a document was released, of those that it names: its letters may speak of others, too.

    Args:
        text: The document.
        named: The laws that its words name.
        codes: All codes of its places.

    Returns:
        The laws under which it says that it was released; those that have all its codes, as far as they could be one
        law's; all that it names.
    """
    if len(named) <= 1:
        return (frozenset(named),) if named else ()
    known = exemptions()
    at = [text.find(phrase) for phrase in known.released]
    stated = [known.named_laws(text[start : start + _MAX_STATEMENT_CHARS]) for start in at if start >= 0]
    rivals = {law for code in codes if len(code.laws) > 1 for law in code.laws}
    rivalling = [code.laws for code in codes if not rivals.isdisjoint(code.laws)]
    whole = frozenset(law for law in named if all(law in laws for laws in rivalling))
    return frozenset().union(*stated), whole, frozenset(named)


def open_codes(redactions: Iterable[Redaction]) -> list[OpenCode]:
    """Return the codes whose law is not known.

    Args:
        redactions: The places of a document.
    """
    return [(code.as_written, code.span) for place in redactions for code in place.codes if code.law is None]


def open_laws_note(codes: Collection[OpenCode]) -> Note:
    """Return the note on codes whose law nothing decides.

    Args:
        codes: Those of a document, one at least.
    """
    written = ", ".join(dict.fromkeys(written for written, _ in codes))
    text = f"Several laws number so, and no words of the document say which is meant: {written}."
    return Note(LAW_OPEN, "info", text, next(span for _, span in codes))


class FolderLaws:
    """The laws that the documents of each folder name; they decide the codes that others of the folder leave open."""

    def __init__(self) -> None:
        self._named: dict[str, frozenset[str]] = {}

    def add(self, path: str, named: Collection[str]) -> None:
        """Take in a document.

        Args:
            path: Its path.
            named: The laws that its words name.
        """
        if named:
            folder = os.path.dirname(path)
            self._named[folder] = self._named.get(folder, frozenset()).union(named)

    def decide(self, path: str, codes: Collection[OpenCode]) -> tuple[dict[str, str], list[Note]]:
        """Decide codes that a document leaves open.

        Args:
            path: The path of the document.
            codes: Its codes whose law is not known.

        Returns:
            The laws by the codes as written, without those that stay open; and what takes the place of the note on
            open laws, which is nothing if all are decided.
        """
        named = self._named.get(os.path.dirname(path), frozenset())
        decided: dict[str, str] = {}
        for written, code in _read_again(codes) if named else ():
            if (law := law_of(code, named)) is not None:
                decided.setdefault(written, law)
        rest = [code for code in codes if code[0] not in decided]
        return decided, [open_laws_note(rest)] if rest else []

    def settle(self, document: Document) -> None:
        """Decide the laws that a document leaves open, as far as its folder does.

        Args:
            document: The document; changed in place, with its note.
        """
        codes = open_codes(document.redactions)
        decided, notes = self.decide(document.source.path, codes)
        if not decided:
            return
        for code in (code for place in document.redactions for code in place.codes if code.law is None):
            code.law = decided.get(code.as_written)
        at = next(at for at, note in enumerate(document.notes) if note.code == LAW_OPEN)
        document.notes[at : at + 1] = notes


def _read_again(codes: Iterable[OpenCode]) -> Iterator[tuple[str, Exemption]]:
    """Read codes as they are written: a bare number close behind another code is one of its list ("s.40(2), 43")."""
    word, last = "", -_MAX_JOIN_CHARS
    for written, (start, end) in codes:
        if not written[0].isdigit() or start - last > _MAX_JOIN_CHARS:
            word = written
        text = written if word == written else f"{word}, {written}"
        found = exemptions().find(text)
        if found and found[-1].end == len(text):
            yield written, found[-1]
        last = end
