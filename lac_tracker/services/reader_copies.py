"""The copies for carer, council and school: the items of the plan that are theirs, and no more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain.disclosure import PRIVATE_CATEGORIES, Content, Reader, Rule, reaches, rule
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import search_key
from lac_tracker.domain.plans import Action, Need, carried_words, open_outcomes
from lac_tracker.domain.reader_copies import ReaderCopy
from lac_tracker.domain.reports import Circumstances, Identity, OtherAction
from lac_tracker.services import report_answers as say
from lac_tracker.services import report_facts as facts
from lac_tracker.services import report_plan, report_sdq, reports
from lac_tracker.services import report_readers as readers
from lac_tracker.services.flags import chips_of
from lac_tracker.services.papers import Gathered, Wanted
from lac_tracker.storage.care import Contact

READER_OF = {
    "carer-copy": Reader.CARER, "council-copy": Reader.COUNCIL, "school-copy": Reader.SCHOOL,
}  # fmt: skip
_CONTACTS = {
    Reader.CARER: ("carer",),
    Reader.COUNCIL: ("social_worker", "reviewing_officer", "personal_adviser"),
    Reader.SCHOOL: ("school",),
}
_ROLES = {
    Reader.CARER: ("carer",),
    Reader.COUNCIL: ("social worker", "reviewing officer", "personal adviser"),
    Reader.SCHOOL: (),
}
_LEGAL_FLAGS = ("child_protection_plan", "section_47_enquiry", "child_in_need_plan")
_CARE_FLAGS = ("needs", "interpreter")
_NEED_TO_KNOW = ("missing_now", "exploitation_risk", "visit_in_pairs")

_IsTheirs = Callable[[Action], bool]


def gather(session: Session, wanted: Wanted) -> Gathered:
    """Return the copy of a reader, before the gateway.

    Raises NotFound when the assessment is not signed, and UserError when somebody who may do so said no to this reader
    being told, or the plan asks nothing of the school.
    """
    assert wanted.assessment_id is not None
    reader = READER_OF[wanted.document]
    source = reports.source_of(session, wanted.assessment_id, (reader.value,), wanted)
    reports.refuse_stopped(source)
    agreed = readers.private_is_shared(source)
    whom, is_theirs = _whom(source, reader), _theirs(source, reader)
    plan = _items(source, reader, is_theirs, agreed=agreed)
    own = _own_actions(plan, is_theirs)
    if reader is Reader.SCHOOL and not own:
        raise UserError(
            "The plan asks nothing of the school, so there is no copy for it"
            if whom
            else "No school is on record, so nothing in the plan is the school's. Add it under Contacts first"
        )
    held = ReaderCopy(
        reader=reader,
        whom=whom,
        service=facts.service(source.team),
        child=_identity(source, reader),
        assessment=facts.assessed(source),
        own_actions=own,
        needs=(),
        next_review=reports.next_review_of(session, source),
        sharing=readers.sharing(source),
        issue=reports.issue_of(session, source, wanted),
    )
    if rule(Content.WHOLE_PLAN, reader) is not Rule.NO:
        held = _with_health(session, source, held, plan, private=agreed)
    return Gathered(held, _left_out(source, plan, reader), readers.left_out(source, agreed))


def _with_health(
    session: Session, source: facts.Source, held: ReaderCopy, plan: tuple[Need, ...], *, private: bool
) -> ReaderCopy:
    """Return the copy of somebody who looks after the child, with how the child is and every item that is theirs."""
    reader = held.reader
    practice = facts.practice_of(source.contacts.get("gp_practice"))
    may_quote = not readers.asked_to_keep(source)
    return replace(
        held,
        needs=tuple(report_plan.plan_need(need, practice, ()) for need in plan),
        circumstances=_circumstances(source, reader, private=private),
        practice=practice,
        quote=say.first_quote(source.told, source.on, source.said) if may_quote else None,
        sdq=report_sdq.lines(source) if rule(Content.SDQ, reader) is Rule.YES else (),
        need_to_know=_need_to_know(session, source, reader),
        is_kept_back=plan != source.plan or readers.asked_to_keep(source),
    )


def _items(source: facts.Source, reader: Reader, is_theirs: _IsTheirs, *, agreed: bool) -> tuple[Need, ...]:
    """Return the needs with the open items that are in this reader's copy."""
    hidden = source.kept.categories
    found = []
    open_ones = {id(outcome) for _, outcome in open_outcomes(source.plan)}
    for need in source.plan:
        if need.category in hidden:
            continue
        mine = tuple(
            one for one in need.outcomes
            if id(one) in open_ones
            and (
                reaches(reader, need.category, one.seen_by, agreed=agreed)
                or (one.seen_by is None and _is_asked(need, one.actions, is_theirs))
            )
        )  # fmt: skip
        if mine:
            found.append(replace(need, outcomes=mine))
    return tuple(found)


