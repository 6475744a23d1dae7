"""Health checks as papers and the summary tell them: from the rows of the record, where they are newer than the answer.

What a signed assessment says stands until the record knows more. A row counts as newer when its day lies after that of
the assessment, or when the assessment said nothing. Each is told with its day and its source.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.disclosure import tells_private
from lac_tracker.domain.growth import Measurement, measurement_words
from lac_tracker.domain.health_checks import ImmunisationStatement
from lac_tracker.domain.routine_checks import RoutineCheck
from lac_tracker.domain.treatments import Condition, Medicine, condition_words, medicine_words
from lac_tracker.storage import growth, immunisations, routine_checks, treatments

Check = RoutineCheck
RING_US = "Not told here: ring us"  # where 'none' would be untrue
# A topic (category of need) that is kept from a reader → what of the checks goes with it.
_OF_TOPIC = {
    "teeth": ("dental",), "immunisations": ("statement",), "growth": ("growth",), "eyes": ("vision",),
    "ears": ("hearing",), "medicines": ("medicines",), "asthma": ("conditions",), "skin": ("conditions",),
    "continence": ("conditions",), "long_term_condition": ("conditions",), "infection": ("conditions",),
}  # fmt: skip
_STATED = {
    "up_to_date": "Up to date",
    "not_up_to_date": "Not up to date",
    "history_unknown": "History unknown, treat as not immunised",
}
_STATES = {
    "done": "Checked", "booked": "Booked for", "not_done": "Not done, asked", "declined": "Declined, asked",
    "not_needed": "Not needed, asked",
}  # fmt: skip


@dataclass(frozen=True)
class Checks:
    """The newest of each, as held on a day; None or empty where the record has none.

    medicines, conditions: those that stand; changed: of each, when the list was last written.
    """

    statement: ImmunisationStatement | None = None
    dental: Check | None = None
    vision: Check | None = None
    hearing: Check | None = None
    growth: Measurement | None = None
    medicines: tuple[Medicine, ...] = ()
    conditions: tuple[Condition, ...] = ()
    medicines_changed: date | None = None
    conditions_changed: date | None = None
    is_kept_back: bool = False  # of the medicines: some are not told to these readers


def held(session: Session, child_id: int, today: date, kept: frozenset[str] = frozenset()) -> Checks:
    """Return what the record holds. kept: topics these readers must not see. For services that asked for leave."""
    hidden = {name for topic in kept for name in _OF_TOPIC.get(topic, ())}
    medicines, conditions = treatments.medicines(session, child_id), treatments.conditions(session, child_id)
    checks = routine_checks.of_child(session, child_id)
    found = Checks(
        statement=next((one for one in immunisations.statements(session, child_id) if one.as_at <= today), None),
        dental=_newest(checks, "dental"),
        vision=_newest(checks, "vision"),
        hearing=_newest(checks, "hearing"),
        growth=next((one for one in growth.measurements(session, child_id) if not one.not_measured_because), None),
        medicines=tuple(one for one in medicines if one.ended is None),
        conditions=tuple(one for one in conditions if one.state != "resolved"),
        medicines_changed=_last_written(medicines),
        conditions_changed=_last_written(conditions),
    )  # fmt: skip
    empty: dict[str, Any] = {name: () if name in ("medicines", "conditions") else None for name in hidden}
    empty |= {f"{name}_changed": None for name in hidden & {"medicines", "conditions"}}
    return replace(found, **empty)


def newer(found: Checks, on: date, said: Callable[[str], str]) -> Checks:
    """Return only what is newer than an assessment of that day, or what it said nothing about.

    said: gives the answer to a question, '' where there is none.
    """

    def is_newer(day: date | None, *questions: str) -> bool:
        return day is not None and (day > on or not any(said(one) for one in questions))

    statement, measured = found.statement, found.growth
    checks: dict[str, Any] = {
        kind: row if row is not None and is_newer(row.on, question) else None
        for kind, question in (("dental", "dental_seen"), ("vision", "vision_checked"), ("hearing", "hearing_checked"))
        for row in (getattr(found, kind),)
    }  # fmt: skip
    has_medicines = is_newer(found.medicines_changed, "medicines_state", "medicines")
    has_conditions = is_newer(found.conditions_changed, "conditions_ongoing", "conditions_new")
    return Checks(
        statement=statement if statement and is_newer(statement.as_at, "imm_up_to_date") else None,
        growth=measured
        if measured and is_newer(measured.measured_on, "height_cm", "weight_kg", "growth_not_measured_why")
        else None,
        medicines=found.medicines if has_medicines else (),
        conditions=found.conditions if has_conditions else (),
        medicines_changed=found.medicines_changed if has_medicines else None,
        conditions_changed=found.conditions_changed if has_conditions else None,
        **checks,
    )


def without_private(found: Checks) -> Checks:
    """Return the checks without medicines and conditions that tell what a young person may keep to themselves."""
    medicines = tuple(one for one in found.medicines if not tells_private(medicine_words(one)))
    return replace(
        found,
        medicines=medicines,
        is_kept_back=len(medicines) < len(found.medicines),
        conditions=tuple(
            one for one in found.conditions if not tells_private(f"{condition_words(one)} {one.note}")
        ),
    )


def statement_told(one: ImmunisationStatement) -> tuple[str, ...]:
    """Return 'Not up to date: MMR, dose 2' and who stated it when, from what."""
    missing = f": {one.outstanding}" if one.outstanding else ""
    return (
        f"{_STATED[one.status]}{missing}",
        f"Stated {show_date(one.as_at)} by {one.stated_by} ({one.source})",
    )


def check_told(row: Check) -> str:
    """Return 'Checked 04-Mar-2026 at Mill Dental: varnish given (Dentist's letter)'."""
    day = row.when.words if row.when else "day not known"
    where = f" at {row.provider}" if row.provider else ""
    more = row.result if row.state == "done" else row.reason
    waiting = ". Treatment is waiting" if row.treatment_waiting == "yes" else ""
    return f"{_STATES[row.state]} {day}{where}{f': {more}' if more else ''}{waiting}{_source(row)}"


