"""Remembers which form files were found without a problem, so that a start need not read them all again."""

import hashlib
import json
from pathlib import Path

from lac_tracker import __version__

_FORGOTTEN = ""  # matches no digest


def digest(forms: Path, checked_with: tuple[Path, ...] = ()) -> str:
    """Return what a check of these form files depends on, as one digest; '' when a file cannot be read.

    forms: the folder; the bytes of each of its files count.
    checked_with: folders of the program that the check is made of, and of what it looks up: name, size and time of
        their files count, for those who change the program without giving it a new version.
    """
    whole = hashlib.sha256(__version__.encode())
    try:
        for path in sorted(forms.glob("*.toml")):
            with path.open("rb") as file:
                whole.update(f"\0{path.name}\0".encode())
                whole.update(hashlib.file_digest(file, "sha256").digest())
        for folder in checked_with:
            for path in sorted(one for one in folder.rglob("*") if one.suffix in (".py", ".toml")):
                held = path.stat()
                whole.update(f"\0{path.name}\0{held.st_size}\0{held.st_mtime_ns}".encode())
    except OSError:
        return _FORGOTTEN
    return whole.hexdigest()


def was_fine(memory: Path, digest: str) -> bool:
    """Return whether forms with this digest were checked and had no problem. What cannot be read is not remembered."""
    try:
        held = json.loads(memory.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return digest != _FORGOTTEN and isinstance(held, dict) and held.get("without_problem") == digest


def remember_fine(memory: Path, digest: str) -> None:
    """Remember that forms with this digest had no problem; a folder that cannot be written is no reason to stop."""
    try:
        memory.parent.mkdir(parents=True, exist_ok=True)
        new = memory.with_name(memory.name + ".new")
        new.write_text(json.dumps({"without_problem": digest}), encoding="utf-8")
        new.replace(memory)
    except OSError:
        return
