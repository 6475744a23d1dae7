"""Entering and correcting a check of teeth, eyes, hearing or development: done, booked, or why not."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.routine_checks import (
    KINDS,
    OTHER_REVIEW,
    REVIEWS,
    STATES,
    WITH_REASON,
    Kind,
    RoutineCheck,
    review_words,
)
from lac_tracker.services import routine_checks
from lac_tracker.services.routine_checks import Typed
from lac_tracker.ui.screens.code_choice import CodeChoice
from lac_tracker.ui.screens.dialog_fields import DATE_WIDTH, REMEMBERED, WORDS_WIDTH, line, long_text
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace

# Kind → the part of the object names, the words for who does it, and an example of why not.
NAMES: dict[str, str] = {
    "dental": "dental",
    "vision": "eyes",
    "hearing": "ears",
    "development": "development",
}
_BY = {"dental": "Practice", "vision": "By", "hearing": "By", "development": "By"}
_WHO = {
    "dental": "The dental practice.", "vision": "The optician, the school or the clinic.",
    "hearing": "Audiology, the school or the clinic.", "development": "The health visitor or the clinic.",
}  # fmt: skip
_WHY = {
    "dental": "Such as: no teeth yet; no practice takes new patients; afraid of the dentist.",
    "vision": "Such as: did not attend; too young for the test.",
    "hearing": "Such as: did not attend; newborn screen passed and no worries.",
    "development": "Such as: moved before the visit; the review was missed.",
}  # fmt: skip
_YES_NO = (("yes", "Yes"), ("no", "No"))
_REVIEWS = (*((key, words) for key, (words, _) in REVIEWS.items()), (OTHER_REVIEW, "Another review"))


class CheckDialog(RecordDialog):
    """A new check, or one that is corrected. Only the fields of what happened are shown."""

    corrected = "_check"

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, kind: Kind,
        check: RoutineCheck | None,
    ) -> None:  # fmt: skip
        verb = "Add" if check is None else "Correct"
        super().__init__(parent, workplace.operations, f"{verb} {KINDS[kind].lower()}", facts)
        name = f"chk.{NAMES[kind]}.dialog"
        self.setObjectName(name)
        self._child_id, self._kind, self._check = child_id, kind, check
        self._made_with = (workplace, child_id, facts)
        self._shown: list[tuple[Field, Callable[[str], bool]]] = []  # of which states a field is part
        today = workplace.today()
        self._what = CodeChoice("Which review", _REVIEWS, name=f"{name}.what")
        self._state = RadioGroup("What happened", tuple(STATES.items()), name=f"{name}.state")
        self._when = line(f"{name}.when", width=DATE_WIDTH)
        self._booked = DateField("Booked for", today, name=f"{name}.booked")
        self._by = line(f"{name}.by", width=WORDS_WIDTH)
        self._result = long_text(f"{name}.result")
        self._why = long_text(f"{name}.why")
        self._registered = RadioGroup("Has a dentist", _YES_NO, name=f"{name}.registered", across=True)
        self._waiting = RadioGroup("Treatment waiting", _YES_NO, name=f"{name}.waiting", across=True)
        self._up_to_date = RadioGroup("Reviews up to date", _YES_NO, name=f"{name}.upToDate", across=True)
        self._next = DateField("Next", today, name=f"{name}.next")
        self._source = line(f"{name}.source", width=WORDS_WIDTH)
        self._today = show_date(today)
        self._fill(check)
        self._lay_out()
        self._state.changed.connect(lambda _key: self._show_fields())
        self._show_fields()
        self.ready()

    def as_on_record(self) -> RecordDialog | None:
        return self.anew(
            partial(CheckDialog, self, *self._made_with, self._kind), routine_checks.on_record, self._child_id,
            lambda found: found.checks, today=self._made_with[0].today(),
        )  # fmt: skip

    def commands(self) -> Runs:
        is_booked = self._state.value() == "booked"
        given = Typed(
            state=self._state.value(),
            when="" if is_booked else self._when.text(),
            booked_for=self._booked.value() if is_booked else None,
            what=self._what.value() if self._kind == "development" else "",
            result=self._result.toPlainText(),
            provider=self._by.text(),
            registered=self._registered.value(),
            treatment_waiting=self._waiting.value(),
            up_to_date=self._up_to_date.value(),
            why_not=self._why.toPlainText(),
            next_on=self._next.value(),
            source=self._source.text(),
        )
        if self._check is None:
            return [(routine_checks.add, (self._child_id, self._kind, given), {})]
        known: dict[str, Any] = {"seen_version": self._check.version}
        return [(routine_checks.change, (self._check.id, self._kind, given), known)]

    # Behind it

    def _fill(self, check: RoutineCheck | None) -> None:
        self._state.set_value(check.state if check else "done")
        if check is None:
            return
        self._what.set_value(check.what)
        when = check.when
        if check.state == "booked":
            self._booked.set_value(when.on if when else None)
        else:
            self._when.setText(when.words if when else "")
        self._by.setText(check.provider)
        self._result.setPlainText(check.result)
        self._why.setPlainText(check.reason)
        self._registered.set_value(check.registered or "")
        self._waiting.set_value(check.treatment_waiting or "")
        self._up_to_date.set_value(check.up_to_date or "")
        self._next.set_value(check.next_on)
        self._source.setText(check.source)

    def _lay_out(self) -> None:
        kind = self._kind
        is_done, is_booked = (lambda state: state == "done"), (lambda state: state == "booked")
        if kind == "development":
            self.add(
                "Which review",
                self._what,
                hint="Empty for what is said of the reviews as a whole.",
                optional=True,
            )
        self.add("What happened", self._state)
        when = self.add(
            "When", self._when, hint=f"The day of the check, or on which this was said. {REMEMBERED}"
        )
        self._shown.append((when, lambda state: state != "booked"))
        self._shown.append((self.add("Booked for", self._booked), is_booked))
        self._shown.append(
            (
                self.add(_BY[kind], self._by, hint=_WHO[kind], optional=True),
                lambda state: state != "not_needed",
            )
        )
        self._shown.append((self.add("Result", self._result, optional=True), is_done))
        self._shown.append(
            (self.add("Why not", self._why, hint=_WHY[kind]), lambda state: state in WITH_REASON)
        )
        if kind == "dental":
            self.add(
                "Has a dentist",
                self._registered,
                hint="A practice that will see the child again.",
                optional=True,
            )
            self._shown.append((self.add("Treatment waiting", self._waiting, optional=True), is_done))
        if kind == "development":
            self.add(
                "Reviews up to date", self._up_to_date, optional=True,
                hint="As the clinician says of the reviews as a whole; the program does not work it out.",
            )  # fmt: skip
        self._shown.append((self.add("Next", self._next, optional=True), is_done))
        self.add("Source", self._source, hint="The record this was read in, or who told us.")

    def _show_fields(self) -> None:
        if self._state.value() in WITH_REASON and not self._when.text():
            self._when.setText(self._today)  # the day on which it was said; may be typed over
        for field, is_part in self._shown:
            field.setVisible(is_part(self._state.value()))


def row_words(check: RoutineCheck) -> str:
    """Return what a line of the table is called: the review of development, else its state."""
    return review_words(check.what) or (
        "Reviews as a whole" if check.kind == "development" else STATES[check.state]
    )
