"""UTF-16 without a byte order mark, told by its zero bytes."""

from __future__ import annotations

__all__ = ["utf16_by_zeros"]


def utf16_by_zeros(head: bytes) -> str | None:
    """Tell which UTF-16 a text without a byte order mark is in.

    Args:
        head: How the source begins, from an even offset.

    Returns:
        ``utf-16-le`` or ``utf-16-be`` if nearly all of many zero bytes stand on one side of the pairs, as blanks and
        Latin letters have them; else None.
    """
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if not even + odd or max(even, odd) * 10 < len(head) or max(even, odd) < 8 * min(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"
