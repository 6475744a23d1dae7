"""The preview of a document: pages as pictures, checks, and a file that does not say whose it is."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import text

from lac_tracker.domain.errors import UserError
from lac_tracker.ui.screens.preview import PreviewPage
from lac_tracker.ui.screens.record_page import Place
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures


@pytest.fixture
def at_preview(robot, signed, qtbot):
    robot.record.go(Place(robot.record.child_id, "preview", signed, document="gp-summary"))
    qtbot.waitUntil(lambda: robot.find("pv.save").isEnabled(), timeout=10_000)
    return robot


def documents_kept(database):
    with database.reading() as session:
        return session.execute(text("select document from documents_made")).scalars().all()


def test_the_page_is_shown_with_its_checks_below_who_it_is_about(at_preview, database):
    assert at_preview.words("page.title") == "Preview"
    at_preview.reads("BAPTISTE, Amara   Born 12-Jun-2011 (14y 8m)   NHS No. 999 012 3454")
    assert at_preview.words("pv.count") == "Page 1 of 1"
    page = at_preview.find("pv.page")
    assert page.accessibleName() == "GP summary, page 1 of 1"
    assert page.pixmap().height() > page.pixmap().width() > 300
    said = at_preview.all_words()
    assert "1 page" in said
    assert "A4 portrait, upright" in said
    assert documents_kept(database) == []  # looking keeps nothing


def test_pages_turn_by_key_and_documents_with_control(at_preview, qtbot):
    at_preview.control(Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: at_preview.words("pv.count").startswith("Page 1 of "), timeout=10_000)
    assert at_preview.find("pv.page").accessibleName().startswith("Full plan, page 1")
    at_preview.press(Qt.Key.Key_PageDown)
    assert at_preview.words("pv.count").startswith("Page 2 of ")
    at_preview.press(Qt.Key.Key_PageUp)
    assert at_preview.words("pv.count").startswith("Page 1 of ")


def test_larger_is_larger(at_preview, qtbot):
    before = at_preview.find("pv.page").width()
    at_preview.click("pv.zoom.larger")
    qtbot.waitUntil(lambda: at_preview.find("pv.page").width() > before, timeout=10_000)


def test_save_pdf_keeps_it_and_names_the_file_without_the_child(
    at_preview, qtbot, monkeypatch, tmp_path, database
):
    suggested = []

    def choose(cls, parent, name):
        suggested.append(name)
        return tmp_path / name

    monkeypatch.setattr(PreviewPage, "choose_file", classmethod(choose))
    with qtbot.waitSignal(at_preview.record.said, timeout=10_000) as told:
        at_preview.control(Qt.Key.Key_S)
    assert suggested[0].startswith("LAC-GP_2026-03-04_")
    for secret in ("Baptiste", "Amara", "Mara", "9990123454"):
        assert secret.casefold() not in suggested[0].casefold()
    saved = tmp_path / suggested[0]
    assert saved.read_bytes().startswith(b"%PDF")
    assert told.args == [f"Saved {saved.name}. A copy is kept in the record."]
    assert documents_kept(database) == ["gp-summary"]
    at_preview.reads("Kept in the record as version 1")


def test_not_choosing_a_file_writes_none(at_preview, monkeypatch, tmp_path):
    monkeypatch.setattr(PreviewPage, "choose_file", classmethod(lambda *_: None))
    at_preview.control(Qt.Key.Key_S)
    assert not list(tmp_path.glob("*.pdf"))


def test_a_file_that_cannot_be_written_is_explained(robot, signed, qtbot, monkeypatch, tmp_path, workplace):
    def full(_path: Path, _content: bytes) -> None:
        raise UserError("The disk is full. Nothing is lost. Choose another place")

    object.__setattr__(workplace, "save_file", full)
    monkeypatch.setattr(PreviewPage, "choose_file", classmethod(lambda *_: tmp_path / "a.pdf"))
    robot.record.go(Place(robot.record.child_id, "preview", signed, document="gp-summary"))
    qtbot.waitUntil(lambda: robot.find("pv.save").isEnabled(), timeout=10_000)
    robot.control(Qt.Key.Key_S)
    robot.reads("The disk is full. Nothing is lost. Choose another place")


def test_escape_closes_the_preview(at_preview):
    at_preview.press(Qt.Key.Key_Escape)
    assert at_preview.shows("summary")


def test_leaving_while_the_pages_are_drawn_is_quiet(robot, signed, qtbot):
    child_id = robot.record.child_id
    with qtbot.captureExceptions() as crashes:
        robot.record.go(Place(child_id, "preview", signed, document="gp-summary"))
        robot.record.go(Place(child_id, "summary"))
        drawn = []
        workplace = robot.record.page.desk.workplace
        workplace.run(
            lambda: None, drawn.append, drawn.append
        )  # the same lane: it comes back after the pages
        qtbot.waitUntil(lambda: drawn == [None])
    assert crashes == []
