"""Hostile names on every screen of the window: shown as they are, never as markup, shortcut, file or address."""

import os
import re
import shutil

import pytest
from PySide6.QtCore import QAbstractListModel, QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QGroupBox,
    QLabel,
    QMenu,
    QTabBar,
    QTextEdit,
    QWidget,
)

from lac_tracker.storage import database as storage
from lac_tracker.ui import places
from lac_tracker.ui.main_window import child_record
from lac_tracker.ui.plain import PlainLabel, tooltip
from lac_tracker.ui.screens import settings_sections
from lac_tracker.ui.screens.preview_kept import KEPT
from lac_tracker.ui.screens.received_view import FILE
from lac_tracker.ui.screens.record_page import Place
from lac_tracker.ui.screens.record_pages import PAGES
from tests.conftest import NOW
from tests.promises.hostile_caseload import BATCHES, MARK, WORST, a_hostile_life
from tests.robots_lists import Lists, a_window, make_slots

ROUNDS = range(len(BATCHES)) if os.environ.get("LAC_TRACKER_TORTURE") else (0,)
TAGS_OF_OURS = re.compile("</?span>|<br/>")
A_SHORTCUT = re.compile("(?<!&)&(?!&)")
SCREENS = ("overdue", "children", *places._SCREENS)  # noqa: SLF001 - a new screen is looked at too
# What names nobody until something is chosen or asked; all others have to show a name, or nothing was tested.
NAMES_NOBODY = {
    "reports", "flags", "import", "quality", "add_child", "role", "chain", "yearly_return", "behind", "settings", "dashboard",
}  # fmt: skip
MOST_ROWS = 40  # of a list whose tips are read


@pytest.fixture(params=ROUNDS)
def life(request, made_once, caseload_path):
    number = request.param

    def make(database):
        return a_hostile_life(database, BATCHES[number])

    path, ids = made_once(f"hostile life {number}", make)
    shutil.copy(path, caseload_path)
    return ids


def place_of(page: str, ids: dict[str, int]) -> Place:
    """Where a page is opened, with what it is about."""
    about = {
        "assessment": {"assessment_id": ids["open"]},
        "sign": {"assessment_id": ids["open"]},
        "chain": {"assessment_id": ids["signed"]},
        "compare": {"assessment_id": ids["open"], "about": str(ids["signed"])},
        "item": {"assessment_id": ids["open"], "need_number": 1},
        "preview": {"assessment_id": ids["signed"], "document": "gp-summary"},
        "gate": {"kind": "RHA"},
        "kept_document": {"document": "gp-summary", "typed": ((KEPT, str(ids["kept"])),)},
        "received": {"typed": ((FILE, str(ids["received"])),)},
    }
    return Place(ids["child"], page, **about.get(page, {}))


class Seen:
    """What was wrong on the screens, and on which of them a name stood."""

    def __init__(self, window):
        self.window, self.wrong, self.named = window, [], set()

    def look(self, where: str, screen: QWidget) -> None:
        """Look at every control of a screen, and of what opened over the window."""
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the screen before
        for lane in (self.window.background.questions, self.window.background.slow):
            lane.run(lambda: None).result()  # what it asked for was found
        QApplication.processEvents()
        screen.grab()
        over = [top for top in QApplication.topLevelWidgets() if top is not self.window]
        for one in (one for top in (screen, *over) for one in (top, *top.findChildren(QWidget))):
            self.wrong += [
                f"{where}: {type(one).__name__} {one.objectName()}: {words}" for words in wrong_with(one)
            ]
            if one.isVisible() and any(MARK in words for words in words_on(one)):
                self.named.add(where)
        self.wrong += [f"{where}: a title: {top.windowTitle()}" for top in over if MARK in top.windowTitle()]


def words_on(one: QWidget) -> list[str]:
    """Return what a control says: a label, a button, a field, or the first rows of a list."""
    if isinstance(one, QAbstractItemView):
        return [f"{index.data()} {index.data(Qt.ItemDataRole.AccessibleTextRole)}" for index in cells(one)]
    told = getattr(one, "toPlainText", None) or getattr(one, "text", None)
    return [str(told())] if callable(told) else []


