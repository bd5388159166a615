"""Alignment of words."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from threadparse.merge.align import differences, overlap

WORDS = st.lists(st.sampled_from("abcdefg"), max_size=40)


def test_differences_are_as_short_as_they_can_be() -> None:
    assert differences(["the", "roof", "is", "not", "tight"], ["the", "roof", "is", "tight"]) == [(3, 4, 3, 3)]
    assert differences(["a", "b", "c", "d"], ["a", "x", "y", "d"]) == [(1, 3, 1, 3)]
    assert differences([], ["a"]) == [(0, 0, 0, 1)]
    assert differences(["a"], ["a"]) == []


@given(WORDS, WORDS)
def test_between_the_differences_both_have_the_same_words(one: list[str], other: list[str]) -> None:
    at = place = 0
    for a, b, c, d in [*differences(one, other), (len(one), len(one), len(other), len(other))]:
        assert one[at:a] == other[place:c]
        at, place = b, d


def test_long_texts_are_divided_by_the_words_that_both_have_once() -> None:
    one = [f"word{number}" if number % 10 == 0 else "the" for number in range(5000)]
    other = [*one]
    other[2503] = "a"
    del other[4001:4003]
    assert sum(b - a for a, b, _, _ in differences(one, other)) == 3
    assert sum(d - c for _, _, c, d in differences(one, other)) == 1


def test_overlap_counts_words_as_often_as_both_have_them() -> None:
    assert overlap(Counter("aab"), Counter("abb")) == 2


def test_stretches_between_anchors_are_divided_again() -> None:
    common = [f"w{number % 50}" for number in range(1500)]
    one = [*common[:700], "x", *common[700:], "anchor", *common]
    other = [*common, "anchor", *common[:900], "y", *common[900:]]
    assert sum(b - a + d - c for a, b, c, d in differences(one, other)) < 200
