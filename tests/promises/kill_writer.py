"""Saves children one by one and says each number once it is saved, until it is killed. Then another one does.

What takes long to load is loaded once: each line of standard input, the caseload and the number of the first child,
starts a process of its own that opens the caseload anew. It says its number first; the last line says how it ended.
"""

import os
import sys
from itertools import count
from pathlib import Path

from small_caseload import NOW, a_child, an_entry

from lac_tracker.storage import database as storage
from lac_tracker.storage import vault


def main(database_id: str, database_key: str, spare: str) -> None:
    """Start a writer for each line, one after the other. spare: a caseload to load everything with."""
    keys = vault.Keys(database_id, bytes.fromhex(database_key))
    opened = storage.open_caseload(Path(spare), keys, NOW)
    save(opened, 1)
    opened.close()
    for line in sys.stdin:
        first, path = line.rstrip("\n").split(" ", 1)
        writer = os.fork()
        if writer == 0:
            say(f"process {os.getpid()}")
            opened = storage.open_caseload(Path(path), keys, NOW)
            for number in count(int(first)):
                save(opened, number)
                say(str(number))
        _, status = os.waitpid(writer, 0)
        say(f"ended {os.waitstatus_to_exitcode(status)}")


def save(opened: storage.Database, number: int) -> None:
    """Save one child in a transaction of its own."""
    with opened.writing(an_entry(f"added {number}")) as session:
        a_child(session, str(number), meaning_for_care="care " * (number % 7 * 150))


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
