"""What the parser makes and what users get are alike, name by name."""

from __future__ import annotations

import dataclasses
import pickle
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

import threadparse
from tests.fixtures import FIXTURES
from threadparse import document as parsed
from threadparse import model
from threadparse.api import document_of
from threadparse.options import ParseOptions
from threadparse.readers.base import Text
from threadparse.readers.files import read_file
from threadparse.views.json import dumps

SOURCES = sorted(path for path in FIXTURES.rglob("*") if path.suffix in (".txt", ".md", ".eml"))
KINDS = [kind for name in threadparse.__all__ if dataclasses.is_dataclass(kind := getattr(parsed, name, None))]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_model_has_the_fields_of_its_object_and_their_defaults(kind: type) -> None:
    fields = {field.name: field for field in dataclasses.fields(kind)}
    models = getattr(model, kind.__name__).model_fields
    assert list(fields) == list(models)
    for name, field in fields.items():
        given = models[name].get_default(call_default_factory=True)
        made = field.default if field.default_factory is dataclasses.MISSING else field.default_factory()
        assert (given is PydanticUndefined) == (made is dataclasses.MISSING), name
        if dataclasses.is_dataclass(made) and not isinstance(made, type):
            given, made = given.model_dump(), dataclasses.asdict(made)
        assert made is dataclasses.MISSING or given == made, name


def test_all_kinds_are_compared() -> None:
    assert len(KINDS) == len(
        [name for name in threadparse.__all__ if hasattr(getattr(threadparse, name), "model_fields")]
    )


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_the_command_line_and_the_library_write_the_same_json(path: Path) -> None:
    texts = [text for text in read_file(str(path), ParseOptions()) if isinstance(text, Text)]
    documents = [document_of(text, ParseOptions()) for text in texts]
    models = list(threadparse.read(path))
    assert [dumps(document, indent=False) for document in documents] == [
        document.model_dump_json(by_alias=True) for document in models
    ]
    assert [dumps(document) for document in documents] == [
        document.model_dump_json(by_alias=True, indent=2) for document in models
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_models_are_as_if_pydantic_had_made_them(path: Path) -> None:
    for made in threadparse.read(path):
        read = model.Document.model_validate_json(made.model_dump_json(by_alias=True))
        assert read == made
        assert (read.text, len(made.text)) == ("", made.source.characters)
        assert read.model_copy(deep=True).model_dump() == made.model_dump()
        again = pickle.loads(pickle.dumps(made))
        assert (again, again.text) == (made, made.text)
        assert made.messages[0].model_fields_set == read.messages[0].model_fields_set
