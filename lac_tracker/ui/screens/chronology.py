"""S17 Chronology: what happened, newest first, by type and by words, with its gaps; added to by hand and printed."""

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.chronology import GAP, KINDS, Event, span_words
from lac_tracker.domain.event_dates import show_age_at
from lac_tracker.services import child_summary, chronology
from lac_tracker.services.changes import Changes
from lac_tracker.services.chronology import ChronologyPage, Filter
from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, hint, set_tooltip
from lac_tracker.ui.screens.chronology_detail import EventDetail
from lac_tracker.ui.screens.chronology_dialogs import EventDialog, event_id
from lac_tracker.ui.screens.entered_in_error import EnteredInError
from lac_tracker.ui.screens.record_page import LARGE, Desk, Place, RecordPage
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow
from lac_tracker.ui.widgets.empty_state import EmptyState
from lac_tracker.ui.widgets.row_table import RowTable

KEY_ONLY = "key"
_ORDER = ("health", "placement", "legal", "sdq", "contact", "plan", "assessment")
_QUIET_MS = 150  # typing stops this long before the list is filtered
_NOTE = "Approximate dates keep their words ('2018, about') and sort to the middle of the year."


class ChronologyScreen(RecordPage):
    """Page 0 of a record. Enter on a row shows it whole; automatic events are marked, not changed."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "chr")
        self.head.title.setText("Chronology")
        self.filter = Filter()
        self._read: ChronologyPage
        self._may_edit = decide(desk.workplace.actor, Action.EDIT_CHRONOLOGY).allowed
        self._build()
        self.refresh()

    def refresh(self) -> None:
        """Read the record anew; the row that was chosen stays chosen."""
        chosen = self.table.current_row()
        self._read = self.desk.operations.ask(
            chronology.of_child, self.desk.child_id, today=self.desk.workplace.today()
        )
        self._show(chosen.key if chosen is not None else "")

    def take_focus(self) -> None:
        (self.table if self.table.isVisibleTo(self) else self.add_button).setFocus()

    def run(self, command: str) -> bool:
        match command:
            case "edit.new" | "edit.primary" if self._may_edit:
                self._add()
            case "edit.find":
                self.find_line.setFocus()
                self.find_line.selectAll()
            case _:
                return False
        return True

    def reload(self, changes: Changes) -> None:
        if changes.children or changes.assessments:
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.filter != Filter():
            self.show_all()
        else:
            super().keyPressEvent(event)

    def show_all(self) -> None:
        """Take every filter away."""
        for key in self.chips.on():
            self.chips.switch(key, on=False)
        self.since.setChecked(False)
        self.find_line.clear()
        self._quiet.stop()
        self._take_filter()

    def _take_filter(self) -> None:
        on = self.chips.on()
        self.filter = Filter(
            kinds=frozenset(key for key in on if key != KEY_ONLY),
            key_only=KEY_ONLY in on,
            text=self.find_line.text(),
            since_last=self.since.isChecked(),
        )
        self._show("")
        announce(self.table, self._count.text())

    def _show(self, key: str) -> None:
        rows = chronology.shown(self._read.events, self.filter)
        self.model.set_rows(rows)
        place = next((number for number, row in enumerate(self.model.rows()) if row.key == key), 0)
        self.table.choose(place)
        about = any(row.when.precision != "day" for row in rows)
        words = f"{span_words(rows)}. {_NOTE}" if about else f"{span_words(rows)}."
        if self._read.hides_health:
            words += " Health events are not shown to your role."
        self._count.setText(words)
        self.table.setVisible(bool(rows))
        self._count.setVisible(bool(rows))
        self.detail.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        if not rows:
            self._say_empty()
        self._chosen(self.table.current_row())

    def _say_empty(self) -> None:
        if self.filter == Filter():
            steps = (("Add event", self._add),) if self._may_edit else ()
            self.empty.say(
                "No events yet. They come from the record by themselves, or are added here.", steps
            )
            return
        named = [words for kind, words in KINDS.items() if kind in self.filter.kinds]
        kinds = (
            f"{named[0]} events"
            if len(named) == 1 and not self.filter.key_only
            else "events match these filters"
        )
        self.empty.say(f"No {kinds}.", (("Show all", self.show_all),))

    def _chosen(self, row: Event | None) -> None:
        self.detail.show_event(row, self._may_edit)

    def _add(self) -> None:
        EventDialog(self, self.desk.workplace, self.desk.child_id, self._facts(), None).open()

    def _change(self, event: Event) -> None:
        EventDialog(self, self.desk.workplace, self.desk.child_id, self._facts(), event).open()

    def _in_error(self, event: Event) -> None:
        words = f"{event.when.words}: {event.what}"
        EnteredInError(
            self, self.desk.workplace, self._facts(), words, chronology.enter_in_error, event_id(event), event.version,
            name="chr",
        ).open()  # fmt: skip

    def _mark(self, event: Event, **said: bool) -> None:
        self.desk.operations.do(chronology.mark_event, self.desk.child_id, event.key, **said)

    def _print(self) -> None:
        parts = (
            ("kinds", ",".join(sorted(self.filter.kinds))),
            ("key_only", "yes" if self.filter.key_only else ""),
            ("text", self.filter.text),
            ("since_last", "yes" if self.filter.since_last else ""),
        )
        self.wanted.emit(Place(self.desk.child_id, "chronology_print", document="chronology", typed=parts))

    def _facts(self) -> Any:
        return self.desk.operations.ask(
            child_summary.heading, self.desk.child_id, today=self.desk.workplace.today()
        )

    def _build(self) -> None:
        self._build_head()
        space = theme.current().space
        chips = tuple(ChipFacts(kind, KINDS[kind]) for kind in _ORDER)
        self.chips = ChipRow(
            (*chips, ChipFacts(KEY_ONLY, "Key only", "fa6s.star")), label="Show only", name="chr.filters"
        )
        self.chips.toggled.connect(lambda _key, _on: self._take_filter())
        self.model: RowModel[Event] = RowModel(self._columns(), self)
        self.table = RowTable(self.model, label="Chronology", name="chr.table", key_column=1)
        self.detail = EventDetail()
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _row: self.detail.take_focus())
        self.empty = EmptyState("chr.empty")
        self._count = hint("")
        self._count.setObjectName("chr.count")
        self.detail.changed.connect(self._change)
        self.detail.in_error.connect(self._in_error)
        self.detail.key_marked.connect(lambda event, on: self._mark(event, is_key=on))
        self.detail.print_marked.connect(lambda event, out: self._mark(event, left_out_of_print=out))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(6), space(1), space(6), space(4))
        column.setSpacing(space(2))
        for widget, stretch in (
            (self.chips, 0),
            (self.table, 1),
            (self.empty, 1),
            (self._count, 0),
            (self.detail, 0),
        ):
            column.addWidget(widget, stretch)
        if (
            theme.current().text_percent >= LARGE
        ):  # there is no room for all of it: the page scrolls, with four rows
            self.table.setMinimumHeight(5 * theme.current().row_height())
            self.add_scrolled(inside)
        else:
            self.content.addWidget(inside, 1)

    def _build_head(self) -> None:
        self.find_line = QLineEdit()
        self.find_line.setObjectName("chr.find")
        self.find_line.setPlaceholderText("Find in chronology")
        self.find_line.setAccessibleName("Find in chronology")
        self.find_line.setMaxLength(100)
        self.find_line.setFixedWidth(theme.current().characters(24))
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(self._take_filter)
        self.find_line.textEdited.connect(lambda _text: self._quiet.start())
        self.find_line.returnPressed.connect(self._take_filter)
        printing = PlainButton("Print", icon="fa6s.print", name="chr.print")
        printing.clicked.connect(lambda _checked=False: self._print())
        self.since = PlainButton("Since last assessment", name="chr.since")
        self.since.setCheckable(True)
        self.since.toggled.connect(lambda _on: self._take_filter())
        set_tooltip(self.since, "Only what happened since the last completed assessment")
        self.add_button = PlainButton("Add event", "primary", name="chr.add")
        set_tooltip(self.add_button, "Add event (Ctrl+N)")
        self.add_button.clicked.connect(lambda _checked=False: self._add())
        for widget in (self.find_line, printing, self.since, self.add_button):
            self.head.add_button(widget)
        printing.setVisible(decide(self.desk.workplace.actor, Action.MAKE_DOCUMENT).allowed)
        self.add_button.setVisible(self._may_edit)

    def _columns(self) -> tuple[Column[Event], ...]:
        large = theme.current().text_percent >= LARGE
        dates = Column("Date", lambda row: row.when.words, self._age, width=13 if large else 15, sort=lambda row: row.on, sorted_words=("earliest first", "latest first"))  # fmt: skip
        kinds = Column("Type", lambda row: KINDS.get(row.kind, "Gap"), _source, width=12 if large else 18, sort=lambda row: KINDS.get(row.kind, "Gap"))  # fmt: skip
        if (
            theme.current().text_percent >= LARGE
        ):  # no room for a column of its own: the star stands at the event
            events = Column(
                "Event", lambda row: f"Key: {_what(row)}" if row.is_key else _what(row), status=_look, width=35, wraps=True
            )  # fmt: skip
            return (dates, events, kinds)
        return (
            dates,
            Column("Event", _what, status=lambda row: "information" if row.kind == GAP else "", width=54, wraps=True),
            kinds,
            Column("Key", lambda row: "Key" if row.is_key else "", status=lambda row: "key" if row.is_key else "", width=8),
        )  # fmt: skip

    def _age(self, row: Event) -> str:
        age = show_age_at(self._read.born, row.when)
        return f"age {age}" if age else "before birth"


def _what(row: Event) -> str:
    return f"{row.what} (not printed)" if row.left_out_of_print else row.what


def _look(row: Event) -> str:
    return "information" if row.kind == GAP else "key" if row.is_key else ""


def _source(row: Event) -> str:
    return "from the record" if row.is_automatic and row.source == "record" else row.source
