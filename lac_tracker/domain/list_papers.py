"""What a printed list holds: rows already in words, and which filter and order they stand in."""

from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.reports import Service


@dataclass(frozen=True)
class ListedChild:
    """One row: one assessment of one child."""

    status: str  # 'Overdue by 80 days'
    is_overdue: bool
    name: str  # 'BAPTISTE, Amara', or 'Council ID 123456'
    about: str  # '7y 5m, NHS No. 999 573 8007'
    kind: str  # 'IHA' or 'RHA'
    due: date | None
    why: str
    waiting_on: str
    assessor: str
    next_step: str = ""  # '06-Mar-2026 T Leigh: Chase consent', '13:00 today booked', 'none'


@dataclass(frozen=True)
class OverdueList:
    """The list of what is due, as it was filtered and sorted when it was made."""

    service: Service
    heading: str  # 'Overdue 214, of them 190 with no assessment history yet'
    filtered: str  # 'Overdue'
    order: str  # 'Due, earliest first'
    rows: tuple[ListedChild, ...]
    of: int  # how many rows there are without the filter
    reference: str
    made_by: str
    made_on: date
    made_at: str  # '05:01'
    names_children: bool = True  # else no row says whom it is about
