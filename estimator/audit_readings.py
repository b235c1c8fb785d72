"""How the words of the class tables are read: as ranges, as remarks, and which measurements stand for which models."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from estimator.audit import Verdict
from knowledge.base import DATA_FOLDER
from knowledge.datafiles import read_yaml
from knowledge.errors import KnowledgeError
from knowledge.figures import Figure, Kind
from knowledge.units import UNITS, canonical

FILE = "audit-readings.yaml"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Range(_Record):
    """The range that words can mean."""

    low: float
    high: float
    unit: str
    basis: str | None = None


class Remark(_Record):
    """What is found of words that are no quantity, and what of the model it rests on."""

    verdict: Verdict
    rests_on: tuple[str, ...]


class Readings(_Record):
    """How words are read, and which measurements stand for which models; see the data file."""

    words: Mapping[str, Range]
    remarks: Mapping[str, Remark]
    classes: Mapping[str, float]
    alike: float

    def range_of(self, words: str, source: str) -> Figure | None:
        """Words as a claimed range in the canonical unit; None where they are no quantity."""
        found = self.words.get(words)
        if found is None:
            return None
        low, high = canonical(found.low, found.unit), canonical(found.high, found.unit)
        return Figure(
            low=low,
            central=(low * high) ** 0.5,
            high=high,
            unit=UNITS[found.unit].canonical,
            kind=Kind.CLASS_TABLE_CLAIM,
            sources=(source,),
            basis=found.basis,
        )


def read_readings(folder: Path | None = None) -> Readings:
    """The readings on file. Raises KnowledgeError where the file is missing or wrong."""
    return _read(DATA_FOLDER if folder is None else folder)


@lru_cache(maxsize=4)
def _read(folder: Path) -> Readings:
    try:
        return Readings.model_validate(read_yaml(folder / FILE))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise KnowledgeError(FILE, "", ".".join(map(str, first["loc"])), first["msg"]) from error
