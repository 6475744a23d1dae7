"""Files a person asked for: written whole under a new name, never over another."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.received_files import LARGEST
from lac_tracker.storage.safe_files import write_safely, writing_safely

LARGEST_CSV = 20 * 1024 * 1024  # bytes


def check_new_file(path: Path) -> None:
    """Raise UserError when a file is there already or its folder is not, before anything is made for it."""
    if path.exists():
        raise UserError(f"There is already a file at {path}. Nothing was changed. Choose another name")
    if not path.parent.is_dir():
        raise UserError(f"The folder {path.parent} is not there. Make it first, or choose another")


def write_new_file(path: Path, content: bytes) -> None:
    """Write a file that was not there. Raises UserError with words when it is, or cannot be written."""
    check_new_file(path)
    try:
        write_safely(path, content)
    except OSError as error:
        raise UserError(
            f"{path.name} cannot be written: {error.strerror}. Nothing was left half-written"
        ) from error


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Give a new file to write into, for what is too long to be held at once. Raises UserError as `write_new_file` does."""
    check_new_file(path)
    try:
        with writing_safely(path) as file:
            yield file
    except OSError as error:
        raise UserError(
            f"{path.name} cannot be written: {error.strerror}. Nothing was left half-written"
        ) from error


def read_return(path: Path) -> dict[str, bytes]:
    """Return the files of a return: those of a folder, or its XML file alone. Raises UserError as `read_csv_folder`."""
    if path.suffix.casefold() != ".xml" or path.is_dir():
        return read_csv_folder(path)
    return {f"{path.resolve().parent.name}/{path.name}": read_one(path)}


def read_csv_folder(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder that may be tables of a return, or its XML form: 'folder/name.csv' → contents.

    Raises UserError when the folder is not there, has no such file, or one is too large to be a return.
    """
    if not folder.is_dir():
        raise UserError(
            f"There is no folder at {folder}. Choose the folder that holds the CSV files of the return"
        )
    found = {}
    try:
        for path in sorted(folder.iterdir()):
            if path.is_file() and path.suffix.casefold() in (".csv", ".xml"):
                if path.stat().st_size > LARGEST_CSV:
                    raise UserError(
                        f"{path.name} is over 20 MB. That is no table of a return: nothing was read"
                    )
                found[f"{folder.resolve().name}/{path.name}"] = read_one(path)
    except OSError as error:
        raise UserError(f"The folder {folder} cannot be read: {error.strerror}") from error
    if not found:
        raise UserError(
            f"The folder {folder} holds no CSV files. Choose the folder that holds those of the return"
        )
    return found


def read_one(path: Path) -> bytes:
    """Return the bytes of a list, read once as a whole. Raises UserError with words.

    A file that another program writes while it is read is refused: half of it would be of before.
    """
    try:
        if not path.is_file():
            raise UserError(f"There is no file at {path}. Choose another")
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            data = file.read(LARGEST_CSV + 1)
            after = (os.fstat(file.fileno()), path.stat())
    except OSError as error:
        raise UserError(f"The file {path} cannot be read: {error.strerror}") from error
    if len(data) > LARGEST_CSV:
        raise UserError(f"{path.name} is over 20 MB. Send it in parts: nothing was read")
    if any(_as_found(one) != _as_found(before) for one in after) or len(data) != before.st_size:
        raise UserError(f"{path.name} changed while it was read. Try again")
    return data


def _as_found(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_size, found.st_mtime_ns, found.st_ino


def read_received(path: Path) -> bytes:
    """Return the bytes of a file that came from elsewhere and is to be filed. Raises UserError with words."""
    try:
        if not path.is_file():
            raise UserError(f"There is no file at {path}. Choose another")
        if path.stat().st_size > LARGEST:
            raise UserError(
                f"This file has {path.stat().st_size / 1024 / 1024:.1f} MB; up to 20 MB can be kept. "
                "Scan it at 200 dots per inch in black and white, or file it in parts"
            )
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"The file cannot be read: {error.strerror}") from error


def read_text(path: Path, longest: int = 1024 * 1024) -> str:
    """Return a text file in UTF-8 that a person chose. Raises UserError in words for another, or a larger one."""
    try:
        if path.stat().st_size > longest:
            raise UserError(f"{path.name} is too large to be read as a text")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UserError(f"{path.name} is not a text in UTF-8") from None
    except OSError as error:
        raise UserError(f"{path.name} cannot be read: {error.strerror}") from error
