"""What is planned for one row of a council's list: what is shown of it, and what is written when a person says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.list_import import FieldChange
from lac_tracker.domain.names import search_key

GOES_TO_COMPARISON = "not taken: decide in the comparison"
Identity = Literal["by_itself", "keep_ours", "use_theirs"]


@dataclass(frozen=True, slots=True)
class HeldStretch:
    """The last placement or legal status of a child, or the last period of care."""

    id: int
    began: date | None
    ended: date | None
    what: str = ""  # placement type, code of the legal status
    address: str = ""
    postcode: str = ""
    carer: str = ""


@dataclass(frozen=True, slots=True)
class HeldPerson:
    """The social worker as recorded."""

    id: int
    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class ListedChild:
    """What we hold of a child, as far as a list can speak of it. fields: columns of the child."""

    id: int
    council_id: str
    is_of_this_council: bool
    fields: Mapping[str, Any]
    period: HeldStretch | None = None
    placement: HeldStretch | None = None  # the last one
    legal_status: HeldStretch | None = None
    social_worker: HeldPerson | None = None
    protected_since: date | None = None  # the child protection plan in force
    protection_category: str = ""

    @property
    def is_in_care(self) -> bool:
        """Whether the last period of care has not ended."""
        return self.period is not None and self.period.ended is None


@dataclass
class Writes:
    """What is to be written for one row. A mapping without an id to change is a new row; None: nothing."""

    child: dict[str, Any] = field(default_factory=dict)
    period: dict[str, Any] | None = None
    changed_period: dict[str, Any] | None = None
    placement: dict[str, Any] | None = None
    changed_placement: dict[str, Any] | None = None
    legal_status: dict[str, Any] | None = None
    changed_legal_status: dict[str, Any] | None = None
    social_worker: dict[str, Any] | None = None
    changed_social_worker: dict[str, Any] | None = None
    protection: dict[str, Any] | None = None
    left_on: date | None = None
    reason_left: str | None = None


@dataclass
class Plan:
    """What one row does: the changes for a person to look at, and what is written when they say so."""

    changes: list[FieldChange] = field(default_factory=list)
    writes: Writes = field(default_factory=Writes)

    @property
    def leaves_care(self) -> bool:
        """Whether the row ends the child's care."""
        return self.writes.left_on is not None

    @property
    def writes_anything(self) -> bool:
        """Whether anything of the row is taken."""
        return any(change.taken for change in self.changes)

    def note(self, key: str, words: str, ours: object, theirs: object, *, taken: bool = True) -> None:
        """Keep a change for a person to look at."""
        self.changes.append(FieldChange(key, words, _shown(ours), _shown(theirs), taken))


def same_text(one: str, other: str) -> bool:
    """Return whether two texts differ in spaces, signs and capitals at most."""
    return one == other or search_key(one).replace(" ", "") == search_key(other).replace(" ", "")


def _shown(value: object) -> str:
    if value is None:
        return ""
    return show_date(value) if isinstance(value, date) else str(value)
