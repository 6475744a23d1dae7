"""What the copies of the health plan for carer, council and school hold: cut to what each may see."""

from dataclasses import dataclass

from lac_tracker.domain.disclosure import Reader
from lac_tracker.domain.reports import (
    Assessed,
    Circumstances,
    Identity,
    Issue,
    NextReview,
    OtherAction,
    PlanNeed,
    Practice,
    Quote,
    Service,
    Sharing,
)


@dataclass(frozen=True)
class ReaderCopy:
    """One copy. What a reader does not get is empty here: `None` and () print nothing at all.

    whom: who gets it, in words. child: without the NHS number for a reader who finds no record by it.
    """

    reader: Reader
    whom: str
    service: Service
    child: Identity
    assessment: Assessed
    own_actions: tuple[OtherAction, ...]  # what is asked of the reader: it comes first
    needs: tuple[PlanNeed, ...]  # the items marked for the reader
    next_review: NextReview
    sharing: Sharing | None
    issue: Issue
    circumstances: Circumstances | None = None
    practice: Practice | None = None
    quote: Quote | None = None
    sdq: tuple[str, ...] = ()
    need_to_know: tuple[str, ...] = ()  # for the council alone: for the safety of child and staff
    is_kept_back: bool = False

    @property
    def has_health(self) -> bool:
        """Whether the reader learns of the child's health beyond what is asked of them."""
        return self.circumstances is not None
