"""Numbers, units and proportions."""

from __future__ import annotations

from dataclasses import replace

from bot.classroom.items.drawing import Chance
from bot.classroom.items.generating import Draft
from bot.classroom.items.problems import Problem, answers, scales, slips, takes, turns_round
from estimator import conversion
from estimator.estimates import Estimate, exact, product
from estimator.factors import factor
from knowledge.placeholders import Amount, rounded

_MONTHS, _DAYS_A_YEAR = 12, 365
_STEP = 1000
"""From one prefix to the next."""
_ENGLISH = {"billion": 1e9, "trillion": 1e12}
_LOOKS_LIKE = {"billion": 1e12, "trillion": 1e18}
"""Spanish "billón" and "trillón" (long scale)."""

_HUNDREDS_OF_TOKENS = (4, 8, 10, 12, 16, 20, 24, 30, 36, 40, 60, 80, 100, 120, 200, 320, 640, 1000, 1280, 2000)
_TENS_OF_MWH = (2, 3, 5, 6, 8, 9, 10, 12, 15, 20, 25, 30, 35, 45, 60, 75, 90, 110, 130)
_STEPS = (("Wh", "kWh"), ("kWh", "MWh"), ("MWh", "GWh"), ("W", "kW"), ("kW", "MW"))


def words_of_tokens(chance: Chance) -> Draft:
    """English words in an amount of tokens."""
    given = {
        "tokens": Amount(100 * chance.one_of(*_HUNDREDS_OF_TOKENS), ""),
        "ratio": chance.figure("teaching/words_per_token"),
    }
    return Draft(
        Problem(_times, given),
        wrong={
            "tokens-for-words": takes(ratio=1),
            "inverted": turns_round("ratio"),
            "part-for-whole": takes(ratio=1 - given["ratio"].value),
            "counted-twice": scales("ratio", given["ratio"].value),
        },
        digits=3,
        whole=True,
    )


def english_billions(chance: Chance) -> Draft:
    """The number that an English word stands for."""
    word = chance.one_of("billion", "trillion")
    given = {
        "number": Amount(chance.one_of(2, 3, 4, 5, 7, 8, 12, 15, 18, 30, 40), ""),
        "size": Amount(_ENGLISH[word], ""),
    }
    return Draft(
        Problem(_word, given),
        units=("digits",),
        shown={"word": word},
        wrong={
            "billion-for-billon": takes(size=_LOOKS_LIKE[word]),
            "off-by-1000": slips(1 / _STEP),
            "order-of-magnitude-ignored": (slips(10), slips(1 / 10)),
        },
    )


def one_prefix_away(chance: Chance) -> Draft:
    """A quantity one prefix up or down."""
    small, large = chance.one_of(*_STEPS)
    if chance.one_of(True, False):
        unit, wanted = small, large
        value = chance.one_of(120.0, 250.0, 300.0, 450.0, 600.0, 750.0, 900.0, 1200.0, 2500.0)
    else:
        unit, wanted = large, small
        value = chance.one_of(0.25, 0.4, 0.5, 0.8, 1.2, 1.5, 2.4, 3.0, 4.5, 7.5)
    quantity = Amount(value, unit)
    return Draft(
        Problem(_same, {"amount": quantity}),
        units=(wanted,),
        shown={"quantity": quantity, "symbol": wanted},
        wrong={
            "off-by-1000": answers(conversion.in_canonical_unit(value, wanted).central),
            "inverted": slips(_STEP**2 if unit == small else 1 / _STEP**2),
            "order-of-magnitude-ignored": (slips(10), slips(1 / 10)),
        },
        smallest=0.0001,
    )


def how_much_faster(chance: Chance) -> Draft:
    """Percent between two percentages."""
    before, points = chance.one_of(20, 25, 30, 32, 40, 45), chance.one_of(5, 8, 10, 12, 15)
    given = {"before": Amount(before, "%"), "after": Amount(before + points, "%")}
    return Draft(
        Problem(_growth, given),
        units=("%",),
        shown={"ratio": Amount(rounded((before + points) / before, 4), "")},
        wrong={
            "points-for-percent": answers(points / 100),
            "inverted": answers(points / (before + points)),
            "whole-for-part": answers((before + points) / 100),
            "counted-twice": answers((before + points) / before),
        },
        digits=3,
    )


def homes_for_a_month(chance: Chance) -> Draft:
    """Homes that an amount of energy would be enough for, for a month."""
    home = chance.figure("equivalents/home-year-ecu/energy", "kWh")
    monthly = Amount(rounded(home.value / _MONTHS, 3), "kWh")
    given = {
        "energy": Amount(10 * chance.one_of(*_TENS_OF_MWH), "MWh"),
        "home": home,
        "months": Amount(_MONTHS, ""),
    }
    return Draft(
        Problem(_homes, given),
        shown={"monthly": monthly},
        wrong={
            "time-unit-slip": (takes(months=1), takes(months=_DAYS_A_YEAR)),
            "inverted": turns_round("months"),
            "counted-twice": scales("months", _MONTHS),
        },
        digits=2,
        whole=True,
    )


def _times(*, tokens: float, ratio: float) -> Estimate:
    return product("", factor("tokens", tokens), factor("quantity", ratio))


def _word(*, number: float, size: float) -> Estimate:
    return product("", factor("quantity", number), factor("quantity", size))


def _same(*, amount: float) -> Estimate:
    """A quantity in its canonical unit is what it is; only the unit it is shown in changes."""
    return product("", factor("quantity", amount))


def _growth(*, before: float, after: float) -> Estimate:
    ratio = conversion.everyday(exact(after), exact(before))
    return replace(ratio, low=ratio.low - 1, central=ratio.central - 1, high=ratio.high - 1)


def _homes(*, energy: float, home: float, months: float) -> Estimate:
    each = product("kWh", factor("energy", home), factor("quantity", months, -1))
    return conversion.everyday(exact(energy, "kWh"), each)


GENERATORS = {
    "words-of-tokens": words_of_tokens,
    "english-billions": english_billions,
    "one-prefix-away": one_prefix_away,
    "how-much-faster": how_much_faster,
    "homes-for-a-month": homes_for_a_month,
}
