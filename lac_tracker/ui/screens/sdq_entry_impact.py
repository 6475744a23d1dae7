"""The impact questions, and what a follow-up form adds. They are known by where they stand on the form."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.sdq import DIFFICULTIES, VERSIONS
from lac_tracker.ui import theme
from lac_tracker.ui.plain import heading, hint
from lac_tracker.ui.widgets.box_grid import BoxGrid, BoxRow

ANY_DIFFICULTIES = ("No", "Minor", "Definite", "Severe")
NOT_ASKED = "Not asked"
_HIGHEST = 4  # boxes of an impact question
# Names of the variables, not words of the form: it says there which line is which.
_NAMES = {
    "distress": "Distress", "home": "Home", "friends": "Friends", "classroom": "Classroom", "leisure": "Leisure",
}  # fmt: skip
_FOLLOW_UP = {"change_since": ("Since last time", 5), "helped": ("Helped", 4)}


class ImpactQuestions(QWidget):
    """Signals:
    edited: something was keyed or taken back.
    finished: the last question that is open was keyed.
    """

    edited = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sdq.impact")
        self.setAccessibleName("Impact questions")
        self._version, self._is_follow_up = "", False
        self.difficulties = BoxGrid(
            "Any difficulties?", (BoxRow(DIFFICULTIES, "", "Any difficulties?"),), ANY_DIFFICULTIES,
            name="sdq.difficulties", pitch=9, lead=0, none_words=NOT_ASKED,
        )  # fmt: skip
        self._five: dict[str, BoxGrid] = {}  # one grid for a carer or the young person, one for a teacher
        self._changes: dict[str, BoxGrid] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().space(1))
        self._column.addWidget(heading("Impact questions (back of form)"))
        self._column.addWidget(hint("Any difficulties?"))
        self._column.addWidget(self.difficulties)
        for length in (5, 3):
            names = tuple(_NAMES) if length == 5 else VERSIONS["teacher_4_17"].impact
            self._five["teacher" if length == 3 else ""] = self._add(names, f"sdq.impact.{length}")
        for name, (words, boxes) in _FOLLOW_UP.items():
            self._changes[name] = self._add((name,), f"sdq.{name}", words, boxes)
        self.difficulties.keyed.connect(lambda _key: self._open())
        for grid in self.grids():
            grid.keyed.connect(lambda _key: self.edited.emit())
            grid.finished.connect(lambda grid=grid: self._go_on(grid))
        self._open()

    def show_form(self, version: str, *, is_follow_up: bool) -> None:
        """Show the questions of a form. What was keyed stays, where the other form has it."""
        kept = self.answers()
        self._version, self._is_follow_up = version, is_follow_up
        self.show_answers(kept)

    def answers(self) -> dict[str, int | None]:
        """Return what was keyed in the questions that are open; None where there is no answer."""
        found: dict[str, int | None] = {}
        for grid in self._shown():
            found |= grid.values()
        return found

    def show_answers(self, answers: Mapping[str, int | None]) -> None:
        """Show what is on record, or was keyed before."""
        for grid in self.grids():
            grid.show_values(answers)
        self._open()

    def grids(self) -> list[BoxGrid]:
        """Return every question there can be, in the order of Tab."""
        return [self.difficulties, *self._five.values(), *self._changes.values()]

    def take_focus(self) -> None:
        self.difficulties.setFocus()

    def _add(self, names: tuple[str, ...], called: str, words: str = "", boxes: int = _HIGHEST) -> BoxGrid:
        rows = tuple(BoxRow(name, words or _NAMES[name], words or _NAMES[name]) for name in names)
        grid = BoxGrid(
            words or "Impact, by position on the form", rows, tuple(str(box) for box in range(1, boxes + 1)),
            name=called, pitch=6, lead=16,
        )  # fmt: skip
        self._column.addWidget(grid)
        return grid

    def _open(self) -> None:
        shown = self._shown()
        for grid in self.grids():
            grid.setVisible(grid in shown)
        self.updateGeometry()

    def _shown(self) -> list[BoxGrid]:
        """Return the questions that are open: the five only after another answer than 'no'."""
        informant = VERSIONS[self._version].informant if self._version else ""
        five = self._five["teacher" if informant == "teacher" else ""]
        has_any = (self.difficulties.values().get(DIFFICULTIES) or 0) > 0
        changes = list(self._changes.values()) if self._is_follow_up else []
        return [self.difficulties, *([five] if has_any else []), *changes]

    def _go_on(self, grid: BoxGrid) -> None:
        shown = self._shown()
        after = shown[shown.index(grid) + 1 :]
        if after:
            after[0].go_to_first_empty()
            after[0].setFocus()
        else:
            self.finished.emit()
