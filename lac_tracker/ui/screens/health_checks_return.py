"""S14, tab For the return: what the council's yearly return asks of this child, what is known and what is missing."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.yearly_return import Line, State
from lac_tracker.services import yearly_return
from lac_tracker.services.yearly_return import ReturnOfChild
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainLabel, heading, set_tooltip
from lac_tracker.ui.screens.dialog_fields import WORDS_WIDTH, line
from lac_tracker.ui.screens.health_tab import HealthTab
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.screens.record_page import LARGE, Desk, Place
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.widgets.whole_table import WholeTable
from lac_tracker.ui.workplace import Workplace

_STATE_WORDS: dict[State, str] = {
    "known": "Known", "missing": "Missing", "differs": "Two answers", "does_not_apply": "Does not apply",
}  # fmt: skip
_LOOKS: dict[State, str] = {
    "known": "complete", "missing": "missing", "differs": "needs_review", "does_not_apply": "not_needed",
}  # fmt: skip
_COUNCIL = 4  # place of the column with what the council returned
# Where a line is mended: the page, its tab, and the words of the button.
_PLACES: dict[str, tuple[str, str, str]] = {
    "sdq": ("sdq", "", "Go to SDQ"),
    "assessments": ("assessments", "", "Go to Assessments"),
    "dental": ("health_checks", "dental", "Go to Dental"),
    "development": ("health_checks", "development", "Go to Development"),
    "immunisations": ("health_checks", "imm", "Go to Immunisations"),
    "substances": ("health_checks", "substances", "Go to Substances"),
}


class ReturnTab(HealthTab):
    """Enter on a line goes to where it is mended, or asks for the answer that only a person can give."""

    key, words = "return", "For the return"
    edits = Action.EDIT_RETURN

    def __init__(self, desk: Desk, facts: BannerFacts) -> None:
        super().__init__(desk, facts)
        self._year: int | None = None  # the one whose return is being made
        self._held: ReturnOfChild
        self._add_head()
        self._cohort = self.add_line("chk.return.cohort")
        self._go = self.main_button("Go to Dental", "chk.return.go")
        self._answer = self.button("Answer for the return", "chk.return.answer", self._ask)
        self._back = self.button("Take the answer back", "chk.return.back", self._take_back)
        self.add_buttons(self._go, self._answer, self._back)
        self.table = WholeTable(
            RowModel(self._columns(), self), label="What the return asks", name="chk.return.table"
        )
        self.table.opened.connect(lambda _row: self.add())
        self.table.chosen.connect(self._show_chosen)
        is_large = theme.current().text_percent >= LARGE
        if not is_large:
            self.column.addWidget(self.table)
        self._detail = self.add_line("chk.return.detail")
        self._detail.make_selectable()
        if is_large:  # the table is longer than the screen: what its line says stays with the buttons
            self.column.addWidget(self.table)
        self.add_line("chk.return.unverified", "hint").setText(
            "Columns and ages follow an open validator of the return (not checked against this year's guide)."
        )
        self.column.addStretch()

    def begin_with(self, detail: str) -> None:
        """Show the return of this year next."""
        self._year = int(detail) if detail.isdecimal() else None

    def show_record(self) -> None:
        """Read the checklist anew; the line that was chosen stays chosen."""
        chosen = self.table.current_row()
        today = self.desk.workplace.today()
        self._held = self.desk.operations.ask(
            yearly_return.on_record, self.desk.child_id, today=today, year=self._year
        )
        self._counted.setText(self._held.counted[:1].upper() + self._held.counted[1:])
        self._show_years()
        council = f"The council's return of {self._held.council_year} stands beside. " if self._held.council_year else ""  # fmt: skip
        self._cohort.setText(f"{council}{self._held.cohort}.")
        model = self.table.model()
        assert isinstance(model, RowModel)
        model.set_rows(self._held.lines)
        if len(model.columns) > _COUNCIL:
            self.table.show_column(_COUNCIL, bool(self._held.council_year))
        wanted = next((n for n, one in enumerate(self._held.lines) if chosen and one.words == chosen.words), None)  # fmt: skip
        first = next((n for n, one in enumerate(self._held.lines) if one.state in ("missing", "differs")), 0)
        self.table.choose(first if wanted is None else wanted)
        self._show_chosen(self.table.current_row())

    def take_focus(self) -> None:
        """Begin at the top, where the count stands: the table is longer than the screen."""
        can_go = self._go.isVisibleTo(self) and self._go.isEnabled()
        (self._go if can_go else self._years).setFocus()

    def add(self) -> None:
        """Mend the chosen line: go to its place, or ask for the answer."""
        row = self.table.current_row()
        if row is None or row.state == "does_not_apply":
            return
        if row.where in _PLACES:
            page, tab, _words = _PLACES[row.where]
            self.wanted.emit(Place(self.desk.child_id, page, about=tab))
        elif self.may_edit:
            self._ask()

    # Behind it

    def _add_head(self) -> None:
        row = QWidget()
        head = QHBoxLayout(row)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(theme.current().space(4))
        self._counted = heading("")
        self._counted.setObjectName("chk.return.counted")
        self._years = QComboBox()
        self._years.setObjectName("chk.return.year")
        self._years.setAccessibleName("Year of the return")
        self._years.setMinimumHeight(theme.current().control_height())
        self._years.activated.connect(self._choose_year)
        head.addWidget(self._years)
        head.addWidget(self._counted)
        head.addStretch()
        self.column.addWidget(row)

    def _columns(self) -> tuple[Column[Line], ...]:
        asked = Column[Line]("The return asks", lambda row: row.words, width=34, wraps=True, strong=True)
        state = Column[Line](
            "Status", lambda row: _STATE_WORDS[row.state], status=lambda row: _LOOKS[row.state], width=20
        )  # fmt: skip
        if theme.current().text_percent >= LARGE:
            return asked, state
        return (
            asked,
            state,
            Column("Return says", lambda row: row.says if row.state == "known" else "", width=14, wraps=True),
            Column(
                "From, or what to do", lambda row: _capital(row.source) or row.mend or _why_not(row), width=40, wraps=True, yields=True,
                detail=lambda row: _whole(row),
            ),
            Column("Council", lambda row: row.council, width=9),
        )  # fmt: skip

    def _show_years(self) -> None:
        shown = [int(self._years.itemData(n)) for n in range(self._years.count())]
        if shown != [one.year for one in self._held.years]:
            self._years.clear()
            for one in self._held.years:
                self._years.addItem(one.words, one.year)
        self._years.setCurrentIndex(self._years.findData(self._held.year.year))

    def _choose_year(self, place: int) -> None:
        self._year = int(self._years.itemData(place))
        self.show_record()

    def _show_chosen(self, row: Line | None) -> None:
        """Say all of the chosen line beneath the table, and what its buttons do."""
        self._detail.setText(_whole(row) if row else "")
        applies = row is not None and row.state != "does_not_apply"
        is_asked = row is not None and row.where not in _PLACES
        words = "Answer" if is_asked else _PLACES[row.where][2] if row else ""
        self._go.setText(words)
        self._go.setAccessibleName(f"{words}: {row.words}" if row else words)
        set_tooltip(self._go, f"{words} (Enter on the line, or Ctrl+N)")
        self._go.setEnabled(applies)
        self._answer.setVisible(bool(applies and row and row.a_person_may_say and not is_asked))
        self._back.setVisible(bool(applies and row and row.answer and row.a_person_may_say))

    def _ask(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.open_dialog(ReturnAnswerDialog(self, self.desk.workplace, self.desk.child_id, self.facts, self._held, row))  # fmt: skip

    def _take_back(self) -> None:
        row = self.table.current_row()
        if row is None or row.answer is None:
            return
        changes = self.desk.operations.do(
            yearly_return.take_back, self.desk.child_id, year=self._held.year.year, column=row.name,
            seen_version=row.answer.version,
        )  # fmt: skip
        if changes is not None:
            self.said.emit("Answer taken back")
        self.show_record()
        self.table.setFocus()


class ReturnAnswerDialog(RecordDialog):
    """What a person says for the return, and who told them. What the record says stands above."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, held: ReturnOfChild, row: Line
    ) -> None:  # fmt: skip
        super().__init__(
            parent, workplace.operations, "Answer for the return", facts, explanation=f"{row.words}. {held.words}.",
        )  # fmt: skip
        self.setObjectName("chk.return.dialog")
        self._child_id, self._held, self._row = child_id, held, row
        self._today: Callable[[], Any] = workplace.today
        record = row.source if row.answer is None and not row.usually_no else ""
        if record:
            self.add_words(PlainLabel(f"The record says: {record}", wraps=True))
        self._says = RadioGroup(
            "Yes or no", (("1", "Yes"), ("0", "No")), name="chk.return.dialog.says", across=True
        )
        self._source = line("chk.return.dialog.source", width=WORDS_WIDTH)
        if row.answer is not None:
            self._says.set_value(row.answer.answer)
            self._source.setText(row.answer.source)
        elif row.usually_no:  # offered, and kept only when a person saves it
            self._says.set_value("0")
            self._source.setText(row.usually_no)
        self.add("Yes or no", self._says)
        self.add(
            "Who told you", self._source, hint="Such as 'Social worker by phone' or 'Youth justice team'."
        )
        self.ready()

    def commands(self) -> Runs:
        given: dict[str, Any] = {
            "today": self._today(),
            "year": self._held.year.year,
            "column": self._row.name,
            "says": self._says.value(),
            "source": self._source.text(),
            "seen_version": self._row.answer.version if self._row.answer else 0,
        }
        return [(yearly_return.answer, (self._child_id,), given)]


def _why_not(row: Line) -> str:
    """Return why a line does not apply, beside the status that says that it does not."""
    return _capital(row.says.removeprefix("does not apply: ")) if row.state == "does_not_apply" else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _whole(row: Line) -> str:
    """Return all that is known of a line, in sentences."""
    parts = [f"{row.words}: {row.says}" if row.says else row.words, _capital(row.source), row.mend]
    if row.council and not row.is_councils:
        parts.append(f"The council returned {row.council}")
    parts += [f"Left out, {left.words} ({left.source})" for left in row.left_out]
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)
