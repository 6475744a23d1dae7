"""What is recorded on the consent page: an answer, a request, a withdrawal, a judgement, a private topic."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from lac_tracker.domain.consent import (
    PRESUMED_ABLE_AGE,
    PURPOSE_WORDS,
    Consent,
    Giver,
    Means,
    Purpose,
    Response,
)
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.plans import CATEGORIES
from lac_tracker.services import consents, sharing
from lac_tracker.services.consents import (
    CAPACITY_QUESTIONS,
    GILLICK_QUESTIONS,
    ConsentPage,
    NewCompetence,
    NewConsent,
)
from lac_tracker.ui.screens import dialog_fields
from lac_tracker.ui.screens.dialog_fields import long_text
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.widgets.tick_list import TickList
from lac_tracker.ui.workplace import Workplace

Runs = list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]

GIVERS = (
    (Giver.PARENT.value, "A parent, or someone else with parental responsibility"),
    (Giver.COUNCIL.value, "The council: an authorised officer"),
    (Giver.YOUNG_PERSON.value, "The young person"),
    (Giver.COURT.value, "A court"),
    (Giver.DELEGATED_CARER.value, "The carer, under a written delegation"),
)
MEANS = (
    (Means.IN_PERSON.value, "In person"), (Means.PHONE.value, "Phone"), (Means.LETTER.value, "Letter or form"),
    (Means.EMAIL.value, "Email"), (Means.VIDEO.value, "Video"),
)  # fmt: skip
_RESPONSES = (
    (Response.GIVEN.value, "Agreed, to what is ticked"),
    (Response.REFUSED.value, "Said no to all of it"),
)
_PURPOSES = tuple((purpose.value, words) for purpose, words in PURPOSE_WORDS.items())
_LONGEST = 500  # characters of a line
_YES_NO = (("yes", "Yes"), ("no", "No"))


def line(name: str, text: str = "") -> QLineEdit:
    """Return a field for a line of text: authorities and evidence are longer than names."""
    return dialog_fields.line(name, text, longest=_LONGEST)


class RecordConsent(RecordDialog):
    """Who answered, for what, on what authority, by which route, with what evidence."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, page: ConsentPage, first: Purpose | None = None
    ) -> None:
        super().__init__(
            parent, workplace.operations, "Record consent", page.banner,
            explanation=f"{page.route.words} Record who really answered.",
        )  # fmt: skip
        self.setObjectName("con.record")
        self._workplace, self._page = workplace, page
        self._giver = RadioGroup("Who answered", GIVERS, name="con.record.giver")
        self._name = line("con.record.name")
        self._authority = line("con.record.authority")
        self._response = RadioGroup("What they said", _RESPONSES, name="con.record.response")
        self._response.set_value(Response.GIVEN.value)
        self._agreed = TickList("Agreed to", _PURPOSES, name="con.record.agreed")
        wanted = {Purpose.HEALTH_ASSESSMENT, Purpose.SHARE_GP, Purpose.SHARE_COUNCIL, Purpose.SHARE_CARER}
        self._agreed.set_value(one.value for one in ({first} if first else wanted))
        self._declined = TickList("Said no to", _PURPOSES, name="con.record.declined")
        today = workplace.today()
        self._on = DateField("Date of consent", today, direction="past", name="con.record.on")
        self._on.set_value(today)
        self._means = RadioGroup("How", MEANS, name="con.record.means")
        self._means.set_value(Means.IN_PERSON.value)
        self._evidence = line("con.record.evidence")
        self._expires = DateField("Runs out on", today, direction="future", name="con.record.expires")
        self.add("Who answered", self._giver)
        self.add("Who gave consent", self._name, hint="Their name.")
        self.add(
            "On what authority", self._authority, optional=True,
            hint="Such as: mother; named on the birth certificate; team manager under the interim care order.",
        )  # fmt: skip
        self.add("What they said", self._response)
        self.add("Agreed to", self._agreed)
        self.add("Said no to", self._declined, hint="Only what they refused one by one.", optional=True)
        self.add("Date of consent", self._on)
        self.add("How", self._means)
        self.add(
            "Evidence",
            self._evidence,
            hint="Where the proof is: signed form, email, note of the call.",
            optional=True,
        )
        self.add("Runs out on", self._expires, hint="Where it rests on an order that ends.", optional=True)
        self.ready()

    def commands(self) -> Runs:
        agreed = frozenset(Purpose(one) for one in self._agreed.value())
        given = NewConsent(
            response=Response(self._response.value() or Response.GIVEN.value),
            giver=Giver(self._giver.value()) if self._giver.value() else None,
            giver_name=self._name.text(),
            given_on=self._on.value(),
            means=Means(self._means.value() or Means.IN_PERSON.value),
            agreed=agreed,
            declined=frozenset(Purpose(one) for one in self._declined.value()) - agreed,
            authority=self._authority.text(),
            evidence=self._evidence.text(),
            order_expires_on=self._expires.value(),
        )
        return [(consents.record, (self._page.child_id, given), {"today": self._workplace.today()})]


