"""Before an assessment starts: consent on record, the child's own answer, and whether they can decide."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lac_tracker.domain.competence import Ability, GateDecision, OwnAnswer, gate_decision
from lac_tracker.domain.consent import Giver, Means
from lac_tracker.services import consent_gate
from lac_tracker.services.consent_gate import OWN_CONSENT, GateAnswers
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.screens.record_page import Desk, Place, RecordPage, attempt
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.radio_group import RadioGroup

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
_WHERE = (
    ("home", "Home visit"), ("clinic", "Clinic"), ("school", "School"), ("video", "By video"),
    ("elsewhere", "Somewhere else"),
)  # fmt: skip


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
        column.addWidget(self._on_record())
        self._own = RadioGroup("Own consent", _numbered(OWN_CONSENT), name="gate.own")
        self._can_decide = RadioGroup("Can decide", tuple(_numbered(dict(_ABILITY))), name="gate.canDecide")
        self._where = RadioGroup("Seen where", _numbered(dict(_WHERE)), name="gate.where")
        column.addWidget(Field(f"Was {called} asked for their own consent today?", self._own))
        column.addWidget(
            Field(
                f"Can {called} decide this for themselves?", self._can_decide,
                hint=f"Does {called} know what this is for, that they can say no, and who will read it; "
                "can they keep that in mind and weigh it up?",
            )
        )  # fmt: skip
        column.addWidget(Field(f"Where is {called} seen?", self._where))
        column.addStretch()
        self.add_scrolled(inside)
        self._add_foot()
        for group in (self._own, self._can_decide):
            group.changed.connect(self._decide)
        self._decide()

    def take_focus(self) -> None:
        self._own.setFocus()

    def run(self, command: str) -> bool:
        if command == "edit.primary":
            self.start()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.start()
        else:
            super().keyPressEvent(event)

    def answers(self) -> GateAnswers:
        """Return what was said here."""
        given = GateAnswers(
            self._own.value(), self._can_decide.value() or None, seen_where=self._where.value() or None
        )
        if self._adult.isHidden() or not (self._giver.value() and self._name.text().strip()):
            return given
        return replace(
            given, pr_giver=Giver(self._giver.value()), pr_giver_name=self._name.text(),
            pr_given_on=self._given_on.value(), pr_means=Means(self._means.value() or Means.IN_PERSON),
        )  # fmt: skip

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

    def _on_record(self) -> Card:
        card = Card("Consent from someone with parental responsibility")
        words = self._gate.consent_words
        line = QHBoxLayout()
        line.setSpacing(theme.current().space(2))
        self._pr = PlainLabel(f"On record: {words}" if words else "Not on record", type="strong", wraps=True)
        self._pr.setObjectName("gate.pr")
        line.addWidget(icon_line("complete" if words else "missing", self._pr), 1)
        self._record = PlainButton("Record it now", "row", name="gate.record")
        if words:
            self._record.hide()
        self._record.clicked.connect(lambda _checked=False: self._show_adult())
        line.addWidget(self._record)
        card.body.addLayout(line)
        card.body.addWidget(self._adult_fields())
        return card

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
        decision = gate_decision(bool(self._gate.consent_words) or said.pr_giver is not None, own, ability)
        if decision.declined:
            words = (
                f"{called} said no, so the assessment does not start. Write down what {called} said, "
                "and ask again another day."
            )
            decision = replace(decision, words=words)
        elif (
            not decision.may_start and ability is None and own in (OwnAnswer.AGREED, OwnAnswer.AGREED_TO_SOME)
        ):
            decision = replace(decision, words=f"Choose whether {called} can decide this, or record consent.")
        elif not decision.may_start:
            words = f"Start needs consent on record, or {called} agreeing and able to decide for themselves."
            decision = replace(decision, words=words)
        self._say(decision)

    def _say(self, decision: GateDecision) -> None:
        self._start.setEnabled(decision.may_start)
        self._why.setText(decision.words)


def _numbered(options: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return options with the digit that chooses each."""
    return tuple((key, f"{number}  {words}") for number, (key, words) in enumerate(options.items(), 1))
