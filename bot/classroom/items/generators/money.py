"""Rent, bills, and purchases spread over time."""

from __future__ import annotations

from bot.classroom.items.drawing import Chance, Territory
from bot.classroom.items.generating import Draft
from bot.classroom.items.problems import Problem, forgets, scales, slips, takes, turns_round
from estimator import hardware, inverses, owning, usage
from estimator.estimates import Estimate, Factor, product
from estimator.factors import Value, factor
from knowledge.placeholders import Amount, rounded, shown_amount

_HOURS_A_DAY = 24
_DAYS_A_YEAR = 365
_WITH_CENTS = 5
"""Digits of bills below a thousand dollars, whose parts must add up to the cent."""
_HOURS_A_YEAR = _DAYS_A_YEAR * _HOURS_A_DAY


def rent_of_a_cluster(chance: Chance) -> Draft:
    """The rent of so many GPUs for so many days."""
    gpu = chance.gpu("rental_cost")
    days = chance.one_of(2, 3, 5, 7, 10, 14, 30)
    given = {
        "count": Amount(chance.one_of(2, 4, 8, 16, 32, 64), ""),
        "hours": Amount(days, "day"),
        "hourly_price": chance.figure(f"accelerators/{gpu.id}/rental_cost", "USD/h"),
    }
    return Draft(
        Problem(hardware.rental_cost, given),
        units=("USD",),
        shown={"accelerator": gpu.short_name, "days": given["hours"], "hours": Amount(days * _HOURS_A_DAY, "h")},
        wrong={
            "time-unit-slip": (takes(hours=days), slips(_HOURS_A_DAY)),
            "counted-twice": scales("count", given["count"].value),
        },
    )


def hours_for_a_budget(chance: Chance) -> Draft:
    """Hours for which a budget rents so many GPUs."""
    gpu = chance.gpu("rental_cost")
    given = {
        "budget": Amount(chance.one_of(500, 1000, 2000, 5000, 10000, 20000), "USD"),
        "count": Amount(chance.one_of(2, 4, 8, 16, 32), ""),
        "hourly_price": chance.figure(f"accelerators/{gpu.id}/rental_cost", "USD/h"),
    }
    return Draft(
        Problem(inverses.hours_to_rent, given),
        units=("h",),
        shown={"accelerator": gpu.short_name},
        wrong={
            "inverted": turns_round("count"),
            "counted-twice": scales("count", given["count"].value),
            "time-unit-slip": slips(1 / _HOURS_A_DAY),
        },
        digits=3,
        smallest=1,
    )


def bill_of_electricity(chance: Chance) -> Draft:
    """The electricity bill of servers in a country, with their building."""
    place = chance.place("electricity_price")
    given = {
        "energy": Amount(chance.one_of(2, 5, 10, 20, 50, 80, 100), "MWh"),
        "pue": Amount(chance.one_of(1.1, 1.15, 1.2, 1.3, 1.4, 1.5), ""),
        "power_price": chance.figure(f"places/{place.id}/electricity_price", "USD/kWh", 3),
    }
    return Draft(
        Problem(_electricity, given),
        units=("USD",),
        shown={"place": Territory(place.alpha2)},
        wrong={
            "inverted": turns_round("pue"),
            "whole-for-part": takes(pue=given["pue"].value + 1),
            "counted-twice": scales("pue", given["pue"].value),
        },
        digits=3,
        smallest=1,
    )


def bill_of_tokens(chance: Chance) -> Draft:
    """The bill of queries to an API that charges what is read and what is written."""
    read, written = chance.one_of((0.5, 1.5), (1, 4), (2, 8), (2.5, 10), (3, 15), (5, 25))
    given = {
        "requests": Amount(chance.one_of(1000, 2000, 5000, 10000, 20000), ""),
        "input_tokens": Amount(chance.one_of(200, 500, 800, 1000, 1500, 2000), ""),
        "output_tokens": Amount(chance.one_of(100, 200, 300, 400, 500, 800), ""),
        "input_price": Amount(read, ""),
        "output_price": Amount(written, ""),
    }
    problem = Problem(_tokens, given)
    return Draft(
        problem,
        units=("USD",),
        shown={
            "queries": given["requests"],
            "input_price": Amount(read, "USD"),
            "output_price": Amount(written, "USD"),
            "input_cost": shown_amount(problem.answer(output_price=0), "USD", _WITH_CENTS),
            "output_cost": shown_amount(problem.answer(input_price=0), "USD", _WITH_CENTS),
        },
        wrong={
            "one-price-for-all-tokens": (takes(output_price=read), takes(input_price=written)),
            "part-for-whole": (takes(input_price=0), takes(output_price=0)),
            "inverted": takes(input_price=written, output_price=read),
        },
        digits=_WITH_CENTS,
        smallest=1,
    )


