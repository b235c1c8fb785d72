"""Charts: what is drawn, how it is scaled, and that it can be drawn."""

from __future__ import annotations

import dataclasses
import itertools
import math
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import limits
from bot.answer import Answer, Row
from bot.question import ComparisonQuestion, RankingQuestion
from bot.reply import Chart, utf16_length
from bot.replying.charting import chart_of
from bot.replying.charts import draw, laid_out
from bot.replying.localizer import localizer
from knowledge.figures import Figure, Kind

PNG = b"\x89PNG\r\n\x1a\n"


def figure(low: float, central: float, high: float, unit: str = "kWh", kind: Kind = Kind.DISCLOSED) -> Figure:
    return Figure(low=low, central=central, high=high, unit=unit, kind=kind)


def answer(*values: Figure | tuple[Figure, Figure], metric: str = "energy", ranking: bool = False) -> Answer:
    rows = []
    for number, value in enumerate(values):
        own, claim = value if isinstance(value, tuple) else (value, None)
        rows.append(Row(id=f"m{number}", values={metric: own}, claims={metric: claim} if claim else {}))
    names = {row.id: f"Model {row.id}" for row in rows}
    question: Any = (
        RankingQuestion(of="models", metrics=(metric,))
        if ranking
        else ComparisonQuestion(models=tuple(names), metrics=(metric,))
    )
    return Answer(question=question, rows=tuple(rows), names=names)


def chart(*values: Figure | tuple[Figure, Figure], language: str = "en", **options: Any) -> Chart:
    made = chart_of(answer(*values, **options), localizer(language))
    assert made is not None
    return made


def test_an_even_scale_begins_at_nothing_and_ends_beyond_the_longest_bar() -> None:
    made = chart(figure(1e6, 2e6, 3.1e6), figure(0.5e6, 1e6, 1.2e6))
    assert not made.logarithmic
    assert [tick for tick, _ in made.ticks] == [0, 1e6, 2e6, 3e6, 4e6]
    labels = [label.replace("\N{NO-BREAK SPACE}", " ") for _, label in made.ticks]
    assert labels == ["0", "1 GWh", "2 GWh", "3 GWh", "4 GWh"]


def test_things_far_apart_are_on_a_logarithmic_scale_that_says_so() -> None:
    made = chart(figure(1e3, 2e3, 3e3), figure(1e5, 2e5, 3e5), language="es")
    assert made.logarithmic
    assert [tick for tick, _ in made.ticks] == [1e2, 1e3, 1e4, 1e5, 1e6]
    assert "cada línea vale 10 veces la anterior" in made.note


def test_claims_are_marked_and_named() -> None:
    claim = figure(1.2e6, 1.2e6, 1.2e6, kind=Kind.CLASS_TABLE_CLAIM)
    made = chart((figure(5e7, 5e7, 5e7), claim), figure(2e7, 2e7, 2e7))
    assert [(bar.label, bar.claim) for bar in made.bars] == [
        ("Model m0", False),
        ("Model m0 (class table)", True),
        ("Model m1", False),
    ]
    assert "Hatched bars are claims" in made.note


def test_the_caption_tells_every_value() -> None:
    made = chart(figure(1e6, 2e6, 3e6), figure(4e6, 4e6, 4e6))
    assert made.caption.splitlines() == [
        "Training energy",
        "Model m0: 2 GWh (1–3 GWh)",
        "Model m1: 4 GWh",
    ]


