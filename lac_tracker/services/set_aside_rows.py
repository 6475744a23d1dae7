"""A row that was set aside, taken in later: by the engine that reads whole lists, or by saying who it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.identifiers import is_placeholder_council_id
from lac_tracker.domain.list_fields import guess
from lac_tracker.domain.list_import import (
    DECISION_WORDS,
    Decision,
    Decisions,
    ListReport,
    ReceivedList,
    ReceivedRow,
)
from lac_tracker.domain.people import Actor
from lac_tracker.services import list_imports
from lac_tracker.services.changes import Changes
from lac_tracker.storage import children, import_records
from lac_tracker.storage.import_records import ANOTHER_CHILD, TAKEN_IN, Made
from lac_tracker.storage.tables.imports import ImportRowSetAside


@dataclass(frozen=True)
class Taken:
    """A row with the import it came with, and what a person decided about it."""

    made: Made
    row: ImportRowSetAside
    decision: Decision
    candidate: int | None
    corrections: Mapping[str, str]


def take_in(session: Session, taken: Taken, *, by: Actor, now: datetime, today: date) -> tuple[Changes, str]:
    """Import a row of a list by itself, and return what it changed and what became of the row.

    Raises UserError when it still can't be taken in.
    """
    received, line = _as_list(taken), taken.row.line
    council = taken.made.council or ""
    matching = list_imports.remembered(session, received.columns, council=council, by=by, now=now)
    decisions = Decisions(
        corrections={(line, key): text for key, text in taken.corrections.items()},
        chosen={line: taken.decision},
        candidate={line: taken.candidate} if taken.candidate is not None else {},
    )
    changes = list_imports.import_list(
        session, received, matching or guess(received.columns, received.rows), decisions, council=council, by=by, now=now,
        today=today,
    )  # fmt: skip
    report = changes.report
    assert isinstance(report, ListReport)
    if report.refused or report.later:
        why = (
            report.problems[0].reason
            if report.problems
            else "it is near a child of ours: say which one it is about"
        )
        raise UserError(f"This row can't be taken in yet: {why}")
    how = DECISION_WORDS[taken.decision]
    by_import = f" by import {changes.made_id}" if changes.made_id is not None else ", nothing to change"
    return changes, f"{TAKEN_IN}{by_import}. {how}"


def say_who(session: Session, taken: Taken) -> tuple[Changes, str]:
    """Give a child of ours the council's id of a return, or say that it is another child."""
    content = dict(import_records.content_of(taken.row))
    if taken.decision == "different":
        return Changes(children=True), ANOTHER_CHILD
    child_id = taken.candidate or taken.row.child_id
    if child_id is None:
        raise UserError("Choose which child it is")
    child = children.load(session, child_id)
    if not is_placeholder_council_id(child.council_id):
        raise UserError(
            f"This child has the council ID {child.council_id} meanwhile. Close the row with words instead"
        )
    council_row_id = children.council(session, children.team_of(session, child_id), child.council_code)
    if content["CHILD"] in children.ids_by_council_id(session, council_row_id):
        raise UserError(
            f"Council ID {content['CHILD']} is on another record already. Look at both: they may be one child"
        )
    children.change(session, child_id, {"council_child_id": content["CHILD"]})
    words = f"{TAKEN_IN}: the same child. The next import of the return brings the rest"
    return Changes(children=True, child_id=child_id), words


def _as_list(taken: Taken) -> ReceivedList:
    content = import_records.content_of(taken.row)
    row = ReceivedRow(taken.row.line, tuple(value for _, value in content))
    return ReceivedList(taken.made.files[0], tuple(column for column, _ in content), (row,))
