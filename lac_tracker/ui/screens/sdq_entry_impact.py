"""The impact questions, and what a follow-up form adds. They are known by where they stand on the form."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.sdq import DIFFICULTIES, VERSIONS
from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainLabel, heading, hint
from lac_tracker.ui.widgets.box_grid import BoxGrid, BoxRow
from lac_tracker.ui.widgets.flow import Flow

ANY_DIFFICULTIES = ("No", "Minor", "Definite", "Severe")
NOT_ASKED = "Not asked"
_HIGHEST = 4  # boxes of an impact question
# Names of the variables, not words of the form: it says there which line is which.
_NAMES = {
    "distress": "Distress", "home": "Home", "friends": "Friends", "classroom": "Classroom", "leisure": "Leisure",
}  # fmt: skip
_FOLLOW_UP = {"change_since": ("Since last time", 5), "helped": ("Helped", 4)}
SECOND_TIME = "Second time: key the impact questions again. What you keyed first is hidden."


class ImpactQuestions(QWidget):
    """Signals:
    keyed: something was keyed or taken back; carries which question.
    finished: the last question that is open was keyed.
    """

    keyed = Signal(str)
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
        head = QWidget()
        line = Flow(gap=theme.current().space(3), line_gap=0)
        head.setLayout(line)
        for told in (heading("Impact questions (back of form)"), hint("Any difficulties?")):
            told.setWordWrap(False)
            line.addWidget(told)
        self._column.addWidget(head)
        self._second = PlainLabel(SECOND_TIME, type="strong", wraps=True)
        self._second.setObjectName("sdq.impact.secondTime")
        self._column.addWidget(self._second)
        self._column.addWidget(self.difficulties)
        for length in (5, 3):
            names = tuple(_NAMES) if length == 5 else VERSIONS["teacher_4_17"].impact
            self._five["teacher" if length == 3 else ""] = self._add(names, f"sdq.impact.{length}")
        for name, (words, boxes) in _FOLLOW_UP.items():
            self._changes[name] = self._add((name,), f"sdq.{name}", words, boxes)
        for grid in self.grids():
            grid.keyed.connect(self.keyed)
            grid.finished.connect(lambda grid=grid: self._go_on(grid))
        self._open()

    def show_form(self, version: str, *, is_follow_up: bool) -> None:
        """Show the questions of a form."""
        self._version, self._is_follow_up = version, is_follow_up
        self._open()

    def asked(self, keyed: Mapping[str, int | None]) -> tuple[str, ...]:
        """Return the questions there are: the five only after another answer than 'no'."""
        five: tuple[str, ...] = ()
        if (keyed.get(DIFFICULTIES) or 0) > 0:
            is_teachers = bool(self._version) and VERSIONS[self._version].informant == "teacher"
            five = VERSIONS["teacher_4_17"].impact if is_teachers else tuple(_NAMES)
        return (DIFFICULTIES, *five, *(_FOLLOW_UP if self._is_follow_up else ()))

    def values(self) -> dict[str, int | None]:
        """Return what stands in the questions; None where there is no answer."""
        found: dict[str, int | None] = {}
        for grid in self._shown():
            found |= grid.values()
        return found

    def show_answers(self, answers: Mapping[str, int | None], *, is_second: bool = False) -> None:
        """Show what is on record, or was keyed before; is_second: only what was keyed the second time."""
        for grid in self.grids():
            grid.show_values(answers)
        self._second.setVisible(is_second)
        self._open()

    def begin_again(self) -> None:
        """Put the keyboard at the first question of a second time that was not keyed yet."""
        for grid in self.grids():
            grid.go_to_first_empty()  # so that a row just keyed goes on nowhere
        self.take_focus()
        announce(self, SECOND_TIME)

    def words_of(self, name: str) -> str:
        """Return what a question is called, by its place on the form or its variable."""
        return (
            f"Impact: {_NAMES[name]}" if name in _NAMES else _FOLLOW_UP.get(name, ("Any difficulties?", 0))[0]
        )

    def box_words(self, name: str, value: int | None) -> str:
        """Return what was keyed in a question, as its boxes are headed."""
        if value is None:
            return "Not answered"
        return ANY_DIFFICULTIES[value] if name == DIFFICULTIES else f"Box {value + 1}"

    def grids(self) -> list[BoxGrid]:
        """Return every question there can be, in the order of Tab."""
        return [self.difficulties, *self._five.values(), *self._changes.values()]

    def take_focus(self) -> None:
        """Put the keyboard at the first question that was not keyed yet."""
        empty = next((grid for grid in self._shown() if not grid.is_complete), self.difficulties)
        empty.go_to_first_empty()
        empty.setFocus()

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
        """Return the questions that are open."""
        asked = self.asked(self.difficulties.values())
        informant = VERSIONS[self._version].informant if self._version else ""
        five = self._five["teacher" if informant == "teacher" else ""]
        changes = list(self._changes.values()) if self._is_follow_up else []
        return [self.difficulties, *([five] if "distress" in asked else []), *changes]

    def _go_on(self, grid: BoxGrid) -> None:
        shown = self._shown()
        after = shown[shown.index(grid) + 1 :]
        if after:
            after[0].go_to_first_empty()
            after[0].setFocus()
        else:
            self.finished.emit()
