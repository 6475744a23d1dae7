"""How long each record is kept, what holds it, and which ones somebody should look at. Nothing ever goes by itself.

None of it tells a name or what stands in a record: a record is called by the council's id. So a restricted one is kept as
every other, by whoever keeps the records, and only who is kept apart from a record is kept from this too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import retention as rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.disposal import Disposal
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor
from lac_tracker.domain.retention import HOLD_WORDS, Chosen, Hold, RetentionClass
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import disposal as stored_disposals
from lac_tracker.storage import record_access
from lac_tracker.storage import retention as stored

LONGEST_REASON = 1_000


@dataclass(frozen=True)
class RecordRow:
    """One record in a list. why: until when it is kept and by which rule, in words. holds, obstacles: in words.

    is_due: its day has passed and nothing is in the way: somebody should look at it.
    """

    child_id: int
    council: str
    council_id: str
    born: date
    class_words: str
    kept_until: date | None
    why: str
    holds: tuple[str, ...]
    obstacles: tuple[str, ...]
    disposal: str = ""  # the number of the disposal that is proposed or approved

    @property
    def is_due(self) -> bool:
        """Whether it may be proposed for disposal."""
        return not self.obstacles and not self.disposal

    @property
    def status(self) -> str:
        """How it stands, in words."""
        if self.disposal:
            return f"Disposal {self.disposal} is waiting"
        if self.holds:
            return "On hold"
        return "To review" if self.is_due else "Kept"


@dataclass(frozen=True)
class Found:
    """What a search found: records by the council's id, disposals by their number."""

    records: tuple[RecordRow, ...]
    disposals: tuple[Disposal, ...]


@dataclass(frozen=True)
class OfRecord:
    """How one record is kept, for the person who looks after it. version: 0 where nobody has decided on a class."""

    row: RecordRow
    kept_class: RetentionClass
    chosen: Chosen | None
    holds: tuple[Hold, ...]  # set by people, the newest first; those that were lifted too
    version: int
    proposed_order_on: date | None  # the day care ended with an adoption, to begin with


@needs(Action.SEE_RETENTION)
def classes(session: Session, *, by: Actor, now: datetime) -> tuple[RetentionClass, ...]:
    """Return the classes there are, in their order."""
    return stored.rules().classes


@needs(Action.SEE_RETENTION)
def review(session: Session, *, by: Actor, now: datetime, today: date) -> tuple[RecordRow, ...]:
    """Return the records whose last day has passed and that nothing holds, the longest past first.

    Those that are proposed for disposal stand there too, and say so.
    """
    rows = _rows(session, stored.may_be_due(session, by.team_id, today), by, now, today)
    due = [row for row in rows if row.is_due or row.disposal]
    return tuple(sorted(due, key=lambda row: (row.kept_until or today, row.council_id)))


@needs(Action.SEE_RETENTION)
def on_hold(session: Session, *, by: Actor, now: datetime, today: date) -> tuple[RecordRow, ...]:
    """Return the records that a person put on hold, by the council's id."""
    rows = _rows(session, stored.held(session, by.team_id), by, now, today)
    return tuple(sorted(rows, key=lambda row: (row.council, row.council_id)))


@needs(Action.SEE_RETENTION)
def find(session: Session, text: str, *, by: Actor, now: datetime, today: date) -> Found:
    """Return the records of a council's id, and the disposal of a record number. Raises UserError when nothing is typed."""
    wanted = clean_line(text, label="Council ID or record number")
    if not wanted:
        raise UserError("Enter the council ID of a record, or the record number of a disposal")
    ids = stored.with_council_id(session, by.team_id, wanted)
    return Found(
        tuple(_rows(session, ids, by, now, today)), stored_disposals.by_number(session, by.team_id, wanted)
    )


@needs(Action.SEE_RETENTION, child=the_child, of_restricted=True)
def of_record(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> OfRecord:
    """Return how a record is kept and why, with what a person decided. Raises NotFound."""
    facts = stored.facts_of(session, child_id)
    (row,) = _rows(session, [child_id], by, now, today)
    chosen = facts.chosen
    key = chosen.key if chosen else rules.DEFAULT
    return OfRecord(
        row, stored.rules().named(key), chosen, facts.holds, chosen.version if chosen else 0, facts.adopted_on
    )


@needs(Action.SET_RETENTION, child=the_child, of_restricted=True)
def set_class(
    session: Session, child_id: int, *, by: Actor, now: datetime, today: date, key: str, because: str,
    died_on: date | None = None, adoption_order_on: date | None = None, seen_version: int,
) -> Changes:  # fmt: skip
    """Say how long a record is kept, with the reason.

    Raises UserError where the class does not fit what is on record, or lacks the day it counts from.
    """
    facts = stored.facts_of(session, child_id)
    rules.check_choice(stored.rules(), key, facts, died_on=died_on, order_on=adoption_order_on, today=today)
    stored.choose(
        session, child_id, key, because=_reason(because), died_on=died_on, adoption_order_on=adoption_order_on,
        by=by.full_name, now=now, seen_version=seen_version,
    )  # fmt: skip
    return Changes(child_id=child_id)


@needs(Action.SET_RETENTION, child=the_child, of_restricted=True)
def set_hold(
    session: Session, child_id: int, *, by: Actor, now: datetime, kind: str, because: str
) -> Changes:
    """Put a record on hold: it can't be disposed of until somebody lifts it. Raises UserError without a reason."""
    if kind not in HOLD_WORDS:
        raise UserError("Choose why it is on hold")
    made = stored.add_hold(session, child_id, kind, because=_reason(because), by=by.full_name, now=now)
    return Changes(child_id=child_id, made_id=made)


def _whose_hold(session: Session, hold_id: int) -> int:
    return stored.child_of_hold(session, hold_id)


@needs(Action.SET_RETENTION, child=_whose_hold, of_restricted=True)
def lift_hold(
    session: Session, hold_id: int, *, by: Actor, now: datetime, because: str, seen_version: int
) -> Changes:
    """Lift a hold, with the reason. It stays on record."""
    child_id = stored.child_of_hold(session, hold_id)
    stored.lift_hold(
        session, hold_id, because=_reason(because), by=by.full_name, now=now, seen_version=seen_version
    )
    return Changes(child_id=child_id)


def row_of(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> RecordRow:
    """Return how a record stands. Called by services that have decided who may ask."""
    (row,) = _rows(session, [child_id], by, now, today)
    return row


def _rows(
    session: Session, child_ids: Iterable[int], by: Actor, now: datetime, today: date
) -> list[RecordRow]:
    apart = record_access.apart_from(session, by.person_id, now.date())
    waiting = {
        one.child_id: one.record_number
        for one in stored_disposals.of_team(session, by.team_id, stored_disposals.OPEN)
    }
    found = []
    for facts in stored.facts(session, (one for one in child_ids if one not in apart)):
        kept = rules.keeping(stored.rules(), facts, today)
        until = f"Kept until {show_date(kept.kept_until)}" if kept.kept_until else "No day can be told yet"
        found.append(
            RecordRow(
                facts.child_id, facts.council, facts.council_id, facts.born, kept.kept_class.words, kept.kept_until,
                f"{until}. {kept.because}", kept.holds, kept.obstacles, waiting.get(facts.child_id, ""),
            )
        )  # fmt: skip
    return found


def _reason(because: str) -> str:
    said = clean_line(because, label="Reason", longest=LONGEST_REASON)
    if not said:
        raise UserError("Reason is needed: it stays with the record")
    return said
