"""Settings > Lock and passphrase: when the window locks, one's own passphrase, and the key of the caseload."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.services import team_choices
from lac_tracker.ui import theme
from lac_tracker.ui.messages import UNDO
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, hint, set_tooltip, title
from lac_tracker.ui.screens.key_dialogs import ChangeKey, NewSheet
from lac_tracker.ui.screens.passphrase_dialog import ChangePassphrase
from lac_tracker.ui.screens.record_page import scroll_area
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.workplace import Workplace

_MINUTES = tuple((str(count), f"{count} minute{'' if count == 1 else 's'}") for count in range(1, 16))


class LockSettings(QFrame):
    """Signals:
    said: something was done; words for the message bar.
    offered: it can be taken back: words, those of the button, and what the button calls.
    """

    said = Signal(str)
    offered = Signal(str, str, object)
    name, words = "lock", "Lock and passphrase"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.setObjectName("set.lock")
        self.setAccessibleName(self.words)
        self.setProperty("region", "page")
        self.change = PlainButton("Change my passphrase", "primary", name="set.lock.change")
        set_tooltip(self.change, "Choose another passphrase for yourself")
        self.change.clicked.connect(lambda _checked=False: self._open(ChangePassphrase(self, workplace)))
        self.minutes = ChoiceBox("Locks after", _MINUTES, name="set.lock.minutes")
        self.minutes.removeItem(0)  # there is always a choice
        self.minutes_words = PlainLabel(wraps=True)
        self.minutes_words.setObjectName("set.lock.words")
        self.sheet = PlainButton("New recovery sheet", name="set.lock.sheet")
        set_tooltip(self.sheet, "Make a new recovery sheet; the one there is opens this caseload no more")
        self.sheet.clicked.connect(lambda _checked=False: self._open(NewSheet(self, workplace)))
        self.key = PlainButton("Change the key of the caseload", name="set.lock.key")
        set_tooltip(self.key, "Shut out somebody who left and may have kept a copy")
        self.key.clicked.connect(lambda _checked=False: self._open(ChangeKey(self, workplace)))
        self._may_set = decide(workplace.actor, Action.CHANGE_SETTINGS).allowed
        self._may_rekey = decide(workplace.actor, Action.CHANGE_KEY).allowed
        self._lay_out()
        self.reload()
        self.minutes.changed.connect(self._choose)

    def _lay_out(self) -> None:
        space = theme.current().space
        inside = PageColumn()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, space(4), space(4))
        column.setSpacing(space(3))
        column.addWidget(title(self.words))
        column.addWidget(heading("Your passphrase"))
        column.addWidget(
            hint(
                "It is yours alone. Nobody can look it up, and it never runs out. Change it when somebody may know it."
            )
        )
        column.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(space(3))
        column.addWidget(heading("Locking"))
        self.minutes_field = Field(
            "Locks after", self.minutes, hint="Without a key, the mouse or a touch, for everyone in the team.", grows=False
        )  # fmt: skip
        column.addWidget(self.minutes_field)
        column.addWidget(self.minutes_words)
        self.minutes_field.setVisible(self._may_set)
        self.minutes_words.setVisible(not self._may_set)
        if self._may_rekey:
            column.addSpacing(space(3))
            column.addWidget(heading("The key of the caseload"))
            column.addWidget(
                hint(
                    "The recovery sheet is the only way in when everyone forgot their passphrase. Make a new one when the "
                    "sheet was lost or seen. Change the key when somebody left who may have kept a copy of the file."
                )
            )
            column.addWidget(self.sheet, 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(self.key, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(space(6), space(4), space(2), space(4))
        whole.addWidget(scroll_area(inside))

    # What the frame asks

    def reload(self, changes: object = None) -> None:
        """Show what the team chose."""
        if changes is not None and not getattr(changes, "people", False):
            return
        value = self.workplace.operations.ask(team_choices.value, "lock_minutes")
        self.minutes.blockSignals(True)
        self.minutes.set_value(value)
        self.minutes.blockSignals(False)
        words = dict(_MINUTES).get(value, value)
        self.minutes_words.setText(
            f"The window locks after {words} without a key, the mouse or a touch. A manager can change that."
        )

    def focus_first(self) -> None:
        self.change.setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        found = [self.change]
        return (
            *found,
            *((self.minutes,) if self._may_set else ()),
            *((self.sheet,) if self._may_rekey else ()),
        )

    def leave(self) -> bool:
        return True

    def run_command(self, name: str) -> bool:
        if name == "edit.primary":
            self.change.click()
            return True
        return False

    # Behind it

    def _choose(self, value: str) -> None:
        before = self.workplace.operations.ask(team_choices.value, "lock_minutes")
        if not value or value == before:
            return
        do = self.workplace.operations.do
        if do(team_choices.choose, "lock_minutes", value) is not None:
            self.offered.emit(
                f"The window locks after {dict(_MINUTES)[value]}.", UNDO,
                lambda: do(team_choices.choose, "lock_minutes", before),
            )  # fmt: skip

    def _open(self, dialog: QDialog) -> None:
        dialog.said.connect(self.said)  # type: ignore[attr-defined]  # each of the dialogs tells it
        dialog.open()
