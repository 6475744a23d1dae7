"""What comes of a visit: paused, declined, not brought, cancelled, moved. None of it stops a clock (TS-3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lac_tracker.domain.clocks import initial_dates, review_dates
from lac_tracker.domain.dates import add_months, refuse_far, show_date
from lac_tracker.domain.deadlines import AssessmentKind
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.settings import Rules
from lac_tracker.domain.working_days import BankHolidays

PICK_UP_DAYS = 7  # a paused assessment is picked up a week later unless the person says otherwise
ASK_AGAIN_MONTHS = 3
TELL_AFTER = 2  # times not brought in a row: timescales of safeguarding, not of the clock

WHY_PAUSED = (
    ("had_enough", "{name} has had enough for today"),
    ("some_of_it", "{name} doesn't want to talk about some of it"),
    ("not_safe_or_private", "Wasn't safe or private to carry on"),
    ("out_of_time", "Ran out of time"),
    ("waiting_for_information", "Waiting for information"),
    ("something_else", "Something else"),
)
WHO_DECLINED = (
    ("young_person", "{name}"),
    ("parent", "A parent"),
    ("carer", "The carer"),
    ("someone_else", "Someone else"),
)
OFFERS = (
    ("walk_and_talk", "Walk and talk"),
    ("school", "At school"),
    ("phone", "By phone"),
    ("shorter", "A shorter one, in parts"),
    ("someone_else", "Someone else to do it"),
    ("questionnaire", "A questionnaire to fill in"),
    ("records_only", "A look at the records only"),
)
# Where nobody can consent and waiting would harm; local policy says which of them it allows.
LAWFUL_REASONS = (
    ("court", "A court directed it"),
    ("best_interests", "16 or over, can't decide: best interests (Mental Capacity Act 2005)"),
    ("urgent", "Urgent: waiting for consent would harm the child"),
)
INTERPRETER = (
    ("not_needed", "Not needed"),
    ("needed", "Needed, not booked yet"),
    ("booked", "Booked"),
)
OUTCOMES = (
    ("seen", "Seen"),
    ("part_done", "Seen, part done"),
    ("was_not_brought", "Was not brought"),
    ("cancelled", "Cancelled"),
    ("moved", "Moved to another day"),
)
OUTCOME_WORDS = {**dict(OUTCOMES), "booked": "Booked", "declined": "Declined for now"}


@dataclass(frozen=True)
class Appointment:
    """One appointment offered, and what became of it. offered_on: of one that was moved, the first offer."""

    id: int
    child_id: int
    kind: str
    offered_on: date
    takes_place_on: date
    starts_at: str | None
    place: str | None
    outcome: str
    outcome_note: str | None
    assessment_id: int | None
    next_step: str | None
    next_step_by: str | None
    next_step_on: date | None
    interpreter: str | None
    moved_to_id: int | None
    slot_id: int | None = None  # the slot of a clinic that it fills
    clinician_id: int | None = None
    told_to: str | None = None
    told_how: str | None = None


@dataclass(frozen=True)
class Declined:
    """One assessment declined for now."""

    id: int
    assessment_id: int | None
    kind: str
    declined_on: date
    declined_by: str
    what_was_said: str
    could_decide: str | None
    ask_again_on: date | None
    offers: str
    recorded_by: str
    asked_again_on: date | None


@dataclass(frozen=True)
class Pause:
    """One pause: why it stopped, what is left, when it goes on."""

    assessment_id: int
    paused_at: datetime
    reason: str
    note: str
    left_to_do: str
    pick_up_on: date | None


def not_brought_in_a_row(appointments: Iterable[Appointment]) -> int:
    """Return how often a child was not brought since they were last seen. Cancelled and moved ones say nothing."""
    count = 0
    for one in sorted(appointments, key=lambda one: (one.takes_place_on, one.id)):
        if one.outcome == "was_not_brought":
            count += 1
        elif one.outcome in ("seen", "part_done"):
            count = 0
    return count


def not_brought_words(count: int) -> str:
    """Return who has to be told after a child was not brought again; '' while nobody has to be."""
    if count < TELL_AFTER:
        return ""
    times = "twice" if count == TELL_AFTER else f"{count} times"
    return f"Was not brought {times}: tell the social worker, the reviewing officer and the designated nurse"


def check_appointment_day(day: date | None, born: date, name: str, today: date) -> date:
    """Return the day of an appointment. Raises UserError when it is missing or impossible."""
    if day is None:
        raise UserError("Enter the date of the appointment")
    if day < born:
        raise UserError(f"Date of the appointment must be after {name} was born, {show_date(born)}")
    refuse_far(day, "Date of the appointment", today)
    return day


def pick_up_default(today: date) -> date:
    """Return the day a paused assessment is picked up unless the person says otherwise."""
    return today + timedelta(days=PICK_UP_DAYS)


def ask_again_default(today: date) -> date:
    """Return the day to ask again unless the person says otherwise."""
    return add_months(today, ASK_AGAIN_MONTHS)


def due_date_of(
    kind: AssessmentKind,
    completed_on: date,
    began: date | None,
    before: date | None,
    born: date,
    rules: Rules,
    holidays: BankHolidays,
) -> tuple[date | None, date | None]:
    """Return (day 0, due date) of one assessment that was completed: by it one sees whether it was late.

    began: when the period of care began that it belongs to. before: the assessment completed before it in that period.
    """
    if kind is AssessmentKind.INITIAL:
        return (began, initial_dates(began, rules, holidays).due) if began else (None, None)
    return (before, review_dates(born, before, rules).due) if before else (None, None)


def signed_words(
    kind: AssessmentKind, completed_on: date, start: date | None, due: date | None, edition: int
) -> str:
    """Return 'Signed', 'Signed, version 2', 'Signed late, day 33' or 'Signed late, 9 days after it was due'."""
    version = f", version {edition}" if edition > 1 else ""
    if due is None or completed_on <= due:
        return f"Signed{version}"
    if kind is AssessmentKind.INITIAL and start:
        return f"Signed late, day {(completed_on - start).days}{version}"
    days = (completed_on - due).days
    return f"Signed late, {days} {'day' if days == 1 else 'days'} after it was due{version}"


def pause_words(one: Pause, called: str) -> str:
    """Return why an assessment was paused, in words."""
    said = dict(WHY_PAUSED).get(one.reason, one.reason).replace("{name}", called)
    said = one.note if one.reason == "something_else" and one.note else said
    return f"{said}. Pick up {show_date(one.pick_up_on)}" if one.pick_up_on else said
