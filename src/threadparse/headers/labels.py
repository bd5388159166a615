"""Field labels at the start of a line: "From:", "**Sent:**", "Oddi wrth / From:", with OCR slips, without colon."""

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from itertools import islice
from typing import NamedTuple

from threadparse.lines.caches import cached_if_short
from threadparse.lines.charsets import undo_misreading
from threadparse.locales.folding import COLONS, INVISIBLE, compiled_for, fold, is_unspaced
from threadparse.locales.lexicon import label_lengths, labels
from threadparse.values.dates.read import parse_date
from threadparse.values.subjects import subject_action

__all__ = [
    "Label",
    "glued_labels",
    "label_beginnings",
    "label_columns",
    "read_bare_label",
    "read_date_label",
    "read_label",
    "read_slipped_label",
    "read_unknown_label",
    "recipient_words",
    "sender_words",
]

_MAX_LABEL_CHARS, _MAX_LABEL_WORDS = 48, 4
_MAX_CACHED_CHARS = 400
_MAX_GLUED_CHARS = 24
_MAX_GLUED, _MAX_VALUE_CHARS = 24, 4_000
#: What folding changes, or what joins the halves of a bilingual label, or begins one that no table has.
_NOT_PLAIN = ("  ", "/", "|", "x-")
#: Beside these a label may have an end that no table has: an experimental field, the second half of a bilingual one.
_NAMES_ANYTHING = ("x-", "/ ", "/\t")
_DATED = frozenset({"date", "other"})
_MARKS = "*_"
_LOST_LETTER = "\ufffd"
_BLANK = " \t\xa0\u202f\f"
_EDGE = _BLANK + "|" + "".join(map(chr, INVISIBLE))
#: A point of a list, marks that show nothing or draw a column, emphasis.
_OPENING = rf"(?:\s*[-+]\s+(?=\*\*|[A-Z]))?[\s|•·#{''.join(map(chr, INVISIBLE))}]*([*_]{{0,3}})\s*"
_COLON = f"[{COLONS}]"
# A colon, or a word glued to the bracket that closes an address, whose colon the client forgot (Yahoo, Polish).
_GLUE = rf"[{COLONS}]|(?<=>)([^\W\d_]{{2,16}}) "
_BARE = r"[*_]{0,3}([^\W\d_]+)[*_]{0,3}(?:[-;.,·•]?[*_]{0,3}[ \t\xa0]+(?=\S)|[;.]?\s*$)"
#: The same of several words, in a column of its own.
_BARE_CELL = r"[*_]{0,3}([^\W\d_]+(?: [^\W\d_]+){1,3})[*_]{0,3}(?:\t| {2})[ \t\xa0]*(?=\S)"
_BREAK = r"(?i:(?:(?<!\s)\s)?<br ?/?>\Z)"  # a converter's end of a line
_BREAK_CHARS = len("<br />")
_TIME_BEFORE = r"\d[:.]\d\d \Z"
# What scanners make of dirt at the edge of a page.
_SPECKS = "'`\u2018\u2019\"^~.,=-"
_DIRT = _MARKS + _SPECKS
_BLANK_OR_MARK = _BLANK + _MARKS
# What scanners take for one another in short labels: "T0:", "CG:", "Fr0m:".
_CONFUSED = str.maketrans("01g5", "olcs")


class Label(NamedTuple):
    """Hold a field label and what stands behind it on the line.

    Attributes:
        fields: The fields that the label can name, the commonest first.
        value: The rest of the line.
        text: The label, folded.
    """

    fields: tuple[str, ...]
    value: str
    text: str


