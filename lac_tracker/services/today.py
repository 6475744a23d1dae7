"""Today (S04): the appointments of a day or a week, what was begun, what came, and the numbers of one's caseload."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain import flags as flag_rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_age, show_date
from lac_tracker.domain.names import clean_line, show_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.restricted import RESTRICTED
from lac_tracker.domain.settings import rules_from
from lac_tracker.domain.standing import beside_words, standing, status_words
from lac_tracker.domain.today import Begun, Day, Notice, Number, Visit, wanted_of, week_of
from lac_tracker.domain.visits import INTERPRETER
from lac_tracker.services import assessments as assessing
from lac_tracker.services import pauses, today_notices, worklist
from lac_tracker.services.access import hidden_from, needs
from lac_tracker.services.changes import Changes
from lac_tracker.services.today_ready import ready
from lac_tracker.storage import assessments, children, flags, people, visits
from lac_tracker.storage import today as stored

BEGUN_FIRST = 3  # of what was begun is shown at once, so that the appointments stay in view
# Key, words, and the view of the list that shows them.
_NUMBERS = (
    ("overdue", "Overdue", "overdue"), ("due_soon", "Due in 28 days", "due_soon"),
    ("no_appointment", "No appointment", "no_appointment"),
)  # fmt: skip


@needs(Action.SEE_LISTS)
def day(
    session: Session,
    *,
    by: Actor,
    now: datetime,
    today: date,
    shown: date,
    whole_week: bool = False,
    all_begun: bool = False,
) -> Day:
    """Return a person's page for a day, or for the week it is in. all_begun: not only the first of what was begun.

    The appointments are those that name them as clinician, or name nobody and whose assessment is theirs. What was
    begun, what came and the numbers are those of today, whichever day is shown.
    """
    first, last = week_of(shown) if whole_week else (shown, shown)
    begun = stored.begun(session, by.team_id, by.person_id)
    hidden = hidden_from(session, by=by, now=now)
    return Day(
        first=first,
        last=last,
        begun=_begun(session, begun if all_begun else begun[:BEGUN_FIRST], today, hidden),
        visits=tuple(
            one.unnamed() if one.child_id in hidden else one
            for one in _visits(session, by, today, first, last)
        ),
        notices=today_notices.of(session, by=by, now=now, today=today),
        caseload=stored.caseload_size(session, by.team_id, by.person_id),
        numbers=tuple(
            Number(key, words, _count(session, view, by=by, now=now, today=today), view)
            for key, words, view in _NUMBERS
        ),
        begun_total=len(begun),
    )


@needs(Action.SEE_LISTS)
def notices(session: Session, *, by: Actor, now: datetime, today: date) -> tuple[Notice, ...]:
    """Return what came for a person, and what of it they have seen."""
    return today_notices.of(session, by=by, now=now, today=today)


@needs(Action.SEE_LISTS)
def mark_seen(session: Session, notice: str, *, by: Actor, now: datetime, is_seen: bool = True) -> Changes:
    """Keep that a person has seen a notice of theirs, or has not after all."""
    stored.mark_seen(session, by.person_id, clean_line(notice, label="Notice"), now, is_seen=is_seen)
    return Changes()


def _count(session: Session, view: str, *, by: Actor, now: datetime, today: date) -> int:
    return worklist.page(session, wanted_of(view, by.person_id), by=by, now=now, today=today, limit=0).total


def _visits(session: Session, by: Actor, today: date, first: date, last: date) -> tuple[Visit, ...]:
    rows = stored.appointments(session, by.team_id, by.person_id, first, last)
    clocks = stored.standings(session, {row.child_id for row in rows})
    rules = rules_from(people.settings(session, by.team_id))
    kids = {child_id: children.load(session, child_id) for child_id in {row.child_id for row in rows}}
    flagged = flags.facts_of(session, list(kids.values()), today)
    practices = stored.gp_answers(session, kids)
    begun = stored.in_progress(session, [held for _, _, held in clocks.values() if held is not None])
    found = []
    for row in rows:
        child = kids[row.child_id]
        known = clocks.get((row.child_id, row.kind))
        status, words, beside, has_consent, open_id = "on_track", "", "", False, None
        if known is not None:
            due, holds, held_id = known
            stands = standing(due, holds, today, row.born)
            status, words = stands.status.value, status_words(stands, due, today)
            beside, has_consent = beside_words(stands.overlays, holds), holds.consent_on_record
            open_id = held_id if held_id in begun else None
        chips = flag_rules.chips(flagged[child.id], today)
        found.append(
            Visit(
                row.id, row.child_id, show_name(row.family_name, row.given_name, row.council_child_id),
                show_age(row.born, row.takes_place_on), row.kind, row.takes_place_on, row.starts_at, row.place or "",
                row.clinician if row.clinician and row.clinician != by.full_name else "", row.outcome, status, words,
                beside, tuple(chip for chip in chips if chip.kind not in flag_rules.NO_ALERT),
                ready(session, child, today, rules, has_consent=has_consent, practice=practices.get(child.id, ())),
                dict(INTERPRETER).get(row.interpreter or "", "") if child.interpreter_needed == "yes" else "", open_id,
            )
        )  # fmt: skip
    return tuple(found)


def _begun(session: Session, rows: Sequence[Any], today: date, hidden: frozenset[int]) -> tuple[Begun, ...]:
    found = []
    for row in rows:
        one = assessments.load(session, row.id)
        left, of = (
            len(pauses.sections_left(session, one, today)),
            len(assessing.form_of(session, one).sections),
        )
        seen = one.part_done_on or one.first_seen_on
        begun = f"begun {show_date(one.started_at.date())}" if one.started_at else "begun"
        where = next(
            (
                held.place
                for held in reversed(visits.appointments(session, row.child_id))
                if held.kind == row.kind and held.takes_place_on == seen and held.place
            ),
            "",
        )
        found.append(
            Begun(
                row.id, row.child_id,
                RESTRICTED
                if row.child_id in hidden else show_name(row.family_name, row.given_name, row.council_child_id), row.kind,
                ", ".join(part for part in (f"seen {show_date(seen)}" if seen else begun, where) if part),
                f"{left} of {of} sections left" if left else f"all {of} sections done",
            )
        )  # fmt: skip
    return tuple(found)
