"""What was measured, as data: a table, JSON and a page are made of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Measure:
    """One number. `at_most` and `at_least` are what we mean to reach, where we mean to reach something."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def is_reached(self) -> bool | None:
        """Whether the number is as good as we mean it to be; None where nothing is set."""
        if self.at_most is not None:
            return self.value <= self.at_most
        return None if self.at_least is None else self.value >= self.at_least


@dataclass(frozen=True, slots=True)
class Section:
    """Numbers that belong together, what they mean, and what could not be measured."""

    title: str
    about: str
    measures: tuple[Measure, ...] = ()
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One run."""

    machine: dict[str, str]
    sections: list[Section] = field(default_factory=list)

    def data(self) -> dict[str, Any]:
        """Everything as plain data."""
        return {
            "machine": self.machine,
            "sections": [
                {
                    "title": section.title,
                    "about": section.about,
                    "measures": [
                        {name: value for name, value in asdict(measure).items() if value is not None}
                        | ({} if measure.is_reached is None else {"reached": measure.is_reached})
                        for measure in section.measures
                    ],
                    "skipped": list(section.skipped),
                }
                for section in self.sections
            ],
        }
