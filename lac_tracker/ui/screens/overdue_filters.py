"""The filters of the working list: three choices beside the text, the rest in a dialog, the active ones as chips."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QWidget

from lac_tracker.domain.standing import WAITING_WORDS
from lac_tracker.domain.worklist import KINDS, NOBODY, Choices, Phrases, Wanted
from lac_tracker.ui.screens.list_page import beside
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow

ALL = "All"
_BESIDE = frozenset({"text", "kind", "waiting_on", "assessor_id"})  # seen in controls of their own


class FilterChoice(QComboBox):
    """One choice whose first entry is 'All'. A letter chooses, Enter goes on to the rows, the wheel does nothing.

    Signals:
        left_for_rows: Enter was pressed.
    """

    left_for_rows = Signal()

    def __init__(self, words: str, name: str, shortcut: str, parent: QObject | None = None) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setStatusTip(f"{words}: a letter chooses, Enter goes on to the rows ({shortcut})")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.addItem(ALL, "")

    def offer(self, options: Sequence[tuple[str, str]], value: str) -> None:
        """Offer these beside 'All', and show one of them."""
        wanted = [(ALL, ""), *((words, key) for key, words in options)]
        held = [(self.itemText(place), self.itemData(place)) for place in range(self.count())]
        if wanted != held:
            self.clear()
            for words, key in wanted:
                self.addItem(words, key)
        self.setCurrentIndex(max(self.findData(value), 0))

    def value(self) -> str:
        return str(self.currentData() or "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self.left_for_rows.emit()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: Any) -> None:
        event.ignore()  # scrolling past must not change what is shown


class OverdueFilters(QObject):
    """Type, Waiting on and Assessor, and the chips of the filters that are set elsewhere.

    Signals:
        changed: another choice was made; carries the Wanted it makes.
        done: the person goes on to the rows.
    """

    changed = Signal(object)
    done = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._wanted, self._choices = Wanted(), Choices()
        self.kind = FilterChoice("Type", "due.type", "Alt+T")
        self.waiting = FilterChoice("Waiting on", "due.waiting", "Alt+W")
        self.assessor = FilterChoice("Assessor", "due.assessor", "Alt+A")
        self.boxes = (self.kind, self.waiting, self.assessor)
        for box, keys in zip(self.boxes, ("Alt+T", "Alt+W", "Alt+A"), strict=True):
            box.activated.connect(self._chosen)
            box.left_for_rows.connect(self.done)
            QShortcut(QKeySequence(keys), page).activated.connect(box.setFocus)
        self.pairs = tuple(beside(box.accessibleName(), box) for box in self.boxes)
        self.chips = ChipRow(label="Filters: a press removes one", name="due.filters", toggles=False)
        self.chips.opened.connect(self._remove)
        self.chips.hide()

    def show_wanted(self, wanted: Wanted, choices: Choices, said: Phrases) -> None:
        """Show what is filtered by now."""
        self._wanted, self._choices = wanted, choices
        self.kind.offer([(kind, kind) for kind in KINDS], wanted.kind)
        self.waiting.offer(waiting_options(), wanted.waiting_on)
        self.assessor.offer(assessor_options(choices), _key(wanted.assessor_id))
        chips = tuple(
            ChipFacts(name, words, "fa6s.xmark", detail=f"Take this filter away: {words}")
            for name, words in said.chips
            if name not in _BESIDE
            or (name != "text" and not self.boxes[0].isVisibleTo(self.boxes[0].window()))
        )
        self.chips.set_chips(chips)
        self.chips.setVisible(bool(chips))

    def _chosen(self, _place: int) -> None:
        whose = self.assessor.value()
        self.changed.emit(
            replace(
                self._wanted,
                kind=self.kind.value(),
                waiting_on=self.waiting.value(),
                assessor_id=int(whose) if whose else None,
            )  # fmt: skip
        )

    def _remove(self, name: str) -> None:
        self.changed.emit(replace(self._wanted, **{name: default(name)}))


def waiting_options() -> tuple[tuple[str, str], ...]:
    """Return who a row can wait on, in words; a first letter finds the council first."""
    return tuple((one.value, words) for one, words in WAITING_WORDS.items())


def assessor_options(choices: Choices) -> tuple[tuple[str, str], ...]:
    """Return whose a row can be, and nobody's."""
    return ((str(NOBODY), "Nobody"), *((str(person_id), name) for person_id, name in choices.assessors))


def _key(assessor_id: int | None) -> str:
    return "" if assessor_id is None else str(assessor_id)


def default(name: str) -> Any:
    return next(one.default for one in fields(Wanted) if one.name == name)
