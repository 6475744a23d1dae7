"""P1: a process that holds a caseload writes no core file and lets no other program of the same person look into it."""

import subprocess
import sys

import pytest

_ASKED = """
import ctypes, resource
from lac_tracker.storage import process
print(process.keep_to_itself())
print(resource.getrlimit(resource.RLIMIT_CORE))
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))  # PR_GET_DUMPABLE
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the system is asked on Linux alone")
def test_no_core_file_is_written_and_nobody_looks_into_the_process():
    """In a process of its own: neither can be taken back, and both are asked of the system again."""
    said = subprocess.run([sys.executable, "-c", _ASKED], capture_output=True, text=True, check=True).stdout
    assert said.split("\n")[:3] == ["True", "(0, 0)", "0"]


def test_elsewhere_nothing_is_asked_for(monkeypatch):
    from lac_tracker.storage import process

    monkeypatch.setattr(sys, "platform", "win32")
    assert not process.keep_to_itself()
