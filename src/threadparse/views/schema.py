"""The JSON Schema of a document."""

from __future__ import annotations

import json

from threadparse.model import SCHEMA_VERSION, Document

__all__ = ["schema"]


def schema() -> str:
    """The JSON Schema (draft 2020-12) of what ``export`` writes for one document.

    Returns:
        The schema, indented, made from the models.
    """
    body = Document.model_json_schema(mode="serialization", by_alias=True)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"threadparse document, schema version {SCHEMA_VERSION}",
    }
    return json.dumps(head | {key: value for key, value in body.items() if key != "title"}, indent=2)
