"""How one case is judged for a figure: in, met or missed, or left out and why. Each rule once, for every figure.

Days are ISO texts here: they sort as days do, and a million of them need not be read into dates.
"""

from datetime import date, timedelta
from typing import NamedTuple

from lac_tracker.domain.deadlines import Exclusion
from lac_tracker.domain.indicators import EXCLUDED, MET, MISSED
from lac_tracker.domain.plans import CLOSING_MARKS
from lac_tracker.domain.smart import LETTERS

LEFT_OUT = {
    Exclusion.ACCEPTED_PRIOR: "accepted_prior",
    Exclusion.START_NOT_KNOWN: "start_not_known",
    Exclusion.BEFORE_CASELOAD: "before_caseload",
}
CHECKED_MONTHS = 12  # a dental check, an eye test, a statement, a questionnaire counts for so long
OFFERED_ALONE_FROM = (
    10  # years from which time alone is offered (statutory guidance 2015, known but not checked)
)
TOOK_PLACE = frozenset({"seen", "part_done", "was_not_brought", "declined"})
CALLED_OFF = frozenset({"cancelled", "moved"})
TOLD_AHEAD_DAYS = (
    28  # so long before a planned start a request or a consent may come and still be of that clock
)
UNDER_FIVE, FIVE_AND_OVER = "Under 5", "5 and over"
OWN_AREA, OUT_OF_AREA = "Own area", "Out of area"
DECLINED, PART_DONE = "Declined: in, as not done", "Part done, not confirmed: in, as not done"
CLOCK_LINES = (UNDER_FIVE, FIVE_AND_OVER, OWN_AREA, OUT_OF_AREA, DECLINED, PART_DONE)
_WAITS = ((7, "Within 7 days"), (14, "8 to 14 days"), (21, "15 to 21 days"), (28, "22 to 28 days"))
_LONGER = "Over 28 days"
WAIT_LINES = (*(words for _, words in _WAITS), _LONGER)


class ClockFacts(NamedTuple):
    """What is read of one clock, seen on the day by which something had to be done."""

    exclusion: str | None = None
    is_exempt_then: bool = False  # a short break that went on until that day or longer
    is_history_missing: bool = False
    had_left: bool = False  # care ended on that day or before
    is_adult_then: bool = False  # 18 on that day or before
    is_review_needed: bool = False
    is_met: bool = False  # the assessment is completed, whenever
    in_time: bool = False  # what the figure asks for came about by that day


def judge_clock(facts: ClockFacts) -> str:
    """Return in which part of a figure of time a clock belongs once its day is over (TS-1 to TS-6).

    Declined and part done are no reasons here: such a clock stays in as missed. Left after that day and never seen: missed.
    """
    if facts.exclusion == Exclusion.SHORT_BREAK and facts.is_exempt_then:
        return f"{EXCLUDED}short_break"
    if (reason := LEFT_OUT.get(facts.exclusion or "")) is not None:  # type: ignore[call-overload]  # a value of it, or none
        return f"{EXCLUDED}{reason}"
    if facts.is_history_missing and not facts.is_met:
        return f"{EXCLUDED}history_not_entered"
    if facts.had_left:
        return f"{EXCLUDED}ceased_before_due"
    if facts.is_adult_then:
        return f"{EXCLUDED}turned_18"
    if facts.is_review_needed and not facts.is_met:
        return f"{EXCLUDED}needs_review"
    return MET if facts.in_time else MISSED


def judge_appointment(outcome: str) -> str:
    """Return in which part of 'Was not brought' an appointment belongs: met means that the child was not brought."""
    if outcome in CALLED_OFF:
        return f"{EXCLUDED}cancelled"
    if outcome not in TOOK_PLACE:
        return f"{EXCLUDED}outcome_not_entered"
    return MET if outcome == "was_not_brought" else MISSED


def judge_sent(*, is_sent: bool, in_time: bool, may_still: bool) -> str:
    """Return in which part of 'Plan to GP' a signed plan belongs. in_time: sent by `domain.sending.send_by`."""
    if is_sent:
        return MET if in_time else MISSED
    return f"{EXCLUDED}not_yet_due" if may_still else MISSED


def judge_request(request_complete_on: str, seen_on: str | None) -> str:
    """Return in which part of the health-controlled clock a complete request belongs."""
    if seen_on is None:
        return MISSED
    return f"{EXCLUDED}seen_before_request" if seen_on < request_complete_on else MET


def belongs(day: date, start: date, closed_on: date | None) -> bool:
    """Return whether a step on a day is one of the clock that started on `start`: told ahead of a planned start, too."""
    return start - timedelta(days=TOLD_AHEAD_DAYS) <= day and (closed_on is None or day <= closed_on)


def of_clock(part: str, *, is_declined: object, is_part_done: object) -> tuple[str, ...]:
    """Return what is said of a clock that was missed: that it was declined, or part done. Both stay in."""
    if part != MISSED:
        return ()
    return (*((DECLINED,) if is_declined else ()), *((PART_DONE,) if is_part_done else ()))


def groups_of_clock(*, is_under_five: object, is_away: object) -> tuple[str, str]:
    """Return the groups a clock is one of: by age, and by area."""
    return (UNDER_FIVE if is_under_five else FIVE_AND_OVER, OUT_OF_AREA if is_away else OWN_AREA)


def judge_item(mark: str | None, *, in_time: bool, may_still: bool) -> str:
    """Return in which part of 'closed by their date' a plan item belongs. in_time: marked by its date."""
    if mark in CLOSING_MARKS and in_time:
        return MET
    return f"{EXCLUDED}not_yet_due" if may_still else MISSED


def smart_lines(letters: str | None) -> tuple[str, ...]:
    """Return which letters an item lacks, as lines. letters: 'SMaRT', a capital passed; None: never looked at."""
    if letters is None:
        return ("Not looked at",)
    return tuple(f"Not {word.lower()}" for letter, word in LETTERS if letter not in letters)


def wait_line(days: int) -> str:
    """Return the line of the distribution a wait belongs on."""
    return next((words for most, words in _WAITS if days <= most), _LONGER)