def price_of_an_hour(chance: Chance) -> Draft:
    """What a bought GPU costs for each hour of use."""
    gpu = chance.gpu("purchase_cost")
    years, daily = chance.one_of(3, 4, 5, 6), chance.one_of(4, 6, 8, 10, 12)
    given = {
        "unit_price": chance.figure(f"accelerators/{gpu.id}/purchase_cost", "USD"),
        "amortization_time": Amount(years, "year"),
        "daily": Amount(daily, ""),
    }
    return Draft(
        Problem(_per_hour_of_use, given),
        units=("USD",),
        shown={
            "accelerator": gpu.short_name,
            "years": given["amortization_time"],
            "year": Amount(_DAYS_A_YEAR, ""),
        },
        wrong={
            "calendar-for-use": takes(daily=_HOURS_A_DAY),
            "inverted": takes(daily=_HOURS_A_DAY**2 / daily),
            "time-unit-slip": forgets("daily"),
            "purchase-for-cost": takes(amortization_time=_HOURS_A_YEAR),
        },
        digits=3,
        smallest=0.1,
    )


def days_to_break_even(chance: Chance) -> Draft:
    """Days of partial use after which a purchase is even with the rent."""
    gpu = chance.gpu("purchase_cost", "rental_cost")
    daily = chance.one_of(4, 5, 6, 8, 10, 12)
    given = {
        "unit_price": chance.figure(f"accelerators/{gpu.id}/purchase_cost", "USD"),
        "hourly_price": chance.figure(f"accelerators/{gpu.id}/rental_cost", "USD/h"),
        "daily": Amount(daily, ""),
    }
    problem = Problem(_days_of_use, given)
    return Draft(
        problem,
        units=("day",),
        shown={
            "accelerator": gpu.short_name,
            "hours": Amount(rounded(problem.answer(daily=_HOURS_A_DAY), 3), "h"),
        },
        wrong={
            "calendar-for-use": takes(daily=_HOURS_A_DAY),
            "time-unit-slip": forgets("daily"),
            "inverted": turns_round("daily"),
            "counted-twice": scales("daily", daily),
        },
        digits=3,
    )


def share_of_a_purchase(chance: Chance) -> Draft:
    """The part of a cluster's price that one training uses up."""
    years, days = chance.one_of(3, 4, 5, 6), chance.one_of(20, 30, 45, 60, 90, 120)
    given = {
        "price": Amount(chance.one_of(2, 4, 5, 10, 20, 40, 50, 80) * 1e6, "USD"),
        "hours": Amount(days, "day"),
        "amortization_time": Amount(years, "year"),
    }
    return Draft(
        Problem(_used_up, given),
        units=("USD",),
        shown={
            "years": given["amortization_time"],
            "days": given["hours"],
            "year": Amount(_DAYS_A_YEAR, ""),
            "whole": Amount(years * _DAYS_A_YEAR, "day"),
        },
        wrong={
            "purchase-for-cost": lambda problem: problem["price"],
            "time-unit-slip": takes(amortization_time=_HOURS_A_YEAR),
            "part-for-whole": takes(hours=_HOURS_A_DAY),
            "counted-twice": scales("amortization_time", years),
        },
        digits=3,
    )


def _electricity(*, energy: Value, pue: Value, power_price: Value) -> Estimate:
    at_the_meter = product("kWh", factor("energy", energy), factor("pue", pue))
    return hardware.electricity_cost(energy=at_the_meter, power_price=power_price)


def _tokens(
    *, requests: Value, input_tokens: Value, output_tokens: Value, input_price: Value, output_price: Value
) -> Estimate:
    """USD; prices are per million tokens."""
    each = usage.cost_per_request(
        input_tokens=input_tokens, output_tokens=output_tokens, input_price=input_price, output_price=output_price
    )
    return usage.cost(requests=requests, cost_per_request=each)


def _per_hour_of_use(*, unit_price: Value, amortization_time: Value, daily: float) -> Estimate:
    """USD: an hour of use takes the share of the hardware of as many hours of the calendar as lie behind it."""
    return owning.amortized_hardware(
        count=1,
        unit_price=unit_price,
        server_cost_factor=1,
        hours=_HOURS_A_DAY / daily,
        amortization_time=amortization_time,
    )


def _days_of_use(*, unit_price: Value, hourly_price: Value, daily: float) -> Estimate:
    """Hours of the calendar in which a GPU in use for some hours a day has paid its price in rent."""
    in_use = inverses.hours_to_rent(budget=unit_price, count=1, hourly_price=hourly_price)
    return product("h", Factor("hours", in_use), factor("quantity", _HOURS_A_DAY / daily))


def _used_up(*, price: Value, hours: Value, amortization_time: Value) -> Estimate:
    return owning.amortized_hardware(
        count=1, unit_price=price, server_cost_factor=1, hours=hours, amortization_time=amortization_time
    )


GENERATORS = {
    "rent-of-a-cluster": rent_of_a_cluster,
    "hours-for-a-budget": hours_for_a_budget,
    "bill-of-electricity": bill_of_electricity,
    "bill-of-tokens": bill_of_tokens,
    "price-of-an-hour": price_of_an_hour,
    "days-to-break-even": days_to_break_even,
    "share-of-a-purchase": share_of_a_purchase,
}
