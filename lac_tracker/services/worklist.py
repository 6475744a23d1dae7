"""The working list: any view of it page by page, filtered and sorted, its counts, and all of it for paper and files.

Everything is searched, sorted and counted in the database; a page reads the rows it shows and no more.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.people import Actor
from lac_tracker.domain.worklist import VIEW, VIEWS, Choices, Phrases, Wanted, checked, phrases
from lac_tracker.services.access import hidden_from, needs
from lac_tracker.services.due_item import DueItem, DueList
from lac_tracker.services.due_notes import with_notes
from lac_tracker.storage import record_access
from lac_tracker.storage import worklist as stored
from lac_tracker.storage.worklist_look import Look, look

__all__ = ["VIEW", "VIEWS", "Choices", "Phrases", "WorkPage", "Wanted"]


@dataclass(frozen=True)
class WorkPage:
    """Some rows of the list, and how many there are in all."""

    rows: tuple[DueItem, ...]
    total: int


@needs(Action.SEE_LISTS)
def page(
    session: Session,
    wanted: Wanted,
    *,
    by: Actor,
    now: datetime,
    today: date,
    offset: int = 0,
    limit: int = 200,
) -> WorkPage:
    """Return the rows of a page in their order, and how many rows there are. Raises UserError for what cannot be."""
    seen = _look(session, checked(wanted), by, now, today)
    found, total = _found(session, wanted, seen, offset, limit)
    return WorkPage(tuple(_items(session, found, wanted, seen)), total)


def _found(
    session: Session, wanted: Wanted, seen: Look, offset: int, limit: int
) -> tuple[Sequence[int], int]:
    """Return the ids of a page, and how many there are in all."""
    if VIEW[wanted.view].of_children and limit:  # to find them takes longer than to sort them: once, then
        rows = session.execute(stored.ids_with_total(wanted, seen).offset(offset).limit(limit)).all()
        if rows or offset == 0:
            return [row[0] for row in rows], rows[0][1] if rows else 0
    found = session.scalars(stored.ids(wanted, seen).offset(offset).limit(limit)).all()
    is_all = offset == 0 and len(found) < limit
    return found, len(found) if is_all else session.scalar(stored.count(wanted, seen)) or 0


@needs(Action.SEE_LISTS)
def keys(
    session: Session, wanted: Wanted, *, by: Actor, now: datetime, today: date
) -> tuple[tuple[int, str], ...]:
    """Return (child, 'IHA' or 'RHA') of every row in order: what is chosen, printed or stepped through as a whole."""
    seen = _look(session, checked(wanted), by, now, today)
    return tuple((row.child_id, row.kind) for row in session.execute(stored.keys(wanted, seen)))


@needs(Action.SEE_LISTS)
def counts(
    session: Session, *, by: Actor, now: datetime, today: date, only: Collection[str] | None = None
) -> dict[str, int]:
    """Return how many rows each view shows without a filter: key of the view → number. only: these views alone."""
    found, hidden = {}, hidden_from(session, by=by, now=now)
    for view in VIEWS:
        if only is not None and view.key not in only:
            continue
        wanted = Wanted(view=view.key)
        found[view.key] = session.scalar(stored.count(wanted, look(session, wanted, by, today, hidden))) or 0
    return found


@needs(Action.SEE_LISTS)
def count(session: Session, wanted: Wanted, *, by: Actor, now: datetime, today: date) -> int:
    """Return how many rows there are of what is wanted."""
    return session.scalar(stored.count(checked(wanted), _look(session, wanted, by, now, today))) or 0


@needs(Action.SEE_LISTS)
def heading(session: Session, *, by: Actor, now: datetime, today: date) -> DueList:
    """Return the numbers of the heading, without rows: children, overdue, and overdue with no history yet."""
    overdue, missing = Wanted(), Wanted(history="only missing")
    seen = _look(session, overdue, by, now, today)
    return DueList(
        (),
        session.scalar(stored.children(seen)) or 0,
        session.scalar(stored.count(overdue, seen)) or 0,
        session.scalar(stored.count(missing, seen)) or 0,
    )


@needs(Action.SEE_LISTS)
def everything(
    session: Session, wanted: Wanted, *, by: Actor, now: datetime, today: date
) -> Iterator[DueItem]:
    """Return every row in order, read some at a time: for the screen that needs them all."""
    seen = _look(session, checked(wanted), by, now, today)
    return _items(session, session.scalars(stored.ids(wanted, seen)).all(), wanted, seen)


@needs(Action.SEE_LISTS)
def everything_to_give(
    session: Session, wanted: Wanted, *, by: Actor, now: datetime, today: date
) -> Iterator[DueItem]:
    """Return every row in order as it leaves the screen: on paper, in a file or on standard output.

    Of a restricted record it says neither name nor NHS number, save to a manager.
    """
    seen = _look(session, checked(wanted), by, now, today)
    found = session.scalars(stored.ids(wanted, seen)).all()
    rows = _items(session, found, wanted, replace(seen, hidden=frozenset()))
    if not record_access.any_closed(session):
        return rows
    from lac_tracker.services import redaction  # heavy: most lists do without it

    closed = redaction.closed_to(session, by=by, today=today)
    return (redaction.unnamed(row) if row.child_id in closed else row for row in rows)


@needs(Action.SEE_LISTS)
def choices(session: Session, *, by: Actor, now: datetime, today: date) -> Choices:
    """Return what can be chosen in the filters."""
    from lac_tracker.storage import worklist_choices  # heavy: the first list of the day does without it

    return worklist_choices.choices(session, by.team_id, today)


def in_words(wanted: Wanted, choices: Choices) -> str:
    """Return 'Filtered: Overdue, RHA only. Sorted: Due, earliest first' for screen, paper and files."""
    return phrases(wanted, choices).whole


def _look(session: Session, wanted: Wanted, by: Actor, now: datetime, today: date) -> Look:
    return look(session, wanted, by, today, hidden_from(session, by=by, now=now))


def _items(session: Session, due_ids: Sequence[int], wanted: Wanted, seen: Look) -> Iterator[DueItem]:
    more = (seen.today, "", "")
    for at in range(0, len(due_ids), stored.CHUNK):
        part = due_ids[at : at + stored.CHUNK]
        found = [DueItem._make((*row[1:], *more)) for row in stored.rows(session, part)]
        told = _with_words(session, with_notes(session, found), wanted.view, seen)
        yield from (
            (one.unnamed() if one.child_id in seen.hidden else one for one in told) if seen.hidden else told
        )


def _with_words(
    session: Session, items: list[DueItem], view: str, seen: Look
) -> Iterator[DueItem] | list[DueItem]:
    """Return the rows of a view with what it says of each."""
    if view == "declined_ask_again":
        return (one._replace(view_says=f"Ask again {show_date(one.declined_ask_again)}") for one in items)
    if not VIEW[view].of_children:
        return items
    from lac_tracker.storage import worklist_children  # heavy: reads tables that the first list does without

    says = worklist_children.says(session, view, sorted({one.child_id for one in items}), seen)
    return [one._replace(view_says=says.get(one.child_id, "")) for one in items]
