"""Who may read what of a health plan: consent in words, and what a young person keeps to themselves."""

from dataclasses import replace

from lac_tracker.domain.consent import Consent, Giver, Purpose, Response, sharing_stopped
from lac_tracker.domain.contacts import KIND_WORDS, USUALLY_GETS
from lac_tracker.domain.dates import age_in_years, show_date
from lac_tracker.domain.disclosure import Reader, readers_of_item
from lac_tracker.domain.plans import Need, Outcome
from lac_tracker.domain.reports import Sharing
from lac_tracker.services import report_answers as say
from lac_tracker.services.report_facts import Source
from lac_tracker.services.sharing import OWN_WORD_IS_ENOUGH, PURPOSE_OF, READER_WORDS, override, stopped

# By whose agreement a document is cut.
READERS_OF = {"gp-summary": ("gp",), "full-plan": ("council", "carer")}

_READS_THEIR_OWN = 5  # years: from then on there is a version of the plan for the child
_READER_OF_CONTACT = {
    "carer": "carer",
    "social_worker": "council",
    "reviewing_officer": "council",
    "school": "school",
}
_GIVERS = {
    Giver.PARENT: "parental responsibility",
    Giver.COUNCIL: "the council",
    Giver.YOUNG_PERSON: "the young person",
    Giver.COURT: "the court",
    Giver.DELEGATED_CARER: "delegated carer",
}


def asked_to_keep(source: Source) -> bool:
    """Return whether the child asked to keep something from these readers.

    Assessments signed before topics were kept one by one hold it as an answer; unsaid from whom, it is from everyone.
    """
    if source.kept.categories or source.kept.mentions:
        return True
    if not source.told.words("no_share"):
        return False
    named = source.told.keys("no_share_with")
    return not named or any(reader in named for reader in source.readers)


def private_is_shared(source: Source) -> bool:
    """Return whether sexual health, pregnancy and substances may be printed for these readers.

    For the practice the young person's full agreement to the assessment is enough. Council and carer see it only when
    the young person agreed to that by name.
    """
    if not source.told.has_private_part or asked_to_keep(source):
        return False
    own = [one for one in source.consents if one.giver is Giver.YOUNG_PERSON and _stands(one)]
    by_name = all(any(PURPOSE_OF[reader] in one.agreed for one in own) for reader in source.readers)
    # Somebody else's decision to share in spite of a 'no' is not the young person's agreement to this.
    has_said_no = any(
        sharing_stopped(source.consents, PURPOSE_OF[reader], source.today) for reader in source.readers
    )
    agreed = by_name or (source.readers == ("gp",) and source.told.key("own_consent") == "agreed")
    return agreed and not has_said_no


def for_readers(source: Source, shared: bool) -> tuple[Need, ...]:
    """Return the plan as its readers see it.

    Without the needs a young person may keep to themselves and has not shared, or keeps by name, and without the items
    that a person chose not to show to all of them.
    """
    hidden = left_out(source, shared)
    cut = (
        replace(need, outcomes=tuple(one for one in need.outcomes if is_for_all(source, need, one)))
        for need in source.plan
        if need.category not in hidden
    )
    return tuple(need for need in cut if need.outcomes)


def is_for_all(source: Source, need: Need, outcome: Outcome) -> bool:
    """Say whether nobody chose to keep an item from one of the readers. The full plan goes with the GP summary."""
    if outcome.seen_by is None:
        return True
    chosen = readers_of_item(need.category, outcome.seen_by)
    return {Reader.GP, *(Reader(one) for one in source.readers)} <= chosen


def left_out(source: Source, shared: bool) -> frozenset[str]:
    """Return the categories of need these readers do not see, in this plan and in the last one."""
    hidden = source.kept.categories
    if not shared and source.told.has_private_part:
        hidden |= frozenset(say.PRIVATE_CATEGORIES)
    return hidden


