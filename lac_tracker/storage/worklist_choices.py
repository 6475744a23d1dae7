"""What the filters of the working list offer: the people, councils, areas, flags and places there are."""

from datetime import date

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from lac_tracker.domain.flags import KINDS
from lac_tracker.domain.worklist import Choices
from lac_tracker.storage.tables.assessments import BOOKED, AppointmentRow
from lac_tracker.storage.tables.care import PlacementRow
from lac_tracker.storage.tables.children import ChildRow, CouncilRow
from lac_tracker.storage.tables.due import DueRow
from lac_tracker.storage.tables.people import PersonRow


def choices(session: Session, team_id: int, today: date) -> Choices:
    """Return what can be chosen for the list of a team."""
    assessors = (
        select(PersonRow.id, PersonRow.full_name)
        .where(PersonRow.id.in_(select(DueRow.assessor_id).where(DueRow.assessor_id.is_not(None))))
        .order_by(PersonRow.full_name, PersonRow.id)
    )
    councils = (
        select(CouncilRow.code, CouncilRow.name)
        .where(CouncilRow.team_id == team_id)
        .order_by(CouncilRow.code)
    )
    areas = (
        select(PlacementRow.host_area)
        .join(ChildRow, ChildRow.id == PlacementRow.child_id)
        .where(ChildRow.team_id == team_id, PlacementRow.host_area != "", PlacementRow.ended.is_(None))
        .distinct()
        .order_by(PlacementRow.host_area)
    )
    places = (
        select(AppointmentRow.place)
        .join(ChildRow, ChildRow.id == AppointmentRow.child_id)
        .where(
            ChildRow.team_id == team_id, text(BOOKED), AppointmentRow.takes_place_on >= today,
            AppointmentRow.place != "",
        )
        .distinct()
        .order_by(AppointmentRow.place)
    )  # fmt: skip
    return Choices(
        tuple((row.id, row.full_name) for row in session.execute(assessors)),
        tuple((row.code, row.name) for row in session.execute(councils)),
        tuple(area for area in session.scalars(areas) if area),
        tuple((kind.key, kind.words) for kind in KINDS),
        tuple(place for place in session.scalars(places) if place),
    )
