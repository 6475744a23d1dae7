"""Why an assessment is late: one reason from a list, who acts, who owns the delay, and whether it was avoidable."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.standing import Holds, WaitingOn

_Choice = TypeVar("_Choice", bound=StrEnum)
_KEYS = frozenset({"code", "label", "party", "owner", "needs_text", "source", "confidence"})


class Owner(StrEnum):
    """Whose delay it is in the figures."""

    COUNCIL = "council"
    HEALTH = "health"
    CHILD_OR_CARER = "child_or_carer"
    HOST_AREA = "host_area"
    NONE = "none"


OWNER_WORDS = {
    Owner.COUNCIL: "Council",
    Owner.HEALTH: "Our team",
    Owner.CHILD_OR_CARER: "Child or carer",
    Owner.HOST_AREA: "Host team",
    Owner.NONE: "Not counted",
}


@dataclass(frozen=True)
class Reason:
    """One reason for delay, or for leaving a row out of the figures (owner NONE, codes EX).

    party: who acts next while this is the reason. needs_text: the label says nothing without a note.
    """

    code: str
    label: str
    party: WaitingOn
    owner: Owner
    needs_text: bool = False


def is_avoidable(reason: Reason) -> bool | None:
    """Return whether somebody's work could have avoided the delay; None where the row is not counted or nobody can tell.

    Derived from the owner, never typed. What the child or carer decides or meets with is not avoidable.
    """
    if reason.owner is Owner.NONE:
        return None
    return reason.owner is not Owner.CHILD_OR_CARER


def with_note(label: str, note: str) -> str:
    """Return 'Other: Lift out of order', on one line; the label alone where nothing was typed."""
    return f"{label}: {' '.join(note.split())}" if note.strip() else label


def late_words(due_on: date, done_on: date | None, closed_on: date | None, today: date) -> str:
    """Return how late what was missed is: '9 days late', 'Overdue by 9 days', or that its clock closed without it.

    closed_on: the day the period of care ended. '' where its day has not passed.
    """
    days = ((done_on or today) - due_on).days
    if done_on is None and closed_on is not None:
        return f"Not done before care ended on {show_date(closed_on)}"
    if days <= 0:
        return ""
    many = f"{days} {'day' if days == 1 else 'days'}"
    return f"{many} late" if done_on is not None else f"Overdue by {many}"


# What has to come about for a reason to hold nothing up any more: it stays the reason of the delay, and nobody waits.
_SETTLED_BY_CONSENT = frozenset({"LA-02"})
_SETTLED_BY_BOOKING = frozenset({"HL-01", "HL-02", "HL-05", "CH-07", "OA-01"})
_SETTLED_BY_INTERPRETER = frozenset({"HL-04"})


def is_settled(reason: Reason, holds: Holds) -> bool:
    """Return whether what a reason waited for has come: the consent, the appointment, the interpreter."""
    if reason.code in _SETTLED_BY_CONSENT:
        return holds.consent_on_record
    if reason.code in _SETTLED_BY_BOOKING:
        return holds.booked_on is not None
    return (
        reason.code in _SETTLED_BY_INTERPRETER
        and holds.booked_on is not None
        and not holds.interpreter_missing
    )


def delay_reasons(table: Mapping[str, Any]) -> tuple[Reason, ...]:
    """Return the reasons in the order of the file.

    table: what the data file holds: one [[reason]] table for each.

    Raises UserError naming code and remedy for the first thing that is not understood.
    """
    reasons: list[Reason] = []
    for row in table.get("reason", ()):
        one = _reason(row)
        if any(one.code == other.code for other in reasons):
            raise UserError(f"Delay reason '{one.code}' is there twice. Give each its own code")
        reasons.append(one)
    if not reasons:
        raise UserError("The list of delay reasons is empty. Add a [[reason]] for each")
    return tuple(reasons)


def _reason(row: Mapping[str, Any]) -> Reason:
    code = row.get("code", "")
    place = f"Delay reason '{code}'"
    if unknown := sorted(set(row) - _KEYS):
        raise UserError(f"{place}: '{unknown[0]}' is not one of {', '.join(sorted(_KEYS))}")
    if not code or not row.get("label"):
        raise UserError(f"{place}: code and label are both needed")
    return Reason(
        str(code),
        str(row["label"]),
        _one_of(WaitingOn, place, row, "party"),
        _one_of(Owner, place, row, "owner"),
        bool(row.get("needs_text", False)),
    )


def _one_of(kind: type[_Choice], place: str, row: Mapping[str, Any], key: str) -> _Choice:
    try:
        return kind(row.get(key, ""))
    except ValueError:
        raise UserError(f"{place}: {key} is '{row.get(key, '')}'. It can be: {', '.join(kind)}") from None
