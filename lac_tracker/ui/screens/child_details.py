"""What is changed about a child outside an assessment: name and numbers, practice and people."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from lac_tracker.domain.children import BannerFacts, Child
from lac_tracker.services import child_summary, children
from lac_tracker.services.practices import Found
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel, PlainTextEdit
from lac_tracker.ui.screens.practice_search import HINT, PracticeSearch, is_loaded
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.nhs_number_field import NhsNumberField
from lac_tracker.ui.workplace import Workplace

Runs = list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]


_NAME = 36  # characters of a field for a name


def _line(text: str | None, name: str, *, width: int = _NAME, longest: int = 200) -> QLineEdit:
    line = QLineEdit(text or "")
    line.setObjectName(name)
    if width < _NAME:  # a short answer has a short field
        line.setFixedWidth(theme.current().characters(width) + theme.current().space(4))
    else:
        line.setMinimumWidth(theme.current().characters(width))
    line.setMaxLength(longest + 1)  # one more than fits, so that too much is explained and not cut
    return line


class NameAndNumbers(RecordDialog):
    """Names and NHS number."""

    corrected = "_child"

    def __init__(self, parent: QWidget, workplace: Workplace, child: Child, facts: BannerFacts) -> None:
        super().__init__(
            parent, workplace.operations, "Name and numbers", facts,
            explanation="Leave blank what is not known. If you only know one name, put it in family name.",
        )  # fmt: skip
        self.setObjectName("details.name")
        self._child = child
        self._made_with = (workplace, facts)
        self._family = _line(child.family_name, "details.family")
        self._given = _line(child.given_name, "details.given")
        self._preferred = _line(child.preferred_name, "details.preferred")
        self._nhs = NhsNumberField("details.nhs")
        self._nhs.set_value(child.nhs_number)
        self.add("Family name", self._family)
        self.add("Given name", self._given)
        self.add("Preferred name", self._preferred, hint="Used in every question to them.", optional=True)
        self.add("NHS number", self._nhs, hint="10 digits.")
        self.ready()

    def as_on_record(self) -> RecordDialog | None:
        workplace, facts = self._made_with
        summary = self._operations.ask(child_summary.summary, self._child.id, today=workplace.today())
        return NameAndNumbers(self, workplace, summary.child, facts)

    def commands(self) -> Runs:
        given = {
            "family_name": self._family.text(),
            "given_name": self._given.text(),
            "preferred_name": self._preferred.text(),
            "nhs_number": self._nhs.text(),
            "seen_version": self._child.version,
        }
        return [(children.change_details, (self._child.id,), given)]


class GpPractice(RecordDialog):
    """The child's GP practice, and the day somebody made sure of it."""

    def __init__(self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts) -> None:
        super().__init__(parent, workplace.operations, "GP practice", facts)
        self.setObjectName("details.practice")
        self._child_id = child_id
        held = workplace.operations.ask(child_summary.gp_practice, child_id)
        self._closed = PlainLabel(tone="overdue", wraps=True)
        self._closed.setObjectName("details.practice.closed")
        self._name = _line(held and held.organisation, "details.practice.name")
        self._ods = _line(held and held.ods_code, "details.practice.ods", width=10)
        self._address = PlainTextEdit((held and held.address) or "")
        self._address.setObjectName("details.practice.address")
        self._phone = _line(held and held.phone, "details.practice.phone", width=16)
        self._confirmed = DateField(
            "Last confirmed", workplace.today(), direction="past", name="details.practice.confirmed"
        )
        self._confirmed.set_value(held.last_confirmed_on if held else None)
        if is_loaded(workplace):
            search = PracticeSearch(workplace, "details.practice.find")
            search.chosen.connect(self._take)
            search.chosen.connect(search.clear)
            self.add("Find the practice", search, hint=HINT, optional=True)
        self.add_words(self._closed)
        self._closed.hide()
        self.add("Name of the GP practice", self._name)
        self.add("ODS code", self._ods, hint="Such as K83001.", optional=True)
        self.add("Address", self._address, optional=True)
        self.add("Phone", self._phone, optional=True)
        self.add(
            "Last confirmed", self._confirmed, hint="The day somebody made sure this is right.", optional=True
        )
        self.ready()

    def _take(self, found: Found) -> None:
        """Fill in what the file says; a practice that has closed is said at once."""
        one = found.practice
        self._name.setText(one.name)
        self._ods.setText(one.code)
        self._address.setPlainText(one.whole_address)
        self._phone.setText(one.phone)
        self._closed.setText(
            f"{one.name}: {found.closed}. Find the child’s practice." if found.closed else ""
        )
        self._closed.setVisible(bool(found.closed))
        self._name.setFocus()

    def commands(self) -> Runs:
        given = {
            "name": self._name.text(),
            "ods_code": self._ods.text(),
            "address": self._address.toPlainText(),
            "phone": self._phone.text(),
            "confirmed_on": self._confirmed.value(),
        }
        return [(children.set_gp_practice, (self._child_id,), given)]


class SocialWorkerAndCarer(RecordDialog):
    """The social worker and the carer. A name left blank keeps who is on record."""

    def __init__(self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts) -> None:
        super().__init__(parent, workplace.operations, "Social worker and carer", facts)
        self.setObjectName("details.people")
        self._child_id = child_id
        self._lines: dict[str, dict[str, QLineEdit]] = {}
        on_record = {"social_worker": facts.social_worker_words, "carer": facts.carer_words}
        for kind, words in (("social_worker", "Social worker"), ("carer", "Carer")):
            self.add_heading(words, f"On record: {on_record[kind]}. Enter a name only to change this.")
            lines = {
                part: _line("", f"details.{kind}.{part}", width=16 if part == "phone" else _NAME)
                for part in ("full_name", "role", "organisation", "phone")
            }
            for part, label in (
                ("full_name", "name"), ("role", "role"), ("organisation", "organisation"), ("phone", "phone")
            ):  # fmt: skip
                self.add(f"{words}: {label}", lines[part], optional=True)
            self._lines[kind] = lines
        self.ready()

    def commands(self) -> Runs:
        return [
            (
                children.set_person,
                (self._child_id,),
                {"kind": kind, **{part: line.text() for part, line in lines.items()}},
            )
            for kind, lines in self._lines.items()
            if any(line.text().strip() for line in lines.values())
        ]
