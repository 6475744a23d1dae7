"""Growth of a child: measurements read, entered, corrected, taken out as entered in error. No centile is computed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain import growth as rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import age_in_years, show_age
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.growth import CENTILES, HEAD, HEAD_UNTIL, HEIGHT, WEIGHT, Measurement
from lac_tracker.domain.names import clean_line, clean_text, first_name
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.entry_words import LONGEST, not_before_birth, reason
from lac_tracker.storage import children
from lac_tracker.storage import growth as stored


@dataclass(frozen=True)
class Typed:
    """A measurement as typed: quantities as text in their fixed units, centiles as chosen, '' where there is none."""

    measured_on: date | None
    height: str = ""
    weight: str = ""
    head: str = ""
    height_centile: str = ""
    weight_centile: str = ""
    bmi_centile: str = ""
    head_centile: str = ""
    not_measured_because: str = ""
    measured_by: str = ""
    note: str = ""


@dataclass(frozen=True)
class GrowthOnRecord:
    """All the tab shows. measurements: newest first. age: in words, today."""

    called: str
    born: date
    age: str
    sex: str | None
    measurements: tuple[Measurement, ...]


@needs(Action.SEE_CLINICAL, child=the_child)
def on_record(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> GrowthOnRecord:
    """Return the measurements of a child."""
    child = children.load(session, child_id)
    return GrowthOnRecord(
        first_name(child.preferred_name, child.given_name, child.council_id),
        child.born,
        show_age(child.born, today),
        child.sex,
        stored.measurements(session, child_id),
    )


def latest(session: Session, child_id: int) -> Measurement | None:
    """Return the newest measurement in which something was measured. For services that asked for leave."""
    return next(
        (
            one
            for one in stored.measurements(session, child_id)
            if any(one.of(measure) is not None for measure in rules.MEASURES)
        ),
        None,
    )


@needs(Action.SEE_CLINICAL, child=the_child)
def doubts(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    typed: Typed,
    measurement_id: int | None = None,
) -> tuple[str, ...]:
    """Return what can hardly be, against the last measurement, a sentence each: a screen asks before it saves.

    measurement_id: the one that is corrected. Raises UserError as saving would.
    """
    fields = _fields(session, child_id, typed, now.date(), kept=_kept(session, child_id, measurement_id))
    others = [one for one in stored.measurements(session, child_id) if one.id != measurement_id]
    quantities = (
        (HEIGHT, fields["height_millimetres"]),
        (WEIGHT, fields["weight_grams"]),
        (HEAD, fields["head_millimetres"]),
    )
    return rules.doubts(fields["measured_on"], quantities, others, children.load(session, child_id).born)


@needs(Action.EDIT_HEALTH_CHECKS, child=the_child)
def add_measurement(session: Session, child_id: int, *, by: Actor, now: datetime, typed: Typed) -> Changes:
    """Enter a measurement. Raises UserError naming the field that is wrong, and what was typed there."""
    fields = _fields(session, child_id, typed, now.date()) | {"recorded_by": by.full_name}
    made = stored.save_measurement(session, child_id, None, fields, seen_version=1)
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_measurement)
def change_measurement(
    session: Session, measurement_id: int, *, by: Actor, now: datetime, typed: Typed, seen_version: int
) -> Changes:
    """Correct a measurement; what it said before stays in the record of changes."""
    child_id = stored.child_of_measurement(session, measurement_id)
    fields = _fields(session, child_id, typed, now.date(), kept=_kept(session, child_id, measurement_id))
    stored.save_measurement(session, child_id, measurement_id, fields, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_measurement)
def measurement_in_error(
    session: Session, measurement_id: int, *, by: Actor, now: datetime, because: str, seen_version: int
) -> Changes:
    """Take a measurement out as entered in error. It is kept with the reason. Raises UserError without one."""
    child_id = stored.child_of_measurement(session, measurement_id)
    stored.measurement_in_error(session, measurement_id, reason(because, by), seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


def _fields(
    session: Session, child_id: int, typed: Typed, today: date, *, kept: Measurement | None = None
) -> dict[str, Any]:
    """Return what the row holds. kept: the row that is corrected, whose centiles may be words of a form."""
    born = children.load(session, child_id).born
    on = not_before_birth(session, child_id, typed.measured_on, today, label="Measured on")
    age = age_in_years(born, on)
    height = rules.read_quantity(typed.height, HEIGHT, age)
    weight = rules.read_quantity(typed.weight, WEIGHT, age)
    head = rules.read_quantity(typed.head, HEAD, age)
    if head is not None and age >= HEAD_UNTIL and (kept is None or kept.head_millimetres != head):
        raise UserError("Head circumference is measured under 2 years: leave it empty")
    why_not = clean_text(typed.not_measured_because, label="Not measured because", longest=LONGEST).strip()
    if height is None and weight is None and head is None and not why_not:
        raise UserError("Height or weight is missing: enter one of them, or why nothing was measured")
    measured_by = clean_line(typed.measured_by, label="By whom")
    if not measured_by:
        raise UserError("By whom is missing: enter who measured, or who told us")
    read = {
        "height_centile": ("Height centile", typed.height_centile, height is not None),
        "weight_centile": ("Weight centile", typed.weight_centile, weight is not None),
        "bmi_centile": ("BMI centile", typed.bmi_centile, height is not None and weight is not None),
        "head_centile": ("Head centile", typed.head_centile, head is not None),
    }
    centiles = {
        name: _centile(label, words, getattr(kept, name, ""), is_measured=is_measured)
        for name, (label, words, is_measured) in read.items()
    }
    return {
        "measured_on": on,
        "height_millimetres": height,
        "weight_grams": weight,
        "head_millimetres": head,
        "not_measured_because": why_not,
        "measured_by": measured_by,
        "note": clean_text(typed.note, label="Note", longest=LONGEST).strip(),
        **centiles,
    }


def _centile(label: str, words: str, before: str, *, is_measured: bool) -> str:
    if not words:
        return ""
    if words not in CENTILES and words != before:
        raise UserError(f"{label} must be a line of the chart, or a space between two: choose one")
    if not is_measured:
        raise UserError(f"{label} is of nothing measured: leave it empty, or enter what was measured")
    return words


def _kept(session: Session, child_id: int, measurement_id: int | None) -> Measurement | None:
    held = stored.measurements(session, child_id)
    return next((one for one in held if one.id == measurement_id), None)
