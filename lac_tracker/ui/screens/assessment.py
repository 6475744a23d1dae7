"""One assessment being filled in, or read once it is signed: the form, saved as it is typed, with its plan inside."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from lac_tracker.domain.answers import Circumstances
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.forms import Gap, find_section
from lac_tracker.services import assessments, last_plan, plans
from lac_tracker.services.changes import Changes
from lac_tracker.ui.forms.form_editor import FormEditor
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainButton, PlainLabel, icon_button
from lac_tracker.ui.screens.answer_saving import AnswerSaving
from lac_tracker.ui.screens.assessment_notices import AssessmentNotices
from lac_tracker.ui.screens.assessment_side import AssessmentSide
from lac_tracker.ui.screens.family_known import FamilyKnown
from lac_tracker.ui.screens.last_plan import LastPlan
from lac_tracker.ui.screens.no_share import NoShare
from lac_tracker.ui.screens.pause import PauseDialog
from lac_tracker.ui.screens.plan_rows import PlanRow, rows_of
from lac_tracker.ui.screens.plan_section import PlanSection
from lac_tracker.ui.screens.record_page import Desk, Place, RecordPage
from lac_tracker.ui.screens.sdq_in_review import SdqInReview, anchor_of

_STATES = {"in_progress": "in progress", "part_done": "seen, part done", "requested": "requested"}


class AssessmentPage(RecordPage):
    """The form. There is no Save button: what is typed is on the disk within two seconds."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "assessment")
        assert place.assessment_id is not None
        self._id = place.assessment_id
        workplace = desk.workplace
        self.entry = desk.operations.ask(assessments.for_entry, self._id, today=workplace.today())
        self._is_locked = self.entry.is_read_only or not self.entry.may_answer
        self._asked_to_save = False
        self._in_focus_mode = False
        self._head()
        self._plan: PlanSection | None = None  # made with its section, as the last plan is
        self._last_plan: LastPlan | None = None
        self._no_share: NoShare | None = None
        marked, of, lacking = desk.operations.ask(last_plan.counts, self._id)
        self.editor = FormEditor(
            self.entry.form,
            self.entry.answers,
            self.entry.facts,
            Circumstances(workplace.today(), self.entry.called, self.entry.born),
            read_only=self._is_locked,
            extras=self._extras(),
            below={"voice": self._no_share_rows},
            before=self._before(),
            plan_items=len(self._rows()),
            last_plan=(marked - lacking, of),
        )
        self.saving = AnswerSaving(desk.operations, self._id, self.entry.answers)
        self.saving.refused.connect(self._show_refusal)
        self.side = AssessmentSide(desk.operations, self.entry, self.editor)
        self.notices = AssessmentNotices(desk.operations, self.entry, self.editor, self.saving, self.side)
        self.notices.joined.connect(self.join)
        self.editor.answered.connect(self.saving.save)
        self.editor.plan_item_wanted.connect(self._new_item)
        self.editor.focus_mode_left.connect(lambda: self.set_focus_mode(False))
        self.content.addWidget(self.notices)
        self.content.addWidget(self.editor, 1)
        self.notices.refresh()
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
        """Go to the exact field the person was in. A new review opens on the last plan, any other at its first question."""
        last = "" if self.entry.is_signed else self.entry.last_question_id or ""
        wanted = self.here.field or last
        if wanted == "jot.new" and self.side.jotter is not None:
            self.editor.go_to_sections()
            self.side.toggle_jotter()
        elif find_section(self.entry.form, wanted):
            self.editor.show_section(wanted)
            self.editor.go_to_sections()
        elif wanted:
            self.editor.go_to(wanted)
        elif not self.editor.open_last_plan():
            self.editor.go_to(self.entry.form.sections[0].questions[0].id)

    def run(self, command: str) -> bool:
        acts: dict[str, Callable[[], None]] = {
            "go.section": self.editor.go_to_sections,
            "go.sectionBack": self.editor.previous_section,
            "go.gap": self.editor.next_gap,
            "go.gapBack": self.editor.previous_gap,
            "view.side": self.editor.next_side_tab,
            "view.focus": lambda: self.set_focus_mode(not self._in_focus_mode),
            "edit.primary": lambda: None if self.side.take_primary() else self.finish(),
        }
        if not self.entry.is_read_only:
            acts |= {
                "edit.sign": self.finish,
                "edit.planItem": self.editor.want_plan_item,
                "edit.new": lambda: self._open_item(None),
                "edit.quote": self.side.add_words,
                "edit.jotter": self.side.toggle_jotter,
                "edit.pause": self.pause,
                "file.save": self._save_now,
            }
        if command not in acts:
            return False
        acts[command]()
        return True

    def leave(self) -> bool:
        """Tell all that was typed; the record then waits until it is on the disk."""
        self.editor.flush()
        if self._last_plan is not None:
            self._last_plan.flush()
        if self._no_share is not None and not self._no_share.keep_typed():
            self.editor.show_section("voice")
            self._no_share.words.setFocus()
            return False
        return self.side.keep_typed()

    def place(self) -> Place:
        return replace(self.here, field=self.editor.last_question or self.editor.section_id)

    def reload(self, changes: Changes) -> None:
        """Show what others and the jotter wrote; what is typed here stays. A plan item that was saved shows, too."""
        self.saving.take_report(changes.report)
        if changes.assessments:
            self.join()
        if changes.plans:
            rows = self._rows()
            if self._plan is not None:
                self._plan.set_rows(rows)
            self.editor.set_plan_items(len(rows))

    def join(self) -> None:
        """Take in the answers as they are kept now, wherever they were changed."""
        kept = None if self._is_locked else self.saving.read(self.editor.unsettled)
        if kept is not None:
            self.editor.take_answers(kept)
            self.notices.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Back at this window: somebody else may have written in another one. On leaving it, keep what was typed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and hasattr(self, "notices"):
            if self.isActiveWindow():
                self.join()
            else:
                self.editor.flush()

    # What the person does

    def finish(self) -> None:
        """Go to Check and sign; from a signed assessment, to its documents."""
        page = "preview" if self.entry.is_signed else "sign"
        document = "gp-summary" if self.entry.is_signed else ""
        self.wanted.emit(Place(self.desk.child_id, page, self._id, document=document))

    def pause(self) -> None:
        """Stop for today: seen, part done. Ctrl+Shift+P."""
        self.editor.flush()
        dialog = PauseDialog(
            self, self.desk, self._id, at=self.editor.last_question or self.editor.section_id
        )
        dialog.accepted.connect(lambda: self._paused(dialog.words))
        dialog.open()

    def _paused(self, words: str) -> None:
        self.said.emit(words)
        self.back_wanted.emit()

    def set_focus_mode(self, on: bool) -> None:
        """Leave only the form on the screen, larger; Esc or F11 brings the rest back."""
        self._in_focus_mode = on
        self.editor.set_focus_mode(on)
        self._focus.setText("Leave focus mode (F11)" if on else "Focus (F11)")
        self.focused_on.emit(on)

    def _head(self) -> None:
        entry = self.entry
        self.head.title.setText(
            f"{entry.kind} {'signed' if entry.is_signed else _STATES.get(entry.state, entry.state)}"
        )
        seen = f"Seen {show_date(entry.seen_on)}" if entry.seen_on else ""
        if entry.is_read_only:
            self.head.say(entry.signed_words)
        elif entry.amends_words:
            self.head.title.setText(f"{entry.kind}, version {entry.edition}")
            self.head.say(entry.amends_words)
        elif not entry.may_answer:
            self.head.say("Not started: consent is still missing. Talk, and use the jotter")
        else:
            self.head.say("   ".join(part for part in (entry.day_words, seen) if part), is_in_banner=True)
        self.head.title.setObjectName("form.state")
        self.head.state.setObjectName("form.signed" if entry.is_read_only else "form.day")
        self._saved = PlainLabel("Saved" if not entry.is_read_only else "Read only", tone="secondary")
        self._saved.setObjectName("form.saved")
        self._finish = PlainButton(
            "Preview documents" if entry.is_signed else "Check and sign", "primary", name="form.sign"
        )
        keys = "Ctrl+Enter" if entry.is_signed else "Ctrl+Shift+Enter"
        self._finish.setToolTip(f"{self._finish.words()} ({keys})")
        self._finish.clicked.connect(lambda _checked=False: self.finish())
        self._focus = PlainButton("Focus (F11)", name="form.focus")
        self._focus.setToolTip("Only the form, larger (F11)")
        self._focus.clicked.connect(lambda _checked=False: self.set_focus_mode(not self._in_focus_mode))
        pause: QAbstractButton = PlainButton("Pause", name="form.pause")
        if self.head.is_large:  # the page needs the height: what has a key takes less room
            pause = icon_button("fa6s.pause", "Pause this assessment (Ctrl+Shift+P)", name="form.pause")
        pause.setToolTip("Pause this assessment (Ctrl+Shift+P)")
        pause.clicked.connect(lambda _checked=False: self.pause())
        self.head.add_button(self._saved)
        self.head.add_button(pause)
        self.head.add_button(self._focus)
        # An amendment moves no clock, so there is nothing to pause; what is not started has nothing done.
        if entry.is_read_only or entry.amends_words or not entry.may_answer:
            pause.hide()
        self._focus.setVisible(not self.head.is_large)  # larger than that the text does not get
        self.head.add_button(self._finish)
        if entry.is_read_only and not entry.is_signed:  # declined or cancelled: no document comes from it
            self._finish.hide()

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

    def _extras(self) -> dict[str, Callable[[], QWidget]]:
        """Return what stands before the questions of a section, made when the section is first shown."""
        made: dict[str, Callable[[], QWidget]] = {}
        for section in self.entry.form.sections:
            if section.holds_plan:
                made[section.id] = self._plan_section
            elif section.holds_last_plan:
                made[section.id] = self._last_plan_section
            elif section.id == "birth_and_family" and not self.entry.is_signed:
                made[section.id] = lambda: FamilyKnown(self.desk)
        return made

    def _before(self) -> dict[str, Callable[[], QWidget]]:
        """Return what stands just before a question: the scores on record where the form asks what they mean."""
        anchor = anchor_of(self.entry.form)
        return {anchor: lambda: self._sdq_scores(anchor)} if anchor else {}

    def _sdq_scores(self, anchor: str) -> SdqInReview:
        panel = SdqInReview(self.desk, self._id, anchor, read_only=self._is_locked)
        panel.wanted.connect(self.wanted)
        return panel

    def _last_plan_section(self) -> LastPlan:
        self._last_plan = LastPlan(self.desk, self._id, read_only=self._is_locked)
        self._last_plan.counted.connect(
            lambda marked, of, lacking: self.editor.set_last_plan(marked - lacking, of)
        )
        self._last_plan.wanted.connect(self.wanted)
        self._last_plan.said.connect(self.said)
        return self._last_plan

    def _no_share_rows(self) -> NoShare:
        self._no_share = NoShare(self.desk, self.entry.called, read_only=self._is_locked)
        self._no_share.said.connect(self.said)
        return self._no_share

    def _plan_section(self) -> PlanSection:
        self._plan = PlanSection(self.entry.called, read_only=self._is_locked)
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
