"""What the knowledge base has, lacks and rests on: the report of `make check-knowledge`."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.base import DATA_FOLDER, Knowledge
from knowledge.class_tables import Claim
from knowledge.datafiles import read_yaml
from knowledge.entries import Entry, Model
from knowledge.errors import KnowledgeError
from knowledge.figures import Figure, Kind

MODEL_METRICS = (
    "parameters",
    "parameters_active",
    "tokens",
    "compute",
    "accelerator_hours",
    "time",
    "energy",
    "carbon",
    "water",
    "cost",
    "context",
)
ACCELERATOR_METRICS = (
    "memory",
    "memory_bandwidth",
    "tdp",
    "peak_bf16_dense",
    "peak_fp8_dense",
    "purchase_cost",
    "rental_cost",
    "server_power",
)
PLACE_METRICS = ("carbon_intensity", "electricity_price", "off_site_water")
MOVING_METRICS = frozenset({"purchase_cost", "rental_cost", "electricity_price", "household_price"})
"""What changes from year to year, and so grows stale."""

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?")


@dataclass(frozen=True)
class Coverage:
    """How many entries have a figure for one metric, how many say that none was published, and who says nothing."""

    metric: str
    on_file: int
    not_published: int
    silent: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """Everything that a keeper of the data should look at. `missing` are required ids that are not on file."""

    missing: tuple[str, ...]
    models: tuple[Coverage, ...]
    accelerators: tuple[Coverage, ...]
    places: tuple[Coverage, ...]
    figures: int
    by_kind: Mapping[str, int]
    weak: tuple[str, ...]
    unnamed_sources: tuple[str, ...]
    stale: tuple[str, ...]
    claims: int
    claims_without_counterpart: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every required id is on file."""
        return not self.missing


def report(knowledge: Knowledge, today: datetime.date, stale_months: int = 24) -> Report:
    """Look the knowledge base through. Prices older than `stale_months` on `today` count as stale."""
    required = _required()
    entries = _entries(knowledge)
    placed = [(place, field, record) for place, entry in entries for field, record in entry.all_records()]
    unnamed = tuple(source.id for source in knowledge.sources.values() if not source.url)
    return Report(
        missing=tuple(_missing(knowledge, required)),
        models=_coverage(
            [model for name, model in knowledge.models.items() if name in required["models"]], MODEL_METRICS
        ),
        accelerators=_coverage(knowledge.accelerators.values(), ACCELERATOR_METRICS),
        places=_coverage(knowledge.places.values(), PLACE_METRICS),
        figures=len(placed),
        by_kind=Counter(record.kind.value for _, _, record in placed),
        weak=tuple(f"{place} {field}" for place, field, record in placed if record.figure(frozenset(unnamed)).weak),
        unnamed_sources=unnamed,
        stale=tuple(
            f"{place} {field}: {record.as_of}"
            for place, field, record in placed
            if field.split(".")[-2] in MOVING_METRICS and _age_in_months(record.as_of, today) > stale_months
        ),
        claims=len(knowledge.claims),
        claims_without_counterpart=tuple(
            f"{claim.model} {claim.cell.column}" for claim in knowledge.claims if not _has_counterpart(knowledge, claim)
        ),
    )


def lines(found: Report) -> Iterator[str]:
    """The report as text, a line at a time."""
    yield f"required ids that are missing: {', '.join(found.missing) or 'none'}"
    yield ""
    for title, coverages in (
        ("models", found.models),
        ("accelerators", found.accelerators),
        ("places", found.places),
    ):
        yield f"{title}: metric, with figures, not published, nothing said"
        for coverage in coverages:
            silent = f"  ({', '.join(coverage.silent)})" if 0 < len(coverage.silent) <= 12 else ""
            counts = f"{coverage.on_file:>4} {coverage.not_published:>4} {len(coverage.silent):>4}"
            yield f"  {coverage.metric:<18} {counts}{silent}"
        yield ""
    kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(found.by_kind.items()))
    yield f"figures: {found.figures} ({kinds})"
    yield from _listed("weak evidence (recalled, or on unnamed pages alone)", found.weak)
    yield from _listed("sources without an address", found.unnamed_sources)
    yield from _listed("stale prices", found.stale)
    yield from _listed(f"claims without a counterpart, of {found.claims}", found.claims_without_counterpart)


def _listed(title: str, items: tuple[str, ...]) -> Iterator[str]:
    yield f"{title}: {len(items)}"
    yield from (f"  {item}" for item in items)


def _required() -> Mapping[str, tuple[str, ...]]:
    content: Any = read_yaml(DATA_FOLDER / "required.yaml")
    if not isinstance(content, dict):
        raise KnowledgeError("required.yaml", "", "", "must be a mapping")
    return {kind: tuple(ids) for kind, ids in content.items()}


def _missing(knowledge: Knowledge, required: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    kinds = {"accelerators": knowledge.accelerators, "models": knowledge.models, "terms": knowledge.terms}
    for kind, ids in required.items():
        yield from (f"{kind}/{name}" for name in ids if name not in kinds[kind])


def _entries(knowledge: Knowledge) -> list[tuple[str, Entry]]:
    collections: dict[str, Mapping[str, Entry]] = {
        "accelerators": knowledge.accelerators,
        "models": knowledge.models,
        "places": knowledge.places,
        "operators": knowledge.operators,
        "equivalents": knowledge.equivalents,
        "inference": knowledge.inference,
    }
    return [(f"{name}/{entry.id}", entry) for name, entries in collections.items() for entry in entries.values()]


def _coverage(entries: Iterable[Entry], metrics: Iterable[str]) -> tuple[Coverage, ...]:
    entries = list(entries)
    coverages = []
    for metric in metrics:
        known = {entry.id for entry in entries if _beside_claims(entry.figures(metric))}
        unpublished = {entry.id for entry in entries if metric in entry.not_published} - known
        silent = tuple(entry.id for entry in entries if entry.id not in known | unpublished)
        coverages.append(Coverage(metric, len(known), len(unpublished), silent))
    return tuple(coverages)


def _beside_claims(figures: Iterable[Figure]) -> bool:
    return any(figure.kind is not Kind.CLASS_TABLE_CLAIM for figure in figures)


def _has_counterpart(knowledge: Knowledge, claim: Claim) -> bool:
    """Whether something else is on file that a claim can be held against: of the model, or of one that it offers."""
    metric = claim.cell.metric
    if not metric:
        return True
    model = knowledge.models[claim.model]
    models = [model, *(knowledge.models[offered] for offered in model.offers)]
    return any(_says(knowledge, candidate, metric) for candidate in models)


def _says(knowledge: Knowledge, model: Model, metric: str) -> bool:
    if metric == "hardware":
        return model.fact("hardware") is not None
    if metric == "unit_price":
        return True
    if metric == "inference_energy":
        return bool(knowledge.measurements_of(model.id)) or model.ecologits is not None
    return _beside_claims(model.figures("cost" if metric == "purchase_cost" else metric))


def _age_in_months(as_of: str, today: datetime.date) -> int:
    dates = [(int(year), int(month or 12)) for year, month in _DATE.findall(as_of)]
    if not dates:
        return 0
    year, month = max(dates)
    return (today.year - year) * 12 + today.month - month
