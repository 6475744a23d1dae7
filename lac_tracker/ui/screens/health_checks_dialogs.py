"""Entering and correcting a dose or a hospital visit."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.health_checks import OTHER, STATES, VISIT_KINDS, HospitalVisit
from lac_tracker.services import health_checks
from lac_tracker.services.health_checks import Dose
from lac_tracker.ui.screens.code_choice import CodeChoice
from lac_tracker.ui.screens.dialog_fields import DATE_WIDTH, REMEMBERED, WORDS_WIDTH, line, long_text
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace

Runs = list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]


class DoseDialog(RecordDialog):
    """A new dose, or one that is corrected."""

    corrected = "_dose"

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, dose: Dose | None, *,
        vaccine: str = "",
    ) -> None:  # fmt: skip
        """dose: None for a new one. vaccine: chosen already for a new one."""
        words = "Add immunisation" if dose is None else "Correct immunisation"
        super().__init__(parent, workplace.operations, words, facts)
        self.setObjectName("chk.imm.dialog")
        self._child_id, self._dose = child_id, dose
        self._made_with = (workplace, child_id, facts)
        known = tuple((one.key, one.label) for one in health_checks.vaccines())
        self._vaccine = CodeChoice(
            "Vaccine", (*known, (OTHER, "Another vaccine")), name="chk.imm.dialog.vaccine"
        )
        self._other = line("chk.imm.dialog.other", width=WORDS_WIDTH)
        self._state = RadioGroup("Given or declined", tuple(STATES.items()), name="chk.imm.dialog.state")
        self._when = line("chk.imm.dialog.when", width=DATE_WIDTH)
        self._source = line("chk.imm.dialog.source", width=WORDS_WIDTH)
        self._note = long_text("chk.imm.dialog.note")
        self._state.set_value("given")
        self._vaccine.set_value(vaccine)
        if dose is not None:
            held = dose.immunisation
            self._vaccine.set_value(held.vaccine)
            self._other.setText(held.vaccine_words)
            self._state.set_value(held.state)
            self._when.setText(held.when.words if held.when else "")
            self._source.setText(held.source)
            self._note.setPlainText(held.note)
        self.add("Vaccine", self._vaccine)
        self._which = self.add("Which vaccine", self._other)
        self.add("Given or declined", self._state)
        self.add("When", self._when, hint=f"{REMEMBERED} Empty where nobody knows.", optional=True)
        self.add("Source", self._source, hint="The GP record, the red book, or who told us.")
        self.add("Note", self._note, optional=True)
        self._vaccine.changed.connect(lambda _key: self._show_which())
        self._show_which()
        self.ready()

    def as_on_record(self) -> RecordDialog | None:
        if self._dose is None:
            return None
        known = self._operations.ask(health_checks.on_record, self._child_id).doses
        mine = self._dose.immunisation.id
        found = next((one for one in known if one.immunisation.id == mine), None)
        return DoseDialog(self, *self._made_with, found) if found is not None else None

    def commands(self) -> Runs:
        given: dict[str, Any] = {
            "vaccine": self._vaccine.value(),
            "vaccine_words": self._other.text(),
            "state": self._state.value() or "",
            "when": self._when.text(),
            "source": self._source.text(),
            "note": self._note.toPlainText(),
        }
        if self._dose is None:
            return [(health_checks.add_immunisation, (self._child_id,), given)]
        held = self._dose.immunisation
        return [(health_checks.change_immunisation, (held.id,), given | {"seen_version": held.version})]

    def _show_which(self) -> None:
        self._which.setVisible(self._vaccine.value() == OTHER)


class VisitDialog(RecordDialog):
    """A new hospital visit, or one that is corrected."""

    corrected = "_visit"

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, visit: HospitalVisit | None
    ) -> None:  # fmt: skip
        words = "Add hospital visit" if visit is None else "Correct hospital visit"
        super().__init__(
            parent, workplace.operations, words, facts,
            explanation="It shows in the chronology, which the family may read one day.",
        )  # fmt: skip
        self.setObjectName("chk.hospital.dialog")
        self._child_id, self._visit = child_id, visit
        self._made_with = (workplace, child_id, facts)
        self._kind = RadioGroup("What it was", tuple(VISIT_KINDS.items()), name="chk.hospital.dialog.kind")
        self._when = line("chk.hospital.dialog.when", width=DATE_WIDTH)
        self._ended = DateField(
            "Went home", workplace.today(), direction="past", name="chk.hospital.dialog.ended"
        )
        self._hospital = line("chk.hospital.dialog.hospital", width=WORDS_WIDTH)
        self._why = long_text("chk.hospital.dialog.why")
        self._source = line("chk.hospital.dialog.source", width=WORDS_WIDTH)
        if visit is not None:
            self._kind.set_value(visit.kind)
            self._when.setText(visit.when.words)
            self._ended.set_value(visit.ended.on if visit.ended else None)
            self._hospital.setText(visit.hospital)
            self._why.setPlainText(visit.why)
            self._source.setText(visit.source)
        self.add("What it was", self._kind)
        self.add("When", self._when, hint=REMEMBERED)
        self.add("Went home", self._ended, optional=True)
        self.add("Hospital", self._hospital)
        self.add("Why", self._why)
        self.add("Source", self._source, hint="The GP record, a hospital letter, or who told us.")
        self.ready()

    def as_on_record(self) -> RecordDialog | None:
        return self.anew(
            partial(VisitDialog, self, *self._made_with),
            health_checks.on_record,
            self._child_id,
            lambda found: found.visits,
        )

    def commands(self) -> Runs:
        given: dict[str, Any] = {
            "kind": self._kind.value() or "",
            "when": self._when.text(),
            "ended": self._ended.value(),
            "hospital": self._hospital.text(),
            "why": self._why.toPlainText(),
            "source": self._source.text(),
        }
        if self._visit is None:
            return [(health_checks.add_hospital_visit, (self._child_id,), given)]
        given["seen_version"] = self._visit.version
        return [(health_checks.change_hospital_visit, (self._visit.id,), given)]
