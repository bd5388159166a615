"""The name and the address of one mailbox (RFC 5322 §3.4), as clients, Lotus Notes, Exchange and OCR write them."""

from __future__ import annotations

import re
import unicodedata

from threadparse.locales.folding import compiled_for, fold, fold_blanks
from threadparse.locales.mailbox_words import mailbox_words
from threadparse.values.addresses.tokens import Tokens, has_domain, pairs, tokenise

__all__ = ["take_apart"]

_OPENS = re.compile(r"[<\[(]")
_CLOSES = re.compile(r"[>)\]]")
_ADDRESSED = re.compile(r"[@©]|\w\.\w")
_SPREAD = 200  # blanks in a name before a bracket in which it stands again
# A token that may be more than a word of the name: a bracket, a word with a colon, the first of an address.
_EVENT = re.compile(r"[<\[(]|w(?=:)|[wq](?=@w)")
_EVENT_BUT_ADDRESS = re.compile(r"[<\[(]|w(?=:)")
#: What old systems print in brackets behind a name: the entry of Notes' directory, the account of ALL-IN-1.
_ENTRY = r"\s*CN=|\s+[A-Z\d]{1,20}_[A-Z]{1,3}\s+\Z"
#: What of a distinguished name names an organisation (RFC 4514 §3).
_UNITS = ("O=", "OU=")
# What of a name is of one kind: a quoted string, what stands before the first at sign, and what stands behind it.
_STRETCH = re.compile("q|@[^q]*|[^q@]+")
# What a broken-off bracket is read as at the end of an address (OCR of "]" and ">").
_MISREAD = "jlI1J|i"
_EDGE = ' \t\r\n,;:•·|*_"“”„«»<>{}\\'
#: What no addr-spec begins or ends with (RFC 5322 §3.2.3 atext; RFC 6531 lets letters of all scripts in).
_EDGE_OF_ADDRESS = r"^[^\w!#$%&*+/=?^`{|}~\"-]+|(?<=\w)\W+\Z|^\W+\Z"
#: An address and nothing else that a scan split in two: in its domain, and before the at sign if Outlook quotes it.
_SPLIT_ADDRESS = (
    r"\s*(?P<quote>')?(?=[^ ]{1,129} )[a-z\d._+-]{1,64}(?(quote)(?: [a-z\d._+-]{1,64})?)"
    r"@(?=[a-z\d -]{1,64}\.)(?P<domain>[a-z\d.-]{1,64})(?: [a-z\d.-]{1,16})?(?(quote)')\s*"
)
_EMPTY_BRACKETS = r"\(\s*\)|\[\s*\]"
_STRAY_QUOTES = r"^['’]+(?=[^\w'’])"
_STRAY_START = r"^[.–-]\s+(?=\w)"
_STRAY_END = r"\s[.~–-]+\Z"
#: Dutch names begin with an apostrophe: "'t Hooft".
_ELIDED = ("'t ", "'s ")
_NO_ADDRESS = re.compile(r"(?![\s'])[^<>()\[\]:@\"©./]+")
#: What scans make of the word "mailto", which stands nowhere else: before a colon it is always one.
_SCHEME_LIKE = r"(?i)\s*\{?(?:(?:[^\W_]|\|){3,8}[tbi]|m(?: ?[^\W_]){3,5} ?[tbi] ?)[oa]\s?:\s*"
#: An address whose at sign a scan misread ("HDR220clinton.com", "jane(ax.org").
_DOTTED = re.compile(r"[^\W_]\.\w")
_BLANK = re.compile(r"(?<!\s)\s*([@©])\s*|(?<!\s)\s*\n\s*")
# What a mailbox may begin with that is of the name, whatever follows: words, and short brackets around nothing that
# could be of an address.
_WORDS = r"""[^<>()[\]:@"“”„]++(?![:@])"""
_INSIDE = r"""(?![\s'])[^<>()[\]:;@"“”„©./]{1,39}"""
_PLAIN_BRACKET = rf"(?:\({_INSIDE}\)|\[{_INSIDE}\])(?!\(mailto:)"
_ADDRESS_AT_END = r"\s*<[^\s<>()@]{1,64}@[^\s<>()@]{1,255}>\Z"
_PLAIN_ANGLES = r"""<((?![\s'])[\x00-!#-'*-\-0-9=?A-Z\\^-\x7f]{1,39})>"""  # ASCII but <>()[]:;@"./
_ANGLES = re.compile(r"<([^<>]*)>")
_PLAIN_NAME = (
    rf"(?P<before>(?>(?:{_WORDS})?))(?>(?:{_PLAIN_ANGLES})?)(?>(?:{_WORDS}|{_PLAIN_BRACKET}|{_PLAIN_ANGLES})*)"
)


_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae"})


