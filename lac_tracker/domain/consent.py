"""Who consented to what, whether that still holds, and whether an assessment may start.

Competence (can the young person decide) and consent (who decided what) are separate facts (CO-1):
nothing here infers the one from the other. What is likely is advice; the person records who really gave it.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from lac_tracker.domain.dates import age_in_years, birthday, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.settings import ConsentValidity

PRESUMED_ABLE_AGE = 16  # Family Law Reform Act 1969 s8; Mental Capacity Act 2005


class Response(StrEnum):
    GIVEN = "given"
    REFUSED = "refused"
    NOT_PROVIDED = "not_provided"


class Giver(StrEnum):
    """Who gave or refused it."""

    PARENT = "parent"  # or anyone else with parental responsibility
    COUNCIL = "council"
    YOUNG_PERSON = "young_person"
    COURT = "court"
    DELEGATED_CARER = "delegated_carer"  # only under a written delegation


class Means(StrEnum):
    """How it reached us."""

    LETTER = "letter"
    EMAIL = "email"
    PHONE = "phone"
    IN_PERSON = "in_person"
    VIDEO = "video"


class Purpose(StrEnum):
    """What was asked for. Each has its own yes or no."""

    HEALTH_ASSESSMENT = "health_assessment"
    OBTAIN_RECORDS = "obtain_records"
    MOTHER_AND_NEWBORN = "mother_and_newborn"
    PARENTAL_HEALTH = "parental_health"
    SHARE_GP = "share_gp"
    SHARE_COUNCIL = "share_council"
    SHARE_CARER = "share_carer"
    SHARE_PARENTS = "share_parents"
    SHARE_SCHOOL_AND_SERVICES = "share_school_and_services"
    BLOOD_BORNE_VIRUS_TEST = "blood_borne_virus_test"
    IMMUNISATION = "immunisation"


class Recheck(StrEnum):
    """Why a consent has to be looked at again, whatever the setting (CO-4)."""

    WITHDRAWN = "withdrawn"
    LEGAL_STATUS_CHANGED = "legal_status_changed"
    SIXTEENTH_BIRTHDAY = "sixteenth_birthday"
    NEW_PERIOD_OF_CARE = "new_period_of_care"
    ORDER_EXPIRED = "order_expired"
    RESPONSIBILITY_CHANGED = "responsibility_changed"


RECHECK_WORDS = {
    Recheck.WITHDRAWN: "Consent was withdrawn",
    Recheck.LEGAL_STATUS_CHANGED: "The legal status changed after consent was given",
    Recheck.SIXTEENTH_BIRTHDAY: "Now 16: the young person's own consent is needed",
    Recheck.NEW_PERIOD_OF_CARE: "A new period of care began after consent was given",
    Recheck.ORDER_EXPIRED: "The order it rests on has run out",
    Recheck.RESPONSIBILITY_CHANGED: "Parental responsibility changed after consent was given",
}


@dataclass(frozen=True)
class Consent:
    """One answer to a request for consent.

    agreed: the purposes agreed to, empty unless response is GIVEN. declined: those refused one by one; with REFUSED,
    none stands for everything that was asked for.
    assessment_id: the assessment it was asked for; None when asked for care in general.
    period_began, legal_status: as they were on given_on. order_expires_on: when the authority of an order ends.
    withdrawn: the giver changed their mind. invalidated: the record is wrong or superseded. Neither is deleted.
    """

    response: Response
    giver: Giver
    giver_name: str
    given_on: date
    means: Means
    recorded_by: str
    agreed: frozenset[Purpose] = frozenset()
    declined: frozenset[Purpose] = frozenset()
    assessment_id: int | None = None
    period_began: date | None = None
    legal_status: str | None = None
    order_expires_on: date | None = None
    withdrawn_on: date | None = None
    withdrawn_reason: str = ""
    invalidated_on: date | None = None
    invalidated_notes: str = ""
    authority: str | None = (
        None  # on what authority the giver answers: 'mother, named on the birth certificate'
    )
    evidence: str | None = None  # what proves it: 'signed form, 02-Mar-2026'
    id: int | None = None

    def __post_init__(self) -> None:
        if self.response is not Response.GIVEN and self.agreed:
            raise UserError("Only a consent that was given names purposes agreed to")
        if self.response is Response.NOT_PROVIDED and self.declined:
            raise UserError("An answer that was not provided declines nothing")
        if self.agreed & self.declined:
            raise UserError("A purpose can't be both agreed to and refused")
        if not self.giver_name.strip() or not self.recorded_by.strip():
            raise UserError("Enter who gave the answer, and who wrote it down")


@dataclass(frozen=True)
class Circumstances:
    """How things are now, for asking whether an earlier consent still holds."""

    born: date
    today: date
    legal_status: str | None
    period_began: date | None
    assessment_id: int | None = None
    responsibility_changed_on: date | None = None
    last_assessed_on: date | None = None  # the day the assessment before this one was completed


PURPOSE_WORDS = {
    Purpose.HEALTH_ASSESSMENT: "Health assessment",
    Purpose.OBTAIN_RECORDS: "Ask GP, hospital and child health for records",
    Purpose.MOTHER_AND_NEWBORN: "Mother's and newborn records",
    Purpose.PARENTAL_HEALTH: "Parents' health history",
    Purpose.SHARE_GP: "Share: GP",
    Purpose.SHARE_COUNCIL: "Share: council",
    Purpose.SHARE_CARER: "Share: carer",
    Purpose.SHARE_PARENTS: "Share: parents",
    Purpose.SHARE_SCHOOL_AND_SERVICES: "Share: school, school nurse, CAMHS",
    Purpose.BLOOD_BORNE_VIRUS_TEST: "Blood-borne virus test",
    Purpose.IMMUNISATION: "Immunisation",
}
# Asked for only where they arise; the others belong to every assessment.
_ONLY_WHERE_ASKED = frozenset({
    Purpose.SHARE_PARENTS, Purpose.SHARE_SCHOOL_AND_SERVICES, Purpose.BLOOD_BORNE_VIRUS_TEST, Purpose.IMMUNISATION,
})  # fmt: skip


class ConsentState(StrEnum):
    """How consent for one purpose stands."""

    GIVEN = "given"
    RUNS_OUT = "runs_out"
    SAID_NO = "said_no"
    WITHDRAWN = "withdrawn"
    CHECK_AGAIN = "check_again"
    ASKED = "asked"
    MISSING = "missing"
    NOT_NEEDED = "not_needed"


_HOLDING = (ConsentState.GIVEN, ConsentState.RUNS_OUT)


@dataclass(frozen=True)
class ConsentRequest:
    """Someone was asked for consent. answered: a consent was recorded since."""

    id: int
    purpose: Purpose
    asked_of: str
    asked_on: date
    means: Means
    chased_on: date | None = None
    answered: bool = False


@dataclass(frozen=True)
class PrivateTopic:
    """A topic kept from one reader: a category of need, or words of the young person's own."""

    id: int
    topic: str
    words: str
    kept_from: str
    said_on: date
    recorded_by: str
    ended_on: date | None


