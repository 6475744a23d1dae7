"""Parts an assessment left for another day, each with the item of the plan that covers it."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.storage.tables.assessment_notes import MissingPartRow


def items(session: Session, assessment_id: int) -> dict[str, int | None]:
    """Return the need that covers each part that was given one: section → id of the need."""
    rows = session.scalars(select(MissingPartRow).where(MissingPartRow.assessment_id == assessment_id))
    return {row.section_id: row.need_id for row in rows}


def put_item(session: Session, assessment_id: int, section_id: str, need_id: int | None) -> None:
    """Keep which need covers a part; None: none does any more."""
    _row(session, assessment_id, section_id).need_id = need_id
    session.flush()


def keep(session: Session, assessment_id: int, reasons: Mapping[str, str]) -> None:
    """Keep exactly these parts of an assessment that is signed: section → why it was left, in words."""
    for row in session.scalars(
        select(MissingPartRow).where(MissingPartRow.assessment_id == assessment_id)
    ).all():
        if row.section_id not in reasons:
            session.delete(row)
    for section_id, why in reasons.items():
        _row(session, assessment_id, section_id).why = why
    session.flush()


def copy(session: Session, assessment_id: int, edition_id: int, needs: Mapping[int, int]) -> None:
    """Let a new edition begin with the same parts. needs: id of a need → id of its copy in the edition."""
    for section_id, need_id in items(session, assessment_id).items():
        put_item(session, edition_id, section_id, needs.get(need_id) if need_id is not None else None)


def let_go(session: Session, need_ids: Iterable[int]) -> None:
    """Take needs that leave the plan away from the parts they were to cover."""
    rows = session.scalars(select(MissingPartRow).where(MissingPartRow.need_id.in_(list(need_ids))))
    for row in rows.all():
        row.need_id = None
    session.flush()


def _row(session: Session, assessment_id: int, section_id: str) -> MissingPartRow:
    row = session.scalar(
        select(MissingPartRow).where(
            MissingPartRow.assessment_id == assessment_id, MissingPartRow.section_id == section_id
        )
    )
    if row is None:
        row = MissingPartRow(assessment_id=assessment_id, section_id=section_id)
        session.add(row)
    return row
