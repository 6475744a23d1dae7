"""Two people at one record, and typing that was not saved: nothing is overwritten unseen, and nothing typed is lost."""

import importlib
import inspect
import pkgutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget
from sqlalchemy import select

from lac_tracker.domain.audit import Entry
from lac_tracker.services import contacts
from lac_tracker.services.contacts import ContactDetails
from lac_tracker.storage import drafts
from lac_tracker.storage.tables.audit import AuditRow
from lac_tracker.ui import field_content, screens
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.widgets.passphrase_field import PassphraseField
from tests.builders import ask, write
from tests.conftest import GRACE, NOW, SAM, TODAY
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures
from tests.ui.screens.test_placements import save


@pytest.fixture
def at_contacts(robot):
    robot.alt(Qt.Key.Key_9)
    assert robot.shows("contacts")
    return robot


def worker(database, child_id):
    """The social worker on record."""
    listed = ask(database, contacts.listed, child_id, by=SAM)
    return next(one.contact for one in listed if one.contact.kind == "social_worker")


def changed(one, **what):
    held = {name: getattr(one, name) for name in ContactDetails.__dataclass_fields__}
    fields = {
        name: "" if value is None and not name.endswith(("on", "since")) else value
        for name, value in held.items()
    }
    return ContactDetails(**fields | what)


def grace_changes(database, child_id, **what):
    one = worker(database, child_id)
    write(
        database, contacts.change_contact, one.id, changed(one, **what), today=TODAY, seen_version=one.version,
        by=GRACE,
    )  # fmt: skip


def correct(robot):
    robot.go_into("ppl.table")
    robot.click("ppl.change")


def dialog(robot):
    return next(
        one for one in robot.record.window().findChildren(QDialog) if one.objectName() == "ppl.contact"
    )


def test_what_only_the_other_changed_is_joined_and_shown_before_it_is_saved(at_contacts, database, child_id):
    robot = at_contacts
    correct(robot)
    robot.type_into("ppl.contact.note", "Rings back on Fridays")
    grace_changes(database, child_id, phone="01632 960 199")
    save(robot)
    robot.reads("Joined with yours: Phone. Look, then save again.")
    assert robot.find("ppl.contact.phone").text() == "01632 960 199"
    save(robot)
    held = worker(database, child_id)
    assert (held.phone, held.note) == ("01632 960 199", "Rings back on Fridays")


@pytest.mark.parametrize(("digit", "phone"), [(1, "01632 960 111"), (2, "01632 960 199")])
def test_what_both_changed_is_chosen_field_by_field(at_contacts, database, child_id, digit, phone):
    robot = at_contacts
    before = worker(database, child_id).phone
    correct(robot)
    robot.type_into("ppl.contact.phone", "01632 960 111")
    robot.type_into("ppl.contact.address", "1 High Street")
    robot.type_into("ppl.contact.note", "Rings back on Fridays")
    grace_changes(database, child_id, phone="01632 960 199", role="Senior social worker", address="Town Hall")
    robot.control(Qt.Key.Key_Return)
    assert (robot.words("conf.mine.1"), robot.words("conf.theirs.1")) == ("01632 960 111", "01632 960 199")
    robot.reads("2 fields are different. The rest are joined up already.")
    assert robot.words("dialog.who").startswith("BAPTISTE, Amara")
    robot.reads(f"Before: {before}")
    robot.click("conf.use")
    robot.reads("Choose which to keep: Phone, Address")
    robot.click("conf.later")
    assert robot.find("ppl.contact.phone").text() == "01632 960 111"
    dialog(robot).save()  # going back is no choice: it is asked again
    assert worker(database, child_id).phone == "01632 960 199"  # nothing of mine is saved before I chose
    robot.choose("conf.keep.1", digit)
    robot.choose("conf.keep.2", 3)  # both, below each other
    robot.click("conf.use")
    held = worker(database, child_id)
    assert (held.phone, held.note, held.role) == (phone, "Rings back on Fridays", "Senior social worker")
    assert held.address == "1 High Street\nTown Hall"


