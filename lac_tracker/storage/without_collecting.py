"""Work on very many objects at once, while nobody looks through all of them for garbage over and over."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 100_000


@contextmanager
def without_collecting() -> Iterator[None]:
    """Keep the collector of cycles away. What a list of thousands of rows leaves in memory is not looked through later.

    Each look holds every thread up, the window's too: a third of a second for 30,000 rows, a hundred times in an import.
    What is let go by name is freed as ever; only cycles that came about meanwhile stay, and these are few.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] > _MANY:
            gc.freeze()
        gc.enable()
