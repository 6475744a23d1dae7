"""S23, step 2: which of the list's columns means what here, and in which order its dates are written."""

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from lac_tracker.domain import list_fields
from lac_tracker.domain.list_import import DateOrder, Matching, ReceivedList
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel, hint, label
from lac_tracker.ui.screens.import_draft import Draft
from lac_tracker.ui.screens.import_reading import samples
from lac_tracker.ui.screens.import_steps import Notice, Step
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.radio_group import RadioGroup

_NOT_READ = "Not read"
_WIDEST = 90  # characters: further apart, the eye loses the line
_SAMPLE = 40  # characters of one value that are shown
_ORDERS: tuple[tuple[DateOrder, str], ...] = (
    ("day_first", "Day first: 31/12/2026"),
    ("month_first", "Month first: 12/31/2026"),
    ("year_first", "Year first: 2026-12-31"),
)


class MatchStep(Step):
    """A choice for each column of the list, made anew when another list was read."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self._shown: tuple[ReceivedList | None, Matching | None] = (None, None)
        self.standing = Notice("imp.matched")
        self.missing = Notice("imp.missing", "fix")
        self.dates = RadioGroup(
            "How dates are written", _ORDERS, name="imp.dates", across=theme.current().text_percent < LARGE
        )
        self.dates.changed.connect(lambda _key: self._said())
        self.example = Notice("imp.dateExample")
        self.choices: dict[int, ChoiceBox] = {}
        self._grid_held = QWidget()
        self.dates_field = Field("How dates are written", self.dates)
        for widget in (self.standing, self.missing, self.dates_field, self.example, self._grid_held):
            self.column.addWidget(widget)
        self.column.addStretch()

    def show_draft(self, draft: Draft) -> None:
        super().show_draft(draft)
        received = draft.received
        if received is None or self._shown == (received, draft.matching):
            return
        if received is not self._shown[0]:
            self._make_grid(received)
        for position, choice in self.choices.items():
            choice.blockSignals(True)
            choice.set_value(draft.matching.fields.get(position, ""))
            choice.blockSignals(False)
        self.dates.set_value(draft.matching.dates)
        self._shown = (received, draft.matching)
        self._say()

    def problem(self) -> str:
        return self.missing.words.text() if not self.missing.isHidden() else ""

    def take_focus(self) -> bool:
        """The first choice that still has to be made, where there is one."""
        if not self.problem():
            return False
        free = (choice for choice in self.choices.values() if not choice.value())
        next(free, next(iter(self.choices.values()))).setFocus()
        return True

    def _make_grid(self, received: ReceivedList) -> None:
        """Their column with a sample on the left, our field on the right; a line for each."""
        old, self._grid_held = self._grid_held, QWidget()
        self._grid_held.setObjectName("imp.match")
        self._grid_held.setAccessibleName("Their columns and our fields")
        self.column.replaceWidget(old, self._grid_held)
        old.setParent(None)
        old.deleteLater()
        space = theme.current().space
        self._grid_held.setMaximumWidth(theme.current().characters(_WIDEST))
        grid = QGridLayout(self._grid_held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space(5))
        grid.setVerticalSpacing(space(2))
        grid.setColumnStretch(0, 1)
        grid.addWidget(label("Their column"), 0, 0)
        grid.addWidget(label("Our field"), 0, 1)
        fields = tuple((one.key, one.words) for one in list_fields.FIELDS)
        self.choices = {}
        for position, name in enumerate(received.columns):
            choice = ChoiceBox(
                f"{name or 'Column without a name'} is", fields, name=f"imp.match.{position}", none=_NOT_READ
            )
            choice.changed.connect(lambda _key: self._said())
            grid.addWidget(_column_words(name, position, received), position + 1, 0)
            grid.addWidget(choice, position + 1, 1, Qt.AlignmentFlag.AlignVCenter)
            self.choices[position] = choice

    def _said(self) -> None:
        """Take down what stands on the screen."""
        chosen = {position: key for position, choice in self.choices.items() if (key := choice.value())}
        orders: dict[str, DateOrder] = {key: key for key, _ in _ORDERS}
        dates = orders.get(self.dates.value(), "day_first")
        self.draft.matching = Matching(chosen, dates)
        self.draft.known_columns = frozenset()
        self._shown = (self.draft.received, self.draft.matching)
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        received, matching = self.draft.received, self.draft.matching
        assert received is not None
        count, of = len(matching.fields), len(received.columns)
        words = f"{count} of {of} columns matched."
        new, known = self.draft.new_columns, self.draft.is_remembered
        remembered = f"Remembered for {self.draft.council}. {words}"
        if new:
            named = ", ".join(f"'{name}'" for name in new)
            remembered += (
                f" New, and not remembered: {named}. Check {'it' if len(new) == 1 else 'them'} below."
            )
        self.standing.say(remembered if known else words, "complete" if known and not new else "information")
        self.missing.say(lacking_words(matching), "fix")
        example = self._example(received, matching)
        self.example.say(example)
        self.dates_field.setVisible(bool(example))

    def _example(self, received: ReceivedList, matching: Matching) -> str:
        """'03/04/2026 means 03-Apr-2026', of the first column of dates that has a value."""
        kinds = {one.key: one.kind for one in list_fields.FIELDS}
        for position, key in matching.fields.items():
            found = samples(received, position) if kinds.get(key) == "day" else ()
            if found:
                return list_fields.date_words(matching, found[0])
        return ""


def lacking_words(matching: Matching) -> str:
    """Return what still has to be matched, and what was matched twice; '' where all is well."""
    words = {one.key: one.words for one in list_fields.FIELDS}
    twice = [words[key] for key, count in Counter(matching.fields.values()).items() if count > 1]
    if twice:
        return f"{twice[0]} is chosen for two columns. Choose it for one"
    lacking = list_fields.missing(matching)
    if not lacking:
        return ""
    named = " and no column for ".join(f"{one[:1].lower()}{one[1:]}" for one in lacking)
    return f"The file has no column for {named}. Choose which column it is"


def _column_words(name: str, position: int, received: ReceivedList) -> QWidget:
    """Their name of the column, and what its first rows say."""
    found = [
        value if len(value) <= _SAMPLE else f"{value[:_SAMPLE]}…" for value in samples(received, position)
    ]
    held = QWidget()
    column = QVBoxLayout(held)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(PlainLabel(name or f"Column {position + 1}, without a name", type="strong", wraps=True))
    column.addWidget(hint(" | ".join(found) or "No values"))
    return held
