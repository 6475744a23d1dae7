"""Who looks at the working list, on which day, and what its views have to know for that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.people import Actor
from lac_tracker.domain.worklist import VIEW, Wanted
from lac_tracker.storage import people
from lac_tracker.storage.tables.people import PersonRow


@dataclass(frozen=True)
class Look:
    """Whose list it is, on which day, and who looks.

    staff: id → name, where the list is filtered by words. settings, own_bank_holidays: of the team, for the views of
    children. hidden: children of whom the list says nothing but that there is a restricted record: their name and
    numbers are not found, and not sorted by.
    """

    team_id: int
    today: date
    person_id: int
    staff: Mapping[int, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    own_bank_holidays: frozenset[date] = frozenset()
    hidden: frozenset[int] = frozenset()


def look(
    session: Session, wanted: Wanted, by: Actor, today: date, hidden: frozenset[int] = frozenset()
) -> Look:
    """Return who looks at a list, with what its view and filter have to know."""
    named = select(PersonRow.id, PersonRow.full_name)
    staff = {row.id: row.full_name for row in session.execute(named)} if wanted.text.strip() else {}
    if not VIEW[wanted.view].of_children:
        return Look(by.team_id, today, by.person_id, staff, hidden=hidden)
    chosen, days = people.settings(session, by.team_id), people.own_bank_holidays(session, by.team_id)
    return Look(by.team_id, today, by.person_id, staff, chosen, days, hidden)
