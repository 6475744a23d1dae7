"""Identity, circumstances and background as documents print them: read once, told without the database."""

from dataclasses import dataclass, replace
from datetime import date

from lac_tracker.domain.care import CareHistory, Placement, last_period
from lac_tracker.domain.children import Child, FlagChip
from lac_tracker.domain.completeness import show_known
from lac_tracker.domain.consent import Consent
from lac_tracker.domain.dates import show_age, show_date
from lac_tracker.domain.placements import type_words
from lac_tracker.domain.plans import Need
from lac_tracker.domain.reports import (
    Assessed,
    Background,
    Circumstances,
    Contribution,
    Identity,
    Practice,
    Quote,
    Service,
)
from lac_tracker.services import report_answers as say
from lac_tracker.services.child_summary import known_about
from lac_tracker.services.sdq_known import SdqKnown
from lac_tracker.services.sharing import Withheld
from lac_tracker.storage import care, people, reference_data
from lac_tracker.storage.assessments import Assessment

# Flags a practice reads. Those for the safety of staff, or about exploitation, are for others.
_GP_FLAGS = ("child_protection_plan", "child_in_need_plan", "section_47_enquiry", "needs", "care_leaver")
_PRIVATE_FLAGS = ("pregnant",)


_CONTRIBUTORS = (
    ("info_gp", "GP record"),
    ("info_community_nurse", "Health visitor or school nurse"),
    ("info_camhs", "Mental health team (CAMHS)"),
    ("info_hospital", "Hospital letters"),
)


@dataclass(frozen=True)
class Source:
    """Everything that was read for one document."""

    child: Child
    assessment: Assessment
    on: date  # completed with the child
    told: say.Told
    plan: tuple[Need, ...]
    contacts: dict[str, care.Contact]
    history: CareHistory
    consents: tuple[Consent, ...]
    flags: tuple[FlagChip, ...]  # those that may stand on paper
    team: people.Team
    today: date
    readers: tuple[str, ...]
    editions: tuple[int, ...] = ()  # ids of the versions this one amends: consent was asked for the first
    said: tuple[Quote, ...] = ()  # the child's words kept on their own, of their own section
    kept: Withheld = Withheld(frozenset(), ())  # what the young person keeps from these readers
    sdq: SdqKnown | None = None  # on the day of the assessment; None where it is kept from these readers

    @property
    def called(self) -> str:
        return self.told.called


def service(team: people.Team) -> Service:
    """Return the team that sends the document."""
    return Service(team.name, team.phone, team.email)


def practice_of(contact: care.Contact | None) -> Practice | None:
    """Return the practice of a contact, None when none is on record."""
    if contact is None or not contact.organisation:
        return None
    return Practice(contact.organisation, contact.ods_code, contact.last_confirmed_on, contact.closed_on)


def identity(source: Source) -> Identity:
    """Return whose document it is, with the age on the day of the assessment."""
    child = source.child
    return Identity(
        given=child.given_name,
        family=child.family_name,
        council_id=child.council_id,
        born=child.born,
        age=show_age(child.born, source.on),
        gender=child.gender or child.sex.capitalize(),
        nhs_number=child.nhs_number,
        likes_to_be_called=child.preferred_name or source.told.words("preferred_name") or None,
    )


def assessed(source: Source) -> Assessed:
    """Return the assessment, with where and with whom."""
    return Assessed(source.assessment.kind, source.on, say.how_seen(source.told))


def circumstances(source: Source, consent: str | None, told_first: tuple[str, ...]) -> Circumstances:
    """Return where the child lives and who decides. A withheld address is not in it at all."""
    child, told = source.child, source.told
    period = last_period(source.history)
    legal = [one for one in source.history.legal_statuses if one.began <= source.today]
    worker = source.contacts.get("social_worker")
    state, allergies = child.allergies_state, child.allergies
    if state == "not_recorded":  # the record is newer, where it knows
        state, allergies = told.key("allergies_state"), told.words("allergies")
    return Circumstances(
        lives_at=None if child.address_withheld else _lives_at(source),
        address_withheld=child.address_withheld,
        in_care_since=period.began if period else None,
        legal_status=reference_data.codes()["legal_status"].label(legal[-1].code) if legal else None,
        consent=consent,
        council=child.council_code,
        social_worker=worker.full_name if worker else None,
        social_worker_phone=worker.phone if worker else None,
        allergies=say.allergies_words(state, allergies),
        alerts=told_first,
    )


def alerts(source: Source, *, private: bool, kept_back: bool) -> tuple[str, ...]:
    """Return what the practice must know first, after the allergies.

    private: what a young person may keep to themselves is shared. kept_back: something is left off this page.
    """
    told = [
        chip.on_paper
        for chip in source.flags
        if chip.kind in _GP_FLAGS or (private and chip.kind in _PRIVATE_FLAGS)
    ]
    match source.child.interpreter_needed:
        case "yes":
            told.append(f"Interpreter needed: {_language(source) or 'language not known'}")
        case "no":
            told.append("No interpreter needed")
    if kept_back:
        told.append(f"{source.called} keeps something private: ring us")
    return tuple(told)


def background(source: Source) -> Background:
    """Return ethnicity, language, religion and what they mean, as told, else as on record."""
    recorded = {
        one: show_known(known_about(source.child, one)) for one in ("ethnicity", "language", "religion")
    }
    held = say.background(source.told, recorded)
    return held if held.means_for_care else replace(held, means_for_care=source.child.meaning_for_care)


def please_code(source: Source) -> tuple[str, ...]:
    """Return what the practice is asked to code, in words: which codes is for the practice to say."""
    period = last_period(source.history)
    if period is not None and period.ended and period.ended <= source.today:
        return (f"No longer a looked-after child (left care {show_date(period.ended)})",)
    began = show_date(period.began) if period and period.began else "start date not known"
    return (
        f"Looked-after child (since {began})" if period and period.began else f"Looked-after child ({began})",
        f"{assessed(source).name} done {show_date(source.on)}",
    )


def contributions(source: Source) -> tuple[Contribution, ...]:
    """Return who was asked for what they hold. The form says that it came, not when: it was there on the day."""
    asked_on = source.assessment.notified_on
    return tuple(
        Contribution(who, asked_on, source.on if source.told.key(question) == "received" else None)
        for question, who in _CONTRIBUTORS
        if source.told.key(question) in ("received", "asked")
    )


def withheld(source: Source) -> tuple[str, ...]:
    """Return every address that must not be printed: of the carer, and the postcodes of all placements."""
    carer = source.contacts.get("carer")
    lines = carer.address.splitlines() if carer and carer.address else []
    whole = [carer.address] if carer and carer.address else []
    first = [line.split(",")[0] for line in lines]
    postcodes = [place.postcode for place in source.history.placements if place.postcode]
    return tuple(dict.fromkeys((*whole, *lines, *first, *postcodes)))


def _lives_at(source: Source) -> str | None:
    carer = source.contacts.get("carer")
    place = _placement(source)
    if place is None:
        return carer.address if carer else None
    kind = type_words(reference_data.codes()["placement_type"], place.placement_type)
    where = ", ".join((carer.address if carer and carer.address else place.postcode or "").split("\n"))
    return f"{where} ({kind})" if where else kind


def _placement(source: Source) -> Placement | None:
    here = [
        one for one in source.history.placements
        if one.began <= source.today and (one.ended is None or one.ended > source.today)
    ]  # fmt: skip
    return here[-1] if here else None


def _language(source: Source) -> str:
    code = source.child.first_language
    return reference_data.codes()["language"].label(code) if code else source.told.words("language")
