"""The last plan inside a review: every outcome still open is marked by one key, and what is not done is carried on."""

# For the form: LastPlan(desk, assessment_id, *, read_only=False)
#   counted(int, int, int)  marked, total, to_fix: after every change (also asked with `counts()`)
#   wanted(object)          a Place: 'Change' opens the plan item that was carried
#   said(str)               words for the message bar
#   take_focus()            the keyboard goes to the first item without a mark, or without what belongs to it
#   flush()                 tells what is being typed at once: from leave()
#   refresh()               reads the marks again
# Before the section is built: operations.ask(services.last_plan.counts, assessment_id) → (marked, total, to_fix).

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.last_plan import LastOutcome, Marking, counts, follows
from lac_tracker.domain.plans import MARK_WORDS, MARKS, Mark
from lac_tracker.services import last_plan
from lac_tracker.services.changes import Changes
from lac_tracker.ui import single_keys, theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainDialog, hint
from lac_tracker.ui.screens.last_plan_fields import LastPlanFields
from lac_tracker.ui.screens.last_plan_head import LastPlanHead
from lac_tracker.ui.screens.last_plan_row import LastPlanRow, bring_into_view
from lac_tracker.ui.screens.record_page import Desk, Place

KEYS = "Keys: 1 to 6 marks and moves to the next item. N adds a note. Backspace clears. Ctrl+Z undoes."

_Before = tuple[tuple[int, Marking | None], ...]  # (id of an outcome, how it was marked)


