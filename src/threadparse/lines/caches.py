"""Caches that keep no long text alive."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

__all__ = ["cached_if_short"]

_Function = TypeVar("_Function", bound=Callable[..., Any])


def cached_if_short(*, maxsize: int, longest: int) -> Callable[[_Function], _Function]:
    """Keep the results of a function of texts; for long texts it is called each time.

    Args:
        maxsize: How many results are kept, those used last.
        longest: How many characters the texts of a kept call have at most, together.

    Returns:
        A decorator for functions whose arguments are all texts, given by position.
    """

    def decorate(function: _Function) -> _Function:
        kept = lru_cache(maxsize=maxsize)(function)

        @wraps(function)
        def call(text: str) -> Any:
            return kept(text) if len(text) <= longest else function(text)

        @wraps(function)
        def call_with_more(text: str, *more: str) -> Any:
            return kept(text, *more) if len(text) + sum(map(len, more)) <= longest else function(text, *more)

        return cast("_Function", call if function.__code__.co_argcount == 1 else call_with_more)

    return decorate
