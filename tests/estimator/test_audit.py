"""Checking claims: the rule of the verdicts, what a person claims, and every cell of the class tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator import audit
from estimator.audit import Finding, Verdict, judged
from estimator.audit_evidence import Evidence
from estimator.audit_readings import read_readings
from estimator.audit_tables import CellAudit, audit_claim, audit_hardware_energy, audit_row, audit_tables
from estimator.estimates import exact
from estimator.usage import Method
from knowledge.base import load
from knowledge.datafiles import read_yaml
from knowledge.figures import Figure, Kind


def figure(low: float, central: float, high: float, unit: str = "kWh", kind: Kind = Kind.DISCLOSED) -> Figure:
    return Figure(low=low, central=central, high=high, unit=unit, kind=kind)


# The rule


@pytest.mark.parametrize(
    ("claimed", "expected", "verdict"),
    [
        # within a factor 1.25 of the centre
        ((10, 10, 10), (5, 12, 20), Verdict.HOLDS),
        ((10, 10, 10), (10, 10, 10), Verdict.HOLDS),
        # a range that contains the centre
        ((5, 15, 25), (9, 9, 9), Verdict.HOLDS),
        # in the interval, far from its centre
        ((6, 6, 6), (5, 12, 20), Verdict.PLAUSIBLE),
        # an exact figure is taken no narrower than a factor 1.5 either way
        ((10, 10, 10), (14, 14, 14), Verdict.PLAUSIBLE),
        ((10, 10, 10), (15.1, 15.1, 15.1), Verdict.OFF),
        # a range that reaches the interval from outside
        ((1, 3, 5), (4.9, 12, 20), Verdict.PLAUSIBLE),
        ((1, 3, 4), (4.9, 12, 20), Verdict.OFF),
        ((100, 100, 100), (5, 12, 20), Verdict.OFF),
    ],
)
def test_verdicts(claimed: tuple[float, ...], expected: tuple[float, ...], verdict: Verdict) -> None:
    found = judged("reported", figure(*claimed), figure(*expected))
    assert found.verdict is verdict
    assert found.factor == pytest.approx(claimed[1] / expected[1])


def test_nothing_to_compare_with_is_unknowable() -> None:
    found = judged("reported", figure(1, 1, 1), None)
    assert found.verdict is Verdict.UNKNOWABLE
    assert found.factor is None


def test_words_and_rumours_make_nothing_more_than_plausible() -> None:
    assert judged("reported", figure(1, 2, 3), figure(2, 2, 2), words=True).verdict is Verdict.PLAUSIBLE
    assert judged("reported", figure(2, 2, 2), figure(2, 2, 2, kind=Kind.RUMOUR)).verdict is Verdict.PLAUSIBLE


@pytest.mark.parametrize(("claimed", "slip"), [(0.5, 1e-3), (0.0000006, 1e3), (0.05, None)])
def test_a_mistaken_unit_is_noticed(claimed: float, slip: float | None) -> None:
    found = judged("measurements", figure(claimed, claimed, claimed), figure(0.0004, 0.0006, 0.001))
    assert found.verdict is Verdict.OFF
    assert found.slip == slip


@given(centre=st.floats(1e-3, 1e9), spread=st.floats(1, 10), claim=st.floats(1e-3, 1e9), scale=st.floats(0.01, 100))
def test_verdicts_do_not_depend_on_the_unit(centre: float, spread: float, claim: float, scale: float) -> None:
    one = judged("reported", figure(claim, claim, claim), figure(centre / spread, centre, centre * spread))
    other = judged(
        "reported",
        figure(*(claim * scale,) * 3),
        figure(centre * scale / spread, centre * scale, centre * scale * spread),
    )
    edge = min(abs(claim / centre / bound - 1) for bound in (1.25, 0.8, 1.5, 1 / 1.5, spread, 1 / spread))
    assert one.verdict is other.verdict or edge < 1e-6


@given(centre=st.floats(1e-3, 1e9), spread=st.floats(1, 10), factor=st.floats(1, 1e4), farther=st.floats(1, 1e4))
def test_a_claim_farther_off_is_never_judged_milder(
    centre: float, spread: float, factor: float, farther: float
) -> None:
    severity = [Verdict.HOLDS, Verdict.PLAUSIBLE, Verdict.OFF]
    expected = figure(centre / spread, centre, centre * spread)

    def verdict(claim: float) -> int:
        return severity.index(judged("reported", figure(claim, claim, claim), expected).verdict)

    assert verdict(centre) == 0
    assert verdict(centre * factor) <= verdict(centre * factor * farther)
    assert verdict(centre / factor) <= verdict(centre / factor / farther)


def test_arithmetic_of_a_row() -> None:
    eighty_million = figure(8e7, 8e7, 8e7, "USD")
    assert audit.arithmetic(claimed=eighty_million, count=10_000, unit_price=8000).verdict is Verdict.HOLDS
    wrong = audit.arithmetic(claimed=eighty_million, count=1000, unit_price=8000)
    assert wrong.verdict is Verdict.OFF
    assert wrong.factor == pytest.approx(10)


def test_what_hardware_must_draw_spans_every_way_of_counting() -> None:
    draw = {"count": 10, "hours": 100, "tdp": 1000, "load": 0.8, "host_overhead": 1.5, "pue": 1.5}
    result = audit.drawn_energy(**draw)
    # accelerators alone 800 kWh, with hosts and PUE 1,800 kWh, their geometric mean 1,200 kWh
    assert (result.low, result.central, result.high) == pytest.approx((800, 1200, 1800))
    del draw["hours"]
    power = audit.drawn_power(**draw)
    assert (power.low, power.central, power.high) == pytest.approx((8, 12, 18))


def test_power_times_time() -> None:
    found = audit.power_times_time(
        claimed=figure(1e5, 3e5, 1e6), power=figure(7000, 11_000, 15_000, "kW"), hours=figure(720, 1440, 2160, "h")
    )
    assert found.verdict is Verdict.OFF
    assert found.expected is not None
    assert found.expected.central == pytest.approx(15.84e6)


def test_a_time_against_published_hours() -> None:
    found = audit.hours_of_run(claimed=figure(1095, 1095, 1095, "h"), accelerator_hours=7.7e6, count=2000)
    assert found.verdict is Verdict.OFF
    assert found.factor == pytest.approx(1095 / 3850)


@pytest.mark.parametrize(
    ("claimed", "reported", "verdict"),
    [
        (["h100"], ["a100-40gb"], Verdict.OFF),
        (["a100-80gb"], ["a100-40gb"], Verdict.HOLDS),
        (["h100", "a100-80gb"], ["a100-40gb"], Verdict.PLAUSIBLE),
        (["tpu-v5e"], ["tpu-v4"], Verdict.OFF),
        (["h100"], [], Verdict.UNKNOWABLE),
    ],
)
def test_hardware_against_what_is_reported(claimed: list[str], reported: list[str], verdict: Verdict) -> None:
    assert audit.reported_hardware(claimed, reported).verdict is verdict


def test_a_price_against_the_market() -> None:
    market = figure(20_000, 31_250, 40_000, "USD")
    assert audit.unit_price(claimed=figure(8000, 8000, 8000, "USD"), market=market).verdict is Verdict.OFF
    cost = audit.hardware_cost(claimed=figure(3e5, 3e5, 3e5, "USD"), count=10, market=market)
    assert cost.verdict is Verdict.HOLDS
    assert audit.hardware_cost(claimed=figure(1, 1, 1, "USD"), count=1, market=None).verdict is Verdict.UNKNOWABLE


def test_use_against_measurements() -> None:
    methods = [Method("one", figure(0.0005, 0.001, 0.002)), Method("two", figure(0.002, 0.004, 0.008))]
    found = audit.inference(claimed=figure(0.5, 0.5, 0.5), methods=methods, method_agreement=1)
    assert found.verdict is Verdict.OFF
    assert found.factor == pytest.approx(0.5 / 0.002)
    assert audit.inference(claimed=figure(1, 1, 1), methods=[], method_agreement=1).verdict is Verdict.UNKNOWABLE


def test_several_figures_span_an_interval_around_the_leading_one() -> None:
    result = audit.spanning([figure(5, 5, 5), figure(2, 3, 4), figure(6, 7, 8)])
    assert result is not None
    assert (result.low, result.central, result.high) == (2, 5, 8)
    assert audit.spanning([]) is None


def test_the_first_of_the_most_severe_findings_decides() -> None:
    findings = [
        Finding(check, verdict)
        for check, verdict in (
            ("one", Verdict.UNKNOWABLE),
            ("two", Verdict.HOLDS),
            ("three", Verdict.OFF),
            ("four", Verdict.OFF),
        )
    ]
    assert audit.worst(findings).check == "three"
    assert audit.worst(findings[:2]).check == "two"
    assert audit.worst(findings[:1]).check == "one"


# The class tables


@pytest.fixture(scope="module")
def audited() -> dict[tuple[str, str, str], CellAudit]:
    return {(cell.table, cell.model, cell.column): cell for cell in audit_tables(load())}


def expected_cells() -> list[Any]:
    read = read_yaml(Path(__file__).parent / "audit_cells.yaml")
    return [
        pytest.param((table, model, column), cell, id=f"{model} {column}")
        for table, rows in read.items()
        for model, cells in rows.items()
        for column, cell in cells.items()
    ]


@pytest.mark.parametrize(("key", "expected"), expected_cells())
def test_the_verdict_on_a_cell(
    audited: dict[tuple[str, str, str], CellAudit], key: tuple[str, str, str], expected: dict[str, Any]
) -> None:
    cell = audited[key]
    assert cell.verdict.value == expected["verdict"]
    assert cell.decisive.check == expected["check"]
    assert cell.decisive.slip == expected.get("slip")
    if "factor" in expected:
        assert cell.decisive.factor == pytest.approx(expected["factor"], rel=0.2)
    else:
        assert cell.decisive.factor is None


def test_every_cell_of_every_row_has_a_verdict(audited: dict[tuple[str, str, str], CellAudit]) -> None:
    cells = [
        (table.id, row.model, cell.column) for table in load().class_tables for row in table.rows for cell in row.cells
    ]
    assert list(audited) == cells
    assert {parameter.values[0] for parameter in expected_cells()} == set(cells)


def test_what_the_row_of_gpt_4_is_found_to_be(audited: dict[tuple[str, str, str], CellAudit]) -> None:
    def cell(column: str) -> CellAudit:
        return audited["class-table-1", "gpt-4", column]

    energy = cell("training-energy").decisive
    assert energy.factor is not None
    assert 8 < 1 / energy.factor < 15
    use = cell("inference-energy").decisive
    assert use.factor is not None
    assert 100 < use.factor < 1000
    assert use.slip == 1e-3
    assert cell("accelerator").verdict is Verdict.OFF
    arithmetic = next(finding for finding in cell("hardware-cost").findings if finding.check == "arithmetic")
    assert arithmetic.verdict is Verdict.HOLDS


def test_the_real_training_time_of_mistral_is_not_known(audited: dict[tuple[str, str, str], CellAudit]) -> None:
    assert audited["class-table-1", "mistral-7b", "training-time"].verdict is Verdict.UNKNOWABLE


def test_one_row_alone() -> None:
    assert {cell.model for cell in audit_row(load(), "grok")} == {"grok"}
    assert audit_row(load(), "bloom") == ()


def test_every_wording_of_the_tables_is_read_or_found_unknowable() -> None:
    readings = read_readings()
    words = {cell.words for table in load().class_tables for row in table.rows for cell in row.cells if cell.words}
    assert set(readings.words) | set(readings.remarks) <= words
    about_use = {word for word in words if word.startswith(("megawatts", "mw-in"))}
    assert words - set(readings.words) - set(readings.remarks) <= about_use


# What a person claims


@pytest.mark.parametrize(
    ("model", "metric", "claimed", "verdict"),
    [
        ("gpt-4", "energy", exact(1.2e6, "kWh"), Verdict.OFF),
        ("gpt-4", "energy", exact(50e6, "kWh"), Verdict.HOLDS),
        ("gpt-4", "cost", exact(1e8, "USD"), Verdict.HOLDS),
        ("gpt-4", "cost", exact(78e6, "USD"), Verdict.HOLDS),
        ("gpt-4", "cost", exact(1e6, "USD"), Verdict.OFF),
        ("gpt-3", "energy", exact(1_287_000, "kWh"), Verdict.HOLDS),
        ("gpt-3", "carbon", exact(552_000, "kgCO2e"), Verdict.HOLDS),
        ("bloom", "carbon", exact(50_500, "kgCO2e"), Verdict.HOLDS),
        ("mistral-7b", "time", exact(730, "h"), Verdict.UNKNOWABLE),
    ],
)
def test_a_claim_about_a_model(model: str, metric: str, claimed: Figure, verdict: Verdict) -> None:
    findings = audit_claim(load(), model, metric, claimed)
    assert findings[0].verdict is verdict


def test_the_basis_on_which_a_claim_holds_is_named() -> None:
    findings = audit_claim(load(), "bloom", "carbon", exact(50_500, "kgCO2e"))
    assert findings[0].expected is not None
    assert findings[0].expected.basis == "life-cycle"


def test_a_claim_about_use() -> None:
    half_a_watt_hour = replace(figure(0.0005, 0.0005, 0.0005), basis="per-query")
    assert audit_claim(load(), "chatgpt", "inference_energy", half_a_watt_hour)[0].verdict is not Verdict.OFF
    bottle = replace(figure(0.14, 0.14, 0.14), basis="per-query")
    assert audit_claim(load(), "gpt-4", "inference_energy", bottle)[0].verdict is Verdict.OFF


def test_a_claim_about_hardware() -> None:
    found = audit_hardware_energy(
        load(), "h100", claimed=exact(1.2e6, "kWh"), count=exact(10_000), hours=exact(2190, "h")
    )
    assert found.verdict is Verdict.OFF
    assert found.factor is not None
    # 10,000 x 700 W x 2,190 h = 15.3 GWh
    assert found.factor == pytest.approx(1.2e6 / 15.3e6, rel=0.2)


def test_a_product_is_judged_by_the_models_of_its_own_developer() -> None:
    readings = read_readings()
    assert [model.id for model in Evidence(load(), readings, "copilot").models] == ["copilot"]
    assert "gpt-4" in [model.id for model in Evidence(load(), readings, "chatgpt").models]
