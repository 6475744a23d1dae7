"""S11 SDQ entry: the boxes of a paper form by position, or scores from a licensed report."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.sdq import SCALES, Questionnaire
from lac_tracker.domain.sdq_known import asks_for_next_step
from lac_tracker.domain.sdq_rules import not_enough, same_as
from lac_tracker.services import child_summary, sdq, sdq_entry
from lac_tracker.services.changes import Changes
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, set_tooltip
from lac_tracker.ui.screens.record_page import Desk, Place, RecordPage, attempt
from lac_tracker.ui.screens.sdq_dialogs import NextStepDialog, NotDoneDialog, ask_to_score, may_discard
from lac_tracker.ui.screens.sdq_entry_body import EntryBody, Mode
from lac_tracker.ui.screens.sdq_entry_foot import EntryFoot
from lac_tracker.ui.screens.sdq_entry_part import PartSaving
from lac_tracker.ui.screens.sdq_next import plan_item_of
from lac_tracker.ui.screens.sdq_wording_dialog import WordingDialog
from lac_tracker.ui.widgets.radio_group import RadioGroup

KEEP_AFTER_MS = 1_500  # from the first key that is not on the disk yet
_MODES: tuple[tuple[Mode, str], ...] = (
    ("items", "Items from the paper form"),
    ("scores", "Scores from a report"),
)
_TITLES = {None: "New SDQ", "part": "Go on with SDQ", "scored": "Correct SDQ"}
_NOT_KEPT = "Save the score, or press Cancel to leave without what you changed"


class SdqEntryPage(RecordPage):
    """A new questionnaire, a part that is gone on with, or one that is corrected: `about` of its place is the id.

    What is keyed is kept as a part while it is keyed, at the latest 1.5 s after a key.
    """

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "sdq_entry")
        self._today = desk.workplace.today()
        self._may = decide(desk.workplace.actor, Action.EDIT_SDQ).allowed
        self._read()
        self._kept: Questionnaire | None = self._find(place.about)
        self._is_saving = False  # what a save reports is known here already
        self._is_refused = False  # as a part: tried again once form, date or person are others
        self._keep_soon = QTimer(self)
        self._keep_soon.setSingleShot(True)
        self._keep_soon.setInterval(KEEP_AFTER_MS)
        self._keep_soon.timeout.connect(self._keep_meanwhile)
        self._part = PartSaving(desk.operations, desk.child_id)
        self._part.refused.connect(self._refuse_part)
        self._was: dict[Mode, tuple[object, ...]] = {}  # what was entered, as it was last kept
        self._build()
        self._begin()

    # What the record asks

    def take_focus(self) -> None:
        if self.here.field and self.here.field != "sdq.items":
            super().take_focus()
        elif self._kept is not None and self.body.mode == "items":
            self.body.items.take_focus()
        else:
            self.body.fields.form.setFocus()

    def run(self, command: str) -> bool:
        acts: dict[str, Callable[[], object]] = {"edit.primary": self.save, "file.save": self.save_part}
        if command not in acts or not self._may:
            return False
        acts[command]()
        return True

    def leave(self) -> bool:
        """Keep what was keyed as a part. False when it can't be kept: the words stand at the field."""
        self._part.wait()
        if self._is_changed("items") and self._may_be_part and not self.keep():
            return False
        if self._is_changed("scores"):  # where they stand, so that they are seen
            self._mode.set_value("scores")
            self._show_mode()
        if self._is_changed():
            self.foot.refuse(_NOT_KEPT)
        return not self._is_changed()

    def place(self) -> Place:
        about = str(self._kept.id) if self._kept else ""
        return replace(self.here, about=about, field=self.focused(), typed=self.body.typed_only_here())

    def reload(self, changes: Changes) -> None:
        if (kept := self._part.take(changes)) is not None:
            self._kept, self._was["items"] = kept
            self._edited()  # what was keyed meanwhile
        if not changes.children or self._is_saving:
            return
        self._read()
        now = self._find(str(self._kept.id)) if self._kept else None
        if now is not None and now != self._kept and not self._is_changed():  # somebody else's change
            self._kept = now
            self.body.show_held(now)
            self._learn("items", "scores")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)  # not while the page is being laid out

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            super().keyPressEvent(event)

    # What the person does

    def save(self) -> bool:
        """Score it and keep it. False when it can't be: the words say why, and everything stays as typed."""
        self._keep_soon.stop()
        self._part.wait()
        if not self._is_ready():
            return False
        if self.body.mode == "scores":
            return self._save(sdq.save_scores, **self.body.scores())
        items = self.body.items
        if lacking := items.lacks():
            self.foot.refuse(lacking)
            items.go_to_lacking()
            return False
        answers = items.answers()
        if not self._may_score(answers):
            return False
        return self._save(
            sdq.save_items, answers=answers, keyed_twice=items.is_checked, though_incomplete=True
        )

    def save_part(self) -> None:
        """Keep what was keyed so far, and say so."""
        if not self._is_ready():
            return
        if self.body.mode == "scores":
            self.foot.refuse("Scores from a report are saved whole: press Save score")
        elif not self._may_be_part:
            self.foot.refuse("This questionnaire is scored already: press Save score to save it again")
        elif self.keep():
            self.said.emit(f"Part saved, {self.body.progress()} items. Go on with it from SDQ & wellbeing.")

    def keep(self) -> bool:
        """Keep what was keyed so far as a part. False when it can't be: everything stays as typed."""
        self._keep_soon.stop()
        self._part.wait()
        if not self._may_be_part or self.body.fields.go_to_unreadable():
            return False
        changes, words = self._attempt(self._kept, sdq.save_part, answers=self.body.items.answers())
        if changes is None:
            self._is_refused = True
            self._refuse(words)
            return False
        self._kept = changes.report if isinstance(changes.report, Questionnaire) else self._kept
        self._learn("items")
        return True

    def cancel(self) -> None:
        """Go back. What was keyed stays as a part; what can't be kept is given up only when the person says so."""
        self._part.wait()
        is_part = self._may_be_part and (self._kept is not None or self._is_changed())
        if self._is_changed("items") and self._may_be_part and not self.keep():
            is_part = False
        if self._is_changed() and not may_discard(self):
            return
        self._learn("items", "scores")  # kept, or given up
        if is_part:
            self.said.emit(f"Kept as a part, {self.body.progress()} items.")
        self.back_wanted.emit()

    def not_done(self) -> None:
        """Ask why there is none."""
        dialog = NotDoneDialog(self, self.desk.workplace, self.desk.child_id, self._heading())
        dialog.accepted.connect(self._say_not_done)
        dialog.open()

    # How it is built

    def _build(self) -> None:
        self._mode = RadioGroup("How it is entered", _MODES, name="sdq.mode", across=True)
        self._why = PlainButton("Why not done", name="sdq.notDone")
        set_tooltip(self._why, "Record why no SDQ was done")
        self._why.clicked.connect(lambda _checked=False: self.not_done())
        self._wording = PlainButton("Item wording", name="sdq.wording")
        set_tooltip(self._wording, "Load or remove the wording your team has a licence for")
        self._wording.clicked.connect(lambda _checked=False: self._change_wording())
        self._mode.setMinimumHeight(theme.current().control_height("primary"))
        self.head.title.setWordWrap(False)
        self._progress = PlainLabel(type="h2")
        self._progress.setObjectName("sdq.progress")
        self._progress.setMinimumWidth(theme.current().characters(11))
        self.body = EntryBody(self._facts, self._today)
        may_load = decide(self.desk.workplace.actor, Action.CHANGE_SETTINGS).allowed
        for widget in (self._mode, *((self._wording,) if may_load else ()), self._why):
            (self.body.lead_with if self.head.is_large else self.head.add_button)(widget)
        self.head.add_button(self._progress)
        self._area = self.add_scrolled(self.body)
        self.foot = EntryFoot()
        self.foot.other.clicked.connect(lambda _checked=False: self._open_other())
        self.foot.cancel.clicked.connect(lambda _checked=False: self.cancel())
        self.foot.part.clicked.connect(lambda _checked=False: self.save_part())
        self.foot.save.clicked.connect(lambda _checked=False: self.save())
        self.content.addWidget(self.foot)

    def _begin(self) -> None:
        kept = self._kept
        self.head.title.setText(_TITLES[kept.state if kept else None])
        self._mode.set_value("scores" if kept and kept.entry != "items" else "items")
        self.body.begin(kept, self.here.typed)
        self._learn("items", "scores")
        self._show_mode()
        self.body.form_changed.connect(lambda: self.body.show_form(self._kept))
        self.body.fields_edited.connect(self._edit_fields)
        self.body.edited.connect(self._edited)
        self.body.finished.connect(lambda: self.foot.save.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self._mode.changed.connect(lambda _key: self._show_mode())
        if not self._may:
            self.foot.refuse("Your role enters no SDQ")
            for widget in (self.body, self._mode, self._why, self.foot.part, self.foot.save):
                widget.setEnabled(False)

    def _show_mode(self) -> None:
        self.body.set_mode("scores" if self._mode.value() == "scores" else "items")
        self.foot.part.setVisible(self.body.mode == "items" and self._may_be_part)
        self._area.verticalScrollBar().setValue(0)
        self._say_progress()

    def _fit(self) -> None:
        height = self.height() - self.head.height() - self.foot.height()
        self.body.set_room(self._area.viewport().width(), height)

    # What follows from what is entered

    @property
    def _may_be_part(self) -> bool:
        """Whether what is keyed can be kept as a part: it is not scored yet."""
        return self._may and (self._kept is None or self._kept.state == "part")

    def _say_progress(self) -> None:
        self._progress.setText(self.body.progress())
        self._progress.setVisible(bool(self.body.progress()))

    def _edit_fields(self) -> None:
        self._is_refused = False
        self._edited()

    def _edited(self) -> None:
        self._say_progress()
        wants = self._may_be_part and not self._is_refused and self._is_changed("items")
        if wants and not self._keep_soon.isActive():
            self._keep_soon.start()

    def _keep_meanwhile(self) -> None:
        """Keep what was keyed without waiting for it. What is keyed while that is on its way is kept after it."""
        if not self._may_be_part or not self._has_day() or self._part.sent is not None:
            return
        given = self.body.common(self._kept) | {"answers": self.body.items.answers()}
        self._part.start(self.body.entered("items"), given)

    def _refuse_part(self, words: str) -> None:
        self._is_refused, self._part.sent = True, None
        self._refuse(words, goes=False)

    def _is_changed(self, *modes: Mode) -> bool:
        """Whether something entered, in any way or one of these, is not kept."""
        return self._may and any(self.body.entered(mode) != self._was[mode] for mode in modes or self._was)

    def _learn(self, *modes: Mode) -> None:
        """Take what is entered for kept."""
        self._was |= {mode: self.body.entered(mode) for mode in modes}

    def _has_day(self) -> bool:
        return self.body.fields.date.value() is not None

    def _is_ready(self) -> bool:
        """Take old errors away; False where the date can't be read."""
        self.body.clear_errors()
        self.foot.clear()
        return not self.body.fields.go_to_unreadable()

    def _may_score(self, answers: dict[str, int | None]) -> bool:
        """Ask, where some scales can't be scored, whether the others are enough."""
        lacking = not_enough(answers)
        if not lacking or len(lacking) == len(SCALES):  # of none at all, the service says what to do
            return True
        chosen = ask_to_score(self, lacking.values())
        if chosen == "part":
            self.save_part()
        return chosen == "score"

    # Saving, and what comes after it

    def _attempt(self, kept: Questionnaire | None, service: Any, **given: Any) -> tuple[Changes | None, str]:
        self._is_saving = True
        done = attempt(self.desk.operations, service, self.desk.child_id, **self.body.common(kept), **given)
        self._is_saving = False
        return done

    def _save(self, service: Any, **given: Any) -> bool:
        # Scores from a report never take the place of items that were keyed.
        is_over_items = self.body.mode == "scores" and self._kept is not None and bool(self._kept.answers)
        changes, words = self._attempt(None if is_over_items else self._kept, service, **given)
        if changes is None:
            self._refuse(words)
            return False
        self._take_kept(changes, "items", "scores")
        assert self._kept is not None
        self.said.emit(sdq_entry.score_words(self._kept.version, self._kept.scores).sentence)
        if asks_for_next_step(self._kept):
            self._ask_next(self._kept)
        else:
            self._finish()
        return True

    def _take_kept(self, changes: Changes, *modes: Mode) -> None:
        self._read()
        self._kept = self._find(str(changes.made_id))
        self._learn(*modes)

    def _ask_next(self, one: Questionnaire) -> None:
        may_plan = self._facts.open_assessment_id is not None
        called = self._facts.held.called
        dialog = NextStepDialog(
            self, self.desk.workplace, one, self._heading(), called=called, may_plan=may_plan
        )
        dialog.finished.connect(lambda _result: self._after_next(dialog.step if dialog.changes else ""))
        dialog.open()

    def _after_next(self, step: str) -> None:
        """Go to the plan item that was wanted, which remembers the questionnaire; else to the page of all of them."""
        assessment_id = self._facts.open_assessment_id
        if step == "plan_item" and assessment_id is not None and self._kept is not None:
            self.wanted.emit(plan_item_of(self.desk.child_id, assessment_id, self._kept))
        else:
            self._finish()

    def _finish(self) -> None:
        if self.here.assessment_id is not None:  # asked for in a form: back to the question
            self.back_wanted.emit()
            return
        self.wanted.emit(Place(self.desk.child_id, "sdq"))

    def _say_not_done(self) -> None:
        self.said.emit("Why no SDQ was done is recorded.")
        if not self._is_changed():
            self._finish()

    def _refuse(self, words: str, *, goes: bool = True) -> None:
        """Show a refusal at the field it is about, else above the buttons."""
        if not self.body.refuse(words, goes=goes):
            self.foot.refuse(words)
        if goes and "is there already" in words:
            self._read()
            held = (*self._facts.held.scored, *self._facts.held.parts)
            self.foot.offer(same_as(held, self.body.wanted(self._kept)))

    def _open_other(self) -> None:
        """Go to the questionnaire that is there already; what was keyed here stays as a part."""
        assert self.foot.offered is not None
        about, assessment_id = str(self.foot.offered.id), self.here.assessment_id
        self.wanted.emit(Place(self.desk.child_id, "sdq_entry", assessment_id, about=about))

    def _change_wording(self) -> None:
        """Load or remove the team's licensed wording, and show what there is now."""
        dialog = WordingDialog(self, self.desk.workplace, self.body.fields.version)
        dialog.finished.connect(lambda _result: self._show_wording())
        dialog.open()

    def _show_wording(self) -> None:
        self._read()
        self.body.show_wording(self._facts.wording)
        self._fit()

    def _read(self) -> None:
        self._facts = self.desk.operations.ask(sdq_entry.for_entry, self.desk.child_id, today=self._today)

    def _find(self, about: str) -> Questionnaire | None:
        held = (*self._facts.held.parts, *self._facts.held.scored)
        return next((one for one in held if str(one.id) == about), None)

    def _heading(self) -> BannerFacts:
        found: BannerFacts = self.desk.operations.ask(
            child_summary.heading, self.desk.child_id, today=self._today
        )
        return found
