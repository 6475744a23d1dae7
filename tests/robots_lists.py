"""What a person does at the window and its lists, in their words: one place to mend when a screen changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from lac_tracker import app
from lac_tracker.domain.audit import Entry
from lac_tracker.domain.people import Actor
from lac_tracker.services import child_summary, children
from lac_tracker.services.sign_in import Opened
from lac_tracker.storage import vault
from lac_tracker.storage.database import Database
from lac_tracker.ui.main_window import MainWindow
from lac_tracker.ui.shell import Shell
from tests.conftest import GRACE, NOW, PASSPHRASE, TODAY

WAIT_MS = 20_000
HOSTILE = ("<b>Bold</b>", "Tom & Jerry <img src=x>", "=1+1", "O'Brien-Łukasz", "Zoë 👩‍👧", "x" * 190)


class FakeRecord(QWidget):
    """Stands in for the record of a child, where a test is about the frame around it."""

    title_changed = Signal(str)

    def __init__(self, workplace, parent):
        super().__init__(parent)
        self.workplace, self.child_id, self.page, self.stays = workplace, None, "", False
        self.field = QLineEdit()
        self.field.setObjectName("fake.field")
        QVBoxLayout(self).addWidget(self.field)

    def open(self, child_id):
        facts = self.workplace.operations.look(child_summary.heading, child_id, today=self.workplace.today())
        self.child_id, self.page = child_id, "summary"
        self.title_changed.emit(facts.name_words)

    def run_command(self, name):
        if not name.startswith("child."):
            return False
        self.page = name.removeprefix("child.")
        return True

    def focus_first(self):
        self.field.setFocus()

    def leave(self):
        return not self.stays

    def reload(self, changes=None):
        pass

    def place(self):
        return (self.child_id, self.page)

    def return_to(self, place):
        child_id, page = place
        self.open(child_id)
        self.page = page


def add_child(database: Database, council_id: str, **given) -> int:
    """Add an invented child; born and in care so that the IHA is on day 37 unless told otherwise."""
    fields = {"born": date(2011, 6, 12), "became_looked_after": TODAY - timedelta(days=37), "council": "940"}
    with database.writing(Entry(GRACE, NOW)) as session:
        made = children.add_child(session, by=GRACE, now=NOW, council_id=council_id, **(fields | given))
    assert made.made_id is not None
    return made.made_id


def enter_history(database: Database, child_id: int, completed_on: date, kind: str = "RHA") -> None:
    with database.writing(Entry(GRACE, NOW)) as session:
        children.enter_past_assessment(
            session, child_id, by=GRACE, now=NOW, kind=kind, completed_on=completed_on, completed_by="Dr S Iqbal"
        )  # fmt: skip


def make_slots(path: Path, keys: vault.Keys, monkeypatch: pytest.MonkeyPatch, people=((GRACE, PASSPHRASE),)):
    """Give people key slots for a caseload, with a key derivation that is quick on purpose."""
    quick_keys(monkeypatch)
    slots = [
        vault.person_slot(keys, actor.user_name, actor.full_name, passphrase) for actor, passphrase in people
    ]
    vault.write(vault.keys_path(path), keys, slots)


def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "ARGON2ID", {"kdf": "argon2id", "time": 1, "memory_kib": 64, "lanes": 1})


@contextmanager
def a_window(path: Path, record=FakeRecord) -> Iterator[MainWindow]:
    """Show the real window at a caseload, with a clock that stands still."""
    entrance = app.build_entrance(lambda: NOW)
    window = MainWindow(entrance, path, record, must_exist=path.exists())
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    try:
        yield window
    finally:
        if "set_up" in vars(window):  # made when first shown: not now, only to be dropped
            window.set_up.drop()
        window.backup_clock = None  # or each test would end with a backup of the day
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Lists:
    """A person at the window."""

    def __init__(self, window: MainWindow, qtbot) -> None:
        self.window, self.qtbot = window, qtbot

    @property
    def shell(self) -> Shell:
        assert self.window.shell is not None
        return self.window.shell

    def signed_in(self, path: Path, database: Database, actor: Actor = GRACE) -> Lists:
        """Come in without the passphrase, where a test is not about it."""
        keys = vault.Keys("0" * 32, bytes(range(32)))
        self.window._enter(path, Opened(database, actor, keys, False))  # noqa: SLF001
        self.at_rest()
        return self

    def find(self, name: str) -> QWidget:
        found = self.window.findChild(QWidget, name)
        assert found is not None, name
        return found

    def text(self, name: str) -> str:
        found = self.find(name)
        assert isinstance(found, QLabel | QLineEdit)
        return found.text()

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Press a key wherever the keyboard is."""
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        self.qtbot.keyClick(self.focused or self.window, key, held)
        QApplication.processEvents()
        if self.window.shell is not None:
            self.at_rest()

    def control(self, key: Qt.Key) -> None:
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def alt(self, key: Qt.Key) -> None:
        self.press(key, Qt.KeyboardModifier.AltModifier)

    def type(self, text: str) -> None:
        assert self.focused is not None
        self.qtbot.keyClicks(self.focused, text)

    def into(self, name: str, text: str) -> None:
        """Go to a field and type."""
        self.find(name).setFocus()
        self.type(text)

    def choose(self, name: str, words: str) -> None:
        """Choose from a drop-down by its words."""
        box = self.find(name)
        assert isinstance(box, QComboBox)
        place = box.findText(words, Qt.MatchFlag.MatchStartsWith)
        assert place >= 0, [box.itemText(number) for number in range(box.count())]
        box.setFocus()
        box.setCurrentIndex(place)
        box.activated.emit(place)

    def at_rest(self) -> None:
        """Wait until the screen shown has read what it shows."""
        if hasattr(self.shell.shown, "is_waiting"):
            self.until(lambda: not self.shell.shown.is_waiting)
            QApplication.processEvents()  # what was put into a page that is on show stands there now

    def until(self, happened) -> None:
        self.qtbot.waitUntil(lambda: bool(happened()), timeout=WAIT_MS)

    @property
    def focused(self) -> QWidget | None:
        return QApplication.focusWidget()

    @property
    def focused_name(self) -> str:
        return self.focused.objectName() if self.focused else ""

    def names(self) -> list[str]:
        """The children of the list shown, from top to bottom."""
        return [row.shown_name for row in self.shell.shown.model.rows()]

    def cell(self, name: str, column: str) -> str:
        """What a column says about a child of the list shown."""
        model = self.shell.shown.model
        number = next(place for place, one in enumerate(model.columns) if one.title == column)
        row = next(row for row in model.rows() if row.shown_name == name)
        return model.columns[number].text(row)