@dataclass(frozen=True)
class PurposeStanding:
    """How consent for one purpose stands today, in words.

    latest: the answer the words are about. until: how long it holds, in words; '' where nothing holds.
    """

    purpose: Purpose
    state: ConsentState
    words: str
    latest: Consent | None = None
    asked: ConsentRequest | None = None
    until: str = ""


def purpose_standing(
    consents: tuple[Consent, ...],
    requests: tuple[ConsentRequest, ...],
    purpose: Purpose,
    now: Circumstances,
    validity: ConsentValidity,
) -> PurposeStanding:
    """Return how consent for a purpose stands: a 'no' first, then what holds, what must be checked, what was asked."""
    answers = _answers(consents, purpose, now.today)
    latest = answers[-1] if answers else None
    asked = next((one for one in reversed(requests) if one.purpose is purpose and not one.answered), None)

    def stands(state: ConsentState, words: str, about: Consent | None = latest) -> PurposeStanding:
        until = _until(about, validity) if about and state in _HOLDING else ""
        return PurposeStanding(purpose, state, words, about, asked, until)

    if latest and latest.withdrawn_on and latest.withdrawn_on <= now.today:
        return stands(ConsentState.WITHDRAWN, f"Withdrawn {show_date(latest.withdrawn_on)}")
    if latest and _says_no(latest, purpose, now.today):
        return stands(ConsentState.SAID_NO, "Said no")
    holds = consent_in_force(consents, purpose, now, validity)
    if holds and holds.order_expires_on:
        return stands(ConsentState.RUNS_OUT, f"Runs out {show_date(holds.order_expires_on)}", holds)
    if holds:
        return stands(ConsentState.GIVEN, "Given", holds)
    if latest and (reasons := recheck_reasons(latest, now)):
        return stands(
            ConsentState.CHECK_AGAIN,
            f"Ask again: {RECHECK_WORDS[reasons[0]][0].lower()}{RECHECK_WORDS[reasons[0]][1:]}",
        )
    if asked:
        return stands(ConsentState.ASKED, f"Asked {show_date(asked.asked_on)}")
    if purpose in _ONLY_WHERE_ASKED and latest is None:
        return stands(ConsentState.NOT_NEEDED, "Not needed so far")
    return stands(ConsentState.MISSING, "Missing: given for an earlier assessment" if latest else "Missing")


