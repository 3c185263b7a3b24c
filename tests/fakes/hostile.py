"""Ids as hostile as opaque ids may be."""

from __future__ import annotations


def hostile_id(stem: str, number: int) -> str:
    """The two ids of each pair of numbers differ as little as ids can."""
    pair, second = divmod(number, 2)
    base = f"{pair}{stem}kZxe"
    others = (base.swapcase(), base[:-1] + "é", base + " ", f"{base:_<150}b")
    first = f"{base:_<150}a" if pair % 4 == 3 else base
    return others[pair % 4] if second else first
