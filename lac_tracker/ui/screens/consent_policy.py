"""The team's own words on consent: everybody at a record reads them, a manager writes them."""

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.services import consent_policy
from lac_tracker.services.consent_policy import ConsentPolicy
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, PlainTextEdit, hint
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.workplace import Workplace

_NONE_YET = "No local policy is written down yet. A manager can write it here."
_LEAST, _MOST, _MOST_LARGE = 5, 12, 7  # lines of the field; in large text as many as the dialog shows at once


class LocalPolicy(RecordDialog):
    """A field for a manager; for everybody else the same words, to be read and copied."""

    def __init__(self, parent: QWidget, workplace: Workplace) -> None:
        self._may = decide(workplace.actor, Action.CHANGE_SETTINGS).allowed
        self._seen: ConsentPolicy | None = workplace.operations.ask(consent_policy.read)
        super().__init__(
            parent, workplace.operations, "Local policy on consent", None,
            explanation="The team's own words. They are not about one child.",
            verbs=("Cancel" if self._may else "Close", "Save"), names=("con.policy.close", "con.policy.save"),
        )  # fmt: skip
        self.setObjectName("con.policy.dialog")
        most = _MOST_LARGE if theme.current().text_percent >= LARGE else _MOST
        words = self._seen.words if self._seen else ""
        self._field = PlainTextEdit(words, least_lines=_LEAST, most_lines=most)
        self._field.setObjectName("con.policy.words")
        self.add_words(self._who_wrote())
        if self._may:
            self.add(
                "Local policy", self._field, optional=True,
                hint="Such as who signs for the council, and where the policy is kept. No child's name.",
            )  # fmt: skip
        else:
            self._only_show()
        self.ready()

    def commands(self) -> Runs:
        return [(consent_policy.write, (self._field.toPlainText(),), {"seen": self._seen})]

    def save(self) -> None:
        """Save; who may only read closes it instead."""
        if self._may:
            super().save()
        else:
            self.reject()

    def _who_wrote(self) -> PlainLabel:
        if self._seen is None:
            words = PlainLabel(_NONE_YET, wraps=True)
        else:
            words = hint(f"Written by {self._seen.written_by} on {show_date(self._seen.written_on)}.")
        words.setObjectName("con.policy.who")
        return words

    def _only_show(self) -> None:
        """Show the words in a field that nobody types in: the keyboard reaches and scrolls it, however long they are."""
        save, close = (self.findChildren(PlainButton, f"con.policy.{key}")[0] for key in ("save", "close"))
        save.hide()
        if self._seen is None:
            close.setFocus()
        else:
            self._field.setReadOnly(True)
            self.add("Local policy", self._field)
