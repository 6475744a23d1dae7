"""S14, tabs Dental, Vision and hearing, and Development: what the record knows of each check, and every entry."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.routine_checks import (
    DEVELOPMENT_UNDER,
    KINDS,
    STATES,
    Kind,
    RoutineCheck,
    Standing,
    check_words,
)
from lac_tracker.services import routine_checks
from lac_tracker.services.routine_checks import RoutineChecks
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainLabel, heading
from lac_tracker.ui.screens.health_checks_routine_dialog import NAMES, CheckDialog, row_words
from lac_tracker.ui.screens.health_tab import HealthTab, Part
from lac_tracker.ui.screens.record_page import LARGE, Desk, clear
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.whole_table import WholeTable

_LOOKS = {
    "done": "complete",
    "booked": "booked",
    "not_done": "missing",
    "declined": "declined",
    "not_needed": "not_needed",
}
_YES_NO = {"yes": "Yes", "no": "No"}


class StandingBox(QWidget):
    """What the record knows, with its icon, and the sentences beneath."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_standing(self, found: Standing) -> None:
        clear(self._column)
        words = PlainLabel(found.words, type="strong", wraps=True)
        words.setObjectName(f"{self._name}.said")
        more = [PlainLabel(one, wraps=True) for one in found.more]
        for label in more:
            label.setObjectName(f"{self._name}.more")
        self._column.addWidget(icon_line(found.look, words, *more))


class RoutineTab(HealthTab):
    """A tab of one or more kinds of check. Enter on a line corrects it."""

    kinds: tuple[Kind, ...]

    def __init__(self, desk: Desk, facts: BannerFacts) -> None:
        super().__init__(desk, facts)
        self._boxes: dict[Kind, StandingBox] = {}
        self._parts: dict[Kind, Part] = {}
        for place, kind in enumerate(self.kinds):
            self._add_kind(kind, is_first=place == 0)
        self.column.addStretch()

    def show_record(self) -> None:
        """Read the checks anew."""
        today = self.desk.workplace.today()
        held: RoutineChecks = self.desk.operations.ask(
            routine_checks.on_record, self.desk.child_id, today=today
        )
        for kind in self.kinds:
            self._boxes[kind].show_standing(held.standings[kind])
            self._parts[kind].show_rows(held.of(kind), "")

    def add(self) -> None:
        self._open(self.kinds[0], None)

    def _add_kind(self, kind: Kind, *, is_first: bool) -> None:
        name = f"chk.{NAMES[kind]}"
        if len(self.kinds) > 1:
            if not is_first:
                self.column.addSpacing(theme.current().space(3))
            self.column.addWidget(heading({"vision": "Vision", "hearing": "Hearing"}[kind]))
        self._boxes[kind] = StandingBox(name)
        if len(self.kinds) > 1:
            self._boxes[kind].setObjectName(name)  # else the tab has that name
        self.column.addWidget(self._boxes[kind])
        words = f"Add {KINDS[kind].lower()}"
        self.add_buttons(
            self.main_button(words, f"{name}.add")
            if is_first
            else self.button(words, f"{name}.add", lambda: self._open(kind, None))
        )
        table = WholeTable(
            RowModel(_columns(kind), self),
            label=f"{KINDS[kind]}s on record",
            name=f"{name}.table",
            most_lines=5,
        )
        self._parts[kind] = self.add_part("", table, NAMES[kind], self._correct, self._take_out)

    def _correct(self, row: RoutineCheck) -> None:
        self._open(row.kind, row)

    def _open(self, kind: Kind, row: RoutineCheck | None) -> None:
        self.open_dialog(CheckDialog(self, self.desk.workplace, self.desk.child_id, self.facts, kind, row))

    def _take_out(self, row: RoutineCheck) -> None:
        self.take_out(check_words(row), routine_checks.in_error, row.id, row.version)


class DentalTab(RoutineTab):
    """Teeth: seen within 12 months, by whom, what is waiting, why not."""

    key, words = "dental", "Dental"
    kinds = ("dental",)


class SensesTab(RoutineTab):
    """Eyes and ears: when, by whom, what was found, what is next."""

    key, words = "senses", "Vision and hearing"
    kinds = ("vision", "hearing")


class DevelopmentTab(RoutineTab):
    """The health visitor's reviews of a child under five; for others only where something is on record."""

    key, words = "development", "Development"
    kinds = ("development",)

    @classmethod
    def is_for(cls, desk: Desk) -> bool:
        today = desk.workplace.today()
        held: RoutineChecks = desk.operations.ask(routine_checks.on_record, desk.child_id, today=today)
        return held.age < DEVELOPMENT_UNDER or bool(held.of("development"))


def _columns(kind: Kind) -> tuple[Column[RoutineCheck], ...]:
    when: Column[RoutineCheck] = Column(
        "When", lambda row: row.when.words if row.when else "", width=14, strong=True
    )
    state: Column[RoutineCheck] = Column(
        "What happened", lambda row: STATES[row.state], width=15, status=lambda row: _LOOKS[row.state]
    )
    result: Column[RoutineCheck] = Column(
        "Result, or why not", lambda row: row.result or row.reason, width=32, wraps=True, yields=True,
        detail=_detail,
    )  # fmt: skip
    by: Column[RoutineCheck] = Column(
        "Practice" if kind == "dental" else "By", lambda row: row.provider, width=20, wraps=True,
        detail=lambda row: row.provider,
    )  # fmt: skip
    next_on: Column[RoutineCheck] = Column(
        "Next", lambda row: show_date(row.next_on) if row.next_on else "", width=13
    )
    source: Column[RoutineCheck] = Column(
        "Source", lambda row: row.source, width=16, wraps=True, detail=lambda row: row.source
    )
    is_large = theme.current().text_percent >= LARGE
    if kind == "dental":
        treatment: Column[RoutineCheck] = Column(
            "Treatment waiting", lambda row: _YES_NO.get(row.treatment_waiting or "", ""), width=11
        )
        has_dentist: Column[RoutineCheck] = Column(
            "Has a dentist", lambda row: _YES_NO.get(row.registered or "", ""), width=9
        )
        return (
            (when, state, result, by)
            if is_large
            else (when, state, result, by, has_dentist, treatment, next_on, source)
        )
    if kind == "development":
        review: Column[RoutineCheck] = Column("Review", row_words, width=26, wraps=True)
        says: Column[RoutineCheck] = Column(
            "Up to date", lambda row: _YES_NO.get(row.up_to_date or "", ""), width=10
        )
        return (when, review, state, result) if is_large else (when, review, state, says, result, by, source)
    return (when, state, result, by) if is_large else (when, state, result, by, next_on, source)


def _detail(check: RoutineCheck) -> str:
    """Return all of a check that may have no room in its line."""
    told = (
        check.result or check.reason,
        check.provider,
        f"Has a dentist: {_YES_NO[check.registered]}" if check.registered else "",
        f"Treatment waiting: {_YES_NO[check.treatment_waiting]}" if check.treatment_waiting else "",
        f"Reviews up to date: {_YES_NO[check.up_to_date]}" if check.up_to_date else "",
        f"Next: {show_date(check.next_on)}" if check.next_on else "",
        f"Source: {check.source}",
    )
    return "\n".join(one for one in told if one)
