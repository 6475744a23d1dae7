"""A council's return compared with the caseload, and applied all or nothing."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.care import history_from_episodes
from lac_tracker.domain.codes import from_903
from lac_tracker.domain.completeness import Knowledge, knowledge_of_code
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.imports import (
    ImportReport,
    Problem,
    StagedAssessment,
    StagedChild,
    StagedEpisode,
    StagedReturn,
    episode_identity,
    merge_episodes,
)
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor
from lac_tracker.services import clock_holds
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessments, children, imports, reference_data
from lac_tracker.storage.imports import ChildToWrite, HeldChild

DEFAULT_COUNCIL = "council"


@dataclass(frozen=True)
class AssessmentsReport:
    """What an import of past assessments did, or would do."""

    dry_run: bool
    assessments_created: int
    assessments_unchanged: int
    rows_refused: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class _Comparison:
    wanted: tuple[ChildToWrite, ...]
    created: int
    updated: int
    unchanged: int
    episodes_created: int
    refused: tuple[Problem, ...]
    doubts: tuple[Problem, ...] = ()


@needs(Action.IMPORT)
def preview(
    session: Session, staged: StagedReturn, *, council: str, by: Actor, now: datetime
) -> ImportReport:
    """Return what an import would do. Nothing is saved."""
    known = children.councils(session, by.team_id)
    held = (
        imports.held_children(session, children.council(session, by.team_id, council))
        if council in known
        else {}
    )
    found = _with_doubts(session, _compare(staged, held))
    return _report(staged, found, now.date(), import_id=None, dry_run=True)


@needs(Action.IMPORT)
def import_ssda903(
    session: Session, staged: StagedReturn, *, council: str, by: Actor, now: datetime
) -> Changes:
    """Apply a return: every new and changed child, in the one transaction of the caller.

    The same return again changes nothing. Names, NHS numbers and what the team recorded itself are never overwritten.
    """
    council_row_id = children.council(session, by.team_id, council)
    found = _with_doubts(session, _compare(staged, imports.held_children(session, council_row_id)))
    if not found.wanted:
        return Changes(report=_report(staged, found, now.date(), import_id=None, dry_run=False))
    import_id = imports.add_import(
        session, by.team_id, files=staged.files, sha256=hashlib.sha256(repr(staged.children).encode()).hexdigest(),
        by=by.full_name, now=now, created=found.created, updated=found.updated,
        refused=len(staged.refused) + len(found.refused),
    )  # fmt: skip
    imports.write(session, by.team_id, council_row_id, import_id, list(found.wanted))
    report = _report(staged, found, now.date(), import_id=import_id, dry_run=False)
    return Changes(children=True, assessments=True, made_id=import_id, report=report)


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
    return Changes(assessments=True, report=report)


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


def _compare(staged: StagedReturn, held: dict[str, HeldChild]) -> _Comparison:
    wanted, refused = [], []
    created = updated = unchanged = episodes_created = 0
    for child in staged.children:
        ours = held.get(child.council_id)
        if ours is not None and ours.born != child.born:
            refused.append(
                Problem(
                    "(this caseload)",
                    0,
                    "DOB",
                    show_date(child.born),
                    f"child {child.council_id} is held here as born {show_date(ours.born)}; nothing of this child was "
                    "changed. Ask the council which is right",
                )  # fmt: skip
            )
            continue
        one, new_episodes = _wanted(child, ours)
        episodes_created += new_episodes
        if ours is None:
            created += 1
        elif one is None:
            unchanged += 1
        else:
            updated += 1
        if one is not None:
            wanted.append(one)
    return _Comparison(tuple(wanted), created, updated, unchanged, episodes_created, tuple(refused))


def _with_doubts(session: Session, found: _Comparison) -> _Comparison:
    """Add what people should look at: where a return and what was entered or corrected here do not agree."""
    council_ids = {one.id: one.council_id for one in found.wanted}
    doubts = tuple(
        Problem("(this caseload)", 0, part, "", f"child {council_ids[child_id]}: {words}")
        for child_id, news in imports.foretell(session, found.wanted).items()
        for part, words in news.doubts
    )
    return replace(found, doubts=doubts)


def _after_today(staged: StagedReturn, today: date) -> tuple[Problem, ...]:
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


def _wanted(child: StagedChild, ours: HeldChild | None) -> tuple[ChildToWrite | None, int]:
    """Return what is to be written for a child (None: nothing), and how many episodes are new."""
    fields = _fields(
        child, dict(ours.fields) if ours else {}, is_older=ours is not None and _is_older(child, ours)
    )
    before = ours.episodes if ours else ()
    episodes = merge_episodes(before, child.episodes)
    answers = {
        one.year: one.values
        for one in child.yearly_answers
        if not ours or ours.yearly_answers.get(one.year) != one.values
    }
    reviews = frozenset((one.reviewed_on, one.participation) for one in child.reviews) - (
        ours.reviews if ours else frozenset()
    )
    if ours:
        fields = {name: value for name, value in fields.items() if ours.fields[name] != value}
    is_same = ours is not None and not (fields or answers or reviews) and episodes == before
    new_episodes = len(
        {episode_identity(one) for one in episodes} - {episode_identity(one) for one in before}
    )
    if is_same:
        return None, 0
    changed = ours is None or episodes != before
    return ChildToWrite(
        id=ours.id if ours else None,
        council_id=child.council_id,
        born=child.born,
        fields=fields,
        episodes=episodes if changed else None,
        history=history_from_episodes(episodes) if changed else None,
        yearly_answers=answers,
        reviews=reviews,
    ), new_episodes


def _is_older(child: StagedChild, ours: HeldChild) -> bool:
    """Return whether a return ends before what we hold of the child already: then it only fills what is blank."""
    answered = {one.year for one in child.yearly_answers}
    reviewed = {one.reviewed_on for one in child.reviews}
    held = {day for day, _ in ours.reviews}
    return _newest(child.episodes, answered, reviewed) < _newest(
        ours.episodes, set(ours.yearly_answers), held
    )


def _newest(episodes: tuple[StagedEpisode, ...], years: set[int], reviews: set[date]) -> date:
    days = {day for one in episodes for day in (one.began, one.ended) if day} | reviews
    return max(days | {date(year, 3, 31) for year in years}, default=date.min)


def _fields(child: StagedChild, ours: dict[str, Any], *, is_older: bool) -> dict[str, Any]:
    """Return what the return says of a child; what it does not know leaves ours as it is."""

    def newest(theirs: Any, mine: Any) -> Any:
        return mine or theirs if is_older else theirs or mine

    sexes = (None if sex == "not known" else sex for sex in (child.sex, ours.get("sex", "not known")))
    said: dict[str, Any] = {
        "sex": newest(*sexes) or "not known",
        "unique_pupil_number": newest(child.upn, ours.get("unique_pupil_number")),
        "is_unaccompanied": child.unaccompanied or ours.get("is_unaccompanied", False),
        "unaccompanied_until": newest(child.unaccompanied_until, ours.get("unaccompanied_until")),
        "ethnicity_state": ours.get("ethnicity_state", "not_asked"),
        "ethnicity_code": ours.get("ethnicity_code"),
    }
    # What the team asked about itself has the day it was asked.
    is_theirs = ours.get("ethnicity_asked_on") is None and not is_older
    if (said["ethnicity_state"] == "not_asked" or is_theirs) and child.ethnicity_code:
        knowledge = knowledge_of_code("903_ethnicity", child.ethnicity_code)
        code = from_903(reference_data.codes()["ethnicity"], child.ethnicity_code)
        if knowledge is Knowledge.PREFERS_NOT_TO_SAY:
            said |= {"ethnicity_state": knowledge.value, "ethnicity_code": None}
        elif knowledge is Knowledge.RECORDED and code is not None:
            said |= {"ethnicity_state": knowledge.value, "ethnicity_code": code.code}
    return said


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


def _report(
    staged: StagedReturn, found: _Comparison, today: date, *, import_id: int | None, dry_run: bool
) -> ImportReport:
    return ImportReport(
        import_id=import_id,
        dry_run=dry_run,
        files=staged.files,
        children_created=found.created,
        children_updated=found.updated,
        children_unchanged=found.unchanged,
        episodes_created=found.episodes_created,
        rows_refused=(*staged.refused, *found.refused),
        warnings=(*staged.warnings, *_after_today(staged, today), *found.doubts),
    )
