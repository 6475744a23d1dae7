"""What a council's return says beside what we hold: read in bulk, written in bulk."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from lac_tracker.domain.care import CareHistory, history_from_episodes
from lac_tracker.domain.imports import StagedEpisode
from lac_tracker.domain.names import show_name
from lac_tracker.storage import care, care_merge
from lac_tracker.storage.children import mark_for_due, new_id
from lac_tracker.storage.tables.care import EpisodeRow, LegalStatusRow, PeriodOfCareRow, PlacementRow
from lac_tracker.storage.tables.children import ChildRow, ImportRow, StatutoryReviewRow, YearlyAnswersRow

_EPISODE = tuple(StagedEpisode.__dataclass_fields__)
_CHILD = (
    "sex", "unique_pupil_number", "ethnicity_state", "ethnicity_code", "ethnicity_asked_on", "is_unaccompanied",
    "unaccompanied_until",
)  # fmt: skip

Answers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class HeldChild:
    """What we hold of a child that a return may speak of too."""

    id: int
    council_id: str
    name: str
    born: date
    fields: Mapping[str, Any]
    episodes: tuple[StagedEpisode, ...]
    yearly_answers: Mapping[int, Answers]
    reviews: frozenset[tuple[date, str]]


@dataclass(frozen=True)
class ChildToWrite:
    """What is to be written for one child. id None: a new one. What is None or empty stays as it is."""

    id: int | None
    council_id: str
    born: date
    fields: Mapping[str, Any]
    episodes: tuple[StagedEpisode, ...] | None
    history: CareHistory | None
    yearly_answers: Mapping[int, Answers]
    reviews: frozenset[tuple[date, str]]


def held_children(session: Session, council_row_id: int) -> dict[str, HeldChild]:
    """Return every child of a council by the council's id."""
    columns = [getattr(ChildRow, name) for name in _CHILD]
    rows = session.execute(
        select(
            ChildRow.id,
            ChildRow.council_child_id,
            ChildRow.born,
            ChildRow.family_name,
            ChildRow.given_name,
            *columns,
        ).where(ChildRow.responsible_council_id == council_row_id)  # fmt: skip
    ).all()
    ids = {row.id for row in rows}
    episodes, answers, reviews = _episodes(session, ids), _answers(session, ids), _reviews(session, ids)
    return {
        row.council_child_id: HeldChild(
            row.id,
            row.council_child_id,
            show_name(row.family_name, row.given_name, row.council_child_id),
            row.born,
            {name: getattr(row, name) for name in _CHILD},
            tuple(episodes[row.id]),
            answers[row.id],
            frozenset(reviews[row.id]),
        )
        for row in rows
    }


def add_import(
    session: Session, team_id: int, *, kind: str, council_row_id: int | None, files: Iterable[str], sha256: str, by: str,
    now: datetime, created: int, updated: int, refused: int, report: Mapping[str, Any],
) -> int:  # fmt: skip
    """Write that an import was made, in the entry of the running transaction, and return its id.

    kind: 'ssda903', 'list', 'assessments' or 'gp_practices'. report: what it did, of texts, numbers, lists and mappings
    only, to be kept; it is read again by services/import_history.
    """
    row = ImportRow(
        team_id=team_id,
        kind=kind,
        council_id=council_row_id,
        entry_id=session.info["entry_id"],
        file_names=json.dumps(list(files)),
        content_sha256=sha256,
        made_at=now,
        made_by=by,
        children_created=created,
        children_updated=updated,
        rows_refused=refused,
        report=json.dumps(report),
    )
    session.add(row)
    session.flush()
    return row.id


def foretell(session: Session, wanted: Iterable[ChildToWrite]) -> dict[int, care_merge.News]:
    """Return what a return changes about the care histories of children we hold, and what people should look at."""
    known = {one.id: one.history for one in wanted if one.id is not None and one.history is not None}
    before = _episodes(session, set(known))
    return care_merge.news(
        session,
        {
            child_id: (history_from_episodes(tuple(before[child_id])), after)
            for child_id, after in known.items()
        },
    )


