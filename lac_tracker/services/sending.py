"""Send plans: what waits to go, what went and what came back; and what became of one document, in words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.disclosure import PAPERS, Reader
from lac_tracker.domain.names import first_name, show_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.sending import (
    READER_WORDS,
    ROUTES,
    Sending,
    State,
    is_waiting,
    send_by,
)
from lac_tracker.services import parcels, redaction
from lac_tracker.services.access import needs
from lac_tracker.services.parcels import Copy
from lac_tracker.storage import people, reference_data
from lac_tracker.storage import sending as stored
from lac_tracker.storage.without_collecting import without_collecting

_PAPER_PLACES = {name: place for place, name in enumerate(PAPERS)}
MOST_SENT = 500  # rows of what was sent, the newest first


@dataclass(frozen=True)
class SentState:
    """What became of one document, in words: 'Sent 13-Mar-2025'. look: a key of the looks of a status."""

    words: str
    detail: str = ""
    look: str = "sent"
    sending_id: int | None = None


@dataclass(frozen=True)
class SentItem:
    """What went together to one reader, with whose it is. sending: of the first of the papers."""

    sending: Sending
    shown_name: str
    nhs_number: str | None
    title: str
    document_ids: tuple[int, ...]

    @property
    def child_id(self) -> int:
        return self.sending.child_id


@dataclass(frozen=True)
class Queue:
    """Everything the screen shows. to_send: the ready ones first, then by the day by which they go."""

    to_send: tuple[Copy, ...]
    waiting: tuple[SentItem, ...]
    sent: tuple[SentItem, ...]

    @cached_property
    def ready(self) -> tuple[Copy, ...]:
        return tuple(one for one in self.to_send if one.standing.state is State.READY)

    @cached_property
    def missing(self) -> tuple[Copy, ...]:
        return tuple(one for one in self.to_send if one.standing.state is State.MISSING)


@needs(Action.SEE_LISTS)
@without_collecting()
def queue(session: Session, *, by: Actor, now: datetime, today: date) -> Queue:
    """Return what is to be sent, what waits for a reply and what was sent."""
    unsent = [one for one in parcels.copies(session, by, now, today) if one.standing.state is not State.SENT]
    unsent.sort(
        key=lambda one: (
            one.standing.state is State.MISSING, one.standing.send_by, one.shown_name, reader_place(one.parcel.reader),
        )
    )  # fmt: skip
    waiting, sent = stored.waiting(session, by.team_id), stored.newest(session, by.team_id, MOST_SENT)
    closed = redaction.hidden_from(session, by=by, now=now)
    return Queue(tuple(unsent), _items(session, waiting, closed), _items(session, sent, closed))


@needs(Action.SEE_LISTS)
def every_copy(session: Session, *, by: Actor, now: datetime, today: date) -> tuple[Copy, ...]:
    """Return every copy of the newest plans, those that were sent too."""
    return parcels.copies(session, by, now, today)


@needs(Action.SEE_LISTS)
def ready_count(session: Session, *, by: Actor, now: datetime, today: date) -> int:
    """Return how many copies may go today."""
    return sum(one.standing.state is State.READY for one in parcels.copies(session, by, now, today))


@needs(Action.SEE_LISTS)
def late(session: Session, *, by: Actor, now: datetime, today: date) -> tuple[Copy, ...]:
    """Return every copy that should have gone by now and did not, the latest first."""
    found = [one for one in parcels.copies(session, by, now, today) if one.standing.is_late]
    return tuple(sorted(found, key=lambda one: (one.standing.send_by, one.shown_name)))


def late_for_practices(
    session: Session, by: Actor, now: datetime, today: date
) -> tuple[tuple[int, str, date], ...]:
    """Return (child, name, send by) of each plan no practice has got in time, the latest first: in three queries.

    For the list of what is overdue, which is loaded again and again. Called by services that asked for leave already.
    """
    holidays = reference_data.bank_holidays(people.own_bank_holidays(session, by.team_id))
    closed = redaction.hidden_from(session, by=by, now=now)
    found = [
        (
            one.child_id,
            redaction.RESTRICTED
            if one.child_id in closed else show_name(one.family_name, one.given_name, one.council_id), due,
        )
        for one in stored.signed_in_force(session, by.team_id)
        if one.sent_to_gp_on is None
        and (due := send_by(one.signed_at.date(), holidays)) < today
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one[2], one[1])))


def state_of(session: Session, child_id: int) -> dict[int, SentState]:
    """Return what became of each document of a child that was sent: id of the document → words.

    A document that nobody marked as sent is not there. Called by services that asked for leave already.
    """
    found: dict[int, SentState] = {}
    for one in stored.of_child(session, child_id):
        if not one.entered_in_error_because:
            found[one.document_id] = in_words(one)
    return found


def in_words(one: Sending) -> SentState:
    """Return what became of one sending."""
    went = f"to {one.sent_to}, {ROUTES[one.route].lower()}"
    if one.address_used:
        went += f", {one.address_used}"
    went += f", by {one.sent_by}"
    if one.entered_in_error_because:
        return SentState("Entered in error", one.entered_in_error_because, "cancelled", one.id)
    if one.reply == "rejected":
        said = f"Rejected: {one.rejected_because}"
        return SentState(
            said, f"{show_date(one.replied_on)}. Sent {show_date(one.sent_on)} {went}", "fix", one.id
        )
    if one.reply == "accepted":
        return SentState(
            f"Accepted {show_date(one.replied_on)}",
            f"Sent {show_date(one.sent_on)} {went}",
            "complete",
            one.id,
        )
    if one.reader == Reader.CHILD.value and one.route == "by_hand":
        aloud = {"yes": ", read out loud", "no": ", not read out loud"}.get(one.read_out_loud or "", "")
        return SentState(f"Given in person {show_date(one.sent_on)}{aloud}", went, "sent", one.id)
    waits = f". Reply expected by {show_date(one.reply_by)}" if is_waiting(one) else ""
    return SentState(f"Sent {show_date(one.sent_on)}", f"{went}{waits}", "sent", one.id)


def title_of(document: str, called: str) -> str:
    """Return what a paper is called on screens."""
    return PAPERS[document].title.format(name=called) if document in PAPERS else document


def papers_words(copy: Copy) -> str:
    """Return the papers of a parcel in words: 'GP summary and plan', 'Kai’s plan'."""
    return titles(copy.parcel.papers, copy.parcel.called)


def titles(papers: tuple[str, ...], called: str) -> str:
    """Return papers in words: 'GP summary and plan', 'Kai’s plan'."""
    if papers == ("gp-summary", "full-plan"):
        return "GP summary and plan"
    return " and ".join(title_of(one, called) for one in papers) or "No copy"


def _items(session: Session, sent: Iterable[Sending], closed: frozenset[int]) -> tuple[SentItem, ...]:
    """Return what was sent by envelope, in the order of the first paper of each."""
    together: dict[tuple[object, ...], list[Sending]] = {}
    for one in sent:
        key = (
            one.child_id, one.reader, one.sent_to, one.route, one.sent_on, one.reply, one.entered_in_error_because,
        )  # fmt: skip
        together.setdefault(key, []).append(one)
    whose = stored.names(session, (one[0].child_id for one in together.values()))
    found = []
    for held in together.values():
        held.sort(key=lambda one: _PAPER_PLACES.get(one.document, len(_PAPER_PLACES)))
        child, is_closed = whose[held[0].child_id], held[0].child_id in closed
        called = first_name(child.preferred_name, child.given_name, child.council_child_id)
        name = show_name(child.family_name, child.given_name, child.council_child_id)
        papers = tuple(dict.fromkeys(one.document for one in held))
        found.append(
            SentItem(
                replace(held[0], sent_to=redaction.RESTRICTED, address_used="") if is_closed else held[0],
                redaction.RESTRICTED if is_closed else name, None if is_closed else child.nhs_number,
                titles(papers, redaction.RESTRICTED if is_closed else called), tuple(one.document_id for one in held),
            )
        )  # fmt: skip
    return tuple(found)


def reader_place(reader: Reader) -> int:
    """Return where a reader stands among the others: the practice first."""
    return list(READER_WORDS).index(reader)
