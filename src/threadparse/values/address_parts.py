"""The name and the address of one mailbox (RFC 5322 §3.4), as clients, Lotus Notes, Exchange and OCR write them."""

from __future__ import annotations

import re

from threadparse.locales.folding import fold
from threadparse.locales.mailboxes import mailbox_words
from threadparse.values.address_tokens import Tokens, pairs, tokenise

__all__ = ["take_apart"]

_OPENS = re.compile(r"[<\[(]")
_CLOSES = re.compile(r"[>)\]]")
_ADDRESSED = re.compile(r"[@©]|\w\.\w")
_SPREAD = 200  # blanks in a name before a bracket in which it stands again
# A token that may be more than a word of the name: a bracket, a word with a colon, the first of an address.
_EVENT = re.compile(r"[<\[(]|w(?=:)|[wq](?=@w)")
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
        name: The tokens of the name, kind and text; a bare address that is not ``address`` stands among them as one
            token of the kind ``spec``.
    """

    __slots__ = ("address", "name")

    def __init__(self, text: str) -> None:
        tokens = tokenise(text)
        kinds, bounds = tokens.kinds, tokens.bounds
        closing = pairs(tokens)
        last_at = text.rfind("@")
        self.address: str | None = None
        self.name: list[tuple[str, str]] = []
        first = index = 0  # the tokens from the first one on are of the name, as far as was looked
        while (event := _EVENT.search(kinds, index)) is not None:
            place = event.start()
            kind, end = kinds[place], closing.get(place)
            index = place + 1
            if end is not None:
                index = end + 1
                if self._brackets(tokens, first, place, end):
                    first = index
            elif kind in ("<", "[") or (kind == "(" and bounds[place] < last_at):
                # OCR or a cut took the closing bracket: what follows is no name.
                self._take(tokens, first, place)
                self.address = self.address or _mend(text[bounds[index] :])
                break
            elif kinds.startswith("w:", place) and (behind := _behind_scheme(tokens, place)):
                self._take(tokens, first, place)
                schemed = tokens.says(place).casefold() in mailbox_words().schemes
                if not schemed or not kinds.startswith("@", behind + 1):
                    self.address = self.address or _mend(text[bounds[place] :])
                    break
                first = index = behind
            elif (used := _addr_spec(tokens, place)) > 1:
                self._take(tokens, first, place)
                self.name.append(("spec", text[bounds[place] : bounds[place + 3]]))
                first = index = place + used
        else:
            self._take(tokens, first, len(kinds))
        if self.address is None:
            self._bare()

    def _take(self, tokens: Tokens, first: int, end: int) -> None:
        """Take tokens into the name."""
        self.name += zip(tokens.kinds[first:end], map(tokens.says, range(first, end)), strict=True)

    def _brackets(self, tokens: Tokens, first: int, start: int, end: int) -> bool:
        """Take in what stands in a pair of brackets, and the name before; False if the brackets are of the name."""
        opening = tokens.kinds[start]
        before = tokens.bounds[start]
        inside = tokens.text[tokens.bounds[start + 1] : tokens.bounds[end]]
        address = _bracketed(inside, opening)
        if address is None and opening != "<" and not tokens.text.startswith("(mailto:", tokens.bounds[end + 1]):
            return False
        self._take(tokens, first, start)
        if address is not None:
            self.address = self.address or address or None
        # "Jane Roe <Jane Roe>" is one name.
        elif before > _SPREAD + 4 * len(inside) or opening != "<" or fold(inside) != fold(tokens.text[:before]):
            self._take(tokens, start + 1, end)
        return True

    def _bare(self) -> None:
        """Make the first bare address the address."""
        for index, (kind, text) in enumerate(self.name):
            if kind == "spec":
                self.address = _EDGE_OF_ADDRESS.sub("", text)
                del self.name[index]
                return


def _behind_scheme(tokens: Tokens, index: int) -> int:
    """The index of the address behind a scheme ("mailto:j@x", or what OCR makes of the word); 0 if none is here."""
    kinds = tokens.kinds
    if kinds.startswith(":w@w", index + 1):
        return index + 2
    if kinds.startswith(":w", index + 1) and _SCHEME_LIKE.match(f"{tokens.says(index)}:"):
        return index + 2 if _DOTTED.search(tokens.says(index + 2)) else 0
    if kinds.startswith(": w@", index + 1) and tokens.says(index).casefold() in mailbox_words().schemes:
        return index + 3
    return 0


def _addr_spec(tokens: Tokens, index: int) -> int:
    """How many tokens from here are an addr-spec (RFC 5322 §3.4.1) and Notes domains behind it; 1 if none is here."""
    kinds, bounds = tokens.kinds, tokens.bounds
    if not kinds.startswith("@w", index + 1):
        return 1
    if len(kinds) > 3 and tokens.text.find(".", bounds[index + 2], bounds[index + 3]) < 0:
        return 1  # most parts of a Notes path
    local, domain = tokens.says(index), tokens.says(index + 2)
    alone = len(kinds) == 3 and (local + domain).islower()
    if "/" in local or not ("." in domain.strip(".") or alone):
        return 1
    used = 3
    while kinds.startswith("@w", index + used):
        used += 2
    return used


def _bracketed(inside: str, opening: str) -> str | None:
    """The address in a pair of brackets; "" for an Exchange name or nothing; None if these are words of the name."""
    scheme = _scheme(inside.lstrip())
    content = inside.lstrip()[scheme.end() :] if scheme else inside
    nested = _OPENS.search(content)
    if nested:
        if opening == "<" and "@" not in content and " " not in content and _DOTTED.search(content):
            return content
        before = content[: nested.start()]
        return _bracketed(before or content[nested.end() :].rstrip(")]>"), "<") if "@" in content else None
    content = _glue(_CLOSES.split(content, maxsplit=1)[0]).strip(" \t\n'\"")
    if not content or _DISTINGUISHED.match(content):
        return ""
    if opening == "<":
        return " ".join(content.split()) if _ADDRESSED.search(content) else None
    if scheme and "@" not in content and _DOTTED.search(content):
        return " ".join(content.split())
    return content if "@" in content and (scheme or " " not in content) else None


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


def _name(tokens: list[tuple[str, str]]) -> str | None:
    """The display name that tokens spell; of a Notes name (Jane Roe/LON/ECT@ECT) the part before the path."""
    if [kind for kind, _ in tokens] == ["@", "w"] and "." not in tokens[1][1]:
        return f"@{tokens[1][1]}"  # as forums and ticket systems call people
    end = next((index for index, (kind, _) in enumerate(tokens) if kind == "@"), len(tokens))
    spelled = (f'"{text}"' if index and kind == "q" else text for index, (kind, text) in enumerate(tokens[:end]))
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
