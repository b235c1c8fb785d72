"""What is to be trained: parameters, tokens and compute, as given, as a named model has them, or else as is usual."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from bot.answering.looking_up import leading_figure
from bot.answering.worksheet import Worksheet
from bot.question import TrainingQuestion
from estimator import training
from estimator.estimates import Factor, exact, product
from knowledge.base import Knowledge
from knowledge.entries import Model
from knowledge.figures import Figure, Kind

_SIMILAR_SIZE = 2.0
"""A model is of similar size up to this factor."""
_SIMILAR_AGE = 1
"""Years before and after in which a model is of similar age."""
_FEWEST_PEERS = 3
_ONE_IN = 20
"""One in so many is left out at either end of what models of similar size and age show: a 90 % interval."""
_FIRM = frozenset({Kind.DISCLOSED, Kind.GIVEN})


@dataclass(frozen=True, slots=True)
class Workload:
    """The training that is asked about; None for what is sought or not needed.

    `parameters` are all of them, `parameters_active` those that work on each token.
    """

    parameters: Figure | None = None
    parameters_active: Figure | None = None
    tokens: Figure | None = None
    compute: Figure | None = None
    model: Model | None = None


def workload(sheet: Worksheet, question: TrainingQuestion, model: Model | None) -> Workload:
    """Collect what is known of the training before anything is sought or assumed."""
    knowledge = sheet.knowledge
    given_parameters = _given(question.parameters)
    given_tokens = _given(question.tokens)
    given_compute = _given(question.compute, "FLOP")
    if model is None:
        return Workload(given_parameters, given_parameters, given_tokens, given_compute)
    parameters = given_parameters or _of(sheet, model, "parameters")
    active = given_parameters or _of(sheet, model, "parameters_active") or parameters
    tokens = given_tokens or _of(sheet, model, "tokens")
    compute = given_compute
    own_size = given_parameters is None and given_tokens is None
    on_file = leading_figure(knowledge, model, "compute") if own_size and compute is None else None
    if on_file is not None and not _both_firm(active, tokens):
        compute = sheet.assume("compute", on_file)
    if tokens is None and compute is None and parameters is not None:
        tokens = _tokens_of_peers(sheet, model, parameters)
    return Workload(parameters, active, tokens, compute, model)


def completed(sheet: Worksheet, work: Workload, *, noted: bool = True) -> Workload:
    """The workload with its compute, and the missing one of parameters and tokens taken as one learns most from.

    `noted` says whether the person is told: a size that only utilization depends on is not worth it.
    """
    parameters, active, tokens, compute = work.parameters, work.parameters_active, work.tokens, work.compute
    if compute is not None:
        if active is None and tokens is None:
            active = training.optimal_parameters(compute=compute, tokens_per_parameter=_ratio(sheet, noted=noted))
            tokens = training.optimal_tokens(compute=compute, tokens_per_parameter=_ratio(sheet, noted=noted))
        elif active is None and tokens is not None:
            active = training.parameters_for(compute=compute, tokens=tokens)
        elif active is not None and tokens is None:
            tokens = training.tokens_for(compute=compute, parameters=active)
    elif active is not None and tokens is None:
        tokens = training.tokens_for_size(parameters=active, tokens_per_parameter=_ratio(sheet, noted=noted))
    elif active is None and tokens is not None:
        active = product("", Factor("tokens", tokens), Factor("tokens_per_parameter", _ratio(sheet, noted=noted), -1))
    if compute is None and active is not None and tokens is not None:
        compute = training.compute(parameters=active, tokens=tokens)
    return Workload(parameters or active, active, tokens, compute, work.model)


def representative(sheet: Worksheet, model: Model) -> Model:
    """The model itself or, of a family or product, the largest model that it offers and whose training is known."""
    if not model.offers:
        return model
    offered = [sheet.knowledge.models[one] for one in model.offers]
    sizes = {one.id: _size(sheet.knowledge, one) for one in offered}
    chosen = max(offered, key=lambda one: sizes[one.id])
    if sizes[chosen.id] <= 0:
        return model
    sheet.notice("family-taken", family=model.name, model=chosen.name)
    for other in offered:
        if other.id != chosen.id and sizes[other.id] > 0:
            sheet.suggest("with-model", models=(other.id,))
    return chosen


def _given(value: float | None, unit: str = "") -> Figure | None:
    return None if value is None else exact(value, unit)


def _of(sheet: Worksheet, model: Model, metric: str) -> Figure | None:
    figure = leading_figure(sheet.knowledge, model, metric)
    return None if figure is None else sheet.assume(metric, figure)


def _both_firm(active: Figure | None, tokens: Figure | None) -> bool:
    """Whether size and data were published, so that compute follows from them better than from anybody's estimate."""
    return active is not None and tokens is not None and {active.kind, tokens.kind} <= _FIRM


def _size(knowledge: Knowledge, model: Model) -> float:
    """How large a model is, where enough of its training is known to work with; else nothing."""
    parameters = leading_figure(knowledge, model, "parameters")
    if parameters is None:
        return 0.0
    known = leading_figure(knowledge, model, "tokens") or leading_figure(knowledge, model, "compute")
    return parameters.central if known else 0.0


def _ratio(sheet: Worksheet, *, noted: bool) -> Figure:
    if noted:
        sheet.notice("compute-optimal")
    return sheet.assume("tokens_per_parameter", sheet.knowledge.assumptions["tokens_per_parameter"])


def _tokens_of_peers(sheet: Worksheet, model: Model, parameters: Figure) -> Figure | None:
    """The tokens of models of similar size and age that published theirs, where this one did not."""
    peers = sorted(_peers(sheet.knowledge, model, parameters.central), key=lambda figure: figure.central)
    if len(peers) < _FEWEST_PEERS:
        return None
    central = math.exp(sum(math.log(peer.central) for peer in peers) / len(peers))
    sources = tuple(dict.fromkeys(source for peer in peers for source in peer.sources))
    sheet.notice("tokens-of-peers", number=len(peers))
    outermost = len(peers) // _ONE_IN
    figure = Figure(
        low=peers[outermost].central,
        central=central,
        high=peers[-1 - outermost].central,
        unit="",
        kind=Kind.ASSUMPTION,
        sources=sources,
        as_of=max(peer.as_of for peer in peers),
    )
    return sheet.assume("tokens", figure)


def _peers(knowledge: Knowledge, model: Model, parameters: float) -> Iterator[Figure]:
    released = model.fact("release")
    if released is None:
        return
    year = int(released.text[:4])
    for other in knowledge.models.values():
        other_released = other.fact("release")
        size, tokens = leading_figure(knowledge, other, "parameters"), leading_figure(knowledge, other, "tokens")
        if other.form != "model" or other.id == model.id or other_released is None or size is None or tokens is None:
            continue
        near = 1 / _SIMILAR_SIZE <= size.central / parameters <= _SIMILAR_SIZE
        if near and abs(int(other_released.text[:4]) - year) <= _SIMILAR_AGE and tokens.kind in _FIRM:
            yield tokens
