"""The working list in SQL: which rows a view and its filters show on a day, in which order.

How a row stands on a day is read from `due_stretches`, where `domain.standing.stretches` put it: no second rule here.
A whole list is found, sorted and counted in that one table; only the rows that are shown are looked up in `due`.
What only some views and filters read is in storage/worklist_children.py and storage/flag_search.py, and loaded then.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnExpressionArgument,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    null,
    or_,
    select,
)
from sqlalchemy.orm import Session

from lac_tracker.domain.standing import NEEDS_SOMEBODY, OPEN_STATUSES, WAITING_WORDS, Status, WaitingOn
from lac_tracker.domain.worklist import AGE_BAND, NOBODY, SOON_DAYS, VIEW, Wanted, latest_birth
from lac_tracker.storage import reference_data
from lac_tracker.storage.tables.children import ChildRow, CouncilRow
from lac_tracker.storage.tables.due import DueRow, DueStretchRow
from lac_tracker.storage.tables.people import PersonRow
from lac_tracker.storage.worklist_look import Look
from lac_tracker.storage.worklist_text import found_by, is_hidden

row_of_day = DueStretchRow  # as it stands on a day, with all that lists filter and sort by
CHUNK = 400  # rows looked up in one query

# The most urgent first: what the column Status sorts by.
URGENCY: tuple[Status, ...] = (
    Status.OVERDUE, Status.DUE_TODAY, Status.AT_RISK, Status.DUE_SOON, Status.NEEDS_REVIEW, Status.CANNOT_BE_COMPUTED,
    Status.BOOKED, Status.ON_TRACK, Status.COMPLETED_LATE, Status.COMPLETED_IN_TIME, Status.EXCLUDED,
)  # fmt: skip
_OF_STATUS = {
    "overdue": Status.OVERDUE, "at_risk": Status.AT_RISK, "cannot_be_computed": Status.CANNOT_BE_COMPUTED,
    "needs_review": Status.NEEDS_REVIEW,
}  # fmt: skip
# What is late or falls due soon and can be worked on: where an appointment or consent that is not there is a gap.
_PRESSING = (Status.OVERDUE, Status.DUE_TODAY, Status.AT_RISK, Status.DUE_SOON, Status.ON_TRACK)
DONE = tuple(status for status in URGENCY if status not in OPEN_STATUSES)
OPEN = tuple(status for status in URGENCY if status in OPEN_STATUSES)
_WAITING = {one.value: label for one, label in WAITING_WORDS.items()}


@cache
def row_columns() -> tuple[Any, ...]:
    """Return the columns of one row, in the order of services.due_item.DueItem."""
    return (
        DueRow.child_id, ChildRow.council_child_id, ChildRow.family_name, ChildRow.given_name, ChildRow.nhs_number,
        ChildRow.born, DueRow.kind, DueRow.clock_start, DueRow.due_on, DueRow.due_28_days, DueRow.due_20_working_days,
        DueRow.rule, DueRow.why, DueRow.warning, DueRow.history_missing, DueRow.met_on, DueRow.assessor_name,
        DueRow.signed_on, DueRow.missing, DueRow.excluded, DueRow.excluded_from, DueRow.excluded_to,
        DueRow.review_needed, DueRow.booked_on, DueRow.consent_on_record, DueRow.declined_ask_again,
        DueRow.part_done_on, DueRow.on_hold_until, DueRow.on_hold_reason, DueRow.seen_not_signed_on,
        DueRow.interpreter_missing, DueRow.waiting_on, DueRow.delay_code, DueRow.assessor_id, DueRow.assessment_id,
        DueRow.booked_at, DueRow.next_step, DueRow.next_step_on, DueRow.next_step_by, DueRow.escalated_on,
        DueRow.is_out_of_area,
    )  # fmt: skip


def ids(wanted: Wanted, seen: Look) -> Select[Any]:
    """Return the query for the ids of the rows of `due` that are wanted, in their order."""
    key = row_of_day.due_id
    return _from(wanted, seen, key).where(*conditions(wanted, seen)).order_by(*order(wanted, seen), key)


def ids_with_total(wanted: Wanted, seen: Look) -> Select[Any]:
    """Return the same query with how many rows there are in all beside each, for views in which finding takes longest.

    The rows are found once, kept with what they are sorted by, and then counted and sorted.
    """
    key = row_of_day.due_id
    terms = {f"by_{place}": term for place, term in enumerate(_terms(wanted, seen))}
    held = _from(wanted, seen, key, *(term.label(name) for name, (term, _) in terms.items()))
    found = (
        held.where(*conditions(wanted, seen)).cte("found").prefix_with("MATERIALIZED")
    )  # or it is found twice
    by = (_placed(found.c[name], descending=down) for name, (_, down) in terms.items())
    total = select(func.count()).select_from(found).scalar_subquery()
    return select(found.c.due_id, total).order_by(*by, found.c.due_id)


def keys(wanted: Wanted, seen: Look) -> Select[Any]:
    """Return the query for (child, kind of assessment) of the rows that are wanted, in their order."""
    found = _from(wanted, seen, row_of_day.child_id, row_of_day.kind)
    return found.where(*conditions(wanted, seen)).order_by(*order(wanted, seen))


def children(seen: Look) -> Select[Any]:
    """Return the query for how many children the team has."""
    return select(func.count()).select_from(ChildRow).where(ChildRow.team_id == seen.team_id)


def count(wanted: Wanted, seen: Look) -> Select[Any]:
    """Return the query for how many rows are wanted."""
    return _from(wanted, seen, func.count()).where(*conditions(wanted, seen))


def rows(session: Session, due_ids: Sequence[int]) -> Iterator[Any]:
    """Return rows of the list by their ids, in that order, each after its id; looked up some at a time.

    So memory stays flat, however many there are.
    """
    connection = session.connection()  # rows without objects: there may be a hundred thousand
    for at in range(0, len(due_ids), CHUNK):
        part = due_ids[at : at + CHUNK]
        found = {row[0]: row for row in connection.execute(_rows_by_id(), {"ids": json.dumps(list(part))})}
        yield from (found[due_id] for due_id in part if due_id in found)


@cache
def _rows_by_id() -> Any:
    asked = func.json_each(bindparam("ids", type_=String)).table_valued(
        "value"
    )  # one statement for any number
    query = select(DueRow.id, *row_columns()).join(ChildRow, ChildRow.id == DueRow.child_id)
    return query.where(DueRow.id.in_(select(asked.c.value)))


def conditions(wanted: Wanted, seen: Look) -> list[ColumnExpressionArgument[bool]]:
    """Return what a row must fulfil to be shown."""
    return [
        *_of_view(wanted.view, seen),
        *_of_filters(wanted, seen),
        *found_by(wanted.text, seen.staff, seen.hidden),
    ]


def order(wanted: Wanted, seen: Look) -> tuple[Any, ...]:
    """Return the order: what was chosen, then due date, then name; nothing, wherever it is sorted by, stands last."""
    return tuple(_placed(term, descending=down) for term, down in _terms(wanted, seen))


def _terms(wanted: Wanted, seen: Look) -> tuple[tuple[Any, bool], ...]:
    """Return what is sorted by, and whether downwards. Whom the list does not name stands with those without a name."""
    row = row_of_day
    name: Any = case((is_hidden(seen.hidden), ""), else_=row.name_key) if seen.hidden else row.name_key
    chosen = (_sort_key(wanted.sort, name), wanted.descending)
    first = (chosen,) if wanted.sort == "due" else (chosen, (row.due_on, False))
    return (*first, *((term, False) for term in (name == "", name, row.child_id, row.kind)))


def _placed(term: Any, *, descending: bool) -> Any:
    return (term.desc() if descending else term.asc()).nulls_last()


def _from(wanted: Wanted, seen: Look, *columns: Any) -> Select[Any]:
    """Return a query over the rows as they stand on the day, in one of the ways in which a view shows them."""
    row = row_of_day
    on_day = [row.team_id == seen.team_id, row.first_day <= seen.today, row.last_day >= seen.today]
    if stands := [status.value for status in _standing_in(wanted.view)]:
        on_day.append(row.status == stands[0] if len(stands) == 1 else row.status.in_(stands))
    return select(*columns).where(*on_day)


def _standing_in(view: str) -> tuple[Status, ...]:
    """Return in which ways a row stands that a view shows; none for all of them, as views of children have an index."""
    if view in _OF_STATUS:
        return (_OF_STATUS[view],)
    if view in ("no_appointment", "no_consent"):
        return _PRESSING
    if view == "closed":
        return DONE
    return () if VIEW[view].of_children else OPEN


def _of_view(view: str, seen: Look) -> list[ColumnExpressionArgument[bool]]:
    today, soon, row = seen.today, seen.today + timedelta(days=SOON_DAYS), row_of_day
    if VIEW[view].of_children:
        from lac_tracker.storage import (
            worklist_children,
        )  # heavy: reads tables that the first list does without

        return worklist_children.of_view(view, seen)
    pressing = [row.due_on <= soon, row.seen_not_signed_on.is_(None)]
    match view:
        case "due_soon":
            return [row.due_on >= today, row.due_on <= soon]
        case "no_appointment":
            return [*pressing, or_(row.booked_on.is_(None), row.booked_on < today)]
        case "no_consent":
            return [*pressing, row.consent_on_record.is_(False)]
        case "mine":
            return [row.assessor_id == seen.person_id]
        case "out_of_area":
            return [row.is_out_of_area]
        case "unaccompanied":
            from lac_tracker.storage.flags import (
                unaccompanied_on,
            )  # heavy: the first list of the day does without it

            return [row.child_id.in_(select(ChildRow.id).where(unaccompanied_on(today)))]
        case "under_five":
            return [row.born > latest_birth(5, today)]
        case "declined_ask_again":
            return [row.declined_ask_again.is_not(None)]
    return []


def _of_filters(wanted: Wanted, seen: Look) -> list[ColumnExpressionArgument[bool]]:
    found: list[ColumnExpressionArgument[bool]] = []
    row = row_of_day
    if wanted.kind:
        found.append(row.kind == wanted.kind)
    if wanted.waiting_on:
        found += [row.waiting_on == wanted.waiting_on, row.status.not_in([one.value for one in DONE])]
    if wanted.assessor_id is not None:
        mine = row.assessor_id
        found.append(mine.is_(None) if wanted.assessor_id == NOBODY else mine == wanted.assessor_id)
    if wanted.history != "all":
        found.append(row.history_missing.is_(wanted.history == "only missing"))
    if wanted.age_band:
        band = AGE_BAND[wanted.age_band]
        if band.first:
            found.append(row.born <= latest_birth(band.first, seen.today))
        if band.last is not None:
            found.append(row.born > latest_birth(band.last + 1, seen.today))
    if wanted.council:
        council = and_(CouncilRow.team_id == seen.team_id, CouncilRow.code == wanted.council)
        of_council = ChildRow.responsible_council_id.in_(select(CouncilRow.id).where(council))
        found.append(row.child_id.in_(select(ChildRow.id).where(of_council)))
    if wanted.due_from is not None:
        found.append(row.due_on >= wanted.due_from)
    if wanted.due_to is not None:
        found.append(row.due_on <= wanted.due_to)
    if wanted.child_ids is not None:
        among = func.json_each(json.dumps(sorted(wanted.child_ids))).table_valued("value")
        found.append(row.child_id.in_(select(among.c.value)))
    if wanted.host_area or wanted.place or wanted.flag:
        from lac_tracker.storage import worklist_children  # heavy, as above

        found += worklist_children.of_filters(wanted, seen.today)
    return found


def _sort_key(sort: str, name: Any) -> Any:
    """Return what a column is sorted by."""
    row = row_of_day
    match sort:
        case "status":
            return case({status.value: place for place, status in enumerate(URGENCY)}, value=row.status)
        case "child":
            return func.nullif(name, "")
        case "why":
            labels = {one.code: one.label for one in reference_data.delay_reasons()}
            chosen = case(labels, value=row.delay_code)
            return func.nullif(func.lower(func.coalesce(chosen, row.reason)), "")
        case "waiting_on":  # nobody is waited for where nothing is to be done, or not yet
            done = row.status.in_([one.value for one in DONE])
            late = row.status.in_([one.value for one in NEEDS_SOMEBODY])
            rests = and_(row.waiting_on == WaitingOn.NOBODY.value, ~late)
            return case((or_(done, rests), null()), else_=case(_WAITING, value=row.waiting_on))
        case "assessor":
            return select(PersonRow.full_name).where(PersonRow.id == row.assessor_id).scalar_subquery()
    return {"type": row.kind, "clock": row.clock_start, "due": row.due_on, "next_step": row.next_step_on}[
        sort
    ]
