"""What the health history holds when it is printed: gathered from the record and its lines, and who may release it."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.children import Child
from lac_tracker.domain.completeness import Knowledge
from lac_tracker.domain.dates import age_in_years, show_age, show_plain_date
from lac_tracker.domain.disclosure import Content, Reader, Rule, rule
from lac_tracker.domain.errors import NotAllowed
from lac_tracker.domain.health_history import (
    FAMILY_PARTS,
    PARTS,
    Choices,
    HealthHistory,
    Jab,
    Line,
    NotFound,
    OpenItem,
    Told,
)
from lac_tracker.domain.health_history_readiness import is_checked, refuse_unchecked
from lac_tracker.domain.information_pages import ForWhom, Helpline, InformationPage, Life, chosen
from lac_tracker.domain.names import first_name
from lac_tracker.domain.plans import Need, Outcome, open_outcomes
from lac_tracker.domain.reports import Identity, Service
from lac_tracker.services import health_checks
from lac_tracker.services import health_history_checks as checks
from lac_tracker.services import health_history_sources as sources
from lac_tracker.services.health_history_sources import Signed
from lac_tracker.services.papers import Gathered, Wanted
from lac_tracker.services.report_checks import Checks
from lac_tracker.storage import care, children, documents, people, plans, reference_data
from lac_tracker.storage import flags as stored_flags
from lac_tracker.storage import health_history as stored
from lac_tracker.storage.people import Team

PREVIEW = "PREVIEW"  # the reference of what is only looked at
_NONE = re.compile(r"(?:none|no)(?: known| found| new| seen| today| now)*\.?", re.IGNORECASE)
_SAFETY = "safety"  # the category of need that is about visits and exploitation


def gather(session: Session, wanted: Wanted) -> Gathered:
    """Return the health history for the young person. A preview of one that was not checked is marked as a draft.

    Raises UserError in words when it is made before its third-party check, and NotAllowed for a draft to who may not
    read clinical answers.
    """
    choices = stored.choices(session, wanted.child_id)
    held = build(session, wanted)
    fingerprint = held.fingerprint()
    if wanted.reference != PREVIEW:
        refuse_unchecked(choices, fingerprint)
    elif not is_checked(choices, fingerprint):
        decision = decide(wanted.by, Action.SEE_CLINICAL)
        if not decision.allowed:
            raise NotAllowed(decision.words)
        held = replace(held, is_draft=True)
    return Gathered(held, _left_out(session, wanted.child_id))


def build(session: Session, wanted: Wanted) -> HealthHistory:
    """Return what the record and the lines give, whether it was checked or not."""
    child = children.load(session, wanted.child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    team = people.team(session, child.team_id)
    choices = stored.choices(session, child.id)
    signed = sources.signed_assessments(session, child, called)
    known = checks.newer(session, child.id, signed, wanted.today)
    plan = plans.plan_of(session, signed[-1].assessment.id) if signed else ()
    before = documents.latest_of_child(session, child.id, wanted.document, wanted.made_for)
    return HealthHistory(
        service=Service(team.name, team.phone, team.email),
        return_to=_return_to(team),
        child=_identity(child, wanted.today),
        details=_details(session, child, choices),
        important=_important(session, child, signed, known),
        parts=_parts(session, child.id, wanted.today),
        jabs=_jabs(session, child.id),
        jabs_missing=checks.jabs_missing(known, signed),
        plan=tuple(_open_items(plan)),
        information=_information(session, child, signed, plan, wanted.today),
        made_by=wanted.by.full_name,
        made_on=wanted.today,
        reference=wanted.reference,
        version=wanted.version,
        made_with_them_on=choices.made_with_them_on,
        colour=choices.colour or "sea",
        replaces=f"version {before.version_number} of {show_plain_date(before.made_at.date())}"
        if before
        else None,
    )


@cache
def information_pages() -> tuple[InformationPage, ...]:
    """Return every page of public information, in the order of the file."""
    return tuple(_page(one) for one in reference_data.table("information_pages.toml")["page"])


def _identity(child: Child, today: date) -> Identity:
    return Identity(
        child.given_name, child.family_name, child.council_id, child.born, show_age(child.born, today),
        child.gender or child.sex.capitalize(), child.nhs_number, child.preferred_name,
    )  # fmt: skip


def _return_to(team: Team) -> str:
    where = ", ".join((team.address or "").splitlines())
    return ", ".join(part for part in (team.name, where, team.phone or "") if part)


def _details(session: Session, child: Child, choices: Choices) -> tuple[tuple[str, str], ...]:
    held = {one.kind: one for one in care.contacts(session, child.id)}

    def reach(kind: str) -> str:
        one = held.get(kind)
        if one is None:
            return "Not known"
        names = dict.fromkeys(part for part in (one.full_name, one.organisation) if part)
        return ", ".join([*names, *([one.phone] if one.phone else [])]) or "Not known"

    return (
        ("Blood group", choices.blood_group or "Not known"),
        ("My GP", reach("gp_practice")),
        ("My dentist", reach("dentist")),
        ("My optician", reach("optician")),
    )


def _important(
    session: Session, child: Child, signed: tuple[Signed, ...], known: Checks
) -> tuple[tuple[str, str], ...]:
    newest = signed[-1] if signed else None

    def told(*questions: str) -> str:
        words = [newest.words(one) for one in questions] if newest else []
        return "\n".join(part for part in words if part)

    conditions = told("conditions_ongoing", "conditions_new").splitlines()
    # 'None found today' under a condition reads as if there were none.
    conditions = [line for line in conditions if not _NONE.fullmatch(line.strip())]
    if known.conditions_changed is not None:
        conditions = list(checks.conditions(known))
    state = child.allergies_state
    allergies = child.allergies or ""
    if state == "not_recorded" and newest is not None:
        state, allergies = str(newest.answers.get("allergies_state", "")), newest.words("allergies")
    allergy_words = {"known": allergies or "Ask us: we know of some", "none_known": "None that we know of"}
    medicines = told("medicines")
    if newest is not None and newest.answers.get("medicines_state") == "no":
        medicines = "None"
    if known.medicines_changed is not None:
        medicines = checks.medicines(known)
    helps = [_line_words(one) for one in _shown(session, child.id) if one.part == "helps_me"]
    return (
        ("Allergies", allergy_words.get(state, "Not known")),
        ("Conditions", "\n".join(conditions) or ("None that we know of" if newest or known.conditions_changed else "Not known")),
        ("Medicines", medicines or "Not known"),
        ("Things that help me", "\n".join(helps) or "You can write them here"),
        ("Language I like to use for health talk", _language(child)),
    )  # fmt: skip


def _line_words(one: Line) -> str:
    return f"{one.when}: {one.words}" if one.when else one.words


def _language(child: Child) -> str:
    if child.preferred_language:
        return child.preferred_language
    if child.language_state == Knowledge.RECORDED and child.first_language:
        return reference_data.codes()["language"].label(child.first_language)
    return "Not known"


def _shown(session: Session, child_id: int) -> tuple[Line, ...]:
    shares_family = rule(Content.PARENTS_HEALTH, Reader.HEALTH_HISTORY) is Rule.SHAREABLE
    return tuple(
        one
        for one in stored.lines(session, child_id)
        if not one.left_out and (shares_family or one.part not in FAMILY_PARTS)
    )


def _parts(session: Session, child_id: int, today: date) -> tuple[Told, ...]:
    """Return every part with its lines, and with what was asked for and not found, by hand and from the record."""
    shown = _shown(session, child_id)
    gaps = sources.not_found(session, child_id, shown, today)
    unknown = {"birth": sources.not_known(session, child_id, shown)}
    parts = []
    for part in PARTS:
        own = [one for one in shown if one.part == part]
        lines = tuple((one.when, one.words) for one in own if not one.could_not_find)
        by_hand = tuple(NotFound(one.words, one.asked_of, one.asked_on) for one in own if one.could_not_find)
        told = () if part == "helps_me" else lines
        parts.append(Told(part, told, (*by_hand, *gaps.get(part, ())), unknown.get(part, ())))
    return tuple(parts)


def _jabs(session: Session, child_id: int) -> tuple[Jab, ...]:
    """Return the doses that were given, oldest first, those of unknown date last."""
    given = [one for one in health_checks.doses(session, child_id) if one.immunisation.state == "given"]
    given.sort(key=lambda one: one.immunisation.when.on if one.immunisation.when else date.max)
    return tuple(Jab(one.words, one.protects, sources.plain_when(one.immunisation.when)) for one in given)


def _open_items(plan: tuple[Need, ...]) -> list[OpenItem]:
    """Return what is still to come, in the young person's words where somebody wrote them."""
    shows_safety = rule(Content.SAFETY_FLAGS, Reader.HEALTH_HISTORY) is not Rule.NO
    items = []
    for need, outcome in open_outcomes(plan):
        if not _is_for_them(outcome) or (need.category == _SAFETY and not shows_safety):
            continue
        last = max(outcome.actions, key=lambda one: one.by or date.min, default=None)
        who = ", ".join(dict.fromkeys(one.person for one in outcome.actions if one.person))
        words = outcome.plain_words or f"{need.title}: {outcome.text}"
        items.append(OpenItem(words, who, last.by if last else None))
    return items


