"""What a row of a council's list changes about the care of a child: when it began and ended, where, under which status."""

from collections.abc import Mapping
from datetime import date

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.list_plan import GOES_TO_COMPARISON, ListedChild, Plan, same_text
from lac_tracker.domain.list_rows import ListRow
from lac_tracker.domain.list_values import Codes
from lac_tracker.domain.names import search_key
from lac_tracker.domain.placements import type_words

WITHHELD = "Address withheld"


def care_began_or_ended(plan: Plan, row: ListRow, ours: ListedChild, codes: Codes) -> bool:
    """Take when care began or ended; return whether the child is in care as both sides have it, so that the rest counts."""
    period = ours.period
    if period is None or (period.ended is not None and row.became_looked_after >= period.ended):
        words = "Became looked after" if period is None else "Looked after again since"
        plan.note("became_looked_after", words, period.ended if period else None, row.became_looked_after)
        reason = (row.reason_left or None) if row.left_care else None
        plan.writes.period = {
            "began": row.became_looked_after,
            "ended": row.left_care,
            "reason_ended": reason,
        }
        return row.left_care is None
    if period.ended is not None:
        if row.left_care != period.ended:
            theirs = row.left_care or "still looked after"
            plan.note("left_care", f"Left care ({GOES_TO_COMPARISON})", period.ended, theirs, taken=False)
        return False
    if period.began is None:
        plan.note("became_looked_after", "Became looked after", None, row.became_looked_after)
        plan.writes.changed_period = {"began": row.became_looked_after}
    elif period.began != row.became_looked_after:
        words = f"Became looked after ({GOES_TO_COMPARISON})"
        plan.note("became_looked_after", words, period.began, row.became_looked_after, taken=False)
    if row.left_care is None:
        return True
    _left_care(plan, row, ours, codes)
    return False


def _left_care(plan: Plan, row: ListRow, ours: ListedChild, codes: Codes) -> None:
    assert row.left_care is not None
    begins = (one.began for one in (ours.period, ours.placement, ours.legal_status) if one is not None)
    if any(began is not None and began > row.left_care for began in begins):
        words = "Left care (before something on the record began; not taken)"
        plan.note("left_care", words, "in care", row.left_care, taken=False)
        return
    reason = codes["reason_ended"].label(row.reason_left) if row.reason_left else ""
    plan.note(
        "left_care", "Left care", "in care", f"{show_date(row.left_care)}{f': {reason}' if reason else ''}"
    )
    plan.writes.left_on, plan.writes.reason_left = row.left_care, row.reason_left or None


def placement(plan: Plan, row: ListRow, ours: ListedChild, codes: Codes, today: date) -> None:
    theirs = placement_fields(row)
    if not any(theirs.values()):
        return
    held = ours.placement if ours.placement is not None and ours.placement.ended is None else None
    withheld = bool(ours.fields.get("address_withheld"))
    new_words = WITHHELD if withheld else _placement_words(theirs, codes, is_new=True)
    details = WITHHELD if withheld else _placement_words(theirs, codes)
    if held is None:
        began = _since(row.placement_began, row, ours, today)
        plan.note("placement", f"Placement, from {show_date(began)}", "", new_words)
        plan.writes.placement = theirs | {"began": began, "ended": None}
        return
    mine = {
        "placement_type": held.what,
        "address": held.address,
        "postcode": held.postcode,
        "carer_name": held.carer,
    }
    filled = {name: value for name, value in theirs.items() if value and not mine[name]}
    ours_words = WITHHELD if withheld else _placement_words(mine, codes)
    moved, corrected = _moved(theirs, mine)
    if not moved:
        fields = filled | corrected
        if fields:
            plan.note("placement_details", "Placement details", ours_words, details)
            plan.writes.changed_placement = fields
        return
    began = row.placement_began or today
    assert held.began is not None
    if began < held.began:
        words = "Placement (older than ours; not taken)"
        plan.note("placement", words, ours_words, details, taken=False)
    elif began == held.began:
        plan.note("placement_details", "Placement details", ours_words, details)
        plan.writes.changed_placement = {name: value for name, value in theirs.items() if value}
    else:
        dated = f"Placement, from {show_date(began)}" + (
            "" if row.placement_began else " (no date in the list)"
        )
        plan.note("placement", dated, ours_words, new_words)
        plan.writes.placement = theirs | {"began": began, "ended": None}


def _moved(theirs: Mapping[str, str], mine: Mapping[str, str]) -> tuple[bool, dict[str, str]]:
    """Return whether the child moved, and otherwise what is only written anew, such as the name of a carer."""

    def differs(name: str) -> bool:
        return bool(theirs[name] and mine[name]) and not same_text(theirs[name], mine[name])

    def agrees(name: str) -> bool:
        return bool(theirs[name] and mine[name]) and not differs(name)

    if differs("placement_type") or differs("postcode"):
        return True, {}
    if differs("address") and not agrees("postcode"):
        return True, {}
    if differs("carer_name"):
        shared = set(search_key(theirs["carer_name"]).split()) & set(search_key(mine["carer_name"]).split())
        if not (agrees("address") or agrees("postcode") or shared):
            return True, {}
        return False, {} if shared else {"carer_name": theirs["carer_name"]}
    return False, {}


def legal_status(plan: Plan, row: ListRow, ours: ListedChild, codes: Codes, today: date) -> None:
    held = ours.legal_status if ours.legal_status is not None and ours.legal_status.ended is None else None
    if not row.legal_status or (held is not None and held.what == row.legal_status):
        return
    mine = codes["legal_status"].label(held.what) if held else ""
    theirs = codes["legal_status"].label(row.legal_status)
    if held is None:
        began = _since(row.legal_status_began, row, ours, today)
    else:
        began = row.legal_status_began or today
        assert held.began is not None
        if began < held.began:
            plan.note("legal_status", "Legal status (older than ours; not taken)", mine, theirs, taken=False)
            return
        if began == held.began:
            plan.note("legal_status", "Legal status", mine, theirs)
            plan.writes.changed_legal_status = {"code": row.legal_status}
            return
    dated = f"Legal status, from {show_date(began)}"
    if held is not None and row.legal_status_began is None:
        dated += " (no date in the list)"
    plan.note("legal_status", dated, mine, theirs)
    plan.writes.legal_status = {"code": row.legal_status, "began": began, "ended": None}


def _since(began: date | None, row: ListRow, ours: ListedChild, today: date) -> date:
    """Return since when the first placement or legal status of a period holds: its own day, else when care began."""
    start = row.became_looked_after
    if ours.is_in_care and ours.period is not None and ours.period.began is not None:
        start = ours.period.began
    ended = max(
        (one.ended for one in (ours.placement, ours.legal_status) if one is not None and one.ended),
        default=start,
    )
    return min(began or max(start, ended), today)


def _placement_words(fields: Mapping[str, str], codes: Codes, *, is_new: bool = False) -> str:
    is_said = is_new or fields["placement_type"]
    kind = type_words(codes["placement_type"], fields["placement_type"]) if is_said else ""
    where = " ".join(fields["address"].split())
    parts = (kind, where, fields["postcode"] if fields["postcode"] not in where else "", fields["carer_name"])
    return ", ".join(filter(None, parts))


def placement_fields(row: ListRow) -> dict[str, str]:
    return {
        "placement_type": row.placement_type, "address": row.placement_address, "postcode": row.placement_postcode,
        "carer_name": row.carer,
    }  # fmt: skip
