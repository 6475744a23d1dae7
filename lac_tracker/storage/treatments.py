"""Medicines, conditions and allergies: rows and domain. What the banner says of allergies follows from the rows here."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.event_dates import EventDate
from lac_tracker.domain.treatments import (
    Allergy,
    Condition,
    Medicine,
    NamedAllergy,
    allergies_told,
    allergy_changes,
    allergy_name,
    both_reactions,
    named_allergies,
    standing,
)
from lac_tracker.storage import children
from lac_tracker.storage import health_checks as stored
from lac_tracker.storage.tables.health_checks import AllergyRow, ConditionRow, MedicineRow

child_of_medicine = stored.child_of(MedicineRow)
child_of_condition = stored.child_of(ConditionRow)
child_of_allergy = stored.child_of(AllergyRow)


def medicines(session: Session, child_id: int) -> tuple[Medicine, ...]:
    """Return the medicines of a child: those taken now first, each part newest first; none entered in error."""
    found = (
        Medicine(
            row.id, row.name, row.dose, row.for_what, _began(row), row.ended_on, row.ended_because, row.prescribed_by,
            row.source, row.recorded_by, row.recorded_on, row.version,
        )
        for row in stored.rows_of(session, MedicineRow, child_id)
    )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.ended is None, _on(one.began), one.id), reverse=True))


def conditions(session: Session, child_id: int) -> tuple[Condition, ...]:
    """Return the conditions of a child: those that go on first, each part newest first; none entered in error."""
    found = (
        Condition(
            row.id, row.name, row.state, _began(row), row.ended_on, row.diagnosed_by, row.note,  # type: ignore[arg-type]  # a CHECK keeps the word
            row.source, row.recorded_by, row.recorded_on, row.version,
        )
        for row in stored.rows_of(session, ConditionRow, child_id)
    )  # fmt: skip
    return tuple(
        sorted(found, key=lambda one: (one.state != "resolved", _on(one.began), one.id), reverse=True)
    )


def allergies(session: Session, child_id: int) -> tuple[Allergy, ...]:
    """Return the allergies of a child in the order they were entered, ended ones too; none entered in error."""
    return tuple(
        Allergy(
            row.id, row.substance, row.reaction, row.severity, _began(row), row.ended_on, row.ended_because,  # type: ignore[arg-type]  # a CHECK keeps the word
            row.source, row.recorded_by, row.recorded_on, row.version,
        )
        for row in stored.rows_of(session, AllergyRow, child_id)
    )  # fmt: skip


def save_medicine(
    session: Session, child_id: int, medicine_id: int | None, began: EventDate | None, fields: Mapping[str, Any], *,
    seen_version: int,
) -> int:  # fmt: skip
    """Keep a medicine, new (medicine_id None) or corrected, and return its id. Raises RecordChanged."""
    dated = {**fields, **stored.date_fields("began_on", began)}
    return stored.save_row(session, MedicineRow, child_id, medicine_id, dated, seen_version=seen_version)


def save_condition(
    session: Session, child_id: int, condition_id: int | None, began: EventDate | None, fields: Mapping[str, Any], *,
    seen_version: int,
) -> int:  # fmt: skip
    """Keep a condition, new (condition_id None) or corrected, and return its id. Raises RecordChanged."""
    dated = {**fields, **stored.date_fields("began_on", began)}
    return stored.save_row(session, ConditionRow, child_id, condition_id, dated, seen_version=seen_version)


def save_allergy(
    session: Session, child_id: int, allergy_id: int | None, began: EventDate | None, fields: Mapping[str, Any], *,
    seen_version: int,
) -> int:  # fmt: skip
    """Keep an allergy, new (allergy_id None) or corrected, and return its id. The banner follows. Raises RecordChanged."""
    dated = {**fields, **stored.date_fields("began_on", began)}
    kept = stored.save_row(session, AllergyRow, child_id, allergy_id, dated, seen_version=seen_version)
    _follow(session, child_id)
    return kept


def end_medicine(
    session: Session,
    medicine_id: int,
    on: date,
    because: str,
    fields: Mapping[str, Any],
    *,
    seen_version: int,
) -> None:
    """Stop a medicine on a day. fields: what else is written. Raises RecordChanged."""
    child_id = child_of_medicine(session, medicine_id)
    ended = {**fields, "ended_on": on, "ended_because": because}
    stored.save_row(session, MedicineRow, child_id, medicine_id, ended, seen_version=seen_version)


def end_allergy(
    session: Session, allergy_id: int, on: date, because: str, fields: Mapping[str, Any], *, seen_version: int
) -> None:
    """End an allergy on a day. The banner follows. Raises RecordChanged."""
    child_id = child_of_allergy(session, allergy_id)
    ended = {**fields, "ended_on": on, "ended_because": because}
    stored.save_row(session, AllergyRow, child_id, allergy_id, ended, seen_version=seen_version)
    _follow(session, child_id)


def medicine_in_error(session: Session, row_id: int, because: str, *, seen_version: int) -> None:
    """Take a medicine out, with the reason. Raises RecordChanged."""
    stored.in_error(session, MedicineRow, row_id, because, seen_version=seen_version)


def condition_in_error(session: Session, row_id: int, because: str, *, seen_version: int) -> None:
    """Take a condition out, with the reason. Raises RecordChanged."""
    stored.in_error(session, ConditionRow, row_id, because, seen_version=seen_version)


def allergy_in_error(session: Session, row_id: int, because: str, *, seen_version: int) -> None:
    """Take an allergy out, with the reason. The banner follows. Raises RecordChanged."""
    child_id = child_of_allergy(session, row_id)
    stored.in_error(session, AllergyRow, row_id, because, seen_version=seen_version)
    _follow(session, child_id)


def set_allergies_state(session: Session, child_id: int, state: str) -> None:
    """Write 'none known' or 'not recorded' of a child for whom no allergy stands; 'known' where one does, always."""
    _follow(session, child_id, without=state)


def set_allergy_names(
    session: Session, child_id: int, words: str, source: str, by: str, *, on: date, because: str, state: str = "known",
    may_alter: Callable[[Allergy], bool] = lambda _row: True, said_before: str = "", keeps_reactions: bool = False,
) -> None:  # fmt: skip
    """Make the rows follow what was written about the allergies elsewhere; the banner follows the rows.

    words: the names, one on each line, as `treatments.named_allergies` reads them; read only where state is 'known'.
    because: why a row ends that is named no longer, without who; `by` is added. state: known, none_known or
    not_recorded. may_alter: of a row; a form that is older than the row may neither end nor reword it.
    said_before: the names that this source wrote before: what was done to them since stays, unless the words changed.
    keeps_reactions: the reaction that another source told stays beside the new one.

    'Known' without a name is kept as it was said, with the rows as they are.
    """
    if state == "known" and not named_allergies(words):
        _follow(session, child_id, without="known")
        return
    held = allergies(session, child_id)
    named = named_allergies(words) if state == "known" else ()
    changes = allergy_changes(held, named)
    before = {one.key: one for one in named_allergies(said_before)}
    told = {"recorded_by": by, "recorded_on": on}
    for row in filter(may_alter, changes.gone):
        ended = told | {"ended_on": on, "ended_because": f"{because} ({by})"}
        stored.save_row(session, AllergyRow, child_id, row.id, ended, seen_version=row.version)
    for row, one in changes.reworded:
        if not may_alter(row) or before.get(one.key) == one:
            continue
        is_others = keeps_reactions and row.source != source
        reaction = both_reactions(row.reaction, one.reaction) if is_others else one.reaction
        fields = told | {"substance": one.substance, "reaction": reaction, "source": source}
        stored.save_row(session, AllergyRow, child_id, row.id, fields, seen_version=row.version)
    for one in changes.new:
        if one.key in before or _ended_since(held, one, on):
            continue
        fields = told | {"substance": one.substance, "reaction": one.reaction, "source": source}
        stored.save_row(session, AllergyRow, child_id, None, fields, seen_version=1)
    _follow(session, child_id, without=state)


def allergies_not_named(
    session: Session, child_id: int, words: str, state: str, may_alter: Callable[[Allergy], bool] = lambda _row: True
) -> tuple[Allergy, ...]:  # fmt: skip
    """Return the allergies that `set_allergy_names` would end, so that a person can be asked first."""
    named = named_allergies(words) if state == "known" else ()
    if state == "known" and not named:
        return ()
    return tuple(filter(may_alter, allergy_changes(allergies(session, child_id), named).gone))


def _ended_since(held: tuple[Allergy, ...], one: NamedAllergy, on: date) -> bool:
    """Return whether somebody ended this allergy after the day it was told: it does not come back by itself."""
    return any(row.ended is not None and row.ended > on and allergy_name(row).key == one.key for row in held)


def _follow(session: Session, child_id: int, *, without: str | None = None) -> None:
    """Write what the banner, the papers and the flags read of the allergies, from the rows.

    without: the state where no row stands. None: as it was, but no longer 'known': that nothing is left does not say
    that somebody asked.
    """
    rows = standing(allergies(session, child_id))
    before = children.load(session, child_id).allergies_state
    if rows:
        state = "known"
    elif without is not None:
        state = without
    else:
        state = "not_recorded" if before == "known" else before
    children.change(
        session, child_id, {"allergies_state": state, "allergies": allergies_told(rows) if rows else None}
    )


def _began(row: MedicineRow | ConditionRow | AllergyRow) -> EventDate | None:
    return stored.event_date(row.began_on, row.date_precision, row.date_words)


def _on(when: EventDate | None) -> date:
    return when.on if when else date.min
