"""The name under which a person keeps the way a list is shown."""

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.worklist import Wanted
from lac_tracker.services import saved_views
from lac_tracker.ui.screens.dialog_fields import line
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.workplace import Workplace


class KeepViewDialog(RecordDialog):
    """Open it with `open()`. The same name again takes the place of what was kept under it."""

    def __init__(self, parent: QWidget, workplace: Workplace, wanted: Wanted, what: str) -> None:
        super().__init__(
            parent, workplace.operations, "Save this view", None,
            explanation="View, filters and order are kept for you, not the rows.",
            verbs=("Cancel", "Save view"), names=("view.cancel", "view.save"), enter_saves=True,
        )  # fmt: skip
        self.setObjectName("keepView")
        self._wanted, self._what = wanted, what
        self._name = line("view.name", width=30, longest=60)
        self.add("Name", self._name, hint="As it should stand in the menu, such as Fenland this month.")
        self.ready()

    def commands(self) -> Runs:
        return [
            (saved_views.keep, (), {"what": self._what, "name": self._name.text(), "wanted": self._wanted})
        ]
