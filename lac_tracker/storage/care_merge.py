"""The news of a return, written over care histories that people may have corrected since the last one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from lac_tracker.domain.care import CareHistory
from lac_tracker.domain.history_merge import Held, Merge, Values, merge
from lac_tracker.storage.care import chunks
from lac_tracker.storage.tables.care import LegalStatusRow, PeriodOfCareRow, PlacementRow


@dataclass(frozen=True)
class _Part:
    table: Any
    kind: str  # the column that says what a stretch is
    columns: tuple[str, ...]
    words: str


_PARTS = (
    _Part(PeriodOfCareRow, "", ("began", "ended", "reason_ended"), "care"),
    _Part(
        PlacementRow,
        "placement_type",
        (
            "began", "ended", "placement_type", "provider", "postcode", "provider_urn", "reason_for_change",
        ),
        "placement",
    ),
    _Part(LegalStatusRow, "code", ("began", "ended", "code"), "legal status"),
)  # fmt: skip


@dataclass(frozen=True)
class News:
    """What a return changes about one child's history: a merge for each part."""

    parts: tuple[Merge, ...]

    @property
    def doubts(self) -> tuple[tuple[str, str], ...]:
        """Return ('placement', words) for each thing that people should look at."""
        return tuple(
            (part.words, words) for part, one in zip(_PARTS, self.parts, strict=True) for words in one.doubts
        )


def news(session: Session, wanted: Mapping[int, tuple[CareHistory, CareHistory]]) -> dict[int, News]:
    """Return for each child what is new. wanted: child → what all returns said before, and what they say now."""
    held = {part.words: _held(session, part, wanted) for part in _PARTS}
    return {
        child_id: News(
            tuple(
                merge(held[part.words][child_id], _values(part, before), _values(part, after), kind=part.kind)
                for part in _PARTS
            )
        )
        for child_id, (before, after) in wanted.items()
    }


def write(session: Session, child_id: int, found: News, *, import_id: int) -> None:
    """Write the news of a return about one child."""
    for part, one in zip(_PARTS, found.parts, strict=True):
        for row_id, fields in one.changed.items():
            row = session.get_one(part.table, row_id)
            for name, value in fields.items():
                setattr(row, name, value)
            row.import_id = row.import_id or import_id
        for row_id in one.removed:
            session.delete(session.get_one(part.table, row_id))
        session.flush()
        if one.added:
            common = {"child_id": child_id, "import_id": import_id}
            session.execute(insert(part.table), [common | dict(values) for values in one.added])


def _held(session: Session, part: _Part, child_ids: Iterable[int]) -> dict[int, list[Held]]:
    found: dict[int, list[Held]] = defaultdict(list)
    columns = [getattr(part.table, name) for name in part.columns]
    for some in chunks(child_ids):
        query = select(part.table.child_id, part.table.id, part.table.import_id, *columns)
        for child_id, row_id, import_id, *values in session.execute(
            query.where(part.table.child_id.in_(some)).order_by(part.table.id)
        ):
            held = Held(row_id, dict(zip(part.columns, values, strict=True)), by_hand=import_id is None)
            found[child_id].append(held)
    return found


def _values(part: _Part, history: CareHistory) -> list[Values]:
    if part.table is PeriodOfCareRow:
        return [
            {"began": one.began, "ended": one.ended, "reason_ended": one.end_reason}
            for one in history.periods
        ]
    if part.table is LegalStatusRow:
        return [{"began": one.began, "ended": one.ended, "code": one.code} for one in history.legal_statuses]
    return [
        {
            "began": one.began, "ended": one.ended, "placement_type": one.placement_type, "provider": one.provider,
            "postcode": one.postcode, "provider_urn": one.urn, "reason_for_change": one.reason_for_change,
        }
        for one in history.placements
    ]  # fmt: skip
