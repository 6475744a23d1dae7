"""S24b Mark as sent: each recipient with the address used and a tick that must be looked at; how, when, by whom."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lac_tracker.domain.disclosure import Reader
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.domain.sending import ROUTES, address_for
from lac_tracker.services import mark_sent
from lac_tracker.services.mark_sent import HowSent, MarkRow, ToMarkList
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.models.ticks import tick_column
from lac_tracker.ui.plain import PlainButton, hint
from lac_tracker.ui.screens.placements_dialogs import line
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.screens.record_page import LARGE, Desk
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.widgets.tick_table import TickTable
from lac_tracker.ui.workplace import Workplace

_NEEDS_ADDRESS = ("secure_email", "post", "clinical_system")
_WEEKS = (1, 2, 4)  # within which a reply may be expected
_CHILD = 1  # the column where the keyboard stands first
_MOST_ROWS, _MOST_ROWS_LARGE = 5, 3  # shown at once; more scroll
_WIDTH = 124  # characters


class MarkAsSent(RecordDialog):
    """Opened with `open()`. Nothing is sent by it: it writes down that a person did.

    Ticks start on; they start off where the practice is another than the last time, where the last copy was rejected,
    and where this reader gets it another way than the others.
    """

    def __init__(self, place: Desk | Workplace, document_ids: Sequence[int], parent: QWidget) -> None:
        """place: the desk of a record, or the workplace. Raises UserError for documents that may not be seen."""
        workplace = place.workplace if isinstance(place, Desk) else place
        found: ToMarkList = workplace.operations.ask(
            mark_sent.to_mark, tuple(document_ids), today=workplace.today()
        )
        super().__init__(
            parent, workplace.operations, _title(len(found.rows)), None,
            explanation="This records that you sent them. It doesn't send anything. Look at each name and address: "
            "Space takes a tick away.",
            verbs=("Cancel", _verb(0)), names=("sent.cancel", "sent.save"),
        )  # fmt: skip
        self.setObjectName("sent")
        self._today, self._rows = workplace.today(), found.rows
        self._off: set[int] = set()  # rows whose tick a person took away
        self._on: set[int] = set()  # rows a person ticked
        self._build(found, workplace.actor.person_id)
        self._show_route()

    def commands(self) -> Runs:
        days = self._reply.value()
        sent_on = self._when.value()
        aloud = self._aloud.value() if self._aloud is not None and self._how.value() == "by_hand" else ""
        how = HowSent(
            self._how.value(), sent_on, int(self._by.value()) if self._by.value() else None, self._reference.text(),
            sent_on + timedelta(weeks=int(days)) if days and sent_on else None, aloud or None,
        )  # fmt: skip
        typed = self._to.text() if self._to is not None else ""
        ticked = tuple(row.marked(how.route, typed) for row in self._rows if self._is_ticked(row))
        return [(mark_sent.mark_as_sent, (ticked, how), {"today": self._today})]

    def ready(self) -> None:
        super().ready()
        self.table.setFocus()

    # Building

    def _build(self, found: ToMarkList, person_id: int) -> None:
        routes = [row.route for row in self._rows]
        usual = max(dict.fromkeys(routes), key=routes.count, default="secure_email")
        large = theme.current().text_percent >= LARGE
        self._how = RadioGroup("How", tuple(ROUTES.items()), name="sent.how", across=not large)
        self._how.set_value(usual)
        self.model: RowModel[MarkRow] = RowModel(self._columns())
        self.table = TickTable(self.model, label="Who it was sent to", name="sent.table", key_column=_CHILD)
        self.table.toggled.connect(self._toggle)
        self.table.all_asked.connect(self._toggle_all)
        self._fit_table(large=large)
        self.add_words(self.table)
        self._chosen = hint("")  # in large text: what the table has no room for, of the row of the keyboard
        self._chosen.setObjectName("sent.chosen")
        self._chosen.setVisible(False)
        self.add_words(self._chosen)
        if large:
            self.table.chosen.connect(self._tell)
        self._to = self._unknown()
        self.add("How", self._how)
        self._aloud, self._aloud_field = self._read_out_loud()
        self._when = DateField("When", self._today, direction="past", name="sent.when")
        self._when.set_value(self._today)
        self._by = ChoiceBox("By", tuple((str(key), name) for key, name in found.people), name="sent.by")
        self._by.set_value(str(person_id))
        self._reference = line("", "sent.ref", width=24)
        replies = tuple((str(weeks), _until(weeks)) for weeks in _WEEKS)
        self._reply = ChoiceBox("Expect a reply by", replies, name="sent.reply", none="None")
        self._beside(
            ("When", self._when), ("By", self._by), ("Reference", self._reference), ("Expect a reply by", self._reply),
            large=large,
        )  # fmt: skip
        self._how.changed.connect(lambda _key: self._show_route())
        self._save_button = self.findChild(PlainButton, "sent.save")
        self.model.set_rows(self._rows)
        self.ready()

    def _fit_table(self, *, large: bool) -> None:
        shown = theme.current()
        rows = min(max(len(self._rows), 1), _MOST_ROWS_LARGE if large else _MOST_ROWS)
        header = self.table.horizontalHeader().sizeHint().height()
        bar = self.table.horizontalScrollBar().sizeHint().height()
        self.table.setFixedHeight(rows * shown.row_height() + header + bar + 2 * self.table.frameWidth())
        room = self.screen().availableGeometry().width()
        self.setMinimumWidth(min(shown.characters(_WIDTH), round(room * 0.94)))

    def _beside(self, *controls: tuple[str, QWidget], large: bool) -> None:
        """Add fields beside each other, two and two; below each other in large text."""
        for number in range(0, len(controls), 2):
            pair = controls[number : number + 2]
            if large:
                for words, control in pair:
                    self.add(words, control, optional=words == "Reference")
                continue
            held = QWidget()
            row = QHBoxLayout(held)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.current().space(6))
            for words, control in pair:
                one = Field(words, control, optional=words == "Reference", grows=False)
                self.fields.append(one)
                row.addWidget(one, 1, Qt.AlignmentFlag.AlignTop)
            self.add_words(held)

    def _columns(self) -> tuple[Column[MarkRow], ...]:
        """Return the columns; in large text the address stands beneath its recipient, so that all of them show."""
        large = theme.current().text_percent >= LARGE
        warned = any(row.warning for row in self._rows)
        child: Column[MarkRow] = Column(
            "Child", lambda row: row.shown_name, strong=True, width=24, detail=lambda row: row.shown_name,
            second=_nhs_words,
        )  # fmt: skip
        document: Column[MarkRow] = Column("Document", lambda row: row.documents, width=20, wraps=True)
        to: Column[MarkRow] = Column(
            "To, and address used" if large else "To", lambda row: row.to.name or "say below",
            width=30 if large else 34 if warned else 22, wraps=not large and not warned,
            second=self._address if large else lambda row: row.warning,
            detail=lambda row: f"{row.to.name}\n{row.documents}\n{row.warning}".strip(),
        )  # fmt: skip
        address: Column[MarkRow] = Column(
            "Address used", self._address, width=30, wraps=True, detail=self._address
        )
        tick = tick_column("Right?", self._is_ticked)
        return (tick, child, to) if large else (tick, child, document, to, address)

    def _unknown(self) -> Any:
        """Return the field for who got it, where the record names nobody."""
        if all(row.to.name for row in self._rows):
            return None
        to = line("", "sent.to", width=40)
        self.add("To", to, hint="The record names nobody for this document.")
        return to

    def _read_out_loud(self) -> tuple[RadioGroup | None, Field | None]:
        """Return the question for what is given to the young person in person."""
        if not any(row.reader == Reader.CHILD.value for row in self._rows):
            return None, None
        aloud = RadioGroup("Read out loud", (("yes", "Yes"), ("no", "No")), name="sent.aloud", across=True)
        return aloud, self.add("Read out loud", aloud, optional=True)

    def _tell(self, row: MarkRow | None) -> None:
        self._chosen.setText(". ".join(part for part in (row.documents, row.warning) if part) if row else "")
        self._chosen.setVisible(bool(self._chosen.text()))

    # Ticks

    def _is_ticked(self, row: MarkRow) -> bool:
        number, route = id(row), self._how.value()
        if number in self._off or number in self._on:
            return number in self._on
        if row.warning or (route in _NEEDS_ADDRESS and not address_for(row.to, route)):
            return False
        alike = any(one.route == route for one in self._rows)
        return row.route == route or not alike

    def _toggle(self, row: MarkRow) -> None:
        ticked = self._is_ticked(row)
        (self._on.discard if ticked else self._off.discard)(id(row))
        (self._off if ticked else self._on).add(id(row))
        self._count()

    def _toggle_all(self) -> None:
        every = all(self._is_ticked(row) for row in self._rows)
        self._on, self._off = set(), set()
        (self._off if every else self._on).update(id(row) for row in self._rows)
        self._count()

    def _show_route(self) -> None:
        if self._aloud_field is not None:
            self._aloud_field.setVisible(self._how.value() == "by_hand")
        self._count()

    def _count(self) -> None:
        number = sum(self._is_ticked(row) for row in self._rows)
        self.table.ticks_changed()
        if self._save_button is not None:
            self._save_button.setText(_verb(number))
            self._save_button.setEnabled(number > 0)

    def _address(self, row: MarkRow) -> str:
        route = self._how.value()
        found = address_for(row.to, route)
        if route == "clinical_system" and found:
            return f"ODS code {found}"
        return found or ("not recorded" if route in _NEEDS_ADDRESS else "")


def _title(number: int) -> str:
    return f"Mark {number} {'document' if number == 1 else 'documents'} as sent"


def _verb(number: int) -> str:
    return f"Mark {number} as sent"


def _until(weeks: int) -> str:
    return "1 week after" if weeks == 1 else f"{weeks} weeks after"


def _nhs_words(row: MarkRow) -> str:
    return f"NHS No. {show_nhs_number(row.nhs_number) if row.nhs_number else 'not known'}"
