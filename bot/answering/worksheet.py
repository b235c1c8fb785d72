"""The sheet that an answer is worked out on: values, assumptions and notices, from which sources gather themselves."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from bot.answer import Answer, Assumption, NextStep, Notice, Row, UnknownValue, Value, Verdict
from bot.question import Question
from estimator.estimates import Estimate
from knowledge.base import Knowledge
from knowledge.figures import Figure
from knowledge.sources import Source


class Worksheet:
    """Collects the parts of one answer. What is added first is shown first."""

    def __init__(self, question: Question, knowledge: Knowledge) -> None:
        self.question = question
        self.knowledge = knowledge
        self.values: dict[str, Value] = {}
        self.evidence: dict[str, tuple[Value, ...]] = {}
        self.converted: Figure | None = None
        self.rows: list[Row] = []
        self.verdicts: list[Verdict] = []
        self.texts: dict[str, Any] = {}
        self._assumptions: dict[str, Figure] = {}
        self._differing: set[str] = set()
        self._notices: list[Notice] = []
        self._next_steps: list[NextStep] = []
        self._names: dict[str, str] = {}
        self._places: dict[str, str] = {}
        self._extra_sources: dict[str, None] = {}

    def assume(self, name: str, figure: Figure) -> Figure:
        """Record a value that the answer rests on, and return it."""
        self._assumptions[name] = figure
        return figure

    def notice(self, code: str, **data: str | float) -> None:
        """Record something that the person should know, once."""
        note = Notice(code=code, data=data)
        if note not in self._notices:
            self._notices.append(note)

    def suggest(self, code: str, **changes: object) -> None:
        """Offer a question that differs from this one in the slots named."""
        self.offer(code, self.question.model_copy(update={"problems": (), **changes}))

    def offer(self, code: str, question: Question) -> None:
        """Offer any other question."""
        self._next_steps.append(NextStep(code=code, question=question))

    def name(self, id: str, display: str) -> None:
        """Record how a reply calls a thing."""
        self._names[id] = display

    def place(self, alpha3: str, alpha2: str) -> None:
        """Record the territory code by which a reply finds the name of a country."""
        self._places[alpha3] = alpha2

    def cite(self, *source_ids: str) -> None:
        """Name sources that no figure of the answer carries."""
        self._extra_sources.update(dict.fromkeys(source_ids))

    def take_over(self, part: Answer) -> None:
        """Take over what another answer rests on and says beside its values.

        An assumption that differs between two parts is kept of neither: it stands in their formulas.
        """
        for assumption in part.assumptions:
            held = self._assumptions.get(assumption.name)
            if assumption.name in self._differing or (held is not None and held != assumption.figure):
                self._assumptions.pop(assumption.name, None)
                self._differing.add(assumption.name)
            else:
                self._assumptions[assumption.name] = assumption.figure
        self._notices += [notice for notice in part.notices if notice not in self._notices]
        self._names |= part.names
        self._places |= part.places
        self.cite(*(source.id for source in part.sources))

    def answer(self) -> Answer:
        """The finished answer."""
        return Answer(
            question=self.question,
            values=MappingProxyType(self.values),
            evidence=MappingProxyType(self.evidence),
            converted=self.converted,
            rows=tuple(self.rows),
            verdicts=tuple(self.verdicts),
            assumptions=tuple(Assumption(name=name, figure=figure) for name, figure in self._assumptions.items()),
            sources=tuple(self._sources()),
            notices=tuple(self._notices),
            next_steps=tuple(self._next_steps),
            names=MappingProxyType(self._names),
            places=MappingProxyType(self._places),
            texts=MappingProxyType(self.texts),
        )

    def _sources(self) -> Iterator[Source]:
        used: dict[str, None] = {}
        seen: set[int] = set()
        in_rows = (value for row in self.rows for part in (row.values, row.claims) for value in part.values())
        in_evidence = (one for several in self.evidence.values() for one in several)
        expected = (verdict.expected for verdict in self.verdicts if verdict.expected is not None)
        for value in (*self.values.values(), *in_rows, *self._assumptions.values(), *in_evidence, *expected):
            if isinstance(value, UnknownValue) or id(value) in seen:
                continue
            seen.add(id(value))
            for source_id in value.sources:
                used[source_id] = None
            if type(value) is Estimate:
                _gather(value, used, seen)
        used.update(self._extra_sources)
        return (self.knowledge.sources[source_id] for source_id in used)


def _gather(estimate: Estimate, used: dict[str, None], seen: set[int]) -> None:
    """Add the sources of everything that a value was computed from, each computed part once."""
    for _, figure, _ in estimate.factors:
        for source_id in figure.sources:
            used[source_id] = None
        if type(figure) is Estimate and id(figure) not in seen:
            seen.add(id(figure))
            _gather(figure, used, seen)
