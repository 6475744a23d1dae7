"""The disposal of a record by two people: one proposes, another decides, and only then is it carried out.

Nothing is destroyed by itself, from the command line, or against a hold. What can't be undone asks for the record number
again. After it, the same child on a council's list is a new record: nothing here remembers the old one.
"""

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain import disposal as rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.disposal import Destroyed, Disposal, DisposalCertificate
from lac_tracker.domain.errors import NotFound, RecordChanged, UserError
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor
from lac_tracker.domain.retention import DEFAULT
from lac_tracker.services import retention
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import disposal as stored
from lac_tracker.storage import people
from lac_tracker.storage import retention as stored_retention

WAITING, SETTLED = ("proposed", "approved"), ("done", "refused", "withdrawn")
_DAYS = ("kept_until", "proposed_on", "decided_on", "made_on", "backups_until")


def _whose(session: Session, disposal_id: int) -> int:
    return stored.child_of(session, disposal_id)


@needs(Action.SEE_RETENTION)
def waiting(session: Session, *, by: Actor, now: datetime) -> tuple[Disposal, ...]:
    """Return the disposals that wait for a second person, or to be carried out; the newest first."""
    return tuple(_in_words(one) for one in stored.of_team(session, by.team_id, WAITING))


@needs(Action.SEE_RETENTION)
def settled(session: Session, *, by: Actor, now: datetime) -> tuple[Disposal, ...]:
    """Return the disposals that were carried out, refused or withdrawn; the newest first."""
    return tuple(_in_words(one) for one in stored.of_team(session, by.team_id, SETTLED))


@needs(Action.SEE_RETENTION)
def certificate(session: Session, disposal_id: int, *, by: Actor, now: datetime) -> DisposalCertificate:
    """Return what stands on the certificate of a disposal. Raises NotFound where it was not carried out."""
    held = stored.certificate(session, by.team_id, disposal_id)
    days = {name: date.fromisoformat(held[name]) for name in _DAYS}
    return DisposalCertificate(
        **(held | days | {"destroyed": tuple((words, count) for words, count in held["destroyed"])})
    )


@needs(Action.PROPOSE_DISPOSAL, child=the_child, of_restricted=True)
def propose(
    session: Session, child_id: int, *, by: Actor, now: datetime, today: date, because: str, authority: str
) -> Changes:
    """Propose to dispose of a record. authority: by which rule or decision, such as the trust's schedule.

    Raises UserError while its day has not passed, where it is on hold or still worked on, and where a text says who the
    child is: both stay when the record has gone.
    """
    _refuse_what_is_in_the_way(session, child_id, by, now, today)
    if stored.open_of(session, child_id) is not None:
        raise UserError("A disposal of this record is waiting already")
    whose, _council = stored.identity(session, child_id)
    said = rules.said_without_name(because, "Reason", whose)
    named = rules.said_without_name(authority, "Authority", whose)
    row = retention.row_of(session, child_id, by=by, now=now, today=today)
    assert row.kept_until is not None
    facts = stored_retention.facts_of(session, child_id)
    key = facts.chosen.key if facts.chosen else DEFAULT
    made = stored.propose(
        session, by.team_id, child_id, retention_class=key, kept_until=row.kept_until, authority=named, because=said,
        by_id=by.person_id, now=now,
    )  # fmt: skip
    return Changes(child_id=child_id, made_id=made)


@needs(Action.PROPOSE_DISPOSAL)
def withdraw(
    session: Session, disposal_id: int, *, by: Actor, now: datetime, because: str, seen_version: int
) -> Changes:
    """Take a disposal back before it is carried out, with the reason."""
    one = stored.load(session, by.team_id, disposal_id)
    rules.check_state(one, *WAITING)
    said = _said(session, one, because)
    stored.settle(
        session,
        disposal_id,
        "withdrawn",
        because=said,
        by_id=by.person_id,
        now=now,
        seen_version=seen_version,
    )
    return Changes(child_id=one.child_id)