def _is_asked(need: Need, actions: tuple[Action, ...], is_theirs: _IsTheirs) -> bool:
    """Say whether an item asks something of the reader: unless somebody chose otherwise, they have to know of it."""
    return need.category not in PRIVATE_CATEGORIES and any(map(is_theirs, actions))


def _own_actions(plan: tuple[Need, ...], is_theirs: _IsTheirs) -> tuple[OtherAction, ...]:
    found = [
        OtherAction(one.person, one.role, one.organisation, one.text, one.by, carried_words(outcome))
        for need in plan
        for outcome in need.outcomes
        for one in outcome.actions
        if is_theirs(one)
    ]
    return tuple(sorted(found, key=lambda one: one.by or date.max))


def _theirs(source: facts.Source, reader: Reader) -> _IsTheirs:
    """Return what tells an action of the reader: theirs by name, by organisation or by what they are."""
    contacts = [one for kind in _CONTACTS[reader] if (one := source.contacts.get(kind))]
    names = {search_key(one.full_name or "") for one in contacts} - {""}
    places = {search_key(one.organisation or "") for one in contacts} - {""}
    if reader is Reader.COUNCIL:
        places.add(search_key(source.child.council_code))
    if reader is Reader.CARER:
        places = set()  # of an agency, which is not the carer

    def is_theirs(action: Action) -> bool:
        role = action.role.casefold()
        return (
            search_key(action.person) in names
            or search_key(action.organisation) in places
            or any(word in role for word in _ROLES[reader])
        )

    return is_theirs


def _whom(source: facts.Source, reader: Reader) -> str:
    found: Contact | None = next(
        (one for kind in _CONTACTS[reader] if (one := source.contacts.get(kind))), None
    )
    if found is None:
        return source.child.council_code if reader is Reader.COUNCIL else ""
    parts = (found.full_name, found.role if reader is not Reader.SCHOOL else None, found.organisation)
    return ", ".join(part for part in parts if part)


def _identity(source: facts.Source, reader: Reader) -> Identity:
    identity = facts.identity(source)
    return replace(identity, nhs_number=None, gender="") if reader is Reader.SCHOOL else identity


def _circumstances(source: facts.Source, reader: Reader, *, private: bool) -> Circumstances:
    """Return what the reader may know of where the child lives and who decides."""
    told_first = tuple(
        chip.on_paper for chip in source.flags
        if chip.kind in _CARE_FLAGS or (chip.kind in _LEGAL_FLAGS and rule(Content.LEGAL, reader) is Rule.YES)
    )  # fmt: skip
    held = facts.circumstances(source, readers.consent_words(source), told_first)
    if rule(Content.ADDRESS, reader) is Rule.NO:
        held = replace(held, lives_at=None)
    if rule(Content.LEGAL, reader) is not Rule.YES:
        held = replace(held, legal_status=None, in_care_since=None)
    return held


def _need_to_know(session: Session, source: facts.Source, reader: Reader) -> tuple[str, ...]:
    if rule(Content.SAFETY_FLAGS, reader) is not Rule.YES:
        return ()
    chips = chips_of(session, source.child.id, source.today)
    return tuple(chip.on_paper for chip in chips if chip.kind in _NEED_TO_KNOW)


def _left_out(source: facts.Source, plan: tuple[Need, ...], reader: Reader) -> tuple[str, ...]:
    """Return in words what is in the plan and not in this copy."""
    words = []
    ours = {outcome.id for need in plan for outcome in need.outcomes}
    others = [one for _, one in open_outcomes(source.plan) if one.id not in ours]
    if others:
        words.append(f"{len(others)} {'item' if len(others) == 1 else 'items'} of the plan for other readers")
    words.append("Parents' health")
    if not readers.private_is_shared(source) or reader is Reader.SCHOOL:
        words.append("Sexual health, substances and pregnancy")
    if rule(Content.ADDRESS, reader) is Rule.NO and reader is not Reader.CARER:
        words.append("Where the child lives")
    if rule(Content.SDQ, reader) is Rule.NO:
        words.append("SDQ scores")
    return tuple(words)
