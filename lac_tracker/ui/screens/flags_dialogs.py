"""Setting, reviewing and ending a flag, and recording the allergies."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.children import BannerFacts, FlagChip
from lac_tracker.domain.flags import KIND
from lac_tracker.services import flags
from lac_tracker.services.flags import FlagsOnRecord
from lac_tracker.ui.plain import PlainTextEdit
from lac_tracker.ui.screens.code_choice import CodeChoice
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace

Runs = list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]


def _text(name: str, words: str = "", *, lines: int = 2) -> PlainTextEdit:
    text = PlainTextEdit(words, least_lines=lines)
    text.setObjectName(name)
    return text


class SetFlag(RecordDialog):
    """A new flag: which, its detail, and when it is looked at again."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, held: FlagsOnRecord
    ) -> None:
        super().__init__(
            parent, workplace.operations, "Set a flag", facts,
            explanation="Everyone who opens the record sees it first. Who set it and when is kept.",
        )  # fmt: skip
        self.setObjectName("flg.set")
        self._child_id = child_id
        self._asks = {kind: asks for kind, _, asks in held.settable}
        self._kind = CodeChoice(
            "Flag", tuple((kind, words) for kind, words, _ in held.settable), name="flg.set.kind"
        )
        self._detail = _text("flg.set.detail")
        self._review = DateField("Review", workplace.today(), direction="future", name="flg.set.review")
        self.add("Flag", self._kind)
        self._asked = self.add("Detail", self._detail, optional=True)
        self.add("Review", self._review, hint="The day somebody looks at it again.", optional=True)
        self._kind.changed.connect(self._say_what)
        self._say_what(self._kind.value())
        self.ready()

    def commands(self) -> Runs:
        given = {
            "kind": self._kind.value(),
            "detail": self._detail.toPlainText(),
            "review_on": self._review.value(),
        }
        return [(flags.set_flag, (self._child_id,), given)]

    def _say_what(self, kind: str) -> None:
        words = self._asks.get(kind, "")
        self._detail.setPlaceholderText(words)
        self._detail.setAccessibleDescription(words)


class ReviewFlag(RecordDialog):
    """A flag that stays: its detail as it is now, and the next review."""

    def __init__(
        self,
        parent: QWidget,
        workplace: Workplace,
        child_id: int,
        facts: BannerFacts,
        chip: FlagChip,
        detail: str,
    ) -> None:
        super().__init__(
            parent, workplace.operations, f"Review: {_name(chip)}", facts, explanation=chip.detail
        )
        self.setObjectName("flg.review")
        self._child_id, self._chip = child_id, chip
        self._detail = _text("flg.review.detail", detail)
        self._review = DateField("Review", workplace.today(), direction="future", name="flg.review.on")
        self.add("Detail", self._detail, optional=True)
        self.add("Review", self._review, hint="The next day to look at it.", optional=True)
        self.ready()

    def commands(self) -> Runs:
        given = {"detail": self._detail.toPlainText(), "review_on": self._review.value()}
        return [(flags.review_flag, (self._child_id, self._chip.kind), given)]


class ReviewDate(RecordDialog):
    """When a flag that follows from the record is looked at again."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, chip: FlagChip
    ) -> None:
        super().__init__(
            parent, workplace.operations, f"Review date: {_name(chip)}", facts, explanation=chip.detail
        )
        self.setObjectName("flg.date")
        self._child_id, self._chip = child_id, chip
        self._review = DateField("Review", workplace.today(), direction="future", name="flg.date.on")
        self._review.set_value(chip.review_on)
        self.add(
            "Review", self._review, hint="The day somebody looks at it again. Empty for none.", optional=True
        )
        self.ready()

    def commands(self) -> Runs:
        given = {"review_on": self._review.value()}
        return [(flags.set_review_date, (self._child_id, self._chip.kind), given)]


class EndFlag(RecordDialog):
    """A flag that ends today, with the reason; it stays in the record as ended."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, chip: FlagChip
    ) -> None:
        super().__init__(
            parent, workplace.operations, f"End: {_name(chip)}", facts,
            explanation="It ends today. It stays in the record with your reason.", verbs=("Keep it", "End it"),
        )  # fmt: skip
        self.setObjectName("flg.end")
        self._child_id, self._chip = child_id, chip
        self._because = _text("flg.end.reason")
        self.add("Reason", self._because)
        self.ready()

    def commands(self) -> Runs:
        return [(flags.end_flag, (self._child_id, self._chip.kind), {"because": self._because.toPlainText()})]


class Allergies(RecordDialog):
    """Always exactly one of three: known with their names, none known, not recorded."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, held: FlagsOnRecord
    ) -> None:
        super().__init__(parent, workplace.operations, "Allergies", facts)
        self.setObjectName("flg.allergies")
        self._child_id = child_id
        self._state = RadioGroup(
            "Allergies", (("known", "Known"), ("none_known", "No known allergies"), ("not_recorded", "Not recorded")),
            name="flg.allergies.state",
        )  # fmt: skip
        self._state.set_value(held.allergies_state)
        self._words = _text("flg.allergies.words", held.allergies)
        self.add("Allergies", self._state)
        self.add(
            "Which, and what happens",
            self._words,
            hint="One on each line: Penicillin: rash. A name you take out ends that allergy in Health checks.",
            optional=True,
        )
        self._seen = held.allergies
        self._because = _text("flg.allergies.because")
        self.add(
            "Why one no longer stands", self._because, hint="Only where you take one out: 'tested, and not allergic'.",
            optional=True,
        )  # fmt: skip
        self.ready()

    def commands(self) -> Runs:
        given = {
            "state": self._state.value(),
            "allergies": self._words.toPlainText(),
            "because": self._because.toPlainText(),
            "seen": self._seen,
        }
        return [(flags.set_allergies, (self._child_id,), given)]


def _name(chip: FlagChip) -> str:
    return KIND[chip.kind].words if chip.kind in KIND else chip.words
