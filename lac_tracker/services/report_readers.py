"""Who may read what of a health plan: consent in words, and what a young person keeps to themselves."""

from lac_tracker.domain.consent import Consent, Giver, Purpose, Response, sharing_stopped
from lac_tracker.domain.dates import age_in_years, show_date
from lac_tracker.domain.plans import Need
from lac_tracker.domain.reports import Sharing
from lac_tracker.services import report_answers as say
from lac_tracker.services.report_facts import Source
from lac_tracker.services.sharing import PURPOSE_OF, READER_WORDS

READERS_OF = {"gp-summary": ("gp",), "full-plan": ("council", "carer")}


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
    stopped = any(
        sharing_stopped(source.consents, PURPOSE_OF[reader], source.today) for reader in source.readers
    )
    agreed = by_name or (source.readers == ("gp",) and source.told.key("own_consent") == "agreed")
    return agreed and not stopped


def for_readers(source: Source, shared: bool) -> tuple[Need, ...]:
    """Return the plan without the needs a young person may keep to themselves and has not shared, or keeps by name."""
    hidden = left_out(source, shared)
    return tuple(need for need in source.plan if need.category not in hidden)


def left_out(source: Source, shared: bool) -> frozenset[str]:
    """Return the categories of need these readers do not see, in this plan and in the last one."""
    hidden = source.kept.categories
    if not shared and source.told.has_private_part:
        hidden |= frozenset(say.PRIVATE_CATEGORIES)
    return hidden


def sharing(source: Source) -> Sharing | None:
    """Return who agreed to these readers having the document, and whom it must not reach."""
    told = source.told
    stopped = [
        one for one, purpose in PURPOSE_OF.items() if sharing_stopped(source.consents, purpose, source.today)
    ]
    kept_from = [*told.keys("no_share_with"), *stopped]
    readers = tuple(READER_WORDS[one] for one in source.readers if one not in kept_from)
    named = frozenset(kept_from) - (frozenset(source.readers) if source.readers == ("gp",) else frozenset())
    # What is kept from the readers themselves was left out; what is kept from others may stand in it.
    named |= source.kept.others
    not_with = tuple(words for one, words in READER_WORDS.items() if one in named)
    if told.key("own_consent") in ("agreed", "agreed_to_some"):
        return Sharing(source.called, source.on, readers, not_with)
    wanted = {PURPOSE_OF[one] for one in source.readers}
    for one in reversed(_of_this_assessment(source)):
        if _stands(one) and wanted & one.agreed:
            shared = tuple(
                READER_WORDS[reader] for reader in source.readers if PURPOSE_OF[reader] in one.agreed
            )
            return Sharing(one.giver_name, one.given_on, shared, not_with)
    return None


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
