"""Dialogs of the contacts: one contact, and its end."""

from functools import partial

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.contacts import GETS_PLAN_WORDS, KIND_WORDS, ONE_AT_A_TIME, USUALLY_GETS
from lac_tracker.services import contacts
from lac_tracker.services.contacts import Contact, ContactDetails
from lac_tracker.services.practices import Found
from lac_tracker.ui.plain import PlainLabel, PlainTextEdit, hint
from lac_tracker.ui.screens.placements_dialogs import Runs, line
from lac_tracker.ui.screens.practice_search import HINT, PracticeSearch, is_loaded
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.workplace import Workplace


class ContactDialog(RecordDialog):
    """A new contact, or one corrected."""

    def __init__(
        self,
        parent: QWidget,
        workplace: Workplace,
        child_id: int,
        facts: BannerFacts,
        now: Contact | None = None,
    ) -> None:
        title = "Contact" if now is None else f"Correct: {KIND_WORDS[now.kind]}"
        words = (
            "" if now is None else "For corrections. Someone new in the same part is added, not typed over."
        )
        super().__init__(parent, workplace.operations, title, facts, explanation=words)
        self.setObjectName("ppl.contact")
        self._made_with = (workplace, child_id, facts)
        self._child_id, self._now, self._today = child_id, now, workplace.today()
        self._kind = ChoiceBox("Role", tuple(KIND_WORDS.items()), name="ppl.contact.kind")
        self._replaces = hint("")
        self._replaces.setObjectName("ppl.contact.replaces")
        self._search = PracticeSearch(workplace, "ppl.contact.find")
        self._search.chosen.connect(self._take_practice)
        self._may_search = is_loaded(workplace)
        self._closed_words = PlainLabel(tone="overdue", wraps=True)
        self._closed_words.setObjectName("ppl.contact.closedWords")
        self._name = line(now.full_name if now else "", "ppl.contact.name")
        self._job = line(now.role if now else "", "ppl.contact.job")
        self._organisation = line(now.organisation if now else "", "ppl.contact.organisation")
        self._ods = line(now.ods_code if now else "", "ppl.contact.ods", width=10)
        self._phone = line(now.phone if now else "", "ppl.contact.phone", width=20)
        self._email = line(now.email if now else "", "ppl.contact.email")
        self._address = PlainTextEdit((now.address if now else "") or "")
        self._address.setObjectName("ppl.contact.address")
        self._since = DateField("Since", self._today, direction="past", name="ppl.contact.since")
        self._confirmed = DateField(
            "Last confirmed", self._today, direction="past", name="ppl.contact.confirmed"
        )
        self._closed = DateField("Practice closed on", self._today, name="ppl.contact.closed")
        self._gets = ChoiceBox("Gets plan", tuple(GETS_PLAN_WORDS.items()), name="ppl.contact.gets")
        self._note = line(now.note if now else "", "ppl.contact.note")
        self._lay_out()
        if now is not None:
            self._kind.set_value(now.kind)
            self._since.set_value(now.since)
            self._confirmed.set_value(now.last_confirmed_on)
            self._closed.set_value(now.closed_on)
            self._gets.set_value(now.gets_plan or USUALLY_GETS.get(now.kind, "no"))
        self.ready()
        self._kind.changed.connect(self._fit_kind)
        self._fit_kind(self._kind.value())

    def _lay_out(self) -> None:
        if self._now is None:
            self.add("Role", self._kind)
            self.add_words(self._replaces)
        self._search_field = self.add("Find the practice", self._search, hint=HINT, optional=True)
        self.add_words(self._closed_words)
        self._closed_words.hide()
        self.add("Name", self._name, optional=True)
        self.add("Job title", self._job, optional=True)
        self.add(
            "Organisation", self._organisation, hint="For a GP: the name of the practice.", optional=True
        )
        self._ods_field = self.add("ODS code", self._ods, hint="Such as K83001.", optional=True)
        self.add("Phone", self._phone, optional=True)
        self.add("Email", self._email, hint="Secure addresses only for clinical letters.", optional=True)
        self.add("Address", self._address, optional=True)
        self.add("Since", self._since, optional=True)
        self.add("Last confirmed", self._confirmed, optional=True)
        self._closed_field = self.add(
            "Practice closed on",
            self._closed,
            hint="Letters to it wait until the child has another practice.",
            optional=True,
        )
        self.add("Gets plan", self._gets)
        self.add("Note", self._note, optional=True)

    def as_on_record(self) -> RecordDialog | None:
        return self.anew(
            partial(ContactDialog, self, *self._made_with), contacts.listed, self._child_id,
            lambda found: (one.contact for one in found),
        )  # fmt: skip

    def commands(self) -> Runs:
        details = ContactDetails(
            kind=self._kind.value(),
            full_name=self._name.text(),
            role=self._job.text(),
            organisation=self._organisation.text(),
            ods_code=self._ods.text(),
            phone=self._phone.text(),
            email=self._email.text(),
            address=self._address.toPlainText(),
            since=self._since.value(),
            last_confirmed_on=self._confirmed.value(),
            gets_plan=self._gets.value(),
            note=self._note.text(),
            closed_on=self._closed.value(),
        )
        given = {"today": self._today}
        if self._now is None:
            return [(contacts.add_contact, (self._child_id, details), given)]
        return [
            (
                contacts.change_contact,
                (self._now.id, details),
                {**given, "seen_version": self._now.version},
            )
        ]

    def _take_practice(self, found: Found) -> None:
        """Fill in what the file says; a practice that has closed is said at once."""
        one = found.practice
        self._search.clear()
        self._organisation.setText(one.name)
        self._ods.setText(one.code)
        self._phone.setText(one.phone)
        self._address.setPlainText(one.whole_address)
        self._closed.set_value(one.closed_on)
        self._closed_words.setText(
            f"{one.name}: {found.closed}. Find the child’s practice." if found.closed else ""
        )
        self._closed_words.setVisible(bool(found.closed))
        self._organisation.setFocus()

    def _fit_kind(self, kind: str) -> None:
        self._search_field.setVisible(self._may_search and kind == "gp_practice")
        for field in (self._ods_field, self._closed_field):
            field.setVisible(kind == "gp_practice")
        one = kind in ONE_AT_A_TIME and self._now is None
        self._replaces.setText("Takes the place of the one on record, who is ended." if one else "")
        self._replaces.setVisible(one)
        if self._now is None and kind:
            self._gets.set_value(USUALLY_GETS.get(kind, "no"))


class EndContact(RecordDialog):
    """A contact ends; the record keeps it."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, facts: BannerFacts, now: Contact, words: str
    ) -> None:
        super().__init__(
            parent, workplace.operations, "End this contact?", facts,
            explanation=f"{words}. The record keeps it.",
            verbs=("Keep it", "End it"),
        )  # fmt: skip
        self.setObjectName("ppl.ending")
        self._now, self._today = now, workplace.today()
        self._on = DateField("Date it ended", self._today, direction="past", name="ppl.ending.on")
        self._on.set_value(self._today)
        self.add("Date it ended", self._on)
        self.ready()

    def commands(self) -> Runs:
        return [(contacts.end_contact, (self._now.id,), {"ended_on": self._on.value(), "today": self._today})]
