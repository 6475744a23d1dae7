"""Chain of custody: who created, edited, paused, signed, amended and passed on an assessment, and when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.disclosure import PAPERS
from lac_tracker.domain.people import Actor
from lac_tracker.domain.sending import ROUTES
from lac_tracker.services.access import needs
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import custody, documents
from lac_tracker.storage.custody import CustodyEntry, RowChange

_EDITS = {
    "answers": "answers", "last_plan_marks": "marks of the last plan", "jotter_notes": "jotter notes",
    "quotes": "the child's words", "needs": "plan items",
}  # fmt: skip
_DOCUMENTS = {"gp-summary": "GP summary", "full-plan": "Health plan"}
_STATES = {
    ("in_progress", "part_done"): "Paused: seen, part done",
    ("part_done", "in_progress"): "Resumed",
    ("requested", "in_progress"): "Started",
    ("requested", "part_done"): "Paused: seen, part done",
}
_ENDS = {"signed": "Signed", "declined": "Declined for now", "cancelled": "Cancelled"}
_ENTERED = ("kind", "completed_on", "completed_by")  # all there is of one that was not made here
_SENT = (("sent_to_gp_on", "Sent to the GP"), ("sent_to_social_worker_on", "Sent to the social worker"))


@dataclass(frozen=True)
class CustodyLine:
    """One line: what was done, by whom, and when it began and ended."""

    at: datetime
    until: datetime
    who: str
    what: str

    @property
    def when(self) -> str:
        """'04-Mar-2026 10:02', with the end where it was on for longer."""
        at, until = self.at.astimezone(), self.until.astimezone()
        began = f"{show_date(at.date())} {at:%H:%M}"
        return began if f"{at:%H:%M}" == f"{until:%H:%M}" else f"{began} to {until:%H:%M}"


@needs(Action.SEE_CLINICAL, child=stored.child_of)
def chain(session: Session, assessment_id: int, *, by: Actor, now: datetime) -> tuple[CustodyLine, ...]:
    """Return what happened to an assessment, oldest first; edits of one person and day in a row are one line."""
    child_id = stored.child_of(session, assessment_id)
    lines: list[CustodyLine] = []
    edits: list[tuple[CustodyEntry, str]] = []
    gone = documents.replaced(session, child_id)
    names = {one.id: _name(one.document) for one in documents.of_child(session, child_id)}
    for entry in custody.entries_about(session, child_id, assessment_id):
        acts = list(_acts(entry, assessment_id, gone, names))
        edited = [change.table for change in entry.changes if change.table in _EDITS]
        starts_another = edits and _run(edits[0][0]) != _run(entry)
        if edits and (acts or starts_another):
            lines.append(_edited(edits))
            edits = []
        lines += [CustodyLine(entry.at, entry.at, entry.who, act) for act in acts]
        if not acts:
            edits += [(entry, table) for table in edited]
    return (*lines, *([_edited(edits)] if edits else []))


def _run(entry: CustodyEntry) -> tuple[str, date]:
    return entry.who, entry.at.astimezone().date()


def _edited(edits: list[tuple[CustodyEntry, str]]) -> CustodyLine:
    counts: dict[str, int] = {}
    for _, table in edits:
        counts[table] = counts.get(table, 0) + 1
    said = ", ".join(f"{_EDITS[table]} {count}" for table, count in counts.items())
    first, last = edits[0][0], edits[-1][0]
    return CustodyLine(first.at, last.at, first.who, f"Edited: {said}")


def _acts(
    entry: CustodyEntry, assessment_id: int, gone: frozenset[int], names: Mapping[int, str]
) -> Iterator[str]:
    """Return what an entry did to the assessment beyond editing it. names: of its documents, by id."""
    for change in entry.changes:
        if change.table == "assessments":
            yield from _of_assessment(change, assessment_id)
        elif change.table == custody.SENT and change.after is not None:
            yield from _of_sending(change.before, change.after, names)
        elif change.table == "documents_printed" and change.after is not None:
            copies = f", {change.after['copies']} copies" if change.after["copies"] > 1 else ""
            yield f"{names.get(change.after['document_id'], 'Document')} printed{copies}"
        elif change.table == "documents_made" and change.after is not None:
            name = _name(change.after["document"])
            replaced = ". Replaced since" if change.after["id"] in gone else ""
            yield (
                f"{name} made, version {change.after['version_number']}, "
                f"reference {change.after['reference']}{replaced}"
            )


def _name(document: str) -> str:
    title = PAPERS[document].title if document in PAPERS else document
    return _DOCUMENTS.get(document) or title.format(name="The young person")


def _of_sending(
    before: Mapping[str, Any] | None, after: Mapping[str, Any], names: Mapping[int, str]
) -> Iterator[str]:
    """Return where a document went, what came back, and that it was written down in error."""
    sent = f"{names.get(after['document_id'], 'Document')} sent to {after['sent_to']}"
    if before is None:
        yield f"{sent} on {_day(after['sent_on'])}, {ROUTES[after['route']].lower()}"
    elif after["entered_in_error_because"] and not before["entered_in_error_because"]:
        yield f"{sent}: entered in error. Why: {after['entered_in_error_because']}"
    elif after["reply"] and before["reply"] != after["reply"]:
        why = f": {after['rejected_because']}" if after["rejected_because"] else ""
        yield f"{sent}: {after['reply']} on {_day(after['replied_on'])}{why}"


def _day(stored_day: str) -> str:
    return show_date(date.fromisoformat(stored_day))


def _of_assessment(change: RowChange, assessment_id: int) -> Iterator[str]:
    before, after = change.before, change.after
    if after is None:
        return
    if after["id"] != assessment_id:  # another edition of it
        if before is None:
            yield f"Amendment begun: version {after['edition']}. Why: {after['amendment_reason']}"
        elif before["state"] != "signed" and after["state"] == "signed":
            yield f"Replaced by version {after['edition']}"
        return
    if before is None:
        yield _created(after)
        return
    if before["state"] != after["state"]:
        yield from _moved_on(before, after)
    elif before["state"] == "history" and any(before[name] != after[name] for name in _ENTERED):
        yield f"Corrected: it was {before['kind']}, completed {show_date(date.fromisoformat(before['completed_on']))}"
    if after["handed_to_id"] and before["handed_on"] != after["handed_on"]:
        yield "Handed over to be signed"
    for column, words in _SENT:
        if after[column] and before[column] != after[column]:
            yield f"{words} on {show_date(date.fromisoformat(after[column]))}"
    if after["accepted_from_earlier_period"] and not before["accepted_from_earlier_period"]:
        yield "Accepted for a new period of care"


def _created(after: Mapping[str, Any]) -> str:
    if after["amends_id"]:
        return f"Created as version {after['edition']}, to amend what was signed. Why: {after['amendment_reason']}"
    return {
        "requested": "Requested",
        "history": "Entered as done elsewhere",
        "declined": "Declined for now",
    }.get(after["state"], "Created and started")


def _moved_on(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    if before["state"] == "history":
        yield after["cancelled_because"] or "Taken out"
    elif after["state"] in _ENDS:
        signed = f" by {after['signed_as']}" if after["state"] == "signed" else ""
        yield f"{_ENDS[after['state']]}{signed}"
    elif words := _STATES.get((before["state"], after["state"])):
        yield words
