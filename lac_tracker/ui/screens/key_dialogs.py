"""The key of the caseload: a new recovery sheet, another key, and the sheet that is shown once."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.reports import RecoverySheet
from lac_tracker.services import passphrases
from lac_tracker.services.passphrases import STEPS, KeyChanged
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainDialog, set_tooltip
from lac_tracker.ui.screens.record_dialog import Runs
from lac_tracker.ui.screens.record_page import scroll_area
from lac_tracker.ui.screens.recovery_step import RecoveryStep
from lac_tracker.ui.screens.work_dialog import WorkDialog
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.widgets.passphrase_field import PassphraseField
from lac_tracker.ui.workplace import ClosableDatabase, Workplace

_OWN = "To show that it is you."


class NewSheet(WorkDialog):
    """A new recovery sheet in place of the one there is."""

    def __init__(self, parent: QWidget, workplace: Workplace) -> None:
        super().__init__(
            parent, workplace, "Make a new recovery sheet?", None, verbs=("Cancel", "Make a new sheet"),
            names=("set.key.cancel", "set.key.save"),
            explanation="The sheet there is opens this caseload no more. It still opens backups that were made until now.",
        )  # fmt: skip
        self.setObjectName("set.key.sheetDialog")
        self.is_many = True  # slow on purpose, so off the screen's thread
        self.own = PassphraseField("Your own passphrase", name="set.key.own")
        self.add("Your own passphrase", self.own, hint=_OWN)
        self.ready()
        self.accepted.connect(self._show_sheet)

    def commands(self) -> Runs:
        return [(passphrases.new_sheet, (self.workplace.caseload, self.own.text()), {})]

    def told(self) -> tuple[str, None]:
        return "A new recovery sheet is made.", None

    def _show_sheet(self) -> None:
        sheet = SheetDialog(self.parentWidget(), self.workplace, "A new sheet is made.", self.changes.report)
        sheet.open()

    def _show(self, words: str) -> None:
        self.fields[0].show_error(words)
        self.own.setFocus()


class ChangeKey(WorkDialog):
    """Another key for the caseload. While it is changed the caseload is shut, for this window too.

    Signals:
        step: what is being done now, a place in STEPS; told from the worker.
    """

    step = Signal(int)

    def __init__(self, parent: QWidget, workplace: Workplace) -> None:
        super().__init__(
            parent, workplace, "Change the key of the caseload?", None, verbs=("Cancel", "Change the key"),
            names=("set.key.cancel", "set.key.save"),
            explanation="A backup is made. The caseload is copied, put under a new key and checked; then the copy takes its place. If the "
            "power goes, it is the old one or the new one, never half of each.\n"
            "Everyone else signs out first. Everyone keeps their passphrase. You get a new recovery sheet; the one there is "
            "opens this caseload no more. Backups made until then keep their key: remove those that nobody needs.\n"
            "It takes a minute for each gigabyte, or a little more. Stay until the new sheet is shown.",
        )  # fmt: skip
        self.setObjectName("set.key.dialog")
        self.own = PassphraseField("Your own passphrase", name="set.key.own")
        self.add("Your own passphrase", self.own, hint=_OWN)
        self.ready()
        self.step.connect(self._say_step)

    def save(self) -> None:
        """Shut the caseload, change its key on the worker, and open it again under the one it then has."""
        operations, door = self.workplace.operations, self.workplace.door
        if self._busy is not None or door is None:
            return
        if not operations.wait_for_saves():
            self.show_above("Not everything is saved yet, so the key was not changed. Try again in a moment.")
            return
        self.fields[0].clear_error()
        self._hold(Busy(name="work.busy"))
        before, passphrase = door.set_aside(), self.own.text()
        caseload, by, now = self.workplace.caseload, self.workplace.actor, operations.now()
        tell = self.step.emit
        self.workplace.run(
            lambda: passphrases.change_key(caseload, passphrase, by=by, now=now, tell=tell),
            self._changed,
            lambda error: self._as_before(before, error),
        )

    def _changed(self, done: KeyChanged) -> None:
        door = self.workplace.door
        if not isValid(self) or door is None:  # the window locked meanwhile: it opens with the passphrase
            done.opened.database.close()
            return
        door.open(done.opened.database)
        self._hold(None)
        without = ", ".join(done.left_out)
        words = "The key of the caseload is changed."
        words += (
            f" A new passphrase is needed for: {without}. Give it to them in People and roles."
            if without
            else ""
        )
        sheet = SheetDialog(self.parentWidget(), self.workplace, words, done.recovery_key)
        self.said.emit(words)
        QDialog.accept(self)
        sheet.open()

    def _as_before(self, before: ClosableDatabase, error: UserError) -> None:
        if isValid(self) and self.workplace.door is not None:
            self.workplace.door.open(before)
            self._hold(None)
            self.fields[0].show_error(str(error))
            self.own.setFocus()

    def _say_step(self, number: int) -> None:
        if self._busy is not None:
            self._busy.start(f"{STEPS[number]} ({number + 1} of {len(STEPS)})")

    def _tell(self) -> None:
        """What was done is told when the caseload is open again."""


class SheetDialog(QDialog):
    """The key of a recovery sheet, shown once: it closes when the sheet is put away, or when somebody insists."""

    def __init__(self, parent: QWidget | None, workplace: Workplace, before: str, key: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("set.key.shown")
        self.setWindowTitle("Recovery sheet")
        self._workplace = workplace
        self.step = RecoveryStep(before)
        self.step.show_key(key)
        self.step.save.clicked.connect(lambda _checked=False: self._save())
        space, shown = theme.current().space, theme.current()
        inside = PageColumn()
        held = QVBoxLayout(inside)
        held.setContentsMargins(0, 0, 0, 0)
        held.addWidget(self.step)
        self.finish = PlainButton("Finish", "primary", name="set.key.finish")
        set_tooltip(self.finish, "Close; the key is not shown again")
        self.finish.setEnabled(False)
        self.step.safe.toggled.connect(self.finish.setEnabled)
        self.finish.clicked.connect(lambda _checked=False: self.accept())
        foot = QHBoxLayout()
        foot.setContentsMargins(space(6), 0, space(6), 0)
        foot.addStretch()
        foot.addWidget(self.finish)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, space(4), 0, space(4))
        column.addWidget(scroll_area(inside), 1)
        column.addLayout(foot)
        room = self.screen().availableGeometry()
        self.resize(
            min(shown.characters(86), round(room.width() * 0.9)), min(shown.row_height() * 14, round(room.height() * 0.9))
        )  # fmt: skip
        self.step.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # Enter in a field closes nothing by chance
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Close without the sheet only when the person says so: the key is kept nowhere."""
        if self.step.safe.isChecked() or PlainDialog.confirm(
            self, "Close without the recovery sheet?",
            "Its key is shown once, and only here. Without it you would have to make another sheet.", "Keep open", "Close",
        ):  # fmt: skip
            super().reject()

    def done(self, result: int) -> None:
        self.step.forget()
        super().done(result)

    def _save(self) -> None:
        path = self.step.path()
        if path is None:
            return
        workplace = self._workplace
        held = RecoverySheet(
            workplace.caseload.name, workplace.today(), workplace.actor.full_name, tuple(self.step.key.split("-"))
        )  # fmt: skip
        try:
            workplace.save_file(path, workplace.render("recovery-sheet", held))
        except UserError as error:
            self.step.file_field.show_error(str(error))
            return
        self.step.say_saved(path)
