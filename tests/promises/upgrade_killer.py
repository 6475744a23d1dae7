"""Brings caseloads of an older schema up to date and is killed at a statement: a process of its own for each.

What takes long to load is loaded once. Each line of standard input names a statement by its number and a folder; the answer is
how the process ended: 'ended -9' when it was killed there. When it was not, it says how many statements there were before.
"""

import os
import signal
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from lac_tracker.storage import vault
from tests.promises import disk_scenarios


def main(database_id: str, database_key: str, spare: str) -> None:
    """spare: the folder of an older caseload to load everything with."""
    keys = vault.Keys(database_id, bytes.fromhex(database_key))
    disk_scenarios.settings("FULL")
    list(disk_scenarios.upgrade(Path(spare), keys, 1))
    for line in sys.stdin:
        number, folder = line.rstrip("\n").split(" ", 1)
        process = os.fork()
        if process == 0:
            numbers = count(1)
            kill_at(int(number), numbers)
            list(disk_scenarios.upgrade(Path(folder), keys, 1))
            say(f"statements {next(numbers) - 1}")
            os._exit(0)
        _, status = os.waitpid(process, 0)
        say(f"ended {os.waitstatus_to_exitcode(status)}")


def kill_at(wanted: int, numbers: Iterator[int]) -> None:

    def before(*_: Any) -> None:
        if next(numbers) == wanted:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", before)


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
