"""The command `lac-tracker`: without words (or with `--caseload PATH` alone) the window, else the command line."""

import sys
from pathlib import Path

from lac_tracker.storage import process


def main() -> int:
    """Run the window or one command; the answer is the exit code."""
    process.keep_to_itself()
    words = sys.argv[1:]
    named = Path(words[1]) if len(words) == 2 and words[0] == "--caseload" else None
    if words and named is None:
        from lac_tracker.cli import main as command  # each imports a world the other does not need

        return command.run(words)
    from lac_tracker import app

    return app.run(named)


if __name__ == "__main__":
    if getattr(sys, "frozen", False):  # a packaged program draws many documents in a copy of itself
        from multiprocessing import freeze_support

        freeze_support()
    sys.exit(main())
