"""Someone else changed this while you were working: both answers beside each other, and a person chooses (2.30)."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.services import answer_conflicts
from lac_tracker.services.answer_conflicts import Conflict
from lac_tracker.ui.operations import Operations
from lac_tracker.ui.screens.conflict import ConflictDialog, cell
from lac_tracker.ui.screens.record_page import attempt
from lac_tracker.ui.widgets.radio_group import RadioGroup

NONE = "No answer"


class AnswersDiffer(ConflictDialog):
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
        self._operations, self._assessment_id, self._conflicts = operations, assessment_id, conflicts
        self._keep: dict[str, RadioGroup] = {}
        mine = operations.actor.full_name
        yours = "Yours" if all(one.mine_by == mine for one in conflicts) else "Set aside"
        self.lay_out(
            _counted(kind, conflicts), facts, ("Answer", yours, "Theirs", "Keep"),
            ("Decide later: keep as draft", "Use these answers"),
        )  # fmt: skip

    def use(self) -> None:
        """Keep what was chosen; an answer without a choice waits on."""
        choices = {question_id: group.value() for question_id, group in self._keep.items() if group.value()}
        if not choices:
            self.say("Choose which answer to keep, or decide later")
            return
        changes, words = attempt(self._operations, answer_conflicts.decide, self._assessment_id, choices)
        if changes is None:
            self.say(words)
            return
        self.used.emit()
        self.accept()

    def fill(self, grid: QGridLayout) -> int:
        mine = self._operations.actor.full_name
        for row, one in enumerate(self._conflicts, 1):
            by = f"{'You' if one.mine_by == mine else one.mine_by}, {_time(one.mine_at)}"
            theirs = f"{one.theirs_by}, {_time(one.theirs_at)}" if one.theirs_at else "Taken back"
            grid.addWidget(cell(one.asked, one.section_words), row, 0)
            grid.addWidget(cell(one.mine or NONE, by, name=f"conf.mine.{row}"), row, 1)
            grid.addWidget(cell(one.theirs or NONE, theirs, name=f"conf.theirs.{row}"), row, 2)
            choices = [("mine", "Mine" if one.mine_by == mine else "Set aside"), ("theirs", "Theirs")]
            if one.both_fit:
                choices.append(("both", "Both"))
            group = RadioGroup(f"Keep, {one.asked}", tuple(choices), name=f"conf.keep.{row}")
            self._keep[one.question_id] = group
            grid.addWidget(group, row, 3, Qt.AlignmentFlag.AlignTop)
        return len(self._conflicts)


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
