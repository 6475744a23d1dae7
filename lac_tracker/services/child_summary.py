"""What a child's record shows first: what is next, the child's words, who they are, what is known. It only reads."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import pathways as pathway_rules
from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.children import BannerFacts, Child
from lac_tracker.domain.chronology import GAP, Event
from lac_tracker.domain.completeness import Essentials
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.names import first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.plans import Need
from lac_tracker.domain.standing import Overlay, Standing, Status, beside_words, standing, status_words
from lac_tracker.services import (
    child_about,
    chronology,
    pathways,
    redaction,
    report_checks,
    sdq_known,
    whats_next,
)
from lac_tracker.services.about import known_about as known_about  # documents ask it here
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.child_about import AboutRow, Answered, GlanceRow
from lac_tracker.services.child_banner import banner as banner  # other services ask it here
from lac_tracker.services.pathways import Pathways
from lac_tracker.services.whats_next import DueNow, NextThing
from lac_tracker.storage import assessment_notes, assessments, care, deadlines, out_of_area, plans
from lac_tracker.storage import children as stored

_LAST_EVENTS = 5
_NOT_YET = (Status.ON_TRACK, Status.BOOKED, Status.EXCLUDED)


@dataclass(frozen=True)
class AssessmentItem:
    """One assessment of the list on the record."""

    id: int
    kind: str
    state: str
    words: str
    completed_on: date | None
    by: str | None
    edition: int = 1
    is_amendment: bool = False  # a later edition of a signed one; while open it is no assessment of its own


@dataclass(frozen=True)
class ChildSummary:
    """What the first page of a record shows."""

    child: Child
    called: str  # how prompts address the child
    banner: BannerFacts
    due: tuple[DueNow, ...]
    voice: str  # the latest own words, '' while there are none
    voice_from: str  # who heard them and when
    about: tuple[tuple[str, str], ...]  # (label, words)
    essentials: Essentials
    plan: tuple[Need, ...]
    plan_from: str
    assessments: tuple[AssessmentItem, ...]
    open_assessment_id: int | None
    next_kind: str  # what 'Start' would start: 'IHA' or 'RHA'
    next_things: tuple[NextThing, ...] = ()  # worst first
    about_rows: tuple[AboutRow, ...] = ()  # as `about`, with what Enter on a row changes
    glance: tuple[GlanceRow, ...] = ()
    events: tuple[Event, ...] = ()  # the last ones, newest first
    pathways: Pathways = Pathways((), None, None, "")
    record_words: str = ""  # of a care leaver: until when the record stays open, or since when it is closed
    too_old: str = ""  # why no assessment may start any more


@needs(Action.OPEN_RECORD, child=the_child)
def summary(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> ChildSummary:
    """Return the first page of a child's record. Asked for through `look`, it is an audit entry."""
    child = stored.load(session, child_id)
    history = care.histories(session, [child_id])[child_id]
    held = assessments.of_child(session, child_id)
    hosts = out_of_area.hosts_of(session, child_id)
    clocks = deadlines.compute(session, {child_id}, {child_id: history})[child_id]
    stands = [(clock, standing(clock.due, clock.holds, today, child.born)) for clock in clocks]
    due = tuple(
        _due_now(clock, stand, today) for clock, stand in stands if stand.status is not Status.EXCLUDED
    )
    signed = assessments.in_force(held)
    open_now = assessments.open_of(held)
    replaced = assessments.replaced_by(held)
    plan_source = signed[-1] if signed else None
    last = child_about.last_answers(session, held)
    reads = decide(by, Action.SEE_CLINICAL).allowed
    voice, voice_from = _voice(session, child_id, held)
    sdq = sdq_known.known(session, child, today)
    about = child_about.rows(session, child, history, last if reads else None, today)
    ways = pathways.read(session, child_id, today)
    shown = banner(session, child, today, history=history, clocks=clocks)
    initial_done = any(one.kind == "IHA" and one.state in ("signed", "history") for one in held)
    # A new period of care asks for an initial assessment again, whatever was done in the one before (TS-5).
    initial_due = any(
        clock.due.kind.value == "IHA" and clock.due.met_on is None and stand.status is not Status.EXCLUDED
        for clock, stand in stands
    )
    too_old = pathway_rules.too_old_words(child.born, today)
    return ChildSummary(
        child=child,
        called=first_name(child.preferred_name, child.given_name, child.council_id),
        banner=shown,
        due=due,
        voice=voice,
        voice_from=voice_from,
        about=tuple((row.label, row.words) for row in about),
        essentials=_essentials(session, child, last, stands, today, sdq),
        plan=plans.plan_of(session, plan_source.id) if plan_source else (),
        plan_from=f"{plan_source.kind} {show_date(plan_source.completed_on)}" if plan_source else "",
        assessments=tuple(
            _assessment_item(session, one, replaced.get(one.id), one.id in hosts)
            for one in sorted(held, key=_when, reverse=True)
        ),
        open_assessment_id=open_now.id if open_now else None,
        next_kind="IHA" if initial_due or not (initial_done or len(clocks) > 1) else "RHA",
        next_things=whats_next.things(session, child, due, shown.flags, ways, by=by, today=today),
        about_rows=about,
        glance=child_about.glance(child, last, sdq, report_checks.held(session, child_id, today))
        if reads
        else (),
        events=_last_events(session, child_id, by=by, today=today),
        pathways=ways,
        record_words=pathways.record_words(child.born, ways.closed_on, ways.closed_because)
        if too_old or ways.closed_on
        else "",
        too_old=too_old,
    )


