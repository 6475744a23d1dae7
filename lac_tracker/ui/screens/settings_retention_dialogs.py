"""The dialogs of keeping and disposal: class, hold, proposal, decision, and the carrying out."""

from PySide6.QtWidgets import QLineEdit, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.disposal import Disposal, backup_words, backups_until
from lac_tracker.domain.retention import HOLD_WORDS, Hold, RetentionClass
from lac_tracker.services import disposal, retention
from lac_tracker.services.retention import OfRecord, RecordRow
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.screens.dialog_fields import line, long_text
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.screens.work_dialog import WorkDialog
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace

_STAYS = "It stays for ever, so do not name the child or give a number of theirs."
_NUMBER_WIDTH = 16  # characters


class ClassDialog(RecordDialog):
    """How long one record is kept, with the reason."""

    def __init__(self, parent: QWidget, workplace: Workplace, held: OfRecord) -> None:
        super().__init__(
            parent, workplace.operations, f"How long the record of {whose(held.row)} is kept", None,
            explanation="The longest that applies holds where nobody decides. Kept with your name and today's date.",
            names=("ret.class.cancel", "ret.class.save"),
        )  # fmt: skip
        self.setObjectName("ret.class.dialog")
        self._held, self._today = held, workplace.today()
        classes: tuple[RetentionClass, ...] = workplace.operations.ask(retention.classes)
        self._classes = {one.key: one for one in classes}
        chosen = held.chosen
        options = tuple((one.key, one.words) for one in classes)
        self._class = RadioGroup("Class", options, name="ret.class")
        self._class.set_value(held.kept_class.key)
        self._class.changed.connect(self._tell)
        self._source = hint("")
        self._source.setObjectName("ret.class.source")
        self._died = DateField("Date of death", self._today, direction="past", name="ret.class.died")
        self._order = DateField(
            "Date of the adoption order", self._today, direction="past", name="ret.class.order"
        )
        self._died.set_value(chosen.died_on if chosen else None)
        self._order.set_value(chosen.adoption_order_on if chosen else held.proposed_order_on)
        self._why = long_text("ret.class.why")
        self.add("Class", self._class)
        self.add_words(self._source)
        self.add("Date of death", self._died, optional=True, hint="Needed for 'Died before 18'.")
        self.add(
            "Date of the adoption order", self._order, optional=True,
            hint="Where it is known, no record is proposed before 100 years from it.",
        )  # fmt: skip
        self.add("Reason", self._why, hint="Such as the policy of the trust, or who decided.")
        self._tell(held.kept_class.key)
        self.ready()

    def commands(self) -> Runs:
        given = {
            "today": self._today, "key": self._class.value(), "because": self._why.toPlainText(),
            "died_on": self._died.value(), "adoption_order_on": self._order.value(),
            "seen_version": self._held.version,
        }  # fmt: skip
        return [(retention.set_class, (self._held.row.child_id,), given)]

    def _tell(self, key: str) -> None:
        one = self._classes.get(key)
        self._source.setText(f"{one.rule}. {one.source}. {one.doubt}." if one else "")


class PutOnHold(RecordDialog):
    """Why one record can't be disposed of, whatever its day."""

    def __init__(self, parent: QWidget, workplace: Workplace, row: RecordRow) -> None:
        super().__init__(
            parent, workplace.operations, f"Put the record of {whose(row)} on hold", None,
            explanation="A hold beats every date until somebody lifts it.",
            verbs=("Cancel", "Put on hold"), names=("ret.hold.cancel", "ret.hold.save"),
        )  # fmt: skip
        self.setObjectName("ret.hold.dialog")
        self._row = row
        self._kind = RadioGroup("Hold for", tuple(HOLD_WORDS.items()), name="ret.hold.kind")
        self._why = long_text("ret.hold.why")
        self.add("Hold for", self._kind)
        self.add(
            "Reason", self._why, hint="Such as the claim, the review, or who asked. Kept with your name."
        )
        self.ready()

    def commands(self) -> Runs:
        given = {"kind": self._kind.value(), "because": self._why.toPlainText()}
        return [(retention.set_hold, (self._row.child_id,), given)]


class LiftHold(RecordDialog):
    """Why a hold is over. It stays on record."""

    def __init__(self, parent: QWidget, workplace: Workplace, row: RecordRow, hold: Hold) -> None:
        super().__init__(
            parent, workplace.operations, f"Lift the hold on the record of {whose(row)}", None,
            explanation=f"{hold.words}.", verbs=("Cancel", "Lift the hold"),
            names=("ret.lift.cancel", "ret.lift.save"),
        )  # fmt: skip
        self.setObjectName("ret.lift.dialog")
        self._hold = hold
        self._why = long_text("ret.lift.why")
        self.add("Reason", self._why, hint="Kept with your name and today's date.")
        self.ready()

    def commands(self) -> Runs:
        given = {"because": self._why.toPlainText(), "seen_version": self._hold.version}
        return [(retention.lift_hold, (self._hold.id,), given)]


