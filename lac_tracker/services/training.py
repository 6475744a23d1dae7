"""Training of the team: who was trained in what, until when it holds; recorded, corrected, taken out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain import training as rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.children import Child, is_unaccompanied
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor, Role
from lac_tracker.domain.training import SUBJECTS, UNACCOMPANIED, WITH_LEVEL, Expiry, Training
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.services.entry_words import reason
from lac_tracker.storage import assessments, people
from lac_tracker.storage import training as stored

NONE_RECORDED = Expiry("missing", "None recorded")
_SEES_CHILDREN = frozenset({Role.ASSESSOR, Role.DOCTOR})
_LATEST = date(2100, 1, 1)


@dataclass(frozen=True)
class TrainingLine:
    """One line of the team's training. training: None where somebody has none of it; subject '' where none at all."""

    person_id: int
    full_name: str
    role: str
    subject: str
    words: str
    expiry: Expiry
    training: Training | None = None


@dataclass(frozen=True)
class TypedTraining:
    """Training as typed. completed_on, expires_on: None where nothing was; an empty expiry does not run out."""

    person_id: int
    subject: str
    level: int | None
    completed_on: date | None
    expires_on: date | None
    evidence: str = ""


@needs(Action.SEE_FIGURES)
def listed(session: Session, *, by: Actor, now: datetime, today: date) -> tuple[TrainingLine, ...]:
    """Return the training of everyone in the team, by name.

    Who has none at all is there as 'None recorded', and who sees children without training for unaccompanied ones too.
    """
    held = stored.of_team(session, by.team_id)
    lines: list[TrainingLine] = []
    for one in people.everyone(session, by.team_id):
        role = one.role.value.replace("_", " ")
        of_person = held.get(one.person_id, ())
        if not of_person:
            lines.append(TrainingLine(one.person_id, one.full_name, role, "", "", NONE_RECORDED))
            continue
        if one.role in _SEES_CHILDREN and not any(it.subject == UNACCOMPANIED for it in of_person):
            missing = SUBJECTS[UNACCOMPANIED]
            lines.append(
                TrainingLine(one.person_id, one.full_name, role, UNACCOMPANIED, missing, NONE_RECORDED)
            )
        lines += [
            TrainingLine(one.person_id, one.full_name, role, it.subject, it.words, rules.expiry(it, today), it)
            for it in of_person
        ]  # fmt: skip
    return tuple(lines)


@needs(Action.SEE_FIGURES)
def members(session: Session, *, by: Actor, now: datetime) -> tuple[tuple[int, str], ...]:
    """Return (id, name) of everyone in the team, for a list to choose from."""
    return tuple((one.person_id, one.full_name) for one in people.everyone(session, by.team_id))


def missing_for_unaccompanied(session: Session, person_id: int, on: date) -> str:
    """Return 'No UASC training recorded for Sam Iqbal', or since when it has run out; '' where it holds."""
    name = assessments.assessor_name(session, person_id) or "this person"
    return rules.missing_words(name, UNACCOMPANIED, stored.of_person(session, person_id), on)


def for_unaccompanied(session: Session, child: Child, by: Actor, on: date) -> str:
    """Return what an assessor is told before seeing an unaccompanied child, '' where there is nothing to say.

    'No UASC training recorded for Sam Iqbal. Ask Nadia Rahman, who is trained, for a joint visit, or go on.'
    """
    if not is_unaccompanied(child.is_unaccompanied, child.unaccompanied_until, on):
        return ""
    missing = missing_for_unaccompanied(session, by.person_id, on)
    if not missing:
        return ""
    trained = [
        one.full_name for one in people.everyone(session, by.team_id)
        if one.person_id != by.person_id and stored.is_trained(session, one.person_id, UNACCOMPANIED, on)
    ]  # fmt: skip
    if not trained:
        return f"{missing}. Ask for a joint visit with someone who is trained, or go on"
    who = f"{', '.join(trained[:-1])} or {trained[-1]}" if len(trained) > 1 else trained[0]
    return f"{missing}. Ask {who}, who is trained, for a joint visit, or go on"


@needs(Action.RECORD_TRAINING)
def record(session: Session, typed: TypedTraining, *, by: Actor, now: datetime, today: date) -> Changes:
    """Record training. Raises UserError naming the field that is wrong, or saying that it stands there already."""
    fields = _fields(session, typed, by, today)
    same = [
        one for one in stored.of_person(session, typed.person_id)
        if (one.subject, one.level, one.completed_on) == (fields["subject"], fields["level"], fields["completed_on"])
    ]  # fmt: skip
    if same:
        raise UserError("This training is recorded already, with the same day. Correct that line instead")
    made = stored.save(session, None, fields | {"recorded_by": by.full_name})
    return Changes(people=True, made_id=made)


@needs(Action.RECORD_TRAINING)
def change(
    session: Session, training_id: int, typed: TypedTraining, *, by: Actor, now: datetime, today: date, seen_version: int
) -> Changes:  # fmt: skip
    """Correct training; what it said before stays in the record of changes. Raises UserError, RecordChanged."""
    stored.load(session, training_id, by.team_id)
    fields = _fields(session, typed, by, today)
    stored.save(session, training_id, fields, seen_version=seen_version)
    return Changes(people=True)


@needs(Action.RECORD_TRAINING)
def in_error(
    session: Session, training_id: int, *, by: Actor, now: datetime, because: str, seen_version: int
) -> Changes:
    """Take training out as entered in error. It is kept with the reason. Raises UserError without one."""
    stored.load(session, training_id, by.team_id)
    stored.in_error(session, training_id, reason(because, by), seen_version=seen_version)
    return Changes(people=True)


def _fields(session: Session, typed: TypedTraining, by: Actor, today: date) -> dict[str, Any]:
    if typed.person_id not in {one.person_id for one in people.everyone(session, by.team_id)}:
        raise UserError("Who is missing: choose someone of the team")
    if typed.subject not in SUBJECTS:
        raise UserError("Training is missing: choose which it was")
    with_level = typed.subject in WITH_LEVEL
    if with_level and typed.level not in rules.LEVELS:
        raise UserError("Level is missing: choose 1 to 5, as the certificate says")
    if typed.completed_on is None:
        raise UserError("Completed on is missing: enter the day")
    if typed.completed_on > today:
        raise UserError("Completed on must be today or in the past")
    if typed.expires_on is not None and typed.expires_on <= typed.completed_on:
        raise UserError("Holds until must be after the day it was completed")
    if typed.expires_on is not None and typed.expires_on > _LATEST:
        raise UserError("Holds until is too far away. Leave it empty where it does not run out")
    return {
        "person_id": typed.person_id,
        "subject": typed.subject,
        "level": typed.level if with_level else None,
        "completed_on": typed.completed_on,
        "expires_on": typed.expires_on,
        "evidence": clean_line(typed.evidence, label="Evidence"),
    }
