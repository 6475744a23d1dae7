"""The columns of Children."""

from collections.abc import Callable
from datetime import date

from lac_tracker.domain.dates import show_age, show_date
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.services.caseload import ChildItem, ChildrenSort
from lac_tracker.ui.icons import look
from lac_tracker.ui.models.row_model import Column

KEYS: tuple[ChildrenSort, ...] = ("name", "born", "nhs_number", "council_id", "in_care_since")


def columns(today: Callable[[], date]) -> tuple[Column[ChildItem], ...]:
    """Return the columns of the list, in order. `sort` says only that a column sorts, by KEYS: the rows come sorted."""
    return (
        Column(
            "Child", lambda row: row.shown_name, strong=True, width=26, detail=lambda row: row.shown_name,
            second=lambda row: f"Preferred name {row.preferred_name}" if row.preferred_name else "",
            sort=_sorts,
        ),
        Column(
            "Born (age)", lambda row: _born(row, today()), sort=_sorts,
            width=21, sorted_words=("oldest first", "youngest first"),
        ),
        Column(
            "NHS No.", lambda row: show_nhs_number(row.nhs_number) if row.born else "", sort=_sorts, width=12,
            sorted_words=("lowest first", "highest first"),
        ),
        Column("Council ID", lambda row: row.council_id, sort=_sorts, width=12,
               second=lambda row: row.council, detail=lambda row: row.council_id,
               sorted_words=("lowest first", "highest first")),
        Column(
            "In care since", lambda row: show_date(row.in_care_since) if row.born else "", sort=_sorts, width=13,
            sorted_words=("earliest first", "latest first"),
        ),
        Column(
            "Next due", lambda row: row.next_due_words or _LOOKS.get(row.next_status, ""),
            second=lambda row: look(row.next_status).word if row.next_status and row.next_due_words else "",
            status=lambda row: row.next_status, width=19,
        ),
    )  # fmt: skip


def _born(row: ChildItem, today: date) -> str:
    """Nothing of a restricted record: its row says when it is due, and no more."""
    return f"{show_date(row.born)} ({show_age(row.born, today)})" if row.born else ""


def _sorts(_row: ChildItem) -> None:
    return None


# What stands in place of a date where none can be worked out.
_LOOKS = {"cannot_be_computed": "Can't be worked out", "needs_review": "Needs review"}
