"""Both class tables whole: every cell as it was handed in, as a claim."""

from __future__ import annotations

import pytest

from knowledge.base import Knowledge, load
from knowledge.figures import Kind
from tests.knowledge.small import cases

TABLES = cases("class_tables.yaml")
ROWS = [(table, model, row) for table, rows in TABLES.items() for model, row in rows.items()]
TEXTS = {"class-table-1": 10, "class-table-2": 4}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def test_ten_rows() -> None:
    assert len(ROWS) == 10


@pytest.mark.parametrize(("table", "model", "expected"), ROWS, ids=[model for _, model, _ in ROWS])
def test_every_cell(table: str, model: str, expected: dict[str, object], knowledge: Knowledge) -> None:
    claims = knowledge.claims_of(model)
    assert {claim.table for claim in claims} == {table}
    assert {claim.shown_as for claim in claims} == {expected["shown_as"]}
    found = []
    for claim in claims:
        if claim.figure is not None:
            metric, figure = claim.cell.metric, claim.figure
            assert (figure.kind, figure.sources) == (Kind.CLASS_TABLE_CLAIM, (table,))
            found.append({"metric": metric, "low": figure.low, "high": figure.high, "unit": figure.unit})
        elif claim.cell.ids:
            found.append({"ids": list(claim.cell.ids)})
        else:
            found.append({"words": knowledge.texts.get("en", "class_tables", claim.cell.words)})
    assert found == expected["cells"]


def test_the_developer_of_each_row(knowledge: Knowledge) -> None:
    shown = {row.model: row.developer for table in knowledge.class_tables for row in table.rows}
    assert shown == {model: row["developer"] for _, model, row in ROWS}


def test_only_the_first_row_writes_its_unit_out(knowledge: Knowledge) -> None:
    interpreted = {claim.model for claim in knowledge.claims if claim.cell.interpreted}
    assert interpreted == {"claude-3", "gemini-1.5", "mistral-7b", "llama-3"}
    bases = {claim.model: claim.cell.basis for claim in knowledge.claims if claim.cell.metric == "inference_energy"}
    assert bases["gpt-4"] == bases["llama-3"] == "per-1k-tokens"
    assert bases["chatgpt"] == "per-query"


def test_notes_and_conclusions_are_kept(knowledge: Knowledge) -> None:
    for table in knowledge.class_tables:
        assert len(table.texts) == TEXTS[table.id]
        for text in table.texts:
            for language in knowledge.texts.languages:
                assert knowledge.texts.get(language, "class_tables", text)


def test_claims_stand_beside_what_is_known_otherwise_and_never_lead_it(knowledge: Knowledge) -> None:
    energy = knowledge.model("gpt-4").figures("energy")
    assert energy[0].kind is Kind.THIRD_PARTY_ESTIMATE
    assert energy[-1].kind is Kind.CLASS_TABLE_CLAIM
    assert energy[-1].central == 1_200_000
    chatgpt = knowledge.model("chatgpt").figures("cost")
    assert [(cost.low, cost.high, cost.kind) for cost in chatgpt] == [(3e8, 6e8, Kind.CLASS_TABLE_CLAIM)]


def test_a_cell_is_found_by_its_column(knowledge: Knowledge) -> None:
    row = knowledge.class_tables[0].rows[0]
    cell = row.cell("unit-price")
    assert cell is not None
    assert cell.low == 8000
    assert row.cell("nothing") is None
