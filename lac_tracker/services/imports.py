"""A council's return compared with the caseload, and applied all or nothing."""

import hashlib
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from itertools import chain
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.imports import (
    ImportReport,
    Problem,
    StagedAssessment,
    StagedReturn,
)
from lac_tracker.domain.list_import import Decisions
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor
from lac_tracker.services import clock_holds, redaction
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.services.return_comparison import NOTHING_DECIDED, ComparedChild, compare
from lac_tracker.storage import assessments, care_records, children, import_records, imports, leaving

DEFAULT_COUNCIL = "council"
_MOST_KEPT = 500  # doubts in the report that is kept; whoever imports sees them all


@dataclass(frozen=True)
class AssessmentsReport:
    """What an import of past assessments did, or would do."""

    dry_run: bool
    assessments_created: int
    assessments_unchanged: int
    rows_refused: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    import_id: int | None = None  # None: nothing was written


@needs(Action.IMPORT)
def preview(
    session: Session, staged: StagedReturn, *, council: str, by: Actor, now: datetime
) -> ImportReport:
    """Return what an import would do. Nothing is saved."""
    known = children.councils(session, by.team_id)
    if council not in known:
        return _report(session, staged, compare(staged, {}), now.date(), dry_run=True)
    council_row_id = children.council(session, by.team_id, council)
    apart = import_records.told_apart(session, council_row_id)
    closed = redaction.closed_to(session, by=by, today=now.date())
    held = imports.held_children(session, council_row_id)
    found = compare(staged, held, told_apart=apart, closed=closed)
    return _report(session, staged, found, now.date(), dry_run=True)


@needs(Action.IMPORT)
def import_ssda903(
    session: Session,
    staged: StagedReturn,
    *,
    council: str,
    by: Actor,
    now: datetime,
    decisions: Decisions = NOTHING_DECIDED,
) -> Changes:
    """Apply a return: every new and changed child, in the one transaction of the caller.

    decisions: what a person said of single children in the preview, by the council's id. Close matches nobody decided
    about, and children left out, are set aside.

    The same return again changes nothing. Names, NHS numbers and what the team recorded itself are never overwritten.
    """
    council_row_id = children.council(session, by.team_id, council)
    found = compare(
        staged,
        imports.held_children(session, council_row_id),
        decisions,
        import_records.told_apart(session, council_row_id),
        redaction.closed_to(session, by=by, today=now.date()),
    )
    report = _report(session, staged, found, now.date(), dry_run=False)
    still_open = import_records.open_contents(session, council_row_id)
    wanted, aside = [one.wanted for one in found if one.wanted], _set_aside(found, still_open)
    if not wanted and not aside:
        return Changes(report=report)
    import_id = imports.add_import(
        session, by.team_id, kind="ssda903", council_row_id=council_row_id, files=staged.files,
        sha256=hashlib.sha256(repr(staged.children).encode()).hexdigest(), by=by.full_name, now=now,
        created=report.children_created, updated=report.children_updated, refused=len(report.rows_refused),
        report=asdict(replace(report, warnings=report.warnings[:_MOST_KEPT])),
    )  # fmt: skip
    imports.write(session, by.team_id, council_row_id, import_id, wanted)
    for one in found:
        if one.leaves_care and one.ours is not None:
            _cancel_not_begun(session, one.ours.id)
    import_records.add_set_aside(session, import_id, aside)
    return Changes(
        children=True, assessments=True, made_id=import_id, report=replace(report, import_id=import_id)
    )


@needs(Action.IMPORT)
def preview_assessments(
    session: Session, staged: tuple[StagedAssessment, ...], *, council: str | None, by: Actor, now: datetime
) -> AssessmentsReport:
    """Return what an import of past assessments would do. Nothing is saved."""
    accepted, unchanged, refused = _past(session, staged, council, by, now)
    return AssessmentsReport(True, len(accepted), unchanged, refused, ())


@needs(Action.IMPORT)
def import_assessments(
    session: Session, staged: tuple[StagedAssessment, ...], *, council: str | None, by: Actor, now: datetime
) -> Changes:
    """Enter past assessments for many children at once: the opening position. The same again changes nothing."""
    accepted, unchanged, refused = _past(session, staged, council, by, now)
    for child_id, one in accepted:
        fields = {"completed_on": one.completed_on, "completed_by": one.completed_by or None}
        with clock_holds.settled_if_met(session, child_id, one.kind, by=by, today=now.date()):
            assessments.add(session, child_id, one.kind, "history", fields)
    report = AssessmentsReport(False, len(accepted), unchanged, refused, ())
    if not accepted:
        return Changes(report=report)
    import_id = imports.add_import(
        session, by.team_id, kind="assessments",
        council_row_id=children.council(session, by.team_id, council) if council else None,
        files=sorted({one.file for _, one in accepted}), sha256=hashlib.sha256(repr(staged).encode()).hexdigest(),
        by=by.full_name, now=now, created=0, updated=len({child_id for child_id, _ in accepted}), refused=len(refused),
        report=asdict(report),
    )  # fmt: skip
    return Changes(assessments=True, made_id=import_id, report=replace(report, import_id=import_id))


