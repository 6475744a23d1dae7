"""The words of days and statuses: 'Day 37 of 28', 'Overdue by 9 days', 'At risk: no date'."""

from datetime import date

from lac_tracker.domain.dates import show_date
from lac_tracker.ui.icons import look


def day_of(start: date, today: date, limit: int | None = None) -> str:
    """Return 'Day 37 of 28', or 'Day 37' without a limit. The start itself is day 0."""
    day = (today - start).days
    return f"Day {day} of {limit}" if limit is not None else f"Day {day}"


def days(count: int) -> str:
    """Return '1 day' or '9 days'."""
    return f"{count} day" if count == 1 else f"{count:,} days"


def status_words(
    status: str,
    *,
    due: date | None = None,
    today: date | None = None,
    days_overdue: int = 0,
    reason: str = "",
) -> str:
    """Return a status as the list says it.

    due, today: for 'Due in 3 days' and 'Booked 06-Mar-2026' (there, `due` is the day booked).
    reason: why it is at risk, not needed, or cannot be worked out.
    """
    word = look(status).word
    match status:
        case "overdue" if days_overdue > 0:
            return f"Overdue by {days(days_overdue)}"
        case "due_soon" if due and today:
            return f"Due in {days((due - today).days)}"
        case "booked" | "completed_in_time" | "completed_late" if due:
            return f"{word} {show_date(due)}"
    return f"{word}: {reason}" if reason else word