class AskForConsent(RecordDialog):
    """Somebody is asked: by whom it is answered later stays open until then."""

    def __init__(self, parent: QWidget, workplace: Workplace, page: ConsentPage) -> None:
        super().__init__(parent, workplace.operations, "Ask for consent", page.banner)
        self.setObjectName("con.ask")
        self._workplace, self._page = workplace, page
        self._purposes = TickList("Asked for", _PURPOSES, name="con.ask.purposes")
        self._purposes.set_value([Purpose.HEALTH_ASSESSMENT.value])
        self._of = line("con.ask.of")
        self._on = DateField("Asked on", workplace.today(), direction="past", name="con.ask.on")
        self._on.set_value(workplace.today())
        self._means = RadioGroup("How", MEANS, name="con.ask.means")
        self._means.set_value(Means.LETTER.value)
        self.add("Asked for", self._purposes)
        self.add("Asked of", self._of, hint="Who was asked: name, and how they stand to the child.")
        self.add("Asked on", self._on)
        self.add("How", self._means)
        self.ready()

    def commands(self) -> Runs:
        purposes = frozenset(Purpose(one) for one in self._purposes.value())
        given = (self._page.child_id, purposes, self._of.text(), self._on.value())
        means = Means(self._means.value() or Means.LETTER.value)
        return [(consents.ask, (*given, means), {"today": self._workplace.today()})]


class WithdrawConsent(RecordDialog):
    """The giver changed their mind. Sharing stops; what was sent already is listed, nothing is deleted."""

    def __init__(self, parent: QWidget, workplace: Workplace, page: ConsentPage, given: Consent) -> None:
        super().__init__(
            parent, workplace.operations, "Withdraw consent?", page.banner,
            explanation=f"Given by {given.giver_name} on {show_date(given.given_on)}. Sharing stops from the day it is "
            "withdrawn. Assessments that are completed stay, and nothing is deleted.",
        )  # fmt: skip
        self.setObjectName("con.withdraw")
        self._workplace, self._id = workplace, given.id
        self._on = DateField("Withdrawn on", workplace.today(), direction="past", name="con.withdraw.on")
        self._on.set_value(workplace.today())
        self._why = long_text("con.withdraw.why", lines=3)
        self.add("Withdrawn on", self._on)
        self.add("Why", self._why, hint="What they said.")
        self.ready()

    def commands(self) -> Runs:
        given = (self._id, self._why.toPlainText(), self._on.value())
        return [(consents.withdraw_consent, given, {"today": self._workplace.today()})]


