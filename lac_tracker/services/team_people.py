"""The people of the team: who may come in and as what. Nobody is deleted; their name stays on what they wrote.

Whoever changes a key slot says their own passphrase again (`services.passphrases`). A passphrase that somebody else gave
opens nothing until the person chose their own.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from lac_tracker.domain import passphrases as rules
from lac_tracker.domain import training as training_rules
from lac_tracker.domain.audit import Entry
from lac_tracker.domain.audit_kinds import SIGNED_IN, UNLOCKED
from lac_tracker.domain.authorisation import RULES, Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.domain.training import UNACCOMPANIED, Expiry
from lac_tracker.services import sign_in, tries
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.services.training import NONE_RECORDED
from lac_tracker.storage import key_file, people, vault_changes
from lac_tracker.storage import sign_in_tries as stored_tries
from lac_tracker.storage import training as stored_training
from lac_tracker.storage.people import Member

_NOTHING = "Nothing has been changed"
_SEES_CHILDREN = frozenset({Role.ASSESSOR, Role.DOCTOR})
ROLE_WORDS = {
    Role.ASSESSOR: "Health assessor", Role.DOCTOR: "Paediatrician", Role.MANAGER: "Team manager",
    Role.ADMINISTRATOR: "Administrator", Role.QUALITY_REVIEWER: "Quality reviewer",
    Role.CALDICOTT: "Caldicott guardian", Role.AUDITOR: "Auditor", Role.IT: "IT", Role.READ_ONLY: "Read only",
}  # fmt: skip
REGISTRATION_WORDS = {Registration.GMC: "GMC", Registration.NMC: "NMC", Registration.NONE: "None"}


@dataclass(frozen=True)
class PersonLine:
    """One of the team. can_sign: the kinds, '' for none. training: of unaccompanied children, None where it is not needed.

    state, look: in words, and the key of a status.
    """

    person_id: int
    user_name: str
    full_name: str
    role: Role
    registration: Registration
    can_sign: str
    training: Expiry | None
    last_in: datetime | None
    is_active: bool
    state: str
    look: str
    version: int

    @property
    def role_words(self) -> str:
        return ROLE_WORDS[self.role]


@dataclass(frozen=True)
class TypedPerson:
    """Somebody new, as typed."""

    user_name: str
    full_name: str
    role: Role
    registration: Registration


@needs(Action.MANAGE_PEOPLE)
def listed(
    session: Session, caseload: Path, *, by: Actor, now: datetime, today: date
) -> tuple[PersonLine, ...]:
    """Return all who are or were in the team: who is active first, then by name."""
    slots = {user_name for user_name, _ in key_file.people_with_slots(caseload)}
    closed = {name for name, held in stored_tries.read(caseload).failures.items() if held.is_closed}
    trained = stored_training.of_team(session, by.team_id)
    return tuple(
        _line(one, trained.get(one.actor.person_id, ()), slots, closed, today)
        for one in people.members(session, by.team_id, (SIGNED_IN, UNLOCKED))
    )


@needs(Action.MANAGE_PEOPLE)
def add(
    session: Session, caseload: Path, own: str, typed: TypedPerson, given: str, *, by: Actor, now: datetime
) -> Changes:
    """Add somebody, with a passphrase that they change when they first sign in.

    own: the passphrase of who adds. given: the one for the new person. Raises UserError, and NotAllowed for IT that would
    make somebody a manager.
    """
    _may_give(by, typed.role)
    rules.check(given, (typed.user_name, typed.full_name))

    def give_slot(user_name: str, full_name: str) -> None:
        keys = sign_in.confirm_passphrase(caseload, by.user_name, own, now=now, so=_NOTHING)
        person = people.actor(session, user_name)
        people.change_person(session, by.team_id, person.person_id, {"must_change_passphrase": True})
        vault_changes.set_passphrase(
            caseload, keys, user_name=user_name, full_name=full_name, passphrase=given
        )

    return sign_in.add_person(
        session, give_slot, user_name=typed.user_name, full_name=typed.full_name, role=typed.role,
        registration=typed.registration, by=by, now=now,
    )  # fmt: skip


@needs(Action.MANAGE_PEOPLE)
def change_role(
    session: Session, person_id: int, role: Role, registration: Registration, *, by: Actor, now: datetime
) -> Changes:
    """Give somebody another role or registration: it holds from their next sign-in.

    Raises UserError for one's own, for the last manager and for who has left; NotAllowed for IT that would make a manager.
    """
    one = people.member(session, by.team_id, person_id)
    if one.actor.person_id == by.person_id:
        raise UserError(f"Nobody changes their own role. Ask another manager. {_NOTHING}")
    if not one.is_active:
        raise UserError(f"{one.actor.full_name} has left. A new passphrase brings them back first")
    if role is not one.actor.role:
        _may_give(by, role)
    if one.actor.role is Role.MANAGER and role is not Role.MANAGER:
        _may_give(by, Role.MANAGER)
        _keep_a_manager(session, one)
    people.change_person(
        session, by.team_id, person_id, {"role": role.value, "registration": registration.value}
    )
    _say(session, f"{one.actor.full_name} is now {ROLE_WORDS[role].lower()}")
    return Changes(people=True)


def may_reset(asking: Role, role: Role) -> bool:
    """Return whether one role may give another a new passphrase: IT could come in as a manager with it."""
    return role is not Role.MANAGER or asking is Role.MANAGER


@needs(Action.MANAGE_PEOPLE)
def reset(
    session: Session, caseload: Path, own: str, person_id: int, given: str, *, by: Actor, now: datetime
) -> Changes:
    """Give somebody a new passphrase, which they change at their next sign-in; who has left comes back with it.

    own: the passphrase of who resets. Wrong passphrases typed for that name are forgiven. Raises UserError, and NotAllowed
    for IT and a manager.
    """
    one = people.member(session, by.team_id, person_id)
    if one.actor.person_id == by.person_id:
        raise UserError("Change your own passphrase in Lock and passphrase")
    if not may_reset(by.role, one.actor.role):
        raise NotAllowed(
            "A manager gets a new passphrase from another manager, or comes in with the recovery sheet"
        )
    rules.check(given, (one.actor.user_name, one.actor.full_name))
    keys = sign_in.confirm_passphrase(caseload, by.user_name, own, now=now, so=_NOTHING)
    back = {} if one.is_active else {"is_active": True, "left_on": None}
    people.change_person(session, by.team_id, person_id, {"must_change_passphrase": True} | back)
    _say(session, f"a new passphrase for {one.actor.full_name}{', who came back' if back else ''}")
    vault_changes.set_passphrase(
        caseload, keys, user_name=one.actor.user_name, full_name=one.actor.full_name, passphrase=given
    )
    tries.forgive(caseload, one.actor.user_name)
    return Changes(people=True)


@needs(Action.MANAGE_PEOPLE)
def leave(
    session: Session, caseload: Path, own: str, person_id: int, left_on: date | None, *, by: Actor, now: datetime,
    today: date,
) -> Changes:  # fmt: skip
    """Write down that somebody has left, and take their way in. What they wrote keeps their name.

    Raises UserError for oneself, for the last manager, and for a day that cannot be.
    """
    one = people.member(session, by.team_id, person_id)
    if one.actor.person_id == by.person_id:
        raise UserError(f"Nobody marks themselves as left. Ask another manager. {_NOTHING}")
    if not one.is_active:
        raise UserError(f"{one.actor.full_name} left on {show_date(one.left_on)} already")
    if left_on is None:
        raise UserError("Left on is missing: enter their last day")
    if left_on > today:
        raise UserError("Left on must be today or in the past: until then they need their way in")
    if one.actor.role is Role.MANAGER:
        _may_give(by, Role.MANAGER)
        _keep_a_manager(session, one)
    keys = sign_in.confirm_passphrase(caseload, by.user_name, own, now=now, so=_NOTHING)
    fields = {"is_active": False, "left_on": left_on, "must_change_passphrase": False}
    people.change_person(session, by.team_id, person_id, fields)
    _say(session, f"{one.actor.full_name} left on {show_date(left_on)}")
    vault_changes.remove_person(caseload, keys, one.actor.user_name)
    return Changes(people=True)


def _line(
    one: Member, held: tuple[training_rules.Training, ...], slots: set[str], closed: set[str], today: date
) -> PersonLine:
    person = one.actor
    state, look = _state(one, person.user_name in slots, person.user_name in closed)
    needed = one.is_active and person.role in _SEES_CHILDREN
    return PersonLine(
        person.person_id, person.user_name, person.full_name, person.role, person.registration,
        _can_sign(person) if one.is_active else "", _trained(held, today, needed=needed), one.last_in, one.is_active,
        state, look, one.version,
    )  # fmt: skip


def _state(one: Member, has_slot: bool, is_closed: bool) -> tuple[str, str]:
    if not one.is_active:
        return (f"Left {show_date(one.left_on)}" if one.left_on else "Left", "missing")
    if not has_slot:
        return "Needs a passphrase", "overdue"
    if is_closed:
        return "Closed: wrong tries", "overdue"
    return ("Passphrase given", "due_soon") if one.must_change_passphrase else ("Active", "complete")


def _can_sign(person: Actor) -> str:
    """Return what a person may sign: an initial health assessment is for a registered medical practitioner."""
    if person.role not in RULES[Action.SIGN] or person.registration is Registration.NONE:
        return ""
    return "IHA, RHA" if person.registration is Registration.GMC else "RHA"


def _trained(held: tuple[training_rules.Training, ...], today: date, *, needed: bool) -> Expiry | None:
    of_subject = [one for one in held if one.subject == UNACCOMPANIED]
    if not of_subject:
        return NONE_RECORDED if needed else None
    return training_rules.expiry(training_rules.newest_first(tuple(of_subject))[0], today)


def _may_give(by: Actor, role: Role) -> None:
    if role is Role.MANAGER and by.role is not Role.MANAGER:
        raise NotAllowed("Who is a manager is for a manager to say")


def _keep_a_manager(session: Session, one: Member) -> None:
    others = [
        person
        for person in people.everyone(session, one.actor.team_id)
        if person.role is Role.MANAGER and person.person_id != one.actor.person_id
    ]
    if not others:
        raise UserError(
            f"{one.actor.full_name} is the only manager. Make somebody else a manager first. {_NOTHING}"
        )


def _say(session: Session, words: str) -> None:
    """Have the audit log say what about whom: their changed row alone is hard to read."""
    entry: Entry | None = session.info.get("entry")
    if entry is not None and not entry.reason:
        entry.reason = words
