"""Wrong passphrases: how long the next try has to wait, and when a name is closed until somebody opens it again."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

CLOSED_AFTER = 10  # failures
_DOUBLES_UNTIL = 5  # failures, from which on each waits as long as any
_LONGEST_WAIT = 60  # seconds
_KEPT = 100  # moments that are remembered until they are written into the audit log


@dataclass(frozen=True)
class Failures:
    """Wrong passphrases for one name since the last right one."""

    count: int
    last: datetime

    @property
    def is_closed(self) -> bool:
        """Whether the name is closed until a manager, or the recovery sheet, gives it a new passphrase."""
        return self.count >= CLOSED_AFTER


@dataclass(frozen=True)
class FailedSignIn:
    """One of them, for the audit log. user_name: '' where what was typed is nobody's name: it may be a passphrase."""

    user_name: str
    at: datetime
    workstation: str


@dataclass(frozen=True)
class Tries:
    """What is remembered of a caseload. unwritten: not in the audit log yet; left_out: older ones there was no room for."""

    failures: dict[str, Failures] = field(default_factory=dict)
    unwritten: tuple[FailedSignIn, ...] = ()
    left_out: int = 0


def wait_after(count: int) -> int:
    """Return how many seconds the next try waits after so many failures: 1, 2, 4, 8, then 60 each."""
    if count <= 0:
        return 0
    return 2 ** (count - 1) if count < _DOUBLES_UNTIL else _LONGEST_WAIT


def still_waits(failures: Failures | None, now: datetime) -> int:
    """Return how many whole seconds a name still has to wait; a clock that was put back never makes it longer."""
    if failures is None:
        return 0
    wait = timedelta(seconds=wait_after(failures.count))
    left = min(failures.last + wait - now, wait)
    return max(-(-left // timedelta(seconds=1)), 0)


def after_failure(tries: Tries, user_name: str, at: datetime, workstation: str) -> Tries:
    """Return what is remembered after one more wrong passphrase."""
    before = tries.failures.get(user_name)
    failures = tries.failures | {user_name: Failures(before.count + 1 if before else 1, at.astimezone(UTC))}
    unwritten = (*tries.unwritten, FailedSignIn(user_name, at.astimezone(UTC), workstation))
    return Tries(failures, unwritten[-_KEPT:], tries.left_out + max(len(unwritten) - _KEPT, 0))


def after_success(tries: Tries, user_name: str) -> Tries:
    """Return what is remembered once a name was given its right passphrase, or a new one."""
    kept = {name: held for name, held in tries.failures.items() if name not in (user_name, "")}
    return replace(tries, failures=kept)


def words(failed: FailedSignIn) -> str:
    """Return what the audit log says of a failed sign-in: 'grace at 04-Mar-2026 09:31:22'."""
    who = failed.user_name or "a name that is nobody's"
    return f"{who} at {failed.at.astimezone():%d-%b-%Y %H:%M:%S}"
