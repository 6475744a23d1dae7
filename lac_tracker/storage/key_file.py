"""The file of key slots beside a caseload: its shape, checked before anything in it is used. It knows no key."""

import base64
import json
from pathlib import Path
from typing import Any

from lac_tracker.domain.errors import CaseloadRefused, UserError
from lac_tracker.storage import restored_files
from lac_tracker.storage.safe_files import write_safely

_MAGIC = "lac-tracker keys"
_VERSION = 1
_ENDING = ".keys"
_GENERATIONS = 3  # earlier key files kept beside the newest
# A hostile file must not be able to ask for all memory.
_LIMITS = {"time": 16, "memory_kib": 1_048_576, "lanes": 16}


def read(path: Path) -> dict[str, Any]:
    """Return the content of a file of key slots, in the shape that this program writes.

    Raises CaseloadRefused when it is missing, unreadable, damaged, newer, or asks for too much memory.
    """
    try:
        # A restore that was cut off may have left them to be put in place.
        restored_files.finish(path.with_name(path.name.removesuffix(_ENDING)))
        content = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise CaseloadRefused(
            f"The key slots {path.name} are not beside the caseload. Both files belong together: copy them back from a backup"
        ) from None
    except OSError as error:
        raise CaseloadRefused(
            f"The key slots {path.name} cannot be read: {error.strerror}. Check that you may use them"
        ) from None
    except (ValueError, RecursionError):
        raise damaged("it is not readable") from None
    if not isinstance(content, dict) or content.get("magic") != _MAGIC:
        raise damaged("it is not a file of key slots")
    version = content.get("version")
    if type(version) is not int or version < _VERSION:
        raise damaged("it is not a file of key slots")
    if version > _VERSION:
        raise CaseloadRefused(
            "The key slots were written by a newer version of this program. Update this computer to open it"
        )
    _check_shape(content)
    return content


def keys_path(caseload: Path) -> Path:
    """Return where the slots of a caseload stand."""
    return caseload.with_name(caseload.name + _ENDING)


def people_with_slots(caseload: Path) -> tuple[tuple[str, str], ...]:
    """Return (user name, full name) of everyone who can open a caseload, in the order in which they were added.

    Raises CaseloadRefused when the slots are missing or damaged.
    """
    headers = [slot["header"] for slot in read(keys_path(caseload))["slots"]]
    return tuple((one["user_name"], one["full_name"]) for one in headers if one["kind"] == "person")


def write(path: Path, database_id: str, slots: list[dict[str, Any]], mac: str) -> None:
    """Write the slots and their seal; the file before becomes the first of its earlier generations.

    Raises UserError with words when the disk refuses; the slots are as they were then. OSError where there were none.
    """
    is_new = not path.exists()
    try:
        for generation in range(_GENERATIONS, 0, -1):
            older = path if generation == 1 else path.with_name(f"{path.name}.{generation - 1}")
            if older.exists():
                write_safely(path.with_name(f"{path.name}.{generation}"), older.read_bytes())
        write_safely(path, content_of(database_id, slots, mac))
    except OSError as error:
        if is_new:
            raise
        raise UserError(
            f"The key slots {path.name} cannot be written: {error.strerror}. Nothing has been changed: whoever could open "
            "the caseload still can"
        ) from error


def content_of(database_id: str, slots: list[dict[str, Any]], mac: str) -> bytes:
    """Return slots and their seal as they stand in the file."""
    content = {
        "magic": _MAGIC,
        "version": _VERSION,
        "database_id": database_id,
        "slots": slots,
        "mac": mac,
    }
    return json.dumps(content, indent=1, ensure_ascii=False).encode()


def damaged(what: str) -> CaseloadRefused:
    """Return the refusal of slots that cannot be used, and what to do about it."""
    return CaseloadRefused(
        f"The key slots of this caseload cannot be used: {what}. Nothing has been changed. "
        "Copy the .keys file back from a backup, or use one of its earlier generations beside it"
    )


def canonical(value: object) -> bytes:
    """Return the one way of writing a value: what seals and bindings are made over."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def as_text(value: bytes) -> str:
    """Return bytes as they stand in the file."""
    return base64.b64encode(value).decode()


def as_bytes(value: str) -> bytes:
    """Return what stood in the file as bytes. Raises ValueError when it is not ours."""
    return base64.b64decode(value, validate=True)


def _check_shape(content: dict[str, Any]) -> None:
    try:
        canonical(content)  # text that cannot be encoded is not ours
        fits = all(isinstance(content[name], str) for name in ("database_id", "mac"))
        fits = fits and all(_slot_fits(slot, slot["header"]) for slot in content["slots"])
    except (KeyError, TypeError, ValueError, RecursionError):
        fits = False
    if not fits:
        raise damaged("a slot is damaged or asks for too much memory")


def _slot_fits(slot: dict[str, Any], header: dict[str, Any]) -> bool:
    as_bytes(header["salt"]), as_bytes(slot["nonce"]), as_bytes(slot["wrapped"])
    if header["kind"] in ("recovery", "audit") and header["kdf"] == "hkdf":
        return "sealed" not in slot
    if ("sealed" in slot) != ("public" in header):
        return False
    if "sealed" in slot:
        as_bytes(header["public"]), as_bytes(slot["sealed"])
    bounded = (type(header[name]) is int and 1 <= header[name] <= limit for name, limit in _LIMITS.items())
    named = (isinstance(header[name], str) for name in ("user_name", "full_name"))
    return header["kind"] == "person" and header["kdf"] == "argon2id" and all(bounded) and all(named)
