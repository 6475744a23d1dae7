"""The real window is killed between two answers: nothing older than two seconds is lost, and one goes on where one was."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from lac_tracker import app
from lac_tracker.services import assessments
from lac_tracker.services.sign_in import Opened
from lac_tracker.storage import audit
from lac_tracker.storage import database as storage
from lac_tracker.ui import theme
from lac_tracker.ui.background import Background
from lac_tracker.ui.operations import Operations
from tests.promises.results import note
from tests.robots import CONTROL, Person, Qt, field_text
from tests.robots_record import SAM, add_mara, start_assessment

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
FEWEST_WORDS, SPREAD = (
    60,
    60,
)  # typed before the kill, a word each 50 ms: at least 3 seconds, at another moment each time
KILLS = max(1, int(os.environ.get("LAC_TRACKER_TORTURE", "0")) // 10)


@pytest.fixture
def begun(caseload_path, keys):
    """Return child and assessment of an IHA that was just started."""
    database = storage.open_caseload(caseload_path, keys, NOW)
    background = Background()
    operations = Operations(database, SAM, lambda: NOW, background.saves)
    child_id = add_mara(operations)
    assessment_id = start_assessment(operations, child_id)
    background.close()
    database.close()
    return child_id, assessment_id


def typed_until_killed(
    path: Path, child_id: int, assessment_id: int, words: int
) -> tuple[list[tuple[int, float]], float]:
    """Return what was typed with its time, and when the last thing was typed before the kill after so many words."""
    script = Path(__file__).with_name("typing_window.py")
    command = [sys.executable, str(script), str(path), str(child_id), str(assessment_id)]
    typed = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as window:
        assert window.stdout is not None
        for line in window.stdout:
            number, moment = line.split()
            typed.append((int(number), float(moment)))
            if len(typed) == words:
                window.kill()
                break
    assert window.returncode == -9, "the window ended by itself"
    return typed, typed[-1][1]


@pytest.mark.parametrize("time", range(KILLS))
def test_a_kill_between_two_answers_loses_nothing_older_than_two_seconds(
    begun, caseload_path, keys, qtbot, qapp, time
):
    child_id, assessment_id = begun
    words = FEWEST_WORDS + time * 7 % SPREAD
    typed, killed_at = typed_until_killed(caseload_path, child_id, assessment_id, words)
    older = [f"w{number} " for number, moment in typed if moment < killed_at - 2]
    assert older, "typed for too short a time to prove anything"

    opened = storage.open_caseload(caseload_path, keys, NOW)
    with opened.reading() as session:
        held = assessments.for_entry(session, assessment_id, by=SAM, now=NOW, today=NOW.date())
        assert audit.verify(session, keys.audit_key) == ()
    kept = str(held.answers["matters"])
    assert [word for word in older if word not in f"{kept} "] == []
    assert held.last_question_id == "matters"

    theme.apply(qapp, "light", 100)
    window = app.build_window(caseload_path, lambda: NOW)
    window.show()
    window.sign_in.opened.emit(caseload_path, Opened(opened, SAM, keys, is_demonstration=False))
    window.shell.open_child(child_id)
    person = Person(qtbot, window)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.find("matters")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is person.find("matters"))
    assert field_text(person.find("matters")).strip() == kept.strip()
    window.close()
    if time == KILLS - 1:
        note(
            "P13",
            "kills of the window while somebody types",
            f"{KILLS:,} kills: nothing typed more than 2 s before lost",
        )
