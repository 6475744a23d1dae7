"""Entering and correcting a medicine or a condition."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.treatments import CONDITION_STATES, Condition, Medicine
from lac_tracker.services import treatments
from lac_tracker.ui.screens.dialog_fields import DATE_WIDTH, REMEMBERED, WORDS_WIDTH, line, long_text
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace

WHO_TOLD = "The GP record, a hospital letter, or who told us."


class MedicineDialog(RecordDialog):
    """A new medicine, or one that is corrected."""

    corrected = "_held"

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, held: Medicine | None
    ) -> None:
        words = "Add medicine" if held is None else "Correct medicine"
        super().__init__(parent, workplace.operations, words, facts)
        self.setObjectName("chk.meds.dialog")
        self._child_id, self._held = child_id, held
        self._made_with = (workplace, child_id, facts)
        now = held or Medicine(0, "", "", "", None, None, "", "", "")
        self._name = line("chk.meds.dialog.name", now.name, width=WORDS_WIDTH)
        self._dose = line("chk.meds.dialog.dose", now.dose, width=WORDS_WIDTH)
        self._for = line("chk.meds.dialog.for", now.for_what, width=WORDS_WIDTH)
        self._since = line("chk.meds.dialog.since", now.began.words if now.began else "", width=DATE_WIDTH)
        self._by = line("chk.meds.dialog.by", now.prescribed_by, width=WORDS_WIDTH)
        self._source = line("chk.meds.dialog.source", now.source, width=WORDS_WIDTH)
        self.add("Medicine", self._name)
        self.add("Dose", self._dose, hint="As on the label: how much, how often.", optional=True)
        self.add("For what", self._for, optional=True)
        self.add("Since", self._since, hint=f"{REMEMBERED} Empty where nobody knows.", optional=True)
        self.add("Prescribed by", self._by, optional=True)
        self.add("Source", self._source, hint="The label, the GP record, or who told us.")
        self.ready()

    def as_on_record(self) -> RecordDialog | None:
        return self.anew(
            partial(MedicineDialog, self, *self._made_with),
            treatments.on_record,
            self._child_id,
            lambda found: found.medicines,
        )

    def commands(self) -> Runs:
        given: dict[str, Any] = {
            "name": self._name.text(),
            "dose": self._dose.text(),
            "for_what": self._for.text(),
            "since": self._since.text(),
            "prescribed_by": self._by.text(),
            "source": self._source.text(),
        }
        if self._held is None:
            return [(treatments.add_medicine, (self._child_id,), given)]
        given["seen_version"] = self._held.version
        return [(treatments.change_medicine, (self._held.id,), given)]


class ConditionDialog(RecordDialog):
    """A new diagnosis, or one that is corrected, confirmed or resolved."""

    corrected = "_held"

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, held: Condition | None
    ) -> None:
        words = "Add condition" if held is None else "Correct condition"
        super().__init__(parent, workplace.operations, words, facts)
        self.setObjectName("chk.conditions.dialog")
        self._child_id, self._held = child_id, held
        self._made_with = (workplace, child_id, facts)
        now = held or Condition(0, "", "confirmed", None, None, "", "", "")
        self._name = line("chk.conditions.dialog.name", now.name, width=WORDS_WIDTH)
        self._state = RadioGroup(
            "Suspected, confirmed or resolved", tuple(CONDITION_STATES.items()), name="chk.conditions.dialog.state"
        )  # fmt: skip
        self._state.set_value(now.state if held else "")
        self._since = line(
            "chk.conditions.dialog.since", now.began.words if now.began else "", width=DATE_WIDTH
        )
        self._ended = DateField(
            "Resolved on", workplace.today(), direction="past", name="chk.conditions.dialog.ended"
        )
        self._ended.set_value(now.ended)
        self._by = line("chk.conditions.dialog.by", now.diagnosed_by, width=WORDS_WIDTH)
        self._source = line("chk.conditions.dialog.source", now.source, width=WORDS_WIDTH)
        self._note = long_text("chk.conditions.dialog.note", now.note)
        self.add("Condition", self._name)
        self.add("Suspected, confirmed or resolved", self._state)
        self.add("Since", self._since, hint=f"{REMEMBERED} Empty where nobody knows.", optional=True)
        self._over = self.add("Resolved on", self._ended, optional=True)
        self.add("By whom", self._by, hint="Who suspects it, or made the diagnosis.", optional=True)
        self.add("Source", self._source, hint=WHO_TOLD)
        self.add("Note", self._note, optional=True)
        self._state.changed.connect(lambda _key: self._show_over())
        self._show_over()
        self.ready()

    def as_on_record(self) -> RecordDialog | None:
        return self.anew(
            partial(ConditionDialog, self, *self._made_with),
            treatments.on_record,
            self._child_id,
            lambda found: found.conditions,
        )

    def commands(self) -> Runs:
        given: dict[str, Any] = {
            "name": self._name.text(),
            "state": self._state.value(),
            "since": self._since.text(),
            "ended": self._ended.value(),
            "diagnosed_by": self._by.text(),
            "note": self._note.toPlainText(),
            "source": self._source.text(),
        }
        if self._held is None:
            return [(treatments.add_condition, (self._child_id,), given)]
        given["seen_version"] = self._held.version
        return [(treatments.change_condition, (self._held.id,), given)]

    def _show_over(self) -> None:
        self._over.setVisible(self._state.value() == "resolved")
