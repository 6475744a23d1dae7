"""One backup is one file: what it says of itself, its seal, the key slots, the encrypted database. Nothing else fits in.

    "LACBAK" 0 1 | length of the manifest, 4 bytes | manifest, JSON | seal, 32 bytes | key slots | database

The seal is an HMAC-SHA256 over all that stands before it. The manifest holds length and SHA-256 of the two parts, so the
seal binds every byte of the file. A framing of our own, not ZIP: a ZIP archive says twice what is in it, and the two can
differ; it has room for what no list names, and names that lead elsewhere. Here there is one order and no slack.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from lac_tracker.domain.backups import Kind, Manifest, Part
from lac_tracker.domain.errors import BackupRefused
from lac_tracker.storage import safe_files
from lac_tracker.storage.key_file import canonical
from lac_tracker.storage.vault import Keys

SUFFIX = ".lacbak"
_MAGIC = b"LACBAK\x00\x01"
_LONGEST_MANIFEST = 262_144
_LONGEST_KEYS = 4_194_304
_SEAL = 32
_AT_ONCE = 1_048_576
_HEX = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Header:
    """The beginning of a backup, as it stands there. The manifest is not to be believed before `is_sealed_by`."""

    manifest: Manifest
    sealed: bytes  # what the seal is made over
    seal: bytes

    @property
    def size(self) -> int:
        return len(self.sealed) + len(self.seal)

    def is_sealed_by(self, keys: Keys) -> bool:
        """Return whether these keys made the seal, over this very manifest."""
        of_caseload = keys.database_id == self.manifest.database_id
        return of_caseload and hmac.compare_digest(self.seal, _seal(keys, self.sealed))


def write(target: Path, manifest: Manifest, keys: Keys, key_slots: bytes, database: Path) -> None:
    """Put a backup together, whole or not at all. Nothing may be at `target`. Raises OSError."""
    said = canonical(_as_json(manifest))
    before = _MAGIC + len(said).to_bytes(4, "big") + said
    with safe_files.writing_safely(target) as file, database.open("rb") as held:
        file.write(before)
        file.write(_seal(keys, before))
        file.write(key_slots)
        while some := held.read(_AT_ONCE):
            file.write(some)


def read_header(path: Path) -> Header:
    """Return the beginning of a backup. Raises BackupRefused when the file is none, is damaged, or is too short."""
    with _opened(path) as file:
        return _header(path, file)


def key_slots(path: Path) -> bytes:
    """Return the key slots in a backup, which have a seal of their own. Raises BackupRefused."""
    with _opened(path) as file:
        header = _header(path, file)
        slots = file.read(header.manifest.keys.size)
    if hashlib.sha256(slots).hexdigest() != header.manifest.keys.sha256:
        raise damaged(path)
    return slots


def check(path: Path, keys: Keys) -> Manifest:
    """Return the manifest of a backup once its seal and every byte of it were verified. Raises BackupRefused."""
    with _opened(path) as file:
        manifest = _believed(path, file, keys).manifest
        for part in (manifest.keys, manifest.database):
            _copy(path, file, part, None)
    return manifest


def take_out(path: Path, keys: Keys, database: BinaryIO) -> tuple[Manifest, bytes]:
    """Write the database of a backup into a file that is open; return the manifest and the key slots.

    Raises BackupRefused when anything is not as it was sealed: what was written is of no use then.
    """
    with _opened(path) as file:
        manifest = _believed(path, file, keys).manifest
        slots = file.read(manifest.keys.size)
        if hashlib.sha256(slots).hexdigest() != manifest.keys.sha256:
            raise damaged(path)
        _copy(path, file, manifest.database, database)
    return manifest, slots


def part_of(path: Path) -> Part:
    """Return length and SHA-256 of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while some := file.read(_AT_ONCE):
            digest.update(some)
            size += len(some)
    return Part(size, digest.hexdigest())


def part_in(content: bytes) -> Part:
    """Return length and SHA-256 of some bytes."""
    return Part(len(content), hashlib.sha256(content).hexdigest())


