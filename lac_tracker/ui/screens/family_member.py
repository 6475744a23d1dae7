"""The dialogs of the page of family and birth: a person, a person recorded by mistake, and asking for history."""

from datetime import timedelta
from functools import partial

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from lac_tracker.domain.completeness import HISTORY_COMPLETE
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.family import CONTACT_WORDS, RELATIONS, FamilyMember, relation_words
from lac_tracker.domain.family_history import GROUPS, NOT_COUNTED
from lac_tracker.domain.information import DAYS_TO_ANSWER, SOURCES
from lac_tracker.domain.partnerships import PARTNERSHIPS
from lac_tracker.services import family, family_request, information
from lac_tracker.services.family import FamilyPage
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainTextEdit
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.widgets.tick_list import TickList
from lac_tracker.ui.workplace import Workplace

_SEX = (("female", "Female"), ("male", "Male"), ("not known", "Not known"))
_YES_NO = (("yes", "Yes"), ("no", "No"))
_WITH_WHOM = "With the partner above; for parents and grandparents without one, with each other."
_LIFE = (("alive", "Alive, or not known"), ("died", "Died"))


class Choice(QComboBox):
    """One of many, chosen by its first letters. It does not change by the mouse wheel."""

    def __init__(self, name: str, options: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._keys = tuple(key for key, _ in options)
        self.addItems([words for _, words in options])
        self.setMinimumWidth(theme.current().characters(20))

    def value(self) -> str:
        """Return the key of the choice."""
        return self._keys[self.currentIndex()] if self.currentIndex() >= 0 else ""

    def set_value(self, key: str) -> None:
        """Show a choice; one that is not among the choices shows the first."""
        self.setCurrentIndex(self._keys.index(key) if key in self._keys else 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _line(text: str | None, name: str, *, width: int = 36) -> QLineEdit:
    line = QLineEdit(text or "")
    line.setObjectName(name)
    line.setMaxLength(201)  # one more than fits, so that too much is explained and not cut
    if width < 36:
        line.setFixedWidth(theme.current().characters(width) + theme.current().space(4))
    else:
        line.setMinimumWidth(theme.current().characters(width))
    return line


class PersonOfFamily(RecordDialog):
    """Somebody of the family or the household, new or known."""

    corrected = "_member"

    def __init__(
        self,
        parent: QWidget,
        workplace: Workplace,
        page: FamilyPage,
        child_id: int,
        member: FamilyMember | None,
    ) -> None:
        question = f"Change {relation_words(member).lower()}" if member else "Add a person"
        super().__init__(
            parent, workplace.operations, question, page.banner,
            explanation=f"Only what {page.called}'s care needs. It is third-party information: never on the GP copy.",
        )  # fmt: skip
        self.setObjectName("fam.person")
        self._child_id, self._member = child_id, member
        self._made_with = (workplace, page, child_id)
        held = member or FamilyMember(0, "mother")
        self._relation = Choice("fam.person.relation", tuple((one.key, one.words) for one in RELATIONS))
        self._relation.set_value(held.relation)
        self._name = _line(held.full_name, "fam.person.name")
        self._sex = RadioGroup("Sex", _SEX, name="fam.person.sex", across=True)
        self._sex.set_value(held.sex)
        self._born = _line(str(held.born_year or ""), "fam.person.born", width=6)
        self._life = RadioGroup("Alive or died", _LIFE, name="fam.person.life", across=True)
        self._life.set_value("died" if held.has_died else "alive")
        self._died = _line(str(held.died_year or ""), "fam.person.died", width=6)
        self._lives = RadioGroup(f"Lives with {page.called}", _YES_NO, name="fam.person.lives", across=True)
        self._lives.set_value("yes" if held.lives_with_child else "no")
        self._contact = RadioGroup(
            "Contact", tuple(CONTACT_WORDS.items()), name="fam.person.contact", across=True
        )
        self._contact.set_value(held.contact)
        self._how = _line(held.contact_words, "fam.person.contactWords")
        self._health = PlainTextEdit(held.health_notes or "", least_lines=2)
        self._health.setObjectName("fam.person.health")
        others = tuple(
            (str(one.id), _named(one)) for one in page.people if member is None or one.id != member.id
        )
        self._links = {
            link: Choice(f"fam.person.{link.removesuffix('_id')}", (("", first), *others))
            for link, first in (
                ("mother_id", "As the relation says"), ("father_id", "As the relation says"), ("partner_id", "Nobody"),
            )
        }  # fmt: skip
        for link, choice in self._links.items():
            choice.set_value(str(getattr(held, link) or ""))
        self._together = Choice("fam.person.partnership", (("", "Not known"), *PARTNERSHIPS))
        self._together.set_value(held.partnership or "")
        self._note = PlainTextEdit(held.note or "", least_lines=2)
        self._note.setObjectName("fam.person.note")
        self._lay_out(page.called)

    def _lay_out(self, called: str) -> None:
        self.add(f"Relation to {called}", self._relation)
        self.add("Name", self._name, optional=True)
        self.add("Sex", self._sex)
        self.add("Born in", self._born, hint="The year; about is enough.", optional=True)
        self.add("Alive or died", self._life)
        self.add("Died in", self._died, hint="The year, where it is known.", optional=True)
        self.add(f"Lives with {called}", self._lives)
        self.add("Contact", self._contact)
        self.add("Contact, in words", self._how, hint="Such as every Saturday, or letters.", optional=True)
        self.add("Health notes", self._health, hint="Third-party information.", optional=True)
        self.add_heading("Where the relation does not say it")
        self.add("Their mother", self._links["mother_id"], optional=True)
        self.add("Their father", self._links["father_id"], optional=True)
        self.add("Their partner", self._links["partner_id"], optional=True)
        self.add("Together or apart", self._together, hint=_WITH_WHOM, optional=True)
        self.add("Note", self._note, optional=True)
        self.ready()

    def save(self) -> None:
        for line, label in ((self._born, "Born in"), (self._died, "Died in")):
            if line.text().strip() and not line.text().strip().isdecimal():
                self._show(f"{label} must be a year, such as 1985")
                return
        super().save()

    def as_on_record(self) -> RecordDialog | None:
        workplace, page, child_id = self._made_with
        return self.anew(
            partial(PersonOfFamily, self, workplace, page, child_id), family.page, child_id,
            lambda found: found.people, today=workplace.today(),
        )  # fmt: skip

    def commands(self) -> Runs:
        given = {
            "relation": self._relation.value(),
            "full_name": self._name.text(),
            "sex": self._sex.value(),
            "born_year": _year(self._born),
            "has_died": self._life.value() == "died",
            "died_year": _year(self._died),
            "lives_with_child": self._lives.value() == "yes",
            "contact": self._contact.value(),
            "contact_words": self._how.text(),
            "health_notes": self._health.toPlainText(),
            "note": self._note.toPlainText(),
            "partnership": self._together.value(),
            **{link: int(choice.value()) if choice.value() else None for link, choice in self._links.items()},
        }
        known = self._member
        more = {"seen_version": known.version} if known else {}
        return [(family.save_person, (self._child_id, known.id if known else None, given), more)]


class RecordedByMistake(RecordDialog):
    """Strikes a person out, with the reason. Nobody is deleted."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, page: FamilyPage, child_id: int, member: FamilyMember
    ) -> None:
        super().__init__(
            parent, workplace.operations, f"{_named(member)}: recorded by mistake", page.banner,
            explanation="They no longer show here or in the genogram. What was recorded stays in the audit record.",
        )  # fmt: skip
        self.setObjectName("fam.mistake")
        self._child_id, self._member = child_id, member
        self._why = _line("", "fam.mistake.reason")
        self.add("Reason", self._why)
        self.ready()

    def commands(self) -> Runs:
        why = {"because": self._why.text()}
        return [(family.enter_person_in_error, (self._child_id, self._member.id), why)]


class AskForHistory(RecordDialog):
    """A request for what is missing: the letter, the contribution, and the items marked as asked with the day to chase."""

    def __init__(self, parent: QWidget, workplace: Workplace, page: FamilyPage, child_id: int) -> None:
        day = (
            f" Day {page.days_in_care} since {page.called} became looked after."
            if page.days_in_care is not None
            else ""
        )
        super().__init__(
            parent, workplace.operations, "Ask for birth and family history", page.banner,
            explanation=f"A letter is made, and what is missing is marked as asked.{day}",
        )  # fmt: skip
        self.setObjectName("fam.ask")
        self._child_id, self._workplace = child_id, workplace
        today = workplace.today()
        choices = {
            one.source: one for one in workplace.operations.ask(information.choices, child_id, today=today)
        }
        self._choices = choices
        sources = tuple((key, SOURCES[key].words) for key in family_request.ASKED_FOR_HISTORY)
        self._source = RadioGroup("Who is asked", sources, name="fam.ask.source")
        self._whom = _line("", "fam.ask.whom")
        missing = _missing(page)
        self._groups = TickList(
            "Ask for", tuple((key, title) for key, title in GROUPS if missing.get(key)), name="fam.ask.groups"
        )
        self._groups.set_value(tuple(key for key in ("birth", "mother", "father") if missing.get(key)))
        self._what = PlainTextEdit(_words(page, missing), least_lines=4)
        self._what.setObjectName("fam.ask.what")
        self._due = DateField("Chase on", today, direction="future", name="fam.ask.due")
        self._due.set_value(today + timedelta(days=DAYS_TO_ANSWER))
        self._source.changed.connect(self._name_source)
        self._source.set_value("council")
        self._name_source("council")
        self.add("Who is asked", self._source)
        self.add("Asked of", self._whom, hint="The person or the office.")
        self.add("Ask for", self._groups)
        self.add("What to ask", self._what, hint="As it stands in the letter.")
        self.add("Chase on", self._due)
        self.ready()

    def commands(self) -> Runs:
        due = self._due.value()
        if due is None:
            raise UserError("Chase on: enter a date")
        given = {
            "today": self._workplace.today(), "source": self._source.value(), "asked_of": self._whom.text(),
            "what": self._what.toPlainText(), "groups": tuple(self._groups.value()), "due_on": due,
            "render": self._workplace.render,
        }  # fmt: skip
        return [(family_request.request, (self._child_id,), given)]

    def save(self) -> None:
        if self._due.value() is None:
            self._show("Chase on: enter a date")
            return
        super().save()

    def _name_source(self, source: str) -> None:
        choice = self._choices.get(source)
        self._whom.setText((choice.on_record if choice else "") or SOURCES[source].words)


def _missing(page: FamilyPage) -> dict[str, tuple[str, ...]]:
    """Return the items of each group that are not complete, as the page words them."""
    return {
        key: tuple(
            one.question.ask
            for one in items
            if one.held.state not in HISTORY_COMPLETE and one.held.item not in NOT_COUNTED
        )
        for key, _, items in page.groups
    }


def _words(page: FamilyPage, missing: dict[str, tuple[str, ...]]) -> str:
    titles = dict(GROUPS)
    lines = [
        f"{titles[key]}: {'; '.join(words)}" for key, words in missing.items() if words and key != "family"
    ]
    return "\n".join((f"Please tell us for {page.called}'s health assessment:", *lines))


def _named(member: FamilyMember) -> str:
    return (
        f"{member.full_name} ({relation_words(member).lower()})"
        if member.full_name
        else relation_words(member)
    )


def _year(line: QLineEdit) -> int | None:
    typed = line.text().strip()
    return int(typed) if typed.isdecimal() else None
