"""The two choices a team has about restricted records: what a search shows, and how long access holds."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.services import team_choices
from lac_tracker.ui import theme
from lac_tracker.ui.messages import UNDO
from lac_tracker.ui.plain import hint
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.workplace import Workplace

_SEARCH = (
    ("ask", "That there is one, when the whole name or number is typed"),
    ("nothing", "Nothing: only the lists of what is due show that there is one"),
)
_HOURS = tuple(
    (str(number), f"{number} hours" if number > 1 else "1 hour") for number in (1, 2, 4, 8, 12, 24)
)


class TeamChoices(QWidget):
    """Saved as they are changed, each with Undo. Who may not change them reads them.

    Signals:
        said: something was done; words for the message bar.
        offered: it can be taken back: words, those of the button, and what the button calls.
    """

    said = Signal(str)
    offered = Signal(str, str, object)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self.search = ChoiceBox(
            "What a search shows of a restricted record", _SEARCH, name="res.search", none=""
        )
        self.hours = ChoiceBox("How long access holds", _HOURS, name="res.hours", none="")
        self._boxes = {"restricted_in_search": self.search, "claim_hours": self.hours}
        may_change = decide(workplace.actor, Action.CHANGE_SETTINGS).allowed
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(3))
        for name, box in self._boxes.items():
            box.removeItem(0)  # something is always chosen
            box.setEnabled(may_change)
            box.changed.connect(partial(self._choose, name))
            column.addWidget(Field(box.accessibleName(), box, grows=False))
        if not may_change:
            column.addWidget(hint("A manager changes these."))

    def reload(self) -> None:
        """Show what the team chose."""
        for name, box in self._boxes.items():
            held = self._workplace.operations.ask(team_choices.value, name)
            box.blockSignals(True)
            box.set_value(held)
            box.blockSignals(False)

    def regions(self) -> tuple[QWidget, ...]:
        return tuple(box for box in self._boxes.values() if box.isEnabled())

    def _choose(self, name: str, value: str) -> None:
        operations = self._workplace.operations
        before = operations.ask(team_choices.value, name)
        if not value or value == before:
            return
        if operations.do(team_choices.choose, name, value) is None:
            self.reload()
            return
        words = f"{self._boxes[name].accessibleName()}: {self._boxes[name].currentText()}."
        self.offered.emit(words, UNDO, partial(operations.do, team_choices.choose, name, before))
