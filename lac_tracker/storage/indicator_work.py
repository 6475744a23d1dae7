"""What was done in a period, for the figures: assessments, appointments, plans, requests and reviews, read in bulk."""

from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from lac_tracker.domain.completeness import HISTORY_COMPLETE
from lac_tracker.domain.deadlines import AssessmentKind
from lac_tracker.domain.figures import Case
from lac_tracker.domain.indicator_rules import (
    OUT_OF_AREA,
    OWN_AREA,
    judge_appointment,
    judge_request,
    wait_line,
)
from lac_tracker.domain.indicators import EXCLUDED, MET, MISSED
from lac_tracker.storage.flags import unaccompanied_on
from lac_tracker.storage.indicator_span import (
    LAST_DAY,
    TEAM,
    Span,
    counted,
    grouped,
    iso,
    rows_of,
    streamed,
    within,
    yes,
)  # fmt: skip
from lac_tracker.storage.tables.assessments import AppointmentRow, AssessmentRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.information import InformationRequestRow
from lac_tracker.storage.tables.people import TrainingRow
from lac_tracker.storage.tables.quality import QualityReviewRow, QualityScoreRow

_IHA = AssessmentKind.INITIAL.value
BIRTH, PARENTS = "Birth history", "Parents' history"


def seen_after_request(session: Session, span: Span) -> list[Case]:
    """Return the requests for an initial assessment that became complete in the period, with the days until seen."""
    found = []
    for child_id, day, *seen_days in streamed(session, _requests(span.is_only_team), span.known):
        seen = min((one for one in seen_days if one), default=None)
        part = judge_request(day, seen)
        days = _ordinal(seen) - _ordinal(day) if seen else 0
        lines = (wait_line(days),) if part == MET else ()
        found.append(
            Case(child_id, part, day, among=lines, amount=days, kind=_IHA, due_on=day, met_on=seen or "")
        )
    return found


@lru_cache(maxsize=4_096)
def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


@cache
def _requests(is_only_team: bool) -> Any:
    asked = iso(AssessmentRow.request_complete_on)
    columns = (
        AssessmentRow.child_id, asked, iso(AssessmentRow.first_seen_on), iso(AssessmentRow.part_done_on),
        iso(AssessmentRow.completed_on),
    )  # fmt: skip
    return of_team(select(*columns), is_only_team, AssessmentRow.child_id).where(
        AssessmentRow.kind == _IHA, AssessmentRow.amends_id.is_(None), AssessmentRow.state != "cancelled",
        AssessmentRow.request_complete_on.is_not(None), *within(asked, LAST_DAY),
    )  # fmt: skip


def appointments(session: Session, span: Span, *, each: bool = False) -> list[Case]:
    """Return the appointments of the period, by what came of them; those of days to come are none yet."""
    found = rows_of(session, _appointments(each, span.is_only_team), span.known)
    return [
        Case(child_id, judge_appointment(outcome), day, (f"For {kind}",), kind=kind, due_on=day, times=times)
        for kind, outcome, day, child_id, times in found
    ]


@cache
def _appointments(each: bool, is_only_team: bool) -> Any:
    on, child_id = iso(AppointmentRow.takes_place_on), AppointmentRow.child_id
    query = counted(each, (AppointmentRow.kind, AppointmentRow.outcome), on, child_id)
    return grouped(of_team(query, is_only_team, child_id).where(*within(on, LAST_DAY)), each, 2)


def requests_to_camhs(session: Session, span: Span) -> list[Case]:
    """Return what CAMHS was asked for in the period, and whether an answer came."""
    words = {"received": "Received", "nothing_held": "Nothing held", "declined": "Declined to say"}
    return [
        Case(
            child_id, MET if answer in ("received", "nothing_held") else MISSED, day,
            has=(words.get(answer, "No answer yet"),), due_on=day, met_on=came or "",
        )
        for child_id, day, answer, came in rows_of(session, _to_camhs(span.is_only_team), span.known)
    ]  # fmt: skip


@cache
def _to_camhs(is_only_team: bool) -> Any:
    asked, row = iso(InformationRequestRow.asked_on), InformationRequestRow
    query = select(row.child_id, asked, row.answer, iso(row.answered_on))
    return of_team(query, is_only_team, row.child_id).where(row.source == "camhs", *within(asked))