def take_apart(text: str) -> tuple[str | None, str | None]:
    """Read the name and the address of one mailbox.

    Args:
        text: The mailbox, as ``clean`` gives it.

    Returns:
        The display name without quotes, None if there is none or it only repeats the address; and the addr-spec as
        written, None if there is none (an Exchange distinguished name and a Notes path are none).
    """
    apart = " " in text and "@" in text and not text[:1].isupper()
    split = re.fullmatch(_SPLIT_ADDRESS, text) if apart else None
    if split and (split["quote"] or not _ends_in_known_top(split["domain"])):
        return None, "".join(text.strip("' \n").split())
    edison = text.startswith("<") and text.endswith(")>") and "(mailto:" in text  # "<Jane Roe (mailto:jane@x.example)>"
    found = _Parts(text[1:-1] if edison else text)
    name = _without_stray_marks(_name(found.name))
    if name and text.endswith(">") and not found.address:
        name = _without_alias(name, text)
    if name and found.address and _repeats(name, found.address):
        name = None
    return name, found.address or None


def _without_stray_marks(name: str | None) -> str | None:
    """Return a name without a dot or dash apart from it, and without the one quote that is left of two."""
    if name and name[-1] in ".~–-":
        name = re.sub(_STRAY_END, "", name) or name
    if not name or name[0].isalnum():
        return name
    bare = re.sub(_STRAY_START, "", name)
    quoted = bare[:1] == "'" and bare[1:2].isalnum() and bare[:3] not in _ELIDED and "'" not in bare[1:]
    return (bare[1:] if quoted else bare) or name


def _without_alias(name: str, text: str) -> str:
    """Return a name without the account of a directory that stands behind it ("Roe, Jane <JROE>")."""
    before, _, alias = text[:-1].rpartition("<")
    if not alias.replace("-", "").isalnum() or not name.endswith(f" {alias}"):
        return name
    folded = fold(before)
    words = re.findall(r"\w{3,}", folded if folded.isascii() else f"{folded} {_in_ascii(folded)}")
    spelled = any(word[:5] in fold(alias) and word != fold(alias) for word in words)
    return name[: -len(alias)].strip(_EDGE) if spelled else name


def _in_ascii(name: str) -> str:
    """Return a name as an account spells it: "mueller", and without all other accents."""
    return unicodedata.normalize("NFD", name.translate(_SPELLED)).encode("ascii", "ignore").decode()


class _Parts:
    """The text of one mailbox taken apart.

    Attributes:
        address: The address in brackets; without one, the first bare address.
        name: The stretches of the name, the kinds of their tokens and their text; a quoted string is one, what follows
            an at sign is one with it, and so is a bare address that is not ``address``, of the kind ``spec``.
    """

    __slots__ = ("address", "name")

    def __init__(self, text: str) -> None:
        plain = _plain_name(text)
        tokens = tokenise(text, plain)
        kinds, bounds = tokens.kinds, tokens.bounds
        closing = pairs(tokens)
        last_at = text.rfind("@")
        self.address: str | None = None
        self.name: list[tuple[str, str]] = []
        if plain:
            words = text[:plain]
            self.name.append(("w", words if _address_ends(text, plain) else _without_angles(words, text)))
        first = index = 0  # the tokens from the first one on are of the name, as far as was looked
        events = _EVENT if len(kinds) == 3 or has_domain(text) else _EVENT_BUT_ADDRESS
        while (event := events.search(kinds, index)) is not None:
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
        for stretch in _STRETCH.finditer(tokens.kinds, first, end):
            start, behind = stretch.span()
            written = tokens.text[tokens.bounds[start] : tokens.bounds[behind]]
            self.name.append((stretch[0], tokens.says(start) if stretch[0] == "q" else written))

    def _brackets(self, tokens: Tokens, first: int, start: int, end: int) -> bool:
        """Take in what stands in a pair of brackets, and the name before; False if the brackets are of the name."""
        opening = tokens.kinds[start]
        before, behind = tokens.bounds[start], tokens.bounds[end + 1]
        inside = tokens.text[tokens.bounds[start + 1] : tokens.bounds[end]]
        address = _bracketed(inside, opening)
        if address is None and opening != "<" and not tokens.text.startswith("(mailto:", behind):
            return False
        self._take(tokens, first, start)
        if address is not None:
            self.address = self.address or address or None
        elif opening == "<" and (_address_ends(tokens.text, behind) or _has_words_around(tokens.text, before, behind)):
            self._take(tokens, start, end + 1)
        # "Jane Roe <Jane Roe>" is one name.
        elif before > _SPREAD + 4 * len(inside) or opening != "<" or fold(inside) != fold(tokens.text[:before]):
            self._take(tokens, start + 1, end)
        return True

    def _bare(self) -> None:
        """Make the first bare address the address."""
        for index, (kind, text) in enumerate(self.name):
            if kind == "spec":
                self.address = _unquoted_address(text)
                del self.name[index]
                return


