"""The chronology of a child: read, added to by hand, marked, corrected, and given to paper."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain import chronology as rules
from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.blotting import mentioned
from lac_tracker.domain.chronology import KINDS, ChronologyPaper, Event, Mark
from lac_tracker.domain.dates import show_age
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.event_dates import read_event_date
from lac_tracker.domain.names import clean_line, clean_text, first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.reports import Identity, Service
from lac_tracker.services import chronology_facts, dispatch, sharing
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.papers import Gathered, Wanted
from lac_tracker.storage import children, documents, people
from lac_tracker.storage import chronology as stored

Render = Callable[[str, object], bytes]  # (name of the document, what it holds) → the bytes of a PDF
DOCUMENT, FOR_CHILD = "chronology", "chronology-child"
LONGEST_EVENT = 2_000  # characters: a chronology is succinct


@dataclass(frozen=True)
class ChronologyPage:
    """All a page shows. hides_health: the role reads no clinical content, so those events are left out."""

    events: tuple[Event, ...]  # newest first, with the gaps
    born: date
    called: str
    hides_health: bool


@dataclass(frozen=True)
class Filter:
    """What is shown of a chronology."""

    kinds: frozenset[str] = frozenset()
    key_only: bool = False
    text: str = ""
    since_last: bool = False
    for_child: bool = False

    def words(self) -> str:
        """Return it in words, for screen and paper."""
        told = rules.filter_words(
            self.kinds, key_only=self.key_only, text=self.text, since_last=self.since_last
        )
        return f"{told}, copy for the child" if self.for_child else told


@needs(Action.OPEN_RECORD, child=the_child)
def of_child(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> ChronologyPage:
    """Return the chronology of a child: events entered by hand, those of the record, and the gaps."""
    child = children.load(session, child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    may_read = decide(by, Action.SEE_CLINICAL).allowed
    return ChronologyPage(read(session, child_id, by=by, today=today), child.born, called, not may_read)


def read(session: Session, child_id: int, *, by: Actor, today: date) -> tuple[Event, ...]:
    """Return the events newest first. Called by services that asked for leave already."""
    events = rules.build(chronology_facts.gather(session, child_id), today)
    may_read = decide(by, Action.SEE_CLINICAL).allowed
    return tuple(event for event in events if may_read or not event.is_clinical)


def shown(events: Iterable[Event], wanted: Filter) -> tuple[Event, ...]:
    """Return the events that a filter lets through."""
    held = rules.since_last_assessment(events) if wanted.since_last else tuple(events)
    return rules.matching(held, wanted.kinds, key_only=wanted.key_only, text=wanted.text)


@needs(Action.EDIT_CHRONOLOGY, child=the_child)
def add_event(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    when: str,
    event: str,
    kind: str,
    source: str,
    impact: str = "",
    action: str = "",
    is_key: bool = False,
    hide_from_child: bool = False,
) -> Changes:
    """Add an event. when: as typed, such as '2018, about'. Raises UserError naming the field that is wrong."""
    fields = _fields(now.date(), event, kind, source, impact, action)
    fields |= {"is_key": is_key, "hidden_from_child_copy": hide_from_child, "recorded_by": by.full_name}
    made = stored.add_event(session, child_id, read_event_date(when, now.date()), fields)
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.EDIT_CHRONOLOGY, child=stored.child_of_event)
def change_event(
    session: Session,
    event_id: int,
    *,
    by: Actor,
    now: datetime,
    when: str,
    event: str,
    kind: str,
    source: str,
    impact: str = "",
    action: str = "",
    is_key: bool = False,
    hide_from_child: bool = False,
    seen_version: int,
) -> Changes:
    """Correct an event that was entered by hand; what it said before stays in the record of changes."""
    child_id = stored.child_of_event(session, event_id)
    fields = _fields(now.date(), event, kind, source, impact, action)
    fields |= {"is_key": is_key, "hidden_from_child_copy": hide_from_child}
    fields |= stored.date_fields(read_event_date(when, now.date()))
    stored.change_event(session, event_id, fields, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_CHRONOLOGY, child=stored.child_of_event)
def enter_in_error(
    session: Session, event_id: int, *, by: Actor, now: datetime, because: str, seen_version: int
) -> Changes:
    """Take an event out as entered in error. It is kept with the reason. Raises UserError without one."""
    reason = clean_text(because, label="Reason", longest=1_000).strip()
    if not reason:
        raise UserError("Enter the reason why this was an error")
    child_id = stored.child_of_event(session, event_id)
    fields = {"entered_in_error_because": f"{reason} ({by.full_name})"}
    stored.change_event(session, event_id, fields, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_CHRONOLOGY, child=the_child)
def mark_event(
    session: Session,
    child_id: int,
    event_key: str,
    *,
    by: Actor,
    now: datetime,
    is_key: bool | None = None,
    left_out_of_print: bool | None = None,
) -> Changes:
    """Mark an automatic event as key or leave it out of print; None leaves that as it is. It cannot be changed.

    Raises NotFound when the record has no such event, and UserError for one entered by hand or a gap.
    """
    facts = chronology_facts.gather(session, child_id)
    found = next((one for one in rules.build(facts, now.date()) if one.key == event_key), None)
    if found is None:
        raise NotFound("That event is no longer in the record. Refresh the page")
    if not found.is_automatic or found.kind == rules.GAP:
        raise UserError("Only an event of the record is marked. Change your own event instead")
    said = Mark(
        found.is_key if is_key is None else is_key,
        found.left_out_of_print if left_out_of_print is None else left_out_of_print,
    )
    stored.mark(session, child_id, event_key, said)
    return Changes(children=True, child_id=child_id)


@needs(Action.MAKE_DOCUMENT, child=the_child)
def for_paper(
    session: Session, child_id: int, wanted: Filter, *, by: Actor, now: datetime
) -> ChronologyPaper:
    """Return what the printed chronology holds: the filtered events, oldest first, without what stays off paper."""
    paper = _wanted(child_id, wanted, by, now)
    held = dispatch.release(session, paper, _gathered(session, paper, wanted)).held
    assert isinstance(held, ChronologyPaper)
    return held


@needs(Action.MAKE_DOCUMENT, child=the_child)
def keep_paper(
    session: Session, child_id: int, wanted: Filter, render: Render, *, by: Actor, now: datetime
) -> Changes:
    """Draw the chronology as `for_paper` has it and keep it with the record."""
    paper = dispatch.next_of(session, _wanted(child_id, wanted, by, now))
    made = dispatch.keep(session, paper, _gathered(session, paper, wanted), render)
    return Changes(documents=True, child_id=child_id, made_id=made)


def gather_paper(session: Session, wanted: Wanted) -> Gathered:
    """Return the whole chronology, for the team or as the copy for the child, before the gateway."""
    return _gathered(session, wanted, Filter(for_child=wanted.document == FOR_CHILD))


def _wanted(child_id: int, wanted: Filter, by: Actor, now: datetime) -> Wanted:
    document = FOR_CHILD if wanted.for_child else DOCUMENT
    return Wanted(child_id, document, documents.new_reference(), 1, by, now)


def _gathered(session: Session, paper: Wanted, wanted: Filter) -> Gathered:
    child_id, by, today = paper.child_id, paper.by, paper.today
    child = children.load(session, child_id)
    team = people.team(session, child.team_id)
    events = shown(read(session, child_id, by=by, today=today), wanted)
    kept = sharing.withheld(session, child_id, ("council",), today).mentions
    told = tuple(event for event in events if not mentioned(event, kept))
    held = ChronologyPaper(
        service=Service(team.name, team.phone, team.email),
        child=Identity(
            child.given_name, child.family_name, child.council_id, child.born, show_age(child.born, today),
            child.gender or child.sex.capitalize(), child.nhs_number, child.preferred_name,
        ),
        events=rules.for_print(told, for_child=wanted.for_child),
        filter_words=wanted.words(),
        is_kept_back=len(told) < len(events) and not wanted.for_child,
        made_by=by.full_name,
        made_on=today,
        for_child=wanted.for_child,
    )  # fmt: skip
    return Gathered(held, _left_out(len(events) - len(told), wanted, by))


def _left_out(kept_back: int, wanted: Filter, by: Actor) -> tuple[str, ...]:
    left_out = (
        [f"{kept_back} {'event' if kept_back == 1 else 'events'} the young person keeps private"]
        if kept_back
        else []
    )
    if wanted.words() and wanted != Filter(for_child=wanted.for_child):
        left_out.append(f"Shown only: {wanted.words()}")
    if wanted.for_child:
        left_out.append("Legal status, flags and SDQ scores")
    if not decide(by, Action.SEE_CLINICAL).allowed:
        left_out.append("Health events: made by somebody who reads no clinical answers")
    return tuple(left_out)


def _fields(today: date, event: str, kind: str, source: str, impact: str, action: str) -> dict[str, Any]:
    fields = {
        "event": clean_text(event, label="What happened", longest=LONGEST_EVENT).strip(),
        "kind": kind,
        "source": clean_line(source, label="Source"),
        "impact": clean_text(impact, label="Impact", longest=LONGEST_EVENT).strip(),
        "action_taken": clean_text(action, label="Action taken", longest=LONGEST_EVENT).strip(),
    }
    if not fields["event"]:
        raise UserError("What happened is missing: enter it in plain words, as the family may read it")
    if kind not in KINDS:
        raise UserError("Type is missing: choose one")
    if not fields["source"]:
        raise UserError("Source is missing: enter who or which service told us")
    return fields
