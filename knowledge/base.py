"""`load()`: everything that is known, checked, ready to be asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import pydantic

from knowledge.class_tables import Claim, ClassTable
from knowledge.definitions import Differences, Term, term_aliases
from knowledge.entries import Accelerator, Entry, Equivalent, Maker, Measurement, Model, Operator, Place, Run
from knowledge.errors import UnknownIdError
from knowledge.figures import Figure
from knowledge.kept import collection_paused, snapshot
from knowledge.names import Alias, NameKind
from knowledge.records import AliasRecord
from knowledge.sources import Source
from knowledge.texts import Texts
from knowledge.usual import Usual

DATA_FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Knowledge:
    """All that is on file, by id. Immutable; entries are in the order in which one would list them.

    `assumptions` are the values that are taken where a question gives none; `default_place` is where the electricity
    comes from then, `usual` what else is taken then. `teaching` are figures that only the definitions show. `texts` are
    words for people by language.
    """

    accelerators: Mapping[str, Accelerator]
    models: Mapping[str, Model]
    makers: Mapping[str, Maker]
    places: Mapping[str, Place]
    operators: Mapping[str, Operator]
    equivalents: Mapping[str, Equivalent]
    inference: Mapping[str, Measurement]
    class_tables: tuple[ClassTable, ...]
    assumptions: Mapping[str, Figure]
    teaching: Mapping[str, Figure]
    default_place: str
    usual: Usual
    sources: Mapping[str, Source]
    texts: Texts
    terms: Mapping[str, Term]
    differences: Differences

    def accelerator(self, id: str) -> Accelerator:
        """The accelerator of this id. Raises UnknownIdError."""
        return _found(self.accelerators, "accelerator", id)

    def model(self, id: str) -> Model:
        """The model, family or product of this id. Raises UnknownIdError."""
        return _found(self.models, "model", id)

    def place(self, id: str) -> Place:
        """The country of this ISO 3166-1 alpha-3 code, or the world (`WOR`). Raises UnknownIdError."""
        return _found(self.places, "place", id)

    def term(self, id: str) -> Term:
        """The term of this id. Raises UnknownIdError."""
        return _found(self.terms, "term", id)

    def source(self, id: str) -> Source:
        """The source of this id. Raises UnknownIdError."""
        return _found(self.sources, "source", id)

    @cached_property
    def derived(self) -> dict[tuple[object, ...], Any]:
        """What others look up or work out of all this again and again, each under a key of its own; kept as long."""
        return {}

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Every cell of the class tables, in the order of the tables."""
        return tuple(
            Claim(
                table=table.id,
                model=row.model,
                shown_as=row.shown_as,
                cell=cell,
                figure=cell.figure(table.id, table.handed_in),
            )
            for table in self.class_tables
            for row in table.rows
            for cell in row.cells
        )

    @cached_property
    def _claimed_figures(self) -> Mapping[str, Figure]:
        return {
            f"{claim.table}/{claim.model}/{claim.cell.column}": claim.figure
            for claim in self.claims
            if claim.figure is not None
        }

    def claims_of(self, model_id: str) -> tuple[Claim, ...]:
        """What the class tables claim of a model; empty where they do not name it."""
        return tuple(claim for claim in self.claims if claim.model == model_id)

    @cached_property
    def runs(self) -> tuple[tuple[Model, Run], ...]:
        """Every published training run with the model that it belongs to."""
        return tuple((model, run) for model in self.models.values() for run in model.runs)

    def measurements_of(self, model_id: str) -> tuple[Measurement, ...]:
        """The published figures of using a model."""
        return tuple(measurement for measurement in self.inference.values() if model_id in measurement.models)

    def models_of(self, maker_id: str) -> tuple[Model, ...]:
        """The models of a maker, in the order of `models`."""
        return tuple(model for model in self.models.values() if model.maker == maker_id)

    def aliases(self) -> tuple[Alias, ...]:
        """Every way to name an accelerator, a model, a maker, a place or a term."""
        return self._aliases

    @cached_property
    def _aliases(self) -> tuple[Alias, ...]:
        return tuple(self._all_aliases())

    def _all_aliases(self) -> Iterator[Alias]:
        for accelerator in self.accelerators.values():
            yield from accelerator.names(NameKind.ACCELERATOR)
        for model in self.models.values():
            yield from model.names(NameKind.MODEL)
        for maker in self.makers.values():
            yield from _maker_names(maker)
        for place in self.places.values():
            yield from place.names(NameKind.PLACE)
        yield from term_aliases(self.terms)

    def figure_at(self, path: str) -> Figure:
        """The figure that a text names: `collection/id/metric`, `assumptions/id` or `teaching/id`.

        `claims/table/model/column` is what a cell of a class table claims. Raises UnknownIdError.
        """
        collection, _, rest = path.partition("/")
        if collection == "claims":
            return _found(self._claimed_figures, "claim", rest)
        if collection == "assumptions":
            return _found(self.assumptions, "assumption", rest)
        if collection == "teaching":
            return _found(self.teaching, "teaching figure", rest)
        entry_id, _, metric = rest.partition("/")
        collections: Mapping[str, Mapping[str, Entry]] = {
            "accelerators": self.accelerators,
            "models": self.models,
            "places": self.places,
            "operators": self.operators,
            "equivalents": self.equivalents,
            "inference": self.inference,
        }
        entry = _found(_found(collections, "collection", collection), collection, entry_id)
        figure = entry.figure(metric)
        if figure is None:
            raise UnknownIdError("figure", path)
        return figure


def load(folder: Path | None = None) -> Knowledge:
    """Everything on file, checked. The project's own data is loaded once and kept.

    Raises KnowledgeError naming file, entry and field where something is wrong, unknown, doubled or without a source.
    """
    return _load(DATA_FOLDER if folder is None else folder)


@lru_cache(maxsize=4)
def _load(folder: Path) -> Knowledge:
    if folder != DATA_FOLDER:
        return _read(folder)
    return snapshot("knowledge", (Path(__file__).parent,), pydantic.VERSION, lambda: _read(folder))


def _read(folder: Path) -> Knowledge:
    from knowledge.loading import Loader

    with collection_paused():
        return Loader(folder).knowledge()


_Kept = TypeVar("_Kept")


def _found(kept: Mapping[str, _Kept], kind: str, id: str) -> _Kept:
    try:
        return kept[id]
    except KeyError:
        raise UnknownIdError(kind, id) from None


def _maker_names(maker: Maker) -> Iterator[Alias]:
    for alias in (maker.name, *maker.aliases):
        record = alias if isinstance(alias, AliasRecord) else AliasRecord(text=alias)
        yield Alias(
            kind=NameKind.MAKER,
            id=maker.id,
            text=record.text,
            language=record.language,
            needs_context=record.in_context,
        )
