"""Saves children one by one and says each number once it is saved, until it is killed."""

import sys
from itertools import count
from pathlib import Path

from small_caseload import NOW, a_child, an_entry

from lac_tracker.storage import database as storage
from lac_tracker.storage import vault


def main(path: str, database_id: str, database_key: str, first: str) -> None:
    """Save children from the number `first` on, each in a transaction of its own."""
    opened = storage.open_caseload(Path(path), vault.Keys(database_id, bytes.fromhex(database_key)), NOW)
    for number in count(int(first)):
        with opened.writing(an_entry(f"added {number}")) as session:
            a_child(session, str(number), meaning_for_care="care " * (number % 7 * 150))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
