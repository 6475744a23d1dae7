"""Declined for now: who said no, in what words, when to ask again, and what else could be offered."""

from PySide6.QtWidgets import QLineEdit, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.visits import OFFERS, WHO_DECLINED, ask_again_default
from lac_tracker.services import declined
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainTextEdit
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.screens.record_page import Desk
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.widgets.tick_list import TickList

_ABILITY = (("yes", "1  Yes"), ("no", "2  No"), ("partly", "3  Partly"))
_CHILD = "young_person"


class DeclinedDialog(RecordDialog):
    """Opened with `open()`; `accepted` means it is recorded and `words` says so."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        called: str,
        facts: BannerFacts,
        kind: str,
        *,
        could_decide: str = "",
    ) -> None:
        """could_decide: as said at the consent gate, '' when it was not asked there."""
        super().__init__(
            parent, desk.operations, f"{kind}: declined for now", facts,
            explanation="It stays on the list, and the clock keeps running. It never counts as done.",
            verbs=("Cancel", "Record it"), names=("declined.cancel", "declined.confirm"),
        )  # fmt: skip
        self.setObjectName("declined")
        self._desk, self._kind, self._today = desk, kind, desk.workplace.today()
        who = tuple(
            (key, f"{number}  {said.replace('{name}', called)}")
            for number, (key, said) in enumerate(WHO_DECLINED, 1)
        )
        self._who = RadioGroup("Who declined", who, name="declined.who")
        self._who.set_value(_CHILD)
        self._name = QLineEdit()
        self._name.setObjectName("declined.name")
        self._name.setMaxLength(201)
        self._said = PlainTextEdit()
        self._said.setObjectName("declined.said")
        self._ability = RadioGroup("Can decide", _ABILITY, name="declined.canDecide")
        self._ability.set_value(could_decide)
        self._again = DateField("Date to ask again", self._today, direction="future", name="declined.again")
        self._again.set_value(ask_again_default(self._today))
        self._offers = TickList("What else could we offer", OFFERS, name="declined.offers")
        self._other = QLineEdit()
        self._other.setObjectName("declined.other")
        self._other.setMaxLength(201)
        self._other.setMinimumWidth(theme.current().characters(36))
        self.add("Who declined?", self._who)
        self._name_field = self.add("Their name", self._name, optional=True)
        self.add(
            "What was said", self._said, hint=f"What did {called} say? In their own words where you can."
        )
        self.add(f"Can {called} decide this?", self._ability, optional=True)
        self.add("Date to ask again", self._again, hint="When shall we ask again?")
        self.add("What else could we offer?", self._offers, optional=True)
        self.add("Something else", self._other, optional=True)
        self._who.changed.connect(self._show_name)
        self._show_name(_CHILD)
        self.words = f"Declined for now. The {kind} stays on the list."
        self.ready()
        self._said.setFocus()

    def commands(self) -> Runs:
        given = {
            "today": self._today,
            "kind": self._kind,
            "declined_by": self._who.value(),
            "who": "" if self._who.value() == _CHILD else self._name.text(),
            "what_was_said": self._said.toPlainText(),
            "could_decide": self._ability.value(),
            "ask_again_on": self._again.value(),
            "offers": self._offers.value(),
            "other_offer": self._other.text(),
        }
        return [(declined.decline, (self._desk.child_id,), given)]

    def _show_name(self, who: str) -> None:
        self._name_field.setVisible(who != _CHILD)
