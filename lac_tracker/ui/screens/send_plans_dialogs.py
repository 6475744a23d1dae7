"""Dialogs of Send plans: the reply that came, taking a sending back, and the team's own details."""

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.services import mark_sent, team_details
from lac_tracker.services.sending import SentItem, in_words
from lac_tracker.services.team_details import Team, TeamDetails
from lac_tracker.ui.plain import PlainTextEdit
from lac_tracker.ui.screens.placements_dialogs import line
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.workplace import Workplace

# What practices answer most often; anything else is typed.
REASONS = (
    "No longer registered at this practice",
    "Never registered at this practice",
    "The document could not be read",
)


class Rejected(RecordDialog):
    """A practice or another reader sent it back: when and why. It returns to the queue."""

    def __init__(self, parent: QWidget, workplace: Workplace, item: SentItem) -> None:
        super().__init__(
            parent, workplace.operations, "Rejected: what did they say?", None,
            explanation=f"{_whose(item)}, {item.title}, to {item.sending.sent_to}. It goes back to To send.",
            verbs=("Cancel", "Record it"), names=("reply.cancel", "reply.save"),
        )  # fmt: skip
        self.setObjectName("reply")
        self._item, self._today = item, workplace.today()
        self._because = line("", "reply.because", width=48)
        self._on = DateField("Date of the reply", self._today, direction="past", name="reply.on")
        self._on.set_value(self._today)
        self.add("Reason", self._because, hint=f"In their words, such as: {REASONS[0]}")
        self.add("Date of the reply", self._on)
        self.ready()

    def commands(self) -> Runs:
        given = {"because": self._because.text(), "replied_on": self._on.value(), "today": self._today}
        return [(mark_sent.record_reply, (self._item.sending.id, "rejected"), given)]


class TakeBack(RecordDialog):
    """It was marked as sent by mistake."""

    def __init__(self, parent: QWidget, workplace: Workplace, item: SentItem) -> None:
        super().__init__(
            parent, workplace.operations, "Entered in error?", None,
            explanation=f"{_whose(item)}, {item.title}. {in_words(item.sending).words}, to {item.sending.sent_to}. "
            "The record keeps it, marked as entered in error.",
            verbs=("Keep it", "Entered in error"), names=("undo.cancel", "undo.save"),
        )  # fmt: skip
        self.setObjectName("undo")
        self._item = item
        self._why = PlainTextEdit("", least_lines=2)
        self._why.setObjectName("undo.why")
        self.add("Why", self._why)
        self.ready()

    def commands(self) -> Runs:
        return [(mark_sent.undo, (self._item.sending.id, self._why.toPlainText()), {})]


class TeamDialog(RecordDialog):
    """How the team stands on its documents, and its ODS code, without which no filing slip is written."""

    def __init__(self, parent: QWidget, workplace: Workplace) -> None:
        now: Team = workplace.operations.ask(team_details.team)
        super().__init__(
            parent, workplace.operations, "Settings for GPs", None,
            explanation="This stands on every document from now on. Filing slips need the ODS code.",
            names=("team.cancel", "team.save"),
        )  # fmt: skip
        self.setObjectName("team")
        self._name = line(now.name, "team.name", width=48)
        self._ods = line(now.ods_code or "", "team.ods", width=12)
        self._phone = line(now.phone or "", "team.phone", width=20)
        self._email = line(now.email or "", "team.email", width=48)
        self._address = PlainTextEdit(now.address or "", least_lines=2)
        self._address.setObjectName("team.address")
        self.add("Service name", self._name)
        self.add("ODS code", self._ods, hint="Of your trust or service, such as RP1.", optional=True)
        self.add("Phone", self._phone, optional=True)
        self.add("Email", self._email, optional=True)
        self.add("Address", self._address, optional=True)
        self.ready()

    def commands(self) -> Runs:
        details = TeamDetails(
            self._name.text(),
            self._ods.text(),
            self._phone.text(),
            self._email.text(),
            self._address.toPlainText(),
        )
        return [(team_details.change, (details,), {})]


def _whose(item: SentItem) -> str:
    number = show_nhs_number(item.nhs_number) if item.nhs_number else "not known"
    unbroken = f"NHS No. {number}".replace(" ", "\N{NO-BREAK SPACE}")
    return f"{item.shown_name}, {unbroken}"
