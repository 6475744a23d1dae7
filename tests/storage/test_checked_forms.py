"""Form files that were checked and are as they were are not read again; any other are."""

import os

import pytest

from lac_tracker import app, paths
from lac_tracker.domain.errors import FormFileError
from lac_tracker.services import forms
from lac_tracker.storage import checked_forms

GOOD = 'id = "a"\ntitle = "A form"\n'


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "a.toml").write_text(GOOD)
    return folder


@pytest.fixture
def memory(tmp_path):
    return tmp_path / "own" / "forms.json"


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "a.toml").write_text(GOOD + "\n"),
        lambda folder: (folder / "b.toml").write_text(GOOD),
        lambda folder: (folder / "a.toml").rename(folder / "b.toml"),
        lambda folder: (folder / "a.toml").unlink(),
    ],
    ids=["a letter more", "a form more", "another name", "a form less"],
)
def test_whatever_changes_is_checked_again(folder, memory, change):
    checked_forms.remember_fine(memory, checked_forms.digest(folder))
    assert checked_forms.was_fine(memory, checked_forms.digest(folder))
    change(folder)
    assert not checked_forms.was_fine(memory, checked_forms.digest(folder))


def test_a_newer_program_checks_again(folder, memory, monkeypatch):
    before = checked_forms.digest(folder)
    monkeypatch.setattr(checked_forms, "__version__", "99.0")
    assert checked_forms.digest(folder) != before


def test_a_changed_rule_of_the_check_checks_again(folder, tmp_path):
    rules = tmp_path / "rules"
    (rules / "words").mkdir(parents=True)
    (rules / "words" / "known.toml").write_text("words = []")
    before = checked_forms.digest(folder, (rules,))
    (rules / "words" / "known.toml").write_text('words = ["one"]')
    assert checked_forms.digest(folder, (rules,)) != before


@pytest.mark.parametrize(
    "held",
    [b"", b"\xff\xfe", b"[]", b"{", b'{"without_problem": 1}', b"[" * 100_000],
    ids=lambda held: str(held[:20]),
)
def test_a_memory_that_makes_no_sense_is_none(folder, memory, held):
    memory.parent.mkdir()
    memory.write_bytes(held)
    assert not checked_forms.was_fine(memory, checked_forms.digest(folder))


def test_a_form_that_cannot_be_read_is_never_remembered_as_fine(folder, memory):
    (folder / "b.toml").mkdir()
    digest = checked_forms.digest(folder)
    checked_forms.remember_fine(memory, digest)
    assert not checked_forms.was_fine(memory, digest)


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path):
    (tmp_path / "own").write_text("a file where the folder should be")
    checked_forms.remember_fine(tmp_path / "own" / "forms.json", "digest")


@pytest.fixture
def start(monkeypatch, tmp_path):
    """Return a function that checks the forms as a start does, and says whether they were read."""
    folder = tmp_path / "forms"
    folder.mkdir()
    for form in paths.FORMS.glob("*.toml"):
        (folder / form.name).write_bytes(form.read_bytes())
    monkeypatch.setattr(paths, "FORMS", folder)

    def check() -> bool:
        forms.all_forms.cache_clear()
        app.check_forms()
        return bool(forms.all_forms.cache_info().currsize)

    yield check
    forms.all_forms.cache_clear()


def test_the_second_start_reads_no_form(start):
    assert [start(), start(), start()] == [True, False, False]


def test_a_form_with_a_problem_stops_every_start_until_it_is_mended(start):
    assert start()
    form = min(paths.FORMS.glob("*.toml"))
    good, times = form.read_bytes(), form.stat()
    form.write_bytes(good.replace(b"title", b"tilte", 1))
    os.utime(form, ns=(times.st_atime_ns, times.st_mtime_ns))  # what counts is what stands in it
    for _ in range(2):
        with pytest.raises(FormFileError, match=form.name):
            start()
    form.write_bytes(good)
    assert not start()
