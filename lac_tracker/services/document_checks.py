"""A document against the record before it goes: what the pages say is compared with what the record knows."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.disclosure import PAPERS, Content, Paper, Reader, Rule, rule
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.report_facts import practice_of
from lac_tracker.services.secrets_of import carers, where_the_child_lives
from lac_tracker.storage import assessments, care, children, plans

_SHORTEST = 5  # characters of a secret: anything shorter is found in any text
THIRD_PARTY = "third-party information"


@dataclass(frozen=True)
class Finding:
    """One line of the checks. status: 'complete', 'information' or 'fix'. page: of the record, where it is mended."""

    status: str
    words: str
    page: str = ""
    assessment_id: int | None = None
    need_number: int | None = None


@needs(Action.OPEN_RECORD, child=the_child)
def of_document(
    session: Session, child_id: int, document: str, text: str, *, by: Actor, now: datetime, today: date
) -> tuple[Finding, ...]:
    """Return what has to be looked at before a document goes, the fine things too.

    document: a key of domain.disclosure.PAPERS; another gives no findings. text: of all its pages, as the file says it.
    """
    paper = PAPERS.get(document)
    if paper is None:
        return ()
    found = [_practice(session, child_id, text, today)] if document == "gp-summary" else []
    found.append(_address(session, child_id, text, paper))
    found.append(_third_party(text, paper.readers))
    if paper.from_assessment:
        found += _without_measure(session, child_id)
    return tuple(found)


def _practice(session: Session, child_id: int, text: str, today: date) -> Finding:
    held = practice_of(care.contact(session, child_id, "gp_practice"))
    if held is None:
        return Finding("fix", "No GP practice on record. Add one in Contacts", "contacts")
    if held.closed_on is not None and held.closed_on <= today:
        return Finding(
            "fix", f"{held.name} closed on {show_date(held.closed_on)}. Find the child’s practice", "contacts"
        )
    if _said(held.name, text):
        return Finding("complete", "GP matches record")
    return Finding(
        "fix", f"The practice on record is {held.name}: this names another. Make a new version", "contacts"
    )


def _address(session: Session, child_id: int, text: str, paper: Paper) -> Finding:
    if not children.load(session, child_id).address_withheld:
        return Finding("complete", "No address flag")
    if paper.readers == (Reader.TEAM,):
        return Finding("information", "Address withheld: this is for the team only")
    # A letter to one of several may be to the carer, who is named there.
    hides_carer = paper.readers != (Reader.CARER,) and not paper.for_each
    told = [secret for secret, _ in where_the_child_lives(session, child_id, hides_carer=hides_carer)]
    if hides_carer:
        told += [one.full_name for one in carers(session, child_id, is_to_them=False)]
    if any(_said(one, text) for one in told if len(_bare(one)) >= _SHORTEST):
        return Finding("fix", "The withheld address stands on these pages. It must not go", "flags")
    return Finding("complete", "Address withheld: not on these pages")


def _third_party(text: str, readers: tuple[Reader, ...]) -> Finding:
    if not _said(THIRD_PARTY, text):
        return Finding("complete", "No third-party info")
    allowed = all(rule(Content.PARENTS_HEALTH, reader) is not Rule.NO for reader in readers)
    if allowed:
        return Finding("information", "Tells of other people, marked as third-party information")
    return Finding("fix", "Tells of other people, which this reader does not get")


def _without_measure(session: Session, child_id: int) -> list[Finding]:
    signed = assessments.in_force(assessments.of_child(session, child_id))
    if not signed:
        return []
    return [
        Finding("fix", f"Plan item {number} has no measure", "item", signed[-1].id, number)
        for number, need in enumerate(plans.plan_of(session, signed[-1].id), 1)
        if any(not one.measure.strip() and not one.entered_in_error for one in need.outcomes)
    ]


def _said(words: str, text: str) -> bool:
    return _bare(words) in _bare(text)


def _bare(text: str) -> str:
    """Return letters and figures alone: on paper lines break, and hyphens and blanks are of several kinds."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
