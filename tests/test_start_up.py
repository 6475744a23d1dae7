"""Start-up stays light: what a window needs before anyone has signed in, and what a command needs."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from lac_tracker.services import sign_in
from lac_tracker.storage import vault

QUICK = {"time": 1, "memory_kib": 64, "lanes": 1}  # what argon2id costs is the vault's to test
TABLES = "lac_tracker.storage.tables."

HEAVY = (
    "alembic",
    "reportlab",
    "pikepdf",
    "holidays",
    "pypdfium2",
    "openpyxl",
    "pandas",
    "numpy",
    "lac_tracker.exchange",
)

WINDOW = """
from datetime import UTC, datetime
from pathlib import Path
from PySide6.QtWidgets import QApplication
application = QApplication([])
from lac_tracker import app
app.check_forms()
window = app.build_window(Path("{folder}") / "caseload.lac", lambda: datetime(2026, 3, 4, 9, 30, tzinfo=UTC))
"""
DATES = "from lac_tracker.cli.main import run; run(['dates', 'rha', '--born', '2020-01-01', '--last', '2026-01-01'])"


@pytest.mark.parametrize(
    ("script", "may_not"),
    [(WINDOW, HEAVY), (DATES, (*HEAVY, "PySide6", "sqlcipher3", "sqlalchemy", "argon2"))],
    ids=["window", "dates"],
)
def test_heavy_libraries_are_loaded_when_first_used(script, may_not, tmp_path):
    loaded = f"{script.format(folder=tmp_path)}\nimport sys\nprint('LOADED', *sorted(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    names = ended.stdout.split("LOADED")[-1].split()
    assert [name for name in names if name.startswith(may_not)] == []


LIST = """
from datetime import UTC, date, datetime
from pathlib import Path
from lac_tracker.services import caseload, sign_in
from lac_tracker.storage import vault
from lac_tracker.ui import shell
vault.ARGON2ID |= {quick}
now = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
opened = sign_in.unlock(Path("{path}"), "dina", "seven calm otters swimming", now=now)
with opened.database.reading() as session:
    caseload.due_list(session, today=date(2026, 3, 4), by=opened.actor, now=now)
"""


@pytest.mark.usefixtures("schema_is_copied")
def test_the_list_needs_few_of_the_tables(tmp_path, monkeypatch):
    monkeypatch.setattr(vault, "ARGON2ID", vault.ARGON2ID | QUICK)
    person = sign_in.FirstPerson("dina", "Dina Cole", "seven calm otters swimming")
    now = datetime(2026, 3, 4, 9, tzinfo=UTC)
    made, _ = sign_in.create_caseload(tmp_path / "a.lac", person, sign_in.ServiceDetails(), now=now)
    made.database.close()
    script = f"{LIST.format(path=tmp_path / 'a.lac', quick=QUICK)}\nimport sys\nprint('LOADED', *sorted(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    names = ended.stdout.split("LOADED")[-1].split()
    tables = {name.removeprefix(TABLES) for name in names if name.startswith(TABLES)}
    assert tables == {"base", "people", "children", "due", "audit"}
    assert not {"nhs_number", "lac_tracker.storage.form_files", "lac_tracker.storage.deadlines"} & set(names)
