"""@needs: which action a service function is, and on whose record; decided and written down on every call."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.authorisation import Action, Decision, Standing, decide, sees_restricted
from lac_tracker.domain.errors import NotAllowed, RestrictedRecord
from lac_tracker.domain.people import Actor
from lac_tracker.storage import record_access

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def the_child(session: Session, child_id: int) -> int:
    """Say that the first argument of a service function is the child's own id."""
    return child_id


def concerns(session: Session, child_id: int) -> None:
    """Say whose record the open audit entry is about, where that is known only once the child was added."""
    entry: Entry | None = session.info.get("entry")
    if entry is not None and entry.child_id is None:
        entry.child_id = child_id


def concerns_only(session: Session, child_ids: Iterable[int]) -> int | None:
    """Return the child when it is one alone, and say so in the open audit entry; None for several or nobody."""
    found = set(child_ids)
    if len(found) != 1:
        return None
    (only,) = found
    concerns(session, only)
    return only


def standing(session: Session, child_id: int, *, by: Actor, now: datetime) -> tuple[int, Standing]:
    """Return whose record it is, the team's id, and how it stands to a person. Raises NotFound.

    Restricted for everybody but a manager, who assesses the child, and who has taken access that still holds.
    """
    facts = record_access.facts(session, child_id, by.person_id, now.date())
    if facts.is_apart:
        return facts.team_id, Standing.APART
    if not facts.is_restricted or sees_restricted(by):
        return facts.team_id, Standing.OPEN
    is_theirs = record_access.is_theirs(session, child_id, by.person_id, now)
    return facts.team_id, Standing.OPEN if is_theirs else Standing.RESTRICTED


def is_kept_apart(session: Session, child_id: int, person_id: int, on: date) -> bool:
    """Return whether it is written down that a person may not open a record: no part of the work goes to them. Raises NotFound."""
    return record_access.facts(session, child_id, person_id, on).is_apart


def hidden_from(session: Session, *, by: Actor, now: datetime) -> frozenset[int]:
    """Return the children of whom a list on the screen says nothing but that there is a restricted record.

    Those the person may not open as things are: not theirs to assess, no access taken, or kept apart. One look at two
    indexes where nothing is restricted.
    """
    if not record_access.any_closed(session):
        return frozenset()
    apart = record_access.apart_from(session, by.person_id, now.date())
    if sees_restricted(by):
        return apart
    return apart | record_access.restricted_to_others(session, by.team_id, by.person_id, now)


def check_child(session: Session, child_id: int, action: Action, *, by: Actor, now: datetime) -> None:
    """Refuse what is about a child that a function found itself, as the rule of a function refuses it.

    For lists of rows, and where the child stands in no first argument.

    Raises NotAllowed with words, RestrictedRecord where access can be taken, and NotFound.
    """
    team_id, stands = standing(session, child_id, by=by, now=now)
    _refuse_unless(decide(by, action, team_id=team_id, standing=stands), action, child_id)


def needs(
    action: Action, *, child: Callable[[Session, int], int] | None = None, of_restricted: bool = False
) -> Callable[[Callable[Concatenate[Session, Given], Answer]], Callable[Concatenate[Session, Given], Answer]]:
    """Give a service function its rule.

    child: finds the child from the session and the function's first argument; None for lists and for what is not
        about a child.
    of_restricted: the function does itself what is right for a restricted record: it says less, or opens it.

    The function raises NotAllowed with words when the role, the registration, the team or a conflict of interest
    forbids it, and RestrictedRecord when access has to be taken first. The open audit entry is given the action and the
    child before the decision, so that a refusal can be written down too.
    """

    def with_rule(
        function: Callable[Concatenate[Session, Given], Answer],
    ) -> Callable[Concatenate[Session, Given], Answer]:
        @wraps(function)
        def decided(session: Session, *args: Given.args, **kwargs: Given.kwargs) -> Answer:
            by = kwargs["by"]
            assert isinstance(by, Actor)
            child_id = child(session, args[0]) if child else None  # type: ignore[arg-type]  # the first argument is an id
            _write_down(session, action, child_id)
            if child_id is None:
                decision = decide(by, action)
            else:
                now = kwargs["now"]
                assert isinstance(now, datetime)
                team_id, stands = standing(session, child_id, by=by, now=now)
                if of_restricted and stands is Standing.RESTRICTED:
                    stands = Standing.OPEN
                decision = decide(by, action, team_id=team_id, standing=stands)
            _refuse_unless(decision, action, child_id)
            return function(session, *args, **kwargs)

        # Read by the test that walks every service.
        decided.needed_action, decided.finds_child = action, child  # type: ignore[attr-defined]
        decided.of_restricted = of_restricted  # type: ignore[attr-defined]
        return decided  # type: ignore[return-value]  # mypy gives the session a name here, callers pass it by place

    return with_rule


def _refuse_unless(decision: Decision, action: Action, child_id: int | None) -> None:
    if decision.allowed:
        return
    error = (RestrictedRecord if decision.may_claim else NotAllowed)(decision.words)
    error.action, error.child_id = action.value, child_id
    raise error


def _write_down(session: Session, action: Action, child_id: int | None) -> None:
    entry: Entry | None = session.info.get("entry")
    if (
        entry is not None and not entry.action
    ):  # a command that calls another stays one entry, named by the outer one
        entry.action, entry.child_id = action.value, child_id
