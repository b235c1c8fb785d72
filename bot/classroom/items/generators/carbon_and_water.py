"""Emissions and water."""

from __future__ import annotations

from bot.classroom.items.drawing import Chance, Territory
from bot.classroom.items.generating import CARBON, WATER, Draft
from bot.classroom.items.problems import Problem, answers, forgets, scales, slips, takes, turns_round
from estimator import conversion, hardware
from estimator.estimates import Estimate, exact, product
from estimator.factors import Value, factor
from knowledge.placeholders import Amount


def carbon_of_servers(chance: Chance) -> Draft:
    """Emissions of servers in a country, with their building."""
    place = chance.place("carbon_intensity")
    given = {
        "energy": Amount(chance.one_of(20, 50, 80, 100, 150, 200, 400, 500), "MWh"),
        "pue": Amount(chance.one_of(1.1, 1.15, 1.2, 1.3, 1.4, 1.5), ""),
        "carbon_intensity": chance.figure(f"places/{place.id}/carbon_intensity", "gCO2e/kWh", 3),
    }
    world = chance.knowledge.figure_at("places/WOR/carbon_intensity").central
    return Draft(
        Problem(_emissions, given),
        units=CARBON,
        shown={"place": Territory(place.alpha2)},
        wrong={
            "same-grid-everywhere": takes(carbon_intensity=world),
            "inverted": turns_round("pue"),
            "counted-twice": scales("pue", given["pue"].value),
        },
        digits=3,
    )


def moving_the_grid(chance: Chance) -> Draft:
    """How emissions change when the same work moves to another country."""
    first, second = chance.place("carbon_intensity"), chance.place("carbon_intensity")
    given = {
        "after": chance.figure(f"places/{second.id}/carbon_intensity", "gCO2e/kWh", 3),
        "before": chance.figure(f"places/{first.id}/carbon_intensity", "gCO2e/kWh", 3),
    }
    problem = Problem(_ratio, given)
    return Draft(
        problem,
        shown={"place_before": Territory(first.alpha2), "place_after": Territory(second.alpha2)},
        wrong={
            "same-grid-everywhere": answers(1),
            "inverted": answers(1 / problem.answer()),
            "part-for-whole": answers(abs(problem.answer() - 1)),
            "whole-for-part": answers(problem.answer() + 1),
            "counted-twice": slips(problem.answer()),
        },
        digits=2,
        smallest=0.1,
    )


def water_of_servers(chance: Chance) -> Draft:
    """Water of servers: on site and in making their electricity."""
    given = {
        "energy": Amount(chance.one_of(1, 2, 5, 10, 20, 50), "MWh"),
        "pue": Amount(chance.one_of(1.2, 1.25, 1.3, 1.4, 1.5), ""),
        "site_water": Amount(chance.one_of(0.5, 0.8, 1, 1.2, 1.5, 1.8), "L/kWh"),
        "grid_water": Amount(chance.one_of(1.5, 2, 2.5, 3, 4), "L/kWh"),
    }
    return Draft(
        Problem(_water, given),
        units=WATER,
        wrong={
            "site-water-only": takes(grid_water=0),
            "part-for-whole": takes(site_water=0),
            "no-pue": forgets("pue"),
            "counted-twice": takes(grid_water=given["grid_water"].value * given["pue"].value),
            "pue-for-wue": lambda problem: problem.answer(site_water=problem["site_water"] * problem["pue"]),
        },
        digits=3,
    )


def _emissions(*, energy: Value, pue: Value, carbon_intensity: Value) -> Estimate:
    at_the_meter = product("kWh", factor("energy", energy), factor("pue", pue))
    return hardware.carbon(energy=at_the_meter, carbon_intensity=carbon_intensity)


def _ratio(*, after: float, before: float) -> Estimate:
    return conversion.everyday(exact(after), exact(before))


def _water(*, energy: Value, pue: Value, site_water: Value, grid_water: Value) -> Estimate:
    at_the_meter = product("kWh", factor("energy", energy), factor("pue", pue))
    return hardware.water(energy=at_the_meter, pue=pue, site_water=site_water, grid_water=grid_water)


GENERATORS = {
    "carbon-of-servers": carbon_of_servers,
    "moving-the-grid": moving_the_grid,
    "water-of-servers": water_of_servers,
}
