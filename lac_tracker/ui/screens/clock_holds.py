"""A clock put on hold and let run again: the two dialogs, and what was on hold before in words."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.services import clock_holds
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainTextEdit, heading, hint
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.screens.record_page import Desk
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.emptied import emptied

_MOST = 5  # lines of the history


class HoldDialog(RecordDialog):
    """Until when the clock of an assessment is on hold, and why. Opened with `open()`; `words` says that it is done."""

    def __init__(self, parent: QWidget, desk: Desk, facts: BannerFacts, kind: str, now: str) -> None:
        """now: what it is on hold for already, '' where it is not."""
        super().__init__(
            parent, desk.operations, f"Put the {kind} on hold", facts,
            explanation="The due date stays as it is. It stays on the list, goes on counting days, "
            f"and shows 'On hold' beside.{f' Now: {now}.' if now else ''}",
            verbs=("Cancel", "Put on hold"), names=("hold.cancel", "hold.confirm"),
        )  # fmt: skip
        self.setObjectName("hold")
        self._desk, self._kind = desk, kind
        today = desk.workplace.today()
        self._until = DateField("On hold until", today, direction="future", name="hold.until")
        self._why = PlainTextEdit(least_lines=2)
        self._why.setObjectName("hold.why")
        by = desk.workplace.actor.full_name
        self.add(
            "On hold until", self._until, hint="The last day it waits. After it the clock runs by itself."
        )
        self.add("Reason", self._why, hint=f"What it waits for. Kept with your name, {by}, and today's date.")
        self.words = f"The {kind} is on hold. It stays on the list."
        self.ready()

    def commands(self) -> Runs:
        given = {
            "today": self._desk.workplace.today(),
            "kind": self._kind,
            "until": self._until.value(),
            "reason": self._why.toPlainText(),
        }
        return [(clock_holds.put_on_hold, (self._desk.child_id,), given)]


class LetRunDialog(RecordDialog):
    """End a hold before its day."""

    def __init__(self, parent: QWidget, desk: Desk, facts: BannerFacts, kind: str, now: str) -> None:
        super().__init__(
            parent, desk.operations, f"Let the clock of the {kind} run", facts,
            explanation=f"{now}. From today it no longer shows as on hold. The hold stays on record.",
            verbs=("Cancel", "Let the clock run"), names=("letRun.cancel", "letRun.confirm"),
        )  # fmt: skip
        self.setObjectName("letRun")
        self._desk, self._kind = desk, kind
        self._why = PlainTextEdit(least_lines=2)
        self._why.setObjectName("letRun.why")
        self.add("Why it runs again", self._why, optional=True)
        self.words = f"The {kind} is no longer on hold."
        self.ready()

    def commands(self) -> Runs:
        given = {
            "today": self._desk.workplace.today(),
            "kind": self._kind,
            "because": self._why.toPlainText(),
        }
        return [(clock_holds.let_run, (self._desk.child_id,), given)]


class Holds(QWidget):
    """What was on hold, the newest first; hidden while nothing ever was."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("asm.holds")
        self.setAccessibleName("Clock on hold")
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.current().space(1))
        self.hide()

    def show_holds(self, told: tuple[str, ...]) -> None:
        """Show these lines in place of those before."""
        emptied(self._lines)
        if told:
            self._lines.addWidget(heading("Clock on hold"))
        for line in told[:_MOST]:
            self._lines.addWidget(hint(line))
        if len(told) > _MOST:
            self._lines.addWidget(hint(f"{len(told) - _MOST} earlier ones are in the chronology."))
        self.setVisible(bool(told))
