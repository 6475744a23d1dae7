"""Saves children one by one and says each number once it is saved, until it is killed. Then another one does.

What takes long to load is loaded once: each line of standard input, the caseload, starts a process of its own that opens
the caseload anew and goes on after the last child that is there. It says its own number first; the last line says how it ended.
"""

import os
import sys
from itertools import count
from pathlib import Path

from small_caseload import NOW, a_child, an_entry
from sqlalchemy import func, select

from lac_tracker.storage import database as storage
from lac_tracker.storage import vault
from lac_tracker.storage.tables.children import ChildRow


def main(database_id: str, database_key: str, spare: str) -> None:
    """Start a writer for each line, one after the other. spare: a caseload to load everything with."""
    keys = vault.Keys(database_id, bytes.fromhex(database_key))
    opened = storage.open_caseload(Path(spare), keys, NOW)
    save(opened, 1)
    opened.close()
    for line in sys.stdin:
        writer = os.fork()
        if writer == 0:
            say(f"process {os.getpid()}")
            opened = storage.open_caseload(Path(line.rstrip("\n")), keys, NOW)
            with opened.reading() as session:
                held = session.scalar(select(func.count()).select_from(ChildRow))
            for number in count(held + 1):
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
