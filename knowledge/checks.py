"""Checks that need the whole knowledge base: does what one entry names exist, is a name unique, is a source used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from knowledge.base import Knowledge
from knowledge.errors import KnowledgeError


def references(knowledge: Knowledge) -> None:
    """Every id that an entry names must be on file. Raises KnowledgeError."""
    things = {**knowledge.accelerators, **knowledge.models}
    for model in knowledge.models.values():
        file = f"models/{model.id}.yaml"
        _known(file, model.id, "maker", (model.maker,), knowledge.makers)
        _known(file, model.id, "offers", model.offers, knowledge.models)
        for field, fact in model.all_facts():
            _known(file, model.id, field, fact.ids, things)
    for measurement in knowledge.inference.values():
        _known("inference.yaml", measurement.id, "models", measurement.models, knowledge.models)
        accelerator = (measurement.accelerator,) if measurement.accelerator else ()
        _known("inference.yaml", measurement.id, "accelerator", accelerator, knowledge.accelerators)
    for table in knowledge.class_tables:
        for row in table.rows:
            _known("class_tables.yaml", table.id, row.model, (row.model,), knowledge.models)
            for cell in row.cells:
                _known("class_tables.yaml", f"{table.id} {row.model}", cell.column, cell.ids, knowledge.accelerators)
    for term in knowledge.terms.values():
        _known("terms.yaml", term.id, "sources", term.sources, knowledge.sources)
    usual = knowledge.usual
    for field, place in (("default_place", knowledge.default_place), ("serving_place", usual.serving_place)):
        _known("assumptions.yaml", "", field, (place,), knowledge.places)
    _known("assumptions.yaml", "", "world", (usual.world,), knowledge.places)
    _known("assumptions.yaml", "", "accelerator", (usual.accelerator, *usual.compared_with), knowledge.accelerators)


def names(knowledge: Knowledge) -> None:
    """A name may stand for one thing of its kind only, in one language. Raises KnowledgeError."""
    owners: dict[tuple[str, str, str | None], str] = {}
    for alias in knowledge.aliases():
        owner = owners.setdefault((alias.kind, alias.text.casefold(), alias.language), alias.id)
        if owner != alias.id:
            raise KnowledgeError(f"{alias.kind}s", alias.id, "aliases", f"{alias.text!r} is also {owner}")


def sources(knowledge: Knowledge, used: Iterable[str], used_elsewhere: Iterable[str]) -> None:
    """Every source must be used: by entries, by terms, or by data that others read. Raises KnowledgeError."""
    unused = set(knowledge.sources).difference(used, *(term.sources for term in knowledge.terms.values()))
    if unused:
        unused.difference_update(used_elsewhere)
    for source in sorted(unused):
        raise KnowledgeError("sources.yaml", source, "", "is used by nothing")


def _known(file: str, entry: str, field: str, ids: Iterable[str], known: Mapping[str, object]) -> None:
    for named in ids:
        if named not in known:
            raise KnowledgeError(file, entry, field, f"{named!r} is not on file")
