"""The line of days of one assessment: what stands where between its start and today, and the same in words.

Whoever paints it decides nothing: places, signs and words are here.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from lac_tracker.domain.dates import add_months, show_date, show_plain_date

Sign = Literal[
    "circle", "star", "document", "calendar", "half_circle", "tick", "envelope", "triangle", "caret", "cross",
    "bar",
]  # fmt: skip
"""How a mark looks: started, told, consent, booked, part done, seen and signed, plan sent, today when late, today, missing,
the day it is due."""

_WEEK = 7
_TICKS = (0, 7, 14, 21, 28)
_LEAST_LAST_DAY = 35  # of the scale of an initial assessment
_NEAR = 0.035  # of the scale: marks nearer to each other than this stand one above the other
_APART = 0.1  # of the scale: ticks nearer to each other than this would run into each other
_STEPS = (7, 14, 28, 91, 182, 364, 728, 1456)  # days between the ticks after the due day
_MOST_LEVELS = 3
_HALF_YEAR_AT_MOST = 270  # days from one review to the next, where they are six months apart


@dataclass(frozen=True)
class LineFacts:
    """What a line is drawn from: the days of one clock. None: it has not happened, or nobody knows.

    started_on: the day the child became looked after, or of the health assessment before. is_initial: an IHA.
    wants_consent: whether consent still has to come where `consent_on` is None.
    """

    is_initial: bool
    started_on: date | None
    due_on: date | None
    today: date
    due_20_working_days: date | None = None
    notified_on: date | None = None
    consent_on: date | None = None
    wants_consent: bool = False
    booked_on: date | None = None
    booked_at: str = ""
    part_done_on: date | None = None
    seen_on: date | None = None
    signed_on: date | None = None
    sent_on: date | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Tick:
    """A place of the scale with its number. day: counted from the start."""

    day: int
    words: str


@dataclass(frozen=True)
class Upright:
    """A line across the scale: the day it is due, and 20 working days where that is another day.

    row: of its words below the scale; 1 is beneath the numbers of the ticks.
    """

    day: int
    words: str
    is_dashed: bool = False
    row: int = 0


@dataclass(frozen=True)
class DayMark:
    """Something that happened or will. level: 0 next to the line, more above it. tone: a status tone of the theme."""

    day: int
    sign: Sign
    words: str  # '26-Jan-2026 looked after'
    tone: str = "neutral"
    level: int = 0


@dataclass(frozen=True)
class DayLine:
    """The whole picture. said: all of it in one sentence. keys: its text twin, a sign and words each, in order of days."""

    last_day: int
    ticks: tuple[Tick, ...]
    uprights: tuple[Upright, ...]
    marks: tuple[DayMark, ...]
    keys: tuple[tuple[Sign, str], ...]
    said: str
    title: str


def day_line(facts: LineFacts) -> DayLine | None:
    """Return the line of one clock; None where the clock has not started or its start is not known."""
    if facts.started_on is None or facts.started_on > facts.today:
        return None
    due = (facts.due_on - facts.started_on).days if facts.due_on else None
    now = (facts.today - facts.started_on).days
    last = _last_day(facts, due, now)
    marks = _levelled(_marks(facts, facts.started_on), last)
    return DayLine(
        last_day=last,
        ticks=_ticks(facts, facts.started_on, due, last),
        uprights=_uprights(facts, facts.started_on, due, last),
        marks=marks,
        keys=_keys(facts, marks),
        said=_said(facts, facts.started_on, due, now),
        title="28-day line" if facts.is_initial else f"{_months(facts)}-month line",
    )


def _months(facts: LineFacts) -> int:
    """Return the months between two reviews, from the due date itself: 6 or 12."""
    assert facts.started_on is not None
    is_half = facts.due_on is not None and (facts.due_on - facts.started_on).days <= _HALF_YEAR_AT_MOST
    return 6 if is_half else 12


def _last_day(facts: LineFacts, due: int | None, now: int) -> int:
    """Return where the scale ends: day 35, or a quarter after a review is due; later where today or a mark is."""
    assert facts.started_on is not None
    if facts.is_initial:
        least = max(_LEAST_LAST_DAY, round((due or 0) * 1.25))
    else:
        whole = (add_months(facts.started_on, _months(facts)) - facts.started_on).days
        least = round(max(due or 0, whole) * 1.25)
    known = (
        facts.notified_on, facts.consent_on, facts.part_done_on, facts.booked_on, facts.seen_on, facts.signed_on,
        facts.sent_on,
    )  # fmt: skip
    return max(least, now, *((day - facts.started_on).days for day in known if day), 1)


def _ticks(facts: LineFacts, started: date, due: int | None, last: int) -> tuple[Tick, ...]:
    if facts.is_initial:
        wanted = [Tick(day, str(day)) for day in _TICKS if day <= last]
    else:
        step = 1 if _months(facts) == 6 else 3
        wanted = [
            Tick((add_months(started, month) - started).days, f"{month}m" if month else "0")
            for month in range(0, _months(facts) + 1, step)
        ]
    after = wanted[-1].day
    step = next((days for days in _STEPS if (last - after) / days <= 6), _STEPS[-1])
    if facts.is_initial:
        wanted += [Tick(day, str(day)) for day in range(after + step, last + 1, step)]
    else:
        by = max(1, round(step / 30))
        months = range(_months(facts) + by, last // 28, by)
        later = (Tick((add_months(started, month) - started).days, f"{month}m") for month in months)
        wanted += [tick for tick in later if tick.day <= last]
    return _thinned(wanted, due, last)


def _thinned(wanted: list[Tick], due: int | None, last: int) -> tuple[Tick, ...]:
    """Leave out the ticks whose numbers would run into each other or into that of the day it is due."""
    kept: list[Tick] = []
    for tick in wanted:
        if due is not None and tick.day != due and abs(tick.day - due) / last < _APART:
            continue
        if due is not None and tick.day == due:
            continue  # the upright says it
        if not kept or (tick.day - kept[-1].day) / last >= _APART:
            kept.append(tick)
    return tuple(kept)


def _uprights(facts: LineFacts, started: date, due: int | None, last: int) -> tuple[Upright, ...]:
    if due is None:
        return ()
    found = [Upright(due, str(due) if facts.is_initial else f"{_months(facts)}m")]
    other = facts.due_20_working_days
    if facts.is_initial and other is not None and other != facts.due_on:
        found.append(Upright((other - started).days, "20 wd", is_dashed=True, row=1))
    return tuple(one for one in found if 0 <= one.day <= last)


def _marks(facts: LineFacts, started: date) -> list[DayMark]:
    start = "looked after" if facts.is_initial else "last health assessment"
    told = facts.notified_on
    day = (facts.today - started).days
    after = f" (day {(told - started).days})" if told and told >= started else ""
    at = f" {facts.booked_at}" if facts.booked_at else ""
    found: list[tuple[date | None, Sign, str, str]] = [
        (started, "circle", start, "neutral"),
        (told, "star", f"notified{after}", "neutral"),
        (facts.consent_on, "document", "consent", "info"),
        (facts.part_done_on, "half_circle", "part done", "part"),
        (facts.booked_on, "calendar", f"booked{at}", "info"),
        (facts.seen_on, "tick", "seen, not signed" if not facts.signed_on else "seen", "ok"),
        (facts.signed_on, "tick", "signed", "ok"),
        (facts.sent_on, "envelope", "plan sent", "ok"),
        (
            facts.today, "triangle" if facts.is_late else "caret", f"today, day {day}",
            "overdue" if facts.is_late else "neutral",
        ),
    ]  # fmt: skip
    marks = [
        DayMark(max((on - started).days, 0), sign, f"{show_date(on)} {words}", tone)
        for on, sign, words, tone in found
        if on is not None
    ]
    return sorted(marks, key=lambda mark: mark.day)


def _levelled(marks: list[DayMark], last: int) -> tuple[DayMark, ...]:
    """Return the marks so that none covers another: those near each other stand one above the other."""
    placed: list[DayMark] = []
    for mark in marks:
        taken = {one.level for one in placed if (mark.day - one.day) / last < _NEAR}
        level = next((level for level in range(_MOST_LEVELS) if level not in taken), _MOST_LEVELS - 1)
        placed.append(replace(mark, level=level))
    return tuple(placed)


def _keys(facts: LineFacts, marks: tuple[DayMark, ...]) -> tuple[tuple[Sign, str], ...]:
    """Return what stands on the line in words, with the day it is due and what is missing, in order of days."""
    assert facts.started_on is not None
    rows: list[tuple[date, Sign, str]] = [
        (facts.started_on + timedelta(days=mark.day), mark.sign, mark.words) for mark in marks
    ]
    if facts.due_on is not None:
        rows.append((facts.due_on, "bar", f"{show_date(facts.due_on)} due"))
    if facts.wants_consent and facts.consent_on is None:
        rows.append((facts.today, "cross", "no consent"))
    return tuple((sign, words) for _, sign, words in sorted(rows, key=lambda row: row[0]))


def _said(facts: LineFacts, started: date, due: int | None, now: int) -> str:
    """Return 'Looked after 26 January, told day 4, no consent, no appointment, due day 28, today is day 37'."""
    first = "Looked after" if facts.is_initial else "Last health assessment"
    parts = [f"{first} {_spoken(started, facts.today)}"]
    if facts.notified_on is not None:
        parts.append(f"told day {(facts.notified_on - started).days}")
    if facts.consent_on is not None:
        parts.append(f"consent {_spoken(facts.consent_on, facts.today)}")
    elif facts.wants_consent:
        parts.append("no consent")
    if facts.part_done_on is not None:
        parts.append(f"part done {_spoken(facts.part_done_on, facts.today)}")
    if facts.seen_on is not None:
        parts.append(f"seen {_spoken(facts.seen_on, facts.today)}")
    elif facts.booked_on is not None:
        parts.append(f"appointment {_spoken(facts.booked_on, facts.today)}")
    else:
        parts.append("no appointment")
    if facts.signed_on is not None:
        parts.append(f"signed {_spoken(facts.signed_on, facts.today)}")
    if facts.sent_on is not None:
        parts.append(f"plan sent {_spoken(facts.sent_on, facts.today)}")
    if facts.due_on is not None and due is not None:
        parts.append(f"due day {due}" if facts.is_initial else f"due {_spoken(facts.due_on, facts.today)}")
    if facts.is_initial and facts.due_20_working_days and facts.due_20_working_days != facts.due_on:
        parts.append(f"20 working days end on day {(facts.due_20_working_days - started).days}")
    parts.append(f"today is day {now}")
    return ", ".join(parts)


def _spoken(on: date, today: date) -> str:
    """Return a day as it is said aloud: '26 January', with its year where that is another one."""
    words = show_plain_date(on)
    return words.removesuffix(f" {on.year:04d}") if on.year == today.year else words
