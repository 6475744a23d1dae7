"""The out-of-area strip: eight steps in words, each with its date and who, and the dialogs that record them."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.out_of_area import STEP_WORDS, Step
from lac_tracker.services import child_summary, out_of_area
from lac_tracker.services.out_of_area import OutOfArea, StepShown, Strip
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.screens.letters import save_letters
from lac_tracker.ui.screens.placements_dialogs import Remove, Runs, line
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.screens.record_page import RecordPage, clear
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.radio_group import RadioGroup


class OutOfAreaCard(Card):
    """One line for each step. Its buttons open the dialogs; `page` is the page it stands on.

    Signals:
        asked: the host team was asked, or a step recorded; the page shows itself again.
    """

    asked = Signal()

    def __init__(self, page: RecordPage) -> None:
        super().__init__("Out of area", name="plc.ooa")
        self._page = page
        self._may = decide(page.desk.workplace.actor, Action.ASK_FOR_INFORMATION).allowed
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.current().space(2))
        self.body.addLayout(self._lines)
        self._ask = PlainButton("Ask host team", name="plc.ooa.ask")
        self._next = PlainButton("Record next step", name="plc.ooa.next")
        self._complete = PlainButton("Enter as completed", name="plc.ooa.complete")
        self._edit = PlainButton("Change", name="plc.ooa.change")
        self._letter = PlainButton("Letter", name="plc.ooa.letter")
        self._end = PlainButton("End request", name="plc.ooa.end")
        buttons = QWidget()
        flow = Flow(gap=theme.current().space(2), line_gap=theme.current().space(2))
        buttons.setLayout(flow)
        for button, act in (
            (self._ask, self.ask_host_team), (self._next, self._record_next), (self._complete, self._enter),
            (self._edit, self._change), (self._letter, self._make_letter), (self._end, self._end_request),
        ):  # fmt: skip
            button.clicked.connect(lambda _checked=False, act=act: act())
            flow.addWidget(button)
        self.body.addWidget(buttons)

    def refresh(self) -> None:
        """Read the record anew."""
        desk = self._page.desk
        self._held: OutOfArea = desk.operations.ask(
            out_of_area.shown, desk.child_id, today=desk.workplace.today()
        )
        strip = self._held.strip
        clear(self._lines)
        self._lines.addWidget(PlainLabel(self._first_line(), wraps=True))
        if strip is not None:
            self._show_strip(strip)
        for one in self._held.earlier:
            why = f", ended {show_date(one.ended_on)}: {one.ended_because}" if one.ended_on else ""
            self._lines.addWidget(hint(f"Before: {one.kind} asked of {one.host_team}{why}"))
        waiting = strip is not None and any(step.is_next for step in strip.steps)
        self._ask.setVisible(self._may and strip is None)
        self._next.setVisible(self._may and waiting)
        self._complete.setVisible(self._may and strip is not None and strip.can_be_completed)
        if strip is not None and strip.assessed_on is not None:
            self._complete.setText(
                f"Enter it as completed by {strip.request.host_team} on {show_date(strip.assessed_on)}"
            )
        for button in (self._edit, self._letter, self._end):
            button.setVisible(self._may and strip is not None)

    @property
    def can_ask(self) -> bool:
        """Whether no request is open, and this person may make one."""
        return self._may and self._held.strip is None

    @property
    def next_name(self) -> str:
        """The button that leads on: the next step, or the letter when all are done."""
        return self._letter.objectName() if self._next.isHidden() else self._next.objectName()

    def ask_host_team(self) -> None:
        """Open the request to a host team; also what 'Ask host team' of the assessments page does."""
        self._open(AskHostTeam(self._page, self._held))

    def _first_line(self) -> str:
        if self._held.host_area:
            return f"Lives in {self._held.host_area}, outside our own area."
        return "Not out of area." if self._held.strip is None else "The placement has no host area on record."

    def _show_strip(self, strip: Strip) -> None:
        one = strip.request
        for label, words in (
            ("Asked to do", one.kind), ("Host team", one.host_team), ("Contact", one.host_contact),
            ("Who pays", one.who_pays), ("Note", one.note),
        ):  # fmt: skip
            if words or label == "Who pays":
                self._lines.addWidget(PlainLabel(f"{label}: {words or 'not agreed yet'}", wraps=True))
        for step in strip.steps:
            self._lines.addWidget(self._step_line(step))
        for doubt in strip.doubts:
            said = PlainLabel(doubt, wraps=True)
            said.setObjectName("plc.ooa.doubt")
            self._lines.addWidget(icon_line("at_risk", said))

    def _step_line(self, step: StepShown) -> QWidget:
        status = "complete" if step.done_on else ("asked" if step.is_next else "not_started")
        said = (
            ", ".join(part for part in (show_date(step.done_on), step.done_by, step.note) if part)
            if step.done_on
            else ("next" if step.is_next else "not yet")
        )
        words = PlainLabel(f"{step.words}: {said}", wraps=True)
        words.setObjectName(f"plc.ooa.{step.step.value}")
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.addLayout(_in_the_middle(icon_line(status, words)), 1)
        if self._may:
            button = PlainButton(
                "Change" if step.done_on else "Record", "row", name=f"plc.ooa.{step.step.value}.record"
            )
            button.setAccessibleName(f"{button.words()}: {step.words}")
            button.clicked.connect(lambda _checked=False, step=step: self._record(step))
            across.addWidget(button)
            if step.done_on and step.step is not Step.ASKED:
                back = PlainButton("Take back", "row", name=f"plc.ooa.{step.step.value}.takeBack")
                back.setAccessibleName(f"Take back: {step.words}")
                back.clicked.connect(lambda _checked=False, step=step: self._take_back(step))
                across.addWidget(back)
        return row

    def _take_back(self, step: StepShown) -> None:
        if self._held.strip is None:
            return
        run: Any = (out_of_area.take_back_step, (self._held.strip.request.id, step.step.value), {})
        what = f"{step.words}, {show_date(step.done_on)}"
        self._open(Remove(self._page, self._page.desk.workplace, _facts(self._page), what, run))

    def _record_next(self) -> None:
        strip = self._held.strip
        if strip is not None and (step := next((one for one in strip.steps if one.is_next), None)):
            self._record(step)

    def _record(self, step: StepShown) -> None:
        if self._held.strip is not None:
            self._open(RecordStep(self._page, self._held.strip, step))

    def _enter(self) -> None:
        if self._held.strip is not None:
            self._open(EnterCompleted(self._page, self._held.strip))

    def _change(self) -> None:
        if self._held.strip is not None:
            self._open(ChangeRequest(self._page, self._held.strip))

    def _end_request(self) -> None:
        if self._held.strip is not None:
            self._open(EndRequest(self._page, self._held.strip))

    def _make_letter(self) -> None:
        if self._held.strip is None:
            return
        workplace = self._page.desk.workplace
        made = workplace.operations.do(
            out_of_area.make_letter, self._held.strip.request.id, workplace.render, today=workplace.today()
        )
        if made is not None:
            save_letters(self._page, (made.made_id,))

    def _open(self, dialog: RecordDialog) -> None:
        dialog.accepted.connect(lambda: self._done(dialog.changes))
        dialog.open()

    def _done(self, changes: Any) -> None:
        self.asked.emit()
        onward = (self._complete, self._next, self._letter, self._ask)
        next(button for button in onward if not button.isHidden()).setFocus()
        if changes is not None and changes.report:
            save_letters(self._page, changes.report)


def _in_the_middle(line: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.addStretch()
    column.addWidget(line)
    column.addStretch()
    return column


def _facts(page: RecordPage) -> Any:
    workplace = page.desk.workplace
    return page.desk.operations.ask(child_summary.heading, page.desk.child_id, today=workplace.today())


class AskHostTeam(RecordDialog):
    """The first step: who is asked for what, who pays."""

    def __init__(self, page: RecordPage, held: OutOfArea) -> None:
        workplace = page.desk.workplace
        due = f" It is due {show_date(held.due_on)}." if held.due_on else ""
        super().__init__(
            page, workplace.operations, "Ask host team", _facts(page),
            explanation=f"They do the assessment; we stay responsible for its timing and for the plan.{due}",
            verbs=("Cancel", "Ask"),
        )  # fmt: skip
        self.setObjectName("ooa")
        self._page = page
        self._kind = RadioGroup(
            "Assessment", (("IHA", "Initial (IHA)"), ("RHA", "Review (RHA)")), name="ooa.kind", across=True
        )
        self._kind.set_value(held.kind)
        self._team = line(held.host_team, "ooa.team")
        self._contact = line(held.host_contact, "ooa.contact")
        self._pays = line("", "ooa.pays")
        self._note = line("", "ooa.note")
        self._on = DateField("Asked on", workplace.today(), direction="past", name="ooa.on")
        self._on.set_value(workplace.today())
        self._letter = QCheckBox("Make the letter now")
        self._letter.setObjectName("ooa.letter")
        self._letter.setChecked(True)
        self.add("Assessment", self._kind)
        self.add("Host team", self._team)
        self.add("Contact", self._contact, hint="Name, phone, email.", optional=True)
        self.add("Who pays", self._pays, hint="Such as: NHS Northants ICB.", optional=True)
        self.add("Asked on", self._on)
        self.add("Note", self._note, optional=True)
        self.add_words(self._letter)
        self.ready()

    def commands(self) -> Runs:
        workplace = self._page.desk.workplace
        given = {
            "today": workplace.today(), "kind": self._kind.value(), "host_team": self._team.text(),
            "host_contact": self._contact.text(), "who_pays": self._pays.text(), "note": self._note.text(),
            "asked_on": self._on.value(), "render": workplace.render if self._letter.isChecked() else None,
        }  # fmt: skip
        return [(out_of_area.ask_host_team, (self._page.desk.child_id,), given)]


class RecordStep(RecordDialog):
    """One step: the day, and who."""

    def __init__(self, page: RecordPage, strip: Strip, step: StepShown) -> None:
        workplace = page.desk.workplace
        booked = step.step is Step.BOOKED
        super().__init__(
            page, workplace.operations, STEP_WORDS[step.step], _facts(page),
            explanation="The day of the appointment." if booked else "",
        )  # fmt: skip
        self.setObjectName("ooa.step")
        self._strip, self._step, self._today = strip, step, workplace.today()
        self._on = DateField("Date", self._today, direction="any" if booked else "past", name="ooa.step.on")
        self._on.set_value(step.done_on)
        ours = step.step in (Step.ASKED, Step.QUALITY_CHECKED, Step.AGREED, Step.PLAN_SENT)
        proposed = workplace.actor.full_name if ours else strip.request.host_team
        self._by = line(step.done_by or proposed, "ooa.step.by")
        self._note = line(step.note, "ooa.step.note")
        self.add("Date", self._on)
        self.add("Who", self._by)
        self.add("Note", self._note, optional=True)
        self.ready()

    def commands(self) -> Runs:
        given = {
            "today": self._today, "step": self._step.step.value, "done_on": self._on.value(),
            "done_by": self._by.text(), "note": self._note.text(),
        }  # fmt: skip
        return [(out_of_area.record_step, (self._strip.request.id,), given)]


class ChangeRequest(RecordDialog):
    """Team, contact, who pays and note, corrected."""

    def __init__(self, page: RecordPage, strip: Strip) -> None:
        super().__init__(page, page.desk.operations, "Request to the host team", _facts(page))
        self.setObjectName("ooa.request")
        one = self._one = strip.request
        self._team = line(one.host_team, "ooa.request.team")
        self._contact = line(one.host_contact, "ooa.request.contact")
        self._pays = line(one.who_pays, "ooa.request.pays")
        self._note = line(one.note, "ooa.request.note", longest=2_000)
        self.add("Host team", self._team)
        self.add("Contact", self._contact, optional=True)
        self.add("Who pays", self._pays, optional=True)
        self.add("Note", self._note, optional=True)
        self.ready()

    def commands(self) -> Runs:
        given = {
            "host_team": self._team.text(), "host_contact": self._contact.text(), "who_pays": self._pays.text(),
            "note": self._note.text(),
        }  # fmt: skip
        return [(out_of_area.change_request, (self._one.id,), given)]


class EndRequest(RecordDialog):
    """The request is over: done, taken back, or the child moved again."""

    def __init__(self, page: RecordPage, strip: Strip) -> None:
        today = page.desk.workplace.today()
        super().__init__(page, page.desk.operations, "End the request to the host team", _facts(page))
        self.setObjectName("ooa.ending")
        self._one, self._today = strip.request, today
        self._on = DateField("Date ended", today, direction="past", name="ooa.ending.on")
        self._on.set_value(today)
        done = all(step.done_on for step in strip.steps)
        self._why = line("All steps done" if done else "", "ooa.ending.why")
        self.add("Date ended", self._on)
        self.add("Why the request ends", self._why, hint="Such as: moved back to our area.")
        self.ready()

    def commands(self) -> Runs:
        given = {
            "ended_on": self._on.value() or self._today,
            "because": self._why.text(),
            "today": self._today,
        }
        return [(out_of_area.end_request, (self._one.id,), given)]


class EnterCompleted(RecordDialog):
    """The report is back: the assessment is entered on the day the child was seen, and closes the clock."""

    def __init__(self, page: RecordPage, strip: Strip) -> None:
        one = self._one = strip.request
        super().__init__(
            page, page.desk.operations, f"Enter it as completed by {one.host_team} on {show_date(strip.assessed_on)}?",
            _facts(page),
            explanation=f"The {one.kind} counts as completed on the day the child was seen, and the next one from it.",
            verbs=("Not yet", "Enter it"),
        )  # fmt: skip
        self.setObjectName("ooa.completing")
        self._by = line("", "ooa.completing.by")
        self.add("Who assessed", self._by, hint="Name and role, as the report says.", optional=True)
        self.ready()

    def commands(self) -> Runs:
        return [(out_of_area.enter_as_completed, (self._one.id,), {"completed_by": self._by.text()})]
