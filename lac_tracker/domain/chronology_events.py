"""Which events follow from the record by themselves, and in which words. No address, no answer text, no third party."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.chronology import Event
from lac_tracker.domain.clock_holds import AGAIN, COMPLETED
from lac_tracker.domain.event_dates import EventDate, Precision, on_day
from lac_tracker.domain.flags import KIND

AUTOMATIC = "record"  # the source of what nobody entered as an event
_CONSENT_WORDS = {
    "given": "Consent given",
    "refused": "Consent refused",
    "not_provided": "Consent asked for, no answer",
}
_IMPORTED = ("period", "placement", "legal_status")
_PROTECTION_ENDED = {
    "child_protection_plan": "Child protection plan ended",
    "section_47_enquiry": "Section 47 enquiry ended",
    "child_in_need_plan": "Child in need plan ended",
}


@dataclass(frozen=True)
class Recorded:
    """What one row of the record says, already in words of the code lists.

    table: decides the events. began, ended: its two days. words: what it is. why: how it ended or what became of it.
    who: by whom, or with whom. next_step: what was to happen then. precision, as_typed: of `began`, where it is not a day.
    """

    table: str
    row: int
    began: date | None = None
    ended: date | None = None
    words: str = ""
    why: str = ""
    who: str = ""
    next_step: str = ""
    precision: Precision = "day"
    as_typed: str = ""

    @property
    def when(self) -> EventDate | None:
        if self.began is None:
            return None
        return (
            on_day(self.began)
            if self.precision == "day"
            else EventDate(self.began, self.precision, self.as_typed)
        )


@dataclass(frozen=True)
class AssessmentSteps:
    """The dates of one assessment. edition: 2 for the first amended one. needs: of its plan, at signing."""

    row: int
    kind: str
    state: str
    started_on: date | None = None
    part_done_on: date | None = None
    completed_on: date | None = None
    signed_on: date | None = None
    by: str = ""
    edition: int = 1
    needs: int = 0
    marks: tuple[tuple[str, int], ...] = ()  # (mark in words, how many outcomes of the last plan)
    is_hosted: bool = False  # a host team did it, and `by` names it


def recorded_events(rows: Iterable[Recorded]) -> tuple[Event, ...]:
    """Return the events of rows of the record."""
    return tuple(event for row in rows for event in _EVENTS[row.table](row))


def assessment_events(steps: AssessmentSteps) -> tuple[Event, ...]:
    """Return started, part done, completed, signed, the plan and the marks of the last one."""
    return tuple(_assessment(steps))


def learned_event(assessment_id: int, name: str, on: date, words: str, kind: str, source: str) -> Event:
    """Return an event that a dated answer of a signed assessment tells, such as an SDQ total."""
    return Event(f"answer:{assessment_id}:{name}", on_day(on), words, kind, source, is_clinical=True)


def _assessment(steps: AssessmentSteps) -> Iterator[Event]:
    kind, by = steps.kind, f", {steps.by}" if steps.by else ""

    def event(name: str, on: date | None, words: str, of: str = "assessment") -> Iterator[Event]:
        if on is not None:
            yield Event(f"assessment:{steps.row}:{name}", on_day(on), words, of, AUTOMATIC)

    if steps.state == "history":
        how = f"by {steps.by}" if steps.is_hosted else f"before this caseload was made{by}"
        yield from event("history", steps.completed_on, f"{kind} done {how}")
        return
    if steps.edition > 1:
        yield from event("amending", steps.started_on, f"{kind} reopened to be amended")
        yield from event("amended", steps.signed_on, f"{kind} amended: version {steps.edition} signed{by}")
        return
    if steps.state == "requested":
        return
    if steps.started_on != steps.completed_on:
        yield from event("started", steps.started_on, f"{kind} started{by}")
    if steps.part_done_on != steps.completed_on:
        yield from event("part_done", steps.part_done_on, f"{kind}: seen, part done{by}")
    if steps.state == "cancelled":
        return
    if steps.state == "signed":
        yield from event("completed", steps.completed_on, f"{kind} completed{by}")
        if steps.signed_on != steps.completed_on:
            yield from event("signed", steps.signed_on, f"{kind} signed{by}")
        if steps.marks:
            counted = ", ".join(f"{number} {words.lower()}" for words, number in steps.marks)
            yield from event("marks", steps.completed_on, f"Last health plan reviewed: {counted}", "plan")
        if steps.needs:
            needs = "1 need" if steps.needs == 1 else f"{steps.needs} needs"
            yield from event("plan", steps.signed_on, f"Health plan made: {needs}", "plan")


def _one(
    row: Recorded, name: str, on: date | None, what: str, kind: str, **more: bool | str
) -> Iterator[Event]:
    if on is not None:
        yield Event(f"{_key(row)}:{name}", on_day(on), what, kind, AUTOMATIC, **more)  # type: ignore[arg-type]  # fields of Event by name


def _key(row: Recorded) -> str:
    """Return what names a row for good. A second return of the council writes over its rows: those go by their day."""
    day = row.began or row.ended
    return f"{row.table}:{day.isoformat() if row.table in _IMPORTED and day else row.row}"


def _with(words: str, more: str) -> str:
    return f"{words}: {more}" if more else words


def _period(row: Recorded) -> Iterator[Event]:
    yield from _one(row, "began", row.began, "Became looked after", "legal", is_key=True)
    yield from _one(
        row, "ended", row.ended, _with("Ceased to be looked after", row.why), "legal", is_key=True
    )


def _told(row: Recorded) -> Iterator[Event]:
    yield from _one(row, "told", row.began, row.words, "contact")


def _placement(row: Recorded) -> Iterator[Event]:
    with_whom = f", with {row.who}" if row.who else ""
    yield from _one(row, "began", row.began, f"{row.words}{with_whom}", "placement", is_key=True)
    yield from _one(row, "ended", row.ended, _with("Placement ended", row.why), "placement")


def _legal(row: Recorded) -> Iterator[Event]:
    yield from _one(row, "began", row.began, f"Legal status: {row.words}", "legal")


def _protection(row: Recorded) -> Iterator[Event]:
    yield from _one(row, "began", row.began, row.words, "legal", is_key=True)
    yield from _one(
        row, "ended", row.ended, _PROTECTION_ENDED.get(row.why, "Protection status ended"), "legal"
    )


def _missing(row: Recorded) -> Iterator[Event]:
    yield from _one(row, "began", row.began, "Missing", "placement", is_key=True)
    yield from _one(row, "ended", row.ended, "No longer missing", "placement")


def _declined(row: Recorded) -> Iterator[Event]:
    yield from _one(
        row, "declined", row.began, f"{row.words} declined by {row.who}", "assessment", action=row.next_step
    )


def _hold(row: Recorded) -> Iterator[Event]:
    """A clock on hold. Why is for the team alone; an end that another event tells is not told twice."""
    yield from _one(row, "began", row.began, f"{row.words} on hold until {row.who}", "assessment")
    if row.why not in (AGAIN, COMPLETED):
        yield from _one(row, "ended", row.ended, f"{row.words} no longer on hold", "assessment")


def _appointment(row: Recorded) -> Iterator[Event]:
    words = {
        "was_not_brought": f"Was not brought to the appointment for the {row.words}",
        "cancelled": f"Appointment for the {row.words} cancelled",
        "declined": f"Appointment for the {row.words} declined",
    }.get(row.why)
    if words:
        yield from _one(row, row.why, row.began, words, "health", action=row.next_step)


def _information(row: Recorded) -> Iterator[Event]:
    words = {
        "received": "Information received from",
        "nothing_held": "Nothing held by",
        "declined": "Information declined by",
    }.get(row.why)
    if words:
        yield from _one(row, "answered", row.ended, f"{words} {row.words}", "health")


def _consent(row: Recorded) -> Iterator[Event]:
    words = _CONSENT_WORDS.get(row.words, "Consent recorded")
    yield from _one(row, "given", row.began, f"{words}: {row.who}" if row.who else words, "contact")
    yield from _one(
        row,
        "withdrawn",
        row.ended,
        f"Consent withdrawn: {row.who}" if row.who else "Consent withdrawn",
        "contact",
    )


def _flag(row: Recorded) -> Iterator[Event]:
    if row.why == "pregnant":  # the pathway tells it
        return
    # What is for the safety of staff, or names a risk or somebody else, is printed only when someone says so.
    hidden = row.why not in KIND or not KIND[row.why].is_printed
    yield from _one(row, "set", row.began, f"Flag set: {row.words}", "contact", left_out_of_print=hidden)
    yield from _one(row, "ended", row.ended, f"Flag ended: {row.words}", "contact", left_out_of_print=hidden)


def _immunisation(row: Recorded) -> Iterator[Event]:
    yield from _remembered(row, "given", f"Immunisation given: {row.words}")


def _hospital(row: Recorded) -> Iterator[Event]:
    yield from _remembered(row, "began", row.words, is_key=True)


def _check(row: Recorded) -> Iterator[Event]:
    yield from _remembered(row, "done", row.words)


def _condition(row: Recorded) -> Iterator[Event]:
    yield from _remembered(row, "began", f"Diagnosis: {row.words}")


def _medicine(row: Recorded) -> Iterator[Event]:
    yield from _remembered(row, "began", f"Medicine started: {row.words}")


def _remembered(row: Recorded, name: str, what: str, *, is_key: bool = False) -> Iterator[Event]:
    """Yield an event whose day may be known only as a month or a year."""
    if row.when is not None:
        yield Event(
            f"{_key(row)}:{name}", row.when, what, "health", AUTOMATIC, is_clinical=True, is_key=is_key
        )


def _pregnancy(row: Recorded) -> Iterator[Event]:
    # A young person may keep this to themselves: it is printed only when someone says so.
    private = {"is_clinical": True, "left_out_of_print": True}
    yield from _one(row, "known", row.began, "Pregnancy known to the team", "health", is_key=True, **private)
    yield from _one(row, "ended", row.ended, "Pregnancy support ended", "health", **private)


def _referral(row: Recorded) -> Iterator[Event]:
    private = {"is_clinical": True, "left_out_of_print": True}
    yield from _one(
        row, "referred", row.began, _with("Referred to enhanced midwifery", row.words), "health", **private
    )
    yield from _one(row, "replied", row.ended, _with("Midwifery team replied", row.why), "health", **private)


def _leaving(row: Recorded) -> Iterator[Event]:
    yield from _one(row, "history", row.began, row.words, "plan")
    yield from _one(row, "explained", row.ended, "Health history explained", "plan")


_EVENTS: dict[str, Callable[[Recorded], Iterator[Event]]] = {
    "period": _period,
    "told": _told,
    "placement": _placement,
    "legal_status": _legal,
    "protection": _protection,
    "missing": _missing,
    "declined": _declined,
    "hold": _hold,
    "appointment": _appointment,
    "information": _information,
    "consent": _consent,
    "flag": _flag,
    "immunisation": _immunisation,
    "hospital": _hospital,
    "check": _check,
    "dental_check": _check,
    "condition": _condition,
    "medicine": _medicine,
    "pregnancy": _pregnancy,
    "referral": _referral,
    "leaving_care": _leaving,
}
