"""One random database key, wrapped once per person and once for the recovery sheet; keys derived from it.

The slots stand in a side file, because they are needed before the database opens. Losing it is losing everything.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lac_tracker.domain.errors import CaseloadRefused, UserError

_MAGIC = "lac-tracker keys"
_VERSION = 1
_GENERATIONS = 3  # earlier key files kept beside the newest
ARGON2ID: dict[str, str | int] = {
    "kdf": "argon2id",
    "time": 3,
    "memory_kib": 131_072,
    "lanes": 4,
}  # new slots
# A hostile file must not be able to ask for all memory.
_LIMITS = {"time": 16, "memory_kib": 1_048_576, "lanes": 16}
SHORTEST_PASSPHRASE = 12
_LONGEST_PASSPHRASE = 1_024
_COMMON = (
    "password",
    "passphrase",
    "letmein",
    "qwertyuiop",
    "qwerty",
    "abcdefghijkl",
    "healthtracker",
    "lookedafter",
)
_FILLING = "0123456789!.?*"  # what people put after a common word
_WRONG = "That name and passphrase don't match. Nothing has been opened or changed"


@dataclass(frozen=True)
class Keys:
    """The opened vault: what the database key gives. Never logged, never written."""

    database_id: str
    database_key: bytes = field(repr=False)

    @property
    def file_key(self) -> bytes:
        """The raw key of the database file, 32 bytes."""
        return self._derived("file")

    @property
    def audit_key(self) -> bytes:
        """The key of the audit chain, 32 bytes."""
        return self._derived("audit")

    def _derived(self, purpose: str) -> bytes:
        info = f"lac-tracker {purpose} key".encode()
        return HKDF(SHA256(), 32, salt=self.database_id.encode(), info=info).derive(self.database_key)


@dataclass(frozen=True)
class SlotName:
    """Whose slot it is: shown in the list of the sign-in screen."""

    user_name: str
    full_name: str


def keys_path(caseload: Path) -> Path:
    """Return where the slots of a caseload stand."""
    return caseload.with_name(caseload.name + ".keys")


def create(caseload: Path, *, user_name: str, full_name: str, passphrase: str) -> tuple[Keys, str]:
    """Make a new database key with one person's slot and one recovery slot, and write the slots.

    Returns the keys and the recovery key in printable groups: it is shown once and kept nowhere.

    Raises UserError when the passphrase is too weak or key slots are already there.
    """
    check_passphrase(passphrase, user_name)
    path = keys_path(caseload)
    if path.exists():
        raise UserError(f"There are key slots at {path} already. Choose another name for the new caseload")
    keys = Keys(secrets.token_hex(16), secrets.token_bytes(32))
    recovery_secret = secrets.token_bytes(32)
    slots = [
        _person_slot(keys, user_name, full_name, passphrase),
        _slot(
            keys, {"kind": "recovery", "kdf": "hkdf", "salt": _text(secrets.token_bytes(16))}, recovery_secret
        ),
    ]
    _write(path, keys, slots)
    return keys, _printable(recovery_secret)


def names(caseload: Path) -> tuple[SlotName, ...]:
    """Return who has a slot, in the order in which they were added."""
    headers = [slot["header"] for slot in _read(caseload)["slots"]]
    return tuple(SlotName(h["user_name"], h["full_name"]) for h in headers if h["kind"] == "person")


def unlock(caseload: Path, user_name: str, passphrase: str) -> Keys:
    """Open the vault with a person's passphrase.

    Raises CaseloadRefused when the name or the passphrase is wrong, or the slots are missing or damaged.
    """
    content = _read(caseload)
    slot = next((s for s in content["slots"] if s["header"].get("user_name") == user_name), None)
    if slot is None or len(passphrase) > _LONGEST_PASSPHRASE:
        raise CaseloadRefused(_WRONG)
    return _opened(content, slot, _secret(passphrase), _WRONG)


def unlock_with_recovery_key(caseload: Path, recovery_key: str) -> Keys:
    """Open the vault with the key of the recovery sheet; spaces, hyphens and case do not matter.

    Raises CaseloadRefused when it is mistyped or belongs to another caseload.
    """
    content = _read(caseload)
    slot = next((s for s in content["slots"] if s["header"]["kind"] == "recovery"), None)
    if slot is None:
        raise CaseloadRefused(
            "This caseload has no recovery slot. A manager with a passphrase can make a new sheet"
        )
    return _opened(
        content, slot, _from_printable(recovery_key), "That recovery key belongs to another caseload"
    )


def add_person(caseload: Path, keys: Keys, *, user_name: str, full_name: str, passphrase: str) -> None:
    """Give one more person a slot.

    Raises UserError when the passphrase is too weak or the name has a slot already, and CaseloadRefused when the
    slots were changed by something else.
    """
    check_passphrase(passphrase, user_name)
    content = _read(caseload)
    _check_mac(keys, content)  # or the new seal would make a foreign slot look like one of ours
    if any(slot["header"].get("user_name") == user_name for slot in content["slots"]):
        raise UserError(f"There is already a person with the user name '{user_name}'. Choose another one")
    slots = [*content["slots"], _person_slot(keys, user_name, full_name, passphrase)]
    _write(keys_path(caseload), keys, slots)


def check_passphrase(passphrase: str, user_name: str) -> None:
    """Raise UserError with what to change when a passphrase is too short or too easily guessed."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise UserError(
            f"The passphrase has {len(passphrase)} characters; it needs at least {SHORTEST_PASSPHRASE}"
        )
    if len(passphrase) > _LONGEST_PASSPHRASE:
        raise UserError(
            f"The passphrase is longer than {_LONGEST_PASSPHRASE} characters. Choose a shorter one"
        )
    plain = passphrase.casefold().replace(" ", "")
    if len(set(plain)) < 5:
        raise UserError("The passphrase repeats the same few characters. Choose several unrelated words")
    for word in filter(None, (*_COMMON, user_name.casefold())):
        plain = plain.replace(word, "")
    if not plain.strip(_FILLING):
        raise UserError(
            "That passphrase is one of the first that would be tried. Choose several unrelated words"
        )


