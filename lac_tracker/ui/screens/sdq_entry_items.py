"""The items of a paper form: the rows to key, what was keyed to read back, the impact questions and the score."""

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.sdq import ITEMS, VERSIONS, Informant, Questionnaire, score
from lac_tracker.domain.sdq_rules import not_enough
from lac_tracker.services.sdq_entry import score_words
from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainLabel, PlainTextEdit, heading, hint
from lac_tracker.ui.screens.sdq_entry_impact import ImpactQuestions
from lac_tracker.ui.screens.sdq_entry_keying import Keyed, Keying
from lac_tracker.ui.screens.sdq_entry_score import Differences, LastTime, ScorePanel
from lac_tracker.ui.widgets.box_grid import BoxGrid, BoxRow
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.read_back import ReadBack

KEYS = "Type 1, 2 or 3 for the left, middle or right box. 0 = not answered. Backspace = go back."
NO_WORDING = "Item wording is not shown: the SDQ is copyright. Read it from the paper form."
SECOND_TIME = "Second time: key all 25 again from the paper. What you keyed first is hidden."
_SCORE_WIDTH = 22  # characters
_BOXES = ("Left", "Middle", "Right")
_LETTERS: Mapping[int | None, str] = {0: "L", 1: "M", 2: "R", None: "\u2013"}


