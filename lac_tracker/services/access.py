"""@needs: which action a service function is, and on whose record; decided and written down on every call."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.errors import NotAllowed
from lac_tracker.domain.people import Actor
from lac_tracker.storage import children

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


def needs(
    action: Action, *, child: Callable[[Session, int], int] | None = None
) -> Callable[[Callable[Concatenate[Session, Given], Answer]], Callable[Concatenate[Session, Given], Answer]]:
    """Give a service function its rule.

    child: finds the child from the session and the function's first argument; None for lists and for what is not
        about a child.

    The function raises NotAllowed with words when the role, the registration or the team forbids it. The open audit
    entry is given the action and the child before the decision, so that a refusal can be written down too.
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
            team_id = children.team_of(session, child_id) if child_id is not None else None
            decision = decide(by, action, team_id=team_id)
            if not decision.allowed:
                raise NotAllowed(decision.words)
            return function(session, *args, **kwargs)

        decided.needed_action = action  # type: ignore[attr-defined]  # read by the test that walks every service
        return decided  # type: ignore[return-value]  # mypy gives the session a name here, callers pass it by place

    return with_rule


def _write_down(session: Session, action: Action, child_id: int | None) -> None:
    entry: Entry | None = session.info.get("entry")
    if (
        entry is not None and not entry.action
    ):  # a command that calls another stays one entry, named by the outer one
        entry.action, entry.child_id = action.value, child_id
