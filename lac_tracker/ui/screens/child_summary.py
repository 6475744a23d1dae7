"""The first page of a record: what is due, what matters to the child, who they are, what is known, the plan."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.services import child_summary, pathways
from lac_tracker.services.changes import Changes
from lac_tracker.services.child_summary import ChildSummary
from lac_tracker.ui import icons, theme
from lac_tracker.ui.plain import PlainButton
from lac_tracker.ui.screens import summary_cards as cards
from lac_tracker.ui.screens.about import AboutDialog
from lac_tracker.ui.screens.child_details import (
    GpPractice,
    NameAndNumbers,
    SocialWorkerAndCarer,
)
from lac_tracker.ui.screens.past_assessment import PastAssessment
from lac_tracker.ui.screens.pathway_dialogs import (
    CloseRecord,
    EndPregnancy,
    LeavingCareDialog,
    PregnancyDialog,
)
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.screens.record_page import (
    LARGE,
    Desk,
    Place,
    RecordPage,
    clear,
    focus_by_name,
    scroll_area,
)
from lac_tracker.ui.screens.starting import StartButton
from lac_tracker.ui.screens.summary_about import about_card, events_card, glance_card
from lac_tracker.ui.screens.summary_pathways import leaver_card, pregnancy_card, uasc_card

_TO_BE_DONE = ("overdue", "due_today", "at_risk", "due_soon", "cannot_be_computed", "needs_review")
_PAGES = ("assessments", "plan", "sdq", "consent", "family", "placements", "contacts", "chronology", "flags")
_TWO_COLUMNS = 800  # pixels of width from where the cards stand in two columns


class SummaryPage(RecordPage):
    """Page 1 of a record."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "sum")
        self.head.title.setText("Summary")
        self._documents = PlainButton("Preview documents", name="sum.makeDoc")
        self._documents.clicked.connect(
            lambda _checked=False: self.wanted.emit(Place(desk.child_id, "preview", document="gp-summary"))
        )
        self._start = StartButton("sum.start")
        self._start.started.connect(self.wanted)
        self._start.said.connect(self.said)
        self._past = PlainButton("Enter a past assessment", name="sum.past")
        self._past.clicked.connect(lambda _checked=False: self._enter_past())
        for button in (self._past, self._documents, self._start):
            self.head.add_button(button)
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._area = scroll_area(self._holder)
        self.content.addWidget(self._area, 1)
        self._columns: QBoxLayout | None = None
        self.refresh()

    def refresh(self) -> None:
        """Read the record anew and show it; the keyboard stays on the button it was on."""
        held = self.focused()
        workplace = self.desk.workplace
        self.summary: ChildSummary = self.desk.operations.ask(
            child_summary.summary, self.desk.child_id, today=workplace.today()
        )
        self._start.show_next(self.summary, self.desk)
        due = any(one.status in _TO_BE_DONE for one in self.summary.due if one.assessment == self._start.kind)
        self.head.say(self._start.why_not if due or self.summary.too_old else "")
        signed = any(one.state == "signed" for one in self.summary.assessments)
        self._documents.setVisible(signed and self._may(Action.MAKE_DOCUMENT))
        self._past.setVisible(self._may(Action.ENTER_PAST_ASSESSMENT))
        self._show_primary()
        clear(self._column)
        self._column.addWidget(self._cards())
        self._fit()
        if held and self.isVisible():
            focus_by_name(self, held)

    def take_focus(self) -> None:
        if self.here.field and focus_by_name(self, self.here.field):
            return
        self._primary().setFocus()

    def run(self, command: str) -> bool:
        if command == "edit.primary" and not self._primary().isHidden():
            self._primary().click()
            return True
        return False

    def reload(self, changes: Changes) -> None:
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and self._may(Action.EDIT_DETAILS):
            self._name_and_numbers()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _cards(self) -> QWidget:
        space, summary = theme.current().space, self.summary
        inside = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._columns.setContentsMargins(space(6), space(1), space(6), space(6))
        self._columns.setSpacing(space(4))
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(space(4))
        edit = self._edit_about if self._may(Action.EDIT_ABOUT) else None
        left.addWidget(cards.next_card(summary, self._go, _pages(may_edit=edit is not None)))
        left.addWidget(cards.voice_card(summary))
        left.addWidget(about_card(summary, self._about_actions(), edit))
        for card in (*self._pathway_cards(), cards.plan_card(summary, lambda: self._go("plan"))):
            right.addWidget(card)
        if summary.glance:
            right.addWidget(glance_card(summary.glance))
        right.addWidget(
            cards.essentials_card(summary.essentials, self._go, _pages(may_edit=edit is not None))
        )
        right.addWidget(events_card(summary, lambda: self._go("chronology")))
        right.addWidget(cards.assessments_card(summary, lambda: self._go("assessments")))
        left.addStretch()
        right.addStretch()
        self._columns.addLayout(left, 3)
        self._columns.addLayout(right, 2)
        return inside

    def _pathway_cards(self) -> list[QWidget]:
        """The cards of the pathways this child is on."""
        summary, ways = self.summary, self.summary.pathways
        may = self._may(Action.EDIT_PATHWAY)
        found: list[QWidget] = []
        if ways.pregnancy is not None:
            buttons = (
                ("Pregnancy support", "sum.pregnancy.open", self._pregnancy),
                ("It ended", "sum.pregnancy.end", self._end_pregnancy),
            )
            found.append(pregnancy_card(ways.pregnancy, self.desk.workplace.today(), buttons if may else ()))
        if any(chip.kind == "uasc" for chip in summary.banner.flags):
            found.append(uasc_card(summary))
        if ways.leaving_care is not None:
            buttons = (
                ("Leaving care", "sum.leaver.open", self._leaving_care),
                ("Health history", "sum.leaver.history", lambda: self._go("health_history")),
                *self._closing(),
            )
            found.append(
                leaver_card(ways.leaving_care, summary.called, summary.record_words, buttons if may else ())
            )
        return found

    def _closing(self):
        if self.summary.pathways.closed_on is not None:
            return (("Open the record again", "sum.leaver.reopen", self._reopen),)
        return (("Close the record", "sum.leaver.close", self._close),) if self.summary.too_old else ()

    def _about_actions(self):
        actions = [("Flags", "sum.flags", lambda: self._go("flags"))]
        if self._may(Action.EDIT_DETAILS):
            actions.append(("Name and numbers (F2)", "sum.details", self._name_and_numbers))
        if self._may(Action.EDIT_CONTACTS):
            actions.append(("GP practice", "sum.practice", self._practice))
            actions.append(("Social worker and carer", "sum.people", self._people))
        return tuple(actions)

    def _primary(self) -> PlainButton:
        """The one thing to do next: start or go on where that is due, else the papers, else what was done elsewhere."""
        due = any(one.status in _TO_BE_DONE for one in self.summary.due if one.assessment == self._start.kind)
        first_is_due = due or self.summary.open_assessment_id is not None or self._documents.isHidden()
        order = (self._start, self._documents) if first_is_due else (self._documents, self._start)
        return next((one for one in order if not one.isHidden()), self._past)

    def _show_primary(self) -> None:
        for button in (self._past, self._documents, self._start):
            kind = "primary" if button is self._primary() else "secondary"
            if button.property("kind") != kind:
                button.setProperty("kind", kind)
                button.style().unpolish(button)
                button.style().polish(button)
        on_primary = self._documents is self._primary()
        self._documents.setIcon(icons.icon("fa6s.print", "onPrimary" if on_primary else "text"))

    def _fit(self) -> None:
        if self._columns is not None:
            narrow = theme.current().text_percent >= LARGE or self.width() < _TWO_COLUMNS
            direction = QBoxLayout.Direction
            self._columns.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    def _may(self, action: Action) -> bool:
        return decide(self.desk.workplace.actor, action).allowed

    def _go(self, page: str) -> None:
        match page:
            case "pregnancy":
                self._pregnancy()
            case "leaver":
                self._leaving_care()
            case "about":
                self._edit_about(self._first_unasked())
            case _:
                self.wanted.emit(Place(self.desk.child_id, page))

    def _first_unasked(self) -> str:
        """Return which of ethnicity, language and religion is to be asked first."""
        child = self.summary.child
        states = ((one, getattr(child, f"{one}_state")) for one in ("ethnicity", "language", "religion"))
        return next((one for one, state in states if state in ("not_asked", "asked_not_known")), "ethnicity")

    def _edit_about(self, subject: str) -> None:
        dialog = AboutDialog(
            self, self.desk.workplace, self.desk.child_id, self.summary.banner, subject  # type: ignore[arg-type]  # a row names its subject
        )  # fmt: skip
        self._edit(dialog, f"sum.about.{subject}")

    def _pregnancy(self) -> None:
        held = self.summary.pathways.pregnancy
        if held is not None and self._may(Action.EDIT_PATHWAY):
            self._edit(
                PregnancyDialog(self, self.desk.workplace, self.summary.banner, held), "sum.pregnancy.open"
            )

    def _end_pregnancy(self) -> None:
        held = self.summary.pathways.pregnancy
        if held is not None:
            self._edit(EndPregnancy(self, self.desk.workplace, self.summary.banner, held), "sum.start")

    def _leaving_care(self) -> None:
        held, summary = self.summary.pathways.leaving_care, self.summary
        if held is not None and self._may(Action.EDIT_PATHWAY):
            dialog = LeavingCareDialog(
                self, self.desk.workplace, self.desk.child_id, summary.banner, summary.called, held
            )
            self._edit(dialog, "sum.leaver.open")

    def _close(self) -> None:
        dialog = CloseRecord(self, self.desk.workplace, self.desk.child_id, self.summary.banner)
        self._edit(dialog, "sum.leaver.reopen")

    def _reopen(self) -> None:
        self.desk.operations.do(pathways.reopen_record, self.desk.child_id)

    def _name_and_numbers(self) -> None:
        self._edit(
            NameAndNumbers(self, self.desk.workplace, self.summary.child, self.summary.banner), "sum.details"
        )

    def _practice(self) -> None:
        self._edit(
            GpPractice(self, self.desk.workplace, self.desk.child_id, self.summary.banner), "sum.practice"
        )

    def _people(self) -> None:
        self._edit(
            SocialWorkerAndCarer(self, self.desk.workplace, self.desk.child_id, self.summary.banner),
            "sum.people",
        )

    def _enter_past(self) -> None:
        facts, kind = self.summary.banner, self.summary.next_kind
        self._edit(PastAssessment(self, self.desk.workplace, self.desk.child_id, facts, kind), "sum.past")

    def _edit(self, dialog: RecordDialog, button: str) -> None:
        """Open a dialog; afterwards the keyboard is on its button again, which saving has made anew."""
        dialog.finished.connect(lambda _result: focus_by_name(self, button))
        dialog.open()


def _pages(*, may_edit: bool) -> frozenset[str]:
    """Return where the buttons of the cards lead: pages of the record, and what this page edits itself."""
    own = ("about", "pregnancy", "leaver") if may_edit else ()
    return frozenset((*_PAGES, *own))
