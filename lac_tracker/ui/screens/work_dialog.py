"""What the dialogs that work the list have in common: they tell what was done, and how to take it back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.errors import UserError
from lac_tracker.ui import theme
from lac_tracker.ui.messages import UNDO
from lac_tracker.ui.plain import PlainButton
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.widgets.busy import SHOWN_AFTER_MS, Busy
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.workplace import Workplace


class WorkDialog(RecordDialog):
    """Opened with `open()`; a screen connects what it shows.

    Signals:
        saved: it was kept; carries the Changes.
        said: words for the message bar, where nothing can be taken back.
        offered: it can be taken back: words, those of the button, and what the button calls.
        place_wanted: a place of a record is asked for next; carries a Place.
    """

    saved = Signal(object)
    said = Signal(str)
    offered = Signal(str, str, object)
    place_wanted = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        workplace: Workplace,
        question: str,
        facts: BannerFacts | None,
        *,
        explanation: str = "",
        verbs: tuple[str, str] = ("Cancel", "Save"),
        names: tuple[str, str] = ("dialog.cancel", "dialog.save"),
        enter_saves: bool = False,
    ) -> None:
        super().__init__(
            parent, workplace.operations, question, facts, explanation=explanation, verbs=verbs, names=names,
            enter_saves=enter_saves,
        )  # fmt: skip
        self.workplace = workplace
        self.is_many = False  # of so many rows that the window should not wait while they are kept
        self._busy: Busy | None = None  # while it saves
        self.accepted.connect(self._tell)

    def save(self) -> None:
        """Save; for many rows off the screen's thread, all of them or none."""
        if not self.is_many:
            super().save()
        elif self._busy is None and self._is_legible():
            operations, runs = self.workplace.operations, self.commands()
            self._hold(Busy(name="work.busy"))
            self.workplace.run(
                lambda: [operations.work(service, *args, **given) for service, args, given in runs],
                self._kept, self._refused,
            )  # fmt: skip

    def reject(self) -> None:
        """Close, but not while it saves."""
        if self._busy is None:
            super().reject()

    def _hold(self, busy: Busy | None) -> None:
        """Nothing is pressed twice or changed while it saves."""
        if self._busy is not None:
            self._busy.stop()
            self._busy.deleteLater()
        self._busy = busy
        for part in (*self.findChildren(PlainButton), *(field for field in self.fields)):
            part.setEnabled(busy is None)
        if busy is not None:
            self.add_to_foot(busy)
            busy.start("Saving")

    def _kept(self, done: list[Any]) -> None:
        if isValid(self):
            self._hold(None)
            self.changes = done[-1]
            self.workplace.operations.changed.emit(self.changes)
            self.accept()

    def _refused(self, error: UserError) -> None:
        if isValid(self):
            self._hold(None)
            self._show(str(error))

    def told(self) -> tuple[str, Callable[[], object] | None]:
        """Return what to say once it is kept, and what takes it back; None where nothing does."""
        return "Saved.", None

    def taking_back(self, command: Callable[..., Any], *args: Any, **given: Any) -> Callable[[], object]:
        """Return what takes back what was saved: for many rows off the screen's thread, as they were saved."""
        if not self.is_many:
            return partial(self.workplace.operations.do, command, *args, **given)
        operations = self.workplace.operations
        return partial(
            _take_back, self.workplace, self.parentWidget(), partial(operations.work, command, *args, **given)
        )

    def add_row(self, *fields: Field) -> QWidget:
        """Put fields beside each other while there is room."""
        row, flow = QWidget(), Flow(gap=theme.current().space(4), line_gap=theme.current().space(2))
        row.setLayout(flow)
        for field in fields:
            self.fields.append(field)
            flow.addWidget(field)
        self.add_words(row)
        return row

    def add_to_foot(self, widget: QWidget) -> None:
        """Put something to tick beside the buttons, before them in the order of Tab. Called when all fields are there."""
        column = self.layout()
        last = column.itemAt(column.count() - 1) if column is not None else None
        foot = last.layout() if last is not None else None
        assert isinstance(foot, QHBoxLayout)
        foot.insertWidget(0, widget)
        self.setTabOrder(self.fields[-1].control, widget)
        buttons = [button for button in self.findChildren(PlainButton) if foot.indexOf(button) >= 0]
        for before, after in zip((widget, *buttons), buttons, strict=False):
            self.setTabOrder(before, after)

    def _tell(self) -> None:
        self.saved.emit(self.changes)
        words, undo = self.told()
        if undo is None:
            self.said.emit(words)
        else:
            self.offered.emit(words, UNDO, undo)


def _take_back(workplace: Workplace, page: QWidget | None, job: Callable[[], Any]) -> None:
    """Take back what was saved for many rows, and say so on the page: that it goes on where it takes long, and its end."""
    operations, slow = workplace.operations, QTimer()
    slow.setSingleShot(True)
    slow.setInterval(SHOWN_AFTER_MS)
    slow.timeout.connect(lambda: _say(page, "Taking it back. You can go on meanwhile."))

    def done(changes: Any) -> None:
        slow.stop()
        operations.changed.emit(changes)
        _say(page, "Taken back.")

    def refused(error: UserError) -> None:
        slow.stop()
        operations.refused.emit(str(error))

    slow.start()
    workplace.run(job, done, refused)


def _say(page: QWidget | None, words: str) -> None:
    if page is not None and isValid(page) and hasattr(page, "said"):
        page.said.emit(words)
