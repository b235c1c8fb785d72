"""One request by the method of EcoLogits, for models that the package knows and for parameters of our own.

EcoLogits works out the energy of the answer's tokens from active parameters, and how much of a server it keeps busy;
input tokens do not count. Its ranges come from parameters that nobody published and are no confidence intervals, but
bounds all the same. Only its arithmetic is used here: electricity and water come from our own places.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any, NamedTuple

from estimator.estimates import exact
from estimator.factors import Value
from knowledge.base import DATA_FOLDER
from knowledge.datafiles import read_yaml
from knowledge.entries import EcologitsReference
from knowledge.errors import KnowledgeError
from knowledge.figures import Figure, Kind

SOURCE = "ecologits-data"
FILE = "ecologits.yaml"
"""What the package works out for the models on file; `estimator.packaged` writes it."""


class RequestImpacts(NamedTuple):
    """One request, and the data centre that EcoLogits takes for the provider.

    `energy` is at the data centre's meter (kWh), `embodied_carbon` the share of making the hardware (kgCO2e);
    `site_water` is in L/kWh.
    """

    energy: Figure
    embodied_carbon: Figure
    pue: Figure
    site_water: Figure


class Line(NamedTuple):
    """What grows in proportion to the tokens written: `start` at none, and `each` for every one."""

    start: float
    each: float

    def at(self, tokens: float) -> float:
        """The value at a number of tokens."""
        return self.start + self.each * tokens


class ModelImpacts(NamedTuple):
    """What EcoLogits works out for any answer of a model, from the tokens written.

    The lower and the upper line of energy (kWh) and of embodied carbon (kgCO2e), and the bounds of the data centre's
    PUE and of the water that it evaporates (L/kWh).
    """

    energy: tuple[Line, Line]
    embodied_carbon: tuple[Line, Line]
    pue: tuple[float, float]
    site_water: tuple[float, float]

    def as_data(self) -> dict[str, Any]:
        """As it stands on file."""
        return {
            "energy": [list(line) for line in self.energy],
            "embodied_carbon": [list(line) for line in self.embodied_carbon],
            "pue": list(self.pue),
            "site_water": list(self.site_water),
        }

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> ModelImpacts:
        """What `as_data` wrote. Raises ValueError, TypeError or KeyError where it is something else."""
        (energy, more_energy), (carbon, more_carbon) = data["energy"], data["embodied_carbon"]
        low_pue, high_pue = map(float, data["pue"])
        low_water, high_water = map(float, data["site_water"])
        return cls(
            (_line(*energy), _line(*more_energy)),
            (_line(*carbon), _line(*more_carbon)),
            (low_pue, high_pue),
            (low_water, high_water),
        )


def _line(start: float, each: float) -> Line:
    return Line(float(start), float(each))


def key_of(reference: EcologitsReference) -> str:
    """Under which key a model stands on file: its provider, and its name or its parameters."""
    sizes = ("-".join(f"{size:g}" for size in sizes) for sizes in (reference.parameters, reference.parameters_active))
    return "/".join([reference.provider, reference.name or "/".join(sizes)])


def request_impacts(reference: EcologitsReference, *, output_tokens: Value) -> RequestImpacts | None:
    """The impacts of one answer of `output_tokens`; None where neither the package nor `reference` knows the size."""
    model = _impacts_of(key_of(reference), reference)
    if model is None:
        return None
    tokens = output_tokens if isinstance(output_tokens, Figure) else exact(output_tokens)
    written = round(tokens.low), round(tokens.central), round(tokens.high)
    return RequestImpacts(
        energy=_spanning("kWh", model.energy, written),
        embodied_carbon=_spanning("kgCO2e", model.embodied_carbon, written),
        pue=_figure(*_middle(model.pue), ""),
        site_water=_figure(*_middle(model.site_water), "L/kWh"),
    )


def _impacts_of(key: str, reference: EcologitsReference) -> ModelImpacts | None:
    on_file = impacts_on_file()
    if key not in on_file:
        from estimator.packaged import model_impacts

        on_file[key] = model_impacts(reference)
    return on_file[key]


@cache
def impacts_on_file() -> dict[str, ModelImpacts | None]:
    """What EcoLogits works out for the models on file, by `key_of`. Raises KnowledgeError where the file is wrong."""
    try:
        models = read_yaml(DATA_FOLDER / FILE)["models"]
        return {key: None if data is None else ModelImpacts.of_data(data) for key, data in models.items()}
    except (KeyError, TypeError, ValueError) as error:
        raise KnowledgeError(FILE, "models", "", f"is not as it was written ({error})") from error


def _middle(bounds: tuple[float, float]) -> tuple[float, float, float]:
    """The two ends and their geometric mean."""
    low, high = bounds
    return low, min(max(math.sqrt(low * high), low), high), high


def _spanning(unit: str, lines: tuple[Line, Line], tokens: tuple[int, int, int]) -> Figure:
    """From the lower end for the fewest tokens to the upper one for the most."""
    lower, upper = lines
    fewest, usual, most = tokens
    _, middle, _ = _middle((lower.at(usual), upper.at(usual)))
    return _figure(lower.at(fewest), middle, upper.at(most), unit)


def _figure(low: float, central: float, high: float, unit: str) -> Figure:
    return Figure(
        low=low,
        central=central,
        high=high,
        unit=unit,
        kind=Kind.THIRD_PARTY_ESTIMATE,
        sources=(SOURCE,),
        as_of="2026-10",
    )
