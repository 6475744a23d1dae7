"""The editor of one plan item: its fields, the SMART check beside them, saving and leaving."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from lac_tracker.domain.answers import to_words
from lac_tracker.domain.forms import Section, find_question
from lac_tracker.domain.plans import Need, Outcome
from lac_tracker.domain.questions import words
from lac_tracker.services import assessments, last_plan, plans
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainDialog
from lac_tracker.ui.screens.plan_item_fields import ItemFields
from lac_tracker.ui.screens.plan_rows import mark_words
from lac_tracker.ui.screens.record_page import LARGE, Desk, Place, RecordPage, attempt, focus_by_name
from lac_tracker.ui.screens.smart_panel import SmartPanel

CHECK_AFTER_MS = 400

# Which category a need starts with, by the question or the section it comes from; the longest match counts.
_CATEGORY_OF = {
    "dental": "teeth", "imm": "immunisations", "vision": "eyes", "hearing": "ears", "gp": "registration",
    "growth": "growth", "height": "growth", "weight": "growth", "development": "development",
    "attendance": "learning", "send": "learning", "feelings": "feelings", "sdq": "feelings", "sleep": "sleep",
    "food": "food_and_movement", "movement": "food_and_movement", "safe": "safety", "smoke": "substances",
    "substance": "substances", "relationships": "relationships", "sexual": "relationships", "pregnancy": "pregnancy",
    "allergies": "medicines", "medicines": "medicines", "birth_and_family": "history", "independence": "leaving_care",
    "about_me": "identity", "uasc": "infection",
}  # fmt: skip


class PlanItemPage(RecordPage):
    """One outcome of a need. Nothing here stops writing; what is missing stops signing."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "item")
        assert place.assessment_id is not None
        self._assessment_id = place.assessment_id
        self._today = desk.workplace.today()
        self._entry = desk.operations.ask(assessments.for_entry, self._assessment_id, today=self._today)
        self._plan: tuple[Need, ...] = desk.operations.ask(plans.plan, self._assessment_id)
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
        if self._entry.is_signed:
            return False
        match command:
            case "edit.primary":
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
        written = () if others and outcome == Outcome(text="") else (outcome,)
        return replace(need, outcomes=(*others[: number - 1], *written, *others[number:]))

    def save(self, *, stay: bool = False) -> bool:
        """Save the item, complete or not. False when it can't be: the words stand at the field, the text stays."""
        if self._fields.go_to_unreadable():
            return False
        need = self.need()
        changes, refusal = attempt(self.desk.operations, plans.save_item, self._assessment_id, need)
        if changes is None:
            self._fields.refuse(refusal)
            return False
        if need.id is None:
            self.here = replace(self.here, need_number=len(self._plan) + 1)
        self._plan = self.desk.operations.ask(plans.plan, self._assessment_id)
        self._need, self._outcome = self._start()
        self._saved = self.need()
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
        """Go back without saving; what was typed is given up only when the person says so."""
        if self._is_changed() and not self._may_discard():
            return
        self._fields.show_item(self._need, self._outcome)  # as it was saved: leaving then saves nothing
        self.back_wanted.emit()

    def check(self) -> None:
        """Show what the SMART check says, and what stops signing at the fields that were left."""
        need, number = self.need(), self.here.outcome_number
        alone = replace(need, outcomes=need.outcomes[number - 1 : number])
        found = self.desk.operations.ask(plans.check_item, self._assessment_id, alone, today=self._today)
        self.smart.show_check(found)
        if not self._entry.is_signed:
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
        if self._entry.is_signed:
            self._fields.lock()
        self._saved = self.need()
        self._say_place()
        self.check()

    def _tell_origin(self) -> None:
        """Say where the outcome comes from, and how it went."""
        history: tuple[str, ...] = ()
        if self._outcome.carried_from_id is not None:
            told = self.desk.operations.ask(last_plan.history, self._assessment_id)
            history = told.get(self._outcome.id, ())
        self._fields.origin.tell(history, mark_words(self._outcome))

    def _start(self) -> tuple[Need, Outcome]:
        """Return what the editor begins with: an item of the plan, or a new one from a question."""
        place = self.here
        if place.need_number is not None and place.need_number <= len(self._plan):
            need = self._plan[place.need_number - 1]
            is_there = place.outcome_number <= len(need.outcomes)
            return need, need.outcomes[place.outcome_number - 1] if is_there else Outcome(text="")
        about, called = place.about, self._entry.called
        section, question = self._section(about), find_question(self._entry.form, about)
        answer = to_words(question, self._entry.answers.get(about), called) if question else ""
        found = f"{words(question.ask, called).rstrip('?')}: {answer}" if question and answer else ""
        category = _category_of((about, section.id if section else ""))
        from_section = section.id if section and not section.holds_plan else None
        return Need(None, "", category, found=found, section_id=from_section), Outcome(text="")

    def _section(self, about: str) -> Section | None:
        """Return the section with this id, or with the question of this id."""
        return next(
            (
                section
                for section in self._entry.form.sections
                if section.id == about or any(question.id == about for question in section.questions)
            ),
            None,
        )

    def _build(self) -> None:
        space = theme.current().space
        people = self.desk.operations.ask(plans.people_to_choose, self._assessment_id)
        self._fields = ItemFields(self._entry.called, people, self._today)
        self._fields.edited.connect(self._check_soon.start)
        self._fields.left.connect(self.check)
        self.smart = SmartPanel()
        side = theme.current().width("side")
        is_large = theme.current().text_percent >= LARGE
        direction = QBoxLayout.Direction
        inside = QWidget()
        inside.setMaximumWidth(theme.current().width("measure") + side + 3 * space(6))
        across = QBoxLayout(direction.TopToBottom if is_large else direction.LeftToRight, inside)
        across.setContentsMargins(space(6), space(2), space(6), space(6))
        across.setSpacing(space(5))
        across.addWidget(self._fields, 1)
        if is_large:
            across.addWidget(self.smart)
        else:
            self.smart.setFixedWidth(side)
            across.addWidget(self.smart, 0, Qt.AlignmentFlag.AlignTop)
        self.add_scrolled(inside)
        foot = self._add_foot()
        self._fields.actions_written.numbered.connect(lambda: self._fields.order_tabs(foot))

    def _add_foot(self) -> list[QWidget]:
        space = theme.current().space
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(space(6), space(2), space(6), space(2))
        row.setSpacing(space(2))
        row.addStretch()
        buttons: tuple[tuple[str, str, Any, Any], ...] = (
            ("Cancel", "item.cancel", "secondary", self.cancel),
            ("Add another outcome to this need", "item.addOutcome", "secondary", self.add_outcome),
            ("Save and add another", "item.saveNext", "secondary", self.save_and_add),
            ("Save", "item.save", "primary", self.save),
        )
        if self._entry.is_signed:
            buttons = (("Back", "item.cancel", "secondary", self.back_wanted.emit),)
        made: list[QWidget] = []
        for words_of_it, name, kind, act in buttons:
            button = PlainButton(words_of_it, kind, name=name)
            button.clicked.connect(lambda _checked=False, do=act: do())
            row.addWidget(button)
            made.append(button)
        self.content.addWidget(foot)
        return made

    def _say_place(self) -> None:
        number = self.here.need_number
        which = self._which_outcome()
        self.head.title.setText(
            f"Plan item {number} of {len(self._plan)}{which}" if number else "New plan item"
        )
        section = self._section(self._need.section_id or "")
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

    def _is_changed(self) -> bool:
        return not self._entry.is_signed and (self.need() != self._saved or self._fields.has_unreadable())

    def _may_discard(self) -> bool:
        return PlainDialog.confirm(
            self, "Leave this item without saving?", "What you typed since it was last saved will be gone.",
            "Keep typing", "Discard",
        )  # fmt: skip


def _category_of(names: tuple[str, ...]) -> str:
    """Return the category a need from a question or a section starts with."""
    longest_first = sorted(_CATEGORY_OF, key=len, reverse=True)
    found = (_CATEGORY_OF[key] for name in names for key in longest_first if name.startswith(key))
    return next(found, "other")
