"""What a disk may hold after the power went: made from a recording of what a program wrote and when it asked for it to be kept.

A recording is that of strace. Whatever was written before the last fsync of a file is kept. Of what came after, a disk may
have kept nothing, everything, any part, a beginning, or sectors of 512 bytes out of the middle of a write.
"""

import random
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
STYLES = ("nothing", "everything", "any", "beginning", "torn")
_CALLS = "pwrite64,write,fsync,fdatasync,ftruncate,unlink,rename,openat"
_LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += +(-?\d+)")
_FILE = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Event:
    """kind: 'write', 'cut', 'keep' (fsync), 'remove' or 'said' (an acknowledgement: its number stands in `at`)."""

    kind: str
    file: str = ""
    at: int = 0
    data: bytes = b""


@dataclass
class _Disk:
    kept: bytearray
    pending: list[Event] = field(default_factory=list)


def record(command: list[str], trace: Path, files: Mapping[str, bytes], folder: Path) -> tuple[Event, ...]:
    """Run a program under strace and return what it did to the files of a folder, in order, and what it acknowledged.

    files: those that are there before, by name. The program writes 'said N' and a line feed to its standard output.
    """
    traced = [
        "strace",
        "-f",
        "-y",
        "-xx",
        "-s",
        "200000",
        "-e",
        f"trace={_CALLS}",
        "-o",
        str(trace),
        *command,
    ]
    subprocess.run(traced, check=True, stdout=subprocess.PIPE)
    return tuple(_events(trace, folder))


def may_trace() -> bool:
    """Return whether strace is here and may be used."""
    try:
        tried = subprocess.run(
            ["strace", "-o", "/dev/null", sys.executable, "-c", ""], check=False, capture_output=True
        )
    except FileNotFoundError:
        return False
    return tried.returncode == 0


def images(
    events: tuple[Event, ...], files: Mapping[str, bytes], count: int, chance: random.Random
) -> Iterator[tuple[dict[str, bytes], int, int, str]]:
    """Yield what the disk may hold after cuts at random moments: files, last number acknowledged, the cut, its style."""
    first = next(place for place, one in enumerate(events) if one.kind == "said")
    cuts = sorted(chance.randrange(first + 1, len(events) + 1) for _ in range(count))
    disks = {name: _Disk(bytearray(content)) for name, content in files.items()}
    done = said = 0
    for number, cut in enumerate(cuts):
        for one in events[done:cut]:
            said = one.at if one.kind == "said" else said
            _follow(disks, one)
        done = cut
        style = STYLES[number % len(STYLES)]
        yield {name: _survived(disk, style, chance) for name, disk in disks.items()}, said, cut, style


def _follow(disks: dict[str, _Disk], one: Event) -> None:
    if one.kind == "said":
        return
    disk = disks.setdefault(one.file, _Disk(bytearray()))
    if one.kind == "keep":
        for before in disk.pending:
            _apply(disk.kept, before)
        disk.pending.clear()
    else:
        disk.pending.append(one)


def _survived(disk: _Disk, style: str, chance: random.Random) -> bytes:
    image = bytearray(disk.kept)
    if style == "beginning":
        survivors = disk.pending[: chance.randint(0, len(disk.pending))]
    else:
        share = {"nothing": 0.0, "everything": 1.0}.get(style, 0.5)
        survivors = [one for one in disk.pending if style == "torn" or chance.random() < share]
    for one in survivors:
        for part in _sectors(one, chance) if style == "torn" else (one,):
            _apply(image, part)
    return bytes(image)


def _sectors(one: Event, chance: random.Random) -> Iterator[Event]:
    if one.kind != "write":
        if chance.random() < 0.5:
            yield one
        return
    for start in range(0, len(one.data), SECTOR):
        if chance.random() < 0.5:
            yield Event("write", one.file, one.at + start, one.data[start : start + SECTOR])


def _apply(content: bytearray, one: Event) -> None:
    if one.kind == "write":
        missing = one.at - len(content)
        if missing > 0:
            content.extend(bytes(missing))
        content[one.at : one.at + len(one.data)] = one.data
    elif one.kind == "cut":
        del content[one.at :]
        content.extend(bytes(one.at - len(content)))
    elif one.kind == "remove":
        content.clear()


def _events(trace: Path, folder: Path) -> Iterator[Event]:
    with trace.open(encoding="ascii") as lines:
        for line in lines:
            assert '"...' not in line, "strace cut what was written short"
            found = _LINE.match(line)
            if found is None or int(found[3]) < 0:
                continue
            event = _event(found[1], found[2], folder)
            if event is not None:
                yield event


def _event(call: str, given: str, folder: Path) -> Event | None:
    if call == "unlink":
        return _of_folder("remove", _plain(_TEXT.search(given)).decode(), folder)
    opened = _FILE.match(given)
    if opened is None:
        return None
    path = bytes.fromhex(opened[2].replace("\\x", "")).decode()
    if call == "write" and opened[1] == "1":
        words = _plain(_TEXT.search(given)).decode().split()
        return Event("said", at=int(words[1])) if words[:1] == ["said"] else None
    if call in ("fsync", "fdatasync"):
        return _of_folder("keep", path, folder)
    if call == "ftruncate":
        return _of_folder("cut", path, folder, at=int(given.rsplit(", ", 1)[1]))
    if call == "pwrite64":
        data = _plain(_TEXT.search(given))
        return _of_folder("write", path, folder, at=int(given.rsplit(", ", 1)[1]), data=data)
    return None


def _of_folder(kind: str, path: str, folder: Path, at: int = 0, data: bytes = b"") -> Event | None:
    # The -shm file is made anew at every opening.
    where = Path(path)
    if where.parent != folder or where.name.endswith("-shm"):
        return None
    return Event(kind, where.name, at, data)


def _plain(found: re.Match[str] | None) -> bytes:
    assert found is not None
    return bytes.fromhex(found[1].replace("\\x", ""))
