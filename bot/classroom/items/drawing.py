"""Chance, repeatable: the same item and seed always draw the same numbers and things from what is on file."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import NamedTuple, TypeVar

from knowledge.base import Knowledge
from knowledge.entries import Accelerator, Entry, Measurement, Model, Place
from knowledge.placeholders import Amount, rounded
from knowledge.units import canonical

_GPU_MAKERS = frozenset({"NVIDIA", "AMD"})
_SMALLEST_MODEL = 1e9
_ORDINARY_PROMPT = 500
"""Tokens of input up to which a query is an ordinary one; with a pasted document it takes far more."""
_NEEDING_AN_ARTICLE = frozenset({"WOR", "USA", "GBR", "NLD", "ARE", "DOM", "PRI", "SLV"})
"""Places whose names take an article in a sentence in one of the languages: "in the Netherlands"."""

_Drawn = TypeVar("_Drawn")
_Thing = TypeVar("_Thing", bound=Entry)


class Territory(NamedTuple):
    """A country by its two-letter code, which each language names."""

    alpha2: str


class Chance:
    """Draws numbers and things. `sources` are those of every figure that was drawn."""

    def __init__(self, seed: str, knowledge: Knowledge) -> None:
        self._random = Random(seed)  # noqa: S311 - repeatable, not secret
        self._sources: dict[str, None] = {}
        self.knowledge = knowledge

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of what was drawn, each once."""
        return tuple(self._sources)

    def one_of(self, *values: _Drawn) -> _Drawn:
        """One of the values."""
        return self._random.choice(values)

    def weighted(self, values: Sequence[_Drawn], weights: Sequence[float]) -> _Drawn:
        """One of the values, the likelier the more it weighs."""
        return self._random.choices(values, weights)[0]

    def figure(self, path: str, unit: str = "", digits: int | None = None) -> Amount:
        """A figure on file as it is shown, in a unit; problems are worked out with what is shown."""
        figure = self.knowledge.figure_at(path)
        self._sources.update(dict.fromkeys(figure.sources))
        return Amount(rounded(figure.central / canonical(1, unit), digits), unit)

    def gpu(self, *metrics: str) -> Accelerator:
        """A GPU that has these figures from good sources."""
        gpus = (gpu for gpu in self.knowledge.accelerators.values() if gpu.vendor in _GPU_MAKERS)
        return self.one_of(*(gpu for gpu in gpus if _has(gpu, metrics)))

    def model(self, *metrics: str, dense: bool, shaped: bool = False) -> Model:
        """A model that has these figures from good sources: dense or a mixture of experts.

        `shaped`: one whose layers and heads are on file, with several heads of keys and values, as most have.
        """
        models = (
            model
            for model in self.knowledge.models.values()
            if model.form == "model"
            and _has(model, ("parameters", *metrics))
            and dense == (model.figure("parameters_active") is None)
            and (not shaped or _has_heads(model))
        )
        return self.one_of(*(model for model in models if _parameters(model) >= _SMALLEST_MODEL))

    def place(self, *metrics: str) -> Place:
        """A country that has these figures."""
        places = (place for place in self.knowledge.places.values() if place.id not in _NEEDING_AN_ARTICLE)
        return self.one_of(*(place for place in places if all(place.figure(metric) for metric in metrics)))

    def query(self) -> tuple[Measurement, Model]:
        """A published figure of what an ordinary query takes, with the model or product that it is about."""
        found = (
            (measurement, self.knowledge.models[measurement.models[0]])
            for measurement in self.knowledge.inference.values()
            if measurement.per == "query"
            and (measurement.input_tokens or 0) <= _ORDINARY_PROMPT
            and measurement.quality in {"high", "medium"}
            and measurement.models
            and measurement.figure("energy")
        )
        return self.one_of(*found)


def _has(thing: _Thing, metrics: Sequence[str]) -> bool:
    """Whether a thing has every metric, read on a named page and of this thing alone."""
    figures = [thing.figure(metric) for metric in metrics]
    return all(figure is not None and not figure.weak for figure in figures)


def _has_heads(model: Model) -> bool:
    shape = model.architecture
    return shape is not None and shape.kv_cache_elements is None and shape.kv_heads > 1


def _parameters(model: Model) -> float:
    figure = model.figure("parameters")
    return 0.0 if figure is None or not figure.is_exact else figure.central
