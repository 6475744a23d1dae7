"""Settings > Backups: how old the last good one is, where they go, making one now, restoring one, and trying that out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from lac_tracker.domain.backups import Kind, Standing, moment
from lac_tracker.domain.errors import UserError
from lac_tracker.services import backups
from lac_tracker.services.backups import FOLDERS, BackupItem, Overview
from lac_tracker.ui import theme
from lac_tracker.ui.messages import UNDO, announce
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, PlainDialog, PlainLabel, heading, hint, set_tooltip, title
from lac_tracker.ui.screens.record_page import reveal_focus, scroll_area
from lac_tracker.ui.screens.status_icon import show_status
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.widgets.row_table import RowTable
from lac_tracker.ui.widgets.whole_table import WholeTable
from lac_tracker.ui.workplace import Workplace

_SECOND = {True: ("met", "Yes"), False: ("at_risk", "No"), None: ("cannot_be_computed", "Not known now")}
_SECOND_PLACE = 4  # the column, which says nothing where there is none
_WHEN = (
    "By itself once a day: while the window is open, or when it is closed. And before every import, every upgrade, every "
    "restore and every change of the key. All of the last 2 days are kept, then one for each of 14 days, 8 weeks and 12 "
    "months; those made before something, for 90 days. What was deleted in the caseload stays in older backups until they go."
)


def _columns(now: Callable[[], Any]) -> tuple[Column[BackupItem], ...]:
    return (
        Column(
            "Made", lambda row: moment(row.made_at.astimezone(now().tzinfo)), sort=lambda row: row.made_at, width=18,
            strong=True, sorted_words=("earliest first", "latest first"),
        ),
        Column(
            "Why", lambda row: row.kind_words, second=lambda row: "Under an earlier key" if row.is_of_earlier_key else "",
            sort=lambda row: row.kind_words, width=19,
        ),
        Column("Size", lambda row: row.size_words, sort=lambda row: row.size, width=10, align="right",
               sorted_words=("smallest first", "largest first")),
        Column("Verified", lambda _row: "Yes", status=lambda _row: "met", width=11),
        Column("In the second place", lambda row: _SECOND[row.in_second][1], status=lambda row: _SECOND[row.in_second][0],
               width=20),
    )  # fmt: skip


class Backups(QFrame):
    """Signals:
    said: something was done; words for the message bar.
    offered: it can be taken back: words, those of the button, and what the button calls.
    """

    said = Signal(str)
    offered = Signal(str, str, object)
    name, words = "backups", "Backups"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.setObjectName("set.backup")
        self.setAccessibleName(self.words)
        self.setProperty("region", "page")
        self._model: RowModel[BackupItem] = RowModel(_columns(workplace.operations.now))
        self.table: RowTable = WholeTable(self._model, label=self.words, name="set.backup.table")
        self.make = _button(
            "Make a backup now", "set.backup.now", "Make a backup and verify it (Ctrl+Enter)", "primary"
        )
        self.restore = _button(
            "Restore",
            "set.backup.restore",
            "Put the selected backup in place of the caseload: you sign in again for it",
        )
        self.drill = _button(
            "Try a restore",
            "set.backup.drill",
            "Restore the selected backup beside the caseload, verify it, remove it again",
        )
        self.where = _button(
            "Choose a folder", "set.backup.where", "Say in which folder backups go from now on"
        )
        self.second = _button(
            "Choose a second place",
            "set.backup.second",
            "Say where each backup is copied to: on another disk, at best",
        )
        self.no_second = _button(
            "No second place", "set.backup.noSecond", "Copy backups to no second place any more"
        )
        self.busy = Busy(name="set.backup.busy")
        self.problem = _words("set.backup.problem", tone="overdue", kind="strong")
        self.problem.hide()
        self.last, self._last_icon = _words("set.backup.last", kind="strong"), QLabel()
        self.second_state, self._second_icon = _words("set.backup.second.state"), QLabel()
        self.where_words, self.second_words = (
            _words("set.backup.where.words"),
            _words("set.backup.second.words"),
        )
        self.refused = _words("set.backup.refused", tone="overdue")
        self.when = hint(_WHEN)
        self.when.setObjectName("set.backup.when")
        self._found: Overview | None = None
        self._is_busy = False
        for button, act in (
            (self.make, self._make), (self.restore, self._restore), (self.drill, self._try),
            (self.where, partial(self._choose, FOLDERS[0])), (self.second, partial(self._choose, FOLDERS[1])),
            (self.no_second, partial(self._keep, FOLDERS[1], "")),
        ):  # fmt: skip
            button.clicked.connect(lambda _checked=False, act=act: act())
        self.table.opened.connect(lambda _row: self._restore())
        self.table.chosen.connect(lambda _row: self._offer())
        self._lay_out()
        self.reload()

    def _lay_out(self) -> None:
        space = theme.current().space
        inside = PageColumn()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, space(4), space(4))
        column.setSpacing(space(2))
        for icon, words in ((self._last_icon, self.last), (self._second_icon, self.second_state)):
            column.addLayout(_line(icon, words))
        column.addWidget(self.refused)
        column.addSpacing(space(2))
        column.addWidget(heading("Where they go"))
        column.addWidget(self.where_words)
        column.addWidget(self.second_words)
        column.addWidget(_row(self.where, self.second, self.no_second))
        column.addSpacing(space(2))
        column.addWidget(heading("When they are made"))
        column.addWidget(self.when)
        column.addSpacing(space(2))
        column.addWidget(heading("Verified backups"))
        column.addWidget(_row(self.restore, self.drill))
        column.addWidget(self.table)
        column.addStretch()
        self.area = scroll_area(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(space(6), space(4), space(6), space(4))
        whole.setSpacing(space(2))
        head = QHBoxLayout()
        head.addWidget(title(self.words), 1)
        head.addWidget(self.make)
        whole.addLayout(head)
        whole.addWidget(self.busy)
        whole.addWidget(self.problem)
        whole.addWidget(self.area, 1)
        order = (self.make, self.where, self.second, self.no_second, self.restore, self.drill, self.table)
        for before, after in zip(order, order[1:], strict=False):
            self.setTabOrder(before, after)

    # What the frame asks

    def reload(self, changes: Any = None) -> None:
        """Look at the folders again, off the screen's thread: one may be out of reach."""
        if changes is None or changes.people:
            self._run("Looking for backups", backups.overview, self._show, is_quiet=True)

    def focus_first(self) -> None:
        self.make.setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        return (self.make, self.table)

    def leave(self) -> bool:
        return True

    def run_command(self, name: str) -> bool:
        if name == "edit.primary" and self.make.isEnabled():
            self._make()
            return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "area"):
            self.table.fit()
            if self._found is not None:
                self._show(self._found)

    # What is shown

    def _show(self, found: Overview) -> None:
        self._found = found
        before = self.table.current_row()
        self._model.set_rows(found.items)
        places = {row.path: place for place, row in enumerate(self._model.rows())}
        self.table.choose(places.get(before.path, 0) if isinstance(before, BackupItem) else 0)
        _say(self._last_icon, self.last, found.last)
        _say(self._second_icon, self.second_state, found.second)
        self.where_words.setText(f"Folder: {found.places.first}")
        self.second_words.setText(f"Second place: {found.places.second or 'none is set'}")
        self.refused.setText(_refused_words(found.refused))
        self.refused.setVisible(bool(found.refused))
        self._offer()

    def _offer(self) -> None:
        chosen = isinstance(self.table.current_row(), BackupItem)
        for button in (self.make, self.where, self.second):
            button.setEnabled(not self._is_busy)
        self.restore.setEnabled(chosen and not self._is_busy and self.workplace.leave_to_restore is not None)
        self.drill.setEnabled(chosen and not self._is_busy)
        has_second = self._found is not None and self._found.places.second is not None
        if self.table.isColumnHidden(_SECOND_PLACE) == has_second:
            self.table.show_column(_SECOND_PLACE, has_second)
        self.no_second.setVisible(has_second)
        self.no_second.setEnabled(not self._is_busy)

    # What is done

    def _make(self) -> None:
        self._run("Making a backup", lambda door, **who: backups.make(door, Kind.BY_HAND, **who), self._made)

    def _made(self, made: backups.Made) -> None:
        self.said.emit(made.words)
        self.reload()

    def _try(self) -> None:
        row = self.table.current_row()
        if isinstance(row, BackupItem):
            from lac_tracker.services import restore_drill  # with the checks: for those few who ask for it

            self._run(
                "Trying a restore",
                lambda door, **who: restore_drill.drill(door, row.path, **who),
                self._tried,
            )

    def _tried(self, held: Any) -> None:
        from lac_tracker.ui.screens.restore_drill import DrillReport

        DrillReport(self, self.workplace, held).open()

    def _restore(self) -> None:
        row, leave = self.table.current_row(), self.workplace.leave_to_restore
        if not isinstance(row, BackupItem) or leave is None or self._is_busy:
            return
        at = moment(row.made_at.astimezone(self.workplace.operations.now().tzinfo))
        if PlainDialog.confirm(
            self, f"Sign out to restore the backup of {at}?",
            "The next page shows what would change, before anything does. You sign in again for it.",
            "Stay here", "Sign out",
        ):  # fmt: skip
            leave(row.path)

    def _choose(self, which: str) -> None:
        begin = str(self._found.places.first.parent) if self._found is not None else ""
        chosen = QFileDialog.getExistingDirectory(self, "Choose a folder for backups", begin)
        if chosen:
            self._keep(which, chosen)

    def _keep(self, which: str, folder: str) -> None:
        operations, found = self.workplace.operations, self._found
        if found is None:
            return
        before = str((found.places.second if which == FOLDERS[1] else found.places.first) or "")
        if which == FOLDERS[0] and not Path(before).is_dir():
            before = ""  # beside the caseload, where none was made yet
        if operations.do(backups.choose_folder, which, folder) is not None:
            words = (
                "Backups go there from now on." if folder else "Backups are copied to no second place now."
            )
            self.offered.emit(words, UNDO, partial(operations.do, backups.choose_folder, which, before))

    def _run(
        self, verb: str, job: Callable[..., Any], done: Callable[[Any], None], *, is_quiet: bool = False
    ) -> None:
        """Do something with the open caseload off the screen's thread; one at a time."""
        door, operations = self.workplace.door, self.workplace.operations
        if door is None or (self._is_busy and not is_quiet):
            return
        if not is_quiet:
            self._hold(verb)

        def arrived(found: Any) -> None:
            if isValid(self):
                if not is_quiet:
                    self._hold("")
                done(found)

        def refused(error: UserError) -> None:
            if isValid(self):
                if not is_quiet:
                    self._hold("")
                self._say_problem(f"{str(error).removesuffix('.')}.", locked=door.is_shut)

        run = self.workplace.find_out if is_quiet else self.workplace.run
        run(lambda: job(door, by=operations.actor, now=operations.now().astimezone()), arrived, refused)

    def _hold(self, verb: str) -> None:
        self._is_busy = bool(verb)
        if verb:
            self.problem.hide()
            self.busy.start(verb)
        else:
            self.busy.stop()
        self._offer()
        reveal_focus(self)

    def _say_problem(self, words: str, *, locked: bool) -> None:
        if locked:  # said by the page that hides this one
            return
        self.problem.setText(words)
        self.problem.show()
        announce(self.problem, f"Error: {words}", urgent=True)


def _say(icon: QLabel, words: PlainLabel, standing: Standing) -> None:
    show_status(icon, standing.look)
    words.setText(f"{standing.words}.")


def _refused_words(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    many = "1 file is" if len(names) == 1 else f"{len(names)} files are"
    return f"{many} damaged or changed, and so no backup any more: {', '.join(names)}."


def _words(name: str, *, tone: str = "", kind: str = "body") -> PlainLabel:
    label = PlainLabel("", type=kind, wraps=True, tone=tone)
    label.setObjectName(name)
    return label


def _button(words: str, name: str, about: str, kind: Any = "secondary") -> PlainButton:
    button = PlainButton(words, kind, name=name)
    set_tooltip(button, about)
    return button


def _line(icon: QLabel, words: PlainLabel) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(theme.current().space(2))
    line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(words, 1)
    return line


def _row(*buttons: PlainButton) -> QWidget:
    held, flow = QWidget(), Flow(gap=theme.current().space(2), line_gap=theme.current().space(2))
    held.setLayout(flow)
    for button in buttons:
        flow.addWidget(button)
    return held
