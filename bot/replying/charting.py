"""Which chart goes with an answer: bars for things side by side, described in words and numbers, not yet drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot import limits
from bot.answer import Answer, Value
from bot.reply import Bar, Chart, utf16_length
from bot.replying.localizer import Localizer
from bot.replying.presenting_comparison import compared_kind, row_name, shared_scenario
from bot.replying.presenting_ranking import ranked_metric, ranking_title
from bot.replying.presenting_values import BETWEEN_PRICES, UNSURE, is_claim, label, said
from bot.replying.showing import compared_metrics
from bot.replying.sizes import NO_BREAK_SPACE
from knowledge.figures import Figure

MOST_BARS = 10
_LOGARITHMIC_FROM = 30.0
"""Things that differ by more than this many times do not show on one even scale."""
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_MOST_DECADES = 5
_TICKS = 4
_ELLIPSIS = "…"
_UNSURE = " *"


def chart_of(answer: Answer, formats: Localizer) -> Chart | None:
    """The chart of a comparison or a ranking; None where there is nothing to compare by a number."""
    if len(answer.rows) < 2:
        return None
    if answer.question.intent == "ranking":
        metric, title = ranked_metric(answer), ranking_title(answer, formats)
        bars = _bars(answer, metric, formats)
    else:
        metric, bars = _most_telling(answer, formats)
        named = label(metric, compared_kind(answer), formats) if metric else ""
        title = " · ".join([named, *shared_scenario(answer, formats)])
    if len(bars) < 2:
        return None
    logarithmic = _is_wide(bars)
    unit = _unit(answer, metric)
    ticks = _decades(bars, unit, formats) if logarithmic else _even(bars, unit, formats)
    ranges = "chart-between-prices" if metric in BETWEEN_PRICES else "chart-interval"
    note = [formats.text(ranges)] if any(bar.high > bar.low for bar in bars) else []
    if logarithmic:
        note.append(formats.text("chart-logarithmic", times=formats.number(ticks[1][0] / ticks[0][0], 2)))
    if any(bar.claim for bar in bars):
        note.append(formats.text("chart-claims"))
    unsure = formats.text("chart-unsure") if any(bar.shown.endswith(_UNSURE) for bar in bars) else ""
    if unsure:
        note.append(unsure)
    return Chart(
        title=title,
        bars=tuple(bars),
        ticks=ticks,
        logarithmic=logarithmic,
        note=" ".join(note),
        caption=_caption(title, bars, unsure),
        language=formats.language,
    )


def _most_telling(answer: Answer, formats: Localizer) -> tuple[str, list[Bar]]:
    """The first metric shown that has different numbers for at least two things, and its bars."""
    for metric in compared_metrics(answer):
        bars = _bars(answer, metric, formats)
        if len({(bar.low, bar.central, bar.high) for bar in bars}) > 1:
            return metric, bars
    return "", []


def _bars(answer: Answer, metric: str, formats: Localizer) -> list[Bar]:
    bars = []
    for row in answer.rows:
        name = row_name(answer, row.id, formats)
        for value in (row.values.get(metric), row.claims.get(metric)):
            bar = _bar(name, metric, value, formats)
            if bar is not None:
                bars.append(bar)
    return bars[:MOST_BARS]


def _bar(name: str, metric: str, value: Value | None, formats: Localizer) -> Bar | None:
    if not isinstance(value, Figure) or value.central <= 0:
        return None
    claim = is_claim(value)
    label = formats.text("chart-claim", name=name) if claim else name
    low = value.low if value.low > 0 else value.central
    shown = said(metric, value, formats).whole
    return Bar(label, low, value.central, value.high, shown + _UNSURE * (value.kind in UNSURE), claim)


def _unit(answer: Answer, metric: str) -> str:
    values = (part.get(metric) for row in answer.rows for part in (row.values, row.claims))
    return next((value.unit for value in values if isinstance(value, Figure)), "")


def _is_wide(bars: Sequence[Bar]) -> bool:
    return max(bar.central for bar in bars) / min(bar.central for bar in bars) > _LOGARITHMIC_FROM


def _even(bars: Sequence[Bar], unit: str, formats: Localizer) -> tuple[tuple[float, str], ...]:
    """Ticks from nothing to beyond the longest bar, at round distances."""
    longest = max(bar.high for bar in bars)
    rough = longest / _TICKS
    size = 10 ** math.floor(math.log10(rough))
    step = next(factor * size for factor in _STEPS if factor * size >= rough * (1 - 1e-9))
    count = math.ceil(longest / step * (1 - 1e-9))
    values = [index * step for index in range(count + 1)]
    return tuple((value, formats.value(value, unit, 3) if value else "0") for value in values)


def _decades(bars: Sequence[Bar], unit: str, formats: Localizer) -> tuple[tuple[float, str], ...]:
    """Ticks at powers of ten, evenly apart, from below the shortest bar to beyond the longest."""
    first = math.floor(math.log10(min(bar.low for bar in bars)) - 1e-9)
    last = math.ceil(math.log10(max(bar.high for bar in bars)) + 1e-9)
    apart = max(1, math.ceil((last - first) / _MOST_DECADES))
    exponents = range(first, last + apart, apart)
    return tuple((10.0**exponent, formats.value(10.0**exponent, unit, 1)) for exponent in exponents)


def _caption(title: str, bars: Sequence[Bar], note: str) -> str:
    """The title and every value and what is to be said of them, cut at a line's end where it would be too long."""
    caption = title
    for line in [*(f"{bar.label}: {bar.shown}" for bar in bars), *filter(None, [note])]:
        longer = f"{caption}\n{line}".replace(NO_BREAK_SPACE, " ")
        if utf16_length(longer) > limits.CAPTION - len(_ELLIPSIS) - 1:
            return f"{caption}\n{_ELLIPSIS}"
        caption = longer
    return caption
