"""The buttons beneath a plan item: what can be done with it, over as many lines as they need."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.plain import ButtonKind, PlainButton, set_tooltip
from lac_tracker.ui.widgets.flow import Flow

Button = tuple[str, str, ButtonKind, Callable[..., object]]  # (words, name, kind, what it does)

_KEYS = {
    "item.cancel": "Esc",
    "item.saveNext": "Ctrl+N",
    "item.save": "Ctrl+Enter",
    "item.mark": "Ctrl+Enter",
}


class ItemFoot(QWidget):
    """Shows other buttons as the item goes from new to kept, signed and marked."""

    def __init__(self) -> None:
        super().__init__()
        space = theme.current().space
        self.setLayout(Flow(gap=space(2), line_gap=space(2)))
        self.setContentsMargins(space(6), space(2), space(6), space(2))
        self.buttons: list[QWidget] = []

    def offer(self, buttons: tuple[Button, ...]) -> None:
        """Show these buttons in place of those there were."""
        flow = self.layout()
        assert flow is not None
        for old in self.buttons:
            flow.removeWidget(old)
            old.setParent(None)
            old.deleteLater()
        self.buttons = []
        for words, name, kind, act in buttons:
            button = PlainButton(words, kind, name=name)
            keys = _KEYS.get(name, "")
            set_tooltip(button, f"{words} ({keys})" if keys else words)
            button.clicked.connect(_calling(act))
            flow.addWidget(button)
            button.show()
            self.buttons.append(button)


def _calling(act: Callable[..., object]) -> Callable[..., object]:
    """Return `act` without the argument that `clicked` passes."""
    return lambda _checked=False: act()
