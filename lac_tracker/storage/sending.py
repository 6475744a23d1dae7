"""Documents that left the team, and the facts by which a copy may go: rows and domain. Queries are for a whole team."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from lac_tracker.domain.contacts import USUALLY_GETS
from lac_tracker.domain.errors import NotFound
from lac_tracker.domain.sending import Made, Sending
from lac_tracker.storage import practices
from lac_tracker.storage.care import chunks
from lac_tracker.storage.children import mark_for_due
from lac_tracker.storage.tables.assessments import AnswerRow, AssessmentRow
from lac_tracker.storage.tables.care import ContactRow, PeriodOfCareRow, PlacementRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.papers import DocumentRow, SendingRow
from lac_tracker.storage.tables.people import PersonRow

WITHHOLDING = ("own_consent", "no_share", "no_share_with")  # answers about what may be shared


@dataclass(frozen=True)
class Signed:
    """The newest signed assessment of a child, in the edition in force, and whose it is."""

    assessment_id: int
    child_id: int
    kind: str
    edition: int
    completed_on: date
    signed_at: datetime
    sent_to_gp_on: date | None
    sent_to_social_worker_on: date | None
    editions: tuple[int, ...]  # ids of this edition and of those it goes back to
    family_name: str | None
    given_name: str | None
    preferred_name: str | None
    council_id: str
    born: date
    nhs_number: str | None


@dataclass(frozen=True)
class ContactFacts:
    """A contact in force who may get a copy."""

    child_id: int
    kind: str
    full_name: str | None
    organisation: str | None
    ods_code: str | None
    email: str | None
    address: str | None
    last_confirmed_on: date | None
    gets_plan: str | None
    closed_on: date | None


@dataclass(frozen=True)
class DocumentFacts:
    """A document that was made: whose, what, for whom, from which assessment."""

    id: int
    child_id: int
    document: str
    assessment_id: int | None
    version_number: int
    made_for: str | None
    made_at: datetime
    team_id: int


def signed_in_force(session: Session, team_id: int, child_id: int | None = None) -> tuple[Signed, ...]:
    """Return the newest signed assessment of each child of a team, or of one child."""
    row = AssessmentRow
    columns = (
        row.id, row.child_id, row.kind, row.edition, row.completed_on, row.signed_at, row.sent_to_gp_on,
        row.sent_to_social_worker_on,
    )  # fmt: skip
    whose = (
        ChildRow.family_name, ChildRow.given_name, ChildRow.preferred_name, ChildRow.council_child_id, ChildRow.born,
        ChildRow.nhs_number,
    )  # fmt: skip
    in_force: Any = select(*columns, *whose).join(ChildRow, row.id == _newest_signed())
    changed: Any = select(row.id, row.amends_id).join(ChildRow, ChildRow.id == row.child_id)
    changed = changed.where(row.amends_id.is_not(None), row.state == "signed")
    amends = {row[0]: row[1] for row in session.execute(_of_team(changed, team_id, child_id))}
    # Rows without objects: there may be a hundred thousand.
    rows: Any = session.connection().execute(_of_team(in_force, team_id, child_id))
    return tuple(
        Signed(*(*found[: len(columns)], _editions(found.id, amends), *found[len(columns) :]))
        for found in rows
    )


def _newest_signed() -> Any:
    """Return the query for a child's newest signed assessment, by the index of its days: no other is read."""
    row, later = aliased(AssessmentRow), aliased(AssessmentRow)
    replaced = select(later.id).where(later.amends_id == row.id, later.state == "signed")
    newest = select(row.id).where(row.child_id == ChildRow.id, row.state == "signed", ~replaced.exists())
    return newest.order_by(row.completed_on.desc(), row.id.desc()).limit(1).scalar_subquery()


