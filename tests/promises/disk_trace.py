"""What a program did to the files of a folder, in order, read from a recording of strace.

Names are followed as the program changed them: each file has a number of its own, whatever it is called at the time.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_CHANGING = (
    "pwrite64", "write", "fsync", "fdatasync", "ftruncate", "unlink", "unlinkat", "rename", "renameat", "renameat2",
    "openat", "lseek", "link",
)  # fmt: skip
_UNKNOWN = ("pwritev", "writev", "sendfile", "copy_file_range", "linkat", "fallocate", "truncate")
_LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += +(-?\d+)(?:<((?:\\x[0-9a-f]{2})*)>)?")
_FILE = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_BEGINS = '"' + "".join(f"\\x{byte:02x}" for byte in b"begin\n") + '"'
_UNFINISHED, _RESUMED = " <unfinished ...>", re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)")


@dataclass(frozen=True)
class Event:
    """kind: of a file 'write', 'cut', 'keep' (fsync); of a name 'create', 'rename', 'remove', 'keep folder'; or 'said'.

    file: its number. at: the place written or cut at, or the number of what was acknowledged. name: the name in the folder;
    of 'rename' the new one, and `before` the old one; of 'keep folder' the folder. data: what was written or said.
    """

    kind: str
    file: int = -1
    at: int = 0
    data: bytes = b""
    name: str = ""
    before: str = ""


def record(command: list[str], trace: Path, folders: Sequence[Path]) -> list[tuple[Event, ...]]:
    """Run a program under strace; return what it did to the files of each folder in turn, and what it acknowledged.

    The program writes 'begin' to its standard output before it turns to the next folder, and 'said N', more words if it
    likes, for what it acknowledges: one line in one write. The files that are there before have the numbers 0, 1, ... in
    the order of `files_of`.
    """
    readers = [
        _Reader(folder.resolve(), {name: number for number, name in enumerate(files_of(folder))})
        for folder in folders
    ]
    strace = [
        "strace", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "8000000", "-e", f"trace={','.join((*_CHANGING, *_UNKNOWN))}",
        "-o", str(trace), *command,
    ]  # fmt: skip
    subprocess.run(strace, check=True, stdout=subprocess.PIPE)
    found: list[list[Event]] = []
    with trace.open(encoding="ascii") as lines:
        for line in _whole(lines):
            if _BEGINS in line and line.split("(", 1)[1].startswith("1<"):
                found.append([])
            elif found:
                found[-1].extend(readers[len(found) - 1].events(line))
    assert len(found) == len(folders)
    return [tuple(events) for events in found]


def may_trace() -> bool:
    """Return whether strace is here and may be used."""
    try:
        tried = subprocess.run(
            ["strace", "-o", "/dev/null", sys.executable, "-c", ""], check=False, capture_output=True
        )
    except FileNotFoundError:
        return False
    return tried.returncode == 0


def files_of(folder: Path) -> Mapping[str, bytes]:
    """Return what the files of a folder and of those in it hold, by name; memory that is shared is no file."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.endswith("-shm"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def _whole(lines: Iterator[str]) -> Iterator[str]:
    """Put together again what strace broke in two because another thread came between."""
    begun: dict[str, str] = {}
    for line in lines:
        assert '"...' not in line, "strace cut what was written short"
        if line.rstrip().endswith(_UNFINISHED.strip()):
            begun[line.split(" ", 1)[0]] = line.rstrip().removesuffix(_UNFINISHED.strip()).rstrip()
        elif found := _RESUMED.match(line):
            yield begun.pop(found[1]) + found[2]
        else:
            yield line


@dataclass
class _Reader:
    folder: Path
    names: dict[str, int]
    places: dict[str, int] = field(default_factory=dict)  # by descriptor: where the next write goes

    def __post_init__(self) -> None:
        self.made = len(self.names)

    def events(self, line: str) -> Iterator[Event]:
        found = _LINE.match(line)
        if found is None or int(found[4]) < 0:
            return
        call, given, answer, opened = found[2], found[3], int(found[4]), found[5]
        texts = [_plain(text) for text in _TEXT.findall(given)]
        if call == "openat":
            yield from self._opened(given, texts[0].decode(), str(answer), opened)
        elif call in ("unlink", "unlinkat"):
            if (name := self._name(texts[0].decode())) in self.names:
                yield Event("remove", self.names.pop(name), name=name)
        elif call.startswith("rename"):
            yield from self._renamed(*(self._name(text.decode()) for text in texts[:2]))
        elif call == "link":
            before, name = (self._name(text.decode()) for text in texts)
            if before in self.names and name:
                self.names[name] = self.names[before]
                yield Event("create", self.names[name], name=name)  # a second name of the same file
        elif descriptor := _FILE.match(given):
            path = _plain(descriptor[2]).decode()
            yield from self._done(call, descriptor[1], path, given, texts, answer)

    def _done(
        self, call: str, descriptor: str, path: str, given: str, texts: list[bytes], answer: int
    ) -> Iterator[Event]:
        if call == "write" and descriptor == "1":
            words = texts[0].split(b" ", 2) if texts else []
            if words[:1] == [b"said"]:
                yield Event("said", at=int(words[1]), data=b"".join(words[2:]).strip())
            return
        name = self._name(path)
        if (
            call in ("fsync", "fdatasync")
            and Path(path).is_relative_to(self.folder)
            and name not in self.names
        ):
            yield Event("keep folder", name=name)
        if name not in self.names:
            return
        assert call not in _UNKNOWN, f"{call} was used, and what it does is not followed"
        number = self.names[name]
        if call in ("fsync", "fdatasync"):
            yield Event("keep", number)
        elif call == "lseek":
            self.places[descriptor] = answer
        elif call == "ftruncate":
            yield Event("cut", number, int(given.rsplit(", ", 1)[1]))
        elif call == "pwrite64":
            yield Event("write", number, int(given.rsplit(", ", 1)[1]), texts[0][:answer])
        elif call == "write":
            yield Event("write", number, self.places.get(descriptor, 0), texts[0][:answer])
            self.places[descriptor] = self.places.get(descriptor, 0) + answer

    def _opened(self, given: str, path: str, descriptor: str, opened: str | None) -> Iterator[Event]:
        name = self._name(_plain(opened).decode() if opened else path)
        if not name:
            return
        self.places[descriptor] = 0
        assert "O_APPEND" not in given, "a file written at its end is not followed"
        if name in self.names and "O_TRUNC" in given:
            yield Event("cut", self.names[name], 0)
        if name not in self.names and "O_CREAT" in given:
            self.names[name], self.made = self.made, self.made + 1
            yield Event("create", self.names[name], name=name)

    def _renamed(self, before: str, name: str) -> Iterator[Event]:
        if before in self.names:
            assert name, "a file was moved out of the folder"
            self.names[name] = self.names.pop(before)
            yield Event("rename", self.names[name], name=name, before=before)

    def _name(self, path: str) -> str:
        """Return the name in the folder; nothing for what is elsewhere, and for memory that is shared."""
        assert os.path.isabs(path) or not path, path
        where = Path(path)
        ours = where.is_relative_to(self.folder) and not where.name.endswith("-shm")
        return str(where.relative_to(self.folder)) if ours else ""


def _plain(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
