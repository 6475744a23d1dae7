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
from lac_tracker.ui.screens.last_plan_row import bring_into_view
from lac_tracker.ui.screens.sdq_entry_differences import Differences, Different
from lac_tracker.ui.screens.sdq_entry_impact import ImpactQuestions
from lac_tracker.ui.screens.sdq_entry_keying import Keyed, Keying, from_text, keyed_of, to_text
from lac_tracker.ui.screens.sdq_entry_score import LastTime, ScorePanel
from lac_tracker.ui.widgets.box_grid import BoxGrid, BoxRow
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.read_back import ReadBack

KEYS = "Type 1, 2 or 3 for the left, middle or right box. 0 = not answered. Backspace = go back."
NO_WORDING = "Item wording is not shown: the SDQ is copyright. Read it from the paper form."
SECOND_TIME = "Second time: key all 25 again from the paper. What you keyed first is hidden."
_SCORE_WIDTH = 20  # characters
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
        self.impact_keying = Keying(asked=self.impact.asked)
        self.score, self.last, self.differences = ScorePanel(), LastTime(), Differences()
        self.twice = QCheckBox("Key it twice to check")
        self.twice.setObjectName("sdq.twice")
        self._second = PlainLabel(SECOND_TIME, type="strong", wraps=True)
        self._second.setObjectName("sdq.secondTime")
        self.own_words = PlainTextEdit(least_lines=2)
        self.own_words.setObjectName("sdq.ownWords")
        self.own_words.setPlaceholderText("As they said it. They may see this.")
        self._own = Field(f"How things feel, in {called}'s own words", self.own_words, optional=True)
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
        keyed = keyed_of(one.answers, one.skipped)
        given: Keyed = {item: keyed[item] for item in ITEMS if item in keyed}
        if one.state == "scored":
            given = {item: one.answers.get(item) for item in ITEMS}
        others = {name: raw for name, raw in keyed.items() if name not in ITEMS}
        self.keying, self.impact_keying = Keying(first=given), Keying(first=others, asked=self.impact.asked)
        self.own_words.setPlainText(one.own_words)
        self._refresh()
        self.grid.go_to_first_empty()

    def answers(self) -> dict[str, int | None]:
        """Return what was keyed, by question; None where the form has no answer."""
        return self.keying.answers() | self.impact_keying.answers()

    @property
    def is_checked(self) -> bool:
        """Whether all that was keyed was keyed twice, and every difference is settled."""
        return self.keying.is_checked and not self._impact_lacks()

    def second_pass(self) -> tuple[tuple[str, str], ...]:
        """Return the second pass, which no part keeps, as texts."""
        if not self.keying.is_twice:
            return ()
        both = (self.keying, self.impact_keying)
        passes = [to_text(keying.second) for keying in both], [to_text(keying.settled) for keying in both]
        return (("second", " ".join(passes[0])), ("settled", " ".join(passes[1])))

    def show_second_pass(self, typed: Mapping[str, str]) -> None:
        """Show what `second_pass` gave."""
        for name in ("second", "settled"):
            keyed = from_text(typed.get(name, ""))
            for keying, is_of in ((self.keying, True), (self.impact_keying, False)):
                keying.is_twice = True
                setattr(keying, name, {key: raw for key, raw in keyed.items() if (key in ITEMS) == is_of})

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
        return self._impact_lacks()

    def go_to_lacking(self) -> None:
        """Put the keyboard where something is lacking."""
        if "settling" in (self.keying.stage, self.impact_keying.stage):
            self.differences.take_focus()
        elif self.keying.stage == "done":
            self.impact.take_focus()
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
        middle.setSpacing(space(3))
        for part in (self.read_back, self.differences, self.impact, self._own):
            middle.addWidget(part)
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
        self.impact.keyed.connect(self._key_impact)
        self.impact.finished.connect(self._finish_impact)
        self.twice.clicked.connect(self._tick)
        self.differences.settled.connect(self._settle)
        self.differences.finished.connect(self._finish_differences)
        self.own_words.textChanged.connect(self.edited)

    def _key(self, item: str) -> None:
        before = self.keying.stage
        self.keying.take(self.grid.values(), item)
        self._edited()
        if self.keying.stage != before:
            self._change_stage(before)

    def _key_impact(self, name: str) -> None:
        before = self.impact_keying.stage
        self.impact_keying.take(self.impact.values(), name)
        self._edited()
        now = self.impact_keying.stage
        if (before, now) == ("first", "second"):
            self.impact.begin_again()
        elif now == "done" and before == "second":
            announce(self.impact, "No difference between the two times")

    def _impact_lacks(self) -> str:
        """Return what has to be keyed of the impact questions: nothing where none was, or they are keyed once."""
        keying = self.impact_keying
        if not keying.is_twice or not keying.first or keying.stage == "done":
            return ""
        if keying.stage == "settling":
            words = ", ".join(f"'{self.impact.words_of(name)}'" for name in keying.open_differences())
            return f"The two times differ in {words}. Choose which is right"
        which = (
            "The impact questions are"
            if keying.stage == "first"
            else "The second time of the impact questions is"
        )
        return (
            f"{which} not complete. Press 0 where the form has no answer, or untick 'Key it twice to check'"
        )

    def _finish_impact(self) -> None:
        """Past the last question that is open: on to what the two times differ in, or on."""
        if self.impact_keying.stage == "settling":
            self.differences.take_focus()
        else:
            self.finished.emit()

    def _finish_differences(self) -> None:
        """Past the last difference: on to the impact questions, or on where those are done."""
        if self.impact_keying.first and not self._impact_lacks():
            self.finished.emit()
        else:
            self.impact.take_focus()

    def _change_stage(self, before: str) -> None:
        """The last item of a pass was keyed, or one was taken back: the second pass, or what differs, is next."""
        if self.keying.stage == "second" and before == "first":
            self.grid.go_to(ITEMS[0])
            bring_into_view(self._second)
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
        self.keying.is_twice = self.impact_keying.is_twice = is_twice
        self._edited()
        if self.keying.stage in ("first", "second"):
            self.take_focus()
        if self.keying.stage == "second":
            bring_into_view(self._second)

    def _settle(self, name: str, which: str) -> None:
        self._keying_of(name).settle(name, which)
        self._edited()

    def _keying_of(self, name: str) -> Keying:
        return self.keying if name in ITEMS else self.impact_keying

    def _edited(self) -> None:
        self._refresh()
        self.edited.emit()

    def _refresh(self) -> None:
        """Show what follows from what was keyed."""
        self.grid.show_values(self.keying.shown())
        self.twice.setChecked(self.keying.is_twice)
        self._second.setVisible(self.keying.stage == "second")
        self._show_letters()
        self.impact.show_answers(
            self.impact_keying.shown(),
            is_second=self.impact_keying.stage == "second" and self.keying.stage != "second",
        )
        if self.differences.show_them(self._different(), lambda name: self._keying_of(name).chosen(name)):
            self._order_tabs()
        answers = self.answers()
        if self.keying.stage == "done" and self._version and not self._impact_lacks():
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

    def _different(self) -> tuple[Different, ...]:
        """Return where the two times differ: the items, then the impact questions once those are keyed twice."""
        found = []
        for name in (*self.keying.differences(), *self.impact_keying.differences()):
            passes = (self._keying_of(name).first[name], self._keying_of(name).second[name])
            first, second = (self._box_words(name, value) for value in passes)
            words = f"Item {name.removeprefix('item_')}" if name in ITEMS else self.impact.words_of(name)
            found.append(Different(name, words, first, second))
        return tuple(found)

    def _box_words(self, name: str, value: int | None) -> str:
        if name not in ITEMS:
            return self.impact.box_words(name, value)
        return "Not answered" if value is None else f"{_BOXES[value]} box"


def _listed(numbers: list[str]) -> str:
    """Return 'Items 13 to 25 are', 'Item 7 is' or 'Items 3, 7 and 9 are'."""
    if len(numbers) == 1:
        return f"Item {numbers[0]} is"
    first, last = int(numbers[0]), int(numbers[-1])
    if last - first + 1 == len(numbers):
        return f"Items {first} to {last} are"
    return f"Items {', '.join(numbers[:-1])} and {numbers[-1]} are"
