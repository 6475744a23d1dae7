"""Slow work off the screen's thread. Three lanes: neither an autosave nor a page waits behind a batch of documents."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from lac_tracker.domain.errors import UserError

Job = Callable[[], Any]


class Lane(QObject):
    """One worker; jobs keep their order. Results are delivered on the screen's thread."""

    _finished = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._closed = False

    def run(
        self,
        job: Job,
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[UserError], None] | None = None,
    ) -> Future[Any]:
        """Do `job()` on the worker, then tell `on_done(result)` or `on_error(error)` on the screen's thread.

        job: touches no widget and no session of another thread.
        on_error: gets only what has words for the person; a bug is raised on the screen's thread and crashes loudly,
            and so does an error nobody asked for.
        """
        future = self._executor.submit(job)
        future.add_done_callback(lambda done: self._report((done, on_done, on_error)))
        return future

    @property
    def is_closed(self) -> bool:
        """Whether the window is closing: nothing more is taken."""
        return self._closed

    def close(self) -> None:
        """Let the running job end, drop those not begun, deliver nothing more."""
        self._closed = True
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _report(self, delivery: tuple[Any, ...]) -> None:
        if not self._closed:
            self._finished.emit(delivery)

    def _deliver(self, delivery: tuple[Any, ...]) -> None:
        future, on_done, on_error = delivery
        if self._closed or future.cancelled():
            return
        error = future.exception()
        if error is None:
            if on_done is not None:
                on_done(future.result())
        elif on_error is not None and isinstance(error, UserError):
            on_error(error)
        else:
            raise error


class Background(QObject):
    """The lanes: `saves`, `slow` for documents, backups, imports, exports and unlocking, `questions` for reading."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.saves = Lane("saves", self)
        self.slow = Lane("slow", self)
        self.questions = Lane("questions", self)  # what a page shows: it only reads

    def run(
        self,
        job: Job,
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[UserError], None] | None = None,
    ) -> Future[Any]:
        """Do a slow job; see Lane.run."""
        return self.slow.run(job, on_done, on_error)

    def close(self) -> None:
        for lane in (self.saves, self.questions, self.slow):
            lane.close()
