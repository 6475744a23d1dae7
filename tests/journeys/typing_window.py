"""The real window in a process of its own, typing answers until it is killed. Says on standard output what it typed when."""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from lac_tracker import app
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.services.sign_in import Opened
from lac_tracker.storage import database as storage
from lac_tracker.storage import vault
from lac_tracker.ui import theme
from lac_tracker.ui.screens.record_page import Place

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


def main(path: Path, child_id: int, assessment_id: int) -> None:
    application = QApplication([])
    theme.apply(application, "light", 100)
    window = app.build_window(path, lambda: NOW)
    keys = vault.Keys("0" * 32, bytes(range(32)))
    actor = Actor(4, 1, "sam", "Sam Iqbal", Role.DOCTOR, Registration.GMC)
    opened = Opened(storage.open_caseload(path, keys, NOW), actor, keys, is_demonstration=False)
    window.sign_in.opened.emit(path, opened)
    window.show()
    window.activateWindow()
    window.shell.open_child(child_id)
    window.shell.shown.go(Place(child_id, "assessment", assessment_id=assessment_id))
    application.processEvents()
    field = window.findChild(QWidget, "matters")
    field.setFocus()
    typed = 0

    def type_on() -> None:
        nonlocal typed
        QTest.keyClicks(field, f"w{typed} ")
        print(typed, time.time(), flush=True)
        typed += 1

    timer = QTimer()
    timer.timeout.connect(type_on)
    timer.start(50)
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
