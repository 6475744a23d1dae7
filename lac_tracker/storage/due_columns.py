"""What the columns of `due` have of a clock, and back: the one place that knows which is which."""

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from lac_tracker.domain.deadlines import AssessmentKind, Due
from lac_tracker.domain.standing import Holds, WaitingOn
from lac_tracker.storage import list_work

if TYPE_CHECKING:
    from lac_tracker.storage.deadlines import Clock

_RENAMED = {"on": "due_on", "also": "other_due_on"}
_DUE = {name: _RENAMED.get(name, name) for name in Due.__dataclass_fields__ if name != "kind"}
_HOLDS = tuple(name for name in Holds.__dataclass_fields__ if name != "waiting_on")
_OF_CLOCK = (
    "born", "name_key", "assessment_id", "booked_at", "plan_id", "plan_unsent_since", "is_last", "is_out_of_area",
)  # fmt: skip
_WORK = tuple(list_work.Work.__dataclass_fields__)
# The values of a row in this order; its id is the table's own.
NAMES = ("child_id", "team_id", "kind", "waiting_on", *_DUE.values(), *_HOLDS, *_OF_CLOCK, *_WORK)
_due_of, _holds_of, _clock_of, _work_of = (attrgetter(*names) for names in (_DUE, _HOLDS, _OF_CLOCK, _WORK))


def values(clock: "Clock", child_id: int, team_id: int) -> tuple[Any, ...]:
    """Return a clock as the values of its row, in the order of NAMES."""
    waits = clock.holds.waiting_on
    return (
        child_id, team_id, clock.due.kind.value, waits.value if waits else None, *_due_of(clock.due),
        *_holds_of(clock.holds), *_clock_of(clock), *_work_of(clock.work),
    )  # fmt: skip


def from_row(row: Any) -> tuple[Due, Holds]:
    """Return what is due and what holds it, from a row that has the columns of `due`."""
    due = {name: getattr(row, column) for name, column in _DUE.items()}
    holds = {name: getattr(row, name) for name in _HOLDS}
    waits = WaitingOn(row.waiting_on) if row.waiting_on else None
    return Due(kind=AssessmentKind(row.kind), **due), Holds(waiting_on=waits, **holds)
