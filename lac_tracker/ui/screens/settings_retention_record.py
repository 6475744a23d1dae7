"""How one record is kept: its class, its day, what holds it. Opened from the settings and from the record itself."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.retention import Hold
from lac_tracker.services import retention
from lac_tracker.services.retention import OfRecord
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, hint, set_tooltip
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.screens.record_page import clear, scroll_area
from lac_tracker.ui.screens.settings_retention_dialogs import ClassDialog, LiftHold, Propose, PutOnHold, whose
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.workplace import Workplace

_WIDTH = 76  # characters
LOOKS = {"On hold": "on_hold", "To review": "needs_review", "Kept": "locked"}
WAITING_LOOK = "asked"


class RecordKeeping(QDialog):
    """Opened with `open()`.

    Signals:
        said: something was done; words for the message bar.
        altered: what is kept of the record was changed.
    """

    said = Signal(str)
    altered = Signal()

    def __init__(self, parent: QWidget, workplace: Workplace, child_id: int) -> None:
        super().__init__(parent)
        self._workplace, self._child_id = workplace, child_id
        self._held: OfRecord | None = None
        self.setObjectName("ret.record")
        self.setWindowTitle("How long it is kept")
        shown = theme.current()
        self.setMinimumWidth(min(shown.characters(_WIDTH), 1000))
        self._may_set = decide(workplace.actor, Action.SET_RETENTION).allowed
        self._title = heading("")
        self._inside = QWidget()
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(0, 0, shown.space(2), 0)
        self._lines.setSpacing(shown.space(2))
        self.area = scroll_area(self._inside)
        self.area.setAccessibleName("How long it is kept")
        self.change = _button("Change class", "ret.record.class", "Say how long it is kept, with the reason")
        self.change.set_kind("primary")
        self.hold = _button("Put on hold", "ret.record.hold", "Keep it whatever its day, with the reason")
        self.propose = _button("Propose disposal", "ret.record.propose", "Ask a second person to decide")
        self._close = _button("Close", "ret.record.close", "Esc")
        for button, act in (
            (self.change, self._change), (self.hold, self._put_on_hold), (self.propose, self._propose),
            (self._close, self.reject),
        ):  # fmt: skip
            button.clicked.connect(lambda _checked=False, act=act: act())
        self._lay_out()
        self.load()
        self.resize(
            self.minimumWidth(),
            min(shown.scaled(440), round(self.screen().availableGeometry().height() * 0.9)),
        )
        self.change.setFocus()

    def load(self) -> None:
        """Read how the record stands now."""
        operations, today = self._workplace.operations, self._workplace.today()
        held: OfRecord = operations.ask(retention.of_record, self._child_id, today=today)
        self._held = held
        row = held.row
        self._title.setText(f"How long the record of {whose(row)} is kept")
        clear(self._lines)
        look = WAITING_LOOK if row.disposal else LOOKS[row.status]
        self._lines.addWidget(icon_line(look, PlainLabel(f"{row.status}.", type="strong", wraps=True)))
        self._lines.addWidget(_said(f"{row.why}."))
        self._lines.addWidget(hint(_decided(held)))
        for words in row.obstacles:
            if not words.startswith("On hold"):
                self._lines.addWidget(hint(f"{words}."))
        self._show_holds(held)
        self._lines.addStretch()
        self.change.setVisible(self._may_set)
        self.hold.setVisible(self._may_set)
        self.propose.setVisible(self._may_set and row.is_due)

    def _show_holds(self, held: OfRecord) -> None:
        self._lines.addWidget(heading("Holds"))
        by_people = {one.words for one in held.holds if one.is_open}
        for words in held.row.holds:
            if words not in by_people:
                self._lines.addWidget(icon_line("on_hold", _said(f"{words}.")))
        for one in held.holds:
            self._lines.addWidget(self._hold_line(one) if one.is_open else hint(_lifted(one)))
        if not held.row.holds and not held.holds:
            self._lines.addWidget(hint("Nothing holds it."))

    def _hold_line(self, one: Hold) -> QWidget:
        held = QWidget()
        line = QHBoxLayout(held)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.current().space(2))
        line.addWidget(icon_line("on_hold", _said(f"{one.words}.")), 1)
        lift = _button("Lift", f"ret.record.lift.{one.id}", "Lift this hold, with the reason")
        lift.setAccessibleName(f"Lift: {one.words}")
        lift.clicked.connect(lambda _checked=False: self._lift(one))
        lift.setVisible(self._may_set)
        line.addWidget(lift)
        return held

    def _lay_out(self) -> None:
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(5), space(6), space(4))
        column.setSpacing(space(3))
        column.addWidget(self._title)
        column.addWidget(self.area, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.propose)
        buttons.addStretch()
        for button in (self._close, self.hold, self.change):
            buttons.addWidget(button)
        column.addLayout(buttons)

    def _change(self) -> None:
        if self._held is not None:
            self._open(ClassDialog(self, self._workplace, self._held), "Kept how long the record is kept.")

    def _put_on_hold(self) -> None:
        if self._held is not None:
            self._open(PutOnHold(self, self._workplace, self._held.row), "The record is on hold.")

    def _lift(self, one: Hold) -> None:
        if self._held is not None:
            self._open(LiftHold(self, self._workplace, self._held.row, one), "The hold was lifted.")

    def _propose(self) -> None:
        if self._held is not None:
            self._open(
                Propose(self, self._workplace, self._held.row), "Proposed. It waits for a second person."
            )

    def _open(self, dialog: RecordDialog, words: str) -> None:
        dialog.accepted.connect(lambda: self._after(words))
        dialog.finished.connect(lambda _result: self.change.setFocus())
        dialog.open()

    def _after(self, words: str) -> None:
        self.load()
        self.altered.emit()
        self.said.emit(words)


def show_keeping(page: Any, workplace: Workplace, child_id: int) -> None:
    """Show how a record is kept over a page that has a signal `said`, or say there why this person may not see it."""
    may = decide(workplace.actor, Action.SEE_RETENTION)
    if not may.allowed:
        page.said.emit(f"{may.words}.")
        return
    dialog = RecordKeeping(page, workplace, child_id)
    dialog.said.connect(page.said)
    dialog.open()


def _said(words: str) -> PlainLabel:
    return PlainLabel(words, wraps=True)


def _decided(held: OfRecord) -> str:
    chosen = held.chosen
    if chosen is None:
        return f"Nobody has decided on a class: the default of the product holds. {held.kept_class.doubt}."
    on = show_date(chosen.decided_at.astimezone().date())
    return f"Decided by {chosen.decided_by} on {on}: {chosen.because}. {held.kept_class.source}."


def _lifted(one: Hold) -> str:
    on = show_date(one.lifted_at.astimezone().date()) if one.lifted_at else ""
    return f"{one.words}. Lifted by {one.lifted_by} on {on}: {one.lifted_because}."


def _button(words: str, name: str, about: str) -> PlainButton:
    made = PlainButton(words, name=name)
    set_tooltip(made, about)
    return made
