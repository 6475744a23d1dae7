"""What is made as soon as an assessment is signed: ticked beforehand, made and kept with the record at once."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.errors import UserError
from lac_tracker.services import dispatch, own_plan
from lac_tracker.ui import theme
from lac_tracker.ui.plain import doubled, hint
from lac_tracker.ui.screens.record_page import Desk

Made = tuple[dict[str, int], str]  # document → its id; what to say: what was made, and why something was not
_PLAN = {"gp-summary": "GP summary", "full-plan": "plan"}


class AfterSigning(QWidget):
    """The ticks. A signed plan stands in Send plans by itself: nobody has to remember that."""

    def __init__(self, desk: Desk, called: str) -> None:
        super().__init__()
        self._desk, self._called = desk, called
        self.plan = _tick("Make GP summary and plan", "sign.after.plan")
        self.own = _tick(f"Make {called}’s version", "sign.after.own")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(1))
        column.addWidget(self.plan)
        column.addWidget(self.own)
        column.addWidget(hint("What is signed stands in Send plans by itself."))
        if not decide(desk.workplace.actor, Action.MAKE_DOCUMENT).allowed:
            self.hide()

    def job(self) -> Callable[[], Made]:
        """Return what makes what is ticked now, for the worker: to draw takes longer than a screen may wait."""
        wanted, desk = self._wanted(), self._desk
        return lambda: _make(desk, wanted)

    def _wanted(self) -> list[tuple[str, str]]:
        if not decide(self._desk.workplace.actor, Action.MAKE_DOCUMENT).allowed:
            return []
        wanted = list(_PLAN.items()) if self.plan.isChecked() else []
        return [*wanted, (own_plan.DOCUMENT, f"{self._called}’s version")] if self.own.isChecked() else wanted


def _tick(words: str, name: str) -> QCheckBox:
    box = QCheckBox(doubled(words))
    box.setObjectName(name)
    box.setChecked(True)
    return box


def _make(desk: Desk, wanted: list[tuple[str, str]]) -> Made:
    made: dict[str, int] = {}
    said, refused = [], []
    for document, title in wanted:
        try:
            changes = desk.operations.work(
                dispatch.make_document, desk.child_id, document, desk.workplace.render
            )
        except UserError as error:
            refused.append(f"{title[:1].upper()}{title[1:]} not made. {str(error).removesuffix('.')}.")
        else:
            made[document] = changes.made_id
            said.append(title)
    told = [f"Made: {', '.join(said)}."] if said else []
    return made, " ".join((*told, *refused))
