"""Other beds out of the given ones: ``python -m tests.accuracy.derived_beds``. No figure may rest on their wording.

A derived bed has a part of the documents of a bed. In some printed ones letters are misread, digits and words altered,
words blacked out in another style, or their end is cut off; some are in another format, and clocks are shifted. The
truth is changed with them. Without beds it says so.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import threadparse
from tests.accuracy.gate import CORPORA
from tests.accuracy.merged_beds import beds, merge_figures
from threadparse.merge.inclusive import cover

__all__ = ["Bed", "derive", "main"]

#: Marks that releases put in the place of words.
STYLES = ("[redacted]", "█████", "[s.40(2)]", "(b)(6)", "XXXXXX", "▮▮▮▮", "[name withheld]", "<REDACTED>", "*****")
_GIVEN_MARK = re.compile(r"\[name redacted\]|■■■■|\[REDACTED\]|\bRedacted\b")
_MISREAD = {
    "l": "1I",
    "I": "l1",
    "O": "0",
    "e": "c",
    "c": "e",
    "m": ("rn",),
    "n": ("ri",),
    "h": "b",
    "u": "ii",
    "a": "o",
    "t": "f",
    "i": "lj",
}
_BETWEEN = re.compile(r"<br>|[\s>|-]+")
_QUOTE_MARKS = re.compile(r"(?m)^[ \t>|]+$")
_PREFIX = re.compile(r"\s*[^\W\d]{1,5} ?[:\uff1a]")
_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"\b\d{2,4}\b")
_OTHER_WORDS = ("never", "Northgate", "seven", "nobody", "Friday", "twice")
_FIRST_WORDS = 20  # characters by which a message is found in a text
_MORE = 3  # times the documents that a step takes


class Bed:
    """A bed in memory.

    Args:
        truth: Its ``truth.json``.
    """

    def __init__(self, truth: Path) -> None:
        self.truth: dict[str, Any] = json.loads(truth.read_text(encoding="utf-8"))
        self._folder = truth.parent / "files"
        self.texts: dict[str, str] = {}
        for path, document in self.truth["documents"].items():
            if document["format"] == "txt":
                with (self._folder / path).open(encoding="utf-8", newline="") as file:
                    self.texts[path] = file.read()

    def text(self, path: str) -> str:
        """Return the text of a document, as it is now."""
        if path in self.texts:
            return html.unescape(self.texts[path].replace("<br>\n", "\n"))
        place, _, number = path.partition("#")
        return list(threadparse.read(self._folder / place))[int(number or 1) - 1].text

    def occurrences(self, path: str) -> list[tuple[str, int, dict[str, Any]]]:
        """Return the occurrences of a document: message, place among those of the message, and what is known."""
        found = [
            (name, number, occurrence)
            for name in self.truth["documents"][path]["messages"]
            for number, occurrence in enumerate(self.truth["messages"][name]["occurrences"])
            if occurrence["path"] == path
        ]
        return sorted(found, key=lambda each: each[2]["index"])

    def write(self, folder: Path) -> Path:
        """Write files and truth; return where the truth is."""
        for path in self.truth["documents"]:
            file = path.partition("#")[0]
            target = folder / "files" / file
            target.parent.mkdir(parents=True, exist_ok=True)
            if path in self.texts:
                target.write_text(self.texts[path], encoding="utf-8", newline="")
            else:
                target.write_bytes((self._folder / file).read_bytes())
        truth = folder / "truth.json"
        truth.write_text(json.dumps(self.truth), encoding="utf-8")
        return truth


def drop(bed: Bed, rng: random.Random, share: float) -> None:
    """Take documents away; a mailbox file goes as a whole."""
    files = sorted({path.partition("#")[0] for path in bed.truth["documents"]})
    gone = set(rng.sample(files, int(len(files) * share)))
    kept = {path for path in bed.truth["documents"] if path.partition("#")[0] not in gone}
    truth = bed.truth
    truth["documents"] = {path: known for path, known in truth["documents"].items() if path in kept}
    bed.texts = {path: text for path, text in bed.texts.items() if path in kept}
    for name in list(truth["messages"]):
        message = truth["messages"][name]
        places = [at for at, occurrence in enumerate(message["occurrences"]) if occurrence["path"] in kept]
        if not places:
            del truth["messages"][name]
            continue
        new = {old: number for number, old in enumerate(places)}
        message["occurrences"] = [message["occurrences"][at] for at in places]
        for slot in message["altered"]:
            slot["occurrences"] = [new[at] for at in slot["occurrences"] if at in new]
        message["revealed"] = [
            found | {"occurrence": new[found["occurrence"]]}
            for found in message["revealed"]
            if found["occurrence"] in new
        ]
    truth["facts"] = [
        fact | {"documents": documents}
        for fact in truth["facts"]
        if (documents := [path for path in fact["documents"] if path in kept])
    ]


def settle(bed: Bed) -> None:
    """Complete the truth after changes: what is missing, what can be found, and how few documents hold everything."""
    truth = bed.truth
    for message in truth["messages"].values():
        occurrences = message["occurrences"]
        own = any(occurrence["role"] != "quoted" for occurrence in occurrences)
        message["missing"] = None if own else "quoted"
        message["altered"] = [
            slot for slot in message["altered"] if slot["occurrences"] and _is_contested(slot, occurrences)
        ]
        message["revealed"] = [found for found in message["revealed"] if _is_legible(bed, found, message)]
        if message["parent"] is not None and message["parent"] not in truth["messages"]:
            message["parent_missing"] = _pointer(bed, message)
    names = set(truth["messages"])
    truth["conversations"] = {
        name: kept
        for name, members in truth["conversations"].items()
        if (kept := [each for each in members if each in names])
    }
    held: defaultdict[int, set[frozenset[int]]] = defaultdict(set)
    numbers = {path: number for number, path in enumerate(sorted(truth["documents"]))}
    for fact in truth["facts"]:
        group = frozenset(numbers[path] for path in fact["documents"])
        for number in group:
            held[number].add(group)
    chosen, _ = cover(held)
    truth["inclusive"] = {"minimum": len(chosen)}
    for message in truth["messages"].values():
        open_reading = _is_open(message)
        for occurrence in message["occurrences"]:  # what was misread in the only copy left cannot be known
            occurrence["cut"] = occurrence["cut"] or open_reading or not _is_readable(bed, message, occurrence["path"])


def _is_readable(bed: Bed, message: dict[str, Any], path: str) -> bool:
    """Tell whether a document was not misread, or has the words of a message as they were written."""
    if not bed.truth["documents"][path]["ocr"] or path not in bed.texts:
        return True
    return _bare(message["body"]) in _bare(bed.texts[path])


def _bare(text: str) -> str:
    """Return a text without what carriers put between its words."""
    return _BETWEEN.sub("", html.unescape(text))


def _is_open(message: dict[str, Any]) -> bool:
    """Tell whether the wording of a message is open: nobody has it itself, and half of the copies are altered."""
    copies = len(message["occurrences"])
    return bool(message["missing"]) and any(2 * len(slot["occurrences"]) >= copies for slot in message["altered"])


def _is_contested(slot: dict[str, Any], occurrences: list[dict[str, Any]]) -> bool:
    """Tell whether some copy has the words that another has altered."""
    others = [
        occurrence if "cut_at" in occurrence else occurrence | {"cut": False}
        for at, occurrence in enumerate(occurrences)
        if at not in slot["occurrences"]
    ]
    return any(_has_words(occurrence, slot["line"], slot["from"]) for occurrence in others)


def _has_words(occurrence: dict[str, Any], line: int, words: str) -> bool:
    """Tell whether a copy is known to have some words of a line."""
    hidden = [each["words"] for each in occurrence["hidden"] if each["line"] == line]
    cut = occurrence["cut"] and line >= occurrence.get("cut_at", 0)
    return not cut and not any(words in each or each in words for each in hidden)


def _is_legible(bed: Bed, found: dict[str, Any], message: dict[str, Any]) -> bool:
    """Tell whether some copy shows what another hides."""
    occurrences = message["occurrences"]
    if found["field"] == "sender":
        return any(_names_sender(bed, message, copy) for copy in occurrences if not copy["sender_hidden"])
    hidden = occurrences[found["occurrence"]]["hidden"]
    lines = {each["line"] for each in hidden if each["words"] == found["words"]}
    altered = {(at, slot["line"]) for slot in message["altered"] for at in slot["occurrences"]}
    return any(
        _has_words(occurrence, line, found["words"]) and (at, line) not in altered
        for line in lines
        for at, occurrence in enumerate(occurrences)
    )


def _names_sender(bed: Bed, message: dict[str, Any], copy: dict[str, Any]) -> bool:
    """Tell whether the header of a copy names the sender; an attribution line may show the date only."""
    if copy["header"] != "sender" or not message["body"]:
        return True
    text = _QUOTE_MARKS.sub("", bed.text(copy["path"])).replace("\u2019", "'")
    names = {message["sender"]["address"], *re.findall(r"\w+", message["sender"]["name"] or "")}
    paragraphs = 2 if copy["added"] else 1  # a gateway's banner may stand between
    for at, own in enumerate(message["body"].split("\n\n")):  # the first may be hidden in part
        places = re.finditer(re.escape(own[:_FIRST_WORDS]), text)
        if above := [_last_paragraphs(text[: place.start()], paragraphs + at) for place in places]:
            return any(name.casefold() in lines for lines in above for name in names)
    return True


def _last_paragraphs(text: str, count: int) -> str:
    """Return the last paragraphs of a text, folded."""
    return "\n".join([each for each in text.split("\n\n") if each.strip(" \t>|\n")][-count:]).casefold()


def _pointer(bed: Bed, message: dict[str, Any]) -> str:
    """Return what points to a message that is nowhere: an id, a prefix, or nothing that counts."""
    headers = {occurrence["header"] for occurrence in message["occurrences"]}
    documents = bed.truth["documents"]
    if any(
        occurrence["header"] == "envelope" and documents[occurrence["path"]]["ids"]
        for occurrence in message["occurrences"]
    ):
        return "id"
    return "prefix" if headers - {"sender"} and _PREFIX.match(message["subject"]) else "unknown"


def restyle(bed: Bed, rng: random.Random, share: float) -> None:
    """Put other marks in the place of words that are blacked out."""
    for path in _chosen(bed, rng, share):
        style = rng.choice(STYLES)
        bed.texts[path] = _GIVEN_MARK.sub(style, bed.texts[path])


def misread(bed: Bed, rng: random.Random, share: float) -> None:
    """Misread letters in words of bodies, as text recognition does; of each message one copy stays legible."""
    for path in _chosen(bed, rng, share):
        rate = rng.choice((0.01, 0.03, 0.06))
        bed.truth["documents"][path]["ocr"] = rate
        _rewrite(bed, path, lambda line, rate=rate: _WORD.sub(lambda word: _noisy(word[0], rng, rate), line))  # type: ignore[misc]


def _noisy(word: str, rng: random.Random, rate: float) -> str:
    return "".join(
        rng.choice(_MISREAD[letter]) if letter in _MISREAD and rng.random() < rate else letter for letter in word
    )


def alter(bed: Bed, rng: random.Random, share: float) -> None:
    """Put another digit or another word into a line of a quotation, where others tell which was written."""
    for path in _chosen(bed, rng, share):
        for name, number, at, line in _lines(bed, path, rng):
            message, text = bed.truth["messages"][name], bed.texts[path]
            words = list(_NUMBER.finditer(line)) or list(_WORD.finditer(line))
            word = rng.choice(words) if words else None
            if word is None or message["altered"] or text.count(line) != 1:
                continue
            others = _legible_copies(bed, message, path, at)
            quoted = message["occurrences"][number]["role"] == "quoted"
            if not quoted or (len(others) < 2 and all(other["role"] == "quoted" for other in others)):
                continue  # the message itself is right, and of two equal quotations nobody can tell which is
            old = word[0]
            digit = str((int(old[-1]) + rng.randint(1, 9)) % 10) if old.isdigit() else ""
            other = old[:-1] + digit if digit else rng.choice(_OTHER_WORDS)
            place = text.index(line) + word.start()
            if other == old:
                continue
            bed.texts[path] = text[:place] + other + text[place + len(old) :]
            slot = {"from": old, "to": other, "line": at, "text": line, "occurrences": [number], "kind": "word"}
            message["altered"].append(slot)
            message["occurrences"][number]["altered"] = [slot]
            _refact(bed, name, path, at, old, altered=True)
            break


def hide(bed: Bed, rng: random.Random, share: float) -> None:
    """Black out some words of a line of a document."""
    for path in _chosen(bed, rng, share):
        style = rng.choice(STYLES)
        for name, number, at, line in _lines(bed, path, rng):
            message, text = bed.truth["messages"][name], bed.texts[path]
            words = list(_WORD.finditer(line))
            plain = line.replace(" ", "").isalpha()
            if not plain or len(words) < 4 or text.count(line) != 1 or message["occurrences"][number]["hidden"]:
                continue
            first = rng.randrange(len(words) - 2)
            last = first + rng.randint(0, 2)
            start, end = words[first].start(), words[last].end()
            hidden = line[start:end]
            place = text.index(line)
            bed.texts[path] = text[: place + start] + style + text[place + end :]
            message["occurrences"][number]["hidden"].append({"line": at, "words": hidden})
            message["revealed"].append({"field": "body", "occurrence": number, "words": hidden})
            _refact(bed, name, path, at, hidden)
            break


def _lines(bed: Bed, path: str, rng: random.Random) -> Iterator[tuple[str, int, int, str]]:
    """Return the lines of the copies of a document that stand in it as they were written, in any order."""
    every = [
        (name, number, at, line)
        for name, number, occurrence in bed.occurrences(path)
        if not occurrence["cut"] and not occurrence["hidden"] and not occurrence["altered"]
        for at, line in enumerate(bed.truth["messages"][name]["body"].split("\n"))
        if len(line) > 20
        and line in bed.texts[path]
        and sum(line in other["body"] for other in bed.truth["messages"].values()) == 1
    ]
    rng.shuffle(every)
    yield from every


def _refact(bed: Bed, name: str, path: str, line: int, words: str, *, altered: bool = False) -> None:
    """Note that a document has other words in a line of a message than the others, or lacks the line."""
    occurrences = bed.truth["messages"][name]["occurrences"]
    whole = _bare(bed.truth["messages"][name]["body"].split("\n")[line])
    rest = [
        other["path"]
        for other in occurrences
        if other["path"] != path
        and (_has_words(other, line, words) or (other["path"] in bed.texts and whole in _bare(bed.text(other["path"]))))
    ]
    if rest:
        bed.truth["facts"].append({"kind": "words", "message": name, "documents": rest})
    if altered:
        bed.truth["facts"].append({"kind": "altered", "message": name, "documents": [path]})


def cut_off(bed: Bed, rng: random.Random, share: float) -> None:
    """Take the end of a document away, within the words of its last message."""
    for path in _chosen(bed, rng, share):
        occurrences = bed.occurrences(path)
        name, _, occurrence = occurrences[-1]
        message, text = bed.truth["messages"][name], bed.texts[path]
        lines = [line for line in message["body"].split("\n") if line.strip()]
        told = any(other["hidden"] or other["altered"] or other["cut"] for other in message["occurrences"])
        places = [text.rfind(line) for line in lines]
        if told or len(lines) < 4 or min(places) < 0 or places != sorted(places):
            continue
        half = len(lines) // 2
        others = [bed.truth["messages"][other]["body"].split("\n")[0] for other, _, _ in occurrences[:-1]]
        if any(other and text.rfind(other) > places[0] for other in others):
            continue
        bed.texts[path] = text[: places[half]].rstrip(" >\n") + "\n"
        occurrence["cut"] = True
        occurrence["cut_at"] = message["body"].split("\n").index(lines[half])
        _refact(bed, name, path, occurrence["cut_at"], "")


def reformat(bed: Bed, rng: random.Random, share: float) -> None:
    """Make HTML or Markdown of printed text."""
    for path in _chosen(bed, rng, share):
        text = bed.texts.pop(path)
        ending = rng.choice((".html", ".md", ".md"))
        new = path.removesuffix(".txt") + ending
        if ending == ".html":
            lines = "<br>\n".join(html.escape(line, quote=False) for line in text.split("\n"))
            text = f'<html><head><meta charset="utf-8"></head><body>\n{lines}</body></html>\n'
        bed.texts[new] = text
        _rename(bed, path, new, ending[1:])


def _rename(bed: Bed, path: str, new: str, form: str) -> None:
    """Give a document another path."""
    truth = bed.truth
    truth["documents"][new] = truth["documents"].pop(path) | {"format": form}
    for message in truth["messages"].values():
        for occurrence in message["occurrences"]:
            if occurrence["path"] == path:
                occurrence["path"] = new
    for fact in truth["facts"]:
        fact["documents"] = [new if each == path else each for each in fact["documents"]]


def _rewrite(bed: Bed, path: str, change: Callable[[str], str]) -> None:
    """Change the lines of a text that another copy shows as they were written, and that no copy alters or hides."""
    own: set[str] = set()
    others: set[str] = set()
    for name, _, _ in bed.occurrences(path):
        message = bed.truth["messages"][name]
        marks = [*message["altered"], *(each for other in message["occurrences"] for each in other["hidden"])]
        told = {each["line"] for each in marks}
        for at, line in enumerate(message["body"].split("\n")):
            kept = len(line) > 12 and at not in told and _legible_copies(bed, message, path, at)
            (own if kept else others).add(line.strip())
    own -= others
    lines = bed.texts[path].split("\n")
    bed.texts[path] = "\n".join(
        change(line)
        if any(part and part in known for part in (line.lstrip("> ").strip(),) for known in own if len(part) > 12)
        else line
        for line in lines
    )


def _legible_copies(bed: Bed, message: dict[str, Any], path: str, line: int) -> list[dict[str, Any]]:
    """Return the copies in other documents, none of them misread, that have a line of a message."""
    documents = bed.truth["documents"]
    return [
        other
        for other in message["occurrences"]
        if other["path"] != path and not documents[other["path"]]["ocr"] and _has_words(other, line, "")
    ]


def _chosen(bed: Bed, rng: random.Random, share: float) -> list[str]:
    """Return some of the printed texts."""
    return [path for path in sorted(bed.texts) if rng.random() < share]


STEPS: tuple[tuple[Callable[[Bed, random.Random, float], None], float], ...] = (
    (drop, 0.3),  # before the others, which need to know which copies there are
    (alter, 0.15),
    (hide, 0.2),
    (cut_off, 0.1),
    (restyle, 0.6),
    (misread, 0.25),
    (reformat, 0.3),
)


def derive(truth: Path, seed: int, only: str | None = None, more: str | None = None) -> Bed:
    """Return a bed that differs from a given one.

    Args:
        truth: The truth of the given one.
        seed: Of two seeds two beds are made.
        only: Name of the one step to take.
        more: Name of a step to take for three times as many documents.
    """
    bed, rng = Bed(truth), random.Random(seed)
    for step, share in STEPS:
        if only in (None, step.__name__):
            step(bed, rng, share * rng.uniform(0.3, 1.7) * (_MORE if step.__name__ == more else 1))
    settle(bed)
    return bed


def main(arguments: list[str] | None = None) -> int:
    """Print the figures of derived beds."""
    parser = argparse.ArgumentParser(description="Score merging on beds that are derived from the given ones.")
    parser.add_argument("--seeds", type=int, default=3, help="how many beds to derive of each")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    names = [step.__name__ for step, _ in STEPS if step is not drop]
    parser.add_argument("--only", choices=[*names, drop.__name__], help="take this step only")
    parser.add_argument("--more", choices=names, help="take this step for three times as many documents")
    parser.add_argument("--keep", type=Path, help="keep the beds in this folder")
    options = parser.parse_args(arguments)
    given = beds(CORPORA)
    if not given:
        print("derived beds: skipped, there are no beds")
        return 0
    found: defaultdict[str, list[dict[str, float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for truth in given:
            for seed in range(options.first, options.first + options.seeds):
                bed = derive(truth, seed, options.only, options.more)
                place = (options.keep or Path(folder)) / f"{truth.parent.name}-{options.only or 'all'}-{seed}"
                figures = merge_figures(bed.write(place), truth.parent.parent)
                found[truth.parent.name].append(figures)
                print(f"{place.name}: {_listed(figures)}", flush=True)
    for name, several in found.items():
        for word, choose in (("lowest", min), ("median", statistics.median)):
            known = dict.fromkeys(figure for each in several for figure in each)  # a small bed may lack one
            chosen = {figure: choose([each[figure] for each in several if figure in each]) for figure in known}
            print(f"{name}, {word}: {_listed(chosen)}")
    return 0


def _listed(figures: Mapping[str, float]) -> str:
    """Return the figures that are not perfect, in per cent."""
    return "  ".join(f"{name} {100 * value:.1f}" for name, value in figures.items() if value < 1)


if __name__ == "__main__":
    sys.exit(main())
