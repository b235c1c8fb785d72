"""The conditions under which accelerators run: what the question gave, and what is assumed where it did not."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from bot.answering.circumstances import Circumstances
from bot.answering.worksheet import Worksheet
from bot.question import AuditQuestion, ComparisonQuestion, HardwareQuestion, TrainingQuestion, UsageQuestion
from estimator.conversion import convert
from estimator.estimates import exact
from estimator.factors import unit_of
from estimator.priors import load_priors
from knowledge.base import Knowledge
from knowledge.entries import Accelerator, Place
from knowledge.errors import UnknownIdError
from knowledge.figures import Figure

Scenario = HardwareQuestion | TrainingQuestion | UsageQuestion | ComparisonQuestion | AuditQuestion
"""A question that may set the conditions under which accelerators run."""


@dataclass(frozen=True, slots=True)
class Running:
    """One accelerator and the conditions it runs under. Prices are None where none is on file or given."""

    tdp: Figure | None
    unit_price: Figure | None
    hourly_price: Figure | None
    load: Figure
    host_overhead: Figure
    pue: Figure
    power_price: Figure
    carbon_intensity: Figure
    site_water: Figure
    grid_water: Figure
    amortization_time: Figure
    server_cost_factor: Figure


def running_conditions(sheet: Worksheet, accelerator_id: str, given: Scenario, circumstances: Circumstances) -> Running:
    """Collect the conditions for an accelerator and record each on the sheet.

    A given utilization is the load, save in training, where it is the share of the peak performance (MFU). Where the
    power of this accelerator was measured in published runs, that replaces the general load and host overhead.
    """
    place = sheet.knowledge.place(given.region or circumstances.region or sheet.knowledge.default_place)
    accelerator = sheet.knowledge.accelerators[accelerator_id]
    sheet.name(accelerator.id, accelerator.short_name)
    sheet.place(place.id, place.alpha2)
    running = _usual(sheet.knowledge, accelerator, place)
    stated = {
        "unit_price": given.unit_price,
        "hourly_price": given.hourly_price,
        "load": None if isinstance(given, TrainingQuestion) else given.utilization,
        "pue": given.pue,
        "power_price": given.power_price,
    }
    changes = {name: exact(value, unit_of(name)) for name, value in stated.items() if value is not None}
    if changes:
        running = replace(running, **changes)
    for name in _CONDITIONS:
        figure = getattr(running, name)
        if figure is not None:
            sheet.assume(name, figure)
    return running


def _usual(knowledge: Knowledge, accelerator: Accelerator, place: Place) -> Running:
    """The conditions where a question gives none; collected once for each accelerator and place."""
    key = (_usual, accelerator.id, place.id)
    found: Running | None = knowledge.derived.get(key)
    if found is not None:
        return found

    def of_place(metric: str) -> Figure:
        on_file = place.figure(metric) or knowledge.places[knowledge.usual.world].figure(metric)
        if on_file is None:
            raise UnknownIdError("figure", f"places/{place.id}/{metric}")
        return on_file

    priors, assumed = load_priors(), knowledge.assumptions
    running = Running(
        tdp=_in_watts(accelerator.figure("tdp")),
        unit_price=accelerator.figure("purchase_cost"),
        hourly_price=accelerator.figure("rental_cost"),
        load=priors.load(accelerator.id) or assumed["accelerator_load"],
        host_overhead=priors.host_overhead(accelerator.id) or assumed["host_overhead"],
        pue=assumed["pue"],
        power_price=of_place("electricity_price"),
        carbon_intensity=of_place("carbon_intensity"),
        site_water=assumed["wue"],
        grid_water=of_place("off_site_water"),
        amortization_time=assumed["amortization_time"],
        server_cost_factor=assumed["server_cost_factor"],
    )
    knowledge.derived[key] = running
    return running


_CONDITIONS = tuple(field.name for field in fields(Running))


def _in_watts(power: Figure | None) -> Figure | None:
    """A power in the unit that datasheets print it in and formulas take it in."""
    return None if power is None else convert(power, "kW", "W")
