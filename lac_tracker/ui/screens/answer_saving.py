"""Saves answers while they are typed, says with each what stood there before, and tells what was not kept."""

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QObject, Signal

from lac_tracker.domain.errors import DatabaseUnavailable, UserError
from lac_tracker.domain.questions import Answers, Value
from lac_tracker.services import answer_conflicts, assessments
from lac_tracker.services.answer_conflicts import Conflict, Refused
from lac_tracker.services.changes import Changes
from lac_tracker.ui.operations import Operations


class AnswerSaving(QObject):
    """The answers of one assessment on their way to the disk.

    Signals:
        refused: an answer was not kept; carries the id of the question and the words.
        conflicted: somebody else had changed that answer; carries the id of the question.
    """

    refused = Signal(str, str)
    conflicted = Signal(str)

    def __init__(self, operations: Operations, assessment_id: int, answers: Answers) -> None:
        super().__init__()
        self._operations, self._assessment_id = operations, assessment_id
        self._known = dict(answers)  # what the person saw last, question by question
        self.conflicts: tuple[Conflict, ...] = operations.ask(answer_conflicts.waiting, assessment_id)
        self._mine: set[str] = set()  # conflicts of this screen: what is typed there stays on it
        self.refused.connect(self._learn_again)

    def save(self, question_id: str, value: Value | None) -> None:
        """Save an answer after all that were given before it."""
        was = self._known.get(question_id)
        if value is None:
            self._known.pop(question_id, None)
        else:
            self._known[question_id] = value
        self._operations.save(_Recorded(question_id, self), self._assessment_id, question_id, value, was=was)

    def read(self, untouched_by: Collection[str]) -> dict[str, Value] | None:
        """Return the answers as they are kept now, for showing; None while some are on their way there.

        untouched_by: ids of questions that are being typed in. They, and those that wait for a decision made
        necessary on this screen, keep what stands there.
        """
        if self._operations.unsaved:
            return None
        kept: dict[str, Value] = self._operations.ask(answer_conflicts.answers_now, self._assessment_id)
        for question_id in {*untouched_by, *self._mine}:
            if question_id in self._known:
                kept[question_id] = self._known[question_id]
            else:
                kept.pop(question_id, None)
        self._known = dict(kept)
        return kept

    def take_report(self, report: object) -> None:
        """Learn what a save has come to: somebody else's answer may have stayed."""
        if isinstance(report, Refused) and report.assessment_id == self._assessment_id:
            self._mine.add(report.question_id)
            self.look_for_conflicts()
            self.conflicted.emit(report.question_id)

    def decided(self) -> None:
        """Forget what stood on the screen: a person has chosen between the answers."""
        self._mine.clear()
        self.look_for_conflicts()

    def look_for_conflicts(self) -> None:
        """Read anew which answers wait for a decision."""
        self.conflicts = self._operations.ask(answer_conflicts.waiting, self._assessment_id)
        self._mine &= {one.question_id for one in self.conflicts}

    def _learn_again(self, question_id: str, _words: str) -> None:
        kept = self._operations.ask(answer_conflicts.answers_now, self._assessment_id)
        self._known.pop(question_id, None)
        if question_id in kept:
            self._known[question_id] = kept[question_id]


class _Recorded:
    """record_answer for one question, on the worker: what becomes of it is told with its question."""

    def __init__(self, question_id: str, saving: AnswerSaving) -> None:
        self._question_id, self._saving = question_id, saving

    def __call__(self, *args: Any, **kwargs: Any) -> Changes:
        try:
            return assessments.record_answer(*args, **kwargs)
        except DatabaseUnavailable:
            raise  # nothing is wrong with the answer: it is tried again
        except UserError as error:
            self._saving.refused.emit(self._question_id, str(error))
            raise
