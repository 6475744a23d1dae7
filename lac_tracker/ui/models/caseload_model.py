"""The columns of Overdue and due, its views, and what its filter finds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.dates import add_months, show_age, show_date
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.domain.names import search_key
from lac_tracker.domain.standing import OPEN_STATUSES, OVERLAY_WORDS, WAITING_WORDS, Overlay, Status
from lac_tracker.services.caseload import DueItem
from lac_tracker.ui.models.row_model import Column

SOON_DAYS = 28

# The most urgent first: what the column Status sorts by.
_URGENCY = {
    status: place
    for place, status in enumerate(
        (
            Status.OVERDUE,
            Status.DUE_TODAY,
            Status.AT_RISK,
            Status.DUE_SOON,
            Status.NEEDS_REVIEW,
            Status.CANNOT_BE_COMPUTED,
            Status.BOOKED,
            Status.ON_TRACK,
            Status.COMPLETED_LATE,
            Status.COMPLETED_IN_TIME,
            Status.EXCLUDED,
        )
    )
}


@dataclass(frozen=True)
class View:
    """One way to look at the list."""

    key: str
    words: str
    shows: Callable[[DueItem, date], bool]
    nothing: str  # what is said when no row is there


VIEWS = (
    View("overdue", "Overdue", lambda row, today: row.status is Status.OVERDUE, "Nothing is overdue."),
    View("at_risk", "At risk", lambda row, today: row.status is Status.AT_RISK, "Nothing is at risk."),
    View(
        "due_soon",
        f"Due in {SOON_DAYS} days",
        lambda row, today: row.status in OPEN_STATUSES and _is_soon(row.due, today),
        f"Nothing falls due in the next {SOON_DAYS} days.",
    ),
    View(
        "cannot_be_computed",
        "Can't be worked out",
        lambda row, today: row.status is Status.CANNOT_BE_COMPUTED,
        "Every due date can be worked out.",
    ),
    View(
        "needs_review",
        "Needs review",
        lambda row, today: row.status is Status.NEEDS_REVIEW,
        "Nothing needs a person's look.",
    ),
    View("open", "All open", lambda row, today: row.status in OPEN_STATUSES, "Nothing is open."),
    View(
        "closed",
        "Done and not needed",
        lambda row, today: row.status not in OPEN_STATUSES,
        "Nothing is done yet.",
    ),
)


def _is_soon(due: date | None, today: date) -> bool:
    return due is not None and 0 <= (due - today).days <= SOON_DAYS


def columns(today: Callable[[], date]) -> tuple[Column[DueItem], ...]:
    """Return the columns of the list, in order. Rows come sorted by due date; equals keep that order."""
    return (
        Column(
            "Status", lambda row: row.status_words, status=lambda row: row.status.value,
            sort=lambda row: (_URGENCY[row.status], -row.days_overdue), detail=in_words_with_rule, width=18,
            sorted_words=("most urgent first", "least urgent first"),
        ),
        Column(
            "Child", lambda row: row.shown_name, strong=True, width=24, detail=lambda row: row.shown_name,
            second=lambda row: f"{show_age(row.born, today())} · {nhs_number_words(row.nhs_number)}",
            sort=lambda row: (row.name is None, search_key(row.name or ""), row.council_id),
        ),
        Column("Type", lambda row: row.assessment, sort=lambda row: row.assessment, width=5),
        Column(
            "Clock", lambda row: clock_words(row, today()), second=overlay_words, sort=lambda row: row.clock_start,
            width=21, detail=beside_in_words, sorted_words=("longest first", "shortest first"),
        ),
        Column(
            "Due", lambda row: show_date(row.due) if row.due else "", sort=lambda row: row.due, detail=in_words_with_rule, width=12,
            second=lambda row: "holidays projected" if row.warning else "",
            sorted_words=("earliest first", "latest first"),
        ),
        Column("Why", lambda row: _sentence(row.reason), sort=lambda row: row.reason or None, wraps=True, width=17,
               detail=lambda row: _sentence(row.reason)),
        Column("Waiting on", waiting_words, sort=lambda row: waiting_words(row) or None, wraps=True, width=13),
        Column("Assessor", lambda row: row.assessor or "", sort=lambda row: row.assessor, wraps=True, width=12,
               detail=lambda row: row.assessor or ""),
    )  # fmt: skip


def clock_words(row: DueItem, today: date) -> str:
    """Return how long the clock has run: 'Day 37 of 28' for an IHA, '12m 4d' since the last one for an RHA."""
    if row.assessment == "IHA":
        if row.day is None:
            return ""
        return f"Day {row.day} of {row.limit_days}" if row.limit_days else f"Day {row.day}"
    if row.clock_start is None or row.clock_start > (row.met_on or today):
        return ""
    until = row.met_on or today
    months = 12 * (until.year - row.clock_start.year) + until.month - row.clock_start.month
    if add_months(row.clock_start, months) > until:
        months -= 1
    days = (until - add_months(row.clock_start, months)).days
    return f"{months}m {days}d" if months else f"{days}d"


def overlay_words(row: DueItem) -> str:
    """Return what stands beside a status; with its day, where it is on hold and nothing else."""
    if row.overlays == (Overlay.ON_HOLD,) and row.on_hold_until is not None:
        return f"{OVERLAY_WORDS[Overlay.ON_HOLD]} until {show_date(row.on_hold_until)}"
    return ", ".join(OVERLAY_WORDS[overlay] for overlay in row.overlays)


def beside_in_words(row: DueItem) -> str:
    """Return how long the clock has run and what stands beside it, with its day and why it is on hold."""
    return ". ".join(part for part in (clock_words(row, row.today), row.beside_words) if part)


def nhs_number_words(nhs_number: str | None) -> str:
    """Return '999 012 3454', or words that say which number is not known: no label stands beside it."""
    return show_nhs_number(nhs_number) if nhs_number else "NHS No. not known"


def waiting_words(row: DueItem) -> str:
    return WAITING_WORDS[row.waiting_on] if row.status in OPEN_STATUSES else ""


def in_words(row: DueItem) -> str:
    """Return how the date was worked out: 'Due 23-Feb-2026: 28 days from 26-Jan-2026. 20 working days: 23-Feb-2026'."""
    if row.due is None:
        return row.why_due or row.status_words
    said = f"Due {show_date(row.due)}: {row.why_due}"
    other = {row.due_28_days: "28 days", row.due_20_working_days: "20 working days"}
    if row.due_28_days != row.due_20_working_days:
        said += "".join(
            f". {words}: {show_date(day)}" for day, words in other.items() if day and day != row.due
        )
    return f"{said}. {row.warning}" if row.warning else said


def in_words_with_rule(row: DueItem) -> str:
    rule = f"Rule: {row.rule.replace('_', ' ')}" if row.rule else ""
    return ". ".join(part for part in (in_words(row), rule, row.beside_words) if part)


def matches(row: DueItem, text: str) -> bool:
    """Return whether the filter finds a row: name in any order of its parts, council id, NHS number, assessor, reason."""
    wanted = search_key(text)
    digits = "".join(text.split())
    if digits.isdigit() and (digits in (row.nhs_number or "") or digits in row.council_id):
        return True
    if text.strip().casefold() in row.council_id.casefold():
        return True
    if not wanted:
        return False  # only signs that no name has
    said = search_key(f"{row.shown_name} {row.assessor or ''} {row.reason}")
    return all(part in said for part in wanted.split())


def counts(rows: Sequence[DueItem], today: date) -> dict[str, int]:
    """Return how many rows each view shows."""
    return {view.key: sum(view.shows(row, today) for row in rows) for view in VIEWS}


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
