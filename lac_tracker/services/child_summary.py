"""What a child's record shows: summary, banner, what is known and what is missing. It only reads."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.care import CareHistory, current_period, last_period
from lac_tracker.domain.children import BannerFacts, Child, FlagChip
from lac_tracker.domain.completeness import (
    EssentialFacts,
    Essentials,
    Knowledge,
    Known,
    essentials,
    show_known,
)
from lac_tracker.domain.dates import show_age, show_date
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.domain.names import first_name, show_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.plans import Need
from lac_tracker.domain.standing import Standing, Status, standing, status_words
from lac_tracker.services.access import needs, the_child
from lac_tracker.storage import assessments, care, deadlines, plans, reference_data
from lac_tracker.storage import children as stored

_HISTORY = {
    "answered": Knowledge.RECORDED,
    "not_known_after_asking": Knowledge.ASKED_NOT_KNOWN,
    "declined": Knowledge.PREFERS_NOT_TO_SAY,
    "asked": Knowledge.NOT_ASKED,
    "not_asked": Knowledge.NOT_ASKED,
}


@dataclass(frozen=True)
class DueNow:
    """One thing that is due, in words, for the top of the summary."""

    assessment: str
    status: Status
    words: str
    day_words: str  # 'Day 37 of 28', '' where there is none
    due_on: date | None
    why: str
    waiting_on: str
    warning: str | None


@dataclass(frozen=True)
class AssessmentItem:
    """One assessment of the list on the record."""

    id: int
    kind: str
    state: str
    words: str
    completed_on: date | None
    by: str | None


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


@needs(Action.OPEN_RECORD, child=the_child)
def summary(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> ChildSummary:
    """Return the first page of a child's record. Asked for through `look`, it is an audit entry."""
    child = stored.load(session, child_id)
    history = care.histories(session, [child_id])[child_id]
    held = assessments.of_child(session, child_id)
    clocks = deadlines.compute(session, {child_id})[child_id]
    stands = [(clock, standing(clock.due, clock.holds, today, child.born)) for clock in clocks]
    signed = [one for one in held if one.state == "signed"]
    open_now = next((one for one in reversed(held) if one.state in assessments.OPEN_STATES), None)
    plan_source = signed[-1] if signed else None
    voice, voice_from = _voice(session, held)
    initial_done = any(one.kind == "IHA" and one.state in ("signed", "history") for one in held)
    return ChildSummary(
        child=child,
        called=first_name(child.preferred_name, child.given_name, child.council_id),
        banner=banner(session, child, today),
        due=tuple(
            _due_now(clock, stand, today) for clock, stand in stands if stand.status is not Status.EXCLUDED
        ),
        voice=voice,
        voice_from=voice_from,
        about=_about(session, child, history, today),
        essentials=_essentials(
            session, child, today, has_consent=any(clock.holds.consent_on_record for clock in clocks)
        ),
        plan=plans.plan_of(session, plan_source.id) if plan_source else (),
        plan_from=f"{plan_source.kind} {show_date(plan_source.completed_on)}" if plan_source else "",
        assessments=tuple(_assessment_item(session, one) for one in reversed(held)),
        open_assessment_id=open_now.id if open_now else None,
        next_kind="RHA" if initial_done or len(clocks) > 1 else "IHA",
    )


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
    )


def banner(session: Session, child: Child, today: date) -> BannerFacts:
    """Return the words of the patient banner."""
    clocks = deadlines.compute(session, {child.id})[child.id]
    stands = [(clock, standing(clock.due, clock.holds, today, child.born)) for clock in clocks]
    initial = next(((clock, stand) for clock, stand in stands if clock.due.kind.value == "IHA"), None)
    since = last_period(care.histories(session, [child.id])[child.id])
    began = since.began if since else None
    care_words = f"Looked after since {show_date(began)}" if began else "Looked after since: Not known"
    if (
        initial
        and initial[1].day is not None
        and initial[0].due.met_on is None
        and not initial[0].due.excluded
    ):
        care_words = f"Looked after {show_date(began)} (Day {initial[1].day})"
    if since and since.ended:
        care_words = f"Left care {show_date(since.ended)}"
    gp, worker, carer = (
        care.contact(session, child.id, kind) for kind in ("gp_practice", "social_worker", "carer")
    )
    return BannerFacts(
        name_words=show_name(child.family_name, child.given_name, child.council_id),
        title="",
        preferred=child.preferred_name or "",
        born_words=f"{show_date(child.born)} ({show_age(child.born, today)})",
        gender_words=child.gender or child.sex.capitalize(),
        nhs_words=show_nhs_number(child.nhs_number),
        care_words=care_words,
        flags=_flags(session, child, today),
        address_words="Address withheld" if child.address_withheld else _lives(session, child.id, today),
        gp_words=gp.organisation or "Not known" if gp else "Not known",
        social_worker_words=_person(worker),
        carer_words=_person(carer),
        allergies_words=_allergies(child).words,
    )


