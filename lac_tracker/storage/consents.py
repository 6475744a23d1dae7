"""Consent: who answered and who was asked, competence for one decision, and what a young person keeps from whom."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.competence import Competence
from lac_tracker.domain.consent import Consent, ConsentRequest, Giver, Means, PrivateTopic, Purpose, Response
from lac_tracker.domain.errors import NotFound
from lac_tracker.domain.people import Actor
from lac_tracker.storage.care import among, chunks
from lac_tracker.storage.children import mark_for_due
from lac_tracker.storage.tables.assessments import CompetenceRow, ConsentPurposeRow, ConsentRow
from lac_tracker.storage.tables.consents import ConsentRequestRow, PrivateTopicRow
from lac_tracker.storage.tables.people import PersonRow

_CONSENT_FIELDS = tuple(name for name in Consent.__dataclass_fields__ if name not in ("agreed", "declined"))


def add_consent(session: Session, child_id: int, consent: Consent) -> int:
    """Record an answer to a request for consent."""
    values = {name: getattr(consent, name) for name in _CONSENT_FIELDS if name != "id"}
    row = ConsentRow(child_id=child_id, **values)
    session.add(row)
    session.flush()
    for is_agreed, purposes in ((True, consent.agreed), (False, consent.declined)):
        for purpose in sorted(purposes):
            session.add(ConsentPurposeRow(consent_id=row.id, purpose=purpose.value, is_agreed=is_agreed))
    session.flush()
    mark_for_due(session, child_id)
    return row.id


def of_children(session: Session, child_ids: Iterable[int]) -> dict[int, tuple[Consent, ...]]:
    """Return every answer of each child's record, oldest first."""
    found: dict[int, list[Consent]] = defaultdict(list)
    answered, asked_for = _answers_and_purposes()
    for part in chunks(child_ids):
        rows = session.scalars(answered, {"ids": part}).all()
        purposes: dict[int, list[ConsentPurposeRow]] = defaultdict(list)
        for purpose in session.scalars(asked_for, {"ids": part}) if rows else ():
            purposes[purpose.consent_id].append(purpose)
        for row in rows:
            found[row.child_id].append(_consent(row, purposes[row.id]))
    return {child_id: tuple(found[child_id]) for child_id in child_ids}


@cache
def _answers_and_purposes() -> tuple[Any, Any]:
    answer, purpose = ConsentRow, ConsentPurposeRow
    of_children = among(answer.child_id)
    return (
        select(answer).where(of_children).order_by(answer.given_on, answer.id),
        select(purpose).join(answer, answer.id == purpose.consent_id).where(of_children),
    )


def _consent(row: ConsentRow, purposes: list[ConsentPurposeRow]) -> Consent:
    values = {name: getattr(row, name) for name in _CONSENT_FIELDS}
    values |= {"response": Response(row.response), "giver": Giver(row.giver), "means": Means(row.means)}
    return Consent(
        **values,
        agreed=frozenset(Purpose(one.purpose) for one in purposes if one.is_agreed),
        declined=frozenset(Purpose(one.purpose) for one in purposes if not one.is_agreed),
    )


def child_of_consent(session: Session, consent_id: int) -> int:
    """Return whose record a consent stands in. Raises NotFound."""
    return _child(session.scalar(select(ConsentRow.child_id).where(ConsentRow.id == consent_id)))


def child_of_competence(session: Session, competence_id: int) -> int:
    """Return whose record a competence record stands in. Raises NotFound."""
    return _child(session.scalar(select(CompetenceRow.child_id).where(CompetenceRow.id == competence_id)))


def child_of_topic(session: Session, topic_id: int) -> int:
    """Return whose topic it is. Raises NotFound."""
    return _child(session.scalar(select(PrivateTopicRow.child_id).where(PrivateTopicRow.id == topic_id)))


def replace_consent(session: Session, consent: Consent) -> None:
    """Write down that a consent was withdrawn or is not valid. What was answered stays as it was."""
    row = session.get_one(ConsentRow, consent.id)
    row.withdrawn_on, row.withdrawn_reason = consent.withdrawn_on, consent.withdrawn_reason
    row.invalidated_on, row.invalidated_notes = consent.invalidated_on, consent.invalidated_notes
    session.flush()
    mark_for_due(session, row.child_id)


def requests(session: Session, child_id: int) -> tuple[ConsentRequest, ...]:
    """Return every request for consent, oldest first."""
    of_child = select(ConsentRequestRow).where(ConsentRequestRow.child_id == child_id)
    rows = session.scalars(of_child.order_by(ConsentRequestRow.asked_on, ConsentRequestRow.id))
    return tuple(
        ConsentRequest(
            row.id, Purpose(row.purpose), row.asked_of, row.asked_on, Means(row.means), row.chased_on,
            answered=row.answered_by_id is not None,
        )
        for row in rows
    )  # fmt: skip


