"""An assessment asked of another area's team: the request, its eight steps, its letter, and its result."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.deadlines import AssessmentKind
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.out_of_area import (
    STEP_WORDS,
    STEPS,
    Step,
    StepDone,
    assessed_on,
    check_step,
    doubts,
    next_step,
    strip_words,
)
from lac_tracker.domain.people import Actor
from lac_tracker.services import children as child_service
from lac_tracker.services import out_of_area_letter
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessments, care, care_records, children, deadlines
from lac_tracker.storage import out_of_area as stored
from lac_tracker.storage.out_of_area import HostRequest as HostRequest  # screens name its type

Render = Callable[[str, object], bytes]


@dataclass(frozen=True)
class StepShown:
    """One step of the strip."""

    step: Step
    words: str
    done_on: date | None
    done_by: str
    note: str
    is_next: bool


@dataclass(frozen=True)
class Strip:
    """The newest request that has not ended, as the strip shows it."""

    request: HostRequest
    steps: tuple[StepShown, ...]
    words: str
    doubts: tuple[str, ...]
    assessed_on: date | None
    can_be_completed: bool  # the report is back, and the assessment is not entered yet


@dataclass(frozen=True)
class OutOfArea:
    """What the part about out of area shows. host_area: '' while the child lives in the team's own area."""

    host_area: str
    strip: Strip | None
    earlier: tuple[HostRequest, ...]
    kind: str  # of the assessment that is due
    due_on: date | None
    host_team: str  # the contact on record, to propose
    host_contact: str


