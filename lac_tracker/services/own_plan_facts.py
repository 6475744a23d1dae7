"""What the record gives to a young person's own plan: who sees it, who helps, what they said, how they felt."""

from datetime import date
from functools import cache

from sqlalchemy.orm import Session

from lac_tracker.domain.children import Child
from lac_tracker.domain.consent import Consent, Response, sharing_stopped
from lac_tracker.domain.dates import age_in_years, show_age, show_month
from lac_tracker.domain.helplines import Helpline, for_stage, helplines_from
from lac_tracker.domain.names import first_name
from lac_tracker.domain.own_plan import (
    Feelings,
    OwnHelper,
    OwnItem,
    Readers,
    Tier,
    first_name_of,
    helper_words,
    lines_of,
)
from lac_tracker.domain.plans import Need, Outcome
from lac_tracker.domain.reading_ease import PlainWords, named, short_forms, words_from
from lac_tracker.domain.reports import Identity, Service
from lac_tracker.services.sharing import PURPOSE_OF
from lac_tracker.storage import (
    assessment_notes,
    assessments,
    care,
    consents,
    deadlines,
    editions,
    people,
    plans,
    reference_data,
)
from lac_tracker.storage import sdq as stored_sdq
from lac_tracker.storage.assessments import Assessment

MOST_SAID = 2  # of what the child said: the plan is two pages
MOST_HELPERS = 6
_LONGEST_LINE = 160  # characters of a line that is printed without anybody having written it for the child
_SEEN_BY = {
    "gp": "your GP", "council": "your social worker", "carer": "your carer", "parents": "your parents",
    "school": "your school",
}  # fmt: skip
_CHOICES = {
    "gp": "My GP", "council": "My social worker", "carer": "My carer or key worker", "parents": "My parents",
    "school": "My school or college",
}  # fmt: skip
_ONLY_IF_AGREED = ("parents", "school")
# Contacts whose number is printed, in this order. Parents and carers are none of them.
_HELPERS = (
    "midwife", "school_nurse", "health_visitor", "social_worker", "personal_adviser", "advocate", "gp_practice", "dentist",
)  # fmt: skip


@cache
def plain_words() -> PlainWords:
    """Return the word lists of the data file."""
    return words_from(reference_data.table("plain_words.toml"))


@cache
def helplines() -> tuple[Helpline, ...]:
    """Return the helplines of the data file."""
    return helplines_from(reference_data.table("helplines.toml"))


def printed_helplines(tier: Tier) -> tuple[Helpline, ...]:
    """Return the helplines a tier prints, first those for help now."""
    return (*for_stage(helplines(), tier.stage, "now"), *for_stage(helplines(), tier.stage, "rights"))


def identity(child: Child, on: date) -> Identity:
    """Return whose plan it is."""
    return Identity(
        child.given_name, child.family_name, child.council_id, child.born, show_age(child.born, on),
        child.gender or child.sex.capitalize(), child.nhs_number, child.preferred_name,
    )  # fmt: skip


def names_of(child: Child) -> tuple[str, ...]:
    """Return how a plan may name the child themselves as the one who does something."""
    given, family = child.given_name or "", child.family_name or ""
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    return tuple(
        dict.fromkeys(
            each for each in (called, given, f"{given} {family}".strip(), f"{called} {family}") if each
        )
    )


def of_plan(session: Session, one: Assessment) -> tuple[tuple[Need, Outcome], ...]:
    """Return every outcome of a plan that was not entered in error, with its need."""
    return tuple(
        (need, outcome)
        for need in plans.plan_of(session, one.id)
        for outcome in need.outcomes
        if not outcome.entered_in_error
    )


def said(session: Session, one: Assessment) -> tuple[str, ...]:
    """Return what the child said for everybody, as they said it. What we saw of them is not theirs."""
    answers = assessments.answers(session, one.id)
    matters = str(answers.get("matters", "")).strip()
    found = [matters] if matters and answers.get("matters_kind") != "seen" else []
    mine = editions.ids_of_editions(session, one)
    found += [
        quote.words
        for quote in assessment_notes.quotes(session, one.child_id)
        if quote.assessment_id in mine and quote.section_id == "voice" and quote.kind != "seen"
    ]
    return tuple(dict.fromkeys(found))[:MOST_SAID]


def going_well(session: Session, one: Assessment) -> tuple[str, ...]:
    """Return what the assessment says is going well, line by line: to be put in words for the child."""
    answers = assessments.answers(session, one.id)
    return lines_of(str(answers.get("well", "")))


def may_stand(line: str) -> bool:
    """Return whether a line may be printed for the child without anybody having rewritten it."""
    words = plain_words()
    return len(line) <= _LONGEST_LINE and not short_forms(line, words) and not named(line, words.not_for_them)


