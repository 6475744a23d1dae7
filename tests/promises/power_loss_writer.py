"""Saves children one by one, says each number once it is saved, and stops without closing: the power goes."""

import os
import sys
from pathlib import Path

from small_caseload import NOW, a_child, an_entry

from lac_tracker.storage import database as storage
from lac_tracker.storage import dialects, vault

_CHECKPOINT = 120  # pages, some saves: so that the log is taken into the file within the recording


def main(path: str, database_id: str, database_key: str, synchronous: str, saves: str) -> None:
    """Save so many children. synchronous: FULL as the product has it, or what the negative control has."""
    dialects.PRAGMAS |= {"synchronous": synchronous, "wal_autocheckpoint": str(_CHECKPOINT)}
    keys = vault.Keys(database_id, bytes.fromhex(database_key))
    opened = storage.open_caseload(Path(path), keys, NOW)
    os.write(1, b"said 0\n")
    for number in range(1, int(saves) + 1):
        with opened.writing(an_entry(f"added {number}")) as session:
            a_child(session, str(number), meaning_for_care="care " * (number % 7 * 150))
        os.write(1, f"said {number}\n".encode())
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
