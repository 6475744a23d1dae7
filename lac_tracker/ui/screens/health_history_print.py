"""The health history before it is printed: A4 in large type, the A5 pages, and sheets that fold into a booklet."""

from lac_tracker.exchange.file_names import document_name
from lac_tracker.services import health_history, health_history_release
from lac_tracker.services.document_checks import Finding
from lac_tracker.ui.plain import PlainButton, set_tooltip
from lac_tracker.ui.screens.preview import PreviewPage
from lac_tracker.ui.screens.preview_pages import Drawn
from lac_tracker.ui.screens.record_page import Desk, Place


class HealthHistoryPreview(PreviewPage):
    """A draft may be looked at by anybody who reads clinical content. Save and Print are refused until it was checked."""

    titles = {
        health_history_release.DOCUMENT: "A4, large type",
        health_history_release.BOOKLET: "A5 booklet",
    }

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place)
        self._fold = PlainButton("Sheets to fold", name="pv.fold")
        set_tooltip(
            self._fold,
            "A4 sheets for a printer without a booklet setting: print two-sided, fold in the middle",
        )
        self._fold.clicked.connect(lambda _checked=False: self.save_to_fold())
        self.panel.body.addWidget(self._fold)
        self._fold.setVisible(self._document == health_history_release.BOOKLET)
        self._fold.setEnabled(False)  # until the pages are there

    def show_document(self, document: str) -> None:
        super().show_document(document)
        self._fold.setVisible(document == health_history_release.BOOKLET)
        self._fold.setEnabled(False)

    def shown(self, drawn: Drawn) -> None:
        super().shown(drawn)
        self._fold.setEnabled(True)

    def save_to_fold(self) -> None:
        """Make and keep the booklet, and write the sheets that fold into it."""
        kept = self.keep()
        if kept is None:
            return
        held = kept.held
        name = document_name("health-history-fold", self.desk.workplace.today(), held.reference.split("-")[0])
        path = self.choose_file(self, name)
        if path is None:
            return
        write = self.desk.workplace.save_file

        def job() -> None:
            from lac_tracker.documents.booklet import sheets_to_fold  # brings the drawing with it

            write(path, sheets_to_fold(held.content))

        self.work(job, lambda _done: self._say_fold(path.name), self.refuse)

    def more_findings(self) -> tuple[Finding, ...]:
        page = self.desk.operations.ask(
            health_history.page, self.desk.child_id, today=self.desk.workplace.today()
        )
        checked = next((step for step in page.steps if step.key == "checked"), None)
        found = [*super().more_findings()]
        if checked is not None:
            is_done = checked.state == "done"
            found.insert(
                0,
                Finding("complete" if is_done else "fix", checked.words, "" if is_done else "health_history"),
            )
        found += [Finding("information", f"Please check before printing. {words}") for words in page.doubts]
        return tuple(found)

    def _say_fold(self, name: str) -> None:
        self.say_error("")
        self.said.emit(f"Saved {name}. Print it two-sided and fold it in the middle.")
