"""Who sees what in which order: worked out from seeds, so that it is the same after a restart."""

from __future__ import annotations

from random import Random


def shuffled(size: int, *seed: int) -> tuple[int, ...]:
    """A permutation of 0 … size-1. Position by position it says which option, in the item's own order, stands there."""
    order = list(range(size))
    Random(":".join(map(str, seed))).shuffle(order)  # noqa: S311 - repeatable, not secret
    return tuple(order)


def picked(size: int, *seed: int) -> int:
    """One of 0 … size-1."""
    return Random("pick:" + ":".join(map(str, seed))).randrange(size)  # noqa: S311
