"""Published training runs as the fit of the priors sees them: what each run says of utilization and of power."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from estimator.factors import CONSTANTS
from estimator.power_fitting import PowerObservation
from estimator.priors import features_of
from estimator.runs import RunOnFile, runs_on_file
from knowledge.base import DATA_FOLDER, Knowledge
from knowledge.datafiles import read_yaml
from knowledge.entries import Accelerator
from knowledge.errors import KnowledgeError

FILE = "training-observations.yaml"

_METRICS = {"compute_published": "compute"}
_SECONDS = CONSTANTS["seconds_per_hour"].central
_OPERATIONS = CONSTANTS["operations_per_parameter_and_token"].central


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class ObservationRecord(_Record):
    """What of a run counts; see the head of the data file. A field that is given replaces what the run has on file."""

    family: str
    measure: Literal["hours", "ideal", "mfu", "throughput"] = Field(alias="from")
    compute: Literal["computed", "published"] = "computed"
    parameters_active: float | None = None
    tokens: float | None = None
    count: float | None = None
    hours: float | None = None
    accelerator_hours: float | None = None
    mfu: float | None = None
    tokens_per_second: float | None = None
    flop_per_second: float | None = None
    note: str = ""


class Availability(_Record):
    """The share of a published speed that is left over all hours held, and where that comes from."""

    value: float = Field(gt=0, le=1)
    note: str


class PowerRecord(_Record):
    """What of a run says how much power its accelerators drew."""

    family: str
    measure: Literal["power", "energy"] = Field(alias="from")


class ObservationsFile(_Record):
    """The whole data file."""

    availability: Availability
    generations: Mapping[str, tuple[str, ...]]
    utilization: Mapping[str, ObservationRecord]
    power: Mapping[str, PowerRecord]


@dataclass(frozen=True, slots=True)
class Observation:
    """The utilization of one run, with what the model explains it by."""

    run: str
    family: str
    accelerator: str
    features: Mapping[str, float]
    utilization: float

    @property
    def target(self) -> float:
        """What is modelled: the natural logarithm of the utilization."""
        return math.log(self.utilization)


def read_observations_file(folder: Path | None = None) -> ObservationsFile:
    """The choices of what counts. Raises KnowledgeError where the file is missing or wrong."""
    try:
        return ObservationsFile.model_validate(read_yaml((folder or DATA_FOLDER) / FILE))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise KnowledgeError(FILE, "", ".".join(map(str, first["loc"])), first["msg"]) from error


def utilizations(knowledge: Knowledge, file: ObservationsFile) -> tuple[Observation, ...]:
    """The utilization of every run that the file names. Raises KnowledgeError for what a run does not have on file."""
    runs = _by_id(knowledge, file.utilization)
    return tuple(_observation(runs[name], record, file) for name, record in file.utilization.items())


def powers(knowledge: Knowledge, file: ObservationsFile) -> tuple[PowerObservation, ...]:
    """The power of every run that the file names. Raises KnowledgeError for what a run does not have on file."""
    runs = _by_id(knowledge, file.power)
    return tuple(_power(runs[name], record) for name, record in file.power.items())


def _by_id(knowledge: Knowledge, wanted: Iterable[str]) -> dict[str, RunOnFile]:
    runs = {on_file.run.id: on_file for on_file in runs_on_file(knowledge)}
    for name in wanted:
        if name not in runs:
            raise KnowledgeError(FILE, name, "", "is no training run on file")
    return runs


def _power(on_file: RunOnFile, record: PowerRecord) -> PowerObservation:
    accelerator = on_file.accelerator
    tdp = None if accelerator is None else accelerator.figure("tdp")
    drawn = on_file.figure("power_per_accelerator" if record.measure == "power" else "energy")
    hours, pue = on_file.accelerator_hours, on_file.published("pue")
    if accelerator is None or tdp is None or drawn is None:
        raise KnowledgeError(FILE, on_file.run.id, "", "has no power, or accelerators whose TDP is not on file")
    kilowatts = drawn.central
    if record.measure == "energy":
        if hours is None or pue is None:
            raise KnowledgeError(FILE, on_file.run.id, "", "has an energy but no hours or no PUE")
        kilowatts /= hours * pue
    return PowerObservation(
        run=on_file.run.id,
        family=record.family,
        accelerator=accelerator.id,
        ratio=kilowatts / tdp.central,
        sources=drawn.sources,
    )


def _observation(on_file: RunOnFile, record: ObservationRecord, file: ObservationsFile) -> Observation:
    accelerator, active = on_file.accelerator, _value(on_file, record, "parameters_active")
    if accelerator is None:
        raise KnowledgeError(FILE, on_file.run.id, "", "ran on no single kind of accelerator that is on file")
    generation = next((name for name, members in file.generations.items() if accelerator.id in members), None)
    if generation is None:
        raise KnowledgeError(FILE, accelerator.id, "generations", "belongs to no generation")
    return Observation(
        run=on_file.run.id,
        family=record.family,
        accelerator=accelerator.id,
        features=features_of(
            generation=generation,
            parameters_active=active,
            experts=on_file.experts or record.parameters_active is not None,
            count=record.count or on_file.count,
        ),
        utilization=_utilization(on_file, accelerator, record, file.availability.value),
    )


def _utilization(on_file: RunOnFile, accelerator: Accelerator, record: ObservationRecord, availability: float) -> float:
    """The share of the peak that ends up in the model over all hours held, by what the run says."""
    if record.measure == "mfu":
        return _value(on_file, record, "mfu") * availability
    peak = accelerator.figure("peak_flops")
    if peak is None:
        raise KnowledgeError(FILE, accelerator.id, "peak_flops", "is not on file")
    active = _value(on_file, record, "parameters_active")
    if record.measure == "throughput":
        speed = record.flop_per_second
        if speed is None:
            speed = _OPERATIONS * active * _value(on_file, record, "tokens_per_second")
        return speed * availability / (_value(on_file, record, "count") * peak.central)
    if record.compute == "published":
        compute = _value(on_file, record, "compute_published")
    else:
        compute = _OPERATIONS * active * _value(on_file, record, "tokens")
    held = availability if record.measure == "ideal" else 1.0
    return compute * held / (_hours(on_file, record) * _SECONDS * peak.central)


def _hours(on_file: RunOnFile, record: ObservationRecord) -> float:
    if record.hours is not None:
        return record.hours * _value(on_file, record, "count")
    return _value(on_file, record, "accelerator_hours")


def _value(on_file: RunOnFile, record: ObservationRecord, name: str) -> float:
    """A value that the record gives itself, or else one that the run has on file. Raises KnowledgeError."""
    value = getattr(record, name, None)
    if value is None:
        value = getattr(on_file, name, None) or on_file.published(_METRICS.get(name, name))
    time = on_file.published("time")
    if value is None and name == "accelerator_hours" and record.count is not None and time is not None:
        value = record.count * time
    if value is None:
        raise KnowledgeError(FILE, on_file.run.id, name, "is neither given nor on file")
    return float(value)
