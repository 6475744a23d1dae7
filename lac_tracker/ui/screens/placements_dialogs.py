"""Dialogs of the page of placements: a move, a legal status, becoming looked after, leaving care."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.services import care_page, placements
from lac_tracker.services.care_page import CareShown, CodeChoices, LegalShown, PlacementShown
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainTextEdit, hint
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace

Runs = list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]


def line(text: str | None, name: str, *, width: int = 36, longest: int = 200) -> QLineEdit:
    """Return a field for one line; a short answer has a short field."""
    found = QLineEdit(text or "")
    found.setObjectName(name)
    room = theme.current().characters(width) + theme.current().space(4)
    if width < 36:
        found.setFixedWidth(room)
    else:
        found.setMinimumWidth(room)
    found.setMaxLength(longest + 1)  # one more than fits, so that too much is explained and not cut
    return found


class _PlacementFields:
    """The controls of one placement, in a dialog."""

    def __init__(
        self, dialog: RecordDialog, choices: CodeChoices, workplace: Workplace, now: PlacementShown | None
    ) -> None:
        record = now.record if now else None
        today = workplace.today()
        self.began = DateField("From", today, direction="past", name="plc.placement.from")
        self.type = ChoiceBox("Placement type", choices.placement_types, name="plc.placement.type")
        self.carer = line(record.carer_name if record else "", "plc.placement.carer")
        self.address = PlainTextEdit((record.address if record else "") or "")
        self.address.setObjectName("plc.placement.address")
        self.postcode = line(
            record.postcode if record else "", "plc.placement.postcode", width=10, longest=10
        )
        self.host = line(record.host_area if record else "", "plc.placement.host")
        self.told = DateField("LAC team told", today, direction="past", name="plc.placement.told")
        reason = now.reason if now and now.reason != care_page.CAME_INTO_CARE else ""
        self.reason = line(reason, "plc.placement.reason")
        if record:
            self.began.set_value(record.began)
            self.type.set_value(record.placement_type)
            self.told.set_value(record.council_told_us_on)
        self.fields: list[Field] = [
            dialog.add("From", self.began, hint="The placement before it ends that day."),
            dialog.add("Placement type", self.type),
        ]
        if record:
            self.ended = DateField("To", today, direction="past", name="plc.placement.to")
            self.ended.set_value(record.ended)
            self.fields.append(dialog.add("To", self.ended, optional=True))
        self.fields += [
            dialog.add("Carer", self.carer, optional=True),
            dialog.add("Address", self.address, optional=True),
            dialog.add("Postcode", self.postcode, optional=True),
            dialog.add("Host area", self.host, hint="Only when it is outside our own area.", optional=True),
            dialog.add(
                "LAC team told", self.told, hint="The day the council told us of this move.", optional=True
            ),
            dialog.add("Reason for move", self.reason, hint="Why the one before it ended.", optional=True),
        ]

    def values(self) -> dict[str, Any]:
        return {
            "began": self.began.value(),
            "placement_type": self.type.value(),
            "address": self.address.toPlainText(),
            "postcode": self.postcode.text(),
            "carer_name": self.carer.text(),
            "host_area": self.host.text(),
            "told_on": self.told.value(),
            "reason": self.reason.text(),
        }


class _LegalFields:
    """The controls of one legal status, in a dialog. Who likely holds PR is advice beside the field."""

    def __init__(
        self,
        dialog: RecordDialog,
        choices: CodeChoices,
        workplace: Workplace,
        child_id: int,
        now: LegalShown | None,
    ) -> None:
        record, today = (now.record if now else None), workplace.today()
        self._workplace, self._child_id = workplace, child_id
        self.began = DateField("From", today, direction="past", name="plc.legal.from")
        self.code = ChoiceBox("Legal status", choices.legal_statuses, name="plc.legal.status")
        self.holders = line(record.parental_responsibility if record else "", "plc.legal.pr")
        self.advice = hint("")
        self.advice.setObjectName("plc.legal.advice")
        if record:
            self.began.set_value(record.began)
            self.code.set_value(record.code)
        self.fields: list[Field] = [
            dialog.add("From", self.began, hint="The status before it ends that day."),
            dialog.add("Legal status", self.code),
        ]
        if record:
            self.ended = DateField("To", today, direction="past", name="plc.legal.to")
            self.ended.set_value(record.ended)
            self.fields.append(dialog.add("To", self.ended, optional=True))
        self.fields.append(
            dialog.add("Who holds PR", self.holders, hint="Such as: Council and mother.", optional=True)
        )
        dialog.add_words(self.advice)
        self.code.changed.connect(self._advise)
        self._advise(self.code.value())

    def values(self) -> dict[str, Any]:
        return {
            "began": self.began.value(),
            "code": self.code.value(),
            "parental_responsibility": self.holders.text(),
        }

    def _advise(self, code: str) -> None:
        words = self._workplace.operations.ask(care_page.advice, self._child_id, code) if code else ""
        self.advice.setText(words)
        self.advice.setVisible(bool(words) and not self.fields[0].isHidden())


class AddChange(RecordDialog):
    """A new placement or a new legal status."""

    def __init__(self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts) -> None:
        super().__init__(parent, workplace.operations, "Add a change", facts)
        self.setObjectName("plc.change")
        self._child_id, self._today = child_id, workplace.today()
        choices = workplace.operations.ask(care_page.code_choices, child_id, today=self._today)
        self.what = RadioGroup(
            "What changed",
            (("placement", "Placement"), ("legal", "Legal status")),
            name="plc.change.what",
            across=True,
        )
        self.what.set_value("placement")
        self.add("What changed", self.what)
        self._placement = _PlacementFields(self, choices, workplace, None)
        self._legal = _LegalFields(self, choices, workplace, child_id, None)
        self.ready()
        self.what.changed.connect(self._show_what)
        self._show_what("placement")

    def commands(self) -> Runs:
        is_placement = self.what.value() != "legal"
        service = placements.add_placement if is_placement else placements.add_legal_status
        fields = self._placement if is_placement else self._legal
        return [(service, (self._child_id,), {"today": self._today, **fields.values()})]

    def save(self) -> None:
        """Save what is shown; a hidden field never stands in the way."""
        everything = self.fields
        self.fields = [field for field in everything if not field.isHidden()]
        super().save()
        self.fields = everything

    def _show_what(self, what: str) -> None:
        for field in self._placement.fields:
            field.setVisible(what != "legal")
        for field in self._legal.fields:
            field.setVisible(what == "legal")
        self._legal.advice.setVisible(what == "legal" and bool(self._legal.advice.text()))


class ChangePlacement(RecordDialog):
    """One placement, corrected."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, now: PlacementShown
    ) -> None:
        super().__init__(
            parent, workplace.operations, "Correct a placement", facts, explanation=_from_return(now.record.import_id)
        )  # fmt: skip
        self.setObjectName("plc.placement")
        self._now, self._today = now, workplace.today()
        self._made_with = (workplace, child_id, facts)
        choices = workplace.operations.ask(care_page.code_choices, child_id, today=self._today)
        self._fields = _PlacementFields(self, choices, workplace, now)
        self.ready()

    def as_on_record(self) -> RecordDialog | None:
        workplace, child_id, facts = self._made_with
        page = self._operations.ask(care_page.shown, child_id, today=self._today)
        found = next((one for one in page.placements if one.record.id == self._now.record.id), None)
        return ChangePlacement(self, workplace, child_id, facts, found) if found is not None else None

    def commands(self) -> Runs:
        given = {
            **self._fields.values(),
            "ended": self._fields.ended.value(),
            "today": self._today,
            "seen_version": self._now.record.version,
        }
        return [(placements.change_placement, (self._now.record.id,), given)]


