"""The dialogs of the settings of restricted records: what came of a claim, who is kept apart, and that it ended."""

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.restricted import Claim, Conflict
from lac_tracker.services import conflicts_of_interest, restricted
from lac_tracker.ui.screens.dialog_fields import line, long_text
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.workplace import Workplace


class Seen(RecordDialog):
    """That access somebody took was looked through, with what was found."""

    def __init__(self, parent: QWidget, workplace: Workplace, row: Claim) -> None:
        on = show_date(row.made_at.astimezone().date())
        super().__init__(
            parent, workplace.operations, "This access was looked through", None,
            explanation=f"{row.person}, {on}: {row.who}. {row.why}",
            verbs=("Cancel", "Looked through"), names=("res.seen.cancel", "res.seen.save"),
        )  # fmt: skip
        self.setObjectName("res.seen.dialog")
        self._row = row
        self._note = long_text("res.seen.note")
        self.add("Note", self._note, optional=True, hint="Such as whom you asked, and what you found.")
        self.ready()

    def commands(self) -> Runs:
        given = {"note": self._note.toPlainText(), "seen_version": self._row.version}
        return [(restricted.mark_seen, (self._row.id,), given)]


class KeepApart(RecordDialog):
    """Who may not open which record, and why."""

    def __init__(self, parent: QWidget, workplace: Workplace) -> None:
        super().__init__(
            parent, workplace.operations, "Keep a person apart from a record", None,
            explanation="The person opens nothing of this record from now on, not even with a reason. That goes for "
            "managers too.",
            verbs=("Cancel", "Keep apart"), names=("res.apart.cancel", "res.apart.save"),
        )  # fmt: skip
        self.setObjectName("res.apart.dialog")
        people = workplace.operations.ask(conflicts_of_interest.people_of_team)
        self._person = ChoiceBox(
            "Person", tuple((str(one), name) for one, name in people), name="res.apart.person"
        )
        self._child = line("res.apart.child", width=24)
        self._because = long_text("res.apart.because")
        self.add("Person", self._person)
        self.add("Council ID or NHS number", self._child, hint="Of the child whose record it is.")
        self.add("Reason", self._because, hint="Such as 'Aunt of the child'.")
        self.ready()

    def commands(self) -> Runs:
        given = {"person_id": int(self._person.value() or 0), "because": self._because.toPlainText()}
        return [(conflicts_of_interest.keep_apart, (self._child.text(),), given)]


class EndConflict(RecordDialog):
    """That somebody may open a record again, with the reason."""

    def __init__(self, parent: QWidget, workplace: Workplace, row: Conflict) -> None:
        super().__init__(
            parent, workplace.operations, "The person may open the record again", None,
            explanation=f"{row.person}: {row.who}. {row.because}",
            verbs=("Cancel", "End"), names=("res.apart.end.cancel", "res.apart.end.save"),
        )  # fmt: skip
        self.setObjectName("res.apart.end.dialog")
        self._row = row
        self._because = long_text("res.apart.end.because")
        self.add("Reason", self._because)
        self.ready()

    def commands(self) -> Runs:
        given = {"because": self._because.toPlainText(), "seen_version": self._row.version}
        return [(conflicts_of_interest.end, (self._row.id,), given)]