def add_request(
    session: Session, child_id: int, purpose: Purpose, asked_of: str, asked_on: date, means: Means, by: Actor
) -> None:
    """Record that someone was asked for consent for one purpose."""
    session.add(
        ConsentRequestRow(
            child_id=child_id, purpose=purpose.value, asked_of=asked_of, asked_on=asked_on, means=means.value,
            recorded_by=by.full_name,
        )
    )  # fmt: skip
    session.flush()


def answer_requests(session: Session, child_id: int, consent_id: int, purposes: frozenset[Purpose]) -> None:
    """Close the open requests for these purposes: this consent is their answer."""
    of_child = select(ConsentRequestRow).where(
        ConsentRequestRow.child_id == child_id, ConsentRequestRow.answered_by_id.is_(None)
    )
    for row in session.scalars(of_child):
        if Purpose(row.purpose) in purposes:
            row.answered_by_id = consent_id
    session.flush()


def competences(session: Session, child_id: int) -> tuple[Competence, ...]:
    """Return every competence record of a child, newest first."""
    rows = session.execute(
        select(CompetenceRow, PersonRow.full_name)
        .join(PersonRow, PersonRow.id == CompetenceRow.assessed_by_id)
        .where(CompetenceRow.child_id == child_id)
        .order_by(CompetenceRow.assessed_on.desc(), CompetenceRow.id.desc())
    )
    return tuple(
        Competence(
            row.id, row.kind, row.can_decide, row.decision or "", row.why or "",
            json.loads(row.findings) if row.findings else {}, row.place or "", row.assessed_on, full_name,
            row.assessment_id, row.invalidated_on, row.invalidated_notes,
        )
        for row, full_name in rows
    )  # fmt: skip


def add_competence(
    session: Session,
    child_id: int,
    *,
    can_decide: str,
    assessed_on: date,
    assessment_id: int | None,
    by: Actor,
    kind: str = "gate",
    decision: str = "",
    why: str = "",
    findings: Mapping[str, bool] | None = None,
    place: str = "",
) -> int:
    """Record whether the young person can decide this: a fact of its own, apart from consent (CO-1).

    kind: 'gate' for the one press before a form, 'gillick' or 'capacity' for a record with its findings.
    """
    row = CompetenceRow(
        child_id=child_id, assessment_id=assessment_id, kind=kind, can_decide=can_decide, decision=decision or None,
        why=why or None, findings=json.dumps(findings) if findings else None, place=place or None, assessed_on=assessed_on,
        assessed_by_id=by.person_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def invalidate_competence(session: Session, competence_id: int, on: date, notes: str) -> None:
    """Mark a competence record as not valid; it is never deleted."""
    row = session.get_one(CompetenceRow, competence_id)
    row.invalidated_on, row.invalidated_notes = on, notes
    session.flush()


def topics(session: Session, child_id: int, today: date | None = None) -> tuple[PrivateTopic, ...]:
    """Return what the young person keeps from whom, oldest first. today: only what still holds that day."""
    return topics_of(session, [child_id], today)[child_id]


def topics_of(
    session: Session, child_ids: Collection[int], today: date | None = None
) -> dict[int, tuple[PrivateTopic, ...]]:
    """Return what young people keep from whom, as `topics`, in as many queries as for one."""
    found: dict[int, list[PrivateTopic]] = {child_id: [] for child_id in child_ids}
    one = PrivateTopicRow
    for part in chunks(child_ids):
        wanted = select(one).where(one.child_id.in_(part)).order_by(one.said_on, one.id)
        for row in session.scalars(wanted):
            if today is None or (row.said_on <= today and (row.ended_on is None or row.ended_on > today)):
                found[row.child_id].append(
                    PrivateTopic(
                        row.id,
                        row.topic,
                        row.words,
                        row.kept_from,
                        row.said_on,
                        row.recorded_by,
                        row.ended_on,
                    )
                )
    return {child_id: tuple(held) for child_id, held in found.items()}


def add_topic(
    session: Session,
    child_id: int,
    topic: str,
    words: str,
    kept_from: str,
    said_on: date,
    assessment_id: int | None,
    by: Actor,
) -> int:
    """Record a topic kept from one reader."""
    row = PrivateTopicRow(
        child_id=child_id, assessment_id=assessment_id, topic=topic, words=words, kept_from=kept_from,
        said_on=said_on, recorded_by=by.full_name,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def end_topic(session: Session, topic_id: int, on: date, because: str) -> None:
    """Record that the young person no longer minds."""
    row = session.get_one(PrivateTopicRow, topic_id)
    row.ended_on, row.ended_because = on, because
    session.flush()


def _child(child_id: int | None) -> int:
    if child_id is None:
        raise NotFound("That is not in this caseload")
    return child_id
