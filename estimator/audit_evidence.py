"""What is known of a model that a claim about it can be set beside."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from estimator import audit, hardware, training
from estimator.audit_readings import Readings
from estimator.ecologits_method import request_impacts
from estimator.estimates import exact, product
from estimator.factors import factor
from estimator.priors import load_priors
from estimator.usage import Method, comparable, measured_request
from knowledge.base import Knowledge
from knowledge.entries import Accelerator, Measurement, Model
from knowledge.figures import Figure, Kind
from knowledge.leading import NOT_THE_WHOLE

_BILLION = 1e9
_THOUSAND_TOKENS = exact(1000.0)


class Evidence:
    """Everything on file of one model, and of the models that a family or product stands for."""

    def __init__(
        self, knowledge: Knowledge, readings: Readings, model_id: str, accelerators: tuple[str, ...] = ()
    ) -> None:
        self._knowledge = knowledge
        self._readings = readings
        self._model = knowledge.model(model_id)
        self._claimed_accelerators = accelerators

    @property
    def method_agreement(self) -> Figure:
        """How far a single method of measuring use is trusted."""
        return self._knowledge.assumptions["method_agreement"]

    @cached_property
    def models(self) -> tuple[Model, ...]:
        """The model itself and, of a family or product, those of its models that its own developer trained."""
        offered = (self._knowledge.model(other) for other in self._model.offers)
        return (self._model, *(other for other in offered if other.maker == self._model.maker))

    @cached_property
    def reported_accelerators(self) -> tuple[str, ...]:
        """What the models are reported to have been trained on."""
        named = (other for model in self.models for other in _hardware(model))
        return tuple(dict.fromkeys(other for other in named if other in self._knowledge.accelerators))

    @cached_property
    def accelerator_hours(self) -> Figure | None:
        """Published accelerator-hours of the model or of its family as a whole."""
        return next(iter(self._reported(self._model, "accelerator_hours")), None)

    @property
    def market_price(self) -> Figure | None:
        """The market price of the accelerator claimed; of one that is not sold, the estimate of what it is worth."""
        accelerator = self._claimed
        return None if accelerator is None else accelerator.figure("purchase_cost")

    def count_bought_for(self, cost: Figure | None) -> Figure | None:
        """How many of the accelerators claimed a cost buys at market prices."""
        price = self.market_price
        if cost is None or price is None:
            return None
        return product("", factor("budget", cost), factor("unit_price", price, -1))

    def drawn_energy(self, count: Figure, hours: Figure) -> Figure | None:
        """What so many of the accelerators claimed draw over a time (kWh), whatever of it is counted."""
        return self.of_hardware(self._knowledge, self._claimed, count, hours)

    @staticmethod
    def of_hardware(
        knowledge: Knowledge,
        accelerator: Accelerator | None,
        count: Figure,
        hours: Figure,
        *,
        load: float | None = None,
        pue: float | None = None,
    ) -> Figure | None:
        """As `drawn_energy`, of any accelerator, with a given load or PUE; None where its power is not known.

        Who gives a PUE means what the data centre draws.
        """
        conditions = _conditions(knowledge, accelerator)
        if conditions is None:
            return None
        if load is not None:
            conditions["load"] = exact(load)
        if pue is not None:
            return hardware.energy(count=count, hours=hours, **{**conditions, "pue": exact(pue)})
        return audit.drawn_energy(count=count, hours=hours, **conditions)

    def versions(self, metric: str) -> Iterator[tuple[str, Figure]]:
        """The check that applies to each model, and what is reported of a metric or follows from what is reported.

        Where something is known of the family or product itself, its models are not asked.
        """
        own, *others = self.models
        known = self._known(own, metric)
        found = [known] if known is not None else [self._known(other, metric) for other in others]
        yield from (version for version in found if version is not None)

    def each_reported(self, metric: str) -> tuple[Figure, ...]:
        """Every figure that is reported of a metric, of all the models, one by one."""
        return tuple(figure for model in self.models for figure in self._reported(model, metric))

    def _known(self, model: Model, metric: str) -> tuple[str, Figure] | None:
        reported = audit.spanning(self._reported(model, metric))
        if reported is not None:
            return "reported", reported
        computed = self._computed(model, metric)
        return None if computed is None else ("computed", computed)

    def inference_methods(self, *, per_query: bool) -> tuple[Method, ...]:
        """Published figures of one query, or of 1,000 tokens written; by EcoLogits only where nothing is published."""
        assumed = self._knowledge.assumptions
        tokens = assumed["output_tokens_per_request"] if per_query else _THOUSAND_TOKENS
        asked = assumed["input_tokens_per_request"].central
        methods = [
            Method(one.id, energy)
            for one in comparable(self._measurements(), input_tokens=asked)
            if (energy := self._per_request(one, tokens, per_query=per_query)) is not None
        ]
        return tuple(methods or self._by_ecologits(tokens))

    def _per_request(self, one: Measurement, tokens: Figure, *, per_query: bool) -> Figure | None:
        assumed = self._knowledge.assumptions
        energy = measured_request(one, output_tokens=tokens, host_overhead=assumed["host_overhead"], pue=assumed["pue"])
        if energy is None or per_query or one.per != "query" or one.output_tokens is not None:
            return energy
        usual = assumed["output_tokens_per_request"]
        return product(
            "kWh", factor("energy_per_request", energy), factor("tokens", tokens), factor("output_tokens", usual, -1)
        )

    def _by_ecologits(self, tokens: Figure) -> list[Method]:
        found = [
            request_impacts(model.ecologits, output_tokens=tokens)
            for model in self.models
            if model.ecologits is not None
        ]
        return [Method("ecologits", impacts.energy) for impacts in found if impacts is not None]

    def _measurements(self) -> list[Measurement]:
        """Those of the models and of the products that offer them; of models alike in size where there are none.

        Of a product its own, and only without them those of the models that it offers, whoever made them.
        """
        measured = self._knowledge.inference.values()
        own = {model.id for model in self.models}
        if self._model.form == "product":
            own = {self._model.id}
            if not any(self._model.id in one.models for one in measured):
                own |= set(self._model.offers)
        offering = {
            model.id
            for model in self._knowledge.models.values()
            if own & set(model.offers) and model.maker == self._model.maker
        }
        named = [one for one in measured if (own | offering) & set(one.models)]
        if not named:
            alike = {model.id for model in self._knowledge.models.values() if self._alike(model)}
            named = [one for one in measured if alike & set(one.models)]
        size = self._size
        classes = self._readings.classes
        return named + [one for one in measured if size is not None and size >= classes.get(one.id, float("inf"))]

    def _alike(self, other: Model) -> bool:
        own, theirs = self._model.figure("parameters"), other.figure("parameters")
        if own is None or theirs is None or other.form != "model":
            return False
        ratio = own.central / theirs.central
        return max(ratio, 1 / ratio) <= self._readings.alike

    @cached_property
    def _size(self) -> float | None:
        """Parameters of the largest model, as reported or as EcoLogits takes them."""
        reported = [figure.central for model in self.models if (figure := model.figure("parameters")) is not None]
        taken = [
            max(model.ecologits.parameters) * 1e9
            for model in self.models
            if model.ecologits and model.ecologits.parameters
        ]
        return max((*reported, *taken), default=None)

    def _computed(self, model: Model, metric: str) -> Figure | None:
        """Energy or power from the accelerators and the time reported of a model, or from its compute."""
        accelerator = self._trained_on(model)
        conditions = _conditions(self._knowledge, accelerator)
        if accelerator is None or conditions is None:
            return None
        count, hours = (next(iter(self._reported(model, name)), None) for name in ("count", "time"))
        if metric == "power" and count is not None:
            return audit.drawn_power(count=count, **conditions)
        if metric != "energy":
            return None
        held = next(iter(self._reported(model, "accelerator_hours")), None)
        if held is None and (count is None or hours is None):
            count, hours = exact(1.0), self._hours_from_compute(model, accelerator)
        elif held is not None:
            count, hours = exact(1.0), held
        return None if count is None or hours is None else audit.drawn_energy(count=count, hours=hours, **conditions)

    def _hours_from_compute(self, model: Model, accelerator: Accelerator) -> Figure | None:
        compute = next(iter(self._reported(model, "compute")), None)
        peak = accelerator.figure("peak_flops")
        if compute is None or peak is None:
            return None
        parameters = model.figure("parameters_active") or model.figure("parameters")
        size = self._size if parameters is None else parameters.central
        if size is None:
            return None
        utilization = load_priors().utilization(accelerator=accelerator.id, parameters_active=size)
        return training.accelerator_hours(compute=compute, peak_flops=peak, utilization=utilization)

    def _trained_on(self, model: Model) -> Accelerator | None:
        """The accelerator reported for a model, or else the one claimed."""
        known = next((other for other in _hardware(model) if other in self._knowledge.accelerators), None)
        return self._knowledge.accelerators[known] if known else self._claimed

    @property
    def _claimed(self) -> Accelerator | None:
        first = next(iter(self._claimed_accelerators), None)
        return None if first is None else self._knowledge.accelerator(first)

    @staticmethod
    def _reported(model: Model, metric: str) -> list[Figure]:
        """What others than the class tables say of a model, counted whole; of a family, its total too."""
        apart = NOT_THE_WHOLE - ({"family-total"} if model.form == "family" else set())
        return [
            figure
            for figure in model.figures(metric)
            if figure.kind is not Kind.CLASS_TABLE_CLAIM and figure.basis not in apart
        ]


def _hardware(model: Model) -> Iterator[str]:
    """The ids of everything that a model and its runs are reported to have been trained on."""
    for holder in (model, *model.runs):
        for fact in holder.facts.get("hardware", ()):
            yield from fact.ids


def _conditions(knowledge: Knowledge, accelerator: Accelerator | None) -> dict[str, Figure] | None:
    """TDP, load, host overhead and PUE; None where the accelerator or its TDP is not known."""
    tdp = None if accelerator is None else accelerator.figure("tdp")
    if accelerator is None or tdp is None:
        return None
    assumed, priors = knowledge.assumptions, load_priors()
    return {
        "tdp": tdp,
        "load": priors.load(accelerator.id) or assumed["accelerator_load"],
        "host_overhead": priors.host_overhead(accelerator.id) or assumed["host_overhead"],
        "pue": assumed["pue"],
    }
