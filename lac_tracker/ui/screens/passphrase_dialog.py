"""Changing one's own passphrase: the old one, the new one twice, with the rules said while it is typed."""

from PySide6.QtWidgets import QWidget

from lac_tracker.services import passphrases
from lac_tracker.ui.screens.record_dialog import Runs
from lac_tracker.ui.screens.work_dialog import WorkDialog
from lac_tracker.ui.widgets.passphrase_field import PassphraseField
from lac_tracker.ui.workplace import Workplace

DIFFERS = "New passphrase again must be the same as the new passphrase"


class ChangePassphrase(WorkDialog):
    """Of the person signed in."""

    def __init__(self, parent: QWidget, workplace: Workplace) -> None:
        super().__init__(
            parent, workplace, "Change my passphrase", None, verbs=("Cancel", "Change"),
            names=("set.lock.cancel", "set.lock.save"),
            explanation="At least 12 characters. Several unrelated words are easy to keep and hard to guess.",
        )  # fmt: skip
        self.setObjectName("set.lock.dialog")
        self.is_many = True  # slow on purpose, so off the screen's thread
        actor = workplace.actor
        self.old = PassphraseField("Passphrase you have", name="set.lock.old")
        self.new = PassphraseField(
            "New passphrase", name="set.lock.new", shows_strength=True,
            own_words=lambda: (actor.user_name, actor.full_name),
        )  # fmt: skip
        self.again = PassphraseField("New passphrase again", name="set.lock.again")
        self.new.show_button.toggled.connect(self.again.reveal)
        for words, control in (
            ("Passphrase you have", self.old),
            ("New passphrase", self.new),
            ("New passphrase again", self.again),
        ):
            self.add(words, control)
        self.ready()

    def save(self) -> None:
        if self.new.text() != self.again.text():
            self.fields[2].show_error(DIFFERS)
            self.again.setFocus()
            return
        super().save()

    def commands(self) -> Runs:
        return [(passphrases.change_own, (self.workplace.caseload, self.old.text(), self.new.text()), {})]

    def told(self) -> tuple[str, None]:
        return "Your passphrase is changed. The old one opens nothing any more.", None

    def _show(self, words: str) -> None:
        is_old = words.startswith(("That passphrase doesn't match", "Wrong passphrases were"))
        field = self.fields[0 if is_old else 1]
        field.show_error(words)
        field.control.setFocus()
