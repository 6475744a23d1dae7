"""Changing the slots of a vault that is open: another passphrase, a slot less, a new recovery sheet, slots for a new key.

Each change reads the slots anew, refuses those that something else changed, and writes all of them whole or not at all.
"""

from pathlib import Path
from typing import Any

from lac_tracker.domain import passphrases
from lac_tracker.domain.errors import UserError
from lac_tracker.storage import vault
from lac_tracker.storage.vault import Keys, keys_path

_COSTS = ("time", "memory_kib", "lanes")


def set_passphrase(caseload: Path, keys: Keys, *, user_name: str, full_name: str, passphrase: str) -> None:
    """Give a person a slot with this passphrase, in place of the one they may have: the old passphrase opens no more.

    Raises UserError when the passphrase is too weak or the disk refuses, and CaseloadRefused when the slots were changed
    by something else.
    """
    passphrases.check(passphrase, (user_name, full_name))
    slot = vault.person_slot(keys, user_name, full_name, passphrase)
    held = vault.slots(caseload, keys)
    place = next((at for at, one in enumerate(held) if _is_of(one, user_name)), len(held))
    vault.write(keys_path(caseload), keys, [*held[:place], slot, *held[place + 1 :]])


def remove_person(caseload: Path, keys: Keys, user_name: str) -> None:
    """Take a person's slot away. Raises UserError when nobody could open the caseload then but with the sheet.

    Who left may have kept the database key itself: only another one (`rekey`) shuts that out.
    """
    held = vault.slots(caseload, keys)
    left = [slot for slot in held if not _is_of(slot, user_name)]
    if not any(slot["header"]["kind"] == "person" for slot in left):
        raise UserError("Nobody else can open the caseload. Add somebody first")
    if len(left) < len(held):
        vault.write(keys_path(caseload), keys, left)


def new_recovery_sheet(caseload: Path, keys: Keys) -> str:
    """Make a new recovery slot in place of the one there is, and return its key: shown once and kept nowhere.

    The sheet of before opens this caseload no more, but still opens copies and backups made until now.
    """
    slot, printable = vault.new_recovery_slot(keys)
    others = [one for one in vault.slots(caseload, keys) if one["header"]["kind"] != "recovery"]
    vault.write(keys_path(caseload), keys, [*others, slot])
    return printable


def is_behind(caseload: Path, keys: Keys, user_name: str) -> bool:
    """Return whether a person's slot is of an earlier kind, or cheaper to try than slots that are made today."""
    slot = next((one for one in vault.slots(caseload, keys) if _is_of(one, user_name)), None)
    if slot is None:
        return False
    return "sealed" not in slot or any(slot["header"][name] < vault.ARGON2ID[name] for name in _COSTS)


def renew(caseload: Path, keys: Keys, user_name: str, passphrase: str) -> None:
    """Make a person's slot as slots are made today. It keeps the passphrase, which is not judged again."""
    held = vault.slots(caseload, keys)
    renewed = [
        vault.person_slot(keys, user_name, slot["header"]["full_name"], passphrase)
        if _is_of(slot, user_name)
        else slot
        for slot in held
    ]
    vault.write(keys_path(caseload), keys, renewed)


def slots_for(caseload: Path, keys: Keys, new: Keys) -> tuple[bytes, str, tuple[str, ...]]:
    """Return the slots of today for another database key: as they will stand in their file, not written.

    Returns them, the key of the new recovery sheet, and the full names of those whose slot is of the earlier kind: it
    cannot be made for the new key without their passphrase, so they are left out and need a new one.
    """
    kept, left_out = [], []
    for slot in vault.slots(caseload, keys):
        header = slot["header"]
        if header["kind"] == "person" and "sealed" in slot:
            kept.append(slot | {"sealed": vault.sealed_for(new, header)})
        elif header["kind"] == "person":
            left_out.append(header["full_name"])
    recovery, printable = vault.new_recovery_slot(new)
    return vault.content_of(new, [*kept, recovery, vault.audit_slot(new)]), printable, tuple(left_out)


def _is_of(slot: dict[str, Any], user_name: str) -> bool:
    return bool(slot["header"].get("user_name") == user_name)
