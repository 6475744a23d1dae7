"""What an import of a return would do, child by child and field by field, for the page on which a person decides."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.care import CareHistory, history_from_episodes, last_period
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.imports import Problem, StagedReturn
from lac_tracker.domain.list_import import Candidate, Decisions, FieldChange, Group, Preview, PreviewRow
from lac_tracker.domain.people import Actor
from lac_tracker.services import redaction
from lac_tracker.services.access import needs
from lac_tracker.services.import_redaction import unnamed
from lac_tracker.services.imports import after_today, doubts
from lac_tracker.services.return_comparison import NOTHING_DECIDED, ComparedChild, compare
from lac_tracker.storage import children, import_records, imports, reference_data
from lac_tracker.storage.imports import HeldChild

_WORDS = {
    "sex": "Sex",
    "unique_pupil_number": "Unique pupil number",
    "ethnicity_state": "Ethnicity",
    "ethnicity_code": "Ethnicity",
    "is_unaccompanied": "Unaccompanied asylum-seeking child",
    "unaccompanied_until": "Unaccompanied until",
    "council_child_id": "Council ID",
}


@needs(Action.IMPORT)
def preview(
    session: Session,
    staged: StagedReturn,
    *,
    council: str,
    by: Actor,
    now: datetime,
    decisions: Decisions = NOTHING_DECIDED,
) -> Preview:
    """Return every child of a return in the group it falls into, and the rows that were refused. Nothing is saved.

    decisions: by the council's id, as `imports.import_ssda903` takes them.
    """
    closed = redaction.closed_to(session, by=by, today=now.date())
    if council in children.councils(session, by.team_id):
        council_row_id = children.council(session, by.team_id, council)
        held = imports.held_children(session, council_row_id)
        apart = import_records.told_apart(session, council_row_id)
        found = compare(staged, held, decisions, apart, closed)
    else:
        found = compare(staged, {}, decisions)
    doubted = doubts(session, found)
    rows = (_row(one, doubted.get(one.child.council_id, ()), closed) for one in found)
    return Preview(
        files=staged.files,
        read=len(staged.children),
        rows=(*(unnamed(row, closed) for row in rows), *(_refused_row(one) for one in staged.refused)),
        warnings=(*staged.warnings, *after_today(staged, now.date())),
    )


def _row(one: ComparedChild, problems: tuple[Problem, ...], closed: frozenset[int]) -> PreviewRow:
    refused = (one.refused,) if one.refused else ()
    name = one.ours.name if one.ours else ""
    return PreviewRow(
        line=0,
        group=_group(one),
        reference=one.child.council_id,
        name=redaction.RESTRICTED if one.ours and one.ours.id in closed else name,
        born=show_date(one.child.born),
        child_id=one.ours.id if one.ours else None,
        changes=tuple(_changes(one)) if one.wanted else (),
        candidates=tuple(_candidate(each) for each in one.candidates),
        problems=(*refused, *problems),
        received=one.as_received,
    )


def _refused_row(problem: Problem) -> PreviewRow:
    return PreviewRow(
        line=problem.line,
        group="refused",
        reference=problem.value if problem.column == "CHILD" else problem.file,
        problems=(problem,),
        received=((problem.column or "File", problem.value),),
    )


def _group(one: ComparedChild) -> Group:
    if one.leaves_care:
        return "left_care"
    return one.state


def _candidate(ours: HeldChild) -> Candidate:
    period = last_period(history_from_episodes(ours.episodes))
    began = f"looked after from {show_date(period.began)}" if period and period.began else ""
    return Candidate(
        child_id=ours.id,
        name=ours.name,
        born=show_date(ours.born),
        council_id="not given",
        nhs_number="",
        why=", ".join(filter(None, ("born the same day, and has no council ID here", began))),
    )


def _changes(one: ComparedChild) -> Iterable[FieldChange]:
    """Return what would be written, ours beside theirs. Of a new child ours is blank."""
    assert one.wanted is not None
    held: Mapping[str, Any] = one.ours.fields if one.ours else {}
    said: dict[str, FieldChange] = {}
    for key, value in one.wanted.fields.items():
        mine = one.ours.council_id if key == "council_child_id" and one.ours else held.get(key)
        shown = _shown(key, mine) if one.ours else "", _shown(key, value)
        if key in _WORDS and shown[0] != shown[1]:
            said[_WORDS[key]] = FieldChange(key, _WORDS[key], *shown)
    yield from said.values()
    if one.wanted.history is not None:
        before = history_from_episodes(one.ours.episodes) if one.ours else CareHistory((), (), ())
        yield from _care_changes(before, one.wanted.history)
    if one.new_episodes:
        yield FieldChange("episodes", "Episodes", "", f"{one.new_episodes} new")
    for year in sorted(one.wanted.yearly_answers):
        had = one.ours is not None and year in one.ours.yearly_answers
        yield FieldChange(
            "oc2",
            f"OC2 answers {year - 1}-{year % 100:02d}",
            "as received before" if had else "",
            "as received",
        )
    if one.wanted.reviews:
        yield FieldChange("reviews", "Reviews of the care plan", "", f"{len(one.wanted.reviews)} new")


def _care_changes(before: CareHistory, after: CareHistory) -> Iterable[FieldChange]:
    for key, words in (
        ("became_looked_after", "Became looked after"),
        ("left_care", "Left care"),
        ("placement_type", "Placement type"),
        ("legal_status", "Legal status"),
    ):
        ours, theirs = _care_words(key, before), _care_words(key, after)
        if ours != theirs:
            yield FieldChange(key, words, ours, theirs)


def _care_words(key: str, history: CareHistory) -> str:
    period = last_period(history)
    match key:
        case "became_looked_after":
            return _day(period.began) if period else ""
        case "left_care":
            return _day(period.ended) if period else ""
        case "placement_type":
            return (
                _coded("placement_type", history.placements[-1].placement_type) if history.placements else ""
            )
    return _coded("legal_status", history.legal_statuses[-1].code) if history.legal_statuses else ""


def _day(day: date | None) -> str:
    return show_date(day) if day else ""


def _coded(name: str, code: str) -> str:
    label = reference_data.codes()[name].label(code)
    return f"{code} {label}" if label != code else code


def _shown(key: str, value: Any) -> str:
    if value is None or (key == "ethnicity_state" and value == "recorded"):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return show_date(value)
    if key == "ethnicity_code":
        return reference_data.codes()["ethnicity"].label(value)
    return str(value).replace("_", " ")
