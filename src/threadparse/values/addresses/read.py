"""The values of From, To, Cc and Bcc fields: RFC 5322 mailboxes as clients, exports and OCR leave them."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from threadparse.lines.caches import cached_if_short
from threadparse.locales.exemptions import exemptions, goes_on
from threadparse.locales.folding import fold, fold_blanks
from threadparse.locales.mailbox_words import mailbox_words
from threadparse.values.addresses.cleaning import clean
from threadparse.values.redactions import blank_margins, is_exemption, is_redacted, may_be_marked, strip_redactions

__all__ = [
    "Address",
    "name_key",
    "names_with_commas",
    "parse_addresses",
    "parse_blind_copies",
    "parse_mailbox",
    "read_plain_list",
    "read_plain_mailbox",
]

_BLANK = r"(?: |\n ?)"
_LETTERS = "[A-Za-zÀ-ÖØ-öø-ÿ]+"
_WORD = rf"{_LETTERS}(?:['-]{_LETTERS})*\.?"
_NAME = rf"{_WORD}(?:{_BLANK}{_WORD}){{0,5}}"
# "Roe, Jane", "Roe, Jane, Dr.", and what Outlook puts behind: "Jane Roe (E-mail 2)", "(Legal)".
_CALLED = rf"{_WORD}(?:(?:,?{_BLANK}|,){_WORD}){{0,5}}(?:{_BLANK}\((?:[A-Za-z]-)?[A-Za-z][a-z]{{3,}}(?: \d)?\))?"
_SPEC = r"[A-Za-z0-9](?:[A-Za-z0-9_.+-]*[A-Za-z0-9])?@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]+"
_UNIT = r"(?:[A-Za-z_-]|&(?=[A-Z]))+"
_UNITS = rf"{_UNIT}(?:{_BLANK}{_UNIT}){{0,4}}"
_END = r"[ \n]{0,2}"
_MAILBOX = re.compile(
    rf"{_END}(?P<all>(?:(?P<angle><)|(?P<apostrophe>'))?(?P<spec>{_SPEC})(?(angle)>)(?(apostrophe)')"
    rf"|(?P<quote>\"(?P<tick>'?))?(?P<called>{_CALLED})(?(quote)(?P=tick)\"(?={_BLANK}<))"
    rf"(?:{_BLANK}(?:(?P<scheme>\[mailto:)|< ?)(?P<address>{_SPEC})(?(scheme)\]| ?>))?){_END}(?P<separator>[,;]|\Z)"
)
# Lotus Notes "Jane Roe/LON/ECT@ECT", "Jane Roe@ECT@LON", "Jane Roe/LON/ECT", in which an ampersand before a capital
# begins no HTML reference; and an address that is its own name. As texts: most mail has none.
_NOTES_MAILBOX = (
    rf"{_END}(?P<all>(?P<notes>(?=[A-Z]){_NAME})(?:/{_UNITS})*(?:@{_UNITS})+"
    rf"|(?P<path>{_WORD} {_NAME})(?:/{_UNIT}){{2,}}){_END}(?P<separator>[,;]|\Z)"
)
_DOUBLE_MAILBOX = (
    rf"{_END}(?P<all>(?:\"(?P<mark>'?)|(?P<single>'))?(?P<address>{_SPEC})(?(mark)(?P=mark)\")(?(single)'){_BLANK}"
    rf"(?:<(?P=address)>|\[mailto:(?P=address)\])){_END}(?P<separator>[,;]|\Z)"
)
_MAX_SURNAME_WORDS, _MIN_TELLING_CHARS = 4, 3  # as in ``lists``, which judges the others
_MAX_TIME_CHARS = 32  # from the colon of a time behind a name to the end of the value


class Address(NamedTuple):
    """One mailbox of a header field.

    Attributes:
        name: Display name without quotes; None if there is none or it only repeats the address.
        address: addr-spec as written (OCR errors stay); None if there is none, or only an Exchange or Notes name.
        redacted: The mailbox, or a part of it, was blacked out.
        raw: As written, white space folded.
    """

    name: str | None
    address: str | None
    redacted: bool
    raw: str


def read_plain_list(value: str) -> list[Address] | None:
    """Read a list of recipients all of whom are plain.

    Args:
        value: The value of a To, Cc or Bcc field.

    Returns:
        The mailboxes; None if anything is odd: the token reader decides then.
    """
    joined = ";" in value
    if not joined and "@" not in value and "\n" in value:
        return None  # the end of a line may separate
    found = []
    at = 0
    while at < len(value):
        match = _MAILBOX.match(value, at)
        if match is not None and (match["scheme"] or not _is_one_name(match, value, joined=joined)):
            return None
        match = match or _match_rare(value, at)
        if match is None or match["separator"] == ("," if joined else ";"):
            return None
        mailbox = _plain(match)
        if mailbox.address is not None and is_exemption(mailbox.raw):
            return None  # "b6@x.org" begins like an exemption code
        found.append(mailbox)
        at = match.end()
    return None if _may_be_odd(value) else found


def read_plain_mailbox(value: str) -> Address | None:
    """Read the mailbox of a From field if it is plain.

    Args:
        value: The value.

    Returns:
        The mailbox; None if anything is odd: the token reader decides then.
    """
    match = _MAILBOX.fullmatch(value) or _match_rare(value, 0)
    if match is None or match["separator"] or not _has_few_commas(match) or _may_be_odd(value) or is_exemption(value):
        return None
    return _plain(match)


def _match_rare(value: str, at: int) -> re.Match[str] | None:
    """Match a mailbox of a rare shape at a place of a value."""
    if "/" in value or ("@" in value and "." not in value):
        return re.compile(_NOTES_MAILBOX).match(value, at)
    return re.compile(_DOUBLE_MAILBOX).match(value, at) if value.count("@") > 1 else None


def _has_few_commas(match: re.Match[str]) -> bool:
    """Tell whether the name of a mailbox has no more commas than a name has, if it has any name."""
    return match.re is not _MAILBOX or (match["called"] or "").count(",") <= (2 if match["quote"] else 1)


def _is_one_name(match: re.Match[str], value: str, *, joined: bool) -> bool:
    """Tell whether the name of a mailbox of a list is one, if it has any: commas between several need judgement."""
    called, address = match.group("called", "address")
    few = _has_few_commas(match)
    if not few or not called or match["quote"]:
        return few
    surname, comma, _ = called.partition(",")
    if address:
        return not comma or _has_surname(address, surname.split())
    alone = not match["separator"] and match.span("all") == (0, len(value))
    return joined or (alone and not (comma and " " in surname))


def _has_surname(address: str, surname: list[str]) -> bool:
    """Tell whether an address has a word of a surname that stands before it with a comma."""
    local = address.partition("@")[0].lower()
    told = (len(word) >= _MIN_TELLING_CHARS and word.isalpha() and word.lower() in local for word in surname)
    return len(surname) <= _MAX_SURNAME_WORDS and any(told)


def _plain(match: re.Match[str]) -> Address:
    found, raw = match.groupdict(), match["all"]
    name = found.get("called") or found.get("notes") or found.get("path")
    if "\n" in raw:  # elsewhere a plain mailbox has single blanks
        name, raw = name and " ".join(name.split()), " ".join(raw.split())
    return Address(name, found.get("spec") or found.get("address"), False, raw)


def _may_be_odd(value: str) -> bool:
    """Tell whether a word of a plain text could be of a redaction or stand between a sender and someone else."""
    if "to" in value[-6:] and re.search(_SCHEME_LEFT, value) is not None:
        return True
    return may_be_marked(value, besides=mailbox_words().telling)


# The zone between the date of an attribution line and the sender: "(Europe/Berlin) - Jane Roe".
_ZONE_BEFORE = r"^\s*\([A-Z][A-Za-z]+/[A-Za-z_/+-]+\)\s*[-–—]\s*(?=\S)"
# Lotus Notes puts the date behind the sender: "Jane Roe on 22/05/2000 11:19 CDT", "Jane Roe      08/29/2000 06:19 PM".
_NOTES_DATE = r"(?<!\s)\s+(?:on\s+)?\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\s+\d{1,2}:\d\d[^@<>\n]{0,24}$"


_MAX_NAMES, _MAX_COMMAS = 64, 4
_MAX_LIST_CHARS = 4_000
_BRACKETED = re.compile(r"[<\[]")
_MAX_KEPT_CHARS = 400  # of a mailbox twice, or a name

_Read = tuple[str | None, str | None, bool]

#: What a scan makes of "[mailto:" at the end of a name, where the address behind it was blacked out.
_SCHEME_LEFT = r"\s(?:(?:[^\w\s]\s?[^\W\d_]{0,2}|[^\W\d_]{1,2}?)(?:m|rn)[a-z][il1|]{2}|mai[il1|])to\W{0,4}\Z"
_SCHEMED = r"(?i)[\[<(]mailto:\s*([\[(<][^@\[\]()<>]{1,60}[\])>])\s*[\])>]$"
_HOLLOW_BRACKETS = r"\[ +\]"  # what is left of a bar that hides a name
_BLIND = r"(?i)\(bcc:([^()]{0,4000})\)"


@cached_if_short(maxsize=256, longest=_MAX_KEPT_CHARS)  # few people write to each other often
def name_key(name: str) -> str:
    """Return a name folded and with its words in one order, by which it is known: "Roe, Jane" is "Jane Roe".

    Args:
        name: A display name; may be empty.
    """
    return " ".join(sorted(fold(name).replace(",", " ").split()))


def parse_addresses(
    value: str, *, joined: bool = False, names: Callable[[], frozenset[str]] = frozenset
) -> list[Address]:
    r"""Read a list of recipients.

    Args:
        value: The value of a To, Cc or Bcc field, its folded lines joined with "\n".
        joined: Another list of the same header has semicolons between the mailboxes.
        names: Gives the names with commas in them that the chain shows elsewhere, as ``names_with_commas`` does; few
            lists ask for them.

    Returns:
        The mailboxes in order. A count of recipients that are not shown ("+3 more") is no mailbox. A group (RFC 5322
        §3.4) gives its members, or itself if it has none.
    """
    plain = read_plain_list(value)
    if plain is not None:
        return plain
    from threadparse.values.addresses.lists import split_list  # the lists of most mails are plain

    text, places = clean(value)
    text, marked = blank_margins(re.sub(_BLIND, lambda match: " " * len(match[0]), text) if "(" in text else text)
    found: list[Address] = []
    codes: set[str] = set()  # the exemption codes of one person
    above = begun = 0
    pieces = split_list(text, joined=joined)
    if len(pieces) > 1 and "," in text and ";" not in text and (known := names()):
        pieces = _whole(pieces, text, known)
    for start, end in pieces:
        piece = text[start:end]
        code, mailbox = _entry(piece, _written(value, places, start, end))
        first = code or (_first_code(piece) if codes else "")
        listed, above = ";" in text[above:start] and not goes_on(first, piece), end
        if codes and ((first and first not in codes and not listed) or piece.strip().isdecimal()):
            codes.add(code)  # a number goes on with the detail of a code ("b6 -1,2") or with its section
            if first != code:  # "(b)(6); (b)(7)(C) (OGC)" is one person of that office
                codes.clear()
                found[-1] = _entry(text[begun:end], _written(value, places, begun, end))[1] or found[-1]
            continue
        codes, begun = {code} if code else set(), start
        if mailbox is not None:
            found.append(mailbox)
    if marked and len(found) == 1:
        found[0] = found[0]._replace(redacted=True)
    return found


def names_with_commas(senders: Iterable[str | None], lists: Iterable[str | None] = ()) -> frozenset[str]:
    """Return the names with commas in them that the fields of a chain show whole, folded.

    Args:
        senders: The values of From fields, None for a header without one; each shows one name.
        lists: The values of recipient fields; those with semicolons show names between these.
    """
    names: set[str] = set()
    for value in senders:
        if value and "," in value and len(value) <= _MAX_KEPT_CHARS:
            mailbox = parse_mailbox(value)
            if mailbox is not None and mailbox.name and "," in mailbox.name:
                names.add(_comma_key(mailbox.name))
    for value in lists:
        if value and ";" in value and "," in value and len(names) < _MAX_NAMES:
            entries = value[:_MAX_LIST_CHARS].split(";")
            names.update(
                _comma_key(entry) for entry in entries if 0 < entry.count(",") < _MAX_COMMAS and '"' not in entry
            )
    return frozenset(names)


def _comma_key(name: str) -> str:
    """Return a name folded, without what stands in brackets behind it."""
    return " ".join(_BRACKETED.split(name, maxsplit=1)[0].casefold().split())


def _whole(pieces: list[tuple[int, int]], text: str, names: frozenset[str]) -> list[tuple[int, int]]:
    """Return the pieces of a list, those of a name with commas joined."""
    joined: list[tuple[int, int]] = []
    index, bracket = 0, -1
    while index < len(pieces):
        start = pieces[index][0]
        if bracket < start:  # no name reaches over an address
            found = _BRACKETED.search(text, start)
            bracket = found.start() if found else len(text)
        ends = range(min(index + _MAX_COMMAS, len(pieces) - 1), index, -1)
        near = (end for end in ends if pieces[end][0] < bracket)
        last = next((end for end in near if _comma_key(text[start : pieces[end][1]]) in names), index)
        joined.append((start, pieces[last][1]))
        index = last + 1
    return joined


def _written(value: str, places: list[int] | None, start: int, end: int) -> str:
    """Return what a value has between two offsets of its cleaned text."""
    return value[start:end] if places is None else value[places[start] : places[end]]


def _first_code(piece: str) -> str:
    """Return the exemption code with which an entry begins, in its law's numbering; "" if it begins otherwise."""
    codes = exemptions().find(piece)
    return codes[0].code if codes and not codes[0].start else ""


