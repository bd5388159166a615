"""The name and the address of one mailbox (RFC 5322 §3.4), as clients, Lotus Notes, Exchange and OCR write them."""

from __future__ import annotations

import re

from threadparse.locales.folding import fold
from threadparse.locales.mailboxes import mailbox_words
from threadparse.values.address_tokens import Token, pairs, tokenise

__all__ = ["take_apart"]

# What a broken-off bracket is read as at the end of an address (OCR of "]" and ">").
_MISREAD = "jlI1J|i"
_EDGE = ' \t\r\n,;:•·|*_"“”„«»<>{}\\'
#: What no addr-spec begins or ends with (RFC 5322 §3.2.3 atext; RFC 6531 lets letters of all scripts in).
_EDGE_OF_ADDRESS = re.compile(r"^[^\w!#$%&*+/=?^`{|}~\"-]+|(?<=\w)\W+\Z|^\W+\Z")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")
_STRAY_QUOTES = re.compile(r"^['’]+(?=[^\w'’])")
_DISTINGUISHED = re.compile(r"\s*/O=", re.IGNORECASE)
#: What scans make of the word "mailto", which stands nowhere else: before a colon it is always one.
_SCHEME_LIKE = re.compile(r"\s*\{?[^\W_]{3,8}to\s?:\s*", re.IGNORECASE)
#: An address whose at sign a scan misread ("HDR220clinton.com", "jane(ax.org").
_DOTTED = re.compile(r"[^\W_]\.\w")
_BLANK = re.compile(r"(?<!\s)\s*([@©])\s*|(?<!\s)\s*\n\s*")


def take_apart(text: str) -> tuple[str | None, str | None]:
    """Read the name and the address of one mailbox.

    Args:
        text: The mailbox, as ``clean`` gives it.

    Returns:
        The display name without quotes, None if there is none or it only repeats the address; and the addr-spec as
        written, None if there is none (an Exchange distinguished name and a Notes path are none).
    """
    found = _Parts(text)
    name = _name(found.name)
    if name and found.address and _repeats(name, found.address):
        name = None
    return name, found.address


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
        last_at = text.rfind("@")
        self.address: str | None = None
        self.name: list[Token] = []
        index = 0
        while index < len(tokens):
            token = tokens[index]
            end = closing.get(index)
            if end is not None:
                self._brackets(text, tokens, index, end)
                index = end + 1
            elif token.kind in ("<", "[") or (token.kind == "(" and token.start < last_at):
                # OCR or a cut took the closing bracket: what follows is no name.
                self.address = self.address or _mend(text[token.end :])
                break
            elif token.kind == "word" and (behind := _behind_scheme(tokens, index)):
                if token.text.casefold() not in mailbox_words().schemes or not _is_at(tokens, behind + 1):
                    self.address = self.address or _mend(text[token.start :])
                    break
                index = behind
            else:
                used = _addr_spec(tokens, index)
                if used > 1:
                    end = tokens[index + 2].end
                    token = Token("spec", token.start, end, text[token.start : end])
                self.name.append(token)
                index += used
        if self.address is None:
            self._bare()

    def _brackets(self, text: str, tokens: list[Token], start: int, end: int) -> None:
        """Take in what stands in a pair of brackets."""
        opening = tokens[start]
        inside = text[opening.end : tokens[end].start]
        address = _bracketed(inside, opening.kind)
        if address is None and opening.kind == "<" and fold(inside) == fold(text[: opening.start]):
            return  # "Jane Roe <Jane Roe>"
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
                self.address = _EDGE_OF_ADDRESS.sub("", token.text)
                del self.name[index]
                return


def _behind_scheme(tokens: list[Token], index: int) -> int:
    """The index of the address behind a scheme ("mailto:j@x", or what OCR makes of the word); 0 if none is here."""
    if index + 2 >= len(tokens) or tokens[index + 1].kind != ":":
        return 0  # most words
    kinds = [token.kind for token in tokens[index + 1 : index + 5]]
    if kinds == [":", "word", "@", "word"]:
        return index + 2
    if kinds[:2] == [":", "word"] and _SCHEME_LIKE.match(f"{tokens[index].text}:"):
        return index + 2 if _DOTTED.search(tokens[index + 2].text) else 0
    if kinds == [":", "space", "word", "@"] and tokens[index].text.casefold() in mailbox_words().schemes:
        return index + 3
    return 0


