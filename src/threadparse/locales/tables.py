"""The tables of this package: JSON files beside the code, each read by this one function."""

from __future__ import annotations

import json
import os
from typing import Any

__all__ = ["load_table"]

_HERE = os.path.dirname(__file__)


def load_table(name: str) -> Any:
    """Read a table; who asks keeps what he makes of it.

    Args:
        name: Its path without ending, such as ``furniture`` or ``built/labels``.
    """
    with open(os.path.join(_HERE, f"{name}.json"), encoding="utf-8") as file:
        return json.load(file)
