"""Family and birth: the people of a child's family, and birth and family history item by item."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain import answers
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.care import current_period
from lac_tracker.domain.children import BannerFacts, Child
from lac_tracker.domain.completeness import HistoryState, history_state
from lac_tracker.domain.dates import refuse_before_pregnancy, refuse_far
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.family import (
    CONTACT_WORDS,
    RELATION,
    SEXES,
    FamilyMember,
    IndexChild,
    in_order,
    links_doubts,
    links_problem,
)
from lac_tracker.domain.family_history import (
    GROUPS,
    NOT_COUNTED,
    Count,
    HistoryItem,
    count_items,
    state_words,
)
from lac_tracker.domain.genogram import Genogram, layout
from lac_tracker.domain.names import clean_line, clean_text, first_name
from lac_tracker.domain.partnerships import PARTNERSHIPS
from lac_tracker.domain.people import Actor
from lac_tracker.domain.questions import HistoryQuestion, Question, Value
from lac_tracker.services import forms
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.child_summary import banner
from lac_tracker.storage import care, children
from lac_tracker.storage import family as stored

_EARLIEST_YEAR = 1880
OWN_BIRTH = (
    "birth.place", "birth.weeks", "birth.days", "birth.weight", "birth.type", "birth.apgar", "birth.neonatal_care",
    "birth.newborn_screening",
)  # fmt: skip
_LONGEST_NOTE = 4_000


@dataclass(frozen=True)
class ItemShown:
    """One item of the page: how it is asked, and what is on record."""

    question: Question  # with the label of the item
    is_restricted: bool
    held: HistoryItem


@dataclass(frozen=True)
class FamilyPage:
    """What the page of family and birth shows."""

    called: str
    born: date
    banner: BannerFacts
    groups: tuple[tuple[str, str, tuple[ItemShown, ...]], ...]  # (key, title, items)
    counts: tuple[Count, ...]
    people: tuple[FamilyMember, ...]
    doubts: tuple[str, ...]  # years that are unlikely
    drawing: Genogram
    days_in_care: int | None  # since the present period began; None when it is not known or over

    @property
    def meter(self) -> str:
        """'Birth 3 of 9 · Mother 0 of 8 · Father 0 of 8'."""
        return " · ".join(count.words for count in self.counts)


@dataclass(frozen=True)
class KnownItem:
    """One item of history that a new assessment need not ask again."""

    item: str
    ask: str
    words: str  # '' where it is not known after asking, or declined
    state: str  # in words, with source and date


@dataclass(frozen=True)
class Prefill:
    """What is on record already for section 5 of a new assessment."""

    groups: tuple[tuple[str, tuple[KnownItem, ...]], ...]  # (title, items); only what is on record
    meter: str


@dataclass(frozen=True)
class ItemGiven:
    """What a person says of one item. value: as the form keeps an answer."""

    state: str
    value: Value | None = None
    source: str = ""
    asked_of: str = ""
    asked_on: date | None = None
    chase_on: date | None = None
    received_on: date | None = None


@needs(Action.SEE_CLINICAL, child=the_child)
def page(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> FamilyPage:
    """Return the family and birth history of a child, with the genogram."""
    child = children.load(session, child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    people = stored.members(session, child_id)
    by_id = {one.id: one for one in people}
    held = held_items(session, child_id)
    period = current_period(care.histories(session, [child_id])[child_id], today)
    return FamilyPage(
        called,
        child.born,
        banner(session, child, today),
        tuple(
            (key, title, tuple(_shown(one, held) for one in forms.history_items() if one.group == key))
            for key, title in GROUPS
        ),
        counts(session, child_id),
        in_order(people),
        tuple(doubt for one in people for doubt in links_doubts(one, by_id, index_born=child.born)),
        layout(people, index_child(child), today),
        (today - period.began).days if period and period.began else None,
    )


@needs(Action.EDIT_FAMILY, child=the_child)
def save_item(
    session: Session,
    child_id: int,
    item: str,
    given: ItemGiven,
    *,
    by: Actor,
    now: datetime,
    seen_version: int | None = None,
) -> Changes:
    """Record one item of birth or family history: its answer, or of whom it was asked and when.

    Raises UserError beginning with the item's own words when the value or a date cannot be right, when something said
    to be known has no value, and when it is not said who was asked.
    """
    asked = _question(item)
    child = children.load(session, child_id)
    today = now.date()
    label = asked.words
    if given.state not in set(HistoryState):
        raise UserError(f"{label}: choose what is known of it")
    state = HistoryState(given.state)
    value = None
    if state is HistoryState.ANSWERED:
        value = answers.check(
            replace(asked.question, ask=label),
            given.value,
            answers.Circumstances(today, "the child", child.born),
        )
        if value is None:
            raise UserError(f"{label}: enter what is known, or choose 'Not known'")
    whom = clean_line(given.asked_of, label=f"{label}: asked of")
    was_asked = state not in (HistoryState.ANSWERED, HistoryState.NOT_ASKED)
    if was_asked and not whom:
        raise UserError(f"{label}: enter who was asked")
    asked_on = given.asked_on or (today if was_asked else None)
    _refuse_impossible_days(label, given, asked_on, child.born, today)
    is_open = state is HistoryState.ASKED
    fields = {
        "state": state.value,
        "source": clean_line(given.source, label=f"{label}: source") or None if value is not None else None,
        "asked_of": whom or None,
        "asked_on": asked_on,
        "chase_on": given.chase_on if is_open else None,
        "received_on": given.received_on if value is not None else None,
        "recorded_on": today,
        "recorded_by": by.full_name,
    }
    stored.put_item(session, child_id, item, fields, value, seen_version=seen_version)
    derive_states(session, child_id)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_FAMILY, child=the_child)
def save_person(
    session: Session,
    child_id: int,
    member_id: int | None,
    given: Mapping[str, Any],
    *,
    by: Actor,
    now: datetime,
    seen_version: int | None = None,
) -> Changes:
    """Add a person of the family (member_id None) or change one. given: fields of FamilyMember.

    Raises UserError for a relation, sex or contact that is none, impossible years, and links in which somebody would
    be their own ancestor. Unlikely years are not refused: the page says them as doubts.
    """
    fields = _cleaned(given, now.date())
    others = {one.id: one for one in stored.members(session, child_id)}
    if member_id is not None and member_id not in others:
        raise NotFound("That person is not on this child's record any more")
    candidate = FamilyMember(member_id or -1, **fields)
    if problem := links_problem(candidate, others):
        raise UserError(problem)
    if member_id is None:
        member_id = stored.add_member(session, child_id, by.full_name, fields)
    else:
        stored.change_member(session, child_id, member_id, fields, seen_version=seen_version)
    return Changes(children=True, child_id=child_id, made_id=member_id)


@needs(Action.EDIT_FAMILY, child=the_child)
def enter_person_in_error(
    session: Session, child_id: int, member_id: int, *, by: Actor, now: datetime, because: str
) -> Changes:
    """Strike out a person who was recorded by mistake. Nobody is deleted: the reason and the name stay."""
    because = clean_text(because, label="Reason", longest=500).strip()
    if not because:
        raise UserError("Reason: say why this person was recorded by mistake")
    stored.enter_in_error(session, child_id, member_id, f"{because} ({by.full_name})")
    return Changes(children=True, child_id=child_id)


@needs(Action.SEE_CLINICAL, child=the_child)
def known(session: Session, child_id: int, *, by: Actor, now: datetime) -> Prefill:
    """Return what is on record of birth and family history, for the section of a form that asks for it."""
    return prefill(session, child_id)


def prefill(session: Session, child_id: int) -> Prefill:
    """Return what a new assessment shows as known already: it follows the child from one assessment to the next."""
    held = held_items(session, child_id)
    groups = []
    for key, title in GROUPS:
        shown = [_shown(one, held) for one in forms.history_items() if one.group == key]
        on_record = tuple(
            KnownItem(one.held.item, one.question.ask, one.held.words, state_words(one.held))
            for one in shown
            if one.held.state is not HistoryState.NOT_ASKED
        )
        if on_record:
            groups.append((title, on_record))
    return Prefill(tuple(groups), " · ".join(one.words for one in counts(session, child_id)))


def own_birth_in_words(session: Session, child_id: int) -> str:
    """Return what is known of the child's own birth, for copies: 'Weeks of pregnancy: 34 weeks. Birth weight: 2.1 kg.'

    Only what is about the child: what the mother took or had is third-party information and stays with the team.
    """
    asked = {one.item: one.words for one in forms.history_items()}
    held = held_items(session, child_id)
    known = ((asked.get(item, item), held[item].words) for item in OWN_BIRTH if item in held)
    return " ".join(f"{label}: {words.rstrip('.')}." for label, words in known if words)


def held_items(session: Session, child_id: int) -> dict[str, HistoryItem]:
    """Return every item on record with its answer in words."""
    asked = {one.item: one for one in forms.history_items()}
    return {
        item: replace(held, words=_words(asked[item], held)) if item in asked else held
        for item, held in stored.history(session, child_id).items()
    }


def counts(session: Session, child_id: int) -> tuple[Count, ...]:
    """Return how many items of birth, mother and father are complete."""
    states = {item: held.state for item, held in stored.history(session, child_id).items()}
    return count_items(states, (one.item for one in forms.history_items()))


def derive_states(session: Session, child_id: int) -> None:
    """Make the child's states of birth and parental history follow from the items, in the same transaction."""
    held = stored.history(session, child_id)

    def of(*groups: str) -> str:
        own = [
            one.item for one in forms.history_items() if one.group in groups and one.item not in NOT_COUNTED
        ]
        return history_state(
            held[item].state if item in held else HistoryState.NOT_ASKED for item in own
        ).value

    children.change(
        session,
        child_id,
        {"birth_history_state": of("birth"), "parental_history_state": of("mother", "father")},
    )


