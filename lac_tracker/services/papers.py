"""Every paper about a child: who gathers what it holds. The one list that screens, command line and tests go by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.people import Actor


@dataclass(frozen=True)
class Wanted:
    """Which paper is asked for, and what stands on it besides the record."""

    child_id: int
    document: str  # a key of domain.disclosure.PAPERS
    reference: str
    version: int
    by: Actor
    now: datetime
    assessment_id: int | None = None  # the newest signed one, for a paper that is made from an assessment
    made_for: str = ""  # of several: the owner, contributor or giver, as `recipients` names them

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True)
class Gathered:
    """What a paper holds before the gateway: and what its reader does not get, in words."""

    held: object  # the dataclass of documents.catalogue
    left_out: tuple[str, ...] = ()


Gather = Callable[[Session, Wanted], Gathered]
Recipients = Callable[
    [Session, int, date], tuple[str, ...]
]  # (session, child_id, today) → whom it can be made for

GATHER: Mapping[str, Gather] = {}
RECIPIENTS: Mapping[str, Recipients] = {}
