"""Marking as sent: the human statement that a document left the team, the reply that came, and taking it back.

The program sends nothing itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.disclosure import PAPERS, Reader
from lac_tracker.domain.errors import NotAllowed, NotFound, UserError
from lac_tracker.domain.names import clean_line, clean_text, first_name, show_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.sending import ROUTES, Recipient, Sending, address_for, usual_route, went_elsewhere
from lac_tracker.services import parcels, redaction
from lac_tracker.services.access import concerns, needs
from lac_tracker.services.changes import Changes
from lac_tracker.services.health_history_release import given_with, refuse_reader
from lac_tracker.services.parcels import Copy
from lac_tracker.services.sending import papers_words, reader_place, title_of
from lac_tracker.storage import people
from lac_tracker.storage import sending as stored
from lac_tracker.storage.sending import DocumentFacts

_SAME = ("document_id", "reader", "sent_to", "route", "sent_on")  # what makes a sending the same one again


@dataclass(frozen=True)
class HowSent:
    """How documents went: one route, day and person for all that are marked at once."""

    route: str
    sent_on: date | None
    sent_by_id: int | None = None  # None: whoever is signed in
    their_reference: str = ""
    reply_by: date | None = None
    read_out_loud: str | None = None  # 'yes' or 'no', where it was given to the young person


@dataclass(frozen=True)
class ToMark:
    """One recipient and the documents that went to them."""

    document_ids: tuple[int, ...]
    reader: str
    sent_to: str
    address_used: str = ""


@dataclass(frozen=True)
class MarkRow:
    """One row of the dialog: documents of one child for one recipient. sent_to: '' where the record names nobody."""

    child_id: int
    shown_name: str
    nhs_number: str | None
    document_ids: tuple[int, ...]
    documents: str  # in words
    reader: str
    to: Recipient
    route: str  # how this reader usually gets it
    warning: str = ""  # why it is not ticked from the start

    def marked(self, route: str, sent_to: str = "") -> ToMark:
        """Return what is written down when this row is marked as sent by a route."""
        return ToMark(self.document_ids, self.reader, self.to.name or sent_to, address_for(self.to, route))


@dataclass(frozen=True)
class ToMarkList:
    """What the dialog shows: rows, and who may have sent them."""

    rows: tuple[MarkRow, ...]
    people: tuple[tuple[int, str], ...]


@needs(Action.SEE_LISTS)
def to_mark(
    session: Session, document_ids: tuple[int, ...], *, by: Actor, now: datetime, today: date
) -> ToMarkList:
    """Return for documents that were made to whom they go, as the record has it today.

    Raises NotFound for a document that is not there, and NotAllowed for one of another team.
    """
    documents = stored.documents(session, document_ids)
    for one in document_ids:
        _refuse_strange(documents, one, by)
    whose = stored.names(session, (one.child_id for one in documents.values()))
    rows: list[MarkRow] = []
    for child_id in dict.fromkeys(documents[one].child_id for one in document_ids):
        redaction.refuse_restricted(session, child_id, by=by, now=now)
        mine = [documents[one] for one in document_ids if documents[one].child_id == child_id]
        rows += _rows_of_child(session, mine, whose[child_id], by=by, now=now, today=today)
    team = tuple((one.person_id, one.full_name) for one in people.everyone(session, by.team_id))
    return ToMarkList(tuple(rows), team)


@needs(Action.SEND_DOCUMENT)
def mark_as_sent(
    session: Session, sent: tuple[ToMark, ...], how: HowSent, *, by: Actor, now: datetime, today: date
) -> Changes:
    """Write down that documents were sent: all of them or none. What was written down already is not written twice.

    Raises UserError when the route, the day or the person is missing or can't be right, and NotFound for a document
    that is not there.
    """
    if not sent:
        raise UserError("Tick at least one row")
    documents = stored.documents(session, (one for each in sent for one in each.document_ids))
    children = set()
    for document_id in (one for each in sent for one in each.document_ids):
        _refuse_strange(documents, document_id, by)
        children.add(documents[document_id].child_id)
    for child_id in children:
        redaction.refuse_restricted(session, child_id, by=by, now=now)
    fields = _how(session, how, by, today)
    made = None
    for each in sent:
        name = clean_line(each.sent_to, label="To")
        if not name:
            raise UserError("To: enter who it was sent to")
        if each.reader not in tuple(Reader):
            raise UserError("To: choose who it was sent to")
        given = fields | {
            "reader": each.reader, "sent_to": name, "recorded_at": now,
            "address_used": clean_line(each.address_used, label="Address used", longest=1_000),
        }  # fmt: skip
        for document_id in each.document_ids:
            one = documents[document_id]
            refuse_reader(session, one.child_id, one.document, each.reader)
            made = _mark(session, one, given) or made
            given_with(session, one.child_id, one.document, each.reader, how.sent_on, by)
    only = next(iter(children)) if len(children) == 1 else None
    if only is not None:
        concerns(session, only)
    return Changes(documents=True, assessments=True, child_id=only, made_id=made)


@needs(Action.SEND_DOCUMENT, child=stored.child_of)
def record_reply(
    session: Session,
    sending_id: int,
    reply: str,
    *,
    because: str = "",
    replied_on: date | None,
    by: Actor,
    now: datetime,
    today: date,
) -> Changes:
    """Write down that a document was accepted or rejected; what was rejected is to be sent again.

    Raises UserError for a rejection without a reason, or a day before it was sent or in the future.
    """
    if reply not in ("accepted", "rejected"):
        raise UserError("Reply: choose accepted or rejected")
    one = _in_force(session, sending_id)
    on = _past_day(replied_on, "Date of the reply", today)
    if on < one.sent_on:
        raise UserError(f"Date of the reply must be on or after {show_date(one.sent_on)}, when it was sent")
    reason = clean_line(because, label="Reason")
    if reply == "rejected" and not reason:
        raise UserError("Reason: enter why it was rejected")
    came = {"reply": reply, "replied_on": on, "rejected_because": reason if reply == "rejected" else ""}
    for each in sent_together(session, one):
        stored.change(session, each.id, came)
    return Changes(documents=True, assessments=True, child_id=one.child_id)


@needs(Action.SEND_DOCUMENT, child=stored.child_of)
def undo(session: Session, sending_id: int, because: str, *, by: Actor, now: datetime) -> Changes:
    """Mark a sending as entered in error; it stays to be read. Raises UserError without a reason."""
    one = _in_force(session, sending_id)
    reason = clean_text(because, label="Why", longest=2_000).strip()
    if not reason:
        raise UserError("Why: enter what went wrong")
    for each in sent_together(session, one):
        stored.change(session, each.id, {"entered_in_error_because": reason})
    return Changes(documents=True, assessments=True, child_id=one.child_id)


def sent_together(session: Session, one: Sending) -> tuple[Sending, ...]:
    """Return what went with a document to the same reader the same way on the same day, itself too: one envelope."""
    return tuple(
        each
        for each in stored.of_child(session, one.child_id)
        if not each.entered_in_error_because
        and all(getattr(each, key) == getattr(one, key) for key in (*_SAME[1:], "reply"))
    )


def row_of(copy: Copy) -> MarkRow:
    """Return the row for a parcel whose documents were made."""
    parcel = copy.parcel
    before = went_elsewhere(parcel)
    to = parcel.to or Recipient("")
    warning = f"Went to {before} the last time" if before else ""
    if copy.standing.rejected:
        warning = warning or copy.standing.rejected.partition(":")[0]
    return MarkRow(
        parcel.child_id, copy.shown_name, copy.nhs_number,
        tuple(parcel.made[one].document_id for one in parcel.papers if one in parcel.made),
        papers_words(copy), parcel.reader.value, to, usual_route(parcel), warning,
    )  # fmt: skip


def _rows_of_child(
    session: Session, mine: list[DocumentFacts], whose: Any, *, by: Actor, now: datetime, today: date
) -> Iterable[MarkRow]:
    """Return a row for each recipient: those of the plan's papers by the contacts, any other as its paper says."""
    child_id = mine[0].child_id
    held = {one.document: one for one in mine}
    left = dict(held)
    copies = sorted(
        parcels.copies(session, by, now, today, child_id), key=lambda one: reader_place(one.parcel.reader)
    )
    for copy in copies:
        lead = copy.parcel.papers[0] if copy.parcel.papers else ""
        if lead not in left or copy.parcel.to is None:
            continue
        ids = tuple(held[one].id for one in copy.parcel.papers if one in held)
        row = row_of(copy)
        for one in copy.parcel.papers:
            left.pop(one, None)
        words = row.documents if len(ids) == len(copy.parcel.papers) else title_of(lead, copy.parcel.called)
        yield MarkRow(
            child_id, row.shown_name, row.nhs_number, ids, words, row.reader, row.to, row.route, row.warning
        )
    called = first_name(whose.preferred_name, whose.given_name, whose.council_child_id)
    name = show_name(whose.family_name, whose.given_name, whose.council_child_id)
    for document in left.values():
        paper = PAPERS.get(document.document)
        reader = paper.readers[0] if paper else Reader.TEAM
        own = reader in (Reader.CHILD, Reader.HEALTH_HISTORY)
        to = Recipient(document.made_for or (called if own else ""))
        yield MarkRow(
            child_id, name, whose.nhs_number, (document.id,), title_of(document.document, called), reader.value, to,
            "by_hand" if own else "secure_email",
        )  # fmt: skip


