"""What a signed assessment gives to each document: gathered from the record, cut to what its reader may see."""

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.children import Child
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.disclosure import Reader
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.flags import printable
from lac_tracker.domain.forms import Form
from lac_tracker.domain.last_plan import LastOutcome
from lac_tracker.domain.names import first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.plans import Need
from lac_tracker.domain.reports import FullPlan, GpSummary, Issue, NextReview, Quote
from lac_tracker.services import (
    family,
    last_plan,
    missing_parts,
    redaction,
    report_checks,
    report_headings,
    report_plan,
    report_sdq,
    sdq_known,
    sharing,
)
from lac_tracker.services import report_answers as say
from lac_tracker.services import report_facts as facts
from lac_tracker.services import report_readers as readers
from lac_tracker.services.access import needs
from lac_tracker.services.flags import chips_of
from lac_tracker.services.papers import Gathered, Wanted
from lac_tracker.storage import (
    assessment_notes,
    assessments,
    care,
    children,
    deadlines,
    documents,
    editions,
    form_files,
    people,
    plans,
)
from lac_tracker.storage import consents as stored_consents
from lac_tracker.storage import last_plan as stored_last_plan
from lac_tracker.storage.assessments import Assessment


def gather_paper(session: Session, wanted: Wanted) -> Gathered:
    """Return what the GP summary or the full plan holds, before the gateway.

    Called by services that asked for leave already. Raises NotFound when the assessment is not signed, and UserError
    when somebody who may do so said no to its readers being told.
    """
    assert wanted.assessment_id is not None
    source = source_of(session, wanted.assessment_id, readers.READERS_OF[wanted.document], wanted)
    refuse_stopped(source)
    issue = issue_of(session, source, wanted)
    next_review = next_review_of(session, source)
    held: GpSummary | FullPlan = (
        _gp_summary(source, issue, next_review)
        if wanted.document == "gp-summary"
        else _full_plan(session, source, issue, next_review)
    )
    return Gathered(held, left_out_of(source), readers.left_out(source, readers.private_is_shared(source)))


@needs(Action.MAKE_DOCUMENT, child=assessments.child_of)
def gather(
    session: Session,
    assessment_id: int,
    document: str,
    *,
    reference: str,
    version: int,
    by: Actor,
    now: datetime,
) -> GpSummary | FullPlan:
    """Return what a document made from a signed assessment holds.

    document: 'gp-summary' or 'full-plan'. Raises NotFound when the assessment is not signed, and UserError for another
    document or when somebody who may do so said no to the practice being told.
    """
    if document not in readers.READERS_OF:
        raise UserError(f"There is no document '{document}'. It can be: {' or '.join(readers.READERS_OF)}")
    child_id = assessments.child_of(session, assessment_id)
    wanted = Wanted(child_id, document, reference, version, by, now, assessment_id)
    held = redaction.released(session, wanted, gather_paper(session, wanted)).held
    assert isinstance(held, GpSummary | FullPlan)
    return held


def refuse_stopped(source: facts.Source) -> None:
    """Raise UserError when none of its readers may have the document. One who may not is named on it."""
    stops = {reader: sharing.stopped(source.consents, reader, source.today) for reader in source.readers}
    if all(stops.values()):
        who = " or ".join(sharing.READER_WORDS[reader] for reader in stops)
        why = "; ".join(dict.fromkeys(no for no in stops.values() if no))
        raise UserError(
            f"This may not go to {who}: {why}. Record a new answer first, if they changed their mind, "
            "or record on the Consent page why it must go all the same"
        )


def left_out_of(source: facts.Source) -> tuple[str, ...]:
    """Return in words what its readers do not get because the young person has not agreed to it."""
    shared, words = readers.private_is_shared(source), []
    hidden = readers.left_out(source, shared) - source.kept.categories
    if any(need.category in hidden for need in source.plan) or (source.told.has_private_part and not shared):
        words.append("Sexual health, substances and pregnancy: not agreed to")
    kept = [one for need in source.plan for one in need.outcomes if not readers.is_for_all(source, need, one)]
    if kept:
        words.append(f"{len(kept)} {'item' if len(kept) == 1 else 'items'} of the plan for other readers")
    return (*words, "Parents' health: held by the health team")


