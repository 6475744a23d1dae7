"""F6: from one region of the window to the next."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def walk(regions: Sequence[QWidget], step: int) -> None:
    """Put the keyboard into the next region (step 1) or the previous one (-1) that takes it."""
    focused = QApplication.focusWidget()
    holding = [
        place
        for place, region in enumerate(regions)
        if focused is not None and (region is focused or region.isAncestorOf(focused))
    ]
    here = holding[-1] if holding else -1 if step > 0 else 0
    for offset in range(1, len(regions) + 1):
        target = _first_stop(regions[(here + step * offset) % len(regions)])
        if target is not None:
            target.setFocus()
            return


def _first_stop(region: QWidget) -> QWidget | None:
    """Return the region itself when it takes the keyboard, else the first control in it that Tab would reach."""
    if region.focusPolicy() != Qt.FocusPolicy.NoFocus or region.focusProxy() is not None:
        return region
    return next((child for child in region.findChildren(QWidget) if _is_stop(child, region)), None)


def _is_stop(widget: QWidget, region: QWidget) -> bool:
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(by_tab) and widget.isEnabled() and widget.isVisibleTo(region)
