"""The scores on record, where a form asks what they mean: each informant's last with its change, and what to do with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.forms import Form, find_question
from lac_tracker.domain.sdq import Questionnaire
from lac_tracker.domain.sdq_bands import NO_BANDS, NOT_VERIFIED
from lac_tracker.domain.sdq_known import asks_for_next_step
from lac_tracker.domain.sdq_words import (
    NONE_YET,
    Scored,
    change_words,
    day_words,
    glance_words,
    is_unverified,
    scales_words,
    total_words,
    who,
)
from lac_tracker.services import sdq_known
from lac_tracker.services.sdq_known import ReviewSdq
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.screens.record_page import Desk, Place
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.flow import Flow

_ANCHORS = ("sdq_means", "sdq_used")  # of today's forms, and of those before scores had a page of their own
ENTRY, SCORES = "sdq_entry", "sdq"  # pages of the record


def anchor_of(form: Form) -> str:
    """Return the id of the question the scores stand before; '' for a form that asks nothing of them."""
    return next((one for one in _ANCHORS if find_question(form, one) is not None), "")


class SdqInReview(Card):
    """Read from the record on the day of the assessment. Without scores at an age that has no form it hides.

    Signals:
        wanted: another page of the record, or a plan item that comes from the scores; carries a Place.
    """

    wanted = Signal(object)

    def __init__(self, desk: Desk, assessment_id: int, anchor: str, *, read_only: bool) -> None:
        super().__init__("SDQ scores on record", name="form.sdq")
        self.setProperty("question", anchor)  # to come back to: what the scores are asked about
        self._desk, self._assessment_id, self._anchor = desk, assessment_id, anchor
        held: ReviewSdq = desk.operations.ask(
            sdq_known.for_review, assessment_id, today=desk.workplace.today()
        )
        known = held.known
        for scored in known.scores:
            self.body.addWidget(_block(scored, held.called))
        if not known.scores:
            none = PlainLabel(f"None: {known.not_done_words}" if known.not_done else NONE_YET, wraps=True)
            none.setObjectName("form.sdq.none")
            self.body.addWidget(none)
        elif known.used is None:
            old = PlainLabel("None of these is from the last 12 months.", type="strong", wraps=True)
            old.setObjectName("form.sdq.old")
            self.body.addWidget(old)
        caution = NOT_VERIFIED if is_unverified(known.scores, with_scales=True) else ""
        for name, words in (
            ("bands", caution), ("means", self._said_words(held)), ("due", _due_words(held))
        ):  # fmt: skip
            if words:
                label = hint(words)
                label.setObjectName(f"form.sdq.{name}")
                self.body.addWidget(label)
        self._buttons = self._make_buttons(held, read_only=read_only)
        if self._buttons:
            row = QWidget()
            flow = Flow(gap=theme.current().space(2), line_gap=theme.current().space(2))
            for button in self._buttons:
                button.setAccessibleDescription(glance_words(known.scores, held.called))
                flow.addWidget(button)
            row.setLayout(flow)
            self.body.addWidget(row)
            self.setFocusProxy(self._buttons[0])
        self.setAccessibleDescription(glance_words(known.scores, held.called))
        if not known.scores and not held.may_enter:
            self.hide()

    def _said_words(self, held: ReviewSdq) -> str:
        """What was written down of the one used before this assessment: it need not be typed again."""
        one = held.known.used
        if one is None:
            return ""
        told = (
            f"What it means, on record: {one.means.strip()}" if one.means.strip() else "",
            f"{held.called} thinks: {one.child_thinks.strip()}" if one.child_thinks.strip() else "",
        )
        return "\n".join(part for part in told if part)

    def _make_buttons(self, held: ReviewSdq, *, read_only: bool) -> list[PlainButton]:
        child_id, found = self._desk.child_id, []
        if not read_only and held.may_enter:
            enter = PlainButton("Enter an SDQ", icon="fa6s.plus", name="form.sdq.enter")
            entry = Place(child_id, ENTRY, self._assessment_id)  # that comes back here
            enter.clicked.connect(lambda _checked=False: self.wanted.emit(entry))
            found.append(enter)
        if not read_only and held.known.scores:
            item = PlainButton("Make a plan item from the SDQ", name="form.sdq.toPlan")
            item.clicked.connect(lambda _checked=False: self.wanted.emit(self._item_of(held.known.used)))
            found.append(item)
        if held.known.scores:
            scores = PlainButton("All scores", name="form.sdq.all")
            scores.clicked.connect(lambda _checked=False: self.wanted.emit(Place(child_id, SCORES)))
            found.append(scores)
        return found

    def _item_of(self, one: Questionnaire | None) -> Place:
        """Return where a plan item from the scores begins.

        It says what happens next where that is still to be said, or a plan item was said and none was made of it yet.
        """
        is_open = one is not None and one.next_step in (None, "plan_item") and one.next_step_need_id is None
        asks = one is not None and asks_for_next_step(one) and is_open
        origin = (("sdq", str(one.id)),) if one is not None and asks else ()
        return Place(self._desk.child_id, "item", self._assessment_id, about=self._anchor, typed=origin)


def _due_words(held: ReviewSdq) -> str:
    """Return 'Carer's SDQ: next due 04-Mar-2027'; '' where no form is used."""
    due = held.known.due
    if due.on is None:
        return due.words if held.may_enter else ""
    return f"Carer's SDQ: {due.words[:1].lower()}{due.words[1:]}"


def _block(scored: Scored, called: str) -> QWidget:
    """Return the lines of one informant: who and when; total, change and scales, which the keyboard can come to."""
    now = scored.now
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    by = f", filled in by {now.completed_by}" if now.completed_by and now.informant != "self" else ""
    title = f"{who(now, called)}, {day_words(now)}{by}"
    column.addWidget(PlainLabel(title, type="strong", wraps=True))
    scales = scales_words(scored)
    lines = [f"Total {total_words(scored)}. {change_words(scored.latest)}.", f"{scales}." if scales else ""]
    told = PlainLabel("\n".join(line for line in lines if line), wraps=True)
    told.setObjectName(f"form.sdq.{now.informant}")
    told.setAccessibleName(f"{title}. {' '.join(lines)}")
    told.make_selectable(tab_stop=True)
    column.addWidget(told)
    if not scored.bands:
        column.addWidget(hint(NO_BANDS))
    return block
