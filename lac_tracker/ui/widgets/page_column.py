"""What stands in a page that scrolls, exactly as high as it needs to be at the width there is."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget


class PageColumn(QWidget):
    """Lay the page out in it. Text that wraps asks for the height of a narrow column; the scroll area would believe it."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)
