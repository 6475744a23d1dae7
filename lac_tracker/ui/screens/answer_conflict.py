"""Someone else changed this while you were working: both answers beside each other, and a person chooses (2.30)."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.services import answer_conflicts
from lac_tracker.services.answer_conflicts import Conflict
from lac_tracker.ui import theme
from lac_tracker.ui.operations import Operations
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, hint, label
from lac_tracker.ui.screens.record_page import attempt, scroll_area
from lac_tracker.ui.screens.who_line import who_line
from lac_tracker.ui.widgets.radio_group import RadioGroup

_WIDTH = 110  # characters
NONE = "No answer"


class ConflictDialog(QDialog):
    """Opened with `open()`.

    Signals:
        used: the answers chosen are the answers now.
    """

    used = Signal()

    def __init__(
        self,
        parent: QWidget,
        operations: Operations,
        assessment_id: int,
        kind: str,
        facts: BannerFacts,
        conflicts: tuple[Conflict, ...],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("conf")
        self.setWindowTitle("Someone else changed this while you were working")
        self._operations, self._assessment_id, self._conflicts = operations, assessment_id, conflicts
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(5), space(6), space(4))
        column.setSpacing(space(3))
        column.addWidget(heading(self.windowTitle()))
        column.addWidget(who_line(facts))
        column.addWidget(PlainLabel(_counted(kind, conflicts), wraps=True))
        table = QWidget()
        table.setObjectName("conf.table")
        table.setAccessibleName("Answers that are different")
        self._keep: dict[str, RadioGroup] = {}
        self._fill(table)
        column.addWidget(scroll_area(table), 1)
        self._problem = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._problem.setObjectName("conf.problem")
        self._problem.hide()
        column.addWidget(self._problem)
        column.addWidget(hint("Both versions stay in the history."))
        self._later = PlainButton("Decide later: keep as draft", name="conf.later")
        self._later.clicked.connect(self.reject)
        use = PlainButton("Use these answers", "primary", name="conf.use")
        use.clicked.connect(lambda _checked=False: self.use())
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button in (self._later, use):
            buttons.addWidget(button)
        column.addLayout(buttons)
        room = parent.screen().availableGeometry()
        self.resize(
            min(theme.current().characters(_WIDTH), round(room.width() * 0.92)),
            min(table.sizeHint().height() + theme.current().scaled(260), round(room.height() * 0.9)),
        )
        self._later.setFocus()  # the safe one: a key meant for the form chooses nothing

    def use(self) -> None:
        """Keep what was chosen; an answer without a choice waits on."""
        choices = {question_id: group.value() for question_id, group in self._keep.items() if group.value()}
        if not choices:
            self._say("Choose which answer to keep, or decide later")
            return
        changes, words = attempt(self._operations, answer_conflicts.decide, self._assessment_id, choices)
        if changes is None:
            self._say(words)
            return
        self.used.emit()
        self.accept()

    def _fill(self, table: QWidget) -> None:
        space = theme.current().space
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, space(2), 0)
        grid.setHorizontalSpacing(space(4))
        grid.setVerticalSpacing(space(3))
        mine = self._operations.actor.full_name
        yours = "Yours" if all(one.mine_by == mine for one in self._conflicts) else "Set aside"
        for column, words in enumerate(("Answer", yours, "Theirs", "Keep")):
            grid.addWidget(label(words), 0, column)
            grid.setColumnStretch(column, 2 if column < 3 else 1)
        for row, one in enumerate(self._conflicts, 1):
            by = f"{'You' if one.mine_by == mine else one.mine_by}, {_time(one.mine_at)}"
            theirs = f"{one.theirs_by}, {_time(one.theirs_at)}" if one.theirs_at else "Taken back"
            grid.addWidget(_cell(one.asked, one.section_words), row, 0)
            grid.addWidget(_cell(one.mine or NONE, by, name=f"conf.mine.{row}"), row, 1)
            grid.addWidget(_cell(one.theirs or NONE, theirs, name=f"conf.theirs.{row}"), row, 2)
            choices = [("mine", "Mine" if one.mine_by == mine else "Set aside"), ("theirs", "Theirs")]
            if one.both_fit:
                choices.append(("both", "Both"))
            group = RadioGroup(f"Keep, {one.asked}", tuple(choices), name=f"conf.keep.{row}")
            self._keep[one.question_id] = group
            grid.addWidget(group, row, 3, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(len(self._conflicts) + 1, 1)

    def _say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.show()


def _cell(words: str, about: str, *, name: str = "") -> QWidget:
    cell = QWidget()
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    said = PlainLabel(words, wraps=True)
    said.setObjectName(name)
    said.make_selectable()
    column.addWidget(said)
    column.addWidget(hint(about))
    column.addStretch()
    return cell


def _counted(kind: str, conflicts: tuple[Conflict, ...]) -> str:
    sections = dict.fromkeys(one.section_words for one in conflicts)
    where = (
        f"{kind}, section {next(iter(sections))}"
        if len(sections) == 1
        else f"{kind}, {len(sections)} sections"
    )
    answers = "1 answer is" if len(conflicts) == 1 else f"{len(conflicts)} answers are"
    return f"{where}. {answers} different. The rest are joined up already."


def _time(at: datetime) -> str:
    return f"{at.astimezone():%H:%M}"