class LastPlan(QWidget):
    """The items of the last plan, one below the other; the fields of one are open at a time.

    Signals:
        counted: something was marked or said; carries how many are marked, how many there are, how many lack something.
        wanted: a plan item is to be opened; carries its Place.
        said: something was done; carries the words for the message bar.
    """

    counted = Signal(int, int, int)
    wanted = Signal(object)
    said = Signal(str)

    def __init__(self, desk: Desk, assessment_id: int, *, read_only: bool = False) -> None:
        super().__init__()
        self.setObjectName("prev")
        self._desk, self._id = desk, assessment_id
        self._view = desk.operations.ask(last_plan.last_plan, assessment_id)
        self._read_only = read_only or not self._view.may_mark
        self._rows: list[LastPlanRow] = []
        self._current = -1
        self._marked_last = -1
        self._undo: list[_Before] = []
        self._is_busy = False
        self._typed: dict[int, tuple[str, str]] = {}  # what was said of an item comes back with its mark
        self._fields = LastPlanFields(self._view.called, desk.workplace.today())
        self._fields.setParent(self)
        self._fields.hide()
        self._fields.typed.connect(self._keep_words)
        self._fields.decided.connect(self._decide)
        self._fields.open_wanted.connect(lambda: self._open(self._current))
        self._lay_out()
        self._make_rows()
        desk.operations.changed.connect(self._hear)

    # What the form asks

    def counts(self) -> tuple[int, int, int]:
        """Return how many items are marked, how many there are, and how many marked ones lack something."""
        return counts(self._view.items)

    def take_focus(self) -> None:
        """Put the keyboard to the first item that still needs something."""
        if self._rows:
            waiting = [number for number, item in enumerate(self._view.items) if item.lacks]
            self._go(waiting[0] if waiting else 0)

    def flush(self) -> None:
        self._fields.flush()

    def refresh(self) -> None:
        """Read the marks again; the keyboard stays where it is."""
        before = [item.outcome.id for item in self._view.items]
        self._view = self._desk.operations.ask(last_plan.last_plan, self._id)
        if [item.outcome.id for item in self._view.items] != before:
            self._make_rows()
        self._show()

    # What the person does

    def mark(self, number: int, mark: Mark) -> bool:
        """Mark an item; number counts from 0. False when the person thought better of it."""
        item = self._view.items[number]
        note, childs_words = self._typed.get(item.outcome.id or 0, ("", ""))
        old = item.marking or Marking(mark, note, childs_words)
        what_next = old.what_next if item.marking and mark == old.mark else follows(mark)
        if not self._put(item, replace(old, mark=mark, what_next=what_next)):
            return False
        self._marked_last = number
        announce(self, self._rows[number].accessibleName())
        return True

    def clear(self, number: int) -> None:
        """Take the mark of an item back."""
        if self._view.items[number].marking is not None:
            self._put(self._view.items[number], None)

    def mark_rest(self, mark: Mark) -> None:
        """Give every item without a mark the same one."""
        waiting = tuple(item.outcome.id or 0 for item in self._view.items if item.marking is None)
        if self._do(last_plan.mark_rest, mark):
            self._undo.append(tuple((one, None) for one in waiting))
            items = "1 item" if len(waiting) == 1 else f"{len(waiting)} items"
            self.said.emit(f"{items} marked {MARK_WORDS[mark].lower()}. Ctrl+Z in the list takes that back.")
            self.refresh()

    def undo(self) -> None:
        """Bring back how it was before the last mark, or before the last time something else was chosen."""
        if not self._undo:
            return
        for outcome_id, marking in self._undo[-1]:
            item = next(one for one in self._view.items if one.outcome.id == outcome_id)
            if not self._put(item, marking, is_undo=True):
                return
            self._current = item.number - 1
        self._undo.pop()
        self._show(afresh=True)
        self._go(self._current)

    # Behind it

    def _lay_out(self) -> None:
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(3))
        self._head = LastPlanHead()
        self._head.rest_chosen.connect(self.mark_rest)
        column.addWidget(self._head)
        self._table = QWidget()
        self._table.setObjectName("prev.table")
        self._table.setAccessibleName("Last plan")
        self._cards = QVBoxLayout(self._table)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(space(3))
        column.addWidget(self._table)
        self._keys = hint(KEYS)
        column.addWidget(self._keys)

    def _make_rows(self) -> None:
        self._fields.hide()
        self._fields.setParent(self)
        for row in self._rows:
            self._cards.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows, self._current, self._undo = [], -1, []
        for number, item in enumerate(self._view.items):
            is_older = item.agreed_on != self._view.items[0].agreed_on
            row = LastPlanRow(item, read_only=self._read_only, is_older=is_older)
            row.entered.connect(lambda at=number: self._enter(at))
            row.marked.connect(lambda mark, at=number: self._click(at, mark))
            row.key_pressed.connect(lambda event, at=number: self._press(at, event))
            self._cards.addWidget(row)
            self._rows.append(row)
        self._show()

    def _show(self, *, afresh: bool = False) -> None:
        for number, (row, item) in enumerate(zip(self._rows, self._view.items, strict=True)):
            row.show_item(item, is_current=number == self._current)
        self._show_fields(afresh=afresh)
        marked, total, to_fix = self.counts()
        view, may_mark = self._view, not self._read_only
        self._head.say(view.plan_words, marked, total, may_mark=may_mark, closed=view.closed)
        self._keys.setVisible(not self._read_only and total > 0)
        self.counted.emit(marked, total, to_fix)

    def _show_fields(self, *, afresh: bool) -> None:
        """Open the fields in the item the keyboard is at, once it is marked."""
        item = self._view.items[self._current] if 0 <= self._current < len(self._rows) else None
        if item is None or item.marking is None or self._read_only:
            self._fields.hide()
            return
        row = self._rows[self._current]
        if self._fields.parentWidget() is not row:
            row.body.addWidget(self._fields)
            stops = [row, *self._fields.tab_stops(), *self._rows[self._current + 1 : self._current + 2]]
            for one, next_one in pairwise(stops):
                QWidget.setTabOrder(one, next_one)
        self._fields.show_item(item, afresh=afresh)
        self._fields.show()

    def _enter(self, number: int) -> None:
        """The keyboard came to an item."""
        if number == self._current or self._read_only:
            return
        self._fields.flush()
        if self._current >= 0 and not self._fields.isHidden() and self._fields.is_wrong():
            return
        self._current = number
        self._show()
        bring_into_view(self._rows[number])

    def _go(self, number: int) -> None:
        self._rows[number].setFocus(Qt.FocusReason.ShortcutFocusReason)
        bring_into_view(self._rows[number])

    def _click(self, number: int, mark: Mark) -> None:
        self._rows[number].setFocus(Qt.FocusReason.MouseFocusReason)
        self.mark(number, mark)
        self._show()

    def _press(self, number: int, event: QKeyEvent) -> None:
        """Do what a key means while an item has the keyboard."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ControlModifier):
            return
        acts: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Up: lambda: self._go(max(number - 1, 0)),
            Qt.Key.Key_Down: lambda: self._go(min(number + 1, len(self._rows) - 1)),
            Qt.Key.Key_Home: lambda: self._go(0),
            Qt.Key.Key_End: lambda: self._go(len(self._rows) - 1),
        }
        if not self._read_only:
            acts[Qt.Key.Key_Backspace] = lambda: self.clear(number)
        if not self._read_only and single_keys.are_on():
            acts[Qt.Key.Key_N] = lambda: self._note(number)
            for key, (mark, _, _) in enumerate(MARKS, Qt.Key.Key_1):
                acts[key] = partial(self._mark_and_move, number, mark)
        if control:
            acts = {Qt.Key.Key_Z: self.undo} if not self._read_only else {}
        if event.key() in acts:
            event.accept()
            acts[event.key()]()

    def _mark_and_move(self, number: int, mark: Mark) -> None:
        if self.mark(number, mark) and number + 1 < len(self._rows):
            self._go(number + 1)

    def _note(self, number: int) -> None:
        """Go to the note of an item; of one that has no mark yet, to that of the item marked last."""
        if self._view.items[number].marking is None:
            number = self._marked_last
        if number >= 0 and self._view.items[number].marking is not None:
            self._go(number)
            self._fields.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
            bring_into_view(self._fields.note)

    def _keep_words(self) -> None:
        """Autosave what is typed: not on the way of the keys."""
        if self._current < 0 or self._fields.is_wrong():
            return
        item = self._view.items[self._current]
        marking = replace(self._fields.written(), what_next=item.marking.what_next) if item.marking else None
        if item.marking is None or marking is None:
            return
        marking = replace(marking, new_review_on=item.marking.new_review_on)
        if marking == item.marking:
            return
        self._desk.operations.save(last_plan.mark, self._id, item.outcome.id, marking.mark, **_said(marking))
        self._take(item, marking)
        self._rows[self._current].show_item(self._view.items[self._current], is_current=True)
        self.counted.emit(*self.counts())

    def _decide(self) -> None:
        """What follows was chosen, or a date given."""
        item = self._view.items[self._current]
        if item.marking is None or self._fields.is_wrong():
            return
        self._fields.flush()
        item = self._view.items[self._current]
        marking = self._fields.written()
        assert item.marking is not None
        if not self._put(item, marking):
            self._show(afresh=True)
            return
        if marking.new_review_on and marking.new_review_on != item.marking.new_review_on:
            self.said.emit(f"Item {item.number} carried forward to {show_date(marking.new_review_on)}.")
        if marking.what_next == "change" != item.marking.what_next:
            self._open(item.number - 1)

    def _put(self, item: LastOutcome, marking: Marking | None, *, is_undo: bool = False) -> bool:
        """Save a mark, or take it back for None; False when the person or the service would not have it."""
        if marking == item.marking:
            return True
        leaves = item.carried is not None and (marking is None or not marking.carries)
        if leaves and item.is_changed_there and not self._may_take_out(item):
            return False
        outcome_id = item.outcome.id
        if marking is None:
            done = self._do(last_plan.unmark, outcome_id, take_out_changed=True)
        else:
            done = self._do(last_plan.mark, outcome_id, marking.mark, **_said(marking), take_out_changed=True)
        if not done:
            return False
        if not is_undo and outcome_id is not None:
            self._undo.append(((outcome_id, item.marking),))
        self.refresh()
        return True

    def _do(self, command: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Save at once; the words of a refusal are shown by the frame."""
        self._is_busy = True  # what is heard meanwhile is our own doing, and read once afterwards
        changes = self._desk.operations.do(command, self._id, *args, **kwargs)
        self._is_busy = False
        return changes is not None

    def _may_take_out(self, item: LastOutcome) -> bool:
        return PlainDialog.confirm(
            self, f"Take item {item.number} out of this plan?",
            "It was carried into this plan and changed there. Carry it forward again and what you changed comes back.",
            "Leave it in the plan", "Take it out",
        )  # fmt: skip

    def _open(self, number: int) -> None:
        place = self._view.items[number].carried_to
        if place is not None:
            self.wanted.emit(
                Place(self._desk.child_id, "item", self._id, need_number=place[0], outcome_number=place[1])
            )

    def _take(self, item: LastOutcome, marking: Marking) -> None:
        """Show a mark that is on its way to the disk."""
        self._typed[item.outcome.id or 0] = (marking.note, marking.childs_words)
        items = tuple(replace(one, marking=marking) if one is item else one for one in self._view.items)
        self._view = replace(self._view, items=items)

    def _hear(self, changes: object) -> None:
        """A plan item was changed elsewhere: what was carried may look different now."""
        if isinstance(changes, Changes) and changes.plans and not self._is_busy:
            self.refresh()


def _said(marking: Marking) -> dict[str, object]:
    return {
        "note": marking.note,
        "childs_words": marking.childs_words,
        "what_next": marking.what_next,
        "new_review_on": marking.new_review_on,
    }