def contacts(session: Session, team_id: int, child_id: int | None = None) -> dict[int, list[ContactFacts]]:
    """Return the contacts in force who get a copy, or who may, by child; of a kind, in the order they were entered."""
    columns = {name: getattr(ContactRow, name) for name in ContactFacts.__dataclass_fields__}
    columns["closed_on"] = practices.closed_on()
    wanted: Any = select(*columns.values()).join(ChildRow, ChildRow.id == ContactRow.child_id)
    usual = ContactRow.gets_plan.is_(None) & ContactRow.kind.in_(tuple(USUALLY_GETS))
    wanted = wanted.where(ContactRow.ended_on.is_(None), or_(usual, ContactRow.gets_plan != "no"))
    found: dict[int, list[ContactFacts]] = defaultdict(list)
    for row in session.execute(_of_team(wanted, team_id, child_id).order_by(ContactRow.id)):
        found[row.child_id].append(ContactFacts(*row))
    return found


def without_copy(session: Session, team_id: int, child_id: int | None = None) -> set[tuple[int, str]]:
    """Return (child, kind) of the contacts in force of whom somebody decided that they get no copy."""
    wanted: Any = select(ContactRow.child_id, ContactRow.kind).join(
        ChildRow, ChildRow.id == ContactRow.child_id
    )
    wanted = wanted.where(ContactRow.ended_on.is_(None), ContactRow.gets_plan == "no")
    return {(row.child_id, row.kind) for row in session.execute(_of_team(wanted, team_id, child_id))}


def moved_on(session: Session, team_id: int, child_id: int | None = None) -> dict[int, date]:
    """Return the day on which the last placement of each child began."""
    wanted: Any = select(PlacementRow.child_id, func.max(PlacementRow.began)).join(
        ChildRow, ChildRow.id == PlacementRow.child_id
    )
    rows = session.execute(_of_team(wanted, team_id, child_id).group_by(PlacementRow.child_id))
    return {row[0]: row[1] for row in rows}


def left_care_on(session: Session, team_id: int, child_id: int | None = None) -> dict[int, date]:
    """Return when each child left care who is not in care now."""
    wanted: Any = select(PeriodOfCareRow.child_id, PeriodOfCareRow.ended).join(
        ChildRow, ChildRow.id == PeriodOfCareRow.child_id
    )
    ended: dict[int, date | None] = {}
    for row in session.execute(_of_team(wanted, team_id, child_id)):
        now = ended.get(row.child_id, date.min)
        ended[row.child_id] = None if now is None or row.ended is None else max(now, row.ended)
    return {child: day for child, day in ended.items() if day is not None}


