"""Times and dates in a classroom, as a reader of one language writes them."""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import lru_cache

from babel.dates import format_datetime
from babel.units import format_unit

from bot.classroom.practice import CLASS_TIME
from bot.replying.catalogue import locale_of


def span(seconds: float, language: str) -> str:
    """A stretch of time: in minutes, at last in seconds."""
    whole = max(0, round(seconds))
    return _in_words(whole // 60, "minute", language) if whole >= 120 else _in_words(whole, "second", language)


@lru_cache(maxsize=1024)
def _in_words(number: int, unit: str, language: str) -> str:
    return str(format_unit(number, unit, length="long", locale=locale_of(language)))


def moment(at: datetime, language: str, zone: tzinfo = CLASS_TIME) -> str:
    """A day and time of day, on the clocks of Quito."""
    return str(format_datetime(at.astimezone(zone), "d MMM y, HH:mm", locale=locale_of(language)))