def _mark(session: Session, document: DocumentFacts, given: Mapping[str, Any]) -> int | None:
    """Write down one sending and return its id; None when it was written down already."""
    made_on = document.made_at.date()
    if given["sent_on"] < made_on:
        raise UserError(f"When must be on or after {show_date(made_on)}, when the document was made")
    values = {"document_id": document.id, "child_id": document.child_id, **given}
    for one in stored.of_child(session, document.child_id):
        stands = not one.entered_in_error_because and one.reply != "rejected"
        if stands and all(getattr(one, key) == values[key] for key in _SAME):
            return None
    return stored.add(session, values)


def _refuse_strange(documents: Mapping[int, DocumentFacts], document_id: int, by: Actor) -> None:
    found = documents.get(document_id)
    if found is None:
        raise NotFound("That document is not in this caseload")
    if found.team_id != by.team_id:
        raise NotAllowed("That record belongs to another team. Ask its manager")


def _how(session: Session, how: HowSent, by: Actor, today: date) -> dict[str, Any]:
    if how.route not in ROUTES:
        raise UserError("How: choose how it was sent")
    on = _past_day(how.sent_on, "When", today)
    if how.reply_by is not None and how.reply_by < on:
        raise UserError("Expect a reply by: must be on or after the day it was sent")
    if how.read_out_loud not in (None, "yes", "no"):
        raise UserError("Read out loud: choose yes or no")
    sender = how.sent_by_id if how.sent_by_id is not None else by.person_id
    if sender not in {one.person_id for one in people.everyone(session, by.team_id)}:
        raise UserError("By: choose someone of the team")
    return {
        "route": how.route, "sent_on": on, "sent_by_id": sender, "reply_by": how.reply_by,
        "their_reference": clean_line(how.their_reference, label="Reference"), "read_out_loud": how.read_out_loud,
    }  # fmt: skip


def _past_day(day: date | None, label: str, today: date) -> date:
    if day is None:
        raise UserError(f"{label}: enter the date")
    if day > today:
        raise UserError(f"{label} must be today or in the past")
    return day


def _in_force(session: Session, sending_id: int) -> Sending:
    one = stored.load(session, sending_id)
    if one.entered_in_error_because:
        raise UserError("This was marked as entered in error already")
    return one
