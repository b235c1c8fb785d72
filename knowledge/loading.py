"""Reading the data folder: every file checked, every reference followed, every source used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from knowledge import checks
from knowledge.base import Knowledge
from knowledge.class_tables import ClassTable
from knowledge.datafiles import read_folder, read_yaml
from knowledge.definitions import load_differences, load_terms
from knowledge.entries import Accelerator, Entry, Equivalent, Maker, Measurement, Model, Operator, Place
from knowledge.errors import KnowledgeError
from knowledge.figures import Figure
from knowledge.records import METRIC_UNITS, Context, FactRecord, FigureRecord
from knowledge.sources import Source
from knowledge.texts import SECTIONS, Texts
from knowledge.units import UNITS
from knowledge.usual import Usual

_Kept = TypeVar("_Kept", bound=BaseModel)
_Some = TypeVar("_Some", bound=Entry)

_CLAIMED_AS = {"purchase_cost": "cost"}
_SPREADS = ("price_spread_below", "price_spread_above")
_READ = frozenset(
    f"{name}.yaml"
    for name in (
        "assumptions",
        "class_tables",
        "equivalents",
        "inference",
        "makers",
        "operators",
        "places",
        "required",
        "teaching",
        "terms",
    )
)


class Loader:
    """Reads one data folder. Each method raises KnowledgeError naming file, entry and field."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used_sources: set[str] = set()
        self._sources: dict[str, Source] = {}
        self._texts = Texts({})
        self._bases: frozenset[str] = frozenset()

    def knowledge(self) -> Knowledge:
        """Everything in the folder."""
        self._sources = self._read_sources()
        self._texts = self._read_texts()
        self._bases = self._texts.ids("bases")
        assumptions, default_place, usual = self._assumptions()
        unnamed = frozenset(source.id for source in self._sources.values() if not source.url)
        below, above = (assumptions[name].central for name in _SPREADS)
        self._context = Context(unnamed, below, above)
        terms = load_terms(self._folder)
        knowledge = Knowledge(
            accelerators=self._folder_of("accelerators", Accelerator),
            models=self._folder_of("models", Model),
            makers=self._listed("makers.yaml", Maker),
            places=self._entries("places.yaml", Place),
            operators=self._entries("operators.yaml", Operator),
            equivalents=self._entries("equivalents.yaml", Equivalent),
            inference=self._entries("inference.yaml", Measurement),
            class_tables=self._class_tables(),
            assumptions=assumptions,
            teaching=self._figures_of("teaching.yaml", _mapping(self._folder / "teaching.yaml")),
            default_place=default_place,
            usual=usual,
            sources=self._sources,
            texts=self._texts,
            terms=terms,
            differences=load_differences(self._folder, terms),
        )
        checks.references(knowledge)
        checks.names(knowledge)
        checks.sources(knowledge, self._used_sources, _named_sources(self._folder))
        self._bind_claims(knowledge)
        return knowledge

    def _read_sources(self) -> dict[str, Source]:
        sources: dict[str, Source] = {}
        for file in sorted(self._folder.glob("sources*.yaml")):
            for source_id, fields in _mapping(file).items():
                content = {"id": source_id, **_fields(fields, file.name, source_id)}
                source = checked(Source, content, file.name, source_id)
                if sources.setdefault(source_id, source).url != source.url:
                    raise KnowledgeError(file.name, source_id, "url", "is another one in another file")
        return sources

    def _read_texts(self) -> Texts:
        texts = {name: _fields(words, name, "") for name, words in read_folder(self._folder / "texts").items()}
        if not texts:
            raise KnowledgeError("texts", "", "", "has no language")
        first_language, first = next(iter(texts.items()))
        for language, sections in texts.items():
            file = f"texts/{language}.yaml"
            if set(sections) != set(SECTIONS):
                raise KnowledgeError(file, "", "", f"must have exactly the sections {', '.join(SECTIONS)}")
            for section, words in sections.items():
                for text_id in sorted(set(words) ^ set(first[section])):
                    raise KnowledgeError(file, section, text_id, f"is not in both {language} and {first_language}")
                for text_id, text in words.items():
                    if not isinstance(text, str) or not text.strip():
                        raise KnowledgeError(file, section, text_id, "must be words")
        return Texts(texts)

    def _assumptions(self) -> tuple[dict[str, Figure], str, Usual]:
        file = "assumptions.yaml"
        content = _mapping(self._folder / file)
        figures = self._figures_of(file, content.get("figures"))
        missing = [name for name in _SPREADS if name not in figures]
        if missing or "default_place" not in content:
            raise KnowledgeError(file, "", ", ".join(missing) or "default_place", "is missing")
        usual = checked(Usual, _fields(content.get("usual"), file, "usual"), file, "usual")
        return figures, str(content["default_place"]), usual

    def _figures_of(self, file: str, content: Any) -> dict[str, Figure]:
        """Figures that stand by themselves, each under its id."""
        try:
            on_file = _RECORDS_BY_ID.validate_python(content)
        except ValidationError as error:
            raise _as_knowledge_error(error, file, "figures") from error
        for name, record in on_file.items():
            self._check_record(file, name, "", record, None)
        return {name: record.figure(frozenset()) for name, record in on_file.items()}

    def _folder_of(self, name: str, kind: type[_Some]) -> dict[str, _Some]:
        entries = {}
        for stem, content in read_folder(self._folder / name).items():
            file = f"{name}/{stem}.yaml"
            entry = checked(kind, _fields(content, file, ""), file, stem)
            if entry.id != stem:
                raise KnowledgeError(file, entry.id, "id", "must be the name of the file")
            self._check_entry(file, entry)
            entries[entry.id] = entry
        return entries

    def _entries(self, name: str, kind: type[_Some]) -> dict[str, _Some]:
        entries = self._listed(name, kind)
        for entry in entries.values():
            self._check_entry(name, entry)
        return entries

    def _listed(self, name: str, kind: type[_Kept]) -> dict[str, _Kept]:
        """The entries of one file, each under its id."""
        return {
            key: checked(kind, {"id": key, **_fields(fields, name, key)}, name, key)
            for key, fields in _mapping(self._folder / name).items()
        }

    def _class_tables(self) -> tuple[ClassTable, ...]:
        file = "class_tables.yaml"
        tables = tuple(self._listed(file, ClassTable).values())
        for table in tables:
            self._use_sources(file, table.id, "id", (table.id,))
            for row in table.rows:
                for cell in row.cells:
                    self._check_cell(file, f"{table.id} {row.model}", cell.column, cell.unit, cell.words, cell.basis)
        return tables

    def _check_cell(self, file: str, entry: str, column: str, unit: str, words: str, basis: str | None) -> None:
        if unit not in UNITS:
            raise KnowledgeError(file, entry, column, f"{unit!r} is no unit known here")
        self._check_words(file, entry, column, "class_tables", words)
        self._check_words(file, entry, column, "bases", basis or "")

    def _check_entry(self, file: str, entry: Entry) -> None:
        for field, record in entry.all_records():
            metric = field.rsplit(".", 2)[-2]
            if metric not in METRIC_UNITS:
                raise KnowledgeError(file, entry.id, field, "is no metric known here")
            self._check_record(file, entry.id, field, record, METRIC_UNITS[metric])
        for field, fact in entry.all_facts():
            self._check_fact(file, entry.id, field, fact)
        self._use_sources(file, entry.id, "not_published_sources", entry.not_published_sources)
        if entry.not_published and not entry.not_published_sources:
            raise KnowledgeError(file, entry.id, "not_published_sources", "says nothing on where that was found out")
        if isinstance(entry, Model):
            for name in ("architecture", "ecologits"):
                if part := getattr(entry, name):
                    self._use_sources(file, entry.id, f"{name}.sources", part.sources)
        if isinstance(entry, (Equivalent, Operator)) and not entry.name:
            self._check_words(file, entry.id, "name", Path(file).stem, entry.id)
        entry.bind(self._context)

    def _check_record(self, file: str, entry: str, field: str, record: FigureRecord, unit: str | None) -> None:
        if record.unit not in UNITS:
            raise KnowledgeError(file, entry, f"{field}.unit".lstrip("."), f"{record.unit!r} is no unit known here")
        if unit is not None and UNITS[record.unit].canonical != unit:
            raise KnowledgeError(file, entry, f"{field}.unit", f"{record.unit!r} is no unit of this metric")
        try:
            record.bounds()
        except ValueError as error:
            raise KnowledgeError(file, entry, field, str(error)) from error
        if record.basis and record.basis not in self._bases:
            raise KnowledgeError(file, entry, f"{field}.basis", f"{record.basis!r} has no words in texts/")
        self._use_sources(file, entry, f"{field}.sources", record.sources)

    def _check_fact(self, file: str, entry: str, field: str, fact: FactRecord) -> None:
        if not (fact.text or fact.words or fact.ids):
            raise KnowledgeError(file, entry, field, "says nothing")
        self._check_words(file, entry, f"{field}.words", "facts", fact.words)
        self._check_words(file, entry, f"{field}.basis", "bases", fact.basis or "")
        self._use_sources(file, entry, f"{field}.sources", fact.sources)

    def _check_words(self, file: str, entry: str, field: str, section: str, id: str) -> None:
        if id and id not in self._texts.ids(section):
            raise KnowledgeError(file, entry, field, f"{id!r} has no words in texts/")

    def _use_sources(self, file: str, entry: str, field: str, sources: Iterable[str]) -> None:
        for source in sources:
            if source not in self._sources:
                raise KnowledgeError(file, entry, field, f"{source!r} is no source on file")
            self._used_sources.add(source)

    @staticmethod
    def _bind_claims(knowledge: Knowledge) -> None:
        for model in knowledge.models.values():
            claims = [
                (_CLAIMED_AS.get(claim.cell.metric, claim.cell.metric), claim.figure)
                for claim in knowledge.claims_of(model.id)
                if claim.figure is not None
            ]
            model.bind_claims(tuple(claims))


