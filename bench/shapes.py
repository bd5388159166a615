"""Shapes of text whose parsing must not take more than its share, from long chains to debris that no mail has held."""

from __future__ import annotations

__all__ = [
    "BODY",
    "HEADER",
    "PIECES",
    "PROMISED",
    "PROSE",
    "RUNS",
    "VALUES",
    "WROTE",
    "fill",
    "within_field",
    "within_line",
]

HEADER = (
    "From: Ann Alder <ann@alder.example>\nSent: 6 May 2021 09:00\nTo: Bob <bob@birch.example>\nSubject: RE: Tides\n\n"
)
BODY = "Dear Bob,\n\nthe tide is late again, nobody knows why.\n\nKind regards,\nAnn\n\n"
PROSE = "Thank you for the note about the tides. We will look at the tables on Monday and tell you more then.\n"
WROTE = "On Thu, Mar 14, 2024 at 9:05 AM Ann Alder <ann@alder.example> wrote:\n"

#: Repeated as often as fits. The first four are the shapes that the promise names.
PROMISED = {
    "a long chain": HEADER + BODY,
    "quotes 40 deep": "".join(f"{'>' * depth} {WROTE}{'>' * depth}> late again\n" for depth in range(40)),
    "one endless line": "the tide is late again ",
    "lines of quote marks": ">\n",
}
PIECES = {
    "quote marks": ">",
    "quote marks, 40 a line": ">" * 40 + "\n",
    "quotes that come and go": ">> late\n> again\nlate\n",
    "quotes one deeper": "> late\n>> again\n",
    "on … at … without end": " on Thursday at 9 ",
    "on … at …, a line each": "On Thu, Mar 14, 2024 at 9:05 AM Ann\n",
    "attributions": WROTE,
    "verbs of attributions": "Ann wrote:\n",
    "verbs on one line": " wrote:",
    "labels": "From:\n",
    "labels of all fields": "From:\nTo:\nSubject:\nDate:\n",
    "labels on one line": "From: To: Sent: ",
    "labels with words": "To: Ann Alder\n",
    "labels with addresses": "From: Ann <ann@alder.example>\n",
    "fields of no client": "Alpha: beta\n",
    "fields that come again": "Importance: High\n",
    "ways of a mail": "Received: by mail.example\n",
    "fields beside the sender": "Reply-To: Ann\n",
    "fields beside a recipient": "Komu Odpovedať: ann@alder.example\n",
    "fields of two columns": " " * 8 + "Ann" + " " * 8 + "To: Bob\n",
    "fields folded without end": "From: Ann\n" + "Bob\n" * 90 + "To: Bob\n" + "Ann\n" * 90 + "Cc: Ann\n" + "Bob\n" * 90,
    "colons": ":",
    "colons, one a line": ":\n",
    "separators": "-----Original Message-----\n",
    "banners": "-------- Forwarded by Ann Alder on 03/05/2001 08:12 AM --------\n",
    "banners before a field": "--- Forwarded by Ann Alder on 03/05/2001 08:12 AM ---Date: x\n",
    "wrapped banners": "-------- Forwarded by Ann Alder\non 03/05/2001 08:12 AM --------\n",
    "rules": "_" * 32 + "\n",
    "dashes": "-",
    "dashes, two a line": "--\n",
    "round brackets": "(",
    "square brackets": "[",
    "angles": "<",
    "links": "[x](",
    "stars": "*a ",
    "bold labels": "**From:** x\n",
    "entities": "&lt;",
    "digits": "1234567890",
    "lone numbers": "1\n",
    "dates": "12/03/2021\n",
    "times": "10:10 ",
    "date words": "Monday March May Thursday ",
    "blank lines": "\n",
    "carriage returns": "\r",
    "tabs": "\t",
    "soft line ends": "x" * 72 + "=\n",
    "no-break spaces": "\xa0",
    "form feeds": "\f\n",
    "pages of one word": "Ann\n\f",
    "pages on one line": "a\f",
    "pages with numbers": "- 1 -\n\f",
    "bidi marks": "\u200f",
    "page stamps": "UNCLASSIFIED Case No. F-2014-1 Doc No. C05 Date: 06/30/2015\n",
    "margin codes": "From:" + " " * 60 + "B6\n",
    "greetings": "Dear Ann,\n",
    "closings": "Kind regards,\n",
    "signature separators": "-- \n",
    "black squares": "█",
    "redactions": "From: [REDACTED]\n",
    "bars in quotes": '"████" (b)(6) ',
    "withheld pages": "Page 3 is withheld pursuant to section 14(1) FIPPA\n",
    "Notes leads": "Ann Alder\n03/04/2001 06:45 PM\nTo: Bob\ncc: \nSubject: x\n\n",
    "Chinese": "的",
}
#: Repeated inside one field of a header.
VALUES = {
    "To: commas": ("To", "Ann, Bob Cy, "),  # not one name only: of an even number of them, two would be one mailbox
    "To: bare addresses": ("To", "ann.alder@alder.example,"),
    "To: groups": ("To", "Ann: Bob, "),
    "To: quoted names": ("To", '"Ann" '),
    "To: folded addresses": ("To", "Ann Alder <ann@alder.example>;\n"),
    "To: quotation marks": ("To", '"'),
    "To: escaped quotation marks": ("To", '\\"'),
    "To: angles": ("To", "<"),
    "To: names in brackets": ("To", "<Ann> "),
    "To: empty angles": ("To", "<>, "),
    "To: round brackets": ("To", "(Ann) "),
    "To: nested brackets": ("To", "[(<Ann>)] "),
    "To: marks in brackets": ("To", "(Ann:Bob) "),
    "To: exemption codes": ("To", "(b)(6), "),
    "To: exemption codes without commas": ("To", "(b)(6)(7) "),
    "To: crosses": ("To", "XXXX, "),
    "Subject: prefixes": ("Subject", "Re: "),
    "Subject: prefixes in turn": ("Subject", "Fwd: Re: "),
    "Subject: tags": ("Subject", "[a] "),
    "Date: words": ("Date", "3 May "),
}
#: What stands before a run, the run, and what stands behind it: an ending that fails makes a pattern try again.
RUNS = {
    "dashes in a quotation": ("hello\n> ", "-", "x"),
    "blanks within a letter": ("3 May 2020\n", " ", "x\nDear Bob,\n"),
    "blanks between words of a letter": ("3 May 2020\n\nx", " ", "x\n\nDear Bob,\n"),
    "dots behind an address": ("From: Ann <ann@alder.example>\nTo: x@", ".", "a\nSubject: x\n"),
    "addresses without an end": ("From: Ann <ann@alder.example>\nTo: x\n", "a@", " a\nSubject: x\n"),
    "colons of a label": ("From: Ann <ann@alder.example>\nSubject", " ", "x: y\n"),
    "stars before a label": ("hello\n", "*", " From: x\n"),
    "brackets of a zone": ("Date: 3 May 2020 10:00 ", "(", "x\n"),
}


def fill(piece: str, size: int) -> str:
    """So many characters of a piece repeated."""
    return (piece * (size // len(piece) + 1))[:size]


def within_field(field: str, piece: str, size: int) -> str:
    """A header with a field that holds so many characters, up to the last whole piece: half of one reads otherwise."""
    pieces = piece * (size // len(piece))
    return f"From: Ann <ann@alder.example>\n{field}: {pieces}\nCc: Bob\n\nHello.\n"


def within_line(before: str, run: str, behind: str, size: int) -> str:
    """A run of so many characters between its neighbours."""
    return before + fill(run, size) + behind
