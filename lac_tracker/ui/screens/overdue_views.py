"""The views of the working list: chips for the usual ones, a menu for the others and for a person's own."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QComboBox, QMenu, QVBoxLayout, QWidget

from lac_tracker.domain.worklist import VIEW, VIEWS
from lac_tracker.ui.plain import doubled
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow

CHIPS = ("overdue", "at_risk", "due_soon", "no_appointment", "no_consent", "mine")
MORE = "more_views"
_MORE_WORDS = "More views"


class OverdueViews(QWidget):
    """Chips, or in large text one choice, which takes less height.

    Signals:
        chosen: another view; carries its key.
        own_chosen: a way of looking that the person keeps; carries its name.
        keep_wanted: the way the list is shown now is to be kept under a name.
        forget_wanted: one of their own is not wanted any more; carries its name.
    """

    chosen = Signal(str)
    own_chosen = Signal(str)
    keep_wanted = Signal()
    forget_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._view = CHIPS[0]
        self._numbers: Mapping[str, int] = {}
        self._own: tuple[str, ...] = ()
        self._facts: tuple[ChipFacts, ...] = ()
        self.chips = ChipRow(label="Views", name="due.views", one_only=True)
        self.chips.toggled.connect(self._toggled)
        self.choice = QComboBox()
        self.choice.setObjectName("due.view")
        self.choice.setAccessibleName("View")
        self.choice.activated.connect(self._activated)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.chips)
        self.choice.hide()  # it has its place among the filters
        self.show_numbers({})

    def stand(self, *, large: bool) -> None:
        """Chips, or in large text one choice."""
        self.setVisible(not large)
        self.choice.setVisible(large)

    def show_numbers(self, numbers: Mapping[str, int]) -> None:
        """Put the counts behind the names; without any, the names stand alone."""
        self._numbers = numbers
        self._name_chips()
        self.choice.clear()
        for view in VIEWS:
            self.choice.addItem(self._words(view.key), view.key)
        self.choice.insertSeparator(self.choice.count())
        for name in self._own:
            self.choice.addItem(name, f"own:{name}")
        self.choice.addItem("Save this view…", "keep")
        self._mark()

    def show_view(self, key: str) -> None:
        """Mark the view that is shown."""
        self._view = key
        self._name_chips()
        self._mark()

    def _name_chips(self) -> None:
        chips = [ChipFacts(one, self._words(one), detail=self._spoken(one)) for one in CHIPS]
        facts = (*chips, self._more_chip())
        if facts != self._facts:  # each look at the list asks for them
            self._facts = facts
            self.chips.set_chips(facts)

    def show_own(self, names: Sequence[str]) -> None:
        """Offer the ways of looking that the person keeps."""
        if tuple(names) != self._own:
            self._own = tuple(names)
            self.show_numbers(self._numbers)

    def menu(self) -> QMenu:
        """Return the menu of the views without a chip of their own."""
        menu = QMenu(self)
        menu.setObjectName("due.moreViews")
        for view in VIEWS:
            if view.key not in CHIPS:
                self._offer(menu, view.key)
        if self._own:
            menu.addSeparator()
        for name in self._own:
            kept = menu.addAction(doubled(name))
            kept.setObjectName(f"due.own.{self._own.index(name)}")
            kept.triggered.connect(lambda _checked=False, own=name: self.own_chosen.emit(own))
        menu.addSeparator()
        keep = menu.addAction("Save this view…")
        keep.setObjectName("due.saveView")
        keep.triggered.connect(lambda _checked=False: self.keep_wanted.emit())
        if self._own:
            forget = menu.addMenu("Forget a saved view")
            for name in self._own:
                action = forget.addAction(doubled(name))
                action.triggered.connect(lambda _checked=False, own=name: self.forget_wanted.emit(own))
        return menu

    def _offer(self, menu: QMenu, key: str) -> None:
        action = menu.addAction(doubled(self._words(key)))
        action.setObjectName(f"due.view.{key}")
        action.setCheckable(True)
        action.setChecked(key == self._view)
        action.triggered.connect(lambda _checked=False: self.chosen.emit(key))

    def _words(self, key: str) -> str:
        words = VIEW[key].words
        return f"{words} {self._numbers[key]}" if key in self._numbers else words

    def _spoken(self, key: str) -> str:
        """Return what a screen reader adds: 'Overdue, 7 rows'."""
        if key not in self._numbers:
            return ""
        many = self._numbers[key]
        return f"{VIEW[key].words}, {many} {'row' if many == 1 else 'rows'}"

    def _more_chip(self) -> ChipFacts:
        is_shown = self._view not in CHIPS
        words = f"{_MORE_WORDS}: {self._words(self._view)}" if is_shown else _MORE_WORDS
        return ChipFacts(MORE, words, "fa6s.angle-down", detail="Other views, and your own")

    def _mark(self) -> None:
        self.chips.switch(self._view if self._view in CHIPS else MORE)
        self.choice.setCurrentIndex(self.choice.findData(self._view))

    def _toggled(self, key: str, _on: bool) -> None:
        if key != MORE:
            self.chosen.emit(key)
            return
        self._mark()
        chip = self.chips.chip(MORE)
        if self._view in CHIPS:
            chip.setChecked(False)
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height())))

    def _activated(self, index: int) -> None:
        key = str(self.choice.itemData(index) or "")
        if key == "keep":
            self._mark()
            self.keep_wanted.emit()
        elif key.startswith("own:"):
            self.own_chosen.emit(key.removeprefix("own:"))
        elif key:
            self.chosen.emit(key)
