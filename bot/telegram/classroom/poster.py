"""What a teacher projects so that a class can join, drawn in a process of its own (`bot.telegram.pictures`)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

_SIDE: Final = 7.5
"""Width in inches; the height is a quarter more."""
_DOTS_PER_INCH: Final = 160
_LARGEST: Final = 26.0
_FULL_LINE: Final = 34
"""Characters of a title that fill a line in the largest letters."""


@dataclass(frozen=True, slots=True)
class Poster:
    """A class with its code. `address` is the link that the QR code stands for."""

    title: str
    code: str
    address: str


def draw(poster: Poster) -> bytes:
    """The poster as a PNG picture, large enough to be read and scanned from the last row."""
    import segno
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from bot.replying.charts import ONE_AT_A_TIME, drawable

    with ONE_AT_A_TIME:
        figure = Figure(figsize=(_SIDE, 1.25 * _SIDE), dpi=_DOTS_PER_INCH, facecolor="white")
        canvas = FigureCanvasAgg(figure)
        title = drawable(poster.title)
        size = min(_LARGEST, _LARGEST * _FULL_LINE / max(1, len(title)))
        figure.text(0.5, 0.96, title, fontsize=size, fontweight="bold", ha="center", va="top", parse_math=False)
        axes = figure.add_axes((0.12, 0.2, 0.76, 0.7), frameon=False)
        axes.set_axis_off()
        matrix = [[1 - dark for dark in row] for row in segno.make(poster.address, error="m", micro=False).matrix]
        axes.imshow(matrix, cmap="gray", interpolation="nearest")
        figure.text(
            0.5, 0.11, poster.code, fontsize=44, fontweight="bold", family="monospace", ha="center", va="center"
        )
        figure.text(0.5, 0.04, poster.address, fontsize=15, ha="center", va="center", parse_math=False)
        picture = io.BytesIO()
        canvas.print_png(picture)  # type: ignore[no-untyped-call]
        return picture.getvalue()