def feelings(session: Session, one: Assessment) -> Feelings | None:
    """Return the totals of the questionnaires the young person answered and chose to show, up to this assessment.

    Totals typed as an answer, before questionnaires had a page of their own, stand for days without one.
    """
    until = one.completed_on or date.max
    held = stored_sdq.of_child(session, one.child_id)
    points = {
        each.completed_on: each.scores.total
        for each in held
        if each.informant == "self" and each.scores.total is not None and each.shared_with_child == "yes"
    }
    own_days = {each.completed_on for each in held if each.informant == "self"}
    for each in assessments.in_force(assessments.of_child(session, one.child_id)):
        if each.completed_on is None or each.completed_on in own_days:
            continue
        answers = assessments.answers(session, each.id)
        total = str(answers.get("sdq_total", ""))
        if answers.get("sdq_used") == "yes" and answers.get("sdq_by") == "child" and total.isdecimal():
            points[each.completed_on] = int(total)
    shown = sorted((day, total) for day, total in points.items() if day <= until)
    return Feelings(tuple(shown[-4:])) if shown else None


def readers(session: Session, child: Child, today: date, tell: str) -> Readers:
    """Return who sees the plan by what was agreed, and from whom something is kept, without saying what."""
    given = consents.of_children(session, [child.id])[child.id]
    has_carer = care.contact(session, child.id, "carer") is not None or age_in_years(child.born, today) < 16
    shown = [reader for reader in _SEEN_BY if reader != "carer" or has_carer]
    allowed = {reader: _may_see(given, reader, today) for reader in shown}
    kept = dict.fromkeys(one.kept_from for one in consents.topics(session, child.id, today))
    return Readers(
        tuple(_SEEN_BY[reader] for reader in shown if allowed[reader]),
        tuple(_SEEN_BY[reader] for reader in shown if not allowed[reader]),
        tuple(_SEEN_BY[reader] for reader in kept if reader in _SEEN_BY),
        tell,
        tuple((_CHOICES[reader], "yes" if allowed[reader] else "no") for reader in shown),
    )


def helpers(
    session: Session, child: Child, one: Assessment, items: tuple[OwnItem, ...], assessor: str
) -> tuple[OwnHelper, ...]:
    """Return who helps and how to reach them: whom they talked with, then the people around them, then of the items."""
    words, own = plain_words(), names_of(child)
    team = team_of(session, child)
    found = [OwnHelper(helper_words(assessor, "health assessor", own, words) or team.name, team.phone or "")]
    contacts = {contact.kind: contact for contact in care.contacts(session, child.id)}
    for kind in _HELPERS:
        contact = contacts.get(kind)
        if contact is None or not contact.phone:
            continue
        if kind in ("gp_practice", "dentist"):
            place = f", {contact.organisation}" if contact.organisation else ""
            found.append(
                OwnHelper(f"Your {'GP' if kind == 'gp_practice' else 'dentist'}{place}", contact.phone)
            )
        else:
            job = contact.role or kind.replace("_", " ")
            found.append(OwnHelper(helper_words(contact.full_name or "", job, own, words), contact.phone))
    known = {each.who for each in found}
    names = {each.who.partition(",")[0] for each in found}
    for who in dict.fromkeys(who for item in items for who in item.helpers):
        if who not in known and who.partition(",")[0] not in names and not who.startswith("You"):
            found.append(OwnHelper(who))
    return tuple(found[:MOST_HELPERS])


def next_time(session: Session, child_id: int) -> str:
    """Return 'by March 2027', '' when nothing will be due."""
    clocks = deadlines.compute(session, {child_id})[child_id]
    review = next((clock.due for clock in clocks if clock.due.kind.value == "RHA"), None)
    if review is None or review.on is None or review.excluded:
        return ""
    return f"by {show_month(review.on)}"


def assessor_of(one: Assessment) -> str:
    """Return who talked with the child."""
    name, _, _ = (one.signed_as or "").rpartition(", ")
    return one.completed_by or name


def whom_to_tell(session: Session, child: Child, one: Assessment) -> str:
    """Return the first name of whom they talked with, else the team."""
    first = first_name_of(assessor_of(one), plain_words())
    return first or "us"


def dear(session: Session, child_id: int) -> str:
    """Return the first name of the carer a letter is to; '' where it is not known."""
    contact = care.contact(session, child_id, "carer")
    return first_name_of(contact.full_name or "", plain_words()) if contact else ""


def team_of(session: Session, child: Child) -> Service:
    """Return the team by its name without short forms: 'Northgate health team' of 'Northgate LAC health team'."""
    team = people.team(session, child.team_id)
    short = short_forms(team.name, plain_words())
    name = " ".join(word for word in team.name.split() if word.strip(",.()") not in short)
    return Service(name or "Your health team", team.phone, team.email)


def _may_see(given: tuple[Consent, ...], reader: str, today: date) -> bool:
    purpose = PURPOSE_OF[reader]
    if sharing_stopped(given, purpose, today):
        return False
    if reader not in _ONLY_IF_AGREED:
        return True
    return any(
        purpose in one.agreed
        and one.response is Response.GIVEN
        and not one.withdrawn_on
        and not one.invalidated_on
        for one in given
    )
