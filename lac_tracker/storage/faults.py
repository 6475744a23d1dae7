"""What the driver refuses, in words for the person."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from lac_tracker.domain.errors import CaseloadDamaged, DatabaseUnavailable, RecordChanged
from lac_tracker.storage import dialects


@contextmanager
def explained(*, reads_only: bool = False) -> Iterator[None]:
    """Raise what has words for the person in place of what the driver raised; a fault of ours stays as it is.

    reads_only: nothing was meant to be written, so a write refused is our fault and not the disk's.
    """
    try:
        yield
    except StaleDataError as error:
        raise RecordChanged(
            "Someone else changed this while you were working. Open it again to see their version"
        ) from error
    except DBAPIError as error:
        _say(error.orig, error, reads_only=reads_only)
        raise  # our bug: let the crash report have it
    except (
        dialects.DriverError
    ) as error:  # of what SQLAlchemy does not pass on: copying, and files before an engine
        _say(error, error, reads_only=reads_only)
        raise


def _say(orig: BaseException | None, error: Exception, *, reads_only: bool) -> None:
    if words := dialects.explain(orig, reads_only=reads_only):
        is_damaged = orig is not None and dialects.is_damage(orig)
        raise (CaseloadDamaged if is_damaged else DatabaseUnavailable)(words) from error