def damaged(path: Path) -> BackupRefused:
    """Return the refusal of a file that is not as it was made."""
    return BackupRefused(
        f"{path.name} is damaged, or was changed by something other than this program. It is not used. "
        "Nothing has been changed. Choose another backup"
    )


def other_key(path: Path) -> BackupRefused:
    """Return the refusal of a backup that other keys made."""
    return BackupRefused(
        f"{path.name} belongs to another caseload, or was made before the key was changed. It is not used. "
        "Nothing has been changed"
    )


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise BackupRefused(f"{path.name} cannot be read: {error.strerror}") from error


def _believed(path: Path, file: BinaryIO, keys: Keys) -> Header:
    header = _header(path, file)
    if not header.is_sealed_by(keys):
        ours = (header.manifest.database_id, header.manifest.key_name) == (keys.database_id, keys.key_name)
        raise damaged(path) if ours else other_key(path)
    return header


def _header(path: Path, file: BinaryIO) -> Header:
    start = file.read(len(_MAGIC) + 4)
    length = int.from_bytes(start[len(_MAGIC) :], "big")
    if not start.startswith(_MAGIC) or len(start) != len(_MAGIC) + 4 or length > _LONGEST_MANIFEST:
        raise BackupRefused(
            f"{path.name} is not a backup of this program, or is damaged. Nothing has been changed"
        )
    said, seal = file.read(length), file.read(_SEAL)
    try:
        manifest = _manifest(json.loads(said))
        fits = canonical(_as_json(manifest)) == said and len(seal) == _SEAL
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, OverflowError):
        fits = False
    if not fits:
        raise damaged(path)
    header = Header(manifest, start + said, seal)
    if path.stat().st_size != header.size + manifest.keys.size + manifest.database.size:
        raise damaged(path)  # cut off, or something was added
    return header


def _copy(path: Path, file: BinaryIO, part: Part, target: BinaryIO | None) -> None:
    digest, left = hashlib.sha256(), part.size
    while left:
        some = file.read(min(left, _AT_ONCE))
        if not some:
            break
        digest.update(some)
        left -= len(some)
        if target is not None:
            target.write(some)
    if left or digest.hexdigest() != part.sha256:
        raise damaged(path)


def _seal(keys: Keys, sealed: bytes) -> bytes:
    return hmac.new(keys.backup_key, sealed, hashlib.sha256).digest()


def _as_json(manifest: Manifest) -> dict[str, Any]:
    return {
        "database_id": manifest.database_id,
        "key_name": manifest.key_name,
        "kind": manifest.kind.value,
        "made_at": manifest.made_at.isoformat(),
        "schema": manifest.schema,
        "app_version": manifest.app_version,
        "counts": dict(manifest.counts),
        "head": [manifest.head_number, manifest.head_mac],
        "keys": [manifest.keys.size, manifest.keys.sha256],
        "database": [manifest.database.size, manifest.database.sha256],
    }


def _manifest(said: dict[str, Any]) -> Manifest:
    """Raises KeyError, TypeError or ValueError for what this program does not write."""
    made_at = datetime.fromisoformat(said["made_at"])
    if made_at.tzinfo is None:
        raise ValueError("no time zone")
    number, mac = said["head"]
    counts = {_text(table): _count(rows) for table, rows in said["counts"].items()}
    keys, database = (
        Part(_count(size), _digest(sha256)) for size, sha256 in (said["keys"], said["database"])
    )
    if keys.size > _LONGEST_KEYS:
        raise ValueError("no such key slots")
    return Manifest(
        _text(said["database_id"]), _text(said["key_name"]), Kind(said["kind"]), made_at, _count(said["schema"]),
        _text(said["app_version"]), counts, _count(number), _text(mac), keys, database,
    )  # fmt: skip


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable() or len(value) > 100:
        raise ValueError("no such text")
    return value


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("no such count")
    return value


def _digest(value: object) -> str:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise ValueError("no such digest")
    return value
