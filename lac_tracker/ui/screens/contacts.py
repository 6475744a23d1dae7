"""S16 Contacts and contributions: who acts for the child, and what was asked of others."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.information import RequestStatus
from lac_tracker.services import child_summary, contacts, information
from lac_tracker.services.changes import Changes
from lac_tracker.services.contacts import ContactItem
from lac_tracker.services.information import RequestItem
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, set_tooltip
from lac_tracker.ui.screens.contacts_dialogs import ContactDialog, EndContact
from lac_tracker.ui.screens.information_dialogs import AskForInformation, Chase, RecordAnswer
from lac_tracker.ui.screens.letters import save_letters
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.screens.record_page import Desk, Place, RecordPage
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.widgets.whole_table import WholeTable

_LOOK = {
    RequestStatus.ASKED: "asked",
    RequestStatus.LATE: "overdue",
    RequestStatus.HERE: "complete",
    RequestStatus.NOTHING_HELD: "not_needed",
    RequestStatus.DECLINED: "declined",
}
CONTACTS: tuple[Column[ContactItem], ...] = (
    Column("Role", lambda row: row.role, width=22, wraps=True, strong=True),
    Column("Name", lambda row: row.name, width=26, wraps=True, detail=lambda row: row.name),
    Column("Phone", lambda row: row.contact.phone or "", width=14),
    Column("Email", lambda row: row.contact.email or "", width=21, wraps=True, detail=lambda row: row.contact.email or ""),
    Column("Gets plan?", lambda row: row.gets_plan, width=18),
    Column("Note", lambda row: row.note, width=26, wraps=True, detail=lambda row: row.note),
)  # fmt: skip
ASKED: tuple[Column[RequestItem], ...] = (
    Column("From", lambda row: row.source, second=lambda row: _name(row), width=24, strong=True),
    Column("What", lambda row: row.request.what, width=34, wraps=True, yields=True, detail=lambda row: row.request.what),
    Column("Asked", lambda row: show_date(row.request.asked_on), width=12),
    Column("Due", lambda row: show_date(row.request.due_on), width=12),
    Column(
        "Status", lambda row: row.status_words, second=lambda row: row.chased_words,
        status=lambda row: _LOOK[row.status], width=32,
    ),
    Column("Used in", lambda row: row.request.used_in or "", width=14, wraps=True),
)  # fmt: skip


class ContactsPage(RecordPage):
    """Page 9 of a record. Enter on a contact corrects it; Enter on a request records what came."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "ppl")
        self.head.title.setText("Contacts")
        actor = desk.workplace.actor
        self._may_edit = decide(actor, Action.EDIT_CONTACTS).allowed
        self._may_ask = decide(actor, Action.ASK_FOR_INFORMATION).allowed
        self._ask = PlainButton("Ask for information", name="ppl.ask")
        self._ask.clicked.connect(lambda _checked=False: self._ask_for_information())
        self._add = PlainButton("Add", "primary", name="ppl.add")
        set_tooltip(self._add, "Add a contact (Ctrl+N)")
        self._add.clicked.connect(lambda _checked=False: self.run("edit.new"))
        self.head.add_button(self._ask)
        self.head.add_button(self._add)
        self._ask.setVisible(self._may_ask)  # once they have their place: before, they would be windows
        self._add.setVisible(self._may_edit)
        self._contacts: RowModel[ContactItem] = RowModel(CONTACTS, self)
        self.table = WholeTable(self._contacts, label="Contacts", name="ppl.table")
        self.table.opened.connect(self._correct)
        self._asked: RowModel[RequestItem] = RowModel(ASKED, self)
        self.asked = WholeTable(self._asked, label="Information asked for", name="ppl.asked")
        self.asked.opened.connect(self._answer)
        self.asked.chosen.connect(self._chosen)
        inside = PageColumn()
        space = theme.current().space
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(6), space(1), space(6), space(6))
        column.setSpacing(space(3))
        self._no_contacts = _empty(column, "ppl.table.empty")
        column.addWidget(self.table)
        if self._may_edit:
            self._buttons(
                column, (("Correct", "ppl.change", self._correct), ("End", "ppl.end", self._end)), self.table
            )
        column.addSpacing(space(3))
        column.addWidget(heading("Information asked for"))
        self._none_asked = _empty(column, "ppl.asked.empty")
        column.addWidget(self.asked)
        if self._may_ask:
            self._buttons(
                column,
                (
                    ("Chase", "ppl.chase", self._chase), ("Record what came", "ppl.answer", self._answer),
                    ("Letter", "ppl.letter", self._letter),
                ),
                self.asked,
            )  # fmt: skip
        self._content = PlainLabel("", wraps=True)
        self._content.setObjectName("ppl.content")
        self._content.make_selectable(tab_stop=True)
        column.addWidget(self._content)
        column.addStretch()
        self.add_scrolled(inside)
        self.refresh()

    def refresh(self) -> None:
        """Read the record anew."""
        ask, today = self.desk.operations.ask, self.desk.workplace.today()
        people = ask(contacts.listed, self.desk.child_id)
        requests = ask(information.listed, self.desk.child_id, today=today)
        late = sum(one.status is RequestStatus.LATE for one in requests)
        waiting = sum(one.status is RequestStatus.ASKED for one in requests)
        self.head.say(
            f"{len(people)} contact{'s' if len(people) != 1 else ''}. "
            + (f"Information: {late} late, {waiting} waiting, {len(requests) - late - waiting} answered" if requests else "No information asked for yet")
        )  # fmt: skip
        self._contacts.set_rows(people)
        self._asked.set_rows(requests)
        self._no_contacts.setText("No contacts on record.")
        self._none_asked.setText("Nothing asked for yet. Ask early: the first replies take weeks.")
        for table, rows, empty in (
            (self.table, people, self._no_contacts), (self.asked, requests, self._none_asked),
        ):  # fmt: skip
            table.setVisible(bool(rows))
            empty.setVisible(not rows)
        self._chosen(self.asked.current_row())

    def take_focus(self) -> None:
        (self.table if self.table.isVisibleTo(self) else self._add).setFocus()

    def run(self, command: str) -> bool:
        if command in ("edit.new", "edit.primary") and self._may_edit:
            self._open(ContactDialog(self, self.desk.workplace, self.desk.child_id, self._facts()))
            return True
        return False

    def reload(self, changes: Changes) -> None:
        if changes.children or changes.assessments:
            self.refresh()

    # Behind it

    def _buttons(
        self,
        column: QVBoxLayout,
        buttons: tuple[tuple[str, str, Callable[[Any], None]], ...],
        table: WholeTable,
    ) -> None:
        row = QWidget()
        flow = Flow(gap=theme.current().space(2), line_gap=theme.current().space(2))
        row.setLayout(flow)
        for words, name, act in buttons:
            button = PlainButton(words, "row", name=name)
            button.setAccessibleName(f"{words}: the chosen line of {table.accessibleName()}")
            button.clicked.connect(lambda _checked=False, act=act: act(table.current_row()))
            flow.addWidget(button)
        column.addWidget(row)

    def _chosen(self, row: RequestItem | None) -> None:
        for name in ("ppl.chase", "ppl.answer", "ppl.letter"):
            button = self.findChild(PlainButton, name)
            if button is not None:
                waits = row is not None and row.request.answer is None
                button.setEnabled(waits if name == "ppl.chase" else row is not None)
                button.setVisible(bool(self._asked.rows()))
        self._content.setText(_whole(row) if row is not None else "")
        self._content.setVisible(row is not None)

    def _facts(self) -> Any:
        return self.desk.operations.ask(
            child_summary.heading, self.desk.child_id, today=self.desk.workplace.today()
        )

    def _open(self, dialog: RecordDialog) -> None:
        dialog.accepted.connect(lambda: self._done(dialog.changes))
        dialog.open()

    def _done(self, changes: Any) -> None:
        self.refresh()
        if changes is not None and changes.report:
            save_letters(self, changes.report)

    def _correct(self, row: ContactItem | None) -> None:
        if row is not None and self._may_edit:
            self._open(
                ContactDialog(self, self.desk.workplace, self.desk.child_id, self._facts(), row.contact)
            )

    def _end(self, row: ContactItem | None) -> None:
        if row is not None:
            words = f"{row.role}: {row.name}"
            self._open(EndContact(self, self.desk.workplace, self._facts(), row.contact, words))

    def _ask_for_information(self) -> None:
        self._open(AskForInformation(self, self.desk.workplace, self.desk.child_id, self._facts()))

    def _chase(self, row: RequestItem | None) -> None:
        if row is not None:
            self._open(Chase(self, self.desk.workplace, self._facts(), row))

    def _answer(self, row: RequestItem | None) -> None:
        if row is not None and self._may_ask:
            self._open(RecordAnswer(self, self.desk.workplace, self.desk.child_id, self._facts(), row))

    def _letter(self, row: RequestItem | None) -> None:
        if row is None:
            return
        workplace = self.desk.workplace
        made = self.desk.operations.do(
            information.make_letter, row.request.id, workplace.render, today=workplace.today()
        )
        if made is not None:
            save_letters(self, (made.made_id,))


def _whole(row: RequestItem) -> str:
    """Return a request whole: the table shows two lines of it."""
    parts = [f"{row.source}: {row.request.what}"]
    parts += [
        f"Chased {show_date(one.chased_on)} by {one.chased_by}: {one.note}" for one in row.request.chases
    ]
    return "\n".join((*parts, row.content) if row.content else parts)


def _name(row: RequestItem) -> str:
    return row.request.asked_of if row.request.asked_of != row.source else ""


def _empty(column: QVBoxLayout, name: str) -> PlainLabel:
    label = PlainLabel("", wraps=True)
    label.setObjectName(name)
    column.addWidget(label)
    return label
