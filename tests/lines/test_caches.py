"""The cache that keeps no long text."""

from __future__ import annotations

from threadparse.lines.caches import cached_if_short


def test_short_texts_are_kept_and_long_ones_are_not() -> None:
    calls: list[str] = []

    @cached_if_short(maxsize=4, longest=6)
    def joined(first: str, second: str) -> str:
        calls.append(first + second)
        return calls[-1]

    assert [joined("abc", "def"), joined("abc", "def"), joined("abcd", "efg"), joined("abcd", "efg")] == [
        "abcdef",
        "abcdef",
        "abcdefg",
        "abcdefg",
    ]
    assert calls == ["abcdef", "abcdefg", "abcdefg"]
