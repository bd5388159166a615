"""Prefilters decide nothing about meaning: without each, every chain of the test data is read as with it."""

from __future__ import annotations

import functools
import gc
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

import pytest

import threadparse
from tests.fixtures import CHAINS

TEXTS = {path.name: path.read_text(encoding="utf-8") for path in CHAINS}


def says(answer: object) -> Callable[..., Any]:
    """Return what always gives the answer after which the close reading decides."""
    return lambda *_: answer


def itself(read: Any) -> Any:
    return read


#: Prefilter → the names that callers know its functions by, and what each is replaced with.
SWITCHES: dict[str, dict[str, Callable[..., Any]]] = {
    "values/dates/prefilter": {
        "values.dates.prefilter.has_no_date": says(False),
        "values.dates.prefilter.near_dates": itself,
        "values.dates.prefilter.only_date": says(None),
        "values.dates.prefilter.begins_with_no_date": says(False),
        "headers.attribution_dates.near_dates": itself,
        "headers.attribution_dates.only_date": says(None),
        "headers.attribution_prefilter.has_no_date": says(False),
        "headers.attribution_prefilter.has_no_time": says(False),
        "headers.attribution_prefilter.has_more_than_date": says(False),
        "headers.attribution_patterns.has_no_date_at_ends": says(False),
    },
    "values/dates/shapes": {
        "values.dates.read.read_shape": says(None),
        "values.dates.prefilter.match_shape": says(None),
    },
    "headers/attribution_prefilter": {
        "headers.attribution_prefilter.may_end_so": says(True),
        "headers.attribution_prefilter.may_stand_alone": says(True),
    },
    "plain mailboxes in values/addresses/read": {
        "values.addresses.read.read_plain_list": says(None),
        "values.addresses.read.read_plain_mailbox": says(None),
    },
    "may_hold_recipients of headers/glued_prints": {"headers.glued_prints.may_hold_recipients": says(True)},
    "furniture/furniture_prefilter": {"furniture.find.may_have_furniture": says(True)},
    "files of body/line": {"body.zones.may_name_files": says(True), "body.zones.may_end_in_file": says(True)},
    "telling_lines of body/closing": {"body.zones.telling_lines": itself},
}


def parsed() -> dict[str, str]:
    """Return what a user gets of each chain, with nothing kept of what was read before."""
    for found in gc.get_objects():
        # Those without a limit hold tables, and nothing of what was read.
        if isinstance(found, functools._lru_cache_wrapper) and found.cache_parameters()["maxsize"] is not None:
            found.cache_clear()
    return {name: threadparse.parse(text).model_dump_json() for name, text in TEXTS.items()}


@pytest.fixture(scope="module")
def whole() -> dict[str, str]:
    return parsed()


@pytest.mark.parametrize("name", SWITCHES)
def test_without_it_the_output_is_the_same(name: str, whole: dict[str, str]) -> None:
    called: set[str] = set()
    with ExitStack() as patches:
        for target, replacement in SWITCHES[name].items():

            def counted(*arguments: Any, target: str = target, replacement: Any = replacement) -> Any:
                called.add(target)
                return replacement(*arguments)

            patches.enter_context(patch(f"threadparse.{target}", counted))
        assert parsed() == whole
    assert called
