"""What a reviewer looks at: the one document of the review, and not the record behind it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import NotFound
from lac_tracker.domain.out_of_area import Step
from lac_tracker.domain.people import Actor
from lac_tracker.domain.received_files import PDF
from lac_tracker.services import dispatch, papers, quality_access, redaction
from lac_tracker.services.access import needs
from lac_tracker.services.papers import Wanted
from lac_tracker.storage import assessments, documents, out_of_area, received_files
from lac_tracker.storage import quality as stored
from lac_tracker.storage.quality import Review

PLAN, SUMMARY = "full-plan", "gp-summary"


@dataclass(frozen=True)
class ReviewedDocument:
    """The document: as it was kept (content), or what it holds, to be drawn (held, as the paper `drawn_as`)."""

    title: str
    note: str
    media_type: str = PDF
    content: bytes | None = None
    held: object | None = None
    drawn_as: str = ""
    turned: int = 0
    pages: int | None = None


@needs(Action.REVIEW_QUALITY, child=stored.child_of)
def document(session: Session, review_id: int, *, by: Actor, now: datetime, today: date) -> ReviewedDocument:
    """Return what is reviewed: call it as a look that is written down.

    The full plan as it was made from this edition, else as it would be made; of a host team, the report they sent.
    Raises NotAllowed for one that is not this person's to see, NotFound where the report was not filed, and UserError
    when the document may not be made.
    """
    one = stored.load(session, review_id)
    quality_access.refuse_unless_seen(session, one, by, now)
    kept = assessments.load(session, one.assessment_id)
    if kept.state != "signed":
        return _of_host_team(session, one)
    made = [
        each
        for each in documents.of_child(session, one.child_id)
        if each.assessment_id == one.assessment_id and each.document in (PLAN, SUMMARY)
    ]
    held = next((each for each in made if each.document == PLAN), None)
    if held is not None:
        return ReviewedDocument(
            "Full plan", f"As it was made on {show_date(held.made_at.date())}, version {held.version_number}",
            content=documents.content(session, held.id), pages=held.pages,
        )  # fmt: skip
    wanted = Wanted(one.child_id, PLAN, dispatch.PREVIEW, 1, by, now, one.assessment_id)
    gathered = redaction.released(session, wanted, papers.GATHER[PLAN](session, wanted))
    return ReviewedDocument(
        "Full plan", "Not made yet: shown as it would be made now", held=gathered.held,
        drawn_as=dispatch.drawn_as(PLAN),
    )  # fmt: skip


def _of_host_team(session: Session, one: Review) -> ReviewedDocument:
    since, until = _asked_between(session, one)
    files = [
        each
        for each in received_files.of_child(session, one.child_id)
        if each.kind == "health_assessment"
        and since <= each.received_on < until
        and not each.entered_in_error_because
    ]
    if not files:
        raise NotFound(
            f"The report of {one.provider} is not filed yet. "
            "File it under Documents as 'Health assessment from another team', then open this again"
        )
    found = files[0]
    return ReviewedDocument(
        found.title, f"From {found.source or one.provider}, received {show_date(found.received_on)}",
        found.media_type, received_files.content(session, found.id), turned=found.turned, pages=found.pages,
    )  # fmt: skip


def _asked_between(session: Session, one: Review) -> tuple[date, date]:
    """Return from when on a report is this assessment's, and the day from which it would be the next one's."""
    mine: list[date] = []
    others: list[date] = []
    for request in out_of_area.of_child(session, one.child_id):
        asked = (step.done_on for step in request.steps if step.step is Step.ASKED)
        (mine if request.assessment_id == one.assessment_id else others).extend(asked)
    since = min(mine, default=date.min)
    return since, min((day for day in others if day > since), default=date.max)
