"""How the team of the demonstration works its list: whose, why late, who was rung, what was taken further, the steps."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from itertools import cycle
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.deadlines import AssessmentKind
from lac_tracker.domain.people import Actor
from lac_tracker.domain.standing import Status
from lac_tracker.services import allocations, escalations, follow_ups
from lac_tracker.services.access import hidden_from
from lac_tracker.storage import assessments, delay_reasons, visits
from lac_tracker.storage.tables.assessments import AssessmentRow
from lac_tracker.storage.tables.due import ClockRow, DueRow, DueStretchRow

_YEARS_TOLD = 500  # days back for which somebody said why what was late was late
# Why something is late: of the council, of health, of child or carer; by the kind of assessment.
_REASONS = {
    "IHA": ("LA-02", "LA-01", "HL-01", "LA-03", "HL-05", "CH-01", "HL-04", "LA-05", "CH-07"),
    "RHA": ("HL-01", "LA-02", "CH-01", "CH-03", "HL-02", "LA-04", "CH-06", "HL-03", "OT-01"),
}
_OUT_OF_AREA = ("OA-01", "OA-02", "OA-01")
_CHANGED = {"LA-02": "LA-01", "HL-01": "CH-07", "OA-01": "LA-03"}  # what was said first, where it was another
_TOLD = (
    # whom, how, person, result, note, next step, in days, who, told the manager
    ("council", "phone", "S Patel, social worker", "will_act", "Form is with the council's manager to sign", "Chase consent", 2, "tom", False),
    ("carer", "phone", "J Moss, carer", "no_answer", "Left a message", "Ring again", 1, "tom", False),
    ("host_team", "email", "Duty nurse, host team", "will_act", "They will look for a date this week", "Chase the host team for a date", 3, "nadia", True),
    ("young_person", "text_message", "", "call_back", "At work until six", "Ring after six", 0, "nadia", False),
    ("gp", "phone", "Reception", "will_act", "Summary will be sent on Friday", "Check that the summary has come", -1, "nadia", False),
    ("carer", "in_person", "Carer", "record_wrong", "They moved in the summer", "Ask where the child lives now", 4, "sam", False),
    ("someone_else", "email", "Ms Lane, designated teacher", "will_act", "A room at school can be had", "Offer a visit at school", 5, "nadia", False),
    ("council", "email", "Duty desk", "no_answer", "", "Ring the team leader", -2, "sam", True),
)  # fmt: skip
_SAID_NO = (
    "Not at the clinic. I would rather walk and talk.",
    "I feel fine, and I have exams.",
    "Ask me after the holiday.",
)


def work(session: Session, team: Mapping[str, Actor], today: date, now: datetime, rng: Random) -> None:
    """Write all of it. Uses up `rng` the same way for the same caseload."""
    _allocate(session, team, today, now)
    _milestones(session, today, rng)
    _declined(session)
    _reasons(session, team, today, now, rng)
    late = _rows(session, today, (Status.OVERDUE, Status.AT_RISK, Status.DUE_SOON))
    for (child_id, kind), told in zip(late, _TOLD, strict=False):
        _log(session, team, child_id, kind, told, today, now)
    overdue = _rows(session, today, (Status.OVERDUE,))
    for place, (child_id, kind) in enumerate(overdue[:4]):
        _escalate(session, team["demo"], child_id, kind, place, today, now)


def _allocate(session: Session, team: Mapping[str, Actor], today: date, now: datetime) -> None:
    """Give most of what is nobody's to somebody: initial assessments to the doctor, reviews to the two nurses in turn.

    Every seventh row stays nobody's.
    """
    rows = session.execute(
        select(DueRow.child_id, DueRow.kind)
        .where(DueRow.met_on.is_(None), DueRow.assessor_id.is_(None), DueRow.closed_on.is_(None))
        .order_by(DueRow.id)
    ).all()
    to_sam = [(row.child_id, row.kind) for row in rows if row.kind == "IHA" and row.child_id % 7]
    reviews = [(row.child_id, row.kind) for row in rows if row.kind == "RHA" and row.child_id % 7]
    for user, given in (("sam", to_sam), ("nadia", reviews[::2]), ("priya", reviews[1::2])):
        if given:
            allocations.assign(
                session, given, by=team["demo"], now=now - timedelta(days=3), today=today,
                person_id=team[user].person_id,
            )  # fmt: skip


def _milestones(session: Session, today: date, rng: Random) -> None:
    """Enter the steps of the initial assessments of the last year that were done before, and when plans went out."""
    rows = session.execute(
        select(AssessmentRow.id, AssessmentRow.completed_on, ClockRow.kind, ClockRow.clock_start)
        .join(ClockRow, ClockRow.met_by_id == AssessmentRow.id)
        .where(
            AssessmentRow.state == "history", AssessmentRow.completed_on >= today - timedelta(days=_YEARS_TOLD),
            ClockRow.clock_start.is_not(None),
        )
        .order_by(AssessmentRow.id)
    ).all()  # fmt: skip
    for row in rows:
        done, sent = row.completed_on, row.completed_on + timedelta(days=rng.choice((3, 5, 8, 12, 17, 33)))
        fields: dict[str, date | None] = {"sent_to_gp_on": sent if sent <= today else None}
        if row.kind == "IHA":
            told = row.clock_start + timedelta(days=rng.choice((0, 1, 2, 4, 6, 11)))
            complete = told + timedelta(days=rng.choice((0, 1, 3, 6, 12)))
            if complete <= done:
                fields |= {
                    "notified_on": told, "request_complete_on": complete, "consent_received_on": complete,
                    "first_offered_on": min(complete + timedelta(days=rng.randrange(2, 8)), done), "first_seen_on": done,
                    "report_written_on": min(done + timedelta(days=rng.randrange(0, 6)), today),
                }  # fmt: skip
        assessments.change_entered(session, row.id, fields)


def _declined(session: Session) -> None:
    """Say of each assessment that was declined for now who said no, and in what words."""
    rows = session.execute(
        select(
            AssessmentRow.id, AssessmentRow.child_id, AssessmentRow.kind, AssessmentRow.declined_on, AssessmentRow.ask_again_on
        )
        .where(AssessmentRow.state == "declined")
        .order_by(AssessmentRow.id)
    ).all()  # fmt: skip
    for row, said in zip(rows, cycle(_SAID_NO)):
        fields = {
            "assessment_id": row.id, "kind": row.kind, "declined_on": row.declined_on, "declined_by": "young_person",
            "what_was_said": said, "could_decide": "yes", "ask_again_on": row.ask_again_on, "offers": "Walk and talk",
            "recorded_by": "Nadia Rahman",
        }  # fmt: skip
        visits.add_declined(session, row.child_id, fields)


def _reasons(session: Session, team: Mapping[str, Actor], today: date, now: datetime, rng: Random) -> None:
    """Say of most of what was or is late why; of some first one thing and then another."""
    late = session.execute(
        select(ClockRow.child_id, ClockRow.kind, ClockRow.clock_start, ClockRow.due_on, ClockRow.met_on, ClockRow.is_out_of_area)
        .where(
            ClockRow.due_on.between(today - timedelta(days=_YEARS_TOLD), today - timedelta(days=1)),
            ClockRow.excluded.is_(None), ClockRow.history_missing.is_(False), ClockRow.closed_on.is_(None),
            ClockRow.met_on.is_(None) | (ClockRow.met_on > ClockRow.due_on),
        )
        .order_by(ClockRow.due_on, ClockRow.id)
    ).all()  # fmt: skip
    for place, row in enumerate(late):
        if place % 6 == 5:  # of some nobody has said anything
            continue
        codes = _OUT_OF_AREA if row.is_out_of_area else _REASONS[row.kind]
        code = codes[place % len(codes)]
        said = [code]
        if code in _CHANGED and rng.random() < 0.4:
            said.insert(0, _CHANGED[code])
        by = team["nadia" if row.kind == "RHA" else "demo"]
        for number, one in enumerate(said):
            on = min(row.due_on + timedelta(days=1 + 2 * number), today)
            note = "Court hearing on the only day there was" if one == "OT-01" else ""
            at = min(datetime.combine(on, time(10, 15), now.tzinfo), now)
            delay_reasons.add(
                session, row.child_id, row.kind, row.clock_start, one, note, at=at, by_id=by.person_id
            )


def _log(
    session: Session, team: Mapping[str, Actor], child_id: int, kind: str,
    told: tuple[str, str, str, str, str, str, int, str, bool], today: date, now: datetime,
) -> None:  # fmt: skip
    whom, means, person, result, note, step, days, who, tells = told
    back = max(2, 2 - days)  # when it was said: what was promised may have passed since
    then = now - timedelta(days=back)
    by = team["tom" if means == "phone" else "nadia"]
    if child_id in hidden_from(session, by=by, now=then):  # a restricted record: the manager rings herself
        by = team["demo"]
    follow_ups.log(
        session, child_id, by=by, now=then, today=today - timedelta(days=back),
        kind=kind, contacted=whom, means=means, result=result, person=person, note=note, next_step=step,
        next_step_on=today + timedelta(days=days), next_step_by_id=team[who].person_id, tells_manager=tells,
    )  # fmt: skip


def _escalate(
    session: Session, by: Actor, child_id: int, kind: str, place: int, today: date, now: datetime
) -> None:
    """Take something late further by the team's rule, some days ago; every second one was answered."""
    on = today - timedelta(days=3 + place)
    then = now - timedelta(days=3 + place)
    offered = escalations.next_step_of_rule(session, child_id, by=by, now=then, today=on, kind=kind)
    made = escalations.escalate(
        session, child_id, by=by, now=then, today=on, kind=kind, escalated_to=offered.to or "Service manager, council",
        why="Overdue, and nothing has moved for a week", answer_by=offered.answer_by or today + timedelta(days=2),
        step=offered.step,
    )  # fmt: skip
    if place % 2 and made.made_id is not None:
        escalations.answer(
            session, made.made_id, by=by, now=now, today=today, answered_on=today - timedelta(days=1),
            said="They have asked for it to be done this week",
        )  # fmt: skip


def _rows(session: Session, today: date, statuses: tuple[Status, ...]) -> list[tuple[int, AssessmentKind]]:
    """Return (child, kind) of what stands in one of these ways today, the most urgent first."""
    found = session.execute(
        select(DueRow.child_id, DueRow.kind)
        .join(DueStretchRow, DueStretchRow.due_id == DueRow.id)
        .where(
            DueStretchRow.first_day <= today,
            DueStretchRow.last_day >= today,
            DueStretchRow.status.in_(status.value for status in statuses),
        )
        .order_by(DueRow.due_on, DueRow.id)
    ).all()
    return [(row.child_id, AssessmentKind(row.kind)) for row in found]
