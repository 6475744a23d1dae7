"""Files a person asked for: written whole under a new name; folders read in words."""

import os
import stat

import pytest

from lac_tracker.domain.errors import UserError
from lac_tracker.services import files


def test_a_file_is_written_whole_and_only_its_owner_can_read_it(tmp_path):
    target = tmp_path / "plan.pdf"
    files.write_new_file(target, b"%PDF")
    assert target.read_bytes() == b"%PDF"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["plan.pdf"]


@pytest.mark.parametrize("name", ["there.pdf", "folder"])
def test_what_is_there_is_never_overwritten(tmp_path, name):
    (tmp_path / "there.pdf").write_bytes(b"mine")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UserError, match="already a file"):
        files.write_new_file(tmp_path / name, b"%PDF")
    assert (tmp_path / "there.pdf").read_bytes() == b"mine"


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UserError, match="is not there. Make it first"):
        files.write_new_file(tmp_path / "no" / "plan.pdf", b"%PDF")


def test_a_full_disk_leaves_nothing_half_written(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="No space left on device. Nothing was left half-written"):
        files.write_new_file(tmp_path / "plan.pdf", b"%PDF")
    assert not list(tmp_path.glob("plan*"))


def test_a_folder_of_a_return_is_read_by_file_name(tmp_path):
    folder = tmp_path / "return-2025"
    (folder / "inner.csv").mkdir(parents=True)
    (folder / "header.csv").write_bytes(b"CHILD")
    (folder / "EPISODES.CSV").write_bytes(b"CHILD,DECOM")
    (folder / "readme.txt").write_bytes(b"x")
    assert files.read_csv_folder(folder) == {
        "return-2025/header.csv": b"CHILD", "return-2025/EPISODES.CSV": b"CHILD,DECOM",
    }  # fmt: skip


def test_the_folder_one_stands_in_has_its_name(tmp_path, monkeypatch):
    (tmp_path / "header.csv").write_bytes(b"CHILD")
    monkeypatch.chdir(tmp_path)
    assert list(files.read_csv_folder(files.Path())) == [f"{tmp_path.name}/header.csv"]


def test_what_is_no_folder_of_a_return_is_said(tmp_path, monkeypatch):
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(UserError, match="no CSV files"):
        files.read_csv_folder(empty)
    with pytest.raises(UserError, match="There is no folder"):
        files.read_csv_folder(tmp_path / "gone")
    (empty / "header.csv").write_bytes(b"CHILD\n1\n")
    with pytest.raises(UserError, match="There is no folder"):
        files.read_csv_folder(empty / "header.csv")
    monkeypatch.setattr(files, "LARGEST_CSV", 7)
    with pytest.raises(UserError, match="header.csv is over 20 MB"):
        files.read_csv_folder(empty)


def test_a_list_is_read_once_as_a_whole_and_not_while_it_changes(tmp_path, monkeypatch):
    path = tmp_path / "list.csv"
    path.write_bytes(b"Surname,DOB")
    assert files.read_one(path) == b"Surname,DOB"
    with pytest.raises(UserError, match="There is no file"):
        files.read_one(tmp_path)
    found = os.fstat

    def written_meanwhile(number):
        seen = found(number)
        with path.open("ab") as other:
            other.write(b"\nTurner,")
        return seen

    with monkeypatch.context() as patched:
        patched.setattr(files.os, "fstat", written_meanwhile)
        with pytest.raises(UserError, match="list.csv changed while it was read. Try again"):
            files.read_one(path)

    def replaced_meanwhile(number):
        seen = found(number)
        (tmp_path / "new").write_bytes(path.read_bytes())
        os.replace(tmp_path / "new", path)
        return seen

    with monkeypatch.context() as patched:
        patched.setattr(files.os, "fstat", replaced_meanwhile)
        with pytest.raises(UserError, match="changed while it was read"):
            files.read_one(path)
    monkeypatch.setattr(files, "LARGEST_CSV", 7)
    with pytest.raises(UserError, match="list.csv is over 20 MB"):
        files.read_one(path)
