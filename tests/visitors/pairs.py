"""A covering array: few rows in which each two values of each two factors stand together at least once.

Grown greedily, row by row; the same factors give the same rows.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import TypeVar

_Value = TypeVar("_Value")


def covering(factors: Mapping[str, Sequence[_Value]], seed: int = 0) -> list[dict[str, _Value]]:
    """Rows that have every pair of values of two of the ``factors``; each row has all factors."""
    chance, names = Random(seed), list(factors)
    sizes = [len(factors[name]) for name in names]
    ends = list(accumulate(sizes))
    # Every value is a bit. What it has yet to stand beside are the bits of all other factors.
    own = [((1 << size) - 1) << (end - size) for size, end in zip(sizes, ends, strict=True)]
    everything = (1 << sum(sizes)) - 1
    lacking = [everything & ~own[f] for f, size in enumerate(sizes) for _ in range(size)]
    rows = []
    while any(lacking):
        row = _row(lacking, sizes, ends, chance)
        said = sum(1 << bit for bit in row)
        for bit in row:
            lacking[bit] &= ~said
        rows.append({n: factors[n][b - (e - s)] for n, b, e, s in zip(names, row, ends, sizes, strict=True)})
    return rows


def _row(lacking: Sequence[int], sizes: Sequence[int], ends: Sequence[int], chance: Random) -> list[int]:
    """A value of each factor: first the value that lacks most, then each that adds most pairs to those."""
    hungriest = max(range(len(lacking)), key=lambda bit: lacking[bit].bit_count())
    first = next(f for f, end in enumerate(ends) if hungriest < end)
    chosen, said = {first: hungriest}, 1 << hungriest
    order = [f for f in range(len(sizes)) if f != first]
    chance.shuffle(order)
    for f in order:
        bits = range(ends[f] - sizes[f], ends[f])
        adds = {bit: ((lacking[bit] & said).bit_count(), chance.random()) for bit in bits}
        chosen[f] = max(bits, key=adds.__getitem__)
        said |= 1 << chosen[f]
    return [chosen[f] for f in range(len(sizes))]
