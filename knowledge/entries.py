"""What there is knowledge of: accelerators, models, places, operators of data centres. All immutable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal

from pydantic import Field, PrivateAttr

from knowledge.figures import Figure
from knowledge.leading import leading_first, market_price
from knowledge.names import Alias, NameKind
from knowledge.records import AliasRecord, Context, FactRecord, FigureRecord, Id, Record, Sources, Text

PRICES = frozenset({"purchase_cost", "rental_cost"})
"""Metrics of an accelerator whose leading figure is an interval made from several prices."""

_SAME_METRIC = {"peak_flops": "peak_bf16_dense"}
"""The contract's name of a metric -> the name under which figures are on file."""

_COST_BASES: Mapping[str, frozenset[str]] = {
    "purchase_cost": frozenset({"cluster-purchase"}),
    "rental_cost": frozenset({"cloud-rental", "assumed-rental-rate"}),
}
_ACCELERATORS_ALONE = frozenset({"accelerators", "accelerators-with-pue"})


class Entry(Record):
    """One thing with its names, its figures by metric and its facts.

    `name` is empty where the thing has a name in each language, in `knowledge/data/texts/`.
    """

    id: Id
    name: str = ""
    aliases: tuple[Text | AliasRecord, ...] = ()
    evidence: Mapping[str, tuple[FigureRecord, ...]] = Field(default={}, alias="figures")
    facts: Mapping[str, tuple[FactRecord, ...]] = {}
    not_published: tuple[str, ...] = ()
    not_published_sources: tuple[str, ...] = ()

    _context: Context | None = PrivateAttr(default=None)

    def bind(self, context: Context) -> None:
        """Give what figures need from outside; called once, by the loader."""
        self._context = context
        self.built.clear()

    @property
    def context(self) -> Context:
        """What the loader bound; the empty one for an entry that was made by hand."""
        return self._context or Context()

    def records(self, metric: str) -> tuple[FigureRecord, ...]:
        """The figures of one metric as they stand in the data file."""
        return self.evidence.get(_SAME_METRIC.get(metric, metric), ())

    def all_records(self) -> Iterator[tuple[str, FigureRecord]]:
        """Every figure on file with the field where it stands."""
        for metric, records in self.evidence.items():
            for position, record in enumerate(records):
                yield f"figures.{metric}.{position}", record

    def all_facts(self) -> Iterator[tuple[str, FactRecord]]:
        """Every fact on file with the field where it stands."""
        for name, facts in self.facts.items():
            for position, fact in enumerate(facts):
                yield f"facts.{name}.{position}", fact

    @cached_property
    def built(self) -> dict[str, tuple[Figure, ...]]:
        """Figures that were asked for, by metric: each is made once."""
        return {}

    def figures(self, metric: str) -> tuple[Figure, ...]:
        """Every figure on file for a metric in canonical units, the leading one first."""
        found = self.built.get(metric)
        if found is None:
            found = self.built[metric] = self._build(metric)
        return found

    def figure(self, metric: str) -> Figure | None:
        """The leading figure of a metric; None where nothing is on file."""
        figures = self.figures(metric)
        return figures[0] if figures else None

    def fact(self, name: str) -> FactRecord | None:
        """The leading fact of this name: what was read before what is recalled, else the order of the file."""
        return min(self.facts.get(name, ()), key=lambda fact: fact.weak, default=None)

    def _build(self, metric: str) -> tuple[Figure, ...]:
        unnamed = self.context.unnamed_sources
        return leading_first(metric, (record.figure(unnamed) for record in self.records(metric)))

    def names(self, kind: NameKind) -> Iterator[Alias]:
        """Every way to name this entry."""
        own = (self.name,) if self.name else ()
        for alias in (*own, *self.aliases):
            if isinstance(alias, str):
                yield Alias(kind=kind, id=self.id, text=alias)
            else:
                yield Alias(
                    kind=kind, id=self.id, text=alias.text, language=alias.language, needs_context=alias.in_context
                )


class Accelerator(Entry):
    """A chip or card that models are trained and run on. `counted_as` says what one of them is."""

    name: Text
    short_name: Text
    vendor: Text
    counted_as: Text
    sold: bool = True
    server_name: str = ""

    def _build(self, metric: str) -> tuple[Figure, ...]:
        figures = super()._build(metric)
        market = market_price(self.records(metric), self.context) if metric in PRICES else None
        return (market, *figures) if market else figures


class Maker(Record):
    """Who makes models or accelerators."""

    id: Id
    name: Text
    aliases: tuple[Text | AliasRecord, ...] = ()


class Place(Entry):
    """A country (id: ISO 3166-1 alpha-3) or the world (`WOR`), with its electricity. CLDR names it by `alpha2`."""

    id: str = Field(pattern="^[A-Z]{3}$")
    alpha2: str = Field(pattern="^([A-Z]{2}|001)$")


class Operator(Entry):
    """Who runs data centres, or a kind of data centre, with its PUE and WUE."""


class Equivalent(Entry):
    """An everyday thing that gives the scale of an energy, a carbon footprint or an amount of water."""

    dimension: Literal["energy", "carbon", "water"]