def _until(consent: Consent, validity: ConsentValidity) -> str:
    if consent.order_expires_on:
        return show_date(consent.order_expires_on)
    if validity is ConsentValidity.PER_PERIOD_OF_CARE:
        return "This period of care"
    return "This assessment" if consent.assessment_id is not None else "The next assessment"


def withdraw(consent: Consent, on: date, reason: str) -> Consent:
    """Return the consent as withdrawn: the giver changed their mind. Completed assessments stay (CO-2).

    Raises UserError unless it was given and still stands, and there is a reason.
    """
    if consent.response is not Response.GIVEN:
        raise UserError("Only consent that was given can be withdrawn")
    if consent.withdrawn_on or consent.invalidated_on:
        raise UserError("This consent does not stand any more, so it can't be withdrawn")
    if on < consent.given_on:
        raise UserError(f"Consent can't be withdrawn before it was given ({show_date(consent.given_on)})")
    if not reason.strip():
        raise UserError("Enter why consent was withdrawn")
    return replace(consent, withdrawn_on=on, withdrawn_reason=reason.strip())


def invalidate(consent: Consent, on: date, notes: str) -> Consent:
    """Return the record as invalid: entered in error, or superseded (CO-2).

    Raises UserError when it is invalid already or there are no notes.
    """
    if consent.invalidated_on:
        raise UserError("This record is already marked as not valid")
    if not notes.strip():
        raise UserError("Enter why this record is not valid")
    return replace(consent, invalidated_on=on, invalidated_notes=notes.strip())


def recheck_reasons(consent: Consent, now: Circumstances) -> tuple[Recheck, ...]:
    """Return every reason to ask again (CO-4). An adult's consent is not undone by a failed Gillick record (CO-5)."""
    sixteenth = birthday(now.born, PRESUMED_ABLE_AGE)
    changed = now.responsibility_changed_on
    found = {
        Recheck.WITHDRAWN: consent.withdrawn_on is not None and consent.withdrawn_on <= now.today,
        Recheck.LEGAL_STATUS_CHANGED: consent.legal_status != now.legal_status,
        Recheck.SIXTEENTH_BIRTHDAY: consent.given_on < sixteenth <= now.today,
        Recheck.NEW_PERIOD_OF_CARE: consent.period_began != now.period_began,
        Recheck.ORDER_EXPIRED: consent.order_expires_on is not None and consent.order_expires_on < now.today,
        Recheck.RESPONSIBILITY_CHANGED: changed is not None and consent.given_on < changed <= now.today,
    }
    return tuple(reason for reason, is_so in found.items() if is_so)