def histories_at_initial(session: Session, span: Span) -> list[Case]:
    """Return the initial assessments completed in the period, and whether birth and parental history are answered."""
    found = []
    for child_id, day, state, birth, parents in streamed(session, _histories(), span.known):
        part = MET if birth and parents else MISSED
        if state == "history":
            part = f"{EXCLUDED}from_earlier_records"
        lines = (*((BIRTH,) if birth else ()), *((PARENTS,) if parents else ()))
        found.append(Case(child_id, part, day, has=lines, kind=_IHA, met_on=day))
    return found


@cache
def _histories() -> Any:
    on, told = iso(AssessmentRow.completed_on), tuple(HISTORY_COMPLETE)
    birth, parents = (
        yes(state.in_(told)) for state in (ChildRow.birth_history_state, ChildRow.parental_history_state)
    )
    # "+ 0" keeps the index from being used the other way round: it goes from the days to the children.
    return (
        select(AssessmentRow.child_id, on, AssessmentRow.state, birth, parents)
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id + 0)
        .where(
            ChildRow.team_id + 0 == TEAM, AssessmentRow.kind == _IHA, in_force("signed", "history"), *within(on)
        )
    )  # fmt: skip


def trained(session: Session, span: Span) -> list[Case]:
    """Return the initial assessments of unaccompanied children, and whether the signer's training held that day."""
    return [
        Case(
            child_id, MET if is_trained else MISSED, day, kind=_IHA, met_on=day,
            words=f"Signed by {who}" if who else "",
        )
        for child_id, day, is_trained, who in rows_of(session, _trained(), span.known)
    ]  # fmt: skip


@cache
def _trained() -> Any:
    on = iso(AssessmentRow.completed_on)
    held = exists().where(
        TrainingRow.person_id == AssessmentRow.signed_by_id, TrainingRow.subject == "unaccompanied",
        TrainingRow.entered_in_error_because.is_(None), iso(TrainingRow.completed_on) <= on,
        or_(TrainingRow.expires_on.is_(None), iso(TrainingRow.expires_on) >= on),
    )  # fmt: skip
    return (
        select(AssessmentRow.child_id, on, yes(held), AssessmentRow.signed_as)
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .where(
            ChildRow.team_id == TEAM, unaccompanied_on(AssessmentRow.completed_on), AssessmentRow.kind == _IHA,
            in_force("signed"), *within(on),
        )
    )  # fmt: skip


def criteria_reviewed(session: Session, span: Span, *, each: bool = False) -> list[Case]:
    """Return the criteria answered in the quality reviews finished in the period."""
    parts = {"met": MET, "not_applicable": f"{EXCLUDED}not_applicable"}
    return [
        Case(
            child_id, parts.get(answer, MISSED), day, (OUT_OF_AREA if away else OWN_AREA,), kind=kind, times=times
        )
        for kind, away, answer, day, child_id, times in rows_of(session, _reviewed(each), span.known)
    ]  # fmt: skip


@cache
def _reviewed(each: bool) -> Any:
    on = iso(QualityReviewRow.finished_on)
    facts = (QualityReviewRow.kind, yes(QualityReviewRow.is_out_of_area), QualityScoreRow.answer)
    query = (
        counted(each, facts, on, QualityReviewRow.child_id)
        .join(QualityScoreRow, QualityScoreRow.review_id == QualityReviewRow.id)
        .where(
            QualityReviewRow.team_id == TEAM,
            QualityReviewRow.state.in_(("finished", "with_author", "amended", "closed")), *within(on),
        )
    )  # fmt: skip
    return grouped(query, each, 3)


def in_force(*states: str) -> Any:
    """Return the condition that an assessment counts and no signed edition has taken its place."""
    mine = AssessmentRow.state == states[0] if len(states) == 1 else AssessmentRow.state.in_(states)
    return and_(mine, AssessmentRow.id.not_in(replaced()))


def replaced() -> Any:
    """Return the assessments of which a later edition was signed. '> 0' is 'not null' that finds its index."""
    return (
        select(AssessmentRow.amends_id)
        .where(AssessmentRow.amends_id > 0, AssessmentRow.state == "signed")
        .correlate(None)
        .scalar_subquery()
    )


def of_team(query: Any, is_only_team: bool, child_id: Any) -> Any:
    """Return a query of the team's children alone."""
    return (
        query
        if is_only_team
        else query.join(ChildRow, ChildRow.id == child_id).where(ChildRow.team_id == TEAM)
    )
