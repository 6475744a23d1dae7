"""Every command of the window by name, with its words, its shortcut and its menu. Menus and help read this list."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from lac_tracker.ui.plain import doubled

MENUS = ("File", "Edit", "View", "Go", "Child", "Help")  # their first letters are reserved for Alt


@dataclass(frozen=True)
class Command:
    name: str  # of the QAction, too: 'go.overdue'
    words: str
    shortcut: str  # '' for none
    menu: str  # one of MENUS


# Ctrl+Q and Ctrl+W are left free on purpose: a slip must not close a record. Alt+F4 closes.
COMMANDS: tuple[Command, ...] = (
    Command("file.save", "Save now", "Ctrl+S", "File"),
    Command("file.lock", "Lock now", "Ctrl+L", "File"),
    Command("edit.primary", "Do the main thing on this page", "Ctrl+Enter", "Edit"),
    Command("edit.new", "New", "Ctrl+N", "Edit"),
    Command("edit.sign", "Check and sign", "Ctrl+Shift+Enter", "Edit"),
    Command("edit.planItem", "Make a plan item from this", "Ctrl+I", "Edit"),
    Command("edit.quote", "Add the child's words", "Ctrl+'", "Edit"),
    Command("edit.jotter", "Jotter", "Ctrl+J", "Edit"),
    Command("edit.pause", "Pause assessment", "Ctrl+Shift+P", "Edit"),
    Command("edit.book", "Book appointment", "Ctrl+B", "Edit"),
    Command("edit.followUp", "Log follow-up", "Ctrl+T", "Edit"),
    Command("edit.assign", "Assign", "Ctrl+Shift+A", "Edit"),
    Command("edit.export", "Export", "Ctrl+E", "Edit"),
    Command("edit.print", "Print, always through preview", "Ctrl+P", "Edit"),
    Command("edit.preview", "Preview", "Ctrl+Shift+V", "Edit"),
    Command("edit.sent", "Mark as sent", "Ctrl+Shift+S", "Edit"),
    Command("edit.find", "Filter or find on this page", "Ctrl+F", "Edit"),
    Command("view.refresh", "Refresh", "F5", "View"),
    Command("view.banner", "Banner: more or less", "Ctrl+Shift+B", "View"),
    Command("view.side", "Side panel, next tab", "F9", "View"),
    Command("view.nextTab", "Next tab of the page", "Ctrl+Tab", "View"),
    Command("view.previousTab", "Previous tab of the page", "Ctrl+Shift+Tab", "View"),
    Command("view.focus", "Focus mode", "F11", "View"),
    Command("view.larger", "Larger text", "Ctrl+=", "View"),
    Command("view.smaller", "Smaller text", "Ctrl+-", "View"),
    Command("view.textSize", "Text size 100%", "Ctrl+0", "View"),
    Command("view.light", "Light", "", "View"),
    Command("view.dark", "Dark", "", "View"),
    Command("view.highContrast", "High contrast", "", "View"),
    Command("view.singleKeys", "Single keys (1, 2, x, n)", "", "View"),
    Command("go.today", "Today", "Ctrl+1", "Go"),
    Command("go.overdue", "Overdue", "Ctrl+2", "Go"),
    Command("go.children", "Children", "Ctrl+3", "Go"),
    Command("go.clinics", "Clinics", "Ctrl+4", "Go"),
    Command("go.send", "Send plans", "Ctrl+5", "Go"),
    Command("go.quality", "Quality", "Ctrl+6", "Go"),
    Command("go.dashboard", "Dashboard", "Ctrl+7", "Go"),
    Command("go.reports", "Reports", "Ctrl+8", "Go"),
    Command("go.import", "Import", "Ctrl+9", "Go"),
    Command("go.yearly_return", "Return to council", "", "Go"),
    Command("go.settings", "Settings", "Ctrl+,", "Go"),
    Command("go.region", "Next region", "F6", "Go"),
    Command("go.regionBack", "Previous region", "Shift+F6", "Go"),
    Command("go.back", "Back", "Alt+Left", "Go"),
    Command("go.forward", "Forward", "Alt+Right", "Go"),
    Command("go.section", "Go to a section of the form", "Ctrl+G", "Go"),
    Command("go.sectionBack", "Previous section", "F7", "Go"),
    Command("go.gap", "Next gap or section", "F8", "Go"),
    Command("go.gapBack", "Previous gap", "Shift+F8", "Go"),
    Command("child.summary", "Summary", "Alt+1", "Child"),
    Command("child.assessments", "Assessments", "Alt+2", "Child"),
    Command("child.plan", "Health plan", "Alt+3", "Child"),
    Command("child.sdq", "SDQ and wellbeing", "Alt+4", "Child"),
    Command("child.consent", "Consent", "Alt+5", "Child"),
    Command("child.family", "Family and birth", "Alt+6", "Child"),
    Command("child.health_checks", "Health checks", "Alt+7", "Child"),
    Command("child.placements", "Placements and legal", "Alt+8", "Child"),
    Command("child.contacts", "Contacts", "Alt+9", "Child"),
    Command("child.chronology", "Chronology", "Alt+0", "Child"),
    Command("child.documents", "Documents", "", "Child"),
    Command("child.own_plan", "The child's own plan", "", "Child"),
    Command("child.health_history", "Health history", "", "Child"),
    Command("child.flags", "Flags", "", "Child"),
    Command("child.looked", "Who has looked at this record", "", "Child"),
    Command("child.kept", "How long this record is kept", "", "Child"),
    Command("help.focused", "Help for this control", "F1", "Help"),
    Command("help.shortcuts", "All shortcuts", "Ctrl+/", "Help"),
)

TURNED_ON_AND_OFF = frozenset({"view.singleKeys"})
_KEYPAD = {"Ctrl+Enter": "Ctrl+Return", "Ctrl+Shift+Enter": "Ctrl+Shift+Return"}


def command(name: str) -> Command:
    """Return a command by name; KeyError is a mistake of ours."""
    return {found.name: found for found in COMMANDS}[name]


def sequences(shortcut: str) -> list[QKeySequence]:
    """Return the key sequences of a shortcut; the Enter of the number pad counts as the other one."""
    return [QKeySequence(shortcut), *([QKeySequence(_KEYPAD[shortcut])] if shortcut in _KEYPAD else [])]


def in_words(found: Command) -> str:
    """Return 'Lock now (Ctrl+L)', for tooltips and the list of shortcuts."""
    return f"{found.words} ({found.shortcut})" if found.shortcut else found.words


def build_menus(window: QMainWindow, run: Callable[[str], None]) -> dict[str, QAction]:
    """Fill the menu bar of a window; every command calls `run(name)`. Returns the actions by name.

    `run` decides whether the command means something on the page shown, and says so in the status line if not.
    """
    window.menuBar().setObjectName("shell.menu")
    menus = {title: window.menuBar().addMenu(f"&{title}") for title in MENUS}
    actions = {}
    for found in COMMANDS:
        action = QAction(doubled(found.words), window)
        action.setObjectName(found.name)
        action.setStatusTip(found.words)
        if found.shortcut:
            action.setShortcuts(sequences(found.shortcut))
        # `triggered` passes whether it is checked: bind the name, not that.
        action.triggered.connect(lambda _checked=False, name=found.name: run(name))
        action.setCheckable(found.name in TURNED_ON_AND_OFF)
        menus[found.menu].addAction(action)
        actions[found.name] = action
    return actions
