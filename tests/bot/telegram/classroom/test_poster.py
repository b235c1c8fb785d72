"""The picture by which a class is joined: the QR code in it is the right one, whatever the class is called."""

from __future__ import annotations

import io

import numpy as np
import pytest
import segno
from matplotlib.image import imread

from bot.classroom.charting import bars
from bot.classroom.rolls import TITLE
from bot.replying.charts import draw as draw_chart
from bot.telegram.classroom.poster import Poster, draw

ADDRESS = "https://t.me/CuestaBot?start=c-EDGN6D"
TITLES = ["Física 101", "x $a_{$ y", "Costos: $5 y $10", "Clase 🎓 日本語", "Ñ" * TITLE, "\\frac{", "🎓"]


@pytest.mark.parametrize("title", TITLES)
def test_the_code_can_be_read_from_the_picture(title: str) -> None:
    picture = imread(io.BytesIO(draw(Poster(title, "EDGN6D", ADDRESS))))[:, :, :3].mean(axis=2)
    matrix = np.array([list(row) for row in segno.make(ADDRESS, error="m", micro=False).matrix])
    height, width = picture.shape
    square = picture[int(height * 0.1) : int(height * 0.8)]  # between the title and the code in letters
    rows, columns = np.where(square < 0.5)
    top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
    module = (right - left) / len(matrix)
    assert abs((bottom - top) - (right - left)) <= 2, "it is a square"
    assert min(left, width - right) >= 4 * module, "with the margin that scanners need"
    at = (np.arange(len(matrix)) + 0.5) * module
    seen = square[np.ix_((top + at).astype(int), (left + at).astype(int))] < 0.5
    assert (seen == (matrix > 0)).all()


@pytest.mark.parametrize("title", TITLES)
def test_a_chart_of_a_class_can_be_drawn_whatever_it_is_called(title: str) -> None:
    assert draw_chart(bars(title, "", "", {"1": (2, "2")}, "es")).startswith(b"\x89PNG")
