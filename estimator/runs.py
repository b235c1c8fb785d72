"""What is on file of a published training run, in the terms of the formulas."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.base import Knowledge
from knowledge.entries import Accelerator, Model, Run
from knowledge.figures import Figure


@dataclass(frozen=True, slots=True)
class RunOnFile:
    """One run with the model that it trained. Everything is None where it was not published."""

    knowledge: Knowledge
    model: Model
    run: Run

    @property
    def accelerator_id(self) -> str | None:
        """The accelerators of the run, where they are all of one kind."""
        fact = self.run.fact("hardware")
        return fact.ids[0] if fact is not None and len(fact.ids) == 1 else None

    @property
    def accelerator(self) -> Accelerator | None:
        """The same with its specifications, where they are on file."""
        return self.knowledge.accelerators.get(self.accelerator_id or "")

    @property
    def count(self) -> float | None:
        """How many accelerators; the most where it says "up to"."""
        fact = self.run.fact("hardware")
        return self.published("count") or (fact.count if fact is not None else None)

    @property
    def parameters(self) -> float | None:
        """All parameters."""
        return self.published("parameters")

    @property
    def parameters_active(self) -> float | None:
        """Those that work on each token: all, where nothing else is said."""
        return self.published("parameters_active") or self.parameters

    @property
    def experts(self) -> bool:
        """Whether only a part of the parameters works on each token."""
        return None not in (self.parameters, self.parameters_active) and self.parameters_active != self.parameters

    @property
    def accelerator_hours(self) -> float | None:
        """Accelerators × hours, as published or else the product of what was published."""
        published, time, count = self.published("accelerator_hours"), self.published("time"), self.count
        if published is None and time is not None and count is not None:
            return time * count
        return published

    def figure(self, metric: str) -> Figure | None:
        """The leading figure of the run; for the size of the model and its data, else that of the model."""
        own = self.run.figure(metric)
        if own is None and metric in {"parameters", "parameters_active", "tokens"}:
            return self.model.figure(metric)
        return own

    def published(self, metric: str) -> float | None:
        """The central value of `figure`."""
        figure = self.figure(metric)
        return None if figure is None else figure.central


def runs_on_file(knowledge: Knowledge) -> tuple[RunOnFile, ...]:
    """Every published training run, in the order of the models."""
    return tuple(RunOnFile(knowledge, model, run) for model, run in knowledge.runs)