def index_child(child: Child) -> IndexChild:
    """Return the child as the genogram draws them."""
    return IndexChild(
        first_name(child.preferred_name, child.given_name, child.council_id), child.sex, child.born
    )


def _shown(asked: HistoryQuestion, held: Mapping[str, HistoryItem]) -> ItemShown:
    states = {*HistoryState, "not_known"}  # what is said beside the answer is no answer here
    options = tuple(one for one in asked.question.options if one[0] not in states)
    question = replace(asked.question, ask=asked.words, options=options, show_if=())
    return ItemShown(question, asked.is_restricted, held.get(asked.item, HistoryItem(asked.item)))


def _words(asked: HistoryQuestion, held: HistoryItem) -> str:
    if held.value is None:
        return ""
    return answers.to_words(asked.question, held.value)  # type: ignore[arg-type]  # kept as the question gave it


def _question(item: str) -> HistoryQuestion:
    for one in forms.history_items():
        if one.item == item:
            return one
    raise NotFound(f"The form of birth and family history has no item '{item}' any more")


def _refuse_impossible_days(
    label: str, given: ItemGiven, asked_on: date | None, born: date, today: date
) -> None:
    for name, day in (("asked on", asked_on), ("received on", given.received_on)):
        if day is not None and day > today:
            raise UserError(f"{label}: {name} must be today or in the past")
        refuse_before_pregnancy(day, f"{label}: {name}", born)
    if given.chase_on is not None and asked_on is not None and given.chase_on < asked_on:
        raise UserError(f"{label}: chase on must not be before it was asked")
    refuse_far(given.chase_on, f"{label}: chase on", today)


