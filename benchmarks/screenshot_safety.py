"""What keeps records safe: the settings with their dialogs, a restricted record, two people at one record, drafts, restoring."""

from collections.abc import Callable, Iterator
from pathlib import Path

import screenshot_papers as papers_walk
from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget

from lac_tracker.services import contacts, drafts, retention, team_people
from lac_tracker.services.contacts import Contact, ContactDetails
from lac_tracker.ui.main_window import MainWindow
from lac_tracker.ui.screens import settings_sections
from lac_tracker.ui.screens.drafts_waiting import DraftsWaiting
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.screens.record_page import Place
from lac_tracker.ui.screens.restricted_gate import RestrictedGate
from lac_tracker.ui.screens.settings_people_dialogs import AddPerson, ChangeRole, MarkAsLeft, ResetPassphrase
from lac_tracker.ui.screens.settings_restricted_dialogs import KeepApart
from lac_tracker.ui.screens.settings_retention_dialogs import ClassDialog, Propose, PutOnHold
from lac_tracker.ui.screens.settings_retention_record import RecordKeeping
from lac_tracker.ui.widgets.row_table import RowTable

Take = Callable[[QWidget, str], None]

_LOCK_DIALOGS = (
    ("set.lock.change", "change-passphrase"), ("set.lock.sheet", "new-sheet"), ("set.lock.key", "change-key"),
)  # fmt: skip


def walk(window: MainWindow, child_id: int, take: Take) -> None:
    """Take every section of the settings and its dialogs; then what somebody meets at a record that is not theirs alone."""
    window.run("go.settings")
    for section in settings_sections.offered(window.workplace.actor):
        window.shell.shown.show_section(section.key)
        take(window, f"settings-{section.key}")
    window.shell.shown.show_section("lock")
    for name, called in _LOCK_DIALOGS:
        _press(window, name)
        papers_walk.shown(called, take)
    for called, dialog in _dialogs(window, child_id):
        dialog.open()
        papers_walk.shown(called, take)
    window.shell.shown.show_section("backups")
    _press(window, "set.backup.now")
    take(window, "settings-backup-made")
    two_people(window, child_id, take)


def signed_out(window: MainWindow, path: Path, take: Take) -> None:
    """Take the pages beside sign-in: the recovery sheet, and restoring a backup. path: of the caseload."""
    window.sign_in.recovery_wanted.emit(path, "demo")
    take(window, "recovery-sheet")
    window.sign_in.restore_wanted.emit(path)
    take(window, "restore")


def two_people(window: MainWindow, child_id: int, take: Take) -> None:
    """One dialog in which somebody else's change is joined, asked about, kept for later and offered again."""
    operations = window.workplace.operations
    window.shell.open_child(child_id)
    window.shell.shown.go(Place(child_id, "contacts"))
    dialog = _correct(window)
    one = _chosen(window, child_id)
    _line(dialog, "ppl.contact.note").setText("Rings back on Fridays")
    _change(window, one, phone="01632 960 199")
    dialog.save()
    take(dialog, "dialog-joined")
    one = _chosen(window, child_id)
    _line(dialog, "ppl.contact.phone").setText("01632 960 111")
    _change(window, one, phone="01632 960 177", role="Senior worker")
    dialog.save()
    asked = next(one for one in dialog.findChildren(QDialog) if one.isVisible())
    take(asked, "dialog-fields-differ")
    asked.reject()
    dialog.give_way()
    operations.wait_for_saves()
    dialog = _correct(window)
    take(dialog, "dialog-draft-offered")
    dialog.reject()
    DraftsWaiting(window.shell, operations, operations.ask(drafts.waiting)).open()
    papers_walk.shown("drafts-waiting", take)


def _dialogs(window: MainWindow, child_id: int) -> Iterator[tuple[str, QDialog]]:
    shell, workplace = window.shell, window.workplace
    asks, today = workplace.operations.ask, workplace.today()
    people = asks(team_people.listed, workplace.caseload, today=today)
    other = next(one for one in people if one.person_id != workplace.actor.person_id)
    yield "add-person", AddPerson(shell, workplace)
    yield "change-role", ChangeRole(shell, workplace, other)
    yield "reset-passphrase", ResetPassphrase(shell, workplace, other)
    yield "mark-as-left", MarkAsLeft(shell, workplace, other)
    yield "keep-apart", KeepApart(shell, workplace)
    yield "restricted", RestrictedGate(shell, workplace, child_id)
    held = asks(retention.of_record, child_id, today=today)
    yield "record-keeping", RecordKeeping(shell, workplace, child_id)
    yield "kept-how-long", ClassDialog(shell, workplace, held)
    yield "hold", PutOnHold(shell, workplace, held.row)
    yield "propose-disposal", Propose(shell, workplace, held.row)


def _correct(window: MainWindow) -> RecordDialog:
    """Open the dialog of the first contact, as Enter on its row does."""
    page = window.shell.shown.page
    page.findChild(RowTable, "ppl.table").choose(0)
    page.findChild(QAbstractButton, "ppl.change").click()
    return next(one for one in page.window().findChildren(RecordDialog) if one.isVisible())


def _chosen(window: MainWindow, child_id: int) -> Contact:
    listed = window.workplace.operations.ask(contacts.listed, child_id)
    return listed[0].contact


def _change(window: MainWindow, one: Contact, **what: str) -> None:
    """Have the contact changed meanwhile."""
    workplace = window.workplace
    held = {name: getattr(one, name) for name in ContactDetails.__dataclass_fields__}
    said = {
        name: "" if value is None and not name.endswith(("on", "since")) else value
        for name, value in held.items()
    }
    workplace.operations.work(
        contacts.change_contact,
        one.id,
        ContactDetails(**said | what),
        today=workplace.today(),
        seen_version=one.version,
    )


def _line(dialog: QDialog, name: str) -> QWidget:
    return next(one for one in dialog.findChildren(QWidget) if one.objectName() == name)


def _press(window: MainWindow, name: str) -> None:
    next(one for one in window.findChildren(QAbstractButton, name) if one.isVisible()).click()
