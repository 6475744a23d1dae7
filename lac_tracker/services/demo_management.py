"""What the manager of the demonstration sees: the team's work on its list, clinics, quality, training, rare flags."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.dates import add_months, age_in_years
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.domain.training import LOOKED_AFTER_LEVEL, SAFEGUARDING_LEVEL, UNACCOMPANIED
from lac_tracker.services import demo_clinics, demo_follow_ups, demo_plans, demo_quality
from lac_tracker.storage import children, flags, indicator_targets, people, training
from lac_tracker.storage.tables.assessments import AssessmentRow
from lac_tracker.storage.tables.care import ProtectionStatusRow
from lac_tracker.storage.tables.children import ChildRow

# User name, name, role and registration of who works in the team; the first one makes the caseload.
PEOPLE = (
    ("demo", "Grace Mensah", Role.MANAGER, Registration.NMC),
    ("sam", "Sam Iqbal", Role.DOCTOR, Registration.GMC),
    ("nadia", "Nadia Rahman", Role.ASSESSOR, Registration.NMC),
    ("priya", "Priya Nair", Role.ASSESSOR, Registration.NMC),
    ("tom", "Tom Leigh", Role.ADMINISTRATOR, Registration.NONE),
    ("quinn", "Quinn Adeyemi", Role.QUALITY_REVIEWER, Registration.NMC),
    ("ada", "Ada Clarke", Role.AUDITOR, Registration.NONE),
    ("ivo", "Ivo Brandt", Role.IT, Registration.NONE),
)
_TARGETS = {"iha_28_days": 95.0, "was_not_brought": 8.0}
# Who, in what, level, completed so many months ago, holds for so many months (0: it does not run out), evidence.
_TRAINING = (
    ("nadia", UNACCOMPANIED, None, 10, 24, "Two-day course; certificate seen by Grace Mensah"),
    ("sam", UNACCOMPANIED, None, 40, 36, "Regional course of the clinical network"),  # expired
    ("demo", UNACCOMPANIED, None, 35, 36, "Regional course of the clinical network"),  # runs out soon
    ("demo", LOOKED_AFTER_LEVEL, 4, 20, 36, "Named nurse programme"),
    ("nadia", LOOKED_AFTER_LEVEL, 3, 8, 36, ""),
    ("sam", LOOKED_AFTER_LEVEL, 4, 30, 36, ""),
    ("priya", LOOKED_AFTER_LEVEL, 3, 14, 36, ""),
    ("quinn", LOOKED_AFTER_LEVEL, 5, 9, 36, "Designated nurse programme"),
    ("demo", SAFEGUARDING_LEVEL, 4, 6, 12, "Trust e-learning and supervision log"),
    ("nadia", SAFEGUARDING_LEVEL, 3, 11, 12, "Trust e-learning"),
    ("sam", SAFEGUARDING_LEVEL, 3, 2, 12, "Trust e-learning"),
    ("priya", SAFEGUARDING_LEVEL, 3, 5, 12, "Trust e-learning"),
    ("quinn", SAFEGUARDING_LEVEL, 4, 7, 12, "Trust e-learning and supervision log"),
)  # of the administrator nothing is recorded


def work(session: Session, by: Actor, today: date, now: datetime, seed: int) -> None:
    """Write all of it, after the children are there. The same for the same caseload and seed."""
    team = {actor.user_name: actor for actor in people.everyone(session, by.team_id)}
    _train(session, team, today)
    _rare_flags(session, by, today)
    for name, target in _TARGETS.items():
        indicator_targets.keep(session, by.team_id, name, target)
    demo_follow_ups.work(session, team, today, now, Random(seed + 11))
    demo_clinics.fill(session, team, today, now, Random(seed + 12))
    demo_quality.review(session, team, today, now, Random(seed + 13))
    demo_quality.improve(session, team, today, now)
    demo_plans.close(session, team["nadia"], today, now, Random(seed + 14))


def _train(session: Session, team: Mapping[str, Actor], today: date) -> None:
    for user, subject, level, ago, holds_for, evidence in _TRAINING:
        done = add_months(today, -ago)
        fields = {
            "person_id": team[user].person_id, "subject": subject, "level": level, "completed_on": done,
            "expires_on": add_months(done, holds_for) if holds_for else None, "evidence": evidence,
            "recorded_by": "Tom Leigh",
        }  # fmt: skip
        training.save(session, None, fields)


def _rare_flags(session: Session, by: Actor, today: date) -> None:
    """Set what few children have: a restricted record, an enquiry, a plan, a disputed age, a child of their own."""
    signed = set(session.scalars(select(AssessmentRow.child_id).where(AssessmentRow.state == "signed")))
    held = session.scalars(select(ChildRow).order_by(ChildRow.id)).all()
    named = [one for one in held if one.family_name and one.id not in signed]
    for one in named[3:40:37]:  # no paper of theirs is among the sample plans
        _flag(session, by, one.id, "restricted", "Sibling of a member of staff: manager only", today, 60)
    for place, (kind, days) in enumerate((("section_47_enquiry", 9), ("child_in_need_plan", 70))):
        for one in named[5 + place : 70 : 60]:
            session.add(
                ProtectionStatusRow(
                    child_id=one.id, kind=kind, began=max(one.born, today - timedelta(days=days)),
                    next_review_on=today + timedelta(days=12), recorded_by=by.full_name,
                )
            )  # fmt: skip
    session.flush()
    unaccompanied = [one for one in held if one.is_unaccompanied]
    if unaccompanied and not any(one.age_disputed for one in unaccompanied):
        one = unaccompanied[-1]
        children.change(session, one.id, {"age_disputed": True, "born_as_stated": f"about {one.born.year}"})
    mothers = [one for one in held if one.sex == "female" and age_in_years(one.born, today) >= 16]
    for one in mothers[:1]:
        _flag(session, by, one.id, "young_parent", "A son, seven months, lives with her", today, 30)


def _flag(session: Session, by: Actor, child_id: int, kind: str, detail: str, today: date, days: int) -> None:
    on = today - timedelta(days=days)
    fields = {"detail": detail, "set_on": on, "set_by": by.full_name, "review_on": today + timedelta(days=60)}
    flags.add(session, child_id, kind, fields)
