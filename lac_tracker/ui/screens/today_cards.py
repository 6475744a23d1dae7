"""The cards of Today: an appointment with what is ready for it, an assessment that was begun, and what came."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from lac_tracker.domain.flags import KIND
from lac_tracker.domain.today import Begun, Notice, Ready, Visit
from lac_tracker.domain.visits import OUTCOME_WORDS
from lac_tracker.ui import icons, theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, set_tooltip
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.card_list import ListCard
from lac_tracker.ui.widgets.flow import Flow

_MOST_FLAGS = 4
_READY_LOOKS = {"here": "complete", "asked": "asked", "missing": "missing", "not_needed": "not_needed"}
_OUTCOME_LOOKS = {"seen": "complete", "part_done": "part_done", "was_not_brought": "missing"}


class VisitCard(ListCard):
    """One appointment. open_record, start, go: what its buttons and the words of 'Ready?' do."""

    def __init__(
        self, visit: Visit, *, may_start: bool, open_record: Callable[[], None], start: Callable[[], None],
        go: Callable[[str], None],
    ) -> None:  # fmt: skip
        when = visit.starts_at or "No time"
        super().__init__(
            f"{when}, {visit.name}, {visit.age}, {visit.kind}, {visit.where}, {visit.status_words}. "
            f"{'. '.join(one.words for one in visit.ready)}",
            f"visit:{visit.appointment_id}",
        )  # fmt: skip
        self.visit, self.may_start = visit, may_start
        space = theme.current().space
        who = QWidget()
        line = Flow(gap=space(3), line_gap=0)
        who.setLayout(line)
        for words, kind in (
            (when, "strong"), (visit.name, "strong"), (visit.age, "body"), (visit.kind, "strong"), (visit.where, "body"),
        ):  # fmt: skip
            if words:
                line.addWidget(PlainLabel(words, type=kind))
        self.body.addWidget(who)
        self.body.addWidget(self._standing(visit))
        self.body.addWidget(self._ready(visit.ready, go))
        self.body.addWidget(self._foot(visit, open_record, start))

    def _standing(self, visit: Visit) -> QWidget:
        """How the assessment stands, what became of the appointment, and what to know before going in."""
        row = QWidget()
        line = Flow(gap=theme.current().space(4), line_gap=theme.current().space(1), is_centred=True)
        row.setLayout(line)
        tone = {"overdue": "overdue", "warn": "warn"}.get(icons.look(visit.status).tone, "")
        if visit.outcome != "booked":
            line.addWidget(
                _told(_OUTCOME_LOOKS.get(visit.outcome, "information"), OUTCOME_WORDS[visit.outcome])
            )
        elif visit.status_words:
            line.addWidget(_told(visit.status, visit.status_words, tone=tone))
        if visit.beside:
            line.addWidget(PlainLabel(visit.beside))
        for chip in visit.flags[:_MOST_FLAGS]:
            words = chip.words
            if chip.kind == "interpreter" and visit.interpreter:
                words = f"{words}, {visit.interpreter[:1].lower()}{visit.interpreter[1:]}"
            icon = KIND[chip.kind].icon if chip.kind in KIND else "fa6s.flag"
            line.addWidget(_pair(icon, "overdue" if chip.severe else "text", words))
        if len(visit.flags) > _MOST_FLAGS:
            line.addWidget(PlainLabel(f"+{len(visit.flags) - _MOST_FLAGS} more", tone="secondary"))
        return row

    def _ready(self, ready: tuple[Ready, ...], go: Callable[[str], None]) -> QWidget:
        row = QWidget()
        row.setObjectName("today.ready")
        line = Flow(gap=theme.current().space(1), line_gap=0, is_centred=True)
        row.setLayout(line)
        line.addWidget(PlainLabel("Ready?", type="label"))
        links = []
        for one in ready:
            look = icons.look(_READY_LOOKS[one.state])
            link = PlainButton(one.words, "link", name=f"today.ready.{one.key}")
            link.setIcon(icons.icon(look.icon, look.tone))
            link.clicked.connect(lambda _checked=False, page=one.page: go(page))
            line.addWidget(link)
            links.append(link)
        self.links = tuple(links)
        return row

    def _foot(self, visit: Visit, open_record: Callable[[], None], start: Callable[[], None]) -> QWidget:
        foot, row = _foot_row()
        opens = PlainButton("Open", name="today.open")
        set_tooltip(opens, "Open the record (Enter)")
        opens.clicked.connect(lambda _checked=False: open_record())
        row.addWidget(opens)
        self.buttons = (opens,)
        self.main = opens
        if self.may_start:
            words = f"Resume {visit.kind}" if visit.open_id else "Start assessment"
            starts = PlainButton(words, name="today.start")
            set_tooltip(starts, f"{words} (Ctrl+Enter)")
            starts.clicked.connect(lambda _checked=False: start())
            row.addWidget(starts)
            self.buttons, self.main = (opens, starts), starts
        row.addStretch()
        self.foot = foot
        return foot


class BegunCard(ListCard):
    """One assessment that goes on where it was left."""

    def __init__(self, one: Begun, *, resume: Callable[[], None], open_record: Callable[[], None]) -> None:
        super().__init__(
            f"{one.name}, {one.kind}, {one.seen_words}, {one.left_words}", f"begun:{one.assessment_id}"
        )
        self.begun = one
        words = QWidget()
        line = Flow(gap=theme.current().space(3), line_gap=0)
        words.setLayout(line)
        line.addWidget(PlainLabel(one.name, type="strong"))
        line.addWidget(PlainLabel(one.kind, type="strong"))
        line.addWidget(PlainLabel(one.seen_words))
        line.addWidget(PlainLabel(one.left_words))
        self.body.addWidget(icon_line("part_done", words))
        foot, row = _foot_row()
        opens = PlainButton("Open", name="today.partDone.open")
        set_tooltip(opens, "Open the record (Enter)")
        opens.clicked.connect(lambda _checked=False: open_record())
        resumes = PlainButton("Resume", name="today.resume")
        set_tooltip(resumes, "Resume at the last field (Ctrl+Enter)")
        resumes.clicked.connect(lambda _checked=False: resume())
        row.addWidget(opens)
        row.addWidget(resumes)
        row.addStretch()
        self.buttons, self.main, self.foot = (opens, resumes), resumes, foot
        self.body.addWidget(foot)


class NoticeCard(ListCard):
    """One thing that came for the person."""

    def __init__(self, notice: Notice, *, open_it: Callable[[], None], mark: Callable[[], None]) -> None:
        seen = ", seen" if notice.is_seen else ""
        super().__init__(f"{notice.title}. {notice.words}{seen}", f"notice:{notice.key}", is_tight=True)
        self.notice = notice
        title = PlainLabel(
            f"{notice.title} (seen)" if notice.is_seen else notice.title,
            type="body" if notice.is_seen else "strong", wraps=True, tone="secondary" if notice.is_seen else "",
        )  # fmt: skip
        words = PlainLabel(notice.words, wraps=True, tone="secondary" if notice.is_seen else "")
        self.body.addWidget(icon_line(notice.look, title, words))
        foot, row = _foot_row()
        opens = PlainButton("Open", "row", name="today.forMe.open")
        set_tooltip(opens, "Open where it is dealt with (Enter)")
        opens.clicked.connect(lambda _checked=False: open_it())
        marks = PlainButton("Not seen" if notice.is_seen else "Seen", "row", name="today.forMe.seen")
        set_tooltip(marks, "Mark as seen, or as not seen (Space)")
        marks.clicked.connect(lambda _checked=False: mark())
        row.addWidget(opens)
        row.addWidget(marks)
        row.addStretch()
        self.buttons, self.foot = (opens, marks), foot
        self.body.addWidget(foot)


def _foot_row() -> tuple[QWidget, QHBoxLayout]:
    foot = QWidget()
    row = QHBoxLayout(foot)
    row.setContentsMargins(0, theme.current().space(1), 0, 0)
    row.setSpacing(theme.current().space(2))
    return foot, row


def _told(status: str, words: str, *, tone: str = "") -> QWidget:
    look = icons.look(status)
    return _pair(look.icon, look.tone, words, type="strong", tone=tone)


def _pair(icon: str, colour: str, words: str, *, type: str = "body", tone: str = "") -> QWidget:
    """Return an icon and the words it belongs to, which stay together on a line."""
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.current().space(1))
    picture = QLabel()
    picture.setPixmap(icons.pixmap(icon, colour, theme.current().scaled(16)))
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(PlainLabel(words, type=type, tone=tone))
    return pair
