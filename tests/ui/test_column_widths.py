"""The columns of a small table: none is cut while another has room to spare."""

import pytest
from PySide6.QtGui import QFontMetrics

from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.widgets.column_widths import needed_width, shared
from lac_tracker.ui.widgets.row_table import RowTable

STATUS = "Ask again: now 16: the young person's own consent"
ROWS = (("Health assessment", STATUS), ("Share: GP", "Missing"))
COLUMNS = (
    Column[tuple[str, str]]("What for", lambda row: row[0], width=40, strong=True),
    Column[tuple[str, str]]("Status", lambda row: row[1], status=lambda _row: "missing", width=8),
    Column[tuple[str, str]]("Note", lambda _row: "", width=10),
)


@pytest.mark.parametrize(
    ("wished", "needed", "room", "expected"),
    [
        ([100, 100], [50, 50], 200, [100, 100]),  # all fit
        ([100, 100], [50, 150], 300, [100, 150]),  # one needs more, and there is more
        ([100, 100], [50, 150], 220, [100, 120]),  # as much as there is
        ([100, 100], [60, 100], 180, [80, 100]),  # one gives way to the other
        ([100, 100], [60, 80], 150, [66, 83]),  # each in proportion to what it can spare
        ([100, 100], [60, 80], 100, [60, 80]),  # never below what the words take: then the table scrolls
        ([100, 100], [100, 100], 100, [100, 100]),
    ],
)
def test_columns_share_the_room(wished: list[int], needed: list[int], room: int, expected: list[int]) -> None:
    assert shared(wished, needed, room) == expected


def test_a_status_stands_whole_on_two_lines(qtbot) -> None:
    model = RowModel(COLUMNS)
    table = RowTable(model, label="Consent", shares=True)
    qtbot.addWidget(table)
    table.resize(theme.current().characters(90), 300)
    table.show()
    model.set_rows(ROWS)
    words = QFontMetrics(theme.current().font("strong")).horizontalAdvance(STATUS)
    assert table.columnWidth(1) == needed_width(COLUMNS[1], ROWS) > words / 2
    assert not table.horizontalScrollBar().maximum()


def test_prose_is_cut_before_the_table_scrolls(qtbot) -> None:
    long = "Ellie has a dentist close to home and a first visit that felt fine to her and to her carer"
    prose = Column[tuple[str, str]]("Outcome", lambda _row: long, width=30, wraps=True, yields=True)
    model = RowModel((prose, *COLUMNS))
    table = RowTable(model, label="Plan", shares=True)
    qtbot.addWidget(table)
    table.show()
    model.set_rows(ROWS)
    table.resize(sum(needed_width(column, ROWS) for column in COLUMNS) + theme.current().characters(22), 300)
    assert not table.horizontalScrollBar().maximum()
    assert table.columnWidth(2) >= needed_width(COLUMNS[1], ROWS)  # the status stands whole


def test_a_wide_column_gives_way_before_the_table_scrolls(qtbot) -> None:
    model = RowModel(COLUMNS)
    table = RowTable(model, label="Consent", shares=True)
    qtbot.addWidget(table)
    table.show()
    model.set_rows((("Share: GP", "Missing"),))
    least = sum(needed_width(column, model.rows()) for column in COLUMNS)
    table.resize(least + 20, 300)
    assert table.columnWidth(0) < theme.current().characters(40)
    assert not table.horizontalScrollBar().maximum()
