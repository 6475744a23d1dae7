"""Check and sign: what is missing, what is explained, who signs, for which day, with their passphrase."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.missing_parts import MissingPart
from lac_tracker.domain.people import Registration
from lac_tracker.domain.signing import SignCheck, SignFinding, may_sign
from lac_tracker.services import assessments, hand_over, missing_parts
from lac_tracker.services.changes import Changes
from lac_tracker.services.hand_over import Signer
from lac_tracker.ui import theme
from lac_tracker.ui.plain import ButtonKind, PlainButton, PlainLabel, hint, tooltip
from lac_tracker.ui.screens.plan_item_fields import control_of
from lac_tracker.ui.screens.preview import JUST_MADE
from lac_tracker.ui.screens.record_page import (
    LARGE,
    Desk,
    Place,
    RecordPage,
    attempt,
    focus_by_name,
    scroll_area,
)
from lac_tracker.ui.screens.sign_after import AfterSigning, Made
from lac_tracker.ui.screens.sign_lists import SignLists
from lac_tracker.ui.screens.sign_parts import SignParts
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
        self._parts = SignParts()
        self._parts.make.connect(self._make_item)
        self._parts.chosen.connect(self._choose_item)
        self._lists = SignLists()
        self._lists.go.connect(self._go)
        self._lists.reasoned.connect(self._take_reason)
        self._build()
        said = self._reasons.pop("sign.date", "")
        self._date.set_value(date.fromisoformat(said) if said else self._first_date())
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
            wants_hand = not self._go_button.isEnabled() or command == "edit.primary"
            (self.hand_over if wants_hand and not self._hand.isHidden() else self.sign)()
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
        self._parts.show_parts(self.desk.operations.ask(missing_parts.to_sign, self._id, today=self._today))
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

    def hand_over(self) -> None:
        """Give it to the person chosen to sign it; it then shows as seen, not signed."""
        changes, words = attempt(
            self.desk.operations, hand_over.hand_over, self._id, today=self._today,
            to_id=self._to.currentData(), completed_on=self._date.value(),
        )  # fmt: skip
        if changes is None:
            self._hand_why.setText(words)
            self._hand_why.show()
            return
        self.wanted.emit(Place(self.desk.child_id, "assessments"))
        self.said.emit(f"Handed to {self._to.currentText()} to sign.")

    def _first_date(self) -> date:
        """Return the day it was most likely completed: on record, else today when it went on after a pause."""
        entry = self._entry
        return entry.completed_on or (self._today if entry.was_part_done else entry.seen_on) or self._today

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
        self._signing = True  # it is signed: nothing here may be pressed again
        self._decide()
        self._busy.start("Making the documents")
        self.work(self._after.job(), self._go_on, lambda error: self._go_on(({}, str(error))))

    def _go_on(self, held: Made) -> None:
        made, words = held
        self._busy.stop()
        self.desk.operations.changed.emit(Changes(documents=bool(made), child_id=self.desk.child_id))
        self.said.emit(f"Signed. {words or 'The GP summary and the plan are ready to preview.'}")
        typed = tuple((f"{JUST_MADE}{document}", str(made_id)) for document, made_id in made.items())
        self.wanted.emit(Place(self.desk.child_id, "preview", self._id, document="gp-summary", typed=typed))

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
        elif finding.id.startswith("partial_item."):
            focus_by_name(self, self._parts.control_of(finding.section_id or ""))
        else:
            field = "jot.new" if finding.id == "jotter" else finding.question_id or finding.section_id or ""
            self.wanted.emit(Place(child, "assessment", here, field=field))

    def _make_item(self, part: MissingPart) -> None:
        """Open a new plan item for a part that was left; saving it makes it the item that covers the part."""
        typed = (("covers", part.section_id),)
        self.wanted.emit(Place(self.desk.child_id, "item", self._id, about=part.section_id, typed=typed))

    def _choose_item(self, section_id: str, need_id: int | None) -> None:
        changes, words = attempt(
            self.desk.operations, missing_parts.choose_item, self._id, section_id, need_id
        )
        self.refresh()
        if changes is None:
            self._why.setText(words)

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
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(4))
        column.addWidget(self._parts)
        column.addWidget(self._lists, 1)
        if large:
            across.addWidget(left, 1)
            across.addWidget(panel)
            self.add_scrolled(inside)
            return
        # Beside each other the lists scroll alone: the button and its words stay in view.
        across.setContentsMargins(space(6), space(1), space(6), space(4))
        across.addWidget(scroll_area(left), 1)
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
        if self._entry.handed_words:
            handed = PlainLabel(self._entry.handed_words, wraps=True)
            handed.setObjectName("sign.handed")
            card.body.addWidget(handed)
        if self._entry.amends_words:
            amends = PlainLabel(self._entry.amends_words, wraps=True)
            amends.setObjectName("sign.amends")
            card.body.addWidget(amends)
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
        hands = self._add_hand_over(card)
        self._after = AfterSigning(self.desk, self._entry.called)
        self._after_field = Field("After signing", self._after)
        self._pass = PassphraseField("Passphrase", name="sign.pass")
        self._pass.line.setMinimumWidth(theme.current().characters(16))
        self._pass.edited.connect(lambda _typed: self._decide())
        self._pass.entered.connect(self.sign)
        self._pass_field = Field("Passphrase", self._pass, hint="Your own, to confirm that it is you.")
        card.body.addWidget(self._pass_field)
        kind: ButtonKind = "secondary" if hands else "primary"
        self._go_button = PlainButton("Sign", kind, icon="fa6s.file-signature", name="sign.go")
        self._go_button.setToolTip("Sign (Ctrl+Shift+Enter)")
        self._go_button.clicked.connect(lambda _checked=False: self.sign())
        card.body.addWidget(self._go_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._why = hint("")
        self._why.setObjectName("sign.why")
        card.body.addWidget(self._why)
        self._busy = Busy(name="sign.busy")
        card.body.addWidget(self._busy)
        card.body.addWidget(self._after_field)  # below the button, which must stay in view
        if not decide(actor, Action.SIGN).allowed:
            for widget in (self._pass_field, self._go_button, self._after_field):
                widget.hide()
        card.body.addWidget(
            hint("After signing it can't be changed. The GP summary and the plan are shown next.")
        )
        return card

    def _add_hand_over(self, card: Card) -> bool:
        """Offer to hand it over where this person can't or shouldn't sign; True when that is the primary act."""
        actor = self.desk.workplace.actor
        found: tuple[Signer, ...] = self.desk.operations.ask(hand_over.signers, self._id)
        shouldnt = self._entry.kind == "IHA" and actor.registration is not Registration.GMC
        cant = not decide(actor, Action.SIGN).allowed
        if shouldnt and not cant:  # a doctor, or nobody: another nurse would need a reason as well
            found = tuple(one for one in found if one.is_doctor)
        is_offered = bool(found) and (cant or shouldnt) and decide(actor, Action.HAND_OVER).allowed
        self._to = QComboBox()
        self._to.setObjectName("sign.to")
        for signer in found:
            self._to.addItem(signer.full_name, signer.person_id)
        self._to_field = Field("Who signs it", self._to)
        if not is_offered or len(found) < 2:
            self._to_field.hide()
        self._hand = PlainButton("", "primary" if is_offered else "secondary", name="sign.hand")
        self._hand.clicked.connect(lambda _checked=False: self.hand_over())
        if not is_offered:
            self._hand.hide()
        self._hand_why = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._hand_why.setObjectName("sign.hand.why")
        self._hand_why.hide()
        self._to.currentTextChanged.connect(self._name_signer)
        self._name_signer(self._to.currentText())
        for widget in (self._to_field, self._hand, self._hand_why):
            card.body.addWidget(widget)
        return is_offered

    def _name_signer(self, name: str) -> None:
        self._hand.setText(f"Hand to {name} to sign")
        self._hand.setToolTip(tooltip(f"{self._hand.words()} (Ctrl+Enter)"))
