"""What templates are given of scenarios: hardware in use, a training, the use of a model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.answer import Answer, TextValue
from bot.question import HardwareQuestion, TrainingQuestion, UsageQuestion
from bot.replying.explaining import factor_names
from bot.replying.localizer import Localizer
from bot.replying.presenting_values import resting_on, said, so_many
from bot.replying.showing import kind_of, shown_values
from knowledge.figures import Figure

_SEPARATOR = " · "
_MOST_METHODS = 4
_OF_A_PLACE = frozenset({"power_price", "carbon_intensity", "grid_water"})


def present_hardware(answer: Answer, formats: Localizer) -> dict[str, Any]:
    """The fleet as understood, for how long, and where."""
    question = answer.question
    assert isinstance(question, HardwareQuestion)  # noqa: S101 - the table of presenters says so
    assumed = {assumption.name: assumption.figure.central for assumption in answer.assumptions}
    in_hours = question.accelerator_hours if question.count is None else None
    hours = question.hours if question.hours is not None or "hours" not in _used(answer) else assumed.get("hours")
    shown = shown_values(answer)
    break_even = answer.values.get("break_even")
    if "owning_cost" not in shown and (break_even is None or shown.get("time") is not break_even):
        break_even = None
    return {
        "accelerator": " + ".join(answer.names[name] for name in question.accelerators if name in answer.names),
        "fleet_count": assumed.get("count", question.count) if in_hours is None else None,
        "accelerator_hours": in_hours,
        "hours": hours,
        "hours_in_words": hours is not None and formats.duration(hours) != formats.value(hours, "h", None),
        "place": _place(answer, question.region),
        "break_even": None if break_even is None else said("break_even", break_even, formats),
    }


def present_training(answer: Answer, formats: Localizer) -> dict[str, Any]:
    """What is trained, on what and where, and what was published of the model's own training."""
    question = answer.question
    assert isinstance(question, TrainingQuestion)  # noqa: S101 - the table of presenters says so
    return {
        "understood": _SEPARATOR.join(_of_training(answer, question, formats)),
        "place": _place(answer, question.region),
        "published": list(_published(answer, formats)),
    }


def present_usage(answer: Answer, formats: Localizer) -> dict[str, Any]:
    """Which model is used how much, or served on what; and what each method says of its energy."""
    question = answer.question
    assert isinstance(question, UsageQuestion)  # noqa: S101 - the table of presenters says so
    serving = kind_of(answer) == "serving"
    parts = _of_serving(answer, question, formats) if serving else _of_use(answer, question, formats)
    return {
        "understood": _SEPARATOR.join(parts),
        "place": _place(answer, question.region),
        "serving": serving,
        "methods": [] if serving else list(_methods(answer, formats)),
        "provider": answer.texts.get("provider", ""),
    }


def _place(answer: Answer, region: str | None) -> str | None:
    """The country, where the person named it or something shown depends on its electricity."""
    of_it = region is not None or not _OF_A_PLACE.isdisjoint(_used(answer))
    return next(iter(answer.places.values()), None) if of_it else None


def _used(answer: Answer) -> set[str]:
    """The names of everything that the shown values were computed from."""
    return factor_names(shown_values(answer).values())


def _of_training(answer: Answer, question: TrainingQuestion, formats: Localizer) -> Iterator[str]:
    hardware = answer.values.get("hardware")
    accelerators = {*question.accelerators, *getattr(hardware, "ids", ())}
    yield from (name for one, name in answer.names.items() if one not in accelerators)
    for metric, given in (
        ("parameters", question.parameters),
        ("tokens", question.tokens),
        ("compute", question.compute),
    ):
        if given is not None:
            if metric == "tokens":
                yield so_many("understood-tokens", given, formats)
                continue
            amount = formats.value(given, "FLOP") if metric == "compute" else formats.number_of(given)
            yield formats.text(f"understood-{metric}", amount=amount)
    on = [answer.names[one] for one in accelerators if one in answer.names]
    if on and hardware is not None:
        assumed = next((one.figure.central for one in answer.assumptions if one.name == "count"), None)
        count = question.count if question.count is not None else assumed
        yield on[0] if count is None else f"{formats.number(count)} × {on[0]}"
    if question.accelerator_hours is not None:
        amount = formats.number_of(question.accelerator_hours)
        yield formats.text("understood-accelerator-hours", amount=amount)
    if question.hours is not None:
        yield formats.duration(question.hours)
    if question.hours_per_day is not None:
        yield formats.text("given-hours-per-day", hours=formats.value(question.hours_per_day, "h", None))


def _published(answer: Answer, formats: Localizer) -> Iterator[tuple[str, str, str, str]]:
    """Of the model's real training: metric, value, what it rests on and the hardware, for the metrics shown."""
    used = next(iter(answer.evidence.get("hardware", ())), None)
    hardware = used if isinstance(used, TextValue) and used.count is not None else None
    for metric in shown_values(answer):
        for value in answer.evidence.get(metric, ())[:1]:
            on = said("hardware", hardware, formats).whole if hardware is not None and metric != "hardware" else ""
            yield metric, said(metric, value, formats).whole, resting_on(value, formats), on


def _of_use(answer: Answer, question: UsageQuestion, formats: Localizer) -> Iterator[str]:
    yield _SEPARATOR.join(dict.fromkeys(answer.names.values()))
    requests = answer.values.get("requests")
    asked = question.requests is not None or question.requests_per_day is not None
    if asked and isinstance(requests, Figure):
        yield so_many("understood-requests", requests.central, formats)
    for name, given in (
        ("input-tokens", question.input_tokens),
        ("output-tokens", question.output_tokens),
        ("tokens", question.tokens),
    ):
        if given is not None:
            yield so_many(f"understood-{name}", given, formats)


def _of_serving(answer: Answer, question: UsageQuestion, formats: Localizer) -> Iterator[str]:
    accelerators = set(question.accelerators) | set(getattr(answer.values.get("hardware"), "ids", ()))
    for model_id, name in answer.names.items():
        if model_id not in accelerators:
            yield name
    if question.parameters is not None:
        yield formats.text("understood-parameters", amount=formats.number_of(question.parameters))
    on = [answer.names[one] for one in accelerators if one in answer.names]
    if on:
        count = "" if question.count is None else f"{formats.number(question.count)} × "
        yield count + " / ".join(on)
    for name, given in (
        ("requests", question.requests),
        ("requests-per-day", question.requests_per_day),
        ("tokens", question.tokens),
        ("output-tokens", question.output_tokens),
    ):
        if given is not None:
            yield so_many(f"understood-{name}", given, formats)
    if question.hours is not None:
        yield formats.duration(question.hours)


def _methods(answer: Answer, formats: Localizer) -> Iterator[tuple[str, str]]:
    """The energy by each method, by name; nothing where there is one only, or where energy is not shown."""
    figures = answer.evidence.get("energy", ())
    if "energy" not in shown_values(answer) or len(figures) < 2:
        return
    for figure in figures[:_MOST_METHODS]:
        if isinstance(figure, Figure):
            yield figure.by, said("energy", figure, formats).whole
