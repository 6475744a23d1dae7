"""The columns of the list of what is due, and what each says."""

from collections.abc import Callable
from datetime import date
from functools import cache

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.standing import is_nobodys
from lac_tracker.domain.worklist import SORT
from lac_tracker.services.due_item import DueItem
from lac_tracker.services.due_words import (
    about,
    beside_in_words,
    clock_words,
    in_words_with_rule,
    lacks_step,
    next_step,
    next_step_in_words,
    next_step_who,
    said_waiting,
    short_overlay_words,
    who_in_words,
    why,
)
from lac_tracker.ui.models.row_model import Column

KEYS = ("status", "child", "type", "clock", "due", "why", "waiting_on", "assessor", "next_step")
ALWAYS = ("status", "child")  # never hidden: a row without them says nothing
CHILD = KEYS.index("child")
_ADD = "Nothing is planned. Add: log a follow-up (Ctrl+T)"


def columns(today: Callable[[], date], *, may_log: bool = True) -> tuple[Column[DueItem], ...]:
    """Return the columns of the list, in order. `sort` says only that a column sorts: the rows come sorted.

    may_log: where nothing is planned, a click on Next step logs a follow-up.
    """

    def offers_to_add(row: DueItem) -> bool:
        return may_log and lacks_step(row)

    return (
        Column("Status", lambda row: row.status_words, status=lambda row: row.status.value, detail=in_words_with_rule,
               width=14, sort=_sorts, sorted_words=_ways("status")),
        Column("Child", lambda row: row.shown_name, strong=True, width=24, detail=who_in_words,
               second=about, sort=_sorts, sorted_words=_ways("child")),
        Column("Type", lambda row: row.assessment, width=5, sort=_sorts, sorted_words=_ways("type")),
        Column("Clock", lambda row: clock_words(row, today()), second=short_overlay_words, width=10, detail=beside_in_words,
               sort=_sorts, sorted_words=_ways("clock")),
        Column("Due", lambda row: show_date(row.due) if row.due else "", detail=in_words_with_rule, width=11,
               second=lambda row: "holidays projected" if row.warning else "", sort=_sorts, sorted_words=_ways("due")),
        Column("Why", why, wraps=True, yields=True, width=14, detail=why, sort=_sorts, sorted_words=_ways("why")),
        Column("Waiting on", said_waiting, wraps=True, width=12, sort=_sorts, sorted_words=_ways("waiting_on"),
               status=lambda row: "missing" if is_nobodys(row.status, row.waiting_on) else ""),
        Column("Assessor", lambda row: row.assessor or "", wraps=True, width=10,
               detail=lambda row: row.assessor or "", sort=_sorts, sorted_words=_ways("assessor")),
        Column("Next step", next_step, second=lambda row: "Add" if offers_to_add(row) else next_step_who(row), width=12,
               detail=lambda row: _ADD if offers_to_add(row) else next_step_in_words(row), link=offers_to_add, sort=_sorts,
               sorted_words=_ways("next_step")),
    )  # fmt: skip


def _sorts(_row: DueItem) -> None:
    return None


@cache
def _ways(key: str) -> tuple[str, str]:
    return SORT[key].upwards, SORT[key].downwards