def test_what_its_maker_did_not_publish_is_marked() -> None:
    rumour = figure(1e6, 2e6, 3e6, kind=Kind.RUMOUR)
    made = chart(rumour, figure(4e6, 4e6, 4e6), language="es")
    assert [bar.shown.endswith(" *") for bar in made.bars] == [True, False]
    assert made.note.endswith("* Rumor o estimación de terceros.")
    assert made.caption.endswith("\n* Rumor o estimación de terceros.")


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("unit", ["kgCO2e", "FLOP", "USD", "parameters", "kWh", "USD/h"])
@pytest.mark.parametrize("spread", [1.2, 4_000])
def test_no_text_runs_into_another_or_out_of_the_picture(unit: str, language: str, spread: float) -> None:
    values = [figure(centre / 1.9, centre, centre * 1.9, unit) for centre in (8.93e6, 8.93e6 * spread, 1.23e6)]
    made = dataclasses.replace(
        chart(*values, language=language), title="Energía (centro de datos) · 1.000.000 de consultas · Estados Unidos"
    )
    canvas = laid_out(made)
    renderer: Any = canvas.get_renderer()
    (axes,) = canvas.figure.axes
    ticks = [label.get_window_extent(renderer) for label in axes.get_xticklabels() if label.get_text()]
    assert len(ticks) >= 2
    assert all(left.x1 < right.x0 for left, right in itertools.pairwise(ticks))
    names = [label.get_window_extent(renderer) for label in axes.get_yticklabels()]
    texts = [text.get_window_extent(renderer) for text in (*axes.texts, *canvas.figure.texts)]
    width, height = canvas.get_width_height()
    for box in (*ticks, *names, *texts):
        assert box.x0 >= 0
        assert box.x1 <= width
        assert box.y0 >= 0
        assert box.y1 <= height


@pytest.mark.parametrize(
    "values",
    [(), (figure(1, 1, 1),), (figure(0, 0, 0), figure(1, 1, 1)), (figure(2, 2, 2), figure(2, 2, 2))],
    ids=["nothing", "one thing", "nothing beside something", "no difference"],
)
def test_nothing_to_compare_is_no_chart(values: tuple[Figure, ...]) -> None:
    assert chart_of(answer(*values), localizer("en")) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(1e-9, 1e30), min_size=2, max_size=12),
    st.floats(1, 100),
    st.sampled_from(["kWh", "USD", "FLOP", "h", ""]),
    st.booleans(),
)
def test_ticks_hold_every_bar(centres: list[float], spread: float, unit: str, ranking: bool) -> None:
    values = [figure(centre / spread, centre, centre * spread, unit) for centre in centres]
    made = chart_of(answer(*values, ranking=ranking), localizer("es"))
    if made is None:
        return
    ticks = [tick for tick, _ in made.ticks]
    assert all(map(math.isfinite, ticks))
    assert ticks == sorted(set(ticks))
    assert 2 <= len(ticks) <= 8
    assert all(ticks[0] <= bar.low and bar.high <= ticks[-1] * (1 + 1e-9) for bar in made.bars)
    assert utf16_length(made.caption) <= limits.CAPTION


@pytest.mark.parametrize("spread", [1.5, 1000])
def test_a_chart_is_a_picture_of_a_size_for_phones(spread: float) -> None:
    claim = figure(1e3, 1e3, 1e3, kind=Kind.CLASS_TABLE_CLAIM)
    picture = draw(chart((figure(1e3, 2e3, 3e3), claim), figure(1e3, 2e3 * spread, 3e3 * spread), language="es"))
    assert picture.startswith(PNG)
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert width == 1080
    assert 400 < height < 2400
    assert len(picture) < 200_000


def test_a_chart_is_the_same_whenever_it_is_drawn() -> None:
    made = chart(figure(1e6, 2e6, 3e6), figure(4e6, 4e6, 4e6))
    assert draw(made) == draw(made)


def test_an_answer_with_a_chart_needs_no_matplotlib() -> None:
    program = (
        "import sys; from bot.question import RankingQuestion; from bot.answering.answerer import work_out;"
        "from bot.answering.circumstances import Circumstances; from bot.replying.replier import reply_to;"
        "from knowledge.base import load;"
        "answer = work_out(RankingQuestion(of='accelerators', metrics=('memory',)), load(), Circumstances());"
        "assert reply_to(answer, 'es').chart is not None; assert 'matplotlib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
