"""Assign: whose the chosen rows are; two letters find a person, Enter gives."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from lac_tracker.services import allocations
from lac_tracker.services.allocations import Assessor
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel
from lac_tracker.ui.screens.dialog_fields import line
from lac_tracker.ui.screens.record_dialog import Runs
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.screens.work_dialog import WorkDialog
from lac_tracker.ui.workplace import Workplace

NOBODY = "Nobody: take it from everybody"
_MOST_SHOWN = 8


class AssignDialog(WorkDialog):
    """Opened with `open()` for one row or many; training that is missing is said before anything is given."""

    def __init__(
        self,
        workplace: Workplace,
        rows: Sequence[tuple[int, str]],
        parent: QWidget,
        *,
        rows_words: Sequence[str] = (),
    ) -> None:
        """rows: (child, kind) of each. rows_words: the names of the children, for the heading."""
        many = len(rows)
        super().__init__(
            parent, workplace, "Assign" if many == 1 else f"Assign {many} rows", None,
            explanation="; ".join(rows_words[:6]) + (f" and {many - 6} more" if len(rows_words) > 6 else ""),
            verbs=("Cancel", "Assign"), names=("assign.cancel", "assign.save"), enter_saves=True,
        )  # fmt: skip
        self.setObjectName("assign")
        self._rows, self.is_many = tuple(rows), many > 1
        self._people: tuple[Assessor, ...] = workplace.operations.ask(allocations.assessors)
        self._find = line("assign.find", width=30)
        self._find.setPlaceholderText("Two letters of a name")
        self._list = QListWidget()
        self._list.setObjectName("assign.person")
        self._list.setAccessibleName("People")
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setTabKeyNavigation(False)
        self._warning = PlainLabel(type="strong", wraps=True)
        self._warning.setObjectName("assign.warning")
        self._warning_line = icon_line("at_risk", self._warning)
        self._warning_line.hide()
        self.add("Name", self._find, hint="A name, a part of it, or initials. Up and Down choose.")
        self.add("People", self._list)
        self.add_words(self._warning_line)
        self._find.textChanged.connect(self._show_matching)
        self._find.installEventFilter(self)
        self._list.currentItemChanged.connect(lambda _now, _before: self._warn())
        self._show_matching("")
        self.ready()

    def person(self) -> int | None:
        """Return who is chosen; None for nobody."""
        item = self._list.currentItem()
        found = item.data(Qt.ItemDataRole.UserRole) if item else None
        return int(found) if found else None

    def save(self) -> None:
        if self._list.currentItem() is None:
            self._show("Name: nobody of the team has this name. Type another, or clear it to see all")
        else:
            super().save()

    def commands(self) -> Runs:
        given = {"today": self.workplace.today(), "person_id": self.person()}
        return [(allocations.assign, (self._rows,), given)]

    def told(self) -> tuple[str, Callable[[], object] | None]:
        given = self.changes.report
        if not given:
            return "Nothing changed: it was theirs already.", None
        what = "1 row" if len(given) == 1 else f"{len(given)} rows"
        item = self._list.currentItem()
        to = f"to {item.text()}" if item is not None and self.person() else "to nobody"
        undo = self.taking_back(allocations.give_back, given)
        return f"Assigned {what} {to}.", undo

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down move in the list while the keyboard stays in the line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self._list.setCurrentRow(max(0, min(self._list.currentRow() + step, self._list.count() - 1)))
                return True
        return super().eventFilter(watched, event)

    def _show_matching(self, typed: str) -> None:
        self._list.clear()
        for one in self._people:
            if matches(one.name, typed):
                item = QListWidgetItem(one.name)
                item.setData(Qt.ItemDataRole.UserRole, one.person_id)
                self._list.addItem(item)
        if matches("Nobody", typed):
            self._list.addItem(QListWidgetItem(NOBODY))
        self._list.setCurrentRow(0 if typed and self._list.count() else -1)
        height = self._list.sizeHintForRow(0) if self._list.count() else theme.current().control_height()
        shown = min(len(self._people) + 1, _MOST_SHOWN)
        self._list.setMinimumWidth(self._wide())
        self._list.setFixedHeight(height * shown + 2 * self._list.frameWidth() + theme.current().space(1))

    def _wide(self) -> int:
        """Return the width at which the longest name stands whole, and a bar beside it."""
        longest = max(
            map(self.fontMetrics().horizontalAdvance, (NOBODY, *(one.name for one in self._people)))
        )
        beside = self._list.verticalScrollBar().sizeHint().width() + 2 * self._list.frameWidth()
        return longest + beside + 4 * theme.current().space(2)

    def _warn(self) -> None:
        found = self.workplace.operations.ask(
            allocations.warnings, self._rows, today=self.workplace.today(), person_id=self.person()
        )
        self._warning.setText(". ".join(found))
        self._warning_line.setVisible(bool(found))


def matches(name: str, typed: str) -> bool:
    """Return whether what was typed begins a word of a name, the whole name, or its initials."""
    words, wanted = name.casefold().split(), " ".join(typed.casefold().split())
    initials = "".join(word[0] for word in words)
    return (
        not wanted
        or initials.startswith(wanted.replace(" ", ""))
        or any(" ".join(words[at:]).startswith(wanted) for at in range(len(words)))
    )