@cached_if_short(maxsize=256, longest=_MAX_CACHED_CHARS)
def read_label(content: str) -> Label | None:
    """Return the label with a colon that opens a line, if it is one that some mail client writes.

    Args:
        content: A line without its quote marks.
    """
    opening = None if content[:1].isalnum() else compiled_for(content, _OPENING).match(content)
    begin = opening.end() if opening else 0
    colon = compiled_for(content, _COLON).search(content, begin, begin + _MAX_LABEL_CHARS)
    if colon is None:
        return None
    text, fields = _read_words(content[begin : colon.start()])
    if not fields:
        return read_date_label(content[begin:])
    value = content[colon.end() :].strip(_EDGE)
    if value[-1:] == ">" and "<b" in value[-_BREAK_CHARS:].lower():
        value = re.sub(_BREAK, "", value)
    if opening is not None and opening[1]:
        value = _unmark(value, opening[1], closed=content[begin : colon.start()].rstrip().endswith(opening[1][0]))
    return Label(fields, value, text)


def _unmark(value: str, marks: str, *, closed: bool) -> str:
    """Take off the emphasis that opened before the label and closes behind the colon or behind the value."""
    if closed:
        return value
    if value.startswith(marks):
        return value[len(marks) :].lstrip(_EDGE)
    return value.removesuffix(marks).rstrip(_EDGE)


@lru_cache(maxsize=256)
def _read_words(written: str) -> tuple[str, tuple[str, ...]]:
    """Return the words before a colon, folded, and the fields that they name; mail repeats a few such words."""
    text = fold(written).replace(_LOST_LETTER, "?").strip(_MARKS + " ")
    fields = _fields(text) or _fields(text.removesuffix("."))  # "Kop.:"
    if not fields and not written.isascii() and (mended := undo_misreading(written.rstrip())) != written.rstrip():
        return _read_words(mended)
    if not fields and " " in text and is_unspaced(text):  # "主　题", as wide as the labels of three characters
        fields = _fields(text.replace(" ", ""))
    return text, fields


def read_date_label(content: str) -> Label | None:
    """Return the label of two words that has a date and no colon behind it ("Message du 03/02/15 18h07").

    Args:
        content: A line without its quote marks, from its first word on.
    """
    words = content.split(maxsplit=2)
    if len(words) < 3 or not words[2][:1].isdigit() or not words[0].isalpha():
        return None
    text = fold(" ".join(words[:2]))
    fields = _fields(text)
    known = fields[:1] == ("date",) and parse_date(words[2]) is not None
    return Label(fields, words[2].strip(_EDGE), text) if known else None


def read_unknown_label(content: str) -> Label | None:
    """Return the words before the first colon of a line, as the label of no field, and the value behind them.

    Args:
        content: A line without its quote marks.
    """
    colon = compiled_for(content, _COLON).search(content, 0, _MAX_LABEL_CHARS)
    words = content[: colon.start()].strip(_EDGE + _MARKS) if colon is not None else ""
    if colon is None or not words or any(map(str.isdigit, words)) or len(words.split()) > _MAX_LABEL_WORDS:
        return None
    return Label((), content[colon.end() :].strip(_EDGE + _MARKS), fold(words))


def _fields(text: str) -> tuple[str, ...]:
    """Return the fields that a folded label names; bilingual labels ("oddi wrth / from") count if one half is known."""
    table = labels()
    found = table.get(text)
    if found is None and text.startswith("x-"):
        return ("other",)  # RFC 6648: experimental fields of any name
    if found is None and ("/" in text or "|" in text):
        halves = [table.get(half.strip()) for half in re.split(r"[/|]", text)]
        if all(halves) or " / " in text:  # not the "la" of "napisao/la:"
            found = next((half for half in halves if half), None)
    return tuple(found or ())


@lru_cache(maxsize=1)
def sender_words() -> frozenset[str]:
    """Return the From labels, as clients write them at the start of a line."""
    return frozenset(spelt for text in _words_for("from") for spelt in (text.capitalize(), text.upper()))


@lru_cache(maxsize=1)
def recipient_words() -> frozenset[str]:
    """Return the To labels, as clients write them."""
    return frozenset(map(str.capitalize, _words_for("to")))


