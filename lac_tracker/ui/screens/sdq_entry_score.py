"""Beside the entry: the score, hidden until all is in, what the last one was, and the differences of two passes."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.sdq import Informant, Questionnaire
from lac_tracker.services.sdq_entry import ScoreWords, score_words
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel, heading, hint
from lac_tracker.ui.screens.last_plan_row import bring_into_view
from lac_tracker.ui.screens.record_page import clear
from lac_tracker.ui.widgets.radio_group import RadioGroup

HIDDEN = "Hidden until all 25 are in, so that it cannot sway the entry."
HIDDEN_TWICE = "Hidden until both times are in and every difference is settled."
_INFORMANTS: Mapping[Informant, str] = {"carer": "carer", "teacher": "teacher", "self": "self-report"}


class ScorePanel(QWidget):
    """Words alone: they are read out in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sdq.score")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().space(1))
        self._said: tuple[str, ...] = ()

    def hide_score(self, *, is_twice: bool) -> None:
        self._say((), "", (), HIDDEN_TWICE if is_twice else HIDDEN)

    def show_score(self, told: ScoreWords, lacking: tuple[str, ...]) -> None:
        """Show the scores and, for what can't be scored, why. told: without lines where nothing can be."""
        self._say(told.lines, told.caution, lacking, "")

    def _say(self, lines: tuple[str, ...], caution: str, lacking: tuple[str, ...], why: str) -> None:
        said = (*lines, caution, *lacking, why)
        if said == self._said:
            return
        self._said = said
        clear(self._column)
        self._column.addWidget(heading("Score so far" if why else "Score"))
        for number, line in enumerate(lines):
            self._column.addWidget(PlainLabel(line, type="strong" if number == 0 else "body", wraps=True))
        for words in filter(None, (caution, why)):
            self._column.addWidget(hint(words))
        if lacking:
            self._column.addWidget(PlainLabel("Not enough answers", type="strong", tone="warn", wraps=True))
        for words in lacking:
            self._column.addWidget(PlainLabel(words, tone="warn", wraps=True))
        self.setAccessibleName(". ".join(filter(None, ("Score", *said))))


class LastTime(QWidget):
    """The last questionnaire of the same informant."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sdq.last")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().space(1))

    def show_one(self, one: Questionnaire | None, informant: Informant | None) -> None:
        """Show it with its day, total and band; that there is none where there is none."""
        clear(self._column)
        self.setVisible(informant is not None)
        if informant is None:
            return
        self._column.addWidget(heading(f"Last SDQ, {_INFORMANTS[informant]}"))
        if one is None:
            self._column.addWidget(hint("None before."))
            return
        told = score_words(one.version, one.scores)
        by = f"{show_date(one.completed_on)}, {one.completed_by}"
        self._column.addWidget(PlainLabel(by, wraps=True))
        if told.lines:
            self._column.addWidget(PlainLabel(told.lines[0], type="strong", wraps=True))
        if told.caution:
            self._column.addWidget(hint(told.caution))


class Differences(QWidget):
    """Where the two passes differ, item by item: 1 for the first time, 2 for the second.

    Signals:
        settled: the person said which is right; carries the item and 'first', 'second' or ''.
        finished: the last one was settled by its key.
    """

    settled = Signal(str, str)
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sdq.differences")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().space(2))
        self._groups: dict[str, RadioGroup] = {}
        self._shown: tuple[tuple[str, str, str], ...] = ()
        self.hide()

    def show_them(self, rows: tuple[tuple[str, str, str], ...], chosen: Callable[[str], str]) -> bool:
        """Show the differences; return whether they are others than before.

        rows: (item, what was keyed the first time, and the second). chosen: item → 'first', 'second' or ''.
        """
        self.setVisible(bool(rows))
        if rows == self._shown:
            return False
        self._shown = rows
        clear(self._column)
        self._groups = {}
        if not rows:
            return True
        count = "1 difference" if len(rows) == 1 else f"{len(rows)} differences"
        self._column.addWidget(heading(f"{count} between the two times"))
        self._column.addWidget(hint("Look at the paper form again, and choose what it has: 1 or 2."))
        for item, first, second in rows:
            number = item.removeprefix("item_")
            options = (
                ("first", f"1  {first}, the first time"),
                ("second", f"2  {second}, the second time"),
            )
            group = RadioGroup(f"Item {number}", options, name=f"sdq.difference.{number}")
            group.set_value(chosen(item))
            group.changed.connect(lambda key, item=item: self.settled.emit(item, key))
            group.picked.connect(lambda _key, item=item: self._go_on(item))
            line = QWidget()
            inside = QVBoxLayout(line)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(0)
            inside.addWidget(PlainLabel(f"Item {number}", type="strong"))
            inside.addWidget(group)
            self._column.addWidget(line)
            self._groups[item] = group
        return True

    def stops(self) -> list[QWidget]:
        """Return what Tab goes through, in its order."""
        return [button for group in self._groups.values() for button in group.buttons()]

    def take_focus(self) -> None:
        """Go to the first that is not settled."""
        groups = list(self._groups.values())
        if groups:
            self._go(next((group for group in groups if not group.value()), groups[0]))

    def _go(self, group: RadioGroup) -> None:
        group.setFocus()
        bring_into_view(
            group.parentWidget() or group
        )  # the list may have been made just now, and have no place yet

    def _go_on(self, item: str) -> None:
        waiting = [group for group in self._groups.values() if not group.value()]
        if waiting:
            self._go(waiting[0])
        else:
            self.finished.emit()
