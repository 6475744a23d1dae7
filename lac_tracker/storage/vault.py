"""One random database key, sealed once per person and once for the recovery sheet; keys derived from it.

The slots stand in a side file, because they are needed before the database opens. Losing it is losing everything.

A person's slot holds a pair of keys of their own: the passphrase (by argon2id) opens the private one, and the database
key is sealed to the public one. So the database key can be changed without anybody's passphrase, and who left, and kept
what their passphrase once gave, is not given the new one. A slot of the earlier kind, in which the passphrase opens the
database key itself, still opens and is made anew at the next sign-in.
"""

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lac_tracker.domain import passphrases
from lac_tracker.domain.errors import CaseloadRefused, UserError, WrongPassphrase
from lac_tracker.storage import key_file, recovery_key
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
WRONG = "That name and passphrase don't match. Nothing has been opened or changed"


@dataclass(frozen=True)
class Keys:
    """The opened vault: what the database key gives. Never logged, never written."""

    database_id: str
    database_key: bytes = field(repr=False)
    kept_audit_key: bytes | None = field(
        default=None, repr=False
    )  # of the first database key, once it was changed

    @property
    def file_key(self) -> bytes:
        """The raw key of the database file, 32 bytes."""
        return self._derived("file")

    @property
    def audit_key(self) -> bytes:
        """The key of the audit chain, 32 bytes. It outlives a change of the database key.

        Entries are never sealed anew, which would let anybody who changes the key forge them. That who left may know it
        is no danger by itself: to write an entry one needs the key of the file, and that one has changed.
        """
        return self.kept_audit_key or self._derived("audit")

    @property
    def backup_key(self) -> bytes:
        """The key that seals what a backup says of itself, 32 bytes."""
        return self._derived("backup")

    @property
    def key_name(self) -> str:
        """What tells this database key from an earlier one of the same caseload. It opens nothing, so it may be read."""
        return self._derived("name")[:8].hex()

    def _derived(self, purpose: str) -> bytes:
        info = f"lac-tracker {purpose} key".encode()
        return HKDF(SHA256(), 32, salt=self.database_id.encode(), info=info).derive(self.database_key)


def create(caseload: Path, *, user_name: str, full_name: str, passphrase: str) -> tuple[Keys, str]:
    """Make a new database key with one person's slot and one recovery slot, and write the slots.

    Returns the keys and the recovery key in printable groups: it is shown once and kept nowhere.

    Raises UserError when the passphrase is too weak or key slots are already there.
    """
    passphrases.check(passphrase, (user_name, full_name))
    path = keys_path(caseload)
    if path.exists():
        raise UserError(f"There are key slots at {path} already. Choose another name for the new caseload")
    keys = Keys(secrets.token_hex(16), secrets.token_bytes(32))
    slot, printable = new_recovery_slot(keys)
    write(path, keys, [person_slot(keys, user_name, full_name, passphrase), slot])
    return keys, printable


def database_id(caseload: Path) -> str:
    """Return which database the slots beside a caseload say they open. Raises CaseloadRefused when there are none."""
    return str(key_file.read(keys_path(caseload))["database_id"])


def unlock(caseload: Path, user_name: str, passphrase: str) -> Keys:
    """Open the vault with a person's passphrase.

    Raises WrongPassphrase when the name or the passphrase is wrong, and CaseloadRefused when the slots are missing or
    damaged.
    """
    content = key_file.read(keys_path(caseload))
    slot = next((s for s in content["slots"] if s["header"].get("user_name") == user_name), None)
    if slot is None or len(passphrase) > passphrases.LONGEST:
        raise WrongPassphrase(WRONG)
    return _opened(content, slot, _secret(passphrase), WrongPassphrase(WRONG))


