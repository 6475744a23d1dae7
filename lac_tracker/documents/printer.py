"""Documents drawn in a process of their own, so that the window stays quick while many are made.

Drawing is Python all the way, and a thread that draws keeps the window's thread waiting for its turn; another process
has its own. What a document holds goes there through a pipe, and the file comes back through it: nothing is written.
"""

import gc
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from multiprocessing import get_context
from types import TracebackType

from lac_tracker.documents import catalogue


class Printer:
    """Draws documents elsewhere, one after the other. The process begins with the first and ends with `close`.

    Call it from a thread of your own: it waits for each document.
    """

    def __init__(self) -> None:
        self._process = _begin()

    def render(self, name: str, held: object) -> bytes:
        """Return the PDF of a document, as `catalogue.render` does; what that raises is raised here.

        A process that was ended from outside costs time, never a document: it is drawn here, the next one in a new one.
        """
        try:
            return self._process.submit(catalogue.render, name, held).result()
        except BrokenExecutor:
            self._process = _begin()
            return catalogue.render(name, held)

    def close(self) -> None:
        """End the process. What it has not begun is dropped."""
        self._process.shutdown(cancel_futures=True)

    def __enter__(self) -> "Printer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _begin() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_make_ready)


def _make_ready() -> None:
    """Keep what the libraries hold out of the way of the collector of garbage: it is there to the end."""
    gc.collect()
    gc.freeze()