def consent_in_force(
    consents: tuple[Consent, ...], purpose: Purpose, now: Circumstances, validity: ConsentValidity
) -> Consent | None:
    """Return the latest consent for a purpose that holds now; None when consent is needed (again).

    Per assessment, it holds for the assessment it was asked for, or, given ahead, for the next one (CO-3). Per period of care, an adult's holds on until
    a re-check is forced; a young person's own is of the moment and holds for its own assessment only.
    A later refusal or withdrawal for the purpose stands against what was given before; a later consent that has
    lapsed does not.
    """
    for answer in reversed(_answers(consents, purpose, now.today)):
        if _says_no(answer, purpose, now.today):
            return None
        if not recheck_reasons(answer, now) and _reaches(answer, now, validity):
            return answer
    return None


def sharing_stopped(consents: tuple[Consent, ...], purpose: Purpose, today: date) -> str | None:
    """Return the words for a 'no' to sharing, which stops the copy until a person overrides it with a reason.

    Sharing for direct care does not rest on consent, so no answer at all stops nothing. A 'no' or a withdrawal does.
    """
    answers = _answers(consents, purpose, today)
    if not answers or not _says_no(answers[-1], purpose, today):
        return None
    latest = answers[-1]
    if latest.withdrawn_on:
        return f"{latest.giver_name} withdrew consent on {show_date(latest.withdrawn_on)}"
    return f"{latest.giver_name} said no on {show_date(latest.given_on)}"


def latest_answer(consents: tuple[Consent, ...], purpose: Purpose, today: date) -> Consent | None:
    """Return the valid answer about a purpose that stands on a day, None when nobody answered."""
    answers = _answers(consents, purpose, today)
    return answers[-1] if answers else None


def _answers(consents: tuple[Consent, ...], purpose: Purpose, today: date) -> list[Consent]:
    """Return the valid answers about a purpose, oldest first; of one day, in the order they were recorded."""
    answers = [one for one in consents if _concerns(one, purpose) and one.given_on <= today]
    return sorted(answers, key=lambda one: one.given_on)


def _concerns(consent: Consent, purpose: Purpose) -> bool:
    if consent.invalidated_on or consent.response is Response.NOT_PROVIDED:
        return False
    return _refuses(consent, purpose) or purpose in consent.agreed | consent.declined


def _says_no(consent: Consent, purpose: Purpose, today: date) -> bool:
    withdrawn = consent.withdrawn_on is not None and consent.withdrawn_on <= today
    return _refuses(consent, purpose) or purpose in consent.declined or withdrawn


def _refuses(consent: Consent, purpose: Purpose) -> bool:
    """Return whether a refusal is of this purpose. Without purposes, it is of everything that was asked for."""
    return consent.response is Response.REFUSED and (not consent.declined or purpose in consent.declined)


def _reaches(consent: Consent, now: Circumstances, validity: ConsentValidity) -> bool:
    is_own = consent.giver is Giver.YOUNG_PERSON
    under_16 = age_in_years(now.born, consent.given_on) < PRESUMED_ABLE_AGE
    if validity is ConsentValidity.PER_ASSESSMENT or (is_own and under_16):
        if consent.assessment_id is not None:
            return consent.assessment_id == now.assessment_id
        # Asked for ahead: it is for the first assessment completed after it. A child under 16 answers on the day.
        is_ahead = now.last_assessed_on is None or consent.given_on > now.last_assessed_on
        return is_ahead and not (is_own and under_16)
    return True
