"""A wheel carries what the program needs beside its code."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("folder", ["forms", "migrations", "resources"])
def test_the_wheel_holds_every_file_of_a_folder_outside_the_package(names, folder):
    files = [
        path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]
    missing = [
        path for path in files if f"lac_tracker/_bundled/{path.relative_to(ROOT).as_posix()}" not in names
    ]
    assert files
    assert missing == []


def test_the_wheel_holds_the_licence_and_the_command(names):
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("entry_points.txt") for name in names)
    assert "lac_tracker/app.py" in names
