"""Fields by key press: dates, NHS numbers, passphrases, choices, chips, and the label and error around them."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLabel, QLineEdit, QVBoxLayout, QWidget

from lac_tracker.ui import single_keys, theme
from lac_tracker.ui.focus_ring import FocusRing
from lac_tracker.ui.plain import PlainTextEdit
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.nhs_number_field import NhsNumberField
from lac_tracker.ui.widgets.passphrase_field import PassphraseField
from lac_tracker.ui.widgets.radio_group import RadioGroup


@pytest.fixture
def window(qtbot):
    """A window with the keyboard in it, to put controls into."""
    window = QWidget()
    QVBoxLayout(window)
    qtbot.addWidget(window)
    window.resize(600, 400)
    with qtbot.waitActive(window):
        window.show()
    return window


def put(window, *widgets):
    for widget in widgets:
        window.layout().addWidget(widget)
    widgets[0].setFocus()
    QApplication.processEvents()


@pytest.mark.parametrize(
    ("typed", "day", "echo"),
    [
        ("3/4/26", date(2026, 4, 3), "Fri, in 30 days"),
        ("03042026", date(2026, 4, 3), "Fri, in 30 days"),
        ("3apr", date(2026, 4, 3), "Fri, in 30 days"),
        ("t", date(2026, 3, 4), "Wed, today"),
        ("+2w", date(2026, 3, 18), "Wed, in 14 days"),
        ("next fri", date(2026, 3, 13), "Fri, in 9 days"),
    ],
)
def test_a_typed_date_becomes_a_date_with_its_echo(typed, day, echo, today, qtbot, window):
    field = DateField("By when", today)
    put(window, field, QLineEdit())
    qtbot.keyClicks(field.line, typed)
    with qtbot.waitSignal(field.changed) as told:
        qtbot.keyClick(field.line, Qt.Key.Key_Tab)
    assert told.args == [day]
    assert field.value() == day
    assert field.echo.text() == echo


def test_a_birth_date_points_to_the_past_and_echoes_the_age(today, qtbot, window):
    field = DateField("Date of birth", today, direction="past", shows_age=True)
    put(window, field)
    qtbot.keyClicks(field.line, "12/6/11")
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert field.line.text() == "12-Jun-2011"
    assert field.echo.text() == "Sun, 14y 8m"


def test_a_bank_holiday_is_named(today, qtbot, window):
    field = DateField("By when", today, holiday={date(2026, 4, 3): "Good Friday"}.get)
    put(window, field)
    qtbot.keyClicks(field.line, "3 apr")
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert field.echo.text() == "Fri, bank holiday (Good Friday), in 30 days"


def test_what_is_no_date_is_kept_as_typed_and_explained_once(today, qtbot, window):
    field = DateField("Date of dental check", today)
    around = Field("Date of dental check", field)
    put(window, around, QLineEdit())
    field.setFocus()
    qtbot.keyClicks(field.line, "31/2/26")
    qtbot.keyClick(field.line, Qt.Key.Key_Tab)
    assert field.line.text() == "31/2/26"
    assert field.value() is None
    assert not field.is_readable()
    assert around.error.text() == "Date of dental check must be a real date, such as 06-Aug-2026"
    assert field.accessibleDescription().startswith("Error: Date of dental check")
    field.setFocus()
    field.line.selectAll()
    qtbot.keyClicks(field.line, "t")
    qtbot.keyClick(field.line, Qt.Key.Key_Tab)
    assert not around.has_error


def test_an_empty_date_is_no_error(today, qtbot, window):
    field = DateField("By when", today)
    field.set_value(today)
    put(window, field, QLineEdit())
    field.line.selectAll()
    qtbot.keyClick(field.line, Qt.Key.Key_Delete)
    with qtbot.waitSignal(field.changed) as told:
        qtbot.keyClick(field.line, Qt.Key.Key_Tab)
    assert told.args == [None]
    assert field.is_readable()


@pytest.mark.qt_log_ignore("does not support grabbing", extend=True)  # offscreen
def test_alt_down_opens_the_calendar_and_its_keys_move(today, qtbot, window):
    field = DateField("By when", today)
    put(window, field)
    qtbot.keyClick(field.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    month = field.findChild(QCalendarWidget)
    assert month.selectedDate().toPython() == today
    days = month.findChild(QWidget, "qt_calendar_calendarview")
    qtbot.keyClick(days, Qt.Key.Key_Right)
    qtbot.keyClick(days, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert month.selectedDate().toPython() == date(2027, 3, 5)
    qtbot.keyClick(days, Qt.Key.Key_Return)
    assert field.value() == date(2027, 3, 5)


@pytest.mark.qt_log_ignore("does not support grabbing", extend=True)  # offscreen
def test_today_in_the_calendar(today, qtbot, window):
    field = DateField("By when", today)
    put(window, field)
    field.open_calendar()
    qtbot.keyClick(field.findChild(QWidget, "calendar.today"), Qt.Key.Key_Space)
    assert field.value() == today


def test_an_nhs_number_is_grouped_while_typing(qtbot, window):
    field = NhsNumberField()
    put(window, field, QLineEdit())
    qtbot.keyClicks(field, "9990123454")
    assert field.text() == "999 012 3454"
    with qtbot.waitSignal(field.changed) as told:
        qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert told.args == ["9990123454"]


def test_a_digit_in_the_middle_of_an_nhs_number_keeps_the_cursor_there(qtbot, window):
    field = NhsNumberField()
    put(window, field)
    qtbot.keyClicks(field, "99912345")
    field.setCursorPosition(3)
    qtbot.keyClicks(field, "0")
    assert field.text() == "999 012 345"
    assert field.cursorPosition() == 5


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("999", "NHS number must have 10 digits"),
        ("9990123455", "NHS number has a digit that doesn't match. Check what you copied"),
    ],
)
def test_a_wrong_nhs_number_is_explained_on_leaving_and_not_before(typed, says, qtbot, window):
    field = NhsNumberField()
    around = Field("NHS number", field)
    put(window, around, QLineEdit())
    field.setFocus()
    qtbot.keyClicks(field, typed)
    assert not around.has_error
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert around.error.text() == says
    assert field.value() is None
    assert field.text().replace(" ", "") == typed


def test_a_passphrase_is_hidden_shown_and_hidden_again_on_leaving(qtbot, window):
    field = PassphraseField(name="auth.pass", shows_strength=True)
    put(window, field, QLineEdit())
    qtbot.keyClicks(field.line, "wet grey boots")
    assert field.line.echoMode() == QLineEdit.EchoMode.Password
    assert field.findChild(QLabel, "auth.pass.strength").text() == "Strength: Strong."
    qtbot.keyClick(field.show_button, Qt.Key.Key_Space)
    assert field.line.echoMode() == QLineEdit.EchoMode.Normal
    field.line.setFocus()
    qtbot.keyClick(field.line, Qt.Key.Key_Backtab)
    assert field.line.echoMode() == QLineEdit.EchoMode.Password


def test_caps_lock_is_said_in_words(qtbot, window):
    field = PassphraseField()
    put(window, field)
    qtbot.keyClicks(field.line, "a")
    assert field.caps.isHidden()
    qtbot.keyPress(field.line, "A")  # a capital without Shift
    assert not field.caps.isHidden()


def test_enter_in_a_passphrase_goes_on(qtbot, window):
    field = PassphraseField()
    put(window, field)
    with qtbot.waitSignal(field.entered):
        qtbot.keyClick(field.line, Qt.Key.Key_Return)


OPTIONS = (("yes", "Yes, she agreed"), ("no", "No"), ("not_known", "Not known"))


def test_a_digit_chooses_and_backspace_takes_back(qtbot, window):
    group = RadioGroup("Agreed?", OPTIONS, name="gate.own")
    put(window, group)
    with qtbot.waitSignal(group.changed) as told:
        qtbot.keyClicks(group.button("yes"), "2")
    assert told.args == ["no"]
    assert group.button("no").hasFocus()
    with qtbot.waitSignal(group.changed) as told:
        qtbot.keyClick(group.button("no"), Qt.Key.Key_Backspace)
    assert told.args == [""]
    assert group.value() == ""


def test_a_digit_beyond_the_choices_does_nothing(qtbot, window):
    group = RadioGroup("Agreed?", OPTIONS)
    put(window, group)
    qtbot.keyClicks(group.button("yes"), "4")
    assert group.value() == ""


def test_arrows_move_among_choices_and_space_chooses(qtbot, window):
    group = RadioGroup("Agreed?", OPTIONS)
    put(window, group)
    qtbot.keyClick(group.button("yes"), Qt.Key.Key_Down)
    assert group.button("no").hasFocus()
    qtbot.keyClick(group.button("no"), Qt.Key.Key_Space)
    assert group.value() == "no"
    qtbot.keyClick(group.button("no"), Qt.Key.Key_Down)
    assert group.value() == "not_known"


def test_a_group_of_choices_is_one_tab_stop(qtbot, window):
    group, after = RadioGroup("Agreed?", OPTIONS), QLineEdit()
    put(window, group, after)
    qtbot.keyClick(group.button("yes"), Qt.Key.Key_Tab)
    assert after.hasFocus()
    group.set_value("not_known")
    qtbot.keyClick(after, Qt.Key.Key_Backtab)
    assert group.button("not_known").hasFocus()


def test_a_read_only_group_does_not_change(qtbot, window):
    group = RadioGroup("Agreed?", OPTIONS)
    group.set_value("yes")
    group.set_read_only(True)
    put(window, group)
    qtbot.keyClicks(group.button("yes"), "2")
    assert group.value() == "yes"


CHIPS = tuple(ChipFacts(key, f"{key} 7") for key in ("Overdue", "At risk", "Mine"))


def test_chips_are_one_tab_stop_and_arrows_move(qtbot, window):
    row, after = ChipRow(CHIPS, label="Views"), QLineEdit()
    put(window, row, after)
    assert row.chip("Overdue").hasFocus()
    qtbot.keyClick(row.chip("Overdue"), Qt.Key.Key_Right)
    qtbot.keyClick(row.chip("At risk"), Qt.Key.Key_Right)
    assert row.chip("Mine").hasFocus()
    qtbot.keyClick(row.chip("Mine"), Qt.Key.Key_Right)
    assert row.chip("Overdue").hasFocus()
    qtbot.keyClick(row.chip("Overdue"), Qt.Key.Key_End)
    qtbot.keyClick(row.chip("Mine"), Qt.Key.Key_Tab)
    assert after.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_chip_is_switched_by_key(key, qtbot, window):
    row = ChipRow(CHIPS, label="Views")
    put(window, row)
    with qtbot.waitSignal(row.toggled) as told:
        qtbot.keyClick(row.chip("Overdue"), key)
    assert told.args == ["Overdue", True]
    assert row.on() == ("Overdue",)


def test_one_view_switches_the_other_off(qtbot, window):
    row = ChipRow(CHIPS, label="Views", one_only=True)
    row.switch("Overdue")
    put(window, row)
    qtbot.keyClick(row.chip("Mine"), Qt.Key.Key_Space)
    assert row.on() == ("Mine",)


def test_new_counts_keep_what_was_on_and_the_focus(qtbot, window):
    row = ChipRow(CHIPS, label="Views")
    put(window, row)
    row.switch("At risk")
    row.chip("At risk").setFocus()
    row.set_chips(tuple(ChipFacts(chip.key, f"{chip.key} 8") for chip in CHIPS))
    assert row.on() == ("At risk",)
    assert row.chip("At risk").hasFocus()
    assert row.chip("At risk").accessibleName() == "At risk 8"


def test_flags_past_two_lines_are_behind_more(qtbot, window):
    flags = ChipRow(
        tuple(ChipFacts(f"f{n}", f"Interpreter: language {n}") for n in range(9)),
        label="Flags", toggles=False, most_rows=2,
    )  # fmt: skip
    put(window, flags)
    shown = [n for n in range(9) if not flags.chip(f"f{n}").isHidden()]
    assert 0 < len(shown) < 9
    assert flags.chip("more").accessibleName() == f"+{9 - len(shown)} more"
    with qtbot.waitSignal(flags.opened) as told:
        qtbot.keyClick(flags.chip("more"), Qt.Key.Key_Return)
    assert told.args == ["more"]


def test_a_field_reads_label_hint_error_control(qtbot, window):
    edit = PlainTextEdit()
    field = Field("What is being done", edit, hint="About the dental check", optional=True)
    put(window, field)
    field.show_error("Enter what is being done about the dental check")
    QApplication.processEvents()
    tops = [field.label.y(), field.error.mapTo(field, field.error.rect().topLeft()).y(), edit.y()]
    assert tops == sorted(tops)
    assert field.label.text() == "What is being done (optional)"
    assert field.label.buddy() is edit
    assert edit.accessibleDescription() == (
        "Error: Enter what is being done about the dental check\nAbout the dental check"
    )
    field.clear_error()
    assert edit.accessibleDescription() == "About the dental check"


def test_the_focus_ring_follows_the_keyboard(qtbot, window):
    first, second = QLineEdit(), QLineEdit()
    put(window, first, second)
    ring = window.findChild(FocusRing)
    assert ring.isVisible()
    assert ring.geometry().contains(first.geometry())
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert ring.geometry().contains(second.geometry())
    window.resize(500, 300)
    QApplication.processEvents()
    assert ring.geometry().contains(second.geometry())
    second.clearFocus()
    assert not ring.isVisible()


def test_busy_is_shown_only_when_it_lasts(qtbot, window):
    busy = Busy()
    put(window, busy)
    busy.start("Making documents")
    assert busy.isHidden()
    qtbot.waitUntil(lambda: not busy.isHidden())
    busy.stop()
    assert busy.isHidden()


def test_single_keys_do_nothing_where_the_person_turned_them_off(qtbot, window):
    group = RadioGroup("Who", (("a", "First"), ("b", "Second")), name="who")
    put(window, group)
    group.setFocus()
    single_keys.turn(False)
    try:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
        assert group.value() == ""
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)  # the way that is left
        assert group.value() == "a"
    finally:
        single_keys.turn(True)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
    assert group.value() == "b"


def test_the_icon_of_an_error_follows_the_theme_and_the_size(window):
    field = Field("Dental check", QLineEdit())
    put(window, field)
    field.show_error("Enter what is being done about the dental check")

    def drawn():
        (icon,) = (one for one in field.findChildren(QLabel) if not one.pixmap().isNull())
        return icon.pixmap().toImage()

    light = drawn()
    theme.apply(QApplication.instance(), "dark", 200)
    assert drawn().width() == 2 * light.width()
    theme.apply(QApplication.instance(), "light", 100)
    assert drawn() == light
