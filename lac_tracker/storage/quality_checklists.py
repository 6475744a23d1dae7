"""The checklist of quality: the one that comes with the program, and the versions a team made of it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker import paths
from lac_tracker.domain.errors import NotFound
from lac_tracker.domain.quality import Checklist
from lac_tracker.domain.quality_checklist import read_checklist
from lac_tracker.domain.quality_sampling import SampleRule
from lac_tracker.storage.tables.people import SettingRow
from lac_tracker.storage.tables.quality import QualityChecklistRow

RULE = "quality_sample:rule"  # names with a colon hold texts, not rules of clocks


@dataclass(frozen=True)
class Version:
    """One version of the checklist. id None: it came with the program and nothing was scored by it yet."""

    id: int | None
    number: int
    content: str
    made_at: datetime | None
    made_by: str

    @property
    def checklist(self) -> Checklist:
        return read_checklist(self.content)


def shipped() -> str:
    """Return the text of the checklist that comes with the program."""
    return (paths.RESOURCES / "quality_checklist.toml").read_text(encoding="utf-8")


def newest(session: Session, team_id: int) -> Version:
    """Return the checklist a team uses: its newest version, else the one that comes with the program."""
    row = session.scalar(
        select(QualityChecklistRow)
        .where(QualityChecklistRow.team_id == team_id)
        .order_by(QualityChecklistRow.version_number.desc())
        .limit(1)
    )
    return _version(row) if row is not None else Version(None, 1, shipped(), None, "")


def load(session: Session, checklist_id: int) -> Version:
    """Return one version. Raises NotFound."""
    row = session.get(QualityChecklistRow, checklist_id)
    if row is None:
        raise NotFound("That checklist is not in this caseload")
    return _version(row)


def every(session: Session, team_id: int) -> tuple[Version, ...]:
    """Return the versions of a team, the oldest first."""
    rows = session.scalars(
        select(QualityChecklistRow)
        .where(QualityChecklistRow.team_id == team_id)
        .order_by(QualityChecklistRow.version_number)
    )
    return tuple(_version(row) for row in rows)


def keep(session: Session, team_id: int, content: str, *, by: str, now: datetime) -> int:
    """Keep a text as the team's newest version and return its id; the text of before again changes nothing.

    A text that was used earlier becomes the newest again under a number of its own: a text is kept once, so a comment
    with the number is added.
    """
    held = newest(session, team_id)
    if held.id is not None and held.content == content:
        return held.id
    number = held.number + 1 if held.id is not None else 1
    sha256 = _sha256(content)
    used = session.scalar(
        select(QualityChecklistRow.id).where(
            QualityChecklistRow.team_id == team_id, QualityChecklistRow.sha256 == sha256
        )
    )
    if used is not None:
        content = f"# Version {number}\n{content}"
        sha256 = _sha256(content)
    row = QualityChecklistRow(
        team_id=team_id, version_number=number, sha256=sha256, content=content, made_at=now, made_by=by
    )
    session.add(row)
    session.flush()
    return row.id


def rule(session: Session, team_id: int) -> SampleRule:
    """Return the team's rule of sampling; the usual one while it has none of its own."""
    row = _rule_row(session, team_id)
    return SampleRule(**json.loads(row.value)) if row is not None else SampleRule()


def keep_rule(session: Session, team_id: int, wanted: SampleRule) -> None:
    """Keep the team's rule of sampling, in the place of what was there."""
    row, value = _rule_row(session, team_id), json.dumps(asdict(wanted))
    if row is None:
        session.add(SettingRow(team_id=team_id, name=RULE, value=value))
    elif row.value != value:
        row.value = value
    session.flush()


def _rule_row(session: Session, team_id: int) -> SettingRow | None:
    return session.scalar(select(SettingRow).where(SettingRow.team_id == team_id, SettingRow.name == RULE))


def _sha256(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _version(row: QualityChecklistRow) -> Version:
    return Version(row.id, row.version_number, row.content, row.made_at, row.made_by)
