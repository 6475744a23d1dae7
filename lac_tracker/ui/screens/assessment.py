"""One assessment being filled in, or read once it is signed: the form, saved as it is typed, with its plan inside."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from lac_tracker.domain.answers import Circumstances
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import DatabaseUnavailable, UserError
from lac_tracker.domain.forms import Gap, find_section
from lac_tracker.domain.questions import Value
from lac_tracker.services import assessments, plans
from lac_tracker.services.changes import Changes
from lac_tracker.ui.forms.form_editor import FormEditor
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainButton, PlainLabel
from lac_tracker.ui.screens.plan import PlanSection
from lac_tracker.ui.screens.plan_rows import PlanRow, rows_of
from lac_tracker.ui.screens.record_page import Desk, Place, RecordPage

_STATES = {"in_progress": "in progress", "part_done": "seen, part done", "requested": "requested"}


class AssessmentPage(RecordPage):
    """The form. There is no Save button: what is typed is on the disk within two seconds."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "assessment")
        assert place.assessment_id is not None
        self._id = place.assessment_id
        workplace = desk.workplace
        self.entry = desk.operations.ask(assessments.for_entry, self._id, today=workplace.today())
        self._asked_to_save = False
        self._refusals = _Refusals()
        self._refusals.refused.connect(self._show_refusal)
        self._head()
        plan_section = next((one.id for one in self.entry.form.sections if one.holds_plan), None)
        self._plan: PlanSection | None = None  # made with its section
        self.editor = FormEditor(
            self.entry.form,
            self.entry.answers,
            self.entry.facts,
            Circumstances(workplace.today(), self.entry.called, self.entry.born),
            read_only=self.entry.is_signed,
            extras={plan_section: self._plan_section} if plan_section else None,
            plan_items=len(self._rows()),
        )
        self.editor.answered.connect(self._save)
        self.editor.plan_item_wanted.connect(self._new_item)
        self.content.addWidget(self.editor, 1)
        for signal, act in (
            (desk.operations.saved, self._say_saved),
            (desk.operations.saving, self._say_saving),
            (desk.operations.not_saved, self._say_not_saved),
        ):
            signal.connect(act)

    # What the record asks

    def words(self) -> str:
        return self.entry.kind

    def take_focus(self) -> None:
        """Go to the exact field the person was in; a new form starts at its first question."""
        last = "" if self.entry.is_signed else self.entry.last_question_id or ""
        wanted = self.here.field or last
        if find_section(self.entry.form, wanted):
            self.editor.show_section(wanted)
            self.editor.go_to_sections()
        elif wanted:
            self.editor.go_to(wanted)
        else:
            self.editor.go_to(self.entry.form.sections[0].questions[0].id)

    def run(self, command: str) -> bool:
        acts: dict[str, Callable[[], None]] = {
            "go.section": self.editor.go_to_sections,
            "go.sectionBack": self.editor.previous_section,
            "go.gap": self.editor.next_gap,
            "go.gapBack": self.editor.previous_gap,
            "edit.primary": self.finish,
        }
        if not self.entry.is_signed:
            acts |= {
                "edit.sign": self.finish,
                "edit.planItem": self.editor.want_plan_item,
                "edit.new": lambda: self._open_item(None),
                "file.save": self._save_now,
            }
        if command not in acts:
            return False
        acts[command]()
        return True

    def leave(self) -> bool:
        """Tell all that was typed; the record then waits until it is on the disk."""
        self.editor.flush()
        return True

    def place(self) -> Place:
        return replace(self.here, field=self.editor.last_question or self.editor.section_id)

    def reload(self, changes: Changes) -> None:
        """The form ignores its own answers; a plan item that was saved shows in its section."""
        if changes.plans:
            rows = self._rows()
            if self._plan is not None:
                self._plan.set_rows(rows)
            self.editor.set_plan_items(len(rows))

    # What the person does

    def finish(self) -> None:
        """Go to Check and sign; from a signed assessment, to its documents."""
        page = "preview" if self.entry.is_signed else "sign"
        document = "gp-summary" if self.entry.is_signed else ""
        self.wanted.emit(Place(self.desk.child_id, page, self._id, document=document))

    def _head(self) -> None:
        entry = self.entry
        self.head.title.setText(
            f"{entry.kind} {'signed' if entry.is_signed else _STATES.get(entry.state, entry.state)}"
        )
        seen = f"Seen {show_date(entry.seen_on)}" if entry.seen_on else ""
        if entry.is_signed:
            self.head.say(entry.signed_words)
        else:
            self.head.say("   ".join(part for part in (entry.day_words, seen) if part), is_in_banner=True)
        self.head.title.setObjectName("form.state")
        self.head.state.setObjectName("form.signed" if entry.is_signed else "form.day")
        self._saved = PlainLabel("Saved" if not entry.is_signed else "Read only", tone="secondary")
        self._saved.setObjectName("form.saved")
        self._finish = PlainButton(
            "Preview documents" if entry.is_signed else "Check and sign", "primary", name="form.sign"
        )
        keys = "Ctrl+Enter" if entry.is_signed else "Ctrl+Shift+Enter"
        self._finish.setToolTip(f"{self._finish.words()} ({keys})")
        self._finish.clicked.connect(lambda _checked=False: self.finish())
        self.head.add_button(self._saved)
        self.head.add_button(self._finish)

    def _save(self, question_id: str, value: Value | None) -> None:
        record = _Recorded(question_id, self._refusals)
        self.desk.operations.save(record, self._id, question_id, value)

    def _save_now(self) -> None:
        self._asked_to_save = True
        self.editor.flush()
        if self.desk.operations.wait_for_saves():
            self._say_saved(self.desk.operations.now())

    def _say_saved(self, at: datetime) -> None:
        self._say(f"Saved {at.astimezone():%H:%M:%S}", "secondary")
        if self._asked_to_save:
            self._asked_to_save = False
            announce(self, self._saved.text())

    def _say_saving(self) -> None:
        if self._saved.text() == "Saved":  # only before the first time: what is quick must not flicker
            self._say("Saving...", "secondary")

    def _say_not_saved(self, words: str) -> None:
        self._say(words.split(".")[0], "overdue")
        self._saved.setToolTip("")
        announce(self, words, urgent=True)

    def _say(self, words: str, tone: str) -> None:
        self._saved.setText(words)
        self._saved.set_tone(tone)

    def _show_refusal(self, question_id: str, words: str) -> None:
        """Say beside its question why an answer was not kept; what was typed stays."""
        for section in self.entry.form.sections:
            if any(question.id == question_id for question in section.questions):
                self.editor.show_gaps((Gap(f"refused.{question_id}", "fix", words, section.id, question_id),))

    def _plan_section(self) -> PlanSection:
        self._plan = PlanSection(self.entry.called, read_only=self.entry.is_signed)
        self._plan.item_wanted.connect(self._open_item)
        self._plan.set_rows(self._rows())
        return self._plan

    def _rows(self) -> tuple[PlanRow, ...]:
        plan = self.desk.operations.ask(plans.plan, self._id)
        return rows_of(self.desk.operations, self._id, plan, self.desk.workplace.today())

    def _new_item(self, about: str) -> None:
        self.wanted.emit(Place(self.desk.child_id, "item", self._id, about=about))

    def _open_item(self, row: PlanRow | None) -> None:
        if row is None:
            self._new_item(next((one.id for one in self.entry.form.sections if one.holds_plan), ""))
            return
        place = Place(
            self.desk.child_id,
            "item",
            self._id,
            need_number=row.need_number,
            outcome_number=row.outcome_number,
        )
        self.wanted.emit(place)


class _Refusals(QObject):
    """Brings a refusal from the worker to the screen's thread.

    Signals:
        refused: an answer was not kept; carries the id of the question and the words.
    """

    refused = Signal(str, str)


class _Recorded:
    """record_answer for one question: a refusal is told with its question, so that it can stand beside it."""

    def __init__(self, question_id: str, refusals: _Refusals) -> None:
        self._question_id, self._refusals = question_id, refusals

    def __call__(self, *args: Any, **kwargs: Any) -> Changes:
        try:
            return assessments.record_answer(*args, **kwargs)
        except DatabaseUnavailable:
            raise  # nothing is wrong with the answer: it is tried again
        except UserError as error:
            self._refusals.refused.emit(self._question_id, str(error))
            raise
