"""The program opens no network connection: the window, a record and a document, watched from outside."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.conftest import PASSPHRASE

RUN = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from PySide6.QtWidgets import QApplication
application = QApplication([])
from lac_tracker import app
from lac_tracker.services import child_summary, demo_data, sign_in
from lac_tracker.documents import catalogue
from lac_tracker.domain.reports import RecoverySheet
from lac_tracker.storage import vault
vault.ARGON2ID |= {{"time": 1, "memory_kib": 64, "lanes": 1}}
now = datetime(2026, 3, 4, 9, tzinfo=UTC)
path = Path(sys.argv[1]) / "c.lac"
person = sign_in.FirstPerson("grace", "Grace Mensah", {PASSPHRASE!r})
opened, key = sign_in.create_caseload(path, person, sign_in.ServiceDetails(), now=now)
window = app.build_window(path, lambda: now)
window.open()
window._enter(path, opened)
for _ in range(50):
    application.processEvents()
assert window.shell is not None
assert catalogue.render("recovery-sheet", RecoverySheet("c.lac", now.date(), "Grace", tuple(key.split("-"))))[:5] == b"%PDF-"
window.close()
"""
CONTROL = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"
ADDRESS = re.compile(r"sa_family=AF_INET6?")


def watched(tmp_path, code, *args):
    trace = tmp_path / "trace"
    ran = subprocess.run(
        [
            "strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=connect,sendto,bind", "-o", str(trace),
            sys.executable, "-c", code, *args,
        ],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    return [
        line
        for line in trace.read_text(encoding="utf-8", errors="replace").splitlines()
        if ADDRESS.search(line)
    ]


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed: not run")
def test_neither_window_nor_document_opens_a_connection(tmp_path):
    assert watched(tmp_path, CONTROL)  # or the watcher is blind
    assert watched(tmp_path, RUN, str(tmp_path)) == []
