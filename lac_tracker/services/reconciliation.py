"""The caseload beside a council's list: who is on one alone, which days differ, each resolved with a reason."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.care import history_from_episodes
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.imports import StagedChild, StagedReturn
from lac_tracker.domain.list_fields import check as check_matching
from lac_tracker.domain.list_fields import guess, with_order
from lac_tracker.domain.list_import import Decisions, Matching, ReceivedList
from lac_tracker.domain.list_reconciliation import pair_by_council_id, pair_by_list
from lac_tracker.domain.list_rows import stage
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor
from lac_tracker.domain.reconciliation import (
    RESOLUTIONS,
    Difference,
    Resolution,
    Span,
    Theirs,
    may_be_resolved,
    with_what_was_kept,
    without_who_it_is,
)
from lac_tracker.domain.reconciliation import compare as differences_between
from lac_tracker.domain.restricted import ASK
from lac_tracker.services import redaction
from lac_tracker.services.access import check_child, concerns, needs
from lac_tracker.services.changes import Changes
from lac_tracker.services.reconciliation_changes import Said, apply
from lac_tracker.services.return_comparison import NOTHING_DECIDED
from lac_tracker.storage import children, import_mappings, reconciliation, reference_data


@needs(Action.RECONCILE)
def compare(
    session: Session, staged: StagedReturn, *, council: str, by: Actor, now: datetime, today: date
) -> tuple[Difference, ...]:
    """Return every difference between a return and the caseload, with how it was resolved before. Nothing is saved.

    Of our children those are missing on the return who were in care in its (latest) year.
    """
    theirs = tuple(_theirs(one) for one in staged.children)
    council_row_id = _council(session, by, council)
    ours = reconciliation.ours(session, council_row_id) if council_row_id else ()
    kept = reconciliation.kept(session, council_row_id) if council_row_id else {}
    told_apart = frozenset(
        (one.council_id, one.child_id)
        for one in kept.values()
        if one.kind == "council_id" and one.resolution == "ours_is_right" and one.child_id is not None
    )
    pairs, alone, rest = pair_by_council_id(theirs, ours, told_apart)
    return with_what_was_kept(differences_between(pairs, alone, rest, _span(staged, today)), kept)


@needs(Action.RECONCILE)
def compare_list(
    session: Session,
    received: ReceivedList,
    matching: Matching,
    *,
    council: str,
    by: Actor,
    now: datetime,
    today: date,
    decisions: Decisions = NOTHING_DECIDED,
) -> tuple[Difference, ...]:
    """Return every difference between a list of today and the caseload, as `compare` does. Nothing is saved.

    matching: what its columns mean (`matching_of`). Raises UserError when a column that is needed is missing.
    """
    check_matching(matching, received.columns)
    council_row_id = _council(session, by, council)
    ours = reconciliation.ours(session, council_row_id) if council_row_id else ()
    kept = reconciliation.kept(session, council_row_id) if council_row_id else {}
    read = stage(received, matching, decisions, codes=reference_data.codes(), today=today)
    told_apart = {
        (one.theirs, one.child_id)
        for one in kept.values()
        if one.kind == "may_be_same" and one.resolution == "never_ours" and one.child_id is not None
    }
    paired = pair_by_list(read, received, ours, told_apart)
    found = differences_between(paired.pairs, paired.alone, paired.rest, Span(today, today), paired.near)
    return with_what_was_kept(found, kept)


@needs(Action.RECONCILE)
def matching_of(
    session: Session, received: ReceivedList, *, council: str, by: Actor, now: datetime, today: date
) -> Matching:
    """Return what the columns of a list mean: as it was said the last time, else as well as can be guessed."""
    council_row_id = _council(session, by, council)
    known = import_mappings.find(session, council_row_id, received.columns) if council_row_id else None
    return with_order(known, received.rows) if known else guess(received.columns, received.rows)


@needs(Action.RECONCILE)
def remember_matching(
    session: Session, received: ReceivedList, matching: Matching, *, council: str, by: Actor, now: datetime, today: date
) -> Changes:  # fmt: skip
    """Keep what a person said the columns of a list mean, for the next list of this council with the same columns."""
    check_matching(matching, received.columns)
    council_row_id = children.council(session, by.team_id, council)
    import_mappings.remember(
        session, council_row_id, received.columns, matching, by=by.full_name, today=today
    )
    return Changes()


@needs(Action.RECONCILE)
def keep(
    session: Session, differences: Iterable[Difference], *, council: str, files: Iterable[str], by: Actor, now: datetime,
    today: date,
) -> Changes:  # fmt: skip
    """Keep the differences of a comparison, to be resolved one by one; the report has them with their ids.

    Open ones of an earlier comparison that were not found again are gone: they are none any more.
    """
    found = tuple(differences)
    council_row_id = children.council(session, by.team_id, council)
    reconciliation.keep(session, council_row_id, found, files=files, today=today)
    kept = with_what_was_kept(found, reconciliation.kept(session, council_row_id))
    return Changes(report=_as_seen(session, kept, by, today))


@needs(Action.RECONCILE)
def open_differences(
    session: Session, *, council: str, by: Actor, now: datetime, resolved_too: bool = False
) -> tuple[Difference, ...]:
    """Return the kept differences of a council that somebody still has to decide about, oldest first.

    Of a restricted record only that there is one, save to a manager.
    """
    council_row_id = _council(session, by, council)
    kept = reconciliation.kept(session, council_row_id).values() if council_row_id else ()
    wanted = (one for one in kept if one.is_open or resolved_too)
    return _as_seen(session, wanted, by, now.date())


@needs(Action.RECONCILE)
def leaving_the_screen(
    session: Session, differences: Iterable[Difference], *, by: Actor, now: datetime, today: date
) -> tuple[Difference, ...]:
    """Return differences as a file or the command line may have them: nothing that tells whose a restricted record is."""
    return _as_seen(session, differences, by, today)


@needs(Action.RECONCILE)
def resolve(
    session: Session,
    difference_id: int,
    *,
    resolution: Resolution,
    reason: str,
    by: Actor,
    now: datetime,
    today: date,
    seen_version: int | None = None,
    left_on: date | None = None,
    left_because: str = "",
    family_name: str = "",
    given_name: str = "",
) -> Changes:
    """Resolve a difference for a reason, and write what follows from it in the same transaction.

    left_on, left_because (a code of `reason_ended`): when and why care ended, where the list does not say. Names: of a
    child who is added.

    Leaving care closes the clocks as on the record; coming back begins a new period. Raises UserError with words when
    the resolution does not fit or what follows can't be written; RecordChanged when somebody else decided meanwhile;
    NotAllowed, or RestrictedRecord where access can be taken, for a record that is closed to the person.
    """
    found, council_row_id = reconciliation.load(session, by.team_id, difference_id)
    if found.child_id is not None:
        concerns(session, found.child_id)
        check_child(session, found.child_id, Action.RECONCILE, by=by, now=now)
    if not may_be_resolved(found.kind, resolution):
        offered = "; ".join(RESOLUTIONS[found.kind].values())
        raise UserError(f"This can't be resolved in that way. Choose one of: {offered}")
    because = clean_line(reason, label="Reason")
    if not because:
        raise UserError("Enter the reason: who decided, and on what ground")
    said = Said(left_on, clean_line(left_because, label="Reason why care ended"), family_name, given_name)
    child_id = apply(
        session, found, resolution, said, council_row_id=council_row_id, by=by, now=now, today=today
    )
    reconciliation.resolve(
        session, difference_id, resolution=resolution, reason=because, on=today, by=by.full_name,
        seen_version=seen_version, child_id=child_id,
    )  # fmt: skip
    return Changes(children=True, assessments=True, child_id=child_id)


def _as_seen(
    session: Session, differences: Iterable[Difference], by: Actor, today: date
) -> tuple[Difference, ...]:
    closed = redaction.closed_to(session, by=by, today=today)
    return tuple(without_who_it_is(one, ASK) if one.child_id in closed else one for one in differences)


def _council(session: Session, by: Actor, council: str) -> int | None:
    """Return the row id of a council the team has; None of another, which a look must not add."""
    known = council in children.councils(session, by.team_id)
    return children.council(session, by.team_id, council) if known else None


def _theirs(child: StagedChild) -> Theirs:
    # In the order in which ours stand: the episodes of a return may overlap.
    periods = sorted(
        history_from_episodes(child.episodes).periods,
        key=lambda one: (one.ended or date.max, one.began or date.min),
    )
    period = periods[-1] if periods else None
    return Theirs(
        council_id=child.council_id,
        born=child.born,
        began=period.began if period else None,
        ended=period.ended if period else None,
        reason_ended=(period.end_reason or "") if period else "",
        is_in_care=period is not None,
    )


def _span(staged: StagedReturn, today: date) -> Span:
    """Return the year of the latest return, up to today; where no year is known, the day of its last episode."""
    if staged.years:
        year = max(staged.years)
        return Span(date(year - 1, 4, 1), min(date(year, 3, 31), max(today, date(year - 1, 4, 1))))
    days = [one.began for child in staged.children for one in child.episodes if one.began <= today]
    last = max(days, default=today)
    return Span(last, last)
