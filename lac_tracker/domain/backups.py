"""Backups: what one says of itself, which are kept, how old the last one may be, and what restoring would change."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from lac_tracker.domain.dates import show_date


class Kind(StrEnum):
    """Why a backup was made."""

    DAILY = "daily"
    BY_HAND = "by_hand"
    BEFORE_IMPORT = "before_import"
    BEFORE_UPGRADE = "before_upgrade"
    BEFORE_RESTORE = "before_restore"
    BEFORE_REKEY = "before_rekey"


KIND_WORDS = {
    Kind.DAILY: "Daily",
    Kind.BY_HAND: "By hand",
    Kind.BEFORE_IMPORT: "Before an import",
    Kind.BEFORE_UPGRADE: "Before an upgrade",
    Kind.BEFORE_RESTORE: "Before a restore",
    Kind.BEFORE_REKEY: "Before a new key",
}


@dataclass(frozen=True)
class Part:
    """One part of a backup: how long it is, and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. Readable without a key; to be believed only once its seal was verified.

    key_name: tells the database key it was made under from an earlier one.
    counts: how many rows each table has.
    head_number, head_mac: the newest entry of the audit chain in it.
    """

    database_id: str
    key_name: str
    kind: Kind
    made_at: datetime
    schema: int
    app_version: str
    counts: Mapping[str, int]
    head_number: int
    head_mac: str
    keys: Part
    database: Part


# Thinning: safety plan of the product, after the rotation Anki and Borg have.
ALL_FOR = timedelta(days=2)  # every one of them
KEPT = timedelta(days=90)  # those made before something that may have to be undone
_SPECIAL = frozenset({Kind.BEFORE_IMPORT, Kind.BEFORE_UPGRADE, Kind.BEFORE_RESTORE, Kind.BEFORE_REKEY})
_PERIODS: tuple[tuple[Callable[[datetime], object], int], ...] = (
    (lambda at: at.date(), 14),
    (lambda at: at.isocalendar()[:2], 8),
    (lambda at: (at.year, at.month), 12),
)


@dataclass(frozen=True)
class Aged:
    """A verified backup, as far as its age and its kind go."""

    name: str
    made_at: datetime
    kind: Kind


def to_remove(verified: Iterable[Aged], now: datetime) -> tuple[str, ...]:
    """Return the names of the backups that may go, oldest first; never that of the newest.

    Kept are all of the last 2 days, the newest of each of the last 14 days, 8 weeks and 12 months that have one, and
    for 90 days those made before an import, an upgrade, a restore or a new key. A clock that was wrong removes none:
    what seems to come from later is kept.
    """
    newest_first = sorted(verified, key=lambda one: (one.made_at, one.name), reverse=True)
    kept = {one.name for one in newest_first[:1]}
    kept |= {one.name for one in newest_first if now - one.made_at < ALL_FOR}
    kept |= {one.name for one in newest_first if one.kind in _SPECIAL and now - one.made_at < KEPT}
    of_the_past = [one for one in newest_first if one.made_at <= now]
    for period, count in _PERIODS:
        newest: dict[object, str] = {}
        for one in of_the_past:
            newest.setdefault(period(one.made_at), one.name)
        kept |= set(list(newest.values())[:count])
    return tuple(one.name for one in reversed(newest_first) if one.name not in kept)


@dataclass(frozen=True)
class Standing:
    """How things are: the look of a status, and words. `is_fine` where nothing needs to be done."""

    look: str
    words: str

    @property
    def is_fine(self) -> bool:
        return self.look == "met"


AMBER, RED = timedelta(days=2), timedelta(days=7)
SECOND_AMBER = timedelta(days=3)


def standing(
    last: datetime | None, caseload_made: datetime, now: datetime, *, has_earlier: bool = False
) -> Standing:
    """Return how old the last good backup is: amber at 2 days, red at 7. Without one, the caseload's own age counts.

    has_earlier: there are some from before the key was changed, which no longer count.
    """
    age = now - (last or caseload_made)
    look = "overdue" if age >= RED else "at_risk" if age >= AMBER else "met"
    if last is None:
        words = "since its key was changed" if has_earlier else "yet"
        return Standing(
            look if look != "met" else "at_risk", f"No backup has been made of this caseload {words}"
        )
    return Standing(look, f"Last good backup: {ago(last, now)}")


def second_standing(place: str, last: datetime | None, fault: str, now: datetime) -> Standing:
    """Return how the second place is.

    place: its folder, '' while none is set. last: when the newest backup there was made. fault: why it cannot be read.
    """
    if not place:
        return Standing(
            "at_risk", "No second place is set. If this disk breaks, the backups are lost with it"
        )
    if fault:
        return Standing("at_risk", f"The second place cannot be used now: {fault}")
    if last is None:
        return Standing("at_risk", "There is no backup in the second place yet")
    look = "at_risk" if now - last >= SECOND_AMBER else "met"
    return Standing(look, f"Newest in the second place: {ago(last, now)}")


def ago(at: datetime, now: datetime) -> str:
    """Return 'today 09:30', 'yesterday 09:30' or '3 days ago, 01-Mar-2026 09:30', in the time zone of `now`."""
    local = at.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    if days in (0, 1):
        return f"{'yesterday' if days else 'today'} {local:%H:%M}"
    if days < 0:  # the clock was wrong, then or now
        return moment(local)
    return f"{days} days ago, {moment(local)}"


def moment(at: datetime) -> str:
    """Return '01-Mar-2026 09:30'."""
    return f"{show_date(at.date())} {at:%H:%M}"


def show_size(size: int) -> str:
    """Return '34.9 MB', as folders show it."""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(size / 1_000, 0.1):.1f} kB"


_TABLE_WORDS = {
    "children": "Children",
    "placements": "Placements",
    "assessments": "Assessments",
    "answers": "Answers",
    "needs": "Needs in plans",
    "actions": "Actions in plans",
    "appointments": "Appointments",
    "follow_ups": "Follow-ups",
    "sdq_questionnaires": "Questionnaires (SDQ)",
    "documents_made": "Documents made",
    "files_received": "Documents received",
    "people": "People of the team",
    "audit": "Entries of the audit log",
}
_DERIVED = frozenset(
    {"due", "due_stretches", "clocks", "clock_parts", "current_entry", "changes", "alembic_version"}
)
_OTHER = "Other rows"


@dataclass(frozen=True)
class Difference:
    """How many of something there are now, and were then. now: None where the caseload of now cannot be read."""

    what: str
    now: int | None
    then: int

    @property
    def words(self) -> str:
        """'412 now, 410 then'."""
        if self.now is None:
            return f"{self.then:,} then"
        return f"{self.now:,}, the same" if self.now == self.then else f"{self.now:,} now, {self.then:,} then"


def differences(now: Mapping[str, int] | None, then: Mapping[str, int]) -> tuple[Difference, ...]:
    """Return what would be more or fewer, in words people have; what is derived from other rows is left out."""
    found = [
        Difference(words, None if now is None else now.get(table, 0), then.get(table, 0))
        for table, words in _TABLE_WORDS.items()
    ]
    found.append(Difference(_OTHER, None if now is None else _others(now), _others(then)))
    return tuple(found)


def _others(counts: Mapping[str, int]) -> int:
    named = _TABLE_WORDS.keys() | _DERIVED
    return sum(
        count for table, count in counts.items() if table not in named and not table.startswith("sqlite_")
    )


def relation(manifest: Manifest, head_now: int, mac_there: str | None) -> str:
    """Return how a backup stands to the caseload as it is, by the audit log of both.

    head_now: the number of the newest entry now. mac_there: the MAC of the entry now that has the number of the backup's
        newest; None where there is none.
    """
    if mac_there == manifest.head_mac or (manifest.head_number == 0 and head_now == 0):
        more = head_now - manifest.head_number
        if more == 0:
            return "Nothing was done in the caseload since this backup was made"
        return f"{more:,} {'entry' if more == 1 else 'entries'} of the audit log were made since. What they record is undone"
    if manifest.head_number > head_now:
        return (
            "This backup is NEWER than the caseload as it is: its audit log goes further. The caseload may have been "
            "put back to an older state by something other than this program"
        )
    return "This backup and the caseload went different ways: their audit logs differ from each other"


def problems_of(manifest: Manifest, counts: Mapping[str, int], head: tuple[int, str]) -> tuple[str, ...]:
    """Return where a copy is not what was to be copied, in words; nothing when it is equal."""
    found = [
        f"{table} has {counts.get(table, 0)} rows instead of {count}"
        for table, count in sorted(manifest.counts.items())
        if counts.get(table) != count
    ]
    found += [f"{table} should not be there" for table in sorted(counts.keys() - manifest.counts.keys())]
    if head != (manifest.head_number, manifest.head_mac):
        found.append("the audit log ends with another entry")
    return tuple(found)


def newest(made: Sequence[datetime]) -> datetime | None:
    """Return the latest of some moments; None without any."""
    return max(made, default=None)