@needs(Action.OPEN_RECORD, child=the_child)
def heading(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> BannerFacts:
    """Return the words of the banner alone, a tenth of the work of `summary`: for what says above it whose it is."""
    return banner(session, stored.load(session, child_id), today)


@needs(Action.OPEN_RECORD, child=the_child)
def summary_to_give(
    session: Session, child_id: int, *, by: Actor, now: datetime, today: date
) -> ChildSummary:
    """Return the first page of a record as it may leave the screen. Raises NotAllowed for a restricted record."""
    held = summary(session, child_id, by=by, now=now, today=today)
    return redaction.as_text(session, child_id, held, by=by, now=now)


@needs(Action.OPEN_RECORD, child=the_child)
def gp_practice(session: Session, child_id: int, *, by: Actor, now: datetime) -> care.Contact | None:
    """Return the GP practice on record, or None."""
    return care.contact(session, child_id, "gp_practice")


def _due_now(clock: deadlines.Clock, stand: Standing, today: date) -> DueNow:
    words = status_words(stand, clock.due, today)
    of = f" of {stand.limit_days}" if stand.limit_days else ""
    return DueNow(
        assessment=clock.due.kind.value,
        status=stand.status,
        words=words,
        day_words=f"Day {stand.day}{of}" if stand.day is not None and clock.due.kind.value == "IHA" else "",
        due_on=clock.due.on,
        why=clock.due.why,
        waiting_on=stand.waiting_on.value,
        warning=clock.due.warning,
        beside=beside_words(stand.overlays, clock.holds, with_reason=True),
        ask_again_on=clock.holds.declined_ask_again if Overlay.DECLINED in stand.overlays else None,
    )


def _essentials(
    session: Session,
    child: Child,
    last: Answered | None,
    stands: list[tuple[deadlines.Clock, Standing]],
    today: date,
    sdq: sdq_known.SdqKnown,
) -> Essentials:
    """Return the essentials. Consent is asked anew for every assessment: the signed one's is said, not called missing."""
    has_consent = any(clock.holds.consent_on_record for clock, _ in stands)
    words = ""
    nexts = [(clock, stand) for clock, stand in stands if clock.due.met_on is None]
    if last is not None and not has_consent and nexts:
        clock, stand = nexts[-1]
        kind = clock.due.kind.value
        had = f"here for the {last.kind} {show_date(last.on)}"
        is_early = stand.status in _NOT_YET
        has_consent = is_early
        words = (
            f"{had}; the {kind} needs its own, not yet due" if is_early else f"{had}; missing for the {kind}"
        )
    return child_about.known_essentials(
        session, child, last, today, has_consent=has_consent, consent_words=words, sdq=sdq
    )


def _voice(session: Session, child_id: int, held: tuple[assessments.Assessment, ...]) -> tuple[str, str]:
    """Return the latest words: a quote kept on its own, else what an assessment says matters, whichever is newer."""
    answer, said_on, answer_from = _voice_of_answers(session, held)
    quotes = assessment_notes.quotes(session, child_id)
    newest = max(quotes, key=lambda one: (one.heard_at, one.id), default=None)
    if newest is not None and (said_on is None or newest.heard_at.date() >= said_on):
        of = f", {newest.assessment_kind}" if newest.assessment_kind else ""
        verb = "seen by" if newest.kind == "seen" else "heard by"
        return newest.words, f"{show_date(newest.heard_at.date())}{of}, {verb} {newest.heard_by}"
    return answer, answer_from


def _voice_of_answers(
    session: Session, held: tuple[assessments.Assessment, ...]
) -> tuple[str, date | None, str]:
    for one in reversed(held):
        if one.state == "history":
            continue
        answers = assessments.answers(session, one.id)
        words = answers.get("matters") or answers.get("observed")
        if isinstance(words, str) and words.strip():
            seen = (
                one.completed_on or one.first_seen_on or (one.started_at.date() if one.started_at else None)
            )
            who = assessments.assessor_name(session, one.assessor_id) or one.completed_by or "the team"
            return words, seen, f"{show_date(seen)}, {one.kind}, heard by {who}"
    return "", None, ""


def _last_events(session: Session, child_id: int, *, by: Actor, today: date) -> tuple[Event, ...]:
    events = chronology.read(session, child_id, by=by, today=today)
    return tuple(event for event in events if event.kind != GAP)[:_LAST_EVENTS]


def _when(one: assessments.Assessment) -> tuple[date, int]:
    """Return by what a list is in order: an open one comes last, an amendment stands with what it amends."""
    started = one.started_at.date() if one.started_at else None
    return one.completed_on or one.declined_on or one.first_seen_on or started or date.max, one.id


def _assessment_item(
    session: Session, one: assessments.Assessment, replacement: assessments.Assessment | None, is_hosted: bool
) -> AssessmentItem:
    who = one.completed_by or assessments.assessor_name(session, one.assessor_id)
    where = "by a host team" if is_hosted else "before this caseload"
    words = {
        "signed": f"Signed {show_date(one.signed_at.date())}" if one.signed_at else "Signed",
        "history": f"Done {show_date(one.completed_on)}, {where}",
        "in_progress": "Being amended" if one.is_amendment else "In progress",
        "part_done": "Seen, part done",
        "requested": "Requested",
        "declined": "Declined for now",
        "cancelled": "Cancelled",
    }[one.state]
    version = f", version {one.edition}" if one.edition > 1 else ""
    gone = f", replaced by version {replacement.edition}" if replacement else ""
    return AssessmentItem(
        one.id, one.kind, one.state, f"{words}{version}{gone}", one.completed_on, who, one.edition, one.is_amendment
    )  # fmt: skip
