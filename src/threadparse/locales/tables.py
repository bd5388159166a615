"""The tables of this package: JSON files beside the code, each read by this one function."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

__all__ = ["load_table"]

_HERE = Path(__file__).parent


def load_table(name: str) -> Any:
    """Read a table; who asks keeps what he makes of it.

    Args:
        name: Its path without ending, such as ``furniture`` or ``built/labels``.
    """
    return json.loads((_HERE / f"{name}.json").read_text(encoding="utf-8"))
