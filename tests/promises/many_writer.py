"""One of several that change the same row again and again: reads it, adds one and saves, and says how long each waited."""

import os
import sys
import time
from pathlib import Path

from small_caseload import NOW, an_entry

from lac_tracker.storage import database as storage
from lac_tracker.storage import vault
from lac_tracker.storage.tables.people import TeamRow


def main(path: str, database_id: str, database_key: str, times: str) -> None:
    """Begin once a line comes in, so that all begin together. Prints the milliseconds of each save."""
    opened = storage.open_caseload(Path(path), vault.Keys(database_id, bytes.fromhex(database_key)), NOW)
    say("ready")
    sys.stdin.readline()
    waits = []
    for _ in range(int(times)):
        start = time.perf_counter()
        with opened.writing(an_entry(f"added one in {os.getpid()}")) as session:
            team = session.get_one(TeamRow, 1)
            team.phone = str(int(team.phone) + 1)
        waits.append((time.perf_counter() - start) * 1_000)
    opened.close()
    say(" ".join(f"{wait:.1f}" for wait in waits))


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