@cached_if_short(maxsize=64, longest=_MAX_KEPT_CHARS)  # a list of a million entries has few that differ
def _entry(text: str, written: str) -> tuple[str, Address | None]:
    """Return what an entry says: exemption codes in their law's numbering, if nothing else, and the mailbox."""
    code = " ".join(code.code for code in exemptions().find(text)) if "@" not in text and is_exemption(text) else ""
    return code, _mailbox(text, fold_blanks(written))


def parse_blind_copies(value: str) -> list[Address]:
    """Read the blind copies that Lotus Notes prints in the cc line of the owner's copy: "cc: (bcc: Jane Roe/LON/ECT)".

    Args:
        value: The value of a Cc field; ``parse_addresses`` passes the bracket over.
    """
    blind = re.search(_BLIND, value) if "(" in value else None
    return parse_addresses(blind[1]) if blind else []


def parse_mailbox(value: str) -> Address | None:
    r"""Read the one mailbox of a From field.

    Args:
        value: The value, its folded lines joined with "\n"; a date that Lotus Notes puts behind the name is
            passed over.

    Returns:
        The mailbox; None for a value without any visible character.
    """
    raw = fold_blanks(value)
    if not raw:
        return None
    text, marked = blank_margins(clean(value)[0])
    text = re.sub(_NOTES_DATE, "", text) if ":" in text[-_MAX_TIME_CHARS:] else text
    mailbox = _mailbox(re.sub(_ZONE_BEFORE, "", text) if text.lstrip()[:1] == "(" else text, raw)
    if mailbox is None:
        return Address(None, None, marked, raw) if marked else None
    return mailbox._replace(redacted=True) if marked else mailbox


