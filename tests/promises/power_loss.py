"""What a disk may hold after the power went: made from a recording of what a program wrote and when it asked for it to be kept.

Whatever was written before the last fsync of a file is kept. Of what came after, a disk may have kept nothing, everything, any
part, a beginning, or sectors of 512 bytes out of the middle of a write. Names that were made, changed and removed are kept in
their order as far as the journal of the file system came, and surely once their folder was synced: as POSIX has it, and no more.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from tests.promises.disk_trace import Event

SECTOR = 512
STYLES = ("nothing", "everything", "any", "beginning", "torn")
_OF_NAMES = ("create", "rename", "remove")


@dataclass(frozen=True)
class Image:
    """files: what each name holds. said: the last number acknowledged before the cut."""

    files: Mapping[str, bytes]
    said: int
    cut: int
    style: str


@dataclass
class _File:
    kept: bytearray = field(default_factory=bytearray)
    pending: list[Event] = field(default_factory=list)


@dataclass
class _Disk:
    files: dict[int, _File]
    names: dict[str, int]
    pending: list[Event] = field(default_factory=list)


def images(
    events: tuple[Event, ...], before: Mapping[str, bytes], count: int, chance: random.Random
) -> Iterator[Image]:
    """Yield what the disk may hold after cuts at random moments, once the program had said its first word.

    before: what the folder held, in the order of `files_of`.
    """
    first = next(place for place, one in enumerate(events) if one.kind == "said")
    cuts = sorted(chance.randrange(first + 1, len(events) + 1) for _ in range(count))
    held = {number: _File(bytearray(content)) for number, content in enumerate(before.values())}
    disk = _Disk(held, {name: number for number, name in enumerate(before)})
    done = said = 0
    for number, cut in enumerate(cuts):
        for one in events[done:cut]:
            said = one.at if one.kind == "said" else said
            _follow(disk, one)
        done = cut
        style = STYLES[number % len(STYLES)]
        yield Image(_survivors(disk, style, chance), said, cut, style)


def _follow(disk: _Disk, one: Event) -> None:
    if one.kind in _OF_NAMES:
        disk.files.setdefault(one.file, _File())
        disk.pending.append(one)
    elif one.kind == "keep folder":
        of_it = [change for change in disk.pending if str(PurePath(change.name).parent) == one.name]
        for change in of_it:
            _rename(disk.names, change)
            disk.pending.remove(change)
    elif one.kind == "keep":
        file = disk.files[one.file]
        for change in file.pending:
            _apply(file.kept, change)
        file.pending.clear()
    elif one.kind != "said":
        disk.files[one.file].pending.append(one)


def _rename(names: dict[str, int], change: Event) -> None:
    if change.kind == "create":
        names[change.name] = change.file
    elif change.kind == "remove":
        names.pop(change.name, None)
    elif change.before in names:
        names[change.name] = names.pop(change.before)


def _survivors(disk: _Disk, style: str, chance: random.Random) -> dict[str, bytes]:
    shares = {"nothing": 0, "everything": len(disk.pending)}
    names = dict(disk.names)
    for change in disk.pending[: shares.get(style, chance.randint(0, len(disk.pending)))]:
        _rename(names, change)
    return {name: _survived(disk.files[number], style, chance) for name, number in names.items()}


def _survived(file: _File, style: str, chance: random.Random) -> bytes:
    if style == "beginning":
        survivors = file.pending[: chance.randint(0, len(file.pending))]
    else:
        share = {"nothing": 0.0, "everything": 1.0}.get(style, 0.5)
        survivors = [one for one in file.pending if style == "torn" or chance.random() < share]
    if not survivors:
        return bytes(file.kept)
    image = bytearray(file.kept)
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
