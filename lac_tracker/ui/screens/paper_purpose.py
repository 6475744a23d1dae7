"""Why names are needed, asked before any list that names children goes on paper. The answer is in the audit log first."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.exports import PURPOSES, Column
from lac_tracker.services import list_exports
from lac_tracker.services.list_exports import Asked
from lac_tracker.ui.plain import hint
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.workplace import Workplace

WHY = "Why do you need names?"


class PaperPurpose(RecordDialog):
    """Open it with `open()`. Once it was accepted the purpose is kept, and `why` is its key."""

    def __init__(self, workplace: Workplace, asked: Asked, parent: QWidget) -> None:
        super().__init__(
            parent, workplace.operations, f"On paper: {asked.what}", None, verbs=("Cancel", "Preview"),
            names=("paper.cancel", "paper.preview"), enter_saves=True,
        )  # fmt: skip
        self.setObjectName("paper")
        self._asked = asked
        self._choice = ChoiceBox(WHY, tuple((one.key, one.words) for one in PURPOSES), name="paper.why")
        self.add(WHY, self._choice, hint="What you choose is kept in the audit log with this list.")
        self.add_words(hint("Without names the list has neither names nor numbers of children."))
        self.ready()

    @property
    def why(self) -> str:
        """The key of the purpose that was chosen, '' for none."""
        return self._choice.value()

    def commands(self) -> Runs:
        return [(list_exports.note, (replace(self._asked, why=self.why),), {})]

    def reject(self) -> None:
        """Nothing typed here is lost."""
        self.done(0)


def ask_why(
    workplace: Workplace,
    what: str,
    columns: Sequence[Column],
    stated: tuple[str, ...],
    parent: QWidget,
    then: Callable[[str], None],
) -> None:
    """Ask why a list on paper needs names, keep the answer, and go on with the purpose's key.

    A list that names nobody is only written down: nothing is asked. columns, stated: of the list, as for a file.
    """
    asked = Asked(what, tuple(columns), (), stated)
    if not asked.names_anybody:
        workplace.operations.look(list_exports.note, asked)
        then("")
        return
    dialog = PaperPurpose(workplace, asked, parent)
    dialog.accepted.connect(lambda: then(dialog.why))
    dialog.open()
