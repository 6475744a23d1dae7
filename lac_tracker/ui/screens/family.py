"""Page 6 of a record: birth history, the family's health, the people of the family, and the genogram drawn from them."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lac_tracker.domain.answers import Circumstances
from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.family import CONTACT_WORDS, FamilyMember, relation_words, side_words
from lac_tracker.domain.family_history import THIRD_PARTY, count_items
from lac_tracker.domain.genogram import LEGEND
from lac_tracker.domain.genogram_text import line_of
from lac_tracker.services import family
from lac_tracker.services.changes import Changes
from lac_tracker.services.family import FamilyPage, ItemGiven, ItemShown
from lac_tracker.ui import icons, theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, hint
from lac_tracker.ui.screens.family_member import AskForHistory, PersonOfFamily, RecordedByMistake
from lac_tracker.ui.screens.genogram_window import GenogramWindow
from lac_tracker.ui.screens.history_rows import HistoryRow
from lac_tracker.ui.screens.record_page import (
    LARGE,
    Desk,
    Place,
    RecordPage,
    attempt,
    focus_by_name,
    scroll_area,
)
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.genogram import GenogramPicture
from lac_tracker.ui.widgets.row_table import RowTable

_NAMES = {"birth": "fam.birth", "mother": "fam.mother", "father": "fam.father", "family": "fam.other"}
_TWO_COLUMNS = 900  # pixels of width from where the history and the picture stand beside each other


def _years(member: FamilyMember) -> str:
    if member.has_died:
        lived = f"died {member.died_year}" if member.died_year else "died"
    else:
        lived = f"born {member.born_year}" if member.born_year else ""
    return ", ".join(part for part in (lived, "same home" if member.lives_with_child else "") if part)


def _contact(member: FamilyMember) -> str:
    return "" if member.has_died else CONTACT_WORDS[member.contact]


COLUMNS: tuple[Column[FamilyMember], ...] = (
    Column("Name", lambda one: one.full_name or "Name not known", second=_years, width=19, strong=True),
    Column("Relation", relation_words, second=side_words, width=16),
    Column("Contact", _contact, second=lambda one: one.contact_words or "", width=14),
    Column("Health notes", lambda one: one.health_notes or "", width=24, wraps=True),
)


class FamilyScreen(RecordPage):
    """The table of people is the only source of the genogram; every item of history is a row that saves itself."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "fam")
        self.head.title.setText("Family & birth")
        self._may = decide(desk.workplace.actor, Action.EDIT_FAMILY).allowed
        self.meter = PlainLabel(type="hint", wraps=not self.head.is_large)
        self.meter.setObjectName("fam.meter")
        self._print = PlainButton("Print", icon="fa6s.print", name="fam.print")
        self._print.clicked.connect(
            lambda _checked=False: self.wanted.emit(Place(desk.child_id, "family_print"))
        )
        self._request = PlainButton("Request", "primary", name="fam.request")
        self._request.setAccessibleName("Request birth and family history")
        self._request.clicked.connect(lambda _checked=False: self._ask())
        for button in (self._print, self._request):
            self.head.add_button(button)
        self._print.setVisible(decide(desk.workplace.actor, Action.MAKE_DOCUMENT).allowed)
        self.head.add_below(self.meter)  # in large text it comes last: it is the longest
        self._rows: dict[str, HistoryRow] = {}
        self._groups: dict[str, tuple[Card, QToolButton, QWidget, QVBoxLayout]] = {}
        self._page = self._read()
        self._build()
        self.refresh(self._page)

    # What the record asks

    def refresh(self, page: FamilyPage | None = None) -> None:
        """Show the record anew; what is being typed stays."""
        self._page = page or self._read()
        self.meter.setText(self._page.meter if self.head.is_large else f"Completeness: {self._page.meter}")
        self.meter.setAccessibleName(f"Completeness: {self._page.meter}")
        for key, _, items in self._page.groups:
            for item in items:
                if item.held.item in self._rows:
                    self._rows[item.held.item].take(item)
            self._say_count(key)
        self._warning.setText(_only_chance(self._page))
        self._warning_line.setHidden(all(one.done >= one.of for one in self._page.counts))
        all_done = all(count.done == count.of for count in self._page.counts)
        self._request.setVisible(self._may and not all_done)
        chosen = self._table.current_row()
        self._model.set_rows(self._page.people)
        for number, member in enumerate(self._model.rows()):
            if chosen is not None and member.id == chosen.id:
                self._table.choose(number)
        self._say_person(self._table.current_row())
        self._fit_table()
        self._picture.set_drawing(self._page.drawing)
        self._home.setText(self._page.drawing.text[-1])
        self._doubts.setText("\n".join(self._page.doubts))
        self._doubts.setVisible(bool(self._page.doubts))

    def take_focus(self) -> None:
        if self.here.field and focus_by_name(self, self.here.field):
            return
        first = next(iter(self._rows), "")
        focus_by_name(self, f"fam.{first}")

    def run(self, command: str) -> bool:
        if command == "edit.new" and self._may:
            self._person(None)
        elif command == "edit.primary" and not self._request.isHidden():
            self._ask()
        else:
            return False
        return True

    def leave(self) -> bool:
        for row in self._rows.values():
            if not row.save():
                focus_by_name(self, row.name)
                return False
        return True

    def reload(self, changes: Changes) -> None:
        if changes.children:
            self.refresh()

    def place(self) -> Place:
        return Place(self.desk.child_id, "family", field=self.focused())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # What it is made of

    def _build(self) -> None:
        space = theme.current().space
        inside = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._columns.setContentsMargins(space(6), space(1), space(6), space(6))
        self._columns.setSpacing(space(4))
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(space(4))
        self._warning = PlainLabel(type="strong", wraps=True)
        self._warning.setObjectName("fam.warning")
        self._warning_line = icon_line("at_risk", self._warning)
        left.addWidget(self._warning_line)
        for key, title, _ in self._page.groups:
            left.addWidget(self._group(key, title))
        right.addWidget(self._genogram())
        right.addWidget(self._people())
        left.addStretch()
        right.addStretch()
        self._columns.addLayout(left, 5)
        self._columns.addLayout(right, 4)
        self._area = self.add_scrolled(inside)
        for key in self._groups:
            self._open(key, key == "birth")

    def _group(self, key: str, title: str) -> Card:
        card = Card(name=_NAMES[key])
        card.setAccessibleName(title)
        space = theme.current().space
        head = QHBoxLayout()
        head.setSpacing(space(2))
        button = QToolButton()
        button.setObjectName(f"{_NAMES[key]}.open")
        button.setCheckable(True)
        button.setProperty("kind", "quiet")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(f"{title}: show the items")
        button.toggled.connect(partial(self._open, key))
        head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(heading(title), 1)
        count = PlainLabel(tone="secondary")
        count.setObjectName(f"{_NAMES[key]}.count")
        head.addWidget(count)
        card.body.addLayout(head)
        if key != "birth":
            lock = QLabel()
            lock.setPixmap(icons.pixmap("fa6s.lock", "text2", theme.current().scaled(14)))
            mark = QHBoxLayout()
            mark.setSpacing(space(2))
            mark.addWidget(lock)
            mark.addWidget(hint(THIRD_PARTY.capitalize()), 1)
            card.body.addLayout(mark)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(4))
        card.body.addWidget(holder)
        holder.hide()
        self._groups[key] = (card, button, holder, column)
        return card

    def _open(self, key: str, shown: bool) -> None:
        """Show or hide the items of a group; they are built when that is first asked for."""
        _, button, holder, column = self._groups[key]
        button.setChecked(shown)
        button.setIcon(icons.icon("fa6s.chevron-down" if shown else "fa6s.chevron-right"))
        if shown and not column.count():
            items = next(items for group, _, items in self._page.groups if group == key)
            for item in items:
                column.addWidget(self._row(item))
        holder.setVisible(shown)

    def _row(self, item: ItemShown) -> HistoryRow:
        circumstances = Circumstances(self.desk.workplace.today(), self._page.called, self._page.born)
        row = HistoryRow(item, circumstances, self._save, self.desk.operations.now, read_only=not self._may)
        self._rows[item.held.item] = row
        return row

    def _genogram(self) -> Card:
        card = Card("Genogram")
        large = PlainButton("Open large", "row", name="fam.genogram.large")
        large.clicked.connect(
            lambda _checked=False: GenogramWindow(self, self._page.drawing, self._page.banner).open()
        )
        table = PlainButton("Table", "row", name="fam.genogram.table")
        table.clicked.connect(lambda _checked=False: focus_by_name(self, "fam.people"))
        card.add_action(large)
        card.add_action(table)
        self._picture = GenogramPicture("fam.genogram")
        area = scroll_area(self._picture)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.viewport().setAutoFillBackground(False)
        self._picture.setAutoFillBackground(False)  # the card shows through
        _keep_height(area)
        self._picture_area = area
        card.body.addWidget(area)
        self._home = PlainLabel(wraps=True)
        self._home.setObjectName("fam.home")
        card.body.addWidget(self._home)
        card.body.addWidget(hint(f"{'. '.join(words for words, _ in LEGEND)}."))
        return card

    def _people(self) -> Card:
        card = Card("People (this table is the source)")
        self._model: RowModel[FamilyMember] = RowModel(COLUMNS, self)
        self._table = RowTable(self._model, label="People of the family", name="fam.people", shares=True)
        self._table.opened.connect(self._person)
        self._table.chosen.connect(self._say_person)
        _keep_height(self._table)
        card.body.addWidget(self._table)
        self._about = PlainLabel(wraps=True)
        self._about.setObjectName("fam.people.about")
        card.body.addWidget(self._about)
        self._doubts = PlainLabel(tone="warn", wraps=True)
        self._doubts.setObjectName("fam.doubts")
        card.body.addWidget(self._doubts)
        flowing = QWidget()
        buttons = Flow(gap=theme.current().space(2), line_gap=theme.current().space(2))
        flowing.setLayout(buttons)
        add = PlainButton("Add person (Ctrl+N)", "row", icon="fa6s.plus", name="fam.people.add")
        add.clicked.connect(lambda _checked=False: self._person(None))
        change = PlainButton("Change", "row", name="fam.people.change")
        change.clicked.connect(lambda _checked=False: self._person(self._table.current_row()))
        mistake = PlainButton("Recorded by mistake", "row", name="fam.people.mistake")
        mistake.clicked.connect(lambda _checked=False: self._by_mistake())
        for button in (add, change, mistake):
            buttons.addWidget(button)
        card.body.addWidget(flowing)
        add.setVisible(self._may)
        self._of_a_person = (change, mistake)
        return card

    # What it does

    def _read(self) -> FamilyPage:
        page: FamilyPage = self.desk.operations.ask(
            family.page, self.desk.child_id, today=self.desk.workplace.today()
        )
        return page

    def _save(self, item: str, given: ItemGiven, version: int) -> tuple[bool, str]:
        changes, words = attempt(
            self.desk.operations, family.save_item, self.desk.child_id, item, given, seen_version=version
        )
        if changes is None:
            self.refresh()  # somebody else may have saved it: their version is shown beside what is typed
        return changes is not None, words

    def _person(self, member: FamilyMember | None) -> None:
        if not self._may:
            return
        dialog = PersonOfFamily(self, self.desk.workplace, self._page, self.desk.child_id, member)
        self._show_dialog(dialog, "fam.people" if member else "fam.people.add")

    def _say_person(self, member: FamilyMember | None) -> None:
        """Say all that is on record of the person chosen: the table has room for its beginning."""
        if member is None:
            self._about.setText("Nobody is recorded yet.")
            return
        said = line_of(member, {one.id: one for one in self._page.people}, self.desk.workplace.today())
        notes = f" Health: {member.health_notes}" if member.health_notes else ""
        self._about.setText(f"{said}{notes}{f' {member.note}' if member.note else ''}")

    def _by_mistake(self) -> None:
        member = self._table.current_row()
        if member is not None:
            dialog = RecordedByMistake(self, self.desk.workplace, self._page, self.desk.child_id, member)
            self._show_dialog(dialog, "fam.people.add")

    def _ask(self) -> None:
        if self.leave():
            dialog = AskForHistory(self, self.desk.workplace, self._page, self.desk.child_id)
            dialog.accepted.connect(
                lambda: self.said.emit("Asked. The letter is kept with the documents of this record.")
            )
            self._show_dialog(dialog, "fam.request")

    def _show_dialog(self, dialog: QDialog, back_to: str) -> None:
        dialog.finished.connect(lambda _result: focus_by_name(self, back_to))
        dialog.open()

    def _say_count(self, key: str) -> None:
        label = self._groups[key][0].findChild(PlainLabel, f"{_NAMES[key]}.count")
        items = next(items for group, _, items in self._page.groups if group == key)
        (count,) = count_items(
            {one.held.item: one.held.state for one in items}, (one.held.item for one in items), ((key, ""),)
        )
        if label is not None:
            label.setText(f"{count.done} of {count.of}")

    def _fit_table(self) -> None:
        rows = len(self._page.people)
        self._table.setVisible(bool(rows))
        for button in self._of_a_person:
            button.setVisible(self._may and bool(rows))
        bar = self._table.horizontalScrollBar().sizeHint().height()
        height = (
            self._table.horizontalHeader().sizeHint().height() + rows * theme.current().row_height() + bar + 2
        )
        self._table.setFixedHeight(height)

    def _fit(self) -> None:
        narrow = theme.current().text_percent >= LARGE or self.width() < _TWO_COLUMNS
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        bar = self._picture_area.horizontalScrollBar().sizeHint().height()
        self._picture_area.setFixedHeight(self._picture.height() + bar)


def _keep_height(widget: QWidget) -> None:
    """Have a widget of fixed height not ask for the rest of the column."""
    widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


def _only_chance(page: FamilyPage) -> str:
    day = f" (day {page.days_in_care} now)" if page.days_in_care is not None else ""
    return (
        f"Only chance: ask for this at the point {page.called} became looked after{day}. "
        "'Not known after asking' counts as complete."
    )
