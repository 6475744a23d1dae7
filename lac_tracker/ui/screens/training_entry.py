"""Recording or correcting one training of one person."""

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.training import LEVELS, SUBJECTS, UNACCOMPANIED, WITH_LEVEL
from lac_tracker.services import training
from lac_tracker.services.training import TrainingLine, TypedTraining
from lac_tracker.ui.screens.code_choice import CodeChoice
from lac_tracker.ui.screens.dialog_fields import line
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace


class TrainingEntry(RecordDialog):
    """about: the line that is corrected, or whose training is missing; None: anybody's."""

    corrected = "_held"

    def __init__(self, parent: QWidget, workplace: Workplace, about: TrainingLine | None = None) -> None:
        self._held = about.training if about else None
        super().__init__(
            parent, workplace.operations, "Correct training" if self._held else "Add training", None
        )
        self.setObjectName("training.dialog")
        self._today = workplace.today()
        self._workplace = workplace
        team = workplace.operations.ask(training.members)
        self._who = CodeChoice(
            "Who", tuple((str(person), name) for person, name in team), name="training.who"
        )
        self._subject = RadioGroup("Training", tuple(SUBJECTS.items()), name="training.subject")
        levels = tuple((str(level), str(level)) for level in LEVELS)
        self._level = RadioGroup("Level", levels, name="training.level", across=True)
        self._completed = DateField("Completed on", self._today, direction="past", name="training.completed")
        self._until = DateField("Holds until", self._today, name="training.until")
        self._evidence = line("training.evidence")
        self.add("Who", self._who)
        self.add("Training", self._subject)
        self._level_field = self.add("Level", self._level, hint="As the certificate says.")
        self.add("Completed on", self._completed)
        self.add(
            "Holds until", self._until, optional=True,
            hint="The last day on which it holds. Empty where it does not run out.",
        )  # fmt: skip
        self.add(
            "Evidence", self._evidence, optional=True, hint="The course or certificate, and who has seen it."
        )
        self._fill(about)
        self._subject.changed.connect(lambda _key: self._show_level())
        self._show_level()
        self.ready()
        if about is not None:
            (self._subject if not self._held else self._completed).setFocus()

    def as_on_record(self) -> RecordDialog | None:
        if self._held is None:
            return None
        lines = self._operations.ask(training.listed, today=self._today)
        found = next((one for one in lines if one.training and one.training.id == self._held.id), None)
        return TrainingEntry(self, self._workplace, found) if found is not None else None

    def commands(self) -> Runs:
        level = self._level.value()
        given = TypedTraining(
            int(self._who.value() or 0), self._subject.value(), int(level) if level else None,
            self._completed.value(), self._until.value(), self._evidence.text(),
        )  # fmt: skip
        if self._held is None:
            return [(training.record, (given,), {"today": self._today})]
        known = {"today": self._today, "seen_version": self._held.version}
        return [(training.change, (self._held.id, given), known)]

    def _fill(self, about: TrainingLine | None) -> None:
        self._subject.set_value(about.subject if about and about.subject else UNACCOMPANIED)
        if about is not None:
            self._who.set_value(str(about.person_id))
        held = self._held
        if held is not None:
            self._level.set_value(str(held.level or ""))
            self._completed.set_value(held.completed_on)
            self._until.set_value(held.expires_on)
            self._evidence.setText(held.evidence)

    def _show_level(self) -> None:
        self._level_field.setVisible(self._subject.value() in WITH_LEVEL)
