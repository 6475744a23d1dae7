"""S11b SDQ & wellbeing: questionnaires over time as a chart or a table, what they mean, and what the young person thinks."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.charts import Chart
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.sdq import NotDone, Questionnaire, versions_at
from lac_tracker.domain.sdq_rules import NOT_USED
from lac_tracker.domain.sdq_trend import Trend, TrendRow, trend
from lac_tracker.services import child_summary, feelings_page, sdq, sdq_trend
from lac_tracker.services.changes import Changes
from lac_tracker.services.sdq_trend import SdqTrendPage
from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.models.row_model import RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint, set_tooltip
from lac_tracker.ui.screens.entered_in_error import EnteredInError
from lac_tracker.ui.screens.record_page import Desk, Place, RecordPage
from lac_tracker.ui.screens.sdq_columns import COLUMNS, is_shown
from lac_tracker.ui.screens.sdq_controls import TrendControls
from lac_tracker.ui.screens.sdq_dialogs import NextStepDialog, NotDoneDialog
from lac_tracker.ui.screens.sdq_lists import SdqLists, part_words, why_words
from lac_tracker.ui.screens.sdq_next import NextStepLine, plan_item_of
from lac_tracker.ui.screens.sdq_share import ShareDialog
from lac_tracker.ui.screens.sdq_written import WrittenAbout
from lac_tracker.ui.widgets.chart import ChartView
from lac_tracker.ui.widgets.empty_state import EmptyState
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.widgets.whole_table import WholeTable

_ENTRY = "sdq_entry"
_NO_OWN = "{name} has not filled in an SDQ yet. The page shows only what they say themselves."
_POINTS = "Left and right arrow on the chart: from score to score."


class SdqPage(RecordPage):
    """Page 4 of a record. In the table Enter on a row corrects it."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "sdqv")
        self.head.title.setText("SDQ & wellbeing")
        self._may_read = decide(desk.workplace.actor, Action.SEE_CLINICAL).allowed
        self._page: SdqTrendPage
        self._trend: Trend
        self._add_buttons()
        if not self._may_read:
            self._say_closed()
            return
        self._read()
        self._build()
        if place.typed:
            self.controls.show_state(place.typed)
        self._show()

    # What the record asks

    def refresh(self) -> None:
        """Read the record anew."""
        self._read()
        self._show()

    def take_focus(self) -> None:
        if self.here.field and self._may_read:
            super().take_focus()
        elif self._may_read and not self.empty.isHidden() and self.empty.take_focus():
            return
        elif self._may_read and self._page.record.scored:
            self.controls.mode.setFocus()
        else:
            (self._new if self._new.isVisibleTo(self) else self).setFocus()

    def run(self, command: str) -> bool:
        match command:
            case "edit.new" | "edit.primary" if self._new.isVisibleTo(self):
                self._enter()
            case "edit.print" if self._print.isVisibleTo(self):
                self._show_paper()
            case "file.save" if self._may_read:
                self.written.keep()
            case _:
                return False
        return True

    def leave(self) -> bool:
        """Keep what was typed. False when it can't be kept: the words stand at the field."""
        return not self._may_read or self.written.keep()

    def place(self) -> Place:
        if not self._may_read:
            return self.here
        return replace(self.here, field=self.focused(), typed=self.controls.state())

    def reload(self, changes: Changes) -> None:
        if not changes.children or not self._may_read:
            return
        if self.written.is_own(changes):
            self._read()
            newest = next(
                (
                    one
                    for one in self._page.record.scored
                    if self._trend.newest and one.id == self._trend.newest.id
                ),
                None,
            )
            if newest is not None:
                self.written.kept_as(newest)
        else:
            self.refresh()

    # What the person does

    def _enter(self, questionnaire_id: int | None = None) -> None:
        about = "" if questionnaire_id is None else str(questionnaire_id)
        self.wanted.emit(Place(self.desk.child_id, _ENTRY, about=about))

    def _show_paper(self) -> None:
        if self.written.keep():
            self.wanted.emit(
                Place(
                    self.desk.child_id, "sdq_print", document=sdq_trend.DOCUMENT, typed=self.controls.state()
                )
            )

    def _share(self) -> None:
        own = next((one for one in self._page.record.scored if one.informant == "self"), None)
        called = self._page.record.called
        if own is None:
            self.said.emit(_NO_OWN.format(name=called))
            return
        dialog = ShareDialog(self, self.desk.workplace, own, called, self._facts())
        dialog.accepted.connect(lambda: self._shared(dialog.chosen, called))
        dialog.open()

    def _shared(self, chosen: str, called: str) -> None:
        if chosen == "yes":
            self.wanted.emit(Place(self.desk.child_id, "feelings_print", document=feelings_page.DOCUMENT))
        else:
            self.said.emit(f"Recorded: {called} wants no page for now." if chosen else "No choice recorded.")

    def _why_not(self) -> None:
        self._open(NotDoneDialog(self, self.desk.workplace, self.desk.child_id, self._facts()))

    def _ask_next(self, one: Questionnaire) -> None:
        assessment_id, called = self._page.open_assessment_id, self._page.record.called
        dialog = NextStepDialog(
            self, self.desk.workplace, one, self._facts(), called=called, may_plan=assessment_id is not None
        )
        dialog.accepted.connect(lambda: self._after_next(dialog.step, one))
        self._open(dialog)

    def _after_next(self, step: str, one: Questionnaire) -> None:
        """Go on to the plan item that was wanted, where none came of it yet."""
        assessment_id = self._page.open_assessment_id
        if step == "plan_item" and assessment_id is not None and one.next_step_need_id is None:
            self.wanted.emit(plan_item_of(self.desk.child_id, assessment_id, one))

    def _correct(self, row: TrendRow | None) -> None:
        if row is not None and self._page.may_edit:
            self._enter(row.questionnaire.id)

    def _row_in_error(self, row: TrendRow | None) -> None:
        if row is not None:
            held = next(one for one in self._page.record.scored if one.id == row.questionnaire.id)
            self._in_error(held)

    def _in_error(self, one: Questionnaire | NotDone) -> None:
        service: Callable[..., Any] = sdq.in_error
        if isinstance(one, NotDone):
            words, service = why_words(one), sdq.not_done_in_error
        elif one.state == "part":
            words = part_words(one)
        else:
            words = f"SDQ of {show_date(one.completed_on)}, by {one.completed_by}"
        self._open(
            EnteredInError(
                self, self.desk.workplace, self._facts(), words, service, one.id, one.row_version, name="sdqv"
            )
        )

    # Behind it

    def _read(self) -> None:
        self._page = self.desk.operations.ask(
            sdq_trend.of_child, self.desk.child_id, today=self.desk.workplace.today()
        )

    def _show(self) -> None:
        held = self._page.record
        has_scores = bool(held.scored)
        may_enter = self._page.may_edit and bool(versions_at(held.age))
        self._new.setVisible(may_enter)
        self._print.setVisible(has_scores and self._page.may_make)
        self._share_button.setVisible(has_scores and self._page.may_edit and self._page.may_make)
        self._share_button.setText(f"Share with {held.called}")
        for widget in (self.controls, self._sentence, self._trend_part):
            widget.setVisible(has_scores)
        self.empty.setVisible(not has_scores)
        self._footer.setText("     ".join(self._page.footer))
        self._footer.setVisible(has_scores)  # else the words of the empty page say it
        self._not_done.setVisible(self._page.may_edit and held.next_due.words != NOT_USED and has_scores)
        self.next.show_newest(held.scored, held.called, may_edit=self._page.may_edit)
        self.lists.show_record(held, may_edit=self._page.may_edit)
        if has_scores:
            self._show_trend()
        else:
            self._say_empty()
            self._bands.hide()
            self.written.show_questionnaire(None)

    def _show_trend(self) -> None:
        is_table = self.controls.is_table()
        self._trend = trend(self._page.facts, self.controls.shown())
        self._sentence.setText(self._trend.sentence)
        self._bands.setText(self._trend.bands)
        self._bands.setVisible(bool(self._trend.bands))
        self.controls.set_events_possible(not is_table)
        self.picture.show_chart(self._draw, self._trend.description)
        for place in range(len(COLUMNS)):
            self.rows.show_column(place, is_shown(place, is_scales=self._trend.shown.is_scales))
        self.model.set_rows(self._trend.rows)
        has_rows = bool(self._trend.rows)
        self.picture.setVisible(not is_table and has_rows)
        self._point.setVisible(not is_table and has_rows)
        self._point.setText(_POINTS)
        self.rows.setVisible(is_table and has_rows)
        self._row_buttons.setVisible(is_table and has_rows and self._page.may_edit)
        self.written.show_questionnaire(self._whole(self._trend.newest))

    def _draw(self, width: float) -> Chart:
        return self._trend.chart(width)

    def _whole(self, one: Questionnaire | None) -> Questionnaire | None:
        return next(
            (held for held in self._page.record.scored if one is not None and held.id == one.id), None
        )

    def _changed(self) -> None:
        if self.written.keep():
            self._show_trend()
            announce(self.controls, self._trend.sentence)

    def _say_empty(self) -> None:
        held = self._page.record
        if held.next_due.words == NOT_USED and not versions_at(held.age):
            self.empty.say(NOT_USED)
            return
        due = ": due" if held.next_due.is_due else ""
        words = NOT_USED if held.next_due.words == NOT_USED else f"{held.called} is {held.age}{due}."
        steps = (
            (
                ("Enter one", self._enter),
                ("Ask carer for one", self._ask_carer),
                ("Why not done", self._why_not),
            )
            if self._page.may_edit
            else ()
        )
        self.empty.say(f"No SDQ yet. {words}", steps)

    def _ask_carer(self) -> None:
        self.wanted.emit(Place(self.desk.child_id, "contacts", field="ppl.ask"))

    def _say_closed(self) -> None:
        self.head.say("Your role reads no clinical content")
        for button in (self._share_button, self._print, self._new):
            button.hide()
        closed = PlainLabel("Questionnaires are for those who read clinical content.", wraps=True)
        closed.setObjectName("sdqv.closed")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.addWidget(closed)
        column.addStretch()
        self.add_scrolled(inside)

    def _open(self, dialog: Any) -> None:
        dialog.open()

    def _facts(self) -> Any:
        today = self.desk.workplace.today()
        return self.desk.operations.ask(child_summary.heading, self.desk.child_id, today=today)

    def _add_buttons(self) -> None:
        self._share_button = PlainButton("Share", icon="fa6.comment-dots", name="sdqv.share")
        self._share_button.clicked.connect(lambda _checked=False: self._share())
        self._print = PlainButton("Print", icon="fa6s.print", name="sdqv.print")
        set_tooltip(self._print, "Preview and print (Ctrl+P)")
        self._print.clicked.connect(lambda _checked=False: self._show_paper())
        self._new = PlainButton("New SDQ", "primary", name="sdqv.new")
        set_tooltip(self._new, "New SDQ (Ctrl+N)")
        self._new.clicked.connect(lambda _checked=False: self._enter())
        for button in (self._share_button, self._print, self._new):
            self.head.add_button(button)

    def _build(self) -> None:
        space = theme.current().space
        self.controls = TrendControls()
        self.controls.changed.connect(self._changed)
        self._sentence = PlainLabel(type="strong", wraps=True)
        self._sentence.setObjectName("sdqv.sentence")
        self._bands = hint("")
        self._bands.setObjectName("sdqv.bandsWords")
        self.empty = EmptyState("sdqv.empty")
        self._trend_part = self._build_trend()
        self.written = WrittenAbout(
            self.desk.operations, self._page.record.called, may_edit=self._page.may_edit
        )
        self.next = NextStepLine()
        self.next.asked.connect(self._ask_next)
        self.lists = SdqLists()
        self.lists.go_on.connect(self._enter)
        self.lists.in_error.connect(self._in_error)
        self._footer = hint("")
        self._footer.setObjectName("sdqv.footer")
        self._not_done = PlainButton("Record why none was done", "row", name="sdqv.notDone")
        self._not_done.clicked.connect(lambda _checked=False: self._why_not())
        foot = QWidget()
        flow = Flow(gap=space(4), line_gap=space(1))
        foot.setLayout(flow)
        flow.addWidget(self._not_done)
        inside = PageColumn()
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(6), space(1), space(6), space(6))
        column.setSpacing(space(3))
        for widget in (
            self.controls, self._sentence, self._bands, self.next, self.empty, self._trend_part, self.written,
            self._footer, self.lists, foot,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch()
        self.add_scrolled(inside)

    def _build_trend(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(1))
        self.picture = ChartView(Chart(1, 1), "", label="SDQ over time", name="sdqv.picture")
        self._point = hint("")
        self._point.setObjectName("sdqv.point")
        self.picture.rested.connect(lambda words: self._point.setText(words or _POINTS))
        self.model: RowModel[TrendRow] = RowModel(COLUMNS, self)
        self.rows = WholeTable(self.model, label="SDQ scores", name="sdqv.rows")
        self.rows.opened.connect(self._correct)
        self._row_buttons = QWidget()
        flow = Flow(gap=theme.current().space(2), line_gap=theme.current().space(2))
        self._row_buttons.setLayout(flow)
        for verb, name, act in (
            ("Correct", "change", self._correct),
            ("Entered in error", "error", self._row_in_error),
        ):
            button = PlainButton(verb, "row", name=f"sdqv.{name}")
            button.setAccessibleName(f"{verb}: the chosen questionnaire")
            button.clicked.connect(lambda _checked=False, act=act: act(self.rows.current_row()))
            flow.addWidget(button)
        for widget in (self.picture, self._point, self.rows, self._row_buttons):
            column.addWidget(widget)
        return part
