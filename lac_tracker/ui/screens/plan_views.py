"""Which items of a plan are shown, and in which groups."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from lac_tracker.ui.screens.plan_rows import PlanRow

VIEWS: tuple[tuple[str, str, Callable[[PlanRow], bool]], ...] = (
    ("open", "Open", lambda row: row.is_open),
    ("overdue", "Overdue", lambda row: row.is_overdue),
    ("met", "Met", lambda row: row.outcome.mark == "met" and not row.outcome.entered_in_error),
    ("all", "All", lambda row: True),
)
GROUPS = (("need", "Need"), ("owner", "Owner"), ("due", "Due"))
_SOON = timedelta(weeks=4)
_DUE = ("Overdue", "Next 4 weeks", "Later", "No date", "Closed")


def seen(rows: tuple[PlanRow, ...], view: str) -> tuple[PlanRow, ...]:
    """Return the rows of one view."""
    fits = next(fits for key, _, fits in VIEWS if key == view)
    return tuple(row for row in rows if fits(row))


def grouped(rows: tuple[PlanRow, ...], by: str, today: date) -> tuple[PlanRow, ...]:
    """Return rows in the order of their groups, each with the words of its group.

    By need: the order of the plan. By owner: an item stands under each person it names, and once more under nobody.
    """
    if by == "owner":
        owned = [
            replace(row, group=person)
            for row in rows
            for person in dict.fromkeys(action.person for action in row.outcome.actions if action.person)
        ]
        nobody = [replace(row, group="Nobody named") for row in rows if not row.owners]
        return (*sorted(owned, key=lambda row: row.group.casefold()), *nobody)
    if by == "due":
        dated = [replace(row, group=_due(row, today)) for row in rows]
        return tuple(
            sorted(
                dated, key=lambda row: (_DUE.index(row.group), row.first_by is None, row.first_by or today)
            )
        )
    return rows


def _due(row: PlanRow, today: date) -> str:
    if not row.is_open:
        return "Closed"
    if row.first_by is None:
        return "No date"
    if row.is_overdue:
        return "Overdue"
    return "Next 4 weeks" if row.first_by <= today + _SOON else "Later"
