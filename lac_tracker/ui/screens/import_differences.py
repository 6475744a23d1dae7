"""Where a council's list and the caseload differ: the columns of the table, its export, and the dialog that resolves one."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.exports import Cell
from lac_tracker.domain.exports import Column as ExportColumn
from lac_tracker.domain.reconciliation import KIND_WORDS, RESOLUTIONS, Difference, shown
from lac_tracker.services import reconciliation
from lac_tracker.ui.models.row_model import Column
from lac_tracker.ui.screens.code_choice import CodeChoice
from lac_tracker.ui.screens.dialog_fields import line, long_text
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace

EXPORTED = (
    ExportColumn("Council ID", names=True), ExportColumn("Child", names=True, width=28), ExportColumn("What differs", width=28),
    ExportColumn("In the list", width=28), ExportColumn("Here", width=28), ExportColumn("How it was resolved", width=48),
)  # fmt: skip


class ResolveDifference(RecordDialog):
    """What is right, and why. Where it makes care end, the day and the reason are asked for as on the record."""

    def __init__(self, parent: QWidget, workplace: Workplace, found: Difference) -> None:
        who = found.name or f"Council ID {found.council_id}"
        super().__init__(
            parent, workplace.operations, "Resolve a difference", None, explanation=f"{who}. {found.words}.",
            verbs=("Cancel", "Resolve"), names=("imp.resolve.cancel", "imp.resolve.go"),
        )  # fmt: skip
        self.setObjectName("imp.resolving")
        self._workplace, self._found = workplace, found
        self._how = RadioGroup(
            "What is right", tuple(RESOLUTIONS[found.kind].items()), name="imp.resolve.how"
        )
        self._how.changed.connect(lambda _key: self._fit())
        self.add("What is right", self._how)
        self._left_on = DateField(
            "Left care on", workplace.today(), direction="past", name="imp.resolve.leftOn"
        )
        self._because = CodeChoice(
            "Why care ended", workplace.choices("reason_ended"), name="imp.resolve.leftBecause"
        )
        self._family, self._given = line("imp.resolve.family"), line("imp.resolve.given")
        self._leaving = (
            self.add("Left care on", self._left_on),
            self.add("Why care ended", self._because),
        )
        self._naming: tuple[Field, ...] = (
            self.add("Family name", self._family, optional=True),
            self.add("Given name", self._given, optional=True),
        )
        self._why = long_text("imp.resolve.why", lines=2)
        self.add("Reason", self._why, hint="Who decided, and on what ground. It is kept with the difference.")
        self._fit()
        self.ready()

    def commands(self) -> Runs:
        how = self._how.value()
        resolution = next((key for key in RESOLUTIONS[self._found.kind] if key == how), None)
        asks_day = not self._leaving[0].isHidden()
        given = {
            "resolution": resolution, "reason": self._why.toPlainText(), "today": self._workplace.today(),
            "seen_version": self._found.version, "left_on": self._left_on.value() if asks_day else None,
            "left_because": self._because.value() if not self._leaving[1].isHidden() else "",
            "family_name": self._family.text(), "given_name": self._given.text(),
        }  # fmt: skip
        return [(reconciliation.resolve, (self._found.id,), given)]

    def save(self) -> None:
        """Resolve it; a choice has to be made first."""
        if not self._how.value():
            self.fields[0].show_error("What is right: choose one")
            self._how.setFocus()
            return
        super().save()

    def _fit(self) -> None:
        """Ask only for what this choice needs."""
        ends = asks_to_leave(self._found, self._how.value())
        self._leaving[0].setVisible(ends and self._found.kind == "ours_only")
        self._leaving[1].setVisible(ends)
        for field in self._naming:
            field.setVisible(self._how.value() == "added" and not self._found.name)


def asks_to_leave(found: Difference, how: str) -> bool:
    """Tell whether a choice makes care end and the list does not say why."""
    if how == "left_care":
        return True
    theirs_day, _, code = found.theirs.partition(" ")
    return found.kind == "left_care" and how == "theirs_is_right" and bool(theirs_day) and not code


def _side(found: Difference, text: str) -> str:
    """Return what one of the lists says, as the screen has it; nothing of a closed record, which is not 'not known'."""
    return "" if found.is_closed else shown(found.kind, text)


def exported(found: Iterable[Difference]) -> tuple[tuple[Cell, ...], ...]:
    """Return the differences as rows of a file."""
    return tuple(
        (
            one.council_id,
            one.name,
            KIND_WORDS[one.kind],
            _side(one, one.theirs),
            _side(one, one.ours),
            one.resolved_words,
        )
        for one in found
    )


def state_of(found: Difference) -> tuple[str, str]:
    """Return (status, words) of how a difference stands."""
    if found.resolution is None:
        return "to_decide", "To resolve"
    if found.is_open:
        return "asked", "Council asked"
    return "complete", "Resolved"


def difference_columns() -> tuple[Column[Difference], ...]:
    """Return the columns of the table of differences."""
    return (
        Column("Child", lambda one: one.name or f"Council ID {one.council_id}", strong=True, width=22,
               second=lambda one: f"Council ID {one.council_id}" if one.name and one.council_id and one.council_id not in one.name else "", sort=lambda one: one.name or one.council_id),
        Column("What differs", lambda one: KIND_WORDS[one.kind], width=18, wraps=True, sort=lambda one: KIND_WORDS[one.kind],
               detail=lambda one: one.words),
        Column("In the list", lambda one: _side(one, one.theirs) if one.kind != "ours_only" else "", width=30, wraps=True,
               detail=lambda one: one.words),
        Column("Here", lambda one: _side(one, one.ours) if one.kind != "theirs_only" else "", width=18, wraps=True,
               detail=lambda one: one.words),
        Column("State", lambda one: state_of(one)[1], status=lambda one: state_of(one)[0], width=16,
               detail=lambda one: one.resolved_words, sort=lambda one: state_of(one)[1]),
    )  # fmt: skip
