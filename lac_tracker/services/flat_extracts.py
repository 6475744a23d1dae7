"""The flat extracts, row by row: children, plan items, questionnaires, what is due, figures. Columns: `domain.extracts`."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.care import CareHistory, last_period
from lac_tracker.domain.dates import age_in_years, show_date
from lac_tracker.domain.exports import Cell
from lac_tracker.domain.extracts import CHILDREN, DUE, EXTRACT, INDICATORS, PLAN_ITEMS, SDQ, Extract
from lac_tracker.domain.indicators import EXCLUDED_WORDS, INDICATOR
from lac_tracker.domain.people import Actor
from lac_tracker.domain.plans import CLOSING_MARKS
from lac_tracker.domain.sdq import VERSIONS
from lac_tracker.domain.standing import OPEN_STATUSES, Status
from lac_tracker.services import caseload, indicators, redaction
from lac_tracker.services.access import needs
from lac_tracker.services.due_item import given_away
from lac_tracker.services.list_exports import Asked, check_purpose
from lac_tracker.services.redaction import KeptOutOfExtracts
from lac_tracker.storage import care
from lac_tracker.storage import extracts as stored

Rows = Iterator[tuple[Cell, ...]]
_FEELINGS = "feelings"  # the topic a young person keeps, of which questionnaires tell
_STAYS = frozenset({"council_id", "born"})  # of a restricted record, as in every list that leaves the screen


def asked(key: str, *, today: date, why: str = "", **more: Any) -> Asked:
    """Return what is wanted as a file: an extract by its key, and why names are needed. more: what its rows are asked for.

    Raises UserError, with the keys there are, when it names children and no purpose was said.
    """
    extract = EXTRACT[key]
    stated = (f"Made {show_date(today)}", extract.row, f"Sorted: {extract.order}")
    found = Asked(f"Extract {extract.title}", extract.columns(), partial(_ROWS[key], today=today, **more), stated, why)  # fmt: skip
    check_purpose(found)
    return found


@needs(Action.SEE_LISTS)
def children(session: Session, *, by: Actor, now: datetime, today: date) -> Rows:
    """Yield a row for each child of the team, in care or not."""
    closed = redaction.closed_to(session, by=by, today=today)
    found, flags = stored.children(session, by.team_id), stored.flags(session, by.team_id, today)
    due = {(one.child_id, one.assessment): one for one in _due_of(session, by, now, today, frozenset(Status))}
    for part in stored.in_portions(found):
        ids = [one.child_id for one in part]
        histories, contacts = care.histories(session, ids), stored.contacts(session, ids)
        areas = stored.areas(session, ids, today)
        for one in part:
            told = _who(one) | _of_child(one, today) | _of_care(histories[one.child_id], today)
            practice, worker = (
                contacts.get((one.child_id, kind)) for kind in ("gp_practice", "social_worker")
            )
            if one.address_withheld:  # either would tell where to look
                areas.pop(one.child_id, None)
                practice = None
            told |= {
                "lives_in": areas.get(one.child_id),
                "gp_practice": practice and (practice.organisation or practice.full_name),
                "gp_practice_code": practice and practice.ods_code,
                "social_worker": worker and worker.full_name,
                "flags": " ".join(flags.get(one.child_id, ())) or None,
            }
            for kind in ("IHA", "RHA"):
                clock = due.get((one.child_id, kind))
                told[f"{kind.lower()}_status"] = clock and clock.status.value
                told[f"{kind.lower()}_due"] = clock and clock.due
            yield _row(CHILDREN, told, is_closed=one.child_id in closed)


@needs(Action.SEE_CLINICAL)
def plan_items(session: Session, *, by: Actor, now: datetime, today: date) -> Rows:
    """Yield a row for each action of every signed plan in force, but for private needs and what the child keeps."""
    closed = redaction.closed_to(session, by=by, today=today)
    for part in stored.in_portions(stored.who(session, by.team_id)):
        items = stored.plan_items(session, [one.child_id for one in part])
        found = [one for one in part if one.child_id in items]
        kept = redaction.kept_out_of_extracts(session, by.team_id, found, today)
        for one in found:
            held, is_closed, hidden = items[one.child_id], one.child_id in closed, kept[one.child_id].hidden
            shown = [item for item in held if item.category not in hidden]
            places: dict[tuple[str, int], int] = {}
            told = [_of_item(item, today, places) for item in shown]
            if not is_closed:
                quoted = hidden & {item.category for item in held}
                told = _typed(session, kept[one.child_id], PLAN_ITEMS, told, quoted)
            for item, said in zip(shown, told, strict=True):
                said["is_current_plan"] = _yes(item.assessment_id == held[-1].assessment_id)
                yield _row(PLAN_ITEMS, _who(one) | said, is_closed=is_closed)


@needs(Action.SEE_CLINICAL)
def sdq(session: Session, *, by: Actor, now: datetime, today: date) -> Rows:
    """Yield a row for each scored questionnaire, but of a child who keeps their feelings from somebody."""
    closed = redaction.closed_to(session, by=by, today=today)
    for part in stored.in_portions(stored.who(session, by.team_id)):
        held = stored.questionnaires(session, [one.child_id for one in part])
        found = [one for one in part if one.child_id in held]
        kept = redaction.kept_out_of_extracts(session, by.team_id, found, today)
        for one in (each for each in found if _FEELINGS not in kept[each.child_id].hidden):
            told = [_of_form(each, one.born) for each in held[one.child_id]]
            if not (is_closed := one.child_id in closed):
                told = _typed(session, kept[one.child_id], SDQ, told)
            for said in told:
                yield _row(SDQ, _who(one) | said, is_closed=is_closed)


def _typed(
    session: Session, kept: KeptOutOfExtracts, extract: Extract, told: list[dict[str, Any]], quoted: frozenset[str] = frozenset()
) -> list[dict[str, Any]]:  # fmt: skip
    """Return rows of a child with what people typed as it may leave. quoted: hidden needs that other texts may quote."""
    keys = [one.key for one in extract.fields if one.typed]
    words = tuple({key: row[key] or "" for key in keys} for row in told)
    fit = redaction.extracted(session, kept, words, quoted)
    return [row | said for row, said in zip(told, fit, strict=True)]


def _of_form(each: Any, born: date) -> dict[str, Any]:
    told: dict[str, Any] = each._asdict()
    return told | {
        "questionnaire_id": str(each.id), "informant": VERSIONS[each.form].informant,
        "is_follow_up": _yes(each.is_follow_up), "keyed_twice": _yes(each.keyed_twice),
        "age": age_in_years(born, each.completed_on),
    }  # fmt: skip


@needs(Action.SEE_LISTS)
def due(
    session: Session, *, by: Actor, now: datetime, today: date, statuses: Collection[Status] = OPEN_STATUSES
) -> Rows:
    """Yield a row for each child and assessment with one of these statuses. Restricted records are not named."""
    for one in _due_of(session, by, now, today, statuses):
        told = {name: _cell(value) for name, value in given_away(one).items()}
        yield _row(DUE, told | {"child_id": str(one.child_id)}, is_closed=False)


@needs(Action.SEE_FIGURES)
def figures(session: Session, *, by: Actor, now: datetime, today: date, since: date, until: date) -> Rows:
    """Yield a row for each figure of a period. Counts only."""
    for one in indicators.figures(session, by=by, now=now, today=today, since=since, until=until):
        known = INDICATOR[one.id]
        told = {
            "id": one.id, "title": one.title, "numerator": one.numerator, "denominator": one.denominator, "value": one.value,
            "unit": one.unit, "target": one.target, "meets_target": None if one.meets_target is None else _yes(one.meets_target),
            "left_out": "; ".join(f"{EXCLUDED_WORDS[reason]}: {count}" for reason, count in one.excluded) or None,
            "from": since, "to": until, "note": one.note or None, "definition": known.definition, "source": known.source,
            "confidence": known.confidence,
        }  # fmt: skip
        yield _row(INDICATORS, told, is_closed=False)


_ROWS: dict[str, Callable[..., Rows]] = {
    "children": children, "plan-items": plan_items, "sdq": sdq, "due": due, "indicators": figures,
}  # fmt: skip


def _due_of(
    session: Session, by: Actor, now: datetime, today: date, statuses: Collection[Status]
) -> tuple[Any, ...]:
    return tuple(
        caseload.due_list_to_give(session, by=by, now=now, today=today, statuses=frozenset(statuses)).rows
    )


def _who(one: Any) -> dict[str, Any]:
    return {
        "child_id": str(one.child_id), "council": one.council, "council_id": one.council_id, "born": one.born,
        "family_name": one.family_name, "given_name": one.given_name, "nhs_number": one.nhs_number,
    }  # fmt: skip


def _of_child(one: Any, today: date) -> dict[str, Any]:
    until = one.unaccompanied_until
    return {
        "preferred_name": one.preferred_name, "age": age_in_years(one.born, today), "sex": one.sex, "gender": one.gender,
        "ethnicity_state": one.ethnicity_state, "ethnicity": one.ethnicity_code, "language_state": one.language_state,
        "first_language": one.first_language, "preferred_language": one.preferred_language,
        "interpreter_needed": one.interpreter_needed, "religion_state": one.religion_state, "religion": one.religion_code,
        "unaccompanied": _yes(one.is_unaccompanied and (until is None or until > today)),
    }  # fmt: skip


def _of_care(history: CareHistory, today: date) -> dict[str, Any]:
    """Return the last period of care, and the legal status and placement of the day."""
    period = last_period(history)
    status = next((one for one in reversed(history.legal_statuses) if _holds(one, today)), None)
    placement = next((one for one in reversed(history.placements) if _holds(one, today)), None)
    return {
        "looked_after": _yes(period is not None and _holds(period, today)),
        "became_looked_after": period and period.began,
        "left_care": period and period.ended,
        "left_care_reason": period and period.end_reason,
        "legal_status": status and status.code,
        "legal_status_since": status and status.began,
        "placement_type": placement and placement.placement_type,
        "placement_since": placement and placement.began,
    }


def _holds(one: Any, today: date) -> bool:
    return (one.began is None or one.began <= today) and (one.ended is None or one.ended > today)


def _of_item(item: Any, today: date, places: dict[tuple[str, int], int]) -> dict[str, Any]:
    """Return one action. places: where needs, outcomes and actions stand that came before it, added to."""
    is_open = item.mark not in CLOSING_MARKS
    return {
        "assessment_id": str(item.assessment_id), "assessment": item.kind, "plan_on": item.completed_on,
        "need": _place(places, "need", item.assessment_id, item.need_id), "category": item.category,
        "need_title": item.title, "outcome": _place(places, "outcome", item.need_id, item.outcome_id),
        "outcome_words": item.outcome, "measure": item.measure, "review_on": item.review_on, "smart": item.smart_letters,
        "mark": item.mark, "marked_on": item.marked_on, "carried_count": item.carried_count,
        "first_agreed_on": item.first_agreed_on, "action": _place(places, "action", item.outcome_id, None),
        "action_words": item.action, "person": item.person, "role": item.role, "organisation": item.organisation,
        "by_date": item.by_date, "is_overdue": _yes(is_open and item.by_date is not None and item.by_date < today),
    }  # fmt: skip


def _place(places: dict[tuple[str, int], int], what: str, among: int, one: int | None) -> int:
    """Return the place, from 1, of a part among its like; one: its number, None for one that has not been seen before."""
    if one is not None and (what, one) in places:
        return places[what, one]
    counted = places[f"{what}s", among] = places.get((f"{what}s", among), 0) + 1
    if one is not None:
        places[what, one] = counted
    return counted


def _row(extract: Extract, told: Mapping[str, Any], *, is_closed: bool) -> tuple[Cell, ...]:
    """Return the cells of a row; of a restricted record without whom it is about and what was typed."""
    if not is_closed:
        return tuple(told[one.key] for one in extract.fields)
    hidden = {one.key for one in extract.fields if one.names} - _STAYS
    shown = dict(told) | dict.fromkeys(hidden) | {"family_name": redaction.RESTRICTED}
    return tuple(shown[one.key] for one in extract.fields)


def _cell(value: Any) -> Cell:
    """Return a value of the list as a cell: words of enumerations, yes and no, several with blanks between."""
    match value:
        case bool():
            return _yes(value)
        case tuple() | list() | frozenset():
            return " ".join(str(_cell(one)) for one in value) or None
        case Enum():
            return str(value.value)
        case None | str() | int() | float() | date():
            return value
    raise TypeError(f"no cell holds a {type(value).__name__}")


def _yes(said: object) -> str:
    return "yes" if said else "no"