class ChangeLegalStatus(RecordDialog):
    """One legal status, corrected."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, now: LegalShown
    ) -> None:
        super().__init__(
            parent, workplace.operations, "Correct a legal status", facts, explanation=_from_return(now.record.import_id)
        )  # fmt: skip
        self.setObjectName("plc.status")
        self._now, self._today = now, workplace.today()
        self._made_with = (workplace, child_id, facts)
        choices = workplace.operations.ask(care_page.code_choices, child_id, today=self._today)
        self._fields = _LegalFields(self, choices, workplace, child_id, now)
        self.ready()

    def as_on_record(self) -> RecordDialog | None:
        workplace, child_id, facts = self._made_with
        page = self._operations.ask(care_page.shown, child_id, today=self._today)
        found = next((one for one in page.legal if one.record.id == self._now.record.id), None)
        return ChangeLegalStatus(self, workplace, child_id, facts, found) if found is not None else None

    def commands(self) -> Runs:
        given = {
            **self._fields.values(),
            "ended": self._fields.ended.value(),
            "today": self._today,
            "seen_version": self._now.record.version,
        }
        return [(placements.change_legal_status, (self._now.record.id,), given)]


class BecameLookedAfter(RecordDialog):
    """The day care began: day 0 of every clock of the period."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, shown: CareShown
    ) -> None:
        again = shown.period is not None and not shown.in_care
        words = (
            f"{shown.called} left care before. A new period of care starts a new IHA clock."
            if again
            else "Every clock counts from this day. Changing it moves the due dates."
        )
        super().__init__(parent, workplace.operations, "Became looked after", facts, explanation=words)
        self.setObjectName("plc.began")
        self._child_id, self._today = child_id, workplace.today()
        self._began = DateField("Became looked after", self._today, direction="past", name="plc.began.on")
        self._told = DateField("LAC team told", self._today, direction="past", name="plc.began.told")
        if shown.period is not None and not again:
            self._began.set_value(shown.period.began)
            self._told.set_value(shown.period.council_told_us_on)
        self.add("Became looked after", self._began)
        self.add("LAC team told", self._told, hint="The day the council told us.", optional=True)
        self.ready()

    def commands(self) -> Runs:
        given = {"began": self._began.value(), "told_on": self._told.value(), "today": self._today}
        return [(placements.set_became_looked_after, (self._child_id,), given)]