_RECORDS_BY_ID: TypeAdapter[dict[str, FigureRecord]] = TypeAdapter(
    dict[str, FigureRecord], config=ConfigDict(defer_build=True)
)


def checked(kind: type[_Kept], content: Mapping[str, Any], file: str, entry: str) -> _Kept:
    """Content as a value of its kind. Raises KnowledgeError naming the field that is wrong."""
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        raise _as_knowledge_error(error, file, entry) from error


def _as_knowledge_error(error: ValidationError, file: str, entry: str) -> KnowledgeError:
    first = error.errors(include_url=False)[0]
    return KnowledgeError(file, entry, ".".join(map(str, first["loc"])), first["msg"])


def _mapping(file: Path) -> dict[str, Any]:
    return _fields(read_yaml(file), file.name, "")


def _fields(content: Any, file: str, entry: str) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise KnowledgeError(file, entry, "", "must be a mapping")
    return content


def _named_sources(folder: Path) -> Iterator[str]:
    """The source ids that the files of other readers name under the key `sources`."""
    files = (file for file in folder.glob("*.yaml") if file.name not in _READ and not file.name.startswith("sources"))
    pending = [read_yaml(file) for file in (*files, *folder.glob("items/*.yaml"))]
    while pending:
        part = pending.pop()
        if isinstance(part, dict):
            sources = part.get("sources")
            yield from (source for source in sources or () if isinstance(source, str))
            pending.extend(part.values())
        elif isinstance(part, list):
            pending.extend(part)
