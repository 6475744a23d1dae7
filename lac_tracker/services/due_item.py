"""One row of the list of what is due, and the list with its heading: the same for screen, paper, file and command line."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from lac_tracker.domain.deadlines import AssessmentKind, Due
from lac_tracker.domain.delays import Reason, is_settled, with_note
from lac_tracker.domain.extracts import DUE
from lac_tracker.domain.names import show_name
from lac_tracker.domain.restricted import RESTRICTED
from lac_tracker.domain.standing import (
    Holds,
    Overlay,
    Standing,
    Status,
    WaitingOn,
    beside_words,
    standing,
    status_words,
)
from lac_tracker.storage import reference_data

if TYPE_CHECKING:
    from functools import cached_property as _kept
else:

    class _kept:  # noqa: N801 - stands in the place of functools.cached_property
        """The same without its lock, which takes as long as the rest: a row is worked out by one thread, by the thousand."""

        def __init__(self, work: Any) -> None:
            self._work, self._name = work, work.__name__

        def __get__(self, row: Any, _owner: Any) -> Any:
            found = row.__dict__[self._name] = self._work(row)
            return found


_KINDS = {one.value: one for one in AssessmentKind}


class _Row(NamedTuple):
    """The columns of one row of the list, as they are stored. Made thousands at a time, so a tuple."""

    child_id: int
    council_id: str
    family_name: str | None
    given_name: str | None
    nhs_number: str | None
    born: date
    assessment: str  # 'IHA' or 'RHA'
    clock_start: date | None
    due: date | None
    due_28_days: date | None
    due_20_working_days: date | None
    rule: str
    why_due: str
    warning: str | None
    history_missing: bool
    met_on: date | None
    assessor: str | None
    signed_on: date | None
    missing: str | None
    excluded: str | None
    excluded_from: date | None
    excluded_to: date | None
    review_needed: str | None
    booked_on: date | None
    consent_on_record: bool
    declined_ask_again: date | None
    part_done_on: date | None
    on_hold_until: date | None
    on_hold_reason: str | None
    seen_not_signed_on: date | None
    interpreter_missing: bool
    said_to_wait_on: str | None
    delay_code: str | None  # why it is late, as a person said last
    assessor_id: int | None
    assessment_id: int | None  # the one in progress, asked for or declined
    booked_at: str | None
    next_step: str | None
    next_step_on: date | None
    next_step_by: str | None
    escalated_on: date | None
    is_out_of_area: bool
    today: date
    delay_note: str = ""  # what was typed where the reason alone says nothing ('Other'); it may name somebody
    view_says: str = ""  # why it is in a view that is not about its clock: 'SDQ due since 01-Mar-2026'


class DueItem(_Row):
    """One assessment of one child: what list, command line, export and paper show of it.

    How it stands is worked out by the one rule when it is first asked for.
    """

    @_kept
    def name(self) -> str | None:
        """'BAPTISTE, Amara'; None while no name is known."""
        if self.family_name == RESTRICTED and not self.given_name:
            return RESTRICTED
        known = self.family_name or self.given_name
        return show_name(self.family_name, self.given_name, self.council_id) if known else None

    @property
    def shown_name(self) -> str:
        return self.name or f"Council ID {self.council_id}"

    @property
    def is_unnamed(self) -> bool:
        """Whether the list says nothing of whom it is about but that the record is restricted."""
        return self.family_name == RESTRICTED and not self.council_id

    def unnamed(self) -> "DueItem":
        """Return the row as a list on the screen shows it to who may not open the record: when it is due, and no more."""
        return self._replace(
            council_id="", family_name=RESTRICTED, given_name=None, nhs_number=None, next_step=None, next_step_by=None,
            delay_note="", view_says="",
        )  # fmt: skip

    @_kept
    def _due(self) -> Due:
        return Due(
            kind=_KINDS[self.assessment], clock_start=self.clock_start, on=self.due, rule=self.rule,
            why=self.why_due, due_28_days=self.due_28_days, due_20_working_days=self.due_20_working_days,
            warning=self.warning, missing=self.missing, met_on=self.met_on, signed_on=self.signed_on,
            excluded=self.excluded, excluded_from=self.excluded_from, excluded_to=self.excluded_to,
            review_needed=self.review_needed, history_missing=self.history_missing,
        )  # fmt: skip

    @_kept
    def _holds(self) -> Holds:
        return Holds(
            booked_on=self.booked_on, consent_on_record=self.consent_on_record,
            declined_ask_again=self.declined_ask_again, part_done_on=self.part_done_on,
            on_hold_until=self.on_hold_until, on_hold_reason=self.on_hold_reason,
            seen_not_signed_on=self.seen_not_signed_on, interpreter_missing=self.interpreter_missing,
            waiting_on=WaitingOn(self.said_to_wait_on) if self.said_to_wait_on else None,
        )  # fmt: skip

    @_kept
    def standing(self) -> Standing:
        """How it stands today."""
        return standing(self._due, self._holds, self.today, self.born)

    @property
    def status(self) -> Status:
        return self.standing.status

    @property
    def overlays(self) -> tuple[Overlay, ...]:
        return self.standing.overlays

    @property
    def beside_words(self) -> str:
        """What stands beside the status, with its day and why it is on hold."""
        return beside_words(self.overlays, self._holds, with_reason=True)

    @property
    def beside_on_paper(self) -> str:
        """The same without why it is on hold, which is for the screen of the team alone."""
        return beside_words(self.overlays, self._holds)

    @property
    def days_overdue(self) -> int:
        return self.standing.days_overdue

    @property
    def waiting_on(self) -> WaitingOn:
        return self.standing.waiting_on

    @property
    def reason(self) -> str:
        return self.standing.reason

    @property
    def why_words(self) -> str:
        """Why it is on the list: what the view says, else the reason that was chosen, else what stands in the way.

        A reason whose remedy has come (consent, appointment, interpreter) gives way to what stands in the way now.
        """
        return with_note(self.why_in_short, self.why_typed)

    @property
    def why_in_short(self) -> str:
        """The same without what was typed."""
        if self.view_says:
            return self.view_says
        chosen = self._reason_that_counts
        return self.reason if chosen is None else chosen.label

    @property
    def why_typed(self) -> str:
        """What was typed of a reason that says nothing by itself: 'Lift out of order' of 'Other'."""
        counts = not self.view_says and self._reason_that_counts is not None
        return " ".join(self.delay_note.split()) if counts else ""

    @property
    def _reason_that_counts(self) -> Reason | None:
        chosen = reference_data.delay_reason(self.delay_code) if self.delay_code else None
        return None if chosen is not None and self.reason and is_settled(chosen, self._holds) else chosen

    @property
    def status_words(self) -> str:
        return status_words(self.standing, self._due, self.today)

    @property
    def day(self) -> int | None:
        return self.standing.day

    @property
    def limit_days(self) -> int | None:
        return self.standing.limit_days


@dataclass(frozen=True)
class DueList:
    """The list and what its heading says."""

    rows: tuple[DueItem, ...]
    children: int  # in the whole caseload
    overdue: int
    overdue_without_history: int

    @property
    def heading(self) -> str:
        """'Overdue 214, of them 190 with no assessment history yet'."""
        if not self.overdue_without_history:
            return f"Overdue {self.overdue}"
        return (
            f"Overdue {self.overdue}, of them {self.overdue_without_history} with no assessment history yet"
        )


def given_away(item: DueItem) -> dict[str, Any]:
    """Return what leaves the screen of a row, under the keys of the extract 'due': dates, words and tuples as they are."""
    own = {"reason": item.reason or None, "why": item.why_words or None, "out_of_area": item.is_out_of_area}
    return {key: own[key] if key in own else getattr(item, key) for key in _KEYS}


_KEYS = tuple(one.key for one in DUE.fields)