@lru_cache(maxsize=1)
def label_beginnings() -> frozenset[str]:
    """Return the first letter and the first two of the From and To labels, but not "On" of several ASCII words.

    Such labels have a colon or stand in a column; too many lines begin so.
    """
    found = [word for word in sender_words() | recipient_words() if " " not in word or not word.isascii()]
    return frozenset(word[:size] for word in found for size in (1, 2))


def _words_for(name: str) -> list[str]:
    """Return the labels of a field that are more than a letter, folded."""
    return [text for text, fields in labels().items() if fields[0] == name and len(text) > 1]


def read_bare_label(content: str, may_come: Callable[[str], bool]) -> Label | None:
    """Return a label without its colon, as scans and Notes print it; only to be believed inside a header block.

    Args:
        content: A line without its quote marks.
        may_come: Whether a field may still come.
    """
    label = _bare_label(content)
    found = tuple(filter(may_come, label.fields)) if label is not None else ()
    return Label(found, label.value, label.text) if label is not None and found else None


@cached_if_short(maxsize=128, longest=_MAX_CACHED_CHARS)
def _bare_label(content: str) -> Label | None:
    """``read_bare_label`` with all fields; a block asks about a line for itself, and the block below it once more."""
    stripped = content.strip(_BLANK)
    stripped = stripped if stripped.isascii() else stripped.translate(INVISIBLE)
    match = compiled_for(stripped, _BARE).match(stripped)
    if match is None or (match[1][:1].islower() and match[1] not in ("cc", "bcc")):
        return None
    column = "\t" in stripped or "  " in stripped
    if column and (cell := re.match(_BARE_CELL, stripped)) and (longer := labels().get(fold(cell[1]))):
        return Label(tuple(longer), stripped[cell.end() :], fold(cell[1]))
    if len(match[1]) < 2 and "@" not in stripped and "\t" not in match[0] and "   " not in match[0]:
        return None  # "À" is a label before an address or in a column only
    text = fold(match[1])
    found = labels().get(text)
    if found and match.end() < len(stripped) <= _MAX_GLUED_CHARS and (longer := labels().get(fold(stripped))):
        return Label(tuple(longer), "", fold(stripped))  # "Copie à", which is not "Copie" with a value
    return Label(tuple(found), stripped[match.end() :], text) if found else None


def read_slipped_label(
    content: str, may_come: Callable[[str], bool], *, loose: bool = False, people: bool = False
) -> Label | None:
    """Return a label in which the scanner misread a letter or two ("Sert:", "Subiect:"); only inside a header block.

    Args:
        content: A line without its quote marks.
        may_come: Whether a field may still come.
        loose: Allow two misread letters and a lost colon, where all other fields of the block are sure.
        people: A field of recipients must come, so that a label of two letters needs no address behind it.
    """
    if not loose and ":" not in content and content.isascii():
        return None
    stripped = content.strip(_BLANK).lstrip(_DIRT)
    colon = compiled_for(stripped, _COLON).search(stripped, 0, 20)
    if colon is not None:
        word, _ = _read_words(stripped[: colon.start()])
        value = stripped[colon.end() :].lstrip(_BLANK_OR_MARK if content.lstrip().startswith("*") else _BLANK).rstrip()
    elif loose and (match := compiled_for(stripped, _BARE).match(stripped)) is not None:
        word, value = fold(match[1]), stripped[match.end() :]
    else:
        return None
    if not 2 <= len(word) <= 16 or not any(map(str.isalpha, word)):
        return None
    addressed = "@" in value or ";" in value or (people and value[:1].isupper())
    readings = _misread(word, addressed=colon is not None and addressed, loose=loose)
    if not readings:
        return None
    dated = parse_date(value) is not None  # "Sant: 3 May …" is no sender, whatever language has a label like it
    names = (row for row in readings if may_come(row[0]) and (not dated or row[0] in _DATED))
    return next((Label((name,), value, text) for name, text in names), None)


