"""Before signing: the day, the signer, and who consented."""

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.people import Registration
from lac_tracker.domain.questions import Answers
from lac_tracker.domain.signing_facts import (
    CAN_DECIDE,
    OWN_CONSENT,
    Lists,
    SignFinding,
    SigningFacts,
    section_of,
)


def own_consent(answers: Answers) -> tuple[bool, str | None]:
    """Return whether the child agreed (to all or some of it), and whether they can decide, from the answers."""
    can_decide = answers.get(CAN_DECIDE)
    return (
        answers.get(OWN_CONSENT) in ("agreed", "agreed_to_some"),
        can_decide if isinstance(can_decide, str) else None,
    )


def may_start(
    pr_consent_on_record: bool, child_consented: bool, can_decide: str | None, lawful_reason: str | None
) -> bool:
    """Return whether there is consent to go by: someone with parental responsibility, the child who can
    decide, or a lawful reason chosen under local policy.
    """
    return (
        pr_consent_on_record
        or (child_consented and can_decide == "yes")
        or bool((lawful_reason or "").strip())
    )


def date_completed(facts: SigningFacts, lists: Lists) -> None:
    day, says = facts.completed_on, None
    if day is None:
        says = "Enter the date assessment completed"
    elif day > facts.today:
        says = "Date assessment completed must be today or in the past"
    elif day < facts.born:
        says = f"Date assessment completed must be after {facts.name} was born, {show_date(facts.born)}"
    elif facts.earliest_on and day < facts.earliest_on:
        says = (
            f"Date assessment completed is before the assessment was started, {show_date(facts.earliest_on)}"
        )
    if says:
        lists.add("completed_on", SignFinding("completed_on", says))
    elif facts.was_completed_on and day != facts.was_completed_on:
        was = show_date(facts.was_completed_on)
        says = f"Date assessment completed changes from {was} to {show_date(day)}. Say why"
        lists.add("completed_on_changed", SignFinding("completed_on_changed", says))


def signer(facts: SigningFacts, lists: Lists) -> None:
    if facts.registration is Registration.NONE:
        lists.add(
            "registration",
            SignFinding(
                "registration", "Only a registered doctor, nurse or midwife can sign. Hand it to one to sign"
            ),
        )
    elif facts.kind == "IHA" and facts.registration is not Registration.GMC:
        lists.add(
            "iha_not_by_doctor",
            SignFinding(
                "iha_not_by_doctor",
                "An IHA is for a registered medical practitioner to do. Say who supervised it, and why",
            ),
        )


def consent(facts: SigningFacts, lists: Lists) -> None:
    own = (section_of(facts, OWN_CONSENT), OWN_CONSENT)
    if facts.answers.get(OWN_CONSENT) == "said_no" and facts.can_decide == "yes":
        says = f"{facts.name} can decide and said no. Record it as declined for now"
        lists.add("own_consent_refused", SignFinding("own_consent_refused", says, *own))
        return
    if facts.answers.get(OWN_CONSENT) == "said_no":
        says = f"{facts.name} said no, and was not found able to decide. Say why the assessment went ahead"
        lists.add("own_consent_overruled", SignFinding("own_consent_overruled", says, *own))
    if facts.pr_consent_on_record:
        lists.add(
            "consent_on_record",
            SignFinding("consent", "Consent from someone with parental responsibility is on record"),
        )
    elif not may_start(False, facts.child_consented, facts.can_decide, facts.lawful_reason):
        says = (
            "Record consent from someone with parental responsibility, "
            f"or record that {facts.name} can decide and agrees"
        )
        lists.add("consent", SignFinding("consent", says, *own))
    elif facts.child_consented and facts.can_decide == "yes":
        lists.add(
            "consent_pr",
            SignFinding("consent_pr", "No consent from someone with parental responsibility", *own),
        )
    else:
        lists.add(
            "consent_lawful",
            SignFinding(
                "consent_lawful", f"Goes by a lawful reason, not consent: {facts.lawful_reason}", *own
            ),
        )