@cached_if_short(maxsize=128, longest=_MAX_KEPT_CHARS)
def _mailbox(text: str, raw: str) -> Address | None:
    """Read one mailbox; of "A on behalf of B" it is A, who sent the mail (``raw`` keeps B). None if there is none."""
    read = _read_anew(text)
    if read is None:
        return None
    name, address, redacted = read
    return Address(_as_written(name, raw) if name and not raw.isascii() else name, address, redacted, raw)


def _as_written(name: str, raw: str) -> str:
    """Return a name with the full-width marks that it has in its mailbox."""
    at = -1 if name in raw else clean(raw)[0].find(name)
    return raw[at : at + len(name)] if at >= 0 and len(clean(raw)[0]) == len(raw) else name


def _read_anew(text: str) -> _Read | None:
    """Name, address, and whether something is redacted; None if there is no mailbox."""
    plain = read_plain_mailbox(text)
    if plain is not None:
        return plain.name, plain.address, False
    # Nobody stands behind a single word, such as "Redacted".
    behalf = mailbox_words().find_behalf(text) if text.split() != [text] else None
    if behalf is None:
        return _single(text)
    agent = text[: behalf.start()].rstrip()
    if agent.endswith("("):  # "A list (on behalf of Jane Roe) <list@x.org>": the address is that of the list
        agent = f"{agent[:-1]}{text[behalf.end() :].partition(')')[2]}"
    return _single(agent.rstrip()) or _single(text[behalf.end() :])


