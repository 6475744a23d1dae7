"""Questionnaires over time: what the page shows, and the paper of it for the team and the practice."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.chart_track import Happening
from lac_tracker.domain.chronology import GAP, Event
from lac_tracker.domain.dates import show_age, show_date
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.people import Actor
from lac_tracker.domain.placements import type_words
from lac_tracker.domain.reports import Identity, Service
from lac_tracker.domain.sdq import Questionnaire
from lac_tracker.domain.sdq_trend import Facts, SdqTrendPaper, Shown, trend
from lac_tracker.services import chronology, dispatch, sdq, sdq_entry
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.papers import Gathered, Wanted
from lac_tracker.services.sdq import SdqOnRecord
from lac_tracker.storage import care_records, children, documents, people, reference_data, sdq_bands, visits
from lac_tracker.storage import sdq as stored

DOCUMENT = "sdq-trend"
Render = Callable[[str, object], bytes]  # (name of the document, what it holds) → the bytes of a PDF
_NOT_ON_TRACK = ("placement", "sdq", "assessment", GAP)


@dataclass(frozen=True)
class SdqTrendPage:
    """All the page shows. footer: what is known of what comes next, in words. open_assessment_id: for plan items."""

    record: SdqOnRecord
    facts: Facts
    footer: tuple[str, ...]
    may_edit: bool
    may_make: bool
    open_assessment_id: int | None


@needs(Action.SEE_CLINICAL, child=the_child)
def of_child(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> SdqTrendPage:
    """Return what the page of questionnaires shows."""
    held = sdq.on_record(session, child_id, by=by, now=now, today=today)
    return SdqTrendPage(
        held,
        facts_of(session, child_id, held.scored, by=by, today=today),
        _footer(session, child_id, held, today),
        decide(by, Action.EDIT_SDQ).allowed,
        decide(by, Action.MAKE_DOCUMENT).allowed,
        sdq_entry.open_assessment(session, child_id),
    )


def facts_of(
    session: Session, child_id: int, held: tuple[Questionnaire, ...], *, by: Actor, today: date, on_paper: bool = False
) -> Facts:  # fmt: skip
    """Return what a trend is made of. on_paper: without the events that stay off paper."""
    codes = reference_data.codes()["placement_type"]
    placements = tuple(
        Happening(one.began, one.ended, type_words(codes, one.placement_type))
        for one in care_records.placements(session, child_id)
        if one.began <= today
    )
    events = chronology.read(session, child_id, by=by, today=today)
    forms = {one.version for one in held}
    return Facts(
        held,
        tuple(table for key, table in sdq_bands.tables().items() if key[0] in forms),
        placements,
        _happenings(tuple(one for one in events if not (on_paper and one.left_out_of_print))),
        today,
    )


@needs(Action.MAKE_DOCUMENT, child=the_child)
def for_paper(session: Session, child_id: int, shown: Shown, *, by: Actor, now: datetime) -> SdqTrendPaper:
    """Return what the paper would hold, as the page is shown. Raises UserError where there is no questionnaire."""
    paper = Wanted(child_id, DOCUMENT, dispatch.PREVIEW, 1, by, now)
    held = dispatch.release(session, paper, _gathered(session, paper, shown)).held
    assert isinstance(held, SdqTrendPaper)
    return held


@needs(Action.MAKE_DOCUMENT, child=the_child)
def keep_paper(
    session: Session, child_id: int, shown: Shown, render: Render, *, by: Actor, now: datetime
) -> Changes:
    """Draw the paper as the page is shown and keep it with the record."""
    wanted = Wanted(child_id, DOCUMENT, documents.new_reference(), 1, by, now)
    paper = dispatch.next_of(session, wanted)
    made = dispatch.keep(session, paper, _gathered(session, paper, shown), render)
    return Changes(documents=True, child_id=child_id, made_id=made)


def can_be_made(session: Session, child_id: int, today: date) -> bool:
    """Return whether there is anything to draw: some questionnaire was scored."""
    return any(one.state == "scored" for one in stored.of_child(session, child_id))


def gather_paper(session: Session, wanted: Wanted) -> Gathered:
    """Return the paper of every informant, before the gateway."""
    return _gathered(session, wanted, Shown())


def _gathered(session: Session, wanted: Wanted, shown: Shown) -> Gathered:
    decision = decide(wanted.by, Action.SEE_CLINICAL)
    if not decision.allowed:
        raise NotAllowed(decision.words)
    child = children.load(session, wanted.child_id)
    held = tuple(one for one in stored.of_child(session, wanted.child_id) if one.state == "scored")
    if not any(one.informant in shown.informants for one in held):
        raise UserError("There is no SDQ to print yet. Enter one first (SDQ & wellbeing)")
    team = people.team(session, child.team_id)
    facts = facts_of(session, child.id, held, by=wanted.by, today=wanted.today, on_paper=True)
    newest = trend(facts, shown).newest
    paper = SdqTrendPaper(
        service=Service(team.name, team.phone, team.email),
        child=Identity(
            child.given_name, child.family_name, child.council_id, child.born, show_age(child.born, wanted.today),
            child.gender or child.sex.capitalize(), child.nhs_number, child.preferred_name,
        ),
        facts=replace(facts, held=tuple(_as_printed(one) for one in held)),
        shown=shown,
        means=newest.means if newest else "",
        childs_words=newest.child_thinks if newest else "",
        made_by=wanted.by.full_name,
        made_on=wanted.today,
    )  # fmt: skip
    return Gathered(paper, _left_out(held, shown))


def _as_printed(one: Questionnaire) -> Questionnaire:
    """Return the scores alone: what was written of a questionnaire is not all for every reader."""
    return Questionnaire(
        one.id, one.child_id, one.version, one.completed_on, "", one.scores, is_follow_up=one.is_follow_up
    )


def _left_out(held: tuple[Questionnaire, ...], shown: Shown) -> tuple[str, ...]:
    words = ["Single answers, and the page of the young person's own"]
    missing = sorted({one.informant for one in held} - shown.informants)
    if missing:
        words.append(f"Not shown on the page: {', '.join(missing)}")
    return tuple(words)


def _happenings(events: tuple[Event, ...]) -> tuple[Happening, ...]:
    """Return the key events; one whose end is in the record lasts until then."""
    ends = {one.key: one.on for one in events if one.key.endswith(":ended")}
    told = []
    for one in events:
        if not one.is_key or one.kind in _NOT_ON_TRACK or one.key.endswith(":ended"):
            continue
        end = ends.get(f"{one.key.removesuffix(':began')}:ended", one.on)
        told.append(Happening(one.on, max(end, one.on), one.what))
    return tuple(told)


def _footer(session: Session, child_id: int, held: SdqOnRecord, today: date) -> tuple[str, ...]:
    booked = next(
        (
            one
            for one in visits.appointments(session, child_id)
            if one.outcome == "booked" and one.takes_place_on >= today
        ),
        None,
    )
    words = [f"For {booked.kind} booked {show_date(booked.takes_place_on)}"] if booked else []
    return (*words, held.next_due.words)
