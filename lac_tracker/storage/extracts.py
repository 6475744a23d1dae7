"""What the flat extracts read: children, actions of signed plans, and questionnaires, some children at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from lac_tracker.domain.flags import KINDS, NO_ALERT
from lac_tracker.storage import flag_search
from lac_tracker.storage.care import among, portions
from lac_tracker.storage.flags import open_on
from lac_tracker.storage.tables.assessments import AssessmentRow
from lac_tracker.storage.tables.care import ContactRow, PlacementRow
from lac_tracker.storage.tables.children import ChildRow, CouncilRow
from lac_tracker.storage.tables.plans import ActionRow, NeedRow, OutcomeRow
from lac_tracker.storage.tables.sdq import QuestionnaireRow

_PORTION = 500  # children
_WHO = (
    ChildRow.id.label("child_id"), CouncilRow.code.label("council"), ChildRow.council_child_id.label("council_id"),
    ChildRow.family_name, ChildRow.given_name, ChildRow.preferred_name, ChildRow.nhs_number, ChildRow.born,
    ChildRow.address_withheld,
)  # fmt: skip
_MORE = (
    ChildRow.sex, ChildRow.gender, ChildRow.ethnicity_state, ChildRow.ethnicity_code,
    ChildRow.language_state, ChildRow.first_language, ChildRow.preferred_language, ChildRow.interpreter_needed,
    ChildRow.religion_state, ChildRow.religion_code, ChildRow.is_unaccompanied, ChildRow.unaccompanied_until,
)  # fmt: skip


def in_portions(found: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Return rows some at a time, in their order."""
    return (found[at : at + _PORTION] for at in range(0, len(found), _PORTION))


def children(session: Session, team_id: int) -> list[Any]:
    """Return every child of a team with what stands on the child's own row, by name and then by council id."""
    wanted = (
        select(*_WHO, *_MORE)
        .join(CouncilRow, CouncilRow.id == ChildRow.responsible_council_id)
        .where(ChildRow.team_id == team_id)
        .order_by(func.coalesce(ChildRow.family_name, ""), func.coalesce(ChildRow.given_name, ""), ChildRow.council_child_id)
    )  # fmt: skip
    return list(session.execute(wanted))


def who(session: Session, team_id: int) -> list[Any]:
    """Return who every child of a team is, by their number."""
    wanted = (
        select(*_WHO)
        .join(CouncilRow, CouncilRow.id == ChildRow.responsible_council_id)
        .where(ChildRow.team_id == team_id)
        .order_by(ChildRow.id)
    )
    return list(session.execute(wanted))


def contacts(session: Session, child_ids: Iterable[int]) -> dict[tuple[int, str], Any]:
    """Return the GP practice and the social worker of children, by child and kind: the newest of each."""
    wanted = (
        select(ContactRow.child_id, ContactRow.kind, ContactRow.full_name, ContactRow.organisation, ContactRow.ods_code)
        .where(
            among(ContactRow.child_id), ContactRow.kind.in_(("gp_practice", "social_worker")), ContactRow.ended_on.is_(None)
        )
        .order_by(ContactRow.id)
    )  # fmt: skip
    return {(row.child_id, row.kind): row for row in portions(session, wanted, child_ids)}


def areas(session: Session, child_ids: Iterable[int], on: date) -> dict[int, str]:
    """Return where children live on a day who live outside the team's own area."""
    wanted = (
        select(PlacementRow.child_id, PlacementRow.host_area)
        .where(among(PlacementRow.child_id), open_on(PlacementRow, on))
        .order_by(PlacementRow.began, PlacementRow.id)
    )
    newest = {row.child_id: row.host_area for row in portions(session, wanted, child_ids)}
    return {child_id: area for child_id, area in newest.items() if area}


def flags(session: Session, team_id: int, on: date) -> dict[int, list[str]]:
    """Return the keys of the flags of a team's children on a day, in the order flags are shown."""
    found: dict[int, list[str]] = defaultdict(list)
    for kind in KINDS:
        if kind.key not in NO_ALERT:
            held = select(ChildRow.id).where(ChildRow.team_id == team_id, flag_search.has(kind.key, on))
            for child_id in session.scalars(held):
                found[child_id].append(kind.key)
    return found


def plan_items(session: Session, child_ids: Collection[int]) -> dict[int, list[Any]]:
    """Return every action of the signed plans of children, by child, in the order of plans, needs and outcomes.

    Of an amended assessment the edition in force alone; nothing that was entered in error.
    """
    replaced = select(AssessmentRow.amends_id).where(
        AssessmentRow.amends_id.is_not(None), AssessmentRow.state == "signed"
    )
    wanted = (
        select(
            AssessmentRow.child_id, AssessmentRow.id.label("assessment_id"), AssessmentRow.kind, AssessmentRow.completed_on,
            NeedRow.id.label("need_id"), NeedRow.category, NeedRow.title, OutcomeRow.id.label("outcome_id"), OutcomeRow.outcome,
            OutcomeRow.measure, OutcomeRow.review_on, OutcomeRow.smart_letters, OutcomeRow.mark, OutcomeRow.marked_on,
            OutcomeRow.carried_count, OutcomeRow.first_agreed_on, ActionRow.action, ActionRow.person, ActionRow.role,
            ActionRow.organisation, ActionRow.by_date,
        )
        .join(NeedRow, NeedRow.assessment_id == AssessmentRow.id)
        .join(OutcomeRow, and_(OutcomeRow.need_id == NeedRow.id, OutcomeRow.entered_in_error_because.is_(None)))
        .join(ActionRow, ActionRow.outcome_id == OutcomeRow.id)
        .where(among(AssessmentRow.child_id), AssessmentRow.state == "signed", AssessmentRow.id.not_in(replaced))
        .order_by(
            AssessmentRow.child_id, AssessmentRow.completed_on, AssessmentRow.id, NeedRow.position, NeedRow.id,
            OutcomeRow.position, OutcomeRow.id, ActionRow.position, ActionRow.id,
        )
    )  # fmt: skip
    return _by_child(portions(session, wanted, child_ids))


def questionnaires(session: Session, child_ids: Collection[int]) -> dict[int, list[Any]]:
    """Return the scored questionnaires of children, by child, oldest first; nothing that was entered in error."""
    one = QuestionnaireRow
    wanted = (
        select(
            one.child_id, one.id, one.form, one.is_follow_up, one.entry, one.completed_on, one.completed_by, one.emotional,
            one.conduct, one.hyperactivity, one.peer, one.prosocial, one.total, one.externalising, one.internalising,
            one.impact, one.impact_answered, one.keyed_twice, one.source,
        )
        .where(among(one.child_id), one.state == "scored", one.entered_in_error_because.is_(None))
        .order_by(one.child_id, one.completed_on, one.id)
    )  # fmt: skip
    return _by_child(portions(session, wanted, child_ids))


def _by_child(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.child_id].append(row)
    return found
