"""Trying a restore: a backup nobody has restored is a hope. Into a folder of its own, verified there, and removed again."""

import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.backups import KIND_WORDS, Difference, differences, moment
from lac_tracker.domain.errors import BackupRefused
from lac_tracker.domain.people import Actor
from lac_tracker.services import backups, checks
from lac_tracker.services.access import needs
from lac_tracker.storage import backups as stored
from lac_tracker.storage import dialects
from lac_tracker.storage import restoring as storage


@dataclass(frozen=True)
class Drill:
    """A dated report on trying a restore, for the Data Security and Protection Toolkit."""

    held_at: datetime
    by: str
    backup: str
    made_at: datetime
    kind_words: str
    seconds: float
    parts: tuple[checks.CheckPart, ...]
    counts: tuple[Difference, ...]

    @property
    def is_fine(self) -> bool:
        return not any(part.problems for part in self.parts)


def drill(door: backups.Door, file: Path | None = None, *, by: Actor, now: datetime) -> Drill:
    """Restore a backup, the newest where none is named, into a folder of its own, verify everything, and remove it again.

    Raises BackupRefused when there is none or it is not as it was made, NotAllowed, DatabaseUnavailable.
    """
    with backups.refusals_kept(door, by, now), door.reading() as session:
        folder = backups.places(session, door.path, by=by, now=now).first
    keys = door.keys
    assert keys is not None
    if file is None:
        held = stored.listing(folder, keys).backups
        if not held:
            raise BackupRefused("There is no backup to try. Make one first")
        file = held[0].path
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="restore-drill-", dir=folder) as place:
        opened, manifest, _ = storage.take_out(file, keys, Path(place) / "tried.lac", now)
        try:
            with opened.reading() as session:
                parts = checks.check_caseload(session, keys.audit_key, by=by, now=now)
                found = dialects.row_counts(session.connection())
        finally:
            opened.close()
    whole = checks.CheckPart("Backup: its seal and every byte of it", ())
    held_drill = Drill(
        now, by.full_name, file.name, manifest.made_at, KIND_WORDS[manifest.kind], time.perf_counter() - began,
        (whole, *parts), differences(found, manifest.counts),
    )  # fmt: skip
    said = f"{file.name}: {'whole' if held_drill.is_fine else 'with problems'}"
    with door.writing(Entry(by, now, "tried to restore a backup", reason=said)) as session:
        note_drill(session, by=by, now=now)
    return held_drill


def drill_lines(held: Drill) -> tuple[str, ...]:
    """Return the report on a restore that was tried, line by line, in the time zone it was asked in."""
    made = moment(held.made_at.astimezone(held.held_at.tzinfo))
    lines = [
        f"Restore drill, {moment(held.held_at)}",
        f"Held by: {held.by}",
        f"Backup: {held.backup}",
        f"Made: {made}, {held.kind_words.lower()}",
        f"Restored and verified in {held.seconds:.1f} seconds, into a folder of its own that was removed again",
        "",
    ]
    for part in held.parts:
        lines.append(f"{'ok      ' if not part.problems else 'PROBLEM '} {part.name}")
        lines += [f"         {problem}" for problem in part.problems]
    lines += ["", *(f"{one.what}: {one.then:,}" for one in held.counts)]
    lines += [
        "",
        "Result: every part is in order." if held.is_fine else "Result: THIS BACKUP CANNOT BE RELIED ON.",
    ]
    return tuple(lines)


@needs(Action.RESTORE)
def note_drill(session: Session, *, by: Actor, now: datetime) -> None:
    """Write down that a restore was tried: the entry that is open says which and how it went."""
