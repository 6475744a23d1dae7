"""S14, tab Hospital: stays, visits to an emergency department and operations. They show in the chronology."""

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.health_checks import VISIT_KINDS, HospitalVisit, visit_words
from lac_tracker.services import health_checks
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.screens.health_checks_dialogs import VisitDialog
from lac_tracker.ui.screens.health_tab import HealthTab
from lac_tracker.ui.screens.record_page import Desk
from lac_tracker.ui.widgets.whole_table import WholeTable

VISITS: tuple[Column[HospitalVisit], ...] = (
    Column("When", lambda row: row.when.words, width=16, strong=True),
    Column("What", lambda row: VISIT_KINDS[row.kind], second=lambda row: _stay(row), width=22, wraps=True),
    Column("Hospital", lambda row: row.hospital, width=24, wraps=True, detail=lambda row: row.hospital),
    Column("Why", lambda row: row.why, width=34, wraps=True, yields=True, detail=lambda row: row.why),
    Column("Source", lambda row: row.source, width=18, wraps=True, detail=lambda row: row.source),
)  # fmt: skip


class HospitalTab(HealthTab):
    """Enter on a line corrects it."""

    key, words = "hospital", "Hospital"

    def __init__(self, desk: Desk, facts: BannerFacts) -> None:
        super().__init__(desk, facts)
        self._said = self.add_line("chk.hospital.said")
        self.add_buttons(self.main_button("Add hospital visit", "chk.hospital.add"))
        self.table = WholeTable(
            RowModel(VISITS, self), label="Hospital visits", name="chk.hospital.table", most_lines=5
        )
        self._part = self.add_part("", self.table, "hospital", self._correct, self._take_out)
        self.column.addStretch()

    def show_record(self) -> None:
        """Read the visits anew."""
        held = self.desk.operations.ask(health_checks.on_record, self.desk.child_id)
        count = len(held.visits)
        self._said.setText(f"{count} hospital visit{'' if count == 1 else 's'} on record" if count else "")
        self._said.setVisible(bool(count))
        self._part.show_rows(held.visits, f"No hospital visits on record for {held.called}.")

    def add(self) -> None:
        self._open(None)

    def _correct(self, row: HospitalVisit) -> None:
        self._open(row)

    def _open(self, row: HospitalVisit | None) -> None:
        self.open_dialog(VisitDialog(self, self.desk.workplace, self.desk.child_id, self.facts, row))

    def _take_out(self, row: HospitalVisit) -> None:
        self.take_out(visit_words(row), health_checks.hospital_visit_in_error, row.id, row.version)


def _stay(visit: HospitalVisit) -> str:
    nights = visit.nights
    return f"{nights} night{'' if nights == 1 else 's'}" if nights else ""
