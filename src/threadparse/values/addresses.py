"""The values of From, To, Cc and Bcc fields: RFC 5322 mailboxes as clients, exports and OCR leave them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from threadparse.locales.folding import fold
from threadparse.locales.mailboxes import mailbox_words
from threadparse.values.address_lists import split_list
from threadparse.values.address_tokens import Token, clean, pairs, tokenise
from threadparse.values.redactions import blank_margins, is_exemption, is_redacted, strip_redactions

__all__ = ["Address", "parse_addresses", "parse_mailbox"]

# Lotus Notes puts the date behind the sender: "Jane Roe on 22/05/2000 11:19 CDT", "Jane Roe      08/29/2000 06:19 PM".
_NOTES_DATE = re.compile(r"(?:\s+on|\s{2,})\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\s+\d{1,2}:\d\d[^@<>\n]{0,24}$")
# What a broken-off bracket is read as at the end of an address (OCR of "]" and ">").
_MISREAD = "jlI1J|"
_EDGE = ' \t\r\n,;:•·|*_"“”„<>{}\\'
_DISTINGUISHED = re.compile(r"\s*/O=", re.IGNORECASE)
_BLANK_AROUND_AT = re.compile(r"\s*([@©])\s*|\s*\n\s*")


@dataclass(slots=True)
class Address:
    """One mailbox of a header field.

    Attributes:
        name: Display name without quotes; None if there is none or it only repeats the address.
        address: addr-spec as written (OCR errors stay); None if there is none, or only an Exchange or Notes name.
        redacted: The mailbox, or a part of it, was blacked out.
        raw: As written, white space folded.
        sent_by: In "A on behalf of B" B, where the mailbox is A; else None.
    """

    name: str | None
    address: str | None
    redacted: bool
    raw: str
    sent_by: str | None


def parse_addresses(value: str) -> list[Address]:
    """Read a list of recipients.

    Args:
        value: The value of a To, Cc or Bcc field, its folded lines joined with "\\n".

    Returns:
        The mailboxes in order. A count of recipients that are not shown ("+3 more") is no mailbox. A group (RFC 5322
        §3.4) gives its members, or itself if it has none.
    """
    text, places = clean(value)
    text, marked = blank_margins(text)
    found: list[Address] = []
    codes: set[str] = set()  # the exemption codes of one mark: "(b)(6); (b)(7)(C)" is one person
    for start, end in split_list(text):
        written = value[start:end] if places is None else value[places[start] : places[end]]
        code = fold(text[start:end]) if is_exemption(text[start:end]) else ""
        if code and codes and code not in codes:
            codes.add(code)
            continue
        codes = {code} if code else set()
        mailbox = _mailbox(text[start:end], " ".join(written.split()))
        if mailbox is not None:
            found.append(mailbox)
    if marked and len(found) == 1:
        found[0].redacted = True
    return found


def parse_mailbox(value: str) -> Address | None:
    """Read the one mailbox of a From field.

    Args:
        value: The value, its folded lines joined with "\\n"; a date that Lotus Notes puts behind the name is passed over.

    Returns:
        The mailbox; None for a value without any visible character.
    """
    raw = " ".join(value.split())
    if not raw:
        return None
    text, places = clean(value)
    text, marked = blank_margins(text)
    mailbox = _mailbox(_NOTES_DATE.sub("", text), raw)
    if mailbox is None:
        return Address(None, None, marked, raw, None) if marked else None
    mailbox.redacted = mailbox.redacted or marked
    return mailbox


def _mailbox(text: str, raw: str) -> Address | None:
    """Read one mailbox; None if nothing of a mailbox is in the text."""
    words = mailbox_words()
    if words.hidden.fullmatch(text.strip()):
        return None
    if is_redacted(text, mailbox=True):
        return Address(None, None, True, raw, None)
    behalf = words.on_behalf_of.search(text)
    if behalf is not None:
        principal = _mailbox(text[behalf.end() :], "")
        agent = _mailbox(text[: behalf.start()], raw)
        if agent is None or principal is None:
            return principal and Address(principal.name, principal.address, principal.redacted, raw, None)
        agent.sent_by = principal.name or principal.address
        return agent
    text, marked = strip_redactions(text)
    found = _Parts(text)
    name = _name(found.name)
    if name and found.address and _repeats(name, found.address):
        name = None
    if name is None and found.address is None and not marked:
        return None
    return Address(name, found.address, marked, raw, None)


class _Parts:
    """The text of one mailbox taken apart.

    Attributes:
        address: The address in brackets; without one, the first bare address.
        name: The tokens of the name; a bare address that is not ``address`` stands among them as one token.
    """

    __slots__ = ("address", "name")

    def __init__(self, text: str) -> None:
        tokens = tokenise(text)
        closing = pairs(tokens)
        self.address: str | None = None
        self.name: list[Token] = []
        index = 0
        while index < len(tokens):
            token = tokens[index]
            end = closing.get(index)
            if end is not None:
                self._brackets(text, tokens, index, end)
                index = end + 1
            elif token.kind in ("<", "[") or (token.kind == "(" and "@" in text[token.end :]):
                # OCR or a cut took the closing bracket: what follows is no name.
                self.address = self.address or _mend(text[token.end :])
                break
            elif token.kind == "word" and (scheme := mailbox_words().addressed.match(text, token.start)):
                while index < len(tokens) and tokens[index].start < scheme.end():
                    index += 1
            else:
                used = _addr_spec(tokens, index)
                kind = "spec" if used > 1 else token.kind
                last = tokens[index + min(used, 3) - 1]
                self.name.append(
                    Token(kind, token.start, last.end, text[token.start : last.end] if used > 1 else token.text)
                )
                index += used
        if self.address is None:
            self._bare()

    def _brackets(self, text: str, tokens: list[Token], start: int, end: int) -> None:
        """Take in what stands in a pair of brackets."""
        opening = tokens[start]
        inside = text[opening.end : tokens[end].start]
        address = _bracketed(inside, opening.kind)
        if address is None:
            self.name += (
                tokens[start + 1 : end]
                if opening.kind == "<" or text.startswith("(mailto:", tokens[end].end)
                else tokens[start : end + 1]
            )
        elif address:
            self.address = self.address or address

    def _bare(self) -> None:
        """Make the first bare address the address."""
        for index, token in enumerate(self.name):
            if token.kind == "spec":
                self.address = token.text.strip("'.")
                del self.name[index]
                return


def _addr_spec(tokens: list[Token], index: int) -> int:
    """How many tokens from here are an addr-spec (RFC 5322 §3.4.1) with the Notes domains behind it; 1 if none is here."""
    if tokens[index].kind not in ("word", "quoted") or [token.kind for token in tokens[index + 1 : index + 3]] != [
        "@",
        "word",
    ]:
        return 1
    local, domain = tokens[index].text, tokens[index + 2].text
    alone = len(tokens) == 3 and (local + domain).islower()
    if "/" in local or not ("." in domain.strip(".") or alone):
        return 1
    used = 3
    while [token.kind for token in tokens[index + used : index + used + 2]] == ["@", "word"]:
        used += 2
    return used


def _bracketed(inside: str, opening: str) -> str | None:
    """The address in a pair of brackets; "" for an Exchange name or nothing; None if these are words of the name."""
    scheme = mailbox_words().addressed.match(inside.lstrip())
    content = inside.lstrip()[scheme.end() :] if scheme else inside
    nested = re.search(r"[<\[(]", content)
    if nested:
        before = content[: nested.start()]
        return _bracketed(before or content[nested.end() :].rstrip(")]>"), "<") if "@" in content else None
    content = _BLANK_AROUND_AT.sub(lambda match: match[1] or "", re.split(r"[>)\]]", content)[0]).strip(" \t\n'\"")
    if not content or _DISTINGUISHED.match(content):
        return ""
    if opening == "<":
        return " ".join(content.split()) if re.search(r"[@©]|\w\.\w", content) else None
    return content if "@" in content and (scheme or " " not in content) else None


def _mend(tail: str) -> str | None:
    """The address behind a bracket that was never closed; a closing bracket that OCR read as a letter is taken off."""
    words = mailbox_words()
    scheme = words.addressed.match(tail)
    found = (_BLANK_AROUND_AT.sub(lambda match: match[1] or "", tail[scheme.end() if scheme else 0 :]).split() or [""])[
        0
    ]
    found = found.strip("<>[](){}'\".,;")
    if "@" not in found:
        return None
    top = found.rpartition(".")[2].casefold()
    if found[-1] in _MISREAD and top not in words.domains and (top[:-1] in words.domains or len(top) == 3):
        found = found[:-1]
    return found


def _name(tokens: list[Token]) -> str | None:
    """The display name that tokens spell; of a Notes name (Jane Roe/LON/ECT@ECT) the part before the path."""
    end = next((index for index, token in enumerate(tokens) if token.kind == "@"), len(tokens))
    name = " ".join("".join(token.text for token in tokens[:end]).split())
    name = re.sub(r"\(\s*\)|\[\s*\]", "", name)
    if "/" in name:
        head = name.removeprefix("CN=").split("/", 1)[0]
        if end < len(tokens) or name.startswith("CN=") or (name.count("/") > 1 and " / " not in name and " " in head):
            name = head
    name = name.strip(_EDGE)
    if name[:1] == name[-1:] == "'" or (name[-1:] == "'" and name.count("'") == 1):
        name = name.strip("'").strip(_EDGE)
    if name.startswith("(") and name.endswith(")") and "(" not in name[1:]:
        name = name[1:-1].strip()
    return name if any(letter.isalnum() for letter in name) else None


def _repeats(name: str, address: str) -> bool:
    """Whether a name only says the address again."""
    return fold(name).strip("'\"<>[]() ").removeprefix("mailto:") == fold(address)
