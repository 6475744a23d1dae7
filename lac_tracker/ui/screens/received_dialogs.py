"""Dialogs of what came: filing it, correcting what is recorded about it, and entered in error."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.received_files import KINDS, MEDIA_WORDS, TEXT, CheckedFile, Filing
from lac_tracker.services import received_files
from lac_tracker.services.received_files import OpenedFile
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, hint
from lac_tracker.ui.screens.placements_dialogs import Runs, line
from lac_tracker.ui.screens.preview_measures import size_words
from lac_tracker.ui.screens.received_reading import PageShown, page_of
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.workplace import Workplace

_PICTURE = 250  # pixels at 100 %: enough to see which way is up
_HARMLESS = "It is kept encrypted in the record, shown in this window only, and never run."


class RightWayUp(QWidget):
    """The first page in small, and two buttons that turn it.

    Signals:
        turned: carries the degrees clockwise.
    """

    turned = Signal(int)

    def __init__(self, workplace: Workplace, file: CheckedFile) -> None:
        super().__init__()
        self.setObjectName("rcv.upright")
        self.degrees = 90 if file.lying else 0
        self._workplace, self._file = workplace, file
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        question = "Is this the right way up?"
        if file.lying:
            question = f"A page lies on its side and was turned. {question}"
        self._question = heading(question)
        column.addWidget(self._question)
        self._picture = QLabel()
        self._picture.setObjectName("rcv.upright.page")
        self._picture.setAccessibleName("The first page, in small")
        self._picture.setFixedHeight(theme.current().spaced(_PICTURE))
        column.addWidget(self._picture)
        row = QHBoxLayout()
        row.setSpacing(space(2))
        for words, name, step in (("Turn left", "rcv.turnLeft", -90), ("Turn right", "rcv.turnRight", 90)):
            button = PlainButton(words, "row", name=name)
            button.clicked.connect(lambda _checked=False, step=step: self._turn(step))
            row.addWidget(button)
        row.addStretch()
        column.addLayout(row)
        self._draw()

    def _turn(self, step: int) -> None:
        self.degrees = (self.degrees + step) % 360
        self._draw()
        self.turned.emit(self.degrees)

    def _draw(self) -> None:
        size = theme.current().spaced(_PICTURE)
        first = self._file.lying[0] - 1 if self._file.lying else 0
        job = partial(
            page_of, self._file.content, self._file.media_type, first, longest=size, turned=self.degrees
        )
        self._workplace.run(job, self._show, self._cannot)

    def _show(self, page: PageShown) -> None:
        if isValid(self) and page.image is not None:
            self._picture.setPixmap(QPixmap.fromImage(page.image))

    def _cannot(self, error: UserError) -> None:
        if isValid(self):
            self._question.setText(str(error))


class _FilingDialog(RecordDialog):
    """The fields that say what a file is."""

    def _fields(self, workplace: Workplace, child_id: int, prefix: str, now: Filing | None) -> None:
        today = workplace.today()
        requests = workplace.operations.ask(received_files.requests, child_id)
        self._kind = ChoiceBox("Kind", tuple(KINDS.items()), name=f"{prefix}.kind")
        self._title = line(now.title if now else "", f"{prefix}.title", longest=120)
        self._source = line(now.source if now else "", f"{prefix}.source", longest=120)
        self._received = DateField("Received on", today, direction="past", name=f"{prefix}.received")
        self._written = DateField("Date written", today, direction="past", name=f"{prefix}.written")
        self._request = ChoiceBox(
            "Answers", tuple((str(key), words) for key, words in requests), name=f"{prefix}.request", none="No request"
        )  # fmt: skip
        self._others = QCheckBox("It tells of other people (third-party information)")
        self._others.setObjectName(f"{prefix}.third")
        self.add("Kind", self._kind)
        self.add("Title", self._title, hint="A few words: CAMHS report after 6 sessions.")
        self.add("Who wrote it", self._source, hint="A person, service or hospital.")
        self.add("Received on", self._received)
        self.add("Date written", self._written, optional=True)
        if requests:
            self.add(
                "Answers", self._request, hint="What we asked for, if this is the answer.", optional=True
            )
        self.add_words(self._others)
        self._received.set_value(now.received_on if now else today)
        if now is not None:
            self._kind.set_value(now.kind)
            self._written.set_value(now.written_on)
            self._request.set_value(str(now.request_id or ""))
            self._others.setChecked(now.third_party)

    def _filing(self) -> Filing:
        request = self._request.value()
        return Filing(
            self._kind.value(), self._title.text(), self._source.text(), self._received.value(),
            self._written.value(), self._others.isChecked(), int(request) if request else None,
        )  # fmt: skip


class AddReceived(_FilingDialog):
    """A file that came, checked already: what it is, from whom, and which way is up."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, file: CheckedFile
    ) -> None:
        pages = f"{file.pages} pages" if file.pages != 1 else "1 page"
        about = f"{MEDIA_WORDS[file.media_type]}, {pages}, {size_words(len(file.content))}. {_HARMLESS}"
        super().__init__(
            parent, workplace.operations, "File a document that came", facts, explanation=about,
            verbs=("Cancel", "File it"), names=("rcv.cancel", "rcv.save"),
        )  # fmt: skip
        self.setObjectName("rcv.add")
        self._child_id, self._file, self._today = child_id, file, workplace.today()
        if file.taken_out:
            words = PlainLabel(f"{file.taken_out}. What can be read is all there.", type="strong", wraps=True)
            words.setObjectName("rcv.takenOut")
            self.add_words(words)
        self._upright = RightWayUp(workplace, file) if file.media_type != TEXT else None
        if self._upright is not None and file.lying:  # first: it is a question that waits for an answer
            self.add_words(self._upright)
        self._fields(workplace, child_id, "rcv.add", None)
        if self._upright is not None and not file.lying:
            self.add_words(self._upright)
        self.ready()

    def commands(self) -> Runs:
        turned = self._upright.degrees if self._upright is not None else 0
        given = {"today": self._today, "turned": turned}
        return [(received_files.add, (self._child_id, self._filing(), self._file), given)]


