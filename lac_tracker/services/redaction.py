"""The one gateway: everything a paper or a list holds passes here before it leaves, and what its reader may not have stays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Standing, sees_restricted
from lac_tracker.domain.blotting import (
    addressees,
    blotted,
    doubtful,
    mentioned,
    renamed,
    without,
    without_texts_that_say,
)
from lac_tracker.domain.disclosure import PAPERS, PRIVATE_CATEGORIES, Content, Reader, Rule, rule
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.names import first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.restricted import RESTRICTED
from lac_tracker.services import secrets_of, sharing
from lac_tracker.services.access import hidden_from, standing
from lac_tracker.services.papers import Gathered, Wanted
from lac_tracker.storage import children, record_access

__all__ = [
    "RESTRICTED",
    "as_text",
    "hidden_from",
    "may_see",
    "mentioned",
    "refuse_restricted",
    "released",
    "without",
    "without_restricted",
]

_KEPT_PRIVATE = "(kept private)"
TO_FAMILY = "Where the child lives, and with whom: this goes to a parent or a relative"
_ABOUT_OTHERS = "(about another person: held by the health team)"
_Held = TypeVar("_Held")
_Row = TypeVar("_Row", bound=NamedTuple)


def released(session: Session, wanted: Wanted, gathered: Gathered) -> Gathered:
    """Return what may leave of a paper for its readers, with what was left out in words.

    A withheld address with its carer is blotted out whoever wrote it, and so is where the child lives in a letter to a
    parent or relative, and what was noted of other people; the names of the family become what they are to the child,
    as `domain.disclosure` says of each reader.

    Raises NotAllowed for a restricted record, and UserError when the paper says what the young person keeps from its
    readers: a person has to take it out, as no machine can tell what else gives it away.
    """
    today = wanted.now.date()
    refuse_restricted(session, wanted.child_id, by=wanted.by, now=wanted.now)
    readers = PAPERS[wanted.document].readers
    held, left_out = gathered.held, list(gathered.left_out)
    whom = (wanted.made_for, *(each.name for each in addressees(held)))
    kept_from = sharing.kept_from(session, wanted.child_id, readers, whom)
    _refuse_kept(session, wanted.child_id, held, kept_from, today)
    if kept_from != sharing.EVERYBODY:
        left_out += sharing.left_out_words(session, wanted.child_id, kept_from, today)
    quotes = _hidden_needs(session, wanted.child_id, kept_from, gathered.hidden, today)
    if mentioned(held, quotes):
        held = blotted(held, tuple((quote, _KEPT_PRIVATE) for quote in quotes))
        left_out.append("Words that stand in a part of the plan its reader does not see")
    child = children.load(session, wanted.child_id)
    to_family = secrets_of.is_written_to_family(session, child.id, whom)
    if child.address_withheld or to_family:
        held = _without_address(
            session, child.id, held, hides_carer=readers != (Reader.CARER,), is_to_them=_is_to_them(readers), also=whom
        )  # fmt: skip
        left_out.append("Address: withheld" if child.address_withheld else TO_FAMILY)
    if _hides_family(readers):
        people = secrets_of.family(session, child, is_to_them=_is_to_them(readers), also=whom)
        before = held
        held = renamed(blotted(held, _notes(people.notes), is_family_line_kept=True), people.names)
        if held != before:
            left_out.append("Names and health of family members: said as who they are to the child")
        left_out += [
            f"Look at each sentence that begins with '{name}': it may name somebody of the family"
            for name in doubtful(held, people.names)
        ]
    return replace(gathered, held=held, left_out=tuple(dict.fromkeys(left_out)))


def as_text(session: Session, child_id: int, held: _Held, *, by: Actor, now: datetime) -> _Held:
    """Return what a page of a record shows as it leaves the screen, on standard output.

    Without a withheld address and who cares for the child there. Raises NotAllowed for a restricted record.
    """
    refuse_restricted(session, child_id, by=by, now=now)
    if not children.load(session, child_id).address_withheld:
        return held
    return _without_address(session, child_id, held, hides_carer=True)


@dataclass(frozen=True)
class KeptOutOfExtracts:
    """What no extract says of a child. hidden: kinds of need that are not in it; mentions: words that must not occur."""

    child_id: int
    hidden: frozenset[str]
    mentions: tuple[str, ...]
    family: secrets_of.Family
    is_address_withheld: bool


def kept_out_of_extracts(
    session: Session, team_id: int, held: Sequence[Any], today: date
) -> dict[int, KeptOutOfExtracts]:
    """Return what no extract says of some children, by child, in as many queries as of one. held: rows of `extracts.who`.

    Private needs, what the young person keeps from anybody, and the family's names and health.
    """
    by_id = {one.child_id: one for one in held}
    kept = sharing.withheld_of(session, by_id, sharing.EVERYBODY, today)
    families = secrets_of.families(session, team_id, by_id)
    return {
        number: KeptOutOfExtracts(
            number, kept[number].categories | set(PRIVATE_CATEGORIES), kept[number].mentions, families[number],
            one.address_withheld,
        )
        for number, one in by_id.items()
    }  # fmt: skip


def extracted(session: Session, kept: KeptOutOfExtracts, held: _Held, quoted: frozenset[str]) -> _Held:
    """Return what was typed of a child as it may stand in an extract, whoever gets it.

    Without a withheld address and who cares for the child there, the family's names and health, what stands under a
    hidden need, and words the young person keeps from anybody: a text that says one of those is blotted out whole.
    quoted: the hidden needs that the child has, which other texts may quote.
    """
    quotes = secrets_of.texts_of_needs(session, kept.child_id, quoted) if quoted else ()
    held = blotted(held, tuple((quote, _KEPT_PRIVATE) for quote in quotes))
    if kept.is_address_withheld:
        held = _without_address(session, kept.child_id, held, hides_carer=True)
    held = renamed(blotted(held, _notes(kept.family.notes)), kept.family.names)
    return without_texts_that_say(held, kept.mentions, _KEPT_PRIVATE)


def _without_address(
    session: Session, child_id: int, held: _Held, *, hides_carer: bool, is_to_them: bool = False, also: tuple[str, ...] = (),
) -> _Held:  # fmt: skip
    """Return what may be said of a child whose address is withheld. also: whom it is written to, who may be the carer."""
    held = blotted(
        held, secrets_of.where_the_child_lives(session, child_id, hides_carer=hides_carer, also=also)
    )
    if not hides_carer:
        return held
    return renamed(held, secrets_of.carers(session, child_id, is_to_them=is_to_them, also=also))


def refuse_restricted(session: Session, child_id: int, *, by: Actor, now: datetime) -> None:
    """Raise NotAllowed in words when papers about a restricted record are not for this person."""
    if not may_see(session, child_id, by=by, now=now):
        raise NotAllowed(
            "This record is restricted: only a manager, the child's own assessor, or who has taken access to it makes or "
            "opens papers about it. Open the record first, with a reason, or ask the team manager"
        )


def may_see(session: Session, child_id: int, *, by: Actor, now: datetime) -> bool:
    """Return whether a person may open a record of the team, and so have papers about it.

    A restricted one is a manager's, whoever's it is to assess, and open to who has taken access; nobody's who is kept
    apart from it.
    """
    return standing(session, child_id, by=by, now=now)[1] is Standing.OPEN


def without_restricted(session: Session, rows: Iterable[_Row], *, by: Actor, today: date) -> tuple[_Row, ...]:
    """Return the rows of a list that is exported or printed: no name and no number of a restricted record, save for a manager.

    rows: named tuples with child_id, and with any of the fields that say who it is.
    """
    closed = closed_to(session, by=by, today=today)
    return tuple(unnamed(row) if row.child_id in closed else row for row in rows)  # type: ignore[attr-defined]


def closed_to(session: Session, *, by: Actor, today: date) -> frozenset[int]:
    """Return the children whose name and number a list that leaves the screen does not say to this person.

    Every restricted record save for a manager, whoever's it is to assess: a list is read by others than who made it.
    """
    apart = record_access.apart_from(session, by.person_id, today)
    return apart if sees_restricted(by) else apart | record_access.restricted(session, by.team_id, today)


def unnamed(row: _Row) -> _Row:
    """Return a row of a list that leaves the screen without whom it is about, and without what was typed: it may name somebody."""
    hidden = {
        "family_name": RESTRICTED, "given_name": None, "name": RESTRICTED, "preferred_name": None, "nhs_number": None,
        "next_step": None, "next_step_by": None, "delay_note": "",
    }  # fmt: skip
    return row._replace(**{name: value for name, value in hidden.items() if name in row._fields})


def _refuse_kept(
    session: Session, child_id: int, held: object, kept_from: tuple[str, ...], today: date
) -> None:
    kept = sharing.withheld(session, child_id, kept_from, today)
    said = mentioned(held, kept.mentions)
    if said is None:
        return
    child = children.load(session, child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    whom = sharing.listed(kept_from)
    raise UserError(
        f"{called} asked us not to share '{said}' with {whom}, and this document says it. "
        f"Take it out of the plan or the summary, or ask {called} again (Consent)"
    )


def _hidden_needs(
    session: Session, child_id: int, kept_from: tuple[str, ...], hidden: frozenset[str], today: date
) -> tuple[str, ...]:
    """Return what the plan says under needs these readers do not see, to be blotted out where it is quoted elsewhere."""
    # Somebody unknown with a task of their own learns that task, whatever it is about.
    if kept_from != sharing.EVERYBODY:
        hidden |= sharing.withheld(session, child_id, kept_from, today).categories
    return secrets_of.texts_of_needs(session, child_id, hidden) if hidden else ()


def _hides_family(readers: tuple[Reader, ...]) -> bool:
    hides = (Rule.NO, Rule.ONE_LINE, Rule.SHAREABLE)
    return any(rule(Content.PARENTS_HEALTH, reader) in hides for reader in readers)


def _is_to_them(readers: tuple[Reader, ...]) -> bool:
    """Say whether a paper speaks to the young person: 'your mother', not 'their mother'."""
    return all(reader in (Reader.CHILD, Reader.HEALTH_HISTORY) for reader in readers)


def _notes(notes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((note, _ABOUT_OTHERS) for note in notes)
