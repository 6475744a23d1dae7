"""Contrast computed from the tokens, sizes that follow the text, and no colour anywhere else."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette, QTextLayout
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel
from lac_tracker.ui.theme import THEMES, Theme

UI = Path(theme.__file__).parent
STATUSES = ("overdue", "warn", "ok", "info", "neutral", "part")
TEXT_ON = [
    ("text", "surface"), ("text", "surface2"), ("text", "bg"), ("text", "banner"), ("onSel", "sel"),
    ("disabled", "surface2"), ("text2", "surface"), ("text2", "surface2"), ("text2", "bg"), ("text2", "banner"),
    ("onPrimary", "primary"), ("onPrimary", "primaryHover"), ("onDanger", "danger"), ("onDanger", "dangerHover"),
    ("link", "surface"), ("onNav", "nav"), ("danger", "surface"),
    *((status, f"{status}.fill") for status in STATUSES), *((status, "surface") for status in STATUSES),
]  # fmt: skip
EDGES_ON = [("border", "surface"), ("border", "bg"), ("focusInner", "focusOuter"), ("primary", "bg")]


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_wcag_says():
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor(0x76, 0x76, 0x76), QColor("white")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON)
def test_text_has_a_contrast_of_4_5(name, ink, ground):
    shown = Theme(name)
    assert contrast(shown.colour(ink), shown.colour(ground)) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("status", STATUSES)
def test_a_status_can_be_read_on_a_selected_row(name, status):
    assert contrast(Theme(name).colour(status), Theme(name).colour("sel")) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("edge", "ground"), EDGES_ON)
def test_edges_and_icons_have_a_contrast_of_3(name, edge, ground):
    shown = Theme(name)
    assert contrast(shown.colour(edge), shown.colour(ground)) >= 3


@pytest.mark.parametrize("name", THEMES)
def test_one_line_of_the_focus_ring_stands_out_from_every_ground(name):
    shown = Theme(name)
    for ground in ("surface", "bg", "banner", "sel", "primary"):
        best = max(
            contrast(shown.colour(line), shown.colour(ground)) for line in ("focusInner", "focusOuter")
        )
        assert best >= 3, ground


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_edge_of_a_text_field_is_the_border_token(name, themed, qtbot):
    theme.apply(themed, name)
    field = QLineEdit()
    qtbot.addWidget(field)
    field.resize(200, 32)
    field.show()
    painted = field.grab().toImage().pixelColor(100, 0)
    assert contrast(painted, theme.current().colour("surface")) >= 3


def test_no_colour_stands_outside_the_theme():
    literal = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b|QColor\(\s*[\"'\d]|\brgba?\(")
    found = [
        f"{file.relative_to(UI)}:{number}"
        for file in UI.rglob("*.py")
        if file.name != "theme.py"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if literal.search(line)
    ]
    assert found == []
    assert not literal.search((UI / "theme.py").read_text(encoding="utf-8"))
    assert literal.search('colour = "#A31B12"')  # the search itself finds one


@pytest.mark.parametrize(("percent", "points", "spacing"), [(100, 10.5, 16), (150, 15.75, 20), (200, 21, 24)])
def test_spacing_grows_at_half_the_rate_of_text(percent, points, spacing):
    shown = Theme("light", percent)
    assert shown.points("body") == points
    assert shown.space(4) == spacing
    assert shown.scaled(16) == 16 * percent / 100


@pytest.mark.parametrize("percent", [100, 200])
def test_controls_hold_their_text_at_every_size(percent, themed, qtbot):
    theme.apply(themed, "light", percent)
    window = QWidget()
    column = QVBoxLayout(window)
    button, field, words = (
        PlainButton("Start IHA", "primary"),
        QLineEdit("gjpq"),
        PlainLabel("gjpq", type="title"),
    )
    for widget in (button, field, words):
        column.addWidget(widget)
    qtbot.addWidget(window)
    window.show()
    for widget in (button, field, words):
        assert widget.height() >= widget.fontMetrics().height(), widget
    assert field.height() >= 32
    assert words.font().pointSizeF() == 18 * percent / 100


def test_a_theme_given_twice_changes_every_window(themed, qtbot):
    label = PlainLabel("words")
    qtbot.addWidget(label)
    theme.apply(themed, "dark", 125)
    assert label.palette().color(QPalette.ColorRole.WindowText) == Theme("dark").colour("text")
    theme.apply(themed, "light")
    assert label.palette().color(QPalette.ColorRole.WindowText) == Theme("light").colour("text")


def test_an_unknown_theme_is_our_mistake(themed):
    with pytest.raises(ValueError, match="'pink' is not one of"):
        theme.apply(themed, "pink")


def test_the_system_theme_is_one_of_ours(themed: QApplication):
    assert theme.system_theme(themed) in THEMES


def test_the_bundled_font_tells_look_alikes_apart(themed):
    family = themed.font().family()
    assert family in ("Segoe UI Variable Text", "Segoe UI") or "Sans" in family


NAMES = {
    "Noto Naskh Arabic": "ښاغلی ڕەزا ولاء نواز ڈار",
    "Noto Sans Hebrew": "דוד כהן",
    "Noto Sans Devanagari": "कृष्णमूर्ति",
    "Noto Sans Bengali": "চৌধুরী",
    "Noto Sans Gurmukhi": "ਗੁਰਪ੍ਰੀਤ",
    "Noto Sans Gujarati": "પટેલ",
    "Noto Sans Tamil": "ஸ்ரீராம்",
    "Noto Sans Ethiopic": "ተስፋይ",
    "Noto Sans Armenian": "Արամ",
    "Noto Sans Georgian": "გიორგი",
}


@pytest.mark.parametrize("weight", ["body", "title"])
@pytest.mark.parametrize(("family", "name"), NAMES.items(), ids=NAMES)
def test_a_name_is_shown_in_a_bundled_font_of_its_letters(themed, family, name, weight):
    words = QTextLayout(name, theme.current().font(weight))
    words.beginLayout()
    words.createLine()
    words.endLayout()
    runs = words.glyphRuns()
    assert {run.rawFont().familyName() for run in runs} <= {family, "Noto Sans"}  # the latter for blanks
    assert family in {run.rawFont().familyName() for run in runs}
    assert not any(0 in run.glyphIndexes() for run in runs)
