"""Charts of the classroom: described here, drawn by `bot.replying.charts`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.reply import Bar, Chart


def bars(title: str, note: str, caption: str, values: Mapping[str, tuple[int, str]], language: str) -> Chart:
    """A bar for each label; its value, and what is written beside it. Whole numbers from zero."""
    most = max((value for value, _ in values.values()), default=0)
    shown = tuple(Bar(label, value, value, value, words) for label, (value, words) in values.items())
    ticks = tuple((float(tick), str(tick)) for tick in whole_ticks(most))
    return Chart(title, shown, ticks, logarithmic=False, note=note, caption=caption, language=language)


def whole_ticks(most: int) -> Sequence[int]:
    """At most six marks from zero up to at least `most`, at steps of 1, 2 or 5, or ten times as many, and so on."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if most <= 5 * step:
                return range(0, max(step, -(-most // step) * step) + 1, step)
        size *= 10


def histogram(scores: Sequence[float], most: int, columns: int = 10) -> dict[tuple[int, int], int]:
    """How many scores of 0 to `most` fall into each class, both ends included: from 0–0, or 0–1, up to …–most."""
    width = max(1, -(-(most + 1) // columns))
    found = {(low, min(low + width - 1, most)): 0 for low in range(0, most + 1, width)}
    for score in scores:
        low = min(int(score), most) // width * width
        found[low, min(low + width - 1, most)] += 1
    return found
