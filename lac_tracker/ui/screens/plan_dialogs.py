"""What is said about an item of a plan in a dialog: how it went, that it was a mistake, and letters to its owners."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.last_plan import note_question
from lac_tracker.domain.plans import MARK_WORDS, MARKS, Mark, Outcome
from lac_tracker.services import dispatch, owner_letters, plan_marks
from lac_tracker.services.owner_letters import OwnerToMessage
from lac_tracker.ui.plain import PlainTextEdit, hint
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.screens.record_page import Desk, attempt
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.widgets.tick_list import TickList

Runs = list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]

_MARKS = tuple((mark, words) for mark, words, _ in MARKS)


@dataclass(frozen=True)
class About:
    """The item a dialog is about."""

    number: int
    outcome: Outcome
    need: str


class MarkItem(RecordDialog):
    """How one item of the plan in force went, between two reviews."""

    def __init__(
        self, parent: QWidget, desk: Desk, facts: BannerFacts, about: About, mark: Mark | None
    ) -> None:
        super().__init__(
            parent, desk.operations, f"Mark item {about.number}: {about.need}", facts,
            explanation=about.outcome.text, verbs=("Cancel", "Mark"), names=("mark.cancel", "mark.save"),
        )  # fmt: skip
        self.setObjectName("plan.mark")
        self._about, self._today = about, desk.workplace.today()
        self._mark = RadioGroup("How did it go?", _MARKS, name="mark.mark")
        self._mark.set_value(mark or about.outcome.mark or "")
        self._note = PlainTextEdit(about.outcome.mark_note, least_lines=2)
        self._note.setObjectName("mark.note")
        self._on = DateField("Marked on", self._today, direction="past", name="mark.on")
        self._on.set_value(self._today)
        self.add("How did it go?", self._mark)
        self._asked = self.add("What we know", self._note)
        self.add("Marked on", self._on, hint="The day it is true of. Who marked it and when is kept.")
        self._mark.changed.connect(self._ask)
        self._ask(self._mark.value())
        self.ready()
        if self._mark.value():
            self._note.setFocus()

    @property
    def mark(self) -> Mark | None:
        """The mark that is chosen."""
        return next((mark for mark, _, _ in MARKS if mark == self._mark.value()), None)

    def commands(self) -> Runs:
        given = {"note": self._note.toPlainText(), "on": self._on.value()}
        return [(plan_marks.mark_item, (self._about.outcome.id, self.mark), given)]

    def save(self) -> None:
        if self.mark is None:
            self.fields[0].show_error("Choose how it went")
            self._mark.setFocus()
        elif not self._note.toPlainText().strip():
            needed = next(needed for mark, _, needed in MARKS if mark == self.mark)
            self._asked.show_error(f"Enter {needed}")
            self._note.setFocus()
        else:
            super().save()

    def _ask(self, _key: str) -> None:
        question = note_question(self.mark) if self.mark else "What we know"
        self._asked.label.setText(question)
        self._note.setAccessibleName(question)


class EnterInError(RecordDialog):
    """An item that should not be in the plan: it stays, struck through, with the reason."""

    def __init__(self, parent: QWidget, desk: Desk, facts: BannerFacts, about: About) -> None:
        super().__init__(
            parent, desk.operations, "Mark item as entered in error?", facts,
            explanation=f"{about.need}: {about.outcome.text}. It stays in the history with your reason, "
            "and is in no document and no check.",
            verbs=("Keep it", "Mark it"), names=("error.cancel", "error.save"),
        )  # fmt: skip
        self.setObjectName("plan.error")
        self._outcome_id = about.outcome.id
        self._because = PlainTextEdit(least_lines=2)
        self._because.setObjectName("error.reason")
        self.add("Reason", self._because)
        self.ready()

    def commands(self) -> Runs:
        return [(plan_marks.enter_in_error, (self._outcome_id, self._because.toPlainText()), {})]


class MessageOwners(RecordDialog):
    """One letter for each owner that is ticked, with only their own actions."""

    def __init__(
        self, parent: QWidget, desk: Desk, facts: BannerFacts, people: tuple[OwnerToMessage, ...]
    ) -> None:
        super().__init__(
            parent, desk.operations, "Message owners", facts,
            explanation="One letter for each person, with only what is theirs: what, by when, and how to answer. "
            "No address and no private topic is in any of them.",
            verbs=("Cancel", "Make letters"), names=("owners.cancel", "owners.save"),
        )  # fmt: skip
        self.setObjectName("plan.owners")
        self._desk = desk
        self.made: tuple[int, ...] = ()
        told = [one for one in people if one.actions]
        self._who = TickList(
            "Letters to", tuple((one.name, f"{one.name}: {_actions(one)}") for one in told), name="owners.who"
        )
        self._who.set_value(one.name for one in told if not one.is_ours)
        self._who_field = self.add("Letters to", self._who)
        for one in people:
            if one.private:
                self.add_words(hint(f"{one.name}: {_private(one.private)}"))
        self.ready()

    def save(self) -> None:
        """Make a letter for each that is ticked; what was made stays made when one is refused."""
        chosen = self._who.value()
        if not chosen:
            self._who_field.show_error("Choose at least one person")
            return
        for name in chosen:
            changes, words = attempt(
                self._desk.operations, dispatch.make_document, self._desk.child_id, owner_letters.DOCUMENT,
                self._desk.workplace.render, made_for=name,
            )  # fmt: skip
            if changes is None or changes.made_id is None:
                self._who_field.show_error(f"The letter to {name} was not made. {words}")
                return
            self.made = (*self.made, changes.made_id)
            self._who.set_value(
                one for one in self._who.value() if one != name
            )  # not made again when tried again
        self.accept()


def marked_words(number: int, mark: Mark) -> str:
    """Return 'Item 2 marked Partly met.'."""
    return f"Item {number} marked {MARK_WORDS[mark]}."


def _actions(one: OwnerToMessage) -> str:
    return "1 action" if one.actions == 1 else f"{one.actions} actions"


def _private(count: int) -> str:
    return f"{'1 action' if count == 1 else f'{count} actions'} about a private topic. Say this in person"
