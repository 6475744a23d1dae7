"""One random database key, wrapped once per person and once for the recovery sheet; keys derived from it.

The slots stand in a side file, because they are needed before the database opens. Losing it is losing everything.
"""

import base64
import hashlib
import hmac
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
from lac_tracker.storage import key_file
from lac_tracker.storage.key_file import as_bytes, as_text, canonical, damaged
from lac_tracker.storage.key_file import (
    keys_path as keys_path,  # callers of the vault ask it where the slots are
)

ARGON2ID: dict[str, str | int] = {
    "kdf": "argon2id",
    "time": 3,
    "memory_kib": 131_072,
    "lanes": 4,
}  # new slots
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
            keys,
            {"kind": "recovery", "kdf": "hkdf", "salt": as_text(secrets.token_bytes(16))},
            recovery_secret,
        ),
    ]
    _write(path, keys, slots)
    return keys, _printable(recovery_secret)


def unlock(caseload: Path, user_name: str, passphrase: str) -> Keys:
    """Open the vault with a person's passphrase.

    Raises CaseloadRefused when the name or the passphrase is wrong, or the slots are missing or damaged.
    """
    content = key_file.read(keys_path(caseload))
    slot = next((s for s in content["slots"] if s["header"].get("user_name") == user_name), None)
    if slot is None or len(passphrase) > _LONGEST_PASSPHRASE:
        raise CaseloadRefused(_WRONG)
    return _opened(content, slot, _secret(passphrase), _WRONG)


def unlock_with_recovery_key(caseload: Path, recovery_key: str) -> Keys:
    """Open the vault with the key of the recovery sheet; spaces, hyphens and case do not matter.

    Raises CaseloadRefused when it is mistyped or belongs to another caseload.
    """
    content = key_file.read(keys_path(caseload))
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
    content = key_file.read(keys_path(caseload))
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


def _person_slot(keys: Keys, user_name: str, full_name: str, passphrase: str) -> dict[str, Any]:
    header = {"kind": "person", "user_name": user_name, "full_name": full_name}
    return _slot(keys, header | ARGON2ID | {"salt": as_text(secrets.token_bytes(16))}, _secret(passphrase))


def _slot(keys: Keys, header: dict[str, Any], secret: bytes) -> dict[str, Any]:
    nonce = secrets.token_bytes(12)
    wrapped = AESGCM(_wrapping_key(header, secret)).encrypt(
        nonce, keys.database_key, _bound(keys.database_id, header)
    )
    return {"header": header, "nonce": as_text(nonce), "wrapped": as_text(wrapped)}


def _opened(content: dict[str, Any], slot: dict[str, Any], secret: bytes, wrong: str) -> Keys:
    header, database_id = slot["header"], content["database_id"]
    try:
        wrapping = AESGCM(_wrapping_key(header, secret))
        database_key = wrapping.decrypt(
            as_bytes(slot["nonce"]), as_bytes(slot["wrapped"]), _bound(database_id, header)
        )
    except InvalidTag:
        raise CaseloadRefused(wrong) from None
    except (ValueError, HashingError):
        raise damaged("a slot has parameters that this program does not write") from None
    keys = Keys(database_id, database_key)
    _check_mac(keys, content)
    return keys


def _check_mac(keys: Keys, content: dict[str, Any]) -> None:
    sealed = _mac(keys, content["slots"]) if content["database_id"] == keys.database_id else ""
    if not hmac.compare_digest(sealed.encode(), content["mac"].encode()):
        raise damaged("a slot was added, changed or removed by something other than this program")


def _wrapping_key(header: dict[str, Any], secret: bytes) -> bytes:
    salt = as_bytes(header["salt"])
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


def _write(path: Path, keys: Keys, slots: list[dict[str, Any]]) -> None:
    key_file.write(path, keys.database_id, slots, _mac(keys, slots))


def _mac(keys: Keys, slots: list[dict[str, Any]]) -> str:
    slot_key = HKDF(SHA256(), 32, salt=keys.database_id.encode(), info=b"lac-tracker slots").derive(
        keys.database_key
    )
    return hmac.new(slot_key, canonical(slots), hashlib.sha256).hexdigest()


def _bound(database_id: str, header: dict[str, Any]) -> bytes:
    return canonical([database_id, header])


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
