"""The energy of using a model by every method there is, side by side, and what it emits and evaporates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answer import UnknownValue
from bot.answering.worksheet import Worksheet
from bot.question import UsageQuestion
from estimator import hardware
from estimator import usage as estimate
from estimator.ecologits_method import RequestImpacts, request_impacts
from estimator.estimates import exact
from estimator.usage import Method
from knowledge.entries import Measurement, Model, Place
from knowledge.figures import Figure, Kind

ECOLOGITS = "ecologits"
_NAMES = {ECOLOGITS: "EcoLogits"}
_DIFFER = 1.5
"""Methods that differ by less than this agree."""


def put_impacts(
    sheet: Worksheet,
    question: UsageQuestion,
    models: Sequence[Model],
    *,
    requests: Figure,
    input_tokens: Figure,
    output_tokens: Figure,
) -> None:
    """Put energy, carbon and water of the requests on the sheet; unknown where no method knows the model."""
    place = sheet.knowledge.place(question.region or sheet.knowledge.usual.serving_place)
    impacts = _ecologits(models, output_tokens)
    pue = _pue(sheet, question, impacts)
    host = sheet.knowledge.assumptions["host_overhead"]
    methods = list(_methods(sheet, models, impacts, input_tokens, output_tokens, host, pue))
    each = estimate.between(
        [method for method, _ in methods], method_agreement=sheet.knowledge.assumptions["method_agreement"]
    )
    if each is None:
        for metric in ("energy", "carbon", "water"):
            sheet.values[metric] = UnknownValue()
        sheet.notice("energy-of-use-unknown")
        return
    if len(methods) == 1:
        sheet.assume("method_agreement", sheet.knowledge.assumptions["method_agreement"])
    one = sheet.assume("energy_per_request", each)
    sheet.values["energy_per_request"] = one
    energy = estimate.energy(requests=requests, energy_per_request=one)
    sheet.values["energy"] = energy
    sheet.evidence["energy"] = tuple(
        replace(estimate.energy(requests=requests, energy_per_request=method.energy), by=name)
        for method, name in methods
    )
    _put_carbon_and_water(sheet, place, impacts, requests=requests, energy=energy, each=one, pue=pue)
    _say_how_far_apart(sheet, [method for method, _ in methods])
    if question.region is None:
        sheet.notice("served-from-usual-place")


def _say_how_far_apart(sheet: Worksheet, methods: Sequence[Method]) -> None:
    """By how many times the methods differ, noted where that is much."""
    if len(methods) < 2:
        return
    differ = estimate.factor_between(list(methods))
    sheet.values["methods_differ_by"] = exact(differ, "", Kind.COMPUTED)
    if differ >= _DIFFER:
        sheet.notice("methods-differ")


def _ecologits(models: Sequence[Model], output_tokens: Figure) -> RequestImpacts | None:
    for model in models:
        found = None if model.ecologits is None else request_impacts(model.ecologits, output_tokens=output_tokens)
        if found is not None:
            return found
    return None


def _pue(sheet: Worksheet, question: UsageQuestion, impacts: RequestImpacts | None) -> Figure:
    if question.pue is not None:
        return sheet.assume("pue", exact(question.pue))
    return sheet.assume("pue", impacts.pue if impacts is not None else sheet.knowledge.assumptions["pue"])


def _methods(
    sheet: Worksheet,
    models: Sequence[Model],
    impacts: RequestImpacts | None,
    input_tokens: Figure,
    output_tokens: Figure,
    host: Figure,
    pue: Figure,
) -> Iterator[tuple[Method, str]]:
    """The energy of one request by EcoLogits and by each published figure, with the name of who says so."""
    if impacts is not None:
        yield Method(ECOLOGITS, impacts.energy), _NAMES[ECOLOGITS]
    published = {one.id: one for model in models for one in sheet.knowledge.measurements_of(model.id)}
    for measurement in estimate.comparable(published.values(), input_tokens=input_tokens.central):
        energy = estimate.measured_request(measurement, output_tokens=output_tokens, host_overhead=host, pue=pue)
        if energy is not None and energy.central > 0:
            yield Method(measurement.id, energy), _said_by(sheet, measurement)


def _said_by(sheet: Worksheet, measurement: Measurement) -> str:
    """Who published a figure: by name or, where there is none, by the title of the source."""
    figure = measurement.figure("energy")
    assert figure is not None  # noqa: S101 - the caller has worked with it
    return figure.by or sheet.knowledge.sources[figure.sources[0]].title.split(",")[0]


def _put_carbon_and_water(
    sheet: Worksheet,
    place: Place,
    impacts: RequestImpacts | None,
    *,
    requests: Figure,
    energy: Figure,
    each: Figure,
    pue: Figure,
) -> None:
    sheet.place(place.id, place.alpha2)
    world = sheet.knowledge.place(sheet.knowledge.usual.world)
    intensity = place.figure("carbon_intensity") or world.figure("carbon_intensity")
    grid_water = place.figure("off_site_water") or world.figure("off_site_water")
    site_water = sheet.knowledge.assumptions["wue"] if impacts is None else impacts.site_water
    if intensity is not None:
        sheet.values["carbon"] = estimate.carbon(
            requests=requests,
            energy_per_request=each,
            carbon_intensity=sheet.assume("carbon_intensity", intensity),
            embodied_carbon=0 if impacts is None else impacts.embodied_carbon,
        )
    if grid_water is not None:
        sheet.values["water"] = hardware.water(
            energy=energy,
            pue=pue,
            site_water=sheet.assume("site_water", site_water),
            grid_water=sheet.assume("grid_water", grid_water),
        )
