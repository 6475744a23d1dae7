"""S18 Documents and S18b Make a document, and files that came, by key presses at a real record."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox
from sqlalchemy import text

from lac_tracker.services import dispatch
from lac_tracker.ui.screens.documents import DocumentsPage
from lac_tracker.ui.screens.received_view import ReceivedPage
from lac_tracker.ui.screens.record_page import Place
from tests.exchange import received
from tests.robots import rows_of
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures


@pytest.fixture
def at_documents(person_at, child_id):
    return person_at(Place(child_id, "documents"))


def listed(robot):
    return rows_of(robot.find("doc.table"))


def go_to_table(robot):
    robot.record.window().activateWindow()  # a window manager would, once a dialog closed; offscreen has none
    robot.go_into("doc.table")


def file_of(tmp_path, content, name="letter.pdf"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def offers(monkeypatch, path):
    """Have the question for a file answered."""
    monkeypatch.setattr(DocumentsPage, "choose_file", classmethod(lambda *_: path))


def kept(database, what):
    with database.reading() as session:
        return session.execute(text(what)).all()


def test_without_documents_it_says_when_they_are_made(at_documents, signed):
    at_documents.reads("No documents yet. They are made after signing.")
    assert at_documents.is_at("doc.make")
    assert not at_documents.sees("doc.open")


def test_a_document_is_made_and_stands_in_the_list_with_its_state(at_documents, signed, qtbot, database):
    at_documents.control(Qt.Key.Key_N)
    assert at_documents.shows("make_document")
    at_documents.reads("IHA signed 04-Mar-2026, version 1")
    qtbot.waitUntil(lambda: "Portrait, upright" in at_documents.all_words(), timeout=10_000)
    assert "1 page summary (" in at_documents.all_words()
    assert "GP matches record" in at_documents.all_words()
    at_documents.control(Qt.Key.Key_Return)
    assert at_documents.shows("documents")
    assert [row.split("04-Mar-2026 ", 1)[1] for row in listed(at_documents)] == [
        "GP summary (1 page) 1 IHA 04-Mar-2026 – Not sent"
    ]
    assert at_documents.is_at("doc.table")
    at_documents.click("doc.replace")
    assert at_documents.shows("preview")
    at_documents.press(Qt.Key.Key_Escape)
    child_id = at_documents.record.child_id
    workplace = at_documents.record.page.desk.workplace
    workplace.operations.do(dispatch.make_document, child_id, "gp-summary", workplace.render)
    assert [row.rsplit(" – ", 1)[1] for row in listed(at_documents)] == ["Not sent", "Replaced by version 2"]


def test_each_paper_says_what_its_reader_gets_and_larger_print_is_remembered(at_documents, signed, database):
    at_documents.control(Qt.Key.Key_N)
    assert at_documents.record.page.kinds.buttons()[0].text() == "GP summary (A4, 1 page)"
    assert at_documents.words("mkdoc.readers").startswith("The GP practice")
    assert at_documents.words("mkdoc.third") == "One line, marked as third-party"
    assert at_documents.words("mkdoc.address") == "Shown"
    at_documents.choose("mkdoc.kind", 3)
    box = at_documents.find("mkdoc.large")
    assert isinstance(box, QCheckBox)
    assert box.text().startswith("Larger print (")
    at_documents.click("mkdoc.large")
    assert kept(database, "select text_size from own_copies") == [("large",)]
    at_documents.press(Qt.Key.Key_Escape)
    assert at_documents.shows("documents")


def test_before_signing_the_papers_of_a_plan_are_not_offered(at_documents, child_id):
    at_documents.control(Qt.Key.Key_N)
    words = [one.text() for one in at_documents.record.page.kinds.buttons()]
    assert not [one for one in words if one.startswith("GP summary")]
    assert [one for one in words if one.startswith("Chronology")]


def test_enter_opens_a_document_as_it_was_kept_and_writes_it_down(at_documents, signed, qtbot, database):
    child_id = at_documents.record.child_id
    workplace = at_documents.record.page.desk.workplace
    workplace.operations.do(dispatch.make_document, child_id, "gp-summary", workplace.render)
    at_documents.record.page.take_focus()
    at_documents.press(Qt.Key.Key_Return)
    assert at_documents.shows("kept_document")
    qtbot.waitUntil(lambda: at_documents.find("pv.save").isEnabled(), timeout=10_000)
    at_documents.reads("Kept in the record as version 1")
    at_documents.reads("Not sent")
    assert at_documents.words("pv.markSent") == "Mark as sent"
    actions = [row.action for row in kept(database, "select action from audit order by number")]
    assert actions[-2:] == ["made a document", "opened the record"]
    assert kept(database, "select count(*) as n from documents_made")[0].n == 1  # looking makes no other


def test_a_letter_is_filed_opened_in_the_window_turned_and_copied(
    at_documents, qtbot, monkeypatch, tmp_path, database
):
    offers(monkeypatch, file_of(tmp_path, received.pdf(2, (842, 595)), "BAPTISTE Amara.exe"))
    at_documents.click("doc.add")
    at_documents.reads("A page lies on its side and was turned. Is this the right way up?")
    at_documents.click("rcv.turnRight")
    at_documents.go_into("rcv.add.kind")
    at_documents.press(Qt.Key.Key_Down)
    at_documents.type_into("rcv.add.title", "Letter <b>about</b> school")
    at_documents.type_into("rcv.add.source", "Dr Ito")
    at_documents.go_into("rcv.add.third")
    at_documents.press(Qt.Key.Key_Space)
    with qtbot.waitSignal(at_documents.record.said) as told:
        at_documents.control(Qt.Key.Key_Return)
    assert told.args == ["Filed."]
    assert listed(at_documents) == ["04-Mar-2026 Letter <b>about</b> school (2 pages) – Dr Ito – Filed"]
    assert kept(database, "select turned, third_party, kind from files_received") == [(180, 1, "letter")]
    assert not [
        row
        for row in kept(database, "select after from changes")
        if "BAPTISTE Amara.exe" in (row.after or "")
    ]
    go_to_table(at_documents)
    at_documents.press(Qt.Key.Key_Return)
    assert at_documents.shows("received")
    qtbot.waitUntil(lambda: at_documents.words("pv.count") == "Page 1 of 2", timeout=10_000)
    at_documents.press(Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: at_documents.words("pv.count") == "Page 2 of 2", timeout=10_000)
    at_documents.click("rcv.left")
    assert kept(database, "select turned from files_received") == [(90,)]
    suggested = []
    copy = tmp_path / "copy.pdf"
    monkeypatch.setattr(
        ReceivedPage, "choose_file", classmethod(lambda cls, parent, name: suggested.append(name) or copy)
    )
    with qtbot.waitSignal(at_documents.record.said) as told:
        at_documents.control(Qt.Key.Key_S)
    assert suggested == ["LAC-RECEIVED_2026-03-04_R00001.pdf"]
    assert copy.read_bytes() == received.pdf(2, (842, 595))
    assert told.args == ["Saved a copy as copy.pdf. It is not protected there."]
    opened = "filed or opened a document that was received"
    actions = [row.action for row in kept(database, "select action from audit order by number")]
    assert actions.count(opened) == 4  # filed, opened, turned, copied


def test_a_file_that_may_not_be_kept_is_refused_on_the_page(at_documents, monkeypatch, tmp_path):
    for content, words in (
        (b"PK\x03\x04" + b"\x00" * 60, "This is a ZIP archive, or a Word or Excel file"),
        (received.locked(), "This PDF is locked with a password"),
        (b"", "This file is empty"),
    ):
        offers(monkeypatch, file_of(tmp_path, content))
        at_documents.click("doc.add")
        at_documents.reads(words)
        assert not at_documents.sees("rcv.save")


def test_what_could_run_is_said_and_a_refused_field_keeps_what_was_typed(at_documents, monkeypatch, tmp_path):
    offers(monkeypatch, file_of(tmp_path, received.with_script_on_opening()))
    at_documents.click("doc.add")
    at_documents.reads("Taken out: a script. What can be read is all there.")
    at_documents.type_into("rcv.add.title", "Clinic note")
    at_documents.control(Qt.Key.Key_Return)
    at_documents.reads("Kind: choose what it is")
    assert at_documents.find("rcv.add.title").text() == "Clinic note"


def test_a_text_is_shown_as_text_and_can_be_entered_in_error(at_documents, qtbot, monkeypatch, tmp_path):
    offers(
        monkeypatch, file_of(tmp_path, b"Seen in clinic. <img src='http://example.invalid/x'>", "note.txt")
    )
    at_documents.click("doc.add")
    at_documents.find("rcv.add.kind").set_value("letter")
    at_documents.type_into("rcv.add.title", "Clinic note")
    at_documents.type_into("rcv.add.source", "Dr Ito")
    at_documents.control(Qt.Key.Key_Return)
    go_to_table(at_documents)
    at_documents.press(Qt.Key.Key_Return)
    shown = at_documents.find("rcv.text")
    qtbot.waitUntil(lambda: "<img src='http" in shown.toPlainText(), timeout=10_000)
    at_documents.click("rcv.inError")
    at_documents.type_into("rcv.error.reason", "Belongs to another child")
    at_documents.control(Qt.Key.Key_Return)
    assert at_documents.shows("documents")
    assert listed(at_documents)[0].endswith("Entered in error: Belongs to another child")
    go_to_table(at_documents)
    at_documents.press(Qt.Key.Key_Return)
    at_documents.reads("This was entered in error, so it is not opened any more.")


def test_mark_as_sent_is_reached_by_its_key(at_documents, signed, qtbot):
    child_id = at_documents.record.child_id
    workplace = at_documents.record.page.desk.workplace
    workplace.operations.do(dispatch.make_document, child_id, "gp-summary", workplace.render)
    go_to_table(at_documents)
    at_documents.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    at_documents.go_into("sent.save")
    with qtbot.waitSignal(at_documents.record.said) as told:
        at_documents.control(Qt.Key.Key_Return)
    assert told.args == ["Marked as sent."]
    assert "Sent 04-Mar-2026" in listed(at_documents)[0]
    assert "Mill Road Surgery" in listed(at_documents)[0]