class LeftCare(RecordDialog):
    """The child left care."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, shown: CareShown
    ) -> None:
        super().__init__(
            parent, workplace.operations, f"{shown.called} has left care?", facts,
            explanation="Open assessments will close as not needed; one that was begun with the child stays, to be "
            "signed. The record stays.",
            verbs=("Not yet", "Record it"),
        )  # fmt: skip
        self.setObjectName("plc.leaving")
        self._child_id, self._today = child_id, workplace.today()
        choices = workplace.operations.ask(care_page.code_choices, child_id, today=self._today)
        self._on = DateField("Left care", self._today, direction="past", name="plc.left.on")
        self._reason = ChoiceBox("Reason", choices.reasons_left, name="plc.left.reason")
        self.add("Left care", self._on)
        self.add("Reason", self._reason)
        self.ready()

    def commands(self) -> Runs:
        given = {"left_on": self._on.value(), "reason": self._reason.value(), "today": self._today}
        return [(placements.leave_care, (self._child_id,), given)]


class Remove(RecordDialog):
    """Something entered in error is taken away."""

    def __init__(
        self,
        parent: QWidget,
        workplace: Workplace,
        facts: BannerFacts,
        what: str,
        run: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]],
        *,
        title: str = "Remove this line?",
        why: str = "For what was entered in error. The record of changes keeps it.",
        verbs: tuple[str, str] = ("Keep it", "Remove"),
    ) -> None:
        super().__init__(
            parent, workplace.operations, title, facts, explanation=f"{what}. {why}", verbs=verbs
        )
        self.setObjectName("plc.removing")
        self._run = run
        self.ready()

    def commands(self) -> Runs:
        return [self._run]


def _from_return(import_id: int | None) -> str:
    if import_id is None:
        return ""
    return (
        "This came with the council's return. What you correct here stays until a later return says something new, "
        "and the import then tells you."
    )
