"""Send plans by key presses, with a real caseload: made in three, marked as sent in four and a look at each."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from lac_tracker.documents import catalogue, printer
from lac_tracker.services import contacts, sending, team_details
from lac_tracker.services.contacts import ContactDetails
from lac_tracker.storage import children
from lac_tracker.ui.plain import PlainDialog
from lac_tracker.ui.screens.send_plans import SendPlans
from tests import builders
from tests.builders import ask, write
from tests.conftest import NADIA, TODAY, TOM
from tests.robots_lists import Lists, a_window

OF_ITS_OWN = printer.Printer  # what draws in a process of its own, as in the program
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def a_signed_plan(database):
    """A plan that is ready for the practice, for the child and for the carer; nobody knows the social worker."""
    child = builders.a_child(database, nhs_number="9990563411")
    builders.a_signed_assessment(database, child)
    for details in (
        ContactDetails(
            "gp_practice", organisation="Northgate Surgery", ods_code="K83001", email="northgate@example.invalid",
            last_confirmed_on=TODAY,
        ),
        ContactDetails("carer", full_name="Jo <b>Moss</b>", email="jo@example.invalid"),
    ):  # fmt: skip
        write(database, contacts.add_contact, child, details, today=TODAY)
    return child


@pytest.fixture
def child(made_once, caseload_path):
    path, child = made_once("sending", a_signed_plan)
    shutil.copy(path, caseload_path)
    return child


class DrawnHere:
    """Draws in the thread that asks: to start a process takes longer than all else of these tests."""

    render = staticmethod(catalogue.render)

    def close(self):
        """Nothing is there to be ended."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


@pytest.fixture
def tom(child, database, caseload_path, qtbot, tmp_path, monkeypatch):
    """The administrator at the window, who has a folder for the files."""
    monkeypatch.setattr(SendPlans, "choose_folder", lambda *_args: tmp_path / "files")
    monkeypatch.setattr(printer, "Printer", DrawnHere)
    (tmp_path / "files").mkdir()
    with a_window(caseload_path) as window:
        yield Lists(window, qtbot).signed_in(caseload_path, database, TOM)


@pytest.fixture
def page(tom):
    return tom.shell.shown


def made(tom, page):
    """Press what makes everything, and wait until it is made."""
    tom.control(Qt.Key.Key_A)
    tom.window.run("edit.print")
    tom.until(lambda: page._making is None and not page.is_waiting)  # noqa: SLF001


def dialog(name):
    QApplication.processEvents()
    return next(
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, QDialog) and one.objectName() == name and one.isVisible()
    )


def is_gone(name):
    return not any(one.objectName() == name and one.isVisible() for one in QApplication.topLevelWidgets())


def seen(shown, row):
    """What the dialog says of a row: child, to, address used, ticked."""
    cells = [column.text(row) for column in shown.model.columns]
    return cells[1], cells[3], cells[4], shown.model.columns[0].status(row) == "ticked"


def test_an_administrator_starts_here_and_sees_how_many_are_ready(tom, page):
    assert isinstance(page, SendPlans)
    item = next(
        tom.shell.nav.item(row)
        for row in range(tom.shell.nav.count())
        if tom.shell.nav.item(row).text() == "Send plans"
    )
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "Send plans, 3"
    assert tom.focused_name == "send.table"
    assert [row.parcel.reader.value for row in page.model.rows()] == ["gp", "child", "carer"]


def test_d3_the_batch_is_made_in_three_presses(tom, page, database, tmp_path, child, monkeypatch):
    monkeypatch.setattr(printer, "Printer", OF_ITS_OWN)
    tom.shell.go("children")
    tom.control(Qt.Key.Key_5)
    assert tom.shell.shown is page
    tom.control(Qt.Key.Key_A)
    assert tom.find("send.make").words() == "Make 3 documents"
    assert "3 selected: 2 by secure email, 1 to print." in tom.text("send.selected")
    tom.control(Qt.Key.Key_P)
    tom.until(lambda: page._making is None and not page.is_waiting)  # noqa: SLF001
    names = sorted(path.name for path in (tmp_path / "files").iterdir())
    assert sum(name.endswith(".pdf") for name in names) == 4
    assert sum(name.endswith((".json", ".csv", ".txt")) for name in names) == 3
    assert not [name for name in names if "aptiste" in name or "mara" in name]
    assert tom.text("send.selected").startswith("3 made, in 7 files in ")
    assert {page.model.columns[7].text(row) for row in page.model.rows()} == {"Made 04-Mar-2026"}
    assert builders.row_counts(database)["documents_made"] == 4