class Measurement(Entry):
    """A published figure of what using a model takes: a measurement, or an estimate of somebody else.

    Figures of `energy`, `carbon` and `water` are per `per`. `boundary` says how much of the machine is counted.
    """

    name: Text
    study: Id
    models: tuple[Id, ...] = ()
    per: Literal["query", "1k-output-tokens", "image", "search"]
    boundary: Literal["accelerators", "server", "data-centre", "life-cycle", "device", "not-stated"]
    quality: Literal["high", "medium", "low", "outlier", "superseded"]
    accelerator: str = ""
    precision: str = ""
    input_tokens: float | None = None
    output_tokens: float | None = None
    batch: float | None = None
    reasoning: bool = False
    note: str = ""


class EcologitsReference(Record):
    """How EcoLogits knows a model: by provider and name, or by the parameters that it is computed with.

    Parameters are in billions, `[low, high]` where they are a guess.
    """

    provider: Text
    name: str = ""
    parameters: tuple[float, ...] = Field(default=(), max_length=2)
    parameters_active: tuple[float, ...] = Field(default=(), max_length=2)
    sources: tuple[str, ...] = ()
    note: str = ""


class PriceReference(Record):
    """How genai-prices knows a model."""

    provider: Text
    model: Text


class Architecture(Record):
    """The shape of a transformer, as far as memory depends on it: what the KV cache of one token takes.

    `kv_cache_elements` is given where attention is compressed and the product of heads does not apply.
    """

    layers: int = Field(gt=0)
    hidden_size: int = Field(gt=0)
    attention_heads: int = Field(gt=0)
    kv_heads: int = Field(gt=0)
    head_dimension: int = Field(gt=0)
    kv_cache_elements: int | None = None
    sources: Sources
    verified: Literal["seen", "memory"]

    def elements_per_token(self) -> int:
        """Numbers kept in the KV cache for one token: a key and a value of each KV head in each layer."""
        return self.kv_cache_elements or 2 * self.layers * self.kv_heads * self.head_dimension


class Run(Entry):
    """One training run that somebody published something of.

    `scope` says what it trained: a whole model, a model further, an adapter, only its reinforcement learning, several
    models together, or no model at all (a search for one).
    """

    year: int
    scope: Literal["model", "further-training", "adapter", "reinforcement-learning", "several-models", "search"] = (
        "model"
    )
    note: str = ""


class Model(Entry):
    """A language model, a family of them or a product built on them; the last two offer their models."""

    name: Text
    developer: Text
    maker: Id
    form: Literal["model", "family", "product", "study"] = "model"
    offers: tuple[Id, ...] = ()
    openness: Literal["open-weights", "open-source", "closed", "unreleased"]
    license: str = ""
    ecologits: EcologitsReference | None = None
    prices: PriceReference | None = None
    architecture: Architecture | None = None
    runs: tuple[Run, ...] = ()
    note: str = ""

    _claims: tuple[tuple[str, Figure], ...] = PrivateAttr(default=())

    def bind_claims(self, claims: tuple[tuple[str, Figure], ...]) -> None:
        """Set what the class tables claim of this model, as metric and figure; called once, by the loader."""
        self._claims = claims
        self.built.clear()

    def all_records(self) -> Iterator[tuple[str, FigureRecord]]:
        """Every figure on file, of the model and of its runs, with the field where it stands."""
        yield from super().all_records()
        for run in self.runs:
            yield from ((f"runs.{run.id}.{field}", record) for field, record in run.all_records())

    def all_facts(self) -> Iterator[tuple[str, FactRecord]]:
        """Every fact on file, of the model and of its runs, with the field where it stands."""
        yield from super().all_facts()
        for run in self.runs:
            yield from ((f"runs.{run.id}.{field}", fact) for field, fact in run.all_facts())

    def records(self, metric: str) -> tuple[FigureRecord, ...]:
        """The figures of one metric, of the model's runs first."""
        return (*(record for run in self.runs for record in run.records(metric)), *super().records(metric))

    def fact(self, name: str) -> FactRecord | None:
        """The leading fact of this name, of the model itself or else of its runs."""
        own = super().fact(name)
        of_runs = (fact for run in self.runs if (fact := run.fact(name)))
        return min((*((own,) if own else ()), *of_runs), key=lambda fact: fact.weak, default=None)

    def _build(self, metric: str) -> tuple[Figure, ...]:
        """Costs and energies are kept under one metric each and told apart by basis."""
        if metric in _COST_BASES:
            return tuple(figure for figure in self.figures("cost") if figure.basis in _COST_BASES[metric])
        if metric == "accelerator_energy":
            return tuple(figure for figure in self.figures("energy") if figure.basis in _ACCELERATORS_ALONE)
        unnamed = self.context.unnamed_sources
        on_file = [record.figure(unnamed) for record in self.records(metric)]
        claimed = [figure for claimed_metric, figure in self._claims if claimed_metric == metric]
        return leading_first(metric, [*on_file, *claimed])
