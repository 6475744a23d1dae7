"""Trying a passphrase: waited for after wrong ones, closed after ten, and written down at the next sign-in."""

import platform
from datetime import datetime
from pathlib import Path

from lac_tracker.domain import sign_in_tries as rules
from lac_tracker.domain.audit import Entry
from lac_tracker.domain.audit_kinds import FAILED_SIGN_IN
from lac_tracker.domain.errors import WrongPassphrase
from lac_tracker.domain.people import PROGRAM
from lac_tracker.storage import key_file, vault
from lac_tracker.storage import sign_in_tries as stored
from lac_tracker.storage.database import Database

CLOSED = (
    f"{rules.CLOSED_AFTER} wrong passphrases were typed for this name, so it is closed. Nothing has been opened or changed. "
    "A manager or IT can give a new passphrase in Settings, People and roles; so does the recovery sheet"
)
_TOLD_FROM = 3  # wrong passphrases for one's own name that are worth a word


def open_vault(
    path: Path, user_name: str, passphrase: str, *, now: datetime, slots_of: Path | None = None
) -> vault.Keys:
    """Open the vault with a person's passphrase, unless it is too soon after wrong ones.

    slots_of: where the slots lie when they are not those of the caseload: those of a backup. What is tried at them counts
        for the caseload.

    Raises WrongPassphrase with how long to wait, and CaseloadRefused when the slots cannot be used.
    """
    slots = slots_of or path
    # Of a name that has no slot nothing is kept: people type their passphrase where the name belongs.
    known = user_name if user_name in dict(key_file.people_with_slots(slots)) else ""
    held = stored.read(path).failures.get(known)
    if held is not None and held.is_closed and known:
        raise WrongPassphrase(CLOSED)
    if wait := rules.still_waits(held, now):
        raise WrongPassphrase(f"Wrong passphrases were typed before. Try again in {seconds(wait)}", wait=wait)
    try:
        keys = vault.unlock(slots, user_name, passphrase)
    except WrongPassphrase as error:
        after = rules.after_failure(stored.read(path), known, now, platform.node())
        stored.write(path, after)
        now_held = after.failures[known]
        if now_held.is_closed and known:
            raise WrongPassphrase(CLOSED, was_tried=True) from None
        wait = rules.wait_after(now_held.count)
        raise WrongPassphrase(f"{error}. Try again in {seconds(wait)}", wait=wait, was_tried=True) from None
    if held is not None:
        forgive(path, user_name)
    return keys


def forgive(path: Path, user_name: str) -> None:
    """Forget the wrong passphrases of a name that was given its own or a new one; the audit log still hears of them."""
    stored.write(path, rules.after_success(stored.read(path), user_name))


def write_down(database: Database, path: Path, user_name: str, *, now: datetime) -> str:
    """Write failed sign-ins of everybody into the audit log, as somebody has come in; return a word about their own.

    Written before they are forgotten: cut off between the two, they stand there twice, and never not at all.
    """
    held = stored.read(path)
    for one in held.unwritten:
        entry = Entry(PROGRAM, now, FAILED_SIGN_IN, reason=rules.words(one), workstation=one.workstation)
        with database.writing(entry):
            pass
    if held.left_out:
        words = f"and {held.left_out:,} before them, of which no more is known"
        with database.writing(Entry(PROGRAM, now, FAILED_SIGN_IN, reason=words)):
            pass
    if held != rules.Tries():
        stored.write(path, rules.Tries(rules.after_success(held, user_name).failures))
    own = sum(one.user_name == user_name for one in held.unwritten)
    if own < _TOLD_FROM:
        return ""
    return f"{own} wrong passphrases were typed for your name before you signed in. If that was not you, tell your manager"


def seconds(count: int) -> str:
    """Return '1 second' or '8 seconds'."""
    return f"{count} second{'' if count == 1 else 's'}"