def unlock_with_recovery_key(caseload: Path, typed: str) -> Keys:
    """Open the vault with the key of the recovery sheet; spaces, hyphens and case do not matter.

    Raises CaseloadRefused when it is mistyped, or belongs to another caseload or an earlier sheet.
    """
    content = key_file.read(keys_path(caseload))
    slot = next((s for s in content["slots"] if s["header"]["kind"] == "recovery"), None)
    if slot is None:
        raise CaseloadRefused(
            "This caseload has no recovery slot. A manager with a passphrase can make a new sheet"
        )
    wrong = CaseloadRefused("That recovery key belongs to another caseload, or a newer sheet was made since")
    return _opened(content, slot, recovery_key.secret_of(typed), wrong)


def add_person(caseload: Path, keys: Keys, *, user_name: str, full_name: str, passphrase: str) -> None:
    """Give one more person a slot.

    Raises UserError when the passphrase is too weak or the name has a slot already, and CaseloadRefused when the
    slots were changed by something else.
    """
    passphrases.check(passphrase, (user_name, full_name))
    held = slots(caseload, keys)
    if any(slot["header"].get("user_name") == user_name for slot in held):
        raise UserError(f"There is already a person with the user name '{user_name}'. Choose another one")
    write(keys_path(caseload), keys, [*held, person_slot(keys, user_name, full_name, passphrase)])


def slots(caseload: Path, keys: Keys) -> list[dict[str, Any]]:
    """Return the slots as they stand, to be written again with a change.

    Raises CaseloadRefused when something else changed them: a new seal would make a foreign slot look like one of ours.
    """
    content = key_file.read(keys_path(caseload))
    _check_mac(keys, content)
    return list(content["slots"])


def write(path: Path, keys: Keys, held: list[dict[str, Any]]) -> None:
    """Write the slots and their seal in place of those that are there."""
    key_file.write(path, keys.database_id, held, mac(keys, held))


def content_of(keys: Keys, held: list[dict[str, Any]]) -> bytes:
    """Return what `write` writes, for slots that come into their place together with another file."""
    return key_file.content_of(keys.database_id, held, mac(keys, held))


def person_slot(keys: Keys, user_name: str, full_name: str, passphrase: str) -> dict[str, Any]:
    """Return a new slot of a person: a new pair of keys, and the database key sealed to it."""
    private = X25519PrivateKey.generate()
    header: dict[str, Any] = {
        "kind": "person", "user_name": user_name, "full_name": full_name,
        "public": as_text(private.public_key().public_bytes_raw()),
    }  # fmt: skip
    header |= ARGON2ID | {"salt": as_text(secrets.token_bytes(16))}
    slot = _slot(keys.database_id, header, _secret(passphrase), private.private_bytes_raw())
    return slot | {"sealed": sealed_for(keys, header)}


def sealed_for(keys: Keys, header: dict[str, Any]) -> str:
    """Return the database key sealed to the public key of a person's slot: it needs no passphrase.

    Raises CaseloadRefused where the slot holds no public key of ours.
    """
    passing = X25519PrivateKey.generate()
    try:
        shared = passing.exchange(X25519PublicKey.from_public_bytes(as_bytes(header["public"])))
    except ValueError:
        raise damaged("the public key of a slot is damaged") from None
    public, nonce = passing.public_key().public_bytes_raw(), secrets.token_bytes(12)
    sealed = _sealing(shared, public, header).encrypt(
        nonce, keys.database_key, _bound(keys.database_id, header)
    )
    return as_text(public + nonce + sealed)


def new_recovery_slot(keys: Keys) -> tuple[dict[str, Any], str]:
    """Return a slot for a recovery sheet, and the key to print on it."""
    secret = secrets.token_bytes(32)
    return _slot(keys.database_id, _salted("recovery"), secret, keys.database_key), recovery_key.printable(
        secret
    )


def audit_slot(keys: Keys) -> dict[str, Any]:
    """Return the slot in which the audit key stays, once the database key is another than the one it was derived from."""
    return _slot(keys.database_id, _salted("audit"), keys.database_key, keys.audit_key)