def test_typing_outlives_the_lock_and_is_offered_where_it_was_begun(at_contacts, database, child_id):
    robot = at_contacts
    correct(robot)
    robot.type_into("ppl.contact.note", "Rings back on Fridays")
    entries = len(audit(database))
    operations = dialog(robot)._operations  # noqa: SLF001 - those of the window
    with database.writing(Entry(GRACE, NOW, "tested")):  # the file is busy when the window locks
        dialog(robot).give_way()
    assert kept(database) == ()
    operations.try_again()  # on unlocking
    assert operations.wait_for_saves()
    entries += 1
    assert len(audit(database)) == entries  # part of no record yet
    robot.record.window().activateWindow()
    robot.control(Qt.Key.Key_N)  # another dialog of the same page
    assert not robot.sees("draft.words")
    robot.press(Qt.Key.Key_Escape)
    correct(robot)
    assert robot.words("draft.words").startswith("You have an unsaved draft from 04-Mar-2026")
    assert robot.words("draft.shown") == "Note: Rings back on Fridays"
    (held,) = kept(database)  # what stands on record is not kept a second time to be read
    assert held.fields["said"] == [["Note", "Rings back on Fridays"]]
    robot.click("draft.use")
    assert robot.find("ppl.contact.note").text() == "Rings back on Fridays"
    save(robot)
    assert worker(database, child_id).note == "Rings back on Fridays"
    assert robot.record.leave()
    assert kept(database) == ()


def test_a_draft_that_is_not_wanted_is_thrown_away(at_contacts, database, child_id):
    robot = at_contacts
    correct(robot)
    robot.type_into("ppl.contact.note", "A slip")
    dialog(robot).give_way()
    robot.record.window().activateWindow()
    correct(robot)
    robot.click("draft.throwAway")
    robot.press(Qt.Key.Key_Escape)
    assert robot.record.leave()
    assert kept(database) == ()
    assert worker(database, child_id).note != "A slip"


def kept(database):
    with database.reading() as session:
        return drafts.of_person(session, SAM.person_id)


def audit(database):
    with database.reading() as session:
        return session.scalars(select(AuditRow.number)).all()


def test_what_stands_in_a_dialog_is_read_and_put_back(at_contacts):
    robot = at_contacts
    robot.control(Qt.Key.Key_N)
    shown = dialog(robot)
    for field in shown.fields:
        held = field_content.content(field.control)
        assert field_content.put(field.control, held)
        assert field_content.content(field.control) == held
        assert not field_content.put(field.control, (*held, "one more"))
    robot.press(Qt.Key.Key_Escape)


# What ends, strikes out or answers a row says one thing about it: there is nothing to join, and the newer state is read first.
SAYS_ONE_THING = {
    "AnswerDialog", "CancelClinicDialog", "CarryOut", "CheckDialog", "ChoicesDialog", "ClassDialog", "Decide", "EndConflict",
    "EndDialog", "EnteredInError", "GiveTo", "LiftHold", "LineDialog", "NextStepDialog", "RecordAnswer", "ResolveDifference",
    "ReturnAnswerDialog", "Seen", "SettleRow", "ShareDialog", "Withdraw",
}  # fmt: skip


def test_every_dialog_that_corrects_a_row_can_be_made_anew():
    """A new dialog that sends the version it saw has to join what somebody else saved, or stand in the list above."""
    modules = [
        importlib.import_module(f"{screens.__name__}.{one.name}")
        for one in pkgutil.iter_modules(screens.__path__)
    ]
    dialogs = {
        one for held in modules for one in vars(held).values()
        if inspect.isclass(one) and issubclass(one, RecordDialog) and one.__module__ == held.__name__
    }  # fmt: skip
    found = {
        one.__name__ for one in dialogs
        if "seen_version" in inspect.getsource(one) and one.as_on_record is RecordDialog.as_on_record
    }  # fmt: skip
    assert found - SAYS_ONE_THING == set()


def test_a_passphrase_is_never_part_of_a_draft(qtbot):
    around = QWidget()
    qtbot.addWidget(around)
    field = PassphraseField(name="any.pass")
    field.setParent(around)
    (line,) = field.findChildren(QLineEdit)
    line.setText("seven calm otters swimming")
    line.setEchoMode(QLineEdit.EchoMode.Normal)  # shown by its button
    for widget in (field, around):
        assert field_content.content(widget) == ()
        assert field_content.words(widget) == field_content.NOTHING


def test_nothing_is_kept_once_the_lanes_are_closed(at_contacts, background, database):
    robot = at_contacts
    correct(robot)
    robot.type_into("ppl.contact.note", "Rings back on Fridays")
    open_one = dialog(robot)
    background.close()
    open_one.give_way()  # as the timer of a dialog that is still there: no error, and nothing written
    assert kept(database) == ()
