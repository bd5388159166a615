"""Functions of PDFium that are called for each word or object, without the conversions that its bindings make."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

__all__ = ["address", "argument", "bare"]


def bare(function: Any, result: Any) -> Callable[..., Any]:
    """Return a function of PDFium that takes what ``argument`` gives and plain numbers, and keeps Python's lock.

    A call takes a third of the time.

    Args:
        function: As the bindings have it.
        result: The type of what it returns; None for nothing.
    """
    return ctypes.PYFUNCTYPE(result)(address(function))


def argument(handle: Any) -> Any:
    """Return a handle, or a number that is an address, in the form in which it costs nothing to pass.

    Args:
        handle: As the bindings have it.
    """
    return ctypes.c_void_p.from_param(handle if isinstance(handle, int) else address(handle))


def address(handle: Any) -> int:
    """Return a handle or a function as a number.

    Args:
        handle: As the bindings have it.
    """
    return ctypes.cast(handle, ctypes.c_void_p).value or 0
