"""A quantity in another unit, or in everyday terms."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import replace

from bot.answer import Answer
from bot.answering.circumstances import Circumstances
from bot.answering.measured import METRIC_OF_UNIT
from bot.answering.worksheet import Worksheet
from bot.question import PICTURED, SCENARIOS, ConversionQuestion, DefinitionQuestion, Metric
from estimator.conversion import best_equivalents, convert, convertible, in_canonical_unit
from estimator.estimates import Estimate, Factor, exact, product
from knowledge.base import Knowledge
from knowledge.figures import Figure, Kind
from knowledge.units import UNITS

_MOST_EQUIVALENTS = 5
_HOME = "home-year-"
_FAMILIAR = {"kgCO2e": "petrol-car-km", "L": "shower"}
"""What everybody knows, by the unit that it is measured in; of energy it is a home."""
_OTHER_UNITS = {
    "kWh": ("Wh", "kWh", "MWh", "GWh"),
    "kW": ("W", "kW", "MW", "GW"),
    "h": ("h", "day", "week", "month", "year"),
    "kgCO2e": ("gCO2e", "kgCO2e", "tCO2e"),
    "L": ("mL", "L", "m3"),
}
"""Units that a person may want a quantity in next."""

_LEAST_HANDY, _MOST_HANDY = 1, 1e5
"""Numbers between which a unit is worth offering."""

_LARGEST = 1e30
"""Beyond this no quantity is anything that exists."""


def answer_conversion(question: ConversionQuestion, knowledge: Knowledge, circumstances: Circumstances) -> Answer:
    """Convert the quantity; without a unit to convert to, tell it in everyday things."""
    sheet = Worksheet(question, knowledge)
    unit = question.unit or ""
    drawn = _drawn_before(sheet, question, circumstances)
    if drawn is not None:
        _tell(sheet, drawn, drawn.unit, circumstances)
    elif question.quantity is None or not math.isfinite(question.quantity):
        sheet.notice("which-quantity")
    elif unit not in UNITS or (question.to is not None and question.to not in UNITS):
        unknown = unit if unit not in UNITS else question.to
        sheet.notice("unit-not-known", unit=unknown or "")
    elif abs(question.quantity) > _LARGEST:
        sheet.notice("problem-number-too-large", text=f"{question.quantity:g}")
    elif question.hours is not None and _can_be_used_up(question.quantity, unit, question.hours):
        _use_up(sheet, question, question.hours)
    elif question.to is None:
        _tell(sheet, in_canonical_unit(question.quantity, unit), unit, circumstances)
    elif convertible(unit, question.to):
        _convert(sheet, question.quantity, unit, question.to)
    elif (UNITS[unit].canonical, UNITS[question.to].canonical) == ("kWh", "kgCO2e") and question.quantity > 0:
        _emit(sheet, question, circumstances)
    else:
        _refuse(sheet, UNITS[unit].canonical, UNITS[question.to].canonical)
    return sheet.answer()


def _can_be_used_up(quantity: float, unit: str, hours: float) -> bool:
    """Whether a quantity is a power that a time makes an energy of."""
    return UNITS[unit].canonical == "kW" and quantity >= 0 and 0 <= hours <= _LARGEST


def _drawn_before(sheet: Worksheet, question: ConversionQuestion, circumstances: Circumstances) -> Figure | None:
    """What the scenario before this question draws or emits, where the question states no quantity itself."""
    before = question.earlier
    if question.quantity is not None or before is None or before.intent not in SCENARIOS:
        return None
    from bot.answering.answerer import work_out  # it imports this module

    answer = work_out(before, sheet.knowledge, circumstances)
    asked = [metric for metric in getattr(before, "metrics", ()) if metric in PICTURED]
    drawn = answer.values.get(asked[0] if asked else Metric.ENERGY)
    if not isinstance(drawn, Figure):
        return None
    sheet.take_over(answer)
    return drawn


def _convert(sheet: Worksheet, quantity: float, unit: str, to: str) -> None:
    """The quantity in the other unit, as a product that shows how many of them one is."""
    canonical = in_canonical_unit(quantity, unit)
    sheet.values[METRIC_OF_UNIT[canonical.unit]] = canonical
    size = convert(1.0, unit, to).central
    converted: Figure = convert(quantity, unit, to)
    if quantity > 0 and size > 0:
        calculation = product(
            to,
            Factor("quantity", exact(quantity, unit)),
            Factor("unit_size", exact(size, f"{to}/{unit}", Kind.CONSTANT)),
        )
        # The bounds free of the last digits that a product would add.
        converted = replace(calculation, low=converted.low, central=converted.central, high=converted.high)
    sheet.converted = converted
    sheet.suggest("everyday", to=None)


def _told_in(estimate: Estimate, unit: str) -> Estimate:
    """The same in another unit, with the calculation that it came from."""
    low, central, high = (
        convert(end, estimate.unit, unit).central for end in (estimate.low, estimate.central, estimate.high)
    )
    return replace(estimate, unit=unit, low=low, central=central, high=high)


def _use_up(sheet: Worksheet, question: ConversionQuestion, hours: float) -> None:
    """The energy of a power that is kept up for a time, in the unit asked for."""
    power = in_canonical_unit(question.quantity or 0.0, question.unit or "")
    energy = product("kWh", Factor("power", power), Factor("hours", exact(hours, "h")))
    sheet.values["energy"] = energy
    to = question.to if question.to is not None and convertible("kWh", question.to) else energy.unit
    sheet.converted = _told_in(energy, to)
    sheet.offer("everyday", ConversionQuestion(quantity=energy.central, unit=energy.unit))


def _emit(sheet: Worksheet, question: ConversionQuestion, circumstances: Circumstances) -> None:
    """What an energy emits where it comes from, in the unit asked for."""
    place = sheet.knowledge.place(question.region or circumstances.region or sheet.knowledge.default_place)
    intensity = place.figure("carbon_intensity")
    if intensity is None:
        sheet.notice("units-measure-different-things")
        return
    sheet.place(place.id, place.alpha2)
    energy = in_canonical_unit(question.quantity or 0.0, question.unit or "")
    sheet.assume("carbon_intensity", intensity)
    carbon = product("kgCO2e", Factor("energy", energy), Factor("carbon_intensity", intensity))
    sheet.values["carbon"] = carbon
    sheet.converted = _told_in(carbon, question.to or carbon.unit)
    sheet.offer("everyday", ConversionQuestion(quantity=carbon.central, unit=carbon.unit))


def _tell(sheet: Worksheet, quantity: Figure, unit: str, circumstances: Circumstances) -> None:
    """How many everyday things the quantity is; a power is taken as kept up for a year."""
    sheet.values[METRIC_OF_UNIT[quantity.unit]] = quantity
    told = quantity
    if quantity.unit == "kW" and quantity.central > 0:
        told = _in_a_year(quantity)
        sheet.values["energy"] = told
        sheet.notice("kept-up-for-a-year")
    asked = getattr(sheet.question, "things", ())
    for name, count in _equivalents(sheet.knowledge, told, circumstances, asked).items():
        sheet.values[name] = count
        for language in sheet.knowledge.texts.languages:
            words = sheet.knowledge.texts.get(language, "equivalents", name)
            sheet.texts.setdefault(language, {}).setdefault("equivalents", {})[name] = words
    if not sheet.texts:
        sheet.notice("no-everyday-things")
    for other in _OTHER_UNITS.get(quantity.unit, ()):
        if other != unit and _LEAST_HANDY <= convert(quantity, quantity.unit, other).central < _MOST_HANDY:
            sheet.suggest("convert", to=other)


def _in_a_year(power: Figure) -> Estimate:
    """The energy of a power that is kept up for a year."""
    hours = exact(UNITS["year"].times, "h", Kind.CONSTANT)
    return product("kWh", Factor("power", power), Factor("hours_per_year", hours))


def _equivalents(
    knowledge: Knowledge, quantity: Figure, circumstances: Circumstances, asked: Collection[str]
) -> dict[str, Estimate]:
    """The everyday things that picture the quantity best: those asked for first, then the familiar one.

    The familiar one leads where the quantity is at least one of them. What was asked for stands there however many.
    """
    home = _home(knowledge, circumstances)
    figures = {
        name: figure
        for name, equivalent in knowledge.equivalents.items()
        if (name == home or not name.startswith(_HOME)) and (figure := equivalent.figure(equivalent.dimension))
    }
    counts = best_equivalents(quantity, figures, len(figures))
    whole = {name: count for name, count in counts.items() if count.central >= 1}
    familiar = {"kWh": home, **_FAMILIAR}.get(quantity.unit, "")
    first = [home if _HOME.startswith(name) else name for name in asked]
    first += [familiar] if familiar in whole else []
    chosen = {**{name: counts[name] for name in first if name in counts}, **(whole or counts)}
    return dict(list(chosen.items())[:_MOST_EQUIVALENTS])


def _home(knowledge: Knowledge, circumstances: Circumstances) -> str:
    """The home that the person knows: of their own country where its use is on file, else of the usual one."""
    for place in (circumstances.region, knowledge.default_place):
        if place is not None and f"{_HOME}{place.lower()}" in knowledge.equivalents:
            return f"{_HOME}{place.lower()}"
    return f"{_HOME}world"


def _refuse(sheet: Worksheet, measured: str, wanted: str) -> None:
    """Say that the units do not measure the same; power and energy are what people mix up most."""
    if {measured, wanted} == {"kWh", "kW"}:
        sheet.notice("power-is-not-energy")
        sheet.offer("define", DefinitionQuestion(terms=("power", "energy")))
    else:
        sheet.notice("units-measure-different-things")
    sheet.suggest("everyday", to=None)
