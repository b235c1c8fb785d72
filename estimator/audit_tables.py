"""The class tables checked: each cell of each row gets its findings and a verdict.

What a row claims is checked against itself (does it fit together?), against the market, against what its hardware must
draw, and against what is known otherwise of the model. A family or a product is checked against the one of its
developer's models that the claim fits best, since the table does not say which it means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from estimator import audit
from estimator.audit import Finding, Verdict
from estimator.audit_evidence import Evidence
from estimator.audit_readings import Readings, read_readings
from knowledge.base import Knowledge
from knowledge.class_tables import Cell, Row
from knowledge.figures import Figure


@dataclass(frozen=True, slots=True)
class CellAudit:
    """What was found of one cell. `claimed` is its number, or the range that its words were read as."""

    table: str
    model: str
    column: str
    metric: str
    claimed: Figure | None
    findings: tuple[Finding, ...]

    @property
    def decisive(self) -> Finding:
        """The finding that gives the verdict."""
        return audit.worst(self.findings)

    @property
    def verdict(self) -> Verdict:
        """The most severe verdict among the findings."""
        return self.decisive.verdict


def audit_tables(knowledge: Knowledge) -> tuple[CellAudit, ...]:
    """Every cell of both tables, in their order."""
    readings = read_readings()
    return tuple(
        cell
        for table in knowledge.class_tables
        for row in table.rows
        for cell in _RowAudit(knowledge, readings, table.id, row).cells()
    )


def audit_row(knowledge: Knowledge, model_id: str) -> tuple[CellAudit, ...]:
    """Every cell of the rows that are about one model; empty where the tables do not name it."""
    readings = read_readings()
    return tuple(
        cell
        for table in knowledge.class_tables
        for row in table.rows
        if row.model == model_id
        for cell in _RowAudit(knowledge, readings, table.id, row).cells()
    )


def audit_claim(knowledge: Knowledge, model_id: str, metric: str, claimed: Figure) -> tuple[Finding, ...]:
    """A claim that a person makes of a model, against everything that is known of the metric; the best fit first.

    `metric` is a metric of `knowledge`, or "inference_energy" with the basis "per-query" or "per-1k-tokens". Figures
    of one metric differ by what they count (`expected.basis`): the claim is set beside each.
    """
    evidence = Evidence(knowledge, read_readings(), model_id)
    if metric == "inference_energy":
        methods = evidence.inference_methods(per_query=claimed.basis == "per-query")
        return (audit.inference(claimed=claimed, methods=methods, method_agreement=evidence.method_agreement),)
    found = [audit.judged("reported", claimed, figure) for figure in evidence.each_reported(metric)]
    if not found:
        found = [audit.judged(check, claimed, expected) for check, expected in evidence.versions(metric)]
    return tuple(sorted(found, key=_misfit)) or (Finding("reported", Verdict.UNKNOWABLE, claimed),)


def audit_hardware_energy(
    knowledge: Knowledge,
    accelerator_id: str,
    *,
    claimed: Figure,
    count: Figure,
    hours: Figure,
    load: float | None = None,
    pue: float | None = None,
) -> Finding:
    """An energy (kWh) that a person claims for accelerators over a time, under a load and a PUE where they say so."""
    accelerator = knowledge.accelerator(accelerator_id)
    drawn = Evidence.of_hardware(knowledge, accelerator, count, hours, load=load, pue=pue)
    if drawn is None:
        return Finding("hardware-draw", Verdict.UNKNOWABLE, claimed)
    return audit.energy_of_hardware(claimed=claimed, drawn=drawn)


class _RowAudit:
    """Checks one row."""

    def __init__(self, knowledge: Knowledge, readings: Readings, table: str, row: Row) -> None:
        self._readings = readings
        self._table = table
        self._row = row
        self._evidence = Evidence(knowledge, readings, row.model, self._accelerators)

    def cells(self) -> Iterator[CellAudit]:
        """Each cell with its findings."""
        checks: Mapping[str, Callable[[Figure, bool], Iterator[Finding]]] = {
            "unit_price": self._unit_price,
            "count": self._reported("count"),
            "purchase_cost": self._purchase_cost,
            "time": self._time,
            "energy": self._energy,
            "power": self._reported("power"),
            "inference_energy": self._inference,
        }
        for cell in self._row.cells:
            claimed = self._claimed(cell)
            if cell.metric in checks and claimed is not None:
                findings = tuple(checks[cell.metric](claimed, cell.low is None))
            else:
                findings = (self._of_words(cell),)
            unknown = Finding("reported", Verdict.UNKNOWABLE, claimed)
            yield CellAudit(self._table, self._row.model, cell.column, cell.metric, claimed, findings or (unknown,))

    def _unit_price(self, claimed: Figure, _: bool) -> Iterator[Finding]:
        yield audit.unit_price(claimed=claimed, market=self._evidence.market_price)

    def _purchase_cost(self, claimed: Figure, _: bool) -> Iterator[Finding]:
        count, price = self._claim("count"), self._claim("unit_price")
        if count is not None:
            yield audit.hardware_cost(claimed=claimed, count=count, market=self._evidence.market_price)
        if count is not None and price is not None:
            yield audit.arithmetic(claimed=claimed, count=count, unit_price=price)
        yield from self._best_version("purchase_cost", claimed, words=False)

    def _time(self, claimed: Figure, words: bool) -> Iterator[Finding]:
        count, hours = self._claim("count"), self._evidence.accelerator_hours
        if count is not None and hours is not None:
            yield audit.hours_of_run(claimed=claimed, accelerator_hours=hours, count=count)
        yield from self._best_version("time", claimed, words)

    def _energy(self, claimed: Figure, words: bool) -> Iterator[Finding]:
        power, hours = self._claim("power"), self._claim("time")
        if power is not None and hours is not None:
            yield audit.power_times_time(claimed=claimed, power=power, hours=hours, words=words)
        count = self._claim("count") or self._evidence.count_bought_for(self._claim("purchase_cost"))
        drawn = None if count is None or hours is None else self._evidence.drawn_energy(count, hours)
        if drawn is not None and power is None and not words:
            yield audit.energy_of_hardware(claimed=claimed, drawn=drawn)
        yield from self._best_version("energy", claimed, words)

    def _inference(self, claimed: Figure, words: bool) -> Iterator[Finding]:
        yield audit.inference(
            claimed=claimed,
            methods=self._evidence.inference_methods(per_query=claimed.basis == "per-query"),
            method_agreement=self._evidence.method_agreement,
            words=words,
        )

    def _reported(self, metric: str) -> Callable[[Figure, bool], Iterator[Finding]]:
        def check(claimed: Figure, words: bool) -> Iterator[Finding]:
            yield from self._best_version(metric, claimed, words)

        return check

    def _best_version(self, metric: str, claimed: Figure, words: bool) -> Iterator[Finding]:
        """The claim against the model that it fits best, of those of which something is known."""
        found = [
            audit.judged(check, claimed, expected, words=words) for check, expected in self._evidence.versions(metric)
        ]
        if found:
            yield min(found, key=_misfit)

    def _of_words(self, cell: Cell) -> Finding:
        """A cell that is no quantity: accelerators, or a remark."""
        if cell.ids:
            return audit.reported_hardware(cell.ids, self._evidence.reported_accelerators)
        remark = self._readings.remarks.get(cell.words)
        return Finding("remark", Verdict.UNKNOWABLE if remark is None else remark.verdict)

    def _claimed(self, cell: Cell) -> Figure | None:
        """The number of a cell, or its words read as a range."""
        own = cell.figure(self._table, "")
        return own if own is not None else self._readings.range_of(cell.words, self._table)

    def _claim(self, metric: str) -> Figure | None:
        """What the row claims of a metric: a number rather than words."""
        cells = sorted((cell for cell in self._row.cells if cell.metric == metric), key=lambda cell: cell.low is None)
        return next((figure for cell in cells if (figure := self._claimed(cell)) is not None), None)

    @cached_property
    def _accelerators(self) -> tuple[str, ...]:
        return next((cell.ids for cell in self._row.cells if cell.ids), ())


def _misfit(finding: Finding) -> tuple[int, float]:
    """How badly a claim fits: by verdict, then by factor."""
    order = (Verdict.HOLDS, Verdict.PLAUSIBLE, Verdict.OFF, Verdict.UNKNOWABLE)
    factor = finding.factor or 1.0
    return order.index(finding.verdict), max(factor, 1 / factor)
