"""A chart on the screen and on paper: the same shapes at the same places, and the same to a keyboard and a reader."""

import io
import re
import xml.etree.ElementTree as ET

import pikepdf
import pypdfium2
import pytest
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from pytestqt.qtbot import QtBot

from lac_tracker.documents import charts as paper
from lac_tracker.documents import layout, page
from lac_tracker.domain.charts import Area, Chart, Line
from lac_tracker.domain.sdq_trend import Shown, trend
from lac_tracker.ui import theme
from lac_tracker.ui.theme import THEMES, Theme
from lac_tracker.ui.widgets.chart import ChartView, paint
from tests.documents import sdq_examples as examples
from tests.ui.test_theme import contrast

WIDTH = 600.0  # units; the page is wider than that at 0.85 points
SCALE = paper.LARGEST


def charts():
    facts = examples.facts()
    carer = trend(facts, Shown(informants=frozenset({"carer"}))).chart(WIDTH)
    everyone = trend(examples.facts(examples.many()), Shown(is_scales=True)).chart(WIDTH)
    return [carer, everyone]


def on_screen(chart):
    """Return (boxes of shapes, texts with their baselines) as Qt draws them, in units."""
    held = QBuffer()
    held.open(QBuffer.OpenModeFlag.WriteOnly)
    written = QSvgGenerator()
    written.setOutputDevice(held)
    painter = QPainter(written)
    paint(painter, chart, 1.0)
    painter.end()
    boxes, texts = [], []
    for one in ET.fromstring(bytes(held.data())).iter():
        kind, given = one.tag.rpartition("}")[2], one.attrib
        if kind == "text":
            texts.append((one.text, round(float(given["y"]))))
        elif kind == "rect":
            x, y = float(given["x"]), float(given["y"])
            boxes.append(box([(x, y), (x + float(given["width"]), y + float(given["height"]))]))
        elif kind in ("circle", "ellipse"):
            x, y = float(given["cx"]), float(given["cy"])
            half = float(given.get("r") or given["rx"])
            boxes.append(box([(x - half, y - half), (x + half, y + half)]))
        elif kind in ("polyline", "polygon", "path"):
            figures = [float(each) for each in re.findall(r"-?[\d.]+", given.get("points") or given["d"])]
            boxes.append(box(list(zip(figures[::2], figures[1::2], strict=True))))
    return sorted(boxes), sorted(texts)


def on_paper(chart):
    """Return the same of the PDF."""
    sheet = page.Sheet("t", "a", "s", lambda *_: [], lambda *_: [])
    pdf = page.render([paper.flowable(chart)], sheet)
    boxes, points = [], []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for operands, operator in pikepdf.parse_content_stream(opened.pages[0]):
            name = str(operator)
            figures = [float(each) for each in operands] if name in ("m", "l", "c", "re") else []
            if name == "re":
                x, y, wide, high = figures
                points += [(x, y), (x + wide, y + high)]
            elif figures:
                points += zip(figures[::2], figures[1::2], strict=True)
            elif name in ("S", "f", "B", "f*", "B*", "s", "b", "b*") and points:
                boxes.append(box([in_units(*point) for point in points]))
                points = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        drawn = document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
        baselines = sorted(round(in_units(0, one.get_matrix().f)[1]) for one in drawn)
        words = document[0].get_textpage().get_text_range()
    finally:
        document.close()
    return sorted(boxes), baselines, words


def in_units(x, y):
    return (x - page.SIDE) / SCALE, (page.PAGE_HEIGHT - page.TOP - page.UNDER_HEAD - y) / SCALE


def is_same(one, other):
    return all(abs(mine - theirs) <= 1 for mine, theirs in zip(one, other, strict=True))


def box(points):
    across, down = zip(*points, strict=True)
    return tuple(round(each) for each in (min(across), min(down), max(across), max(down)))


def test_the_chart_in_the_pdf_is_the_one_on_the_screen(themed):
    for chart in charts():
        shapes, texts = on_screen(chart)
        boxes, baselines, words = on_paper(chart)
        assert len(shapes) == len(chart.areas) + len(chart.lines) + len(chart.marks)
        assert len(boxes) == len(shapes)
        for printed in boxes:
            shapes.remove(next(one for one in shapes if is_same(one, printed)))
        assert {text for text, _ in texts} == {one.text for one in chart.words}
        assert [y for y in sorted(y for _, y in texts)] == pytest.approx(baselines, abs=1)
        flat = re.sub(r"\s", "", words)
        assert all(re.sub(r"\s", "", one.text) in flat for one in chart.words)
        block = paper.flowable(chart)
        assert block.height(page.WIDTH) == pytest.approx(chart.height * SCALE)
        assert block.split(page.WIDTH, 1.0) is None
        assert layout.height_of([block], page.WIDTH) == block.height(page.WIDTH)


def test_the_keyboard_goes_from_score_to_score_and_the_chart_is_told_in_words(qtbot: QtBot, themed):
    shown = trend(examples.facts(), Shown())
    view = ChartView(shown.chart, shown.description, label="SDQ over time", name="v")
    qtbot.addWidget(view)
    view.resize(900, 100)
    heard = []
    view.rested.connect(heard.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Home):
        qtbot.keyClick(view, key)
    assert [words[:11] for words in heard] == [
        "08-Mar-2023", "01-Mar-2024", "04-Mar-2026", "04-Mar-2026", "08-Mar-2023",
    ]  # fmt: skip
    assert view.accessibleName() == "SDQ over time"
    said = view.accessibleDescription()
    for words in ("Carer: 19 on 08-Mar-2023", "Self: 16 on 09-Mar-2025", "Changed school, 10-Jan-2025"):
        assert words in said
    assert view.grab().height() > 300


@pytest.mark.parametrize("name", THEMES)
def test_every_series_can_be_seen_on_every_band(name):
    shown = Theme(name)
    for band in range(4):
        ground = shown.colour(f"chart.band{band}")
        assert all(
            contrast(shown.colour(f"chart.{one}"), ground) >= 3 for one in ("first", "second", "third")
        )
        assert contrast(shown.colour("text"), ground) >= 4.5


def test_a_bar_stands_before_the_grid(qtbot: QtBot, themed):
    theme.apply(themed, "high contrast", 100)  # where the lines of both are white
    bar, grid = Area(10, 10, 30, 40, "band3", is_framed=True), Line(((0, 25), (40, 25)), "grid", 3.0)
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    paint(painter, Chart(40, 40, (bar,), (grid,)), 1.0)
    painter.end()
    assert [picture.pixelColor(x, 25).name() for x in (5, 20)] == [
        theme.current().colour(token).name() for token in ("divider", "chart.band3")
    ]


def test_larger_text_makes_a_larger_chart_of_the_same_words(qtbot: QtBot, themed):
    shown = trend(examples.facts(), Shown())
    heights = []
    for percent in (100, 200):
        theme.apply(themed, "light", percent)
        view = ChartView(shown.chart, "")
        qtbot.addWidget(view)
        view.resize(1240, 100)
        view.grab()
        heights.append(view.height())
        chart = view.chart()
        assert {"Carer 14", "Self 12"} <= {one.text for one in chart.words}
        assert max(one.x for one in chart.words) <= chart.width
    assert heights[1] > 1.8 * heights[0]
