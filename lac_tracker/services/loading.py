"""What is loaded stays while the program runs: nobody looks through it for garbage over and over.

Each look holds every thread up, the window's too: a third of a second once everything is loaded.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def keep_what_is_loaded() -> None:
    """Collect garbage from now on, but not among what is there: that is no garbage while the program runs."""
    gc.freeze()
    gc.enable()


@contextmanager
def loading(module: str) -> Iterator[None]:
    """Keep what a large module brings with it from the collector, the first time it is loaded."""
    if module in sys.modules or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        keep_what_is_loaded()
