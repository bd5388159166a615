"""What a derived bed asks for: nothing that none of its copies shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.accuracy.derived_beds import Bed, settle

HEAD = "From: Tobias Quill <t.quill@regatta.example>\nSubject: Re: Boathouse\n\nPlease begin.\n\n"
BODY = "The repair of the boathouse costs 4,200 pounds."


def settled(folder: Path, texts: list[str], **known: Any) -> dict[str, Any]:
    """Return the truth of a message of Ada Lund's, quoted in texts of which the last hides her."""
    folder.joinpath("files").mkdir(exist_ok=True)
    copies: list[dict[str, Any]] = []
    for number, text in enumerate(texts):
        folder.joinpath("files", f"{number}.txt").write_text(text, encoding="utf-8")
        rest: dict[str, Any] = {"hidden": [], "altered": [], "added": [], "cut": False, "sender_hidden": number == 1}
        copies.append({"path": f"{number}.txt", "index": 1, "role": "quoted", "header": "sender"} | rest)
    ada = {"name": "Lund, Ada", "address": "ada@slip.example"}
    message = {
        "body": BODY,
        "sender": ada,
        "parent": None,
        "occurrences": copies,
        "altered": [],
        "revealed": [],
    } | known
    document = {"format": "txt", "ocr": 0, "messages": ["m"]}
    truth = {"documents": {copy["path"]: document for copy in copies}, "messages": {"m": message}}
    place = folder / "truth.json"
    place.write_text(json.dumps(truth | {"conversations": {"c": ["m"]}, "facts": []}), encoding="utf-8")
    bed = Bed(place)
    settle(bed)
    settled_message: dict[str, Any] = bed.truth["messages"]["m"]
    return settled_message


@pytest.mark.parametrize(
    ("line", "count"), [("On 12 March 2019, Ada Lund wrote:", 1), ("On 12 March 2019 at 09:05:", 0)]
)
def test_a_sender_whom_no_line_names_is_not_asked_for(tmp_path: Path, line: str, count: int) -> None:
    texts = [f"{HEAD}{line}\n> {BODY}\n", f"{HEAD}On 12 March 2019, [redacted] wrote:\n> {BODY}\n"]
    hidden = [{"field": "sender", "occurrence": 1, "words": "Lund, Ada"}]
    assert len(settled(tmp_path, texts, revealed=hidden)["revealed"]) == count


def test_a_wording_that_as_many_quotations_have_as_another_is_not_asked_for(tmp_path: Path) -> None:
    slot = {"from": "4,200", "to": "4,700", "line": 0, "text": BODY, "occurrences": [1], "kind": "digit"}
    texts = [f"{HEAD}On 12 March 2019, Ada Lund wrote:\n> {BODY}\n"] * 3
    assert [copy["cut"] for copy in settled(tmp_path, texts, altered=[slot])["occurrences"]] == [False] * 3
    assert all(copy["cut"] for copy in settled(tmp_path, texts[:2], altered=[slot])["occurrences"])