def cells(view: QAbstractItemView) -> list:
    model = view.model()
    if model is None:
        return []
    rows = min(model.rowCount(), MOST_ROWS)
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()  # private for a list
    return [model.index(row, column) for row in range(rows) for column in range(columns)]


def wrong_with(one: QWidget) -> list[str]:
    """Return what would let a name be more than text."""
    found = [tip for tip in tips_of(one) if not is_escaped(tip)]
    if isinstance(one, QLabel) and not isinstance(one, PlainLabel) and one.text():
        found += [one.text()] if one.textFormat() != Qt.TextFormat.PlainText else []
    if isinstance(one, QTextEdit) and one.acceptRichText():
        found.append("takes rich text")
    return found + [words for words in with_shortcuts(one) if MARK in words and A_SHORTCUT.search(words)]


def tips_of(one: QWidget) -> list[str]:
    tips = [one.toolTip()]
    if isinstance(one, QAbstractItemView):
        tips += [str(index.data(Qt.ItemDataRole.ToolTipRole) or "") for index in cells(one)]
    return tips


def is_escaped(tip: str) -> bool:
    """Whether a tip is our escaped markup, or a fixed text that Qt takes for plain."""
    if tip.startswith("<span>") and tip.endswith("</span>"):
        return "<" not in TAGS_OF_OURS.sub("", tip)
    return MARK not in tip and "<" not in tip


def with_shortcuts(one: QWidget) -> list[str]:
    """Return words of a control in which a single & would underline a letter."""
    if isinstance(one, QAbstractButton):
        return [one.text()]
    if isinstance(one, QGroupBox):
        return [one.title()]
    if isinstance(one, QTabBar):
        return [one.tabText(place) for place in range(one.count())]
    return [action.text() for action in one.actions()] if isinstance(one, QMenu) else []


def test_a_name_that_is_taken_for_markup_or_a_shortcut_is_found(qtbot):
    label, box, plain = QLabel(WORST[0]), QCheckBox(f"{MARK} & co"), PlainLabel(WORST[0])
    for one in (label, box, plain):
        qtbot.addWidget(one)
    plain.setToolTip(tooltip(WORST[0]))
    assert (bool(wrong_with(label)), bool(wrong_with(box)), wrong_with(plain)) == (True, True, [])
    plain.setToolTip(WORST[0])
    assert wrong_with(plain)
    plain.setToolTip(f"<span>{MARK} <b>x</b></span>")
    assert wrong_with(plain)


def test_every_screen_shows_hostile_names_as_they_are(life, caseload_path, keys, qtbot, qtlog, monkeypatch):
    make_slots(caseload_path, keys, monkeypatch)
    database = storage.open_caseload(caseload_path, keys, NOW)
    with a_window(caseload_path, child_record) as window:
        lists = Lists(window, qtbot).signed_in(caseload_path, database)
        seen, shell = Seen(window), lists.shell
        shell.open_child(life["child"])
        seen.look("banner", shell.shown.banner)
        for page in PAGES:
            assert shell.shown.go(place_of(page, life)), page
            assert type(shell.shown.page) is PAGES[page]
            seen.look(page, shell.shown.page)
        for key in SCREENS:  # after the record: who opened it is a screen too
            assert shell.go(key), key
            lists.at_rest()
            seen.look(key, shell.shown)
        assert shell.go("settings")
        for section in settings_sections.SECTIONS:
            assert shell.shown.show_section(section.key), section.key
            seen.look(f"settings: {section.key}", shell.shown.section)
        seen.look("window", window)
        assert seen.wrong == []
        assert {"banner", "window", *PAGES, *SCREENS} - seen.named <= NAMES_NOBODY
        # What the platform without a screen says of itself is no warning about a name.
        told = [record.message for record in qtlog.records if "propagateSizeHints" not in record.message]
        assert told == []
