"""Takes everything out of a layout, the layouts within it included."""

from PySide6.QtWidgets import QLayout


def emptied(layout: QLayout) -> None:
    """Take all widgets out of a layout for good: they are neither found by name nor seen any more."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.hide()  # after that: what was still to be shown would appear as a window of its own
            widget.deleteLater()
        elif inner is not None:
            emptied(inner)
