"""The working list as it leaves the screen in a file: the columns that are shown, in their order, row by row."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from itertools import chain

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.exports import Cell, Column
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.domain.people import Actor
from lac_tracker.domain.worklist import Wanted
from lac_tracker.services import worklist
from lac_tracker.services.access import needs
from lac_tracker.services.due_item import DueItem
from lac_tracker.services.due_words import clock_words, said_waiting, why_in_short

NAME = "Overdue and due"
# What each column of the screen becomes in a file.
_COLUMNS: dict[str, tuple[Column, ...]] = {
    "status": (Column("Status", width=26), Column("Beside it", width=26)),
    "child": (
        Column("Council ID", names=True, width=14),
        Column("Name", names=True, width=28),
        Column("NHS number", names=True, width=15),
        Column("Born", "date", names=True),
    ),
    "type": (Column("Type", width=6),),
    "clock": (Column("Clock", width=14), Column("Clock began", "date")),
    "due": (Column("Due", "date"), Column("Days overdue", "number")),
    "why": (Column("Why", width=34), Column("Other reason", names=True, width=34)),  # as typed, too
    "waiting_on": (Column("Waiting on", width=18),),
    "assessor": (Column("Assessor", width=22),),
    "next_step": (
        Column("Booked", "date"),
        Column("Next step on", "date"),
        Column("Next step", names=True, width=34),  # what was typed may name a child
        Column("Next step by", width=22),
        Column("Escalated", "date"),
    ),
}
EVERY_COLUMN = tuple(_COLUMNS)  # of the screen


def columns(shown: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of the file. shown: keys of the columns of the screen, in their order."""
    return tuple(column for key in shown for column in _COLUMNS[key])


@needs(Action.EXPORT)
def rows(
    session: Session,
    *,
    by: Actor,
    now: datetime,
    today: date,
    wanted: Wanted,
    shown: Sequence[str],
    only: Collection[tuple[int, str]] | None = None,
) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of the file, in the order of the list, read some at a time.

    only: (child, 'IHA' or 'RHA') of the rows chosen; None for all that are shown. Of a restricted record neither name
    nor number is said, save to a manager.
    """
    chosen = None if only is None else frozenset(only)
    for item in worklist.everything_to_give(session, wanted, by=by, now=now, today=today):
        if chosen is None or (item.child_id, item.assessment) in chosen:
            cells = _cells(item, today)
            yield tuple(chain.from_iterable(cells[key] for key in shown))


def _cells(item: DueItem, today: date) -> dict[str, tuple[Cell, ...]]:
    number = show_nhs_number(item.nhs_number) if item.nhs_number else None
    return {
        "status": (item.status_words, item.beside_on_paper or None),
        "child": (item.council_id, item.name, number, item.born),
        "type": (item.assessment,),
        "clock": (clock_words(item, today) or None, item.clock_start),
        "due": (item.due, item.days_overdue or None),
        "why": (why_in_short(item) or None, item.why_typed or None),
        "waiting_on": (said_waiting(item) or None,),
        "assessor": (item.assessor,),
        "next_step": (
            item.standing.booked_on, item.next_step_on, item.next_step, item.next_step_by, item.escalated_on,
        ),
    }  # fmt: skip
