"""Chance that comes out the same wherever and whenever it is drawn, and fair shares of a total."""

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """Draws from a seed. Built on `Random.random` alone, which Python keeps the same from version to version."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 -- demonstration data, and the same each time

    def below(self, limit: int) -> int:
        """A number from 0 to `limit` - 1."""
        return int(self._random.random() * limit)

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """The values in another order."""
        left = list(values)
        return [left.pop(self.below(len(left))) for _ in range(len(left))]

    def some(self, values: Sequence[T], count: int) -> list[T]:
        """`count` different ones of the values. ValueError where there are fewer."""
        if count > len(values):
            raise ValueError(f"{count} of {len(values)}")
        return self.shuffled(values)[:count]


def apportion(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """`total` divided by largest remainder; the parts add up to it."""
    whole = sum(weights.values())
    shares = {key: total * weight // whole for key, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda key: (-(total * weights[key] % whole), list(weights).index(key)))
    for key in by_remainder[: total - sum(shares.values())]:
        shares[key] += 1
    return shares


def interleave(counts: Mapping[str, int]) -> list[str]:
    """Each key as often as its count says, spread evenly: any stretch has about the same mix."""
    places = [
        ((turn + 0.5) / count, rank, key) for rank, (key, count) in enumerate(counts.items()) for turn in range(count)
    ]
    return [key for _, _, key in sorted(places)]


def spread(total: int, among: int) -> list[int]:
    """`total` spread evenly over `among` places."""
    return [total * (place + 1) // among - total * place // among for place in range(among)]


def sizes(total: int, count: int, smallest: int, largest: int, draws: Draws) -> list[int]:
    """`count` sizes between the bounds that add up to `total`. ValueError where none do."""
    if not count * smallest <= total <= count * largest:
        raise ValueError(f"{total} in {count} parts of {smallest} to {largest}")
    found = [smallest] * count
    for _ in range(total - count * smallest):
        open_places = [place for place, size in enumerate(found) if size < largest]
        found[open_places[draws.below(len(open_places))]] += 1
    return found