def _flags(session: Session, child: Child, today: date) -> tuple[FlagChip, ...]:
    chips = [_allergies(child)]
    if child.address_withheld:
        chips.append(FlagChip("do_not_share_address", "Do not share address", severe=True))
    if child.interpreter_needed == "yes":
        chips.append(FlagChip("interpreter", f"Interpreter: {child.first_language or 'language not known'}"))
    if child.is_unaccompanied and (child.unaccompanied_until is None or child.unaccompanied_until > today):
        chips.append(FlagChip("uasc", "UASC"))
    for kind, detail, who in stored.flags(session, child.id, today):
        words = kind.replace("_", " ").capitalize()
        chips.append(FlagChip(kind, f"{words}: {detail}" if detail else words, detail=who))
    return tuple(chips)


def _allergies(child: Child) -> FlagChip:
    if child.allergies_state == "known":
        return FlagChip("allergies", f"Known allergies: {child.allergies or 'see record'}", severe=True)
    if child.allergies_state == "none_known":
        return FlagChip("no_allergies", "No known allergies")
    return FlagChip("allergies_not_recorded", "Allergies not recorded")


def _about(session: Session, child: Child, history: CareHistory, today: date) -> tuple[tuple[str, str], ...]:
    codes = reference_data.codes()
    period = current_period(history, today)
    status = history.legal_statuses[-1] if history.legal_statuses else None
    legal = (
        f"{codes['legal_status'].label(status.code)}, since {show_date(status.began)}"
        if status and period
        else "Not known"
    )
    contacts = {contact.kind: contact for contact in care.contacts(session, child.id)}
    gp = contacts.get("gp_practice")
    gp_words = "Not known"
    if gp:
        confirmed = (
            f"last confirmed {show_date(gp.last_confirmed_on)}" if gp.last_confirmed_on else "never confirmed"
        )
        gp_words = f"{gp.organisation} ({gp.ods_code or 'no ODS code'}), {confirmed}"
    return (
        ("Ethnicity", show_known(known_about(child, "ethnicity"))),
        ("Language", show_known(known_about(child, "language"))),
        ("Religion", show_known(known_about(child, "religion"))),
        ("Meaning for care", child.meaning_for_care or "Not recorded"),
        ("Lives with", "Address withheld" if child.address_withheld else _lives(session, child.id, today)),
        ("Legal status", legal),
        ("GP practice", gp_words),
        ("Social worker", _person(contacts.get("social_worker"))),
        ("Carer", _person(contacts.get("carer"))),
        ("Council", f"{child.council_code}, ID {child.council_id}"),
    )


def known_about(child: Child, subject: str) -> Known:
    """Return what is known of 'ethnicity', 'language' or 'religion', in words of the code lists."""
    knowledge = Knowledge(getattr(child, f"{subject}_state"))
    value = ""
    if knowledge is Knowledge.RECORDED:
        code = child.first_language if subject == "language" else getattr(child, f"{subject}_code")
        value = reference_data.codes()[subject].label(code) if code else "Recorded"
    return Known(
        knowledge, value, getattr(child, f"{subject}_asked_on"), getattr(child, f"{subject}_asked_by") or ""
    )


def _essentials(session: Session, child: Child, today: date, *, has_consent: bool) -> Essentials:
    facts = EssentialFacts(
        ethnicity=known_about(child, "ethnicity"),
        language=known_about(child, "language"),
        religion=known_about(child, "religion"),
        birth_history=_history_known(child.birth_history_state),
        parental_health=_history_known(child.parental_history_state),
        has_consent=has_consent,
        has_gp_record=care.contact(session, child.id, "gp_practice") is not None,
    )
    return essentials(facts, child.born, today)


def _history_known(state: str) -> Known:
    knowledge = _HISTORY[state]
    return Known(knowledge, "On record" if knowledge is Knowledge.RECORDED else "")


def _voice(session: Session, held: tuple[assessments.Assessment, ...]) -> tuple[str, str]:
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
            return words, f"{show_date(seen)}, {one.kind}, heard by {who}"
    return "", ""


def _assessment_item(session: Session, one: assessments.Assessment) -> AssessmentItem:
    who = one.completed_by or assessments.assessor_name(session, one.assessor_id)
    words = {
        "signed": f"Signed {show_date(one.signed_at.date())}" if one.signed_at else "Signed",
        "history": f"Done {show_date(one.completed_on)}, before this caseload",
        "in_progress": "In progress",
        "part_done": "Seen, part done",
        "requested": "Requested",
        "declined": "Declined for now",
        "cancelled": "Cancelled",
    }[one.state]
    return AssessmentItem(one.id, one.kind, one.state, words, one.completed_on, who)


def _lives(session: Session, child_id: int, today: date) -> str:
    history = care.histories(session, [child_id])[child_id]
    here = [
        place
        for place in history.placements
        if place.began <= today and (place.ended is None or place.ended > today)
    ]
    if not here:
        return "Not known"
    return f"{reference_data.codes()['placement_type'].label(here[-1].placement_type)}, since {show_date(here[-1].began)}"


def _person(contact: care.Contact | None) -> str:
    if contact is None or not contact.full_name:
        return "Not known"
    return ", ".join(part for part in (contact.full_name, contact.role, contact.phone) if part)
