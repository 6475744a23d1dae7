"""The small file beside a caseload that remembers wrong passphrases, until they stand in the audit log.

It needs no key, as it is written when nobody has given one. So it slows down and stops whoever tries passphrases at the
window or at the command line, and it tells the team that somebody did. It does not stop whoever can change the files of
the folder: they can delete it, or take the caseload away and try elsewhere. Against them stand the cost of each try
(argon2id) and the strength of the passphrases.

It holds user names that have a key slot, moments and the name of the computer; of what was typed, nothing.
"""

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lac_tracker.domain.sign_in_tries import FailedSignIn, Failures, Tries
from lac_tracker.storage.safe_files import write_safely

_MAGIC = "lac-tracker tries"
_MOST = 1_000_000  # bytes: more was not written by this program


def tries_path(caseload: Path) -> Path:
    """Return where the wrong passphrases of a caseload are remembered."""
    return caseload.with_name(caseload.name + ".tries")


def read(caseload: Path) -> Tries:
    """Return what is remembered; nothing where the file is missing or damaged: it must not keep everybody out."""
    path = tries_path(caseload)
    try:
        if path.stat().st_size > _MOST:
            return Tries()
        return _tries(json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        return Tries()


def write(caseload: Path, tries: Tries) -> None:
    """Remember this; nothing is kept where there is nothing to remember, or where nothing can be written."""
    path = tries_path(caseload)
    with suppress(OSError):  # a folder that cannot be written lets nobody sign in anyway
        if tries == Tries():
            path.unlink(missing_ok=True)
            return
        content = {
            "magic": _MAGIC,
            "version": 1,
            "failures": {
                name: {"count": held.count, "last": held.last.isoformat()}
                for name, held in tries.failures.items()
            },
            "unwritten": [
                {"user_name": one.user_name, "at": one.at.isoformat(), "workstation": one.workstation}
                for one in tries.unwritten
            ],
            "left_out": tries.left_out,
        }
        write_safely(path, json.dumps(content, indent=1).encode())


def _tries(content: Any) -> Tries:
    """Return what stands in the file. Raises ValueError, TypeError or KeyError where it is not ours."""
    if content["magic"] != _MAGIC or content["version"] != 1:
        raise ValueError("another file")
    failures = {
        str(name): Failures(int(held["count"]), _moment(held["last"]))
        for name, held in content["failures"].items()
    }
    unwritten = tuple(
        FailedSignIn(str(one["user_name"])[:40], _moment(one["at"]), str(one["workstation"])[:200])
        for one in content["unwritten"]
    )
    return Tries(failures, unwritten, int(content["left_out"]))


def _moment(text: Any) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    return moment.astimezone(UTC)
