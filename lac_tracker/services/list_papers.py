"""The list of what is due as a paper: the same rows as on the screen, read anew and passed through the gateway."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import chain
from typing import TypedDict

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_age
from lac_tracker.domain.exports import NO_NAMES
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.domain.list_papers import ListedChild, OverdueList
from lac_tracker.domain.people import Actor
from lac_tracker.domain.reports import Service
from lac_tracker.domain.standing import Status
from lac_tracker.domain.worklist import Wanted
from lac_tracker.services import worklist
from lac_tracker.services.access import needs
from lac_tracker.services.due_item import DueItem
from lac_tracker.services.due_words import next_step, next_step_who, said_waiting, why, why_in_short
from lac_tracker.storage import documents, people

DOCUMENT = "overdue-list"
Key = tuple[int, str]  # (id of the child, 'IHA' or 'RHA')


class _Given(TypedDict):
    """What every service function takes."""

    by: Actor
    now: datetime
    today: date


@needs(Action.EXPORT)
def overdue_list(
    session: Session,
    keys: Sequence[Key] | None,
    *,
    filtered: str,
    order: str,
    by: Actor,
    now: datetime,
    today: date,
    wanted: Wanted | None = None,
    why: str = "",
) -> OverdueList:
    """Return the list for paper. why: a purpose's key, which `list_exports.note` kept; without names where it says so.

    wanted: view, filters and order of the rows; None for every open one, earliest first. keys: of these rows only those;
    None for all. filtered, order: the filter and the order in words, as the list states them. Names of restricted
    records are those of managers alone.
    """
    given: _Given = {"by": by, "now": now, "today": today}
    held = worklist.heading(session, **given)
    numbers = worklist.counts(session, only=("open", "closed"), **given)
    team = people.team(session, by.team_id)
    rows = _rows(session, keys, wanted, given)
    return OverdueList(
        service=Service(team.name, team.phone, team.email),
        heading=held.heading,
        filtered=filtered,
        order=order,
        rows=tuple(_listed(row, today, names=why != NO_NAMES) for row in rows),
        of=numbers["open"] + numbers["closed"],
        reference=documents.new_reference(),
        made_by=by.full_name,
        made_on=today,
        made_at=now.astimezone().strftime("%H:%M"),
        names_children=why != NO_NAMES,
    )


def _rows(
    session: Session, keys: Sequence[Key] | None, wanted: Wanted | None, given: "_Given"
) -> Sequence[DueItem]:
    """Return the rows in their order: that of what is wanted, else of the keys."""
    if wanted is not None or keys is None:
        chosen = None if keys is None else frozenset(keys)
        found = worklist.everything_to_give(session, wanted or Wanted(view="open"), **given)
        return [row for row in found if chosen is None or (row.child_id, row.assessment) in chosen]
    every = chain.from_iterable(
        worklist.everything_to_give(session, Wanted(view=view), **given) for view in ("open", "closed")
    )
    by_key = {(row.child_id, row.assessment): row for row in every}
    return [by_key[key] for key in keys if key in by_key]


def _listed(row: DueItem, today: date, *, names: bool) -> ListedChild:
    number = f"NHS No. {show_nhs_number(row.nhs_number)}" if row.nhs_number else "NHS No. not known"
    number = number.replace(" ", "\u00a0")  # one line, as nobody may read half of it
    return ListedChild(
        status=row.status_words,
        is_overdue=row.status is Status.OVERDUE,
        name=row.shown_name if names else "",
        about=f"{show_age(row.born, today)}, {number}" if names else "",
        kind=row.assessment,
        due=row.due,
        why=_why(row, says_what=names),
        waiting_on=said_waiting(row),
        assessor=row.assessor or "",
        next_step=_step(row, says_what=names),
    )


def _why(row: DueItem, *, says_what: bool) -> str:
    """Return why it is late and what stands beside its status, each said once. says_what: as of `_step`."""
    said, beside = why(row) if says_what else why_in_short(row), row.beside_on_paper
    if beside.casefold().startswith(said.casefold()):
        return beside
    return ". ".join(part for part in (said, beside) if part)


def _step(row: DueItem, *, says_what: bool) -> str:
    """Return the appointment, or the next step with its day and its person; 'none' where one is missing.

    says_what: what was typed is said too, which may name a child.
    """
    said = " ".join(part for part in (next_step(row), next_step_who(row)) if part)
    what = row.next_step if says_what and row.standing.booked_on is None and row.next_step else ""
    return f"{said}: {what.rstrip('.')}" if what else said
