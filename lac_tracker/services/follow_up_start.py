"""What the dialog of a follow-up begins with: who can be named, who can do it, and what each result fills in."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import follow_ups as rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.children import BannerFacts, Child
from lac_tracker.domain.follow_ups import Suggestion
from lac_tracker.domain.names import first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.visits import not_brought_in_a_row
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.child_banner import banner
from lac_tracker.services.clock_of import clock_of, standing_of
from lac_tracker.services.delay_reasons import words_of
from lac_tracker.services.follow_ups import open_appointment
from lac_tracker.storage import care, children, people, visits
from lac_tracker.storage import follow_ups as stored


@dataclass(frozen=True)
class Start:
    """What is known before anything is typed.

    contacted: whom one rings first about what it waits for. names: who can be named, by whom one contacted.
    owners: (id, name) of the team, the person signed in first. reason_code: why it is late as said now, '' for nothing.
    not_brought: how often running the child was not brought, were it so again now. likely: the reason that the record
    itself shows while nobody said one, where it is the council's.
    """

    banner: BannerFacts
    called: str
    contacted: str
    names: dict[str, tuple[str, ...]]
    owners: tuple[tuple[int, str], ...]
    reason_code: str
    reason_words: str
    not_brought: int
    needs_interpreter: bool
    likely: str = ""
    last: tuple[str, ...] = ()  # the last follow-ups in words, the newest first

    def suggests(self, result: str, contacted: str, today: date) -> Suggestion:
        """Return what a result fills in for this child."""
        code = self.reason_code or (self.likely if contacted == "council" else "")
        return rules.suggestion(result, contacted, today, not_brought=self.not_brought, reason_code=code)


@needs(Action.LOG_FOLLOW_UP, child=the_child)
def start(session: Session, child_id: int, *, by: Actor, now: datetime, today: date, kind: str) -> Start:
    """Return what the dialog begins with. Raises UserError where there is no clock of the kind."""
    child = children.load(session, child_id)
    clock = clock_of(session, child_id, kind)
    stand = standing_of(clock, today)
    code = clock.work.delay_code or ""
    return Start(
        banner=banner(session, child, today),
        called=first_name(child.preferred_name, child.given_name, child.council_id),
        contacted=rules.CONTACTED_FOR.get(stand.waiting_on.value, "council"),
        names=_names(session, child),
        owners=owners(session, by),
        reason_code=code,
        reason_words=words_of(session, child_id, clock),
        not_brought=_not_brought_now(session, child_id, kind, today),
        needs_interpreter=child.interpreter_needed == "yes",
        likely=rules.NO_CONSENT if stand.reason == "no consent" else "",
        last=tuple(one.words for one in stored.of_child(session, child_id)[:3]),
    )


@needs(Action.LOG_FOLLOW_UP, child=the_child)
def suggestion(
    session: Session, child_id: int, *, by: Actor, now: datetime, today: date, kind: str, result: str,
    contacted: str = "",
) -> Suggestion:  # fmt: skip
    """Return what a result fills in for a child: next step, date, reason, and who else has to be told."""
    known = start(session, child_id, by=by, now=now, today=today, kind=kind)
    return known.suggests(result, contacted or known.contacted, today)


def owners(session: Session, by: Actor) -> tuple[tuple[int, str], ...]:
    """Return who of the team can do something, the person signed in first."""
    team = [(one.person_id, one.full_name) for one in people.everyone(session, by.team_id)]
    return tuple(sorted(team, key=lambda one: one[0] != by.person_id))


def _names(session: Session, child: Child) -> dict[str, tuple[str, ...]]:
    held = care.contacts(session, child.id)
    found: dict[str, tuple[str, ...]] = {}
    for who, kinds in rules.CONTACT_KINDS.items():
        named = [_name(one) for kind in kinds for one in held if one.kind == kind]
        found[who] = tuple(dict.fromkeys(name for name in named if name))
    called = " ".join(part for part in (child.preferred_name or child.given_name, child.family_name) if part)
    return found | {"young_person": (called,) if called else ()}


def _name(one: care.Contact) -> str:
    what = one.role or _ROLES.get(one.kind, "")
    who = one.full_name or one.organisation or ""
    return ", ".join(part for part in (who, what) if part) if who else ""


_ROLES = {
    "social_worker": "social worker", "carer": "carer", "parent": "parent", "gp_practice": "GP practice",
    "reviewing_officer": "reviewing officer", "school": "school", "host_team": "host team",
    "personal_adviser": "personal adviser", "health_visitor": "health visitor", "school_nurse": "school nurse",
    "camhs": "CAMHS", "advocate": "advocate", "midwife": "midwife", "hospital": "hospital",
}  # fmt: skip


def _not_brought_now(session: Session, child_id: int, kind: str, today: date) -> int:
    """Return how often running the child was not brought, the appointment that has no outcome yet counted as one."""
    waiting = open_appointment(session, child_id, kind, today)
    held = visits.appointments(session, child_id)
    return not_brought_in_a_row(
        replace(one, outcome="was_not_brought") if waiting and one.id == waiting.id else one for one in held
    )