def growth_told(one: Measurement) -> str:
    """Return 'Height 158.2 cm (50th), weight 47.1 kg, 04-Mar-2026, measured by Sam Iqbal'."""
    return f"{measurement_words(one)}, {show_date(one.measured_on)}, measured by {one.measured_by}"


def medicines_told(found: Checks) -> tuple[str, ...]:
    """Return the medicines that are taken, one statement each; 'None taken' with the day where the last one stopped."""
    if not found.medicines and found.is_kept_back:
        return (RING_US,)
    if not found.medicines and found.medicines_changed:
        return (f"None taken, {show_date(found.medicines_changed)}",)
    return tuple(_with_source(medicine_words(one), one) for one in found.medicines)


def conditions_told(found: Checks) -> tuple[str, ...]:
    """Return the conditions that go on, one statement each."""
    return tuple(_with_source(condition_words(one), one) for one in found.conditions)


def sources_told(found: Checks) -> tuple[str, ...]:
    """Return what names the source at the end of each statement."""
    rows = (found.dental, found.vision, found.hearing, *found.medicines, *found.conditions)
    return tuple(dict.fromkeys(_source(row) for row in rows if row is not None))


def _with_source(words: str, one: Medicine | Condition) -> str:
    return f"{words}{_source(one)}"


def _source(one: Check | Medicine | Condition) -> str:
    """Return ' (Carer)'; of what is no check its day, too, where the source does not say it."""
    on = one.recorded_on if isinstance(one, Medicine | Condition) else None
    shown = show_date(on) if on is not None else ""
    return f" ({one.source}, {shown})" if shown and shown not in one.source else f" ({one.source})"


def _newest(rows: Iterable[Check], kind: str) -> Check | None:
    """Return the newest check that was done or not; one that is only booked where there is no other."""
    own = [row for row in rows if row.kind == kind]  # newest first
    return next((row for row in own if row.state != "booked"), own[0] if own else None)


def _last_written(rows: Sequence[Medicine | Condition]) -> date | None:
    return max((one.recorded_on for one in rows if one.recorded_on), default=None)
