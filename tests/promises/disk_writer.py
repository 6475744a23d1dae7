"""Does what scenarios do, one after the other, and says each step once it is done; nothing is closed: the power goes.

Each has a folder of its own, and nothing of one is touched again once the next has begun.
"""

import json
import os
import sys
from pathlib import Path

from lac_tracker.storage import vault
from tests.promises import disk_scenarios


def main(database_id: str, database_key: str, asked: str) -> None:
    """asked: JSON, for each scenario its name, folder, steps and FULL as the product has it, or what a negative control has."""
    keys = vault.Keys(database_id, bytes.fromhex(database_key))
    left_open = []
    for scenario, folder, times, synchronous in json.loads(asked):
        disk_scenarios.settings(synchronous)
        os.write(1, b"begin\n")
        steps = disk_scenarios.SCENARIOS[scenario].steps(Path(folder), keys, times)
        left_open.append(steps)  # with what it holds open, or that would be taken in as it is thrown away
        for number, state in enumerate(steps):
            os.write(1, f"said {number} {json.dumps(state)}\n".encode())
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
