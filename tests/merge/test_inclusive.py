"""The smallest set of sources that holds everything."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from threadparse.merge.inclusive import Fact, choose_inclusive
from threadparse.merge.merged import MergedSource, Reason

GROUPS = st.lists(st.frozensets(st.integers(0, 6), min_size=1), min_size=1, max_size=8)


@given(GROUPS)
def test_the_set_is_a_smallest_one_and_says_why(groups: list[frozenset[int]]) -> None:
    sources = [MergedSource(f"{number}.txt", "", "text", 0, None) for number in range(7)]
    assert not choose_inclusive(sources, [Fact(Reason("words", str(at)), group) for at, group in enumerate(groups)])
    chosen = {number for number, source in enumerate(sources) if source.inclusive}
    assert all(chosen & group for group in groups)
    smaller = combinations(range(7), len(chosen) - 1)
    assert not any(all(group & set(choice) for group in groups) for choice in smaller)
    assert all(source.reasons for source in sources if source.inclusive)
    paths = {source.path for source in sources if source.inclusive}
    assert all(set(source.held_by) <= paths for source in sources)


def test_what_is_too_large_to_try_is_chosen_greedily() -> None:
    sources = [MergedSource(f"{number:02}.txt", "", "text", 0, None) for number in range(40)]
    facts = [Fact(Reason("words", str(at)), frozenset({at, (at * 7 + 3) % 40, (at * 11 + 5) % 40})) for at in range(40)]
    choose_inclusive(sources, facts)
    chosen = {number for number, source in enumerate(sources) if source.inclusive}
    assert all(chosen & fact.sources for fact in facts)
