"""S05b Log follow-up: who, how, what happened, and what happens next; six presses for the usual one."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.follow_ups import CONTACTED, MEANS, RESULTS, Suggestion
from lac_tracker.services import follow_up_start, follow_ups
from lac_tracker.services.follow_up_start import Start
from lac_tracker.services.follow_ups import Logged
from lac_tracker.ui import single_keys, theme
from lac_tracker.ui.plain import PlainLabel
from lac_tracker.ui.screens.appointment import BookDialog
from lac_tracker.ui.screens.code_choice import CodeChoice
from lac_tracker.ui.screens.dialog_fields import line, long_text
from lac_tracker.ui.screens.reason_choice import ReasonChoice
from lac_tracker.ui.screens.record_dialog import Runs
from lac_tracker.ui.screens.record_page import LARGE, Desk, Place
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.screens.work_dialog import WorkDialog
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace

# Where a record is mended, by who said that it was wrong.
_MENDED_AT = {"young_person": "summary", "host_team": "out_of_area"}
_WIDTH = 780  # pixels at 100 %: date and who does it stand beside each other
_MOST_NAMED = 6  # children whose names stand in the heading of a follow-up for many


class FollowUpDialog(WorkDialog):
    """Opened with `open()`; the keyboard begins at 'What happened?', where a digit chooses."""

    def __init__(
        self,
        workplace: Workplace,
        child_id: int,
        kind: str,
        parent: QWidget,
        *,
        also: Sequence[tuple[int, str]] = (),
        also_words: Sequence[str] = (),
    ) -> None:
        """also: (child, kind) of further rows it is logged for; also_words: the names of all rows.

        Raises UserError where the child has no clock of that kind.
        """
        self._today = workplace.today()
        self._known: Start = workplace.operations.ask(
            follow_up_start.start, child_id, today=self._today, kind=kind
        )
        self._rows = tuple(dict.fromkeys(((child_id, kind), *also)))
        is_one = len(self._rows) == 1
        if not is_one:  # nothing that is true of the first child alone is filled in for all of them
            self._known = replace(self._known, reason_code="", likely="", not_brought=1)
        last = f"Last: {self._known.last[0]}." if is_one and self._known.last else ""
        super().__init__(
            parent, workplace,
            "Log follow-up" if is_one else f"Log the same follow-up for {len(self._rows)} rows",
            self._known.banner if is_one else None,
            explanation=last if is_one else _named(also_words),
            verbs=("Cancel", "Save follow-up"), names=("follow.cancel", "follow.save"),
        )  # fmt: skip
        self.setObjectName("follow")
        room = self.screen().availableGeometry().width()
        self.setMinimumWidth(min(theme.current().scaled(_WIDTH), round(room * 0.9)))
        self._child_id, self._kind, self._is_one, self.is_many = child_id, kind, is_one, not is_one
        self._is_clinical = decide(workplace.actor, Action.RECORD_DECLINED).allowed
        self._filled: dict[str, object] = {}
        self._make_controls()
        self._lay_out()
        self._who.set_value(self._known.contacted)
        self._offer_names(self._known.contacted)
        self._waiting.set_value(self._known.reason_code if is_one else "")
        self._fill()
        self.ready()
        self._result.setFocus()

    # What is asked

    def commands(self) -> Runs:
        owner = self._owner.value()
        is_declined = self._result.value() == "declined"
        typed = follow_ups.Typed(
            contacted=self._who.value(),
            means=self._how.value(),
            result=self._result.value(),
            person=self._person.value(),
            note=self._note.text(),
            reason_code=self._waiting.value(),
            next_step=self._next.text(),
            next_step_on=self._date.value(),
            next_step_by="" if owner.isdigit() else owner,
            next_step_by_id=int(owner) if owner.isdigit() else None,
            tells_manager=self._tell_manager.isChecked(),
            ask_again_on=self._date.value() if is_declined else None,
            what_was_said=self._said.toPlainText() if is_declined else "",
        )
        return [(follow_ups.log_many, (self._rows, typed), {"today": self._today})]

    def save(self) -> None:
        """Book first where an appointment was agreed: a follow-up that says so stands beside the appointment."""
        if self._result.value() != "booked":
            super().save()
        elif not self._is_one:
            self._show(
                "What happened? An appointment is booked for one child at a time: open each row for it"
            )
        else:
            desk = Desk(self.workplace, self._child_id)
            booking = BookDialog(
                self, desk, self._known.banner, (self._kind,), needs_interpreter=self._known.needs_interpreter,
                offers_best=False,  # what was agreed is for the person to say
            )  # fmt: skip
            booking.accepted.connect(super().save)
            booking.open()

    def told(self) -> tuple[str, Callable[[], object] | None]:
        logged: tuple[Logged, ...] = self.changes.report
        if self._result.value() == "record_wrong" and self._is_one:
            page = _MENDED_AT.get(self._who.value(), "contacts")
            self.place_wanted.emit(Place(self._child_id, page))
        on = self._date.value()
        step = f" Next: {self._next.text().strip().rstrip('.')}, by {show_date(on)}." if on else ""
        many = "Follow-up saved." if self._is_one else f"Follow-up saved for {len(logged)} rows."
        if not all(one.can_undo for one in logged):
            return f"{many}{step}", None
        undo = self.taking_back(follow_ups.undo, logged, today=self._today)
        return f"{many}{step if self._result.value() != 'booked' else ''}", undo

    # What follows from what was chosen

    def _fill(self) -> None:
        """Fill in what the result asks for, in the place of what was filled in before and nobody changed."""
        result = self._result.value()
        suggested = self._known.suggests(result, self._who.value(), self._today) if result else Suggestion()
        if result == "booked":
            suggested = Suggestion(reason_code=suggested.reason_code, needs_next_step=False)
        self._take("next", self._next.text(), suggested.next_step, self._next.setText)
        self._take("date", self._date.value(), suggested.next_step_on, self._date.set_value)
        if self._is_one or suggested.reason_code:
            self._take("reason", self._waiting.value(), suggested.reason_code, self._waiting.set_value)
        first = str(self._known.owners[0][0]) if self._known.owners and suggested.needs_next_step else ""
        self._take("owner", self._owner.value(), first, self._owner.set_value)
        is_declined = result == "declined"
        self._said_field.setVisible(is_declined and self._is_clinical)
        self._date_field.label.setText("Date to ask again" if is_declined else "Date of the next step")
        self._date.line.setAccessibleName(self._date_field.label.text())
        for field in (self._date_field, self._owner_field, self._next_field):
            field.setVisible(suggested.needs_next_step)
        self._advice.setText(suggested.advice)
        self._advice_line.setVisible(bool(suggested.advice))

    def _take(self, name: str, now: object, filled: object, put: Callable[..., object]) -> None:
        empty = now in ("", None)
        if (empty or now == self._filled.get(name)) and now != filled:
            put(filled)
            self._filled[name] = filled
        elif now == filled:
            self._filled[name] = filled

    def _changed_who(self, contacted: str) -> None:
        self._offer_names(contacted)
        self._fill()

    def _offer_names(self, contacted: str) -> None:
        names = self._known.names.get(contacted, ()) if self._is_one else ()
        self._person.set_options(tuple((name, name) for name in names))
        if names and not self._person.value():
            self._person.set_value(names[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """'+' at a result goes on to the date and begins it: '+2d'."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and single_keys.typed(event) == "+"
        ):
            self._date.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._date.line.setText("+")
            return True
        return super().eventFilter(watched, event)

    # How it is laid out: what is changed most, the date, comes right after the result

    def _make_controls(self) -> None:
        columns = 2 if theme.current().text_percent >= LARGE else 3
        self._who = RadioGroup("Who did you contact?", _numbered(CONTACTED), name="follow.who", columns=3)
        self._how = ChoiceBox("How?", MEANS, name="follow.how")
        self._how.set_value("phone")
        self._person = CodeChoice("Name", (), name="follow.person", may_type=True)
        self._result = RadioGroup(
            "What happened?", _numbered(RESULTS), name="follow.outcome", columns=columns
        )
        self._said = long_text("follow.said")
        self._date = DateField(
            "Date of the next step", self._today, direction="future", name="follow.nextDate"
        )
        owners = tuple((str(number), name) for number, name in self._known.owners)
        self._owner = CodeChoice("Who does it", owners, name="follow.owner", may_type=True)
        self._next = line("follow.nextText", width=28, longest=2_000)
        self._waiting = ReasonChoice(
            name="follow.waiting",
            label="Now waiting on",
            none="As it is" if not self._is_one else "No reason yet",
        )
        self._note = line("follow.note", longest=2_000)
        self._tell_manager = QCheckBox("Also tell the team manager")
        self._tell_manager.setObjectName("follow.tellManager")
        self._advice = PlainLabel(type="strong", wraps=True)
        self._advice.setObjectName("follow.advice")
        self._advice_line = icon_line("at_risk", self._advice)
        self._advice_line.hide()

    def _lay_out(self) -> None:
        self.add("Who did you contact?", self._who)
        self.add_row(
            Field("How?", self._how, grows=False), Field("Name", self._person, grows=False, optional=True)
        )
        self.add("What happened?", self._result)
        self.add_words(self._advice_line)
        self._said_field = self.add(
            "What was said",
            self._said,
            hint=f"What did {self._known.called} say? In their own words where you can.",
        )
        self._date_field = Field("Date of the next step", self._date, grows=False)
        self._owner_field = Field("Who does it", self._owner, grows=False)
        self.add_row(self._date_field, self._owner_field)
        self._next_field = Field("Next step", self._next, grows=False)
        self.add_row(self._next_field, Field("Now waiting on", self._waiting, grows=False))
        self.add("Note", self._note, optional=True)
        self.add_to_foot(self._tell_manager)
        self._date.echo.setMinimumWidth(theme.current().characters(16))
        self._who.changed.connect(self._changed_who)
        self._result.changed.connect(lambda _result: self._fill())
        for button in self._result.buttons():
            button.installEventFilter(self)


def _numbered(options: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((key, f"{number}  {words}") for number, (key, words) in enumerate(options, 1))


def _named(words: Sequence[str]) -> str:
    more = len(words) - _MOST_NAMED
    return "; ".join(words[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
