"""The two tables that the students handed in: every cell a claim, kept as written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from knowledge.figures import Figure, Kind
from knowledge.records import Id, Record, Text
from knowledge.units import UNITS, canonical

ClaimedMetric = Literal[
    "unit_price", "count", "purchase_cost", "time", "energy", "power", "inference_energy", "hardware", ""
]


class Cell(Record):
    """One cell as the table has it: a number or a range with its unit, accelerators (ids), or words.

    `metric` is what the cell claims; empty for a remark. `words` is the id of a text in `knowledge/data/texts/`.
    `interpreted` marks a cell whose unit the table does not write out and that is read as `basis` says.
    """

    column: Id
    metric: ClaimedMetric = ""
    low: float | None = None
    high: float | None = None
    unit: str = ""
    basis: str | None = None
    ids: tuple[Id, ...] = ()
    words: str = ""
    interpreted: bool = False

    def figure(self, source: str, as_of: str) -> Figure | None:
        """The claimed number in its canonical unit (central: the middle of a range); None where the cell has none."""
        if self.low is None:
            return None
        high = self.low if self.high is None else self.high
        low, high = canonical(self.low, self.unit), canonical(high, self.unit)
        return Figure(
            low=low,
            central=(low + high) / 2,
            high=high,
            unit=UNITS[self.unit].canonical,
            kind=Kind.CLASS_TABLE_CLAIM,
            sources=(source,),
            as_of=as_of,
            basis=self.basis,
        )


class Row(Record):
    """One row: a model as the table shows it, and its cells."""

    model: Id
    shown_as: Text
    developer: Text
    cells: tuple[Cell, ...] = Field(min_length=1)

    def cell(self, column: str) -> Cell | None:
        """The cell of a column; None where the row has none."""
        return next((cell for cell in self.cells if cell.column == column), None)


class ClassTable(Record):
    """One of the two tables. `texts` are ids of what it says beside its rows, in the order in which it says it."""

    id: Id
    handed_in: Text
    texts: tuple[Text, ...]
    rows: tuple[Row, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Claim:
    """A cell with the row and the table where it stands, and its number in canonical units."""

    table: str
    model: str
    shown_as: str
    cell: Cell
    figure: Figure | None
