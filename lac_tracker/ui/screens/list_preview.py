"""A printed list before it leaves: its pages, Save PDF and Print. The names on it are those the list showed."""

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.list_papers import OverdueList
from lac_tracker.services import list_papers
from lac_tracker.ui.screens.report_preview import ReportPreview
from lac_tracker.ui.workplace import Workplace

_TITLE = "Overdue and due"


class ListPreview(ReportPreview):
    """Open it with `open()`."""

    def __init__(self, workplace: Workplace, held: OverdueList, parent: QWidget) -> None:
        super().__init__(workplace, list_papers.DOCUMENT, _TITLE, held, parent)
        self.setObjectName("pv.list")
