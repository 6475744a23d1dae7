"""Dialogs of the diary: adding a clinic, visits, leave or training; changing and cancelling one; its slots."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QSpinBox, QWidget

from lac_tracker.domain.clinics import REPEATS, SESSION_KINDS, SLOT_KINDS, ClinicSession, Slot
from lac_tracker.domain.dates import read_date, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.services import clinics
from lac_tracker.services.clinic_cancelling import Consequences
from lac_tracker.services.clinics import Clinician, NewSession, slot_in_words
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainDialog
from lac_tracker.ui.screens.dialog_fields import line, long_text
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace

_KIND_KEYS = tuple((key, f"{number}  {words}") for number, (key, words) in enumerate(SESSION_KINDS, 1))


class AddClinicDialog(RecordDialog):
    """Add clinic (Ctrl+N): what, whose, when, how often, with which slots."""

    def __init__(
        self,
        parent: QWidget,
        workplace: Workplace,
        people: Sequence[Clinician],
        proposed: NewSession,
        words: str = "",
    ) -> None:
        """proposed: what stands there to begin with. words: why, where another part of the page hands over."""
        super().__init__(
            parent, workplace.operations, "Add to the diary", None,
            explanation=words or "A clinic, visits, leave or training, once or as a series.",
            verbs=("Cancel", "Add it"), names=("addClinic.cancel", "addClinic.save"),
        )  # fmt: skip
        self.setObjectName("addClinic")
        self._workplace, self._today = workplace, workplace.today()
        self._confirmed: tuple[int, ...] | None = None
        self._kind = RadioGroup("What", _KIND_KEYS, name="addClinic.kind", across=True)
        self._kind.set_value(proposed.kind)
        self._who = ChoiceBox(
            "Whose", tuple((str(one.id), _with_training(one)) for one in people), name="addClinic.who"
        )
        self._who.set_value(str(proposed.clinician_id or ""))
        self._name = line("addClinic.name", proposed.name)
        self._place = line("addClinic.place", proposed.place)
        self._on = DateField("Day", self._today, direction="future", name="addClinic.on")
        self._on.set_value(proposed.on)
        self._repeats = RadioGroup("Repeats", REPEATS, name="addClinic.repeats", across=True)
        self._repeats.set_value(proposed.every_weeks)
        self._until = DateField("Repeats until", self._today, direction="future", name="addClinic.until")
        self._except = line("addClinic.except")
        self._slot_kind = RadioGroup("Slots for", SLOT_KINDS, name="addClinic.slotKind", across=True)
        self._slot_kind.set_value(proposed.slot_kind)
        self._slots = number_field("addClinic.slots", proposed.slots or 4, 1, 30)
        self._minutes = number_field("addClinic.minutes", proposed.minutes, 5, 480)
        self._at = line("addClinic.at", proposed.starts_at, width=10, longest=10)
        self._add_fields()
        self._kind.changed.connect(self._show_what_belongs)
        self._repeats.changed.connect(self._show_what_belongs)
        self._show_what_belongs()
        self.words = "Added to the diary."
        self.ready()

    def _add_fields(self) -> None:
        self.add("What", self._kind)
        self.add("Whose", self._who)
        self.add("Day", self._on)
        self._of_slots = [
            self.add("Name", self._name, hint="As the team calls it: Clinic B.", optional=True),
            self.add("Place", self._place, optional=True),
            self.add("Slots for", self._slot_kind),
            self.add("Number of slots", self._slots),
            self.add("Minutes for each", self._minutes),
            self.add("First slot at", self._at, hint="09:30. The others follow on. Visits may go without."),
        ]
        self.add("Repeats", self._repeats)
        self._of_series = [
            self.add("Repeats until", self._until),
            self.add(
                "Except on",
                self._except,
                hint="Days of the series that are left out: 3/4, 10/4.",
                optional=True,
            ),
        ]

    def save(self) -> None:
        """Ask before leave goes over clinics, with the names of who is booked; then add."""
        try:
            found = self._operations.ask(clinics.consequences_of_leave, self._new(), today=self._today)
        except UserError as error:
            self._show(str(error))
            return
        if found.words and not PlainDialog.confirm(
            self, "Cancel these clinics for it?", found.words, "Keep the clinics", "Cancel them"
        ):
            return
        self._confirmed = found.appointments if found.words else None
        super().save()

    def commands(self) -> Runs:
        given = {"today": self._today, "confirmed": self._confirmed}
        return [(clinics.add_sessions, (self._new(),), given)]

    def _new(self) -> NewSession:
        return NewSession(
            int(self._who.value()) if self._who.value() else None, self._kind.value(), self._name.text(),
            self._place.text(), self._on.value(), self._repeats.value() or "0", self._until.value(),
            self._exceptions(), self._slot_kind.value(), self._slots.value(), self._minutes.value(), self._at.text(),
        )  # fmt: skip

    def _exceptions(self) -> tuple[date, ...]:
        if self._repeats.value() in ("", "0"):
            return ()
        typed = [part.strip() for part in self._except.text().split(",") if part.strip()]
        return tuple(read_date(part, self._today, label="Except on", direction="future") for part in typed)

    def _show_what_belongs(self, _key: str = "") -> None:
        has_slots = self._kind.value() in ("clinic", "visits")
        for field in self._of_slots:
            field.setVisible(has_slots)
        for field in self._of_series:
            field.setVisible(self._repeats.value() not in ("", "0"))


class CancelClinicDialog(RecordDialog):
    """Cancel a session, or all of its series from its day on. With bookings it says what becomes of them, and asks."""

    def __init__(self, parent: QWidget, workplace: Workplace, one: ClinicSession) -> None:
        super().__init__(
            parent, workplace.operations, f"Cancel {one.name} of {show_date(one.on)}?", None,
            explanation=_consequence(workplace, one).words, verbs=("Keep it", "Cancel it"),
            names=("cancelClinic.keep", "cancelClinic.save"),
        )  # fmt: skip
        self.setObjectName("cancelClinic")
        self._workplace, self._one = workplace, one
        self._confirmed: tuple[int, ...] | None = None
        self._why = long_text("cancelClinic.why")
        self._series = QCheckBox(f"All of this series from {show_date(one.on)} on")
        self._series.setObjectName("cancelClinic.series")
        self.add("Why", self._why, hint="Kept with each appointment that is cancelled.")
        if one.series:
            self.add_words(self._series)
        self.ready()

    def save(self) -> None:
        """Ask once more where somebody is booked, with all names of the series; then cancel."""
        found = _consequence(self._workplace, self._one, whole_series=self._series.isChecked())
        if found.appointments and self._why.toPlainText().strip():
            many = len(found.appointments)
            act = "Cancel 1 appointment" if many == 1 else f"Cancel {many} appointments"
            if not PlainDialog.confirm(self, f"{act}?", found.words, "Keep the clinic", act):
                return
            self._confirmed = found.appointments
        super().save()

    def commands(self) -> Runs:
        given = {
            "today": self._workplace.today(), "because": self._why.toPlainText(),
            "whole_series": self._series.isChecked(), "confirmed": self._confirmed,
            "seen_version": self._one.version,
        }  # fmt: skip
        return [(clinics.cancel_session, (self._one.id,), given)]


class ChangeClinicDialog(RecordDialog):
    """Change name, place, note or clinician; what is booked moves along."""

    corrected = "_one"

    def __init__(
        self, parent: QWidget, workplace: Workplace, people: Sequence[Clinician], one: ClinicSession
    ) -> None:
        booked = len(one.booked)
        also = f" {booked} booked: a new place or clinician has to be told to the carers." if booked else ""
        super().__init__(
            parent, workplace.operations, f"Change {one.name}", None,
            explanation=f"{show_date(one.on)}, {one.clinician}.{also}",
            names=("changeClinic.cancel", "changeClinic.save"),
        )  # fmt: skip
        self.setObjectName("changeClinic")
        self._today, self._one = workplace.today(), one
        self._made_with = (workplace, people)
        self._who = ChoiceBox(
            "Whose", tuple((str(who.id), _with_training(who)) for who in people), name="changeClinic.who"
        )
        self._who.set_value(str(one.clinician_id))
        self._name = line("changeClinic.name", one.name)
        self._place = line("changeClinic.place", one.place)
        self._note = long_text("changeClinic.note", one.note)
        self._series = QCheckBox(f"All of this series from {show_date(one.on)} on")
        self._series.setObjectName("changeClinic.series")
        self.add("Name", self._name)
        self.add("Place", self._place, optional=True)
        self.add("Whose", self._who)
        self.add("Note", self._note, optional=True)
        if one.series:
            self.add_words(self._series)
        self.ready()

    def as_on_record(self) -> RecordDialog | None:
        return ChangeClinicDialog(
            self, *self._made_with, self._operations.ask(clinics.session_of, self._one.id)
        )

    def commands(self) -> Runs:
        given = {
            "today": self._today, "name": self._name.text(), "place": self._place.text(),
            "note": self._note.toPlainText(), "clinician_id": int(self._who.value() or 0),
            "whole_series": self._series.isChecked(), "seen_version": self._one.version,
        }  # fmt: skip
        return [(clinics.change_session, (self._one.id,), given)]


class AddSlotDialog(RecordDialog):
    """One more slot in a session."""

    def __init__(self, parent: QWidget, workplace: Workplace, one: ClinicSession) -> None:
        super().__init__(
            parent, workplace.operations, f"Add a slot to {one.name}", None,
            explanation=f"{show_date(one.on)}, {one.clinician}.", names=("addSlot.cancel", "addSlot.save"),
        )  # fmt: skip
        self.setObjectName("addSlot")
        self._today, self._one = workplace.today(), one
        last = one.slots[-1] if one.slots else None
        self._kind = RadioGroup("For", SLOT_KINDS, name="addSlot.kind", across=True)
        self._kind.set_value(last.kind if last else "any")
        self._at = line("addSlot.at", width=10, longest=10)
        self._minutes = number_field("addSlot.minutes", last.minutes if last else 45, 5, 480)
        self.add("For", self._kind)
        self.add("First slot at", self._at, optional=one.kind == "visits", hint="As 09:30.")
        self.add("Minutes for each", self._minutes)
        self.ready()

    def commands(self) -> Runs:
        given = {
            "today": self._today, "kind": self._kind.value(), "starts_at": self._at.text(),
            "minutes": self._minutes.value(),
        }  # fmt: skip
        return [(clinics.add_slot, (self._one.id,), given)]


class RemoveSlotDialog(RecordDialog):
    """Take a free slot out of the diary."""

    def __init__(self, parent: QWidget, workplace: Workplace, one: ClinicSession, slot: Slot) -> None:
        super().__init__(
            parent, workplace.operations, "Take this slot out?", None, explanation=f"{slot_in_words(one, slot)}.",
            verbs=("Keep it", "Take it out"), names=("removeSlot.keep", "removeSlot.save"),
        )  # fmt: skip
        self.setObjectName("removeSlot")
        self._today, self._slot = workplace.today(), slot
        self._why = line("removeSlot.why")
        self.add("Why", self._why)
        self.ready()

    def commands(self) -> Runs:
        given = {"today": self._today, "because": self._why.text()}
        return [(clinics.remove_slot, (self._slot.id,), given)]


def _consequence(workplace: Workplace, one: ClinicSession, *, whole_series: bool = False) -> Consequences:
    found: Consequences = workplace.operations.ask(
        clinics.consequences_of_cancelling, one.id, today=workplace.today(), whole_series=whole_series
    )
    return found


def _with_training(one: Clinician) -> str:
    return f"{one.name} (UASC trained)" if one.is_trained else one.name


def number_field(name: str, value: int, least: int, most: int) -> QSpinBox:
    """Return a field for a small number."""
    field = _Number()
    field.setObjectName(name)
    field.setRange(least, most)
    field.setValue(value)
    field.setMinimumHeight(theme.current().control_height())
    field.setMinimumWidth(theme.current().characters(8))
    return field


class _Number(QSpinBox):
    """A small number; the wheel does not change it in passing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
