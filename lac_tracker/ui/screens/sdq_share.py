"""The dialog of the page of questionnaires that asks whether the young person wants a page of their own."""

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.dates import show_plain_date
from lac_tracker.domain.sdq import Questionnaire
from lac_tracker.services import sdq
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace


class ShareDialog(RecordDialog):
    """Asks the young person's choice and records it. `chosen` is what it was."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, one: Questionnaire, called: str, facts: BannerFacts
    ) -> None:  # fmt: skip
        """one: their newest self-report."""
        super().__init__(
            parent, workplace.operations, f"Share with {called}", facts,
            explanation=f"Ask {called}: “Would you like a page about how you’ve been feeling, to keep?” It shows what "
            f"they said themselves up to {show_plain_date(one.completed_on)}, and no one else gets it.",
        )  # fmt: skip
        self.setObjectName("sdqv.share.dialog")
        self._one = one
        self.choice = RadioGroup(
            f"What did {called} choose?",
            (("yes", "1  Yes, a page to keep"), ("no", "2  No, not now")), name="sdqv.share.choice",
        )  # fmt: skip
        self.choice.set_value(one.shared_with_child or "")
        self.add(f"What did {called} choose?", self.choice, hint="It can be changed at any time.")
        self.ready()

    @property
    def chosen(self) -> str:
        return self.choice.value()

    def commands(self) -> Runs:
        given = {"shared": self.choice.value(), "seen_version": self._one.row_version}
        return [(sdq.choose_sharing, (self._one.id,), given)]
