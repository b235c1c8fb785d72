"""Lengths of time that answers count with, in hours, and the part of a day for which something runs."""

from __future__ import annotations

from knowledge.units import UNITS

HOURS_PER_DAY = UNITS["day"].times
HOURS_PER_MONTH = UNITS["month"].times
"""A twelfth of a year of 365 days."""
SECONDS_PER_DAY = UNITS["s"].over * HOURS_PER_DAY


def share_of_day(hours_per_day: float | None) -> float:
    """The part of each day for which accelerators run; all of it where nothing else is said."""
    return 1.0 if hours_per_day is None else hours_per_day / HOURS_PER_DAY