def source_of(session: Session, assessment_id: int, read_by: tuple[str, ...], wanted: Wanted) -> facts.Source:
    """Return everything a paper for these readers is made from. Raises NotFound when the assessment is not signed."""
    today = wanted.today
    one = assessments.load(session, assessment_id)
    if one.state != "signed" or one.completed_on is None:
        raise NotFound("This assessment is not signed, so no document can be made from it. Sign it first")
    child = children.load(session, one.child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    about = sdq_known.facts_of(session, child, one.completed_on, one)
    answers = assessments.answers(session, one.id)
    # The full plan goes with the GP summary: what is kept from the practice is not in it either.
    also = ("gp",) if wanted.document == "full-plan" else ()
    kept = sharing.withheld(session, child.id, (*read_by, *also), today)
    source = facts.Source(
        child=child,
        assessment=one,
        on=one.completed_on,
        told=_with_checks(
            session,
            one,
            say.told_by(_form_signed_with(session, one), answers, about, called, kept.categories),
            today,
            kept.categories,
        ),
        plan=_without_errors(plans.plan_of(session, one.id)),
        contacts={contact.kind: contact for contact in care.contacts(session, child.id)},
        history=care.histories(session, [child.id])[child.id],
        consents=stored_consents.of_children(session, [child.id])[child.id],
        flags=printable(chips_of(session, child.id, today)),
        team=people.team(session, child.team_id),
        today=today,
        readers=read_by,
        editions=editions.ids_of_editions(session, one),
        said=_said(session, one),
        kept=kept,
        sdq=_sdq_of(session, child, one.completed_on, read_by, kept.categories),
    )
    if readers.private_is_shared(source):
        return source
    return replace(source, told=say.without_private(source.told))


def _with_checks(
    session: Session, one: Assessment, told: say.Told, today: date, kept: frozenset[str]
) -> say.Told:
    """Return what was told with what the record knows of health checks since, but for what is kept from the readers."""
    assert one.completed_on is not None  # it is signed
    held = report_checks.held(session, one.child_id, today, kept)
    return replace(told, on=one.completed_on, checks=report_checks.newer(held, one.completed_on, told.key))


def _sdq_of(
    session: Session, child: Child, on: date, read_by: tuple[str, ...], kept: frozenset[str]
) -> sdq_known.SdqKnown | None:
    """Return what the record knows of questionnaires; the council's own copy has the bands of its yearly return."""
    if "feelings" in kept:
        return None
    return sdq_known.known(session, child, on, "return" if read_by == (Reader.COUNCIL.value,) else "band4")


def _said(session: Session, one: Assessment) -> tuple[Quote, ...]:
    """Return what the child said for everybody: what was heard in another section may be private to it."""
    mine = editions.ids_of_editions(session, one)
    return tuple(
        Quote(each.words, "seen" if each.kind == "seen" else "child", each.heard_at.date())
        for each in assessment_notes.quotes(session, one.child_id)
        if each.assessment_id in mine and each.section_id == "voice"
    )


def _shared_words(source: facts.Source) -> tuple[Quote, ...]:
    return () if readers.asked_to_keep(source) else source.said


def _form_signed_with(session: Session, one: Assessment) -> Form:
    assert one.form_sha256 is not None  # the table refuses a signed assessment without it
    return _read_form(assessments.form_text(session, one.form_sha256), f"{one.form_id}.toml")


@lru_cache(maxsize=16)
def _read_form(text: str, file_name: str) -> Form:
    """Return the form a text holds. Kept: reading one takes as long as drawing the page, and most are the same."""
    return form_files.read_form_text(text, file_name)


def _gp_summary(source: facts.Source, issue: Issue, next_review: NextReview) -> GpSummary:
    shared = readers.private_is_shared(source)
    plan = readers.for_readers(source, shared)
    practice = facts.practice_of(source.contacts.get("gp_practice"))
    return GpSummary(
        service=facts.service(source.team),
        practice=practice,
        child=facts.identity(source),
        assessment=facts.assessed(source),
        circumstances=facts.circumstances(
            source,
            readers.consent_words(source),
            facts.alerts(
                source, private=shared, kept_back=plan != source.plan or readers.asked_to_keep(source)
            ),
        ),
        practice_actions=report_plan.practice_actions(plan, practice),
        records=say.records(
            source.told, facts.please_code(source), source.on, report_sdq.lines(source), private=shared
        ),
        background=facts.background(source),
        other_actions=report_plan.other_actions(plan, practice),
        quote=say.first_quote(source.told, source.on, _shared_words(source)),
        next_review=next_review,
        sharing=readers.sharing(source),
        issue=issue,
        medicines_changed=say.medicines_changed(source.told),
    )


def _full_plan(session: Session, source: facts.Source, issue: Issue, next_review: NextReview) -> FullPlan:
    shared = readers.private_is_shared(source)
    plan = readers.for_readers(source, shared)
    practice = facts.practice_of(source.contacts.get("gp_practice"))
    before, marked = _looked_back_on(session, source.assessment)
    kept_back = plan != source.plan or readers.asked_to_keep(source)
    parts = missing_parts.parts_of(session, source.assessment, source.on)
    note = (
        ("Kept back", f"Part of the plan is kept private. Ring {source.team.phone or source.team.name}."),
    )
    return FullPlan(
        service=facts.service(source.team),
        practice=practice,
        child=facts.identity(source),
        assessment=facts.assessed(source),
        circumstances=facts.circumstances(source, readers.consent_words(source), ()),
        quotes=say.quotes(source.told, source.on, _shared_words(source), own_worries=not readers.asked_to_keep(source)),
        gone_well=say.gone_well(source.told),
        last_plan_on=before,
        last_items=report_plan.last_items(
            tuple(item for item in marked if readers.is_for_all(source, item.need, item.outcome)),
            left_out := readers.left_out(source, shared),
            own_words=not readers.asked_to_keep(source),
        )
        + report_plan.closed_items(
            (one for one in last_plan.closed_between(session, source.assessment.id) if readers.is_for_all(source, *one)),
            left_out,
        ),
        health=report_headings.health(
            source.told,
            plan,
            "" if "history" in source.kept.categories else family.own_birth_in_words(session, source.child.id),
        ),
        checks=(
            *report_headings.checks(source.told, source.on, report_sdq.rows(source), private=shared),
            *(note if kept_back else ()),
        ),
        background=facts.background(source),
        needs=tuple(report_plan.plan_need(need, practice, marked, parts) for need in plan),
        contributions=facts.contributions(source),
        next_review=next_review,
        sharing=readers.sharing(source, ("gp", *source.readers)),
        issue=issue,
    )  # fmt: skip


def next_review_of(session: Session, source: facts.Source) -> NextReview:
    """Return when the next review is due, or why none is."""
    clocks = deadlines.compute(session, {source.child.id})[source.child.id]
    asked = source.assessment.completed_by
    review = next((clock.due for clock in clocks if clock.due.kind.value == "RHA"), None)
    if review is None:
        return NextReview(None, questions_to=asked)
    if review.excluded and (review.on is None or review.closed_on):
        return NextReview(None, review.excluded, asked)
    return NextReview(review.on, questions_to=asked)


def issue_of(session: Session, source: facts.Source, wanted: Wanted) -> Issue:
    """Return who signed, the number, and what the paper takes the place of. Raises NotFound without a signature."""
    one = source.assessment
    if one.signed_at is None or not one.signed_as:
        raise NotFound("This assessment has no signature, so no document can be made from it")
    name, _, registration = one.signed_as.rpartition(", ")
    before = documents.latest(session, one.id, wanted.document, wanted.made_for)
    return Issue(
        signed_by=name or registration,
        registration=registration if name else "registration not recorded",
        signed_on=one.signed_at.date(),
        reference=wanted.reference,
        version=wanted.version,
        replaces=f"version {before.version_number} of {show_date(before.made_at.date())}" if before else None,
        copies_to=readers.copies_to(source),
        made_by=wanted.by.full_name,
        made_on=wanted.today,
    )


def _looked_back_on(session: Session, one: Assessment) -> tuple[date | None, tuple[LastOutcome, ...]]:
    """Return the day of the plan before a review, and how its items were marked in it."""
    if one.kind != "RHA":
        return None, ()
    before = stored_last_plan.plans_before(session, one.id)
    return (before[0].on if before else None), last_plan.items_of(session, one.id)


def _without_errors(plan: tuple[Need, ...]) -> tuple[Need, ...]:
    kept = (
        replace(need, outcomes=tuple(one for one in need.outcomes if not one.entered_in_error))
        for need in plan
    )
    return tuple(need for need in kept if need.outcomes)