def _single(text: str) -> _Read | None:
    """Return the same for a mailbox that stands for nobody else."""
    counted = text.strip(" \n()[]").lstrip("and +")  # "and 3 others": few entries begin with a count
    if counted[:1].isdecimal() and mailbox_words().hidden.fullmatch(text.strip()):
        return None
    if is_redacted(text, mailbox=True):
        return None, None, True
    from threadparse.values.addresses.mailbox import take_apart  # most mailboxes are plain, or blacked out

    text, hollow = re.subn(_HOLLOW_BRACKETS, " ", text) if "[ " in text else (text, 0)
    text, hidden = _without_marked_brackets(re.sub(_SCHEME_LEFT, "", text) if "to" in text[-6:] else text)
    rest, marked = strip_redactions(text, legible=True)
    name, address = take_apart(rest)
    if address and _is_marked(address, name):
        name, address, marked = None if name and is_exemption(name) else name, None, True
    marked = marked or hidden or hollow > 0 or (rest.startswith("@") and "." in rest)  # what is left of an address
    return (name, address, marked) if name or address or marked else None


def _without_marked_brackets(text: str) -> tuple[str, bool]:
    """Return a mailbox without "[mailto:[email address]]", which hides the address, and whether it was there."""
    match = re.search(_SCHEMED, text) if text.endswith(("]", ">", ")")) else None
    if match is None or not is_redacted(match[1], mailbox=True):
        return text, False
    return text[: match.start()], True


def _is_marked(address: str, name: str | None) -> bool:
    """Tell whether an exemption code or a bar stands for the part before the at sign, or a mark was taken out of it."""
    local = address.partition("@")[0]
    if not any(map(str.isalnum, local)):
        return True
    sure = "(" in local or local.count(".") > 1 or (name is not None and is_exemption(name))
    return sure and is_exemption(local)