@lru_cache(maxsize=256)
def _misread(word: str, *, addressed: bool, loose: bool) -> tuple[tuple[str, str], ...]:
    """Return (field, label) for all that a word before a colon can be, the likeliest first.

    Args:
        word: The word, folded.
        addressed: Behind it stands what may be addresses.
        loose: Allow two misread letters.
    """
    found = [(name, word) for spelt in _spellings(word) for name in _fields(spelt)]
    if len(word) == 2 and addressed:
        for letter in (0, 1):
            found += [(name, label) for label, name in _short_labels() if label[letter] == word[letter]]
    if len(word) > 3 or (len(word) > 2 and addressed):
        found += _alike_labels(word)
    for allowed in (1, 2) if loose and len(word) > 3 else (1,):
        found += _near_labels(word, allowed)
    return tuple(found)


def _spellings(word: str) -> tuple[str, ...]:
    """Return a word without what scanners take for one another: figures, "cl" and "d", "rn" and "m", a blank within."""
    return word.translate(_CONFUSED), word.replace("cl", "d"), word.replace("rn", "m"), word.replace(" ", "")


@lru_cache(maxsize=1)
def _short_labels() -> list[tuple[str, str]]:
    """Return (label, field) for the labels of two letters before people."""
    people = ("to", "cc", "from")
    return [(label, names[0]) for label, names in labels().items() if len(label) == 2 and names[0] in people]


def _alike_labels(word: str) -> list[tuple[str, str]]:
    """Return (field, label) of the labels that a scan may print as a word."""
    from threadparse.values.dates.tokens import look  # few headers have a misread label

    return [(labels()[label][0], label) for label in _labels_by_look().get(look(word), ())]


@lru_cache(maxsize=1)
def _labels_by_look() -> dict[str, list[str]]:
    """Return look → the labels of more than two letters that a scan may print so."""
    from threadparse.values.dates.tokens import look

    found: dict[str, list[str]] = defaultdict(list)
    long = [label for label in labels() if len(label) > 2]
    for label, looked in zip(long, look("\n".join(long)).split("\n"), strict=True):  # all at once
        found[looked].append(label)
    return found


def _near_labels(word: str, allowed: int) -> list[tuple[str, str]]:
    """Return (field, label) of the labels that a word is but for at most so many letters, not both first and last."""
    written, by_edge = _labels_by_edge()
    ranks = {*by_edge.get(word[0], ()), *by_edge.get(word[-1:] + "$", ())}
    size, letters = len(word), set(word)  # a letter that the label has nowhere is a slip
    return [
        (labels()[label][0], label)
        for label in map(written.__getitem__, sorted(ranks))
        if abs(len(label) - size) <= allowed
        and len(letters.difference(label)) <= allowed
        and _edit_distance(word, label) <= allowed
    ]


@lru_cache(maxsize=1)
def _labels_by_edge() -> "tuple[tuple[str, ...], dict[str, array[int]]]":
    """Return all labels; and first letter, or last letter and ``$`` → the places of those that have it.

    These are the labels long enough that one wrong letter leaves them recognisable.
    """
    written = tuple(labels())
    found: dict[str, array[int]] = defaultdict(partial(array, "H"))
    for rank, label in enumerate(written):
        if len(label) > 3:
            found[label[0]].append(rank)
            found[label[-1] + "$"].append(rank)
    return written, found


def _edit_distance(word: str, label: str) -> int:
    """Return how many letters must be changed, taken out or put in to make one word the other (Levenshtein)."""
    while word and label and word[0] == label[0]:  # what both begin and end with makes no difference
        word, label = word[1:], label[1:]
    while word and label and word[-1] == label[-1]:
        word, label = word[:-1], label[:-1]
    row = list(range(len(label) + 1))
    for i, letter in enumerate(word, 1):
        left, row[0] = row[0], i
        for j, other in enumerate(label, 1):
            left, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, left + (letter != other))
    return row[-1]


