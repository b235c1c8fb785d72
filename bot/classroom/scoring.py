"""What an answer is worth: being right counts; being quick only where the teacher turns that on."""

from __future__ import annotations

from typing import Final

SLOWEST_SHARE: Final = 0.5
"""What a right answer in the very last moment is worth where speed counts."""


def points(*, is_right: bool, seconds: float, allowed: float, speed_counts: bool) -> float:
    """Points of one answer, 0 to 1.

    Where speed counts a right answer is worth 1 at once and falls evenly to one half when the time is up, so that who
    knows it slowly always beats who guesses quickly and is wrong.
    """
    if not is_right:
        return 0.0
    if not speed_counts:
        return 1.0
    share = min(max(seconds / allowed, 0.0), 1.0)
    return round(1.0 - (1.0 - SLOWEST_SHARE) * share, 4)