@needs(Action.DECIDE_DISPOSAL, child=_whose, of_restricted=True)
def decide(
    session: Session, disposal_id: int, *, by: Actor, now: datetime, today: date, approve: bool, because: str,
    seen_version: int,
) -> Changes:  # fmt: skip
    """Approve or refuse a disposal that another person proposed.

    Raises UserError for whoever proposed it, and on approving where something has come in the way since.
    """
    one = stored.load(session, by.team_id, disposal_id)
    rules.check_state(one, "proposed")
    rules.check_second_person(one, by.person_id)
    if approve:
        _refuse_what_is_in_the_way(session, one.child_id, by, now, today)
    said = _said(session, one, because)
    stored.settle(
        session, disposal_id, "approved" if approve else "refused", because=said, by_id=by.person_id, now=now,
        seen_version=seen_version,
    )  # fmt: skip
    return Changes(child_id=one.child_id)


@needs(Action.DISPOSE, child=_whose, of_restricted=True)
def carry_out(
    session: Session, disposal_id: int, *, by: Actor, now: datetime, today: date, record_number: str,
    seen_version: int,
) -> Changes:  # fmt: skip
    """Destroy an approved record, and make its certificate. It can't be undone. report: the DisposalCertificate.

    record_number: typed again by the person. Raises UserError where something has come in the way since it was approved.
    """
    one = stored.load(session, by.team_id, disposal_id)
    rules.check_state(one, "approved")
    if clean_line(record_number, label="Record number").upper() != one.record_number:
        raise UserError(f"Record number is not that of this disposal, {one.record_number}. Type it again")
    if one.version != seen_version:
        raise RecordChanged("Somebody else changed this disposal meanwhile. Look at it again")
    _refuse_what_is_in_the_way(session, one.child_id, by, now, today)
    until = rules.backups_until(today)
    destroyed = stored.carry_out(session, disposal_id, now, seen_version, until)
    made = _certificate(session, replace(one, backups_until=until), destroyed, by, today)
    stored.keep_certificate(session, disposal_id, _as_kept(made))
    return Changes(
        children=True, assessments=True, plans=True, documents=True, made_id=disposal_id, report=made
    )


def _certificate(
    session: Session, one: Disposal, destroyed: Destroyed, by: Actor, today: date
) -> DisposalCertificate:
    kept_class = stored_retention.rules().named(one.kept_class)
    assert one.decided_at is not None
    assert one.backups_until is not None
    return DisposalCertificate(
        record_number=one.record_number,
        team=people.team(session, by.team_id).name,
        class_words=kept_class.words,
        rule=kept_class.rule,
        kept_until=one.kept_until,
        authority=one.authority,
        proposed_by=one.proposed_by,
        proposed_on=one.proposed_at.astimezone().date(),
        proposed_because=one.proposed_because,
        decided_by=one.decided_by,
        decided_on=one.decided_at.astimezone().date(),
        decided_because=one.decided_because,
        carried_out_by=by.full_name,
        made_on=today,
        destroyed=destroyed.in_words(),
        entries=destroyed.entries,
        backups_until=one.backups_until,
        method=rules.METHOD,
        reference=one.record_number.removeprefix("D").replace("-", ""),
    )


def _as_kept(made: DisposalCertificate) -> dict[str, Any]:
    return asdict(made) | {name: getattr(made, name).isoformat() for name in _DAYS}


def _refuse_what_is_in_the_way(
    session: Session, child_id: int, by: Actor, now: datetime, today: date
) -> None:
    rules.refuse(retention.row_of(session, child_id, by=by, now=now, today=today).obstacles)


def _said(session: Session, one: Disposal, because: str) -> str:
    """Return a reason that stays for ever; the record it is about may have gone with an import that was undone."""
    try:
        whose, _council = stored.identity(session, one.child_id)
    except NotFound:
        whose = rules.Identity(one.child_id, "")
    return rules.said_without_name(because, "Reason", whose)


def _in_words(one: Disposal) -> Disposal:
    return replace(one, kept_class=stored_retention.rules().named(one.kept_class).words)
