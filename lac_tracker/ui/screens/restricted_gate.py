"""S27: before a restricted record opens, why it is needed. Anybody who reads records may open it; it is written down."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.restricted import LONGEST_MORE, REASONS
from lac_tracker.services import restricted
from lac_tracker.ui.plain import PlainTextEdit
from lac_tracker.ui.screens.dialog_fields import long_text
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace

_EXPLANATION = (
    "Only people working with this child should open it. Opening it is recorded and the team manager is told."
)


class RestrictedGate(RecordDialog):
    """Asks for the reason. Nothing in it says whose record it is."""

    def __init__(self, parent: QWidget, workplace: Workplace, child_id: int) -> None:
        super().__init__(
            parent, workplace.operations, "This record is restricted", None, explanation=_EXPLANATION,
            verbs=("Cancel", "Open record"), names=("brk.cancel", "brk.open"), enter_saves=True,
        )  # fmt: skip
        self.setObjectName("brk")
        self._asked_for = child_id
        numbered = tuple((key, f"{place} {words}") for place, (key, words) in enumerate(REASONS, 1))
        self.reason = RadioGroup("Why do you need to open it?", numbered, name="brk.reason", columns=2)
        self.more: PlainTextEdit = long_text("brk.more")
        self.add("Why do you need to open it?", self.reason)
        self.add(
            "Say more", self.more, optional=True, hint=f"'Other' needs it. Up to {LONGEST_MORE:,} characters."
        )
        self.reason.picked.connect(lambda _key: self.more.setFocus())
        self.ready()

    def commands(self) -> Runs:
        given = {"reason": self.reason.value(), "more": self.more.toPlainText()}
        return [(restricted.claim, (self._asked_for,), given)]

    def _show(self, words: str) -> None:
        """A reason that is missing is said at the reasons."""
        if not self.reason.value():
            self.fields[0].show_error(words)
            self.reason.setFocus()
        else:
            super()._show(words)


def ask_why(shell: Any, child_id: int, opened: Callable[[], object]) -> None:
    """Ask over the window why a restricted record is to be opened; `opened` is called once access was taken."""
    gate = RestrictedGate(shell, shell.workplace, child_id)
    gate.accepted.connect(opened)
    gate.open()