def write(
    session: Session, team_id: int, council_row_id: int, import_id: int, wanted: list[ChildToWrite]
) -> None:
    """Write what an import found, new and changed, a few statements for each table."""
    news = foretell(session, wanted)
    ids = {one.council_id: one.id or new_id() for one in wanted}
    new = [
        dict(one.fields)
        | {
            "id": ids[one.council_id], "team_id": team_id, "responsible_council_id": council_row_id,
            "council_child_id": one.council_id, "born": one.born, "import_id": import_id,
        }
        for one in wanted
        if one.id is None
    ]  # fmt: skip
    _insert(session, ChildRow, new)
    rows: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for one in wanted:
        child_id = ids[one.council_id]
        mark_for_due(session, child_id)
        if one.id is not None:
            _change_known(session, one)
        if one.episodes is not None and one.history is not None:
            if one.id is not None:
                care_merge.write(session, child_id, news[child_id], import_id=import_id)
            else:
                _history_rows(rows, child_id, one.history, import_id)
            if one.id is not None:
                _remove(session, EpisodeRow, EpisodeRow.child_id == child_id)
            rows[EpisodeRow] += [
                {name: getattr(episode, name) for name in _EPISODE}
                | {"child_id": child_id, "import_id": import_id}
                for episode in one.episodes
            ]
        rows[YearlyAnswersRow] += [
            {"child_id": child_id, "return_year": year, "answers": json.dumps(values), "import_id": import_id}
            for year, values in one.yearly_answers.items()
        ]
        rows[StatutoryReviewRow] += [
            {"child_id": child_id, "reviewed_on": day, "participation": word, "import_id": import_id}
            for day, word in sorted(one.reviews)
        ]
    session.flush()
    for table, values in rows.items():
        _insert(session, table, values)


def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    """Write rows with the same columns as one statement: the session would make one for each set of blanks."""
    if rows:
        session.connection().execute(insert(table.__table__), rows)


def _change_known(session: Session, one: ChildToWrite) -> None:
    row = session.get_one(ChildRow, one.id)
    for name, value in one.fields.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    for year in one.yearly_answers:
        _remove(
            session,
            YearlyAnswersRow,
            YearlyAnswersRow.child_id == one.id,
            YearlyAnswersRow.return_year == year,
        )


def _remove(session: Session, table: Any, *where: Any) -> None:
    # Council's rows only, replaced by the return that speaks of them now; the record of changes keeps the old ones.
    session.execute(delete(table).where(*where), execution_options={"raises_versions_itself": True})


def _history_rows(
    rows: dict[Any, list[dict[str, Any]]], child_id: int, history: CareHistory, import_id: int
) -> None:
    common = {"child_id": child_id, "import_id": import_id}
    rows[PeriodOfCareRow] += [
        common | {"began": one.began, "ended": one.ended, "reason_ended": one.end_reason}
        for one in history.periods
    ]
    rows[PlacementRow] += [
        common
        | {
            "began": one.began, "ended": one.ended, "placement_type": one.placement_type, "provider": one.provider,
            "postcode": one.postcode, "provider_urn": one.urn, "reason_for_change": one.reason_for_change,
        }
        for one in history.placements
    ]  # fmt: skip
    rows[LegalStatusRow] += [common | asdict(one) for one in history.legal_statuses]


def _episodes(session: Session, ids: set[int]) -> dict[int, list[StagedEpisode]]:
    found: dict[int, list[StagedEpisode]] = defaultdict(list)
    columns = [getattr(EpisodeRow, name) for name in _EPISODE]
    for part in care.chunks(ids):
        query = select(EpisodeRow.child_id, *columns).where(EpisodeRow.child_id.in_(part))
        for child_id, *values in session.execute(query.order_by(EpisodeRow.began, EpisodeRow.id)):
            found[child_id].append(StagedEpisode(*values))
    return found


def _answers(session: Session, ids: set[int]) -> dict[int, dict[int, Answers]]:
    found: dict[int, dict[int, Answers]] = defaultdict(dict)
    for part in care.chunks(ids):
        query = select(YearlyAnswersRow.child_id, YearlyAnswersRow.return_year, YearlyAnswersRow.answers)
        for child_id, year, answers in session.execute(query.where(YearlyAnswersRow.child_id.in_(part))):
            found[child_id][year] = tuple((column, value) for column, value in json.loads(answers))
    return found


def _reviews(session: Session, ids: set[int]) -> dict[int, set[tuple[date, str]]]:
    found: dict[int, set[tuple[date, str]]] = defaultdict(set)
    for part in care.chunks(ids):
        query = select(
            StatutoryReviewRow.child_id, StatutoryReviewRow.reviewed_on, StatutoryReviewRow.participation
        )
        for child_id, day, word in session.execute(query.where(StatutoryReviewRow.child_id.in_(part))):
            found[child_id].add((day, word))
    return found
