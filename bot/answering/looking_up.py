"""What is on file of one model or accelerator, by the contract's metrics: everything known, the leading thing first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from bot.answer import TextValue, UnknownValue, Value
from bot.answering.worksheet import Worksheet
from estimator.api_prices import ApiPrice, api_price
from estimator.usage import mean_price
from knowledge.base import Knowledge
from knowledge.entries import Accelerator, Entry, Model
from knowledge.figures import Figure, Kind
from knowledge.records import FactRecord

Subject = Accelerator | Model

OF_AN_ACCELERATOR = (
    "memory",
    "memory_bandwidth",
    "peak_flops",
    "power",
    "purchase_cost",
    "rental_cost",
    "release",
    "developer",
)
OF_A_MODEL = (
    "developer",
    "release",
    "parameters",
    "parameters_active",
    "tokens",
    "compute",
    "hardware",
    "time",
    "accelerator_hours",
    "energy",
    "carbon",
    "water",
    "cost",
    "context",
)
"""What is shown where nothing in particular is asked for."""

PER_MILLION = "per-million-tokens"
"""The basis of an interface's price."""

IN_WORDS = frozenset({"developer", "release", "hardware"})
"""Metrics whose values are no numbers."""

NOT_OF_AN_ACCELERATOR = frozenset(
    {
        "parameters",
        "tokens",
        "compute",
        "hardware",
        "context",
        "api_price",
        "time",
        "count",
        "energy",
        "carbon",
        "water",
        "electricity_cost",
    }
)
NOT_OF_A_MODEL = frozenset({"peak_flops", "memory_bandwidth"})
"""What such a thing does not have."""

_FILED_AS: Mapping[str, str] = {"power": "tdp", "cost": "purchase_cost"}
"""The contract's metric -> what it is of an accelerator that nobody runs."""


def subject(knowledge: Knowledge, id: str) -> Subject:
    """The model or accelerator of this id."""
    return knowledge.models[id] if id in knowledge.models else knowledge.accelerators[id]


def display_name(entry: Subject) -> str:
    """What a reply calls it."""
    return entry.short_name if isinstance(entry, Accelerator) else entry.name


def applies(entry: Subject, metric: str) -> bool:
    """Whether such a thing can have this metric at all."""
    return metric not in (NOT_OF_AN_ACCELERATOR if isinstance(entry, Accelerator) else NOT_OF_A_MODEL)


class Filed(NamedTuple):
    """Everything on file for a metric, the leading thing first; and apart, what is known and what is only claimed."""

    everything: tuple[Value, ...]
    known: tuple[Value, ...]
    claimed: tuple[Value, ...]


def filed(knowledge: Knowledge, entry: Subject, metric: str) -> Filed:
    """What is on file of a thing for a metric; empty where there is nothing. Each is looked up once."""
    key = (filed, type(entry), entry.id, metric)
    found: Filed | None = knowledge.derived.get(key)
    if found is None:
        everything = _on_file(knowledge, entry, metric)
        known = tuple(value for value in everything if not is_claim(value))
        found = Filed(everything, known, tuple(value for value in everything if is_claim(value)))
        knowledge.derived[key] = found
    return found


def _on_file(knowledge: Knowledge, entry: Subject, metric: str) -> tuple[Value, ...]:
    if metric in IN_WORDS:
        return _in_words(knowledge, entry, metric)
    if metric == "api_price":
        return _api_price(knowledge, entry)
    if isinstance(entry, Accelerator):
        return entry.figures(_FILED_AS.get(metric, metric))
    figures = entry.figures(metric)
    return _counts(entry, figures) if metric == "count" else figures


def is_claim(value: Value) -> bool:
    """Whether a value is only a claim of the class tables."""
    return not isinstance(value, UnknownValue) and value.kind == Kind.CLASS_TABLE_CLAIM


def leading(knowledge: Knowledge, entry: Subject, metric: str) -> Value | None:
    """The leading thing on file that is more than a claim; None where there is none."""
    known = filed(knowledge, entry, metric).known
    return known[0] if known else None


def leading_figure(knowledge: Knowledge, entry: Subject, metric: str) -> Figure | None:
    """The same where it is a number."""
    value = leading(knowledge, entry, metric)
    return value if isinstance(value, Figure) else None


def prices_of(knowledge: Knowledge, entry: Subject) -> ApiPrice | None:
    """What a provider charges for a model, for a request of usual length; None where no price is known."""
    if isinstance(entry, Accelerator) or entry.prices is None:
        return None
    return api_price(entry.prices, input_tokens=knowledge.assumptions["input_tokens_per_request"].central)


