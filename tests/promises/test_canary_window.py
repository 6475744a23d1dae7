"""A day at the window with a child whose every text holds one token: it stays on the screen and in the encrypted file.

What services and the command line leave behind is looked through in test_canary_text.py.
"""

import logging
import os
import sys
import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, qWarning
from PySide6.QtWidgets import QApplication

from lac_tracker import app
from lac_tracker.domain.errors import UserError
from lac_tracker.services import drafts, sign_in
from lac_tracker.ui import messages
from lac_tracker.ui.messages import CrashDialog, ErrorHooks
from lac_tracker.ui.screens.record_page import Place
from tests import builders
from tests.builders import ask
from tests.complete_answers import complete_plan
from tests.conftest import NOW, PASSPHRASE, SAM
from tests.promises.test_canary_text import FORMS, NUMBER, TOKEN, leaks
from tests.robots import CONTROL, Person
from tests.robots_lists import make_slots

READABLE = [form.decode() for form in FORMS[::2]]


def a_child_of_tokens(database):
    """Return the ids of the child, of a signed assessment and of one that is being written."""
    child = builders.a_child(database, TOKEN, family_name=TOKEN, given_name=TOKEN, nhs_number=NUMBER)
    signed = builders.sign_at_once(
        database, child, complete_plan(), matters=TOKEN, summary=f"{TOKEN} is well. " * 9
    )
    return child, signed, builders.an_assessment(database, child)


@pytest.fixture
def beginning(made_once):
    return made_once("a child of tokens", a_child_of_tokens)


@pytest.fixture
def places_to_look(tmp_path, monkeypatch):
    """Return the folders a run may write to, all of this test's own: the caseload's, the person's, the temporary one."""
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path / "temporary"))
    home = tmp_path / "home"
    for folder in (tmp_path / "temporary", home):
        folder.mkdir()
    for name in [name for name in os.environ if name == "HOME" or name.startswith("XDG_")]:
        monkeypatch.setenv(name, str(home))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(tmp_path / "temporary")
    return tmp_path


@pytest.fixture
def crashes(monkeypatch):
    """The words of the dialogs about errors, each with what its button puts on the clipboard."""
    found = []

    def show(details):
        dialog = CrashDialog(details)
        dialog.findChild(messages.PlainButton, "crash.copy").click()
        words = [label.text() for label in dialog.findChildren(messages.PlainLabel)]
        found.append(" ".join((*words, QApplication.clipboard().text())))
        dialog.deleteLater()

    monkeypatch.setattr(CrashDialog, "show_for", show)
    return found


@pytest.fixture
def person(caseload_path, keys, places_to_look, monkeypatch, qtbot):
    make_slots(caseload_path, keys, monkeypatch, people=((SAM, PASSPHRASE),))
    app.check_forms()
    window = app.build_window(caseload_path, lambda: NOW)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and QApplication.focusWidget() is not None)
    hooks = ErrorHooks(lambda words: window.shell.messages.show_problem(words), window)
    hooks.install()
    yield Person(qtbot, window)
    hooks.remove()
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def come_in(person: Person, field: str) -> None:
    person.type(field, PASSPHRASE)
    person.press(Qt.Key.Key_Return)
    person.qtbot.waitUntil(lambda: person.window.pages.currentWidget() is person.window.shell, timeout=20_000)


def go_wrong(qtbot, crashes) -> None:
    """Fail as a bug would, and as Qt does, each with the token in its text."""
    try:
        {}[f"{TOKEN} {NUMBER}"]
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)
    qWarning(f"QLineEdit: {TOKEN}")
    qtbot.waitUntil(lambda: bool(crashes))


def a_day(person: Person, ids, crashes) -> None:
    """Sign in, search, open the record, type, begin a dialog, go wrong, lock, unlock, look at a paper."""
    child, signed, being_written = ids
    come_in(person, "auth.pass")
    person.press(Qt.Key.Key_3, CONTROL)
    person.type("kids.filter", TOKEN)
    person.press(Qt.Key.Key_Return)
    assert person.window.shell.open_child(child)
    record = person.window.shell.shown
    record.go(Place(child, "assessment", being_written, field="matters"))
    person.type("matters", f"{TOKEN} said so")
    QApplication.clipboard().setText(NUMBER)
    go_wrong(person.qtbot, crashes)
    record.run_command("edit.followUp")
    person.type("follow.person", f"{TOKEN} in a draft")
    assert TOKEN in person.words()
    person.window.lock()
    assert not QApplication.clipboard().text()
    assert TOKEN not in person.words()
    come_in(person, "lock.pass")
    record.go(Place(child, "preview", signed, document="gp-summary"))
    person.window.background.run(lambda: None).result()
    QApplication.processEvents()


def test_the_search_for_leaks_looks_where_the_window_writes(places_to_look):
    for folder in ("home", "temporary"):
        (places_to_look / folder / "window.json").write_text(f'{{"last": "{TOKEN}"}}')
    assert len(leaks(Path(os.environ["HOME"]))) == 1
    assert len(leaks(Path(tempfile.gettempdir()))) == 1
    assert len(leaks(places_to_look)) == 2


def test_nothing_of_a_child_leaves_the_encrypted_file_through_the_window(
    person, beginning, places_to_look, caseload_path, crashes, caplog, capfd, database
):
    caplog.set_level(logging.DEBUG)
    a_day(person, beginning[1], crashes)
    for one in caplog.records:
        one.expected = True  # the errors were made on purpose
    (kept,) = ask(database, drafts.waiting, by=SAM)
    assert TOKEN in repr(kept)  # it is there, in the encrypted file
    assert leaks(places_to_look) == []  # while it is open, with its write-ahead log
    person.window._load_the_rest()  # noqa: SLF001 - or the window has not been open long enough for a backup of the day
    assert person.window.close()
    database.close()
    with pytest.raises(UserError):
        sign_in.unlock(caseload_path, "sam", f"not {TOKEN}", now=NOW)
    assert leaks(places_to_look) == []
    files = [one for one in places_to_look.rglob("*") if one.is_file()]
    assert {"window.json", "forms.json", caseload_path.name} <= {one.name for one in files}
    said = [f"{one.getMessage()} {one.args!r} {one.exc_text or ''}" for one in caplog.records]
    for words in (*said, *crashes, *capfd.readouterr()):
        assert not [form for form in READABLE if form in words]
    assert crashes[0].count("KeyError") == 2  # on the screen and as it was copied: type and place alone