def _plain_name(text: str) -> int:
    """Return how many characters at the start are surely of the name, but for the angle brackets among them."""
    # "<Jane>© <jane@x.org>": which pair goes is not plain.
    plain = compiled_for(text, _PLAIN_NAME).match(text) if text[:1] != "<" else None
    if plain is None or (plain[2] and fold(plain[2]) == fold(plain["before"])):
        return 0  # "Jane Roe <Jane Roe>" is one name
    return plain.end()


def _address_ends(text: str, at: int) -> bool:
    """Tell whether nothing but an address in angle brackets follows: those before it are of the name."""
    return text.endswith(">") and re.compile(_ADDRESS_AT_END).match(text, at) is not None


def _has_words_around(text: str, start: int, end: int) -> bool:
    """Tell whether words of the name stand on both sides of brackets ("Ada <Ops> Pell")."""
    return (
        text[max(start - 1, 0) : start].isspace()
        and text[end : end + 1].isspace()
        and text[end + 1 : end + 2].isalnum()
    )


def _without_angles(words: str, text: str) -> str:
    """Return the words that a text begins with, without angle brackets but for those amid a name."""
    return _ANGLES.sub(lambda match: match[0] if _has_words_around(text, *match.span()) else match[1], words)


def _behind_scheme(tokens: Tokens, index: int) -> int:
    """Return the index of the address behind a scheme ("mailto:j@x", or what OCR makes of it); 0 if none is here."""
    kinds = tokens.kinds
    if kinds.startswith(":w@w", index + 1):
        return index + 2
    if kinds.startswith(":w", index + 1) and re.match(_SCHEME_LIKE, f"{tokens.says(index)}:"):
        return index + 2 if _DOTTED.search(tokens.says(index + 2)) else 0
    if kinds.startswith(": w@", index + 1) and tokens.says(index).casefold() in mailbox_words().schemes:
        return index + 3
    return 0


def _addr_spec(tokens: Tokens, index: int) -> int:
    """Return how many tokens from here are an addr-spec (RFC 5322 §3.4.1) with Notes domains; 1 if none is here."""
    kinds, bounds = tokens.kinds, tokens.bounds
    if not kinds.startswith("@w", index + 1):
        return 1
    if len(kinds) > 3 and tokens.text.find(".", bounds[index + 2], bounds[index + 3]) < 0:
        return 1  # most parts of a Notes path
    local, domain = tokens.says(index), tokens.says(index + 2)
    alone = len(kinds) == 3 and not bounds[0] and domain.islower()  # a Notes domain stands in capitals
    if "/" in local or not ("." in domain.strip(".") or alone):
        return 1
    used = 3
    while kinds.startswith("@w", index + used):
        used += 2
    return used


def _bracketed(inside: str, opening: str) -> str | None:
    """Return the address in a pair of brackets; "" for an Exchange name or nothing; None for words of the name."""
    if _NO_ADDRESS.fullmatch(inside):
        return None
    if opening == "(" and re.match(_ENTRY, inside):
        return ""
    scheme = _scheme(inside.lstrip())
    content = inside.lstrip()[scheme.end() :] if scheme else inside
    nested = _OPENS.search(content)
    if nested:
        return _nested(content, nested, opening)
    content = _glue(_CLOSES.split(content, maxsplit=1)[0]).strip(" \t\n'\"")
    if not content or content.lstrip()[:3].upper() == "/O=":
        return ""
    spec, _, domain = content.rpartition("@")
    if "." not in domain and has_domain(spec):
        content = spec  # a Notes domain behind an address: "jane@x.org@ENRON"
    first, _, link = content.partition(" ")
    if "@" in first and mailbox_words().addressed.match(link):
        content = first  # SnappyMail 2.15 quotes the target of its link, too: "<jane@x.org mailto:jane@x.org?to=…>"
    if opening == "<":
        return " ".join(content.split()) if _ADDRESSED.search(content) else None
    if scheme and "@" not in content and " " not in content and not _DOTTED.search(content):
        return ""  # of an address that a scan misread throughout ("[mellto:HDR220clintonermitcom]")
    if scheme and "@" not in content and _DOTTED.search(content):
        return " ".join(content.split())
    return content if "@" in content and (scheme or " " not in content) else None


def _nested(content: str, bracket: re.Match[str], opening: str) -> str | None:
    """Return the same for a content with another bracket in it."""
    if opening == "<" and "@" not in content and " " not in content and _DOTTED.search(content):
        return content
    if "@" not in content:
        return None
    before = content[: bracket.start()]
    if "@" not in before and not _DOTTED.search(before):
        before = ""  # Polymail repeats the name: "Jane Roe <mailto:Jane Roe <j@x.org>>"
    return _bracketed(before or content[bracket.end() :].rstrip(")]>"), "<")


