"""Tables over frozen rows: what they say, how they sort, and their keys."""

from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt

from lac_tracker.domain.dates import show_date
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import ROW, Column, RowModel
from lac_tracker.ui.widgets.row_table import RowTable


@dataclass(frozen=True)
class Line:
    status: str
    words: str
    name: str
    due: date | None
    days: int = 0
    why: str = ""


LINES = (
    Line("overdue", "Overdue by 9 days", "BAPTISTE, Amara", date(2026, 2, 23), 9, "Consent not received"),
    Line("cannot_be_computed", "Can't work out: no start date", "Council ID 318842", None),
    Line("due_today", "Due today", "KOWALSKI, Oliwia", date(2026, 3, 4)),
    Line("overdue", "Overdue by 9 days", "AHMED, <b>Zara</b>", date(2026, 2, 23), 9),
)
COLUMNS = (
    Column[Line]("Status", lambda line: line.words, status=lambda line: line.status),
    Column[Line]("Child", lambda line: line.name, second=lambda line: "14y 8m", strong=True, sort=lambda line: line.name,
                 detail=lambda line: line.name),
    Column[Line]("Due", lambda line: show_date(line.due) if line.due else "", sort=lambda line: line.due,
                 align="right", sorted_words=("earliest first", "latest first")),
    Column[Line]("Why", lambda line: line.why, wraps=True),
)  # fmt: skip
STATUS, CHILD, DUE, WHY = range(4)


@pytest.fixture
def model(themed):
    model = RowModel(COLUMNS)
    model.set_rows(LINES)
    return model


def said(model, row, column):
    return model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_model_keeps_qts_promises(qtmodeltester, model):
    qtmodeltester.check(model)
    model.sort(DUE)
    qtmodeltester.check(model)


def test_an_empty_model_keeps_qts_promises(qtmodeltester, themed):
    qtmodeltester.check(RowModel(COLUMNS))


def test_a_screen_reader_hears_column_and_words(model):
    assert said(model, 0, STATUS) == "Status, overdue by 9 days"
    assert said(model, 0, CHILD) == "Child, BAPTISTE, Amara, 14y 8m"
    assert said(model, 1, DUE) == "Due, none"
    assert model.index(1, DUE).data() == "–"


def test_a_tooltip_is_escaped(model):
    assert (
        model.index(3, CHILD).data(Qt.ItemDataRole.ToolTipRole)
        == "<span>AHMED, &lt;b&gt;Zara&lt;/b&gt;</span>"
    )


def test_sorting_keeps_the_given_order_among_equals_and_the_unknown_last(model):
    model.sort(DUE)
    assert [line.name for line in model.rows()] == [LINES[n].name for n in (0, 3, 2, 1)]
    model.sort(DUE, Qt.SortOrder.DescendingOrder)
    assert [line.name for line in model.rows()] == [LINES[n].name for n in (2, 0, 3, 1)]


def test_the_header_says_how_the_rows_are_sorted(model):
    assert model.sorted_in_words() == ""
    model.sort(DUE)
    assert model.sorted_in_words() == "Due, earliest first"
    header = model.headerData(DUE, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)
    assert header == "Due, sorted, earliest first"


def test_new_rows_stay_sorted_and_a_column_without_order_restores_what_was_given(model):
    model.sort(CHILD)
    model.set_rows(LINES[:3])
    assert [line.name for line in model.rows()] == [
        "BAPTISTE, Amara",
        "Council ID 318842",
        "KOWALSKI, Oliwia",
    ]
    model.sort(WHY)
    assert model.rows() == LINES[:3]


def test_a_row_that_is_held_is_followed_when_the_table_is_sorted(model):
    held = QPersistentModelIndex(model.index(0, CHILD))
    model.sort(CHILD)
    assert held.row() == 1
    assert held.data(ROW) == LINES[0]


@pytest.fixture
def table(model, qtbot):
    table = RowTable(model, label="Overdue and due", name="due.table", key_column=CHILD)
    qtbot.addWidget(table)
    table.resize(900, 400)
    with qtbot.waitActive(table):
        table.show()
    table.choose(0)
    table.setFocus()
    return table


def test_enter_opens_the_row(table, qtbot):
    qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as told:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert told.args == [LINES[1]]


def test_moving_tells_the_row_and_the_keyboard_stands_on_the_child(table, qtbot):
    with qtbot.waitSignal(table.chosen) as told:
        qtbot.keyClick(table, Qt.Key.Key_Down)
    assert told.args == [LINES[1]]
    assert table.currentIndex().column() == CHILD


def test_sorting_by_the_same_column_again_turns_it_round(table, model):
    table.sort_by(DUE)
    assert model.sorted_in_words() == "Due, earliest first"
    table.sort_by(DUE)
    assert model.sorted_in_words() == "Due, latest first"
    table.sort_by(WHY)
    assert model.sorted_in_words() == "Due, latest first"


def test_new_rows_put_the_keyboard_on_the_first(table, model):
    model.set_rows(LINES[2:])
    assert table.current_row() == LINES[2]
    model.set_rows(())
    assert table.current_row() is None


@pytest.mark.parametrize(("name", "percent"), [("light", 100), ("dark", 100), ("high contrast", 200)])
def test_a_table_is_painted_in_every_theme(name, percent, table, themed):
    theme.apply(themed, name, percent)
    table.fit()
    assert table.rowHeight(0) >= 2 * table.fontMetrics().height()
    picture = table.viewport().grab().toImage()
    assert picture.pixelColor(6, table.rowHeight(0) - 10) == theme.current().colour("sel")
