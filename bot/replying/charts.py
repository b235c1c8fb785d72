"""Drawing a chart: a description becomes a picture. Slow (a tenth of a second), so never on the event loop.

Readable on a phone and without colour: large type, values written beside the bars, claims hatched and named as such.
"""

from __future__ import annotations

import io
import textwrap
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING

from bot.reply import Bar, Chart

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg

ONE_AT_A_TIME = Lock()
"""Held while something is drawn: matplotlib's fonts are not made for several threads."""
_WIDTH = 6.0
_DOTS_PER_INCH = 180
_ROW = 0.78
_HEAD = 0.5
_FOOT = 0.8
_LINE = 0.27
_LETTER = 0.105
_TITLE_WIDTH, _LABEL_WIDTH, _NOTE_WIDTH = 44, 16, 78
_VALUE_SIZE, _LEAST_VALUE_SIZE = 11.0, 8.0
_GAP, _EDGE = 12.0, 4.0
"""Dots between two labels of the axis, and from the longest text to the edge of the picture."""
_FILL, _CLAIM_FILL, _INK, _FAINT = "#8fb8de", "#ffffff", "#1b1b1b", "#c9c9c9"


def draw(chart: Chart) -> bytes:
    """The chart as a PNG picture."""
    with ONE_AT_A_TIME:
        return _drawn(chart)


def _drawn(chart: Chart) -> bytes:
    picture = io.BytesIO()
    laid_out(chart).print_png(picture)  # type: ignore[no-untyped-call]
    return picture.getvalue()


def drawable(text: str) -> str:
    """Without what the font has no picture of, such as emoji in the names that people give."""
    from matplotlib.font_manager import findfont, get_font

    known = get_font(findfont("DejaVu Sans")).get_charmap()
    return " ".join("".join(c for c in text if ord(c) in known).split(" ")).strip()


def laid_out(chart: Chart) -> FigureCanvasAgg:
    """The chart with everything in its place, ready to be printed."""
    from matplotlib import rc_context

    with rc_context({"text.parse_math": False}):  # dollars are dollars
        return _laid_out(chart)


def _laid_out(chart: Chart) -> FigureCanvasAgg:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    title = textwrap.fill(drawable(chart.title).replace(" · ", "\N{NO-BREAK SPACE}· "), _TITLE_WIDTH)
    note = textwrap.fill(chart.note, _NOTE_WIDTH)
    labels = [_label(bar) for bar in chart.bars]
    head, foot = _HEAD + _LINE * title.count("\n"), _FOOT + _LINE * 0.6 * note.count("\n")
    height = head + _ROW * len(chart.bars) + foot
    figure = Figure(figsize=(_WIDTH, height), dpi=_DOTS_PER_INCH, facecolor="white")
    canvas = FigureCanvasAgg(figure)
    figure.text(0.03, 1 - 0.14 / height, title, fontsize=14, fontweight="bold", color=_INK, va="top", ha="left")
    figure.text(0.03, 0.1 / height, note, fontsize=9.5, color="#444444", va="bottom", ha="left")
    left = (0.25 + _LETTER * max(len(line) for label in labels for line in label.split("\n"))) / _WIDTH
    axes = figure.add_axes((left, foot / height, 0.91 - left, (height - head - foot) / height))
    _bars(axes, chart)
    _axis(axes, chart)
    renderer: RendererAgg = canvas.get_renderer()  # type: ignore[no-untyped-call]
    edge = _WIDTH * _DOTS_PER_INCH - _EDGE
    _fit_values(axes, renderer, edge)
    _thin_out_ticks(axes, chart, renderer, edge)
    return canvas


def _fit_values(axes: Axes, renderer: RendererAgg, edge: float) -> None:
    """Write what would leave the picture smaller."""
    for text in axes.texts:
        box = text.get_window_extent(renderer)
        if box.x1 > edge:
            text.set_fontsize(max(_LEAST_VALUE_SIZE, _VALUE_SIZE * (edge - box.x0) / box.width))


def _thin_out_ticks(axes: Axes, chart: Chart, renderer: RendererAgg, edge: float) -> None:
    """Name every second line of the scale, or third, where the names of all would run into each other."""
    boxes = [label.get_window_extent(renderer) for label in axes.get_xticklabels()]
    for step in range(1, len(boxes)):
        named = boxes[::step]
        apart = all(left.x1 + _GAP < right.x0 for left, right in pairwise(named))
        if apart and named[-1].x1 <= edge:
            break
    labels = [label if at % step == 0 else "" for at, (_, label) in enumerate(chart.ticks)]
    axes.set_xticks([value for value, _ in chart.ticks], labels, fontsize=10)


def _bars(axes: Axes, chart: Chart) -> None:
    start, end = chart.ticks[0][0], chart.ticks[-1][0]
    for row, bar in enumerate(chart.bars):
        height = len(chart.bars) - 1 - row
        axes.barh(
            height - 0.14,
            bar.central - start,
            left=start,
            height=0.4,
            color=_CLAIM_FILL if bar.claim else _FILL,
            edgecolor=_INK,
            linewidth=0.9,
            hatch="////" if bar.claim else None,
        )
        if bar.high > bar.low:
            axes.plot([bar.low, bar.high], [height - 0.14] * 2, color=_INK, linewidth=2, solid_capstyle="butt")
            axes.plot([bar.low, bar.high], [height - 0.14] * 2, color=_INK, marker="|", markersize=11, linestyle="none")
        axes.annotate(
            bar.shown,
            (start, height + 0.13),
            xytext=(4, 0),
            textcoords="offset points",
            fontsize=_VALUE_SIZE,
            color=_INK,
            va="bottom",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        )
    axes.set_xlim(start, end)
    axes.set_ylim(-0.55, len(chart.bars) - 0.4)


def _axis(axes: Axes, chart: Chart) -> None:
    if chart.logarithmic:
        axes.set_xscale("log")
        axes.set_xlim(chart.ticks[0][0], chart.ticks[-1][0])
    axes.set_xticks([value for value, _ in chart.ticks], [label for _, label in chart.ticks], fontsize=10)
    axes.minorticks_off()
    axes.set_yticks(
        [len(chart.bars) - 1.14 - row for row in range(len(chart.bars))],
        [_label(bar) for bar in chart.bars],
        fontsize=12,
    )
    axes.tick_params(length=0, colors=_INK)
    axes.grid(axis="x", color=_FAINT, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color(_INK)


def _label(bar: Bar) -> str:
    return textwrap.fill(bar.label, _LABEL_WIDTH, max_lines=3, placeholder="…")