def _is_for_them(outcome: Outcome) -> bool:
    seen_by = outcome.seen_by
    return seen_by is None or bool({Reader.CHILD, Reader.HEALTH_HISTORY} & set(seen_by))


def _information(
    session: Session, child: Child, signed: tuple[Signed, ...], plan: tuple[Need, ...], today: date
) -> tuple[InformationPage, ...]:
    answers: dict[str, frozenset[str]] = {}
    for one in signed[-1:]:
        for question, value in one.answers.items():
            answers[question] = (
                frozenset(map(str, value)) if isinstance(value, list) else frozenset({str(value)})
            )
    kinds = {one.kind for one in stored_flags.in_force(stored_flags.of_child(session, child.id), today)}
    flags = {"pregnant"} & kinds
    if child.is_unaccompanied or "uasc" in kinds:
        flags.add("unaccompanied")
    if child.interpreter_needed == "yes":
        flags.add("interpreter")
    needs = frozenset(need.category for need, _ in open_outcomes(plan))
    life = Life(age_in_years(child.born, today), needs, answers, frozenset(flags))
    return tuple(
        replace(page, doubt=page.doubt_on(today), for_whom=ForWhom())
        for page in chosen(information_pages(), life)
    )


def _left_out(session: Session, child_id: int) -> tuple[str, ...]:
    number = sum(one.left_out for one in stored.lines(session, child_id))
    told = (
        [f"Health history: {number} line{'s' if number != 1 else ''} left out by the team"] if number else []
    )
    if rule(Content.SDQ, Reader.HEALTH_HISTORY) is Rule.NO:
        told.append("SDQ scores")
    return (*told, "Family members’ names, legal status and flags")


def _page(one: dict[str, Any]) -> InformationPage:
    whom = one.get("for", {})
    return InformationPage(
        id=one["id"],
        topic=one["topic"],
        words=tuple(one["words"]),
        help=tuple(Helpline(each["name"], each["how"]) for each in one.get("help", ())),
        source=one["source"],
        checked_on=one["checked_on"],
        doubt=one.get("doubt", ""),
        for_whom=ForWhom(
            whom.get("from_age", 0),
            whom.get("to_age", 25),
            frozenset(whom.get("needs", ())),
            tuple((question, frozenset(values)) for question, values in whom.get("answers", {}).items()),
            frozenset(whom.get("flags", ())),
        ),
    )