def _cleaned(given: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return the fields of a person fit to keep. Raises UserError in the words of the field."""
    fields: dict[str, Any] = {
        "relation": given.get("relation") or "",
        "sex": given.get("sex") or "not known",
        "contact": given.get("contact") or "not_known",
        "full_name": clean_line(given.get("full_name") or "", label="Name") or None,
        "contact_words": clean_line(given.get("contact_words") or "", label="Contact, in words") or None,
        "health_notes": clean_text(
            given.get("health_notes") or "", label="Health notes", longest=_LONGEST_NOTE
        ).strip()
        or None,
        "note": clean_text(given.get("note") or "", label="Note", longest=_LONGEST_NOTE).strip() or None,
        "has_died": bool(given.get("has_died")) or given.get("died_year") is not None,
        "lives_with_child": bool(given.get("lives_with_child")),
    }
    fields["partnership"] = given.get("partnership") or None
    if fields["partnership"] not in (None, *dict(PARTNERSHIPS)):
        raise UserError("Together or apart: choose married, partners, separated, divorced or nothing")
    if fields["relation"] not in RELATION:
        raise UserError("Relation: choose what this person is to the child")
    if fields["sex"] not in SEXES:
        raise UserError("Sex: choose male, female or not known")
    if fields["contact"] not in CONTACT_WORDS:
        raise UserError("Contact: choose yes, some, none or not known")
    for label, name in (("Born in", "born_year"), ("Died in", "died_year")):
        year = fields[name] = given.get(name)
        if year is not None and not _EARLIEST_YEAR <= year <= today.year:
            raise UserError(f"{label} must be a year from {_EARLIEST_YEAR} to {today.year}")
    if fields["born_year"] and fields["died_year"] and fields["died_year"] < fields["born_year"]:
        raise UserError("Died in must not be before the year of birth")
    if fields["has_died"] and fields["lives_with_child"]:
        raise UserError("Lives with the child: somebody who has died can't. Mend one of the two")
    for link in ("mother_id", "father_id", "partner_id"):
        fields[link] = given.get(link)
    return fields
