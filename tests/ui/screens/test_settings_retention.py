"""Keeping and disposal by key presses, with a real caseload: held, proposed, decided by another, destroyed, certified."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.services import disposal, retention
from lac_tracker.storage import children, people
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel
from lac_tracker.ui.screens import settings_sections
from lac_tracker.ui.screens.report_preview import ReportPreview
from lac_tracker.ui.screens.settings_retention_record import RecordKeeping, show_keeping
from tests.builders import ask, write
from tests.conftest import GRACE, NOW, SYSTEM, TODAY, TOM
from tests.robots_lists import Lists, a_window

CAROL = Actor(5, 1, "carol", "Carol Ince", Role.CALDICOTT, Registration.NONE)
CONTROL = Qt.KeyboardModifier.ControlModifier
SAID = {"because": "Its day has passed", "authority": "Trust schedule 2024"}


@pytest.fixture
def old_ones(database):
    """Three records of long ago."""
    with database.writing(Entry(SYSTEM, NOW, "tested")) as session:
        people.add_person(
            session, 1, user_name="carol", full_name="Carol Ince", role=Role.CALDICOTT,
            registration=Registration.NONE, now=NOW,
        )  # fmt: skip
        council = children.council(session, 1, "123")
        names = {"family_name": "Baptiste", "given_name": "Amara"}
        return [children.add(session, 1, council, f"70000{n}", date(1950, 1, n), names) for n in (1, 2, 3)]


@pytest.fixture
def grace(old_ones, database, caseload_path, qtbot, monkeypatch):
    only = tuple(one for one in settings_sections.SECTIONS if one.key == "retention")
    monkeypatch.setattr(settings_sections, "SECTIONS", only)
    with a_window(caseload_path) as window:
        robot = Lists(window, qtbot).signed_in(caseload_path, database, GRACE)
        robot.control(Qt.Key.Key_Comma)
        at_rest(robot)
        page(robot).focus_first()
        yield robot


def page(robot):
    return robot.shell.shown.section


def at_rest(robot):
    """Wait for the page, and come back to the window after a dialog, as the screen would by itself."""
    robot.until(lambda: not page(robot).is_waiting)
    robot.window.activateWindow()
    QApplication.processEvents()


def a_dialog(kind=QDialog):
    QApplication.processEvents()
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


def named(name):
    QApplication.processEvents()
    return next(one for one in QApplication.topLevelWidgets() if one.objectName() == name and one.isVisible())


def rows(robot):
    return [getattr(row, "council_id", None) or row.state for row in page(robot)._list().model.rows()]  # noqa: SLF001


def words_of(dialog):
    return " ".join(one.text() for one in dialog.findChildren(PlainLabel))


def typed(robot, name, words):
    field = a_dialog().findChild(QWidget, name)
    field.setFocus()
    robot.qtbot.keyClicks(field, words)


def save(robot, dialog=None):
    shown = dialog or a_dialog()
    robot.qtbot.keyClick(shown, Qt.Key.Key_Return, CONTROL)
    QApplication.processEvents()
    return shown


def test_from_the_review_list_to_the_certificate(grace, database, old_ones):
    assert rows(grace) == ["700001", "700002", "700003"]
    assert grace.focused_name == "ret.records"
    assert grace.find("ret.act").words() == "Propose disposal"
    # A text that names the child is refused at its field; then it is proposed.
    grace.control(Qt.Key.Key_Return)
    typed(grace, "ret.propose.authority", "Schedule for Amara")
    typed(grace, "ret.propose.why", "Its day has passed")
    dialog = save(grace)
    assert dialog.isVisible()
    assert "must not name the child" in words_of(dialog)
    dialog.findChild(QWidget, "ret.propose.authority").setText("Trust schedule 2024")
    save(grace)
    at_rest(grace)
    assert page(grace).records.model.rows()[0].status.startswith("Disposal D-")
    # The proposer can only withdraw; another person approves.
    grace.control(Qt.Key.Key_Return)
    assert (page(grace).tab, rows(grace), grace.find("ret.act").words()) == (
        "waiting",
        ["proposed"],
        "Withdraw",
    )
    (one,) = ask(database, disposal.waiting)
    write(
        database,
        disposal.decide,
        one.id,
        by=CAROL,
        today=TODAY,
        approve=True,
        because="Agreed",
        seen_version=one.version,
    )
    page(grace).reload()
    at_rest(grace)
    assert grace.find("ret.act").words() == "Destroy the record"
    # The wrong number destroys nothing.
    grace.control(Qt.Key.Key_Return)
    typed(grace, "ret.destroy.number", "D-2222-2222")
    dialog = save(grace)
    grace.until(lambda: "is not that of this disposal" in words_of(dialog))
    assert len(ask(database, disposal.settled)) == 0
    dialog.findChild(QWidget, "ret.destroy.number").setText(one.record_number)
    save(grace, dialog)
    grace.until(lambda: bool(ask(database, disposal.settled)))
    grace.until(
        lambda: any(isinstance(w, ReportPreview) and w.isVisible() for w in QApplication.topLevelWidgets())
    )
    preview = a_dialog(ReportPreview)
    grace.until(lambda: preview.page.drawn is not None)
    assert preview.page.drawn.content.startswith(b"%PDF")
    preview.reject()
    at_rest(grace)
    page(grace).show_tab("done")
    assert rows(grace) == ["done"]
    assert grace.find("ret.act").words() == "Certificate"
    page(grace).show_tab("review")
    assert rows(grace) == ["700002", "700003"]


def test_a_second_person_decides_and_an_empty_decision_is_none(grace, database, old_ones):
    write(database, disposal.propose, old_ones[0], by=CAROL, today=TODAY, **SAID)
    page(grace).reload()
    at_rest(grace)
    grace.control(Qt.Key.Key_Tab)  # the next tab of the page
    assert (page(grace).tab, grace.find("ret.act").words()) == ("waiting", "Decide")
    grace.control(Qt.Key.Key_Return)
    dialog = save(grace)
    assert dialog.isVisible()
    dialog.findChild(QWidget, "ret.decide.decision").set_value("no")
    typed(grace, "ret.decide.why", "The family asked for it")
    save(grace)
    at_rest(grace)
    page(grace).show_tab("done")
    assert rows(grace) == ["refused"]
    assert not grace.find("ret.withdraw").isVisible()
    assert "The family asked for it" in page(grace).disposals.about()


def test_how_a_record_is_kept_is_changed_held_and_let_go(grace, database, old_ones):
    grace.press(Qt.Key.Key_Return)
    record = a_dialog(RecordKeeping)
    record.hold.click()
    dialog = named("ret.hold.dialog")
    dialog.findChild(QWidget, "ret.hold.kind").set_value("legal")
    dialog.findChild(QWidget, "ret.hold.why").setPlainText("Letter of claim")
    save(grace, dialog)
    assert not record.propose.isVisible()
    (hold,) = ask(database, retention.of_record, old_ones[0], today=TODAY).holds
    lift = record.findChild(PlainButton, f"ret.record.lift.{hold.id}")
    assert lift.accessibleName().startswith("Lift: Legal case or claim: Letter of claim")
    at_rest(grace)
    page(grace).show_tab("held")
    assert rows(grace) == ["700001"]
    lift.click()
    dialog = named("ret.lift.dialog")
    dialog.findChild(QWidget, "ret.lift.why").setPlainText("Settled")
    save(grace, dialog)
    record.change.click()
    dialog = named("ret.class.dialog")
    choice = dialog.findChild(QWidget, "ret.class")
    choice.set_value("kept_125_years")
    choice.changed.emit("kept_125_years")
    assert "125th birthday" in dialog.findChild(QWidget, "ret.class.source").text()
    dialog.findChild(QWidget, "ret.class.why").setPlainText("Policy of the trust")
    save(grace, dialog)
    assert ask(database, retention.of_record, old_ones[0], today=TODAY).row.kept_until == date(2075, 1, 1)
    record.reject()
    at_rest(grace)
    page(grace).show_tab("review")
    assert rows(grace) == ["700002", "700003"]


def test_a_record_or_a_disposal_is_found_by_its_number(grace, database, old_ones):
    write(database, disposal.propose, old_ones[2], by=CAROL, today=TODAY, **SAID)
    (one,) = ask(database, disposal.waiting)
    for words, found, tables in (
        ("700002", ["700002"], "ret.records"),
        (one.record_number, ["proposed"], "ret.disposals"),
        ("x", [], ""),
    ):
        grace.control(Qt.Key.Key_F)
        assert grace.focused_name == "ret.find"
        grace.type(words)
        grace.press(Qt.Key.Key_Return)
        assert (page(grace).tab, rows(grace)) == ("found", found)
        if tables:
            assert grace.focused_name == tables
    assert page(grace).records.empty.words() == "Nothing is known under that number."


def test_nothing_is_cut_in_large_text(grace):
    theme.apply(QApplication.instance(), "light", 200)
    QApplication.processEvents()
    table = page(grace).records.table
    assert table.horizontalScrollBar().maximum() == 0
    assert not page(grace).about.isVisible()
    for name in ("ret.act", "ret.kept"):
        button = grace.find(name)
        assert button.width() >= button.sizeHint().width()


def test_who_keeps_no_records_is_told_so_on_the_record(grace, old_ones):
    said, here = [], page(grace)
    here.said.connect(said.append)
    show_keeping(here, replace(here.workplace, actor=TOM), old_ones[0])
    assert "may not do this" in said[0]
