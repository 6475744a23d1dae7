"""What a row of a council's list changes about the child it is about, field by field, and what of it is not taken.

Clinical fields are never written by an import. What the team asked itself has the day it was asked, and stays.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.identifiers import bare_council_id, is_placeholder_council_id, show_nhs_number
from lac_tracker.domain.list_care import care_began_or_ended, legal_status, placement, placement_fields
from lac_tracker.domain.list_plan import GOES_TO_COMPARISON, Identity, ListedChild, Plan, Writes, same_text
from lac_tracker.domain.list_rows import ListRow
from lac_tracker.domain.list_values import PREFERS_NOT_TO_SAY, Codes
from lac_tracker.domain.names import search_key

_ASKED = (("ethnicity", "ethnicity_code"), ("language", "first_language"), ("religion", "religion_code"))


def plan_known(
    row: ListRow, ours: ListedChild, *, codes: Codes, today: date, identity: Identity = "by_itself"
) -> Plan:
    """Return what a row changes about a child of ours. identity: whose names, birth date and numbers hold."""
    plan = Plan()
    _identity(plan, row, ours, identity)
    _person(plan, row, ours, codes)
    stays = care_began_or_ended(plan, row, ours, codes)
    if stays:
        placement(plan, row, ours, codes, today)
        legal_status(plan, row, ours, codes, today)
        _social_worker(plan, row, ours, today)
        _protection(plan, row, ours)
    if row.disability:
        plan.note("disability", "Disability (not taken in)", "", row.disability, taken=False)
    return plan


def plan_new(row: ListRow) -> Writes:
    """Return what is written for a child nobody knew. What has no day of its own holds since the child came into care."""
    writes = Writes(child=_new_child(row))
    ended = row.left_care
    writes.period = {
        "began": row.became_looked_after, "ended": ended, "reason_ended": (row.reason_left or None) if ended else None,
    }  # fmt: skip
    if row.placement_type or row.placement_address or row.placement_postcode or row.carer:
        began = _within(row.placement_began, row)
        writes.placement = placement_fields(row) | {"began": began, "ended": ended}
    if row.legal_status:
        writes.legal_status = {
            "code": row.legal_status, "began": _within(row.legal_status_began, row), "ended": ended,
        }  # fmt: skip
    if row.social_worker:
        writes.social_worker = _social_worker_fields(row)
    writes.protection = _protection_fields(row)
    return writes


def _new_child(row: ListRow) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "family_name": row.family_name or None,
        "given_name": row.given_name or None,
        "preferred_name": row.preferred_name or None,
        "nhs_number": row.nhs_number or None,
        "sex": row.sex or "not known",
        "gender": row.gender or None,
        "is_unaccompanied": bool(row.unaccompanied),
    }
    for name, column in _ASKED:
        fields |= _asked_fields(name, column, getattr(row, name)) or {
            f"{name}_state": "not_asked",
            column: None,
        }
    return fields


def _within(began: date | None, row: ListRow) -> date:
    """Return since when something of a new child holds: its own day, never after the child left care."""
    if began is None or (row.left_care is not None and began > row.left_care):
        return row.became_looked_after
    return began


def _identity(plan: Plan, row: ListRow, ours: ListedChild, identity: Identity) -> None:
    for key, words in (
        ("family_name", "Family name"),
        ("given_name", "Given name"),
        ("preferred_name", "Preferred name"),
    ):
        theirs, mine = getattr(row, key), ours.fields[key] or ""
        if not theirs or theirs == mine or search_key(theirs) == search_key(mine):
            continue
        # The preferred name is the child's own choice: the team asked, the council heard.
        taken = not mine or (identity != "keep_ours" and key != "preferred_name")
        _take(plan, key, words, mine, theirs, taken=taken)
    if row.born != ours.fields["born"]:
        taken = identity == "use_theirs"
        plan.note("born", "Date of birth", ours.fields["born"], row.born, taken=taken)
        if taken:
            plan.writes.child["born"] = row.born
    if row.nhs_number and row.nhs_number != (ours.fields["nhs_number"] or ""):
        mine = ours.fields["nhs_number"] or ""
        shown = show_nhs_number(mine) if mine else ""
        taken = not mine or identity == "use_theirs"
        plan.note("nhs_number", "NHS number", shown, show_nhs_number(row.nhs_number), taken=taken)
        if taken:
            plan.writes.child["nhs_number"] = row.nhs_number
    _council_id(plan, row, ours, identity)


def _council_id(plan: Plan, row: ListRow, ours: ListedChild, identity: Identity) -> None:
    if not ours.is_of_this_council:
        words = "Council (another one is responsible here; not taken)"
        plan.note("council", words, ours.council_id, row.council_id, taken=False)
        return
    if not row.council_id or bare_council_id(row.council_id) == bare_council_id(ours.council_id):
        return
    is_placeholder = is_placeholder_council_id(ours.council_id)
    taken = is_placeholder or identity == "use_theirs"
    words = "Council ID" if taken else f"Council ID ({GOES_TO_COMPARISON})"
    plan.note("council_id", words, "" if is_placeholder else ours.council_id, row.council_id, taken=taken)
    if taken:
        plan.writes.child["council_child_id"] = row.council_id


def _person(plan: Plan, row: ListRow, ours: ListedChild, codes: Codes) -> None:
    held = ours.fields
    if row.sex and row.sex != held["sex"]:
        _take(plan, "sex", "Gender", _known(held["sex"]), row.sex, taken=held["sex"] == "not known")
    if row.gender and not held["gender"]:
        plan.note("gender", "Gender, in words", "", row.gender)
        plan.writes.child["gender"] = row.gender
    for name, column in _ASKED:
        _asked(plan, name, column, getattr(row, name), held, codes)
    if row.unaccompanied is not None and row.unaccompanied != bool(held["is_unaccompanied"]):
        taken = row.unaccompanied
        words = "Unaccompanied asylum seeker"
        plan.note("unaccompanied", words, _yes(not taken), _yes(taken), taken=taken)
        if taken:
            plan.writes.child["is_unaccompanied"] = True


def _asked(plan: Plan, name: str, column: str, theirs: str, held: Mapping[str, Any], codes: Codes) -> None:
    """Take what the council says of ethnicity, language or religion where nobody here asked about it."""
    wanted = _asked_fields(name, column, theirs)
    if wanted is None or all(held[key] == value for key, value in wanted.items()):
        return
    ours = _asked_words(name, held[f"{name}_state"], held[column], codes)
    said = _asked_words(name, wanted[f"{name}_state"], wanted[column], codes)
    is_ours = held[f"{name}_state"] != "not_asked" and held[f"{name}_asked_on"] is not None
    label = {"language": "First language"}.get(name, name.capitalize())
    plan.note(name, f"{label} (asked here; not taken)" if is_ours else label, ours, said, taken=not is_ours)
    if not is_ours:
        plan.writes.child |= wanted


def _asked_fields(name: str, column: str, theirs: str) -> dict[str, Any] | None:
    if not theirs:
        return None
    if theirs == PREFERS_NOT_TO_SAY:
        return {f"{name}_state": "prefers_not_to_say", column: None}
    return {f"{name}_state": "recorded", column: theirs}


def _asked_words(name: str, state: str, value: str | None, codes: Codes) -> str:
    if state == "recorded" and value:
        return codes[name].label(value)
    return {"prefers_not_to_say": "Prefers not to say", "asked_not_known": "Asked, not known"}.get(state, "")


def _social_worker(plan: Plan, row: ListRow, ours: ListedChild, today: date) -> None:
    if not row.social_worker:
        return
    held = ours.social_worker
    if held is None or (
        held.name != row.social_worker and _words_of(held.name) != _words_of(row.social_worker)
    ):
        plan.note("social_worker", "Social worker", held.name if held else "", row.social_worker)
        plan.writes.social_worker = _social_worker_fields(row)
        return
    changed = {}
    for key, column, mine, theirs in (
        ("social_worker_phone", "phone", held.phone, row.social_worker_phone),
        ("social_worker_email", "email", held.email, row.social_worker_email),
    ):
        if theirs and not same_text(theirs, mine):
            plan.note(key, f"Social worker's {column}", mine, theirs)
            changed[column] = theirs
    plan.writes.changed_social_worker = changed or None


def _protection(plan: Plan, row: ListRow, ours: ListedChild) -> None:
    said, words = row.protection_plan, "Child protection plan"
    if not said and not row.protection_began:
        return
    if ours.protected_since is not None:
        if said == "no":
            plan.note(
                "protection_plan", f"{words} (end it on the record)", ours.protected_since, "no", taken=False
            )
        return
    if said == "no":
        return
    fields = _protection_fields(row)
    if fields is None:
        plan.note(
            "protection_plan", f"{words} (no date in the list: enter it on the record)", "", said, taken=False
        )
        return
    plan.note(
        "protection_plan", words, "", f"{show_date(fields['began'])}{f', {said}' if said != 'yes' else ''}"
    )
    plan.writes.protection = fields


def _social_worker_fields(row: ListRow) -> dict[str, Any]:
    return {
        "full_name": row.social_worker, "phone": row.social_worker_phone or None, "email": row.social_worker_email or None,
    }  # fmt: skip


def _protection_fields(row: ListRow) -> dict[str, Any] | None:
    if row.protection_began is None or row.protection_plan == "no":
        return None
    category = row.protection_plan if row.protection_plan not in ("", "yes") else None
    return {"kind": "child_protection_plan", "began": row.protection_began, "category": category}


def _take(plan: Plan, key: str, words: str, ours: str, theirs: str, *, taken: bool) -> None:
    plan.note(key, words, ours, theirs, taken=taken)
    if taken:
        plan.writes.child[key] = theirs


def _words_of(name: str) -> frozenset[str]:
    """Return a name as it is compared: 'Price, Dan' is Dan Price."""
    return frozenset(search_key(name).split())


def _known(value: str) -> str:
    return "" if value == "not known" else value


def _yes(value: bool) -> str:
    return "yes" if value else "no"