def _addr_spec(tokens: list[Token], index: int) -> int:
    """How many tokens from here are an addr-spec (RFC 5322 §3.4.1) and Notes domains behind it; 1 if none is here."""
    if index + 2 >= len(tokens) or tokens[index + 1].kind != "@":
        return 1  # most tokens
    if tokens[index].kind not in ("word", "quoted") or tokens[index + 2].kind != "word":
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
    scheme = _scheme(inside.lstrip())
    content = inside.lstrip()[scheme.end() :] if scheme else inside
    nested = re.search(r"[<\[(]", content)
    if nested:
        if opening == "<" and "@" not in content and " " not in content and _DOTTED.search(content):
            return content
        before = content[: nested.start()]
        return _bracketed(before or content[nested.end() :].rstrip(")]>"), "<") if "@" in content else None
    content = _glue(re.split(r"[>)\]]", content)[0]).strip(" \t\n'\"")
    if not content or _DISTINGUISHED.match(content):
        return ""
    if opening == "<":
        return " ".join(content.split()) if re.search(r"[@©]|\w\.\w", content) else None
    if scheme and "@" not in content and _DOTTED.search(content):
        return " ".join(content.split())
    return content if "@" in content and (scheme or " " not in content) else None


def _is_at(tokens: list[Token], index: int) -> bool:
    """Whether a token is there and is an at sign."""
    return index < len(tokens) and tokens[index].kind == "@"


def _scheme(text: str) -> re.Match[str] | None:
    """The scheme that a text begins with, or what a scan made of it."""
    return mailbox_words().addressed.match(text) or _SCHEME_LIKE.match(text)


def _mend(tail: str) -> str | None:
    """The address behind a bracket that was never closed; a closing bracket that OCR read as a letter is taken off."""
    words = mailbox_words()
    scheme = _scheme(tail)
    found = next(iter(_glue(tail[scheme.end() if scheme else 0 :]).split()), "")
    found = _EDGE_OF_ADDRESS.sub("", found)
    if "@" not in found and not (scheme and _DOTTED.search(found)):
        return None
    top = found.rpartition(".")[2].casefold()
    shorter = top[:-1].replace("rn", "m")  # OCR reads "m" as "rn"
    if found[-1] in _MISREAD and top not in words.domains and (shorter in words.domains or len(top) == 3):
        found = found[:-1]
    return found


def _glue(text: str) -> str:
    """Take out line breaks, and blanks around the at sign."""
    return _BLANK.sub(lambda match: match[1] or "", text)


def _name(tokens: list[Token]) -> str | None:
    """The display name that tokens spell; of a Notes name (Jane Roe/LON/ECT@ECT) the part before the path."""
    if [token.kind for token in tokens] == ["@", "word"] and "." not in tokens[1].text:
        return f"@{tokens[1].text}"  # as forums and ticket systems call people
    end = next((index for index, token in enumerate(tokens) if token.kind == "@"), len(tokens))
    spelled = (
        f'"{token.text}"' if index and token.kind == "quoted" else token.text
        for index, token in enumerate(tokens[:end])
    )
    name = " ".join("".join(spelled).split())
    if "(" in name or "[" in name:
        name = _EMPTY_BRACKETS.sub("", name)
    if "/" in name:
        head = name.removeprefix("CN=").split("/", 1)[0]
        if end < len(tokens) or name.startswith("CN=") or (name.count("/") > 1 and " / " not in name and " " in head):
            name = head
    name = name.strip(_EDGE)
    if name[:1] in ("'", "’"):
        name = _STRAY_QUOTES.sub("", name).strip(_EDGE)
    if name[:1] == name[-1:] == "'" or (name[-1:] == "'" and name.count("'") == 1):
        name = name.strip("'").strip(_EDGE)
    if name[:1] + name[-1:] in ("()", "[]") and name[0] not in name[1:]:
        name = name[1:-1].strip()
    return name if any(letter.isalnum() for letter in name) else None


def _repeats(name: str, address: str) -> bool:
    """Whether a name only says the address again."""
    return fold(name).strip("'\"<>[]() ").removeprefix("mailto:") == fold(address)
