"""What a role is for, in words, for who signs in and may open no list of children: what they do here, and what they do not."""

from dataclasses import dataclass

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.people import Actor, Role

_FOR = {
    Role.IT: "You look after the file, its backups and who can sign in. You see nothing of any child.",
    Role.CALDICOTT: (
        "You are asked about sealed records: birth records that must stay apart from a new identity. "
        "You see no list of children and no other record."
    ),
    Role.AUDITOR: "You see who opened which record. You see a child by the council's number alone, and no record.",
}
# What of it is done, and how.
_DONE = {
    Action.CHECK_CASELOAD: (
        "Check that the caseload is whole: the file, its rows, the audit log and the due dates",
        "Here with Check the caseload, or with the command: lac-tracker check",
    ),
    Action.MANAGE_PEOPLE: (
        "Let people in: add a person, give a new passphrase, take the way in of who has left",
        "In Settings, People and roles, or with the commands: lac-tracker person add, list, reset, left",
    ),
    Action.SEE_AUDIT: ("See who opened which record", "On the page Who opened what"),
    Action.SEE_FIGURES: ("See the figures of the team, as counts", "On the page Dashboard"),
}
_FILES = (
    "Make, check and restore backups, and choose their two places",
    "In Settings, Backups, or with the commands: lac-tracker backup make, list, verify, restore, drill",
)
_SEALED = (
    "Decide about a sealed record",
    "This caseload holds none. When one is made, its manager tells you how it is opened",
)


@dataclass(frozen=True)
class RolePage:
    """about: what the role is for. done: what this person does, and how. not_here: what they ask somebody else for."""

    about: str
    done: tuple[tuple[str, str], ...]
    not_here: str


def role_page(by: Actor) -> RolePage:
    """Return what a person may do, in words. What the rules forbid them is never said to be theirs."""
    done = [words for action, words in _DONE.items() if decide(by, action).allowed]
    if by.role is Role.IT:
        done.append(_FILES)
    if by.role is Role.CALDICOTT:
        done.append(_SEALED)
    return RolePage(
        _FOR.get(by.role, "Your role has no page of its own."), tuple(done),
        "For anything else ask the team manager: they can give you another role.",
    )  # fmt: skip