def _api_price(knowledge: Knowledge, entry: Subject) -> tuple[Figure, ...]:
    """USD for a million tokens of the usual mixture of read and written ones, between the prices of the two."""
    price = prices_of(knowledge, entry)
    if price is None:
        return ()
    usual = knowledge.assumptions
    mixed = mean_price(
        input_tokens=usual["input_tokens_per_request"].central,
        output_tokens=usual["output_tokens_per_request"].central,
        input_price=price.input,
        output_price=price.output,
    )
    return (replace(mixed, unit="USD", basis=PER_MILLION, kind=Kind.PRICE_LIST),)


def _in_words(knowledge: Knowledge, entry: Subject, metric: str) -> tuple[Value, ...]:
    if metric == "developer":
        return (TextValue(text=entry.vendor if isinstance(entry, Accelerator) else entry.developer),)
    facts = [_statement(knowledge, fact) for fact in _facts(entry, metric)]
    if metric == "hardware" and isinstance(entry, Model):
        facts += _claimed_hardware(knowledge, entry)
    return tuple(facts)


def _facts(entry: Entry, name: str) -> list[FactRecord]:
    facts = list(entry.facts.get(name, ()))
    if isinstance(entry, Model):
        facts += [fact for run in entry.runs for fact in run.facts.get(name, ()) if fact not in facts]
    return sorted(facts, key=lambda fact: (_RANK.get(fact.kind, 1), fact.weak))


_RANK = {Kind.DISCLOSED: 0, Kind.DATASHEET: 0, Kind.RUMOUR: 2}
"""Facts of other kinds stand between what is disclosed and what is rumoured."""


def _statement(knowledge: Knowledge, fact: FactRecord) -> TextValue:
    """A fact as a value: its text, or the names of what it means, or its words in each language."""
    words = {}
    if fact.words:
        words = {language: knowledge.texts.get(language, "facts", fact.words) for language in knowledge.texts.languages}
    named = " / ".join(_full_name(knowledge, one) for one in fact.ids)
    return TextValue(
        text=fact.text or named or next(iter(words.values()), ""),
        words=words,
        ids=fact.ids,
        count=fact.count,
        low=fact.low,
        high=fact.high,
        kind=fact.kind.value,
        sources=fact.sources,
        as_of=fact.as_of,
        basis=fact.basis,
        by=fact.by,
        weak=fact.weak,
    )


def _claimed_hardware(knowledge: Knowledge, model: Model) -> list[TextValue]:
    """The accelerators that the class tables name for a model, with the number that they claim."""
    claims = knowledge.claims_of(model.id)
    count = next((claim.figure.central for claim in claims if claim.cell.metric == "count" and claim.figure), None)
    return [
        TextValue(
            text=" / ".join(_full_name(knowledge, one) for one in claim.cell.ids),
            ids=claim.cell.ids,
            count=count,
            kind=Kind.CLASS_TABLE_CLAIM.value,
            sources=(claim.table,),
        )
        for claim in claims
        if claim.cell.metric == "hardware" and claim.cell.ids
    ]


def _full_name(knowledge: Knowledge, id: str) -> str:
    entry = knowledge.accelerators.get(id) or knowledge.models.get(id)
    return entry.name if entry else id


def _counts(model: Model, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """How many accelerators: as figures say it or, where none does, as what is said of the hardware does."""
    if any(not is_claim(figure) for figure in figures):
        return figures
    said = [
        Figure(
            low=fact.count if fact.low is None else fact.low,
            central=fact.count,
            high=fact.count if fact.high is None else fact.high,
            unit="",
            kind=fact.kind,
            sources=fact.sources,
            as_of=fact.as_of,
            basis=fact.basis,
            by=fact.by,
            weak=fact.weak,
        )
        for fact in _facts(model, "hardware")
        if fact.count is not None
    ]
    return (*said, *figures)


def say_mixture(sheet: Worksheet, metric: str) -> None:
    """Note the mixture of tokens for which a price of reading and one of writing are told as one."""
    if metric == "api_price":
        usual = sheet.knowledge.assumptions
        read, written = usual["input_tokens_per_request"].central, usual["output_tokens_per_request"].central
        sheet.notice("mixed-price", read=read, written=written)


def say_bases(sheet: Worksheet, values: tuple[Value, ...]) -> None:
    """Add the words for what each value counts."""
    for value in values:
        basis = None if isinstance(value, UnknownValue) else value.basis
        if basis is not None:
            for language in sheet.knowledge.texts.languages:
                words = sheet.knowledge.texts.get(language, "bases", basis)
                sheet.texts.setdefault(language, {}).setdefault("bases", {})[basis] = words
