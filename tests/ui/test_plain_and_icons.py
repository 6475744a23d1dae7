"""Nothing a person typed is markup; icons exist and follow the theme; every status has an icon and a word."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from lac_tracker.domain.children import BannerFacts, FlagChip
from lac_tracker.domain.standing import Status
from lac_tracker.ui import icons, plain, theme
from lac_tracker.ui.banner import FLAG_ICONS, PatientBanner
from lac_tracker.ui.messages import MessageBar
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, PlainDialog, PlainLabel, PlainTextEdit
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow
from lac_tracker.ui.widgets.day_words import day_of, status_words
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.row_table import RowTable

HOSTILE = (
    "<b>Bob</b>", "a<br>b", "<img src='http://example.invalid/x.png'>", "<a href='x'>Tap</a>", "A & B", "&amp;",
    "=1+1", "Zoë \u05d0\u05d1", "😀", "x" * 300,
)  # fmt: skip


@dataclass(frozen=True)
class _Child:
    name: str


def _window_full_of(words: str) -> QWidget:
    window = QWidget()
    column = QVBoxLayout(window)
    facts = BannerFacts(
        words, words, words, words, words, words, words, (FlagChip("allergies", words, True, words),), words, words,
        words, words, words, words,
    )  # fmt: skip
    bar = MessageBar()
    bar.show_problem(words, words)
    model = RowModel(
        (Column("Child", lambda row: row.name, second=lambda row: row.name, detail=lambda row: row.name),)
    )
    table = RowTable(model, label="Children")
    model.set_rows((_Child(words),))
    for widget in (
        PatientBanner(facts), bar, Card(words), Field(words, PlainTextEdit(words), hint=words, prompt=words),
        ChipRow((ChipFacts("one", words, detail=words),), label="Views"), PlainButton(words), PlainLabel(words, wraps=True),
        plain.quote(words), table,
    ):  # fmt: skip
        column.addWidget(widget)
    return window


@pytest.mark.parametrize("words", HOSTILE)
def test_every_widget_shows_hostile_words_as_they_are(words, qtbot):
    window = _window_full_of(words)
    qtbot.addWidget(window)
    window.show()
    for label in window.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or not QLabel.text(label), label.objectName()
    for widget in window.findChildren(QWidget):
        tip = widget.toolTip()
        assert not tip or "<img" not in tip
        assert "<b>" not in tip
    for button in window.findChildren(QAbstractButton):
        assert "&" not in button.text().replace("&&", ""), button.objectName()
    assert window.findChild(QPlainTextEdit).toPlainText() == words
    assert not window.grab().isNull()


def test_a_label_with_a_buddy_shows_its_ampersand(qtbot):
    label, other = PlainLabel("Salt & pepper"), PlainTextEdit()
    qtbot.addWidget(label)
    qtbot.addWidget(other)
    label.setBuddy(other)
    assert label.text() == "Salt & pepper"
    assert QLabel.text(label) == "Salt && pepper"


def test_a_long_run_without_spaces_cannot_push_a_page_wide(qtbot):
    label = PlainLabel("x" * 300, wraps=True)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < 600
    assert label.text() == "x" * 300


def test_a_tooltip_is_escaped_and_repeated_in_the_status_line(qtbot):
    button = PlainButton("Go")
    qtbot.addWidget(button)
    plain.set_tooltip(button, "<b>Bob</b> & co")
    assert button.toolTip() == "<span>&lt;b&gt;Bob&lt;/b&gt; &amp; co</span>"
    assert button.statusTip() == "<b>Bob</b> & co"


def test_tab_leaves_a_text_and_pasting_markup_stays_text(qtbot):
    window = QWidget()
    column = QVBoxLayout(window)
    first, second = PlainTextEdit(), PlainTextEdit()
    column.addWidget(first)
    column.addWidget(second)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    first.setFocus()
    QApplication.clipboard().setText("<b>Bob</b>")
    first.paste()
    with qtbot.waitSignal(first.left):
        qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert first.toPlainText() == "<b>Bob</b>"
    assert second.hasFocus()


def test_a_text_grows_from_3_to_12_lines(qtbot):
    edit = PlainTextEdit()
    qtbot.addWidget(edit)
    edit.resize(400, 10)
    edit.show()
    line = edit.fontMetrics().lineSpacing()
    small = edit.height()
    edit.setPlainText("\n".join("six" for _ in range(6)))
    assert edit.height() == small + 3 * line
    edit.setPlainText("\n".join("many" for _ in range(60)))
    assert edit.height() == small + 9 * line


def test_enter_presses_a_button(qtbot):
    button = PlainButton("Sign")
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return)


@pytest.mark.parametrize(("key", "chosen"), [(Qt.Key.Key_Return, 0), (Qt.Key.Key_Escape, 0)])
def test_a_question_takes_the_safe_choice_unless_another_is_pressed(key, chosen, qtbot):
    dialog = PlainDialog(None, "Merge <b>A</b> into B?", "Everything moves.", ("Keep both", "Merge"))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog.findChild(PlainButton, "dialog.choice0"), key)
    assert dialog.chosen == chosen
    assert not dialog.isVisible()


def test_the_other_choice_of_a_question(qtbot):
    dialog = PlainDialog(None, "Merge?", "", ("Keep both", "Merge"))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog.findChild(PlainButton, "dialog.choice1"), Qt.Key.Key_Space)
    assert dialog.chosen == 1


@pytest.mark.parametrize("status", [*Status, *icons.STATUS_LOOKS])
def test_every_status_has_an_icon_of_its_own_shape_and_a_word(status, themed):
    seen = icons.look(status)
    assert seen.word
    drawn = icons.icon(seen.icon, seen.tone).pixmap(QSize(16, 16)).toImage()
    ink = theme.current().colour(seen.tone)
    pixels = [drawn.pixelColor(x, y) for x in range(16) for y in range(16)]
    assert any(pixel.alpha() > 200 and pixel.red() == ink.red() for pixel in pixels)


def test_every_flag_of_the_banner_has_an_icon(themed):
    for name in FLAG_ICONS.values():
        assert not icons.pixmap(name, "text", 16).isNull()


def test_an_icon_follows_the_theme(themed):
    def darkest() -> int:
        drawn = lock.pixmap(QSize(16, 16)).toImage()
        return min(drawn.pixelColor(x, y).lightness() for x in range(16) for y in range(16)
                   if drawn.pixelColor(x, y).alpha() > 250)  # fmt: skip

    lock = icons.icon("fa6s.lock")
    before = darkest()
    theme.apply(themed, "dark")
    assert darkest() > before + 100


def test_a_misspelt_icon_is_found_at_once(themed):
    with pytest.raises(KeyError, match="no icon 'fa6s.nothing'"):
        icons.icon("fa6s.nothing")


@pytest.mark.parametrize(
    ("status", "facts", "words"),
    [
        ("overdue", {"days_overdue": 9}, "Overdue by 9 days"),
        ("overdue", {"days_overdue": 1}, "Overdue by 1 day"),
        ("due_today", {}, "Due today"),
        ("at_risk", {"reason": "no date"}, "At risk: no date"),
        ("excluded", {"reason": "left care"}, "Not needed: left care"),
        ("cannot_be_computed", {"reason": "no start date"}, "Can't work out: no start date"),
        ("on_track", {}, "On track"),
    ],
)
def test_the_words_of_a_status(status, facts, words):
    assert status_words(status, **facts) == words


def test_the_words_of_days(today):
    assert status_words("due_soon", due=today.replace(day=7), today=today) == "Due in 3 days"
    assert status_words("booked", due=today.replace(day=6)) == "Booked 06-Mar-2026"
    assert day_of(today.replace(month=1, day=26), today, 28) == "Day 37 of 28"
    assert day_of(today, today) == "Day 0"


def test_copying_the_nhs_number_gives_ten_digits(qtbot):
    banner = PatientBanner(BannerFacts("BAPTISTE, Amara", "", "Mara", "", "", "999 012 3454", ""))
    qtbot.addWidget(banner)
    number = banner.findChild(QLabel, "banner.nhs")
    qtbot.keySequence(number, QKeySequence(QKeySequence.StandardKey.Copy))
    assert QApplication.clipboard().text() == "9990123454"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Ellie, 06-Aug-2026", "Ellie, 06-Aug-2026"),
        ("with علي, 06-Aug-2026", "\u200ewith علي, \u200e06-Aug-2026"),
        ("علي (12), Omar 999 056 3411", "\u200eعلي (\u200e12), Omar 999 056 3411"),
        ("كهن דוד 12", "كهن דוד \u200e12"),
        ("يعيش أحمد مع خالته في London.", "يعيش أحمد مع خالته في London."),
    ],
)
def test_a_name_from_the_right_leaves_dates_and_numbers_in_their_place(qtbot, words, shown):
    label = PlainLabel(words)
    qtbot.addWidget(label)
    assert plain.in_reading_order(words) == shown
    assert QLabel.text(label) == shown
    assert label.text() == words
