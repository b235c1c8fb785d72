"""What an operator may watch: counted while updates are handled, told in Prometheus' text format.

Nothing personal is counted: kinds, intents and times, never who or what.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from telegram import Update

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_KINDS: Final = (
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "my_chat_member",
    "poll_answer",
)


class Metrics:
    """Counts nothing: where nobody asks, counting costs nothing either. `PrometheusMetrics` counts."""

    def handled(self, update: Update, seconds: float) -> None:
        """An update was handled, so long after it was taken on."""

    def answered(self, intent: str) -> None:
        """A question was answered; the intent "unknown" means that it was not understood."""

    def waited(self, method: str) -> None:
        """Telegram put a request off (429)."""

    def limited(self) -> None:
        """Somebody wrote too much too fast and was not answered."""

    def failed(self, kind: str) -> None:
        """Something went wrong: the name of the error's type."""


class PrometheusMetrics(Metrics):
    """Counts for Prometheus. `waiting` tells how many updates wait or are being handled just now."""

    def __init__(self, waiting: Callable[[], int]) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._updates = Counter("cuesta_updates", "Updates handled", ["kind"], registry=self._registry)
        self._seconds = Histogram(
            "cuesta_update_seconds",
            "Seconds from taking an update on to having handled it",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._answers = Counter("cuesta_answers", "Questions answered", ["intent"], registry=self._registry)
        self._flood_waits = Counter(
            "cuesta_flood_waits", "Requests put off by Telegram", ["method"], registry=self._registry
        )
        self._limited = Counter("cuesta_limited", "Messages not answered: too many at once", registry=self._registry)
        self._errors = Counter("cuesta_errors", "Errors", ["type"], registry=self._registry)
        queue = Gauge("cuesta_updates_waiting", "Updates that wait or are being handled", registry=self._registry)
        queue.set_function(waiting)

    def handled(self, update: Update, seconds: float) -> None:
        """Count an update and its time."""
        kind = next((kind for kind in _KINDS if getattr(update, kind) is not None), "other")
        self._updates.labels(kind).inc()
        self._seconds.observe(seconds)

    def answered(self, intent: str) -> None:
        """Count an answer."""
        self._answers.labels(intent).inc()

    def waited(self, method: str) -> None:
        """Count a wait."""
        self._flood_waits.labels(method).inc()

    def limited(self) -> None:
        """Count somebody who was not answered."""
        self._limited.inc()

    def failed(self, kind: str) -> None:
        """Count an error."""
        self._errors.labels(kind).inc()

    def told(self) -> bytes:
        """Everything counted so far, as Prometheus reads it."""
        from prometheus_client import generate_latest

        return generate_latest(self._registry)
