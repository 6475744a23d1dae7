"""Check and sign: what is missing, what is explained, who signs, for which day, with their passphrase."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.people import Registration
from lac_tracker.domain.signing import SignCheck, SignFinding, may_sign
from lac_tracker.services import assessments
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.screens.plan_item_fields import control_of
from lac_tracker.ui.screens.record_page import (
    LARGE,
    Desk,
    Place,
    RecordPage,
    attempt,
    focus_by_name,
    scroll_area,
)
from lac_tracker.ui.screens.sign_lists import SignLists
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.day_words import day_of
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.passphrase_field import PassphraseField

_PANEL = 40  # characters


class CheckAndSign(RecordPage):
    """Signing is off, with the reason in words, until nothing stands in the way."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "sign")
        assert place.assessment_id is not None
        self._id = place.assessment_id
        self._today = desk.workplace.today()
        self._entry = desk.operations.ask(assessments.for_entry, self._id, today=self._today)
        self._reasons = dict(place.typed)
        self._signing = False
        facts = self._entry.banner
        self.head.title.setText(f"Check and sign the {self._entry.kind}")
        self.head.say(
            f"{facts.name_words}   Born {facts.born_words}   NHS No. {facts.nhs_words}", is_in_banner=True
        )
        self._lists = SignLists()
        self._lists.go.connect(self._go)
        self._lists.reasoned.connect(self._take_reason)
        self._build()
        said = self._reasons.pop("sign.date", "")
        self._date.set_value(date.fromisoformat(said) if said else self._entry.seen_on or self._today)
        self.refresh()

    # What the record asks

    def take_focus(self) -> None:
        if self.here.field and focus_by_name(self, self.here.field):
            return
        for wanted in ("sign.go.fix.1", "sign.reason.1", "sign.pass"):
            if focus_by_name(self, wanted):
                return

    def run(self, command: str) -> bool:
        if command in ("edit.sign", "edit.primary"):
            self.sign()
            return True
        return False

    def place(self) -> Place:
        day = self._date.value()
        typed = {**self._reasons, **({"sign.date": day.isoformat()} if day else {})}
        return replace(self.here, field=self.focused(), typed=tuple(typed.items()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)

    # What the person does

    def refresh(self) -> None:
        """Check again, for the day that stands in the field."""
        day = self._date.value()
        self._check: SignCheck = self.desk.operations.ask(
            assessments.check, self._id, today=self._today, completed_on=day
        )
        self._lists.show_check(self._check, self._reasons)
        start = self._entry.clock_start
        counted = (
            f"{day_of(start, day)} since {show_date(start)}"
            if start and day and self._entry.kind == "IHA"
            else ""
        )
        self._day_words.setText(counted)
        self._day_words.setVisible(bool(counted))
        wrong = next((one.words for one in self._check.fix if one.id == "completed_on"), "")
        if wrong and self._date.is_readable():
            self._date_field.show_error(wrong)
        elif not wrong:
            self._date_field.clear_error()
        self._decide()

    def sign(self) -> None:
        """Have the passphrase checked, then sign."""
        if self._signing or not self._go_button.isEnabled():
            return
        self._signing = True
        self._pass_field.clear_error()
        self._decide()
        self._busy.start("Checking your passphrase")
        typed, confirm = self._pass.text(), self.desk.workplace.confirm_passphrase
        self.work(lambda: confirm(typed), self._sign_now, self._refuse)

    def _sign_now(self, _confirmed: object) -> None:
        self._busy.stop()
        self._signing = False
        changes, words = attempt(
            self.desk.operations, assessments.sign, self._id, today=self._today, completed_on=self._date.value(),
            reasons=self._reasons,
        )  # fmt: skip
        self._pass.clear()
        if changes is None:
            self._why.setText(words)
            self.refresh()
            return
        self.said.emit("Signed. The GP summary and the plan are ready to preview.")
        self.wanted.emit(Place(self.desk.child_id, "preview", self._id, document="gp-summary"))

    def _refuse(self, error: UserError) -> None:
        self._busy.stop()
        self._signing = False
        self._pass.clear()
        self._pass_field.show_error(f"{error}. Nothing has been signed".replace("..", "."))
        self._decide()
        self._pass.setFocus()

    def _go(self, finding: SignFinding) -> None:
        child, here = self.desk.child_id, self._id
        if finding.need_number is not None:
            place = Place(
                child, "item", here, need_number=finding.need_number, outcome_number=finding.outcome_number or 1,
                field=control_of(finding.field),
            )  # fmt: skip
            self.wanted.emit(place)
        elif finding.id == "completed_on":
            self._date.setFocus()
        else:
            self.wanted.emit(
                Place(child, "assessment", here, field=finding.question_id or finding.section_id or "")
            )

    def _take_reason(self, finding_id: str, words: str) -> None:
        self._reasons[finding_id] = words
        self._decide()

    def _decide(self) -> None:
        words = self._in_the_way()
        self._go_button.setEnabled(not words and not self._signing)
        self._why.setText(words)
        self._why.setVisible(bool(words))

    def _in_the_way(self) -> str:
        """Return why signing is off, '' when it is on."""
        may = decide(self.desk.workplace.actor, Action.SIGN)
        if not may.allowed:
            return may.words
        if not self._date.is_readable():
            return "Signing is off until the date can be read."
        if self._check.fix:
            things = "1 thing is" if len(self._check.fix) == 1 else f"{len(self._check.fix)} things are"
            return f"Signing is off until {things} fixed."
        left = len(may_sign(self._check, self._reasons))
        if left:
            return f"Signing is off until {'1 reason is' if left == 1 else f'{left} reasons are'} given."
        return "" if self._pass.text() else "Enter your passphrase to sign."

    def _build(self) -> None:
        space = theme.current().space
        large = theme.current().text_percent >= LARGE
        inside = QWidget()
        direction = QBoxLayout.Direction
        across = QBoxLayout(direction.TopToBottom if large else direction.LeftToRight, inside)
        across.setContentsMargins(space(6), space(1), space(6), space(6))
        across.setSpacing(space(4))
        panel = self._panel()
        if large:
            across.addWidget(self._lists, 1)
            across.addWidget(panel)
            self.add_scrolled(inside)
            return
        # Beside each other the lists scroll alone: the button and its words stay in view.
        across.setContentsMargins(space(6), space(1), space(6), space(4))
        across.addWidget(scroll_area(self._lists), 1)
        holder = QWidget()
        side = QVBoxLayout(holder)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(panel)
        side.addStretch()
        area = scroll_area(holder)
        area.setFixedWidth(theme.current().characters(_PANEL) + 2 * space(4))
        across.addWidget(area)
        self.content.addWidget(inside, 1)

    def _panel(self) -> Card:
        actor = self.desk.workplace.actor
        registration = assessments.REGISTRATION_WORDS.get(actor.registration, "no registration on record")
        card = Card("Sign", name="sign.panel")
        signer = PlainLabel(f"Signing as {actor.full_name}, {registration}", type="strong", wraps=True)
        signer.setObjectName("sign.as")
        card.body.addWidget(signer)
        if self._entry.kind == "IHA" and actor.registration is not Registration.GMC:
            card.body.addWidget(hint("An IHA is for a doctor to sign. Somebody else needs a reason."))
        self._date = DateField("Date assessment completed", self._today, direction="past", name="sign.date")
        self._date.changed.connect(lambda _day: self.refresh())
        self._date.left.connect(self._decide)
        self._date_field = Field(
            "Date assessment completed",
            self._date,
            hint="The day it was completed with the child.",
            grows=False,
        )
        card.body.addWidget(self._date_field)
        self._day_words = PlainLabel(type="strong")
        self._day_words.setObjectName("sign.day")
        card.body.addWidget(self._day_words)
        self._pass = PassphraseField("Passphrase", name="sign.pass")
        self._pass.line.setMinimumWidth(theme.current().characters(16))
        self._pass.edited.connect(lambda _typed: self._decide())
        self._pass.entered.connect(self.sign)
        self._pass_field = Field("Passphrase", self._pass, hint="Your own, to confirm that it is you.")
        card.body.addWidget(self._pass_field)
        self._go_button = PlainButton("Sign", "primary", icon="fa6s.file-signature", name="sign.go")
        self._go_button.setToolTip("Sign (Ctrl+Shift+Enter)")
        self._go_button.clicked.connect(lambda _checked=False: self.sign())
        card.body.addWidget(self._go_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._why = hint("")
        self._why.setObjectName("sign.why")
        card.body.addWidget(self._why)
        self._busy = Busy(name="sign.busy")
        card.body.addWidget(self._busy)
        card.body.addWidget(
            hint("After signing it can't be changed. The GP summary and the plan are shown next.")
        )
        return card