def _scheme(text: str) -> re.Match[str] | None:
    """Return the scheme that a text begins with, or what a scan made of it."""
    return (mailbox_words().addressed.match(text) or re.match(_SCHEME_LIKE, text)) if ":" in text else None


def _mend(tail: str) -> str | None:
    """Return the address behind a bracket that was never closed, or whose end OCR read as a letter."""
    scheme = _scheme(tail)
    found = next(iter(_glue(tail[scheme.end() if scheme else 0 :]).split()), "")
    found = re.sub(_EDGE_OF_ADDRESS, "", found)
    if "@" not in found and not (scheme and _DOTTED.search(found)):
        return None
    return _without_misread_end(found)


def _unquoted_address(text: str) -> str:
    """Return a bare address without the quotation marks around it, however they were read."""
    if text[:1] == "`" and text[-1:] in ("'", "`"):
        text = text[1:]
    address = re.sub(_EDGE_OF_ADDRESS, "", text)
    return _without_misread_end(address) if text[:1] == "'" != text[-1:] else address


def _without_misread_end(address: str) -> str:
    """Return an address without a last letter that was a bracket or a quotation mark ("jane@x.orgj", "jane@xcornj")."""
    top = address.rpartition(".")[2].casefold()
    shorter = address[:-1].casefold().replace("rn", "m")  # OCR reads "m" as "rn"
    known = shorter.endswith(tuple(mailbox_words().domains)) or len(top) == 3
    return address[:-1] if address[-1:] in _MISREAD and top not in mailbox_words().domains and known else address


def _ends_in_known_top(domain: str) -> bool:
    """Tell whether a domain in lower case ends in one of the commonest top-level domains, or in a country's."""
    _, dot, top = domain.rpartition(".")
    return bool(dot) and (top in mailbox_words().domains or (len(top) == 2 and top.isalpha()))


def _glue(text: str) -> str:
    """Take out line breaks, and blanks around the at sign."""
    return _BLANK.sub(lambda match: match[1] or "", text)


def _name(stretches: list[tuple[str, str]]) -> str | None:
    """Return the display name that tokens spell; of a Notes name (Jane Roe/LON/ECT@ECT) the part before the path."""
    if len(stretches) <= 2 and "".join([kind for kind, _ in stretches]) == "@w":
        called = "".join([text for _, text in stretches])
        if "." not in called:
            return called  # as forums and ticket systems call people
    end = next((index for index, (kind, _) in enumerate(stretches) if kind[0] == "@"), len(stretches))
    spelled = (f'"{text}"' if index and kind == "q" else text for index, (kind, text) in enumerate(stretches[:end]))
    name = fold_blanks("".join(spelled))
    if "(" in name or "[" in name:
        name = re.sub(_EMPTY_BRACKETS, "", name)
    name = _unquoted(_trimmed(_without_path(name, followed=end < len(stretches))))
    if name[:1] + name[-1:] in ("()", "[]") and name[0] not in name[1:]:
        name = name[1:-1].strip()
    return name if any(letter.isalnum() for letter in name) else None


def _without_path(name: str, *, followed: bool) -> str:
    """Return a name without the Notes path behind it; an at sign that followed makes it one for certain."""
    head, *path = name.removeprefix("CN=").split("/")
    if path and any(part.startswith(_UNITS) for part in path):
        return head.rpartition("=")[2]  # the label of a distinguished name may have lost a letter: "N=Jane Roe/O=LON"
    if path and not followed and head.count("(") > head.count(")"):
        return name  # "Jane Roe (DoS/South/Juba)" names an office
    if path and (followed or name.startswith("CN=") or (len(path) > 1 and " / " not in name and " " in head)):
        return head
    return name


def _trimmed(name: str) -> str:
    """Return a name without the marks at its edges; a bracket that it opens is closed."""
    trimmed = name.strip(_EDGE)
    if name.startswith(f"_{trimmed}") and not name.endswith("_"):
        trimmed = f"_{trimmed}"  # so a list is named that is to stand first or last in a directory; no emphasis
    for opening, closing in ("<>", "{}"):
        if closing in name and trimmed.count(opening) > trimmed.count(closing):
            return trimmed + closing
    return trimmed


def _unquoted(name: str) -> str:
    """Return a name without single quotation marks around it, or one left over at an end."""
    if name[:1] in ("'", "’"):
        name = re.sub(_STRAY_QUOTES, "", name).strip(_EDGE)
    if name[:1] == name[-1:] == "'" or (name[-1:] == "'" and name.count("'") == 1):
        name = name.strip("'").strip(_EDGE)
    return name


def _repeats(name: str, address: str) -> bool:
    """Tell whether a name only says the address again."""
    return fold(name).strip("'\"<>[]() ").removeprefix("mailto:") == fold(address)
