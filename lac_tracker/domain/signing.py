"""What stops an assessment from being signed, what needs a reason, what is worth a look, what is good.

The table of the rules is signing_facts.SIGN_RULES.
"""

from collections.abc import Callable, Mapping

from lac_tracker.domain import signing_form, signing_people, signing_plan
from lac_tracker.domain.signing_facts import (
    CAN_DECIDE as CAN_DECIDE,
)  # what callers need of the rules is found here
from lac_tracker.domain.signing_facts import NO_NEEDS as NO_NEEDS
from lac_tracker.domain.signing_facts import OWN_CONSENT as OWN_CONSENT
from lac_tracker.domain.signing_facts import OWN_WORDS as OWN_WORDS
from lac_tracker.domain.signing_facts import Lists
from lac_tracker.domain.signing_facts import SignCheck as SignCheck
from lac_tracker.domain.signing_facts import SignFinding as SignFinding
from lac_tracker.domain.signing_facts import SigningFacts as SigningFacts
from lac_tracker.domain.signing_people import may_start as may_start
from lac_tracker.domain.signing_people import own_consent as own_consent

_LOOKS: tuple[Callable[[SigningFacts, Lists], None], ...] = (
    signing_people.date_completed,
    signing_form.partial,
    signing_people.signer,
    signing_people.consent,
    signing_form.last_plan,
    signing_form.jotter,
    signing_form.copied,
    signing_form.answers,
    signing_form.allergies,
    signing_form.sdq,
    signing_form.voice,
    signing_plan.plan,
)


def check_to_sign(facts: SigningFacts) -> SignCheck:
    """Return what stops signing, what needs a reason first, what is worth a look and what is good."""
    lists = Lists()
    for look in _LOOKS:
        look(facts, lists)
    held = lists.held
    return SignCheck(tuple(held["fix"]), tuple(held["explain"]), tuple(held["look"]), tuple(held["good"]))


def may_sign(check: SignCheck, reasons: Mapping[str, str]) -> tuple[str, ...]:
    """Return the words of what still stands in the way: nothing means it may be signed.

    reasons: id of a finding to be explained → the reason given. A blank one is none.
    """
    unexplained = [finding for finding in check.explain if not reasons.get(finding.id, "").strip()]
    return (
        *(finding.words for finding in check.fix),
        *(f"Give a reason: {finding.words}" for finding in unexplained),
    )
