"""What the tables of Clinics say: who waits to be booked, and the weeks of the forecast."""

from lac_tracker.domain.capacity_facts import KindWeek, Week
from lac_tracker.domain.dates import show_date
from lac_tracker.services.clinic_bookings import WaitingRow
from lac_tracker.ui.models.row_model import Column

_LOOKS = {"short": "overdue", "short_if_expected": "at_risk", "enough": "completed_in_time"}

WAITING: tuple[Column[WaitingRow], ...] = (
    Column("Child", lambda row: row.shown_name, second=lambda row: row.nhs_words, width=24, strong=True),
    Column("Type", lambda row: row.kind, width=6),
    Column(
        "Latest day to be in time",
        lambda row: row.latest_words,
        status=lambda row: "overdue" if row.is_passed else "",
        width=21,
        wraps=True,
    ),
    Column("Best slot", lambda row: row.best_words, detail=lambda row: row.best_words, width=34, wraps=True),
    Column("Needs", lambda row: row.needs.words, detail=lambda row: row.needs.words, width=24, wraps=True),
)


def _means(week: Week) -> str:
    return "; ".join(week.means)


def _due_and_slots(one: KindWeek) -> str:
    return f"{one.due_words} due, {one.slots} {'slot' if one.slots == 1 else 'slots'}"


WEEKS: tuple[Column[Week], ...] = (
    Column("Week of", lambda week: show_date(week.starts_on), width=12, strong=True),
    Column("IHA due", lambda week: week.initial.due_words, width=14, wraps=True),
    Column(
        "IHA slots", lambda week: str(week.initial.slots), width=9, said=lambda week: _slots(week.initial)
    ),
    Column(
        "IHA gap",
        lambda week: week.initial.gap_words,
        status=lambda week: _LOOKS[week.initial.status],
        width=11,
    ),
    Column("RHA due", lambda week: week.review.due_words, width=9),
    Column("RHA slots", lambda week: str(week.review.slots), width=9, said=lambda week: _slots(week.review)),
    Column(
        "RHA gap",
        lambda week: week.review.gap_words,
        status=lambda week: _LOOKS[week.review.status],
        width=11,
    ),
    Column("What this means", _means, detail=_means, width=30, wraps=True),
)

# In large text: three columns of figures less, so that nothing has to be scrolled to.
WEEKS_LARGE: tuple[Column[Week], ...] = (
    Column("Week of", lambda week: show_date(week.starts_on), width=11, strong=True),
    Column(
        "IHA gap",
        lambda week: week.initial.gap_words,
        second=lambda week: _due_and_slots(week.initial),
        status=lambda week: _LOOKS[week.initial.status],
        width=18,
    ),
    Column(
        "RHA gap",
        lambda week: week.review.gap_words,
        second=lambda week: _due_and_slots(week.review),
        status=lambda week: _LOOKS[week.review.status],
        width=14,
    ),
    Column("What this means", _means, detail=_means, width=18, wraps=True),
)


def _slots(one: KindWeek) -> str:
    return f"{one.slots}, {one.either} of them for either kind" if one.either else str(one.slots)