def withholding_answers(session: Session, assessment_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return what each assessment says about sharing: id → answers of WITHHOLDING as kept."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for part in chunks(assessment_ids):
        rows = session.execute(
            select(AnswerRow.assessment_id, AnswerRow.question_id, AnswerRow.value).where(
                AnswerRow.assessment_id.in_(part), AnswerRow.question_id.in_(WITHHOLDING)
            )
        )
        for row in rows:
            found[row.assessment_id][row.question_id] = json.loads(row.value)
    return found


def made_from(session: Session, assessment_ids: Iterable[int]) -> dict[int, dict[str, Made]]:
    """Return the newest document of each kind made from each assessment."""
    found: dict[int, dict[str, Made]] = defaultdict(dict)
    for part in chunks(assessment_ids):
        rows = session.execute(
            select(
                DocumentRow.assessment_id, DocumentRow.document, DocumentRow.id, DocumentRow.version_number,
                DocumentRow.made_at,
            )
            .where(DocumentRow.assessment_id.in_(part))
            .order_by(DocumentRow.id)
        )  # fmt: skip
        for row in rows:
            found[row.assessment_id][row.document] = Made(row.id, row.version_number, row.made_at.date())
    return found


def of_assessments(session: Session, assessment_ids: Iterable[int]) -> dict[int, list[Sending]]:
    """Return what was sent of documents made from these assessments, the oldest first, by child."""
    found: dict[int, list[Sending]] = defaultdict(list)
    for part in chunks(assessment_ids):
        for row in session.execute(_sendings().where(DocumentRow.assessment_id.in_(part))):
            found[row.child_id].append(Sending(**row._mapping))  # noqa: SLF001 - the public name of SQLAlchemy
    for sent in found.values():
        sent.sort(key=lambda one: (one.sent_on, one.id))
    return found


def of_child(session: Session, child_id: int) -> tuple[Sending, ...]:
    """Return everything that was sent about a child, the oldest first."""
    rows = session.execute(
        _sendings().where(SendingRow.child_id == child_id).order_by(SendingRow.sent_on, SendingRow.id)
    )
    return tuple(Sending(**row._mapping) for row in rows)  # noqa: SLF001


def waiting(session: Session, team_id: int) -> tuple[Sending, ...]:
    """Return what was sent and still waits for a reply, the earliest expected first."""
    wanted = _sendings().join(ChildRow, ChildRow.id == SendingRow.child_id)
    wanted = wanted.where(
        ChildRow.team_id == team_id, SendingRow.reply_by.is_not(None), SendingRow.reply.is_(None),
        SendingRow.entered_in_error_because.is_(None),
    )  # fmt: skip
    return _all(session, wanted.order_by(SendingRow.reply_by, SendingRow.id))


def newest(session: Session, team_id: int, most: int) -> tuple[Sending, ...]:
    """Return what was sent last, the newest first, and no more than `most`."""
    wanted = _sendings().join(ChildRow, ChildRow.id == SendingRow.child_id)
    wanted = wanted.where(ChildRow.team_id == team_id)
    return _all(session, wanted.order_by(SendingRow.sent_on.desc(), SendingRow.id.desc()).limit(most))


def between(session: Session, team_id: int, since: date, until: date) -> tuple[Sending, ...]:
    """Return what was sent between two days, both included, the newest first; nothing that was entered in error."""
    wanted = _sendings().join(ChildRow, ChildRow.id == SendingRow.child_id)
    wanted = wanted.where(
        ChildRow.team_id == team_id, SendingRow.sent_on.between(since, until), SendingRow.entered_in_error_because.is_(None)
    )  # fmt: skip
    return _all(session, wanted.order_by(SendingRow.sent_on.desc(), SendingRow.id.desc()))


def names(session: Session, child_ids: Iterable[int]) -> dict[int, Any]:
    """Return the names, birth date and NHS number of children, by id."""
    found: dict[int, Any] = {}
    for part in chunks(set(child_ids)):
        rows = session.execute(
            select(
                ChildRow.id, ChildRow.family_name, ChildRow.given_name, ChildRow.preferred_name,
                ChildRow.council_child_id, ChildRow.born, ChildRow.nhs_number,
            ).where(ChildRow.id.in_(part))
        )  # fmt: skip
        found |= {row.id: row for row in rows}
    return found


def documents(session: Session, document_ids: Iterable[int]) -> dict[int, DocumentFacts]:
    """Return whose each document is and how it came to be, without its bytes: id → facts."""
    found: dict[int, DocumentFacts] = {}
    for part in chunks(set(document_ids)):
        rows = session.execute(
            select(
                DocumentRow.id, DocumentRow.child_id, DocumentRow.document, DocumentRow.assessment_id,
                DocumentRow.version_number, DocumentRow.made_for, DocumentRow.made_at, ChildRow.team_id,
            )
            .join(ChildRow, ChildRow.id == DocumentRow.child_id)
            .where(DocumentRow.id.in_(part))
        )  # fmt: skip
        found |= {row.id: DocumentFacts(*row) for row in rows}
    return found


def filing_slip(session: Session, document_id: int) -> str | None:
    """Return the filing slip that was kept with a document, as it was kept."""
    return session.scalar(select(DocumentRow.filing_slip).where(DocumentRow.id == document_id))


def child_of(session: Session, sending_id: int) -> int:
    """Return whose document was sent. Raises NotFound."""
    child_id = session.scalar(select(SendingRow.child_id).where(SendingRow.id == sending_id))
    if child_id is None:
        raise NotFound("That sending is not in this caseload")
    return child_id


def add(session: Session, fields: Mapping[str, Any]) -> int:
    """Write down that a document left the team, and return the id."""
    row = SendingRow(**fields)
    session.add(row)
    session.flush()
    _follow(session, row)
    return row.id


def change(session: Session, sending_id: int, fields: Mapping[str, Any]) -> None:
    """Set fields of a sending: the reply that came, or that it was entered in error."""
    row = session.get_one(SendingRow, sending_id)
    for name, value in fields.items():
        setattr(row, name, value)
    session.flush()
    _follow(session, row)


def load(session: Session, sending_id: int) -> Sending:
    """Return one sending. Raises NotFound."""
    row = session.execute(_sendings().where(SendingRow.id == sending_id)).one_or_none()
    if row is None:
        raise NotFound("That sending is not in this caseload")
    return Sending(**row._mapping)  # noqa: SLF001


# On which day of its clock an assessment reached whom: the first sending that stands, or an earlier day entered by hand.
_ON_THE_CLOCK = {"gp": "sent_to_gp_on", "council": "sent_to_social_worker_on"}


def _follow(session: Session, row: SendingRow) -> None:
    """Keep the days of the assessment's clock in step with what was sent."""
    column = _ON_THE_CLOCK.get(row.reader)
    assessment_id = session.scalar(select(DocumentRow.assessment_id).where(DocumentRow.id == row.document_id))
    if column is None or assessment_id is None:
        return
    sent = session.execute(
        select(SendingRow.sent_on, SendingRow.entered_in_error_because)
        .join(DocumentRow, DocumentRow.id == SendingRow.document_id)
        .where(DocumentRow.assessment_id == assessment_id, SendingRow.reader == row.reader)
    ).all()
    assessment = session.get_one(AssessmentRow, assessment_id)
    held = getattr(assessment, column)
    days = [one.sent_on for one in sent if one.entered_in_error_because is None]
    if held is not None and all(one.sent_on != held for one in sent):
        days.append(
            held
        )  # a day that no sending says: a person entered it, and it stays while it is the earliest
    first = min(days, default=None)
    if held != first:
        setattr(assessment, column, first)
        session.flush()
        mark_for_due(session, assessment.child_id)


def _sendings() -> Any:
    return (
        select(
            SendingRow.id, SendingRow.document_id, DocumentRow.document,
            DocumentRow.version_number.label("document_version"), DocumentRow.assessment_id, SendingRow.child_id,
            SendingRow.reader, SendingRow.sent_to, SendingRow.address_used, SendingRow.route, SendingRow.sent_on,
            PersonRow.full_name.label("sent_by"), SendingRow.their_reference, SendingRow.reply_by, SendingRow.reply,
            SendingRow.replied_on, SendingRow.rejected_because, SendingRow.read_out_loud,
            SendingRow.entered_in_error_because,
        )
        .join(DocumentRow, DocumentRow.id == SendingRow.document_id)
        .join(PersonRow, PersonRow.id == SendingRow.sent_by_id)
    )  # fmt: skip


def _all(session: Session, wanted: Any) -> tuple[Sending, ...]:
    return tuple(Sending(**row._mapping) for row in session.execute(wanted))  # noqa: SLF001


def _of_team(wanted: Any, team_id: int, child_id: int | None) -> Any:
    wanted = wanted.where(ChildRow.team_id == team_id)
    return wanted if child_id is None else wanted.where(ChildRow.id == child_id)


def _editions(assessment_id: int, amends: Mapping[int, int]) -> tuple[int, ...]:
    found = [assessment_id]
    while (before := amends.get(found[-1])) is not None:
        found.append(before)
    return tuple(found)