def test_d4_marking_takes_four_presses_and_a_look_at_each(tom, page, database, child):
    made(tom, page)
    tom.press(Qt.Key.Key_S, CONTROL, SHIFT)
    shown = dialog("sent")
    rows = list(map(seen, [shown] * 3, shown.model.rows()))
    assert rows == [
        ("BAPTISTE, Amara", "Northgate Surgery", "northgate@example.invalid", True),
        ("BAPTISTE, Amara", "Mara", "not recorded", False),  # by hand: another way than the others
        ("BAPTISTE, Amara", "Jo <b>Moss</b>", "jo@example.invalid", True),
    ]
    assert tom.focused_name == "sent.table"
    tom.press(Qt.Key.Key_Tab)
    assert tom.focused_name == "sent.how.secure_email"
    tom.press(Qt.Key.Key_1)
    assert tom.find("sent.save").words() == "Mark 2 as sent"
    tom.control(Qt.Key.Key_Return)
    tom.until(lambda: is_gone("sent"))
    sent = ask(database, sending.queue, today=TODAY).sent
    assert {
        (one.title, one.sending.sent_to, one.sending.address_used, one.sending.sent_by) for one in sent
    } == {
        ("GP summary and plan", "Northgate Surgery", "northgate@example.invalid", "Tom Leigh"),
        ("Carer’s copy", "Jo <b>Moss</b>", "jo@example.invalid", "Tom Leigh"),
    }
    assert {one.sending.document_version for one in sent} == {1}
    assert [row.parcel.reader.value for row in page.model.rows()] == ["child"]


def test_space_takes_a_tick_away_and_it_stays_away_when_the_way_changes(tom, page):
    made(tom, page)
    tom.window.run("edit.sent")
    shown = dialog("sent")
    tom.press(Qt.Key.Key_Space)
    assert tom.find("sent.save").words() == "Mark 1 as sent"
    tom.press(Qt.Key.Key_Tab)
    tom.press(Qt.Key.Key_5)
    first = shown.model.rows()[0]
    assert not shown._is_ticked(first)  # noqa: SLF001
    shown.done(0)


def test_given_to_the_young_person_with_whether_it_was_read_out(tom, page, database, child):
    page._toggle(page.model.rows()[1])  # noqa: SLF001 - the young person's own
    tom.window.run("edit.print")
    tom.until(lambda: page._making is None and not page.is_waiting)  # noqa: SLF001
    tom.window.run("edit.sent")
    shown = dialog("sent")
    shown._aloud.set_value("yes")  # noqa: SLF001
    tom.control(Qt.Key.Key_Return)
    tom.until(lambda: is_gone("sent"))
    with database.reading() as session:
        assert "Given in person 04-Mar-2026, read out loud" in {
            one.words for one in sending.state_of(session, child).values()
        }


def test_marking_before_anything_is_made_says_what_to_do(tom, page):
    tom.control(Qt.Key.Key_A)
    tom.window.run("edit.sent")
    assert tom.text("send.selected") == "Make the documents first (Ctrl+P), then mark them as sent."


def test_what_something_is_missing_for_cannot_be_ticked(tom, page):
    page.show_view("missing")
    assert [row.parcel.kind for row in page.model.rows()] == ["social_worker"]
    tom.find("send.table").setFocus()
    tom.press(Qt.Key.Key_Space)
    assert tom.text("send.selected") == "BAPTISTE, Amara can't go yet. Add a social worker."
    assert tom.text("shell.status.help") == "Add a social worker. Enter opens the record"


def test_a_screen_reader_hears_whether_a_row_is_ticked(tom, page):
    said = lambda row: page.model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)  # noqa: E731
    assert said(0) == "Tick, not ticked"
    tom.press(Qt.Key.Key_Space)
    assert said(0) == "Tick, ticked"


def test_a_rejected_one_goes_back_to_send_with_its_reason(tom, page, database):
    made(tom, page)
    tom.window.run("edit.sent")
    shown = dialog("sent")
    shown._reply.set_value("2")  # noqa: SLF001
    shown.save()
    page.show_tab("waiting")
    place = [row.sending.reader for row in page.model.rows()].index("gp")
    page.table.choose(place)
    page.press("send.rejected")
    asked = dialog("reply")
    asked.save()
    assert "Reason" in asked.fields[0].error.text()
    tom.into("reply.because", "No longer registered")
    tom.control(Qt.Key.Key_Return)
    tom.until(lambda: is_gone("reply"))
    page.show_tab("to_send")
    found = next(row for row in page.ready if row.parcel.reader.value == "gp")
    assert found.standing.rejected == "Rejected 04-Mar-2026: No longer registered"


