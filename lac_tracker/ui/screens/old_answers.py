"""Answers that the form, changed since they were given, no longer takes: shown in words, a person chooses."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.services import answer_conflicts
from lac_tracker.services.answer_conflicts import OldAnswer
from lac_tracker.ui import theme
from lac_tracker.ui.operations import Operations
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, hint, label
from lac_tracker.ui.screens.record_page import attempt, scroll_area
from lac_tracker.ui.widgets.radio_group import RadioGroup

_WIDTH = 80  # characters
_CHOICES = (
    ("jotter", "Put it in the jotter, to file it where it belongs now"),
    ("aside", "Keep it in the history only"),
)


class OldAnswersDialog(QDialog):
    """Opened with `open()`.

    Signals:
        taken_out: some answers were taken out of the form.
    """

    taken_out = Signal()

    def __init__(
        self, parent: QWidget, operations: Operations, assessment_id: int, old: tuple[OldAnswer, ...]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("old")
        self.setWindowTitle("The form was changed since these were answered")
        self._operations, self._assessment_id = operations, assessment_id
        self._groups: dict[str, RadioGroup] = {}
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(5), space(6), space(4))
        column.setSpacing(space(3))
        column.addWidget(heading(self.windowTitle()))
        column.addWidget(hint("Nothing is lost: every answer stays in the history."))
        inside = QWidget()
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, space(2), 0)
        lines.setSpacing(space(2))
        for number, one in enumerate(old, 1):
            lines.addWidget(label(one.asked))
            said = PlainLabel(one.words, wraps=True)
            said.setObjectName(f"old.answer.{number}")
            said.make_selectable()
            lines.addWidget(said)
            group = RadioGroup(f"What becomes of it, {one.asked}", _CHOICES, name=f"old.keep.{number}")
            self._groups[one.question_id] = group
            lines.addWidget(group)
            lines.addSpacing(space(3))
        lines.addStretch()
        column.addWidget(scroll_area(inside), 1)
        self._problem = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._problem.setObjectName("old.problem")
        self._problem.hide()
        column.addWidget(self._problem)
        later = PlainButton("Decide later", name="old.later")
        later.clicked.connect(self.reject)
        use = PlainButton("Do this", "primary", name="old.use")
        use.clicked.connect(lambda _checked=False: self.use())
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button in (later, use):
            buttons.addWidget(button)
        column.addLayout(buttons)
        room = parent.screen().availableGeometry()
        self.resize(
            min(theme.current().characters(_WIDTH), round(room.width() * 0.92)),
            min(inside.sizeHint().height() + theme.current().scaled(220), round(room.height() * 0.9)),
        )
        next(iter(self._groups.values())).setFocus()

    def use(self) -> None:
        """Do what was chosen for each; one without a choice stays."""
        for question_id, group in self._groups.items():
            if not group.value():
                continue
            changes, words = attempt(
                self._operations, answer_conflicts.put_old_aside, self._assessment_id, question_id,
                to_jotter=group.value() == "jotter",
            )  # fmt: skip
            if changes is None:
                self._problem.setText(words)
                self._problem.show()
                return
        self.taken_out.emit()
        self.accept()