class NotValid(RecordDialog):
    """A record is wrong or superseded: struck through with notes, never deleted."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, page: ConsentPage, *, consent_id: int | None = None,
        competence_id: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__(
            parent, workplace.operations, "Mark as not valid?", page.banner,
            explanation="For a record entered in error or superseded. It stays in the history with your reason.",
        )  # fmt: skip
        self.setObjectName("con.invalid")
        self._workplace, self._consent, self._competence = workplace, consent_id, competence_id
        self._why = long_text("con.invalid.why", lines=3)
        self.add("Why", self._why)
        self.ready()

    def commands(self) -> Runs:
        kwargs = {"today": self._workplace.today()}
        if self._consent is not None:
            return [(consents.invalidate_consent, (self._consent, self._why.toPlainText()), kwargs)]
        return [(consents.invalidate_competence, (self._competence, self._why.toPlainText()), kwargs)]


class CanDecide(RecordDialog):
    """Gillick under 16, capacity from 16: one decision, one day, each question answered."""

    def __init__(self, parent: QWidget, workplace: Workplace, page: ConsentPage) -> None:
        is_young = page.age < PRESUMED_ABLE_AGE
        explanation = (
            "Able only if all five are yes. It holds for this decision on this day, and does not undo an adult's consent."
            if is_young
            else "From 16 being able is presumed. Only someone with an impairment who can't do one of the rest lacks capacity."
        )
        super().__init__(
            parent, workplace.operations, f"Can {page.called} decide?", page.banner, explanation=explanation
        )
        self.setObjectName("con.competence")
        self._workplace, self._page = workplace, page
        self._decision = line("con.competence.decision", "to have this health assessment")
        self.add("Decision", self._decision, hint="Being able to decide is judged for one decision.")
        self._findings = {}
        for key, words in GILLICK_QUESTIONS if is_young else CAPACITY_QUESTIONS:
            group = RadioGroup(f"{page.called} {words}", _YES_NO, name=f"con.competence.{key}", across=True)
            self._findings[key] = group
            self.add(f"{page.called} {words}", group)
        self._why = long_text("con.canDecideWhy", lines=3)
        self._place = line("con.competence.place")
        self._on = DateField("Assessed on", workplace.today(), direction="past", name="con.competence.on")
        self._on.set_value(workplace.today())
        self.add("Why", self._why, hint="What they said or did that shows it.", optional=True)
        self.add("Where", self._place, optional=True)
        self.add("Assessed on", self._on)
        self.ready()

    def commands(self) -> Runs:
        findings = {key: group.value() == "yes" for key, group in self._findings.items() if group.value()}
        given = NewCompetence(
            self._decision.text(), findings, self._why.toPlainText(), self._place.text(), self._on.value()
        )
        return [
            (consents.record_competence, (self._page.child_id, given), {"today": self._workplace.today()})
        ]


class KeepPrivate(RecordDialog):
    """A topic the young person does not want shared, and with whom."""

    def __init__(self, parent: QWidget, workplace: Workplace, page: ConsentPage) -> None:
        super().__init__(
            parent, workplace.operations, f"What {page.called} doesn't want shared", page.banner,
            explanation="Say first what you would have to share for safety. A topic is left out of the documents for these "
            "readers; a word of their own stops a document that says it.",
        )  # fmt: skip
        self.setObjectName("con.avoid.add")
        self._workplace, self._page = workplace, page
        self._topic = QComboBox()
        self._topic.setObjectName("con.avoid.topic")
        for key, words in ((sharing.OWN_TOPIC, "In their own words"), *CATEGORIES):
            self._topic.addItem(words, key)
        self._words = line("con.avoid.words")
        readers = tuple((key, _capital(words)) for key, words in sharing.READER_WORDS.items())
        self._readers = TickList("Not shared with", readers, name="con.avoid.from")
        self.add("Choose the topic", self._topic)
        self.add(
            "Word or name",
            self._words,
            hint="Such as the name of a person. Needed with 'In their own words'.",
            optional=True,
        )
        self.add("Not shared with", self._readers)
        self.ready()

    def commands(self) -> Runs:
        given = (
            self._page.child_id,
            str(self._topic.currentData()),
            self._words.text(),
            self._readers.value(),
        )
        return [(sharing.add_topic, given, {"today": self._workplace.today()})]


class ShareAgain(RecordDialog):
    """The young person was asked again and no longer minds."""

    def __init__(self, parent: QWidget, workplace: Workplace, page: ConsentPage, topic_id: int) -> None:
        topic = next(one for one in page.topics if one.id == topic_id)
        super().__init__(
            parent, workplace.operations, f"{page.called} no longer minds?", page.banner,
            explanation=sharing.topic_words(topic),
        )  # fmt: skip
        self.setObjectName("con.avoid.end")
        self._workplace, self._id = workplace, topic_id
        self._why = long_text("con.avoid.end.why", lines=3)
        self.add("What they said when they were asked again", self._why)
        self.ready()

    def commands(self) -> Runs:
        return [(sharing.end_topic, (self._id, self._why.toPlainText()), {"today": self._workplace.today()})]


class ShareInSpite(RecordDialog):
    """Somebody decides that a reader gets their copy although there is a 'no': on what ground, and why."""

    def __init__(self, parent: QWidget, workplace: Workplace, page: ConsentPage) -> None:
        super().__init__(
            parent, workplace.operations, "Share in spite of a no?", page.banner,
            explanation="Only where safety or the public interest asks for it. The no stays as it was said. Your name, the "
            "ground and the reason are kept; the copy names the ground.",
        )  # fmt: skip
        self.setObjectName("con.override")
        self._workplace, self._page = workplace, page
        readers = tuple((one, _capital(sharing.READER_WORDS[one])) for one in page.stopped)
        self._reader = RadioGroup("Copy for", readers, name="con.override.reader")
        if len(readers) == 1:
            self._reader.set_value(readers[0][0])
        grounds = tuple((key, _capital(words)) for key, words in sharing.GROUNDS.items())
        self._ground = RadioGroup("Ground", grounds, name="con.override.ground")
        self._why = long_text("con.override.why", lines=3)
        self.add("Copy for", self._reader)
        self.add("Ground", self._ground)
        self.add("Reason", self._why, hint="Who was asked, and what would happen without it.")
        self.ready()

    def commands(self) -> Runs:
        given = (
            self._page.child_id, self._reader.value() or "", self._ground.value() or "", self._why.toPlainText(),
        )  # fmt: skip
        return [(sharing.override_no, given, {"today": self._workplace.today()})]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
