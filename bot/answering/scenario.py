"""The conditions under which accelerators run: what the question gave, and what is assumed where it did not."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.circumstances import Circumstances
from bot.answering.worksheet import Worksheet
from bot.question import AuditQuestion, ComparisonQuestion, HardwareQuestion, TrainingQuestion, UsageQuestion
from estimator.conversion import convert
from estimator.estimates import exact
from estimator.priors import load_priors
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
    knowledge = sheet.knowledge
    accelerator = knowledge.accelerators[accelerator_id]
    priors = load_priors()
    place = knowledge.place(given.region or circumstances.region or knowledge.default_place)
    sheet.name(accelerator.id, accelerator.short_name)
    sheet.place(place.id, place.alpha2)

    def priced(name: str, given_value: float | None, unit: str, on_file: Figure | None) -> Figure | None:
        """What the question gives, else what is on file; None where that is nothing."""
        figure = on_file if given_value is None else exact(given_value, unit)
        return None if figure is None else sheet.assume(name, figure)

    def assumed(name: str, assumption: str, given_value: float | None = None, measured: Figure | None = None) -> Figure:
        on_file = measured or knowledge.assumptions[assumption]
        return sheet.assume(name, on_file if given_value is None else exact(given_value, on_file.unit))

    def of_place(name: str, metric: str, given_value: float | None = None) -> Figure:
        on_file = place.figure(metric) or knowledge.places["WOR"].figure(metric)
        if on_file is None:
            raise UnknownIdError("figure", f"places/{place.id}/{metric}")
        return sheet.assume(name, on_file if given_value is None else exact(given_value, on_file.unit))

    return Running(
        tdp=priced("tdp", None, "W", _in_watts(accelerator.figure("tdp"))),
        unit_price=priced("unit_price", given.unit_price, "USD", accelerator.figure("purchase_cost")),
        hourly_price=priced("hourly_price", given.hourly_price, "USD/h", accelerator.figure("rental_cost")),
        load=assumed(
            "load",
            "accelerator_load",
            None if isinstance(given, TrainingQuestion) else given.utilization,
            priors.load(accelerator.id),
        ),
        host_overhead=assumed("host_overhead", "host_overhead", None, priors.host_overhead(accelerator.id)),
        pue=assumed("pue", "pue", given.pue),
        power_price=of_place("power_price", "electricity_price", given.power_price),
        carbon_intensity=of_place("carbon_intensity", "carbon_intensity"),
        site_water=assumed("site_water", "wue"),
        grid_water=of_place("grid_water", "off_site_water"),
        amortization_time=assumed("amortization_time", "amortization_time"),
        server_cost_factor=assumed("server_cost_factor", "server_cost_factor"),
    )


def _in_watts(power: Figure | None) -> Figure | None:
    """A power in the unit that datasheets print it in and formulas take it in."""
    return None if power is None else convert(power, "kW", "W")