def sharing(source: Source, goes_to: tuple[str, ...] = ()) -> Sharing | None:
    """Return who agreed to these readers having the document, and whom it must not reach.

    goes_to: who gets it, where that is more than those by whose agreement it is cut.
    """
    goes_to = goes_to or source.readers
    told = source.told
    said_no = [one for one in PURPOSE_OF if stopped(source.consents, one, source.today)]
    kept_from = [*told.keys("no_share_with"), *said_no]
    decided = {one: override(source.consents, one, source.today) for one in goes_to}
    in_spite = tuple(
        f"{READER_WORDS[one]}, on the ground of {decision.ground.lower()}, decided by {decision.decided_by} "
        f"on {show_date(decision.decided_on)}"
        for one, decision in decided.items()
        if decision
    )
    not_agreed = {*kept_from, *(one for one, decision in decided.items() if decision)}
    readers = tuple(
        READER_WORDS[one]
        for one in goes_to
        if one not in not_agreed and (one in OWN_WORD_IS_ENOUGH or _agreed_by_name(source, one))
    )
    named = frozenset(kept_from) - (frozenset(source.readers) if source.readers == ("gp",) else frozenset())
    # What is kept from the readers themselves was left out; what is kept from others may stand in it.
    named |= source.kept.others
    not_with = tuple(words for one, words in READER_WORDS.items() if one in named)
    is_for_all = all(one in OWN_WORD_IS_ENOUGH for one in goes_to)
    if told.key("own_consent") in ("agreed", "agreed_to_some") and (readers or is_for_all):
        return Sharing(source.called, source.on, readers, not_with, in_spite)
    wanted = {PURPOSE_OF[one] for one in goes_to}
    for one in reversed(_of_this_assessment(source)):
        if _stands(one) and wanted & one.agreed:
            shared = tuple(
                READER_WORDS[reader]
                for reader in goes_to
                if PURPOSE_OF[reader] in one.agreed and reader not in not_agreed
            )
            return Sharing(one.giver_name, one.given_on, shared, not_with, in_spite)
    return Sharing("", None, (), not_with, in_spite) if in_spite or not_with else None


def _agreed_by_name(source: Source, reader: str) -> bool:
    """Say whether the young person agreed to this reader by name."""
    return any(
        one.giver is Giver.YOUNG_PERSON and _stands(one) and PURPOSE_OF[reader] in one.agreed
        for one in source.consents
    )


def copies_to(source: Source) -> tuple[str, ...]:
    """Return who else gets the plan or a copy of it, by the contacts: 'Ellie (own version)', 'Dan Price (social worker)'."""
    found = []
    if age_in_years(source.child.born, source.on) >= _READS_THEIR_OWN:
        found.append(f"{source.called} (own version)")
    for kind, contact in source.contacts.items():
        gets = contact.gets_plan or USUALLY_GETS.get(kind, "no")
        reader = _READER_OF_CONTACT.get(kind)
        if (
            gets == "no"
            or kind == "gp_practice"
            or (reader and stopped(source.consents, reader, source.today))
        ):
            continue
        name = contact.full_name or contact.organisation
        if kind == "carer" and source.child.address_withheld:
            found.append("the carer")
        elif name:
            found.append(f"{name} ({KIND_WORDS[kind].lower()})")
    return tuple(found)


def consent_words(source: Source) -> str | None:
    """Return who decided, in words; None when nothing is on record."""
    adults = [
        f"{one.giver_name} ({_GIVERS[one.giver]}), {show_date(one.given_on)}"
        for one in _of_this_assessment(source)
        if one.giver is not Giver.YOUNG_PERSON and _stands(one) and Purpose.HEALTH_ASSESSMENT in one.agreed
    ]
    own = source.told.key("own_consent")
    said = {
        "agreed": "agreed",
        "agreed_to_some": "agreed to some of it",
        "said_no": "said no",
        "not_asked": "not asked: too young or not able",
    }.get(own)
    age = age_in_years(source.child.born, source.on)
    decides = " and can decide" if source.told.key("can_decide") == "yes" and said else ""
    child = f"{source.called}, {age}, {said}{decides}" if said else ""
    return "; ".join(part for part in (child, *adults[-1:]) if part) or None


def _of_this_assessment(source: Source) -> tuple[Consent, ...]:
    return tuple(
        one for one in source.consents if one.assessment_id in (None, source.assessment.id, *source.editions)
    )


def _stands(consent: Consent) -> bool:
    return consent.response is Response.GIVEN and not consent.withdrawn_on and not consent.invalidated_on
