"""What we hold of a council's children beside its list, and the differences that were found before."""

import json
from collections.abc import Collection, Iterable
from datetime import date
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.domain.names import show_name
from lac_tracker.domain.reconciliation import Difference, Kind, Ours, Resolution, words_of
from lac_tracker.storage import care
from lac_tracker.storage.tables.children import ChildRow, CouncilRow
from lac_tracker.storage.tables.imports import ListDifferenceRow


def ours(session: Session, council_row_id: int, child_ids: Collection[int] | None = None) -> tuple[Ours, ...]:
    """Return every child of a council with all periods of care. child_ids: only these of them."""
    of_council = select(
        ChildRow.id, ChildRow.council_child_id, ChildRow.born, ChildRow.family_name, ChildRow.given_name,
        ChildRow.preferred_name, ChildRow.nhs_number,
    ).where(ChildRow.responsible_council_id == council_row_id)  # fmt: skip
    found = session.execute(of_council.order_by(ChildRow.council_child_id)).all()
    rows = [row for row in found if child_ids is None or row.id in child_ids]
    histories = care.histories(session, [row.id for row in rows])
    return tuple(
        Ours(
            child_id=row.id,
            council_id=row.council_child_id,
            born=row.born,
            name=show_name(row.family_name, row.given_name, row.council_child_id),
            nhs_number=row.nhs_number or "",
            periods=histories[row.id].periods,
            family_name=row.family_name or "",
            given_name=row.given_name or "",
            preferred_name=row.preferred_name or "",
        )
        for row in rows
    )


def kept(session: Session, council_row_id: int) -> dict[tuple[str, str, str, str], Difference]:
    """Return what is known of the differences of a council, resolved ones too, by their key."""
    query = (
        select(ListDifferenceRow, ChildRow.family_name, ChildRow.given_name)
        .outerjoin(ChildRow, ChildRow.id == ListDifferenceRow.child_id)
        .where(ListDifferenceRow.council_id == council_row_id)
        .order_by(ListDifferenceRow.id)
    )
    found = [_difference(row, family, given) for row, family, given in session.execute(query)]
    return {one.key: one for one in found}


def keep(
    session: Session, council_row_id: int, found: Iterable[Difference], *, files: Iterable[str], today: date,
    only_adds: bool = False,
) -> None:  # fmt: skip
    """Keep the differences of a comparison; open ones that it did not find again are gone.

    What somebody decided, or asked the council about, stays. only_adds: all that is known stays, as these are not all.
    """
    names, wanted = json.dumps(list(files), ensure_ascii=False), {one.key: one for one in found}
    query = select(ListDifferenceRow).where(ListDifferenceRow.council_id == council_row_id)
    for row in session.scalars(query):
        key = (row.council_child_id, row.kind, row.theirs, row.ours)
        if wanted.pop(key, None) is None and row.resolution is None and not only_adds:
            session.delete(row)
    session.flush()
    for one in wanted.values():
        session.add(
            ListDifferenceRow(
                council_id=council_row_id,
                council_child_id=one.reference,  # the name, where their list gives no id: twins stay apart
                child_id=one.child_id,
                kind=one.kind,
                name=one.name if one.child_id is None else "",
                theirs=one.theirs,
                ours=one.ours,
                file_names=names,
                found_on=today,
            )  # fmt: skip
        )
    session.flush()


def load(session: Session, team_id: int, difference_id: int) -> tuple[Difference, int]:
    """Return a difference and the row id of its council. Raises NotFound."""
    found = session.execute(
        select(ListDifferenceRow, ChildRow.family_name, ChildRow.given_name)
        .join(CouncilRow, CouncilRow.id == ListDifferenceRow.council_id)
        .outerjoin(ChildRow, ChildRow.id == ListDifferenceRow.child_id)
        .where(ListDifferenceRow.id == difference_id, CouncilRow.team_id == team_id)
    ).first()
    if found is None:
        raise NotFound("That difference is not there any more. Compare the list again")
    return _difference(*found), found[0].council_id


def resolve(
    session: Session, difference_id: int, *, resolution: Resolution, reason: str, on: date, by: str,
    seen_version: int | None, child_id: int | None = None,
) -> None:  # fmt: skip
    """Write how a difference was resolved. Raises RecordChanged when another person decided since it was looked at."""
    row = session.get_one(ListDifferenceRow, difference_id)
    if seen_version is not None and row.version != seen_version:
        raise RecordChanged("Someone else changed this while you were working. Compare the list again")
    row.resolution, row.reason, row.resolved_on, row.resolved_by = resolution, reason, on, by
    row.child_id = child_id if child_id is not None else row.child_id
    session.flush()


def _difference(row: ListDifferenceRow, family: str | None, given: str | None) -> Difference:
    kind = cast(Kind, row.kind)  # the CHECK of the table keeps to the known words
    name = row.name if row.child_id is None else show_name(family, given, row.council_child_id)
    return Difference(
        kind=kind,
        council_id="" if row.name and row.name == row.council_child_id else row.council_child_id,
        child_id=row.child_id,
        name=name,
        theirs=row.theirs,
        ours=row.ours,
        words=words_of(kind, row.theirs, row.ours),
        id=row.id,
        files=tuple(json.loads(row.file_names)),
        found_on=row.found_on,
        resolution=cast(Resolution | None, row.resolution),
        reason=row.reason or "",
        resolved_on=row.resolved_on,
        resolved_by=row.resolved_by or "",
        version=row.version,
    )
