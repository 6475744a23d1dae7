"""Reports kept under a name: chosen again with all they ask, kept, and forgotten."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lac_tracker.services import saved_reports
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, set_tooltip
from lac_tracker.ui.screens.dialog_fields import line
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.workplace import Workplace


class SavedReports(QWidget):
    """Signals:
    chosen: a kept report is asked for; carries its content.
    keep_wanted: the report as it stands is to be kept.
    said: something was done; carries the words for the message bar.
    """

    chosen = Signal(str)
    keep_wanted = Signal()
    said = Signal(str)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._kept: dict[str, str] = {}
        self.choice = ChoiceBox("Saved reports", (), name="rep.saved", none="Saved reports")
        self.choice.activated.connect(lambda _place: self._choose())
        self.save = PlainButton("Save this report", name="rep.save")
        set_tooltip(self.save, "Keep the report with all it asks under a name of your own")
        self.save.clicked.connect(lambda _checked=False: self.keep_wanted.emit())
        self.forget = PlainButton("Forget", name="rep.forget")
        set_tooltip(self.forget, "Forget the saved report that is chosen")
        self.forget.clicked.connect(lambda _checked=False: self._forget())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space(2))
        for widget in (self.choice, self.forget, self.save):
            row.addWidget(widget)
        self._load("")

    def keep(self, content: str) -> None:
        """Ask for the name under which a report is kept."""
        dialog = _KeepReport(self._workplace, content, self)
        dialog.accepted.connect(lambda: self._load(dialog.typed()))
        dialog.accepted.connect(lambda: self.said.emit("Report saved."))
        dialog.open()

    def _load(self, name: str) -> None:
        self._kept = dict(self._workplace.operations.ask(saved_reports.listed))
        self.choice.blockSignals(True)
        self.choice.clear()
        self.choice.addItem("Saved reports" if self._kept else "No saved reports", "")
        for one in self._kept:
            self.choice.addItem(one, one)
        self.choice.set_value(name if name in self._kept else "")
        self.choice.blockSignals(False)
        self.choice.setEnabled(bool(self._kept))
        self.forget.setEnabled(bool(self.choice.value()))

    def _choose(self) -> None:
        self.forget.setEnabled(bool(self.choice.value()))
        if self.choice.value():
            self.chosen.emit(self._kept[self.choice.value()])

    def _forget(self) -> None:
        name = self.choice.value()
        if name and self._workplace.operations.do(saved_reports.forget, name) is not None:
            self._load("")
            (self.choice if self._kept else self.save).setFocus()
            self.said.emit("Report forgotten.")


class _KeepReport(RecordDialog):
    """The same name again takes the place of what was kept under it."""

    def __init__(self, workplace: Workplace, content: str, parent: QWidget) -> None:
        super().__init__(
            parent, workplace.operations, "Save this report", None,
            explanation="What it asks is kept for you, not its rows.", verbs=("Cancel", "Save report"),
            names=("rep.saveCancel", "rep.saveGo"), enter_saves=True,
        )  # fmt: skip
        self._content = content
        self._name = line("rep.saveName", width=30, longest=60)
        self.add("Name", self._name, hint="Such as 'Monthly list for the hospital'.")
        self.ready()

    def typed(self) -> str:
        """Return the name as it was typed."""
        return self._name.text().strip()

    def commands(self) -> Runs:
        return [(saved_reports.keep, (), {"name": self._name.text(), "content": self._content})]