class CorrectReceived(_FilingDialog):
    """What is recorded about a file, corrected. The file itself stays as it came."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, now: OpenedFile
    ) -> None:
        super().__init__(
            parent, workplace.operations, "Correct what is recorded", facts,
            explanation="The file itself stays as it came.",
        )  # fmt: skip
        self.setObjectName("rcv.correct")
        self._now, self._today = now.file, workplace.today()
        self._made_with = (workplace, child_id, facts)
        one = now.file
        held = Filing(
            one.kind, one.title, one.source, one.received_on, one.written_on, one.third_party, one.request_id
        )
        self._fields(workplace, child_id, "rcv.correct", held)
        self.ready()

    def as_on_record(self) -> RecordDialog | None:
        now = self._operations.ask(received_files.opened, self._now.id)
        return CorrectReceived(self, *self._made_with, now)

    def commands(self) -> Runs:
        given = {"today": self._today, "seen_version": self._now.version}
        return [(received_files.correct, (self._now.id, self._filing()), given)]


class InError(RecordDialog):
    """A file that does not belong in this record: struck out, with the reason."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, facts: BannerFacts, file_id: int, title: str
    ) -> None:
        super().__init__(
            parent, workplace.operations, "Mark as entered in error?", facts,
            explanation=f"{title}. It stays in the record, struck out, and is not opened any more.",
            verbs=("Keep it", "Mark as entered in error"),
        )  # fmt: skip
        self.setObjectName("rcv.error")
        self._id = file_id
        self._because = line("", "rcv.error.reason")
        self.add("Reason", self._because, hint="Such as: belongs to another child.")
        self.add_words(
            hint(
                "Tell whoever it is about, and your information governance lead, if someone saw it who should not have."
            )
        )
        self.ready()

    def commands(self) -> Runs:
        return [(received_files.enter_in_error, (self._id, self._because.text()), {})]
