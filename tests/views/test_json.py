"""JSON out and in again, and its schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from tests.views.documents import document, footbridge, message, thread_of
from threadparse.document import Envelope
from threadparse.errors import InputError
from threadparse.model import Document
from threadparse.views.json import dumps, loads, schema

SCHEMA = Path(__file__).parents[2] / "docs" / "schema.json"


def test_a_document_survives_the_way_out_and_in() -> None:
    chain, _ = footbridge()
    chain.source.envelope = Envelope(message_id="<1@b.org>")
    written = dumps(chain)
    assert list(loads(written)) == [Document.of(chain)]
    assert '"from": null' in written


def test_json_lines_have_one_line_each() -> None:
    line = dumps(document("", [thread_of(message(body="one\ntwo\u2028three"))]), indent=False)
    assert "\n" not in line
    assert json.loads(line)["threads"][0]["messages"][0]["body"] == "one\ntwo\u2028three"


def test_several_documents_are_read_back_in_order() -> None:
    one, two = document("a", []), document("bb", [])
    stream = dumps(one) + "\n" + dumps(two, indent=False) + "\n"
    assert list(loads(stream)) == [Document.of(one), Document.of(two)]
    assert list(loads(" \n")) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "out.json: not JSON at line 1"), ("{}", "out.json: no threadparse document: source"), ("[1]", "document")],
)
def test_what_is_no_document_is_named(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        list(loads(text, path="out.json"))


def test_the_schema_in_the_documentation_is_the_schema() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema() + "\n", "run: threadparse schema > docs/schema.json"


def test_what_is_written_holds_to_the_schema() -> None:
    rules = json.loads(schema())
    validator = jsonschema.Draft202012Validator(rules)
    validator.check_schema(rules)
    written = json.loads(dumps(footbridge()[0]))
    validator.validate(written)
    written["threads"][0]["messages"][0]["sent_on"] = "Monday"
    assert not validator.is_valid(written)
