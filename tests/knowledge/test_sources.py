"""Sources: titles that read like titles, dates that can be told in any language."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from knowledge.base import load
from knowledge.records import FigureRecord
from knowledge.sources import Source

SOURCES = load().sources
DATE = re.compile(r"undated|\d{4}(?:-\d{2}(?:-\d{2})?)?|\d{4}-\d{4}")

A_FINDING = re.compile(
    r"""
    ;                                                    # a list of findings
    | \$\s?\d | \d\s?(?:[kMGT]?Wh?|USD|c/|p/|%|L|mL|kg|t|g|min|GB|TB/s|TFLOPS|billion|million)\b  # a figure
    | \s=\s | -> | \babout\s\$?\d                      # a calculation
    | \b(?:another\ page|no\ page\ was\ read|quotes|seen|verified|from\ memory)\b  # a remark of whoever read it
    """,
    re.VERBOSE,
)


def records() -> Iterator[tuple[str, FigureRecord]]:
    knowledge = load()
    for things in (
        knowledge.accelerators,
        knowledge.models,
        knowledge.places,
        knowledge.inference,
        knowledge.operators,
    ):
        for thing in things.values():
            for of_metric in thing.evidence.values():
                yield from ((thing.id, record) for record in of_metric)


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_title_names_what_was_read_and_not_what_it_says(source: Source) -> None:
    without_names = re.sub(r"12,000 BTU|\d{4}", "", source.title)
    assert not A_FINDING.search(without_names), source.title
    assert len(source.title) <= 130
    assert source.title == source.title.strip()


@pytest.mark.parametrize(
    "title", ["Upsite: PUE of 1.55 (another page)", "Colocation: 110 USD per kW", "48 lb = 21.8 kg"]
)
def test_the_rule_on_titles_finds_findings(title: str) -> None:
    assert A_FINDING.search(title)


def test_titles_tell_sources_apart() -> None:
    titles = [(source.title, source.url) for source in SOURCES.values()]
    assert len(set(titles)) == len(titles)


def test_every_figure_has_a_date_that_can_be_told() -> None:
    assert [(name, record.as_of) for name, record in records() if not DATE.fullmatch(record.as_of)] == []