class Propose(RecordDialog):
    """The first of two people proposes to dispose of a record."""

    def __init__(self, parent: QWidget, workplace: Workplace, row: RecordRow) -> None:
        super().__init__(
            parent, workplace.operations, f"Propose to dispose of the record of {whose(row)}", None,
            explanation=f"{row.why}. Nothing is destroyed yet: another manager or the Caldicott guardian decides.",
            verbs=("Cancel", "Propose"), names=("ret.propose.cancel", "ret.propose.save"),
        )  # fmt: skip
        self.setObjectName("ret.propose.dialog")
        self._row, self._today = row, workplace.today()
        self._authority = line("ret.propose.authority")
        self._why = long_text("ret.propose.why")
        self.add("Authority", self._authority, hint=f"The schedule or decision it is done by. {_STAYS}")
        self.add("Reason", self._why, hint=_STAYS)
        self.ready()

    def commands(self) -> Runs:
        given = {
            "today": self._today, "authority": self._authority.text(), "because": self._why.toPlainText(),
        }  # fmt: skip
        return [(disposal.propose, (self._row.child_id,), given)]


class Decide(RecordDialog):
    """The second of two people approves or refuses."""

    def __init__(self, parent: QWidget, workplace: Workplace, one: Disposal) -> None:
        super().__init__(
            parent, workplace.operations, f"Decide on disposal {one.record_number}", None,
            explanation="Approved, the record can be destroyed for good. A hold set meanwhile still stops it.",
            names=("ret.decide.cancel", "ret.decide.save"),
        )  # fmt: skip
        self.setObjectName("ret.decide.dialog")
        self._one, self._today = one, workplace.today()
        for words in proposal_words(one):
            self.add_words(PlainLabel(words, wraps=True))
        choices = (("yes", "Approve"), ("no", "Refuse"))
        self._decision = RadioGroup("Decision", choices, name="ret.decide.decision", across=True)
        self._why = long_text("ret.decide.why")
        self.add("Decision", self._decision)
        self.add("Reason", self._why, hint=_STAYS)
        self.ready()

    def commands(self) -> Runs:
        given = {
            "today": self._today, "approve": self._decision.value() == "yes", "because": self._why.toPlainText(),
            "seen_version": self._one.version,
        }  # fmt: skip
        return [(disposal.decide, (self._one.id,), given)]

    def save(self) -> None:
        """Nothing is taken for a decision that was not made."""
        if not self._decision.value():
            self.fields[0].show_error("Choose whether to approve or refuse")
            self._decision.setFocus()
            return
        super().save()


class Withdraw(RecordDialog):
    """A disposal is taken back before it is carried out."""

    def __init__(self, parent: QWidget, workplace: Workplace, one: Disposal) -> None:
        super().__init__(
            parent, workplace.operations, f"Withdraw disposal {one.record_number}", None,
            explanation="The record stays as it is, and can be proposed again.",
            verbs=("Cancel", "Withdraw"), names=("ret.withdraw.cancel", "ret.withdraw.save"),
        )  # fmt: skip
        self.setObjectName("ret.withdraw.dialog")
        self._one = one
        self._why = long_text("ret.withdraw.why")
        self.add("Reason", self._why, hint=_STAYS)
        self.ready()

    def commands(self) -> Runs:
        given = {"because": self._why.toPlainText(), "seen_version": self._one.version}
        return [(disposal.withdraw, (self._one.id,), given)]


class CarryOut(WorkDialog):
    """An approved record is destroyed, once its number was typed again. It can't be undone."""

    def __init__(self, parent: QWidget, workplace: Workplace, one: Disposal) -> None:
        super().__init__(
            parent, workplace, f"Destroy the record of disposal {one.record_number}", None,
            explanation="This can't be undone.",
            verbs=("Keep the record", "Destroy the record"), names=("ret.destroy.cancel", "ret.destroy.save"),
        )  # fmt: skip
        self.setObjectName("ret.destroy.dialog")
        self.is_many = True  # every row of a record, and every change of it: off the screen's thread
        self._one = one
        for words in (
            *proposal_words(one),
            f"Approved by {one.decided_by}: {one.decided_because}.",
            "Every part of the record goes, with its documents and files and what the record of changes says of it. Who did what "
            "and when stays in the audit log, under a number that leads to nobody. A certificate is made.",
            backup_words(backups_until(workplace.today())),
        ):
            self.add_words(PlainLabel(words, wraps=True))
        self._number: QLineEdit = line("ret.destroy.number", width=_NUMBER_WIDTH, longest=20)
        destroy = self.findChild(PlainButton, "ret.destroy.save")
        assert destroy is not None
        destroy.set_kind("danger")
        self.add("Record number", self._number, hint=f"Type {one.record_number} to go on.")
        self.ready()

    def commands(self) -> Runs:
        given = {
            "today": self.workplace.today(), "record_number": self._number.text(), "seen_version": self._one.version,
        }  # fmt: skip
        return [(disposal.carry_out, (self._one.id,), given)]

    def told(self) -> tuple[str, None]:
        return (
            f"The record of disposal {self._one.record_number} was destroyed. Here is its certificate.",
            None,
        )


def whose(row: RecordRow) -> str:
    """Return 'council ID 100001 (123)': no list of keeping tells a name."""
    return f"council ID {row.council_id} ({row.council})"


def proposal_words(one: Disposal) -> tuple[str, ...]:
    """Return what was proposed, by whom and why, line by line."""
    return (
        f"{one.kept_class}, kept until {show_date(one.kept_until)}. Authority: {one.authority}.",
        f"Proposed by {one.proposed_by} on {show_date(one.proposed_at.astimezone().date())}: {one.proposed_because}.",
    )
