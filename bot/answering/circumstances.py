"""What an answer depends on beside the question."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The person's own settings: where their electricity comes from (ISO 3166-1 alpha-3), where they chose that."""

    region: str | None = None
