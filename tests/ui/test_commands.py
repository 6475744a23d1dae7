"""The list of commands: no shortcut twice, all in a menu, and what must stay free."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QMainWindow

from lac_tracker.ui.commands import COMMANDS, MENUS, build_menus, command, in_words, sequences


def test_no_shortcut_and_no_name_is_given_twice():
    keys = [found.shortcut for found in COMMANDS if found.shortcut]
    assert len(keys) == len(set(keys))
    assert len({found.name for found in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize("free", ["Ctrl+Q", "Ctrl+W"])
def test_keys_that_would_close_a_record_by_a_slip_are_free(free):
    assert QKeySequence(free) not in [keys for found in COMMANDS for keys in sequences(found.shortcut)]


def test_no_shortcut_collides_with_a_screen_reader():
    for found in COMMANDS:
        assert "Ctrl+Alt" not in found.shortcut
        assert "Insert" not in found.shortcut


@pytest.mark.parametrize("found", COMMANDS, ids=lambda found: found.name)
def test_every_command_is_in_a_menu_and_its_keys_are_real(found):
    assert found.menu in MENUS
    if found.shortcut:
        assert QKeySequence(found.shortcut).toString() != ""


def test_the_words_of_a_command_with_its_keys():
    assert in_words(command("file.lock")) == "Lock now (Ctrl+L)"
    assert in_words(command("view.dark")) == "Dark"


@pytest.mark.parametrize(
    ("key", "modifier", "name"),
    [
        (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier, "file.lock"),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, "edit.primary"),
        (Qt.Key.Key_Enter, Qt.KeyboardModifier.ControlModifier, "edit.primary"),
        (Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier, "go.gapBack"),
        (Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier, "go.overdue"),
        (Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier, "child.plan"),
        (Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier, "help.shortcuts"),
    ],
)
def test_a_shortcut_runs_its_command_while_a_text_field_has_the_keyboard(key, modifier, name, qtbot):
    window, ran = QMainWindow(), []
    field = QLineEdit()
    window.setCentralWidget(field)
    actions = build_menus(window, ran.append)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    field.setFocus()
    qtbot.keyClick(field, key, modifier)
    assert ran == [name]
    assert actions[name].objectName() == name
