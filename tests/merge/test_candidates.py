"""Which copies are compared, and that many exports of one exchange are not compared with each other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import threadparse
from tests.merge.exchange import LETTER, messages, own, quoted
from threadparse.merge.records import Record
from threadparse.merge.verify import Bond, Verifier

#: Gives the texts of an export by its number.
Export = Callable[[int], str]


def as_it_is(_: int) -> str:
    return quoted()


def with_another_word(number: int) -> str:
    return own(LETTER.replace("shed", f"hut{'abcdefghij'[number % 10]}{number}"))


def below_another_answer(number: int) -> str:
    return quoted(LETTER).replace("fifth of June", f"{number}th of June")


@pytest.mark.slow
@pytest.mark.parametrize("export", [as_it_is, with_another_word, below_another_answer])
def test_comparisons_grow_with_the_number_of_exports(export: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0
    bond = Verifier.bond

    def counted(verifier: Verifier, one: Record, other: Record) -> Bond | None:
        nonlocal compared
        compared += 1
        return bond(verifier, one, other)

    monkeypatch.setattr(Verifier, "bond", counted)
    counts = []
    for exports in (50, 200):
        compared = 0
        merged = threadparse.merge(threadparse.parse(export(at), path=f"{at}.txt") for at in range(exports))
        assert {len(message.occurrences) for message in messages(merged)} == {exports}
        counts.append(compared)
    assert 0 < counts[1] <= counts[0] * 5


def test_what_one_document_has_twice_is_compared_with_other_documents() -> None:
    twice = f"{quoted()}\n\n-----Original Message-----\n{own()}"
    merged = threadparse.merge([threadparse.parse(text, path=f"{at}.txt") for at, text in enumerate((twice, own()))])
    joined = [message for message in messages(merged) if len({each.path for each in message.occurrences}) > 1]
    assert len(joined) == 1
