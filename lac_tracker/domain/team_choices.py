"""What a team may choose that moves no date: default, what is allowed, source. Named rules that do are in `domain.settings`."""

from collections.abc import Callable
from dataclasses import dataclass

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line

PREFIX = "choice:"  # a colon keeps it out of the named rules among the settings of a team


@dataclass(frozen=True)
class Choice:
    """One choice. check: returns the value in its one form; raises UserError."""

    name: str
    default: str
    words: str
    source: str
    check: Callable[[str], str]


def _number(low: int, high: int, unit: str) -> Callable[[str], str]:
    def checked(value: str) -> str:
        if not value.strip().isascii() or not value.strip().isdigit() or not low <= int(value) <= high:
            raise UserError(f"Enter a number of {unit} from {low} to {high}")
        return str(int(value))

    return checked


def _one_of(*allowed: str) -> Callable[[str], str]:
    def checked(value: str) -> str:
        if value not in allowed:
            raise UserError(f"That can't be '{value}'. It can be: {' or '.join(allowed)}")
        return value

    return checked


def _line(value: str) -> str:
    return clean_line(value)


CHOICES: tuple[Choice, ...] = (
    Choice(
        "lock_minutes", "10", "Minutes without a key or the mouse until the window locks",
        "10 by default and never more than 15: NHS practice, as in school vaccinations", _number(1, 15, "minutes"),
    ),
    Choice(
        "restricted_in_search", "ask", "What a search shows of a restricted record: whom to ask, or nothing",
        "A choice of the team", _one_of("ask", "nothing"),
    ),
    Choice(
        "claim_hours", "12", "Hours that access taken to a restricted record holds",
        "A working day", _number(1, 24, "hours"),
    ),
    Choice("backup_folder", "", "Where backups go; nothing means beside the caseload", "A choice of the team", _line),
    Choice("backup_second_folder", "", "The second place of the backups", "Backups need two places", _line),
)  # fmt: skip

_BY_NAME = {choice.name: choice for choice in CHOICES}


def choice(name: str) -> Choice:
    """Return a choice by its name. Raises UserError for one there is not."""
    found = _BY_NAME.get(name)
    if found is None:
        raise UserError(f"There is no choice called '{name}'")
    return found
