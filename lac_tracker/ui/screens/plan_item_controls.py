"""The controls of a plan item that are more than one field: who agrees, which kind of need, when it is looked at, who sees it."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.disclosure import CHOSEN_READERS, Reader, readers_of_item
from lac_tracker.domain.plans import CATEGORIES, Agreed
from lac_tracker.ui import theme
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.date_offers import DateOffers
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.widgets.tick_list import TickList

LONGEST_LINE = 201  # one more than fits, so that too much is explained and not cut
_AGREED = (("yes", "Yes"), ("no", "No, because"))
_READER_WORDS = {Reader.GP: "GP", Reader.CARER: "Carer", Reader.COUNCIL: "Council", Reader.SCHOOL: "School"}


class Agreement:
    """Whether somebody agrees, and the line for why not, which is there only when it is needed."""

    def __init__(self, question: str, name: str) -> None:
        self.question = question
        self.group = RadioGroup(question, _AGREED, name=name, across=True)
        self.because = QLineEdit()
        self.because.setObjectName(f"{name}.because")
        self.because.setAccessibleName(f"{question.rstrip('?')}: no, because")
        self.because.setMaxLength(LONGEST_LINE)
        self.because.hide()
        self.group.changed.connect(self._changed)

    def value(self) -> Agreed | None:
        return {"yes": "yes", "no": "no"}.get(self.group.value())  # type: ignore[return-value]  # its own keys

    def why_not(self) -> str:
        return self.because.text().strip() if self.group.value() == "no" else ""

    def show_answer(self, agreed: Agreed | None, because: str) -> None:
        self.group.set_value(agreed or "")
        self.because.setText(because)
        self.because.setVisible(agreed == "no")

    def lock(self) -> None:
        self.group.set_read_only(True)
        self.because.setReadOnly(True)

    def tab_stops(self) -> list[QWidget]:
        return [*self.group.buttons(), self.because]

    def _changed(self, key: str) -> None:
        self.because.setVisible(key == "no")
        if key == "no":
            self.because.setFocus()


class CategoryCombo(QComboBox):
    """Type to search the kinds of need. What is none of them becomes again what was chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems([label for _, label in CATEGORIES])
        self.setMinimumContentsLength(20)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = self.completer() or QCompleter(self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        line = self.lineEdit()
        assert line is not None  # an editable combo has one
        line.editingFinished.connect(self._settle)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling the page must not change it

    def _settle(self) -> None:
        found = self.findText(self.currentText(), Qt.MatchFlag.MatchFixedString)
        self.setCurrentIndex(found if found >= 0 else self.currentIndex())
        self.setEditText(self.itemText(self.currentIndex()))


class ReviewChoice(QWidget):
    """When an outcome is looked at again: at the next review, or on a day of its own.

    Signals:
        changed: another day was chosen.
    """

    changed = Signal()

    def __init__(self, today: date, next_review_on: date, *, is_large: bool) -> None:
        super().__init__()
        self._next = next_review_on
        options = (("next", f"At the next RHA, {show_date(next_review_on)}"), ("day", "On a day of its own"))
        self.at = RadioGroup("Review at", options, name="item.reviewAt", across=not is_large)
        self.on = DateField("Review date", today, name="item.review")
        self.offer = DateOffers(self.on, today, next_review_on, about="review date")
        self.offer.setObjectName("item.review.offer")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(1))
        column.addWidget(self.at)
        row = QHBoxLayout()
        row.addWidget(self.on)
        row.addWidget(self.offer)
        row.addStretch()
        column.addLayout(row)
        self.at.changed.connect(self._choose)
        self.on.changed.connect(self._follow)

    def value(self) -> date | None:
        return self.on.value()

    def set_value(self, day: date | None) -> None:
        self.on.set_value(day)
        self.at.set_value("next" if day == self._next else "day" if day else "")

    def lock(self) -> None:
        self.at.set_read_only(True)
        self.on.set_read_only(True)
        self.offer.hide()

    def tab_stops(self) -> list[QWidget]:
        return [*self.at.buttons(), self.on.line, self.offer]

    def _choose(self, key: str) -> None:
        if key == "next":
            self.on.set_value(self._next)
            self.changed.emit()
        elif key == "day":
            self.on.setFocus()
            self.on.line.selectAll()

    def _follow(self, day: date | None) -> None:
        self.at.set_value("next" if day == self._next else "day" if day else "")
        self.changed.emit()


class WhoSees(TickList):
    """Who gets an item of the plan. Until a person ticks, the kind of need decides."""

    def __init__(self, called: str) -> None:
        options = tuple((reader.value, _READER_WORDS.get(reader, called)) for reader in CHOSEN_READERS)
        super().__init__("Who sees this", options, name="item.who", across=True)
        self._category, self._chosen = "other", False
        self.changed.connect(self._choose)

    def show_for(self, category: str, seen_by: Iterable[str] | None) -> None:
        """Show who was chosen; None: nobody chose, so the kind of need decides."""
        self._category, self._chosen = category, seen_by is not None
        self.set_value(readers_of_item(category, seen_by))

    def follow(self, category: str) -> None:
        """Show what another kind of need says, unless a person chose."""
        self._category = category
        if not self._chosen:
            self.set_value(readers_of_item(category))

    def seen_by(self) -> tuple[str, ...] | None:
        """Return who was chosen, None while it is what the kind of need says."""
        ticked = self.value()
        return None if set(ticked) == readers_of_item(self._category) else ticked

    def _choose(self) -> None:
        self._chosen = self.seen_by() is not None
