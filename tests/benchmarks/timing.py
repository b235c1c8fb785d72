"""Timing: samples in turns, and what to say of them."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.results import Measure


@dataclass(frozen=True, slots=True)
class Samples:
    """Durations in seconds."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.seconds)

    @property
    def p99(self) -> float:
        """The one that 99 of 100 do not exceed."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]

    def measures(self, name: str, target_ms: float | None = None, p99_target_ms: float | None = None) -> list[Measure]:
        """Median and 99th percentile in milliseconds, as rows of a table."""
        return [
            Measure(f"{name}, median", 1e3 * self.median, "ms", at_most=target_ms),
            Measure(f"{name}, p99", 1e3 * self.p99, "ms", at_most=p99_target_ms),
        ]


def each(call: Callable[[Any], Any], inputs: Iterable[Any], rounds: int = 5) -> Samples:
    """One duration an input: the median of `rounds`, once everything has been called once before.

    Garbage is collected as it always is while the program runs: collecting is part of what an answer costs.
    """
    kept = list(inputs)
    for value in kept:
        call(value)
    gc.collect()
    taken: list[list[float]] = [[] for _ in kept]
    clock = time.perf_counter
    for _ in range(rounds):
        for number, value in enumerate(kept):
            begun = clock()
            call(value)
            taken[number].append(clock() - begun)
    return Samples(tuple(statistics.median(durations) for durations in taken))


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios of rounds that were run next to each other."""
    return statistics.median(own / other for own, other in zip(ours, theirs, strict=True))