def test_accepted_and_taken_back(tom, page, database):
    made(tom, page)
    tom.window.run("edit.sent")
    shown = dialog("sent")
    shown._reply.set_value("1")  # noqa: SLF001
    shown.save()
    page.show_tab("waiting")
    tom.window.run("edit.primary")
    assert len(ask(database, sending.queue, today=TODAY).waiting) == 1
    page.show_tab("sent")
    page.press("send.undo")
    taking = dialog("undo")
    taking._why.setPlainText("Not sent after all")  # noqa: SLF001
    taking.save()
    words = [sending.in_words(one.sending).words for one in ask(database, sending.queue, today=TODAY).sent]
    assert "Entered in error" in words


def test_cancel_keeps_what_is_finished(tom, page, database, monkeypatch):
    asked = []
    monkeypatch.setattr(PlainDialog, "confirm", lambda *words: asked.append(words[1:3]) or True)
    real = page.workplace.run
    object.__setattr__(page.workplace, "run", lambda *job: (real(*job), page._ask_to_stop()))  # noqa: SLF001
    tom.control(Qt.Key.Key_A)
    tom.window.run("edit.print")
    tom.until(lambda: page._making is None and not page.is_waiting)  # noqa: SLF001
    assert asked[0] == ("Stop making documents?", "0 of 3 are made and will be kept.")
    assert "Stopped: 2 were not begun." in tom.text("send.selected")
    assert builders.row_counts(database)["documents_made"] == 2  # the practice's two


def test_a_file_that_cannot_be_written_is_named_and_the_paper_is_kept(tom, page, database, tmp_path):
    page.folder = tmp_path / "gone"
    made(tom, page)
    assert "3 could not be made" in tom.text("send.selected")
    assert {page.model.columns[7].text(row) for row in page.model.rows()} == {"Could not be made"}


def test_what_no_font_prints_is_told_before_anything_is_printed(tom, page, database, child):
    write(database, lambda session, **_: children.change(session, child, {"given_name": "Amara \U000130ed"}))
    made(tom, page)
    said = tom.text("send.selected")
    assert "No font for this, so its name stands in brackets (3): BAPTISTE" in said
    assert "child (given)" in said


def test_only_a_manager_changes_the_teams_details(tom, page, child, database, caseload_path, qtbot):
    assert page.settings.isHidden()
    with a_window(caseload_path) as window:
        grace = Lists(window, qtbot).signed_in(caseload_path, database)
        assert grace.shell.shown is grace.shell.overdue
        grace.window.run("go.send")
        grace.find("send.gpSettings").click()
        shown = dialog("team")
        grace.find("team.ods").setText("R")
        shown.save()
        assert "ODS code must be" in shown.fields[1].error.text()
        grace.find("team.ods").setText("rp1a2")
        shown.save()
    assert ask(database, team_details.team).ods_code == "RP1A2"


def test_the_filter_and_every_control_have_names(tom, page):
    tom.control(Qt.Key.Key_F)
    tom.type("moss")
    tom.until(lambda: tom.names() == ["BAPTISTE, Amara"])
    tom.press(Qt.Key.Key_Escape)
    for name in (
        "send.tabs",
        "send.views",
        "send.filter",
        "send.table",
        "send.preview",
        "send.make",
        "send.mark",
    ):
        assert tom.find(name)


def test_who_only_reads_makes_nothing(child, database, caseload_path, qtbot):
    with a_window(caseload_path) as window:
        nadia = Lists(window, qtbot).signed_in(caseload_path, database, NADIA)
        nadia.window.run("go.send")
        assert isinstance(nadia.shell.shown, SendPlans)
        assert not nadia.find("send.make").isEnabled()  # nothing is ticked


def test_the_keyboard_is_in_the_rows_at_once(tom, page):
    assert (
        QApplication.activeWindow() is tom.window
    )  # no part was a window of its own while the page was made
    assert page.table.hasFocus()
    page.show_tab("sent")
    assert page.settings.window() is tom.window


def test_in_large_text_every_column_shows_and_the_line_of_help_says_the_rest(page):
    def titles():
        return [column.title for column in page.model.columns]

    wide = titles()
    page.fit_views(large=True)
    assert titles() == ["Tick", "Child", "Document", "State"]
    assert "Send by" in page.about(page.model.rows()[0])
    page.show_tab("sent")
    assert titles() == ["Child", "Document", "State"]
    page.show_tab("to_send")
    page.fit_views(large=False)
    assert titles() == wide
