"""Which free slot fits a child who waits to be booked: in time, with what the child needs, and with whom they know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.clinics import AFTER_SCHOOL
from lac_tracker.domain.dates import show_date, show_weekday

DOCTOR_WARNING = "An IHA by someone who is not a doctor needs a reason when it is signed (TS-4)"


@dataclass(frozen=True)
class FreeSlot:
    """A slot that nobody has, and what can be done in it."""

    slot_id: int
    kind: str  # IHA, RHA or any
    on: date
    starts_at: str | None
    minutes: int
    clinician_id: int
    clinician: str
    place: str
    is_visit: bool
    is_doctor: bool
    is_trained: bool  # recorded training with unaccompanied children that holds on the day


@dataclass(frozen=True)
class Needs:
    """What a child needs of an appointment. interpreter: the language; 'Interpreter' where it is not known."""

    interpreter: str = ""
    trained: bool = False  # somebody trained with unaccompanied children
    doctor: bool = False  # an initial assessment: warned of, never refused (TS-4)
    after_school: bool = False
    home_visit: bool = False
    host: bool = False  # out of area: the host team books

    @property
    def words(self) -> str:
        """'Farsi interpreter; UASC trained'; '' for nothing out of the ordinary."""
        said = (
            self._interpreter_words,
            "UASC trained" if self.trained else "",
            "After school" if self.after_school else "",
            "Home visit" if self.home_visit else "",
            "Out of area" if self.host else "",
        )
        return "; ".join(words for words in said if words)

    @property
    def _interpreter_words(self) -> str:
        return (
            f"{self.interpreter} interpreter"
            if self.interpreter not in ("", "Interpreter")
            else self.interpreter
        )


@dataclass(frozen=True)
class Waiting:
    """One assessment that needs an appointment: what matching reads of it. due_on: the latest day to be in time."""

    kind: str
    due_on: date
    needs: Needs
    last_clinician_id: int | None = None  # who saw the child last


@dataclass(frozen=True)
class Match:
    """The best slot. late_days: 0 in time. is_known: the child was seen before by this clinician."""

    slot: FreeSlot
    late_days: int
    is_known: bool
    warning: str = ""

    @property
    def words(self) -> str:
        """'Fri 06-Mar-2026 09:30 Dr Iqbal, late by 3 days; seen before by Dr Iqbal'."""
        said = slot_words(self.slot)
        if self.late_days:
            said += f", late by {days_words(self.late_days)}"
        return f"{said}; seen before by {self.slot.clinician}" if self.is_known else said


def slot_words(slot: FreeSlot) -> str:
    """Return 'Fri 06-Mar-2026 09:30 Dr Iqbal'."""
    at = f" {slot.starts_at}" if slot.starts_at else ""
    return f"{show_weekday(slot.on)} {show_date(slot.on)}{at} {slot.clinician}"


def days_words(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def fits(slot: FreeSlot, waiting: Waiting) -> bool:
    """Return whether a slot meets what a child needs. A doctor is preferred, not needed (TS-4)."""
    needs = waiting.needs
    if slot.kind not in (waiting.kind, "any") or needs.host:
        return False
    if needs.trained and not slot.is_trained:
        return False
    if needs.home_visit and not slot.is_visit:
        return False
    return not (needs.after_school and slot.starts_at is not None and slot.starts_at < AFTER_SCHOOL)


def best_match(waiting: Waiting, slots: Iterable[FreeSlot]) -> Match | None:
    """Return the slot to offer: the first in time, rather with whom the child knows; else the first after.

    In time, an initial assessment goes rather to a doctor, and then to the clinician of last time. Late, the first day
    counts before anything else. None where no slot meets the needs.
    """
    return _match(waiting, sorted(slots, key=_when))


def best_matches(waiting: Sequence[Waiting], slots: Iterable[FreeSlot]) -> tuple[Match | None, ...]:
    """Return the best slot of each, most urgent first: a slot that one is to have is not offered to the next."""
    left = {slot.slot_id: slot for slot in sorted(slots, key=_when)}
    found: list[Match | None] = []
    unmet: set[tuple[object, ...]] = (
        set()
    )  # needs that no slot met: there are fewer slots from one to the next
    for one in waiting:
        needs = (one.kind, one.needs.trained, one.needs.home_visit, one.needs.after_school, one.needs.host)
        match = None if needs in unmet else _match(one, left.values())
        if match is None:
            unmet.add(needs)
        else:
            del left[match.slot.slot_id]
        found.append(match)
    return tuple(found)


def _match(waiting: Waiting, slots: Iterable[FreeSlot]) -> Match | None:
    """Return the slot to offer of those in the order of `_when`, and look no further than is needed to know it."""

    def wrong_person(slot: FreeSlot) -> tuple[bool, bool]:
        return (
            waiting.needs.doctor and not slot.is_doctor,
            waiting.last_clinician_id is not None and slot.clinician_id != waiting.last_clinician_id,
        )

    best, wrong = None, (True, True)
    for slot in slots:
        if best is not None and slot.on > max(best.on, waiting.due_on):
            break  # later than one in time, or than the first day after
        if fits(slot, waiting) and (best is None or wrong_person(slot) < wrong):
            best, wrong = slot, wrong_person(slot)
            if wrong == (False, False):
                break
    if best is None:
        return None
    return Match(
        best,
        max((best.on - waiting.due_on).days, 0),
        best.clinician_id == waiting.last_clinician_id,
        DOCTOR_WARNING if waiting.needs.doctor and not best.is_doctor else "",
    )


def _when(slot: FreeSlot) -> tuple[date, str, int]:
    # Visits without a time come after what has one on the same day.
    return (slot.on, slot.starts_at or "99", slot.slot_id)
