"""Memory and serving: hand-worked values and what must hold for any model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator import memory, serving
from tests.estimator.cases import call, cases, check, functions_of

FUNCTIONS: dict[str, Callable[..., Any]] = functions_of(memory) | functions_of(serving)
CASES = cases("serving_cases.yaml")


@pytest.mark.parametrize("case", CASES)
def test_hand_worked(case: dict[str, Any]) -> None:
    result = call(FUNCTIONS[case["function"]], case["arguments"])
    check(result, case["expected"])
    assert result.basis == case["expected"].get("basis")


def test_every_function_is_worked_out_by_hand() -> None:
    assert {case.values[0]["function"] for case in CASES} == set(FUNCTIONS)


@given(parameters=st.floats(1e8, 2e12), share=st.floats(0.01, 1), requests=st.integers(1, 4096))
def test_a_batch_reads_between_the_active_parameters_and_all(parameters: float, share: float, requests: int) -> None:
    active = parameters * share
    read = serving.weights_read(parameters=parameters, parameters_active=active, requests_at_once=requests).central
    assert active * (1 - 1e-9) <= read <= parameters * (1 + 1e-9)
    assert read <= active * requests * (1 + 1e-9)


@given(memory_gb=st.floats(0.1, 1e5), accelerator=st.floats(8, 300))
def test_the_accelerators_hold_the_memory_and_one_less_would_not(memory_gb: float, accelerator: float) -> None:
    count = memory.minimum_count(memory=memory_gb, accelerator_memory=accelerator).central
    assert count * accelerator >= memory_gb * (1 - 1e-6)
    assert count == 1 or (count - 1) * accelerator < memory_gb * (1 + 1e-6)
