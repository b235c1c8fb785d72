"""What the training of a model would come to, where nobody published it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.answer import Notice, TextValue
from bot.answering.circumstances import Circumstances
from bot.answering.looking_up import filed
from bot.answering.training import answer_training
from bot.question import TrainingQuestion
from estimator.estimates import Estimate
from knowledge.base import Knowledge
from knowledge.entries import Model

_ESTIMATED = frozenset(
    {"time", "accelerator_hours", "energy", "carbon", "water", "cost", "compute", "power", "electricity_cost"}
)
"""Metrics of a model's training that can be worked out where nobody published them."""
_TRAINED = frozenset({"model", "family"})
"""A product has no training of its own."""
_BY_COUNT = frozenset({"time", "power"})
"""Metrics that depend on how many accelerators work at a time: nothing is estimated where that is not known."""
_OF_THE_ESTIMATE = frozenset({"tokens-of-peers"})


@dataclass(frozen=True, slots=True)
class TrainingEstimates:
    """The estimates, by metric, and what is to be said of how they were made."""

    values: Mapping[str, Estimate] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()


def training_estimates(
    knowledge: Knowledge, model: Model, wanted: Collection[str], region: str | None, circumstances: Circumstances
) -> TrainingEstimates:
    """Those of the metrics wanted that can be worked out, on the accelerators known of the model or else claimed."""
    metrics = [metric for metric in wanted if metric in _ESTIMATED]
    if not metrics or model.form not in _TRAINED:
        return TrainingEstimates()
    answer = answer_training(_scenario(knowledge, model, region), knowledge, circumstances)
    codes = {notice.code for notice in answer.notices}
    found = {
        metric: value
        for metric in metrics
        if isinstance(value := answer.values.get(metric), Estimate)
        and not (metric in _BY_COUNT and "count-assumed" in codes)
    }
    if not found:
        return TrainingEstimates()
    notices = [notice for notice in answer.notices if notice.code in _OF_THE_ESTIMATE]
    taken = next((notice.data["model"] for notice in answer.notices if notice.code == "family-taken"), "")
    hardware = answer.values["hardware"]
    known = isinstance(hardware, TextValue) and hardware.count is not None
    if isinstance(hardware, TextValue) and known and _BY_COUNT.isdisjoint(found):
        data = {"accelerator": hardware.text, **({"model": taken} if taken else {})}
        notices.append(Notice(code="estimate-of-on" if taken else "estimate-on", data=data))
        return TrainingEstimates(found, tuple(notices))
    if taken:
        notices.append(Notice(code="estimate-of", data={"model": taken}))
    if isinstance(hardware, TextValue) and hardware.count is not None:
        notices.append(Notice(code="estimate-beside", data={"number": hardware.count, "accelerator": hardware.text}))
    return TrainingEstimates(found, tuple(notices))


def _scenario(knowledge: Knowledge, model: Model, region: str | None) -> TrainingQuestion:
    """The training of the model as it is known; on what the class tables claim where nothing is."""
    _, hardware, claimed = filed(knowledge, model, "hardware")
    if any(getattr(value, "ids", ()) for value in hardware) or not claimed:
        return TrainingQuestion(models=(model.id,), region=region)
    ids = getattr(claimed[0], "ids", ())
    return TrainingQuestion(
        models=(model.id,), accelerators=ids[:1], count=getattr(claimed[0], "count", None), region=region
    )
