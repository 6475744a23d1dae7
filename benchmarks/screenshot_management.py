"""The screens of a day and of its management: Today, the list at work, clinics, quality, figures, reports, training."""

from collections.abc import Callable

import screenshot_papers as papers_walk
from PySide6.QtWidgets import QAbstractButton, QListWidget, QWidget

from lac_tracker.domain.worklist import VIEWS, Wanted
from lac_tracker.services import milestones, worklist
from lac_tracker.ui.main_window import MainWindow
from lac_tracker.ui.screens.milestones import MilestonesDialog
from lac_tracker.ui.screens.training import TrainingDialog
from lac_tracker.ui.screens.training_entry import TrainingEntry
from lac_tracker.ui.widgets.row_table import RowTable

Take = Callable[[QWidget, str], None]

OVERDUE_DIALOGS = (
    ("due.log", "log-follow-up"), ("due.book", "book-from-list"), ("due.assign", "assign"), ("due.escalate", "escalate"),
    ("due.moreFilters", "more-filters"), ("due.export", "export-list"),
)  # fmt: skip
CLINIC_DIALOGS = (("cln.add", "add-clinic"), ("cln.bookBest", "book-slot"), ("cln.offer", "offer-slot"))
QUALITY_DIALOGS = {
    "to_review": (("qa.draw", "draw-sample"), ("qa.rule.open", "sample-rule"), ("qa.checklist", "quality-checklist")),
    "actions": (("qa.action.add", "improvement-action"), ("qa.action.change", "change-improvement-action")),
}  # fmt: skip
FIGURE_DIALOGS = (("kpi.targets", "targets"), ("kpi.export", "export-figures"))


def walk(window: MainWindow, take: Take) -> None:
    """Take what a manager sees of the team's work, and the dialogs that go with it."""
    overdue(window, take)
    clinics(window, take)
    quality(window, take)
    figures(window, take)
    reports(window, take)
    yearly_return(window, take)


def day(window: MainWindow, take: Take) -> None:
    """Take Today of the person signed in: a day, a week, a day without appointments."""
    window.run("go.today")
    take(window, "today")
    page = window.shell.shown
    buttons = {name: _button(window, f"today.{name}") for name in ("week", "next", "date")}
    buttons["week"].click()
    take(window, "today-week")
    buttons["week"].click()
    for _ in range(14):
        buttons["next"].click()
        take(window, "today-none")
        if not page.visits.cards:
            break
    buttons["date"].click()


def overdue(window: MainWindow, take: Take) -> None:
    """Every view of the list, with its panel and without, its filters, and what is done with a row."""
    window.run("go.overdue")
    for view in VIEWS:
        window.shell.overdue.show_wanted(Wanted(view=view.key))
        take(window, f"overdue-view-{view.key.replace('_', '-')}")
    window.shell.overdue.show_wanted(Wanted())
    for button, called in OVERDUE_DIALOGS:
        _press(window, button, called, take)
    window.shell.overdue.show_wanted(Wanted(text="nobody is called this"))
    take(window, "overdue-no-rows")
    window.shell.overdue.show_wanted(Wanted())
    workplace = window.workplace
    today = workplace.today()
    page = workplace.operations.ask(worklist.page, Wanted(view="open"), today=today, limit=1)
    for row in page.rows:
        workplace.operations.ask(milestones.for_entry, row.child_id, kind=row.assessment)
        MilestonesDialog(workplace, row.child_id, row.assessment, window.shell.shown).open()
        papers_walk.shown("milestones", take)


def clinics(window: MainWindow, take: Take) -> None:
    """The diary, the next weeks, what if, and the dialogs."""
    window.run("go.clinics")
    take(window, "clinics")
    queue = window.shell.shown.findChild(RowTable, "cln.queue")
    waiting = queue.model().rows()
    queue.choose(next((place for place, row in enumerate(waiting) if row.best is not None), 0))
    for button, called in CLINIC_DIALOGS:
        _press(window, button, called, take)
    window.run("view.nextTab")
    take(window, "clinics-next-weeks")
    if (what_if := _button(window, "cap.whatIf")) is not None:
        what_if.click()
        take(window, "clinics-what-if")
        what_if.click()
    window.run("view.nextTab")


def quality(window: MainWindow, take: Take) -> None:
    """Every tab, its dialogs, and a review as its reviewer sees it."""
    window.run("go.quality")
    page = window.shell.shown
    first = page.tab
    while True:
        take(window, f"quality-{page.tab.replace('_', '-')}")
        for button, called in QUALITY_DIALOGS.get(page.tab, ()):
            _press(window, button, called, take)
        window.run("view.nextTab")
        if page.tab == first:
            break
    table = next(
        (one for one in page.findChildren(RowTable) if one.isVisible() and one.model().rowCount()), None
    )
    if table is None:
        print("no review: none is waiting")
        return
    table.opened.emit(table.current_row())
    take(window, "quality-review")


def figures(window: MainWindow, take: Take) -> None:
    """The dashboard, its dialogs, and the children behind a figure."""
    window.run("go.dashboard")
    take(window, "dashboard")
    for button, called in FIGURE_DIALOGS:
        _press(window, button, called, take)
    page = window.shell.shown
    link = next(
        (one for one in page.findChildren(QAbstractButton) if one.objectName().startswith("kpi.who.") and one.isVisible()),
        None,
    )  # fmt: skip
    if link is None:
        print("no children behind a figure: no tile offers them")
        return
    link.click()
    take(window, "behind-a-figure")


def reports(window: MainWindow, take: Take) -> None:
    """Every report as it is asked for, and the training of the team."""
    window.run("go.reports")
    page = window.shell.shown
    listed = page.findChild(QListWidget, "rep.list")
    for number in range(listed.count() if listed is not None else 0):
        listed.setCurrentRow(number)
        take(window, f"reports-{number + 1}")
    TrainingDialog(window.workplace, page).open()
    papers_walk.shown("training", take)
    TrainingEntry(page, window.workplace).open()
    papers_walk.shown("add-training", take)


def yearly_return(window: MainWindow, take: Take) -> None:
    """The return to the council: what is missing, what was left out, who is not in it, and the file that leaves."""
    window.run("go.yearly_return")
    page = window.shell.shown
    for number in range(page.show_only.count()):
        page.show_only.setCurrentIndex(number)
        page.show_only.activated.emit(number)
        take(window, f"yearly-return-{page.show_only.itemData(number)}")
    _press(window, "ret.export", "export-yearly-return", take)
    page.show_only.setCurrentIndex(0)
    page.show_only.activated.emit(0)


def _press(window: MainWindow, name: str, called: str, take: Take) -> None:
    found = _button(window, name)
    if found is None or not found.isEnabled():
        print(f"no {called}: {name} is not there to be pressed")
        return
    found.click()
    papers_walk.shown(called, take)


def _button(window: MainWindow, name: str) -> QAbstractButton | None:
    """Return a button that is to be seen on the screen shown."""
    held = window.shell.shown.findChildren(QAbstractButton, name)
    return next((one for one in held if one.isVisible()), None)
