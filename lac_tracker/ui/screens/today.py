"""S04 Today: what was begun, the appointments of the day or week, what came for the person, and their caseload."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date, show_weekday
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.today import Day, Notice, next_visit, wanted_of
from lac_tracker.services import today
from lac_tracker.services.changes import Changes
from lac_tracker.ui.asking import Asking
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainLabel
from lac_tracker.ui.screens.record_page import Desk, Place
from lac_tracker.ui.screens.today_cards import BegunCard, VisitCard
from lac_tracker.ui.screens.today_layout import TodayLayout
from lac_tracker.ui.widgets.card_list import CardList
from lac_tracker.ui.workplace import Workplace


class Today(TodayLayout):
    """The page of the person signed in. Ctrl+Enter goes on with what is chosen, Enter opens its record.

    Signals:
        child_opened: a record is asked for; carries the child's id.
        place_wanted: a place of a record is asked for; carries a Place.
        due_wanted: the list of what is due is asked for; carries what it is to show.
        went: another screen is asked for; carries its name.
        said: something was done; carries the words for the message bar.
    """

    child_opened = Signal(object)
    place_wanted = Signal(object)
    due_wanted = Signal(object)
    went = Signal(str)
    said = Signal(str)
    name = "today"
    words = "Today"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self._shown = workplace.today()
        self._day = Day(self._shown, self._shown, (), (), (), 0, ())  # until it was read
        self._is_read = self._is_stale = False
        self._is_all = False  # of what was begun, and not only the first
        self._asking, self._marking = Asking(self, workplace), Asking(self, workplace)
        self._is_aloud = False  # what is being read is said once it is there
        self._goes_on_at: int | None = None  # what of what was begun is chosen then
        self._may_start = decide(workplace.actor, Action.START_ASSESSMENT).allowed
        self.head.stepped.connect(self._step)
        self.head.widened.connect(lambda: self._load(aloud=True))
        self._active = self.visits
        self.all_begun.clicked.connect(lambda _checked=False: self._show_all_begun())
        self.show_them.clicked.connect(lambda _checked=False: self._show_due("no_appointment"))
        self.begun.entered.connect(lambda: self._make_active(self.begun))
        self.visits.entered.connect(lambda: self._make_active(self.visits))
        self.begun.opened.connect(lambda place: self.child_opened.emit(self._day.begun[place].child_id))
        self.visits.opened.connect(lambda place: self.child_opened.emit(self._day.visits[place].child_id))
        self.for_me.wanted.connect(self._open_notice)
        self.for_me.marked.connect(self._mark)
        self.caseload.wanted.connect(self._show_due)
        for keys, step in (
            ("Ctrl+Left", -1),
            ("Ctrl+Home", 0),
            ("Ctrl+Right", 1),
        ):  # a scroll area takes plain keys
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._step, step))
        self._load()

    # What the frame asks

    @property
    def is_waiting(self) -> bool:
        """Whether the day, or what came, is still being read."""
        return self._asking.is_waiting or self._marking.is_waiting

    def reload(self, changes: object = None) -> None:
        """Read the day again; while it is hidden only once it is shown, or typing elsewhere would wait for it."""
        if isinstance(changes, Changes) and changes == Changes():
            return
        if self.isVisible() or changes is None:
            self._load()
        else:
            self._is_stale = True

    def focus_first(self) -> None:
        """Put the keyboard on what was begun, else on the next appointment, else on what came; or wait for them."""
        self._catch_up()
        if not self._is_read:
            self.setFocus()
            return
        for place in self._lists:
            if place.cards:
                place.setFocus()
                return
        (self.show_them if not self.show_them.isHidden() else self.caseload.open_work).setFocus()

    def leave(self) -> bool:
        return True

    def regions(self) -> tuple[QWidget, ...]:
        found = (self.begun, self.visits, self.for_me.list, self.caseload.open_work)
        return tuple(one for one in found if one.isVisibleTo(self)) or (self.date,)

    def run_command(self, name: str) -> bool:
        match name:
            case "edit.primary":
                self._go_on()
            case "view.refresh":
                self._load()
                announce(self, self.heading.text())
            case _:
                return False
        return True

    # The page

    def _load(self, *, aloud: bool = False) -> None:
        """Read the day off the screen's thread; what is shown stays until then."""
        self._is_stale = False
        self._is_aloud |= aloud
        given = {
            "today": self.workplace.today(), "shown": self._shown, "whole_week": self.week.isChecked(),
            "all_begun": self._is_all,
        }  # fmt: skip
        self.head.busy.start("Reading your appointments")
        self._asking.ask(lambda ask: ask(today.day, **given), self._loaded, self._refused, is_patient=True)

    def _loaded(self, found: Day) -> None:
        self.head.busy.stop()
        self._marking.drop()  # what came is in it, too
        self._day, self._is_read = found, True
        held = QApplication.focusWidget()
        name = held.objectName() if held else ""
        inside = next((one for one in self._lists if held and one.isAncestorOf(held)), None)
        waits = held is self
        if inside is not None:
            inside.setFocus()  # or it would go on to whatever comes next when its button goes
        self._show()
        if self._goes_on_at is not None:
            self.begun.choose(self._goes_on_at)
            self._goes_on_at = None
        if waits:
            self.focus_first()
        elif inside is not None:
            QTimer.singleShot(
                0, self, partial(self._focus_again, inside, name)
            )  # once its button stands there
        if self._is_aloud:
            announce(self, f"{self.heading.text()}. {self.count.text()}. {self.none.text()}")
        self._is_aloud = False

    def _focus_again(self, cards: CardList, name: str) -> None:
        """The keyboard was on a button of a card that was read anew: it stays on that one, else on the cards."""
        again = cards.current().findChild(QWidget, name) if cards.cards else None
        if again is not None and again.isVisible() and cards.hasFocus():
            again.setFocus()
        elif not cards.cards and QApplication.focusWidget() in (None, cards):
            self.focus_first()

    def _refused(self, error: UserError) -> None:
        """What is shown stays, and is read again once the page is shown again."""
        self.head.busy.stop()
        self._is_stale = True
        if not self._asking.is_locked:
            self.said.emit(str(error))

    @property
    def _lists(self) -> tuple[CardList, ...]:
        return (self.begun, self.visits, self.for_me.list)

    def _show(self) -> None:
        """Show what was read, without reading it again."""
        day = self.workplace.today()
        self.setUpdatesEnabled(False)
        self.inside.show()
        self._show_heading(day)
        self._show_begun()
        self._show_visits(day)
        self.for_me.show_notices(self._day.notices)
        self.caseload.show_numbers(self._day, is_main=not (self._day.begun or self._day.visits))
        is_gone = self._active is not self.begun and not self.visits.cards
        self._make_active(self.begun if self.begun.cards and is_gone else self._active)
        self.setUpdatesEnabled(True)

    def _show_heading(self, day: date) -> None:
        if self._day.first == self._day.last:
            self.heading.setText(show_weekday_date(self._day.first))
        else:
            self.heading.setText(f"Week of {show_weekday_date(self._day.first)}")
        self.date.setEnabled(self._shown != day)

    def _show_begun(self) -> None:
        cards: list[Any] = [
            BegunCard(
                one,
                resume=partial(self._resume, place),
                open_record=partial(self.begun.opened.emit, place),
            )
            for place, one in enumerate(self._day.begun)
        ]
        self.begun.set_cards(cards)
        total = self._day.begun_total
        self.all_begun.setText("Show fewer" if self._is_all else f"Show all {total}")
        self.all_begun.setVisible(total > today.BEGUN_FIRST)
        self.begun_card.setVisible(bool(cards))
        if cards and not self.begun.hasFocus() and not self.visits.hasFocus():
            self._active = self.begun

    def _show_all_begun(self) -> None:
        """Show everything that was begun, or only the first again. The keyboard goes on where it was."""
        self._is_all = not self._is_all
        self.begun.setFocus()
        self._goes_on_at = today.BEGUN_FIRST if self._is_all else 0
        self._load()

    def _show_visits(self, day: date) -> None:
        visits = self._day.visits
        headings: dict[int, QWidget] = {}
        if self._day.first != self._day.last:
            for place, one in enumerate(visits):
                if place == 0 or visits[place - 1].on != one.on:
                    headings[place] = PlainLabel(show_weekday_date(one.on), type="strong")
        cards: list[Any] = [
            VisitCard(
                one,
                may_start=self._may_start and one.on <= day and one.outcome in ("booked", "part_done"),
                open_record=partial(self.visits.opened.emit, place),
                start=partial(self._start, place),
                go=partial(self._go_to, one.child_id),
            )
            for place, one in enumerate(visits)
        ]
        at = self.workplace.operations.now().astimezone().strftime("%H:%M")
        self.visits.set_cards(cards, next_visit(visits, day, at), headings=headings)
        self.count.setText(f"Appointments ({len(visits)})")
        self._show_none(day)

    def _show_none(self, day: date) -> None:
        """Where nobody is booked: say so, and who of one's own still needs an appointment."""
        waiting = self._day.without_appointment
        when = "today" if self._shown == day else f"on {show_weekday_date(self._shown)}"
        if self.week.isChecked():
            when = "this week" if self._day.first <= day <= self._day.last else "in that week"
        words = f"No appointments {when}."
        if waiting:
            words += (
                " 1 child on your caseload needs one."
                if waiting == 1
                else f" {waiting} children on your caseload need one."
            )
        self.none.setText(words)
        self.none.setVisible(not self._day.visits)
        self.show_them.setVisible(not self._day.visits and bool(waiting))

    # What it does

    def _make_active(self, which: CardList) -> None:
        """The chosen card of one of the two lists has the primary button of the page."""
        self._active = which
        for one in (self.begun, self.visits):
            one.set_active(one is which)

    def _go_on(self) -> None:
        """Ctrl+Enter: resume, start, or open what is chosen."""
        if not self._is_read:
            return
        main = self._active.current().main if self._active.cards else None
        if main is not None:
            main.click()
        elif not self.show_them.isHidden():
            self.show_them.click()
        else:
            self.caseload.open_work.click()

    def _go_to(self, child_id: int, page: str) -> None:
        self.place_wanted.emit(Place(child_id, page))

    def _start(self, place: int) -> None:
        one = self._day.visits[place]
        if one.open_id is not None:
            self._go_back_in(one.child_id, one.open_id)
        else:
            self.place_wanted.emit(Place(one.child_id, "gate", kind=one.kind))

    def _resume(self, place: int) -> None:
        one = self._day.begun[place]
        self._go_back_in(one.child_id, one.assessment_id)

    def _go_back_in(self, child_id: int, assessment_id: int) -> None:
        from lac_tracker.ui.screens.starting import resume  # brings the forms with it

        words = resume(Desk(self.workplace, child_id), assessment_id)
        self.place_wanted.emit(Place(child_id, "assessment", assessment_id))
        if words:
            self.said.emit(words)

    def _open_notice(self, place: int) -> None:
        one = self._day.notices[place]
        if one.page == "quality":
            self.went.emit("quality")
        else:
            self.place_wanted.emit(Place(one.child_id, one.page, one.assessment_id))

    def _mark(self, place: int) -> None:
        one = self._day.notices[place]
        changes = self.workplace.operations.do(today.mark_seen, one.key, is_seen=not one.is_seen)
        if changes is None:
            return
        day, said = self.workplace.today(), "Marked as not seen" if one.is_seen else "Marked as seen"
        if self._asking.is_waiting:  # it may have been read before the mark
            self._load()
        self._marking.ask(
            lambda ask: ask(today.notices, today=day), partial(self._marked, said), is_patient=True
        )

    def _marked(self, said: str, notices: tuple[Notice, ...]) -> None:
        self._day = replace(self._day, notices=notices)
        self.for_me.show_notices(notices)
        announce(self.for_me.list, said)

    def _show_due(self, view: str) -> None:
        self.due_wanted.emit(wanted_of(view, self.workplace.actor.person_id))

    def _step(self, step: int) -> None:
        """Go a day or a week back or on; 0 is back to today."""
        days = 7 if self.week.isChecked() else 1
        self._shown = self.workplace.today() if step == 0 else self._shown + timedelta(days=step * days)
        self._load(aloud=True)

    def _catch_up(self) -> None:
        if self._is_stale:
            self._load()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_active"):
            self.fit()
            if self._is_read:
                self._show()  # the door may be shut: what is shown in another size was read before


def show_weekday_date(day: date) -> str:
    """Return 'Wed 04-Mar-2026'."""
    return f"{show_weekday(day)} {show_date(day)}"
