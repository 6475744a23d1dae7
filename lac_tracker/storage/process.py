"""The process keeps what it read to itself: nothing of its memory is written to a file when it ends badly.

On Linux no core file is written, and no other program of the same person may look into the process (`PR_SET_DUMPABLE`).
Other systems write no such file by themselves, and offer nothing that a program could ask for here. `faulthandler`, where
somebody turns it on, writes to standard error alone and never to a file.
"""

import sys
from contextlib import suppress

_PR_SET_DUMPABLE = 4


def keep_to_itself() -> bool:
    """Ask the system for it, before anything is opened. Returns whether there was something to ask for."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # heavy, and of no use elsewhere
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    return True
