"""Boxes keyed by position, the letters that read them back, and two passes compared."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from lac_tracker.domain.sdq import ITEMS
from lac_tracker.ui.screens.sdq_entry_keying import Keying, from_text, to_text
from lac_tracker.ui.widgets.box_grid import BoxGrid, BoxRow
from lac_tracker.ui.widgets.read_back import ReadBack


@pytest.fixture
def grid(qtbot):
    """Return a grid of 25 rows that has the keyboard, in an area that shows a few of them."""
    rows = tuple(BoxRow(str(number), str(number), f"Item {number}") for number in range(1, 26))
    made = BoxGrid("Items", rows, ("Left", "Middle", "Right"), name="grid")
    area = QScrollArea()
    area.setWidgetResizable(True)
    inside = QWidget()
    QVBoxLayout(inside).addWidget(made)
    area.setWidget(inside)
    area.resize(400, 200)
    qtbot.addWidget(area)
    with qtbot.waitActive(area):
        area.show()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def test_keys_choose_move_and_take_back(grid, qtbot):
    qtbot.keyClicks(grid, "130")
    assert grid.values() == {"1": 0, "2": 2, "3": None}
    assert grid.current == "4"
    assert grid.accessibleName() == "Item 4, nothing chosen, 3 of 25 done"
    qtbot.keyClick(grid, Qt.Key.Key_Backspace)
    assert grid.accessibleName() == "Item 3, not answered, 3 of 25 done"
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert "3" not in grid.values()
    qtbot.keyClicks(grid, "2")
    assert grid.values()["3"] == 1
    for key, at in (
        (Qt.Key.Key_Home, "1"),
        (Qt.Key.Key_Up, "1"),
        (Qt.Key.Key_Down, "2"),
        (Qt.Key.Key_End, "4"),
    ):
        qtbot.keyClick(grid, key)
        assert grid.current == at
    before = grid.values()
    qtbot.keyClicks(grid, "4579x")
    qtbot.keyClick(grid, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert (grid.values(), grid.current) == (before, "4")


def test_the_current_row_stays_in_view_and_the_last_one_says_that_it_is_done(grid, qtbot):
    area = grid.parentWidget().parentWidget().parentWidget()
    with qtbot.waitSignal(grid.finished):
        for number in range(25):
            place = grid.focus_rect().translated(grid.mapTo(area.viewport(), grid.rect().topLeft()))
            assert area.viewport().rect().contains(place), number
            qtbot.keyClicks(grid, "1")
    assert grid.is_complete
    assert grid.current == "25"


def test_the_mouse_chooses_a_box_and_words_beside_it_take_one_column(grid, qtbot):
    grid.set_columns(2)
    assert grid.height() == grid.height_in(2)
    place = grid.focus_rect()
    qtbot.mouseClick(
        grid, Qt.MouseButton.LeftButton, pos=place.center() + (place.topRight() - place.topLeft()) * 0.4
    )
    assert grid.values() == {"1": 2}
    grid.set_words({"2": "Words of a team that holds a licence " * 3})
    grid.set_columns(2)
    assert grid.height() > grid.height_in(1)
    qtbot.keyClicks(grid, "1")
    assert grid.values()["2"] == 0


def test_read_back_shows_letters_and_jumps(qtbot):
    letters = ReadBack("Read-back", 25, name="back", spoken=lambda at: f"Item {at + 1}")
    qtbot.addWidget(letters)
    with qtbot.waitActive(letters):
        letters.show()
    letters.show_letters(["R", "L", *[""] * 23], 1)
    assert letters.text().splitlines()[0] == "R L \u00b7 \u00b7 \u00b7"
    letters.setFocus()
    with qtbot.waitSignal(letters.jumped) as jumped:
        qtbot.keyClick(letters, Qt.Key.Key_Down)
    assert jumped.args == [6]
    assert letters.accessibleName() == "Read-back: Item 7"
    with qtbot.waitSignal(letters.chosen):
        qtbot.keyClick(letters, Qt.Key.Key_Return)


def test_two_passes_are_compared_and_settled():
    keying = Keying(first=dict.fromkeys(ITEMS, 1))
    assert keying.stage == "done"
    assert not keying.is_checked
    keying.is_twice = True
    assert keying.stage == "second"
    assert keying.shown() == {}
    second = dict.fromkeys(ITEMS, 1) | {"item_7": 2, "item_9": None}
    for item in ITEMS:
        keying.take(second, item)
    assert keying.stage == "settling"
    assert keying.differences() == ("item_7", "item_9")
    keying.settle("item_7", "second")
    assert keying.chosen("item_7") == "second"
    assert keying.open_differences() == ("item_9",)
    keying.take(keying.result() | {"item_9": 0}, "item_9")  # mended in the rows themselves
    assert keying.is_checked
    assert keying.answers() == dict.fromkeys(ITEMS, 1) | {"item_7": 2, "item_9": 0}
    assert from_text(to_text(second)) == second