@needs(Action.OPEN_RECORD, child=the_child)
def shown(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> OutOfArea:
    """Return the strip of a child, and what a new request would be about."""
    requests = stored.of_child(session, child_id)
    open_now = [one for one in requests if one.ended_on is None]
    clocks = deadlines.compute(session, {child_id})[child_id]
    due = next((one.due for one in clocks if one.due.met_on is None and not one.due.excluded), None)
    here = [
        one for one in care_records.placements(session, child_id)
        if one.began <= today and (one.ended is None or one.ended > today)
    ]  # fmt: skip
    team = care.contact(session, child_id, "host_team")
    return OutOfArea(
        host_area=(here[-1].host_area or "") if here else "",
        strip=_strip(open_now[-1]) if open_now else None,
        earlier=tuple(one for one in requests if not open_now or one.id != open_now[-1].id),
        kind=due.kind.value if due else AssessmentKind.REVIEW.value,
        due_on=due.on if due else None,
        host_team=team.organisation or "" if team else "",
        host_contact=", ".join(part for part in (team.full_name, team.phone, team.email) if part) if team else "",
    )  # fmt: skip


@needs(Action.ASK_FOR_INFORMATION, child=the_child)
def ask_host_team(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    kind: str,
    host_team: str,
    host_contact: str = "",
    who_pays: str = "",
    note: str = "",
    asked_on: date | None = None,
    render: Render | None = None,
) -> Changes:
    """Ask a host team for an assessment: the first of the eight steps. With `render`, the letter is made (`report`).

    The clock runs on and waits on the host team until the report is back.

    Raises UserError when one is open already, the team is not named, or the date cannot be right.
    """
    team = clean_line(host_team, label="Host team")
    if not team:
        raise UserError("Enter the host team")
    if kind not in set(AssessmentKind):
        raise UserError("The assessment must be IHA or RHA")
    if any(one.ended_on is None and one.kind == kind for one in stored.of_child(session, child_id)):
        raise UserError(
            f"A host team was asked for this {kind} already. Record its next step, or end that request"
        )
    open_now = [
        one.id for one in assessments.of_child(session, child_id)
        if one.kind == kind and one.state in assessments.OPEN_STATES and not one.is_amendment
    ]  # fmt: skip
    fields = {
        "kind": kind,
        "assessment_id": open_now[-1] if open_now else None,
        "host_team": team,
        "host_contact": clean_line(host_contact, label="Contact") or None,
        "who_pays": clean_line(who_pays, label="Who pays") or None,
        "note": clean_text(note, label="Note", longest=2_000).strip() or None,
    }
    request_id = stored.add(session, child_id, fields)
    _put(session, request_id, Step.ASKED, asked_on or today, by.full_name, "", today)
    letters: tuple[int, ...] = ()
    if render is not None:
        letters = (out_of_area_letter.keep(session, request_id, render, by=by, now=now, today=today),)
    return Changes(
        children=True, assessments=True, documents=bool(letters), child_id=child_id, made_id=request_id, report=letters
    )  # fmt: skip


@needs(Action.ASK_FOR_INFORMATION, child=stored.child_of)
def change_request(
    session: Session,
    request_id: int,
    *,
    by: Actor,
    now: datetime,
    host_team: str,
    host_contact: str = "",
    who_pays: str = "",
    note: str = "",
) -> Changes:
    """Correct the team, the contact, who pays and the note."""
    team = clean_line(host_team, label="Host team")
    if not team:
        raise UserError("Enter the host team")
    fields = {
        "host_team": team,
        "host_contact": clean_line(host_contact, label="Contact") or None,
        "who_pays": clean_line(who_pays, label="Who pays") or None,
        "note": clean_text(note, label="Note", longest=2_000).strip() or None,
    }
    stored.change(session, request_id, fields)
    return Changes(children=True, child_id=stored.child_of(session, request_id))


@needs(Action.ASK_FOR_INFORMATION, child=stored.child_of)
def record_step(
    session: Session,
    request_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    step: str,
    done_on: date | None,
    done_by: str,
    note: str = "",
) -> Changes:
    """Record one step, or correct it. Dates out of order are kept and doubted; see `Strip.doubts`.

    Raises UserError when the date is missing, in the future or before birth, or nobody is named.
    """
    if step not in set(Step):
        raise UserError(f"'{step}' is no step. It can be: {', '.join(STEP_WORDS.values())}")
    if done_on is None:
        raise UserError("Enter the date")
    if not clean_line(done_by, label="Who"):
        raise UserError("Enter who did this step")
    _put(session, request_id, Step(step), done_on, done_by, note, today)
    entered = _entered(session, stored.load(session, request_id))
    if step == Step.SEEN and entered is not None:  # the day of the assessment is the day the child was seen
        assessments.change_entered(session, entered, {"completed_on": done_on})
    return Changes(children=True, assessments=True, child_id=stored.child_of(session, request_id))


@needs(Action.ASK_FOR_INFORMATION, child=stored.child_of)
def take_back_step(session: Session, request_id: int, step: str, *, by: Actor, now: datetime) -> Changes:
    """Take back a step that was recorded in error. The first one can't be: the request itself is ended instead."""
    if step == Step.ASKED:
        raise UserError("The request began with this step. End the request if it was made in error")
    if (
        step in (Step.SEEN, Step.REPORT_BACK)
        and _entered(session, stored.load(session, request_id)) is not None
    ):
        raise UserError(
            f"{STEP_WORDS[Step(step)]}: the assessment was entered as completed. Correct the date instead"
        )
    stored.remove_step(session, request_id, Step(step))
    return Changes(children=True, assessments=True, child_id=stored.child_of(session, request_id))


@needs(Action.ASK_FOR_INFORMATION, child=stored.child_of)
def end_request(
    session: Session, request_id: int, *, by: Actor, now: datetime, today: date, ended_on: date, because: str
) -> Changes:
    """End a request: taken back, done, or the child moved again. Raises UserError without a reason, or for the future."""
    if ended_on > today:
        raise UserError("Date ended must be today or in the past")
    reason = clean_line(because, label="Why")
    if not reason:
        raise UserError("Enter why the request ends")
    stored.change(session, request_id, {"ended_on": ended_on, "ended_because": reason})
    return Changes(children=True, assessments=True, child_id=stored.child_of(session, request_id))


@needs(Action.ENTER_PAST_ASSESSMENT, child=stored.child_of)
def enter_as_completed(
    session: Session, request_id: int, *, by: Actor, now: datetime, completed_by: str = ""
) -> Changes:
    """Enter what the host team did as a completed assessment, on the day they saw the child: it closes the clock.

    Raises UserError when the child was not seen, the report is not back, or that assessment is on record already.
    """
    one = stored.load(session, request_id)
    seen = assessed_on(one.steps)
    if seen is None:
        raise UserError("Record when the child was seen first: that day is the day of the assessment")
    if Step.REPORT_BACK not in {step.step for step in one.steps}:
        raise UserError("Record that the report is back first: without it there is nothing to count")
    who = ", ".join(part for part in (clean_line(completed_by, label="Completed by"), one.host_team) if part)
    made = child_service.enter_past_assessment(
        session, one.child_id, by=by, now=now, kind=one.kind, completed_on=seen, completed_by=who
    )
    stored.change(session, request_id, {"assessment_id": made.made_id})
    return Changes(children=True, assessments=True, child_id=one.child_id, made_id=made.made_id)


@needs(Action.MAKE_DOCUMENT, child=stored.child_of)
def make_letter(
    session: Session, request_id: int, render: Render, *, by: Actor, now: datetime, today: date
) -> Changes:
    """Make the request's letter with the steps as they stand. Its id is `made_id`."""
    made = out_of_area_letter.keep(session, request_id, render, by=by, now=now, today=today)
    return Changes(documents=True, child_id=stored.child_of(session, request_id), made_id=made)


def _entered(session: Session, one: HostRequest) -> int | None:
    """Return the completed assessment that was entered from a request, None before that."""
    if one.assessment_id is None or assessments.load(session, one.assessment_id).state != "history":
        return None
    return one.assessment_id


def _put(
    session: Session, request_id: int, step: Step, done_on: date, done_by: str, note: str, today: date
) -> None:
    one = stored.load(session, request_id)
    if one.ended_on is not None:
        raise UserError("This request has ended. Ask the host team again to go on")
    born = children.load(session, one.child_id).born
    check_step(step, done_on, one.steps, born=born, today=today)
    said = clean_line(note, label="Note") or None
    stored.put_step(session, request_id, StepDone(step, done_on, clean_line(done_by, label="Who"), said))


def _strip(one: HostRequest) -> Strip:
    held = {step.step: step for step in one.steps}
    waiting = next_step(one.steps)
    steps = tuple(
        StepShown(
            step,
            STEP_WORDS[step],
            held[step].done_on if step in held else None,
            held[step].done_by if step in held else "",
            (held[step].note or "") if step in held else "",
            step is waiting,
        )
        for step in STEPS
    )
    return Strip(
        one,
        steps,
        strip_words(one.steps),
        doubts(one.steps),
        assessed_on(one.steps),
        can_be_completed={Step.SEEN, Step.REPORT_BACK} <= set(held) and one.assessment_id is None,
    )
