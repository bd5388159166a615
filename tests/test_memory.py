"""How much memory a text takes: what is held for its lines and messages, not what is loaded once."""

from __future__ import annotations

import gc
import tracemalloc

import pytest

from bench.shapes import BODY, HEADER, WROTE, fill
from threadparse import parse

KIB = 1024

#: What is repeated, and how many times its size in UTF-8 it may take at most. Short mails take most: what is said of
#: each is longer than its words, and where it stands (``cite``) is a model of its own.
TEXTS = {
    "short mails": (HEADER + BODY, 18),
    "long mails": (HEADER + BODY * 20, 10),
    "attributions": (WROTE + "".join(f"> {line}\n" for line in BODY.splitlines()), 15),
    "plain text": ("The boats come late again, and nobody at the harbour knows why that is.\n", 4),
    "plain text with accents": ("Die Boote kommen spät, und niemand am Hafen weiß, warum das so ist.\n", 4),
    "plain text with emoji": ("Nobody at the harbour knows why that is 🛶.\n", 11),
}


def peak(text: str) -> int:
    """Bytes that a parse takes at most, those of the text not counted."""
    tracemalloc.start()
    parse(text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_takes_no_more_than_a_few_times_its_size(name: str) -> None:
    piece, most = TEXTS[name]
    short, long = fill(piece, 32 * KIB), fill(piece, 160 * KIB)
    peak(short)  # what is loaded when first needed
    taken = (peak(long) - peak(short)) / len(long[len(short) :].encode())
    assert taken < most


def test_little_is_kept_of_what_was_read() -> None:
    parse(mails(range(300)))  # what is loaded when first needed
    tracemalloc.start()
    parse(mails(range(300, 2_000)))
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 500 * KIB


def mails(numbers: range) -> str:
    """Mails no line of which stands in another."""
    return "\n".join(
        f"From: Jane{number} Roe <j{number}@roe.example>\nSent: 5 March {number % 90 + 1930} {number % 24}:15\n"
        f"To: John{number} Doe <d{number}@doe.example>\nSubject: Tide {number}\n\n"
        f"Hello {number},\n\nboats {number} came late, and in {number} minutes it rains.\n\nRegards\nJane{number}\n"
        for number in numbers
    )
