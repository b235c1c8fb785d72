"""The electricity of a country: what a kilowatt hour costs there and emits, and questions that use it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answer import Answer
from bot.answering.looking_up import say_bases
from bot.answering.periods import HOURS_PER_MONTH
from bot.answering.worksheet import Worksheet
from bot.question import HardwareQuestion, Metric, UnknownQuestion
from knowledge.base import Knowledge
from knowledge.entries import Place

_TOLD = ("electricity_price", "carbon_intensity")
_CALLED = {"electricity_price": "power_price"}
"""Figure on file -> what answers call it, where that is something else."""
_COUNT, _HOURS = 8, HOURS_PER_MONTH
"""One server of accelerators for a month: what the offered questions ask about."""
_OFFERED = {"electricity-there": Metric.ELECTRICITY_COST, "carbon-there": Metric.CARBON}


def answer_electricity(question: UnknownQuestion, knowledge: Knowledge) -> Answer:
    """The price and the carbon intensity of a country's electricity."""
    sheet = Worksheet(question, knowledge)
    place = knowledge.place(question.region or knowledge.default_place)
    put_figures(sheet, place, _TOLD)
    offer_scenarios(sheet, place.id)
    return sheet.answer()


def put_figures(sheet: Worksheet, place: Place, metrics: Iterable[str]) -> None:
    """Put the figures on file of a country on the sheet."""
    sheet.place(place.id, place.alpha2)
    for metric in metrics:
        figure = place.figure(metric)
        if figure is not None:
            sheet.values[_CALLED.get(metric, metric)] = figure
            say_bases(sheet, (figure,))


def offer_scenarios(sheet: Worksheet, place_id: str) -> None:
    """Offer what the usual accelerator costs in electricity there, and emits."""
    usual = sheet.knowledge.usual.accelerator
    sheet.name(usual, sheet.knowledge.accelerators[usual].short_name)
    for code, metric in _OFFERED.items():
        asked = HardwareQuestion(accelerators=(usual,), count=_COUNT, hours=_HOURS, region=place_id, metrics=(metric,))
        sheet.offer(code, asked)
