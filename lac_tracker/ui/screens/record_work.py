"""What the working list does with a row, from any page of a child's record: of the assessment that is due next."""

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.errors import UserError
from lac_tracker.services import work_on_record
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.screens.record_page import Desk

_MAY = {
    "edit.followUp": Action.LOG_FOLLOW_UP,
    "edit.book": Action.BOOK,
    "edit.assign": Action.ALLOCATE,
}


def dialog_of(command: str, desk: Desk, parent: QWidget, kind: str = "") -> RecordDialog | str:
    """Return the dialog of a command, or why there is none. kind: 'IHA' or 'RHA', '' for what is due next."""
    decision = decide(desk.workplace.actor, _MAY[command])
    if not decision.allowed:
        return decision.words
    try:
        wanted = kind or desk.operations.ask(
            work_on_record.kind_due, desk.child_id, today=desk.workplace.today()
        )
        return _dialog(command, desk, wanted, parent)
    except UserError as error:
        return str(error)


def _dialog(command: str, desk: Desk, kind: str, parent: QWidget) -> RecordDialog:
    if command == "edit.followUp":
        from lac_tracker.ui.screens.follow_up import FollowUpDialog  # not for every look at a record

        return FollowUpDialog(desk.workplace, desk.child_id, kind, parent)
    from lac_tracker.services import clinic_bookings

    held = desk.operations.ask(
        clinic_bookings.booking, desk.child_id, today=desk.workplace.today(), kind=kind
    )
    if command == "edit.assign":
        from lac_tracker.ui.screens.assign import AssignDialog

        words = f"{held.facts.name_words}, {kind}"
        return AssignDialog(desk.workplace, [(desk.child_id, kind)], parent, rows_words=(words,))
    from lac_tracker.ui.screens.appointment import BookDialog

    return BookDialog(parent, desk, held.facts, (kind,), needs_interpreter=held.needs_interpreter)
