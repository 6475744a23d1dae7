"""Support in pregnancy and leaving care, edited; and closing the record of someone who has left care."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.pathways import ACCEPTED, HEALTH_HISTORY, REPLY_DAYS, LeavingCare, Pregnancy
from lac_tracker.services import leaving_care, pathways
from lac_tracker.ui.screens.dialog_fields import line, long_text
from lac_tracker.ui.screens.record_dialog import RecordDialog, child_of
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace

Runs = list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]


class PregnancyDialog(RecordDialog):
    """Referral to enhanced midwifery, its reply, the named midwife and the plan for the unborn child."""

    corrected = "_held"

    def __init__(self, parent: QWidget, workplace: Workplace, facts: BannerFacts, held: Pregnancy) -> None:
        super().__init__(
            parent, workplace.operations, "Pregnancy support", facts,
            explanation=f"The midwifery team's reply is due {REPLY_DAYS} days after the referral.",
        )  # fmt: skip
        self.setObjectName("preg.dialog")
        self._held = held
        self._made_with = (workplace, facts)
        today = workplace.today()
        self._due = DateField("Due date", today, name="preg.due")
        self._referred = DateField("Date referred", today, direction="past", name="preg.referred")
        self._to = line("preg.to", held.referred_to)
        self._replied = DateField("Date of the reply", today, direction="past", name="preg.replied")
        self._accepted = RadioGroup("Accepted?", tuple(ACCEPTED.items()), name="preg.accepted")
        self._midwife = line("preg.midwife", held.midwife)
        self._phone = line("preg.phone", held.midwife_phone)
        self._plan = long_text("preg.plan", held.unborn_child_plan)
        for field, day in (
            (self._due, held.due_on),
            (self._referred, held.referred_on),
            (self._replied, held.replied_on),
        ):
            field.set_value(day)
        self._accepted.set_value(held.accepted)
        self.add("Due date", self._due, optional=True)
        self.add("Date referred", self._referred, hint="To enhanced midwifery support.", optional=True)
        self.add("Referred to", self._to, hint="The midwifery team.", optional=True)
        self.add("Date of the reply", self._replied, optional=True)
        self.add("Accepted?", self._accepted, optional=True)
        self.add("Named midwife", self._midwife, optional=True)
        self.add("Midwife's phone", self._phone, optional=True)
        self.add(
            "Plan for the unborn child", self._plan, hint="Who leads it, and what is agreed.", optional=True
        )
        self.ready()

    def as_on_record(self) -> RecordDialog | None:
        child_id = child_of(self)
        if child_id is None:
            return None
        return self.anew(
            lambda one: PregnancyDialog(self, *self._made_with, one), pathways.of_child, child_id,
            lambda found: found.pregnancies, today=self._made_with[0].today(),
        )  # fmt: skip

    def commands(self) -> Runs:
        given = {
            "due_on": self._due.value(),
            "referred_on": self._referred.value(),
            "referred_to": self._to.text(),
            "replied_on": self._replied.value(),
            "accepted": self._accepted.value(),
            "midwife": self._midwife.text(),
            "midwife_phone": self._phone.text(),
            "unborn_child_plan": self._plan.toPlainText(),
            "seen_version": self._held.version,
        }
        return [(pathways.save_pregnancy, (self._held.id,), given)]


class EndPregnancy(RecordDialog):
    """The pregnancy ended: when and how, in the young person's own words where they wish."""

    def __init__(self, parent: QWidget, workplace: Workplace, facts: BannerFacts, held: Pregnancy) -> None:
        super().__init__(
            parent, workplace.operations, "End pregnancy support?", facts,
            explanation="The flag ends with it. What was recorded stays.", verbs=("Keep it", "End it"),
        )  # fmt: skip
        self.setObjectName("preg.end")
        self._held = held
        self._on = DateField("Date ended", workplace.today(), direction="past", name="preg.end.on")
        self._on.set_value(workplace.today())
        self._words = long_text("preg.end.words", "")
        self.add("Date ended", self._on)
        self.add("How it ended", self._words, hint="In few and kind words. Say who offers support now.")
        self.ready()
        self._today = workplace.today()

    def commands(self) -> Runs:
        given = {"on": self._on.value() or self._today, "words": self._words.toPlainText()}
        return [(pathways.end_pregnancy, (self._held.id,), given)]


class LeavingCareDialog(RecordDialog):
    """Where the health history (passport) stands, and who stays in touch."""

    corrected = "_held"

    def __init__(
        self,
        parent: QWidget,
        workplace: Workplace,
        child_id: int,
        facts: BannerFacts,
        called: str,
        held: LeavingCare,
    ) -> None:
        super().__init__(
            parent, workplace.operations, "Leaving care", facts,
            explanation="The health history (passport) belongs to the young person. It is shared only if they agree.",
        )  # fmt: skip
        self.setObjectName("leave.dialog")
        self._child_id, self._held = child_id, held
        self._made_with = (workplace, child_id, facts, called)
        states = tuple((state, words.format(name=called)) for state, words in HEALTH_HISTORY.items())
        self._state = RadioGroup("Health history", states, name="leave.state")
        self._state.set_value(held.health_history)
        self._on = DateField(
            "Date of the health history", workplace.today(), direction="past", name="leave.on"
        )
        self._on.set_value(held.health_history_on)
        self._note = long_text("leave.note", held.health_history_note)
        self._explained = DateField(
            "Date explained", workplace.today(), direction="past", name="leave.explained"
        )
        self._explained.set_value(held.explained_on)
        self._adviser = line("leave.adviser", held.personal_adviser)
        self._adult = long_text("leave.adult", held.adult_services)
        self.add("Health history", self._state)
        self.add(
            "Date of the health history", self._on, hint="The day of what is chosen above.", optional=True
        )
        self.add(
            "Note", self._note, hint="If declined: their reason, and when to offer it again.", optional=True
        )
        self.add(
            "Date explained",
            self._explained,
            hint="The day somebody went through it with them.",
            optional=True,
        )
        self.add("Personal adviser", self._adviser, hint="Name and phone.", optional=True)
        self.add(
            "Adult services",
            self._adult,
            hint="GP, dentist, and what goes over to adult teams.",
            optional=True,
        )
        self.ready()

    def as_on_record(self) -> RecordDialog | None:
        found = self._operations.ask(pathways.of_child, self._child_id, today=self._made_with[0].today())
        if found.leaving_care is None:
            return None
        return LeavingCareDialog(self, *self._made_with, found.leaving_care)

    def commands(self) -> Runs:
        given = {
            "health_history": self._state.value() or "not_started",
            "health_history_on": self._on.value(),
            "health_history_note": self._note.toPlainText(),
            "explained_on": self._explained.value(),
            "personal_adviser": self._adviser.text(),
            "adult_services": self._adult.toPlainText(),
            "seen_version": self._held.version,
        }
        return [(leaving_care.save_leaving_care, (self._child_id,), given)]


class CloseRecord(RecordDialog):
    """Closes the record of someone who has left care; it can still be opened and read."""

    def __init__(self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts) -> None:
        super().__init__(
            parent, workplace.operations, "Close this record?", facts,
            explanation="It stays in the list of children and can be opened again.", verbs=("Keep it open", "Close it"),
        )  # fmt: skip
        self.setObjectName("leave.close")
        self._child_id = child_id
        self._because = long_text("leave.close.reason", "")
        self.add("Reason", self._because)
        self.ready()

    def commands(self) -> Runs:
        return [(pathways.close_record, (self._child_id,), {"because": self._because.toPlainText()})]
