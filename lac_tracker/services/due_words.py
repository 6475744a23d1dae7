"""What a row of the working list says in each of its columns: the same on the screen, on paper and in a file."""

from datetime import date

from lac_tracker.domain.dates import add_months, show_age, show_date
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.domain.standing import OVERLAY_WORDS, Overlay, Status, waiting_words
from lac_tracker.services.due_item import DueItem

NO_STEP = "none"
_TITLES = frozenset({"Dr", "Mr", "Mrs", "Ms", "Miss", "Prof"})

_NEEDS_A_STEP = frozenset({Status.OVERDUE, Status.DUE_TODAY, Status.AT_RISK})


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


def short_overlay_words(row: DueItem) -> str:
    """Return the same for a narrow column: 'held to 13-Dec-2026'."""
    if row.overlays == (Overlay.ON_HOLD,) and row.on_hold_until is not None:
        return f"held to {show_date(row.on_hold_until)}"
    return overlay_words(row)


def beside_in_words(row: DueItem) -> str:
    """Return how long the clock has run and what stands beside it, with its day and why it is on hold."""
    return ". ".join(part for part in (clock_words(row, row.today), row.beside_words) if part)


def nhs_number_words(nhs_number: str | None) -> str:
    """Return '999 012 3454', or words that say which number is not known: no label stands beside it."""
    return show_nhs_number(nhs_number) if nhs_number else "NHS No. not known"


def about(row: DueItem) -> str:
    """Return '14y 8m · 999 012 3454', and that the child lives out of area; of a restricted record neither."""
    if row.is_unnamed:
        return "Opens with a reason"
    said = f"{show_age(row.born, row.today)} · {nhs_number_words(row.nhs_number)}"
    return f"{said} · OOA" if row.is_out_of_area else said


def who_in_words(row: DueItem) -> str:
    """Return name, age and NHS number: what a compact row has no line for."""
    if row.is_unnamed:
        return f"{row.shown_name}. Opens with a reason"
    away = ". Lives out of area" if row.is_out_of_area else ""
    number = nhs_number_words(row.nhs_number)
    number = f"NHS No. {number}" if row.nhs_number else number
    return f"{row.shown_name}. {show_age(row.born, row.today)}. {number}{away}"


def why(row: DueItem) -> str:
    """Return why it is late or on the list, as a sentence begins."""
    return _sentence(row.why_words)


def why_in_short(row: DueItem) -> str:
    """Return the same without what was typed, which may name somebody."""
    return _sentence(row.why_in_short)


def said_waiting(row: DueItem) -> str:
    """Return who has to act; 'Nobody yet' where somebody should be named."""
    return waiting_words(row.status, row.waiting_on)


def next_step(row: DueItem) -> str:
    """Return when something happens next: the appointment, else the day of the next step; 'none' where one is missing."""
    booked = row.standing.booked_on
    if booked is not None:
        at = f"{row.booked_at} " if row.booked_at else ""
        return f"{at}today" if booked == row.today else show_date(booked)
    if row.next_step_on is not None:
        return show_date(row.next_step_on)
    return NO_STEP if row.status in _NEEDS_A_STEP else ""


def lacks_step(row: DueItem) -> bool:
    """Return whether nothing is planned for a row that is late, due today or at risk."""
    return next_step(row) == NO_STEP


def next_step_who(row: DueItem) -> str:
    """Return 'booked' beneath an appointment, who does it beneath a next step, and that its day has passed."""
    booked = row.standing.booked_on
    if booked is not None:
        return f"booked {row.booked_at}" if row.booked_at and booked != row.today else "booked"
    if row.next_step_on is None:
        return ""
    who = short_name(row.next_step_by or "")
    return f"{who}, passed".strip(", ") if row.next_step_on < row.today else who


def short_name(name: str) -> str:
    """Return 'T Leigh' for 'Tom Leigh'; one name, or a post such as 'Duty nurse on call', as it stands."""
    parts = name.split()
    is_a_name = len(parts) in (2, 3) and all(part[:1].isupper() for part in parts)
    return f"{parts[0][0]} {' '.join(parts[1:])}" if is_a_name and parts[0] not in _TITLES else name


def next_step_in_words(row: DueItem) -> str:
    """Return the next step with its day and its person."""
    parts = [f"{next_step(row)} {next_step_who(row)}".strip()]
    if row.next_step:
        by = f", by {show_date(row.next_step_on)}" if row.next_step_on else ""
        who = f", {row.next_step_by}" if row.next_step_by else ""
        parts.append(f"{_sentence(row.next_step).rstrip('.')}{by}{who}")
    if row.escalated_on is not None:
        parts.append(f"Escalated {show_date(row.escalated_on)}")
    return ". ".join(part for part in parts if part)


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


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
