"""GP practices of the national file that a team loads itself: what one is, and whether letters still reach it.

Layout of the file: 'epraccur' of the Organisation Data Service, 27 columns without names (confidence C: read in the code
of NHS teams that use it, not in the service's own specification).
"""

from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.dates import show_date

GP_PRACTICE = (
    "4"  # prescribing setting (C); the others are walk-in centres, out-of-hours services, prisons and so on
)
CLOSED = "C"  # status (C): A active, D dormant, P proposed


@dataclass(frozen=True)
class Practice:
    """One practice. address: its lines without the postcode, one below the other. status, setting: as the file has them."""

    code: str
    name: str
    address: str
    postcode: str
    phone: str
    opened_on: date | None
    closed_on: date | None
    status: str
    setting: str

    @property
    def whole_address(self) -> str:
        """The address with the postcode as its last line."""
        return "\n".join(part for part in (self.address, self.postcode) if part)

    @property
    def is_gp(self) -> bool:
        """Whether its prescribing setting is that of a GP practice."""
        return self.setting == GP_PRACTICE


def closed_words(practice: Practice, today: date) -> str:
    """Return 'Closed 31-Mar-2025', 'Closes 31-Mar-2027', 'Dormant', 'Not open yet' or ''."""
    if practice.closed_on is not None:
        verb = "Closed" if practice.closed_on <= today else "Closes"
        return f"{verb} {show_date(practice.closed_on)}"
    if practice.opened_on is not None and practice.opened_on > today:
        return f"Opens {show_date(practice.opened_on)}"
    return {CLOSED: "Closed", "D": "Dormant", "P": "Not open yet"}.get(practice.status, "")


def takes_letters(practice: Practice, today: date) -> bool:
    """Return whether a letter still reaches it: neither closed nor without a day of closing."""
    if practice.closed_on is not None:
        return practice.closed_on > today
    return practice.status != CLOSED


def shown(practice: Practice, today: date) -> str:
    """Return one line to choose by: 'Northgate Surgery, NN1 2AB, K83001 (Closed 31-Mar-2025)'."""
    closed = closed_words(practice, today)
    line = ", ".join(part for part in (practice.name, practice.postcode, practice.code) if part)
    return f"{line} ({closed})" if closed else line
