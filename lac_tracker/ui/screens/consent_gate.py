"""Before an assessment starts: consent on record, the child's own answer, and whether they can decide."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lac_tracker.domain.competence import Ability, GateDecision, OwnAnswer, gate_decision
from lac_tracker.domain.consent import Giver, Means
from lac_tracker.domain.visits import LAWFUL_REASONS
from lac_tracker.services import consent_gate, visits
from lac_tracker.services.consent_gate import OWN_CONSENT, GateAnswers
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.screens.declined import DeclinedDialog
from lac_tracker.ui.screens.record_page import Desk, Place, RecordPage, attempt
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.widgets.tick_list import TickList

_GIVERS = (
    (Giver.PARENT, "A parent, or someone else with parental responsibility"),
    (Giver.COUNCIL, "The council: an authorised officer"),
    (Giver.COURT, "A court"),
    (Giver.DELEGATED_CARER, "The carer, under a written delegation"),
)
_MEANS = (
    (Means.LETTER, "Letter"), (Means.EMAIL, "Email"), (Means.PHONE, "Phone"), (Means.IN_PERSON, "In person"),
    (Means.VIDEO, "Video"),
)  # fmt: skip
_ABILITY = (("yes", "Yes"), ("no", "No"), ("partly", "Partly"))
_SAID_NO = "said_no"
_LONGEST = 201  # one more than fits, so that too much is explained and not cut


class ConsentGate(RecordPage):
    """Start is off until there is consent to go by; the words beside it say what is missing."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "gate")
        today = desk.workplace.today()
        self._gate = desk.operations.ask(consent_gate.gate, desk.child_id, today=today, kind=place.kind)
        called = self._gate.called
        self.head.title.setText(f"Before you start the {place.kind} with {called}")
        self.head.say(self._gate.form_title, is_in_banner=True)
        space = theme.current().space
        inside = QWidget()
        inside.setMaximumWidth(theme.current().width("measure") + 2 * space(6))
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(6), space(2), space(6), space(6))
        column.setSpacing(space(5))
        if self._gate.left_words:
            left = PlainLabel(self._gate.left_words, wraps=True)
            left.setObjectName("gate.left")
            column.addWidget(icon_line("part_done", left))
        if self._gate.training_words:
            training = PlainLabel(f"{self._gate.training_words}.", wraps=True)
            training.setObjectName("gate.training")
            column.addWidget(icon_line("at_risk", training))
        column.addWidget(self._on_record())
        column.addWidget(self._own_answer(called))
        self._can_decide = RadioGroup("Can decide", tuple(_numbered(dict(_ABILITY))), name="gate.canDecide")
        self._where = RadioGroup("Seen where", _numbered(dict(self._gate.where)), name="gate.where")
        self._with = TickList("Who is there", self._gate.present, name="gate.with")
        column.addWidget(
            Field(
                f"Can {called} decide this for themselves?", self._can_decide,
                hint=f"Does {called} know what this is for, that they can say no, and who will read it; "
                "can they keep that in mind and weigh it up?",
            )
        )  # fmt: skip
        column.addWidget(Field(f"Where is {called} seen?", self._where))
        column.addWidget(Field(f"Who is with {called}?", self._with))
        interpreter = PlainLabel(self._gate.interpreter_words, wraps=True)
        interpreter.setObjectName("gate.interpreter")
        column.addWidget(Field("Interpreter", interpreter))
        column.addStretch()
        self.add_scrolled(inside)
        self._add_foot()
        for group in (self._own, self._can_decide, self._lawful):
            group.changed.connect(self._decide)
        self._own.picked.connect(self._after_own)
        self._can_decide.picked.connect(lambda _key: self._where.setFocus())
        self._decide()

    def take_focus(self) -> None:
        self._own.setFocus()

    def run(self, command: str) -> bool:
        if command == "edit.primary":
            self.do_primary()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.do_primary()
        else:
            super().keyPressEvent(event)

    def answers(self) -> GateAnswers:
        """Return what was said here."""
        given = GateAnswers(
            self._own.value(), self._can_decide.value() or None, seen_where=self._where.value() or None,
            present=self._with.value(), lawful_reason=dict(LAWFUL_REASONS).get(self._lawful.value(), ""),
            not_to=self._topics.text(),
        )  # fmt: skip
        if self._adult.isHidden() or not (self._giver.value() and self._name.text().strip()):
            return given
        return replace(
            given, pr_giver=Giver(self._giver.value()), pr_giver_name=self._name.text(),
            pr_given_on=self._given_on.value(), pr_means=Means(self._means.value() or Means.IN_PERSON),
        )  # fmt: skip

    def do_primary(self) -> None:
        """Do what the one primary button offers now."""
        next(one for one in (self._start, self._decline, self._talk) if not one.isHidden()).click()

    def decline(self) -> None:
        """Open 'Declined for now'; once it is recorded the assessments show it."""
        dialog = DeclinedDialog(
            self, self.desk, self._gate.called, self._gate.banner, self.here.kind,
            could_decide=self._can_decide.value(),
        )  # fmt: skip
        dialog.accepted.connect(lambda: self._declined(dialog.words))
        dialog.open()

    def talk(self) -> None:
        """Nobody can consent today: open the jotter, and nothing else."""
        today = self.desk.workplace.today()
        changes, words = attempt(
            self.desk.operations, visits.talk_today, self.desk.child_id, today=today, kind=self.here.kind
        )
        if changes is None:
            self._why.setText(words)
            return
        self.said.emit("Not started: consent is still missing. What you jot down is kept.")
        self.wanted.emit(Place(self.desk.child_id, "assessment", changes.made_id, field="jot.new"))

    def start(self) -> None:
        """Start, when there is consent to go by; a refusal stands beside the button."""
        if not self._start.isEnabled() or not self._given_on.is_readable():
            return
        today = self.desk.workplace.today()
        changes, words = attempt(
            self.desk.operations, consent_gate.start, self.desk.child_id, today=today, kind=self.here.kind,
            gate=self.answers(),
        )  # fmt: skip
        if changes is None:
            self._say(GateDecision(False, words))
        else:
            self.wanted.emit(Place(self.desk.child_id, "assessment", changes.made_id))

    def _own_answer(self, called: str) -> QWidget:
        """Return whether the child agreed; where only to some of it, a line for what not."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(3))
        self._own = RadioGroup("Own consent", _numbered(OWN_CONSENT), name="gate.own")
        self._topics = QLineEdit()
        self._topics.setObjectName("gate.topics")
        self._topics.setMaxLength(_LONGEST)
        not_to = Field(f"What did {called} not agree to?", self._topics, optional=True)
        column.addWidget(Field(f"Was {called} asked for their own consent today?", self._own))
        column.addWidget(not_to)
        not_to.hide()
        self._own.changed.connect(lambda key: not_to.setVisible(key == "agreed_to_some"))
        return holder

    def _on_record(self) -> Card:
        card = Card("Consent from someone with parental responsibility")
        words = self._gate.consent_words
        line = QHBoxLayout()
        line.setSpacing(theme.current().space(2))
        self._pr = PlainLabel(f"On record: {words}" if words else "Not on record", type="strong", wraps=True)
        self._pr.setObjectName("gate.pr")
        line.addWidget(
            icon_line("complete" if words else "missing", self._pr), 1, Qt.AlignmentFlag.AlignVCenter
        )
        self._record = PlainButton("Record it now", "row", name="gate.record")
        if words:
            self._record.hide()
        self._record.clicked.connect(lambda _checked=False: self._show_adult())
        line.addWidget(self._record)
        card.body.addLayout(line)
        card.body.addWidget(self._adult_fields())
        self._lawful = RadioGroup("Lawful reason", _numbered(dict(LAWFUL_REASONS)), name="gate.lawful")
        self._lawful_field = Field(
            "Lawful reason under our local policy",
            self._lawful,
            hint="Only where nobody can consent. It is kept, and shown when signing.",
        )
        self._lawful_field.hide()
        self._show_lawful = PlainButton("Start for another lawful reason", "link", name="gate.lawful.show")
        self._show_lawful.clicked.connect(lambda _checked=False: self._open_lawful())
        if words:
            self._show_lawful.hide()
        card.body.addWidget(self._show_lawful, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(self._lawful_field)
        return card

    def _open_lawful(self) -> None:
        self._show_lawful.hide()
        self._lawful_field.show()
        self._lawful.setFocus()

    def _after_own(self, key: str) -> None:
        """The keyboard moves on by itself; a 'no' goes straight to what was said."""
        if key == _SAID_NO:
            self.decline()
        else:
            self._can_decide.setFocus()

    def _declined(self, words: str) -> None:
        self.wanted.emit(Place(self.desk.child_id, "assessments"))
        self.said.emit(words)

    def _adult_fields(self) -> QWidget:
        self._adult = QWidget()
        self._adult.hide()
        column = QVBoxLayout(self._adult)
        column.setContentsMargins(0, theme.current().space(2), 0, 0)
        column.setSpacing(theme.current().space(4))
        self._giver = RadioGroup(
            "Who gave it", _numbered({key.value: words for key, words in _GIVERS}), name="gate.pr.giver"
        )
        self._name = QLineEdit()
        self._name.setObjectName("gate.pr.name")
        self._name.setMaxLength(201)
        self._given_on = DateField(
            "Date given", self.desk.workplace.today(), direction="past", name="gate.pr.date"
        )
        self._given_on.set_value(self.desk.workplace.today())
        self._means = RadioGroup(
            "How", _numbered({key.value: words for key, words in _MEANS}), name="gate.pr.how"
        )
        self._means.set_value(Means.IN_PERSON.value)
        column.addWidget(Field("Who gave it?", self._giver))
        column.addWidget(Field("Their name", self._name))
        column.addWidget(Field("Date given", self._given_on, grows=False))
        column.addWidget(Field("How?", self._means))
        self._giver.changed.connect(self._decide)
        self._name.textEdited.connect(self._decide)
        return self._adult

    def _show_adult(self) -> None:
        self._adult.show()
        self._record.hide()
        self._giver.setFocus()
        self._decide()

    def _add_foot(self) -> None:
        space = theme.current().space
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(space(6), space(2), space(6), space(3))
        row.setSpacing(space(3))
        self._why = hint("")
        self._why.setObjectName("gate.words")
        row.addWidget(self._why, 1)
        cancel = PlainButton("Cancel", name="gate.cancel")
        cancel.clicked.connect(lambda _checked=False: self.back_wanted.emit())
        row.addWidget(cancel)
        self._start = PlainButton("Start", "primary", name="gate.start")
        self._start.setToolTip("Start (Ctrl+Enter)")
        self._start.clicked.connect(lambda _checked=False: self.start())
        row.addWidget(self._start)
        self._decline = PlainButton("Declined for now", "primary", name="gate.declined")
        self._decline.clicked.connect(lambda _checked=False: self.decline())
        self._talk = PlainButton("Talk today, use the jotter", "primary", name="gate.talk")
        self._talk.clicked.connect(lambda _checked=False: self.talk())
        for button in (self._decline, self._talk):
            button.setToolTip(f"{button.words()} (Ctrl+Enter)")
            button.hide()
            row.addWidget(button)
        self.content.addWidget(foot)

    def _decide(self, *_: object) -> None:
        said, called = self.answers(), self._gate.called
        if not said.own_consent:
            self._say(GateDecision(False, f"Choose whether {called} was asked for their own consent."))
            return
        if not self._adult.isHidden() and said.pr_giver is None:
            missing = (
                "Choose who gave consent" if not self._giver.value() else "Enter the name of who gave consent"
            )
            self._say(GateDecision(False, f"{missing}."))
            return
        ability = Ability(said.can_decide) if said.can_decide else None
        own = OwnAnswer(said.own_consent)
        on_record = bool(self._gate.consent_words) or said.pr_giver is not None
        decision = gate_decision(on_record, own, ability, said.lawful_reason)
        is_answered = True
        if decision.declined:
            words = (
                f"{called} said no, so the assessment does not start. Write down what {called} said, "
                "and when to ask again."
            )
            decision = replace(decision, words=words)
        elif (
            not decision.may_start and ability is None and own in (OwnAnswer.AGREED, OwnAnswer.AGREED_TO_SOME)
        ):
            decision = replace(decision, words=f"Choose whether {called} can decide this, or record consent.")
            is_answered = False
        elif not decision.may_start:
            words = f"Start needs consent on record, or {called} agreeing and able to decide for themselves."
            decision = replace(decision, words=words)
        self._say(decision, is_answered=is_answered)

    def _say(self, decision: GateDecision, *, is_answered: bool = False) -> None:
        """Show the one primary button that means something now, and why."""
        talks = is_answered and not decision.may_start and not decision.declined
        for button, is_shown in (
            (self._start, not talks and not decision.declined),
            (self._decline, decision.declined),
            (self._talk, talks),
        ):
            button.setVisible(is_shown)
        self._start.setEnabled(decision.may_start)
        self._why.setText(decision.words)


def _numbered(options: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return options with the digit that chooses each."""
    return tuple((key, f"{number}  {words}") for number, (key, words) in enumerate(options.items(), 1))