def write_safely(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: new name, sync, rename, sync the folder. Readable by its owner alone."""
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    if hasattr(os, "O_DIRECTORY"):  # a folder cannot be synced on Windows
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _person_slot(keys: Keys, user_name: str, full_name: str, passphrase: str) -> dict[str, Any]:
    header = {"kind": "person", "user_name": user_name, "full_name": full_name}
    return _slot(keys, header | ARGON2ID | {"salt": _text(secrets.token_bytes(16))}, _secret(passphrase))


def _slot(keys: Keys, header: dict[str, Any], secret: bytes) -> dict[str, Any]:
    nonce = secrets.token_bytes(12)
    wrapped = AESGCM(_wrapping_key(header, secret)).encrypt(
        nonce, keys.database_key, _bound(keys.database_id, header)
    )
    return {"header": header, "nonce": _text(nonce), "wrapped": _text(wrapped)}


def _opened(content: dict[str, Any], slot: dict[str, Any], secret: bytes, wrong: str) -> Keys:
    header, database_id = slot["header"], content["database_id"]
    try:
        wrapping = AESGCM(_wrapping_key(header, secret))
        database_key = wrapping.decrypt(
            _bytes(slot["nonce"]), _bytes(slot["wrapped"]), _bound(database_id, header)
        )
    except InvalidTag:
        raise CaseloadRefused(wrong) from None
    except (ValueError, HashingError):
        raise _damaged("a slot has parameters that this program does not write") from None
    keys = Keys(database_id, database_key)
    _check_mac(keys, content)
    return keys


def _check_mac(keys: Keys, content: dict[str, Any]) -> None:
    sealed = _mac(keys, content["slots"]) if content["database_id"] == keys.database_id else ""
    if not hmac.compare_digest(sealed.encode(), content["mac"].encode()):
        raise _damaged("a slot was added, changed or removed by something other than this program")


def _wrapping_key(header: dict[str, Any], secret: bytes) -> bytes:
    salt = _bytes(header["salt"])
    if header["kdf"] == "hkdf":
        return HKDF(SHA256(), 32, salt=salt, info=b"lac-tracker recovery slot").derive(secret)
    return hash_secret_raw(
        secret,
        salt,
        time_cost=header["time"],
        memory_cost=header["memory_kib"],
        parallelism=header["lanes"],
        hash_len=32,
        type=Type.ID,
    )


def _read(caseload: Path) -> dict[str, Any]:
    path = keys_path(caseload)
    try:
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
        raise _damaged("it is not readable") from None
    if not isinstance(content, dict) or content.get("magic") != _MAGIC:
        raise _damaged("it is not a file of key slots")
    version = content.get("version")
    if type(version) is not int or version < _VERSION:
        raise _damaged("it is not a file of key slots")
    if version > _VERSION:
        raise CaseloadRefused(
            "The key slots were written by a newer version of this program. Update this computer to open it"
        )
    _check_shape(content)
    return content


def _check_shape(content: dict[str, Any]) -> None:
    try:
        _canonical(content)  # text that cannot be encoded is not ours
        fits = all(isinstance(content[name], str) for name in ("database_id", "mac"))
        fits = fits and all(_slot_fits(slot, slot["header"]) for slot in content["slots"])
    except (KeyError, TypeError, ValueError, RecursionError):
        fits = False
    if not fits:
        raise _damaged("a slot is damaged or asks for too much memory")


def _slot_fits(slot: dict[str, Any], header: dict[str, Any]) -> bool:
    _bytes(header["salt"]), _bytes(slot["nonce"]), _bytes(slot["wrapped"])
    if header["kind"] == "recovery" and header["kdf"] == "hkdf":
        return True
    bounded = (type(header[name]) is int and 1 <= header[name] <= limit for name, limit in _LIMITS.items())
    named = (isinstance(header[name], str) for name in ("user_name", "full_name"))
    return header["kind"] == "person" and header["kdf"] == "argon2id" and all(bounded) and all(named)


def _damaged(what: str) -> CaseloadRefused:
    return CaseloadRefused(
        f"The key slots of this caseload cannot be used: {what}. Nothing has been changed. "
        "Copy the .keys file back from a backup, or use one of its earlier generations beside it"
    )


def _write(path: Path, keys: Keys, slots: list[dict[str, Any]]) -> None:
    content = {
        "magic": _MAGIC,
        "version": _VERSION,
        "database_id": keys.database_id,
        "slots": slots,
        "mac": _mac(keys, slots),
    }
    for generation in range(_GENERATIONS, 0, -1):
        older = path if generation == 1 else path.with_name(f"{path.name}.{generation - 1}")
        if older.exists():
            write_safely(path.with_name(f"{path.name}.{generation}"), older.read_bytes())
    write_safely(path, json.dumps(content, indent=1, ensure_ascii=False).encode())


def _mac(keys: Keys, slots: list[dict[str, Any]]) -> str:
    slot_key = HKDF(SHA256(), 32, salt=keys.database_id.encode(), info=b"lac-tracker slots").derive(
        keys.database_key
    )
    return hmac.new(slot_key, _canonical(slots), hashlib.sha256).hexdigest()


def _bound(database_id: str, header: dict[str, Any]) -> bytes:
    return _canonical([database_id, header])


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _secret(passphrase: str) -> bytes:
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "replace")


def _printable(secret: bytes) -> str:
    letters = base64.b32encode(secret).decode().rstrip("=") + _check_letters(secret)
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _from_printable(recovery_key: str) -> bytes:
    letters = "".join(recovery_key.upper().replace("0", "O").replace("1", "I").replace("-", " ").split())
    try:
        secret = base64.b32decode(letters[:-4] + "=" * (-(len(letters) - 4) % 8))
    except ValueError:
        secret = b""
    if len(secret) != 32 or letters[-4:] != _check_letters(secret):
        raise CaseloadRefused(
            "That recovery key is mistyped: it has 14 groups of 4 letters and figures. Check each group"
        )
    return secret


def _check_letters(secret: bytes) -> str:
    return base64.b32encode(hashlib.sha256(secret).digest()).decode()[:4]


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(value: str) -> bytes:
    return base64.b64decode(value, validate=True)
