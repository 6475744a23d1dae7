"""The editor of one plan item: its fields, the SMART check beside them, saving and leaving."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.missing_parts import starter_outcome
from lac_tracker.domain.plan_starters import Starter, begun_by
from lac_tracker.domain.plans import Mark, Need, Outcome
from lac_tracker.domain.questions import words
from lac_tracker.services import assessments, last_plan, plan_history, plan_marks, plans, sdq_entry
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainDialog, set_tooltip
from lac_tracker.ui.screens.plan_dialogs import About, EnterInError, MarkItem, marked_words
from lac_tracker.ui.screens.plan_item_fields import ItemFields
from lac_tracker.ui.screens.plan_item_foot import Button, ItemFoot
from lac_tracker.ui.screens.plan_item_start import new_need, part_need, section_of
from lac_tracker.ui.screens.plan_rows import mark_words
from lac_tracker.ui.screens.plan_starters import StartersPanel
from lac_tracker.ui.screens.record_page import (
    LARGE,
    Desk,
    Place,
    RecordPage,
    attempt,
    focus_by_name,
    scroll_area,
)
from lac_tracker.ui.screens.smart_panel import SmartPanel

CHECK_AFTER_MS = 400
_KEYS = {
    "item.cancel": "Esc",
    "item.saveNext": "Ctrl+N",
    "item.save": "Ctrl+Enter",
    "item.mark": "Ctrl+Enter",
}


class PlanItemPage(RecordPage):
    """One outcome of a need. Nothing here stops writing; what is missing stops signing."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "item")
        assert place.assessment_id is not None
        self._assessment_id = place.assessment_id
        self._today = desk.workplace.today()
        self._entry = desk.operations.ask(assessments.for_entry, self._assessment_id, today=self._today)
        self._plan: tuple[Need, ...] = desk.operations.ask(plans.plan, self._assessment_id)
        self._around = desk.operations.ask(plans.surroundings, self._assessment_id, today=self._today)
        held = desk.operations.ask(plan_history.versions, desk.child_id)
        here = next((one for one in held if one.assessment_id == self._assessment_id), None)
        self._is_in_force = here is not None and here.is_in_force
        may_mark = decide(desk.workplace.actor, Action.MARK_LAST_PLAN).allowed
        self._may_mark = self._is_in_force and may_mark and all(one.on is not None for one in held)
        self._check_soon = QTimer(self)
        self._check_soon.setSingleShot(True)
        self._check_soon.setInterval(CHECK_AFTER_MS)
        self._check_soon.timeout.connect(self.check)
        self._build()
        self._begin()

    # What the record asks

    def take_focus(self) -> None:
        if not (self.here.field and focus_by_name(self, self.here.field)):
            self._fields.title.setFocus()

    def run(self, command: str) -> bool:
        if self._is_locked:
            primary = self.findChild(PlainButton, "item.mark") or self.findChild(PlainButton, "item.cancel")
            if command == "edit.primary" and primary is not None:
                primary.click()
                return True
            return False
        match command:
            case "edit.primary":
                if not self._fields.actions_written.add_after(QApplication.focusWidget()):
                    self.save()
            case "edit.new":
                self.save_and_add()
            case "file.save":
                self.save(stay=True)
            case _:
                return False
        return True

    def leave(self) -> bool:
        """Save what was typed before going elsewhere; stay when it can't be saved, and say why at the field."""
        return not self._is_changed() or self.save(stay=True)

    def place(self) -> Place:
        return replace(self.here, field=self.focused())

    # What the person does

    def need(self) -> Need:
        """Return the need as it stands on the screen, with the other outcomes of it as they were."""
        need, outcome = self._fields.read(self._need, self._outcome)
        others, number = self._need.outcomes, self.here.outcome_number
        is_blank = replace(outcome, review_on=None) == Outcome(text="")
        written = () if others and is_blank else (outcome,)
        return replace(need, outcomes=(*others[: number - 1], *written, *others[number:]))

    def save(self, *, stay: bool = False) -> bool:
        """Save the item, complete or not. False when it can't be: the words stand at the field, the text stays."""
        if self._fields.go_to_unreadable():
            return False
        need = self.need()
        changes, refusal = attempt(
            self.desk.operations, plans.save_item, self._assessment_id, need, covers=self._covers
        )
        if changes is None:
            self._fields.refuse(refusal)
            return False
        if need.id is None:
            self.here = replace(self.here, need_number=len(self._plan) + 1)
        self._plan = self.desk.operations.ask(plans.plan, self._assessment_id)
        self._need, self._outcome = self._start()
        self._saved = self.need()
        self._remember_origin()
        self._say_place()
        if stay:
            self.head.say(f"Saved {self.desk.operations.now().astimezone():%H:%M:%S}")
        else:
            self.said.emit("Plan item saved.")
            self.back_wanted.emit()
        return True

    def save_and_add(self) -> None:
        if self.save(stay=True):
            self.said.emit("Plan item saved.")
            self.here = Place(self.here.child_id, "item", self._assessment_id)
            self._fields.forget_errors()
            self._begin()
            self._fields.title.setFocus()

    def add_outcome(self) -> None:
        """Save this outcome and begin another one of the same need."""
        if self.save(stay=True):
            self.here = replace(self.here, outcome_number=len(self._need.outcomes) + 1, field="")
            self._fields.forget_errors()
            self._begin()
            focus_by_name(self, "item.outcome")

    def cancel(self) -> None:
        """Go back and keep what was typed as a draft; what can't be kept is given up only when the person says so."""
        if self._is_changed():
            if self._is_worth_keeping() and self.save(stay=True):
                self.said.emit("Kept as a draft. Open the item to go on with it.")
            elif not self._may_discard():
                return
            else:
                self._fields.show_item(
                    self._need, self._outcome
                )  # as it was saved: leaving then saves nothing
        self.back_wanted.emit()

    def check(self) -> None:
        """Show what the SMART check says, and what stops signing at the fields that were left."""
        need, number = self.need(), self.here.outcome_number
        alone = replace(need, outcomes=need.outcomes[number - 1 : number])
        found = self.desk.operations.ask(plans.check_item, self._assessment_id, alone, today=self._today)
        self.smart.show_check(found)
        if not self._is_locked:
            stops = [finding for finding in found.findings if finding.severity in ("blocks", "reason")]
            self._fields.show_errors({finding.field: finding.says for finding in reversed(stops)})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            super().keyPressEvent(event)

    # Behind it

    def _begin(self) -> None:
        """Show the item the place names, or a new one."""
        self._need, self._outcome = self._start()
        self._fields.show_item(self._need, self._outcome)
        self._tell_origin()
        self.starters.show_for(self._need.category)
        if self._need.id is None and (begun := begun_by(self._around.starters, self.here.about)):
            self._fields.start_with(begun.for_child(self._entry.called))
        if self._is_locked:
            self._fields.lock()
            self.starters.hide()
        self._saved = self.need()
        self._say_place()
        self._offer()
        self._order_tabs()
        self.check()

    def _tell_origin(self) -> None:
        """Say where the outcome comes from, and how it went."""
        history: tuple[str, ...] = ()
        if self._outcome.carried_from_id is not None:
            told = self.desk.operations.ask(last_plan.history, self._assessment_id)
            history = told.get(self._outcome.id, ())
        wrong = f"Entered in error: {self._outcome.entered_in_error_because}"
        said = wrong if self._outcome.entered_in_error else mark_words(self._outcome)
        self._fields.origin.tell(history, said)

    def _start(self) -> tuple[Need, Outcome]:
        """Return what the editor begins with: an item of the plan, or a new one from a question."""
        place = self.here
        if place.need_number is not None and place.need_number <= len(self._plan):
            need = self._plan[place.need_number - 1]
            is_there = place.outcome_number <= len(need.outcomes)
            return need, need.outcomes[place.outcome_number - 1] if is_there else self._new_outcome()
        if self._covers:
            need = part_need(self._entry, self._covers)
            return need, replace(self._new_outcome(), text=starter_outcome(need.title, self._entry.called))
        return new_need(self._entry, place.about), self._new_outcome()

    @property
    def _covers(self) -> str:
        """The section left for another day that this item is made for, '' for any other item."""
        return dict(self.here.typed).get("covers", "")

    def _remember_origin(self) -> None:
        """Have the questionnaire this item comes from know of it."""
        if (origin := dict(self.here.typed).get("sdq")) and self._need.id is not None:
            self.desk.operations.do(sdq_entry.remember_plan_item, int(origin), need_id=self._need.id)

    def _new_outcome(self) -> Outcome:
        """Return an outcome still to be written: looked at again at the next review, unless somebody says otherwise."""
        return Outcome(text="", review_on=self._around.next_review_on)

    @property
    def _is_locked(self) -> bool:
        """Whether the item can only be read: its plan is signed, or it was entered in error."""
        return self._entry.is_signed or self._outcome.entered_in_error

    def _build(self) -> None:
        space, side = theme.current().space, theme.current().width("side")
        is_large = theme.current().text_percent >= LARGE
        self._fields = ItemFields(self._entry.called, self._around, self._today)
        self._fields.edited.connect(self._check_soon.start)
        self._fields.left.connect(self.check)
        self.smart = SmartPanel()
        wide = theme.current().width("measure") if is_large else side
        self.starters = StartersPanel(self._around.starters, self._entry.called, wide)
        self.starters.chosen.connect(self._start_with)
        self.starters.own_wanted.connect(lambda: focus_by_name(self, "item.outcome"))
        self._fields.need_changed.connect(self.starters.show_for)
        self._fields.need_changed.connect(lambda _key: self._order_tabs())
        inside, beside = QWidget(), QWidget()
        inside.setMaximumWidth(theme.current().width("measure") + 3 * space(6))
        column, panels = QVBoxLayout(inside), QVBoxLayout(beside)
        column.setContentsMargins(space(6), space(2), space(6), space(6))
        column.setSpacing(space(5))
        panels.setContentsMargins(0, space(2), space(4), space(6))
        panels.setSpacing(space(4))
        column.addWidget(self._fields, 1)
        for panel in (self.smart, self.starters):
            (column if is_large else panels).addWidget(panel)
        panels.addStretch()
        if is_large:
            self.add_scrolled(inside)
        else:
            self._add_beside(inside, beside, side + space(8))
        self._foot = ItemFoot()
        self.content.addWidget(self._foot)
        self._history = PlainButton("History", name="item.history")
        set_tooltip(self._history, "Who changed this item, and when")
        self._history.clicked.connect(
            lambda _checked=False: self.wanted.emit(
                Place(self.here.child_id, "plan_history", about=str(self._outcome.id))
            )
        )
        self.head.add_button(self._history)
        self._fields.actions_written.numbered.connect(self._order_tabs)

    def _order_tabs(self) -> None:
        self._fields.order_tabs([*self.starters.tab_stops(), *self._foot.buttons])

    def _start_with(self, starter: Starter) -> None:
        focus_by_name(self, "item.outcome")
        self._fields.start_with(starter)

    def _add_beside(self, inside: QWidget, beside: QWidget, wide: int) -> None:
        """Put the panels beside the fields: each scrolls by itself, so that the check stays in view."""
        row = QHBoxLayout()
        row.setSpacing(0)
        fields, panels = scroll_area(inside), scroll_area(beside)
        panels.setFixedWidth(wide)
        row.addWidget(fields, 1)
        row.addWidget(panels)
        row.addStretch()
        self.content.addLayout(row, 1)

    def _offer(self) -> None:
        """Show the buttons for what can be done with this item: one of them is the main thing."""
        actor, kept = self.desk.workplace.actor, self._outcome.id is not None
        may_mark = self._may_mark and kept and not self._outcome.entered_in_error
        may_err = kept and not self._outcome.entered_in_error and decide(actor, Action.EDIT_PLAN).allowed
        may_err = may_err and (not self._entry.is_signed or self._is_in_force)
        error: Button = ("Mark as entered in error", "item.error", "secondary", self.enter_in_error)
        buttons: tuple[Button, ...]
        if self._is_locked:
            mark: Button = ("Mark how it went", "item.mark", "primary", self.mark)
            back: Button = (
                "Back",
                "item.cancel",
                "secondary" if may_mark else "primary",
                self.back_wanted.emit,
            )
            buttons = (*((error,) if may_err else ()), back, *((mark,) if may_mark else ()))
        else:
            buttons = (
                *((error,) if may_err else ()),
                ("Cancel", "item.cancel", "secondary", self.cancel),
                ("Add another outcome to this need", "item.addOutcome", "secondary", self.add_outcome),
                ("Save and add another", "item.saveNext", "secondary", self.save_and_add),
                ("Save", "item.save", "primary", self.save),
            )
        self._foot.offer(buttons)
        self._history.setVisible(kept)

    def mark(self) -> None:
        """Ask how an item of the plan in force went."""
        dialog = MarkItem(self, self.desk, self._entry.banner, self._about(), None)
        before = self._outcome
        dialog.accepted.connect(lambda: self._marked(before, dialog.mark))
        dialog.open()

    def enter_in_error(self) -> None:
        """Ask why an item should not be in the plan; what was typed is kept first."""
        if self.leave():
            dialog = EnterInError(self, self.desk, self._entry.banner, self._about())
            dialog.accepted.connect(self._entered_in_error)
            dialog.open()

    def _about(self) -> About:
        return About(self.here.need_number or 1, self._outcome, self._need.title or self._need.found)

    def _marked(self, before: Outcome, mark: Mark | None) -> None:
        self._read_again()
        if mark is not None:
            number = self.here.need_number or 1
            self.offered.emit(marked_words(number, mark), "Undo", partial(self._take_back, before))

    def _take_back(self, before: Outcome) -> None:
        changes = self.desk.operations.do(plan_marks.take_mark_back, before.id, before)
        if changes is not None and isValid(self):
            self._read_again()

    def _entered_in_error(self) -> None:
        self.said.emit("Marked as entered in error. It stays in the history with your reason.")
        self.back_wanted.emit()

    def _read_again(self) -> None:
        self._plan = self.desk.operations.ask(plans.plan, self._assessment_id)
        self._begin()

    def _say_place(self) -> None:
        number = self.here.need_number
        which = self._which_outcome()
        self.head.title.setText(
            f"Plan item {number} of {len(self._plan)}{which}" if number else "New plan item"
        )
        section = section_of(self._entry.form, self._need.section_id or "")
        title = words(section.title, self._entry.called) if section else ""
        self.head.say(
            self._entry.signed_words or (f"From section {section.label}, {title}" if section else "")
        )

    def _which_outcome(self) -> str:
        """Return ', outcome 2 of 3'; '' for a need with one."""
        counted = [one for one in self._need.outcomes if not one.entered_in_error]
        is_new = self._outcome.id is None and bool(counted)
        of = len(counted) + is_new
        place = counted.index(self._outcome) + 1 if self._outcome in counted else of
        return f", outcome {place} of {of}" if of > 1 else ""

    def _is_worth_keeping(self) -> bool:
        need = self.need()
        return bool(need.title or need.found or any(one.text for one in need.outcomes))

    def _is_changed(self) -> bool:
        return not self._is_locked and (self.need() != self._saved or self._fields.has_unreadable())

    def _may_discard(self) -> bool:
        return PlainDialog.confirm(
            self, "Leave this item without saving?", "What you typed since it was last saved will be gone.",
            "Keep typing", "Discard",
        )  # fmt: skip