@needs(Action.IMPORT)
def choose_council(session: Session, council: str | None, *, by: Actor, now: datetime | None = None) -> str:
    """Return the council a list is for: the one named, else the only one of the team.

    Raises UserError when the caseload has several and none is named.
    """
    known = children.councils(session, by.team_id)
    if council is not None:
        named = clean_line(council, label="Council", longest=40)
        if not named:
            raise UserError("Enter the council's code or name")
        return named
    if len(known) > 1:
        raise UserError(f"This caseload has several councils ({', '.join(known)}). Say which with --council")
    return known[0] if known else DEFAULT_COUNCIL


def after_today(staged: StagedReturn, today: date) -> tuple[Problem, ...]:
    """Return a doubt for each day of care that has not come yet."""
    return tuple(
        Problem(
            "episodes",
            0,
            column,
            show_date(day),
            f"of child {child.council_id} is after today; kept as it stands",
        )
        for child in staged.children
        for episode in child.episodes
        for column, day in (("DECOM", episode.began), ("DEC", episode.ended))
        if day is not None and day > today
    )


def _past(
    session: Session, staged: tuple[StagedAssessment, ...], council: str | None, by: Actor, now: datetime
) -> tuple[list[tuple[int, StagedAssessment]], int, tuple[Problem, ...]]:
    accepted, refused, unchanged = [], [], 0
    named: set[tuple[int, str, date]] = set()  # one child by its council id and again by its NHS number
    for one in staged:
        value = one.council_id or one.nhs_number or ""
        try:
            child_id = children.find(session, by.team_id, value, council)
            is_new = _check_past(session, child_id, one, now)
            is_new = is_new and (child_id, one.kind, one.completed_on) not in named
        except NotFound as error:
            column = "council_id" if one.council_id else "nhs_number"
            refused.append(Problem(one.file, one.line, column, value, str(error)))
            continue
        except UserError as error:
            refused.append(
                Problem(one.file, one.line, "completed_on", one.completed_on.isoformat(), str(error))
            )
            continue
        if is_new:
            accepted.append((child_id, one))
            named.add((child_id, one.kind, one.completed_on))
        else:
            unchanged += 1
    return accepted, unchanged, tuple(refused)


def _check_past(session: Session, child_id: int, one: StagedAssessment, now: datetime) -> bool:
    child = children.load(session, child_id)
    if one.completed_on > now.date():
        raise UserError(f"completed on {show_date(one.completed_on)}, which is in the future")
    if one.completed_on < child.born:
        raise UserError(
            f"completed on {show_date(one.completed_on)}, before the child was born on {show_date(child.born)}"
        )
    held = assessments.of_child(session, child_id)
    return not any(each.kind == one.kind and each.completed_on == one.completed_on for each in held)


def _cancel_not_begun(session: Session, child_id: int) -> None:
    """Cancel what is not needed any more of a child who left care, unless the record here says that care goes on."""
    left_on = care_records.periods(session, child_id)[-1].ended
    if left_on is not None:
        leaving.cancel_not_begun(session, child_id, left_on)


def _set_aside(found: Sequence[ComparedChild], still_open: Container[str]) -> list[dict[str, Any]]:
    """Return the children nothing is taken of, as rows to come back to; not again where one is open already."""
    return [
        {
            "line": 0,
            "kind": "left_out" if one.state == "left_out" else "close_match",
            "content": one.as_received,
            "child_id": one.candidates[0].id if one.candidates else one.ours.id if one.ours else None,
            "reason": "Left out by you"
            if one.state == "left_out"
            else "A child of ours without a council ID was born the same day: say whether it is the same child",
        }
        for one in found
        if one.state in ("close_match", "later", "left_out")
        and import_records.as_content(one.as_received) not in still_open
    ]


def doubts(session: Session, found: Sequence[ComparedChild]) -> dict[str, tuple[Problem, ...]]:
    """Return what people should look at, by the council's id: where a return and what was corrected here do not agree."""
    wanted = [one.wanted for one in found if one.wanted]
    council_ids = {one.id: one.council_id for one in wanted}
    return {
        council_ids[child_id]: tuple(
            Problem("(this caseload)", 0, part, "", f"child {council_ids[child_id]}: {words}")
            for part, words in news.doubts
        )
        for child_id, news in imports.foretell(session, wanted).items()
        if news.doubts
    }


def _report(
    session: Session, staged: StagedReturn, found: Sequence[ComparedChild], today: date, *, dry_run: bool
) -> ImportReport:
    states = Counter(one.state for one in found)
    return ImportReport(
        import_id=None,
        dry_run=dry_run,
        files=staged.files,
        children_created=states["new"],
        children_updated=states["changed"],
        children_unchanged=states["same"],
        episodes_created=sum(one.new_episodes for one in found),
        rows_refused=(*staged.refused, *(one.refused for one in found if one.refused)),
        warnings=(*staged.warnings, *after_today(staged, today), *chain(*doubts(session, found).values())),
    )
