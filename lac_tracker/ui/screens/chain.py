"""Chain of custody of one assessment: what was done, by whom, when."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.services import assessments, custody
from lac_tracker.services.custody import CustodyLine
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainLabel
from lac_tracker.ui.screens.record_page import Desk, Place, RecordPage
from lac_tracker.ui.widgets.row_table import RowTable

COLUMNS: tuple[Column[CustodyLine], ...] = (
    Column("When", lambda line: line.when, width=26, strong=True),
    Column("Who", lambda line: line.who, width=22),
    Column("What", lambda line: line.what, detail=lambda line: line.what, width=70, wraps=True),
)


class ChainPage(RecordPage):
    """Read only, oldest first."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "chain")
        assert place.assessment_id is not None
        entry = desk.operations.ask(assessments.for_entry, place.assessment_id, today=desk.workplace.today())
        lines: tuple[CustodyLine, ...] = desk.operations.ask(custody.chain, place.assessment_id)
        version = f", version {entry.edition}" if entry.edition > 1 else ""
        self.head.title.setText("Chain of custody")
        self.head.say(f"{entry.kind}{version}. {entry.signed_words or 'Not signed yet'}")
        model: RowModel[CustodyLine] = RowModel(COLUMNS, self)
        model.set_rows(lines)
        self._table = RowTable(model, label="Chain of custody", name="chain.table", shares=True)
        self._table.chosen.connect(self._show)
        self._full = PlainLabel(wraps=True)
        self._full.setObjectName("chain.line")
        self._full.make_selectable()
        space = theme.current().space
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(6), space(1), space(6), space(6))
        column.setSpacing(space(2))
        column.addWidget(self._table, 1)
        column.addWidget(self._full)
        self.content.addWidget(inside, 1)
        self._table.choose(0)

    def take_focus(self) -> None:
        self._table.setFocus()

    def _show(self, line: CustodyLine | None) -> None:
        self._full.setText(f"{line.when}, {line.who}: {line.what}" if line else "")