def _salted(kind: str) -> dict[str, Any]:
    return {"kind": kind, "kdf": "hkdf", "salt": as_text(secrets.token_bytes(16))}


def _slot(database_id: str, header: dict[str, Any], secret: bytes, held: bytes) -> dict[str, Any]:
    nonce = secrets.token_bytes(12)
    wrapped = AESGCM(_wrapping_key(header, secret)).encrypt(nonce, held, _bound(database_id, header))
    return {"header": header, "nonce": as_text(nonce), "wrapped": as_text(wrapped)}


def _opened(content: dict[str, Any], slot: dict[str, Any], secret: bytes, wrong: CaseloadRefused) -> Keys:
    database_id = content["database_id"]
    try:
        held = _unwrapped(database_id, slot, secret)
        database_key = _unsealed(database_id, slot, held) if "sealed" in slot else held
    except InvalidTag:
        raise wrong from None
    except (ValueError, HashingError):
        raise damaged("a slot has parameters that this program does not write") from None
    keys = Keys(database_id, database_key)
    _check_mac(keys, content)
    kept = next((one for one in content["slots"] if one["header"]["kind"] == "audit"), None)
    if kept is None:
        return keys
    try:
        return replace(keys, kept_audit_key=_unwrapped(database_id, kept, database_key))
    except InvalidTag:
        raise damaged("the key of the audit log does not open") from None


def _unwrapped(database_id: str, slot: dict[str, Any], secret: bytes) -> bytes:
    """Return what a slot holds. Raises InvalidTag when the secret is another, or the slot was changed."""
    wrapping = AESGCM(_wrapping_key(slot["header"], secret))
    return wrapping.decrypt(
        as_bytes(slot["nonce"]), as_bytes(slot["wrapped"]), _bound(database_id, slot["header"])
    )


def _unsealed(database_id: str, slot: dict[str, Any], private: bytes) -> bytes:
    """Return the database key that was sealed to a person's public key. Raises InvalidTag or ValueError."""
    sealed, header = as_bytes(slot["sealed"]), slot["header"]
    public, nonce, rest = sealed[:32], sealed[32:44], sealed[44:]
    shared = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(public))
    return _sealing(shared, public, header).decrypt(nonce, rest, _bound(database_id, header))


def _sealing(shared: bytes, passing_public: bytes, header: dict[str, Any]) -> AESGCM:
    """Return what seals for one slot: the key is of this exchange alone, and of both public keys."""
    both = passing_public + as_bytes(header["public"])
    return AESGCM(HKDF(SHA256(), 32, salt=both, info=b"lac-tracker sealed database key").derive(shared))


def _check_mac(keys: Keys, content: dict[str, Any]) -> None:
    sealed = mac(keys, content["slots"]) if content["database_id"] == keys.database_id else ""
    if not hmac.compare_digest(sealed.encode(), content["mac"].encode()):
        raise damaged("a slot was added, changed or removed by something other than this program")


def _wrapping_key(header: dict[str, Any], secret: bytes) -> bytes:
    salt = as_bytes(header["salt"])
    if header["kdf"] == "hkdf":
        return HKDF(SHA256(), 32, salt=salt, info=f"lac-tracker {header['kind']} slot".encode()).derive(
            secret
        )
    return hash_secret_raw(
        secret,
        salt,
        time_cost=header["time"],
        memory_cost=header["memory_kib"],
        parallelism=header["lanes"],
        hash_len=32,
        type=Type.ID,
    )


def mac(keys: Keys, held: list[dict[str, Any]]) -> str:
    """Return the seal over all slots together."""
    slot_key = HKDF(SHA256(), 32, salt=keys.database_id.encode(), info=b"lac-tracker slots").derive(
        keys.database_key
    )
    return hmac.new(slot_key, canonical(held), hashlib.sha256).hexdigest()


def _bound(database_id: str, header: dict[str, Any]) -> bytes:
    return canonical([database_id, header])


def _secret(passphrase: str) -> bytes:
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "replace")
