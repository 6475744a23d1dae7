"""Making the papers of one reader's copy: one transaction, one child; a batch is many of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.filing_slip import FilingSlip
from lac_tracker.domain.people import Actor
from lac_tracker.services import dispatch, filing
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.dispatch import Render
from lac_tracker.services.parcels import Copy


@dataclass(frozen=True)
class MadePaper:
    """A paper that was made, with its bytes and what a file of it is named by. slip: or why it was refused."""

    child_id: int
    document_id: int
    document: str
    reference: str
    version: int
    day: date
    content: bytes
    slip: FilingSlip | tuple[str, ...] | None


@needs(Action.MAKE_DOCUMENT, child=the_child)
def make(
    session: Session, child_id: int, papers: tuple[str, ...], render: Render, *, by: Actor, now: datetime
) -> Changes:
    """Make papers of a child's plan, all or none; `report` holds them as MadePaper.

    Raises what dispatch.make_document raises.
    """
    made = []
    for paper in papers:
        changes = dispatch.make_document(session, child_id, paper, render, by=by, now=now)
        assert changes.made_id is not None
        kept = dispatch.kept_document(session, child_id, changes.made_id, by=by, now=now)
        slip = filing.kept_slip(session, child_id, changes.made_id, by=by, now=now)
        made.append(
            MadePaper(
                child_id, changes.made_id, paper, kept.reference, kept.version_number,
                kept.assessed_on or now.date(), kept.content, slip,
            )
        )  # fmt: skip
    return Changes(documents=True, child_id=child_id, report=tuple(made))


def still_to_make(
    copies: tuple[Copy, ...], done: set[tuple[int, str]]
) -> Iterator[tuple[Copy, tuple[str, ...]]]:
    """Yield each copy with the papers of it that no copy before it has brought about.

    done: (child, paper) of what is made; the caller adds to it as it goes on. One child's full plan is made once,
    however many get it.
    """
    for copy in copies:
        child_id = copy.parcel.child_id
        yield copy, tuple(one for one in copy.parcel.papers if (child_id, one) not in done)
