"""The words of the patient banner."""

from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain import flags as rules
from lac_tracker.domain.care import CareHistory, last_period
from lac_tracker.domain.children import BannerFacts, Child
from lac_tracker.domain.dates import show_age, show_date
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.domain.names import show_name
from lac_tracker.domain.placements import type_words
from lac_tracker.domain.standing import standing
from lac_tracker.storage import care, deadlines, flag_origins, reference_data
from lac_tracker.storage import flags as stored_flags


def banner(
    session: Session,
    child: Child,
    today: date,
    *,
    history: CareHistory | None = None,
    clocks: tuple[deadlines.Clock, ...] | None = None,
) -> BannerFacts:
    """Return the words of the patient banner. history, clocks: those of the child, where they were read already."""
    histories = {child.id: history} if history else care.histories(session, [child.id])
    if clocks is None:
        clocks = deadlines.compute(session, {child.id}, histories)[child.id]
    facts = stored_flags.facts(session, child, today)
    contacts = care.newest_contacts(session, child.id)
    flags = rules.chips(flag_origins.with_origins(session, child, facts, today), today)
    return BannerFacts(
        name_words=show_name(child.family_name, child.given_name, child.council_id),
        title="",
        preferred=child.preferred_name or "",
        born_words=rules.born_words(f"{show_date(child.born)} ({show_age(child.born, today)})", facts),
        gender_words=child.gender or child.sex.capitalize(),
        nhs_words=show_nhs_number(child.nhs_number),
        care_words=_care_words(child, histories[child.id], clocks, today),
        flags=flags,
        address_words="Address withheld" if child.address_withheld else lives(histories[child.id], today),
        gp_words=_practice_words(contacts.get("gp_practice"), today),
        social_worker_words=person(contacts.get("social_worker")),
        carer_words=person(contacts.get("carer")),
        allergies_words=_allergies_words(child),
    )


def _practice_words(gp: care.Contact | None, today: date) -> str:
    if gp is None or not gp.organisation:
        return "Not known"
    if gp.closed_on is None or gp.closed_on > today:
        return gp.organisation
    return f"{gp.organisation} (closed {show_date(gp.closed_on)})"


def lives(history: CareHistory, today: date) -> str:
    """Return where the child lives: the kind of placement and since when."""
    here = [
        place
        for place in history.placements
        if place.began <= today and (place.ended is None or place.ended > today)
    ]
    if not here:
        return "Not known"
    kind = type_words(reference_data.codes()["placement_type"], here[-1].placement_type)
    return f"{kind}, since {show_date(here[-1].began)}"


def person(contact: care.Contact | None) -> str:
    """Return who it is, what they do and how to reach them; 'Not known' when nobody is on record."""
    if contact is None or not contact.full_name:
        return "Not known"
    return ", ".join(part for part in (contact.full_name, contact.role, contact.phone) if part)


def _care_words(child: Child, history: CareHistory, clocks: tuple[deadlines.Clock, ...], today: date) -> str:
    since = last_period(history)
    began = since.began if since else None
    if since and since.ended:
        return f"Left care {show_date(since.ended)}"
    initial = next((clock for clock in clocks if clock.due.kind.value == "IHA"), None)
    if initial and initial.due.met_on is None and not initial.due.excluded:
        day = standing(initial.due, initial.holds, today, child.born).day
        if day is not None:
            return f"Looked after {show_date(began)} (Day {day})"
    return f"Looked after since {show_date(began)}" if began else "Looked after since: Not known"


def _allergies_words(child: Child) -> str:
    """Return all of them: the chip names the first only."""
    match child.allergies_state:
        case "known":
            return child.allergies or "Known allergies: see record"
        case "none_known":
            return "No known allergies"
    return "Allergies not recorded"
