"""A file written whole or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def write_safely(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: new name, sync, rename, sync the folder. Readable by its owner alone."""
    with writing_safely(path) as file:
        file.write(content)


@contextmanager
def writing_safely(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write into that stands at its place, as `write_safely` puts it there, once all is written."""
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names of the files in a folder on the disk: until then a loss of power may take one that was just put there."""
    if hasattr(os, "O_DIRECTORY"):  # a folder cannot be synced on Windows
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
