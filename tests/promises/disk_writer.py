"""Does what a scenario does, says each step once it is done, and stops without closing anything: the power goes."""

import json
import os
import sys
from pathlib import Path

from lac_tracker.storage import vault
from tests.promises import disk_scenarios


def main(
    scenario: str, folder: str, database_id: str, database_key: str, synchronous: str, times: str
) -> None:
    """synchronous: FULL as the product has it, or what the negative control has."""
    disk_scenarios.settings(synchronous)
    keys = vault.Keys(database_id, bytes.fromhex(database_key))
    steps = disk_scenarios.SCENARIOS[scenario].steps(Path(folder), keys, int(times))
    for number, state in enumerate(steps):
        os.write(1, f"said {number} {json.dumps(state)}\n".encode())
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
