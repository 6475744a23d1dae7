"""A council's list compared with the caseload, shown before anything changes, and applied all or nothing."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.list_changes import plan_new
from lac_tracker.domain.list_import import (
    Decisions,
    ListReport,
    Matching,
    Preview,
    PreviewRow,
    ReceivedList,
)
from lac_tracker.domain.list_words import changed_words
from lac_tracker.domain.people import Actor
from lac_tracker.services import redaction
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.services.list_differences import keep_untaken, untaken
from lac_tracker.services.list_preview import Comparison, compare, preview_rows
from lac_tracker.storage import (
    children,
    deadlines,
    import_children,
    import_mappings,
    import_records,
    imports,
    list_children,
    list_imports,
)
from lac_tracker.storage.list_imports import ToWrite, Writing
from lac_tracker.storage.without_collecting import without_collecting

_WRITTEN = frozenset({"new", "changed", "left_care"})
_SET_ASIDE = {
    "close_match": "close_match",
    "later": "close_match",
    "refused": "refused",
    "left_out": "left_out",
}
_PORTION = 2_000
_MOST_KEPT = 500  # problems in the report that is kept; the rows set aside have each their reason


@needs(Action.IMPORT)
def remembered(
    session: Session, columns: tuple[str, ...], *, council: str, by: Actor, now: datetime
) -> Matching | None:
    """Return how a list of this council with these columns was matched last; None for one that never came."""
    council_row_id = list_imports.council_of(session, by.team_id, council)
    return import_mappings.find(session, council_row_id, columns) if council_row_id is not None else None


@needs(Action.IMPORT)
def remembered_of_fewer(
    session: Session, columns: tuple[str, ...], *, council: str, by: Actor, now: datetime
) -> tuple[Matching, frozenset[int]] | None:
    """Return how the columns were matched that a list of this council had before, where this one has more, and which."""
    council_row_id = list_imports.council_of(session, by.team_id, council)
    return import_mappings.nearest(session, council_row_id, columns) if council_row_id is not None else None


@needs(Action.IMPORT)
@without_collecting()
def preview(
    session: Session, received: ReceivedList, matching: Matching, decisions: Decisions, *, council: str, by: Actor,
    now: datetime, today: date,
) -> Preview:  # fmt: skip
    """Return what an import of a list would do with each row. Nothing is saved.

    Raises UserError when the matching does not fit the list.
    """
    compared = compare(session, received, matching, decisions, council=council, by=by, today=today)
    return _preview(session, compared)


@needs(Action.IMPORT)
@without_collecting()
def import_list(
    session: Session, received: ReceivedList, matching: Matching, decisions: Decisions, *, council: str, by: Actor,
    now: datetime, today: date,
) -> Changes:  # fmt: skip
    """Apply a list: every new and changed child, in the one transaction of the caller.

    A close match nobody decided about is kept for later, and so is what was refused or left out. The same list again
    changes nothing. How its columns were matched is remembered for the council. What is not taken, such as another
    day on which care began, is kept as a difference to resolve.

    Returns the import's id and a ListReport. Raises UserError when the matching does not fit the list.
    """
    compared = compare(session, received, matching, decisions, council=council, by=by, today=today)
    seen = _preview(session, compared)
    report = _report(seen, compared.closed)
    council_row_id = children.council(session, by.team_id, council)
    import_mappings.remember(
        session, council_row_id, received.columns, matching, by=by.full_name, today=today
    )
    set_aside = [row for row in seen.rows if row.group in _SET_ASIDE]
    not_taken = untaken(seen.rows)
    if not seen.to_take and not set_aside:
        _came_again(session, council_row_id, received, set_aside, import_id=None, by=by, now=now)
        left = keep_untaken(session, compared, not_taken, council_row_id=council_row_id, today=today)
        return Changes(report=replace(report, differences=left))
    import_id = imports.add_import(
        session, by.team_id, kind="list", council_row_id=council_row_id, files=(received.file,),
        sha256=digest(received), by=by.full_name, now=now, created=report.created,
        updated=report.updated + report.left_care, refused=report.refused, report={},
    )  # fmt: skip
    written = {row.line for row in seen.rows if row.group in _WRITTEN}
    writing = Writing(
        by.team_id, council_row_id, import_id, by.full_name, today,
        list_children.council_ids(session, council_row_id), iter(children.new_ids(report.created)),
    )  # fmt: skip
    compared.let_go_of_holders()
    del seen  # one row of it for each of the list: what is written now needs the room
    for portion in _to_write(session, compared, written):
        list_imports.write(session, writing, portion)
    compared.let_go_of_rows(not_taken)
    _came_again(session, council_row_id, received, set_aside, import_id=import_id, by=by, now=now)
    import_records.add_set_aside(session, import_id, [_set_aside(received, row) for row in set_aside])
    deadlines.refresh_marked(session)
    left = keep_untaken(session, compared, not_taken, council_row_id=council_row_id, today=today)
    report = _with_clocks(session, replace(report, import_id=import_id, differences=left))
    kept = replace(report, problems=report.problems[:_MOST_KEPT], warnings=report.warnings[:_MOST_KEPT])
    list_imports.keep_report(
        session, import_id, asdict(kept), created=report.created, updated=report.updated + report.left_care
    )
    return Changes(children=True, assessments=True, made_id=import_id, report=report)


@needs(Action.IMPORT)
def dry_run(
    session: Session, received: ReceivedList, matching: Matching, decisions: Decisions, *, council: str, by: Actor,
    now: datetime, today: date,
) -> ListReport:  # fmt: skip
    """Return what an import of a list would report. Nothing is saved. Raises as `preview`."""
    compared = compare(session, received, matching, decisions, council=council, by=by, today=today)
    return _report(_preview(session, compared), compared.closed)


def _preview(session: Session, compared: Comparison) -> Preview:
    received = compared.received
    rows = sorted(preview_rows(session, compared), key=lambda row: row.line)
    return Preview(
        (received.file,), len(received.rows), tuple(rows), (*received.warnings, *compared.warnings)
    )


def _report(seen: Preview, closed: frozenset[int]) -> ListReport:
    """Return a preview in numbers. closed: restricted records, of which no cell is repeated: the report leaves the screen."""
    counts = Counter(row.group for row in seen.rows)
    keys = Counter(
        change.key for row in seen.rows if row.group in _WRITTEN for change in row.changes if change.taken
    )
    doubts = (
        replace(problem, value="", reason=redaction.RESTRICTED) if row.child_id in closed else problem
        for row in seen.rows
        if row.group not in ("refused", "left_out")
        for problem in row.problems
    )
    return ListReport(
        file=seen.files[0],
        import_id=None,
        created=counts["new"],
        updated=counts["changed"],
        left_care=counts["left_care"],
        unchanged=counts["same"],
        later=counts["close_match"] + counts["later"],
        differences=len(untaken(seen.rows)),
        left_out=counts["left_out"],
        refused=counts["refused"],
        changed_words=changed_words(keys),
        problems=tuple(problem for row in seen.rows if row.group == "refused" for problem in row.problems),
        warnings=(*seen.warnings, *doubts),
    )


def _to_write(session: Session, compared: Comparison, written: set[int]) -> Iterator[list[ToWrite]]:
    """Yield what is to be written, in portions: everything of thousands of children need not be in memory together."""
    new = [one for one in compared.outcomes if one.line in written and one.child_id is None]
    for at in range(0, len(new), _PORTION):
        yield [
            ToWrite(plan_new(one.row), None, one.row.council_id, one.row.born)
            for one in new[at : at + _PORTION]
        ]
    held = [one for one in compared.outcomes if one.line in written and one.child_id is not None]
    for at in range(0, len(held), _PORTION):
        some = held[at : at + _PORTION]
        yield [ToWrite(plan.writes, ours) for plan, ours in compared.plans(session, some)]


def _set_aside(received: ReceivedList, row: PreviewRow) -> dict[str, object]:
    nearest = row.candidates[0] if row.candidates else None
    reasons = [f"{problem.column} {problem.reason}".strip() for problem in row.problems]
    reasons = reasons or ([nearest.why] if nearest else ["left out"])
    return {
        "line": row.line,
        "kind": _SET_ASIDE[row.group],
        "content": row.received,
        "child_id": nearest.child_id if nearest else None,
        "reason": "; ".join(reasons)[:2_000],
    }


def _came_again(
    session: Session, council_row_id: int, received: ReceivedList, set_aside: list[PreviewRow], *, import_id: int | None,
    by: Actor, now: datetime,
) -> None:  # fmt: skip
    """Settle what earlier lists had set aside and this one has again: as one kept it, so the next one finds it."""
    if not import_records.open_contents(session, council_row_id):
        return
    aside = {row.line for row in set_aside}
    contents = {
        import_records.as_content(zip(received.columns, row.cells, strict=True)): row.line in aside
        for row in received.rows
    }
    import_records.came_again(
        session, council_row_id, contents, import_id=import_id, by=by.full_name, now=now
    )


def _with_clocks(session: Session, report: ListReport) -> ListReport:
    assert report.import_id is not None
    clock = list_imports.first_clock(session, report.import_id)
    report = replace(report, no_consent=import_children.count_without_consent(session, report.import_id))
    if clock is None:
        return report
    since = f" (looked after {show_date(clock.became_looked_after)})" if clock.became_looked_after else ""
    return replace(
        report,
        clock_words=f"earliest due {show_date(clock.due_on)}{since}",
        no_appointment=clock.of_children,
    )


def digest(received: ReceivedList) -> str:
    """Return by what the same list is known again, whatever its file is called."""
    whole = hashlib.sha256(repr(received.columns).encode(errors="replace"))
    for row in received.rows:
        whole.update("\x1f".join(row.cells).encode(errors="replace"))
        whole.update(b"\x1e")
    return whole.hexdigest()
