"""Reading the items of a data folder: every reference followed, every number worked out, every language complete."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.base import Knowledge, load
from knowledge.datafiles import read_folder, read_yaml
from knowledge.definitions import Topic
from knowledge.errors import KnowledgeError, UnknownIdError
from knowledge.items import NAME, Item, ItemBank, MisconceptionText, Template
from knowledge.placeholders import amounts, fill


def read_bank(folder: Path) -> ItemBank:
    """Every item of a data folder, checked. Raises KnowledgeError naming file, entry and field."""
    knowledge = load(folder)
    bank = ItemBank(
        knowledge=knowledge,
        topics=_sentences(folder / "topics"),
        items=_items(folder / "items"),
        templates=_templates(folder),
        objectives=_sentences(folder / "objectives"),
        misconceptions=_misconceptions(folder / "misconceptions"),
    )
    _check_topics(bank)
    for item in bank.items.values():
        file = f"items/{item.topic}.yaml"
        _check_references(bank, file, item, item.distractors.values())
        _check_languages(bank, file, item)
        _check_numbers(knowledge, item)
    for template in bank.templates.values():
        _check_references(bank, "generated.yaml", template, template.misconceptions)
        _check_languages(bank, "generated.yaml", template)
    _check_use(bank)
    return bank


def _items(folder: Path) -> dict[str, Item]:
    """The fixed items, which stand in one file a topic, and their texts in one file a topic and language."""
    shared = read_folder(folder)
    languages = {path.name: read_folder(path) for path in sorted(folder.iterdir()) if path.is_dir()}
    items: dict[str, Item] = {}
    for topic in sorted(shared, key=_place):
        texts = {language: of_topics.get(topic, {}) for language, of_topics in languages.items()}
        found = _entries(Item, f"items/{topic}.yaml", shared[topic], texts, topic=topic)
        for entry in sorted(items.keys() & found.keys()):
            raise KnowledgeError(f"items/{topic}.yaml", entry, "", f"stands in items/{items[entry].topic}.yaml too")
        items.update(found)
    for language, of_topics in languages.items():
        for topic in sorted(set(of_topics) - set(shared)):
            raise KnowledgeError(f"items/{language}/{topic}.yaml", "", "", f"belongs to no items/{topic}.yaml")
    return items


def _templates(folder: Path) -> dict[str, Template]:
    shared = read_yaml(folder / "generated.yaml")
    return _entries(Template, "generated.yaml", shared, read_folder(folder / "generated"))


def _place(topic: str) -> int:
    try:
        return list(Topic).index(Topic(topic))
    except ValueError:
        raise KnowledgeError(f"items/{topic}.yaml", "", "", "is no topic") from None


_Kind = TypeVar("_Kind", Item, Template)


def _entries(kind: type[_Kind], file: str, shared: Any, texts: Mapping[str, Any], **fields: str) -> dict[str, _Kind]:
    """The entries of one file with their texts, given by language and id. `fields` are those that all entries have."""
    entries = _mapping(shared, file, "")
    for language, of_language in texts.items():
        for entry in sorted(set(entries) ^ set(_mapping(of_language, f"{file} ({language})", ""))):
            problem = "has no texts" if entry in entries else "has texts but no entry"
            raise KnowledgeError(file, entry, language, problem)
    return {
        entry: _checked(
            kind,
            {
                "id": entry,
                **fields,
                **_mapping(content, file, entry),
                "texts": {language: of_language[entry] for language, of_language in texts.items()},
            },
            file,
            entry,
        )
        for entry, content in entries.items()
    }


def _sentences(folder: Path) -> dict[str, dict[str, str]]:
    """Words by id and language."""
    found = _by_id(folder)
    for entry, of_languages in found.items():
        for language, words in of_languages.items():
            if not isinstance(words, str) or not words.strip():
                raise KnowledgeError(f"{folder.name}/{language}.yaml", entry, "", "must be words")
    return found


def _misconceptions(folder: Path) -> dict[str, dict[str, MisconceptionText]]:
    return {
        entry: {
            language: _checked(
                MisconceptionText, _mapping(fields, folder.name, entry), f"{folder.name}/{language}.yaml", entry
            )
            for language, fields in of_languages.items()
        }
        for entry, of_languages in _by_id(folder).items()
    }


def _by_id(folder: Path) -> dict[str, dict[str, Any]]:
    """What stands in `<language>.yaml` of a folder, by id and language. Each language must have the same ids."""
    languages = {language: _mapping(of, folder.name, "") for language, of in read_folder(folder).items()}
    found: dict[str, dict[str, Any]] = {}
    for language, of_language in languages.items():
        for entry, content in of_language.items():
            found.setdefault(entry, {})[language] = content
    for entry, of_languages in found.items():
        for language in sorted(set(languages) - set(of_languages)):
            raise KnowledgeError(f"{folder.name}/{language}.yaml", entry, "", "is missing in this language")
    return found


def _check_topics(bank: ItemBank) -> None:
    if list(bank.topics) != list(Topic):
        raise KnowledgeError("topics", "", "", f"must be {', '.join(Topic)}, in this order")
    for entry in sorted(bank.items.keys() & bank.templates.keys()):
        raise KnowledgeError("generated.yaml", entry, "", "is also a fixed item")


def _check_references(bank: ItemBank, file: str, question: Item | Template, revealed: Any) -> None:
    named: Mapping[str, tuple[tuple[str, ...], Mapping[str, object]]] = {
        "objective": ((question.objective,), bank.objectives),
        "terms": (question.terms, bank.knowledge.terms),
        "models": (question.models, bank.knowledge.models),
        "sources": (question.sources, bank.knowledge.sources),
        "misconceptions": (tuple(revealed), bank.misconceptions),
    }
    for field, (used, on_file) in named.items():
        for reference in used:
            if reference not in on_file:
                raise KnowledgeError(file, question.id, field, f"{reference!r} is not on file")


def _check_languages(bank: ItemBank, file: str, question: Item | Template) -> None:
    """An item must be in every language that there is, with the same numbers in the same fields."""
    languages = sorted(next(iter(bank.topics.values())))
    if sorted(question.texts) != languages:
        raise KnowledgeError(file, question.id, "texts", f"must be in {', '.join(languages)}")
    first, *others = question.texts
    numbers = {field: sorted(NAME.findall(text)) for field, text in question.texts[first].parts().items()}
    for language in others:
        for field, text in question.texts[language].parts().items():
            if sorted(NAME.findall(text)) != numbers[field]:
                problem = f"shows other numbers than in {first!r}"
                raise KnowledgeError(file, question.id, f"{field} ({language})", problem)


def _check_numbers(knowledge: Knowledge, item: Item) -> None:
    """Every number can be worked out, and options do not become the same once numbers stand in them."""
    for language, text in item.texts.items():
        file = f"items/{language}/{item.topic}.yaml"
        shown = set()
        for field, part in text.parts().items():
            try:
                worth = amounts(part, knowledge.figure_at)
            except (UnknownIdError, KnowledgeError) as error:
                raise KnowledgeError(file, item.id, field, str(error)) from error
            if field.startswith("options."):
                shown.add(fill(part, {written: f"{value:g} {unit}" for written, (value, unit) in worth.items()}))
        if len(shown) < len(text.options):
            raise KnowledgeError(file, item.id, "options", "two options are the same")


def _check_use(bank: ItemBank) -> None:
    """An objective or a misconception that no item has is a mistake."""
    revealed = {name for item in bank.items.values() for name in item.distractors.values()}
    revealed.update(name for template in bank.templates.values() for name in template.misconceptions)
    objectives = {question.objective for question in bank.questions.values()}
    for kind, on_file, used in (
        ("objectives", bank.objectives, objectives),
        ("misconceptions", bank.misconceptions, revealed),
    ):
        for entry in sorted(set(on_file) - used):
            raise KnowledgeError(kind, entry, "", "is used by no item")


_Content = TypeVar("_Content", bound=BaseModel)


def _checked(kind: type[_Content], content: Mapping[str, Any], file: str, entry: str) -> _Content:
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise KnowledgeError(file, entry, ".".join(map(str, first["loc"])), first["msg"]) from error


def _mapping(content: Any, file: str, entry: str) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise KnowledgeError(file, entry, "", "must be a mapping")
    return content