class ItemEntry(QWidget):
    """Signals:
    edited: something was keyed, ticked or typed.
    finished: the last question that is open was keyed.
    """

    edited = Signal()
    finished = Signal()

    def __init__(self, called: str) -> None:
        super().__init__()
        self.keying = Keying()
        self._version = ""
        numbers = ((item, item.removeprefix("item_")) for item in ITEMS)
        rows = tuple(BoxRow(item, number, f"Item {number}") for item, number in numbers)
        self.grid = BoxGrid("Items, by box position", rows, _BOXES, name="sdq.items")
        self.grid.set_columns(2)  # until it is known how much room there is
        self.read_back = ReadBack("Read-back", len(ITEMS), name="sdq.readback", spoken=self._spoken)
        self.impact = ImpactQuestions()
        self.score, self.last, self.differences = ScorePanel(), LastTime(), Differences()
        self.twice = QCheckBox("Key it twice to check")
        self.twice.setObjectName("sdq.twice")
        self._second = PlainLabel(SECOND_TIME, type="strong", wraps=True)
        self._second.setObjectName("sdq.secondTime")
        self.own_words = PlainTextEdit()
        self.own_words.setObjectName("sdq.ownWords")
        self._own = Field(
            f"How things feel, in {called}'s own words", self.own_words, hint="As they said it. They may see this.",
            optional=True,
        )  # fmt: skip
        self._lay_out()
        self._connect()
        self._order_tabs()
        self._refresh()

    # What the page asks

    def show_form(self, version: str, *, is_follow_up: bool) -> None:
        """Show what belongs to a form: its impact questions, and the young person's words for a self-report."""
        self._version = version
        self.impact.show_form(version, is_follow_up=is_follow_up)
        self._own.setVisible(bool(version) and VERSIONS[version].informant == "self")
        self._refresh()

    def show_wording(self, words: Mapping[str, str]) -> None:
        """Show a licensed team's own wording beside the numbers: item → words; none for numbers alone."""
        self.grid.set_words(words)
        self._copyright.setVisible(not words)
        self._share()

    def show_last(self, one: Questionnaire | None, informant: Informant | None) -> None:
        self.last.show_one(one, informant)

    def show_held(self, one: Questionnaire) -> None:
        """Show a part, or one that is corrected. What was left out of a scored one counts as not answered."""
        given: Keyed = {item: one.answers[item] for item in ITEMS if one.answers.get(item) is not None}
        if one.state == "scored":
            given = {item: one.answers.get(item) for item in ITEMS}
        self.keying = Keying(first=given)
        self.impact.show_answers(one.answers)
        self.own_words.setPlainText(one.own_words)
        self._refresh()
        self.grid.go_to_first_empty()

    def answers(self) -> dict[str, int | None]:
        return self.keying.answers() | self.impact.answers()

    def progress(self) -> str:
        """Return '12 of 25'."""
        done = f"{len(self.keying.shown())} of {len(ITEMS)}"
        return f"{done}, second time" if self.keying.stage == "second" else done

    def lacks(self) -> str:
        """Return what has to be keyed before it can be scored, '' when nothing."""
        match self.keying.stage:
            case "first":
                empty = [item.removeprefix("item_") for item in ITEMS if item not in self.keying.first]
                return f"{_listed(empty)} not keyed yet. Press 0 where the form has no answer, or save a part"
            case "second":
                return "The second time is not complete. Key the rest, or untick 'Key it twice to check'"
            case "settling":
                numbers = [item.removeprefix("item_") for item in self.keying.open_differences()]
                items = "item" if len(numbers) == 1 else "items"
                return f"The two times differ in {items} {', '.join(numbers)}. Choose which is right"
        return ""

    def go_to_lacking(self) -> None:
        """Put the keyboard where something is lacking."""
        if self.keying.stage == "settling":
            self.differences.take_focus()
        else:
            self.take_focus()

    def take_focus(self) -> None:
        """Put the keyboard at the first item that was not keyed yet."""
        self.grid.go_to_first_empty()
        self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_room(self, width: int, height: int) -> None:
        """Lay it out in the room there is: the rows in one column where that fits, as on the paper, else in two.

        The score stands beside the rest, or below it where that is too wide.
        """
        gap, middle = self._row.spacing(), self._middle_width()
        is_narrow = self.grid.width_in(2) + gap + middle > width
        self.grid.set_columns(1 if is_narrow or self.grid.height_in(1) <= height else 2)
        beside = self.grid.width_in(2) + middle + 2 * gap + theme.current().characters(_SCORE_WIDTH)
        self._has_room_beside = beside <= width
        self._share()

    # Behind it

    def _lay_out(self) -> None:
        space = theme.current().space
        left, middle = QVBoxLayout(), QVBoxLayout()
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        for column in (left, middle, right):
            column.setSpacing(space(2))
        for widget in (self._second, self.grid):
            left.addWidget(widget)
        middle.addWidget(heading("Read-back, 5 at a time"))
        for part in (self.read_back, self.differences, self.impact, self._own):
            middle.addWidget(part)
            middle.addSpacing(space(2))
        right.addWidget(self.score)
        right.addSpacing(space(2))
        right.addWidget(self.last)
        right.addSpacing(space(2))
        right.addWidget(self.twice)
        right.addSpacing(space(2))
        self._copyright = hint(NO_WORDING)
        right.addWidget(self._copyright)
        self._middle = (
            QVBoxLayout()
        )  # what stands beside where there is room, stands in it where there is not
        middle.addLayout(self._middle)
        for column in (left, middle, right):
            column.addStretch()
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(5))
        row.addLayout(left)
        row.addLayout(middle)
        self._has_room_beside = True
        self._share()

    def _middle_width(self) -> int:
        widest = max(self.impact.difficulties.width(), self.read_back.width())
        return max(widest, *(grid.width() for grid in self.impact.grids()))

    def _share(self) -> None:
        """Put the score where there is room for it, and give the width that is left to the wording or the score."""
        words = self.grid.has_words
        if words or not self._has_room_beside:
            self._middle.addWidget(self._right)
        else:
            self._row.addWidget(self._right)
        self._row.setStretch(0, 1 if words else 0)
        self._row.setStretch(self._row.count() - 1, 0 if words else 1)

    def _connect(self) -> None:
        self.grid.keyed.connect(self._key)
        self.grid.moved.connect(lambda _key: self._show_letters())
        self.grid.finished.connect(self._finish_items)
        self.read_back.jumped.connect(lambda at: self.grid.go_to(ITEMS[at]))
        self.read_back.chosen.connect(lambda _at: self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.impact.edited.connect(self._edited)
        self.impact.finished.connect(self.finished)
        self.twice.clicked.connect(self._tick)
        self.differences.settled.connect(self._settle)
        self.differences.finished.connect(self.impact.take_focus)
        self.own_words.textChanged.connect(self.edited)

    def _key(self, item: str) -> None:
        before = self.keying.stage
        self.keying.take(self.grid.values(), item)
        self._edited()
        if self.keying.stage != before:
            self._change_stage(before)

    def _change_stage(self, before: str) -> None:
        """The last item of a pass was keyed, or one was taken back: the second pass, or what differs, is next."""
        if self.keying.stage == "second" and before == "first":
            self.grid.go_to(ITEMS[0])
            announce(self.grid, f"{SECOND_TIME} {self.grid.accessibleName()}")
        elif self.keying.stage == "settling":
            self.differences.take_focus()
        elif before == "second" and self.keying.stage == "done":
            announce(self.grid, "No difference between the two times")

    def _finish_items(self) -> None:
        """Past item 25: back to the first that is empty, else on to the impact questions."""
        if self.keying.stage == "done":
            self.impact.take_focus()
        elif self.keying.stage != "settling":
            self.grid.go_to_first_empty()

    def _tick(self, is_twice: bool) -> None:
        self.keying.is_twice = is_twice
        self._edited()
        if self.keying.stage in ("first", "second"):
            self.take_focus()

    def _settle(self, item: str, which: str) -> None:
        passes = {"first": self.keying.first, "second": self.keying.second}
        if which in passes:
            self.keying.settle(item, passes[which][item])
        else:
            self.keying.settled.pop(item, None)
        self._edited()

    def _edited(self) -> None:
        self._refresh()
        self.edited.emit()

    def _refresh(self) -> None:
        """Show what follows from what was keyed."""
        self.grid.show_values(self.keying.shown())
        self.twice.setChecked(self.keying.is_twice)
        self._second.setVisible(self.keying.stage == "second")
        self._show_letters()
        rows = tuple((item, self._box(self.keying.first, item), self._box(self.keying.second, item))
                     for item in self.keying.differences())  # fmt: skip
        if self.differences.show_them(rows, self._chosen):
            self._order_tabs()
        answers = self.answers()
        if self.keying.stage == "done" and self._version:
            told = score_words(self._version, score(answers, self._version))
            self.score.show_score(told, tuple(not_enough(answers).values()))
        else:
            self.score.hide_score(is_twice=self.keying.is_twice)

    def _order_tabs(self) -> None:
        """Tab goes in reading order, whenever the differences come and go."""
        stops = [
            self.grid,
            self.read_back,
            *self.differences.stops(),
            *self.impact.grids(),
            self.own_words,
            self.twice,
        ]
        for one, following in pairwise(stops):
            QWidget.setTabOrder(one, following)

    def _show_letters(self) -> None:
        shown = self.keying.shown()
        letters = [_LETTERS[shown[item]] if item in shown else "" for item in ITEMS]
        self.read_back.show_letters(letters, ITEMS.index(self.grid.current))

    def _spoken(self, at: int) -> str:
        return f"Item {at + 1}, {self.grid.words_of(ITEMS[at])}"

    def _chosen(self, item: str) -> str:
        if item not in self.keying.settled:
            return ""
        return "first" if self.keying.settled[item] == self.keying.first[item] else "second"

    def _box(self, keyed: Keyed, item: str) -> str:
        value = keyed.get(item)
        return "Not answered" if value is None else f"{_BOXES[value]} box"


def _listed(numbers: list[str]) -> str:
    """Return 'Items 13 to 25 are', 'Item 7 is' or 'Items 3, 7 and 9 are'."""
    if len(numbers) == 1:
        return f"Item {numbers[0]} is"
    first, last = int(numbers[0]), int(numbers[-1])
    if last - first + 1 == len(numbers):
        return f"Items {first} to {last} are"
    return f"Items {', '.join(numbers[:-1])} and {numbers[-1]} are"
