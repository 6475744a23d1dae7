"""Entering and correcting an allergy, and choosing that none are known."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.treatments import SEVERITIES, Allergy
from lac_tracker.services import allergies, treatments
from lac_tracker.ui.screens.dialog_fields import DATE_WIDTH, REMEMBERED, WORDS_WIDTH, line, long_text
from lac_tracker.ui.screens.health_checks_medicines_dialogs import WHO_TOLD
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace


class AllergyDialog(RecordDialog):
    """A new allergy, or one that is corrected."""

    corrected = "_held"

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, held: Allergy | None
    ) -> None:
        words = "Add allergy" if held is None else "Correct allergy"
        super().__init__(parent, workplace.operations, words, facts)
        self.setObjectName("chk.allergies.dialog")
        self._child_id, self._held = child_id, held
        self._made_with = (workplace, child_id, facts)
        now = held or Allergy(0, "", "", "not_known", None, None, "", "")
        self._substance = line("chk.allergies.dialog.substance", now.substance, width=WORDS_WIDTH)
        self._reaction = line("chk.allergies.dialog.reaction", now.reaction, width=WORDS_WIDTH)
        self._severity = RadioGroup(
            "How bad", tuple(SEVERITIES.items()), name="chk.allergies.dialog.severity"
        )
        self._severity.set_value(now.severity if held else "")
        self._since = line(
            "chk.allergies.dialog.since", now.began.words if now.began else "", width=DATE_WIDTH
        )
        self._source = line("chk.allergies.dialog.source", now.source, width=WORDS_WIDTH)
        self.add("Substance", self._substance)
        self.add("What happens", self._reaction, optional=True)
        self.add("How bad", self._severity)
        self.add("Since", self._since, hint=f"{REMEMBERED} Empty where nobody knows.", optional=True)
        self.add("Source", self._source, hint=WHO_TOLD)
        self.ready()

    def as_on_record(self) -> RecordDialog | None:
        return self.anew(
            partial(AllergyDialog, self, *self._made_with),
            treatments.on_record,
            self._child_id,
            lambda found: found.allergies,
        )

    def commands(self) -> Runs:
        given: dict[str, Any] = {
            "substance": self._substance.text(),
            "reaction": self._reaction.text(),
            "severity": self._severity.value(),
            "since": self._since.text(),
            "source": self._source.text(),
        }
        if self._held is None:
            return [(allergies.add_allergy, (self._child_id,), given)]
        given["seen_version"] = self._held.version
        return [(allergies.change_allergy, (self._held.id,), given)]


class NoneKnown(RecordDialog):
    """'No known allergies' while some stand: says which, and ends them only when that is chosen, with a reason."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, held: tuple[Allergy, ...]
    ) -> None:  # fmt: skip
        said = (
            f"{allergies.none_known_refused(held)}."
            if held
            else "It says that it was asked, and that none are known."
        )
        super().__init__(
            parent, workplace.operations, "No known allergies?", facts, explanation=said,
            verbs=("Keep as it is", "End and record" if held else "Record"),
        )  # fmt: skip
        self.setObjectName("chk.allergies.none.dialog")
        self._child_id, self._held = child_id, held
        self._because = long_text("chk.allergies.none.reason")
        if held:
            self.add("Reason", self._because, hint="Such as 'tested, and not allergic'.")
        self.ready()

    def commands(self) -> Runs:
        because = self._because.toPlainText() if self._held else None
        return [(allergies.say_none_known, (self._child_id,), {"end_because": because})]
