"""The fields of a plan item, in the order in which one thinks: need, outcome, measure, and only then who does what."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lac_tracker.domain.plan_starters import Starter
from lac_tracker.domain.plans import CATEGORIES, Need, Outcome
from lac_tracker.domain.smart_words import vague_places
from lac_tracker.services.plans import ItemSurroundings
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainTextEdit, heading
from lac_tracker.ui.screens.action_rows import ActionRows
from lac_tracker.ui.screens.plan_item_controls import (
    LONGEST_LINE,
    Agreement,
    CategoryCombo,
    ReviewChoice,
    WhoSees,
)
from lac_tracker.ui.screens.plan_item_origin import Origin
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.gap_text import GapText

_NAMES = {"text": "outcome", "review_on": "review", "agreed": "agreedChild", "actions": "action1.text"}


class ItemFields(QWidget):
    """Signals:
    edited: something was typed or chosen.
    left: the keyboard left a field.
    need_changed: another kind of need was chosen; carries its key.
    """

    edited = Signal()
    left = Signal()
    need_changed = Signal(str)

    def __init__(self, called: str, around: ItemSurroundings, today: date) -> None:
        super().__init__()
        self._fields: dict[str, Field] = {}
        self._touched: set[str] = set()
        self.title = QLineEdit()
        self.title.setMaxLength(LONGEST_LINE)
        self._category = CategoryCombo()
        self._found, self._words = (PlainTextEdit(least_lines=2) for _ in range(2))
        self._measure, self._plain = GapText(), GapText()
        self._outcome = GapText(lambda text: vague_places(text, self._measure.toPlainText(), around.words))
        self.actions_written = ActionRows(around, today)
        self.origin = Origin(today)
        self._review = ReviewChoice(
            today, around.next_review_on, is_large=theme.current().text_percent >= LARGE
        )
        self._child = Agreement(f"{called} agrees with this?", "item.agreedChild")
        self._carer = Agreement("The carer agrees with this?", "item.agreedCarer")
        self._who = WhoSees(called)
        self._lay_out(called)
        self._connect()

    # What stands in it

    def read(self, need: Need, outcome: Outcome) -> tuple[Need, Outcome]:
        """Return a need and an outcome with what stands on the screen in place of what they held."""
        child, carer = self._child, self._carer
        outcome = replace(
            outcome,
            text=self._outcome.toPlainText().strip(),
            measure=self._measure.toPlainText().strip(),
            review_on=self._review.value(),
            actions=self.actions_written.written(),
            agreed_child=child.value(),
            agreed_child_because=child.why_not(),
            agreed_carer=carer.value(),
            agreed_carer_because=carer.why_not(),
            seen_by=self._who.seen_by(),
            plain_words=self._plain.toPlainText().strip(),
        )
        outcome = self.origin.read(outcome)
        need = replace(
            need,
            title=self.title.text().strip(),
            category=self.category,
            found=self._found.toPlainText().strip(),
            childs_words=self._words.toPlainText().strip(),
        )
        return need, outcome

    def show_item(self, need: Need, outcome: Outcome) -> None:
        self.title.setText(need.title)
        self._category.setCurrentIndex([key for key, _ in CATEGORIES].index(need.category))
        self._found.setPlainText(need.found)
        self._words.setPlainText(need.childs_words)
        self._outcome.setPlainText(outcome.text)
        self._measure.setPlainText(outcome.measure)
        self.actions_written.set_actions(outcome.actions)
        self.origin.show_outcome(outcome)
        self._review.set_value(outcome.review_on)
        self._child.show_answer(outcome.agreed_child, outcome.agreed_child_because)
        self._carer.show_answer(outcome.agreed_carer, outcome.agreed_carer_because)
        self._who.show_for(need.category, outcome.seen_by)
        self._plain.setPlainText(outcome.plain_words)

    @property
    def category(self) -> str:
        """Return the kind of need that is chosen."""
        return CATEGORIES[max(self._category.currentIndex(), 0)][0]

    def start_with(self, starter: Starter) -> None:
        """Begin the outcome with a starter, and what is still empty beside it; its first gap is selected."""
        if not self._measure.toPlainText().strip():
            self._measure.setPlainText(starter.measure)
        if not self._plain.toPlainText().strip():
            self._plain.setPlainText(starter.plain)
        first = self.actions_written.rows[0]
        if not first.text.toPlainText().strip():
            first.text.setPlainText(starter.action)
        self._outcome.start_with(starter.outcome)

    def has_unreadable(self) -> bool:
        """Return whether words stand where a date should."""
        return self._unreadable() is not None

    def go_to_unreadable(self) -> bool:
        """Put the keyboard into the first date that can't be read; False when all can."""
        wrong = self._unreadable()
        if wrong is not None:
            wrong.setFocus()
        return wrong is not None

    def _unreadable(self) -> DateField | None:
        dates = [*(row.by for row in self.actions_written.rows), self.origin.first_agreed, self._review.on]
        return next((field for field in dates if not field.is_readable()), None)

    def lock(self) -> None:
        """Let it be read, not changed."""
        self.title.setReadOnly(True)
        for text in (self._found, self._words, self._outcome, self._measure, self._plain):
            text.setReadOnly(True)
        self._who.setEnabled(False)
        for agreement in (self._child, self._carer):
            agreement.lock()
        self._category.setEnabled(False)
        self.origin.lock()
        self._review.lock()
        self.actions_written.set_read_only()

    # What is said beside it

    def refuse(self, words: str) -> None:
        """Show why the item can't be saved, at its first field."""
        self._fields["need"].show_error(words)
        self.title.setFocus()

    def show_errors(self, said: dict[str, str]) -> None:
        """Show what stops signing at the fields that were left; said: field of a smart.Finding → words."""
        by_name = {self._name_of(field): words for field, words in said.items()}
        for name in self._touched:
            field = self._field(name)
            if field is None or (isinstance(field.control, DateField) and not field.control.is_readable()):
                continue  # the date says itself what is wrong with it
            if name in by_name:
                field.show_error(by_name[name])
            else:
                field.clear_error()

    def forget_errors(self) -> None:
        self._touched.clear()
        for field in self._fields.values():
            field.clear_error()

    def order_tabs(self, after: list[QWidget]) -> None:
        """Have Tab go as the page is read, whenever the rows of actions were made, and on to `after`."""
        stops = [
            self.title, self._category, self._found, self._words, self._outcome, self._measure,
            *self.actions_written.tab_stops(), *self.origin.tab_stops(), *self._review.tab_stops(),
            *self._child.tab_stops(), *self._carer.tab_stops(), *self._who.boxes(), self._plain, *after,
        ]  # fmt: skip
        # A date passes the keyboard on to its line, and Qt would stop at both: it is put where its line goes.
        dates = self.findChildren(DateField)
        for one_date in dates:
            one_date.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none
        for one, next_one in pairwise(stops):
            QWidget.setTabOrder(one, next_one)
        for one_date in dates:
            one_date.setFocusProxy(one_date.line)

    # Behind it

    def _lay_out(self, called: str) -> None:
        space = theme.current().space
        is_large = theme.current().text_percent >= LARGE
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(4))
        column.addWidget(self.origin.told)
        pair = QBoxLayout(QBoxLayout.Direction.TopToBottom if is_large else QBoxLayout.Direction.LeftToRight)
        pair.setSpacing(space(3))
        beside = () if is_large else (1, Qt.AlignmentFlag.AlignTop)
        pair.addWidget(self._add("need", "Need", self.title, "In a word or two: Sleep, Teeth."), *beside)
        pair.addWidget(self._add("category", "Kind of need", self._category, "Type to search."), *beside)
        column.addLayout(pair)
        column.addWidget(self._add("found", "What did we find?", self._found))
        column.addWidget(self._add("words", f"In {called}'s words", self._words, optional=True))
        column.addWidget(
            self._add("outcome", "Outcome", self._outcome, f"What will be different for {called}?")
        )
        column.addWidget(
            self._add(
                "measure",
                "How will we know?",
                self._measure,
                "A number, a diary, a letter, or what they tell us.",
            )
        )
        column.addWidget(heading("Actions: who does what, by when"))
        column.addWidget(self.actions_written)
        column.addWidget(self.origin)
        looked_at = "When we look at this outcome again. You can type +6w or 3 apr."
        self._fields["review"] = Field("Review at", self._review.on, hint=looked_at, holder=self._review)
        column.addWidget(self._fields["review"])
        for name, agreement in (("agreedChild", self._child), ("agreedCarer", self._carer)):
            column.addWidget(
                self._add(name, agreement.question, agreement.group, optional=agreement is self._carer)
            )
            column.addWidget(agreement.because)
        told = "Starts as the kind of need says. Private needs start with the GP and the young person alone."
        column.addWidget(self._add("who", "Who sees this", self._who, told))
        column.addWidget(
            self._add(
                "plain", f"In plain words, for {called}'s own copy", self._plain,
                "Say it to them: You sleep well on most nights.", optional=True,
            )
        )  # fmt: skip
        column.addStretch()

    def _add(
        self, name: str, words: str, control: QWidget, hint: str = "", *, optional: bool = False
    ) -> Field:
        if not control.objectName():
            control.setObjectName(f"item.{name}")
        grows = not isinstance(control, DateField)
        self._fields[name] = Field(words, control, hint=hint, optional=optional, grows=grows)
        return self._fields[name]

    def _connect(self) -> None:
        for text in (self._found, self._words, self._outcome, self._measure, self._plain):
            text.textChanged.connect(self.edited)
        self._measure.textChanged.connect(self._outcome.underline)
        self._category.currentIndexChanged.connect(lambda _place: self._follow_need())
        self._who.changed.connect(self.edited)
        self.title.textEdited.connect(self.edited)
        self._category.activated.connect(self.edited)
        self._review.changed.connect(self.edited)
        self.actions_written.edited.connect(self.edited)
        self.origin.edited.connect(self.edited)
        for agreement in (self._child, self._carer):
            agreement.group.changed.connect(self.edited)
            agreement.because.textEdited.connect(self.edited)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_focus)

    def _follow_need(self) -> None:
        self._who.follow(self.category)
        self.need_changed.emit(self.category)

    def _follow_focus(self, before: QWidget | None, _now: QWidget | None) -> None:
        """A field that was left may be told what stops signing."""
        while before is not None and before is not self:
            name = before.objectName().removeprefix("item.")
            if self._field(name) is not None and self.isAncestorOf(before):
                self._touched.add(name)
                self.left.emit()
                return
            before = before.parentWidget()

    def _field(self, name: str) -> Field | None:
        number, _, part = name.removeprefix("action").partition(".")
        if name.startswith("action") and number.isdigit() and int(number) <= len(self.actions_written.rows):
            return self.actions_written.rows[int(number) - 1].fields.get(part)
        return self._fields.get(name)

    def _name_of(self, field: str) -> str:
        """Return the name of the control for a field of a smart.Finding; empty rows are none of its actions."""
        if not field.startswith("action_"):
            return _NAMES.get(field, field)
        _, number, part = field.split("_", 2)
        filled = [place for place, row in enumerate(self.actions_written.rows, 1) if row.is_filled()]
        place = filled[int(number) - 1] if int(number) <= len(filled) else int(number)
        return f"action{place}.{part}"


def control_of(field: str | None) -> str:
    """Return the object name of the control for a field of a smart.Finding, for 'Go'."""
    if not field:
        return "item.outcome"
    if field.startswith("action_"):
        _, number, part = field.split("_", 2)
        return f"item.action{number}.{part}"
    return f"item.{_NAMES.get(field, field)}"
