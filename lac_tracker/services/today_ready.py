"""What is ready for an appointment: consent, what the GP says, questionnaire, birth history. Asks for no leave of its own."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.children import Child
from lac_tracker.domain.dates import add_months, birthday
from lac_tracker.domain.sdq_rules import next_due
from lac_tracker.domain.settings import Rules
from lac_tracker.domain.today import Ready
from lac_tracker.storage import consents, sdq

_GP_HOLDS_MONTHS = 12  # how long what a practice sent counts as told for the next assessment
_HISTORY = {
    "answered": "here", "not_known_after_asking": "here", "declined": "here", "asked": "asked",
}  # fmt: skip


def ready(
    session: Session, child: Child, today: date, rules: Rules, *, has_consent: bool, practice: Iterable[Any]
) -> tuple[Ready, ...]:
    """Return the four things an assessment of a child needs, and whether each is here, asked for, missing or not needed.

    practice: what the practice was asked, as storage.today.gp_answers has it.
    """
    return (
        Ready("consent", "Consent", _consent(session, child.id, has_consent=has_consent), "consent"),
        Ready("gp", "GP info", _gp(tuple(practice), today), "contacts"),
        Ready("sdq", "SDQ", _sdq(session, child, today, rules), "sdq"),
        Ready("birth", "Birth history", _HISTORY.get(child.birth_history_state, "missing"), "family"),
    )


def _consent(session: Session, child_id: int, *, has_consent: bool) -> str:
    if has_consent:
        return "here"
    return "asked" if any(not one.answered for one in consents.requests(session, child_id)) else "missing"


def _gp(asked: Sequence[Any], today: date) -> str:
    """What the practice sent within a year is here; an answer that it holds nothing is as good as one can get."""
    since = add_months(today, -_GP_HOLDS_MONTHS)
    if any(
        one.answer in ("received", "nothing_held") and one.answered_on and one.answered_on >= since
        for one in asked
    ):
        return "here"
    return "asked" if any(one.answer is None for one in asked) else "missing"


def _sdq(session: Session, child: Child, today: date, rules: Rules) -> str:
    held = sdq.of_child(session, child.id)
    due = next_due([one for one in held if one.completed_on <= today], child.born, today, rules)
    if due.is_due:
        return "missing"
    is_asked_of = (
        birthday(child.born, rules.sdq_from_age) <= today < birthday(child.born, rules.sdq_to_age + 1)
    )
    return "here" if is_asked_of else "not_needed"
