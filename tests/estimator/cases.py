"""Cases of the estimator as data: a function, its arguments and what it must give, worked out by hand."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from estimator.factors import unit_of
from knowledge.datafiles import read_yaml
from knowledge.figures import Figure, Kind


def cases(file: str) -> list[Any]:
    """The cases of one YAML file beside this module, as pytest parameters named by what they are about."""
    read = read_yaml(Path(__file__).parent / file)
    return [pytest.param(case, id=f"{case['function']}: {case['about']}"[:100]) for case in read]


def functions_of(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """The public functions that a module defines, by name."""
    return {
        name: function
        for name, function in vars(module).items()
        if inspect.isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_")
    }


def figure(bounds: Any, unit: str) -> Figure | float:
    """A list of three as a figure in `unit`; a number as it is."""
    if not isinstance(bounds, list):
        return bounds
    low, central, high = bounds
    return Figure(low=low, central=central, high=high, unit=unit, kind=Kind.ASSUMPTION)


def call(function: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
    """Call with every list of three turned into a figure in the unit that formulas take for its name."""
    inspect.signature(function).bind(**arguments)
    return function(
        **{
            name: figure(value, unit_of(name)) if isinstance(value, list) else value
            for name, value in arguments.items()
        }
    )


def check(result: Any, expected: Mapping[str, Any]) -> None:
    """Compare an estimate with `expected`: central and unit always, bounds where given."""
    assert result.unit == expected["unit"]
    for bound in ("low", "central", "high"):
        if bound in expected:
            assert getattr(result, bound) == pytest.approx(expected[bound], rel=1e-6), bound
