"""What a person typed and never saved: shown after sign-in, to be opened, read or thrown away."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from lac_tracker.domain.dates import show_date
from lac_tracker.services import drafts
from lac_tracker.services.drafts import Waiting
from lac_tracker.ui import theme
from lac_tracker.ui.operations import Operations
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, hint
from lac_tracker.ui.screens.record_page import scroll_area
from lac_tracker.ui.workplace import Workplace

_WIDTH = 80  # characters


def words(count: int) -> str:
    """Return what is said after sign-in when there are drafts."""
    return f"{'1 dialog' if count == 1 else f'{count} dialogs'} you typed into and did not save: it is kept."


class DraftsWaiting(QDialog):
    """Opened with `open()`.

    Signals:
        child_opened: the record is wanted in which the typing goes on; carries the child's id.
    """

    child_opened = Signal(int)

    def __init__(self, parent: QWidget, operations: Operations, held: tuple[Waiting, ...]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("drafts")
        self.setWindowTitle("Typed and not saved")
        self._operations = operations
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(5), space(6), space(4))
        column.setSpacing(space(3))
        column.addWidget(heading("Typed and not saved"))
        column.addWidget(hint("Open the record and the same dialog again: it offers to put the words back."))
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setSpacing(space(5))
        for number, one in enumerate(held, 1):
            rows.addWidget(self._row(number, one))
        rows.addStretch()
        column.addWidget(scroll_area(inside), 1)
        self._close = PlainButton("Close", "primary", name="drafts.close")
        self._close.clicked.connect(lambda _checked=False: self.accept())
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._close)
        column.addLayout(buttons)
        room = parent.screen().availableGeometry()
        self.resize(
            min(theme.current().characters(_WIDTH), round(room.width() * 0.9)),
            min(inside.sizeHint().height() + theme.current().scaled(220), round(room.height() * 0.9)),
        )
        self._close.setFocus()

    def _row(self, number: int, one: Waiting) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(1))
        at = one.draft.kept_at.astimezone()
        about = f"{one.title}: {one.child_words}" if one.child_words else one.title
        title = PlainLabel(f"{about}, {show_date(at.date())} {at:%H:%M}", type="strong", wraps=True)
        title.setObjectName(f"drafts.{number}.title")
        column.addWidget(title)
        said = PlainLabel("\n".join(f"{label}: {text}" for label, text in one.said), wraps=True)
        said.setObjectName(f"drafts.{number}.said")
        said.make_selectable()
        column.addWidget(said)
        act = QHBoxLayout()
        child_id = one.draft.child_id
        if child_id is not None and one.child_words:
            go = PlainButton("Open the record", name=f"drafts.{number}.open")
            go.clicked.connect(lambda _checked=False: self._open(child_id))
            act.addWidget(go)
        throw = PlainButton("Throw it away", name=f"drafts.{number}.throwAway")
        throw.clicked.connect(lambda _checked=False: self._throw(held, one))
        act.addWidget(throw)
        act.addStretch()
        column.addLayout(act)
        return held

    def _open(self, child_id: int) -> None:
        self.accept()
        self.child_opened.emit(child_id)

    def _throw(self, row: QWidget, one: Waiting) -> None:
        self._operations.aside(drafts.drop, one.draft.place)
        row.hide()
        self._close.setFocus()


def offer(workplace: Workplace, shell: Any) -> None:
    """Say in the message bar of the shell that there is typing which was not saved, with a way to it."""

    def say(held: tuple[Waiting, ...]) -> None:
        if held and isValid(shell):
            shell.messages.show_info(words(len(held)), "Show", lambda: show(held))

    def show(held: tuple[Waiting, ...]) -> None:
        dialog = DraftsWaiting(shell, workplace.operations, held)
        dialog.child_opened.connect(shell.open_child)
        dialog.open()

    workplace.find_out(lambda: workplace.operations.ask(drafts.waiting), say, lambda _error: None)
