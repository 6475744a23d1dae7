"""The command `lac-tracker`: without words the window, with words the command line."""

import sys


def main() -> int:
    """Run the window or one command; the answer is the exit code."""
    if len(sys.argv) > 1:
        from lac_tracker.cli import main as command  # each imports a world the other does not need

        return command.run(sys.argv[1:])
    from lac_tracker import app

    return app.run()


if __name__ == "__main__":
    sys.exit(main())