def label_columns(content: str) -> list[tuple[int, tuple[str, ...], str]]:
    """Find the labels anywhere in a line.

    Args:
        content: A line without its quote marks.

    Returns:
        (column, fields that the label can name, what stands between it and the next label) for each.
    """
    found: list[tuple[int, int, tuple[str, ...]]] = []
    begin = 0
    for mark in islice(compiled_for(content, _COLON).finditer(content, 0, _MAX_VALUE_CHARS), _MAX_GLUED):
        label = _label_before(content, begin, mark.start())
        if label is not None:
            begin = mark.end()
            found.append((label[0], begin, label[2]))
    ends = [*(at for at, _, _ in found[1:]), len(content)]
    return [(at, fields, content[begin:end]) for (at, begin, fields), end in zip(found, ends, strict=False)]


def glued_labels(value: str, fewest: int = 1) -> list[tuple[str, Label]]:
    """Further fields on the same line, as Yahoo and PDF converters glue them ("… CETBetreff: …").

    Args:
        value: What stands behind the first label of a line.
        fewest: With less than so many colons the line is not read closely; it cannot have so many labels.

    Returns:
        (the value before, the label found) for each further label; the label's ``value`` reaches to the end.
    """
    found: list[tuple[str, Label]] = []
    marks = list(islice(compiled_for(value, _GLUE).finditer(value, 0, _MAX_VALUE_CHARS), _MAX_GLUED))
    begin = 0
    for mark in marks if len(marks) >= fewest else ():
        label = _label_before(value, begin, mark.end(1) if mark[1] else mark.start())
        if label is not None:
            at, text, fields = label
            titled = found and found[-1][1].fields[0] == "subject" and not value[begin:at].strip(_BLANK_OR_MARK)
            if titled and (fields[0] == "subject" or subject_action(value[at : mark.end()]) is not None):
                continue  # the prefix of the subject; in Chinese that of an answer is a label, too
            rest = value[mark.end() :].strip(_BLANK)
            rest = rest.removeprefix("**").lstrip(_BLANK) if value[:at].endswith("**") else rest
            found.append((value[begin:at].strip(_BLANK_OR_MARK), Label(fields, rest, text)))
            begin = mark.end()
    return found


def _may_begin(text: str) -> Iterable[int]:
    """Return where a label may begin that ends with a text: anywhere, but in a plain text where its letters do.

    Few texts before a colon end as a label does: a time of day ends with a figure.
    """
    lowered = text.lower()
    if not text.isascii():
        return range(len(text))
    known, size, by_end = labels(), len(text), label_lengths()
    lengths = (*by_end.get(lowered[-2:], ()), *by_end.get(lowered[-1:], ()))
    if not lengths and not any(mark in lowered for mark in _NAMES_ANYTHING):
        return ()
    if not text.isprintable() or any(mark in lowered for mark in _NOT_PLAIN):
        return range(len(text))
    return [size - length for length in lengths if length <= size and lowered[size - length :] in known]


def _label_before(value: str, begin: int, colon: int) -> tuple[int, str, tuple[str, ...]] | None:
    """Return the longest label that ends at a colon and begins at a word, or with a capital in the middle of one."""
    end = len(value[begin:colon].rstrip(_BLANK_OR_MARK)) + begin
    first = max(begin, end - _MAX_GLUED_CHARS)
    for at in map(first.__add__, _may_begin(value[first:end])):
        letter = value[at]
        if not letter.isalpha():
            continue
        before = value[at - 1] if at > begin else " "
        whole = not (before.isalnum() or before in "-/")
        joint = before.isdigit() or before.islower() or value[at - 2 : at] in ("AM", "PM")
        hump = letter.isupper() and (end - at > 3 or joint)
        if not (whole or hump):
            continue
        if (
            end - at == 1
            and before != ">"
            and letter.isascii()
            and not re.search(_TIME_BEFORE, value[max(0, at - 6) : at])
        ):
            continue  # "À :" is a label anywhere, "A:" only behind an address or a time
        text, fields = _read_words(value[at:end])
        if fields:
            return at, text, fields
    return None
