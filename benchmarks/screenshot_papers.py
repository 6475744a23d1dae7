"""The screens of plans and papers: the plan's editor, documents, what came, sending, previews and health checks."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget
from reportlab.pdfgen.canvas import Canvas

from lac_tracker.domain.received_files import PDF, CheckedFile, Filing
from lac_tracker.services import consents, documents_page, received_files
from lac_tracker.services.child_summary import ChildSummary
from lac_tracker.services.documents_page import DocumentLine
from lac_tracker.ui.main_window import MainWindow
from lac_tracker.ui.screens.received_dialogs import AddReceived
from lac_tracker.ui.screens.received_view import FILE
from lac_tracker.ui.screens.record_page import Place

Take = Callable[[QWidget, str], None]
# (page, the button that opens the dialog, name of the picture)
DIALOGS = (
    ("plan", "plan.message", "message-owners"),
    ("health_checks", "chk.imm.error", "immunisation-in-error"),
    ("health_history", "hh.add", "health-history-line"),
    ("health_history", "hh.choices.open", "health-history-offered"),
    ("health_history", "hh.check.open", "third-party-check"),
    ("health_history", "hh.give.open", "health-history-given"),
)
PAGES = ("plan", "plan_history", "health_checks", "health_history", "own_plan", "documents")
PAPERS = ("gp-summary", "own-plan", "information-request", "health-history-booklet")


def walk(
    window: MainWindow,
    children: tuple[ChildSummary, ...],
    signed: ChildSummary,
    written: ChildSummary | None,
    new: ChildSummary | None,
    take: Take,
) -> None:
    """children: all of them. signed: a child with a plan in force. written: one whose plan is being written. new: one without a plan."""
    lists(window, take)
    plans(window, signed, written, take)
    documents(window, signed, take)
    for page, button, called in DIALOGS:
        window.shell.shown.go(Place(signed.child.id, page))
        press(window, button, called, take)
    share_in_spite(window, children, take)
    window.shell.open_child(signed.child.id)
    for page, document in (
        ("chronology_print", "chronology"),
        ("family_print", "family-history"),
        ("own_plan_preview", "own-plan"),
        ("health_history_print", "health-history-booklet"),
    ):
        window.shell.shown.go(Place(signed.child.id, page, document=document))
        take(window, page.replace("_", "-"))
    for one, called in ((written, "written"), (new, "new")):
        if one is None:
            continue
        window.shell.open_child(one.child.id)
        for page in (*PAGES, "make_document"):
            window.shell.shown.go(Place(one.child.id, page))
            take(window, f"{called}-{page}")


def lists(window: MainWindow, take: Take) -> None:
    """The list of who is overdue before it is printed; Send plans with its tabs, settings and dialogs."""
    window.run("go.overdue")
    window.run("edit.print")
    shown("list-preview", take)
    window.run("go.send")
    page = window.shell.shown
    take(window, "send-plans-none-chosen")
    page.table.all_asked.emit()
    take(window, "send-plans")
    page.show_view("missing")
    take(window, "send-plans-missing")
    page.show_view("ready")
    page.press("send.preview")
    shown("preview-batch", take)
    page.press("send.mark")
    shown("mark-as-sent", take)
    for tab in ("waiting", "sent"):
        page.show_tab(tab)
        take(window, f"send-plans-{tab}")
        for button in ("send.rejected", "send.undo"):
            if button in page.footer.all:
                page.press(button)
                shown(button.replace(".", "-"), take)
    page.show_tab("to_send")
    page.filter.setText("nobody is called this")
    page.apply_filter()
    take(window, "send-plans-empty")
    page.clear_filter()
    page.settings.click()
    shown("settings-for-gps", take)


def plans(window: MainWindow, signed: ChildSummary, written: ChildSummary | None, take: Take) -> None:
    """An item that is written with its starters, one of a signed plan, marking one, and taking one out."""
    if written is not None:
        window.shell.open_child(written.child.id)
        made = written.open_assessment_id
        window.shell.shown.go(Place(written.child.id, "item", made, about="plan"))
        take(window, "item-new")
        starter = window.shell.shown.page.findChild(QAbstractButton, "item.starter1")
        if starter is not None:
            starter.click()
            take(window, "item-started")
        window.shell.shown.page._fields.title.clear()  # noqa: SLF001
    newest = next(one for one in signed.assessments if one.state == "signed")
    window.shell.open_child(signed.child.id)
    window.shell.shown.go(Place(signed.child.id, "plan"))
    page = window.shell.shown.page
    page.views.show_view("all")
    take(window, "plan-all")
    page.views.show_view("overdue")
    take(window, "plan-overdue")
    page.views.show_view("all")
    row = page._table.current_row() or page._rows[0]  # noqa: SLF001
    page._mark(row, "partly")  # noqa: SLF001 - as key 2 does
    shown("mark-item", take)
    window.shell.shown.go(Place(signed.child.id, "item", newest.id, need_number=1))
    take(window, "item-signed")
    press(window, "item.error", "item-in-error", take)


def documents(window: MainWindow, one: ChildSummary, take: Take) -> None:
    """What was made and what came, each opened, and what is asked when something is made or filed."""
    window.shell.open_child(one.child.id)
    operations, today = window.workplace.operations, window.workplace.today()
    filing = Filing(
        "camhs_report", "CAMHS report after 6 sessions", "Dr A Green, CAMHS", today, today - timedelta(days=6)
    )
    content = CheckedFile(PDF, _page(lying=False), 1)
    if not any(held.received for held in operations.ask(documents_page.listed, one.child.id)):
        operations.do(received_files.add, one.child.id, filing, content, today=today)
    window.shell.shown.go(Place(one.child.id, "documents"))
    page = window.shell.shown.page
    take(window, "documents")
    lines: tuple[DocumentLine, ...] = operations.ask(documents_page.listed, one.child.id)
    came = next((line for line in lines if line.received), None)
    made = next((line for line in lines if not line.received and line.can_send), None)
    AddReceived(
        page, window.workplace, one.child.id, one.banner, CheckedFile(PDF, _page(lying=True), 2, (1,), "A script was taken out")
    ).open()  # fmt: skip
    shown("file-what-came", take)
    if made is not None:
        page.mark_as_sent(made)
        shown("mark-one-as-sent", take)
        page.open_line(made)
        take(window, "document-kept")
    if came is not None:
        window.shell.shown.go(Place(one.child.id, "received", typed=((FILE, str(came.id)),)))
        take(window, "received")
        press(window, "rcv.change", "received-correct", take)
        press(window, "rcv.inError", "received-in-error", take)
    for document in PAPERS:
        window.shell.shown.go(Place(one.child.id, "make_document", document=document))
        take(window, f"make-{document}")


def share_in_spite(window: MainWindow, children: tuple[ChildSummary, ...], take: Take) -> None:
    """The page of a child somebody said no for, and what is asked before a copy goes all the same."""
    workplace = window.workplace
    for one in children:
        page = workplace.operations.ask(consents.page, one.child.id, today=workplace.today())
        if page.stopped:
            window.shell.open_child(one.child.id)
            window.shell.shown.go(Place(one.child.id, "consent"))
            take(window, "consent-stopped")
            press(window, "con.override.open", "share-in-spite", take)
            return
    print("no share-in-spite: nobody said no")


def press(window: MainWindow, button: str, called: str, take: Take) -> None:
    """Press a button that opens a dialog, and take that; nothing where the button is hidden or off."""
    found = window.shell.shown.page.findChild(QAbstractButton, button)  # not that of a page that goes
    if found is None or found.isHidden() or not found.isEnabled():
        print(f"no {called}: {button} is not there to be pressed")
        return
    found.click()
    shown(called, take)


def shown(called: str, take: Take) -> None:
    """Take the dialog that is open, and close it."""
    opened = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    for one in opened:
        take(one, f"dialog-{called}")
        one.done(0)
    QApplication.processEvents()
    for one in QApplication.topLevelWidgets():
        if isinstance(one, MainWindow):
            one.activateWindow()
    if not opened:
        print(f"no dialog opened for {called}")


def _page(*, lying: bool) -> bytes:
    """Return a page of invented words, upright or on its side."""
    held = BytesIO()
    size = (842, 595) if lying else (595, 842)
    drawn = Canvas(held, pagesize=size, invariant=True)
    drawn.setFont("Helvetica", 16)
    for place, words in enumerate(
        ("CAMHS", "Seen six times since spring.", "Sleeps better. Plan: two more sessions.")
    ):
        drawn.drawString(60, size[1] - 80 - 30 * place, words)
    drawn.showPage()
    drawn.save()
    return held.getvalue()
